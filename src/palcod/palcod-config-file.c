/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-config-private.h"

#include "palco-protocol.h"
#include "palcod-config-value.h"
#include "palcod-error.h"

#include <string.h>

#define REGION_PREFIX "region "
#define SIZE_PREFIX   "size "

typedef struct
{
  const char      *group;   /* NULL in the tables of groups that are named by the user */
  const char      *key;
  PalcodValueType  type;
  gsize            offset;
  gboolean         is_required;
} Option;

#define FIELD(name) G_STRUCT_OFFSET (PalcodConfig, name)

static const Option options[] = {
  { "service", "name", PALCOD_VALUE_TEXT, FIELD (service_name) },
  { "service", "account-domain", PALCOD_VALUE_DOMAIN, FIELD (account_domain), TRUE },
  { "service", "sts", PALCOD_VALUE_URL, FIELD (sts_url) },
  { "service", "sts-public-key", PALCOD_VALUE_PATH, FIELD (sts_public_key_path) },
  { "service", "region", PALCOD_VALUE_TEXT, FIELD (region_id), TRUE },
  { "service", "state", PALCOD_VALUE_PATH, FIELD (state_dir), TRUE },
  { "listen", "address", PALCOD_VALUE_ADDRESS, FIELD (listen_address) },
  { "listen", "port", PALCOD_VALUE_PORT, FIELD (listen_port), TRUE },
  { "listen", "certificate", PALCOD_VALUE_PATH, FIELD (certificate_path) },
  { "listen", "private-key", PALCOD_VALUE_PATH, FIELD (private_key_path) },
  { "listen", "allow-plain-http-on-loopback", PALCOD_VALUE_BOOLEAN, FIELD (allow_plain_http) },
  { "hosts", "program", PALCOD_VALUE_PATH, FIELD (host_program) },
  { "hosts", "name", PALCOD_VALUE_DOMAIN, FIELD (host_name), TRUE },
  { "hosts", "bind", PALCOD_VALUE_ADDRESS, FIELD (host_bind) },
  { "hosts", "control-ca", PALCOD_VALUE_PATH, FIELD (control_ca_path) },
  { "limits", "requests-per-second", PALCOD_VALUE_COUNT, FIELD (requests_per_second) },
  { "limits", "burst", PALCOD_VALUE_COUNT, FIELD (request_burst) },
  { "limits", "page-size", PALCOD_VALUE_COUNT, FIELD (page_size) },
};

#undef FIELD
#define FIELD(name) G_STRUCT_OFFSET (PalcodRegion, name)

static const Option region_options[] = {
  { NULL, "name", PALCOD_VALUE_TEXT, FIELD (name), TRUE },
  { NULL, "latitude", PALCOD_VALUE_LATITUDE, FIELD (latitude) },
  { NULL, "longitude", PALCOD_VALUE_LONGITUDE, FIELD (longitude) },
  { NULL, "endpoint", PALCOD_VALUE_URL, FIELD (endpoint), TRUE },
};

#undef FIELD
#define FIELD(name) G_STRUCT_OFFSET (PalcodSize, name)

static const Option size_options[] = {
  { NULL, "description", PALCOD_VALUE_TEXT, FIELD (description) },
  { NULL, "polygon-limit", PALCOD_VALUE_BIG_COUNT, FIELD (polygon_limit) },
  { NULL, "teraflops", PALCOD_VALUE_AMOUNT, FIELD (teraflops) },
  { NULL, "price-per-hour", PALCOD_VALUE_AMOUNT, FIELD (price_per_hour) },
  { NULL, "currency", PALCOD_VALUE_CURRENCY, FIELD (currency) },
  { NULL, "capacity", PALCOD_VALUE_COUNT, FIELD (capacity), TRUE },
};

#undef FIELD

typedef struct
{
  GKeyFile   *keys;
  const char *path;
} Reader;

static void G_GNUC_PRINTF (5, 6)
set_error (const Reader  *reader,
           const char    *group,
           const char    *key,
           GError       **error,
           const char    *format,
           ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_CONFIG, "%s: [%s]%s%s: %s",
               reader->path, group, key != NULL ? " " : "", key != NULL ? key : "", message);
}

static gboolean
read_option (const Reader  *reader,
             const char    *group,
             const Option  *option,
             gpointer       target,
             GError       **error)
{
  const char *hint = palcod_value_type_get_hint (option->type);
  g_autofree char *text = NULL;
  g_autoptr(GError) local_error = NULL;

  if (!g_key_file_has_key (reader->keys, group, option->key, NULL))
    {
      if (option->is_required)
        set_error (reader, group, option->key, error, "is missing; write %s", hint);

      return !option->is_required;
    }

  text = g_key_file_get_string (reader->keys, group, option->key, &local_error);

  if (text == NULL)
    {
      set_error (reader, group, option->key, error, "cannot be read (%s); write %s",
                 local_error->message, hint);
      return FALSE;
    }

  if (!palcod_value_parse (option->type, text, (char *) target + option->offset))
    {
      set_error (reader, group, option->key, error, "“%s” is not valid; write %s", text, hint);
      return FALSE;
    }

  return TRUE;
}

static gboolean
has_option (const Option *table,
            guint         n_options,
            const char   *group,
            const char   *key)
{
  for (guint i = 0; i < n_options; i++)
    {
      if ((table[i].group == NULL || g_str_equal (table[i].group, group)) &&
          (key == NULL || g_str_equal (table[i].key, key)))
        return TRUE;
    }

  return FALSE;
}

/* A misspelled key must not silently leave its default in force. */
static gboolean
check_keys (const Reader  *reader,
            const char    *group,
            const Option  *table,
            guint          n_options,
            GError       **error)
{
  g_auto(GStrv) keys = g_key_file_get_keys (reader->keys, group, NULL, error);

  if (keys == NULL)
    return FALSE;

  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autoptr(GString) known = NULL;

      if (has_option (table, n_options, group, keys[i]))
        continue;

      known = g_string_new (NULL);

      for (guint j = 0; j < n_options; j++)
        {
          if (table[j].group == NULL || g_str_equal (table[j].group, group))
            g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", table[j].key);
        }

      set_error (reader, group, keys[i], error,
                 "is not known here; remove it or write one of: %s", known->str);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_group (const Reader  *reader,
            const char    *group,
            const Option  *table,
            guint          n_options,
            gpointer       target,
            GError       **error)
{
  if (!check_keys (reader, group, table, n_options, error))
    return FALSE;

  for (guint i = 0; i < n_options; i++)
    {
      if (!read_option (reader, group, &table[i], target, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_region (PalcodConfig  *self,
             const Reader  *reader,
             const char    *group,
             GError       **error)
{
  g_autofree char *id = g_strstrip (g_strdup (group + strlen (REGION_PREFIX)));
  PalcodRegion *region = palcod_config_add_region (self, id);
  gboolean has_latitude = g_key_file_has_key (reader->keys, group, "latitude", NULL);

  region->has_location = has_latitude;

  if (has_latitude != g_key_file_has_key (reader->keys, group, "longitude", NULL))
    {
      set_error (reader, group, has_latitude ? "longitude" : "latitude", error,
                 "is missing; write both latitude and longitude, or neither");
      return FALSE;
    }

  return read_group (reader, group, region_options, G_N_ELEMENTS (region_options), region, error);
}

static gboolean
read_size (PalcodConfig  *self,
           const Reader  *reader,
           const char    *group,
           GError       **error)
{
  const char *id = palco_size_canonicalize (group + strlen (SIZE_PREFIX));
  PalcodSize *size;

  if (id == NULL)
    {
      set_error (reader, group, NULL, error,
                 "is not a size; write [size Standard] or [size Premium]");
      return FALSE;
    }

  if (palcod_config_lookup_size (self, id) != NULL)
    {
      set_error (reader, group, NULL, error, "is there twice; leave one [size %s]", id);
      return FALSE;
    }

  size = palcod_config_add_size (self, id);

  if (!read_group (reader, group, size_options, G_N_ELEMENTS (size_options), size, error))
    return FALSE;

  if (size->price_per_hour >= 0 && size->currency == NULL)
    {
      set_error (reader, group, "currency", error, "is missing; write %s",
                 palcod_value_type_get_hint (PALCOD_VALUE_CURRENCY));
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_named_group (PalcodConfig  *self,
                  const Reader  *reader,
                  const char    *group,
                  GError       **error)
{
  if (g_str_has_prefix (group, REGION_PREFIX))
    return read_region (self, reader, group, error);

  if (g_str_has_prefix (group, SIZE_PREFIX))
    return read_size (self, reader, group, error);

  if (has_option (options, G_N_ELEMENTS (options), group, NULL))
    return check_keys (reader, group, options, G_N_ELEMENTS (options), error);

  set_error (reader, group, NULL, error,
             "is not known; write [service], [listen], [hosts], [limits], [region ID] or [size NAME]");
  return FALSE;
}

static gboolean
check_transport (const PalcodConfig  *self,
                 const Reader        *reader,
                 GError             **error)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (self->listen_address);

  if ((self->certificate_path == NULL) != (self->private_key_path == NULL))
    {
      set_error (reader, "listen",
                 self->certificate_path == NULL ? "certificate" : "private-key", error,
                 "is missing; certificate and private-key belong together: write the path of a PEM file");
      return FALSE;
    }

  if (self->certificate_path != NULL)
    return TRUE;

  if (!self->allow_plain_http)
    {
      set_error (reader, "listen", "certificate", error,
                 "is missing; write the path of a PEM file (the API needs HTTPS)");
      return FALSE;
    }

  if (address == NULL || !g_inet_address_get_is_loopback (address))
    {
      set_error (reader, "listen", "address", error,
                 "plain HTTP is for loopback only; write 127.0.0.1, or give certificate and private-key");
      return FALSE;
    }

  return TRUE;
}

/* Hosts dial their service at the endpoint, and refuse to send their token through a network
 * unencrypted. */
static gboolean
check_endpoint (const PalcodConfig  *self,
                const Reader        *reader,
                GError             **error)
{
  const char *endpoint = palcod_config_get_region (self)->endpoint;
  g_autoptr(GUri) uri = g_uri_parse (endpoint, G_URI_FLAGS_NONE, NULL);
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (g_uri_get_host (uri));
  g_autofree char *group = g_strconcat (REGION_PREFIX, self->region_id, NULL);

  if (g_str_has_prefix (endpoint, "https:"))
    return TRUE;

  if (self->certificate_path != NULL)
    {
      set_error (reader, group, "endpoint", error,
                 "“%s” is not what a certificate is for; write an address that begins with https:",
                 endpoint);
      return FALSE;
    }

  if (address == NULL || !g_inet_address_get_is_loopback (address))
    {
      set_error (reader, group, "endpoint", error,
                 "“%s” has neither HTTPS nor a loopback address; write http://127.0.0.1:%u",
                 endpoint, self->listen_port);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_service (const PalcodConfig  *self,
               const Reader        *reader,
               GError             **error)
{
  if (palcod_config_get_region (self) == NULL)
    {
      set_error (reader, "service", "region", error,
                 "there is no such region; add a group [region %s]", self->region_id);
      return FALSE;
    }

  if (self->sizes->len == 0)
    {
      set_error (reader, "size Standard", NULL, error,
                 "is missing; write at least one size with its capacity");
      return FALSE;
    }

  if (self->sts_public_key_path != NULL && self->sts_url == NULL)
    {
      set_error (reader, "service", "sts", error,
                 "is missing; write the address of the token service whose public key is given");
      return FALSE;
    }

  if (self->page_size == 0)
    {
      set_error (reader, "limits", "page-size", error, "“0” is not valid; write 1 or more");
      return FALSE;
    }

  if (self->requests_per_second > 0 && self->request_burst < self->requests_per_second)
    {
      set_error (reader, "limits", "burst", error,
                 "is less than requests-per-second (%u); write that much or more",
                 self->requests_per_second);
      return FALSE;
    }

  return check_transport (self, reader, error) && check_endpoint (self, reader, error);
}

static void
set_default (char       **field,
             const char  *value)
{
  if (*field == NULL)
    *field = g_strdup (value);
}

static void
fill_defaults (PalcodConfig *self)
{
  const PalcodRegion *region = palcod_config_get_region (self);

  set_default (&self->listen_address, "0.0.0.0");
  set_default (&self->host_bind, "0.0.0.0");
  set_default (&self->host_program, PALCO_LIBEXECDIR "/palco-host");

  if (region != NULL && self->sts_public_key_path == NULL)
    set_default (&self->sts_url, region->endpoint);
}

static gboolean
palcod_config_read (PalcodConfig  *self,
                    const Reader  *reader,
                    GError       **error)
{
  g_auto(GStrv) groups = g_key_file_get_groups (reader->keys, NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      if (!read_named_group (self, reader, groups[i], error))
        return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      if (!read_option (reader, options[i].group, &options[i], self, error))
        return FALSE;
    }

  fill_defaults (self);

  return check_service (self, reader, error);
}

PalcodConfig *
palcod_config_load (const char  *path,
                    GError     **error)
{
  g_autoptr(PalcodConfig) self = palcod_config_new ();
  g_autoptr(GKeyFile) keys = g_key_file_new ();
  g_autoptr(GError) local_error = NULL;
  Reader reader = { keys, path };

  if (!g_key_file_load_from_file (keys, path, G_KEY_FILE_NONE, &local_error))
    {
      g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_CONFIG,
                   "Cannot read the configuration %s: %s%s", path, local_error->message,
                   local_error->domain == G_FILE_ERROR
                   ? "; copy palcod.conf from the sources there, or name another with --config" : "");
      return NULL;
    }

  if (!palcod_config_read (self, &reader, error))
    return NULL;

  return g_steal_pointer (&self);
}
