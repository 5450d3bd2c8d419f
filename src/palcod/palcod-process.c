/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-process.h"

#include <glib-unix.h>

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "palco-boottime.h"
#include "palcod-error.h"

#define STOP_TIMEOUT_MS      5000
#define BOOTSTRAP_FD         3
#define STAT_STARTTIME_FIELD 22   /* proc(5) */
#define PID_NAMESPACE        "/proc/self/ns/pid"

/* A pidfd, unlike GSubprocess, also serves for processes that are not our children, becomes
 * readable when they end, and can never hit another process that got the same number. There is
 * none of a process in another sandbox: each palcod that the bus starts inside Flatpak is in one
 * of its own, and when it is killed the one it was in lasts as long as its hosts. */
struct _PalcodProcess
{
  int                 pidfd;       /* -1 when it is out of reach */
  pid_t               child;       /* 0 when another palcod started it */
  char               *reference;   /* PID:STARTTIME:BOOTID:NAMESPACE */
  guint               watch_id;
  guint               kill_id;
  PalcodProcessEnded  ended;
  gpointer            user_data;
};

/* Nothing is left of @pid: 0. The name of the program, in parentheses, may hold anything. */
static guint64
read_start_time (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *contents = NULL;
  g_auto(GStrv) fields = NULL;
  const char *rest;

  if (!g_file_get_contents (path, &contents, NULL, NULL))
    return 0;

  rest = strrchr (contents, ')');
  if (rest == NULL)
    return 0;

  /* The field after the parenthesis is the third. */
  fields = g_strsplit (rest + 2, " ", STAT_STARTTIME_FIELD);
  if (g_strv_length (fields) < STAT_STARTTIME_FIELD - 2)
    return 0;

  return g_ascii_strtoull (fields[STAT_STARTTIME_FIELD - 3], NULL, 10);
}

static char *
describe_end (const siginfo_t *info)
{
  if (info->si_code == CLD_EXITED)
    return g_strdup_printf ("The server's program ended with status %d.", info->si_status);

  return g_strdup_printf ("The server's program was killed by signal %d (%s).",
                          info->si_status, g_strsignal (info->si_status));
}

/* As long as its leader is not reaped nobody else can have the number of the process group:
 * this is the moment to end whatever the host left behind. */
static char *
reap (PalcodProcess *self)
{
  siginfo_t info = { 0 };

  kill (-self->child, SIGKILL);

  if (waitid (P_PIDFD, self->pidfd, &info, WEXITED | WNOHANG) < 0)
    return g_strdup ("The server's program ended.");

  return describe_end (&info);
}

static gboolean
ended_cb (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  PalcodProcess *self = user_data;
  g_autofree char *how = self->child != 0 ? reap (self)
                                          : g_strdup ("The server's program ended.");

  self->watch_id = 0;
  self->child = 0;
  g_clear_handle_id (&self->kill_id, g_source_remove);
  self->ended (self, how, self->user_data);

  return G_SOURCE_REMOVE;
}

static PalcodProcess *
process_new (int                pidfd,
             pid_t              child,
             char              *reference,
             PalcodProcessEnded ended,
             gpointer           user_data)
{
  PalcodProcess *self = g_new0 (PalcodProcess, 1);

  self->pidfd = pidfd;
  self->child = child;
  self->reference = reference;
  self->ended = ended;
  self->user_data = user_data;
  if (pidfd >= 0)
    self->watch_id = g_unix_fd_add (pidfd, G_IO_IN, ended_cb, self);

  return self;
}

/* Not a pipe: that would block, or cut a large certificate bundle short. */
static int
create_bootstrap_file (const char  *bootstrap,
                       GError     **error)
{
  gsize length = strlen (bootstrap);
  int fd = memfd_create ("palco-bootstrap", MFD_CLOEXEC);

  if (fd >= 0 && write (fd, bootstrap, length) == (gssize) length && lseek (fd, 0, SEEK_SET) == 0)
    return fd;

  g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_ALLOCATION,
               "No memory for what a new server must know: %s.", g_strerror (errno));
  if (fd >= 0)
    close (fd);

  return -1;
}

/* A session of its own: Ctrl-C in palcod's terminal must not reach it. Signals as at login:
 * what palcod ignores or blocks is not the host's business. */
static int
spawn (const char *program,
       int         bootstrap_fd,
       pid_t      *pid)
{
  char *argv[] = { (char *) program, (char *) "--bootstrap-fd=3", NULL };
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, all;
  int result;

  sigemptyset (&none);
  sigfillset (&all);
  posix_spawnattr_init (&attributes);
  posix_spawnattr_setflags (&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK |
                            POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setsigmask (&attributes, &none);
  posix_spawnattr_setsigdefault (&attributes, &all);

  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_addopen (&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2 (&actions, bootstrap_fd, BOOTSTRAP_FD);
  posix_spawn_file_actions_addclosefrom_np (&actions, BOOTSTRAP_FD + 1);

  result = posix_spawn (pid, program, &actions, &attributes, argv, environ);

  posix_spawn_file_actions_destroy (&actions);
  posix_spawnattr_destroy (&attributes);

  return result;
}

/* For a child that cannot be watched. */
static void
abandon (pid_t pid)
{
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}

static char *
dup_reference (pid_t       pid,
               const char *boot_id)
{
  g_autofree char *namespace = g_file_read_link (PID_NAMESPACE, NULL);

  return g_strdup_printf ("%d:%" G_GUINT64_FORMAT ":%s:%s", pid, read_start_time (pid), boot_id,
                          namespace != NULL ? namespace : "");
}

PalcodProcess *
palcod_process_spawn (const char          *program,
                      const char          *bootstrap,
                      PalcodProcessEnded   ended,
                      gpointer             user_data,
                      GError             **error)
{
  g_autofree char *boot_id = palco_boottime_dup_boot_id (error);
  int fd, failure, pidfd;
  pid_t pid;

  if (boot_id == NULL)
    return NULL;

  fd = create_bootstrap_file (bootstrap, error);
  if (fd < 0)
    return NULL;

  failure = spawn (program, fd, &pid);
  close (fd);
  if (failure != 0)
    {
      g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_ALLOCATION,
                   "The server's program “%s” could not be started: %s.",
                   program, g_strerror (failure));
      return NULL;
    }

  pidfd = pidfd_open (pid, 0);
  if (pidfd < 0)
    {
      g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_ALLOCATION,
                   "The server's program cannot be watched: %s.", g_strerror (errno));
      abandon (pid);
      return NULL;
    }

  return process_new (pidfd, pid, dup_reference (pid, boot_id), ended, user_data);
}

/* Earlier versions wrote no namespace: theirs was ours. */
static gboolean
parse_reference (const char *reference,
                 guint64    *pid,
                 guint64    *start_time,
                 gboolean   *is_in_reach)
{
  g_auto(GStrv) parts = g_strsplit (reference, ":", 4);
  g_autofree char *boot_id = palco_boottime_dup_boot_id (NULL);
  g_autofree char *namespace = g_file_read_link (PID_NAMESPACE, NULL);

  if (g_strv_length (parts) < 3)
    return FALSE;

  *is_in_reach = parts[3] == NULL || g_strcmp0 (parts[3], namespace) == 0;

  return g_ascii_string_to_unsigned (parts[0], 10, 1, G_MAXINT, pid, NULL) &&
         g_ascii_string_to_unsigned (parts[1], 10, 1, G_MAXINT64, start_time, NULL) &&
         g_strcmp0 (parts[2], boot_id) == 0;
}

/* Returns: (transfer full) (nullable): NULL when nothing of it runs any more. A number may
 * have gone to another process since; together with when it started it is unique. Whether one
 * that is out of reach still runs, only its dial tells. */
PalcodProcess *
palcod_process_adopt (const char         *reference,
                      PalcodProcessEnded  ended,
                      gpointer            user_data)
{
  guint64 pid, start_time;
  gboolean is_in_reach;
  int pidfd;

  if (!parse_reference (reference, &pid, &start_time, &is_in_reach))
    return NULL;

  if (!is_in_reach)
    return process_new (-1, 0, g_strdup (reference), ended, user_data);

  pidfd = pidfd_open (pid, 0);
  if (pidfd < 0)
    return NULL;

  /* Opened first: from here on the number cannot change hands unseen. */
  if (read_start_time (pid) != start_time)
    {
      close (pidfd);
      return NULL;
    }

  return process_new (pidfd, 0, g_strdup (reference), ended, user_data);
}

/* Stops watching; the process goes on. */
void
palcod_process_free (PalcodProcess *self)
{
  g_clear_handle_id (&self->watch_id, g_source_remove);
  g_clear_handle_id (&self->kill_id, g_source_remove);
  if (self->pidfd >= 0)
    close (self->pidfd);
  g_free (self->reference);
  g_free (self);
}

const char *
palcod_process_get_reference (PalcodProcess *self)
{
  return self->reference;
}

/* One that is out of reach was told over its link, or has nobody any more to serve: it ends by
 * itself, as does a host that never hears of its palcod again. */
static gboolean
kill_cb (gpointer user_data)
{
  PalcodProcess *self = user_data;

  self->kill_id = 0;
  if (self->pidfd >= 0)
    pidfd_send_signal (self->pidfd, SIGKILL, NULL, 0);
  else
    self->ended (self, "The server's program is out of reach.", self->user_data);

  return G_SOURCE_REMOVE;
}

void
palcod_process_stop (PalcodProcess *self)
{
  if (self->kill_id != 0)
    return;

  if (self->pidfd >= 0)
    pidfd_send_signal (self->pidfd, SIGTERM, NULL, 0);
  self->kill_id = g_timeout_add (STOP_TIMEOUT_MS, kill_cb, self);
}
