/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-latency-monitor-private.h"

#include "palco-region.h"

/**
 * PalcoLatencyMonitor:
 *
 * Finds out how far regions are and what is free there, and fills that into them.
 *
 * It measures when it is told to. While it is active it measures by itself: once, again
 * after half a minute, then less and less often down to every five minutes, and soon after the
 * network changed. On a metered network it does not repeat.
 *
 * Results stay when the list of regions is replaced by one that has the same ids.
 *
 * Since: 1.0
 */

/* Another region has to be nearer by this much to take the place of the nearest: nobody feels
 * less, and figures that vary by less must not make the choice of a person jump. */
#define NEARER_MSECS 5.0
#define NEARER_SHARE 0.1

enum {
  PROP_REGIONS = 1,
  PROP_ACTIVE,
  PROP_MEASURING,
  PROP_NEAREST,
  PROP_MEASURED_AT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* A service that is slow to tell what is free must not keep the figures of others waiting. */
static const PalcoTiming http_timing = {
  .request_msecs = 5 * 1000,
  .retry_msecs = 800,
  .retry_after_max_msecs = 0,
};

G_DEFINE_FINAL_TYPE (PalcoLatencyMonitor, palco_latency_monitor, G_TYPE_OBJECT)

static PalcoRegion *
find_region (GPtrArray   *regions,
             PalcoRegion *like)
{
  for (guint i = 0; i < regions->len && like != NULL; i++)
    {
      PalcoRegion *region = regions->pdata[i];

      if (g_str_equal (palco_region_get_id (region), palco_region_get_id (like)) &&
          g_str_equal (palco_region_get_endpoint (region), palco_region_get_endpoint (like)))
        return region;
    }

  return NULL;
}

/* The one of now that stands for the same place. */
PalcoRegion *
palco_latency_monitor_find_region (PalcoLatencyMonitor *self,
                                   PalcoRegion         *like)
{
  return find_region (self->known, like);
}

static gboolean
is_reachable (PalcoRegion *region)
{
  PalcoLatency *latency = palco_region_get_latency (region);

  return latency != NULL && palco_latency_get_error (latency) == NULL;
}

static double
get_median (PalcoRegion *region)
{
  return palco_latency_get_median (palco_region_get_latency (region));
}

static PalcoRegion *
find_nearest (PalcoLatencyMonitor *self)
{
  PalcoRegion *former = find_region (self->known, self->nearest);
  PalcoRegion *nearest = NULL;

  for (guint i = 0; i < self->known->len; i++)
    {
      PalcoRegion *region = self->known->pdata[i];

      if (is_reachable (region) && (nearest == NULL || get_median (region) < get_median (nearest)))
        nearest = region;
    }

  if (self->measured_at != NULL && former != NULL && is_reachable (former) &&
      get_median (former) - get_median (nearest) <
        MAX (NEARER_MSECS, get_median (former) * NEARER_SHARE))
    return former;

  return nearest;
}

void
palco_latency_monitor_update_nearest (PalcoLatencyMonitor *self)
{
  if (g_set_object (&self->nearest, find_nearest (self)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEAREST]);
}

/* Takes the moment over. */
void
palco_latency_monitor_set_measured_at (PalcoLatencyMonitor *self,
                                       GDateTime           *moment)
{
  g_clear_pointer (&self->measured_at, g_date_time_unref);
  self->measured_at = moment;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MEASURED_AT]);
}

void
palco_latency_monitor_set_run (PalcoLatencyMonitor *self,
                               GCancellable        *run)
{
  gboolean was_measuring = self->run != NULL;

  g_set_object (&self->run, run);
  if (was_measuring != (run != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MEASURING]);
}

/* A measurement that is under way sees some regions before the change and some after it. */
static void
network_changed_cb (PalcoLatencyMonitor *self)
{
  self->fresh_until = 0;
  if (self->active)
    palco_latency_monitor_start_repeating (self, self->timing.settle_msecs);
}

static GPtrArray *
list_regions (GListModel *model)
{
  GPtrArray *regions = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; model != NULL && i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (regions, g_list_model_get_item (model, i));

  return regions;
}

static void
carry_over (PalcoRegion *from,
            PalcoRegion *to)
{
  if (palco_region_get_latency (to) == NULL)
    palco_region_set_latency (to, palco_region_get_latency (from));

  if (palco_region_get_sizes (to) == NULL)
    palco_region_set_sizes (to, palco_region_get_sizes (from));
}

static void
regions_changed_cb (PalcoLatencyMonitor *self)
{
  g_autoptr(GPtrArray) former = g_steal_pointer (&self->known);
  guint n_carried = 0;

  self->known = list_regions (self->regions);
  for (guint i = 0; i < self->known->len; i++)
    {
      PalcoRegion *region = find_region (former, self->known->pdata[i]);

      if (region == NULL)
        continue;

      carry_over (region, self->known->pdata[i]);
      n_carried++;
    }

  if (n_carried == 0 && self->measured_at != NULL)
    palco_latency_monitor_set_measured_at (self, NULL);
  palco_latency_monitor_update_nearest (self);

  if (n_carried == self->known->len)
    return;

  self->fresh_until = 0;
  if (self->active)
    palco_latency_monitor_start_repeating (self, 0);
}

static void
palco_latency_monitor_dispose (GObject *object)
{
  PalcoLatencyMonitor *self = PALCO_LATENCY_MONITOR (object);

  palco_latency_monitor_stop_repeating (self);
  if (self->regions != NULL)
    g_signal_handlers_disconnect_by_data (self->regions, self);
  g_clear_object (&self->regions);
  g_clear_object (&self->nearest);
  g_clear_object (&self->http);

  G_OBJECT_CLASS (palco_latency_monitor_parent_class)->dispose (object);
}

static void
palco_latency_monitor_finalize (GObject *object)
{
  PalcoLatencyMonitor *self = PALCO_LATENCY_MONITOR (object);

  g_ptr_array_unref (self->known);
  g_clear_pointer (&self->measured_at, g_date_time_unref);

  G_OBJECT_CLASS (palco_latency_monitor_parent_class)->finalize (object);
}

static void
palco_latency_monitor_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  PalcoLatencyMonitor *self = PALCO_LATENCY_MONITOR (object);

  switch (prop_id)
    {
    case PROP_REGIONS:
      g_value_set_object (value, self->regions);
      break;

    case PROP_ACTIVE:
      g_value_set_boolean (value, self->active);
      break;

    case PROP_MEASURING:
      g_value_set_boolean (value, self->run != NULL);
      break;

    case PROP_NEAREST:
      g_value_set_object (value, self->nearest);
      break;

    case PROP_MEASURED_AT:
      g_value_set_boxed (value, self->measured_at);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_latency_monitor_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  PalcoLatencyMonitor *self = PALCO_LATENCY_MONITOR (object);

  switch (prop_id)
    {
    case PROP_REGIONS:
      palco_latency_monitor_set_regions (self, g_value_get_object (value));
      break;

    case PROP_ACTIVE:
      palco_latency_monitor_set_active (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_latency_monitor_class_init (PalcoLatencyMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags write = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = palco_latency_monitor_dispose;
  object_class->finalize = palco_latency_monitor_finalize;
  object_class->get_property = palco_latency_monitor_get_property;
  object_class->set_property = palco_latency_monitor_set_property;

  /**
   * PalcoLatencyMonitor:regions:
   *
   * The [class@Palco.Region]s to measure.
   *
   * Since: 1.0
   */
  properties[PROP_REGIONS] =
    g_param_spec_object ("regions", NULL, NULL, G_TYPE_LIST_MODEL, write);

  /**
   * PalcoLatencyMonitor:active:
   *
   * Whether it measures by itself, for as long as somebody looks.
   *
   * Since: 1.0
   */
  properties[PROP_ACTIVE] =
    g_param_spec_boolean ("active", NULL, NULL, FALSE, write);

  /**
   * PalcoLatencyMonitor:measuring:
   *
   * Whether a measurement is under way.
   *
   * Since: 1.0
   */
  properties[PROP_MEASURING] =
    g_param_spec_boolean ("measuring", NULL, NULL, FALSE, read);

  /**
   * PalcoLatencyMonitor:nearest:
   *
   * The region with the lowest median. It stays the nearest while others are nearer only by
   * less than 5 ms or a tenth.
   *
   * Since: 1.0
   */
  properties[PROP_NEAREST] =
    g_param_spec_object ("nearest", NULL, NULL, PALCO_TYPE_REGION, read);

  /**
   * PalcoLatencyMonitor:measured-at:
   *
   * When all regions had been measured, for the last time.
   *
   * Since: 1.0
   */
  properties[PROP_MEASURED_AT] =
    g_param_spec_boxed ("measured-at", NULL, NULL, G_TYPE_DATE_TIME, read);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palco_latency_monitor_init (PalcoLatencyMonitor *self)
{
  self->timing = (PalcoMonitorTiming) PALCO_MONITOR_TIMING_INIT;
  self->probe_timing = (PalcoProbeTiming) PALCO_PROBE_TIMING_INIT;
  self->known = list_regions (NULL);
  self->http = palco_http_new (&http_timing);
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (network_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * palco_latency_monitor_new:
 *
 * Makes a monitor without regions, which is not active.
 *
 * Returns: (transfer full): a new monitor
 *
 * Since: 1.0
 */
PalcoLatencyMonitor *
palco_latency_monitor_new (void)
{
  return g_object_new (PALCO_TYPE_LATENCY_MONITOR, NULL);
}

/**
 * palco_latency_monitor_get_regions:
 * @self: a monitor
 *
 * The regions to measure.
 *
 * Returns: (nullable) (transfer none): a list model of [class@Palco.Region]
 *
 * Since: 1.0
 */
GListModel *
palco_latency_monitor_get_regions (PalcoLatencyMonitor *self)
{
  g_return_val_if_fail (PALCO_IS_LATENCY_MONITOR (self), NULL);

  return self->regions;
}

/**
 * palco_latency_monitor_set_regions:
 * @self: a monitor
 * @regions: (nullable): a list model of [class@Palco.Region]
 *
 * Sets what to measure. Regions with the id and the address of a former one take over its figures.
 *
 * Since: 1.0
 */
void
palco_latency_monitor_set_regions (PalcoLatencyMonitor *self,
                                   GListModel          *regions)
{
  g_return_if_fail (PALCO_IS_LATENCY_MONITOR (self));
  g_return_if_fail (regions == NULL || G_IS_LIST_MODEL (regions));

  if (self->regions != NULL && self->regions != regions)
    g_signal_handlers_disconnect_by_data (self->regions, self);

  if (!g_set_object (&self->regions, regions))
    return;

  if (regions != NULL)
    g_signal_connect_object (regions, "items-changed", G_CALLBACK (regions_changed_cb), self,
                             G_CONNECT_SWAPPED);
  regions_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REGIONS]);
}

/**
 * palco_latency_monitor_get_active:
 * @self: a monitor
 *
 * Whether it measures by itself.
 *
 * Returns: %TRUE while it does
 *
 * Since: 1.0
 */
gboolean
palco_latency_monitor_get_active (PalcoLatencyMonitor *self)
{
  g_return_val_if_fail (PALCO_IS_LATENCY_MONITOR (self), FALSE);

  return self->active;
}

/**
 * palco_latency_monitor_set_active:
 * @self: a monitor
 * @active: whether somebody looks
 *
 * Starts and stops measuring by itself. What was measured less than half a minute ago is not
 * measured again at once.
 *
 * Since: 1.0
 */
void
palco_latency_monitor_set_active (PalcoLatencyMonitor *self,
                                  gboolean             active)
{
  g_return_if_fail (PALCO_IS_LATENCY_MONITOR (self));

  if (self->active == !!active)
    return;

  self->active = !!active;
  if (active)
    palco_latency_monitor_start_repeating (self, (self->fresh_until - g_get_monotonic_time ()) / 1000);
  else
    palco_latency_monitor_stop_repeating (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

/**
 * palco_latency_monitor_get_measuring:
 * @self: a monitor
 *
 * Whether a measurement is under way.
 *
 * Returns: %TRUE while it is
 *
 * Since: 1.0
 */
gboolean
palco_latency_monitor_get_measuring (PalcoLatencyMonitor *self)
{
  g_return_val_if_fail (PALCO_IS_LATENCY_MONITOR (self), FALSE);

  return self->run != NULL;
}

/**
 * palco_latency_monitor_get_nearest:
 * @self: a monitor
 *
 * The region with the lowest median, see [property@Palco.LatencyMonitor:nearest].
 *
 * Returns: (nullable) (transfer none): a region, or %NULL if none is known to answer
 *
 * Since: 1.0
 */
PalcoRegion *
palco_latency_monitor_get_nearest (PalcoLatencyMonitor *self)
{
  g_return_val_if_fail (PALCO_IS_LATENCY_MONITOR (self), NULL);

  return self->nearest;
}

/**
 * palco_latency_monitor_get_measured_at:
 * @self: a monitor
 *
 * When all regions had been measured, for the last time.
 *
 * Returns: (nullable) (transfer none): a moment
 *
 * Since: 1.0
 */
GDateTime *
palco_latency_monitor_get_measured_at (PalcoLatencyMonitor *self)
{
  g_return_val_if_fail (PALCO_IS_LATENCY_MONITOR (self), NULL);

  return self->measured_at;
}

/**
 * palco_latency_monitor_measure:
 * @self: a monitor
 *
 * Measures now, whatever was measured before. An active monitor begins its repetitions anew.
 *
 * Since: 1.0
 */
void
palco_latency_monitor_measure (PalcoLatencyMonitor *self)
{
  g_return_if_fail (PALCO_IS_LATENCY_MONITOR (self));

  if (self->active)
    palco_latency_monitor_start_repeating (self, 0);
  else
    palco_latency_monitor_measure_async (self, NULL, NULL, NULL);
}
