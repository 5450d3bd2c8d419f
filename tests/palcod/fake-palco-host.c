/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <glib.h>

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "palco-control.h"

#define BOOTSTRAP_FD 3

/* What the allocator starts in its tests. It writes what it was given to the named pipe that
 * stands in its bootstrap's control URL, and keeps that open for as long as it lives, its
 * child too: when the reader sees the end, all are gone. The session id says how to behave. */

static PalcoHostBootstrap *
read_bootstrap (void)
{
  g_autoptr(GString) json = g_string_new (NULL);
  char buffer[4096];
  gssize n_read;

  while ((n_read = read (BOOTSTRAP_FD, buffer, sizeof buffer)) > 0)
    g_string_append_len (json, buffer, n_read);

  close (BOOTSTRAP_FD);

  return palco_host_bootstrap_from_json (json->str, json->len, NULL);
}

static guint
count_descriptors (void)
{
  DIR *dir = opendir ("/proc/self/fd");
  const struct dirent *entry;
  guint n_descriptors = 0;

  while ((entry = readdir (dir)) != NULL)
    n_descriptors += g_ascii_isdigit (entry->d_name[0]) && atoi (entry->d_name) != dirfd (dir);

  closedir (dir);

  return n_descriptors;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(PalcoHostBootstrap) bootstrap = read_bootstrap ();
  guint n_descriptors = count_descriptors ();
  FILE *report;

  if (bootstrap == NULL || argc != 2 || !g_str_equal (argv[1], "--bootstrap-fd=3"))
    return 2;
  if (g_str_equal (bootstrap->session_id, "exits"))
    return 7;

  report = fopen (bootstrap->control_url, "w");
  if (report == NULL)
    return 2;

  if (g_str_equal (bootstrap->session_id, "stubborn"))
    signal (SIGTERM, SIG_IGN);
  if (g_str_equal (bootstrap->session_id, "parent") && fork () == 0)
    {
      signal (SIGTERM, SIG_IGN);
      while (TRUE)
        pause ();
    }

  fprintf (report, "%s %zu %u %d\n", bootstrap->token, strlen (bootstrap->control_ca),
           n_descriptors, getsid (0) == getpid ());
  fflush (report);

  while (TRUE)
    pause ();
}
