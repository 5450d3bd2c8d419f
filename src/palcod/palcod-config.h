/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char   *id;              /* Standard or Premium */
  char   *description;
  gint64  polygon_limit;   /* 0 for none */
  double  teraflops;       /* 0 for unknown */
  double  price_per_hour;  /* negative for unknown */
  char   *currency;        /* ISO 4217 */
  guint   capacity;        /* servers of this size */
} PalcodSize;

typedef struct
{
  char     *id;
  char     *name;
  gboolean  has_location;
  double    latitude;
  double    longitude;
  char     *endpoint;      /* absolute URL without a trailing slash */
} PalcodRegion;

typedef struct
{
  gboolean    is_local;         /* the embedded service: loopback, plain HTTP, session bus */
  char       *service_name;
  char       *account_domain;
  char       *sts_url;          /* absolute; this service's own when it is the STS */
  char       *region_id;        /* which of @regions this service is */
  char       *listen_address;
  guint       listen_port;      /* 0: chosen by the kernel */
  char       *certificate_path; /* PEM; NULL only with plain HTTP on loopback */
  char       *private_key_path;
  char       *state_dir;        /* database and signing key */
  char       *host_program;     /* path of palco-host */
  char       *host_name;        /* name by which clients reach sessions */
  char       *host_bind;        /* address on which sessions listen */
  GPtrArray  *regions;          /* of PalcodRegion */
  GPtrArray  *sizes;            /* of PalcodSize */
} PalcodConfig;

PalcodConfig       *palcod_config_new_local     (GError             **error);
PalcodConfig       *palcod_config_load          (const char          *path,
                                                 GError             **error);
void                palcod_config_free          (PalcodConfig        *self);
const PalcodSize   *palcod_config_lookup_size   (const PalcodConfig  *self,
                                                 const char          *id);
const PalcodRegion *palcod_config_get_region    (const PalcodConfig  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalcodConfig, palcod_config_free)

G_END_DECLS
