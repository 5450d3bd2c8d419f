/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-launch-plan.h"

#include "palco-catalogue.h"
#include "palco-latency.h"
#include "palco-region.h"
#include "palco-size.h"

/**
 * PalcoLaunchPlan:
 *
 * What a [class@Palco.Launcher] is to start: a place and a size of server, others to take
 * instead when all servers there are in use, and for how long.
 *
 * Since: 1.0
 */

typedef struct
{
  PalcoRegion *region;
  PalcoSize   *size;
} Candidate;

struct _PalcoLaunchPlan
{
  GObject    parent_instance;
  GPtrArray *candidates;
  guint      lease_minutes;
  guint      cap_minutes;
  char      *title;
};

enum {
  PROP_LEASE_MINUTES = 1,
  PROP_CAP_MINUTES,
  PROP_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoLaunchPlan, palco_launch_plan, G_TYPE_OBJECT)

static void
candidate_free (Candidate *candidate)
{
  g_object_unref (candidate->region);
  g_object_unref (candidate->size);
  g_free (candidate);
}

static void
palco_launch_plan_finalize (GObject *object)
{
  PalcoLaunchPlan *self = PALCO_LAUNCH_PLAN (object);

  g_ptr_array_unref (self->candidates);
  g_free (self->title);

  G_OBJECT_CLASS (palco_launch_plan_parent_class)->finalize (object);
}

static void
palco_launch_plan_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  PalcoLaunchPlan *self = PALCO_LAUNCH_PLAN (object);

  switch (prop_id)
    {
    case PROP_LEASE_MINUTES:
      g_value_set_uint (value, self->lease_minutes);
      break;

    case PROP_CAP_MINUTES:
      g_value_set_uint (value, self->cap_minutes);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_launch_plan_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  PalcoLaunchPlan *self = PALCO_LAUNCH_PLAN (object);

  switch (prop_id)
    {
    case PROP_LEASE_MINUTES:
      self->lease_minutes = g_value_get_uint (value);
      break;

    case PROP_CAP_MINUTES:
      palco_launch_plan_set_cap_minutes (self, g_value_get_uint (value));
      break;

    case PROP_TITLE:
      palco_launch_plan_set_title (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_launch_plan_class_init (PalcoLaunchPlanClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = palco_launch_plan_finalize;
  object_class->get_property = palco_launch_plan_get_property;
  object_class->set_property = palco_launch_plan_set_property;

  /**
   * PalcoLaunchPlan:lease-minutes:
   *
   * How long the session may run, unless it is extended.
   *
   * Since: 1.0
   */
  properties[PROP_LEASE_MINUTES] =
    g_param_spec_uint ("lease-minutes", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoLaunchPlan:cap-minutes:
   *
   * How long the session may run in all while it is extended by itself; 0 not to extend it so.
   *
   * Since: 1.0
   */
  properties[PROP_CAP_MINUTES] =
    g_param_spec_uint ("cap-minutes", NULL, NULL, 0, G_MAXUINT, 0, flags);

  /**
   * PalcoLaunchPlan:title:
   *
   * The name of the preset it comes from, or “”.
   *
   * Since: 1.0
   */
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palco_launch_plan_init (PalcoLaunchPlan *self)
{
  self->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) candidate_free);
  self->title = g_strdup ("");
}

/**
 * palco_launch_plan_new:
 * @region: where to run it
 * @size: the size of server
 * @lease_minutes: how long it may run
 *
 * Creates a plan with one candidate.
 *
 * Returns: (transfer full): a new plan
 *
 * Since: 1.0
 */
PalcoLaunchPlan *
palco_launch_plan_new (PalcoRegion *region,
                       PalcoSize   *size,
                       guint        lease_minutes)
{
  PalcoLaunchPlan *self = g_object_new (PALCO_TYPE_LAUNCH_PLAN,
                                        "lease-minutes", lease_minutes,
                                        NULL);

  palco_launch_plan_add (self, region, size);

  return self;
}

/**
 * palco_launch_plan_add:
 * @self: a plan
 * @region: where to run it
 * @size: the size of server, as that region offers it
 *
 * Adds what to try when everything added before is in use.
 *
 * Since: 1.0
 */
void
palco_launch_plan_add (PalcoLaunchPlan *self,
                       PalcoRegion     *region,
                       PalcoSize       *size)
{
  Candidate *candidate;

  g_return_if_fail (PALCO_IS_LAUNCH_PLAN (self));
  g_return_if_fail (PALCO_IS_REGION (region));
  g_return_if_fail (PALCO_IS_SIZE (size));

  candidate = g_new (Candidate, 1);
  candidate->region = g_object_ref (region);
  candidate->size = g_object_ref (size);
  g_ptr_array_add (self->candidates, candidate);
}

static int
compare_nearest_first (gconstpointer a,
                       gconstpointer b)
{
  return palco_latency_compare (palco_region_get_latency (*(PalcoRegion **) a),
                                palco_region_get_latency (*(PalcoRegion **) b));
}

static gboolean
is_unreachable (PalcoRegion *region)
{
  PalcoLatency *latency = palco_region_get_latency (region);

  return latency != NULL &&
         palco_latency_get_grade (latency) == PALCO_LATENCY_GRADE_UNREACHABLE;
}

static PalcoSize *
find_size (GListModel *sizes,
           const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (sizes); i++)
    {
      g_autoptr(PalcoSize) size = g_list_model_get_item (sizes, i);

      if (g_ascii_strcasecmp (palco_size_get_id (size), id) == 0)
        return g_steal_pointer (&size);
    }

  return NULL;
}

/* What a region says of a size; what it does not say is taken to be as it is elsewhere. */
static PalcoSize *
find_same_size (PalcoRegion *region,
                PalcoSize   *wanted)
{
  GListModel *sizes = palco_region_get_sizes (region);

  if (sizes == NULL || g_list_model_get_n_items (sizes) == 0)
    return g_object_ref (wanted);

  return find_size (sizes, palco_size_get_id (wanted));
}

/**
 * palco_launch_plan_add_regions:
 * @self: a plan
 * @regions: [class@Palco.Region]s
 *
 * Adds the size of the first candidate in all other regions that offer it and can be reached,
 * the nearest first.
 *
 * Since: 1.0
 */
void
palco_launch_plan_add_regions (PalcoLaunchPlan *self,
                               GListModel      *regions)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_new_with_free_func (g_object_unref);
  PalcoRegion *first;

  g_return_if_fail (PALCO_IS_LAUNCH_PLAN (self));
  g_return_if_fail (G_IS_LIST_MODEL (regions));

  first = palco_launch_plan_get_region (self, 0);
  for (guint i = 0; i < g_list_model_get_n_items (regions); i++)
    g_ptr_array_add (sorted, g_list_model_get_item (regions, i));
  g_ptr_array_sort (sorted, compare_nearest_first);

  for (guint i = 0; i < sorted->len; i++)
    {
      PalcoRegion *region = g_ptr_array_index (sorted, i);
      g_autoptr(PalcoSize) size = NULL;

      if (g_strcmp0 (palco_region_get_id (region), palco_region_get_id (first)) == 0 ||
          is_unreachable (region))
        continue;

      size = find_same_size (region, palco_launch_plan_get_size (self, 0));
      if (size != NULL)
        palco_launch_plan_add (self, region, size);
    }
}

/**
 * palco_launch_plan_add_sizes:
 * @self: a plan
 * @sizes: [class@Palco.Size]s of the region of the first candidate
 *
 * Adds all other sizes in that region, in the order of @sizes.
 *
 * Since: 1.0
 */
void
palco_launch_plan_add_sizes (PalcoLaunchPlan *self,
                             GListModel      *sizes)
{
  PalcoSize *first;

  g_return_if_fail (PALCO_IS_LAUNCH_PLAN (self));
  g_return_if_fail (G_IS_LIST_MODEL (sizes));

  first = palco_launch_plan_get_size (self, 0);
  for (guint i = 0; i < g_list_model_get_n_items (sizes); i++)
    {
      g_autoptr(PalcoSize) size = g_list_model_get_item (sizes, i);

      if (g_ascii_strcasecmp (palco_size_get_id (size), palco_size_get_id (first)) != 0)
        palco_launch_plan_add (self, palco_launch_plan_get_region (self, 0), size);
    }
}

/**
 * palco_launch_plan_new_when_full:
 * @catalogue: what the service offers
 * @region: one of its regions
 * @size_id: the size of server, in any case
 * @lease_minutes: how long it may run
 * @when_full: what to try when all servers of that size in @region are in use
 *
 * Creates a plan that tries the other regions first, the nearest of them before, and then the
 * other sizes. What a region does not tell of its sizes is what the service says of all.
 *
 * Returns: (transfer full) (nullable): a new plan, or %NULL when @region has no such size
 *
 * Since: 1.0
 */
PalcoLaunchPlan *
palco_launch_plan_new_when_full (PalcoCatalogue *catalogue,
                                 PalcoRegion    *region,
                                 const char     *size_id,
                                 guint           lease_minutes,
                                 PalcoWhenFull   when_full)
{
  g_autoptr(PalcoSize) size = NULL;
  PalcoLaunchPlan *self;
  GListModel *sizes;

  g_return_val_if_fail (PALCO_IS_CATALOGUE (catalogue), NULL);
  g_return_val_if_fail (PALCO_IS_REGION (region), NULL);
  g_return_val_if_fail (size_id != NULL, NULL);

  sizes = palco_region_get_sizes (region);
  if (sizes == NULL)
    sizes = palco_catalogue_get_sizes (catalogue);

  size = find_size (sizes, size_id);
  if (size == NULL)
    return NULL;

  self = palco_launch_plan_new (region, size, lease_minutes);
  if ((when_full & PALCO_WHEN_FULL_NEXT_REGION) != 0)
    palco_launch_plan_add_regions (self, palco_catalogue_get_regions (catalogue));
  if ((when_full & PALCO_WHEN_FULL_OTHER_SIZE) != 0)
    palco_launch_plan_add_sizes (self, sizes);

  return self;
}

/**
 * palco_launch_plan_get_n_candidates:
 * @self: a plan
 *
 * How many candidates there are.
 *
 * Returns: at least 1
 *
 * Since: 1.0
 */
guint
palco_launch_plan_get_n_candidates (PalcoLaunchPlan *self)
{
  g_return_val_if_fail (PALCO_IS_LAUNCH_PLAN (self), 0);

  return self->candidates->len;
}

static Candidate *
get_candidate (PalcoLaunchPlan *self,
               guint            index)
{
  return index < self->candidates->len ? g_ptr_array_index (self->candidates, index) : NULL;
}

/**
 * palco_launch_plan_get_region:
 * @self: a plan
 * @index: which candidate
 *
 * Where a candidate is.
 *
 * Returns: (transfer none) (nullable): the region, or %NULL past the last candidate
 *
 * Since: 1.0
 */
PalcoRegion *
palco_launch_plan_get_region (PalcoLaunchPlan *self,
                              guint            index)
{
  Candidate *candidate;

  g_return_val_if_fail (PALCO_IS_LAUNCH_PLAN (self), NULL);

  candidate = get_candidate (self, index);

  return candidate != NULL ? candidate->region : NULL;
}

/**
 * palco_launch_plan_get_size:
 * @self: a plan
 * @index: which candidate
 *
 * How big a candidate is.
 *
 * Returns: (transfer none) (nullable): the size, or %NULL past the last candidate
 *
 * Since: 1.0
 */
PalcoSize *
palco_launch_plan_get_size (PalcoLaunchPlan *self,
                            guint            index)
{
  Candidate *candidate;

  g_return_val_if_fail (PALCO_IS_LAUNCH_PLAN (self), NULL);

  candidate = get_candidate (self, index);

  return candidate != NULL ? candidate->size : NULL;
}

/**
 * palco_launch_plan_get_lease_minutes:
 * @self: a plan
 *
 * How long the session may run, unless it is extended.
 *
 * Returns: minutes from the moment that the session is ready
 *
 * Since: 1.0
 */
guint
palco_launch_plan_get_lease_minutes (PalcoLaunchPlan *self)
{
  g_return_val_if_fail (PALCO_IS_LAUNCH_PLAN (self), 0);

  return self->lease_minutes;
}

/**
 * palco_launch_plan_get_cap_minutes:
 * @self: a plan
 *
 * How long the session may run in all while it is extended by itself.
 *
 * Returns: minutes, or 0 not to extend it so
 *
 * Since: 1.0
 */
guint
palco_launch_plan_get_cap_minutes (PalcoLaunchPlan *self)
{
  g_return_val_if_fail (PALCO_IS_LAUNCH_PLAN (self), 0);

  return self->cap_minutes;
}

/**
 * palco_launch_plan_set_cap_minutes:
 * @self: a plan
 * @cap_minutes: minutes in all, or 0
 *
 * Lets the session be extended by itself while somebody works with it.
 *
 * Since: 1.0
 */
void
palco_launch_plan_set_cap_minutes (PalcoLaunchPlan *self,
                                   guint            cap_minutes)
{
  g_return_if_fail (PALCO_IS_LAUNCH_PLAN (self));

  if (self->cap_minutes == cap_minutes)
    return;

  self->cap_minutes = cap_minutes;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAP_MINUTES]);
}

/**
 * palco_launch_plan_get_title:
 * @self: a plan
 *
 * The name of the preset it comes from.
 *
 * Returns: the name, or “”
 *
 * Since: 1.0
 */
const char *
palco_launch_plan_get_title (PalcoLaunchPlan *self)
{
  g_return_val_if_fail (PALCO_IS_LAUNCH_PLAN (self), NULL);

  return self->title;
}

/**
 * palco_launch_plan_set_title:
 * @self: a plan
 * @title: (nullable): the name of the preset it comes from
 *
 * Gives the session a title.
 *
 * Since: 1.0
 */
void
palco_launch_plan_set_title (PalcoLaunchPlan *self,
                             const char      *title)
{
  g_return_if_fail (PALCO_IS_LAUNCH_PLAN (self));

  if (title == NULL)
    title = "";
  if (g_strcmp0 (self->title, title) == 0)
    return;

  g_free (self->title);
  self->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}
