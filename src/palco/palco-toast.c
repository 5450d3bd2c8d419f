/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-toast.h"

#include <glib/gi18n.h>

#include "palco-debug-info.h"
#include "palco-explain.h"

#define ERROR_TIMEOUT_SECS 12
#define OFFER_TIMEOUT_SECS 20
#define UNDO_TIMEOUT_SECS  10
#define LINES_MAX          6

typedef struct
{
  GWeakRef   origin;
  char      *what_happened;
  GError    *error;
  GCallback  retry;
} Details;

static void
details_free (gpointer  data,
              GClosure *closure)
{
  Details *details = data;

  g_weak_ref_clear (&details->origin);
  g_free (details->what_happened);
  g_error_free (details->error);
  g_free (details);
}

static void
show_details_cb (AdwToast *toast,
                 gpointer  user_data)
{
  Details *details = user_data;
  g_autoptr(GtkWidget) origin = g_weak_ref_get (&details->origin);

  if (origin != NULL)
    palco_error_present (origin, details->what_happened, details->error, details->retry);
}

static GtkSizeRequestMode
get_title_mode (GtkWidget *title)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* libadwaita 1.2 asks for the height at the natural width, also where the toast has less. */
static void
measure_title (GtkWidget      *title,
               GtkOrientation  orientation,
               int             for_size,
               int            *minimum,
               int            *natural,
               int            *minimum_baseline,
               int            *natural_baseline)
{
  GtkWidget *label = gtk_widget_get_first_child (title);

  if (orientation == GTK_ORIENTATION_VERTICAL && gtk_widget_get_width (label) > 0)
    for_size = gtk_widget_get_width (label);

  gtk_widget_measure (label, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
}

static gboolean
resize_title_cb (GtkWidget     *title,
                 GdkFrameClock *clock,
                 gpointer       user_data)
{
  gtk_widget_queue_resize (title);

  return G_SOURCE_REMOVE;
}

static void
allocate_title (GtkWidget *title,
                int        width,
                int        height,
                int        baseline)
{
  GtkWidget *label = gtk_widget_get_first_child (title);

  if (gtk_widget_get_width (label) != width)
    gtk_widget_add_tick_callback (title, resize_title_cb, NULL, NULL);
  gtk_widget_allocate (label, width, height, baseline, NULL);
}

static GtkWidget *
title_new (const char *text)
{
  GtkWidget *title = adw_bin_new ();
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "label", text,
                                   "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   "lines", LINES_MAX,
                                   "ellipsize", PANGO_ELLIPSIZE_END,
                                   "xalign", 0.0,
                                   NULL);

  gtk_widget_add_css_class (label, "heading");
  adw_bin_set_child (ADW_BIN (title), label);
  gtk_widget_set_layout_manager (title, gtk_custom_layout_new (get_title_mode, measure_title,
                                                               allocate_title));

  return title;
}

/* The title of a toast is Pango markup; texts may come from a service. It has one line, which is
 * not enough in a narrow window. */
static AdwToast *
toast_new (const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (markup);

  adw_toast_set_custom_title (toast, title_new (text));

  return toast;
}

static void
name_close_buttons_cb (GListModel *children)
{
  for (guint i = 0; i < g_list_model_get_n_items (children); i++)
    {
      g_autoptr(GtkWidget) child = g_list_model_get_item (children, i);
      GtkWidget *last = gtk_widget_get_last_child (child);

      if (GTK_IS_BUTTON (last))
        gtk_accessible_update_property (GTK_ACCESSIBLE (last),
                                        GTK_ACCESSIBLE_PROPERTY_LABEL, _("Close"), -1);
    }
}

/* libadwaita 1.2 gives the button that closes a toast no name. */
static void
name_close_buttons (GtkWidget *overlay)
{
  GListModel *children;

  if (g_object_get_data (G_OBJECT (overlay), "palco-toasts") != NULL)
    return;

  children = gtk_widget_observe_children (overlay);
  g_signal_connect (children, "items-changed", G_CALLBACK (name_close_buttons_cb), NULL);
  g_object_set_data_full (G_OBJECT (overlay), "palco-toasts", children, g_object_unref);
}

static AdwToast *
add_toast (GtkWidget *origin,
           AdwToast  *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (origin, ADW_TYPE_TOAST_OVERLAY);

  if (overlay == NULL)
    {
      g_object_unref (toast);
      return NULL;
    }

  name_close_buttons (overlay);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);

  return toast;
}

void
palco_toast_message (GtkWidget  *origin,
                     const char *text)
{
  add_toast (origin, toast_new (text));
}

/**
 * palco_toast_undo:
 * @origin: a widget in the window
 * @text: what was done
 * @undo: called with the toast and @user_data to undo it
 * @user_data: data for @undo
 * @destroy: frees @user_data
 *
 * Says what was done and offers to undo it.
 */
void
palco_toast_undo (GtkWidget      *origin,
                  const char     *text,
                  GCallback       undo,
                  gpointer        user_data,
                  GClosureNotify  destroy)
{
  AdwToast *toast = toast_new (text);

  adw_toast_set_timeout (toast, UNDO_TIMEOUT_SECS);
  adw_toast_set_button_label (toast, _("_Undo"));
  g_signal_connect_data (toast, "button-clicked", undo, user_data, destroy, 0);
  add_toast (origin, toast);
}

/**
 * palco_toast_offer:
 * @origin: a widget in the window
 * @text: a short sentence
 * @label: what can be done about it
 * @action_name: the action that does it
 * @target: its target; a floating one is taken
 *
 * Says something, and offers to do something about it.
 *
 * Returns: (nullable) (transfer none): what says it, as long as it is there
 */
AdwToast *
palco_toast_offer (GtkWidget  *origin,
                   const char *text,
                   const char *label,
                   const char *action_name,
                   GVariant   *target)
{
  AdwToast *toast = toast_new (text);

  adw_toast_set_timeout (toast, OFFER_TIMEOUT_SECS);
  adw_toast_set_button_label (toast, label);
  adw_toast_set_action_name (toast, action_name);
  adw_toast_set_action_target_value (toast, target);

  return add_toast (origin, toast);
}

/**
 * palco_toast_error:
 * @origin: a widget in the window
 * @what_happened: a short sentence
 * @error: why
 * @retry: (nullable): called with @origin to try again
 *
 * Says what happened and why, as far as there is room, and offers to read all of it.
 */
void
palco_toast_error (GtkWidget    *origin,
                   const char   *what_happened,
                   const GError *error,
                   GCallback     retry)
{
  g_autofree char *explanation = palco_explain_error (error);
  g_autofree char *text = NULL;
  AdwToast *toast;
  Details *details = g_new0 (Details, 1);

  palco_debug_info_note_error (error);

  /* Translators: what happened, without a full stop, and sentences that say why and what to do. */
  text = g_strdup_printf (_("%s. %s"), what_happened, explanation);
  toast = toast_new (text);
  adw_toast_set_timeout (toast, ERROR_TIMEOUT_SECS);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_button_label (toast, _("_Details"));

  g_weak_ref_init (&details->origin, origin);
  details->what_happened = g_strdup (what_happened);
  details->error = g_error_copy (error);
  details->retry = retry;
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (show_details_cb), details,
                         details_free, 0);

  add_toast (origin, toast);
}

/**
 * palco_error_present:
 * @origin: a widget in the window
 * @what_happened: a short sentence
 * @error: why
 * @retry: (nullable): called with @origin to try again
 *
 * Explains an error in a dialog, with what a helper needs to know, and offers to try again
 * where that may help.
 */
void
palco_error_present (GtkWidget    *origin,
                     const char   *what_happened,
                     const GError *error,
                     GCallback     retry)
{
  g_autofree char *explanation = palco_explain_error (error);
  g_autofree char *detail = palco_explain_error_detail (error);
  GtkRoot *root = gtk_widget_get_root (origin);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (root), what_happened, explanation);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "label", detail,
                                   "selectable", TRUE,
                                   "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   NULL);

  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption");
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), label);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  if (retry != NULL && palco_explain_can_retry (error))
    {
      adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "retry", _("_Retry"));
      g_signal_connect_object (dialog, "response::retry", retry, origin, G_CONNECT_SWAPPED);
    }
  gtk_window_present (GTK_WINDOW (dialog));
}
