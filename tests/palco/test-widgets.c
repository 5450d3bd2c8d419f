/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account-dialog.h"
#include "palco-adaptive-box.h"
#include "palco-format.h"
#include "palco-lease-group.h"
#include "palco-protocol.h"
#include "palco-test-await.h"
#include "palco-test-window.h"
#include "palco-toast.h"
#include "palco-widgets.h"
#include "palco-window.h"

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

static void
test_lease_limits (void)
{
  g_autoptr(GtkWidget) group = g_object_ref_sink (g_object_new (PALCO_TYPE_LEASE_GROUP, NULL));
  GtkSpinButton *hours = GTK_SPIN_BUTTON (find (group, "hours_spin"));
  GtkSpinButton *minutes = GTK_SPIN_BUTTON (find (group, "minutes_spin"));
  PalcoLeaseGroup *lease = PALCO_LEASE_GROUP (group);

  g_assert_cmpuint (palco_lease_group_get_minutes (lease), ==, 1);

  palco_lease_group_set_minutes (lease, 90);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (hours), ==, 1);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (minutes), ==, 30);

  gtk_spin_button_set_value (hours, 24);
  g_assert_cmpuint (palco_lease_group_get_minutes (lease), ==, PALCO_LEASE_MAX_MINUTES);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (minutes), ==, 0);

  gtk_spin_button_set_value (hours, 0);
  g_assert_cmpuint (palco_lease_group_get_minutes (lease), ==, 1);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (minutes), ==, 1);
}

static void
count_notify_cb (guint *n_notified)
{
  (*n_notified)++;
}

static void
test_lease_notifies_once (void)
{
  g_autoptr(GtkWidget) group = g_object_ref_sink (g_object_new (PALCO_TYPE_LEASE_GROUP, NULL));
  guint n_notified = 0;

  g_signal_connect_swapped (group, "notify::minutes", G_CALLBACK (count_notify_cb), &n_notified);
  palco_lease_group_set_minutes (PALCO_LEASE_GROUP (group), 90);
  palco_lease_group_set_minutes (PALCO_LEASE_GROUP (group), 90);
  g_assert_cmpuint (n_notified, ==, 1);
}

/* A preset made on the command line may have minutes, and no more than these may be paid. */
static void
test_lease_keeps_cap (void)
{
  g_autoptr(GtkWidget) group = g_object_ref_sink (g_object_new (PALCO_TYPE_LEASE_GROUP, NULL));
  PalcoLeaseGroup *lease = PALCO_LEASE_GROUP (group);

  g_assert_cmpuint (palco_lease_group_get_cap_minutes (lease), ==, 0);
  palco_lease_group_set_cap_minutes (lease, 150);
  g_assert_cmpuint (palco_lease_group_get_cap_minutes (lease), ==, 150);

  palco_lease_group_set_minutes (lease, 200);
  g_assert_cmpuint (palco_lease_group_get_cap_minutes (lease), ==, 200);

  palco_lease_group_set_cap_minutes (lease, 0);
  g_assert_cmpuint (palco_lease_group_get_cap_minutes (lease), ==, 0);
}

static GtkWidget *
add_part (GtkWidget *box,
          int        width)
{
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_size_request (part, width, 20);
  gtk_widget_set_parent (part, box);

  return part;
}

static void
test_adaptive_box (void)
{
  g_autoptr(GtkWidget) box = g_object_ref_sink (g_object_new (PALCO_TYPE_ADAPTIVE_BOX,
                                                              "spacing", 10, NULL));
  int minimum;
  int natural;

  add_part (box, 200);
  add_part (box, 100);

  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, 200);
  g_assert_cmpint (natural, ==, 310);

  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 310, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, ==, 20);

  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 309, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, ==, 50);
}

/* Before anything is connected there is neither a page nor a dead button. */
static void
test_window_begins_waiting (void)
{
  g_autoptr(PalcoConnection) connection = palco_connection_new ();
  GtkWidget *window = palco_window_new (NULL, connection);
  AdwViewStack *stack = ADW_VIEW_STACK (find (window, "view_stack"));

  g_assert_cmpint (palco_connection_get_status (connection), ==,
                   PALCO_CONNECTION_STATUS_PREPARING);
  g_assert_null (adw_view_stack_get_visible_child (stack));
  g_assert_true (gtk_spinner_get_spinning (GTK_SPINNER (find (window, "spinner"))));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "refresh"));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "cancel-connecting"));

  palco_connection_cancel (connection);
  g_assert_false (gtk_spinner_get_spinning (GTK_SPINNER (find (window, "spinner"))));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "retry"));

  gtk_window_destroy (GTK_WINDOW (window));
}

/* A name is whatever somebody calls it; none may become a warning, which is fatal here. */
static void
test_action_row (void)
{
  const char *text = "A <b>Studio & more";
  g_autoptr(GtkWidget) row = g_object_ref_sink (palco_action_row_new (text, text));

  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, text);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, text);
}

static gboolean
has_message (GtkWidget *dialog)
{
  g_autofree char *message = NULL;

  g_object_get (dialog, "message", &message, NULL);

  return message != NULL && *message != '\0';
}

/* The next look at the keyring must not be answered with what was typed wrong. */
static void
test_dialog_forgets_key (void)
{
  g_autoptr(PalcoConnection) connection = palco_connection_new ();
  g_autoptr(PalcoAccount) account = palco_account_new ("Studio", "http://127.0.0.1:1", "id");
  PalcoCredentials *holder = PALCO_CREDENTIALS (palco_connection_get_key_holder (connection));
  GtkWidget *window = palco_window_new (NULL, connection);
  GtkWidget *dialog = palco_account_dialog_new (GTK_WINDOW (window), connection, account);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  char *key;

  gtk_editable_set_text (GTK_EDITABLE (find (dialog, "key_row")), "wrong");
  g_assert_true (gtk_widget_activate_action (dialog, "account.save", NULL));
  palco_test_await_that (has_message (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));

  palco_credentials_lookup_key_async (holder, account, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);
  key = palco_credentials_lookup_key_finish (holder, result, &error);
  g_assert_null (key);
  g_assert_nonnull (error);

  gtk_window_destroy (GTK_WINDOW (window));
}

static guint n_retries;

static void
retry_cb (GtkWidget *origin)
{
  n_retries++;
}

static AdwMessageDialog *
present_error (GtkWidget  *window,
               PalcoError  code)
{
  g_autoptr(GError) error = g_error_new_literal (PALCO_ERROR, code, "why");
  GListModel *toplevels = gtk_window_get_toplevels ();

  palco_error_present (window, "What happened", error, G_CALLBACK (retry_cb));

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr(GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (toplevel))
        return ADW_MESSAGE_DIALOG (toplevel);
    }

  g_assert_not_reached ();
}

/* To try again is offered where nobody has to change anything first. */
static void
test_error_retry (void)
{
  g_autoptr(PalcoConnection) connection = palco_connection_new ();
  GtkWidget *window = palco_window_new (NULL, connection);
  AdwMessageDialog *dialog = present_error (window, PALCO_ERROR_NOT_FOUND);

  g_assert_false (adw_message_dialog_has_response (dialog, "retry"));
  gtk_window_destroy (GTK_WINDOW (dialog));

  dialog = present_error (window, PALCO_ERROR_CONNECTION);
  adw_message_dialog_response (dialog, "retry");
  g_assert_cmpuint (n_retries, ==, 1);
  gtk_window_destroy (GTK_WINDOW (dialog));

  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  if (!palco_test_window_init (&argc, &argv))
    return 0;

  g_test_add_func ("/lease-group/limits", test_lease_limits);
  g_test_add_func ("/lease-group/notifies-once", test_lease_notifies_once);
  g_test_add_func ("/lease-group/keeps-cap", test_lease_keeps_cap);
  g_test_add_func ("/adaptive-box/line-or-column", test_adaptive_box);
  g_test_add_func ("/action-row/any-text", test_action_row);
  g_test_add_func ("/window/begins-waiting", test_window_begins_waiting);

  g_test_add_func ("/account-dialog/forgets-wrong-key", test_dialog_forgets_key);

  g_test_add_func ("/error/retry", test_error_retry);

  return g_test_run ();
}
