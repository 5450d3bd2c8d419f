/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-buttons.h"

#include <glib/gi18n.h>

#include "palco-format.h"
#include "palco-session-menu.h"
#include "palco-widgets.h"

/**
 * PalcoSessionButtons:
 *
 * What can be done with a session at once. The buttons of each state lie on one another, so that
 * all rows are of one width, and columns line up whatever a row offers.
 */

struct _PalcoSessionButtons
{
  GtkWidget      parent_instance;
  GtkWidget     *ready_box;
  GtkWidget     *starting_box;
  GtkWidget     *ended_box;
  GtkWidget     *extend_button;
  GtkMenuButton *step_button;
};

G_DEFINE_FINAL_TYPE (PalcoSessionButtons, palco_session_buttons, GTK_TYPE_WIDGET)

/* A widget that only keeps its place is none to a screen reader. GTK 4.8 tells that to nobody who
 * has seen the widget already, unless it leaves and comes back. */
static void
show_box (PalcoSessionButtons *self,
          GtkWidget           *box,
          gboolean             is_shown)
{
  if (gtk_widget_get_child_visible (box) == is_shown)
    return;

  g_object_ref (box);
  gtk_widget_unparent (box);
  gtk_accessible_update_state (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_STATE_HIDDEN, !is_shown, -1);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  gtk_widget_set_child_visible (box, is_shown);
  g_object_unref (box);
}

static void
palco_session_buttons_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (palco_session_buttons_parent_class)->dispose (object);
}

static void
palco_session_buttons_class_init (PalcoSessionButtonsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = palco_session_buttons_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-session-buttons.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionButtons, ready_box);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionButtons, starting_box);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionButtons, ended_box);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionButtons, extend_button);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionButtons, step_button);
}

static void
palco_session_buttons_init (PalcoSessionButtons *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  palco_menu_button_set_name (self->step_button, _("Extend by Another Time"));
  palco_session_menu_attach (self->step_button, "step_menu");
}

void
palco_session_buttons_show_item (PalcoSessionButtons *self,
                                 PalcoSessionItem    *item)
{
  gboolean is_live = palco_session_item_is_live (item);
  gboolean is_starting = palco_session_item_get_state (item) == PALCO_SESSION_STATE_STARTING;

  g_return_if_fail (PALCO_IS_SESSION_BUTTONS (self));

  show_box (self, self->ready_box, is_live && !is_starting);
  show_box (self, self->starting_box, is_starting);
  show_box (self, self->ended_box, !is_live);
}

void
palco_session_buttons_set_step (PalcoSessionButtons *self,
                                guint                minutes)
{
  g_autofree char *lease = palco_format_lease (minutes);
  g_autofree char *label = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (PALCO_IS_SESSION_BUTTONS (self));

  /* Translators: on a button that adds this to the lease time; %s is for example “30 min”. */
  label = g_strdup_printf (_("+%s"), lease);
  /* Translators: what that button does. */
  name = g_strdup_printf (_("Extend by %s"), lease);

  gtk_button_set_label (GTK_BUTTON (self->extend_button), label);
  gtk_widget_set_tooltip_text (self->extend_button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->extend_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->extend_button), "u", minutes);
}
