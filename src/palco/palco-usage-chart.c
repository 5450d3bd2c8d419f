/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-usage-chart.h"

#include <glib/gi18n.h>
#include <math.h>

#include "palco-format-usage.h"
#include "palco-format.h"

#define MIN_HEIGHT      120
#define NATURAL_HEIGHT  180
#define MIN_WIDTH       240
#define NATURAL_WIDTH   600
#define LABEL_GAP       6
#define BAR_SHARE       0.7f    /* of the width that a day has */
#define MAX_BAR_WIDTH   24.0f
#define BAR_RADIUS      3.0f
#define LINE_OPACITY    0.15
#define LABEL_OPACITY   0.7
#define DAYS_PER_LABEL  5

/**
 * PalcoUsageChart:
 *
 * Hours of each day of a month as bars, with the sizes on top of each other. It is a picture:
 * whoever shows it shows the same in words beside it.
 */

struct _PalcoUsageChart
{
  GtkWidget   parent_instance;
  PalcoUsage *usage;
};

/* Where things are, in one drawing. */
typedef struct
{
  graphene_rect_t plot;
  float           day_width;
  guint           axis_hours;
} Geometry;

G_DEFINE_FINAL_TYPE (PalcoUsageChart, palco_usage_chart, GTK_TYPE_WIDGET)

static gint64
find_most_seconds (PalcoUsage *usage)
{
  GListModel *days = palco_usage_get_days (usage);
  gint64 sums[32] = { 0, };
  gint64 most = 0;

  for (guint i = 0; i < g_list_model_get_n_items (days); i++)
    {
      g_autoptr(PalcoUsageRow) row = g_list_model_get_item (days, i);
      guint day = palco_usage_row_get_day (row);

      sums[day] += palco_usage_row_get_seconds (row);
      most = MAX (most, sums[day]);
    }

  return most;
}

/* The hours at the top of the axis: a number whose half is as round as itself. */
guint
palco_usage_chart_get_axis (gint64 most_seconds)
{
  static const guint steps[] = { 2, 4, 6, 8, 12, 16, 24, 48, 72, 96 };
  guint hours = (most_seconds + 3599) / 3600;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      if (hours <= steps[i])
        return steps[i];
    }

  return (hours + 99) / 100 * 100;
}

static PangoLayout *
make_day_label (PalcoUsageChart *self,
                guint            day)
{
  g_autofree char *text = g_strdup_printf ("%u", day);

  return gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
}

static PangoLayout *
make_hours_label (PalcoUsageChart *self,
                  guint            hours)
{
  /* Translators: hours, at the axis of a chart. */
  g_autofree char *text = g_strdup_printf (C_("chart", "%u h"), hours);

  return gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
}

static Geometry
find_geometry (PalcoUsageChart *self)
{
  Geometry geometry = { .axis_hours = palco_usage_chart_get_axis (find_most_seconds (self->usage)) };
  g_autoptr(PangoLayout) label = make_hours_label (self, geometry.axis_hours);
  int label_width, label_height;
  float width, height;

  pango_layout_get_pixel_size (label, &label_width, &label_height);
  width = MAX (gtk_widget_get_width (GTK_WIDGET (self)) - label_width - LABEL_GAP, 1);
  height = MAX (gtk_widget_get_height (GTK_WIDGET (self)) - label_height * 1.5f - LABEL_GAP, 1);
  graphene_rect_init (&geometry.plot, label_width + LABEL_GAP, label_height / 2.0f, width, height);
  geometry.day_width = width / palco_usage_get_n_days (self->usage);

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    geometry.plot.origin.x = 0.0f;

  return geometry;
}

static float
find_day_x (PalcoUsageChart *self,
            const Geometry  *geometry,
            guint            day)
{
  guint column = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL
                   ? palco_usage_get_n_days (self->usage) - day : day - 1;

  return geometry->plot.origin.x + column * geometry->day_width;
}

static GdkRGBA
get_color (PalcoUsageChart *self,
           guint            index)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  g_autofree char *name = g_strdup_printf ("usage_%u", index % PALCO_USAGE_CHART_N_COLORS + 1);
  GdkRGBA color;

  if (!gtk_style_context_lookup_color (context, name, &color))
    gtk_style_context_get_color (context, &color);

  return color;
}

static guint
find_size_index (PalcoUsageChart *self,
                 const char      *size_id)
{
  GListModel *sizes = palco_usage_get_sizes (self->usage);
  guint n_sizes = g_list_model_get_n_items (sizes);

  for (guint i = 0; i < n_sizes; i++)
    {
      g_autoptr(PalcoUsageRow) row = g_list_model_get_item (sizes, i);

      if (g_ascii_strcasecmp (palco_usage_row_get_size_id (row), size_id) == 0)
        return i;
    }

  return n_sizes;
}

static void
draw_layout (GtkSnapshot   *snapshot,
             PangoLayout   *layout,
             float          x,
             float          y,
             const GdkRGBA *color)
{
  GdkRGBA faint = *color;

  faint.alpha *= LABEL_OPACITY;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, &faint);
  gtk_snapshot_restore (snapshot);
}

static void
draw_line (PalcoUsageChart *self,
           GtkSnapshot     *snapshot,
           const Geometry  *geometry,
           guint            hours,
           const GdkRGBA   *color)
{
  g_autoptr(PangoLayout) label = make_hours_label (self, hours);
  float y = geometry->plot.origin.y + geometry->plot.size.height * (1.0f - (float) hours / geometry->axis_hours);
  gboolean is_rtl = geometry->plot.origin.x == 0.0f;
  GdkRGBA line = *color;
  int width, height;
  float x;

  line.alpha *= LINE_OPACITY;
  gtk_snapshot_append_color (snapshot, &line,
                             &GRAPHENE_RECT_INIT (geometry->plot.origin.x, roundf (y),
                                                  geometry->plot.size.width, 1));
  pango_layout_get_pixel_size (label, &width, &height);
  x = is_rtl ? geometry->plot.size.width + LABEL_GAP : geometry->plot.origin.x - LABEL_GAP - width;
  draw_layout (snapshot, label, x, y - height / 2.0f, color);
}

static void
draw_day_label (PalcoUsageChart *self,
                GtkSnapshot     *snapshot,
                const Geometry  *geometry,
                guint            day,
                const GdkRGBA   *color)
{
  g_autoptr(PangoLayout) label = make_day_label (self, day);
  int width;

  pango_layout_get_pixel_size (label, &width, NULL);
  draw_layout (snapshot, label,
               find_day_x (self, geometry, day) + (geometry->day_width - width) / 2.0f,
               geometry->plot.origin.y + geometry->plot.size.height + LABEL_GAP, color);
}

static void
draw_axes (PalcoUsageChart *self,
           GtkSnapshot     *snapshot,
           const Geometry  *geometry)
{
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  draw_line (self, snapshot, geometry, 0, &color);
  draw_line (self, snapshot, geometry, geometry->axis_hours / 2, &color);
  draw_line (self, snapshot, geometry, geometry->axis_hours, &color);

  draw_day_label (self, snapshot, geometry, 1, &color);
  for (guint day = DAYS_PER_LABEL; day <= palco_usage_get_n_days (self->usage); day += DAYS_PER_LABEL)
    draw_day_label (self, snapshot, geometry, day, &color);
}

/* Returns the height of it. */
static float
draw_bar (PalcoUsageChart *self,
          GtkSnapshot     *snapshot,
          const Geometry  *geometry,
          PalcoUsageRow   *row,
          float            below)
{
  float height = geometry->plot.size.height * palco_usage_row_get_seconds (row) /
                 (geometry->axis_hours * 3600.0f);
  float width = MIN (geometry->day_width * BAR_SHARE, MAX_BAR_WIDTH);
  float x = find_day_x (self, geometry, palco_usage_row_get_day (row)) +
            (geometry->day_width - width) / 2.0f;
  float bottom = geometry->plot.origin.y + geometry->plot.size.height - below;
  GdkRGBA color = get_color (self, find_size_index (self, palco_usage_row_get_size_id (row)));
  graphene_rect_t rect = GRAPHENE_RECT_INIT (x, bottom - height, width, height);
  GskRoundedRect clip;

  /* What was used at all is seen. */
  if (below == 0.0f && height < 1.0f)
    graphene_rect_init (&rect, x, bottom - 1.0f, width, 1.0f);

  gsk_rounded_rect_init_from_rect (&clip, &rect, MIN (BAR_RADIUS, height / 2.0f));
  gtk_snapshot_push_rounded_clip (snapshot, &clip);
  gtk_snapshot_append_color (snapshot, &color, &rect);
  gtk_snapshot_pop (snapshot);

  return height;
}

static void
draw_bars (PalcoUsageChart *self,
           GtkSnapshot     *snapshot,
           const Geometry  *geometry)
{
  GListModel *days = palco_usage_get_days (self->usage);
  float below = 0.0f;
  guint last_day = 0;

  for (guint i = 0; i < g_list_model_get_n_items (days); i++)
    {
      g_autoptr(PalcoUsageRow) row = g_list_model_get_item (days, i);
      guint day = palco_usage_row_get_day (row);

      if (day != last_day)
        below = 0.0f;
      last_day = day;
      below += draw_bar (self, snapshot, geometry, row, below);
    }
}

static void
palco_usage_chart_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  PalcoUsageChart *self = PALCO_USAGE_CHART (widget);
  Geometry geometry;

  if (self->usage == NULL)
    return;

  geometry = find_geometry (self);
  draw_axes (self, snapshot, &geometry);
  draw_bars (self, snapshot, &geometry);
}

static void
palco_usage_chart_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  gboolean is_width = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = is_width ? MIN_WIDTH : MIN_HEIGHT;
  *natural = is_width ? NATURAL_WIDTH : NATURAL_HEIGHT;
}

static guint
find_day_at (PalcoUsageChart *self,
             int              x)
{
  Geometry geometry = find_geometry (self);
  float column = (x - geometry.plot.origin.x) / geometry.day_width;
  guint n_days = palco_usage_get_n_days (self->usage);

  if (column < 0.0f || column >= n_days)
    return 0;

  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? n_days - (guint) column
                                                                           : (guint) column + 1;
}

/* Returns NULL for a day on which nothing was used. */
char *
palco_usage_chart_dup_tooltip (PalcoUsageChart *self,
                               guint            day)
{
  GListModel *days = palco_usage_get_days (self->usage);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *title = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (days); i++)
    {
      g_autoptr(PalcoUsageRow) row = g_list_model_get_item (days, i);
      g_autofree char *sessions = NULL;

      if (palco_usage_row_get_day (row) != day)
        continue;

      sessions = palco_format_usage_sessions (row);
      /* Translators: a size of server, and how long and how often it was used. */
      g_string_append_c (text, '\n');
      g_string_append_printf (text, _("%s: %s"), palco_usage_row_get_size_id (row), sessions);
    }

  if (text->len == 0)
    return NULL;

  title = palco_format_day (palco_usage_get_year (self->usage), palco_usage_get_month (self->usage), day);

  return g_strconcat (title, text->str, NULL);
}

static gboolean
palco_usage_chart_query_tooltip (GtkWidget  *widget,
                                 int         x,
                                 int         y,
                                 gboolean    keyboard_tooltip,
                                 GtkTooltip *tooltip)
{
  PalcoUsageChart *self = PALCO_USAGE_CHART (widget);
  guint day = self->usage != NULL && !keyboard_tooltip ? find_day_at (self, x) : 0;
  g_autofree char *text = day > 0 ? palco_usage_chart_dup_tooltip (self, day) : NULL;

  gtk_tooltip_set_text (tooltip, text);

  return text != NULL;
}

static void
palco_usage_chart_dispose (GObject *object)
{
  g_clear_object (&PALCO_USAGE_CHART (object)->usage);

  G_OBJECT_CLASS (palco_usage_chart_parent_class)->dispose (object);
}

static void
palco_usage_chart_class_init (PalcoUsageChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = palco_usage_chart_dispose;
  widget_class->snapshot = palco_usage_chart_snapshot;
  widget_class->measure = palco_usage_chart_measure;
  widget_class->query_tooltip = palco_usage_chart_query_tooltip;

  gtk_widget_class_set_css_name (widget_class, "usage-chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
palco_usage_chart_init (PalcoUsageChart *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

static void
update_accessible_name (PalcoUsageChart *self)
{
  g_autofree char *month = palco_format_month (palco_usage_get_year (self->usage),
                                               palco_usage_get_month (self->usage));
  /* Translators: what a chart shows; %s is a month, for example “November 2026”. */
  g_autofree char *name = g_strdup_printf (_("Hours of each day of %s"), month);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
palco_usage_chart_set_usage (PalcoUsageChart *self,
                             PalcoUsage      *usage)
{
  if (!g_set_object (&self->usage, usage))
    return;

  update_accessible_name (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
