/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-boottime.h"

#include <gio/gio.h>

#include <errno.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define BOOT_ID_PATH "/proc/sys/kernel/random/boot_id"

typedef struct
{
  GSource  source;
  int      fd;
  gpointer tag;
} BoottimeSource;

static gboolean
boottime_source_dispatch (GSource     *source,
                          GSourceFunc  callback,
                          gpointer     user_data)
{
  BoottimeSource *self = (BoottimeSource *) source;

  if (g_source_query_unix_fd (source, self->tag) == 0)
    return G_SOURCE_CONTINUE;

  return callback != NULL ? callback (user_data) : G_SOURCE_REMOVE;
}

static void
boottime_source_finalize (GSource *source)
{
  BoottimeSource *self = (BoottimeSource *) source;

  if (self->fd >= 0)
    close (self->fd);
}

static GSourceFuncs boottime_source_funcs = {
  .dispatch = boottime_source_dispatch,
  .finalize = boottime_source_finalize,
};

gint64
palco_boottime_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* Deadlines in boot time are worth nothing after a reboot: who stores one stores this too. */
char *
palco_boottime_dup_boot_id (GError **error)
{
  g_autofree char *boot_id = NULL;

  if (!g_file_get_contents (BOOT_ID_PATH, &boot_id, NULL, error))
    return NULL;

  return g_strdup (g_strstrip (boot_id));
}

/* A source that is ready from @deadline_usec on; GLib's own timeouts stand still during
 * suspend, so a lease that ran out meanwhile would end late. */
GSource *
palco_boottime_source_new (gint64   deadline_usec,
                           GError **error)
{
  g_autoptr(GSource) source = g_source_new (&boottime_source_funcs, sizeof (BoottimeSource));
  BoottimeSource *self = (BoottimeSource *) source;
  /* A value of zero would disarm the timer instead of firing at once. */
  gint64 deadline = MAX (deadline_usec, 1);
  struct itimerspec timer = {
    .it_value.tv_sec = deadline / G_USEC_PER_SEC,
    .it_value.tv_nsec = deadline % G_USEC_PER_SEC * 1000,
  };

  g_source_set_static_name (source, "palco-boottime");
  self->fd = timerfd_create (CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);

  if (self->fd < 0 || timerfd_settime (self->fd, TFD_TIMER_ABSTIME, &timer, NULL) < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                   "Cannot set a lease timer: %s", g_strerror (errno));
      return NULL;
    }

  self->tag = g_source_add_unix_fd (source, self->fd, G_IO_IN);

  return g_steal_pointer (&source);
}

/* Attaches such a source to the caller's main context; returns its id, 0 on error. */
guint
palco_boottime_add (gint64       deadline_usec,
                    GSourceFunc  callback,
                    gpointer     user_data,
                    GError     **error)
{
  g_autoptr(GSource) source = palco_boottime_source_new (deadline_usec, error);

  if (source == NULL)
    return 0;

  g_source_set_callback (source, callback, user_data, NULL);

  return g_source_attach (source, g_main_context_get_thread_default ());
}
