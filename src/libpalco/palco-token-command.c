/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-token-command-private.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "palco-credentials.h"
#include "palco-error.h"

#define OUTPUT_MAX_BYTES (16 * 1024)
#define ERRORS_MAX_BYTES 1024
#define REASON_MAX_CHARS 200

/* What a stream of the command has printed so far; one byte more than is taken. */
typedef struct
{
  char  *buffer;
  gsize  size;
  gsize  length;
} Printed;

typedef struct
{
  GSubprocess  *process;
  pid_t         group;         /* of what it starts; 0 when it had ended at once */
  char         *program;
  GCancellable *cancellable;   /* the limit, the caller, or too much output cancels it */
  GSource      *limit;
  guint         limit_msecs;
  gulong        caller_id;
  gboolean      is_late;
  guint         n_pending;
  Printed       output;
  Printed       errors;
} Run;

static void
run_free (Run *run)
{
  if (run->limit != NULL)
    {
      g_source_destroy (run->limit);
      g_source_unref (run->limit);
    }

  explicit_bzero (run->output.buffer, run->output.size);
  g_free (run->output.buffer);
  g_free (run->errors.buffer);
  g_clear_object (&run->process);
  g_clear_object (&run->cancellable);
  g_free (run->program);
  g_free (run);
}

static void
printed_init (Printed *printed,
              gsize    max_bytes)
{
  printed->size = max_bytes + 1;
  printed->buffer = g_malloc0 (printed->size + 1);
}

/* The first line that says something. */
static char *
dup_reason (Run *run)
{
  g_autofree char *text = g_utf8_make_valid (run->errors.buffer, run->errors.length);
  char *line = g_strchug (text);

  line[strcspn (line, "\r\n")] = '\0';
  if (*line == '\0')
    return g_strdup ("it says no reason");

  return g_utf8_substring (line, 0, MIN (g_utf8_strlen (line, -1), REASON_MAX_CHARS));
}

static gboolean
check_end (Run     *run,
           GError **error)
{
  g_autofree char *reason = NULL;

  if (run->is_late)
    {
      g_set_error (error, PALCO_ERROR, PALCO_ERROR_TOKEN_COMMAND,
                   "The token command “%s” did not end within %u seconds and was stopped",
                   run->program, MAX (run->limit_msecs / 1000, 1));
      return FALSE;
    }

  if (run->output.length == run->output.size)
    {
      g_set_error (error, PALCO_ERROR, PALCO_ERROR_TOKEN_COMMAND,
                   "The token command “%s” printed more than a token", run->program);
      return FALSE;
    }

  if (g_subprocess_get_successful (run->process))
    return TRUE;

  reason = dup_reason (run);
  if (g_subprocess_get_if_exited (run->process))
    g_set_error (error, PALCO_ERROR, PALCO_ERROR_TOKEN_COMMAND,
                 "The token command “%s” failed with status %d: %s", run->program,
                 g_subprocess_get_exit_status (run->process), reason);
  else
    g_set_error (error, PALCO_ERROR, PALCO_ERROR_TOKEN_COMMAND,
                 "The token command “%s” was killed: %s", run->program, reason);

  return FALSE;
}

static void
finish (GTask *task)
{
  Run *run = g_task_get_task_data (task);
  GError *error = NULL;

  g_cancellable_disconnect (g_task_get_cancellable (task), run->caller_id);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (check_end (run, &error))
    g_task_return_pointer (task, g_strdup (g_strstrip (run->output.buffer)),
                           (GDestroyNotify) palco_key_free);
  else
    g_task_return_error (task, error);
}

static void
part_is_over (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  if (--run->n_pending == 0)
    finish (task);
}

static void
give_up (Run *run)
{
  if (run->group > 0)
    kill (-run->group, SIGKILL);
  g_subprocess_force_exit (run->process);
  g_cancellable_cancel (run->cancellable);
}

static void
waited_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  part_is_over (task);
}

static void
output_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Run *run = g_task_get_task_data (task);

  g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &run->output.length, NULL);
  if (run->output.length == run->output.size)
    give_up (run);

  part_is_over (task);
}

/* Whoever has more to say than is read must not wait for it. */
static void
errors_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Run *run = g_task_get_task_data (task);

  g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &run->errors.length, NULL);
  g_input_stream_close_async (G_INPUT_STREAM (source), G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  part_is_over (task);
}

static void
read_stream (GTask               *task,
             GInputStream        *stream,
             Printed             *printed,
             GAsyncReadyCallback  callback)
{
  Run *run = g_task_get_task_data (task);

  run->n_pending++;
  g_input_stream_read_all_async (stream, printed->buffer, printed->size, G_PRIORITY_DEFAULT,
                                 run->cancellable, callback, g_object_ref (task));
}

static gboolean
limit_cb (gpointer user_data)
{
  Run *run = user_data;

  run->is_late = TRUE;
  give_up (run);

  return G_SOURCE_REMOVE;
}

static void
caller_cancelled_cb (GCancellable *caller,
                     gpointer      user_data)
{
  give_up (user_data);
}

static void
watch (GTask *task)
{
  Run *run = g_task_get_task_data (task);
  GCancellable *caller = g_task_get_cancellable (task);
  const char *id = g_subprocess_get_identifier (run->process);

  run->limit = g_timeout_source_new (run->limit_msecs);
  g_source_set_callback (run->limit, limit_cb, run, NULL);
  g_source_attach (run->limit, g_task_get_context (task));

  run->group = id != NULL ? atoi (id) : 0;
  run->n_pending = 1;
  g_subprocess_wait_async (run->process, NULL, waited_cb, g_object_ref (task));
  read_stream (task, g_subprocess_get_stdout_pipe (run->process), &run->output, output_cb);
  read_stream (task, g_subprocess_get_stderr_pipe (run->process), &run->errors, errors_cb);

  if (caller != NULL)
    run->caller_id = g_cancellable_connect (caller, G_CALLBACK (caller_cancelled_cb), run, NULL);
}

/* What it starts ends with it. Where there is a terminal it stays in the group that may ask there,
 * for the password of a store. */
static void
lead_group (gpointer user_data)
{
  int terminal = open ("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

  if (terminal >= 0)
    close (terminal);
  else
    setpgid (0, 0);
}

static GSubprocess *
start (const char * const  *command,
       GError             **error)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);

  g_subprocess_launcher_set_child_setup (launcher, lead_group, NULL, NULL);

  return g_subprocess_launcher_spawnv (launcher, command, error);
}

void
palco_token_command_run_async (const char * const  *command,
                               guint                limit_msecs,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(GError) error = NULL;
  Run *run = g_new0 (Run, 1);

  run->program = g_strdup (command[0]);
  run->cancellable = g_cancellable_new ();
  run->limit_msecs = limit_msecs;
  printed_init (&run->output, OUTPUT_MAX_BYTES);
  printed_init (&run->errors, ERRORS_MAX_BYTES);

  g_task_set_source_tag (task, palco_token_command_run_async);
  g_task_set_task_data (task, run, (GDestroyNotify) run_free);

  run->process = start (command, &error);
  if (run->process != NULL)
    watch (task);
  else
    g_task_return_new_error (task, PALCO_ERROR, PALCO_ERROR_TOKEN_COMMAND,
                             "The token command could not be started: %s", error->message);
}

/* Free what it printed with palco_key_free(). */
char *
palco_token_command_run_finish (GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
