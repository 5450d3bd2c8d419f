/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-bootstrap.h"

#include <gio/gio.h>
#include <glib-unix.h>

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const char bootstrap_json[] =
  "{\"control_url\":\"ws://127.0.0.1:1/\",\"token\":\"abc\",\"session_id\":\"turbine\","
  "\"size\":\"Standard\",\"hostname\":\"h\",\"bind_address\":\"::1\",\"use_tls\":true,"
  "\"lease_msecs\":60000}";

static int
file_with (const char *text,
           gsize       length)
{
  int fd = memfd_create ("bootstrap", MFD_CLOEXEC);

  g_assert_cmpint (write (fd, text, length), ==, (gssize) length);
  lseek (fd, 0, SEEK_SET);

  return fd;
}

static void
test_reads_file (void)
{
  g_autoptr(GError) error = NULL;
  int fd = file_with (bootstrap_json, strlen (bootstrap_json));
  g_autoptr(PalcoHostBootstrap) bootstrap = host_bootstrap_read (fd, 1000, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (bootstrap->token, ==, "abc");
  g_assert_cmpint (fcntl (fd, F_GETFD), ==, -1);
}

static gpointer
write_slowly (gpointer data)
{
  int fd = GPOINTER_TO_INT (data);

  for (const char *p = bootstrap_json; *p != '\0'; p++)
    g_assert_cmpint (write (fd, p, 1), ==, 1);
  close (fd);

  return NULL;
}

static void
test_reads_pieces (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoHostBootstrap) bootstrap = NULL;
  GThread *writer;
  int fds[2];

  g_assert_true (g_unix_open_pipe (fds, FD_CLOEXEC, &error));
  writer = g_thread_new ("writer", write_slowly, GINT_TO_POINTER (fds[1]));
  bootstrap = host_bootstrap_read (fds[0], 10000, &error);
  g_thread_join (writer);

  g_assert_no_error (error);
  g_assert_cmpstr (bootstrap->session_id, ==, "turbine");
}

static void
test_does_not_wait_for_ever (void)
{
  g_autoptr(GError) error = NULL;
  int fds[2];

  g_assert_true (g_unix_open_pipe (fds, FD_CLOEXEC, NULL));
  g_assert_null (host_bootstrap_read (fds[0], 10, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  close (fds[1]);
}

static void
test_refuses_too_much (void)
{
  g_autofree char *blanks = g_strnfill (65 * 1024, ' ');
  g_autoptr(GError) error = NULL;

  g_assert_null (host_bootstrap_read (file_with (blanks, strlen (blanks)), 1000, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
}

static void
test_refuses_nothing (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (host_bootstrap_read (file_with ("", 0), 1000, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_refuses_closed_descriptor (void)
{
  g_autoptr(GError) error = NULL;
  int fd = file_with ("", 0);

  close (fd);
  g_assert_null (host_bootstrap_read (fd, 1000, &error));
  g_assert_nonnull (error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bootstrap/reads-file", test_reads_file);
  g_test_add_func ("/bootstrap/reads-pieces", test_reads_pieces);
  g_test_add_func ("/bootstrap/does-not-wait-for-ever", test_does_not_wait_for_ever);
  g_test_add_func ("/bootstrap/refuses-too-much", test_refuses_too_much);
  g_test_add_func ("/bootstrap/refuses-nothing", test_refuses_nothing);
  g_test_add_func ("/bootstrap/refuses-closed-descriptor", test_refuses_closed_descriptor);

  return g_test_run ();
}
