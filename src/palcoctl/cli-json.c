/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-json.h"

#include <stdio.h>

static JsonNode *
object_node (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);

  return node;
}

/* Unlike json_object_set_string_member(), an unknown value is null and not an empty string. */
static void
set_string (JsonObject *object,
            const char *name,
            const char *value)
{
  if (value != NULL && *value != '\0')
    json_object_set_string_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

static void
set_known (JsonObject *object,
           const char *name,
           gint64      value,
           gboolean    known)
{
  if (known)
    json_object_set_int_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

static void
set_known_double (JsonObject *object,
                  const char *name,
                  double      value,
                  gboolean    known)
{
  if (known)
    json_object_set_double_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

static const char *
get_nick (GType type,
          int   value)
{
  g_autoptr(GEnumClass) klass = g_type_class_ref (type);

  return g_enum_get_value (klass, value)->value_nick;
}

JsonNode *
cli_json_new_array (void)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, json_array_new ());

  return node;
}

void
cli_json_append (JsonNode *array,
                 JsonNode *element)
{
  json_array_add_element (json_node_get_array (array), element);
}

static void
set_sign_in (JsonObject  *object,
             PalcoSignIn *sign_in)
{
  static const char * const kinds[] = { "key", "token", "command" };
  GDateTime *expiry = palco_sign_in_get_expiry (sign_in);
  g_autofree char *expires = expiry != NULL ? g_date_time_format_iso8601 (expiry) : NULL;
  g_autofree char *command = palco_sign_in_dup_command_line (sign_in);

  set_string (object, "signIn", kinds[palco_sign_in_get_kind (sign_in)]);
  set_string (object, "tokenExpires", expires);
  set_string (object, "tokenCommand", command);
}

JsonNode *
cli_json_from_account (PalcoAccount *account,
                       gboolean      is_default)
{
  JsonObject *object = json_object_new ();

  set_string (object, "name", palco_account_is_local (account) ? palco_account_get_uid (account)
                                                               : palco_account_get_name (account));
  set_string (object, "uid", palco_account_get_uid (account));
  set_string (object, "address", palco_account_get_address (account));
  set_string (object, "accountId", palco_account_get_account_id (account));
  set_string (object, "stsUrl", palco_account_get_sts_url (account));
  set_string (object, "trustedStsUrl", palco_account_get_trusted_sts_url (account));
  set_sign_in (object, palco_account_get_sign_in (account));
  json_object_set_boolean_member (object, "local", palco_account_is_local (account));
  json_object_set_boolean_member (object, "default", is_default);

  return object_node (object);
}

static JsonObject *
object_from_latency (PalcoLatency *latency)
{
  JsonObject *object = json_object_new ();
  PalcoLatencyGrade grade = palco_latency_get_grade (latency);
  gboolean is_reachable = grade != PALCO_LATENCY_GRADE_UNREACHABLE;
  g_autofree char *measured = g_date_time_format_iso8601 (palco_latency_get_measured_at (latency));
  const GError *error = palco_latency_get_error (latency);

  set_string (object, "grade", get_nick (PALCO_TYPE_LATENCY_GRADE, grade));
  set_known_double (object, "median", palco_latency_get_median (latency), is_reachable);
  set_known_double (object, "jitter", palco_latency_get_jitter (latency), is_reachable);
  json_object_set_double_member (object, "loss", palco_latency_get_loss (latency));
  json_object_set_int_member (object, "sent", palco_latency_get_n_sent (latency));
  json_object_set_int_member (object, "answered", palco_latency_get_n_answered (latency));
  set_string (object, "proxy", palco_latency_get_proxy (latency));
  set_string (object, "error", error != NULL ? error->message : NULL);
  set_string (object, "measured", measured);

  return object;
}

static void
set_measured (JsonObject   *object,
              PalcoRegion  *region,
              PalcoAccount *account)
{
  PalcoLatency *latency = palco_region_get_latency (region);
  GListModel *sizes = palco_region_get_sizes (region);
  JsonArray *array;

  if (latency != NULL)
    json_object_set_object_member (object, "latency", object_from_latency (latency));
  else
    json_object_set_null_member (object, "latency");

  if (sizes == NULL)
    {
      json_object_set_null_member (object, "sizes");
      return;
    }

  array = json_array_new ();
  for (guint i = 0; i < g_list_model_get_n_items (sizes); i++)
    {
      g_autoptr(PalcoSize) size = g_list_model_get_item (sizes, i);

      json_array_add_element (array, cli_json_from_size (account, size));
    }
  json_object_set_array_member (object, "sizes", array);
}

JsonNode *
cli_json_from_region (PalcoAccount *account,
                      PalcoRegion  *region)
{
  JsonObject *object = json_object_new ();
  JsonObject *probe = json_object_new ();
  double latitude = 0;
  double longitude = 0;
  gboolean has_location = palco_region_get_location (region, &latitude, &longitude);
  guint port = palco_region_get_probe_port (region);

  set_string (object, "id", palco_region_get_id (region));
  set_string (object, "name", palco_region_get_name (region));
  set_string (object, "endpoint", palco_region_get_endpoint (region));
  set_known_double (object, "latitude", latitude, has_location);
  set_known_double (object, "longitude", longitude, has_location);
  set_string (probe, "host", palco_region_get_probe_host (region));
  set_known (probe, "port", port, port != 0);
  json_object_set_object_member (object, "probe", probe);
  set_measured (object, region, account);

  return object_node (object);
}

JsonNode *
cli_json_from_size (PalcoAccount *account,
                    PalcoSize    *size)
{
  JsonObject *object = json_object_new ();
  double per_hour = 0;
  const char *currency = NULL;
  gboolean is_estimate = FALSE;
  gboolean has_price = palco_price_for (account, size, &per_hour, &currency, &is_estimate);
  gint64 limit = palco_size_get_polygon_limit (size);
  double teraflops = palco_size_get_teraflops (size);
  int total = palco_size_get_total (size);
  int n_free = palco_size_get_free (size);

  set_string (object, "id", palco_size_get_id (size));
  set_string (object, "description", palco_size_get_description (size));
  set_known (object, "polygonLimit", limit, limit > 0);
  set_known_double (object, "teraflops", teraflops, teraflops > 0);
  set_known_double (object, "pricePerHour", per_hour, has_price);
  set_string (object, "currency", has_price ? currency : NULL);
  json_object_set_boolean_member (object, "priceIsEstimate", is_estimate);
  set_known (object, "total", total, total >= 0);
  set_known (object, "free", n_free, n_free >= 0);

  return object_node (object);
}

static void
set_session_error (JsonObject   *object,
                   PalcoSession *session)
{
  JsonObject *error;

  if (palco_session_get_error_code (session) == NULL && palco_session_get_error_message (session) == NULL)
    {
      json_object_set_null_member (object, "error");
      return;
    }

  error = json_object_new ();
  set_string (error, "code", palco_session_get_error_code (session));
  set_string (error, "message", palco_session_get_error_message (session));
  json_object_set_object_member (object, "error", error);
}

JsonNode *
cli_json_from_session (PalcoSession *session)
{
  JsonObject *object = json_object_new ();
  PalcoRegion *region = palco_session_get_region (session);
  GDateTime *creation_time = palco_session_get_creation_time (session);
  g_autofree char *created = creation_time != NULL ? g_date_time_format_iso8601 (creation_time) : NULL;
  g_autofree char *inspector_url = palco_session_dup_inspector_url (session);
  guint handshake_port = palco_session_get_handshake_port (session);
  guint inspector_port = palco_session_get_inspector_port (session);
  double teraflops = palco_session_get_teraflops (session);
  gint64 seconds_left = palco_session_get_seconds_left (session);
  gint64 idle_seconds = palco_session_get_idle_seconds (session);

  set_string (object, "id", palco_session_get_id (session));
  set_string (object, "region", region != NULL ? palco_region_get_id (region) : NULL);
  set_string (object, "size", palco_session_get_size_id (session));
  set_string (object, "state", palco_session_get_state_name (session));
  json_object_set_boolean_member (object, "ended", palco_session_is_ended (session));
  json_object_set_int_member (object, "leaseMinutes", palco_session_get_lease_minutes (session));
  json_object_set_int_member (object, "elapsedMinutes", palco_session_get_elapsed_minutes (session));
  set_known (object, "secondsLeft", seconds_left, seconds_left >= 0);
  set_known (object, "idleSeconds", idle_seconds, idle_seconds >= 0);
  set_string (object, "creationTime", created);
  set_string (object, "hostname", palco_session_get_hostname (session));
  set_known (object, "handshakePort", handshake_port, handshake_port != 0);
  set_known (object, "inspectorPort", inspector_port, inspector_port != 0);
  set_string (object, "inspectorUrl", inspector_url);
  set_known_double (object, "teraflops", teraflops, teraflops > 0);
  json_object_set_boolean_member (object, "stopPending", palco_session_get_stop_pending (session));
  json_object_set_boolean_member (object, "clientConnected", palco_session_get_client_connected (session));
  set_session_error (object, session);

  return object_node (object);
}

JsonNode *
cli_json_from_history_entry (PalcoHistoryEntry *entry,
                             const char        *state)
{
  JsonObject *object = json_object_new ();
  GDateTime *creation_time = palco_history_entry_get_created (entry);
  g_autofree char *created = creation_time != NULL ? g_date_time_format_iso8601 (creation_time) : NULL;
  const char *currency = NULL;
  gboolean is_estimate = FALSE;
  double cost = 0.0;
  gboolean has_cost = palco_history_entry_get_cost (entry, &cost, &currency, &is_estimate);

  set_string (object, "id", palco_history_entry_get_session_id (entry));
  set_string (object, "region", palco_history_entry_get_region_id (entry));
  set_string (object, "size", palco_history_entry_get_size_id (entry));
  set_string (object, "state", state);
  json_object_set_boolean_member (object, "ended", palco_history_entry_is_ended (entry));
  set_string (object, "creationTime", created);
  json_object_set_int_member (object, "seconds", palco_history_entry_get_seconds (entry));
  set_known_double (object, "cost", cost, has_cost);
  set_string (object, "currency", currency);
  json_object_set_boolean_member (object, "costIsEstimate", is_estimate);

  return object_node (object);
}

JsonNode *
cli_json_from_preflight_step (PalcoPreflightStep *step,
                              const char         *message)
{
  JsonObject *object = json_object_new ();
  PalcoPreflightFault fault = palco_preflight_step_get_fault (step);
  guint port = palco_preflight_step_get_port (step);

  set_string (object, "check", get_nick (PALCO_TYPE_PREFLIGHT_CHECK, palco_preflight_step_get_check (step)));
  set_string (object, "status", get_nick (PALCO_TYPE_PREFLIGHT_STATUS, palco_preflight_step_get_status (step)));
  set_string (object, "fault", fault != PALCO_PREFLIGHT_FAULT_NONE
                               ? get_nick (PALCO_TYPE_PREFLIGHT_FAULT, fault) : NULL);
  set_string (object, "host", palco_preflight_step_get_host (step));
  set_known (object, "port", port, port != 0);
  set_string (object, "message", message);
  set_string (object, "detail", palco_preflight_step_get_detail (step));

  return object_node (object);
}

/* @account: as it is stored, or NULL. */
JsonNode *
cli_json_from_import (PalcoImportAccount *imported,
                      PalcoAccount       *account,
                      const char         *result,
                      const char         *message)
{
  JsonObject *object = json_object_new ();
  guint minutes = palco_import_account_get_lease_minutes (imported);

  set_string (object, "name", account != NULL ? palco_account_get_name (account)
                                              : palco_import_account_get_name (imported));
  set_string (object, "uid", account != NULL ? palco_account_get_uid (account) : NULL);
  set_string (object, "address", account != NULL ? palco_account_get_address (account) : NULL);
  set_string (object, "accountId", account != NULL ? palco_account_get_account_id (account) : NULL);
  set_string (object, "stsUrl", account != NULL ? palco_account_get_sts_url (account) : NULL);
  set_string (object, "size", palco_import_account_get_size_id (imported));
  set_known (object, "leaseMinutes", minutes, minutes != 0);
  json_object_set_boolean_member (object, "keyStored", palco_import_account_get_key_stored (imported));
  set_string (object, "result", result);
  set_string (object, "message", message);

  return object_node (object);
}

JsonNode *
cli_json_from_preset (PalcoPreset *preset)
{
  JsonObject *object = json_object_new ();
  PalcoWhenFull when_full = palco_preset_get_when_full (preset);
  const char *region_id = palco_preset_get_region_id (preset);
  guint cap_minutes = palco_preset_get_cap_minutes (preset);

  set_string (object, "name", palco_preset_get_name (preset));
  set_string (object, "uid", palco_preset_get_uid (preset));
  set_string (object, "account", palco_preset_get_account_uid (preset));
  set_string (object, "region", *region_id != '\0' ? region_id : NULL);
  set_string (object, "size", palco_preset_get_size_id (preset));
  json_object_set_int_member (object, "leaseMinutes", palco_preset_get_lease_minutes (preset));
  set_known (object, "extendUpToMinutes", cap_minutes, cap_minutes > 0);
  json_object_set_boolean_member (object, "nextRegionWhenFull", (when_full & PALCO_WHEN_FULL_NEXT_REGION) != 0);
  json_object_set_boolean_member (object, "otherSizeWhenFull", (when_full & PALCO_WHEN_FULL_OTHER_SIZE) != 0);

  return object_node (object);
}

JsonNode *
cli_json_from_usage_row (PalcoUsageRow *row,
                         const char    *day)
{
  JsonObject *object = json_object_new ();
  JsonArray *costs = json_array_new ();

  set_string (object, "day", day);
  set_string (object, "size", palco_usage_row_get_size_id (row));
  json_object_set_int_member (object, "seconds", palco_usage_row_get_seconds (row));
  json_object_set_int_member (object, "sessions", palco_usage_row_get_n_sessions (row));
  json_object_set_int_member (object, "unpricedSeconds", palco_usage_row_get_unpriced_seconds (row));

  for (guint i = 0; i < palco_usage_row_get_n_costs (row); i++)
    {
      JsonObject *cost = json_object_new ();
      const char *currency;
      gboolean is_estimate;

      json_object_set_double_member (cost, "amount", palco_usage_row_get_cost (row, i, &currency, &is_estimate));
      set_string (cost, "currency", currency);
      json_object_set_boolean_member (cost, "isEstimate", is_estimate);
      json_array_add_object_element (costs, cost);
    }

  json_object_set_array_member (object, "costs", costs);

  return object_node (object);
}

JsonNode *
cli_json_from_error (const char *code,
                     const char *message,
                     const char *correlation_vector)
{
  JsonObject *object = json_object_new ();
  JsonObject *error = json_object_new ();

  set_string (error, "code", code);
  set_string (error, "message", message);
  set_string (error, "correlationVector", correlation_vector);
  json_object_set_object_member (object, "error", error);

  return object_node (object);
}

/* json-glib lets the second set of control characters pass, which some terminals obey; outside of
 * strings there are none. */
char *
cli_json_to_string (JsonNode *node)
{
  g_autoptr(JsonNode) taken = node;
  g_autofree char *json = json_to_string (taken, TRUE);
  GString *clean = g_string_new (NULL);

  for (const char *p = json; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= 0x7f && c <= 0x9f)
        g_string_append_printf (clean, "\\u%04x", c);
      else
        g_string_append_unichar (clean, c);
    }

  return g_string_free (clean, FALSE);
}

/* JSON is UTF-8 in every locale, so it goes past the conversion of g_print(). */
void
cli_json_print (JsonNode *node)
{
  g_autofree char *text = cli_json_to_string (node);

  fputs (text, stdout);
  fputc ('\n', stdout);
}
