/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-key-reader-private.h"

#include "palco-credentials.h"
#include "palco-limit-private.h"

#include <gio/gunixinputstream.h>

#include <string.h>
#include <unistd.h>

#define READ_TIMEOUT_MS 5000

typedef struct
{
  PalcoLimit limit;
  gsize      length;
  char       buffer[PALCO_KEY_MAX_LENGTH + 1];
} ReadData;

static void
read_data_free (ReadData *data)
{
  palco_limit_clear (&data->limit);
  explicit_bzero (data->buffer, sizeof data->buffer);
  g_free (data);
}

/* Visible ASCII only, since it becomes part of a header; a newline at the end is forgiven. */
static char *
check_key (ReadData  *data,
           GError   **error)
{
  gsize length = data->length;

  if (length > PALCO_KEY_MAX_LENGTH)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "it is longer than %d bytes", PALCO_KEY_MAX_LENGTH);
      return NULL;
    }

  if (length > 0 && data->buffer[length - 1] == '\n')
    length--;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isgraph (data->buffer[i]))
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                               "it contains a character that a key cannot have");
          return NULL;
        }
    }

  if (length == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "it is empty");
      return NULL;
    }

  return g_strndup (data->buffer, length);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ReadData *data = g_task_get_task_data (task);
  GError *error = NULL;
  char *key = NULL;

  if (g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &data->length, &error))
    key = check_key (data, &error);

  if (key != NULL)
    {
      g_task_return_pointer (task, key, (GDestroyNotify) palco_key_free);
    }
  else if (palco_limit_has_passed (&data->limit))
    {
      g_error_free (error);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "it did not arrive in time");
    }
  else
    {
      g_task_return_error (task, error);
    }
}

void
palco_key_reader_read_async (int                 fd,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(GInputStream) stream = g_unix_input_stream_new (fd, TRUE);
  ReadData *data = g_new0 (ReadData, 1);

  g_task_set_source_tag (task, palco_key_reader_read_async);
  g_task_set_task_data (task, data, (GDestroyNotify) read_data_free);

  palco_limit_start (&data->limit, READ_TIMEOUT_MS, cancellable);

  /* The offset of a memfd is shared with whoever wrote it. Pipes have none. */
  lseek (fd, 0, SEEK_SET);

  /* One byte more than allowed, to notice one that is too long. */
  g_input_stream_read_all_async (stream, data->buffer, sizeof data->buffer, G_PRIORITY_DEFAULT,
                                 data->limit.work, read_cb, g_steal_pointer (&task));
}

char *
palco_key_reader_read_finish (GAsyncResult *result,
                              GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
