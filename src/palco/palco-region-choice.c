/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-region-choice.h"

#include <glib/gi18n.h>

#include "palco-region-words.h"

#define KEY_REGIONS "chosen-regions"

/**
 * PalcoRegionChoice:
 *
 * The region to start in: the nearest, until somebody chooses another one. That is remembered
 * for each account, and forgotten when the nearest is chosen again.
 */

struct _PalcoRegionChoice
{
  GObject      parent_instance;
  GSettings   *settings;
  char        *account_uid;
  GListModel  *regions;
  PalcoRegion *nearest;
  PalcoRegion *selected;
  char        *shown_id;     /* for this time only, as of a preset; “” is the nearest */
};

enum {
  PROP_SELECTED = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoRegionChoice, palco_region_choice, G_TYPE_OBJECT)

static PalcoRegion *
lookup (PalcoRegionChoice *self,
        const char        *id)
{
  guint n_regions = self->regions != NULL ? g_list_model_get_n_items (self->regions) : 0;

  for (guint i = 0; i < n_regions; i++)
    {
      g_autoptr(PalcoRegion) region = g_list_model_get_item (self->regions, i);

      if (g_strcmp0 (palco_region_get_id (region), id) == 0)
        return region;   /* the model keeps it */
    }

  return NULL;
}

static PalcoRegion *
lookup_chosen (PalcoRegionChoice *self)
{
  g_autoptr(GVariant) chosen = g_settings_get_value (self->settings, KEY_REGIONS);
  const char *id = NULL;

  g_variant_lookup (chosen, self->account_uid, "&s", &id);

  return id != NULL ? lookup (self, id) : NULL;
}

static void
update (PalcoRegionChoice *self)
{
  g_autoptr(PalcoRegion) first = NULL;
  PalcoRegion *region = NULL;

  if (self->shown_id != NULL)
    region = lookup (self, self->shown_id);
  else if (self->account_uid != NULL)
    region = lookup_chosen (self);
  if (region == NULL)
    region = self->nearest;
  if (region == NULL && self->regions != NULL)
    region = first = g_list_model_get_item (self->regions, 0);

  if (g_set_object (&self->selected, region))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

/* @region is NULL to forget. */
static void
remember (PalcoRegionChoice *self,
          PalcoRegion       *region)
{
  g_autoptr(GVariant) before = g_settings_get_value (self->settings, KEY_REGIONS);
  g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  GVariantIter iter;
  const char *uid;
  const char *id;

  g_variant_iter_init (&iter, before);
  while (g_variant_iter_next (&iter, "{&s&s}", &uid, &id))
    if (g_strcmp0 (uid, self->account_uid) != 0)
      g_variant_builder_add (&builder, "{ss}", uid, id);

  if (region != NULL)
    g_variant_builder_add (&builder, "{ss}", self->account_uid, palco_region_get_id (region));

  g_settings_set_value (self->settings, KEY_REGIONS, g_variant_builder_end (&builder));
}

static void
palco_region_choice_finalize (GObject *object)
{
  PalcoRegionChoice *self = PALCO_REGION_CHOICE (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->regions);
  g_clear_object (&self->nearest);
  g_clear_object (&self->selected);
  g_free (self->account_uid);
  g_free (self->shown_id);

  G_OBJECT_CLASS (palco_region_choice_parent_class)->finalize (object);
}

static void
palco_region_choice_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  PalcoRegionChoice *self = PALCO_REGION_CHOICE (object);

  switch (prop_id)
    {
    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_region_choice_class_init (PalcoRegionChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = palco_region_choice_finalize;
  object_class->get_property = palco_region_choice_get_property;

  properties[PROP_SELECTED] =
    g_param_spec_object ("selected", NULL, NULL, PALCO_TYPE_REGION,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palco_region_choice_init (PalcoRegionChoice *self)
{
}

PalcoRegionChoice *
palco_region_choice_new (GSettings *settings)
{
  PalcoRegionChoice *self = g_object_new (PALCO_TYPE_REGION_CHOICE, NULL);

  self->settings = g_object_ref (settings);

  return self;
}

/* @regions is NULL while an account is being connected. */
void
palco_region_choice_set_regions (PalcoRegionChoice *self,
                                 const char        *account_uid,
                                 GListModel        *regions)
{
  g_return_if_fail (PALCO_IS_REGION_CHOICE (self));

  if (g_strcmp0 (self->account_uid, account_uid) != 0)
    g_clear_pointer (&self->shown_id, g_free);

  g_free (self->account_uid);
  self->account_uid = g_strdup (account_uid);
  g_set_object (&self->regions, regions);
  if (self->nearest != NULL)
    g_set_object (&self->nearest, lookup (self, palco_region_get_id (self->nearest)));
  update (self);
}

void
palco_region_choice_set_nearest (PalcoRegionChoice *self,
                                 PalcoRegion       *nearest)
{
  g_return_if_fail (PALCO_IS_REGION_CHOICE (self));

  g_set_object (&self->nearest, nearest);
  update (self);
}

PalcoRegion *
palco_region_choice_get_selected (PalcoRegionChoice *self)
{
  g_return_val_if_fail (PALCO_IS_REGION_CHOICE (self), NULL);

  return self->selected;
}

/* Somebody chose @region. Returns FALSE where that is no choice. */
gboolean
palco_region_choice_select (PalcoRegionChoice *self,
                            PalcoRegion       *region)
{
  g_return_val_if_fail (PALCO_IS_REGION_CHOICE (self), FALSE);
  g_return_val_if_fail (PALCO_IS_REGION (region), FALSE);

  /* What was selected before the regions were told anew is no choice. */
  if (region == self->selected || lookup (self, palco_region_get_id (region)) != region)
    return FALSE;

  g_clear_pointer (&self->shown_id, g_free);
  remember (self, region != self->nearest ? region : NULL);
  update (self);

  return TRUE;
}

/* For this time, without remembering it; “” is the nearest. */
void
palco_region_choice_show (PalcoRegionChoice *self,
                          const char        *region_id)
{
  g_return_if_fail (PALCO_IS_REGION_CHOICE (self));

  g_free (self->shown_id);
  self->shown_id = g_strdup (region_id);
  update (self);
}

/* The nearest stays it until another is nearer by more than people feel. */
static gboolean
is_fastest (PalcoRegionChoice *self,
            PalcoRegion       *region)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->regions); i++)
    {
      g_autoptr(PalcoRegion) other = g_list_model_get_item (self->regions, i);

      if (palco_latency_compare (palco_region_get_latency (other), palco_region_get_latency (region)) < 0)
        return FALSE;
    }

  return TRUE;
}

/* Why this one; NULL where there is nothing to choose from. */
char *
palco_region_choice_dup_reason (PalcoRegionChoice *self)
{
  g_return_val_if_fail (PALCO_IS_REGION_CHOICE (self), NULL);

  if (self->selected == NULL || self->regions == NULL ||
      g_list_model_get_n_items (self->regions) < 2)
    return NULL;

  if (self->nearest == NULL)
    return g_strdup (_("Not measured yet: the first of the list is selected."));

  if (self->selected == self->nearest && !is_fastest (self, self->selected))
    /* Translators: %s is the name of a region. */
    return g_strdup_printf (_("%s stays selected because no other region is much faster from here."),
                            palco_region_words_name (self->selected));

  if (self->selected == self->nearest)
    /* Translators: %s is the name of a region. */
    return g_strdup_printf (_("%s is selected because it answers fastest from here."),
                            palco_region_words_name (self->selected));

  /* Translators: %s is the name of a region. */
  return g_strdup_printf (_("You chose another one: %s would answer fastest from here."),
                          palco_region_words_name (self->nearest));
}
