/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-row.h"

#include <glib/gi18n.h>

#include "palco-adaptive-box.h"
#include "palco-format.h"
#include "palco-session-actions.h"
#include "palco-session-buttons.h"
#include "palco-session-details.h"
#include "palco-session-menu.h"
#include "palco-session-words.h"
#include "palco-widgets.h"

#define URGENT_SECS 300

/* The bar is not drawn anew for what nobody can see. */
#define BAR_STEPS 200

/**
 * PalcoSessionRow:
 *
 * One session in a list, and what can be done with it. A list has as many rows as it shows, and
 * gives them other sessions while it scrolls.
 */

struct _PalcoSessionRow
{
  AdwBin               parent_instance;
  GtkWidget           *heading_label;
  GtkWidget           *card;
  GtkWidget           *check_button;
  GtkLabel            *name_label;
  GtkLabel            *state_label;
  GtkLabel            *place_label;
  GtkLabel            *note_label;
  GtkLabel            *time_label;
  GtkProgressBar      *time_bar;
  GtkLabel            *cost_label;
  PalcoSessionButtons *buttons;
  GtkMenuButton       *more_button;
  PalcoSessionItem    *item;        /* NULL between two sessions */
  GBinding            *selection;
  PalcoSessionClock   *clock;
  GSettings           *settings;
};

G_DEFINE_FINAL_TYPE (PalcoSessionRow, palco_session_row, ADW_TYPE_BIN)

/* Labels lay themselves out again even for the words that they have. Without any, one that keeps
 * its place is nothing to a screen reader. */
static void
show_text (GtkLabel   *label,
           const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (label), text) == 0)
    return;

  gtk_label_set_label (label, text);
  gtk_accessible_update_state (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_STATE_HIDDEN, *text == '\0', -1);
}

static void
show_text_or_nothing (GtkLabel   *label,
                      const char *text)
{
  show_text (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
}

/* Widgets are styled again even with the classes that they have. */
static void
show_classes (GtkWidget          *widget,
              const char * const *classes)
{
  g_auto(GStrv) shown = gtk_widget_get_css_classes (widget);

  if (!g_strv_equal ((const char * const *) shown, classes))
    gtk_widget_set_css_classes (widget, (const char **) classes);
}

static void
show_bar (PalcoSessionRow *self)
{
  double fraction = palco_session_words_fraction (self->item);
  double stepped = (int) (fraction * BAR_STEPS + 0.5) / (double) BAR_STEPS;
  gboolean is_urgent = palco_session_item_get_state (self->item) == PALCO_SESSION_STATE_READY &&
                       palco_session_item_get_seconds (self->item) < URGENT_SECS;

  gtk_widget_set_visible (GTK_WIDGET (self->time_bar), fraction >= 0.0);
  if (fraction < 0.0)
    return;

  if (gtk_progress_bar_get_fraction (self->time_bar) != stepped)
    gtk_progress_bar_set_fraction (self->time_bar, stepped);

  if (is_urgent)
    gtk_widget_add_css_class (GTK_WIDGET (self->time_bar), "urgent");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->time_bar), "urgent");
}

static void
show_time (PalcoSessionRow *self)
{
  g_autofree char *time = palco_session_words_time (self->item);
  g_autofree char *cost = palco_session_words_cost (self->item);

  show_text (self->time_label, time);
  show_text (self->cost_label, cost);
  show_bar (self);
}

static void
tick_cb (PalcoSessionRow *self)
{
  if (self->item != NULL && palco_session_item_is_live (self->item))
    show_time (self);
}

static void
show_state (PalcoSessionRow *self)
{
  PalcoSessionState state = palco_session_item_get_state (self->item);
  const char * const classes[] = { "pill-label", palco_format_state_class (state), NULL };

  show_text (self->state_label, palco_session_words_state (self->item));
  show_classes (GTK_WIDGET (self->state_label), classes);
}

static void
show_words (PalcoSessionRow *self)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = palco_session_words_name (self->item);
  g_autofree char *place = palco_session_words_place (self->item, now);
  g_autofree char *note = palco_session_words_note (self->item);

  show_text (self->name_label, name);
  show_text (self->place_label, place);
  show_text_or_nothing (self->note_label, note);
}

/* The row of a list view is nameless, and takes the focus. */
static void
name_for_screen_reader (PalcoSessionRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *label = NULL;
  g_autofree char *select = NULL;

  /* Translators: the name and the state of a session. */
  label = g_strdup_printf (_("%s, %s"), gtk_label_get_label (self->name_label),
                           gtk_label_get_label (self->state_label));
  /* Translators: %s is the name of a session. */
  select = g_strdup_printf (_("Select %s"), gtk_label_get_label (self->name_label));

  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, select, -1);
}

/* The rows of one section look like one card. */
static void
show_edges (PalcoSessionRow *self,
            gboolean         is_live)
{
  PalcoSessionEdge edge = palco_session_item_get_edge (self->item);
  gboolean is_first = (edge & PALCO_SESSION_EDGE_FIRST) != 0;
  gboolean is_last = (edge & PALCO_SESSION_EDGE_LAST) != 0;
  const char * const classes[] = { "session-card", is_first ? "first" : "inner-top",
                                   is_last ? "last" : "inner-bottom", NULL };

  show_text (GTK_LABEL (self->heading_label), is_live ? C_("sessions", "Running")
                                                      : C_("sessions", "Ended"));
  gtk_widget_set_visible (self->heading_label, is_first);
  show_classes (self->card, classes);
}

static void
enable_actions (PalcoSessionRow *self,
                gboolean         is_live)
{
  GtkWidget *widget = GTK_WIDGET (self);
  PalcoSession *session = palco_session_item_get_session (self->item);
  gboolean is_idle =
    palco_session_item_get_operation (self->item) == PALCO_SESSION_OPERATION_NONE;
  gboolean is_ready =
    is_live && palco_session_item_get_state (self->item) == PALCO_SESSION_STATE_READY;

  gtk_widget_action_set_enabled (widget, "session.stop", is_live && is_idle);
  gtk_widget_action_set_enabled (widget, "session.extend",
                                 is_ready && is_idle && !palco_session_get_stop_pending (session) &&
                                 palco_session_item_get_lease_minutes (self->item) <
                                 PALCO_FORMAT_LEASE_MAX_MINUTES);
  gtk_widget_action_set_enabled (widget, "session.open-inspector", is_ready);
  gtk_widget_action_set_enabled (widget, "session.copy-address", is_ready);
}

static void
show_item (PalcoSessionRow *self)
{
  gboolean is_live = palco_session_item_is_live (self->item);

  show_edges (self, is_live);
  show_words (self);
  show_state (self);
  show_time (self);
  name_for_screen_reader (self);
  enable_actions (self, is_live);
  palco_session_buttons_show_item (self->buttons, self->item);
  palco_session_menu_attach (self->more_button, is_live ? "live_menu" : "ended_menu");
  gtk_widget_set_visible (self->check_button, palco_session_item_get_selectable (self->item));
}

static void
step_changed_cb (PalcoSessionRow *self)
{
  palco_session_buttons_set_step (self->buttons, g_settings_get_uint (self->settings, "extend-minutes"));
}

static void
stop_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  palco_session_actions_stop (widget, PALCO_SESSION_ROW (widget)->item);
}

/* The time chosen last is the one that the button offers next. */
static void
extend_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  PalcoSessionRow *self = PALCO_SESSION_ROW (widget);
  guint minutes = g_variant_get_uint32 (parameter);

  g_settings_set_uint (self->settings, "extend-minutes", minutes);
  palco_session_actions_extend (widget, self->item, minutes);
}

static void
open_inspector_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  palco_session_actions_open_inspector (widget, PALCO_SESSION_ROW (widget)->item);
}

static void
copy_id_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  palco_session_actions_copy_id (widget, PALCO_SESSION_ROW (widget)->item);
}

static void
copy_address_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  palco_session_actions_copy_address (widget, PALCO_SESSION_ROW (widget)->item);
}

static void
show_details_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  palco_session_details_present (widget, PALCO_SESSION_ROW (widget)->item);
}

static void
start_again_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  palco_session_actions_start_again (widget, PALCO_SESSION_ROW (widget)->item);
}

static void
edit_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  palco_session_actions_edit (widget, PALCO_SESSION_ROW (widget)->item);
}

static void
palco_session_row_dispose (GObject *object)
{
  PalcoSessionRow *self = PALCO_SESSION_ROW (object);

  palco_session_row_set_item (self, NULL);
  g_clear_object (&self->clock);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (palco_session_row_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PALCO_TYPE_ADAPTIVE_BOX);
  g_type_ensure (PALCO_TYPE_SESSION_BUTTONS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-session-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionRow, heading_label);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionRow, card);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionRow, check_button);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionRow, state_label);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionRow, place_label);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionRow, note_label);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionRow, time_label);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionRow, time_bar);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionRow, cost_label);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionRow, buttons);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionRow, more_button);
}

static void
palco_session_row_class_init (PalcoSessionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = palco_session_row_dispose;

  gtk_widget_class_install_action (widget_class, "session.stop", NULL, stop_action);
  gtk_widget_class_install_action (widget_class, "session.extend", "u", extend_action);
  gtk_widget_class_install_action (widget_class, "session.open-inspector", NULL,
                                   open_inspector_action);
  gtk_widget_class_install_action (widget_class, "session.copy-id", NULL, copy_id_action);
  gtk_widget_class_install_action (widget_class, "session.copy-address", NULL, copy_address_action);
  gtk_widget_class_install_action (widget_class, "session.show-details", NULL, show_details_action);
  gtk_widget_class_install_action (widget_class, "session.start-again", NULL, start_again_action);
  gtk_widget_class_install_action (widget_class, "session.edit", NULL, edit_action);

  bind_template (widget_class);
}

static void
palco_session_row_init (PalcoSessionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  palco_menu_button_set_name (self->more_button, _("More Actions"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->time_bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Time left"), -1);
}

/**
 * palco_session_row_new:
 * @clock: tells when to look at the time
 * @settings: keeps the time that a lease is extended by
 */
GtkWidget *
palco_session_row_new (PalcoSessionClock *clock,
                       GSettings         *settings)
{
  PalcoSessionRow *self = g_object_new (PALCO_TYPE_SESSION_ROW, NULL);

  self->clock = g_object_ref (clock);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (clock, "tick", G_CALLBACK (tick_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::extend-minutes", G_CALLBACK (step_changed_cb), self,
                           G_CONNECT_SWAPPED);
  step_changed_cb (self);

  return GTK_WIDGET (self);
}

/* NULL takes the row out of use. */
void
palco_session_row_set_item (PalcoSessionRow  *self,
                            PalcoSessionItem *item)
{
  g_return_if_fail (PALCO_IS_SESSION_ROW (self));

  if (self->item == item)
    return;

  if (self->item != NULL)
    {
      g_clear_pointer (&self->selection, g_binding_unbind);
      g_signal_handlers_disconnect_by_data (self->item, self);
    }

  g_set_object (&self->item, item);
  if (item == NULL)
    return;

  g_signal_connect_object (item, "changed", G_CALLBACK (show_item), self, G_CONNECT_SWAPPED);
  self->selection = g_object_bind_property (item, "selected", self->check_button, "active",
                                            G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_label), palco_session_item_get_id (item));
  show_item (self);
}
