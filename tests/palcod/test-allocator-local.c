/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-allocator-local.h"

#include <gio/gunixinputstream.h>
#include <glib/gstdio.h>

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "palco-test-await.h"
#include "palcod-error.h"

#define CA_BYTES (200 * 1000)   /* more than a pipe takes */

typedef struct
{
  char             *dir;
  char             *pipe_path;
  GInputStream     *pipe;
  PalcodSize        size;
  PalcodConfig      config;
  PalcodAllocator  *allocator;
  char             *ended;        /* the allocation, and how */
  char             *how;
} Fixture;

static void
ended_cb (PalcodAllocator *allocator,
          const char      *allocation,
          const char      *how,
          gpointer         user_data)
{
  Fixture *fixture = user_data;

  g_assert_null (fixture->ended);
  fixture->ended = g_strdup (allocation);
  fixture->how = g_strdup (how);
}

static void
renew_allocator (Fixture *fixture)
{
  g_clear_object (&fixture->allocator);
  fixture->allocator = palcod_allocator_local_new (&fixture->config);
  g_signal_connect (fixture->allocator, "ended", G_CALLBACK (ended_cb), fixture);
}

static void
setup (Fixture       *fixture,
       gconstpointer  data)
{
  int fd;

  fixture->dir = palco_test_make_dir ();
  fixture->pipe_path = g_build_filename (fixture->dir, "pipe", NULL);
  g_assert_cmpint (mkfifo (fixture->pipe_path, 0600), ==, 0);
  fd = g_open (fixture->pipe_path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
  g_assert_cmpint (fd, >=, 0);
  fixture->pipe = g_unix_input_stream_new (fd, TRUE);

  fixture->size.id = (char *) "Standard";
  fixture->size.capacity = 1;
  fixture->config.sizes = g_ptr_array_new ();
  g_ptr_array_add (fixture->config.sizes, &fixture->size);
  fixture->config.host_program = g_test_build_filename (G_TEST_BUILT, "palcod",
                                                        "fake-palco-host", NULL);
  renew_allocator (fixture);
}

static void
teardown (Fixture       *fixture,
          gconstpointer  data)
{
  g_object_unref (fixture->allocator);
  g_object_unref (fixture->pipe);
  g_ptr_array_unref (fixture->config.sizes);
  g_free (fixture->config.host_program);
  g_free (fixture->ended);
  g_free (fixture->how);
  palco_test_remove_dir (fixture->dir);
  g_free (fixture->pipe_path);
  g_free (fixture->dir);
}

static void
begin_start (Fixture       *fixture,
             const char    *behaviour,
             GCancellable  *cancellable,
             GAsyncResult **result)
{
  g_autoptr(PalcoHostBootstrap) bootstrap = g_new0 (PalcoHostBootstrap, 1);

  bootstrap->control_url = g_strdup (fixture->pipe_path);
  bootstrap->control_ca = g_strnfill (CA_BYTES, 'x');
  bootstrap->token = g_strdup ("a-token");
  bootstrap->session_id = g_strdup (behaviour);
  bootstrap->size = g_strdup ("Standard");
  bootstrap->hostname = g_strdup ("server.test");
  bootstrap->bind_address = g_strdup ("127.0.0.1");

  palcod_allocator_start_async (fixture->allocator, bootstrap, cancellable,
                                palco_test_await_cb, result);
}

static char *
start (Fixture       *fixture,
       const char    *behaviour,
       GCancellable  *cancellable,
       GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  begin_start (fixture, behaviour, cancellable, &result);
  palco_test_await (&result);

  return palcod_allocator_start_finish (fixture->allocator, result, error);
}

/* Returns: (transfer full): what the host reported; "" when nobody holds the pipe any more */
static char *
read_pipe (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;

  g_input_stream_read_bytes_async (fixture->pipe, 4096, G_PRIORITY_DEFAULT, NULL,
                                   palco_test_await_cb, &result);
  palco_test_await (&result);
  bytes = g_input_stream_read_bytes_finish (fixture->pipe, result, &error);
  g_assert_no_error (error);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static char *
start_and_await (Fixture    *fixture,
                 const char *behaviour)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *report = NULL;
  char *allocation = start (fixture, behaviour, NULL, &error);

  g_assert_no_error (error);
  report = read_pipe (fixture);
  g_assert_cmpstr (report, ==, "a-token 200000 3 1\n");

  return allocation;
}

static void
assert_nothing_left (Fixture *fixture)
{
  g_autofree char *report = read_pipe (fixture);

  g_assert_cmpstr (report, ==, "");
}

static void
test_stop (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *allocation = start_and_await (fixture, "calm");

  g_assert_cmpuint (palcod_allocator_get_free (fixture->allocator, "Standard"), ==, 0);
  palcod_allocator_stop (fixture->allocator, allocation);
  palcod_allocator_stop (fixture->allocator, allocation);
  palco_test_await_that (fixture->ended != NULL);

  g_assert_cmpstr (fixture->ended, ==, allocation);
  g_assert_cmpuint (palcod_allocator_get_free (fixture->allocator, "Standard"), ==, 1);
  assert_nothing_left (fixture);
}

static void
test_stubborn (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *allocation = start_and_await (fixture, "stubborn");

  palcod_allocator_stop (fixture->allocator, allocation);
  palco_test_await_that (fixture->ended != NULL);
  g_assert_nonnull (strstr (fixture->how, "killed by signal 9"));
  assert_nothing_left (fixture);
}

static void
test_reports_status (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *allocation = start (fixture, "exits", NULL, NULL);

  palco_test_await_that (fixture->ended != NULL);
  g_assert_cmpstr (fixture->ended, ==, allocation);
  g_assert_nonnull (strstr (fixture->how, "status 7"));
}

static void
test_killed_host_leaves_nothing (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autofree char *allocation = start_and_await (fixture, "parent");

  g_assert_cmpint (kill (atoi (allocation), SIGKILL), ==, 0);
  palco_test_await_that (fixture->ended != NULL);
  assert_nothing_left (fixture);

  /* Reaped, and so not there any more. */
  g_assert_cmpint (waitpid (atoi (allocation), NULL, WNOHANG), ==, -1);
}

static void
test_capacity (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *allocation = start_and_await (fixture, "calm");
  g_autoptr(GError) error = NULL;

  g_assert_null (start (fixture, "calm", NULL, &error));
  g_assert_error (error, PALCOD_ERROR, PALCOD_ERROR_NO_CAPACITY);
  g_assert_cmpuint (palcod_allocator_get_total (fixture->allocator, "Standard"), ==, 1);
  g_assert_cmpuint (palcod_allocator_get_total (fixture->allocator, "Premium"), ==, 0);
  g_assert_cmpuint (palcod_allocator_get_free (fixture->allocator, "Premium"), ==, 0);

  /* No server at all is not the same as none that is free. */
  fixture->size.capacity = 0;
  g_assert_nonnull (strstr (error->message, "in use"));
  g_clear_error (&error);
  g_assert_null (start (fixture, "calm", NULL, &error));
  g_assert_error (error, PALCOD_ERROR, PALCOD_ERROR_NO_CAPACITY);
  g_assert_null (strstr (error->message, "in use"));

  palcod_allocator_stop (fixture->allocator, allocation);
  palco_test_await_that (fixture->ended != NULL);
}

/* Stop and start again must work where there is but one server. */
static void
test_waits_for_stopping (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autofree char *first = start_and_await (fixture, "calm");
  g_autofree char *second = NULL;
  g_autoptr(GAsyncResult) waiting = NULL;
  g_autoptr(GError) error = NULL;

  palcod_allocator_stop (fixture->allocator, first);
  begin_start (fixture, "calm", NULL, &waiting);

  /* One server stops, so only one start can have it. */
  g_assert_null (start (fixture, "calm", NULL, &error));
  g_assert_error (error, PALCOD_ERROR, PALCOD_ERROR_NO_CAPACITY);
  g_clear_error (&error);

  palco_test_await (&waiting);
  second = palcod_allocator_start_finish (fixture->allocator, waiting, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (second, !=, first);
  palco_test_await_that (fixture->ended != NULL);

  g_clear_pointer (&fixture->ended, g_free);
  g_clear_pointer (&fixture->how, g_free);
  palcod_allocator_stop (fixture->allocator, second);
  palco_test_await_that (fixture->ended != NULL);
}

static void
test_cancelled_while_waiting (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autofree char *first = start_and_await (fixture, "calm");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) waiting = NULL;
  g_autoptr(GError) error = NULL;

  palcod_allocator_stop (fixture->allocator, first);
  begin_start (fixture, "calm", cancellable, &waiting);
  g_cancellable_cancel (cancellable);

  palco_test_await (&waiting);
  g_assert_null (palcod_allocator_start_finish (fixture->allocator, waiting, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (palcod_allocator_get_free (fixture->allocator, "Standard"), ==, 1);
}

static void
test_missing_program (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_free (fixture->config.host_program);
  fixture->config.host_program = g_strdup ("/nonexistent/palco-host");
  g_assert_null (start (fixture, "calm", NULL, &error));
  g_assert_error (error, PALCOD_ERROR, PALCOD_ERROR_ALLOCATION);
  g_assert_nonnull (strstr (error->message, "/nonexistent/palco-host"));
  g_assert_cmpuint (palcod_allocator_get_free (fixture->allocator, "Standard"), ==, 1);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (start (fixture, "calm", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (palcod_allocator_get_free (fixture->allocator, "Standard"), ==, 1);
}

static void
test_adopt (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *allocation = start_and_await (fixture, "calm");

  renew_allocator (fixture);
  g_assert_cmpuint (palcod_allocator_get_free (fixture->allocator, "Standard"), ==, 1);
  g_assert_true (palcod_allocator_adopt (fixture->allocator, "Standard", allocation));
  g_assert_cmpuint (palcod_allocator_get_free (fixture->allocator, "Standard"), ==, 0);

  palcod_allocator_stop (fixture->allocator, allocation);
  palco_test_await_that (fixture->ended != NULL);
  g_assert_cmpstr (fixture->ended, ==, allocation);
  g_assert_cmpuint (palcod_allocator_get_free (fixture->allocator, "Standard"), ==, 1);

  /* Here it is our child after all. */
  g_assert_cmpint (waitpid (atoi (allocation), NULL, 0), ==, atoi (allocation));
  assert_nothing_left (fixture);
}

/* A service that is brought up to date leaves its hosts to the next one. */
static void
test_adopt_of_earlier_version (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autofree char *allocation = start_and_await (fixture, "calm");
  g_auto(GStrv) parts = g_strsplit (allocation, ":", 4);
  g_autofree char *earlier = g_strjoin (":", parts[0], parts[1], parts[2], NULL);

  renew_allocator (fixture);
  g_assert_true (palcod_allocator_adopt (fixture->allocator, "Standard", earlier));
  palcod_allocator_stop (fixture->allocator, earlier);
  palco_test_await_that (fixture->ended != NULL);
  g_assert_cmpint (waitpid (atoi (allocation), NULL, 0), ==, atoi (allocation));
  assert_nothing_left (fixture);
}

/* Started in another sandbox, where its number is that of a stranger here. */
static void
test_adopt_out_of_reach (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autofree char *stranger = start_and_await (fixture, "calm");
  g_auto(GStrv) parts = g_strsplit (stranger, ":", 4);
  g_autofree char *allocation = g_strjoin (":", parts[0], parts[1], parts[2], "pid:[1]", NULL);

  renew_allocator (fixture);
  g_assert_true (palcod_allocator_adopt (fixture->allocator, "Standard", allocation));
  g_assert_cmpuint (palcod_allocator_get_free (fixture->allocator, "Standard"), ==, 0);

  palcod_allocator_stop (fixture->allocator, allocation);
  palco_test_await_that (fixture->ended != NULL);
  g_assert_cmpstr (fixture->ended, ==, allocation);
  g_assert_cmpuint (palcod_allocator_get_free (fixture->allocator, "Standard"), ==, 1);
  g_assert_cmpint (waitpid (atoi (stranger), NULL, WNOHANG), ==, 0);

  g_assert_true (palcod_allocator_adopt (fixture->allocator, "Standard", stranger));
  g_clear_pointer (&fixture->ended, g_free);
  g_clear_pointer (&fixture->how, g_free);
  palcod_allocator_stop (fixture->allocator, stranger);
  palco_test_await_that (fixture->ended != NULL);
  g_assert_cmpint (waitpid (atoi (stranger), NULL, 0), ==, atoi (stranger));
}

static void
test_adopt_nothing (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *allocation = start_and_await (fixture, "calm");
  g_auto(GStrv) parts = g_strsplit (allocation, ":", 3);
  g_autofree char *other_start = g_strdup_printf ("%s:1:%s", parts[0], parts[2]);
  g_autofree char *other_boot = g_strdup_printf ("%s:%s:x", parts[0], parts[1]);
  const char * const references[] = { other_start, other_boot, "", "1", "1:2:3", "-1:0:x", "x" };

  for (guint i = 0; i < G_N_ELEMENTS (references); i++)
    g_assert_false (palcod_allocator_adopt (fixture->allocator, "Standard", references[i]));

  palcod_allocator_stop (fixture->allocator, allocation);
  palco_test_await_that (fixture->ended != NULL);
  g_assert_false (palcod_allocator_adopt (fixture->allocator, "Standard", allocation));
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char  *path;
    void       (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/allocator-local/stop", test_stop },
    { "/allocator-local/stubborn", test_stubborn },
    { "/allocator-local/reports-status", test_reports_status },
    { "/allocator-local/killed-host-leaves-nothing", test_killed_host_leaves_nothing },
    { "/allocator-local/capacity", test_capacity },
    { "/allocator-local/waits-for-stopping", test_waits_for_stopping },
    { "/allocator-local/cancelled-while-waiting", test_cancelled_while_waiting },
    { "/allocator-local/missing-program", test_missing_program },
    { "/allocator-local/cancelled", test_cancelled },
    { "/allocator-local/adopt", test_adopt },
    { "/allocator-local/adopt-of-earlier-version", test_adopt_of_earlier_version },
    { "/allocator-local/adopt-out-of-reach", test_adopt_out_of_reach },
    { "/allocator-local/adopt-nothing", test_adopt_nothing },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, setup, tests[i].test, teardown);

  return g_test_run ();
}
