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
  char       *sts_public_key_path; /* PEM of another service that is the STS; NULL: this one is */
  char       *region_id;        /* which of @regions this service is */
  char       *listen_address;
  guint       listen_port;      /* 0: chosen by the kernel */
  char       *certificate_path; /* PEM; NULL only with plain HTTP on loopback */
  char       *private_key_path;
  gboolean    allow_plain_http; /* on loopback only */
  char       *state_dir;        /* database and signing key */
  char       *host_program;     /* path of palco-host */
  char       *host_name;        /* name by which clients reach sessions */
  char       *host_bind;        /* address on which sessions listen */
  char       *control_ca_path;  /* PEM that hosts trust for the control channel */
  guint       requests_per_second; /* for each account; 0 for no limit */
  guint       request_burst;
  guint       page_size;        /* sessions in one answer of a list */
  GPtrArray  *regions;          /* of PalcodRegion */
  GPtrArray  *sizes;            /* of PalcodSize */
} PalcodConfig;

PalcodConfig       *palcod_config_new_local     (GError             **error);
PalcodConfig       *palcod_config_load          (const char          *path,
                                                 GError             **error);
void                palcod_config_free          (PalcodConfig        *self);

/* For a service whose port was chosen by the kernel: its region, and the STS if it is one,
 * are reached at @url. */
void                palcod_config_set_own_url   (PalcodConfig        *self,
                                                 const char          *url);
const PalcodSize   *palcod_config_lookup_size   (const PalcodConfig  *self,
                                                 const char          *id);
const PalcodRegion *palcod_config_get_region    (const PalcodConfig  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalcodConfig, palcod_config_free)

G_END_DECLS
