/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-answer-cache.h"

#include "palcod-api.h"

typedef struct
{
  char   *json;
  gsize   length;
  gint64  end;   /* boot time from which it is out of date */
} Printed;

struct _PalcodAnswerCache
{
  GObject             parent_instance;
  const PalcodConfig *config;
  GHashTable         *printed;   /* PalcodSession (not owned) → Printed */
};

G_DEFINE_FINAL_TYPE (PalcodAnswerCache, palcod_answer_cache, G_TYPE_OBJECT)

static void
printed_free (Printed *self)
{
  g_free (self->json);
  g_free (self);
}

/* Comes for each change and for the end, after which nothing is kept of a session. */
static void
session_changed_cb (PalcodAnswerCache *self,
                    PalcodSession     *session)
{
  g_hash_table_remove (self->printed, session);
}

static void
palcod_answer_cache_finalize (GObject *object)
{
  PalcodAnswerCache *self = PALCOD_ANSWER_CACHE (object);

  g_clear_pointer (&self->printed, g_hash_table_unref);

  G_OBJECT_CLASS (palcod_answer_cache_parent_class)->finalize (object);
}

static void
palcod_answer_cache_class_init (PalcodAnswerCacheClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palcod_answer_cache_finalize;
}

static void
palcod_answer_cache_init (PalcodAnswerCache *self)
{
  self->printed = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) printed_free);
}

PalcodAnswerCache *
palcod_answer_cache_new (const PalcodConfig *config,
                         PalcodManager      *manager)
{
  PalcodAnswerCache *self = g_object_new (PALCOD_TYPE_ANSWER_CACHE, NULL);

  self->config = config;
  g_signal_connect_object (manager, "session-changed", G_CALLBACK (session_changed_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/* The seconds left and the minutes elapsed both count from the same moment, in whole seconds. */
static gint64
find_end_of_second (PalcodSession *session,
                    gint64         now)
{
  gint64 elapsed = now - palcod_session_get_record (session)->ready_boottime;

  return now + G_USEC_PER_SEC - elapsed % G_USEC_PER_SEC;
}

void
palcod_answer_cache_append (PalcodAnswerCache *self,
                            GString           *json,
                            PalcodSession     *session,
                            gint64             now)
{
  Printed *printed = g_hash_table_lookup (self->printed, session);
  gsize start = json->len;

  if (printed != NULL && now < printed->end)
    {
      g_string_append_len (json, printed->json, printed->length);
      return;
    }

  palcod_api_append_session (json, session, self->config);

  if (palcod_session_get_record (session)->state != PALCO_STATE_READY)
    return;

  printed = g_new0 (Printed, 1);
  printed->length = json->len - start;
  printed->json = g_strndup (json->str + start, printed->length);
  printed->end = find_end_of_second (session, now);
  g_hash_table_replace (self->printed, session, printed);
}
