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

#define APPEND(json, literal) g_string_append_len ((json), (literal), sizeof (literal) - 1)

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
  const char *p;

  g_string_append_c (json, '"');

  for (p = string; *p != '\0'; p++)
    {
      if ((guchar) *p >= ' ' && *p != '"' && *p != '\\' && *p != '\x7f')
        continue;

      g_string_append_len (json, start, p - start);
      append_character (json, *p);
      start = p + 1;
    }

  g_string_append_len (json, start, p - start);
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
append_int (GString *json,
            gint64   value)
{
  char digits[24];
  char *p = digits + sizeof digits;
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;

  do
    *--p = '0' + rest % 10;
  while ((rest /= 10) > 0);

  if (value < 0)
    *--p = '-';

  g_string_append_len (json, p, digits + sizeof digits - p);
}

static void
put_digits (char  *buffer,
            guint  number,
            guint  n_digits)
{
  while (n_digits-- > 0)
    {
      buffer[n_digits] = '0' + number % 10;
      number /= 10;
    }
}

/* ISO 8601 with an offset, as recorded: 2022-09-14T01:05:32.477353+00:00. */
static void
append_time (GString *json,
             gint64   time_usec)
{
  char text[] = "\"0000-00-00T00:00:00.000000+00:00\"";
  time_t seconds = time_usec / G_USEC_PER_SEC;
  struct tm utc = { 0 };

  gmtime_r (&seconds, &utc);
  put_digits (text + 1, utc.tm_year + 1900, 4);
  put_digits (text + 6, utc.tm_mon + 1, 2);
  put_digits (text + 9, utc.tm_mday, 2);
  put_digits (text + 12, utc.tm_hour, 2);
  put_digits (text + 15, utc.tm_min, 2);
  put_digits (text + 18, utc.tm_sec, 2);
  put_digits (text + 21, time_usec % G_USEC_PER_SEC, 6);
  APPEND (json, text);
}

static void
append_error (GString    *json,
              const char *code,
              const char *message)
{
  APPEND (json, "\"error\":{\"code\":");
  palcod_api_append_string (json, code);
  APPEND (json, ",\"message\":");
  palcod_api_append_string (json, message);
  g_string_append_c (json, '}');
}

static void
append_use (GString       *json,
            PalcodSession *session)
{
  gint64 idle_seconds = palcod_session_get_idle_seconds (session);

  APPEND (json, ",\"secondsLeft\":");
  append_int (json, MAX (palcod_session_get_msecs_left (session), 0) / 1000);

  if (palcod_session_has_client (session))
    APPEND (json, ",\"clientConnected\":true");
  else
    APPEND (json, ",\"clientConnected\":false");

  if (idle_seconds >= 0)
    {
      APPEND (json, ",\"idleSeconds\":");
      append_int (json, idle_seconds);
    }
}

static void
append_stage (GString       *json,
              PalcodSession *session)
{
  const char *stage = palcod_session_get_stage (session);

  if (stage == NULL)
    return;

  APPEND (json, ",\"stage\":");
  palcod_api_append_string (json, stage);
  APPEND (json, ",\"stageCode\":");
  palcod_api_append_string (json, palcod_session_get_stage_code (session));
}

static void
append_extension (GString                   *json,
                  PalcodSession             *session,
                  const PalcodSessionRecord *record,
                  const PalcodConfig        *config)
{
  APPEND (json, ",\"palco\":{\"region\":");
  palcod_api_append_string (json, config->region_id);

  if (record->state == PALCO_STATE_READY)
    append_use (json, session);

  if (record->ready_time != 0 && record->state != PALCO_STATE_STARTING)
    {
      APPEND (json, ",\"readyTime\":");
      append_time (json, record->ready_time);
    }

  if (record->end_time != 0)
    {
      APPEND (json, ",\"endTime\":");
      append_time (json, record->end_time);
    }

  append_stage (json, session);
  g_string_append_c (json, '}');
}

/* Rule 28: only while it is Ready. */
static void
append_ports (GString                   *json,
              const PalcodSessionRecord *record)
{
  APPEND (json, ",\"arrInspectorPort\":");
  append_int (json, record->inspector_port);
  APPEND (json, ",\"handshakePort\":");
  append_int (json, record->handshake_port);
}

static void
append_teraflops (GString                   *json,
                  const PalcodSessionRecord *record)
{
  if (record->teraflops <= 0)
    return;

  APPEND (json, ",\"teraflops\":");
  palcod_api_append_double (json, record->teraflops);
}

static void
append_session_error (GString                   *json,
                      const PalcodSessionRecord *record)
{
  g_string_append_c (json, ',');
  append_error (json, record->error_code != NULL ? record->error_code : "Unknown",
                record->error_message != NULL ? record->error_message
                                              : "The session ended without a reason.");
}

/* Members in the order of the recorded answers; what is not known is left out (rule 31). */
void
palcod_api_append_session (GString            *json,
                           PalcodSession      *session,
                           const PalcodConfig *config)
{
  const PalcodSessionRecord *record = palcod_session_get_record (session);
  gboolean is_ready = record->state == PALCO_STATE_READY;

  APPEND (json, "{\"id\":");
  palcod_api_append_string (json, record->id);
  APPEND (json, ",\"creationTime\":");
  append_time (json, record->creation_time);

  if (is_ready)
    append_ports (json, record);

  APPEND (json, ",\"elapsedTimeMinutes\":");
  append_int (json, palcod_session_get_elapsed_minutes (session));

  if (is_ready && record->hostname != NULL)
    {
      APPEND (json, ",\"hostname\":");
      palcod_api_append_string (json, record->hostname);
    }

  APPEND (json, ",\"" LEASE_MEMBER "\":");
  append_int (json, record->lease_minutes);
  APPEND (json, ",\"" SIZE_MEMBER "\":");
  palcod_api_append_string (json, record->size);
  APPEND (json, ",\"status\":");
  palcod_api_append_string (json, palco_state_to_string (record->state));
  append_teraflops (json, record);

  if (record->state == PALCO_STATE_ERROR)
    append_session_error (json, record);

  append_extension (json, session, record, config);
  g_string_append_c (json, '}');
}

char *
palcod_api_print_error (const char *code,
                        const char *message)
{
  GString *json = g_string_new ("{");

  append_error (json, code, message);
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
