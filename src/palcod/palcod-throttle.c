/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-throttle.h"

/* Buckets of accounts that are long gone must not pile up; a new one starts full. */
#define BUCKETS_MAX 10000

typedef struct
{
  double level;
  gint64 time;
} Bucket;

struct _PalcodThrottle
{
  double      rate;
  double      burst;
  GHashTable *buckets;
};

PalcodThrottle *
palcod_throttle_new (guint rate,
                     guint burst)
{
  PalcodThrottle *self = g_new0 (PalcodThrottle, 1);

  self->rate = rate;
  self->burst = burst;
  self->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

void
palcod_throttle_free (PalcodThrottle *self)
{
  g_hash_table_unref (self->buckets);
  g_free (self);
}

static Bucket *
ensure_bucket (PalcodThrottle *self,
               const char     *account_id,
               gint64          now)
{
  Bucket *bucket = g_hash_table_lookup (self->buckets, account_id);

  if (bucket != NULL)
    return bucket;

  if (g_hash_table_size (self->buckets) >= BUCKETS_MAX)
    g_hash_table_remove_all (self->buckets);

  bucket = g_new0 (Bucket, 1);
  bucket->level = self->burst;
  bucket->time = now;
  g_hash_table_insert (self->buckets, g_strdup (account_id), bucket);

  return bucket;
}

guint
palcod_throttle_take (PalcodThrottle *self,
                      const char     *account_id,
                      gint64          now)
{
  Bucket *bucket;
  double earned;

  if (self->rate <= 0)
    return 0;

  bucket = ensure_bucket (self, account_id, now);
  earned = (double) (now - bucket->time) / G_USEC_PER_SEC * self->rate;
  bucket->level = MIN (bucket->level + earned, self->burst);
  bucket->time = now;

  if (bucket->level < 1)
    return 1 + (guint) ((1 - bucket->level) / self->rate);

  bucket->level--;

  return 0;
}
