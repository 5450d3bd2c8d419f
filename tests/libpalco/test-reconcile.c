/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-client.h"

#include <sqlite3.h>

/* No session is forgotten, and no stop. */

static void
cut (PalcoTestClient *self,
     const char      *method,
     const char      *path)
{
  palco_test_server_reset (self->server, method, path);
  palco_test_server_answer (self->server, method, path, &(PalcoTestAnswer) { .raw = "" });
}

static guint
count_entries (PalcoTestClient *self)
{
  g_autoptr(GPtrArray) entries = palco_test_client_read_journal (self);

  return entries->len;
}

static PalcoJournalPhase
read_phase (PalcoTestClient *self)
{
  g_autoptr(GPtrArray) entries = palco_test_client_read_journal (self);

  g_assert_cmpuint (entries->len, ==, 1);

  return ((PalcoJournalEntry *) g_ptr_array_index (entries, 0))->phase;
}

/* The answer to the PUT is lost and the program ends: the next one finds the session. */
static void
test_lost_answer (PalcoTestClient *self,
                  gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) sessions = NULL;

  cut (self, "PUT", SESSION_PATH);
  g_assert_null (palco_test_client_create (self, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_CONNECTION);
  g_clear_error (&error);
  g_assert_cmpint (read_phase (self), ==, PALCO_JOURNAL_PHASE_PENDING);

  palco_test_client_restart (self);
  palco_test_client_answer (self, "GET", SESSION_PATH, 200, READY_JSON);
  sessions = palco_test_client_reconcile (self, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sessions->len, ==, 1);
  g_assert_cmpint (palco_session_get_state (g_ptr_array_index (sessions, 0)), ==,
                   PALCO_SESSION_STATE_READY);
  g_assert_cmpint (read_phase (self), ==, PALCO_JOURNAL_PHASE_ALIVE);
}

static void
test_never_arrived (PalcoTestClient *self,
                    gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) sessions = NULL;

  cut (self, "PUT", SESSION_PATH);
  g_assert_null (palco_test_client_create (self, NULL));
  palco_test_client_answer (self, "GET", SESSION_PATH, 404, NULL);

  sessions = palco_test_client_reconcile (self, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sessions->len, ==, 0);
  g_assert_cmpuint (count_entries (self), ==, 0);
}

/* Nothing is known while the service is not there: the entry stays. */
static void
test_service_away (PalcoTestClient *self,
                   gconstpointer    data)
{
  g_autoptr(GError) error = NULL;

  cut (self, "PUT", SESSION_PATH);
  g_assert_null (palco_test_client_create (self, NULL));
  palco_test_client_answer (self, "GET", SESSION_PATH, 503, NULL);

  g_assert_null (palco_test_client_reconcile (self, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_UNAVAILABLE);
  g_assert_cmpint (read_phase (self), ==, PALCO_JOURNAL_PHASE_PENDING);
}

static void
test_refused (PalcoTestClient *self,
              gconstpointer    data)
{
  g_autoptr(GError) error = NULL;

  palco_test_client_answer (self, "PUT", SESSION_PATH, 400, NULL);
  g_assert_null (palco_test_client_create (self, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT);
  g_assert_cmpuint (count_entries (self), ==, 0);
}

/* An earlier attempt may have been heard, whatever the last one was told. */
static void
test_refused_after_lost (PalcoTestClient *self,
                         gconstpointer    data)
{
  g_autoptr(GError) error = NULL;

  palco_test_server_answer (self->server, "PUT", SESSION_PATH,
                            &(PalcoTestAnswer) { .status = 500 });
  palco_test_client_answer (self, "PUT", SESSION_PATH, 409, NULL);
  g_assert_null (palco_test_client_create (self, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_CONFLICT);
  g_assert_cmpint (read_phase (self), ==, PALCO_JOURNAL_PHASE_PENDING);
}

static void
test_unreadable_answer (PalcoTestClient *self,
                        gconstpointer    data)
{
  g_autoptr(GError) error = NULL;

  palco_test_client_answer (self, "PUT", SESSION_PATH, 201, "no JSON");
  g_assert_null (palco_test_client_create (self, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL);
  g_assert_cmpint (read_phase (self), ==, PALCO_JOURNAL_PHASE_PENDING);
}

static void
test_cancelled (PalcoTestClient *self,
                gconstpointer    data)
{
  g_autoptr(PalcoSessionOptions) options = palco_session_options_new ("Standard", 30);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  palco_session_options_set_session_id (options, "s1");
  palco_test_server_answer (self->server, "PUT", SESSION_PATH, &(PalcoTestAnswer) { .hang = TRUE });
  palco_client_create_session_async (self->client, self->region, options, cancellable,
                                     palco_test_await_cb, &result);
  palco_test_await_that (palco_test_server_count (self->server, "PUT", SESSION_PATH) == 1);
  g_cancellable_cancel (cancellable);
  palco_test_await (&result);

  g_assert_null (palco_client_create_session_finish (self->client, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (read_phase (self), ==, PALCO_JOURNAL_PHASE_PENDING);
}

/* The window creates while the command line reconciles. */
static void
test_in_flight (PalcoTestClient *self,
                gconstpointer    data)
{
  g_autoptr(PalcoSessionOptions) options = palco_session_options_new ("Standard", 30);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) sessions = NULL;

  palco_session_options_set_session_id (options, "s1");
  palco_test_server_answer (self->server, "PUT", SESSION_PATH, &(PalcoTestAnswer) { .hang = TRUE });
  palco_test_client_answer (self, "GET", SESSION_PATH, 404, NULL);
  palco_client_create_session_async (self->client, self->region, options, cancellable,
                                     palco_test_await_cb, &result);
  palco_test_await_that (palco_test_server_count (self->server, "PUT", SESSION_PATH) == 1);

  sessions = palco_test_client_reconcile (self, NULL);
  g_assert_cmpuint (sessions->len, ==, 0);
  g_assert_cmpint (read_phase (self), ==, PALCO_JOURNAL_PHASE_PENDING);

  g_cancellable_cancel (cancellable);
  palco_test_await (&result);
}

static PalcoSession *
create (PalcoTestClient *self)
{
  g_autoptr(GError) error = NULL;
  PalcoSession *session;

  palco_test_client_answer (self, "PUT", SESSION_PATH, 201, STARTING_JSON);
  session = palco_test_client_create (self, &error);
  g_assert_no_error (error);

  return session;
}

static void
test_ended_meanwhile (PalcoTestClient *self,
                      gconstpointer    data)
{
  g_autoptr(GPtrArray) sessions = NULL;

  g_object_unref (create (self));
  palco_test_client_restart (self);
  palco_test_client_answer (self, "GET", SESSION_PATH, 200, STOPPED_JSON);

  sessions = palco_test_client_reconcile (self, NULL);
  g_assert_cmpuint (sessions->len, ==, 0);
  g_assert_cmpint (read_phase (self), ==, PALCO_JOURNAL_PHASE_ENDED);
}

/* A stop that cannot be delivered is delivered when it can. */
static void
test_stop_later (PalcoTestClient *self,
                 gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = create (self);

  palco_test_client_answer (self, "GET", SESSION_PATH, 200, STOPPED_JSON);
  cut (self, "POST", STOP_PATH);
  g_assert_false (palco_test_client_stop (self, session, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_CONNECTION);
  g_assert_true (palco_session_get_stop_pending (session));
  g_assert_cmpint (palco_session_get_state (session), ==, PALCO_SESSION_STATE_STARTING);

  palco_test_server_reset (self->server, "POST", STOP_PATH);
  palco_test_client_answer (self, "POST", STOP_PATH, 204, NULL);
  palco_test_await_that (!palco_session_get_stop_pending (session));
  g_assert_cmpint (palco_session_get_state (session), ==, PALCO_SESSION_STATE_STOPPED);
  g_assert_cmpint (read_phase (self), ==, PALCO_JOURNAL_PHASE_ENDED);
}

static void
test_stop_next_start (PalcoTestClient *self,
                      gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) sessions = NULL;
  PalcoSession *session = create (self);

  palco_client_get_timing (self->client)->stop_retry_msecs = 60 * 1000;
  palco_client_get_timing (self->client)->stop_retry_max_msecs = 60 * 1000;
  cut (self, "POST", STOP_PATH);
  g_assert_false (palco_test_client_stop (self, session, NULL));
  g_object_unref (session);

  palco_test_client_restart (self);
  palco_test_server_reset (self->server, "POST", STOP_PATH);
  palco_test_client_answer (self, "POST", STOP_PATH, 204, NULL);
  palco_test_client_answer (self, "GET", SESSION_PATH, 200, STOPPED_JSON);

  sessions = palco_test_client_reconcile (self, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sessions->len, ==, 0);
  g_assert_cmpuint (palco_test_server_count (self->server, "POST", STOP_PATH), ==, 1);
  g_assert_cmpint (read_phase (self), ==, PALCO_JOURNAL_PHASE_ENDED);
}

/* Who is not known need not be stopped. */
static void
test_stop_unknown (PalcoTestClient *self,
                   gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = create (self);

  palco_test_client_answer (self, "POST", STOP_PATH, 404, NULL);
  g_assert_true (palco_test_client_stop (self, session, &error));
  g_assert_no_error (error);
  g_assert_true (palco_session_is_ended (session));
  g_assert_false (palco_session_get_stop_pending (session));
  g_assert_cmpint (read_phase (self), ==, PALCO_JOURNAL_PHASE_ENDED);
}

/* What cannot be written down is not started. */
static void
test_disk_full (PalcoTestClient *self,
                gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  sqlite3 *other;

  g_assert_cmpint (sqlite3_open (self->journal_path, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "CREATE TRIGGER full BEFORE INSERT ON session "
                                 "BEGIN SELECT RAISE (ABORT, 'database or disk is full'); END",
                                 NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (other);

  palco_test_client_answer (self, "PUT", SESSION_PATH, 201, STARTING_JSON);
  g_assert_null (palco_test_client_create (self, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE);
  g_assert_true (g_str_has_prefix (error->message, "Nothing was started."));
  g_assert_cmpuint (palco_test_server_count (self->server, "PUT", SESSION_PATH), ==, 0);
}

static void
test_nothing_open (PalcoTestClient *self,
                   gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) sessions = palco_test_client_reconcile (self, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (sessions->len, ==, 0);
  g_assert_cmpuint (palco_test_server_count (self->server, "GET", TOKEN_PATH), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  static const PalcoTestClientTest tests[] = {
    { "/reconcile/lost-answer", test_lost_answer },
    { "/reconcile/never-arrived", test_never_arrived },
    { "/reconcile/service-away", test_service_away },
    { "/reconcile/refused", test_refused },
    { "/reconcile/refused-after-lost", test_refused_after_lost },
    { "/reconcile/unreadable-answer", test_unreadable_answer },
    { "/reconcile/cancelled", test_cancelled },
    { "/reconcile/in-flight", test_in_flight },
    { "/reconcile/ended-meanwhile", test_ended_meanwhile },
    { "/reconcile/nothing-open", test_nothing_open },
    { "/stop/later", test_stop_later },
    { "/stop/next-start", test_stop_next_start },
    { "/stop/unknown", test_stop_unknown },
    { "/create/disk-full", test_disk_full },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  palco_test_client_add (tests, G_N_ELEMENTS (tests));

  return g_test_run ();
}
