/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-map-camera.h"

#include <adwaita.h>

#define FLIGHT_MSECS 350

/**
 * PalcoMapCamera:
 *
 * Which part of the world a widget shows. Until somebody moves it, that is where the regions
 * are, whatever the size of the widget. Flights take some time, unless animations are off.
 */

struct _PalcoMapCamera
{
  GObject       parent_instance;
  PalcoMapView  view;
  PalcoMapView  from;      /* of a flight */
  PalcoMapView  to;
  GArray       *places;
  GtkBorder     margin;
  gboolean      is_home;
  gboolean      flies_home;
  AdwAnimation *flight;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcoMapCamera, palco_map_camera, G_TYPE_OBJECT)

static void
fit (PalcoMapCamera *self,
     PalcoMapView   *view)
{
  palco_map_view_fit (view, (graphene_point_t *) self->places->data, self->places->len, &self->margin);
}

static gboolean
is_flying (PalcoMapCamera *self)
{
  return adw_animation_get_state (self->flight) == ADW_ANIMATION_PLAYING;
}

static void
changed (PalcoMapCamera *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
flight_cb (double   progress,
           gpointer user_data)
{
  PalcoMapCamera *self = user_data;

  palco_map_view_mix (&self->view, &self->from, &self->to, progress);
  self->is_home = self->flies_home && progress >= 1.0;
  changed (self);
}

/* What the view will be when nothing flies any more. */
static PalcoMapView
get_target (PalcoMapCamera *self)
{
  return is_flying (self) ? self->to : self->view;
}

static void
depart (PalcoMapCamera     *self,
        const PalcoMapView *to,
        gboolean            flies_home)
{
  if (palco_map_view_equal (to, &self->view) && !flies_home)
    return;

  self->from = self->view;
  self->to = *to;
  self->flies_home = flies_home;
  self->is_home = FALSE;
  adw_animation_reset (self->flight);
  adw_animation_play (self->flight);
}

/* A hand on the map ends a flight where it is. */
static void
take_over (PalcoMapCamera *self)
{
  if (is_flying (self))
    adw_animation_pause (self->flight);

  self->is_home = FALSE;
}

static void
palco_map_camera_finalize (GObject *object)
{
  PalcoMapCamera *self = PALCO_MAP_CAMERA (object);

  g_array_unref (self->places);
  g_clear_object (&self->flight);

  G_OBJECT_CLASS (palco_map_camera_parent_class)->finalize (object);
}

static void
palco_map_camera_class_init (PalcoMapCameraClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = palco_map_camera_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", PALCO_TYPE_MAP_CAMERA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
palco_map_camera_init (PalcoMapCamera *self)
{
  self->places = g_array_new (FALSE, FALSE, sizeof (graphene_point_t));
  self->is_home = TRUE;
  self->view.scale = 1.0;
}

PalcoMapCamera *
palco_map_camera_new (GtkWidget *widget)
{
  PalcoMapCamera *self = g_object_new (PALCO_TYPE_MAP_CAMERA, NULL);
  AdwAnimationTarget *target = adw_callback_animation_target_new (flight_cb, self, NULL);

  self->flight = adw_timed_animation_new (widget, 0.0, 1.0, FLIGHT_MSECS, target);
  adw_timed_animation_set_easing (ADW_TIMED_ANIMATION (self->flight), ADW_EASE_IN_OUT_CUBIC);

  return self;
}

const PalcoMapView *
palco_map_camera_get_view (PalcoMapCamera *self)
{
  return &self->view;
}

gboolean
palco_map_camera_can_zoom (PalcoMapCamera *self,
                           double          factor)
{
  PalcoMapView target = get_target (self);

  return factor > 1.0 ? target.scale < palco_map_view_get_most (&target)
                      : target.scale > palco_map_view_get_least (&target);
}

/* The places that are shown at first. */
void
palco_map_camera_set_places (PalcoMapCamera         *self,
                             const graphene_point_t *places,
                             guint                   n_places)
{
  g_array_set_size (self->places, 0);
  g_array_append_vals (self->places, places, n_places);

  if (!self->is_home)
    return;

  fit (self, &self->view);
  changed (self);
}

/* Does not emit “changed”: whoever resizes knows. */
void
palco_map_camera_resize (PalcoMapCamera  *self,
                         double           width,
                         double           height,
                         const GtkBorder *margin)
{
  if (is_flying (self) && (width != self->view.width || height != self->view.height))
    adw_animation_skip (self->flight);

  self->margin = *margin;
  palco_map_view_resize (&self->view, width, height);
  if (self->is_home)
    fit (self, &self->view);
}

void
palco_map_camera_pan (PalcoMapCamera *self,
                      double          dx,
                      double          dy)
{
  take_over (self);
  palco_map_view_pan (&self->view, dx, dy);
  changed (self);
}

void
palco_map_camera_zoom (PalcoMapCamera *self,
                       double          factor,
                       double          x,
                       double          y)
{
  take_over (self);
  palco_map_view_zoom (&self->view, factor, x, y);
  changed (self);
}

/* By pixels, as palco_map_camera_pan(). */
void
palco_map_camera_fly (PalcoMapCamera *self,
                      double          dx,
                      double          dy)
{
  PalcoMapView to = get_target (self);

  palco_map_view_pan (&to, dx, dy);
  depart (self, &to, FALSE);
}

/* Enlarges around a place in view, or around the middle. */
void
palco_map_camera_fly_into (PalcoMapCamera         *self,
                           const graphene_point_t *place,
                           double                  factor)
{
  PalcoMapView to = get_target (self);
  graphene_point_t point = GRAPHENE_POINT_INIT (to.width / 2.0, to.height / 2.0);

  if (place != NULL)
    point = palco_map_view_get_point (&to, place);

  palco_map_view_zoom (&to, factor, point.x, point.y);
  depart (self, &to, FALSE);
}

/* Comes close enough to see only so many degrees of longitude; never goes farther away. */
void
palco_map_camera_fly_to (PalcoMapCamera         *self,
                         const graphene_point_t *place,
                         double                  degrees)
{
  PalcoMapView to = get_target (self);

  to.scale = MAX (to.scale, to.width * 360.0 / degrees);
  palco_map_view_center_on (&to, place);
  depart (self, &to, FALSE);
}

void
palco_map_camera_fly_home (PalcoMapCamera *self)
{
  PalcoMapView to = get_target (self);

  fit (self, &to);
  depart (self, &to, TRUE);
}
