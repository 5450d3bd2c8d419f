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
