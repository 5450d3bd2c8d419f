/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-region-row.h"

#include <glib/gi18n.h>

#include "palco-format-latency.h"
#include "palco-format.h"
#include "palco-latency-words.h"
#include "palco-region-words.h"

/**
 * PalcoRegionRow:
 *
 * A region to choose: its name, what is free there, how far it is. The tooltip has all figures.
 */

struct _PalcoRegionRow
{
  AdwActionRow    parent_instance;
  GtkCheckButton *check;
  PalcoRegion    *region;
  gboolean        active;
  gboolean        nearest;
};

enum {
  PROP_REGION = 1,
  PROP_ACTIVE,
  PROP_NEAREST,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoRegionRow, palco_region_row, ADW_TYPE_ACTION_ROW)

static char *
format_state (PalcoRegionRow *self)
{
  PalcoLatency *latency = palco_region_get_latency (self->region);
  g_autofree char *n_free = palco_format_sizes_free (palco_region_get_sizes (self->region));

  if (palco_latency_get_grade (latency) == PALCO_LATENCY_GRADE_UNREACHABLE)
    return palco_latency_words_reason (latency);

  if (!self->nearest)
    return g_steal_pointer (&n_free);

  if (n_free == NULL)
    return g_strdup (_("Nearest to you"));

  /* Translators: of a region; %s is for example “3 servers free”. */
  return g_strdup_printf (_("Nearest to you · %s"), n_free);
}

/* With the colour of the pill in words. */
static char *
format_subtitle (PalcoRegionRow *self,
                 const char     *state)
{
  PalcoLatencyGrade grade = palco_latency_get_grade (palco_region_get_latency (self->region));
  const char *word = palco_latency_words_grade (grade);

  if (grade == PALCO_LATENCY_GRADE_UNKNOWN || grade == PALCO_LATENCY_GRADE_UNREACHABLE)
    return g_strdup (state);

  return g_strjoin (" · ", word, state, NULL);
}

/* The radio button is named by the row; its description is the rest of what the row shows. */
static void
update (PalcoRegionRow *self)
{
  PalcoLatency *latency = palco_region_get_latency (self->region);
  g_autofree char *state = format_state (self);
  g_autofree char *subtitle = format_subtitle (self, state);
  g_autofree char *details = palco_format_latency_details (latency);
  g_autofree char *far = palco_format_latency_spoken (latency);
  g_autofree char *description = g_strjoin (" · ", far, state, NULL);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), details);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

static gboolean
is_measured (PalcoRegionRow *self,
             PalcoLatency   *latency)
{
  return latency != NULL;
}

static char *
latency_text (PalcoRegionRow *self,
              PalcoLatency   *latency)
{
  return palco_format_latency (latency);
}

static GStrv
latency_classes (PalcoRegionRow *self,
                 PalcoLatency   *latency)
{
  const char *grade = palco_format_grade_class (palco_latency_get_grade (latency));
  const char *classes[] = { "pill-label", "numeric", grade, NULL };

  return g_strdupv ((GStrv) classes);
}

static void
palco_region_row_constructed (GObject *object)
{
  PalcoRegionRow *self = PALCO_REGION_ROW (object);

  G_OBJECT_CLASS (palco_region_row_parent_class)->constructed (object);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), palco_region_words_name (self->region));
  g_signal_connect_object (self->region, "notify::latency", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->region, "notify::sizes", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

static void
palco_region_row_finalize (GObject *object)
{
  PalcoRegionRow *self = PALCO_REGION_ROW (object);

  g_clear_object (&self->region);

  G_OBJECT_CLASS (palco_region_row_parent_class)->finalize (object);
}

static void
palco_region_row_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  PalcoRegionRow *self = PALCO_REGION_ROW (object);

  switch (prop_id)
    {
    case PROP_REGION:
      g_value_set_object (value, self->region);
      break;
    case PROP_ACTIVE:
      g_value_set_boolean (value, self->active);
      break;
    case PROP_NEAREST:
      g_value_set_boolean (value, self->nearest);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_region_row_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  PalcoRegionRow *self = PALCO_REGION_ROW (object);

  switch (prop_id)
    {
    case PROP_REGION:
      self->region = g_value_dup_object (value);
      break;
    case PROP_ACTIVE:
      palco_region_row_set_active (self, g_value_get_boolean (value));
      break;
    case PROP_NEAREST:
      palco_region_row_set_nearest (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-region-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoRegionRow, check);
  gtk_widget_class_bind_template_callback (widget_class, is_measured);
  gtk_widget_class_bind_template_callback (widget_class, latency_text);
  gtk_widget_class_bind_template_callback (widget_class, latency_classes);
}

static void
palco_region_row_class_init (PalcoRegionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = palco_region_row_constructed;
  object_class->finalize = palco_region_row_finalize;
  object_class->get_property = palco_region_row_get_property;
  object_class->set_property = palco_region_row_set_property;

  properties[PROP_REGION] =
    g_param_spec_object ("region", NULL, NULL, PALCO_TYPE_REGION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);
  properties[PROP_NEAREST] = g_param_spec_boolean ("nearest", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
palco_region_row_init (PalcoRegionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
palco_region_row_new (PalcoRegion    *region,
                      GtkCheckButton *group)
{
  PalcoRegionRow *self = g_object_new (PALCO_TYPE_REGION_ROW, "region", region, NULL);

  gtk_check_button_set_group (self->check, group);

  return GTK_WIDGET (self);
}

PalcoRegion *
palco_region_row_get_region (PalcoRegionRow *self)
{
  g_return_val_if_fail (PALCO_IS_REGION_ROW (self), NULL);

  return self->region;
}

gboolean
palco_region_row_get_active (PalcoRegionRow *self)
{
  g_return_val_if_fail (PALCO_IS_REGION_ROW (self), FALSE);

  return self->active;
}

void
palco_region_row_set_active (PalcoRegionRow *self,
                             gboolean        active)
{
  g_return_if_fail (PALCO_IS_REGION_ROW (self));

  if (self->active == !!active)
    return;

  self->active = !!active;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

void
palco_region_row_set_nearest (PalcoRegionRow *self,
                              gboolean        nearest)
{
  g_return_if_fail (PALCO_IS_REGION_ROW (self));

  if (self->nearest == !!nearest)
    return;

  self->nearest = !!nearest;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEAREST]);
}
