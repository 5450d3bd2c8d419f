/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-service.h"

static GTlsCertificate *
read_certificate (const char    *name,
                  GTlsDatabase **trusted)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "tls", name, NULL);
  g_autoptr(GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);
  *trusted = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);

  return certificate;
}

/* A service in which all is well; with a certificate, clients have to take @trusted. */
PalcoTestServer *
palco_test_service_new (const char    *certificate_name,
                        GTlsDatabase **trusted)
{
  g_autoptr(GTlsCertificate) certificate = NULL;
  PalcoTestServer *server;

  if (certificate_name != NULL)
    certificate = read_certificate (certificate_name, trusted);

  server = palco_test_server_new_tls (certificate);
  palco_test_service_answer (server, DISCOVERY_PATH, 200, DISCOVERY_JSON);
  palco_test_service_answer (server, TOKEN_PATH, 200, "{\"AccessToken\":\"t\"}");
  palco_test_service_answer (server, SESSIONS_PATH, 200, "{\"sessions\":[]}");

  return server;
}

/* From now on, in place of what it answered there before. */
void
palco_test_service_answer (PalcoTestServer *server,
                           const char      *path,
                           guint            status,
                           const char      *body)
{
  palco_test_server_reset (server, "GET", path);
  palco_test_server_answer (server, "GET", path,
                            &(PalcoTestAnswer) { .status = status, .body = body });
}
