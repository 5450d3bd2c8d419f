/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "manager-fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "palco-test-await.h"

#define N_SESSIONS 10000
#define N_CLIENTS  64
#define N_SECONDS  3

/* How many durable creates a second palcod's core takes, from one client and from many, with
 * an allocator that starts nothing; and what many stored sessions cost a palcod that starts. */

typedef struct
{
  ManagerFixture *fixture;
  gint64          deadline;
  guint           n_created;
  guint           n_running;
} Load;

static void create_next (Load *load);

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Load *load = user_data;
  g_autoptr(PalcodSession) session = NULL;
  g_autoptr(GError) error = NULL;
  gboolean created;

  session = palcod_manager_create_finish (PALCOD_MANAGER (source), result, &created, &error);
  g_assert_no_error (error);
  g_assert_true (created);
  load->n_created++;
  load->n_running--;
  create_next (load);
}

static void
create_next (Load *load)
{
  g_autofree char *id = g_uuid_string_random ();

  if (g_get_monotonic_time () >= load->deadline)
    return;

  load->n_running++;
  palcod_manager_create_async (load->fixture->manager, "account", id, "Standard", 10,
                               NULL, created_cb, load);
}

static double
measure (ManagerFixture *fixture,
         guint           n_clients)
{
  gint64 start = g_get_monotonic_time ();
  Load load = { .fixture = fixture, .deadline = start + N_SECONDS * G_TIME_SPAN_SECOND };

  for (guint i = 0; i < n_clients; i++)
    create_next (&load);
  palco_test_await_that (load.n_running == 0);

  return load.n_created * (double) G_TIME_SPAN_SECOND / (g_get_monotonic_time () - start);
}

static void
fill_store (ManagerFixture *fixture)
{
  guint n_stored = 0;

  while (n_stored < N_SESSIONS)
    {
      g_autofree char *id = g_strdup_printf ("session-%u", n_stored++);

      manager_fixture_stop (fixture, manager_fixture_create (fixture, id, 10, NULL, NULL));
    }

  manager_fixture_settle (fixture);
}

static void
ignore_message_cb (const char     *domain,
                   GLogLevelFlags  level,
                   const char     *message,
                   gpointer        user_data)
{
}

int
main (int   argc,
      char *argv[])
{
  ManagerFixture fixture = { 0 };
  gint64 start;

  g_log_set_handler (NULL, G_LOG_LEVEL_MESSAGE, ignore_message_cb, NULL);

  manager_fixture_setup (&fixture, NULL);
  fixture.allocator->capacity = G_MAXUINT;
  printf ("creates per second, one client: %.0f\n", measure (&fixture, 1));
  printf ("creates per second, %d clients: %.0f\n", N_CLIENTS, measure (&fixture, N_CLIENTS));
  manager_fixture_teardown (&fixture, NULL);

  fixture = (ManagerFixture) { 0 };
  manager_fixture_setup (&fixture, NULL);
  fill_store (&fixture);
  manager_fixture_shut (&fixture);
  start = g_get_monotonic_time ();
  manager_fixture_open (&fixture);
  printf ("start with %d stored sessions: %.1f ms\n", N_SESSIONS,
          (g_get_monotonic_time () - start) / 1000.0);
  manager_fixture_teardown (&fixture, NULL);

  return EXIT_SUCCESS;
}
