/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-map-legend.h"

#include "palco-format-latency.h"

/**
 * PalcoMapLegend:
 *
 * What the colours of markers mean.
 */

struct _PalcoMapLegend
{
  GtkBox parent_instance;
};

G_DEFINE_FINAL_TYPE (PalcoMapLegend, palco_map_legend, GTK_TYPE_BOX)

static void
add_grade (PalcoMapLegend    *self,
           PalcoLatencyGrade  grade)
{
  GtkWidget *dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (dot, "dot");
  gtk_widget_add_css_class (dot, palco_format_grade_class (grade));
  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self), dot);
  gtk_box_append (GTK_BOX (self), gtk_label_new (palco_format_grade (grade)));
}

static void
palco_map_legend_class_init (PalcoMapLegendClass *klass)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "legend");
}

static void
palco_map_legend_init (PalcoMapLegend *self)
{
  add_grade (self, PALCO_LATENCY_GRADE_RECOMMENDED);
  add_grade (self, PALCO_LATENCY_GRADE_USABLE);
  add_grade (self, PALCO_LATENCY_GRADE_SLOW);
  add_grade (self, PALCO_LATENCY_GRADE_UNREACHABLE);
}
