/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-preflight-view.h"

#include <glib/gi18n.h>

#include "palco-explain.h"
#include "palco-preflight-words.h"
#include "palco-widgets.h"

/**
 * PalcoPreflightView:
 *
 * A test of the connection, step by step: what works, and what is wrong at which host and port.
 */

struct _PalcoPreflightView
{
  AdwBin               parent_instance;
  GtkListBox          *step_box;
  GtkSpinner          *spinner;
  GtkLabel            *result_label;
  GtkWidget           *result_box;
  GtkFilterListModel  *steps;
  PalcoPreflight      *preflight;
  GCancellable        *cancellable;
};

G_DEFINE_FINAL_TYPE (PalcoPreflightView, palco_preflight_view, ADW_TYPE_BIN)

static const struct {
  const char *icon_name;
  const char *css_class;
} looks[] = {
  [PALCO_PREFLIGHT_STATUS_OK] = { "object-select-symbolic", "success" },
  [PALCO_PREFLIGHT_STATUS_WARNING] = { "dialog-warning-symbolic", "warning" },
  [PALCO_PREFLIGHT_STATUS_FAILED] = { "dialog-error-symbolic", "error" },
  [PALCO_PREFLIGHT_STATUS_SKIPPED] = { "content-loading-symbolic", "dim-label" },
};

/* An address that is in order, a name that is known and a key that is there prove nothing of the
 * host yet. */
static gboolean
has_reached (PalcoPreflightStep *step)
{
  PalcoPreflightCheck check = palco_preflight_step_get_check (step);

  return check >= PALCO_PREFLIGHT_CHECK_CONNECTION && check != PALCO_PREFLIGHT_CHECK_KEY;
}

static char *
dup_sentence (PalcoPreflightStep *step)
{
  g_autofree char *place = palco_preflight_words_place (step);
  char *sentence = palco_preflight_words_explain (step);

  if (sentence != NULL)
    return sentence;

  if (!has_reached (step))
    return place != NULL ? g_steal_pointer (&place) : g_strdup ("");

  /* Translators: what was tried works; %s is a host with its port. */
  return place != NULL ? g_strdup_printf (_("Works: %s"), place) : g_strdup (_("Works"));
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  PalcoPreflightStep *step = item;
  PalcoPreflightStatus status = palco_preflight_step_get_status (step);
  g_autofree char *sentence = dup_sentence (step);
  GtkWidget *icon = gtk_image_new_from_icon_name (looks[status].icon_name);
  GtkWidget *row;

  row = palco_action_row_new (palco_preflight_words_title (palco_preflight_step_get_check (step)),
                              sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  palco_preflight_words_status (status), -1);
  gtk_widget_add_css_class (icon, looks[status].css_class);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);

  return row;
}

/* Steps that were not needed, or not reached, tell nothing. */
static gboolean
is_shown (gpointer item,
          gpointer user_data)
{
  return palco_preflight_step_get_status (item) != PALCO_PREFLIGHT_STATUS_SKIPPED;
}

static void
show_result (PalcoPreflightView *self,
             const char         *text,
             gboolean            is_running)
{
  gtk_label_set_label (self->result_label, text);
  gtk_widget_set_visible (self->result_box, *text != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_running);
  gtk_spinner_set_spinning (self->spinner, is_running);
}

static const char *
get_verdict (PalcoPreflight *preflight)
{
  PalcoPreflightStep *fault = palco_preflight_get_fault_step (preflight);

  if (fault == NULL)
    return _("Everything works: sessions can be started.");

  if (palco_preflight_step_get_status (fault) == PALCO_PREFLIGHT_STATUS_FAILED)
    return "";

  return _("Sessions can be started, but somebody should know of the warning.");
}

/* The last step is the one that tells: it is brought into view, once it has its place. */
static gboolean
reveal_last_step_cb (gpointer user_data)
{
  PalcoPreflightView *self = PALCO_PREFLIGHT_VIEW (user_data);
  int n_steps = self->steps != NULL ? (int) g_list_model_get_n_items (G_LIST_MODEL (self->steps)) : 0;
  GtkListBoxRow *row = NULL;

  if (n_steps > 0)
    row = gtk_list_box_get_row_at_index (self->step_box, n_steps - 1);
  if (row != NULL && gtk_widget_get_mapped (GTK_WIDGET (row)))
    gtk_widget_grab_focus (GTK_WIDGET (row));

  return G_SOURCE_REMOVE;
}

static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(PalcoPreflightView) self = user_data;
  PalcoPreflight *preflight = PALCO_PREFLIGHT (source);
  g_autoptr(GError) error = NULL;
  gboolean has_run = palco_preflight_run_finish (preflight, result, &error);
  g_autofree char *explanation = NULL;

  if (preflight != self->preflight || palco_error_is_cancelled (error))
    return;

  explanation = has_run ? g_strdup (get_verdict (preflight)) : palco_explain_error (error);
  show_result (self, explanation, FALSE);
  g_idle_add_full (G_PRIORITY_LOW, reveal_last_step_cb, g_object_ref (self), g_object_unref);
}

static void
palco_preflight_view_dispose (GObject *object)
{
  PalcoPreflightView *self = PALCO_PREFLIGHT_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->preflight);
  g_clear_object (&self->steps);

  G_OBJECT_CLASS (palco_preflight_view_parent_class)->dispose (object);
}

static void
palco_preflight_view_class_init (PalcoPreflightViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = palco_preflight_view_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-preflight-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoPreflightView, step_box);
  gtk_widget_class_bind_template_child (widget_class, PalcoPreflightView, spinner);
  gtk_widget_class_bind_template_child (widget_class, PalcoPreflightView, result_label);
  gtk_widget_class_bind_template_child (widget_class, PalcoPreflightView, result_box);
}

static void
palco_preflight_view_init (PalcoPreflightView *self)
{
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (is_shown, NULL, NULL));

  gtk_widget_init_template (GTK_WIDGET (self));
  self->steps = gtk_filter_list_model_new (NULL, filter);
  gtk_list_box_bind_model (self->step_box, G_LIST_MODEL (self->steps), create_row, self, NULL);
}

/**
 * palco_preflight_view_run:
 * @self: a view
 * @account: the account to try
 * @credentials: who knows its key
 *
 * Begins anew.
 */
void
palco_preflight_view_run (PalcoPreflightView *self,
                          PalcoAccount       *account,
                          PalcoCredentials   *credentials)
{
  g_return_if_fail (PALCO_IS_PREFLIGHT_VIEW (self));

  palco_preflight_view_stop (self);
  self->cancellable = g_cancellable_new ();
  self->preflight = palco_preflight_new (account, credentials);
  gtk_filter_list_model_set_model (self->steps, G_LIST_MODEL (self->preflight));
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  show_result (self, _("Testing the connection…"), TRUE);
  palco_preflight_run_async (self->preflight, self->cancellable, run_cb, g_object_ref (self));
}

/**
 * palco_preflight_view_stop:
 * @self: a view
 *
 * What was found is no longer true, or no longer wanted: it goes.
 */
void
palco_preflight_view_stop (PalcoPreflightView *self)
{
  g_return_if_fail (PALCO_IS_PREFLIGHT_VIEW (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_filter_list_model_set_model (self->steps, NULL);
  g_clear_object (&self->preflight);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
