/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-usage-private.h"

#include "palco-usage-row-private.h"

/**
 * PalcoUsage:
 *
 * What was used in a month: hours, sessions and costs, by size and day.
 *
 * Days are those of a time zone, and a session that runs over midnight counts on both days.
 * A session is billed from ready to its end, at the price of its start; one that runs counts
 * up to the moment that this was made.
 *
 * Since: 1.0
 */

G_DEFINE_FINAL_TYPE (PalcoUsage, palco_usage, G_TYPE_OBJECT)

static void
part_clear (gpointer data)
{
  g_object_unref (((PalcoUsagePart *) data)->entry);
}

static void
palco_usage_finalize (GObject *object)
{
  PalcoUsage *self = PALCO_USAGE (object);

  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_array_unref (self->parts);
  g_clear_object (&self->total);
  g_clear_object (&self->sizes);
  g_clear_object (&self->days);

  G_OBJECT_CLASS (palco_usage_parent_class)->finalize (object);
}

static void
palco_usage_class_init (PalcoUsageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palco_usage_finalize;
}

static void
palco_usage_init (PalcoUsage *self)
{
  self->parts = g_array_new (FALSE, FALSE, sizeof (PalcoUsagePart));
  g_array_set_clear_func (self->parts, part_clear);
  self->total = palco_usage_row_new (0, "");
  self->sizes = g_list_store_new (PALCO_TYPE_USAGE_ROW);
  self->days = g_list_store_new (PALCO_TYPE_USAGE_ROW);
}

/* When a day begins, which is not always 24 hours after the one before; the day after the last
 * is the first one of the next month. */
static gint64
find_day_start (PalcoUsage *self,
                guint       day)
{
  gboolean is_next_month = day > self->n_days;
  guint month = is_next_month ? self->month % 12 + 1 : self->month;
  guint year = is_next_month && month == 1 ? self->year + 1 : self->year;
  g_autoptr(GDateTime) start = g_date_time_new (self->zone, year, month, is_next_month ? 1 : day, 0, 0, 0.0);

  return g_date_time_to_unix (start);
}

static PalcoUsageRow *
ensure_row (GListStore *rows,
            guint       day,
            const char *size_id)
{
  g_autoptr(PalcoUsageRow) created = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      g_autoptr(PalcoUsageRow) row = g_list_model_get_item (G_LIST_MODEL (rows), i);

      /* The list keeps it. Ids of sizes have no case. */
      if (palco_usage_row_get_day (row) == day &&
          g_ascii_strcasecmp (palco_usage_row_get_size_id (row), size_id) == 0)
        return row;
    }

  created = palco_usage_row_new (day, size_id);
  g_list_store_append (rows, created);

  return created;
}

static void
add_part (PalcoUsage        *self,
          PalcoHistoryEntry *entry,
          guint              day,
          gint64             start,
          gint64             end)
{
  const PalcoUsagePart part = { .entry = g_object_ref (entry), .day = day, .start = start, .end = end };
  const char *size_id = palco_history_entry_get_size_id (entry);
  PalcoUsageRow *row = ensure_row (self->days, day, size_id);

  g_array_append_val (self->parts, part);
  palco_usage_row_add (row, entry, end - start);
  palco_usage_row_add_session (row);
  palco_usage_row_add (ensure_row (self->sizes, 0, size_id), entry, end - start);
  palco_usage_row_add (self->total, entry, end - start);
}

static void
add_entry (PalcoUsage        *self,
           PalcoHistoryEntry *entry,
           const gint64      *day_starts)
{
  GDateTime *ready = palco_history_entry_get_ready (entry);
  gint64 start = ready != NULL ? g_date_time_to_unix (ready) : 0;
  gint64 end = start + palco_history_entry_get_seconds (entry);
  guint n_parts = self->parts->len;

  for (guint day = 1; day <= self->n_days; day++)
    {
      gint64 part_start = MAX (start, day_starts[day - 1]);
      gint64 part_end = MIN (end, day_starts[day]);

      if (part_start < part_end)
        add_part (self, entry, day, part_start, part_end);
    }

  if (self->parts->len == n_parts)
    return;

  palco_usage_row_add_session (ensure_row (self->sizes, 0, palco_history_entry_get_size_id (entry)));
  palco_usage_row_add_session (self->total);
}

/* The most used first. */
static int
compare_sizes (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  gint64 first = palco_usage_row_get_seconds ((PalcoUsageRow *) a);
  gint64 second = palco_usage_row_get_seconds ((PalcoUsageRow *) b);

  return (first < second) - (first > second);
}

static int
compare_days (gconstpointer a,
              gconstpointer b,
              gpointer      user_data)
{
  PalcoUsageRow *first = (PalcoUsageRow *) a;
  PalcoUsageRow *second = (PalcoUsageRow *) b;
  int result = (int) palco_usage_row_get_day (first) - (int) palco_usage_row_get_day (second);

  return result != 0 ? result : g_ascii_strcasecmp (palco_usage_row_get_size_id (first),
                                                    palco_usage_row_get_size_id (second));
}

static gint
compare_parts (gconstpointer a,
               gconstpointer b)
{
  gint64 first = ((const PalcoUsagePart *) a)->start;
  gint64 second = ((const PalcoUsagePart *) b)->start;

  return (first > second) - (first < second);
}

/**
 * palco_usage_new:
 * @entries: (element-type PalcoHistoryEntry): what the journal knows
 * @year: a year, like 2026
 * @month: a month of it, 1 to 12
 * @zone: (nullable): whose days to count, or %NULL for those of this computer
 *
 * Adds up a month.
 *
 * Returns: (transfer full): the usage
 *
 * Since: 1.0
 */
PalcoUsage *
palco_usage_new (GPtrArray *entries,
                 guint      year,
                 guint      month,
                 GTimeZone *zone)
{
  PalcoUsage *self;
  gint64 day_starts[32];

  g_return_val_if_fail (entries != NULL, NULL);
  g_return_val_if_fail (year >= 1 && year <= 9998, NULL);
  g_return_val_if_fail (month >= 1 && month <= 12, NULL);

  self = g_object_new (PALCO_TYPE_USAGE, NULL);
  self->year = year;
  self->month = month;
  self->n_days = g_date_get_days_in_month (month, year);
  self->zone = zone != NULL ? g_time_zone_ref (zone) : g_time_zone_new_local ();

  for (guint day = 1; day <= self->n_days + 1; day++)
    day_starts[day - 1] = find_day_start (self, day);

  for (guint i = 0; i < entries->len; i++)
    add_entry (self, g_ptr_array_index (entries, i), day_starts);

  g_list_store_sort (self->sizes, compare_sizes, NULL);
  g_list_store_sort (self->days, compare_days, NULL);
  g_array_sort (self->parts, compare_parts);

  return self;
}

/**
 * palco_usage_get_year:
 * @self: a usage
 *
 * The year that it is about.
 *
 * Returns: a year
 *
 * Since: 1.0
 */
guint
palco_usage_get_year (PalcoUsage *self)
{
  g_return_val_if_fail (PALCO_IS_USAGE (self), 0);

  return self->year;
}

/**
 * palco_usage_get_month:
 * @self: a usage
 *
 * The month that it is about.
 *
 * Returns: 1 to 12
 *
 * Since: 1.0
 */
guint
palco_usage_get_month (PalcoUsage *self)
{
  g_return_val_if_fail (PALCO_IS_USAGE (self), 0);

  return self->month;
}

/**
 * palco_usage_get_n_days:
 * @self: a usage
 *
 * How many days the month has.
 *
 * Returns: 28 to 31
 *
 * Since: 1.0
 */
guint
palco_usage_get_n_days (PalcoUsage *self)
{
  g_return_val_if_fail (PALCO_IS_USAGE (self), 0);

  return self->n_days;
}

/**
 * palco_usage_get_total:
 * @self: a usage
 *
 * The whole month, all sizes.
 *
 * Returns: (transfer none): a row
 *
 * Since: 1.0
 */
PalcoUsageRow *
palco_usage_get_total (PalcoUsage *self)
{
  g_return_val_if_fail (PALCO_IS_USAGE (self), NULL);

  return self->total;
}

/**
 * palco_usage_get_sizes:
 * @self: a usage
 *
 * The whole month, for each size that was used, the most used one first.
 *
 * Returns: (transfer none): a list of [class@Palco.UsageRow]
 *
 * Since: 1.0
 */
GListModel *
palco_usage_get_sizes (PalcoUsage *self)
{
  g_return_val_if_fail (PALCO_IS_USAGE (self), NULL);

  return G_LIST_MODEL (self->sizes);
}

/**
 * palco_usage_get_days:
 * @self: a usage
 *
 * Each day on which something was used, for each size that was used then, in the order of days.
 *
 * Returns: (transfer none): a list of [class@Palco.UsageRow]
 *
 * Since: 1.0
 */
GListModel *
palco_usage_get_days (PalcoUsage *self)
{
  g_return_val_if_fail (PALCO_IS_USAGE (self), NULL);

  return G_LIST_MODEL (self->days);
}
