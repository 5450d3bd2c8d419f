/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-saver.h"

#define RETRY_MAX_MSECS (30 * 1000)

struct _PalcodSaver
{
  GObject        parent_instance;
  PalcodStore   *store;
  PalcodSession *session;
  guint          retry_msecs;
  guint          delay_msecs;
  guint          retry_id;
  gboolean       is_writing;

  /* Changes are counted: what is wanted, being written, tried and stored. */
  guint64        wanted;
  guint64        writing;
  guint64        tried;
  guint64        stored;
  GPtrArray     *waiting;      /* of GTask, each for the count in its data */
};

enum
{
  SIGNAL_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcodSaver, palcod_saver, G_TYPE_OBJECT)

static void write_session (PalcodSaver *self);

static void
return_waiting (PalcodSaver *self)
{
  for (guint i = 0; i < self->waiting->len;)
    {
      g_autoptr(GTask) task = NULL;
      guint64 *wanted = g_task_get_task_data (self->waiting->pdata[i]);

      if (*wanted > self->tried)
        {
          i++;
          continue;
        }

      task = g_ptr_array_steal_index (self->waiting, i);
      g_task_return_boolean (task, TRUE);
    }
}

static gboolean
retry_cb (gpointer user_data)
{
  PalcodSaver *self = user_data;

  self->retry_id = 0;
  write_session (self);

  return G_SOURCE_REMOVE;
}

static void
retry_later (PalcodSaver  *self,
             const GError *error)
{
  g_message ("Session %s could not be stored; trying again in %u ms: %s",
             palcod_session_get_record (self->session)->id, self->delay_msecs, error->message);

  self->retry_id = g_timeout_add (self->delay_msecs, retry_cb, self);
  self->delay_msecs = MIN (self->delay_msecs * 2, RETRY_MAX_MSECS);
}

static void
write_session_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(PalcodSaver) self = user_data;
  g_autoptr(GError) error = NULL;

  self->is_writing = FALSE;
  self->tried = self->writing;

  if (palcod_store_save_session_finish (PALCOD_STORE (source), result, &error) >= 0)
    {
      self->stored = self->writing;
      self->delay_msecs = self->retry_msecs;
    }

  if (self->wanted > self->tried)
    write_session (self);
  else if (error != NULL)
    retry_later (self, error);

  return_waiting (self);

  if (palcod_saver_is_saved (self))
    g_signal_emit (self, signals[SIGNAL_SAVED], 0);
}

static void
write_session (PalcodSaver *self)
{
  self->is_writing = TRUE;
  self->writing = self->wanted;
  palcod_store_save_session_async (self->store, palcod_session_get_record (self->session),
                                   NULL, write_session_cb, g_object_ref (self));
}

static void
palcod_saver_dispose (GObject *object)
{
  PalcodSaver *self = PALCOD_SAVER (object);

  g_clear_handle_id (&self->retry_id, g_source_remove);
  g_clear_object (&self->store);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (palcod_saver_parent_class)->dispose (object);
}

static void
palcod_saver_finalize (GObject *object)
{
  PalcodSaver *self = PALCOD_SAVER (object);

  g_clear_pointer (&self->waiting, g_ptr_array_unref);

  G_OBJECT_CLASS (palcod_saver_parent_class)->finalize (object);
}

static void
palcod_saver_class_init (PalcodSaverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palcod_saver_dispose;
  object_class->finalize = palcod_saver_finalize;

  signals[SIGNAL_SAVED] = g_signal_new ("saved", PALCOD_TYPE_SAVER, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
}

static void
palcod_saver_init (PalcodSaver *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

PalcodSaver *
palcod_saver_new (PalcodStore   *store,
                  PalcodSession *session,
                  guint          retry_msecs)
{
  PalcodSaver *self = g_object_new (PALCOD_TYPE_SAVER, NULL);

  self->store = g_object_ref (store);
  self->session = g_object_ref (session);
  self->retry_msecs = retry_msecs;
  self->delay_msecs = retry_msecs;

  return self;
}

void
palcod_saver_save (PalcodSaver *self)
{
  self->wanted++;
  g_clear_handle_id (&self->retry_id, g_source_remove);

  if (!self->is_writing)
    write_session (self);
}

gboolean
palcod_saver_is_saved (PalcodSaver *self)
{
  return self->stored == self->wanted;
}

void
palcod_saver_flush_async (PalcodSaver         *self,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, palcod_saver_flush_async);
  g_task_set_task_data (task, g_memdup2 (&self->wanted, sizeof self->wanted), g_free);

  if (self->tried < self->wanted)
    g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

gboolean
palcod_saver_flush_finish (PalcodSaver   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
