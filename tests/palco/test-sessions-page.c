/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-elsewhere.h"
#include "palco-session-row.h"
#include "palco-sessions-page.h"
#include "palco-test-await.h"
#include "palco-test-sessions.h"
#include "palco-test-window.h"

typedef struct
{
  PalcoConnection   *connection;
  PalcoSessionList  *list;
  PalcoSessionsPage *page;
  GtkWidget         *window;
} Fixture;

static void
add (Fixture    *self,
     const char *id)
{
  palco_test_session_list_add (self->list, &(PalcoTestSession) {
    .id = id, .state = PALCO_SESSION_STATE_READY, .seconds_left = 3000 });
}

static void
set_up (Fixture       *self,
        gconstpointer  n_sessions)
{
  self->connection = palco_connection_new ();
  self->list = palco_test_session_list_new ();
  self->page = PALCO_SESSIONS_PAGE (palco_sessions_page_new (self->connection));
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 900, 600);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->page));
  palco_sessions_page_show_sessions (self->page, self->list);

  for (guint i = 0; i < GPOINTER_TO_UINT (n_sessions); i++)
    {
      g_autofree char *id = g_strdup_printf ("s%03u", i);

      add (self, id);
    }

  gtk_window_present (GTK_WINDOW (self->window));
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_assert_finalize_object (self->connection);
  g_object_unref (self->list);
}

static gboolean
is_in_view (GtkWidget *widget,
            GtkWidget *view)
{
  graphene_rect_t bounds;
  graphene_rect_t area;

  return gtk_widget_compute_bounds (widget, view, &bounds) &&
         gtk_widget_compute_bounds (view, view, &area) &&
         graphene_rect_contains_rect (&area, &bounds);
}

static gboolean
has_focus (Fixture    *self,
           const char *id)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self->window));
  GtkWidget *row = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;

  return row != NULL && PALCO_IS_SESSION_ROW (row) &&
         g_str_equal (palco_session_item_get_id (palco_session_row_get_item (PALCO_SESSION_ROW (row))), id) &&
         is_in_view (focus, gtk_widget_get_ancestor (focus, GTK_TYPE_SCROLLED_WINDOW));
}

static void
count_cb (guint *n_told)
{
  (*n_told)++;
}

/* GTK shows the focus for three seconds: on a slow machine not until the row is in view. */
static void
test_far_below (Fixture       *self,
                gconstpointer  data)
{
  guint n_told = 0;

  gtk_window_set_focus_visible (GTK_WINDOW (self->window), FALSE);
  g_signal_connect_swapped (self->window, "notify::focus-visible", G_CALLBACK (count_cb), &n_told);
  palco_sessions_page_show_session (self->page, "s018");
  palco_test_await_that (has_focus (self, "s018"));
  g_assert_cmpuint (n_told, >, 0);
  g_signal_handlers_disconnect_by_data (self->window, &n_told);

  palco_sessions_page_show_session (self->page, "s002");
  palco_test_await_that (has_focus (self, "s002"));
}

static void
test_filtered_out (Fixture       *self,
                   gconstpointer  data)
{
  GtkWidget *entry =
    GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (self->page), PALCO_TYPE_SESSIONS_PAGE,
                                               "search_entry"));

  gtk_editable_set_text (GTK_EDITABLE (entry), "nowhere");
  g_signal_emit_by_name (entry, "search-changed");
  palco_sessions_page_show_session (self->page, "s018");
  palco_test_await_that (has_focus (self, "s018"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
}

static void
test_not_there_yet (Fixture       *self,
                    gconstpointer  data)
{
  palco_sessions_page_show_session (self->page, "late");
  palco_sessions_page_show_session (self->page, "later");
  add (self, "late");
  g_assert_false (has_focus (self, "late"));
  add (self, "later");
  palco_test_await_that (has_focus (self, "later"));
}

/* Who turns to the page sees what is, not what was; who does so again at once asks nobody. */
static void
test_refreshed (Fixture       *self,
                gconstpointer  data)
{
  GtkWidget *page = GTK_WIDGET (self->page);
  guint n_told = 0;

  g_assert_true (gtk_widget_get_mapped (page));
  g_assert_true (palco_session_list_get_loading (self->list));
  palco_test_await_that (!palco_session_list_get_loading (self->list));

  g_signal_connect_swapped (self->list, "notify::loading", G_CALLBACK (count_cb), &n_told);
  gtk_widget_set_visible (page, FALSE);
  gtk_widget_set_visible (page, TRUE);
  g_assert_true (gtk_widget_get_mapped (page));
  g_assert_cmpuint (n_told, ==, 0);
  g_signal_handlers_disconnect_by_data (self->list, &n_told);
}

static gpointer
get_part (Fixture    *self,
          const char *name)
{
  GObject *elsewhere = gtk_widget_get_template_child (GTK_WIDGET (self->page),
                                                      PALCO_TYPE_SESSIONS_PAGE, "elsewhere");

  return name == NULL ? elsewhere
                      : gtk_widget_get_template_child (GTK_WIDGET (elsewhere), PALCO_TYPE_ELSEWHERE, name);
}

static PalcoClient *
make_client (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "journal.sqlite", NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(PalcoAccount) account = palco_account_new ("Studio", "http://127.0.0.1:1", "anna");
  g_autoptr(PalcoKeyHolder) keys = palco_key_holder_new (NULL);
  g_autoptr(PalcoJournal) journal = NULL;

  palco_journal_open_async (path, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);
  journal = palco_journal_open_finish (result, NULL);
  g_assert_nonnull (journal);

  return palco_client_new (account, PALCO_CREDENTIALS (keys), journal);
}

/* What runs in another account is not “no sessions”, and the way there is one click. */
static void
test_elsewhere (Fixture       *self,
                gconstpointer  data)
{
  PalcoKeeper *keeper = palco_connection_get_keeper (self->connection);
  g_autofree char *dir = palco_test_make_dir ();
  g_autoptr(PalcoClient) client = make_client (dir);
  PalcoAccount *account = palco_client_get_account (client);
  g_autoptr(GPtrArray) lists = NULL;
  GVariant *target;

  g_assert_false (gtk_widget_get_visible (get_part (self, NULL)));
  palco_keeper_take_over (keeper, client);
  lists = palco_keeper_dup_lists (keeper);
  for (guint i = 0; i < 2; i++)
    palco_test_session_list_add (lists->pdata[0], &(PalcoTestSession) {
      .id = i == 0 ? "s1" : "s2", .state = PALCO_SESSION_STATE_READY, .seconds_left = 3000 });

  palco_test_await_that (gtk_widget_get_visible (get_part (self, NULL)));
  g_assert_cmpstr (gtk_label_get_label (get_part (self, "label")), ==,
                   "2 sessions of the account “Studio” are running");
  target = gtk_actionable_get_action_target_value (get_part (self, "switch_button"));
  g_assert_cmpstr (g_variant_get_string (target, NULL), ==, palco_account_get_uid (account));

  palco_keeper_let_go (keeper, account);
  g_assert_false (gtk_widget_get_visible (get_part (self, NULL)));
  palco_test_remove_dir (dir);
}

int
main (int    argc,
      char **argv)
{
  if (!palco_test_window_init (&argc, &argv))
    return 0;

#define ADD(path, n_sessions, function) \
  g_test_add ("/sessions-page/" path, Fixture, GUINT_TO_POINTER (n_sessions), set_up, function, tear_down)

  ADD ("far-below", 20, test_far_below);
  ADD ("filtered-out", 20, test_filtered_out);
  ADD ("not-there-yet", 2, test_not_there_yet);
  ADD ("refreshed", 0, test_refreshed);
  ADD ("elsewhere", 0, test_elsewhere);

#undef ADD

  return g_test_run ();
}
