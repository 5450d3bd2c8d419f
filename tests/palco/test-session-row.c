/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-journal-private.h"
#include "palco-session-history.h"
#include "palco-session-row.h"
#include "palco-sessions-page.h"
#include "palco-test-await.h"
#include "palco-test-sessions.h"
#include "palco-test-window.h"

#define WIDE   900
#define NARROW 320

typedef struct
{
  PalcoSessionList  *list;
  PalcoSessionItems *items;
  PalcoSessionClock *clock;
  GSettings         *settings;
  GtkWidget         *window;
  GtkWidget         *box;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->list = palco_test_session_list_new ();
  self->items = palco_session_items_new ();
  palco_session_items_set_sessions (self->items, self->list);
  self->clock = palco_session_clock_new (self->items);
  self->settings = g_settings_new (PALCO_APP_ID);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (self->window), self->box);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_object_unref (self->settings);
  g_assert_finalize_object (self->clock);
  g_assert_finalize_object (self->items);
  palco_test_await_finalize (self->list);
}

static GtkWidget *
find (GtkWidget  *widget,
      const char *buildable_id)
{
  if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), buildable_id) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, buildable_id);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static const char *
label_of (GtkWidget  *row,
          const char *buildable_id)
{
  return gtk_label_get_label (GTK_LABEL (find (row, buildable_id)));
}

static PalcoSessionRow *
add_row (Fixture                *self,
         const PalcoTestSession *facts)
{
  GtkWidget *row = palco_session_row_new (self->clock, self->settings);

  palco_test_session_list_add (self->list, facts);
  gtk_box_append (GTK_BOX (self->box), row);
  palco_session_row_set_item (PALCO_SESSION_ROW (row),
                              palco_session_items_lookup (self->items, facts->id));

  return PALCO_SESSION_ROW (row);
}

static const PalcoTestSession offers[] = {
  { .id = "ready", .state = PALCO_SESSION_STATE_READY, .seconds_left = 3000 },
  { .id = "a-session-with-a-name-that-is-longer-than-its-column", .size_id = "Premium",
    .state = PALCO_SESSION_STATE_READY, .seconds_left = 30, .lease_minutes = 1440 },
  { .id = "starting", .state = PALCO_SESSION_STATE_STARTING },
  { .id = "ended", .state = PALCO_SESSION_STATE_STOPPED },
  { .id = "failed", .state = PALCO_SESSION_STATE_ERROR, .error_code = "NoCapacity" },
  { .id = "unknown", .state = PALCO_SESSION_STATE_UNKNOWN },
};

static void
allocate (GtkWidget *widget,
          int        width)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  gtk_widget_allocate (widget, width, minimum, -1, NULL);
}

static double
get_left (GtkWidget  *row,
          const char *buildable_id)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (find (row, buildable_id), row, &bounds));

  return bounds.origin.x;
}

/* Whatever a row offers, its columns stand where those of the others do. */
static void
test_columns (Fixture       *self,
              gconstpointer  data)
{
  const char * const columns[] = { "name_label", "time_label", "cost_label", "buttons", "more_button" };
  GtkTextDirection direction = GPOINTER_TO_INT (data);
  PalcoSessionRow *rows[G_N_ELEMENTS (offers)];

  gtk_widget_set_default_direction (direction);
  for (guint i = 0; i < G_N_ELEMENTS (offers); i++)
    rows[i] = add_row (self, &offers[i]);

  for (guint i = 0; i < G_N_ELEMENTS (offers); i++)
    allocate (GTK_WIDGET (rows[i]), WIDE);

  for (guint i = 1; i < G_N_ELEMENTS (offers); i++)
    {
      for (guint j = direction == GTK_TEXT_DIR_RTL; j < G_N_ELEMENTS (columns); j++)
        g_assert_cmpfloat (get_left (GTK_WIDGET (rows[i]), columns[j]), ==,
                           get_left (GTK_WIDGET (rows[0]), columns[j]));
    }

  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* What GtkInscription aligns by the words themselves begins where the words of labels do. */
static void
test_lines (Fixture       *self,
            gconstpointer  data)
{
  const char *mark = GPOINTER_TO_INT (data) == GTK_TEXT_DIR_RTL ? "\u200f" : "Milan";
  GtkInscription *place;
  GtkWidget *row;

  gtk_widget_set_default_direction (GPOINTER_TO_INT (data));
  row = GTK_WIDGET (add_row (self, &offers[0]));
  place = GTK_INSCRIPTION (find (row, "place_label"));
  g_assert_true (g_str_has_prefix (gtk_inscription_get_text (place), mark));
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
test_narrow (Fixture       *self,
             gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (offers); i++)
    {
      GtkWidget *row = GTK_WIDGET (add_row (self, &offers[i]));
      int minimum;

      gtk_widget_measure (row, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      g_assert_cmpint (minimum, <=, NARROW);
    }
}

/* A row shows the session that it was given last, and follows no other. */
static void
test_used_again (Fixture       *self,
                 gconstpointer  data)
{
  PalcoSessionRow *row = add_row (self, &offers[0]);
  PalcoSession *first = palco_session_list_lookup (self->list, "ready");
  PalcoSession *second = palco_test_session_list_add (self->list, &offers[3]);

  g_assert_cmpstr (label_of (GTK_WIDGET (row), "name_label"), ==, "ready");
  palco_session_row_set_item (row, NULL);
  palco_session_row_set_item (row, palco_session_items_lookup (self->items, "ended"));
  g_assert_cmpstr (label_of (GTK_WIDGET (row), "name_label"), ==, "ended");
  g_assert_cmpstr (label_of (GTK_WIDGET (row), "state_label"), ==, "Stopped");

  palco_test_session_change (first, &(PalcoTestSession) { .state = PALCO_SESSION_STATE_EXPIRED });
  g_assert_cmpstr (label_of (GTK_WIDGET (row), "state_label"), ==, "Stopped");
  palco_test_session_change (second, &(PalcoTestSession) { .state = PALCO_SESSION_STATE_EXPIRED });
  g_assert_cmpstr (label_of (GTK_WIDGET (row), "state_label"), ==, "Expired");
}

static void
test_offers_what_works (Fixture       *self,
                        gconstpointer  data)
{
  GtkWidget *ready = GTK_WIDGET (add_row (self, &offers[0]));
  GtkWidget *longest = GTK_WIDGET (add_row (self, &offers[1]));
  GtkWidget *starting = GTK_WIDGET (add_row (self, &offers[2]));
  GtkWidget *ended = GTK_WIDGET (add_row (self, &offers[3]));

  g_assert_true (gtk_widget_get_child_visible (find (ready, "ready_box")));
  g_assert_false (gtk_widget_get_child_visible (find (ready, "starting_box")));
  g_assert_true (gtk_widget_get_child_visible (find (starting, "starting_box")));
  g_assert_true (gtk_widget_get_child_visible (find (ended, "ended_box")));
  g_assert_false (gtk_widget_get_child_visible (find (ended, "ready_box")));

  g_assert_true (gtk_widget_get_sensitive (find (ready, "extend_button")));
  g_assert_false (gtk_widget_get_sensitive (find (longest, "extend_button")));
  g_assert_false (gtk_widget_get_sensitive (find (longest, "step_button")));
}

static AdwMessageDialog *
find_question (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr(GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (toplevel))
        return ADW_MESSAGE_DIALOG (toplevel);
    }

  return NULL;
}

/* Nobody loses work by a slip, and who does not want to has not stopped anything. */
static void
test_stop_asks (Fixture       *self,
                gconstpointer  data)
{
  GtkWidget *row = GTK_WIDGET (add_row (self, &(PalcoTestSession) {
    .id = "in-use", .state = PALCO_SESSION_STATE_READY, .seconds_left = 3000,
    .client_connected = TRUE }));
  PalcoSessionItem *item = palco_session_items_lookup (self->items, "in-use");
  AdwMessageDialog *question;

  g_assert_true (gtk_widget_activate_action (row, "session.stop", NULL));
  question = find_question ();
  g_assert_nonnull (question);
  g_assert_cmpstr (adw_message_dialog_get_heading (question), ==, "Stop “in-use”?");
  adw_message_dialog_response (question, "cancel");
  g_assert_cmpint (palco_session_item_get_operation (item), ==, PALCO_SESSION_OPERATION_NONE);
  gtk_window_destroy (GTK_WINDOW (question));
}

/* The step chosen last is on the buttons of all rows. */
static void
test_step (Fixture       *self,
           gconstpointer  data)
{
  GtkWidget *row = GTK_WIDGET (add_row (self, &offers[0]));
  GtkButton *button = GTK_BUTTON (find (row, "extend_button"));

  g_settings_set_uint (self->settings, "extend-minutes", 60);
  palco_test_await_that (g_strcmp0 (gtk_button_get_label (button), "+1 h") == 0);
  g_settings_reset (self->settings, "extend-minutes");
  palco_test_await_that (g_strcmp0 (gtk_button_get_label (button), "+30 min") == 0);
}

static PalcoJournal *
open_journal (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "journal.sqlite", NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  PalcoJournal *journal;

  palco_journal_open_async (path, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);
  journal = palco_journal_open_finish (result, &error);
  g_assert_no_error (error);

  return journal;
}

/* As if it had been started so from here. */
static void
remember (PalcoClient *client,
          const char  *id,
          guint        cap_minutes)
{
  const PalcoJournalEntry entry = {
    .account = (char *) palco_account_get_uid (palco_client_get_account (client)),
    .region = (char *) "Milan", .id = (char *) id, .state = (char *) "Ready",
    .lease_minutes = 60, .cap_minutes = cap_minutes,
  };
  PalcoJournal *journal = palco_client_get_journal (client);
  g_autoptr(GAsyncResult) result = NULL;

  palco_journal_write_async (journal, PALCO_JOURNAL_SEE, &entry, palco_test_await_cb, &result);
  palco_test_await (&result);
  g_assert_true (palco_journal_write_finish (journal, result, NULL));
}

static void
follow_journal (Fixture      *self,
                PalcoJournal *journal)
{
  g_autoptr(PalcoAccount) account = palco_account_new ("Studio", "http://127.0.0.1:1", "anna");
  g_autoptr(PalcoKeyHolder) keys = palco_key_holder_new (NULL);
  g_autoptr(PalcoClient) client = palco_client_new (account, PALCO_CREDENTIALS (keys), journal);

  g_object_unref (self->list);
  self->list = palco_session_list_new (client);
  palco_session_items_set_sessions (self->items, self->list);
}

static gboolean
get_extends (PalcoSessionRow *row)
{
  gboolean extends;

  g_object_get (row, "extends", &extends, NULL);

  return extends;
}

/* What extends by itself says so, and is turned off and on again; the journal keeps it. */
static void
test_extends (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *dir = palco_test_make_dir ();
  g_autoptr(PalcoJournal) journal = open_journal (dir);
  g_autoptr(PalcoSessionHistory) history = NULL;
  PalcoSessionRow *row;

  follow_journal (self, journal);
  row = add_row (self, &offers[0]);
  g_assert_false (get_extends (row));
  remember (palco_session_list_get_client (self->list), "ready", 180);
  history = palco_session_history_new (palco_session_list_get_client (self->list));
  g_signal_connect_object (history, "loaded", G_CALLBACK (palco_session_items_set_history),
                           self->items, G_CONNECT_SWAPPED);
  palco_test_await_that (get_extends (row));
  g_assert_cmpstr (label_of (GTK_WIDGET (row), "note_label"), ==, "Extends while you work, up to 3 h");

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (row), "session.extends", NULL));
  palco_test_await_that (!get_extends (row));
  g_assert_false (gtk_widget_get_visible (find (GTK_WIDGET (row), "note_label")));

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (row), "session.extends", NULL));
  palco_test_await_that (get_extends (row));
  g_assert_cmpstr (label_of (GTK_WIDGET (row), "note_label"), ==, "Extends while you work, up to 3 h");

  palco_session_history_close (history);
  palco_session_row_set_item (row, NULL);
  palco_session_items_set_sessions (self->items, NULL);
  g_clear_object (&journal);
  palco_test_remove_dir (dir);
}

static const char *
get_shown (GtkWidget *page)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (find (page, "content")));
}

/* That there is none is not said before anybody knows. Nothing listens: the look at the service
 * comes to an end without one. */
static void
test_none_yet (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr(PalcoConnection) connection = palco_connection_new ();
  g_autoptr(GtkWidget) page = g_object_ref_sink (palco_sessions_page_new (connection));
  GtkWidget *empty = find (page, "empty_page");

  palco_sessions_page_show_sessions (PALCO_SESSIONS_PAGE (page), self->list);
  g_assert_cmpstr (get_shown (page), ==, "loading");

  palco_session_list_refresh_async (self->list, NULL, NULL, NULL);
  palco_test_await_that (g_strcmp0 (get_shown (page), "loading") != 0);
  g_assert_cmpstr (get_shown (page), ==, "empty");

  g_assert_null (adw_status_page_get_icon_name (ADW_STATUS_PAGE (empty)));
  gtk_box_append (GTK_BOX (self->box), page);
  gtk_window_present (GTK_WINDOW (self->window));
  palco_test_await_that (gtk_widget_get_mapped (empty));
  g_assert_nonnull (adw_status_page_get_icon_name (ADW_STATUS_PAGE (empty)));

  palco_sessions_page_show_sessions (PALCO_SESSIONS_PAGE (page), NULL);
  gtk_box_remove (GTK_BOX (self->box), page);
}

int
main (int    argc,
      char **argv)
{
  if (!palco_test_window_init (&argc, &argv))
    return 0;

  g_test_add ("/session-row/columns", Fixture, GINT_TO_POINTER (GTK_TEXT_DIR_LTR), set_up,
              test_columns, tear_down);
  g_test_add ("/session-row/columns-rtl", Fixture, GINT_TO_POINTER (GTK_TEXT_DIR_RTL), set_up,
              test_columns, tear_down);
  g_test_add ("/session-row/lines", Fixture, GINT_TO_POINTER (GTK_TEXT_DIR_LTR), set_up, test_lines,
              tear_down);
  g_test_add ("/session-row/lines-rtl", Fixture, GINT_TO_POINTER (GTK_TEXT_DIR_RTL), set_up,
              test_lines, tear_down);
  g_test_add ("/session-row/narrow", Fixture, NULL, set_up, test_narrow, tear_down);
  g_test_add ("/session-row/used-again", Fixture, NULL, set_up, test_used_again, tear_down);
  g_test_add ("/session-row/offers-what-works", Fixture, NULL, set_up, test_offers_what_works,
              tear_down);
  g_test_add ("/session-row/stop-asks", Fixture, NULL, set_up, test_stop_asks, tear_down);
  g_test_add ("/session-row/step", Fixture, NULL, set_up, test_step, tear_down);
  g_test_add ("/session-row/extends", Fixture, NULL, set_up, test_extends, tear_down);
  g_test_add ("/sessions-page/none-yet", Fixture, NULL, set_up, test_none_yet, tear_down);

  return g_test_run ();
}
