/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-map-gestures.h"

#include <math.h>

/* A click of the wheel enlarges by a fourth; so does this way on a touchpad, in pixels. */
#define WHEEL_FACTOR 1.25
#define TOUCHPAD_STEP 40.0

typedef struct
{
  GtkWidget      *widget;
  PalcoMapCamera *camera;
  double          pointer_x;
  double          pointer_y;
  double          dragged_x;     /* so far, from where the drag began */
  double          dragged_y;
  double          pinched;       /* so far, as a factor */
} Gestures;

static void
drag_begin_cb (Gestures   *self,
               double      x,
               double      y,
               GtkGesture *gesture)
{
  self->dragged_x = 0.0;
  self->dragged_y = 0.0;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_set_cursor_from_name (self->widget, "grabbing");
}

static void
drag_update_cb (Gestures *self,
                double    x,
                double    y)
{
  palco_map_camera_pan (self->camera, x - self->dragged_x, y - self->dragged_y);
  self->dragged_x = x;
  self->dragged_y = y;
}

static void
drag_end_cb (Gestures *self)
{
  gtk_widget_set_cursor (self->widget, NULL);
}

static void
pinch_begin_cb (Gestures *self)
{
  self->pinched = 1.0;
}

static void
pinch_cb (Gestures   *self,
          double      factor,
          GtkGesture *gesture)
{
  double x;
  double y;

  if (!gtk_gesture_get_bounding_box_center (gesture, &x, &y))
    return;

  palco_map_camera_zoom (self->camera, factor / self->pinched, x, y);
  self->pinched = factor;
}

/* Scroll events do not tell where the pointer is. */
static void
motion_cb (Gestures *self,
           double    x,
           double    y)
{
  self->pointer_x = x;
  self->pointer_y = y;
}

/* At either end the wheel goes on to scroll the page. */
static gboolean
scroll_cb (Gestures                 *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  gboolean is_wheel = gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL;
  double factor = pow (WHEEL_FACTOR, is_wheel ? -dy : -dy / TOUCHPAD_STEP);

  if (dy == 0.0 || !palco_map_camera_can_zoom (self->camera, factor))
    return GDK_EVENT_PROPAGATE;

  palco_map_camera_zoom (self->camera, factor, self->pointer_x, self->pointer_y);

  return GDK_EVENT_STOP;
}

static void
gestures_free (Gestures *self)
{
  g_object_unref (self->camera);
  g_free (self);
}

/* Drag, pinch and wheel. */
void
palco_map_add_gestures (GtkWidget      *widget,
                        PalcoMapCamera *camera)
{
  Gestures *self = g_new0 (Gestures, 1);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  self->widget = widget;
  self->camera = g_object_ref (camera);
  /* Outlives the controllers, which go first. */
  g_object_set_data_full (G_OBJECT (widget), "palco-map-gestures", self,
                          (GDestroyNotify) gestures_free);

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);

  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, scroll);
}
