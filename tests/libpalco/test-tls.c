/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-await.h"
#include "palco-test-server.h"

#include <string.h>

#include "palco-account.h"
#include "palco-catalogue.h"
#include "palco-client.h"
#include "palco-credentials.h"
#include "palco-error-private.h"
#include "palco-http-private.h"
#include "palco-key-holder.h"

static GTlsCertificate *
load_certificate (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "tls", name, NULL);
  g_autoptr(GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);

  return certificate;
}

static PalcoReply *
get_over_tls (const char  *certificate_name,
              gboolean     trusted,
              GError     **error)
{
  const PalcoTiming timing = PALCO_TIMING_INIT;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "tls", certificate_name,
                                                 NULL);
  g_autoptr(GTlsCertificate) certificate = load_certificate (certificate_name);
  g_autoptr(PalcoTestServer) server = palco_test_server_new_tls (certificate);
  g_autoptr(GTlsDatabase) database = trusted ? g_tls_file_database_new (path, NULL) : NULL;

  g_autoptr(PalcoHttp) http = palco_http_new (&timing);
  const PalcoRequest request = { .method = "GET", .url = palco_test_server_get_url (server) };
  g_autoptr(GAsyncResult) result = NULL;

  palco_test_server_answer (server, "GET", "/", &(PalcoTestAnswer) { .body = "{}" });
  if (database != NULL)
    palco_http_set_tls_database (http, database);

  palco_http_send_async (http, &request, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_http_send_finish (http, result, error);
}

static void
test_tls (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoReply) reply = get_over_tls ("self-signed.pem", TRUE, &error);

  g_assert_no_error (error);
  g_assert_nonnull (reply);
}

/* What is wrong with a certificate is said. */
static void
test_tls_unknown_signer (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (get_over_tls ("self-signed.pem", FALSE, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_CERTIFICATE);
  g_assert_nonnull (strstr (error->message, "does not know who signed it"));
  g_assert_false (palco_error_is_uncertain (error));
}

static void
test_tls_other_host (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (get_over_tls ("other-host.pem", TRUE, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_CERTIFICATE);
  g_assert_nonnull (strstr (error->message, "belongs to another host"));
}

/* A service whose certificate is not accepted has said nothing, so nothing is guessed of it. */
static void
test_tls_no_catalogue (void)
{
  g_autoptr(GTlsCertificate) certificate = load_certificate ("self-signed.pem");
  g_autoptr(PalcoTestServer) server = palco_test_server_new_tls (certificate);
  g_autoptr(PalcoAccount) account = palco_account_new ("studio", palco_test_server_get_url (server),
                                                       "anna");
  g_autoptr(PalcoKeyHolder) keys = palco_key_holder_new (NULL);
  g_autoptr(PalcoClient) client = palco_client_new (account, PALCO_CREDENTIALS (keys), NULL);
  g_autoptr(PalcoCatalogue) catalogue = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  palco_client_load_catalogue_async (client, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);
  catalogue = palco_client_load_catalogue_finish (client, result, &error);

  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_CERTIFICATE);
  g_assert_null (catalogue);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  palco_test_read_authorities ();

  g_test_add_func ("/tls/trusted", test_tls);
  g_test_add_func ("/tls/unknown-signer", test_tls_unknown_signer);
  g_test_add_func ("/tls/other-host", test_tls_other_host);
  g_test_add_func ("/tls/no-catalogue", test_tls_no_catalogue);

  return g_test_run ();
}
