/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-await.h"
#include "cli-command.h"
#include "cli-exit.h"
#include "cli-lease.h"
#include "cli-output.h"

#include <glib/gi18n.h>

#include <stdio.h>

static struct {
  char    *month;
  gboolean csv;
} usage_options;

static const GOptionEntry usage_entries[] = {
  { "month", 'm', 0, G_OPTION_ARG_STRING, &usage_options.month,
    N_("The month, like 2026-11; this one unless given"), N_("YYYY-MM") },
  { "csv", 0, 0, G_OPTION_ARG_NONE, &usage_options.csv,
    N_("Print comma-separated values, a line for each day of each session"), NULL },
  { NULL }
};

static gboolean
read_month (guint   *year,
            guint   *month,
            GError **error)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *text = NULL;

  *year = g_date_time_get_year (now);
  *month = g_date_time_get_month (now);
  if (usage_options.month == NULL)
    return TRUE;

  /* What is read has to be what was written: “2026-11x” is no month. */
  if (sscanf (usage_options.month, "%4u-%2u", year, month) == 2)
    text = g_strdup_printf ("%04u-%02u", *year, *month);

  if (g_strcmp0 (text, usage_options.month) == 0 && *year >= 1970 && *month >= 1 && *month <= 12)
    return TRUE;

  g_set_error (error, CLI_EXIT_ERROR, CLI_EXIT_USAGE,
               _("“%s” is no month. Write it like 2026-11."), usage_options.month);
  return FALSE;
}

static PalcoUsage *
load_usage (CliRun  *run,
            GError **error)
{
  g_autoptr(PalcoJournal) journal = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  guint year, month;

  if (!read_month (&year, &month, error) || !cli_run_choose_account (run, error) ||
      !cli_run_open_journal (run, &journal, error))
    return NULL;

  palco_journal_load_history_async (journal, run->account, NULL, run->cancellable, cli_await_cb, &result);
  cli_await (&result);
  entries = palco_journal_load_history_finish (journal, result, error);

  return entries != NULL ? palco_usage_new (entries, year, month, NULL) : NULL;
}

static char *
format_cost (PalcoUsageRow *row)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < palco_usage_row_get_n_costs (row); i++)
    {
      const char *currency;
      gboolean is_estimate;
      double cost = palco_usage_row_get_cost (row, i, &currency, &is_estimate);

      g_string_append (text, i > 0 ? " + " : "");
      if (is_estimate)
        /* Translators: an amount of money and its currency, computed with a price that the user entered. */
        g_string_append_printf (text, _("%.2f %s (estimate)"), cost, currency);
      else
        g_string_append_printf (text, "%.2f %s", cost, currency);
    }

  return g_string_free (text, FALSE);
}

static void
add_row (CliTable      *table,
         const char    *day,
         const char    *size_id,
         PalcoUsageRow *row)
{
  g_autofree char *time = cli_lease_format_left (palco_usage_row_get_seconds (row));
  g_autofree char *sessions = g_strdup_printf ("%u", palco_usage_row_get_n_sessions (row));
  g_autofree char *cost = format_cost (row);

  cli_table_add (table, day, size_id, time, sessions, *cost != '\0' ? cost : NULL);
}

static void
output_usage (CliRun     *run,
              PalcoUsage *usage)
{
  GListModel *days = palco_usage_get_days (usage);
  g_autoptr(CliTable) table = cli_table_new (5);
  JsonNode *array = cli_json_new_array ();

  cli_table_add (table, _("DAY"), _("SIZE"), _("TIME"), _("SESSIONS"), _("COST"));

  for (guint i = 0; i < g_list_model_get_n_items (days); i++)
    {
      g_autoptr(PalcoUsageRow) row = g_list_model_get_item (days, i);
      g_autofree char *day = g_strdup_printf ("%04u-%02u-%02u", palco_usage_get_year (usage),
                                              palco_usage_get_month (usage), palco_usage_row_get_day (row));

      cli_json_append (array, cli_json_from_usage_row (row, day));
      add_row (table, day, palco_usage_row_get_size_id (row), row);
    }

  add_row (table, _("Total"), NULL, palco_usage_get_total (usage));
  cli_output_list (run, table, array);
}

static gboolean
run_usage (CliRun  *run,
           char   **arguments,
           GError **error)
{
  g_autoptr(PalcoUsage) usage = NULL;
  g_autofree char *csv = NULL;

  if (usage_options.csv && run->json)
    {
      g_set_error_literal (error, CLI_EXIT_ERROR, CLI_EXIT_USAGE,
                           _("--csv and --json cannot be used together."));
      return FALSE;
    }

  usage = load_usage (run, error);
  if (usage == NULL)
    return FALSE;

  if (!usage_options.csv)
    {
      output_usage (run, usage);
      return TRUE;
    }

  csv = palco_usage_to_csv (usage, run->accounts);
  fputs (csv, stdout);

  return TRUE;
}

const CliCommand cli_usage_commands[] = {
  {
    .name = "usage",
    .summary = N_("Tell what a month cost"),
    .description = N_("Hours, sessions and costs by day and size, as far as this computer knows: of the sessions\n"
                      "that it started, and of those that it saw. The service is not asked.\n"
                      "\n"
                      "Examples:\n"
                      "  palcoctl usage\n"
                      "  palcoctl usage --month 2026-11 --csv > november.csv"),
    .entries = usage_entries,
    .uses = CLI_USES_ACCOUNT,
    .run = run_usage,
  },
  { .name = NULL }
};
