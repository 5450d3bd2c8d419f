/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-journal.h"

struct _PalcoJournal
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (PalcoJournal, palco_journal, G_TYPE_OBJECT)

static void
palco_journal_class_init (PalcoJournalClass *klass)
{
}

static void
palco_journal_init (PalcoJournal *self)
{
}

char *
palco_journal_dup_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "palco", "journal.sqlite", NULL);
}

void
palco_journal_open_async (const char *path,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, palco_journal_open_async);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not yet");
}

PalcoJournal *
palco_journal_open_finish (GAsyncResult *result,
                           GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
