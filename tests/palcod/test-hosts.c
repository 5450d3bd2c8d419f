/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "manager-fixture.h"

#include "palco-test-await.h"
#include "palcod-manager-private.h"

static void
test_host_dies (ManagerFixture *fixture,
                gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  PalcodSession *starting = manager_fixture_create (fixture, "one", 10, NULL, NULL);
  PalcodSession *ready = manager_fixture_ready (fixture, "two", 10, &host);

  fake_allocator_die (fixture->allocator, palcod_session_get_record (starting)->allocation);
  fake_allocator_die (fixture->allocator, palcod_session_get_record (ready)->allocation);
  manager_fixture_settle (fixture);

  assert_state (starting, PALCO_STATE_ERROR);
  assert_state (ready, PALCO_STATE_ERROR);
  g_assert_cmpstr (palcod_session_get_record (ready)->error_code, ==, PALCOD_REASON_HOST_ENDED);
  g_assert_cmpstr (palcod_session_get_record (ready)->error_message, ==,
                   "It is dead. Start a new session; if it happens again, tell the people who "
                   "run the service.");
}

static void
test_host_says_why (ManagerFixture *fixture,
                    gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  PalcodSession *session = manager_fixture_ready (fixture, "one", 10, &host);

  fake_host_say (host, "{\"type\":\"ending\",\"reason\":\"the GPU is gone\"}");
  await_state (session, PALCO_STATE_ERROR);
  g_assert_nonnull (strstr (palcod_session_get_record (session)->error_message,
                            "the GPU is gone"));
  manager_fixture_settle (fixture);
}

/* The connection stands and nobody answers on it: a machine that was switched off. */
static void
test_host_goes_silent (ManagerFixture *fixture,
                       gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  g_autoptr(FakeHost) again = NULL;
  g_autoptr(PalcoControlMessage) welcome = NULL;
  PalcodSession *session = manager_fixture_ready (fixture, "one", 10, &host);

  welcome = fake_host_await (host, PALCO_CONTROL_WELCOME);
  fixture->manager->context.host_silence_msecs = 1;
  fixture->manager->context.host_grace_msecs = 1;
  again = fake_host_dial (fixture->manager, palcod_session_get_record (session)->uid,
                          welcome->token);
  await_state (session, PALCO_STATE_ERROR);
  g_assert_cmpstr (palcod_session_get_record (session)->error_code, ==, PALCOD_REASON_HOST_LOST);
  manager_fixture_settle (fixture);
}

static void
test_host_hangs_up (ManagerFixture *fixture,
                    gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  PalcodSession *session = manager_fixture_ready (fixture, "one", 10, &host);

  fixture->manager->context.host_grace_msecs = 1;
  soup_websocket_connection_close (host->connection, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
  await_state (session, PALCO_STATE_ERROR);
  g_assert_cmpstr (palcod_session_get_record (session)->error_code, ==, PALCOD_REASON_HOST_LOST);
  manager_fixture_settle (fixture);
  g_assert_cmpuint (g_hash_table_size (fixture->allocator->running), ==, 0);
}

static void
test_host_comes_back (ManagerFixture *fixture,
                      gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  g_autoptr(FakeHost) again = NULL;
  g_autoptr(PalcoControlMessage) first = NULL;
  g_autoptr(PalcoControlMessage) second = NULL;
  PalcodSession *session = manager_fixture_ready (fixture, "one", 10, &host);
  gint64 uid = palcod_session_get_record (session)->uid;
  gint64 deadline = palcod_session_get_deadline (session);

  first = fake_host_await (host, PALCO_CONTROL_WELCOME);
  again = fake_host_dial (fixture->manager, uid, first->token);
  g_assert_nonnull (again);
  second = fake_host_await (again, PALCO_CONTROL_WELCOME);
  g_assert_cmpint (second->msecs_left, >, 9 * 60 * 1000);
  fake_host_ready (again);
  fake_host_say (again, "{\"type\":\"client\",\"connected\":true}");
  palco_test_await_that (palcod_session_has_client (session));

  assert_state (session, PALCO_STATE_READY);
  g_assert_cmpint (palcod_session_get_deadline (session), ==, deadline);
}

/* It says so when it dials, also after a restart of the service, which forgets it. */
static void
test_host_tells_use (ManagerFixture *fixture,
                     gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  PalcodSession *session = manager_fixture_ready (fixture, "one", 10, &host);

  palcod_session_edit (session)->ready_boottime -= 5 * G_TIME_SPAN_MINUTE;
  g_assert_cmpint (palcod_session_get_idle_seconds (session), ==, -1);
  fake_host_say (host, "{\"type\":\"activity\",\"msecs_idle\":120000}");
  palco_test_await_that (palcod_session_get_idle_seconds (session) >= 120);
  fake_host_say (host, "{\"type\":\"activity\"}");
  palco_test_await_that (palcod_session_get_idle_seconds (session) < 60);
}

static void
test_host_tokens (ManagerFixture *fixture,
                  gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  g_autoptr(FakeHost) again = NULL;
  g_autoptr(PalcoControlMessage) first = NULL;
  g_autoptr(PalcoControlMessage) second = NULL;
  PalcodSession *session = manager_fixture_ready (fixture, "one", 10, &host);
  gint64 uid = palcod_session_get_record (session)->uid;

  /* The welcome may be lost: until the new token is used the old one is good. */
  first = fake_host_await (host, PALCO_CONTROL_WELCOME);
  g_assert_true (palcod_manager_check_host_token (fixture->manager, uid,
                                                  fixture->allocator->token));
  again = fake_host_dial (fixture->manager, uid, first->token);
  second = fake_host_await (again, PALCO_CONTROL_WELCOME);

  g_assert_false (palcod_manager_check_host_token (fixture->manager, uid,
                                                   fixture->allocator->token));
  g_assert_true (palcod_manager_check_host_token (fixture->manager, uid, first->token));
  g_assert_true (palcod_manager_check_host_token (fixture->manager, uid, second->token));
  g_assert_false (palcod_manager_check_host_token (fixture->manager, uid, ""));
  g_assert_false (palcod_manager_check_host_token (fixture->manager, uid + 1, second->token));
}

static void
test_host_floods (ManagerFixture *fixture,
                  gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;

  manager_fixture_ready (fixture, "one", 10, &host);

  /* Not many more than are too many in ten seconds: a slow machine has to take them in less. */
  for (guint i = 0; i < 250; i++)
    fake_host_ready (host);

  palco_test_await_that (soup_websocket_connection_get_state (host->connection) !=
                         SOUP_WEBSOCKET_STATE_OPEN);
  g_assert_cmpuint (g_queue_get_length (&host->received), <, 250);
}

static void
test_host_of_ended_session (ManagerFixture *fixture,
                            gconstpointer   data)
{
  PalcodSession *session = manager_fixture_create (fixture, "one", 10, NULL, NULL);
  g_autoptr(FakeHost) host = NULL;
  g_autoptr(PalcoControlMessage) stop = NULL;

  manager_fixture_stop (fixture, session);
  manager_fixture_settle (fixture);
  host = fake_host_dial (fixture->manager, palcod_session_get_record (session)->uid,
                         fixture->allocator->token);
  g_assert_nonnull (host);
  stop = fake_host_await (host, PALCO_CONTROL_STOP);
}

static void
test_odd_messages (ManagerFixture *fixture,
                   gconstpointer   data)
{
  static const char * const messages[] = {
    "{\"type\":\"from the future\",\"x\":[1]}",
    "{\"type\":\"activity\"}",
    "{\"type\":\"stop\"}",
    "{\"type\":\"lease\",\"msecs_left\":1}",
    "{\"type\":\"ready\",\"hostname\":7}",
  };
  g_autoptr(FakeHost) host = NULL;
  PalcodSession *session = manager_fixture_ready (fixture, "one", 10, &host);

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    fake_host_say (host, messages[i]);

  /* The last one cannot be read: the host is asked to dial again, and nothing more. */
  palco_test_await_that (soup_websocket_connection_get_state (host->connection) ==
                     SOUP_WEBSOCKET_STATE_CLOSED);
  assert_state (session, PALCO_STATE_READY);
}

static void
test_too_large_message (ManagerFixture *fixture,
                        gconstpointer   data)
{
  g_autoptr(FakeHost) host = NULL;
  g_autofree char *message = g_strnfill (64 * 1024, ' ');
  PalcodSession *session = manager_fixture_ready (fixture, "one", 10, &host);

  fake_host_say (host, message);
  palco_test_await_that (soup_websocket_connection_get_state (host->connection) ==
                         SOUP_WEBSOCKET_STATE_CLOSED);
  assert_state (session, PALCO_STATE_READY);
}

int
main (int   argc,
      char *argv[])
{
  static const ManagerTest tests[] = {
    { "/host/dies", test_host_dies },
    { "/host/says-why", test_host_says_why },
    { "/host/hangs-up", test_host_hangs_up },
    { "/host/goes-silent", test_host_goes_silent },
    { "/host/comes-back", test_host_comes_back },
    { "/host/tells-use", test_host_tells_use },
    { "/host/tokens", test_host_tokens },
    { "/host/floods", test_host_floods },
    { "/host/of-ended-session", test_host_of_ended_session },
    { "/host/odd-messages", test_odd_messages },
    { "/host/too-large-message", test_too_large_message },
  };

  return manager_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
