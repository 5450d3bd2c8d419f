/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-bootstrap.h"

#include <gio/gio.h>

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* Room for a few certificates. */
#define SIZE_MAX_BYTES (64 * 1024)

static gboolean
wait_readable (int       fd,
               gint64    deadline,
               GError  **error)
{
  struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
  int n_ready;

  do
    {
      gint64 left = (deadline - g_get_monotonic_time ()) / 1000;

      n_ready = poll (&poll_fd, 1, MAX (left, 0));
    }
  while (n_ready < 0 && errno == EINTR);

  if (n_ready > 0)
    return TRUE;

  g_set_error (error, G_IO_ERROR, n_ready == 0 ? G_IO_ERROR_TIMED_OUT : G_IO_ERROR_FAILED,
               "Nothing came on file descriptor %d: the service that starts a host writes "
               "what it is for there", fd);

  return FALSE;
}

/* Returns how many bytes came until the other end closed, -1 on error. */
static gssize
read_all (int      fd,
          char    *buffer,
          gint64   deadline,
          GError **error)
{
  gsize length = 0;

  while (length < SIZE_MAX_BYTES)
    {
      gssize n_read;

      if (!wait_readable (fd, deadline, error))
        return -1;

      n_read = read (fd, buffer + length, SIZE_MAX_BYTES - length);
      if (n_read == 0)
        return length;

      if (n_read > 0)
        {
          length += n_read;
        }
      else if (errno != EINTR && errno != EAGAIN)
        {
          g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                       "Cannot read file descriptor %d: %s", fd, g_strerror (errno));
          return -1;
        }
    }

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
               "More than %d bytes came on file descriptor %d", SIZE_MAX_BYTES, fd);

  return -1;
}

/* Blocks, so it belongs before the main loop; takes and closes @fd in any case. */
PalcoHostBootstrap *
host_bootstrap_read (int      fd,
                     guint    timeout_msecs,
                     GError **error)
{
  g_autofree char *buffer = g_malloc (SIZE_MAX_BYTES);
  gint64 deadline = g_get_monotonic_time () + timeout_msecs * G_GINT64_CONSTANT (1000);
  gssize length = read_all (fd, buffer, deadline, error);
  PalcoHostBootstrap *bootstrap = NULL;

  if (length >= 0)
    bootstrap = palco_host_bootstrap_from_json (buffer, length, error);

  explicit_bzero (buffer, SIZE_MAX_BYTES);
  close (fd);

  return bootstrap;
}
