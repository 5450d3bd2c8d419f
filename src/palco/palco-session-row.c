/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-row.h"

#include <glib/gi18n.h>

#include "palco-adaptive-box.h"
#include "palco-format.h"
#include "palco-protocol.h"
#include "palco-session-actions.h"
#include "palco-session-buttons.h"
#include "palco-session-details.h"
#include "palco-session-menu.h"
#include "palco-session-words.h"
#include "palco-widgets.h"

#define URGENT_SECS 300

/* The bar is not drawn anew for what nobody can see. */
#define BAR_STEPS 200

/* A mark and an isolate (Unicode UAX #9): where lines begin at the right, words from left to right do,
 * too, and keep their order. */
#define RIGHT_TO_LEFT_LINE "\u200f\u2068%s\u2069"

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
  GtkInscription      *place_label;
  GtkLabel            *note_label;
  GtkInscription      *time_label;
  GtkProgressBar      *time_bar;
  GtkLabel            *cost_label;
  PalcoSessionButtons *buttons;
  GtkMenuButton       *more_button;
  PalcoSessionItem    *item;        /* NULL between two sessions */
  GBinding            *selection;
  PalcoSessionClock   *clock;
  GSettings           *settings;
};

enum {
  PROP_EXTENDS = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoSessionRow, palco_session_row, ADW_TYPE_BIN)

/* Without words, what keeps its place is nothing to a screen reader. */
static void
tell_whether_empty (GtkWidget  *widget,
                    const char *text)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN, *text == '\0', -1);
}

/* Labels lay themselves out again even for the words that they have. */
static void
show_text (GtkLabel   *label,
           const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (label), text) == 0)
    return;

  gtk_label_set_label (label, text);
  tell_whether_empty (GTK_WIDGET (label), text);
}

static void
show_text_or_nothing (GtkLabel   *label,
                      const char *text)
{
  show_text (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
}

/* A list keeps rows ready that are far out of sight: an inscription takes its room whatever it
 * says, and is laid out where it is seen. */
static void
show_line (GtkInscription *line,
           const char     *text)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (line)) == GTK_TEXT_DIR_RTL;
  g_autofree char *words = is_rtl ? g_strdup_printf (RIGHT_TO_LEFT_LINE, text) : g_strdup (text);

  if (g_strcmp0 (gtk_inscription_get_text (line), words) == 0)
    return;

  gtk_inscription_set_text (line, words);
  tell_whether_empty (GTK_WIDGET (line), text);
}

static void
show_class (GtkWidget  *widget,
            const char *name,
            gboolean    shows)
{
  if (shows)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
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

  show_class (GTK_WIDGET (self->time_bar), "urgent", is_urgent);
}

static void
show_time (PalcoSessionRow *self)
{
  g_autofree char *time = palco_session_words_time (self->item);
  g_autofree char *cost = palco_session_words_cost (self->item);

  show_line (self->time_label, time);
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
  const char *classes[] = { "pill-label", palco_format_state_class (state), NULL };

  show_text (self->state_label, palco_session_words_state (self->item));

  /* GTK styles a widget again even for the classes that it has. */
  if (!gtk_widget_has_css_class (GTK_WIDGET (self->state_label), classes[1]))
    gtk_widget_set_css_classes (GTK_WIDGET (self->state_label), classes);
}

static void
show_words (PalcoSessionRow *self)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = palco_session_words_name (self->item);
  g_autofree char *place = palco_session_words_place (self->item, now);
  g_autofree char *note = palco_session_words_note (self->item);

  show_text (self->name_label, name);
  show_line (self->place_label, place);
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

  show_text (GTK_LABEL (self->heading_label), is_live ? C_("sessions", "Running")
                                                      : C_("sessions", "Ended"));
  gtk_widget_set_visible (self->heading_label, is_first);
  show_class (self->card, "first", is_first);
  show_class (self->card, "last", is_last);
}

static gboolean
get_extends (PalcoSessionRow *self)
{
  return self->item != NULL && palco_session_item_is_extending (self->item);
}

/* Up to where the lease grows when somebody turns that on. */
static guint
get_offered_cap (PalcoSessionRow *self)
{
  guint cap_minutes = palco_session_item_get_last_cap (self->item);

  return cap_minutes > 0 ? cap_minutes : g_settings_get_uint (self->settings, "cap-hours") * 60;
}

/* What the journal does not know it cannot keep. */
static gboolean
can_set_extends (PalcoSessionRow *self)
{
  return palco_session_item_is_live (self->item) &&
         palco_session_item_get_entry (self->item) != NULL &&
         !palco_session_get_stop_pending (palco_session_item_get_session (self->item)) &&
         palco_session_item_get_lease_minutes (self->item) < get_offered_cap (self);
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
                                 PALCO_LEASE_MAX_MINUTES);
  gtk_widget_action_set_enabled (widget, "session.extends", can_set_extends (self));
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
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXTENDS]);
}

/* Told when somebody points at it: GTK asks the display for the pointer at each new text. */
static gboolean
query_name_tooltip_cb (PalcoSessionRow *self,
                       int              x,
                       int              y,
                       gboolean         by_keyboard,
                       GtkTooltip      *tooltip)
{
  if (self->item == NULL)
    return FALSE;

  gtk_tooltip_set_text (tooltip, palco_session_item_get_id (self->item));

  return TRUE;
}

static gboolean
query_place_tooltip_cb (PalcoSessionRow *self,
                        int              x,
                        int              y,
                        gboolean         by_keyboard,
                        GtkTooltip      *tooltip)
{
  gtk_tooltip_set_text (tooltip, gtk_inscription_get_text (self->place_label));

  return TRUE;
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
palco_session_row_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_EXTENDS:
      g_value_set_boolean (value, get_extends (PALCO_SESSION_ROW (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* It is so once the journal says it. */
static void
palco_session_row_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  PalcoSessionRow *self = PALCO_SESSION_ROW (object);

  switch (prop_id)
    {
    case PROP_EXTENDS:
      palco_session_actions_set_cap (GTK_WIDGET (self), self->item,
                                     g_value_get_boolean (value) ? get_offered_cap (self) : 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
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
  gtk_widget_class_bind_template_callback (widget_class, query_name_tooltip_cb);
  gtk_widget_class_bind_template_callback (widget_class, query_place_tooltip_cb);
}

static void
palco_session_row_class_init (PalcoSessionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = palco_session_row_dispose;
  object_class->get_property = palco_session_row_get_property;
  object_class->set_property = palco_session_row_set_property;

  properties[PROP_EXTENDS] =
    g_param_spec_boolean ("extends", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_property_action (widget_class, "session.extends", "extends");
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

/* Returns: (nullable): what it shows */
PalcoSessionItem *
palco_session_row_get_item (PalcoSessionRow *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION_ROW (self), NULL);

  return self->item;
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
  show_item (self);
}
