/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "server-fixture.h"

#include "palco-test-await.h"

#define CREATE_BODY "{\"maxLeaseTimeMinutes\": 15, \"size\": \"Standard\"}"

static char *
send_large_body (ServerFixture *fixture,
                 const char    *framing)
{
  g_autoptr(GString) request = g_string_new (NULL);
  gsize head;

  g_string_append_printf (request, "PUT /accounts/" SERVER_ACCOUNT "/sessions/s1?api-version="
                          "2021-01-01 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n%s\r\n\r\n",
                          fixture->token, framing);
  head = request->len;
  g_string_set_size (request, head + 40000);
  memset (request->str + head, ' ', 40000);

  if (g_str_has_prefix (framing, "Transfer-Encoding"))
    {
      g_string_insert (request, head, "9c40\r\n");
      g_string_append (request, "\r\n0\r\n\r\n");
    }

  return server_fixture_exchange (fixture, request->str, request->len);
}

static void
test_large_body (ServerFixture *fixture,
                 gconstpointer  data)
{
  g_autofree char *counted = send_large_body (fixture, "Content-Length: 40000");
  g_autofree char *chunked = send_large_body (fixture, "Transfer-Encoding: chunked");
  g_autoptr(Reply) got = server_fixture_call (fixture, "GET", "/s1", NULL);

  g_assert_true (g_str_has_prefix (counted, "HTTP/1.1 413 "));
  g_assert_nonnull (strstr (counted, "RequestTooLarge"));
  g_assert_true (g_str_has_prefix (chunked, "HTTP/1.1 413 "));
  g_assert_nonnull (strstr (chunked, "RequestTooLarge"));
  g_assert_cmpuint (got->status, ==, 404);
}

/* Each would hold its connection for ever. The exchange returns when the server closes it. */
static void
test_slow (ServerFixture *fixture,
           gconstpointer  data)
{
  static const char * const beginnings[] = {
    "",
    "GET /acc",
    "GET / HTTP/1.1\r\nHost: a\r\n",
    "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{",
    "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n{",
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",   /* answered, then idle */
  };

  palcod_guard_set_limits (palcod_server_get_guard (fixture->server), 50, 50, 100);

  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      g_autofree char *reply = server_fixture_exchange (fixture, beginnings[i],
                                                        strlen (beginnings[i]));

      g_test_message ("%s→ %s", beginnings[i], reply);
    }
}

static void
wait_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GMutex *mutex = task_data;

  g_mutex_lock (mutex);
  g_mutex_unlock (mutex);
  g_task_return_boolean (task, TRUE);
}

static void
waited_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  guint *n_waiting = user_data;

  (*n_waiting)--;
}

/* GIO has ten threads for such, then for a while one more every tenth of a second. */
static void
take_all_threads (GMutex *mutex,
                  guint  *n_waiting)
{
  for (*n_waiting = 0; *n_waiting < 60; (*n_waiting)++)
    {
      g_autoptr(GTask) task = g_task_new (NULL, NULL, waited_cb, n_waiting);

      g_task_set_task_data (task, mutex, NULL);
      g_task_run_in_thread (task, wait_thread);
    }
}

static GSocketConnection *
say (ServerFixture *fixture,
     const char    *words)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GError) error = NULL;
  GSocketConnection *self;

  g_socket_client_set_enable_proxy (client, FALSE);
  self = g_socket_client_connect_to_host (client, "127.0.0.1",
                                          palcod_server_get_port (fixture->server), NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (self)),
                             words, strlen (words), NULL, NULL, &error);
  g_assert_no_error (error);

  return self;
}

static gboolean
was_cut (GSocketConnection *connection)
{
  char byte;

  return g_socket_receive_with_blocking (g_socket_connection_get_socket (connection),
                                         &byte, 1, FALSE, NULL, NULL) == 0;
}

/* What it says is never read: no thread is free for its handshake. */
static void
test_waits_for_us (ServerFixture *fixture,
                   gconstpointer  data)
{
  g_autoptr(GSocketConnection) connection = NULL;
  GMutex mutex;
  guint n_waiting;
  gint64 begin;

  fixture->config->certificate_path = g_test_build_filename (G_TEST_DIST, "fixtures", "tls",
                                                             "self-signed.pem", NULL);
  fixture->config->private_key_path = g_strdup (fixture->config->certificate_path);
  server_fixture_restart (fixture);
  palcod_guard_set_limits (palcod_server_get_guard (fixture->server), 50, 30000, 100);
  g_mutex_init (&mutex);
  g_mutex_lock (&mutex);
  take_all_threads (&mutex, &n_waiting);

  begin = g_get_monotonic_time ();
  connection = say (fixture, "Hello");
  palco_test_await_that (was_cut (connection));
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 6 * 50 * G_TIME_SPAN_MILLISECOND);

  g_mutex_unlock (&mutex);
  palco_test_await_that (n_waiting == 0);
  g_mutex_clear (&mutex);
}

static void
test_connections_max (ServerFixture *fixture,
                      gconstpointer  data)
{
  static const char request[] = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  g_autoptr(GSocketConnection) busy = NULL;
  g_autoptr(GSocketConnection) refused = NULL;
  g_autofree char *served = NULL;
  g_autoptr(Reply) reply = NULL;

  palcod_guard_set_limits (palcod_server_get_guard (fixture->server), 600000, 600000, 1);

  /* The client keeps this one, which then idles. */
  reply = server_fixture_call (fixture, "GET", "", NULL);
  g_assert_cmpuint (reply->status, ==, 200);
  served = server_fixture_exchange (fixture, request, strlen (request));
  g_assert_true (g_str_has_prefix (served, "HTTP/1.1 "));

  busy = say (fixture, "GET / HTTP/1.1\r\n");
  refused = say (fixture, "");
  palco_test_await_that (was_cut (refused));
  g_assert_false (was_cut (busy));
}

static guint
count_descriptors (void)
{
  g_autoptr(GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n_descriptors = 0;

  while (g_dir_read_name (dir) != NULL)
    n_descriptors++;

  return n_descriptors;
}

/* A client that keeps its connection, and closes it while the server waits for a next request. */
static void
ask_and_leave (ServerFixture *fixture)
{
  g_autoptr(Reply) reply = server_fixture_send (fixture, "GET", "/.well-known/palco", NULL, NULL);

  g_assert_cmpuint (reply->status, ==, 200);
  soup_session_abort (fixture->client);
}

/* libsoup 3.2 keeps these connections for ever. */
static void
test_closed_while_idle (ServerFixture *fixture,
                        gconstpointer  data)
{
  guint n_before;

  palcod_guard_set_limits (palcod_server_get_guard (fixture->server), 1000, 100, 100);
  ask_and_leave (fixture);
  n_before = count_descriptors ();

  for (guint i = 0; i < 20; i++)
    ask_and_leave (fixture);

  palco_test_await_that (count_descriptors () <= n_before);
}

static gboolean
has_answer (GSocketConnection *connection)
{
  return g_socket_condition_check (g_socket_connection_get_socket (connection), G_IO_IN) != 0;
}

/* Here it is us who close them, which libsoup forgets as well. */
static void
test_cut_while_idle (ServerFixture *fixture,
                     gconstpointer  data)
{
  g_autoptr(GPtrArray) clients = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_before;

  palcod_guard_set_limits (palcod_server_get_guard (fixture->server), 1000, 1000, 1);
  ask_and_leave (fixture);
  n_before = count_descriptors ();

  for (guint i = 0; i < 20; i++)
    {
      GSocketConnection *client = say (fixture, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");

      g_ptr_array_add (clients, client);
      palco_test_await_that (has_answer (client));
    }

  /* The last may stay. */
  palco_test_await_that (count_descriptors () <= n_before + clients->len + 1);
  g_assert_false (was_cut (g_ptr_array_index (clients, clients->len - 1)));
}

/* A client that does not wait for its answer. */
static void
test_impatient (ServerFixture *fixture,
                gconstpointer  data)
{
  g_autofree char *request = NULL;

  request = g_strdup_printf ("PUT /accounts/" SERVER_ACCOUNT "/sessions/s1?api-version=2021-01-01 "
                             "HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n"
                             "Content-Length: %u\r\n\r\n%s",
                             fixture->token, (guint) strlen (CREATE_BODY), CREATE_BODY);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(GSocketConnection) connection = say (fixture, request);

      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
    }

  palco_test_await_that (palcod_manager_lookup (fixture->base.manager, SERVER_ACCOUNT, "s1") != NULL);
}

/* The server goes while a session is being made. */
static void
test_leaves_early (ServerFixture *fixture,
                   gconstpointer  data)
{
  g_autoptr(Reply) reply = NULL;

  for (guint i = 0; i < 3; i++)
    test_impatient (fixture, data);

  server_fixture_restart (fixture);
  reply = server_fixture_call (fixture, "GET", "/s1", NULL);
  g_assert_cmpuint (reply->status, ==, 200);
}

#define ADD(name, test) g_test_add ("/guard/" name, ServerFixture, NULL, server_fixture_setup, \
                                    test, server_fixture_teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("large-body", test_large_body);
  ADD ("slow", test_slow);
  ADD ("waits-for-us", test_waits_for_us);
  ADD ("connections-max", test_connections_max);
  ADD ("closed-while-idle", test_closed_while_idle);
  ADD ("cut-while-idle", test_cut_while_idle);
  ADD ("impatient", test_impatient);
  ADD ("leaves-early", test_leaves_early);

  return g_test_run ();
}
