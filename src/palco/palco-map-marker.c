/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-map-marker.h"

#include "palco-format.h"
#include "palco-format-latency.h"
#include "palco-map-legend.h"
#include "palco-map-projection.h"
#include "palco-region-words.h"

#define LABEL_MAX_CHARS 40

/**
 * PalcoMapMarker:
 *
 * A region on the map, one of several radio buttons. Its colour is its grade. The label that
 * goes beside it is a widget of its own, which the map places and shows where there is room.
 */

struct _PalcoMapMarker
{
  GtkToggleButton   parent_instance;
  PalcoRegion      *region;
  graphene_point_t  place;
  GtkWidget        *label;
  graphene_rect_t   box;
};

enum {
  PROP_REGION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoMapMarker, palco_map_marker, GTK_TYPE_TOGGLE_BUTTON)

static gboolean
is_selected (PalcoMapMarker *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self));
}

/* The selected one, and one that somebody asks about, also say the grade in a word. */
static void
update_label (PalcoMapMarker *self)
{
  const char *name = palco_region_words_name (self->region);
  PalcoLatency *latency = palco_region_get_latency (self->region);
  g_autofree char *text = NULL;
  g_autofree char *far = NULL;

  if (is_selected (self) || palco_map_marker_is_raised (self))
    far = palco_format_latency_spoken (latency);
  else if (latency != NULL)
    far = palco_format_latency (latency);

  text = far != NULL ? g_strdup_printf ("%s  %s", name, far) : g_strdup (name);
  gtk_label_set_label (GTK_LABEL (self->label), text);
}

/* A screen reader hears everything that can be seen here and in the list. */
static void
update_name (PalcoMapMarker *self)
{
  PalcoLatency *latency = palco_region_get_latency (self->region);
  g_autofree char *far = palco_format_latency_spoken (latency);
  g_autofree char *details = palco_format_latency_details (latency);
  g_autofree char *n_free = palco_format_sizes_free (palco_region_get_sizes (self->region));
  g_autofree char *name = g_strjoin (", ", palco_region_words_name (self->region), far, n_free, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), details);
}

static void
update_grade (PalcoMapMarker *self)
{
  PalcoLatencyGrade grade = palco_latency_get_grade (palco_region_get_latency (self->region));
  const char *classes[] = { palco_format_grade_class (grade), NULL };

  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
}

/* The map has to place the labels anew. */
static void
ask_for_layout (PalcoMapMarker *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (parent != NULL)
    gtk_widget_queue_allocate (parent);
}

static void
region_changed_cb (PalcoMapMarker *self)
{
  update_grade (self);
  update_name (self);
  update_label (self);
  ask_for_layout (self);
}

/* To a screen reader it is one of several radio buttons, not a button that stays down. */
static void
update_checked (PalcoMapMarker *self)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (self),
                               GTK_ACCESSIBLE_STATE_CHECKED,
                               is_selected (self) ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE,
                               -1);
}

static void
palco_map_marker_toggled (GtkToggleButton *toggle)
{
  update_checked (PALCO_MAP_MARKER (toggle));
}

static void
palco_map_marker_state_flags_changed (GtkWidget     *widget,
                                      GtkStateFlags  previous)
{
  PalcoMapMarker *self = PALCO_MAP_MARKER (widget);

  GTK_WIDGET_CLASS (palco_map_marker_parent_class)->state_flags_changed (widget, previous);

  if (is_selected (self))
    gtk_widget_add_css_class (self->label, "selected");
  else
    gtk_widget_remove_css_class (self->label, "selected");

  update_label (self);
  ask_for_layout (self);
}

static void
palco_map_marker_constructed (GObject *object)
{
  PalcoMapMarker *self = PALCO_MAP_MARKER (object);
  double latitude;
  double longitude;

  G_OBJECT_CLASS (palco_map_marker_parent_class)->constructed (object);

  palco_region_get_location (self->region, &latitude, &longitude);
  self->place = palco_map_project (latitude, longitude);

  g_signal_connect_object (self->region, "notify", G_CALLBACK (region_changed_cb), self,
                           G_CONNECT_SWAPPED);
  region_changed_cb (self);
  update_checked (self);
}

static void
palco_map_marker_finalize (GObject *object)
{
  PalcoMapMarker *self = PALCO_MAP_MARKER (object);

  g_clear_object (&self->region);
  g_clear_object (&self->label);

  G_OBJECT_CLASS (palco_map_marker_parent_class)->finalize (object);
}

static void
palco_map_marker_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  PalcoMapMarker *self = PALCO_MAP_MARKER (object);

  switch (prop_id)
    {
    case PROP_REGION:
      g_value_set_object (value, self->region);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_map_marker_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  PalcoMapMarker *self = PALCO_MAP_MARKER (object);

  switch (prop_id)
    {
    case PROP_REGION:
      self->region = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_map_marker_class_init (PalcoMapMarkerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkToggleButtonClass *toggle_class = GTK_TOGGLE_BUTTON_CLASS (klass);

  object_class->constructed = palco_map_marker_constructed;
  object_class->finalize = palco_map_marker_finalize;
  object_class->get_property = palco_map_marker_get_property;
  object_class->set_property = palco_map_marker_set_property;

  widget_class->state_flags_changed = palco_map_marker_state_flags_changed;

  toggle_class->toggled = palco_map_marker_toggled;

  properties[PROP_REGION] =
    g_param_spec_object ("region", NULL, NULL, PALCO_TYPE_REGION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "marker");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_RADIO);
}

static void
palco_map_marker_init (PalcoMapMarker *self)
{
  gtk_button_set_child (GTK_BUTTON (self), palco_map_dot_new (NULL));

  self->label = g_object_ref_sink (g_object_new (GTK_TYPE_LABEL,
                                                 "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                                 "can-target", FALSE,
                                                 "ellipsize", PANGO_ELLIPSIZE_END,
                                                 "max-width-chars", LABEL_MAX_CHARS,
                                                 NULL));
  gtk_widget_add_css_class (self->label, "map-label");
  gtk_widget_add_css_class (self->label, "numeric");
}

GtkWidget *
palco_map_marker_new (PalcoRegion *region)
{
  return g_object_new (PALCO_TYPE_MAP_MARKER, "region", region, NULL);
}

PalcoRegion *
palco_map_marker_get_region (PalcoMapMarker *self)
{
  g_return_val_if_fail (PALCO_IS_MAP_MARKER (self), NULL);

  return self->region;
}

GtkWidget *
palco_map_marker_get_label (PalcoMapMarker *self)
{
  g_return_val_if_fail (PALCO_IS_MAP_MARKER (self), NULL);

  return self->label;
}

/* In the plane of the map. */
const graphene_point_t *
palco_map_marker_get_place (PalcoMapMarker *self)
{
  g_return_val_if_fail (PALCO_IS_MAP_MARKER (self), NULL);

  return &self->place;
}

/* For the map: where the label stands, seen from the marker; empty when there is no room. */
graphene_rect_t *
palco_map_marker_get_box (PalcoMapMarker *self)
{
  g_return_val_if_fail (PALCO_IS_MAP_MARKER (self), NULL);

  return &self->box;
}

/* Whether somebody points at it, or has moved to it with keys. */
gboolean
palco_map_marker_is_raised (PalcoMapMarker *self)
{
  g_return_val_if_fail (PALCO_IS_MAP_MARKER (self), FALSE);

  return (gtk_widget_get_state_flags (GTK_WIDGET (self)) &
          (GTK_STATE_FLAG_PRELIGHT | GTK_STATE_FLAG_FOCUS_VISIBLE)) != 0;
}

gboolean
palco_map_marker_answers (PalcoMapMarker *self)
{
  PalcoLatency *latency = palco_region_get_latency (self->region);

  return latency != NULL && palco_latency_get_error (latency) == NULL;
}

int
palco_map_marker_compare (PalcoMapMarker *self,
                          PalcoMapMarker *other)
{
  return palco_latency_compare (palco_region_get_latency (self->region),
                                palco_region_get_latency (other->region));
}
