/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-auto-extend-plan.h"

#define MINUTE 60

/* A session whose service is asked each ten seconds, on a clock of our own. */
typedef struct
{
  guint  lease_minutes;
  guint  cap_minutes;
  gint64 used_from;     /* seconds after it got ready */
  gint64 used_until;
  guint  n_extended;
} Life;

static gint64
last_used (const Life *life,
           gint64      now)
{
  return now < life->used_from ? 0 : MIN (now, life->used_until);
}

/* Returns: when it ends, in seconds after it got ready */
static gint64
live (Life *life)
{
  guint step = life->lease_minutes;
  gint64 now;

  for (now = 0; now < life->lease_minutes * MINUTE; now += 10)
    {
      PalcoAutoExtendFacts facts = {
        .seconds_left = life->lease_minutes * MINUTE - now,
        .idle_seconds = now - last_used (life, now),
        .lease_minutes = life->lease_minutes,
        .cap_minutes = life->cap_minutes,
        .step_minutes = step,
      };
      guint minutes;

      if (palco_auto_extend_plan_decide (&facts, &minutes) != PALCO_AUTO_EXTEND_NOW)
        continue;

      g_assert_cmpuint (minutes, >, life->lease_minutes);
      life->lease_minutes = minutes;
      life->n_extended++;
    }

  return now;
}

/* “Session auto extends by itself and ends much later”: ten minutes of lease, twenty-one of use,
 * and eighty paid. */
static void
test_does_not_run_away (void)
{
  Life life = { .lease_minutes = 10, .cap_minutes = 480, .used_until = 21 * MINUTE };

  g_assert_cmpint (live (&life), <=, 31 * MINUTE);
  g_assert_cmpuint (life.n_extended, >=, 2);
}

/* A session of ten minutes to which somebody connects ten minutes after it got ready was lost,
 * because the clock of renewals began with the connection. */
static void
test_waits_for_who_comes_late (void)
{
  Life life = {
    .lease_minutes = 10, .cap_minutes = 480,
    .used_from = 10 * MINUTE, .used_until = 60 * MINUTE,
  };
  gint64 end = live (&life);

  g_assert_cmpint (end, >=, 60 * MINUTE);
  g_assert_cmpint (end, <=, 70 * MINUTE);
}

static void
test_not_for_ever (void)
{
  Life life = { .lease_minutes = 10, .cap_minutes = 480, .used_from = G_MAXINT64 };

  g_assert_cmpint (live (&life), ==, 15 * MINUTE);
}

static void
test_cap (void)
{
  Life life = { .lease_minutes = 10, .cap_minutes = 25, .used_until = G_MAXINT64 };

  g_assert_cmpint (live (&life), ==, 25 * MINUTE);
}

static void
test_shortest_lease (void)
{
  Life life = { .lease_minutes = 1, .cap_minutes = 10, .used_until = 8 * MINUTE };
  gint64 end = live (&life);

  g_assert_cmpint (end, >=, 8 * MINUTE);
  g_assert_cmpint (end, <=, 10 * MINUTE);
}

static void
test_decisions (void)
{
  static const struct {
    PalcoAutoExtendFacts    facts;
    PalcoAutoExtendDecision decision;
    guint                   lease_minutes;
  } cases[] = {
    { { 600, 0, 60, 240, 15 }, PALCO_AUTO_EXTEND_WAIT, 0 },
    { { 180, 0, 60, 240, 15 }, PALCO_AUTO_EXTEND_NOW, 72 },
    { { 180, 5 * MINUTE, 60, 240, 15 }, PALCO_AUTO_EXTEND_NOW, 67 },
    { { 180, 14 * MINUTE, 60, 240, 15 }, PALCO_AUTO_EXTEND_IDLE, 0 },
    { { 180, 15 * MINUTE, 60, 240, 60 }, PALCO_AUTO_EXTEND_IDLE, 0 },
    { { 180, 0, 60, 65, 15 }, PALCO_AUTO_EXTEND_NOW, 65 },
    { { 180, 0, 60, 60, 15 }, PALCO_AUTO_EXTEND_CAP, 0 },
    /* A service that does not tell. */
    { { 180, -1, 60, 240, 15 }, PALCO_AUTO_EXTEND_NOW, 72 },
    { { 180, -1, 240, 240, 15 }, PALCO_AUTO_EXTEND_CAP, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint minutes;

      g_assert_cmpint (palco_auto_extend_plan_decide (&cases[i].facts, &minutes), ==,
                       cases[i].decision);
      if (cases[i].decision == PALCO_AUTO_EXTEND_NOW)
        g_assert_cmpuint (minutes, ==, cases[i].lease_minutes);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/auto-extend/decisions", test_decisions);
  g_test_add_func ("/auto-extend/does-not-run-away", test_does_not_run_away);
  g_test_add_func ("/auto-extend/waits-for-who-comes-late", test_waits_for_who_comes_late);
  g_test_add_func ("/auto-extend/not-for-ever", test_not_for_ever);
  g_test_add_func ("/auto-extend/cap", test_cap);
  g_test_add_func ("/auto-extend/shortest-lease", test_shortest_lease);

  return g_test_run ();
}
