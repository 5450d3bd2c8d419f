/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-usage-row-private.h"

/**
 * PalcoUsageRow:
 *
 * How much of a size was used on a day or in a month, and what it cost.
 *
 * Costs are kept apart by currency. One that is taken from a price that somebody here entered,
 * be it in part, is an estimate.
 *
 * Since: 1.0
 */

typedef struct
{
  const char *currency;   /* interned */
  double      cost;
  gboolean    is_estimate;
} Cost;

struct _PalcoUsageRow
{
  GObject  parent_instance;
  guint    day;
  char    *size_id;
  gint64   seconds;
  gint64   unpriced_seconds;
  guint    n_sessions;
  GArray  *costs;
};

G_DEFINE_FINAL_TYPE (PalcoUsageRow, palco_usage_row, G_TYPE_OBJECT)

static void
palco_usage_row_finalize (GObject *object)
{
  PalcoUsageRow *self = PALCO_USAGE_ROW (object);

  g_free (self->size_id);
  g_array_unref (self->costs);

  G_OBJECT_CLASS (palco_usage_row_parent_class)->finalize (object);
}

static void
palco_usage_row_class_init (PalcoUsageRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palco_usage_row_finalize;
}

static void
palco_usage_row_init (PalcoUsageRow *self)
{
  self->costs = g_array_new (FALSE, TRUE, sizeof (Cost));
}

PalcoUsageRow *
palco_usage_row_new (guint       day,
                     const char *size_id)
{
  PalcoUsageRow *self = g_object_new (PALCO_TYPE_USAGE_ROW, NULL);

  self->day = day;
  self->size_id = g_strdup (size_id);

  return self;
}

static Cost *
ensure_cost (PalcoUsageRow *self,
             const char    *currency)
{
  const Cost cost = { .currency = g_intern_string (currency) };

  for (guint i = 0; i < self->costs->len; i++)
    {
      if (g_array_index (self->costs, Cost, i).currency == cost.currency)
        return &g_array_index (self->costs, Cost, i);
    }

  g_array_append_val (self->costs, cost);

  return &g_array_index (self->costs, Cost, self->costs->len - 1);
}

/* Adds a part of the time that @entry was billed. */
void
palco_usage_row_add (PalcoUsageRow     *self,
                     PalcoHistoryEntry *entry,
                     gint64             seconds)
{
  const char *currency;
  gboolean is_estimate;
  double per_hour;
  Cost *cost;

  self->seconds += seconds;

  if (!palco_history_entry_get_price (entry, &per_hour, &currency, &is_estimate))
    {
      self->unpriced_seconds += seconds;
      return;
    }

  cost = ensure_cost (self, currency);
  cost->cost += per_hour * seconds / 3600.0;
  cost->is_estimate |= is_estimate;
}

void
palco_usage_row_add_session (PalcoUsageRow *self)
{
  self->n_sessions++;
}

/**
 * palco_usage_row_get_day:
 * @self: a row
 *
 * The day of the month.
 *
 * Returns: 1 to 31, or 0 for all of the month
 *
 * Since: 1.0
 */
guint
palco_usage_row_get_day (PalcoUsageRow *self)
{
  g_return_val_if_fail (PALCO_IS_USAGE_ROW (self), 0);

  return self->day;
}

/**
 * palco_usage_row_get_size_id:
 * @self: a row
 *
 * What was used.
 *
 * Returns: the id of a size, or “” for all of them
 *
 * Since: 1.0
 */
const char *
palco_usage_row_get_size_id (PalcoUsageRow *self)
{
  g_return_val_if_fail (PALCO_IS_USAGE_ROW (self), NULL);

  return self->size_id;
}

/**
 * palco_usage_row_get_seconds:
 * @self: a row
 *
 * How long sessions were billed, in all.
 *
 * Returns: seconds
 *
 * Since: 1.0
 */
gint64
palco_usage_row_get_seconds (PalcoUsageRow *self)
{
  g_return_val_if_fail (PALCO_IS_USAGE_ROW (self), 0);

  return self->seconds;
}

/**
 * palco_usage_row_get_unpriced_seconds:
 * @self: a row
 *
 * How much of it had no known price, and is in no cost.
 *
 * Returns: seconds
 *
 * Since: 1.0
 */
gint64
palco_usage_row_get_unpriced_seconds (PalcoUsageRow *self)
{
  g_return_val_if_fail (PALCO_IS_USAGE_ROW (self), 0);

  return self->unpriced_seconds;
}

/**
 * palco_usage_row_get_n_sessions:
 * @self: a row
 *
 * How many sessions were billed.
 *
 * Returns: a number
 *
 * Since: 1.0
 */
guint
palco_usage_row_get_n_sessions (PalcoUsageRow *self)
{
  g_return_val_if_fail (PALCO_IS_USAGE_ROW (self), 0);

  return self->n_sessions;
}

/**
 * palco_usage_row_get_n_costs:
 * @self: a row
 *
 * In how many currencies there are costs.
 *
 * Returns: a number
 *
 * Since: 1.0
 */
guint
palco_usage_row_get_n_costs (PalcoUsageRow *self)
{
  g_return_val_if_fail (PALCO_IS_USAGE_ROW (self), 0);

  return self->costs->len;
}

/**
 * palco_usage_row_get_cost:
 * @self: a row
 * @index: which one, below [method@Palco.UsageRow.get_n_costs]
 * @currency: (out) (optional) (transfer none): the currency, like “EUR”
 * @is_estimate: (out) (optional): whether a price that it is taken from was entered here
 *
 * What it cost in one of the currencies.
 *
 * Returns: an amount of that currency
 *
 * Since: 1.0
 */
double
palco_usage_row_get_cost (PalcoUsageRow  *self,
                          guint           index,
                          const char    **currency,
                          gboolean       *is_estimate)
{
  const Cost *cost;

  g_return_val_if_fail (PALCO_IS_USAGE_ROW (self), 0.0);
  g_return_val_if_fail (index < self->costs->len, 0.0);

  cost = &g_array_index (self->costs, Cost, index);
  if (currency != NULL)
    *currency = cost->currency;
  if (is_estimate != NULL)
    *is_estimate = cost->is_estimate;

  return cost->cost;
}
