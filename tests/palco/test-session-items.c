/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <locale.h>

#include "palco-session-clock.h"
#include "palco-session-filter.h"
#include "palco-session-words.h"
#include "palco-shown-sessions.h"
#include "palco-test-await.h"
#include "palco-test-sessions.h"

#define READY    PALCO_SESSION_STATE_READY
#define STARTING PALCO_SESSION_STATE_STARTING
#define STOPPED  PALCO_SESSION_STATE_STOPPED

/* 2026-03-01 12:00 UTC */
#define NOON 1772366400

typedef struct
{
  PalcoSessionList  *list;
  PalcoSessionItems *items;
  GtkFilter         *filter;
  GListModel        *shown;
  guint              n_regrouped;
} Fixture;

static void
regrouped_cb (Fixture *self)
{
  self->n_regrouped++;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->list = palco_test_session_list_new ();
  self->items = palco_session_items_new ();
  self->filter = palco_session_filter_new ();
  self->shown = palco_shown_sessions_new (self->items, self->filter);
  g_signal_connect_swapped (self->items, "regrouped", G_CALLBACK (regrouped_cb), self);
  palco_session_items_set_sessions (self->items, self->list);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_object_unref (self->shown);
  g_object_unref (self->filter);
  g_assert_finalize_object (self->items);
  g_assert_finalize_object (self->list);
}

static void
assert_shown (Fixture    *self,
              const char *ids)
{
  g_autoptr(GString) shown = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (self->shown); i++)
    {
      g_autoptr(PalcoSessionItem) item = g_list_model_get_item (self->shown, i);

      g_string_append_printf (shown, "%s%s", i > 0 ? " " : "", palco_session_item_get_id (item));
    }

  g_assert_cmpstr (shown->str, ==, ids);
}

static void
add_some (Fixture *self)
{
  palco_test_session_list_add (self->list, &(PalcoTestSession) {
    .id = "old-live", .state = READY, .seconds_left = 3000, .created = NOON });
  palco_test_session_list_add (self->list, &(PalcoTestSession) {
    .id = "new-ended", .state = STOPPED, .created = NOON + 30, .size_id = "Premium" });
  palco_test_session_list_add (self->list, &(PalcoTestSession) {
    .id = "new-live", .state = STARTING, .created = NOON + 20, .size_id = "Premium" });
  palco_test_session_list_add (self->list, &(PalcoTestSession) {
    .id = "old-ended", .state = STOPPED, .created = NOON + 10 });
}

static void
test_sorted (Fixture       *self,
             gconstpointer  data)
{
  add_some (self);
  palco_test_session_list_add (self->list, &(PalcoTestSession) {
    .id = "also-old-live", .state = READY, .created = NOON });

  assert_shown (self, "new-live also-old-live old-live new-ended old-ended");
  g_assert_cmpuint (palco_session_items_get_n_live (self->items), ==, 3);
}

static void
test_filter_show (Fixture       *self,
                  gconstpointer  data)
{
  PalcoSessionFilter *filter = PALCO_SESSION_FILTER (self->filter);

  add_some (self);
  g_assert_false (palco_session_filter_is_narrow (filter));

  palco_session_filter_set_show (filter, PALCO_SESSION_SHOW_RUNNING);
  assert_shown (self, "new-live old-live");
  g_assert_true (palco_session_filter_is_narrow (filter));

  palco_session_filter_set_show (filter, PALCO_SESSION_SHOW_ENDED);
  assert_shown (self, "new-ended old-ended");

  palco_session_filter_set_show (filter, PALCO_SESSION_SHOW_ALL);
  assert_shown (self, "new-live old-live new-ended old-ended");
}

static void
assert_found (Fixture    *self,
              const char *search,
              const char *ids)
{
  palco_session_filter_set_search (PALCO_SESSION_FILTER (self->filter), search);
  assert_shown (self, ids);
}

/* All words, in any order and case, wherever they stand in the row. */
static void
test_filter_search (Fixture       *self,
                    gconstpointer  data)
{
  add_some (self);

  assert_found (self, "MILAN", "new-live old-live new-ended old-ended");
  assert_found (self, "premium", "new-live new-ended");
  assert_found (self, "stop  prem ", "new-ended");
  assert_found (self, "old-", "old-live old-ended");
  assert_found (self, "dublin", "");
  assert_found (self, "  ", "new-live old-live new-ended old-ended");
}

/* However many sessions change at once, the page is put in order once. */
static void
test_regrouped_once (Fixture       *self,
                     gconstpointer  data)
{
  PalcoSession *sessions[20];

  for (guint i = 0; i < G_N_ELEMENTS (sessions); i++)
    {
      g_autofree char *id = g_strdup_printf ("s%02u", i);

      sessions[i] = palco_test_session_list_add (self->list, &(PalcoTestSession) {
        .id = id, .state = READY, .created = NOON });
    }

  for (guint i = 0; i < 19; i++)
    palco_test_session_change (sessions[i], &(PalcoTestSession) { .state = STOPPED, .created = NOON });

  palco_test_await_that (self->n_regrouped > 0);
  g_assert_cmpuint (self->n_regrouped, ==, 1);
  g_assert_cmpuint (palco_session_items_get_n_live (self->items), ==, 1);
  palco_session_filter_set_show (PALCO_SESSION_FILTER (self->filter), PALCO_SESSION_SHOW_RUNNING);
  assert_shown (self, "s19");
}

static PalcoSessionEdge
get_edge (Fixture    *self,
          const char *id)
{
  return palco_session_item_get_edge (palco_session_items_lookup (self->items, id));
}

/* It is in the other section then, although it is where it was. */
static void
test_ends_in_place (Fixture       *self,
                    gconstpointer  data)
{
  const PalcoSessionEdge both = PALCO_SESSION_EDGE_FIRST | PALCO_SESSION_EDGE_LAST;
  PalcoSession *session;

  session = palco_test_session_list_add (self->list, &(PalcoTestSession) {
    .id = "ending", .state = READY, .created = NOON + 10 });
  palco_test_session_list_add (self->list, &(PalcoTestSession) {
    .id = "ended", .state = STOPPED, .created = NOON });
  g_assert_cmpuint (get_edge (self, "ending"), ==, both);
  g_assert_cmpuint (get_edge (self, "ended"), ==, both);

  palco_test_session_change (session, &(PalcoTestSession) { .state = STOPPED, .created = NOON + 10 });
  palco_test_await_that (self->n_regrouped > 0);
  assert_shown (self, "ending ended");
  g_assert_cmpuint (get_edge (self, "ending"), ==, PALCO_SESSION_EDGE_FIRST);
  g_assert_cmpuint (get_edge (self, "ended"), ==, PALCO_SESSION_EDGE_LAST);
}

static void
test_selection (Fixture       *self,
                gconstpointer  data)
{
  PalcoSession *session;
  PalcoSessionItem *item;
  g_autoptr(GPtrArray) selected = NULL;

  add_some (self);
  session = palco_session_list_lookup (self->list, "old-live");
  item = palco_session_items_lookup (self->items, "old-live");
  g_assert_false (palco_session_item_get_selectable (item));

  palco_session_items_set_selectable (self->items, TRUE);
  g_assert_true (palco_session_item_get_selectable (item));
  g_assert_false (palco_session_item_get_selectable (palco_session_items_lookup (self->items,
                                                                                 "new-ended")));

  palco_session_item_set_selected (item, TRUE);
  selected = palco_session_items_dup_selected (self->items);
  g_assert_cmpuint (palco_session_items_get_n_selected (self->items), ==, 1);
  g_assert_cmpuint (selected->len, ==, 1);
  g_assert_true (selected->pdata[0] == item);

  palco_test_session_change (session, &(PalcoTestSession) { .state = STOPPED, .created = NOON });
  g_assert_cmpuint (palco_session_items_get_n_selected (self->items), ==, 0);
}

static GPtrArray *
make_history (void)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (entries, palco_test_entry_new (&(PalcoTestEntry) {
    .session = { .id = "past", .state = STOPPED, .created = NOON - 100 },
    .title = "Lobby lighting", .ready = NOON - 60, .ended = NOON + 7140, .price_per_hour = 4.6 }));
  g_ptr_array_add (entries, palco_test_entry_new (&(PalcoTestEntry) {
    .session = { .id = "old-live", .state = READY, .created = NOON },
    .ready = NOON + 40, .price_per_hour = 3600, .price_is_estimate = TRUE }));
  g_ptr_array_add (entries, palco_test_entry_new (&(PalcoTestEntry) {
    .session = { .id = "unknown-yet", .state = READY, .created = NOON } }));

  return g_steal_pointer (&entries);
}

/* Each session once; of those that the service did not tell of, the ones that ended. */
static void
test_history (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) history = make_history ();
  g_autoptr(GPtrArray) again = make_history ();
  PalcoSessionItem *past;
  g_autofree char *name = NULL;
  g_autofree char *time = NULL;
  g_autofree char *cost = NULL;

  palco_session_items_set_history (self->items, history);
  assert_shown (self, "past");
  add_some (self);
  assert_shown (self, "new-live old-live new-ended old-ended past");

  past = palco_session_items_lookup (self->items, "past");
  name = palco_session_words_name (past);
  time = palco_session_words_time (past);
  cost = palco_session_words_cost (past);
  g_assert_cmpstr (name, ==, "Lobby lighting");
  g_assert_cmpstr (time, ==, "2 h");
  g_assert_cmpstr (cost, ==, "$9.20");

  palco_session_items_set_history (self->items, again);
  g_assert_true (palco_session_items_lookup (self->items, "past") == past);
  assert_shown (self, "new-live old-live new-ended old-ended past");
}

/* What a session costs follows its lease to the second. */
static void
test_cost (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr(GPtrArray) history = make_history ();
  double cost;
  const char *currency;
  gboolean is_estimate;
  PalcoSessionItem *item;
  g_autofree char *text = NULL;

  add_some (self);
  item = palco_session_items_lookup (self->items, "old-live");
  text = palco_session_words_cost (item);
  g_assert_cmpstr (text, ==, "");

  palco_session_items_set_history (self->items, history);
  g_assert_true (palco_session_item_get_cost (item, &cost, &currency, &is_estimate));
  g_assert_cmpfloat (cost, >=, 600);
  g_assert_cmpfloat (cost, <=, 660);
  g_assert_cmpstr (currency, ==, "USD");
  g_assert_true (is_estimate);
  g_free (text);
  text = palco_session_words_cost (item);
  g_assert_true (g_str_has_prefix (text, "≈ $6"));
}

static void
assert_place (PalcoSessionItem *item,
              const char       *expected)
{
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc (NOON + 60);
  g_autofree char *place = palco_session_words_place (item, now);

  g_assert_cmpstr (place, ==, expected);
}

static void
test_words (Fixture       *self,
            gconstpointer  data)
{
  PalcoSessionItem *item;
  PalcoSession *session;
  g_autofree char *note = NULL;

  session = palco_test_session_list_add (self->list, &(PalcoTestSession) {
    .id = "s1", .state = STARTING, .created = NOON, .stage_code = "WaitingForServer" });
  item = palco_session_items_lookup (self->items, "s1");
  assert_place (item, "Milan · Standard · Waiting for a free server");
  palco_session_item_set_typical_start (item, 40);
  assert_place (item, "Milan · Standard · Waiting for a free server · usually 40 s");
  g_assert_cmpfloat (palco_session_words_fraction (item), ==, 1.0);

  palco_test_session_change (session, &(PalcoTestSession) {
    .state = READY, .created = NOON, .seconds_left = 900, .client_connected = TRUE });
  assert_place (item, "Milan · Standard · started 12:00 · in use");
  g_assert_cmpfloat_with_epsilon (palco_session_words_fraction (item), 0.25, 0.01);

  palco_session_item_set_operation (item, PALCO_SESSION_OPERATION_STOPPING);
  g_assert_cmpstr (palco_session_words_state (item), ==, "Stopping…");
  palco_session_item_set_operation (item, PALCO_SESSION_OPERATION_NONE);
  palco_test_session_set_stopping (session);
  note = palco_session_words_note (item);
  g_assert_cmpstr (note, ==, "Stop will be delivered when the service is reachable.");

  palco_test_session_change (session, &(PalcoTestSession) {
    .state = PALCO_SESSION_STATE_ERROR, .created = NOON, .error_code = "HostLost" });
  g_free (note);
  note = palco_session_words_note (item);
  g_assert_cmpstr (note, ==, "The server of this session was lost. Start a new session.");
  assert_place (item, "Milan · Standard · 12:00");
  g_assert_cmpfloat (palco_session_words_fraction (item), <, 0.0);
}

static void
assert_note (PalcoSessionItem *item,
             const char       *expected)
{
  g_autofree char *note = palco_session_words_note (item);

  g_assert_cmpstr (note, ==, expected);
}

/* As long as it is true. What it was is not forgotten by who turns it off. */
static void
test_extends (Fixture       *self,
              gconstpointer  data)
{
  const PalcoTestSession facts = { .id = "s1", .state = READY, .seconds_left = 900 };
  g_autoptr(PalcoHistoryEntry) kept = palco_test_entry_new (&(PalcoTestEntry) {
    .session = facts, .cap_minutes = 480 });
  g_autoptr(PalcoHistoryEntry) left_alone = palco_test_entry_new (&(PalcoTestEntry) { .session = facts });
  PalcoSession *session = palco_test_session_list_add (self->list, &facts);
  PalcoSessionItem *item = palco_session_items_lookup (self->items, "s1");

  g_assert_cmpuint (palco_session_item_get_last_cap (item), ==, 0);
  palco_session_item_set_entry (item, kept);
  assert_note (item, "Extends while you work, up to 8 h");
  palco_session_item_set_entry (item, left_alone);
  assert_note (item, "");
  g_assert_cmpuint (palco_session_item_get_last_cap (item), ==, 480);

  palco_session_item_set_entry (item, kept);
  palco_test_session_change (session, &(PalcoTestSession) { .state = READY, .lease_minutes = 480 });
  assert_note (item, "");
  palco_test_session_change (session, &(PalcoTestSession) { .state = STOPPED });
  assert_note (item, "");
}

/* As often as something new is to be seen, and not at all while nothing is. */
static void
test_clock (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr(PalcoSessionClock) clock = palco_session_clock_new (self->items);
  PalcoSession *session;

  palco_session_clock_set_running (clock, TRUE);
  g_assert_cmpuint (palco_session_clock_get_interval (clock), ==, 0);
  palco_test_session_list_add (self->list, &(PalcoTestSession) { .id = "ended", .state = STOPPED });
  g_assert_cmpuint (palco_session_clock_get_interval (clock), ==, 0);

  palco_test_session_list_add (self->list, &(PalcoTestSession) {
    .id = "long", .state = READY, .seconds_left = 3000 });
  g_assert_cmpuint (palco_session_clock_get_interval (clock), ==, 10);

  session = palco_test_session_list_add (self->list, &(PalcoTestSession) {
    .id = "starting", .state = STARTING });
  g_assert_cmpuint (palco_session_clock_get_interval (clock), ==, 1);

  palco_test_session_change (session, &(PalcoTestSession) { .state = READY, .seconds_left = 3000 });
  palco_test_await_that (palco_session_clock_get_interval (clock) == 10);

  palco_test_session_list_add (self->list, &(PalcoTestSession) {
    .id = "short", .state = READY, .seconds_left = 500 });
  g_assert_cmpuint (palco_session_clock_get_interval (clock), ==, 1);

  palco_session_clock_set_running (clock, FALSE);
  g_assert_cmpuint (palco_session_clock_get_interval (clock), ==, 0);
}

/* Nothing of one account is left when another is chosen. */
static void
test_other_account (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr(GPtrArray) history = make_history ();
  g_autoptr(PalcoSessionList) other = palco_test_session_list_new ();

  add_some (self);
  palco_session_items_set_history (self->items, history);
  palco_session_items_set_sessions (self->items, other);
  assert_shown (self, "");
  g_assert_cmpuint (palco_session_items_get_n_live (self->items), ==, 0);

  palco_test_session_list_add (other, &(PalcoTestSession) { .id = "s1", .state = READY });
  assert_shown (self, "s1");
  palco_session_items_set_sessions (self->items, NULL);
  assert_shown (self, "");
}

static const struct {
  const char *path;
  void      (*test) (Fixture *self, gconstpointer data);
} tests[] = {
  { "/session-items/sorted", test_sorted },
  { "/session-items/filter-show", test_filter_show },
  { "/session-items/filter-search", test_filter_search },
  { "/session-items/regrouped-once", test_regrouped_once },
  { "/session-items/ends-in-place", test_ends_in_place },
  { "/session-items/selection", test_selection },
  { "/session-items/history", test_history },
  { "/session-items/cost", test_cost },
  { "/session-items/words", test_words },
  { "/session-items/extends", test_extends },
  { "/session-items/clock", test_clock },
  { "/session-items/other-account", test_other_account },
};

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
