/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-control.h"

#include <gio/gio.h>

#include <string.h>

#include "palco-json.h"
#include "palco-protocol.h"
#include "palco-secret.h"

#define LEASE_MAX_MSECS  (PALCO_LEASE_MAX_MINUTES * G_GINT64_CONSTANT (60000))
#define HOSTNAME_MAX_LENGTH 253
#define TOKEN_MAX_LENGTH 128
#define TEXT_MAX_LENGTH  256

typedef enum
{
  FIELD_ADDRESS   = 1 << 0,   /* hostname, ports, gpu */
  FIELD_CONNECTED = 1 << 1,
  FIELD_REASON    = 1 << 2,
  FIELD_TOKEN     = 1 << 3,
  FIELD_LEASE     = 1 << 4,
  FIELD_IDLE      = 1 << 5,
} ControlFields;

static const struct
{
  const char    *name;
  ControlFields  fields;
} control_types[] = {
  [PALCO_CONTROL_UNKNOWN]  = { "unknown", 0 },
  [PALCO_CONTROL_READY]    = { "ready", FIELD_ADDRESS },
  [PALCO_CONTROL_CLIENT]   = { "client", FIELD_CONNECTED },
  [PALCO_CONTROL_ACTIVITY] = { "activity", FIELD_IDLE },
  [PALCO_CONTROL_ENDING]   = { "ending", FIELD_REASON },
  [PALCO_CONTROL_WELCOME]  = { "welcome", FIELD_TOKEN | FIELD_LEASE },
  [PALCO_CONTROL_LEASE]    = { "lease", FIELD_LEASE },
  [PALCO_CONTROL_STOP]     = { "stop", FIELD_REASON },
};

PalcoControlMessage *
palco_control_message_new (PalcoControlType type)
{
  PalcoControlMessage *self = g_new0 (PalcoControlMessage, 1);

  self->type = type;
  self->msecs_left = -1;

  return self;
}

void
palco_control_message_free (PalcoControlMessage *self)
{
  g_free (self->hostname);
  g_free (self->gpu);
  g_free (self->reason);
  palco_secret_free (self->token);
  g_free (self);
}

static void
set_string (JsonObject *object,
            const char *name,
            const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
}

static char *
object_to_json (JsonObject *object)
{
  g_autoptr(JsonNode) root = json_node_init_object (json_node_alloc (), object);

  return json_to_string (root, FALSE);
}

char *
palco_control_message_to_json (const PalcoControlMessage *self)
{
  g_autoptr(JsonObject) object = json_object_new ();
  ControlFields fields = control_types[self->type].fields;

  json_object_set_string_member (object, "type", control_types[self->type].name);

  if (fields & FIELD_ADDRESS)
    {
      set_string (object, "hostname", self->hostname);
      json_object_set_int_member (object, "handshake_port", self->handshake_port);
      json_object_set_int_member (object, "inspector_port", self->inspector_port);
      set_string (object, "gpu", self->gpu);
    }

  if (fields & FIELD_CONNECTED)
    json_object_set_boolean_member (object, "connected", self->connected);
  if (fields & FIELD_REASON)
    set_string (object, "reason", self->reason);
  if (fields & FIELD_TOKEN)
    set_string (object, "token", self->token);
  if (fields & FIELD_LEASE)
    json_object_set_int_member (object, "msecs_left", self->msecs_left);
  if (fields & FIELD_IDLE)
    json_object_set_int_member (object, "msecs_idle", self->msecs_idle);

  return object_to_json (object);
}

static PalcoControlType
type_from_string (const char *name)
{
  for (guint i = PALCO_CONTROL_READY; i < G_N_ELEMENTS (control_types); i++)
    {
      if (g_str_equal (control_types[i].name, name))
        return i;
    }

  return PALCO_CONTROL_UNKNOWN;
}

static gboolean
read_dup_string (JsonObject         *object,
                 const char         *name,
                 PalcoJsonPresence   presence,
                 char              **value,
                 GError            **error)
{
  const char *string = NULL;

  if (!palco_json_read_string (object, name, presence, &string, error))
    return FALSE;

  *value = g_strdup (string);

  return TRUE;
}

/* These end up in headers, URLs and other people's JSON: only what such a thing can hold. */
static gboolean
read_word (JsonObject  *object,
           const char  *name,
           const char  *allowed,
           gsize        max_length,
           char       **value,
           GError     **error)
{
  gsize length;

  if (!read_dup_string (object, name, PALCO_JSON_REQUIRED, value, error))
    return FALSE;

  length = strspn (*value, allowed);
  if (length > 0 && length <= max_length && (*value)[length] == '\0')
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "The member “%s” is empty, too long or has characters that do not belong there",
               name);

  return FALSE;
}

/* For people, who get it as it is: in the error of a session, in the log. */
static gboolean
read_text (JsonObject  *object,
           const char  *name,
           char       **value,
           GError     **error)
{
  if (!read_dup_string (object, name, PALCO_JSON_OPTIONAL, value, error))
    return FALSE;

  if (*value == NULL || strlen (*value) <= TEXT_MAX_LENGTH)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "The member “%s” is longer than %d bytes", name, TEXT_MAX_LENGTH);

  return FALSE;
}

static gboolean
read_token (JsonObject  *object,
            char       **token,
            GError     **error)
{
  return read_word (object, "token", G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_",
                    TOKEN_MAX_LENGTH, token, error);
}

static gboolean
read_hostname (JsonObject  *object,
               const char  *name,
               char       **hostname,
               GError     **error)
{
  /* The colon is IPv6's. */
  return read_word (object, name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-._:",
                    HOSTNAME_MAX_LENGTH, hostname, error);
}

static gboolean
read_port (JsonObject  *object,
           const char  *name,
           guint       *port,
           GError     **error)
{
  gint64 value;

  if (!palco_json_read_int (object, name, PALCO_JSON_REQUIRED,
                            PALCO_PORT_MIN, PALCO_PORT_MAX, &value, error))
    return FALSE;

  *port = value;

  return TRUE;
}

static gboolean
read_address (PalcoControlMessage  *self,
              JsonObject           *object,
              GError              **error)
{
  if (!read_hostname (object, "hostname", &self->hostname, error) ||
      !read_port (object, "handshake_port", &self->handshake_port, error) ||
      !read_port (object, "inspector_port", &self->inspector_port, error) ||
      !read_text (object, "gpu", &self->gpu, error))
    return FALSE;

  if (self->handshake_port != self->inspector_port)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "The members “handshake_port” and “inspector_port” must be different");

  return FALSE;
}

static gboolean
read_fields (PalcoControlMessage  *self,
             JsonObject           *object,
             GError              **error)
{
  ControlFields fields = control_types[self->type].fields;

  if ((fields & FIELD_ADDRESS) && !read_address (self, object, error))
    return FALSE;
  if ((fields & FIELD_CONNECTED) &&
      !palco_json_read_boolean (object, "connected", PALCO_JSON_REQUIRED, &self->connected, error))
    return FALSE;
  if ((fields & FIELD_REASON) && !read_text (object, "reason", &self->reason, error))
    return FALSE;
  if ((fields & FIELD_TOKEN) && !read_token (object, &self->token, error))
    return FALSE;
  if ((fields & FIELD_LEASE) &&
      !palco_json_read_int (object, "msecs_left", PALCO_JSON_REQUIRED,
                            -1, LEASE_MAX_MSECS, &self->msecs_left, error))
    return FALSE;
  if ((fields & FIELD_IDLE) &&
      !palco_json_read_int (object, "msecs_idle", PALCO_JSON_OPTIONAL,
                            0, LEASE_MAX_MSECS, &self->msecs_idle, error))
    return FALSE;

  return TRUE;
}

/* Returns: (transfer full): a message of type UNKNOWN for a type from the future. */
PalcoControlMessage *
palco_control_message_from_json (const char  *json,
                                 gssize       length,
                                 GError     **error)
{
  g_autoptr(PalcoControlMessage) self = palco_control_message_new (PALCO_CONTROL_UNKNOWN);
  g_autoptr(JsonObject) object = palco_json_parse_object (json, length, error);
  const char *type;

  if (object == NULL ||
      !palco_json_read_string (object, "type", PALCO_JSON_REQUIRED, &type, error))
    return NULL;

  self->type = type_from_string (type);
  if (!read_fields (self, object, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
palco_host_bootstrap_free (PalcoHostBootstrap *self)
{
  g_free (self->control_url);
  g_free (self->control_ca);
  palco_secret_free (self->token);
  g_free (self->session_id);
  g_free (self->size);
  g_free (self->hostname);
  g_free (self->bind_address);
  g_free (self);
}

char *
palco_host_bootstrap_to_json (const PalcoHostBootstrap *self)
{
  g_autoptr(JsonObject) object = json_object_new ();

  set_string (object, "control_url", self->control_url);
  set_string (object, "control_ca", self->control_ca);
  set_string (object, "token", self->token);
  set_string (object, "session_id", self->session_id);
  set_string (object, "size", self->size);
  set_string (object, "hostname", self->hostname);
  set_string (object, "bind_address", self->bind_address);
  json_object_set_boolean_member (object, "use_tls", self->use_tls);
  json_object_set_int_member (object, "lease_msecs", self->lease_msecs);

  return object_to_json (object);
}

PalcoHostBootstrap *
palco_host_bootstrap_from_json (const char  *json,
                                gssize       length,
                                GError     **error)
{
  g_autoptr(PalcoHostBootstrap) self = g_new0 (PalcoHostBootstrap, 1);
  g_autoptr(JsonObject) object = palco_json_parse_object (json, length, error);

  if (object == NULL ||
      !read_dup_string (object, "control_url", PALCO_JSON_REQUIRED, &self->control_url, error) ||
      !read_dup_string (object, "control_ca", PALCO_JSON_OPTIONAL, &self->control_ca, error) ||
      !read_token (object, &self->token, error) ||
      !read_dup_string (object, "session_id", PALCO_JSON_REQUIRED, &self->session_id, error) ||
      !read_dup_string (object, "size", PALCO_JSON_REQUIRED, &self->size, error) ||
      !read_hostname (object, "hostname", &self->hostname, error) ||
      !read_hostname (object, "bind_address", &self->bind_address, error) ||
      !palco_json_read_boolean (object, "use_tls", PALCO_JSON_REQUIRED, &self->use_tls, error) ||
      !palco_json_read_int (object, "lease_msecs", PALCO_JSON_REQUIRED,
                            0, LEASE_MAX_MSECS, &self->lease_msecs, error))
    return NULL;

  return g_steal_pointer (&self);
}
