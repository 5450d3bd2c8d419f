/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-format-latency.h"

#include <glib/gi18n.h>

#include "palco-format.h"
#include "palco-latency-words.h"
#include "palco-region-words.h"

static const char * const classes[] = {
  [PALCO_LATENCY_GRADE_UNKNOWN] = "unknown",
  [PALCO_LATENCY_GRADE_RECOMMENDED] = "recommended",
  [PALCO_LATENCY_GRADE_USABLE] = "usable",
  [PALCO_LATENCY_GRADE_SLOW] = "slow",
  [PALCO_LATENCY_GRADE_UNREACHABLE] = "unreachable",
};

/* The class of pills and markers in style.css. */
const char *
palco_format_grade_class (PalcoLatencyGrade grade)
{
  guint index = (guint) grade < G_N_ELEMENTS (classes) ? grade : PALCO_LATENCY_GRADE_UNKNOWN;

  return classes[index];
}

static gboolean
is_reachable (PalcoLatency *latency)
{
  return latency != NULL && palco_latency_get_error (latency) == NULL;
}

/* For a pill: “12 ms”, or the word where there is no number. */
char *
palco_format_latency (PalcoLatency *latency)
{
  if (!is_reachable (latency))
    return g_strdup (palco_latency_words_grade (palco_latency_get_grade (latency)));

  /* Translators: a round trip in milliseconds. */
  return g_strdup_printf (C_("latency", "%.0f ms"), palco_latency_get_median (latency));
}

/* The same with the word for the grade, for whoever does not see the colour. */
char *
palco_format_latency_spoken (PalcoLatency *latency)
{
  g_autofree char *number = palco_format_latency (latency);

  if (!is_reachable (latency))
    return g_steal_pointer (&number);

  /* Translators: a round trip and its grade, for example “12 ms, Recommended”. */
  return g_strdup_printf (C_("latency", "%s, %s"), number,
                          palco_latency_words_grade (palco_latency_get_grade (latency)));
}

static char *
format_unreachable (PalcoLatency *latency)
{
  g_autofree char *reason = palco_latency_words_reason (latency);

  /* Translators: of a region; %s is a reason, for example “No answer in time”. */
  return g_strdup_printf (_("Unreachable · %s"), reason);
}

static char *
format_figures (PalcoLatency *latency)
{
  guint n_sent = palco_latency_get_n_sent (latency);
  guint n_lost = n_sent - palco_latency_get_n_answered (latency);

  /* Translators: median round trip and its variation in milliseconds, samples lost and sent. */
  return g_strdup_printf (ngettext ("Median %.1f ms · jitter %.1f ms · %u of %u sample lost",
                                    "Median %.1f ms · jitter %.1f ms · %u of %u samples lost", n_sent),
                          palco_latency_get_median (latency), palco_latency_get_jitter (latency),
                          n_lost, n_sent);
}

static char *
format_method (PalcoLatency *latency)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *moment = palco_format_moment (palco_latency_get_measured_at (latency), now);
  const char *proxy = palco_latency_get_proxy (latency);

  if (proxy != NULL)
    /* Translators: how a region was measured: the address of a proxy, a time. */
    return g_strdup_printf (_("Time to open a TCP connection through the proxy %s, measured %s"), proxy,
                            moment);

  /* Translators: how a region was measured; %s is a time. */
  return g_strdup_printf (_("Time to open a TCP connection, measured %s"), moment);
}

/* All figures and how they were found, on lines of their own. */
char *
palco_format_latency_details (PalcoLatency *latency)
{
  g_autofree char *first = NULL;
  g_autofree char *method = NULL;

  if (latency == NULL)
    return g_strdup (palco_latency_words_grade (PALCO_LATENCY_GRADE_UNKNOWN));

  first = is_reachable (latency) ? format_figures (latency) : format_unreachable (latency);
  method = format_method (latency);

  return g_strdup_printf ("%s\n%s", first, method);
}

static void
append_cell (GString    *table,
             const char *text)
{
  g_autofree char *clean = g_strdelimit (g_strdup (text != NULL ? text : ""), "\t\n", ' ');

  g_string_append (table, clean);
  g_string_append_c (table, '\t');
}

static void
end_line (GString *table)
{
  g_string_truncate (table, table->len - 1);
  g_string_append_c (table, '\n');
}

static void
append_figures (GString      *table,
                PalcoLatency *latency)
{
  g_autofree char *reason = palco_latency_words_reason (latency);
  g_autofree char *moment = g_date_time_format_iso8601 (palco_latency_get_measured_at (latency));

  if (is_reachable (latency))
    g_string_append_printf (table, "%.1f\t%.1f\t", palco_latency_get_median (latency),
                            palco_latency_get_jitter (latency));
  else
    g_string_append (table, "\t\t");

  g_string_append_printf (table, "%u\t%u\t", palco_latency_get_n_answered (latency),
                          palco_latency_get_n_sent (latency));
  append_cell (table, palco_latency_get_proxy (latency));
  append_cell (table, reason);
  append_cell (table, moment);
}

/* For a spreadsheet: a line for each region, cells apart by tabs. */
char *
palco_format_latency_table (GListModel *regions)
{
  static const char * const titles[] = {
    N_("Region"), N_("ID"), N_("Grade"), N_("Median (ms)"), N_("Jitter (ms)"), N_("Answered"),
    N_("Sent"), N_("Proxy"), N_("Reason"), N_("Measured"),
  };
  GString *table = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    append_cell (table, _(titles[i]));
  end_line (table);

  for (guint i = 0; i < g_list_model_get_n_items (regions); i++)
    {
      g_autoptr(PalcoRegion) region = g_list_model_get_item (regions, i);
      PalcoLatency *latency = palco_region_get_latency (region);

      append_cell (table, palco_region_words_name (region));
      append_cell (table, palco_region_get_id (region));
      append_cell (table, palco_latency_words_grade (palco_latency_get_grade (latency)));
      if (latency != NULL)
        append_figures (table, latency);
      end_line (table);
    }

  return g_string_free (table, FALSE);
}
