/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-map-land.h"

#include "palco-map-coast.h"

/* In pixels of the screen: nobody sees less than one. */
#define TOLERANCE 0.75

/**
 * PalcoMapLand:
 *
 * The land of the world, in its CSS colour. It is drawn once for each view, size and colour.
 */

struct _PalcoMapLand
{
  GtkWidget      parent_instance;
  PalcoMapCoast *coast;
  PalcoMapView   view;
  GskRenderNode *node;
};

G_DEFINE_FINAL_TYPE (PalcoMapLand, palco_map_land, GTK_TYPE_WIDGET)

static PalcoMapCoast *
load_coast (void)
{
  g_autoptr(GBytes) bytes = g_resources_lookup_data ("/io/github/palco/Palco/map/land.bin",
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  return palco_map_coast_new (data, length);
}

static void
forget_node (PalcoMapLand *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Which pixels are land: tessellating the coasts is what costs. With so many points, sixteen
 * shades at the edges look like all 256, in half the time. */
static cairo_surface_t *
create_mask (PalcoMapLand *self)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  cairo_surface_t *mask = cairo_image_surface_create (CAIRO_FORMAT_A8, self->view.width * scale,
                                                      self->view.height * scale);
  cairo_t *cr = cairo_create (mask);

  cairo_scale (cr, scale, scale);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  palco_map_coast_add_path (self->coast, &self->view, TOLERANCE / scale, cr);
  cairo_fill (cr);
  cairo_destroy (cr);

  cairo_surface_set_device_scale (mask, scale, scale);

  return mask;
}

/* The cairo renderer draws this as it is; it would convert a texture in each frame. */
static GskRenderNode *
create_node (PalcoMapLand *self)
{
  GskRenderNode *node =
    gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, self->view.width, self->view.height));
  cairo_surface_t *mask = create_mask (self);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_mask_surface (cr, mask, 0, 0);
  cairo_destroy (cr);
  cairo_surface_destroy (mask);

  return node;
}

static void
palco_map_land_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  PalcoMapLand *self = PALCO_MAP_LAND (widget);

  if (self->view.width < 1.0 || self->view.height < 1.0)
    return;

  if (self->coast == NULL)
    self->coast = load_coast ();

  if (self->node == NULL)
    self->node = create_node (self);

  gtk_snapshot_append_node (snapshot, self->node);
}

static void
palco_map_land_css_changed (GtkWidget         *widget,
                            GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (palco_map_land_parent_class)->css_changed (widget, change);
  forget_node (PALCO_MAP_LAND (widget));
}

static void
palco_map_land_unmap (GtkWidget *widget)
{
  forget_node (PALCO_MAP_LAND (widget));

  GTK_WIDGET_CLASS (palco_map_land_parent_class)->unmap (widget);
}

static void
palco_map_land_finalize (GObject *object)
{
  PalcoMapLand *self = PALCO_MAP_LAND (object);

  g_clear_pointer (&self->coast, palco_map_coast_free);
  g_clear_pointer (&self->node, gsk_render_node_unref);

  G_OBJECT_CLASS (palco_map_land_parent_class)->finalize (object);
}

static void
palco_map_land_class_init (PalcoMapLandClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = palco_map_land_finalize;

  widget_class->snapshot = palco_map_land_snapshot;
  widget_class->css_changed = palco_map_land_css_changed;
  widget_class->unmap = palco_map_land_unmap;

  gtk_widget_class_set_css_name (widget_class, "land");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
palco_map_land_init (PalcoMapLand *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (forget_node), NULL);
}

void
palco_map_land_set_view (PalcoMapLand       *self,
                         const PalcoMapView *view)
{
  g_return_if_fail (PALCO_IS_MAP_LAND (self));

  if (palco_map_view_equal (&self->view, view))
    return;

  self->view = *view;
  forget_node (self);
}
