/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-config-private.h"

#define DEFAULT_REQUESTS_PER_SECOND 100
#define DEFAULT_REQUEST_BURST       200
#define DEFAULT_PAGE_SIZE           100
#define STANDARD_POLYGON_LIMIT      20000000   /* rule 43 */

static void
palcod_region_free (PalcodRegion *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->endpoint);
  g_free (self);
}

static void
palcod_size_free (PalcodSize *self)
{
  g_free (self->id);
  g_free (self->description);
  g_free (self->currency);
  g_free (self);
}

PalcodConfig *
palcod_config_new (void)
{
  PalcodConfig *self = g_new0 (PalcodConfig, 1);

  self->service_name = g_strdup ("Palco");
  self->requests_per_second = DEFAULT_REQUESTS_PER_SECOND;
  self->request_burst = DEFAULT_REQUEST_BURST;
  self->page_size = DEFAULT_PAGE_SIZE;
  self->regions = g_ptr_array_new_with_free_func ((GDestroyNotify) palcod_region_free);
  self->sizes = g_ptr_array_new_with_free_func ((GDestroyNotify) palcod_size_free);

  return self;
}

PalcodRegion *
palcod_config_add_region (PalcodConfig *self,
                          const char   *id)
{
  PalcodRegion *region = g_new0 (PalcodRegion, 1);

  region->id = g_strdup (id);
  g_ptr_array_add (self->regions, region);

  return region;
}

PalcodSize *
palcod_config_add_size (PalcodConfig *self,
                        const char   *id)
{
  PalcodSize *size = g_new0 (PalcodSize, 1);

  size->id = g_strdup (id);
  size->price_per_hour = -1;
  g_ptr_array_add (self->sizes, size);

  return size;
}

void
palcod_config_free (PalcodConfig *self)
{
  g_free (self->service_name);
  g_free (self->account_domain);
  g_free (self->sts_url);
  g_free (self->sts_public_key_path);
  g_free (self->region_id);
  g_free (self->listen_address);
  g_free (self->certificate_path);
  g_free (self->private_key_path);
  g_free (self->state_dir);
  g_free (self->host_program);
  g_free (self->host_name);
  g_free (self->host_bind);
  g_free (self->control_ca_path);
  g_ptr_array_unref (self->regions);
  g_ptr_array_unref (self->sizes);
  g_free (self);
}

/* The embedded service: this computer, for the person who sits at it. */
PalcodConfig *
palcod_config_new_local (GError **error)
{
  PalcodConfig *self = palcod_config_new ();
  PalcodRegion *region = palcod_config_add_region (self, "local");
  PalcodSize *standard = palcod_config_add_size (self, "Standard");
  PalcodSize *premium = palcod_config_add_size (self, "Premium");

  self->is_local = TRUE;
  self->allow_plain_http = TRUE;
  self->account_domain = g_strdup ("localhost");
  self->region_id = g_strdup ("local");
  self->listen_address = g_strdup ("127.0.0.1");
  self->state_dir = g_build_filename (g_get_user_data_dir (), "palco", "service", NULL);
  self->host_program = g_strdup (PALCO_LIBEXECDIR "/palco-host");
  self->host_name = g_strdup ("127.0.0.1");
  self->host_bind = g_strdup ("127.0.0.1");

  region->name = g_strdup ("This computer");

  standard->description = g_strdup ("Up to 20 million polygons");
  standard->polygon_limit = STANDARD_POLYGON_LIMIT;
  standard->capacity = 4;
  premium->description = g_strdup ("No polygon limit");
  premium->capacity = 2;

  return self;
}

const PalcodSize *
palcod_config_lookup_size (const PalcodConfig *self,
                           const char         *id)
{
  for (guint i = 0; i < self->sizes->len; i++)
    {
      const PalcodSize *size = g_ptr_array_index (self->sizes, i);

      if (g_str_equal (size->id, id))
        return size;
    }

  return NULL;
}

const PalcodRegion *
palcod_config_get_region (const PalcodConfig *self)
{
  for (guint i = 0; i < self->regions->len; i++)
    {
      const PalcodRegion *region = g_ptr_array_index (self->regions, i);

      if (g_str_equal (region->id, self->region_id))
        return region;
    }

  return NULL;
}

void
palcod_config_set_own_url (PalcodConfig *self,
                           const char   *url)
{
  PalcodRegion *region = (PalcodRegion *) palcod_config_get_region (self);

  g_free (region->endpoint);
  region->endpoint = g_strdup (url);

  if (self->sts_public_key_path == NULL)
    {
      g_free (self->sts_url);
      self->sts_url = g_strdup (url);
    }
}
