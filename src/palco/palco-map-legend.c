/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-map-legend.h"

#include "palco-format-latency.h"
#include "palco-latency-words.h"

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
  gtk_box_append (GTK_BOX (self), palco_map_dot_new (palco_format_grade_class (grade)));
  gtk_box_append (GTK_BOX (self), gtk_label_new (palco_latency_words_grade (grade)));
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

/* The same here and in markers, for those who see it; words beside it are for everybody. */
GtkWidget *
palco_map_dot_new (const char *css_class)
{
  GtkWidget *dot = g_object_new (GTK_TYPE_BOX,
                                 "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                 "halign", GTK_ALIGN_CENTER,
                                 "valign", GTK_ALIGN_CENTER,
                                 NULL);

  gtk_widget_add_css_class (dot, "dot");
  if (css_class != NULL)
    gtk_widget_add_css_class (dot, css_class);

  return dot;
}
