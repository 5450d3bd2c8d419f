/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-session.h"

#include "palco-boottime.h"

#define N_STATES (PALCO_STATE_ERROR + 1)

static PalcodSession *
create_session (PalcoState state)
{
  PalcodSessionRecord *record = palcod_session_record_new ();

  record->id = g_strdup ("one");
  record->boot_id = g_strdup ("this boot");
  record->lease_minutes = 10;

  if (state != PALCO_STATE_STARTING)
    {
      record->state = state;
      record->hostname = g_strdup ("host");
      record->handshake_port = 50000;
      record->inspector_port = 50001;
    }

  return palcod_session_new (record);
}

/* Everything that is not here must be refused. */
static void
test_transitions (void)
{
  static const gboolean allowed[N_STATES][N_STATES] = {
    [PALCO_STATE_STARTING] = {
      [PALCO_STATE_READY]   = TRUE,
      [PALCO_STATE_STOPPED] = TRUE,
      [PALCO_STATE_ERROR]   = TRUE,
    },
    [PALCO_STATE_READY] = {
      [PALCO_STATE_STOPPED] = TRUE,
      [PALCO_STATE_EXPIRED] = TRUE,
      [PALCO_STATE_ERROR]   = TRUE,
    },
  };

  for (PalcoState from = 0; from < N_STATES; from++)
    {
      for (PalcoState to = 0; to < N_STATES; to++)
        {
          g_autoptr(PalcodSession) session = create_session (from);

          g_assert_cmpint (palcod_session_can_move (from, to), ==, allowed[from][to]);
          g_assert_cmpint (palcod_session_move (session, to), ==, allowed[from][to]);
          g_assert_cmpint (palcod_session_get_record (session)->state, ==,
                           allowed[from][to] ? to : from);
        }
    }
}

static void
test_ready (void)
{
  g_autoptr(PalcodSession) session = create_session (PALCO_STATE_STARTING);
  const PalcodSessionRecord *record = palcod_session_get_record (session);

  palcod_session_set_stage (session, PALCOD_STAGE_STARTING);
  g_assert_cmpstr (palcod_session_get_stage (session), ==, "Starting the server");
  g_assert_cmpstr (palcod_session_get_stage_code (session), ==, "StartingServer");
  g_assert_cmpint (palcod_session_get_deadline (session), ==, 0);
  g_assert_cmpint (palcod_session_get_msecs_left (session), ==, -1);

  g_assert_true (palcod_session_move (session, PALCO_STATE_READY));

  g_assert_null (palcod_session_get_stage (session));
  g_assert_null (palcod_session_get_stage_code (session));
  g_assert_cmpint (ABS (palco_boottime_now () - record->ready_boottime), <, G_TIME_SPAN_MINUTE);
  g_assert_cmpint (palcod_session_get_deadline (session), ==,
                   record->ready_boottime + 10 * G_TIME_SPAN_MINUTE);
  g_assert_cmpint (palcod_session_get_msecs_left (session), >, 9 * 60 * 1000);
  g_assert_cmpint (palcod_session_get_msecs_left (session), <=, 600 * 1000);
}

static void
test_idle (void)
{
  g_autoptr(PalcodSession) session = create_session (PALCO_STATE_STARTING);
  gint64 now;

  palcod_session_set_idle (session, 0);
  g_assert_cmpint (palcod_session_get_idle_seconds (session), ==, -1);
  g_assert_true (palcod_session_move (session, PALCO_STATE_READY));

  palcod_session_edit (session)->ready_boottime = palco_boottime_now () - 20 * G_TIME_SPAN_MINUTE;
  palcod_session_set_idle (session, 5 * 60 * 1000);
  g_assert_cmpint (palcod_session_get_idle_seconds (session), >=, 300);
  g_assert_cmpint (palcod_session_get_idle_seconds (session), <, 360);

  /* Nobody can be idle for longer than there is something to use. */
  palcod_session_set_idle (session, 30 * 60 * 1000);
  g_assert_cmpint (palcod_session_get_idle_seconds (session), >=, 1200);
  g_assert_cmpint (palcod_session_get_idle_seconds (session), <, 1260);

  /* Ready since before the last boot. */
  now = palco_boottime_now ();
  palcod_session_edit (session)->ready_boottime = -G_TIME_SPAN_DAY;
  palcod_session_set_idle (session, now / G_TIME_SPAN_MILLISECOND + 60 * 1000);
  g_assert_cmpint (palcod_session_get_idle_seconds (session), >=, now / G_USEC_PER_SEC + 59);

  g_assert_true (palcod_session_move (session, PALCO_STATE_STOPPED));
  g_assert_cmpint (palcod_session_get_idle_seconds (session), ==, -1);
}

static void
test_idle_unknown (void)
{
  g_autoptr(PalcodSession) session = create_session (PALCO_STATE_READY);

  g_assert_cmpint (palcod_session_get_idle_seconds (session), ==, -1);
}

static void
test_elapsed (void)
{
  g_autoptr(PalcodSession) session = create_session (PALCO_STATE_READY);
  PalcodSessionRecord *record = palcod_session_edit (session);

  record->ready_boottime = palco_boottime_now () - 4 * G_TIME_SPAN_MINUTE + G_TIME_SPAN_MINUTE / 2;
  g_assert_cmpuint (palcod_session_get_elapsed_minutes (session), ==, 3);

  record->ready_boottime -= G_TIME_SPAN_MINUTE / 2;
  g_assert_cmpuint (palcod_session_get_elapsed_minutes (session), ==, 4);

  g_assert_true (palcod_session_move (session, PALCO_STATE_STOPPED));
  record->ready_boottime = 0;
  g_assert_cmpuint (palcod_session_get_elapsed_minutes (session), ==, 4);
}

static void
test_address_goes_with_end (void)
{
  g_autoptr(PalcodSession) session = create_session (PALCO_STATE_READY);
  const PalcodSessionRecord *record = palcod_session_get_record (session);

  palcod_session_set_has_client (session, TRUE);
  g_assert_true (palcod_session_has_client (session));
  g_assert_true (palcod_session_move (session, PALCO_STATE_STOPPED));

  g_assert_false (palcod_session_has_client (session));
  g_assert_null (record->hostname);
  g_assert_cmpuint (record->handshake_port, ==, 0);
  g_assert_cmpuint (record->inspector_port, ==, 0);
}

static void
test_never_ready (void)
{
  g_autoptr(PalcodSession) session = create_session (PALCO_STATE_STARTING);

  g_assert_true (palcod_session_move (session, PALCO_STATE_ERROR));
  g_assert_cmpuint (palcod_session_get_elapsed_minutes (session), ==, 0);
  g_assert_cmpint (palcod_session_get_record (session)->ended_elapsed, ==, 0);
}

/* Noticed three minutes late, as after a restart. */
static void
test_expired_at_deadline (void)
{
  g_autoptr(PalcodSession) session = create_session (PALCO_STATE_READY);
  PalcodSessionRecord *record = palcod_session_edit (session);
  gint64 deadline = g_get_real_time () - 3 * G_TIME_SPAN_MINUTE;

  record->ready_boottime = palco_boottime_now () - 13 * G_TIME_SPAN_MINUTE;
  g_assert_true (palcod_session_move (session, PALCO_STATE_EXPIRED));

  g_assert_cmpint (record->ended_elapsed, ==, 10 * G_TIME_SPAN_MINUTE);
  g_assert_cmpint (ABS (record->end_time - deadline), <, G_TIME_SPAN_MINUTE);
}

static void
test_wall_clock_does_not_count (void)
{
  g_autoptr(PalcodSession) session = create_session (PALCO_STATE_READY);
  PalcodSessionRecord *record = palcod_session_edit (session);

  record->ready_boottime = palco_boottime_now ();
  record->ready_time = g_get_real_time () - G_TIME_SPAN_DAY;
  palcod_session_rebase (session, "this boot");

  g_assert_cmpint (palcod_session_get_msecs_left (session), >, 9 * 60 * 1000);
}

static void
test_reboot (void)
{
  g_autoptr(PalcodSession) session = create_session (PALCO_STATE_READY);
  PalcodSessionRecord *record = palcod_session_edit (session);

  record->ready_boottime = palco_boottime_now () + G_TIME_SPAN_DAY;
  record->ready_time = g_get_real_time () - 4 * G_TIME_SPAN_MINUTE;
  palcod_session_rebase (session, "another boot");

  g_assert_cmpstr (record->boot_id, ==, "another boot");
  g_assert_cmpint (palcod_session_get_msecs_left (session), >, 5 * 60 * 1000);
  g_assert_cmpint (palcod_session_get_msecs_left (session), <=, 360 * 1000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/session/transitions", test_transitions);
  g_test_add_func ("/session/ready", test_ready);
  g_test_add_func ("/session/idle", test_idle);
  g_test_add_func ("/session/idle-unknown", test_idle_unknown);
  g_test_add_func ("/session/elapsed", test_elapsed);
  g_test_add_func ("/session/address-goes-with-end", test_address_goes_with_end);
  g_test_add_func ("/session/never-ready", test_never_ready);
  g_test_add_func ("/session/expired-at-deadline", test_expired_at_deadline);
  g_test_add_func ("/session/wall-clock-does-not-count", test_wall_clock_does_not_count);
  g_test_add_func ("/session/reboot", test_reboot);

  return g_test_run ();
}
