/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-reminder-plan.h"

#define NOTHING PALCO_REMINDER_NOTHING_TOLD

static void
test_due (void)
{
  static const struct {
    gint64   seconds_left;
    guint    told;
    gboolean is_due;
    guint    lead;
  } cases[] = {
    { 901, NOTHING, FALSE, NOTHING },
    { 900, NOTHING, TRUE, 900 },
    { 700, 900, FALSE, 900 },
    { 300, 900, TRUE, 300 },
    { 60, 300, TRUE, 60 },
    { 59, 60, FALSE, 60 },
    /* After a suspend: the last one alone. */
    { 40, NOTHING, TRUE, 60 },
    { 200, NOTHING, TRUE, 300 },
    /* There is nothing to save any more, or nothing is known. */
    { 0, NOTHING, FALSE, 60 },
    { -1, NOTHING, FALSE, 60 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint lead;

      g_assert_cmpint (palco_reminder_plan_due (cases[i].seconds_left, cases[i].told, &lead), ==,
                       cases[i].is_due);
      g_assert_cmpuint (lead, ==, cases[i].lead);
    }
}

static void
test_next (void)
{
  g_assert_cmpint (palco_reminder_plan_next (3600), ==, 2700);
  g_assert_cmpint (palco_reminder_plan_next (901), ==, 1);
  g_assert_cmpint (palco_reminder_plan_next (900), ==, 600);
  g_assert_cmpint (palco_reminder_plan_next (300), ==, 240);
  g_assert_cmpint (palco_reminder_plan_next (60), ==, 60);
  g_assert_cmpint (palco_reminder_plan_next (0), ==, -1);
  g_assert_cmpint (palco_reminder_plan_next (-1), ==, -1);
}

/* A lease of ten minutes is not announced to end in fifteen. */
static void
test_skip (void)
{
  guint lead;

  g_assert_false (palco_reminder_plan_due (600, palco_reminder_plan_skip (600), &lead));
  g_assert_true (palco_reminder_plan_due (300, palco_reminder_plan_skip (600), &lead));
  g_assert_true (palco_reminder_plan_due (900, palco_reminder_plan_skip (3600), &lead));
  g_assert_false (palco_reminder_plan_due (30, palco_reminder_plan_skip (60), &lead));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reminder-plan/due", test_due);
  g_test_add_func ("/reminder-plan/next", test_next);
  g_test_add_func ("/reminder-plan/skip", test_skip);

  return g_test_run ();
}
