/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-command.h"

#include "cli-output.h"

#include "palco-latency-words.h"

#include <glib/gi18n.h>

static gboolean is_measuring;

static const GOptionEntry entries[] = {
  { "measure", 'm', 0, G_OPTION_ARG_NONE, &is_measuring,
    N_("Measure how far they are, and ask what is free"), NULL },
  { NULL }
};

static GPtrArray *
list_regions (CliRun *run)
{
  GListModel *model = palco_catalogue_get_regions (palco_client_get_catalogue (run->client));
  GPtrArray *regions = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (regions, g_list_model_get_item (model, i));

  return regions;
}

static char *
format_location (PalcoRegion *region)
{
  double latitude;
  double longitude;

  if (!palco_region_get_location (region, &latitude, &longitude))
    return NULL;

  /* Translators: latitude and longitude in degrees */
  return g_strdup_printf (_("%.1f, %.1f"), latitude, longitude);
}

static CliTable *
tabulate_places (GPtrArray *regions)
{
  CliTable *table = cli_table_new (4);

  cli_table_add (table, _("ID"), _("NAME"), _("LOCATION"), _("ENDPOINT"));

  for (guint i = 0; i < regions->len; i++)
    {
      PalcoRegion *region = regions->pdata[i];
      g_autofree char *location = format_location (region);

      cli_table_add (table, palco_region_get_id (region), palco_region_get_name (region), location,
                     palco_region_get_endpoint (region));
    }

  return table;
}

static int
compare_regions (gconstpointer a,
                 gconstpointer b)
{
  return palco_latency_compare (palco_region_get_latency (*(PalcoRegion **) a),
                                palco_region_get_latency (*(PalcoRegion **) b));
}

static char *
format_milliseconds (PalcoLatency *latency,
                     double        milliseconds)
{
  if (palco_latency_get_error (latency) != NULL)
    return NULL;

  /* Translators: a number of milliseconds */
  return g_strdup_printf (_("%.1f ms"), milliseconds);
}

static char *
format_grade (PalcoLatency *latency)
{
  const char *grade = palco_latency_words_grade (palco_latency_get_grade (latency));
  g_autofree char *reason = palco_latency_words_reason (latency);

  if (reason == NULL)
    return g_strdup (grade);

  /* Translators: “Unreachable”, and why in a few words */
  return g_strdup_printf (_("%s: %s"), grade, reason);
}

static char *
format_free (PalcoRegion *region)
{
  GListModel *sizes = palco_region_get_sizes (region);
  int n_free = -1;

  for (guint i = 0; sizes != NULL && i < g_list_model_get_n_items (sizes); i++)
    {
      g_autoptr(PalcoSize) size = g_list_model_get_item (sizes, i);

      if (palco_size_get_free (size) >= 0)
        n_free = MAX (n_free, 0) + palco_size_get_free (size);
    }

  return n_free >= 0 ? g_strdup_printf ("%d", n_free) : NULL;
}

static void
add_measured_row (CliTable    *table,
                  PalcoRegion *region)
{
  PalcoLatency *latency = palco_region_get_latency (region);
  g_autofree char *median = format_milliseconds (latency, palco_latency_get_median (latency));
  g_autofree char *jitter = format_milliseconds (latency, palco_latency_get_jitter (latency));
  g_autofree char *loss = g_strdup_printf ("%.0f %%", palco_latency_get_loss (latency) * 100.0);
  g_autofree char *grade = format_grade (latency);
  g_autofree char *n_free = format_free (region);

  cli_table_add (table, palco_region_get_id (region), palco_region_get_name (region), median, jitter,
                 loss, grade, n_free);
}

static CliTable *
tabulate_latencies (GPtrArray *regions)
{
  CliTable *table = cli_table_new (7);

  cli_table_add (table, _("ID"), _("NAME"), _("LATENCY"), _("JITTER"), _("LOSS"), _("GRADE"), _("FREE"));

  for (guint i = 0; i < regions->len; i++)
    add_measured_row (table, regions->pdata[i]);

  return table;
}

static void
tell_proxy (GPtrArray *regions)
{
  for (guint i = 0; i < regions->len; i++)
    {
      const char *proxy = palco_latency_get_proxy (palco_region_get_latency (regions->pdata[i]));

      if (proxy == NULL)
        continue;

      cli_output_note (_("Measured through the proxy %s, whose own work counts as well."), proxy);
      return;
    }
}

static gboolean
run_regions (CliRun  *run,
             char   **arguments,
             GError **error)
{
  g_autoptr(CliTable) table = NULL;
  g_autoptr(JsonNode) array = cli_json_new_array ();
  g_autoptr(GPtrArray) regions = NULL;

  if (!cli_run_connect (run, FALSE, error) || !cli_run_load_catalogue (run, error) ||
      (is_measuring && !cli_run_measure_regions (run, NULL, error)))
    return FALSE;

  regions = list_regions (run);
  if (is_measuring)
    g_ptr_array_sort (regions, compare_regions);

  for (guint i = 0; i < regions->len; i++)
    cli_json_append (array, cli_json_from_region (run->account, regions->pdata[i]));

  table = is_measuring ? tabulate_latencies (regions) : tabulate_places (regions);
  cli_output_list (run, table, g_steal_pointer (&array));
  if (is_measuring)
    tell_proxy (regions);

  return TRUE;
}

const CliCommand cli_region_commands[] = {
  {
    .name = "regions",
    .summary = N_("List the regions of a service"),
    .description = N_("A latency is the median time that opening a TCP connection takes, of up to fifteen.\n"
                      "\n"
                      "Examples:\n"
                      "  palcoctl regions\n"
                      "  palcoctl regions --measure\n"
                      "  palcoctl regions --account studio --json"),
    .entries = entries,
    .uses = CLI_USES_SERVICE,
    .run = run_regions,
  },
  { .name = NULL }
};
