/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-map-land.h"

#include "palco-map-coast.h"

/* In pixels of the screen: nobody sees half of one. */
#define TOLERANCE 0.5

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
  GdkTexture    *texture;
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
forget_texture (PalcoMapLand *self)
{
  g_clear_object (&self->texture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static GdkTexture *
create_texture (cairo_surface_t *surface)
{
  int height = cairo_image_surface_get_height (surface);
  int stride = cairo_image_surface_get_stride (surface);
  g_autoptr(GBytes) bytes = NULL;

  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), (gsize) stride * height,
                                      (GDestroyNotify) cairo_surface_destroy,
                                      cairo_surface_reference (surface));

  return gdk_memory_texture_new (cairo_image_surface_get_width (surface), height,
                                 GDK_MEMORY_DEFAULT, bytes, stride);
}

static GdkTexture *
draw (PalcoMapLand *self)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32,
                                                         self->view.width * scale,
                                                         self->view.height * scale);
  cairo_t *cr = cairo_create (surface);
  GdkTexture *texture;
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_scale (cr, scale, scale);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  palco_map_coast_add_path (self->coast, &self->view, TOLERANCE / scale, cr);
  cairo_fill (cr);
  cairo_destroy (cr);

  texture = create_texture (surface);
  cairo_surface_destroy (surface);

  return texture;
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

  if (self->texture == NULL)
    self->texture = draw (self);

  gtk_snapshot_append_texture (snapshot, self->texture,
                               &GRAPHENE_RECT_INIT (0, 0, self->view.width, self->view.height));
}

static void
palco_map_land_css_changed (GtkWidget         *widget,
                            GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (palco_map_land_parent_class)->css_changed (widget, change);
  forget_texture (PALCO_MAP_LAND (widget));
}

static void
palco_map_land_unmap (GtkWidget *widget)
{
  forget_texture (PALCO_MAP_LAND (widget));

  GTK_WIDGET_CLASS (palco_map_land_parent_class)->unmap (widget);
}

static void
palco_map_land_finalize (GObject *object)
{
  PalcoMapLand *self = PALCO_MAP_LAND (object);

  g_clear_pointer (&self->coast, palco_map_coast_free);
  g_clear_object (&self->texture);

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
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (forget_texture), NULL);
}

void
palco_map_land_set_view (PalcoMapLand       *self,
                         const PalcoMapView *view)
{
  g_return_if_fail (PALCO_IS_MAP_LAND (self));

  if (palco_map_view_equal (&self->view, view))
    return;

  self->view = *view;
  forget_texture (self);
}
