/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-certificate.h"
#include "host-port.h"

#include "palco-protocol.h"
#include "raw-client.h"

#include <string.h>

#define N_ATTEMPTS 10

static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  host_port_answer (message, SOUP_STATUS_OK, "text/plain", "here\n");
}

static HostPort *
new_port (guint max_connections,
          guint max_connection_secs)
{
  g_autoptr(GError) error = NULL;
  HostPort *port =
    host_port_new ("127.0.0.1", NULL, max_connections, max_connection_secs, &error);

  g_assert_no_error (error);
  soup_server_add_handler (host_port_get_server (port), NULL, answer_cb, NULL, NULL);

  return port;
}

static void
left_cb (HostPort   *port,
         const char *peer,
         guint      *n_left)
{
  (*n_left)++;
}

static void
test_in_range_and_different (void)
{
  g_autoptr(GPtrArray) ports = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) numbers = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < 32; i++)
    {
      HostPort *port = new_port (1, 1);
      guint number = host_port_get_number (port);

      g_assert_cmpuint (number, >=, PALCO_PORT_MIN);
      g_assert_cmpuint (number, <=, PALCO_PORT_MAX);
      g_assert_true (g_hash_table_add (numbers, GUINT_TO_POINTER (number)));
      g_ptr_array_add (ports, port);
    }
}

/* Both start their search at the same port. */
static void
test_steps_over_taken_ports (void)
{
  g_autoptr(HostPort) one = NULL;
  g_autoptr(HostPort) two = NULL;

  g_random_set_seed (1);
  one = new_port (1, 1);
  g_random_set_seed (1);
  two = new_port (1, 1);

  g_assert_cmpuint (host_port_get_number (one), !=, host_port_get_number (two));
}

static void
test_needs_an_address (void)
{
  static const char * const addresses[] = { "localhost", "", "192.0.2.1" };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (host_port_new (addresses[i], NULL, 1, 1, &error));
      g_assert_nonnull (error);
    }
}

static void
test_answers (void)
{
  g_autoptr(HostPort) port = new_port (4, 10);
  g_autofree char *reply =
    raw_client_ask (host_port_get_number (port), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");

  g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 200 OK\r\n"));
  g_assert_nonnull (strstr (reply, "X-Content-Type-Options: nosniff\r\n"));
  g_assert_nonnull (strstr (reply, "Cache-Control: no-store\r\n"));
  g_assert_true (g_str_has_suffix (reply, "\r\n\r\nhere\n"));
}

static void
test_survives_garbage (void)
{
  static const char * const texts[] = {
    "\r\n\r\n", "\x16\x03\x01\x02garbage\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
    "GET http://[::/ HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
  };
  g_autoptr(HostPort) port = new_port (4, 1);
  g_autofree char *reply = g_strdup ("");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *answer = raw_client_ask (host_port_get_number (port), texts[i]);

      g_test_message ("text %u: %.20s", i, answer);
    }

  /* A machine that stood still may have used the second up before we got to speak. */
  for (guint i = 0; i < N_ATTEMPTS && *reply == '\0'; i++)
    {
      g_free (reply);
      reply = raw_client_ask (host_port_get_number (port), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    }

  g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 200 OK\r\n"));
}

static void
test_limits_connections (void)
{
  g_autoptr(HostPort) port = new_port (1, 10);
  g_autoptr(GSocketConnection) first = raw_client_connect (host_port_get_number (port));
  g_autoptr(GSocketConnection) second = raw_client_connect (host_port_get_number (port));
  g_autofree char *refused = raw_client_hear (second);
  g_autofree char *reply = NULL;

  g_assert_cmpstr (refused, ==, "");
  raw_client_say (first, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  reply = raw_client_hear (first);
  g_assert_true (g_str_has_suffix (reply, "here\n"));
}

static void
test_limits_time (void)
{
  g_autoptr(HostPort) port = new_port (1, 1);
  g_autoptr(GSocketConnection) client = raw_client_connect (host_port_get_number (port));
  g_autofree char *reply = NULL;

  raw_client_say (client, "GET / HT");
  reply = raw_client_hear (client);
  g_assert_cmpstr (reply, ==, "");
}

static void
test_tells_who_left (void)
{
  g_autoptr(HostPort) port = new_port (1, 10);
  guint n_left = 0;
  g_autofree char *reply = NULL;

  g_signal_connect (port, "left", G_CALLBACK (left_cb), &n_left);
  reply = raw_client_ask (host_port_get_number (port), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  while (n_left == 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (n_left, ==, 1);
}

static void
test_close_cuts_connections (void)
{
  g_autoptr(HostPort) port = new_port (1, 10);
  g_autoptr(GSocketConnection) client = raw_client_connect (host_port_get_number (port));
  g_autofree char *reply = NULL;

  raw_client_say (client, "GET / HT");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  host_port_close (port);
  reply = raw_client_hear (client);
  g_assert_cmpstr (reply, ==, "");
}

/* Closing a TLS stream waits for its handshake, and a silent peer never ends that. */
static void
test_close_during_handshake (void)
{
  g_autoptr(GTlsCertificate) certificate = host_certificate_new ("127.0.0.1", NULL);
  g_autoptr(HostPort) port = host_port_new ("127.0.0.1", certificate, 1, 10, NULL);
  g_autoptr(GSocketConnection) client = raw_client_connect (host_port_get_number (port));
  g_autofree char *reply = NULL;

  while (g_main_context_iteration (NULL, FALSE))
    ;
  host_port_close (port);
  reply = raw_client_hear (client);
  g_assert_cmpstr (reply, ==, "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/port/in-range-and-different", test_in_range_and_different);
  g_test_add_func ("/port/steps-over-taken-ports", test_steps_over_taken_ports);
  g_test_add_func ("/port/needs-an-address", test_needs_an_address);
  g_test_add_func ("/port/answers", test_answers);
  g_test_add_func ("/port/survives-garbage", test_survives_garbage);
  g_test_add_func ("/port/limits-connections", test_limits_connections);
  g_test_add_func ("/port/limits-time", test_limits_time);
  g_test_add_func ("/port/tells-who-left", test_tells_who_left);
  g_test_add_func ("/port/close-cuts-connections", test_close_cuts_connections);
  g_test_add_func ("/port/close-during-handshake", test_close_during_handshake);

  return g_test_run ();
}
