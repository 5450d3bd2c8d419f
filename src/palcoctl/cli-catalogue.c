/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-command.h"

#include "cli-output.h"

#include <glib/gi18n.h>

static char *
format_price (PalcoAccount *account,
              PalcoSize    *size)
{
  double per_hour;
  const char *currency;
  gboolean is_estimate;

  if (!palco_price_for (account, size, &per_hour, &currency, &is_estimate))
    return NULL;

  if (is_estimate)
    /* Translators: an amount of money and its currency, which the user entered, such as “4.60 USD
     * per hour (estimate)” */
    return g_strdup_printf (_("%.2f %s per hour (estimate)"), per_hour, currency != NULL ? currency : "");

  /* Translators: an amount of money and its currency, such as “4.60 USD per hour” */
  return g_strdup_printf (_("%.2f %s per hour"), per_hour, currency != NULL ? currency : "");
}

static char *
format_polygons (PalcoSize *size)
{
  gint64 limit = palco_size_get_polygon_limit (size);

  if (limit <= 0)
    /* Translators: no limit of the number of polygons */
    return g_strdup (_("no limit"));

  return g_strdup_printf ("%'" G_GINT64_FORMAT, limit);
}

static char *
format_capacity (PalcoSize *size)
{
  int total = palco_size_get_total (size);
  int n_free = palco_size_get_free (size);

  if (n_free < 0)
    return NULL;

  if (total < 0)
    return g_strdup_printf ("%d", n_free);

  /* Translators: how many servers are free, of how many */
  return g_strdup_printf (_("%d of %d"), n_free, total);
}

static void
add_size_row (CliTable     *table,
              PalcoAccount *account,
              PalcoSize    *size)
{
  g_autofree char *polygons = format_polygons (size);
  g_autofree char *price = format_price (account, size);
  g_autofree char *capacity = format_capacity (size);
  double teraflops = palco_size_get_teraflops (size);
  g_autofree char *speed = teraflops > 0 ? g_strdup_printf ("%.1f", teraflops) : NULL;

  cli_table_add (table, palco_size_get_id (size), polygons, speed, price, capacity,
                 palco_size_get_description (size));
}

static gboolean
run_sizes (CliRun  *run,
           char   **arguments,
           GError **error)
{
  g_autoptr(CliTable) table = cli_table_new (6);
  g_autoptr(JsonNode) array = cli_json_new_array ();
  GListModel *sizes;

  cli_table_add (table, _("ID"), _("POLYGONS"), _("TERAFLOPS"), _("PRICE"), _("FREE"), _("DESCRIPTION"));

  if (!cli_run_connect (run, FALSE, error) || !cli_run_load_catalogue (run, error))
    return FALSE;

  sizes = palco_catalogue_get_sizes (palco_client_get_catalogue (run->client));
  for (guint i = 0; i < g_list_model_get_n_items (sizes); i++)
    {
      g_autoptr(PalcoSize) size = g_list_model_get_item (sizes, i);

      cli_json_append (array, cli_json_from_size (run->account, size));
      add_size_row (table, run->account, size);
    }

  cli_output_list (run, table, g_steal_pointer (&array));

  return TRUE;
}

const CliCommand cli_catalogue_commands[] = {
  {
    .name = "sizes",
    .summary = N_("List the server sizes with price and free servers"),
    .description = N_("Examples:\n"
                      "  palcoctl sizes\n"
                      "  palcoctl sizes --account studio --json"),
    .uses = CLI_USES_SERVICE,
    .run = run_sizes,
  },
  { .name = NULL }
};
