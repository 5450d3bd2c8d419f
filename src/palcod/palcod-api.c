/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-api.h"

#include "palco-json.h"
#include "palcod-error.h"

#include <string.h>
#include <time.h>

#define LEASE_MEMBER "maxLeaseTimeMinutes"
#define SIZE_MEMBER  "size"

static JsonObject *
parse_body (const char  *body,
            gsize        length,
            int          code,
            GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  JsonObject *object;

  /* An empty body has no address either. */
  object = palco_json_parse_object (body != NULL ? body : "", length, &local_error);

  if (object == NULL)
    g_set_error (error, PALCOD_ERROR, code, "The request body cannot be used. %s.",
                 local_error->message);

  return object;
}

/* The wording for a negative lease is the service's that we stand in for (rule 19). */
static gboolean
read_lease (JsonObject  *object,
            int          code,
            guint       *lease_minutes,
            GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  gint64 minutes;
  double number;

  if (palco_json_read_int (object, LEASE_MEMBER, PALCO_JSON_REQUIRED, 0, PALCO_LEASE_MAX_MINUTES,
                           &minutes, &local_error))
    {
      *lease_minutes = minutes;
      return TRUE;
    }

  number = 0;

  if (palco_json_read_double (object, LEASE_MEMBER, PALCO_JSON_OPTIONAL, &number, NULL) &&
      number < 0)
    g_set_error (error, PALCOD_ERROR, code, "The " LEASE_MEMBER " value cannot be negative.");
  else
    g_set_error (error, PALCOD_ERROR, code, "%s.", local_error->message);

  return FALSE;
}

static gboolean
read_size (JsonObject  *object,
           const char **size,
           GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  const char *text = NULL;
  const char *canonical;

  if (!palco_json_read_string (object, SIZE_MEMBER, PALCO_JSON_REQUIRED, &text, &local_error))
    {
      g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_INVALID, "%s.", local_error->message);
      return FALSE;
    }

  canonical = palco_size_canonicalize (text);

  if (canonical == NULL)
    {
      g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_INVALID,
                   "The " SIZE_MEMBER " value must be Standard or Premium.");
      return FALSE;
    }

  *size = canonical;

  return TRUE;
}

gboolean
palcod_api_parse_create (const char  *body,
                         gsize        length,
                         const char **size,
                         guint       *lease_minutes,
                         GError     **error)
{
  g_autoptr(JsonObject) object = parse_body (body, length, PALCOD_ERROR_INVALID, error);

  return object != NULL &&
         read_lease (object, PALCOD_ERROR_INVALID, lease_minutes, error) &&
         read_size (object, size, error);
}

gboolean
palcod_api_parse_update (const char  *body,
                         gsize        length,
                         guint       *lease_minutes,
                         GError     **error)
{
  g_autoptr(JsonObject) object = parse_body (body, length, PALCOD_ERROR_REFUSED, error);

  return object != NULL && read_lease (object, PALCOD_ERROR_REFUSED, lease_minutes, error);
}

static void
append_character (GString *json,
                  guchar   character)
{
  switch (character)
    {
    case '"':
      g_string_append (json, "\\\"");
      break;
    case '\\':
      g_string_append (json, "\\\\");
      break;
    default:
      g_string_append_printf (json, "\\u%04x", character);
      break;
    }
}

/* json-glib would build a tree for each answer; this is the hot path (a list of sessions). */
void
palcod_api_append_string (GString    *json,
                          const char *string)
{
  const char *start = string;

  g_string_append_c (json, '"');

  for (const char *p = string; *p != '\0'; p++)
    {
      if ((guchar) *p >= ' ' && *p != '"' && *p != '\\' && *p != '\x7f')
        continue;

      g_string_append_len (json, start, p - start);
      append_character (json, *p);
      start = p + 1;
    }

  g_string_append (json, start);
  g_string_append_c (json, '"');
}

/* Independent of the locale; ten digits tell any price or place exactly. */
void
palcod_api_append_double (GString *json,
                          double   number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (json, g_ascii_formatd (buffer, sizeof buffer, "%.10g", number));
}

static void
append_member (GString    *json,
               const char *name)
{
  if (json->str[json->len - 1] != '{')
    g_string_append_c (json, ',');

  g_string_append_c (json, '"');
  g_string_append (json, name);
  g_string_append (json, "\":");
}

static void
append_string_member (GString    *json,
                      const char *name,
                      const char *value)
{
  append_member (json, name);
  palcod_api_append_string (json, value);
}

static void
append_int_member (GString    *json,
                   const char *name,
                   gint64      value)
{
  char digits[24];

  g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, value);
  append_member (json, name);
  g_string_append (json, digits);
}

/* ISO 8601 with an offset, as recorded: 2022-09-14T01:05:32.477353+00:00. */
static void
append_time_member (GString    *json,
                    const char *name,
                    gint64      time_usec)
{
  time_t seconds = time_usec / G_USEC_PER_SEC;
  char text[64];
  struct tm utc;
  gsize length;

  if (gmtime_r (&seconds, &utc) == NULL)
    return;

  length = strftime (text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
  g_snprintf (text + length, sizeof text - length, ".%06d+00:00",
              (int) (time_usec % G_USEC_PER_SEC));
  append_string_member (json, name, text);
}

static void
append_error_members (GString    *json,
                      const char *code,
                      const char *message)
{
  append_member (json, "error");
  g_string_append_c (json, '{');
  append_string_member (json, "code", code);
  append_string_member (json, "message", message);
  g_string_append_c (json, '}');
}

static void
append_extension (GString                   *json,
                  PalcodSession             *session,
                  const PalcodSessionRecord *record,
                  const PalcodConfig        *config)
{
  const char *stage = palcod_session_get_stage (session);

  append_member (json, "palco");
  g_string_append_c (json, '{');
  append_string_member (json, "region", config->region_id);

  if (record->state == PALCO_STATE_READY)
    {
      append_int_member (json, "secondsLeft",
                         MAX (palcod_session_get_msecs_left (session), 0) / 1000);
      append_member (json, "clientConnected");
      g_string_append (json, palcod_session_has_client (session) ? "true" : "false");
    }

  if (record->ready_time != 0)
    append_time_member (json, "readyTime", record->ready_time);
  if (record->end_time != 0)
    append_time_member (json, "endTime", record->end_time);
  if (record->state == PALCO_STATE_STARTING && stage != NULL)
    append_string_member (json, "stage", stage);

  g_string_append_c (json, '}');
}

/* Members in the order of the recorded answers; what is not known is left out (rule 31). */
void
palcod_api_append_session (GString            *json,
                           PalcodSession      *session,
                           const PalcodConfig *config)
{
  const PalcodSessionRecord *record = palcod_session_get_record (session);
  gboolean is_ready = record->state == PALCO_STATE_READY;

  g_string_append_c (json, '{');
  append_string_member (json, "id", record->id);
  append_time_member (json, "creationTime", record->creation_time);

  if (is_ready)
    {
      append_int_member (json, "arrInspectorPort", record->inspector_port);
      append_int_member (json, "handshakePort", record->handshake_port);
    }

  append_int_member (json, "elapsedTimeMinutes", palcod_session_get_elapsed_minutes (session));

  if (is_ready && record->hostname != NULL)
    append_string_member (json, "hostname", record->hostname);

  append_int_member (json, LEASE_MEMBER, record->lease_minutes);
  append_string_member (json, SIZE_MEMBER, record->size);
  append_string_member (json, "status", palco_state_to_string (record->state));

  if (record->teraflops > 0)
    {
      append_member (json, "teraflops");
      palcod_api_append_double (json, record->teraflops);
    }

  if (record->state == PALCO_STATE_ERROR)
    append_error_members (json,
                          record->error_code != NULL ? record->error_code : "Unknown",
                          record->error_message != NULL ? record->error_message
                                                        : "The session ended without a reason.");

  append_extension (json, session, record, config);
  g_string_append_c (json, '}');
}

char *
palcod_api_print_error (const char *code,
                        const char *message)
{
  GString *json = g_string_new ("{");

  append_error_members (json, code, message);
  g_string_append_c (json, '}');

  return g_string_free (json, FALSE);
}

char *
palcod_api_print_position (gint64 uid)
{
  return g_strdup_printf ("p%" G_GINT64_MODIFIER "x", uid);
}

gboolean
palcod_api_parse_position (const char *text,
                           gint64     *uid)
{
  guint64 number;

  if (*text != 'p' ||
      !g_ascii_string_to_unsigned (text + 1, 16, 0, G_MAXINT64, &number, NULL))
    return FALSE;

  *uid = number;

  return TRUE;
}
