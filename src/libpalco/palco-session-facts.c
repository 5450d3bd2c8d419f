/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-facts.h"

#include "palco-error.h"
#include "palco-json.h"
#include "palco-protocol.h"
#include "palco-service-text.h"

#include <string.h>

#define HOSTNAME_CHARACTERS G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-._:"

/* A member that the contract does not require is worth no more than its own line: what
 * cannot be read counts as not said, so that a service newer than this code stays usable. */

static char *
dup_optional (JsonObject *object,
              const char *name)
{
  const char *value = NULL;

  palco_json_read_string (object, name, PALCO_JSON_OPTIONAL, &value, NULL);

  return value != NULL && *value != '\0' ? palco_service_text_dup_words (value) : NULL;
}

/* It becomes a part of addresses, and people copy it: what no host can have counts as not said. */
static char *
dup_hostname (JsonObject *object)
{
  g_autofree char *hostname = dup_optional (object, "hostname");

  if (hostname == NULL || hostname[strspn (hostname, HOSTNAME_CHARACTERS)] != '\0')
    return NULL;

  return g_steal_pointer (&hostname);
}

static gboolean
read_number (JsonObject *object,
             const char *name,
             gint64      maximum,
             gint64     *value)
{
  *value = -1;
  if (!palco_json_read_int (object, name, PALCO_JSON_OPTIONAL, 0, maximum, value, NULL))
    *value = -1;

  return *value >= 0;
}

static guint
read_uint (JsonObject *object,
           const char *name,
           gint64      maximum)
{
  gint64 value;

  return read_number (object, name, maximum, &value) ? value : 0;
}

static gboolean
read_required (JsonObject  *object,
               const char  *name,
               char       **value,
               GError     **error)
{
  const char *string = NULL;

  if (!palco_json_read_string (object, name, PALCO_JSON_REQUIRED, &string, NULL) || *string == '\0')
    {
      g_set_error (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL,
                   "The service described a session without its “%s”", name);
      return FALSE;
    }

  *value = palco_service_text_dup_words (string);

  return TRUE;
}

static gboolean
read_id (JsonObject  *object,
         char       **id,
         GError     **error)
{
  if (!read_required (object, "id", id, error))
    return FALSE;

  if (palco_session_id_is_valid (*id))
    return TRUE;

  g_set_error (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL,
               "The service described a session with an “id” that none can have");

  return FALSE;
}

PalcoSessionState
palco_session_state_from_name (const char *name)
{
  switch (palco_state_from_string (name))
    {
    case PALCO_STATE_STARTING:
      return PALCO_SESSION_STATE_STARTING;

    case PALCO_STATE_READY:
      return PALCO_SESSION_STATE_READY;

    case PALCO_STATE_STOPPED:
      return PALCO_SESSION_STATE_STOPPED;

    case PALCO_STATE_EXPIRED:
      return PALCO_SESSION_STATE_EXPIRED;

    case PALCO_STATE_ERROR:
      return PALCO_SESSION_STATE_ERROR;

    case PALCO_STATE_UNKNOWN:
      break;
    }

  return PALCO_SESSION_STATE_UNKNOWN;
}

static GDateTime *
read_time (JsonObject *object,
           const char *name)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *time = dup_optional (object, name);

  return time != NULL ? g_date_time_new_from_iso8601 (time, utc) : NULL;
}

static void
read_times (PalcoSessionFacts *self,
            JsonObject        *object)
{
  gint64 elapsed;

  self->creation_time = read_time (object, "creationTime");
  self->lease_minutes = read_uint (object, "maxLeaseTimeMinutes", G_MAXINT);
  self->has_elapsed = read_number (object, "elapsedTimeMinutes", G_MAXINT, &elapsed);
  self->elapsed_minutes = self->has_elapsed ? elapsed : 0;
}

static void
read_server (PalcoSessionFacts *self,
             JsonObject        *object)
{
  double teraflops = 0.0;

  self->hostname = dup_hostname (object);
  self->handshake_port = read_uint (object, "handshakePort", G_MAXUINT16);
  self->inspector_port = read_uint (object, "arrInspectorPort", G_MAXUINT16);

  if (palco_json_read_double (object, "teraflops", PALCO_JSON_OPTIONAL, &teraflops, NULL))
    self->teraflops = MAX (teraflops, 0.0);
}

static void
read_failure (PalcoSessionFacts *self,
              JsonObject        *object)
{
  JsonObject *failure = NULL;

  palco_json_read_object (object, "error", PALCO_JSON_OPTIONAL, &failure, NULL);
  if (failure == NULL)
    return;

  self->error_code = dup_optional (failure, "code");
  self->error_message = dup_optional (failure, "message");
}

/* Members of our own services, which others leave out. */
static void
read_extension (PalcoSessionFacts *self,
                JsonObject        *object)
{
  JsonObject *extension = NULL;

  palco_json_read_object (object, "palco", PALCO_JSON_OPTIONAL, &extension, NULL);
  if (extension == NULL)
    return;

  read_number (extension, "secondsLeft", G_MAXINT, &self->seconds_left);
  read_number (extension, "idleSeconds", G_MAXINT, &self->idle_seconds);
  self->ready_time = read_time (extension, "readyTime");
  self->end_time = read_time (extension, "endTime");
  self->stage = dup_optional (extension, "stage");
  self->stage_code = dup_optional (extension, "stageCode");
  palco_json_read_boolean (extension, "clientConnected", PALCO_JSON_OPTIONAL,
                           &self->client_connected, NULL);
}

/* Reads a session object (rules 8.2 to 8.5); fails with %PALCO_ERROR_PROTOCOL when one of
 * the three members that make a session is missing. @self is overwritten. */
gboolean
palco_session_facts_read (PalcoSessionFacts  *self,
                          JsonObject         *object,
                          GError            **error)
{
  g_auto(PalcoSessionFacts) facts = PALCO_SESSION_FACTS_INIT;

  if (!read_id (object, &facts.id, error) ||
      !read_required (object, "size", &facts.size_id, error) ||
      !read_required (object, "status", &facts.state_name, error))
    return FALSE;

  facts.state = palco_session_state_from_name (facts.state_name);
  read_times (&facts, object);
  read_server (&facts, object);
  read_failure (&facts, object);
  read_extension (&facts, object);

  *self = facts;
  facts = (PalcoSessionFacts) PALCO_SESSION_FACTS_INIT;

  return TRUE;
}

void
palco_session_facts_clear (PalcoSessionFacts *self)
{
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->size_id, g_free);
  g_clear_pointer (&self->state_name, g_free);
  g_clear_pointer (&self->creation_time, g_date_time_unref);
  g_clear_pointer (&self->ready_time, g_date_time_unref);
  g_clear_pointer (&self->end_time, g_date_time_unref);
  g_clear_pointer (&self->hostname, g_free);
  g_clear_pointer (&self->stage, g_free);
  g_clear_pointer (&self->stage_code, g_free);
  g_clear_pointer (&self->error_code, g_free);
  g_clear_pointer (&self->error_message, g_free);
}

void
palco_session_facts_free (PalcoSessionFacts *self)
{
  palco_session_facts_clear (self);
  g_free (self);
}
