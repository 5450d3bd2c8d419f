/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-preset.h"

#include "cli-await.h"
#include "cli-command.h"
#include "cli-exit.h"
#include "cli-lease.h"
#include "cli-output.h"

#include <glib/gi18n.h>

#define DEFAULT_SIZE          "Standard"
#define DEFAULT_LEASE_MINUTES 60

static struct {
  char    *size;
  char    *lease;
  char    *cap;
  gboolean next_region;
  gboolean other_size;
} add_options;

static const GOptionEntry add_entries[] = {
  { "size", 's', 0, G_OPTION_ARG_STRING, &add_options.size,
    N_("Server size, “Standard” unless given"), N_("ID") },
  { "lease", 'l', 0, G_OPTION_ARG_STRING, &add_options.lease,
    N_("How long it may run at first: 90, 2h, 1h30; one hour unless given"), N_("TIME") },
  { "extend-up-to", 0, 0, G_OPTION_ARG_STRING, &add_options.cap,
    N_("Let the application extend the lease while the session is used, up to this in all"), N_("TIME") },
  { "next-region", 0, 0, G_OPTION_ARG_NONE, &add_options.next_region,
    N_("Try the next nearest region when all servers are in use"), NULL },
  { "other-size", 0, 0, G_OPTION_ARG_NONE, &add_options.other_size,
    N_("Try another size when all servers are in use"), NULL },
  { NULL }
};

PalcoPresetList *
cli_preset_load (CliRun  *run,
                 GError **error)
{
  g_autoptr(PalcoPresetList) presets = palco_preset_list_new (NULL);
  g_autoptr(GAsyncResult) result = NULL;

  palco_preset_list_load_async (presets, run->cancellable, cli_await_cb, &result);
  cli_await (&result);

  return palco_preset_list_load_finish (presets, result, error) ? g_steal_pointer (&presets) : NULL;
}

static char *
join_names (GListModel *presets)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (presets); i++)
    {
      g_autoptr(PalcoPreset) preset = g_list_model_get_item (presets, i);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", palco_preset_get_name (preset));
    }

  return g_string_free (names, FALSE);
}

/* Returns what belongs to @presets. */
PalcoPreset *
cli_preset_find (PalcoPresetList  *presets,
                 const char       *name,
                 GError          **error)
{
  PalcoPreset *preset = palco_preset_list_lookup (presets, name);
  g_autofree char *names = NULL;

  if (preset != NULL)
    return preset;

  names = join_names (G_LIST_MODEL (presets));
  if (*names != '\0')
    g_set_error (error, CLI_EXIT_ERROR, CLI_EXIT_NOT_FOUND,
                 _("There is no preset named “%s”. Known are: %s."), name, names);
  else
    g_set_error (error, CLI_EXIT_ERROR, CLI_EXIT_NOT_FOUND,
                 _("There is no preset named “%s”. “palcoctl preset add” makes one."), name);

  return NULL;
}

static const char *
format_account (CliRun      *run,
                PalcoPreset *preset)
{
  const char *uid = palco_preset_get_account_uid (preset);
  PalcoAccount *account = palco_account_list_lookup (run->accounts, uid);

  if (*uid == '\0')
    return CLI_LOCAL_ACCOUNT;

  return account != NULL ? palco_account_get_name (account) : uid;
}

static const char *
format_when_full (PalcoPreset *preset)
{
  switch ((guint) palco_preset_get_when_full (preset))
    {
    case PALCO_WHEN_FULL_NEXT_REGION:
      return _("next region");
    case PALCO_WHEN_FULL_OTHER_SIZE:
      return _("other size");
    case PALCO_WHEN_FULL_NEXT_REGION | PALCO_WHEN_FULL_OTHER_SIZE:
      return _("next region, other size");
    default:
      return NULL;
    }
}

static void
add_row (CliRun      *run,
         CliTable    *table,
         PalcoPreset *preset)
{
  const char *region_id = palco_preset_get_region_id (preset);
  guint cap_minutes = palco_preset_get_cap_minutes (preset);
  g_autofree char *lease = cli_lease_format (palco_preset_get_lease_minutes (preset));
  g_autofree char *cap = cap_minutes > 0 ? cli_lease_format (cap_minutes) : NULL;

  cli_table_add (table, palco_preset_get_name (preset), format_account (run, preset),
                 /* Translators: a region, in a table. */
                 *region_id != '\0' ? region_id : _("nearest"),
                 palco_preset_get_size_id (preset), lease, cap, format_when_full (preset));
}

static CliTable *
new_table (void)
{
  CliTable *table = cli_table_new (7);

  /* Translators: titles of columns. EXTEND UP TO is how long a session may run in all. */
  cli_table_add (table, _("NAME"), _("ACCOUNT"), _("REGION"), _("SIZE"), _("LEASE"), _("EXTEND UP TO"),
                 _("WHEN FULL"));

  return table;
}

static gboolean
run_list (CliRun  *run,
          char   **arguments,
          GError **error)
{
  g_autoptr(PalcoPresetList) presets = cli_preset_load (run, error);
  g_autoptr(CliTable) table = new_table ();
  JsonNode *array;

  if (presets == NULL || !cli_run_load_accounts (run, error))
    return FALSE;

  array = cli_json_new_array ();
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (presets)); i++)
    {
      g_autoptr(PalcoPreset) preset = g_list_model_get_item (G_LIST_MODEL (presets), i);

      cli_json_append (array, cli_json_from_preset (preset));
      add_row (run, table, preset);
    }

  cli_output_list (run, table, array);

  return TRUE;
}

static gboolean
run_show (CliRun  *run,
          char   **arguments,
          GError **error)
{
  g_autoptr(PalcoPresetList) presets = cli_preset_load (run, error);
  PalcoPreset *preset = presets != NULL ? cli_preset_find (presets, arguments[0], error) : NULL;
  g_autoptr(CliTable) table = new_table ();
  JsonNode *array;

  if (preset == NULL || !cli_run_load_accounts (run, error))
    return FALSE;

  array = cli_json_new_array ();
  cli_json_append (array, cli_json_from_preset (preset));
  add_row (run, table, preset);
  cli_output_list (run, table, array);

  return TRUE;
}

static PalcoPreset *
make_preset (CliRun      *run,
             const char  *name,
             GError     **error)
{
  PalcoWhenFull when_full = (add_options.next_region ? PALCO_WHEN_FULL_NEXT_REGION : 0) |
                            (add_options.other_size ? PALCO_WHEN_FULL_OTHER_SIZE : 0);
  guint lease_minutes = DEFAULT_LEASE_MINUTES;
  guint cap_minutes = 0;

  if ((add_options.lease != NULL && !cli_lease_parse (add_options.lease, &lease_minutes, error)) ||
      (add_options.cap != NULL && !cli_lease_parse (add_options.cap, &cap_minutes, error)) ||
      !cli_run_choose_account (run, error))
    return NULL;

  return palco_preset_new (NULL, name,
                           palco_account_is_local (run->account) ? "" : palco_account_get_uid (run->account),
                           run->region_id, add_options.size != NULL ? add_options.size : DEFAULT_SIZE,
                           lease_minutes, cap_minutes, when_full);
}

static gboolean
run_add (CliRun  *run,
         char   **arguments,
         GError **error)
{
  g_autoptr(PalcoPreset) preset = make_preset (run, arguments[0], error);
  g_autoptr(PalcoPresetList) presets = palco_preset_list_new (NULL);
  g_autoptr(GAsyncResult) result = NULL;

  if (preset == NULL)
    return FALSE;

  palco_preset_list_add_async (presets, preset, run->cancellable, cli_await_cb, &result);
  cli_await (&result);
  if (!palco_preset_list_add_finish (presets, result, error))
    return FALSE;

  cli_output_line (run, cli_json_from_preset (preset), _("Added the preset “%s”."),
                   palco_preset_get_name (preset));

  return TRUE;
}

static gboolean
run_remove (CliRun  *run,
            char   **arguments,
            GError **error)
{
  g_autoptr(PalcoPresetList) presets = cli_preset_load (run, error);
  PalcoPreset *found = presets != NULL ? cli_preset_find (presets, arguments[0], error) : NULL;
  g_autoptr(PalcoPreset) preset = found != NULL ? g_object_ref (found) : NULL;
  g_autoptr(GAsyncResult) result = NULL;

  if (preset == NULL)
    return FALSE;

  palco_preset_list_remove_async (presets, preset, run->cancellable, cli_await_cb, &result);
  cli_await (&result);
  if (!palco_preset_list_remove_finish (presets, result, error))
    return FALSE;

  cli_output_line (run, cli_json_from_preset (preset), _("Removed the preset “%s”."),
                   palco_preset_get_name (preset));

  return TRUE;
}

const CliCommand cli_preset_commands[] = {
  {
    .group = "preset",
    .name = "add",
    .arguments = "NAME",
    .summary = N_("Keep a start to make again"),
    .description = N_("The account is that of --account, the region that of --region, or the nearest one.\n"
                      "\n"
                      "Examples:\n"
                      "  palcoctl preset add film --size Premium --lease 2h --extend-up-to 8h\n"
                      "  palcoctl session create --preset film --wait"),
    .entries = add_entries,
    .uses = CLI_USES_ACCOUNT | CLI_USES_REGION,
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run_add,
  },
  {
    .group = "preset",
    .name = "list",
    .summary = N_("List the presets"),
    .run = run_list,
  },
  {
    .group = "preset",
    .name = "show",
    .arguments = "NAME",
    .summary = N_("Show a preset"),
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run_show,
  },
  {
    .group = "preset",
    .name = "remove",
    .arguments = "NAME",
    .summary = N_("Remove a preset"),
    .min_arguments = 1,
    .max_arguments = 1,
    .run = run_remove,
  },
  { .name = NULL }
};
