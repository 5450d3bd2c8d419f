/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-session.h"

#include "cli-lease.h"

#include <glib/gi18n.h>

const char *
cli_session_state_label (PalcoSession *session)
{
  const char *name = palco_session_get_state_name (session);

  switch (palco_session_get_state (session))
    {
    case PALCO_SESSION_STATE_STARTING:
      return C_("session state", "Starting");
    case PALCO_SESSION_STATE_READY:
      return C_("session state", "Ready");
    case PALCO_SESSION_STATE_STOPPED:
      return C_("session state", "Stopped");
    case PALCO_SESSION_STATE_EXPIRED:
      return C_("session state", "Expired");
    case PALCO_SESSION_STATE_ERROR:
      return C_("session state", "Error");
    case PALCO_SESSION_STATE_UNKNOWN:
      break;
    }

  /* One that did not exist when this was written: as the service calls it. */
  return name != NULL ? name : C_("session state", "Unknown");
}

static char *
format_left (PalcoSession *session)
{
  gint64 seconds = palco_session_get_seconds_left (session);

  return seconds >= 0 ? cli_lease_format_left (seconds) : NULL;
}

static char *
format_created (PalcoSession *session)
{
  GDateTime *created = palco_session_get_creation_time (session);
  g_autoptr(GDateTime) local = created != NULL ? g_date_time_to_local (created) : NULL;

  return local != NULL ? g_date_time_format (local, "%F %T") : NULL;
}

static const char *
region_id (PalcoSession *session)
{
  PalcoRegion *region = palco_session_get_region (session);

  return region != NULL ? palco_region_get_id (region) : NULL;
}

static const char *
past_state (PalcoHistoryEntry *entry)
{
  switch (palco_history_entry_get_state (entry))
    {
    case PALCO_SESSION_STATE_STOPPED:
      return NC_("session state", "Stopped");
    case PALCO_SESSION_STATE_EXPIRED:
      return NC_("session state", "Expired");
    case PALCO_SESSION_STATE_ERROR:
      return NC_("session state", "Error");
    case PALCO_SESSION_STATE_STARTING:
    case PALCO_SESSION_STATE_READY:
    case PALCO_SESSION_STATE_UNKNOWN:
      break;
    }

  return NC_("session state", "Unknown");
}

static void
add_past (CliTable          *table,
          JsonNode          *array,
          PalcoHistoryEntry *entry)
{
  GDateTime *utc = palco_history_entry_get_created (entry);
  g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autofree char *created = local != NULL ? g_date_time_format (local, "%F %T") : NULL;
  g_autofree char *duration = cli_lease_format_left (palco_history_entry_get_seconds (entry));
  g_autofree char *money = NULL;
  const char *state = past_state (entry);
  const char *currency;
  gboolean is_estimate;
  double cost;

  if (palco_history_entry_get_cost (entry, &cost, &currency, &is_estimate))
    money = is_estimate ? g_strdup_printf (_("%.2f %s (estimate)"), cost, currency)
                        : g_strdup_printf ("%.2f %s", cost, currency);

  cli_json_append (array, cli_json_from_history_entry (entry, state));
  cli_table_add (table, palco_history_entry_get_session_id (entry), palco_history_entry_get_region_id (entry),
                 palco_history_entry_get_size_id (entry), g_dpgettext2 (NULL, "session state", state),
                 duration, created, money);
}

/* Those that ended: how long they ran stands where no time is left. */
void
cli_session_output_past (CliRun    *run,
                         GPtrArray *entries)
{
  g_autoptr(CliTable) table = cli_table_new (7);
  JsonNode *array = cli_json_new_array ();

  cli_table_add (table, _("ID"), _("REGION"), _("SIZE"), _("STATE"), _("TIME"), _("CREATED"), _("COST"));

  for (guint i = 0; i < entries->len; i++)
    {
      PalcoHistoryEntry *entry = g_ptr_array_index (entries, i);
      const char *region = palco_history_entry_get_region_id (entry);

      if (palco_history_entry_is_ended (entry) &&
          (run->region_id == NULL || g_str_equal (region, run->region_id)))
        add_past (table, array, entry);
    }

  cli_output_list (run, table, array);
}

void
cli_session_output_list (CliRun    *run,
                         GPtrArray *sessions)
{
  g_autoptr(CliTable) table = cli_table_new (6);
  JsonNode *array = cli_json_new_array ();

  cli_table_add (table, _("ID"), _("REGION"), _("SIZE"), _("STATE"), _("TIME LEFT"), _("CREATED"));

  for (guint i = 0; i < sessions->len; i++)
    {
      PalcoSession *session = g_ptr_array_index (sessions, i);
      g_autofree char *left = format_left (session);
      g_autofree char *created = format_created (session);

      cli_json_append (array, cli_json_from_session (session));
      cli_table_add (table, palco_session_get_id (session), region_id (session),
                     palco_session_get_size_id (session), cli_session_state_label (session), left, created);
    }

  cli_output_list (run, table, array);
}

static void
add_detail (CliTable   *table,
            const char *label,
            const char *value)
{
  if (value != NULL && *value != '\0')
    cli_table_add (table, label, value);
}

static void
add_connection (CliTable     *table,
                PalcoSession *session)
{
  const char *hostname = palco_session_get_hostname (session);
  g_autofree char *inspector_url = palco_session_dup_inspector_url (session);
  g_autofree char *host = NULL;

  if (hostname != NULL && palco_session_get_handshake_port (session) != 0)
    host = g_strdup_printf ("%s:%u", hostname, palco_session_get_handshake_port (session));

  /* Translators: the server that a viewer connects to */
  add_detail (table, _("Host"), host);
  add_detail (table, _("Inspector"), inspector_url);
}

void
cli_session_output_details (CliRun       *run,
                            PalcoSession *session)
{
  g_autoptr(CliTable) table = cli_table_new (2);
  g_autofree char *left = format_left (session);
  g_autofree char *created = format_created (session);
  g_autofree char *lease = cli_lease_format (palco_session_get_lease_minutes (session));
  JsonNode *array = cli_json_new_array ();

  cli_table_add (table, _("Session"), palco_session_get_id (session));

  cli_json_append (array, cli_json_from_session (session));

  add_detail (table, _("State"), cli_session_state_label (session));
  add_detail (table, _("Error"), palco_session_get_error_message (session));
  add_detail (table, _("Region"), region_id (session));
  add_detail (table, _("Size"), palco_session_get_size_id (session));
  add_detail (table, _("Lease"), palco_session_get_lease_minutes (session) > 0 ? lease : NULL);
  add_detail (table, _("Time left"), left);
  add_detail (table, _("Created"), created);
  add_connection (table, session);

  cli_output_list (run, table, array);
}
