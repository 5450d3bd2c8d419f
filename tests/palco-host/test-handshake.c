/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-certificate.h"
#include "host-handshake.h"

#include "raw-client.h"

#include <string.h>

#define REQUEST "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
#define NAME    "render-3.studio.example"

typedef struct
{
  HostHandshake *handshake;
  guint          n_changes;
  guint          n_uses;
  char          *second_reply;   /* of who came while the first one was being answered */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->handshake = host_handshake_new ("127.0.0.1", NULL, NAME, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->handshake);
  g_free (fixture->second_reply);
}

static void
changed_cb (HostHandshake *handshake,
            Fixture       *fixture)
{
  fixture->n_changes++;
}

static void
used_cb (HostHandshake *handshake,
         Fixture       *fixture)
{
  fixture->n_uses++;
}

static void
come_second_cb (HostHandshake *handshake,
                Fixture       *fixture)
{
  if (host_handshake_has_client (handshake) && fixture->second_reply == NULL)
    fixture->second_reply = raw_client_ask (host_handshake_get_port (handshake), REQUEST);
}

static void
test_refuses_politely (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *reply = raw_client_ask (host_handshake_get_port (fixture->handshake), REQUEST);

  g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 503 Service Unavailable\r\n"));
  g_assert_nonnull (strstr (reply, "Content-Type: text/plain; charset=utf-8\r\n"));
  g_assert_nonnull (strstr (reply, "the viewer comes with a later version"));
}

static void
test_counts_client (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *reply = NULL;

  g_signal_connect (fixture->handshake, "client-changed", G_CALLBACK (changed_cb), fixture);
  g_assert_false (host_handshake_has_client (fixture->handshake));
  reply = raw_client_ask (host_handshake_get_port (fixture->handshake), REQUEST);
  while (fixture->n_changes < 2)
    g_main_context_iteration (NULL, TRUE);

  g_assert_false (host_handshake_has_client (fixture->handshake));
}

/* What a web page can make a browser ask for neither takes the place nor is a use. */
static void
test_other_sites (Fixture       *fixture,
                  gconstpointer  data)
{
  static const struct {
    const char *headers;
    const char *status;
    gboolean    counts;
  } cases[] = {
    { "Host: evil.example\r\n", "403", FALSE },
    { "Host: localhost\r\nOrigin: https://evil.example\r\n", "503", FALSE },
    { "Host: localhost\r\nSec-Fetch-Site: cross-site\r\n", "503", FALSE },
    { "Host: localhost\r\nSec-Fetch-Site: same-site\r\n", "503", FALSE },
    { "Host: localhost\r\nSec-Fetch-Site: none\r\n", "503", TRUE },
    { "Host: " NAME "\r\n", "503", TRUE },
  };

  g_signal_connect (fixture->handshake, "client-changed", G_CALLBACK (changed_cb), fixture);
  g_signal_connect (fixture->handshake, "used", G_CALLBACK (used_cb), fixture);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *request = g_strdup_printf ("GET / HTTP/1.1\r\n%s\r\n", cases[i].headers);
      g_autofree char *reply = NULL;

      g_test_message ("%s", cases[i].headers);
      fixture->n_changes = fixture->n_uses = 0;
      reply = raw_client_ask (host_handshake_get_port (fixture->handshake), request);
      g_assert_true (g_str_has_prefix (reply + strlen ("HTTP/1.1 "), cases[i].status));

      while (host_handshake_has_client (fixture->handshake))
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (fixture->n_changes, ==, cases[i].counts ? 2 : 0);
      g_assert_cmpuint (fixture->n_uses, ==, cases[i].counts ? 1 : 0);
    }
}

static void
test_one_at_a_time (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GSocketConnection) first =
    raw_client_connect (host_handshake_get_port (fixture->handshake));
  g_autofree char *reply = NULL;

  /* The second one is accepted only from outside of the first one's acceptance. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_signal_connect (fixture->handshake, "client-changed", G_CALLBACK (come_second_cb), fixture);
  raw_client_say (first, REQUEST);
  reply = raw_client_hear (first);

  g_assert_nonnull (strstr (reply, "later version"));
  g_assert_nonnull (strstr (fixture->second_reply, "somebody else is connected"));
}

static void
test_silence_is_no_client (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr(GSocketConnection) client G_GNUC_UNUSED =
    raw_client_connect (host_handshake_get_port (fixture->handshake));

  g_signal_connect (fixture->handshake, "client-changed", G_CALLBACK (changed_cb), fixture);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->n_changes, ==, 0);
}

static gboolean
accept_same_cb (GTlsConnection       *connection,
                GTlsCertificate      *certificate,
                GTlsCertificateFlags  flags,
                GTlsCertificate      *expected)
{
  return g_tls_certificate_is_same (certificate, expected);
}

static void
handshaken_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  gboolean *is_done = user_data;

  g_assert_true (g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &error));
  g_assert_no_error (error);
  *is_done = TRUE;
}

static void
test_tls (void)
{
  g_autoptr(GTlsCertificate) certificate = host_certificate_new ("127.0.0.1", NULL);
  g_autoptr(HostHandshake) handshake = host_handshake_new ("127.0.0.1", certificate, NAME, NULL);
  g_autoptr(GSocketConnection) plain = raw_client_connect (host_handshake_get_port (handshake));
  g_autoptr(GIOStream) client = g_tls_client_connection_new (G_IO_STREAM (plain), NULL, NULL);
  gboolean is_done = FALSE;

  /* Reading the system's authorities takes seconds under a sanitizer. */
  g_tls_connection_set_database (G_TLS_CONNECTION (client), NULL);
  g_signal_connect (client, "accept-certificate", G_CALLBACK (accept_same_cb), certificate);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (client), G_PRIORITY_DEFAULT, NULL,
                                    handshaken_cb, &is_done);
  while (!is_done)
    g_main_context_iteration (NULL, TRUE);
}

#define ADD(name, func) \
  g_test_add ("/handshake/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("refuses-politely", test_refuses_politely);
  ADD ("counts-client", test_counts_client);
  ADD ("other-sites", test_other_sites);
  ADD ("one-at-a-time", test_one_at_a_time);
  ADD ("silence-is-no-client", test_silence_is_no_client);
  g_test_add_func ("/handshake/tls", test_tls);

  return g_test_run ();
}
