/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-journal-owner.h"

#include <string.h>
#include <unistd.h>

/* When the process started, in ticks since boot: with it a number of a process is never
 * mistaken for an earlier one. It is the 22nd field; the second may contain anything. */
#define START_TIME_FIELDS_AFTER_NAME 20

static char *
dup_process_reference (long pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%ld/stat", pid);
  g_autofree char *stat = NULL;
  g_auto(GStrv) fields = NULL;
  const char *name_end;

  if (!g_file_get_contents (path, &stat, NULL, NULL))
    return NULL;

  name_end = strrchr (stat, ')');
  if (name_end == NULL)
    return NULL;

  fields = g_strsplit (name_end, " ", START_TIME_FIELDS_AFTER_NAME + 2);
  if (g_strv_length (fields) <= START_TIME_FIELDS_AFTER_NAME)
    return NULL;

  return g_strdup_printf ("%ld:%s", pid, fields[START_TIME_FIELDS_AFTER_NAME]);
}

/* This process. */
char *
palco_journal_owner_dup (void)
{
  char *reference = dup_process_reference (getpid ());

  return reference != NULL ? reference : g_strdup_printf ("%ld:", (long) getpid ());
}

gboolean
palco_journal_owner_is_alive (const char *owner)
{
  gint64 pid = g_ascii_strtoll (owner, NULL, 10);
  g_autofree char *reference = pid > 0 ? dup_process_reference (pid) : NULL;

  return g_strcmp0 (reference, owner) == 0;
}
