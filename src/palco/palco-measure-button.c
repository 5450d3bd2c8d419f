/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-measure-button.h"

#include <glib/gi18n.h>

#include "palco-format.h"

#define TICK_SECS 10

/**
 * PalcoMeasureButton:
 *
 * Tells when the regions were measured, and measures them again.
 */

struct _PalcoMeasureButton
{
  GtkButton            parent_instance;
  GtkLabel            *label;
  PalcoLatencyMonitor *monitor;
  guint                tick_id;
};

G_DEFINE_FINAL_TYPE (PalcoMeasureButton, palco_measure_button, GTK_TYPE_BUTTON)

/* In steps of ten seconds, then of minutes: nobody needs it exactly. */
static char *
format_age (GDateTime *moment)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  gint64 seconds = g_date_time_difference (now, moment) / G_USEC_PER_SEC;
  g_autofree char *age = NULL;

  if (seconds < TICK_SECS)
    return g_strdup (_("Measured just now"));

  age = palco_format_duration (seconds - seconds % (seconds < 60 ? TICK_SECS : 60));

  /* Translators: when distances were measured; %s is for example “20 s” or “5 min”. */
  return g_strdup_printf (_("Measured %s ago"), age);
}

static gboolean
update (PalcoMeasureButton *self)
{
  GDateTime *moment = palco_latency_monitor_get_measured_at (self->monitor);
  gboolean is_measuring = palco_latency_monitor_get_measuring (self->monitor);
  g_autofree char *age = moment != NULL ? format_age (moment) : NULL;

  if (is_measuring || age == NULL)
    gtk_label_set_label (self->label, is_measuring ? _("Measuring…") : _("Measure"));
  else
    gtk_label_set_label (self->label, age);

  return G_SOURCE_CONTINUE;
}

static void
changed_cb (PalcoMeasureButton *self)
{
  update (self);
}

static void
palco_measure_button_clicked (GtkButton *button)
{
  palco_latency_monitor_measure (PALCO_MEASURE_BUTTON (button)->monitor);
}

static void
palco_measure_button_map (GtkWidget *widget)
{
  PalcoMeasureButton *self = PALCO_MEASURE_BUTTON (widget);

  GTK_WIDGET_CLASS (palco_measure_button_parent_class)->map (widget);

  update (self);
  self->tick_id = g_timeout_add_seconds (TICK_SECS, G_SOURCE_FUNC (update), self);
}

static void
palco_measure_button_unmap (GtkWidget *widget)
{
  PalcoMeasureButton *self = PALCO_MEASURE_BUTTON (widget);

  g_clear_handle_id (&self->tick_id, g_source_remove);

  GTK_WIDGET_CLASS (palco_measure_button_parent_class)->unmap (widget);
}

static void
palco_measure_button_dispose (GObject *object)
{
  PalcoMeasureButton *self = PALCO_MEASURE_BUTTON (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->monitor);

  G_OBJECT_CLASS (palco_measure_button_parent_class)->dispose (object);
}

static void
palco_measure_button_class_init (PalcoMeasureButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkButtonClass *button_class = GTK_BUTTON_CLASS (klass);

  object_class->dispose = palco_measure_button_dispose;
  widget_class->map = palco_measure_button_map;
  widget_class->unmap = palco_measure_button_unmap;
  button_class->clicked = palco_measure_button_clicked;
}

static void
palco_measure_button_init (PalcoMeasureButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (_("Measure"));

  self->label = GTK_LABEL (label);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("view-refresh-symbolic"));
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "measure-button");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), _("Measure Again"));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
}

void
palco_measure_button_set_monitor (PalcoMeasureButton  *self,
                                  PalcoLatencyMonitor *monitor)
{
  g_return_if_fail (PALCO_IS_MEASURE_BUTTON (self));

  g_set_object (&self->monitor, monitor);
  g_signal_connect_object (monitor, "notify::measuring", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (monitor, "notify::measured-at", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
