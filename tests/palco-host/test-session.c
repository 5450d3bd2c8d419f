/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-control.h"
#include "host-session.h"

#include "fake-palcod.h"
#include "raw-client.h"

#define GIVE_UP_MSECS 30000

typedef struct
{
  FakePalcod  *palcod;
  HostSession *session;
  gboolean     has_ended;
} Fixture;

static void
ended_cb (HostSession *session,
          gboolean    *has_ended)
{
  *has_ended = TRUE;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->palcod = fake_palcod_new (NULL);
  fixture->session = host_session_new (fake_palcod_bootstrap (fixture->palcod), GIVE_UP_MSECS);
  g_signal_connect (fixture->session, "ended", G_CALLBACK (ended_cb), &fixture->has_ended);
  g_assert_true (host_session_start (fixture->session, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->session);
  fake_palcod_free (fixture->palcod);
}

static void
await_ready (Fixture *fixture,
             gint64   msecs_left)
{
  fake_palcod_welcome (fixture->palcod, "second", msecs_left);
  AWAIT (fake_palcod_find (fixture->palcod, PALCO_CONTROL_CLIENT) != NULL);
}

static void
test_ready (Fixture       *fixture,
            gconstpointer  data)
{
  const PalcoControlMessage *ready;

  g_assert_cmpint (host_session_get_state (fixture->session), ==, HOST_STATE_STARTING);
  await_ready (fixture, -1);
  ready = fake_palcod_find (fixture->palcod, PALCO_CONTROL_READY);

  g_assert_cmpint (host_session_get_state (fixture->session), ==, HOST_STATE_READY);
  g_assert_cmpstr (ready->hostname, ==, "127.0.0.1");
  g_assert_cmpuint (ready->handshake_port, !=, ready->inspector_port);
  g_assert_false (fake_palcod_find (fixture->palcod, PALCO_CONTROL_CLIENT)->connected);
}

static void
test_stop (Fixture       *fixture,
           gconstpointer  data)
{
  await_ready (fixture, -1);
  fake_palcod_say (fixture->palcod, "{\"type\":\"stop\",\"reason\":\"stopped\"}");
  AWAIT (fixture->has_ended && fake_palcod_find (fixture->palcod, PALCO_CONTROL_ENDING) != NULL);

  g_assert_cmpint (host_session_get_state (fixture->session), ==, HOST_STATE_ENDED);
  g_assert_null (host_session_get_error (fixture->session));
  g_assert_cmpstr (fake_palcod_find (fixture->palcod, PALCO_CONTROL_ENDING)->reason,
                   ==, "stopped");
}

static void
test_end_by_signal (Fixture       *fixture,
                    gconstpointer  data)
{
  await_ready (fixture, -1);
  host_session_end (fixture->session, "signal");
  host_session_end (fixture->session, "signal again");
  AWAIT (fixture->has_ended && fake_palcod_find (fixture->palcod, PALCO_CONTROL_ENDING) != NULL);

  g_assert_cmpstr (fake_palcod_find (fixture->palcod, PALCO_CONTROL_ENDING)->reason, ==, "signal");
}

static void
test_end_before_welcome (Fixture       *fixture,
                         gconstpointer  data)
{
  host_session_end (fixture->session, "signal");
  AWAIT (fixture->has_ended);
  g_assert_null (host_session_get_error (fixture->session));
}

static void
test_lease_ends_it (Fixture       *fixture,
                    gconstpointer  data)
{
  await_ready (fixture, -1);
  fake_palcod_say (fixture->palcod, "{\"type\":\"lease\",\"msecs_left\":1}");
  AWAIT (fixture->has_ended && fake_palcod_find (fixture->palcod, PALCO_CONTROL_ENDING) != NULL);

  g_assert_null (host_session_get_error (fixture->session));
  g_assert_cmpstr (fake_palcod_find (fixture->palcod, PALCO_CONTROL_ENDING)->reason,
                   ==, "expired");
}

static void
test_lease_ends_it_without_palcod (Fixture       *fixture,
                                   gconstpointer  data)
{
  await_ready (fixture, 300);
  fake_palcod_vanish (fixture->palcod);
  AWAIT (fixture->has_ended);

  g_assert_null (host_session_get_error (fixture->session));
}

static void
test_says_ready_again (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  await_ready (fixture, -1);
  before = palco_control_message_to_json (fake_palcod_find (fixture->palcod, PALCO_CONTROL_READY));
  g_ptr_array_set_size (fixture->palcod->received, 0);
  fake_palcod_hang_up (fixture->palcod);

  fake_palcod_welcome (fixture->palcod, "third", 5 * 60 * 1000);
  AWAIT (fake_palcod_find (fixture->palcod, PALCO_CONTROL_CLIENT) != NULL);
  after = palco_control_message_to_json (fake_palcod_find (fixture->palcod, PALCO_CONTROL_READY));
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (host_session_get_state (fixture->session), ==, HOST_STATE_READY);
}

static gboolean
has_said_connected (FakePalcod *palcod)
{
  for (guint i = 0; i < palcod->received->len; i++)
    {
      const PalcoControlMessage *message = palcod->received->pdata[i];

      if (message->type == PALCO_CONTROL_CLIENT && message->connected)
        return TRUE;
    }

  return FALSE;
}

static void
test_reports_client (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *reply = NULL;

  await_ready (fixture, -1);
  reply = raw_client_ask (fake_palcod_find (fixture->palcod, PALCO_CONTROL_READY)->handshake_port,
                          "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  AWAIT (has_said_connected (fixture->palcod));
  AWAIT (!fake_palcod_find (fixture->palcod, PALCO_CONTROL_CLIENT)->connected);
}

static guint
count_activity (FakePalcod *palcod)
{
  guint n_messages = 0;

  for (guint i = 0; i < palcod->received->len; i++)
    {
      const PalcoControlMessage *message = palcod->received->pdata[i];

      n_messages += message->type == PALCO_CONTROL_ACTIVITY;
    }

  return n_messages;
}

/* With each welcome, and when somebody comes. */
static void
test_reports_use (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *page = NULL;
  guint port;

  await_ready (fixture, -1);
  port = fake_palcod_find (fixture->palcod, PALCO_CONTROL_READY)->inspector_port;
  g_assert_cmpuint (count_activity (fixture->palcod), ==, 1);

  page = raw_client_ask (port, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  AWAIT (count_activity (fixture->palcod) == 2);
}

static void
test_plain_ports_on_loopback_only (void)
{
  g_autoptr(FakePalcod) palcod = fake_palcod_new (NULL);
  PalcoHostBootstrap *bootstrap = fake_palcod_bootstrap (palcod);
  g_autoptr(HostSession) session = NULL;
  g_autoptr(GError) error = NULL;

  g_free (bootstrap->bind_address);
  bootstrap->bind_address = g_strdup ("0.0.0.0");
  session = host_session_new (bootstrap, GIVE_UP_MSECS);

  g_assert_false (host_session_start (session, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

static void
test_never_welcomed (void)
{
  g_autoptr(FakePalcod) palcod = fake_palcod_new (NULL);
  g_autoptr(HostSession) session = host_session_new (fake_palcod_bootstrap (palcod), 50);
  gboolean has_ended = FALSE;

  g_signal_connect (session, "ended", G_CALLBACK (ended_cb), &has_ended);
  g_assert_true (host_session_start (session, NULL));
  AWAIT (has_ended);

  g_assert_true (g_error_matches (host_session_get_error (session), HOST_CONTROL_ERROR,
                                  HOST_CONTROL_ERROR_UNREACHABLE));
}

#define ADD(name, func) \
  g_test_add ("/session/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("ready", test_ready);
  ADD ("stop", test_stop);
  ADD ("end-by-signal", test_end_by_signal);
  ADD ("end-before-welcome", test_end_before_welcome);
  ADD ("lease-ends-it", test_lease_ends_it);
  ADD ("lease-ends-it-without-palcod", test_lease_ends_it_without_palcod);
  ADD ("says-ready-again", test_says_ready_again);
  ADD ("reports-client", test_reports_client);
  ADD ("reports-use", test_reports_use);
  g_test_add_func ("/session/plain-ports-on-loopback-only", test_plain_ports_on_loopback_only);
  g_test_add_func ("/session/never-welcomed", test_never_welcomed);

  return g_test_run ();
}
