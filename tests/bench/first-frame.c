/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <gtk/gtk.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Preloaded into any GTK 4 program: ends it after the first frame of its first window, and
 * prints the milliseconds since the process began. */

static double
get_process_start (void)
{
  g_autofree char *stat = NULL;
  g_auto(GStrv) fields = NULL;

  if (!g_file_get_contents ("/proc/self/stat", &stat, NULL, NULL))
    return 0;

  /* Field 22; the name of the program, in parentheses, may hold blanks. */
  fields = g_strsplit (strrchr (stat, ')') + 2, " ", -1);

  return strtod (fields[22 - 3], NULL) / sysconf (_SC_CLK_TCK);
}

static double
get_boottime (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);

  return now.tv_sec + now.tv_nsec / 1e9;
}

static void
after_paint_cb (GdkFrameClock *clock,
                GtkWidget     *window)
{
  if (!gtk_widget_get_mapped (window) || gtk_widget_get_width (window) <= 1)
    return;

  fprintf (stderr, "first-frame-ms %.1f\n", (get_boottime () - get_process_start ()) * 1e3);
  _exit (0);
}

static gboolean
look_for_window_cb (gpointer user_data)
{
  GListModel *windows;

  if (!gtk_is_initialized ())
    return G_SOURCE_CONTINUE;

  windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);
      GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

      if (clock == NULL || !gtk_widget_get_realized (window))
        continue;

      g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), window);
      return G_SOURCE_REMOVE;
    }

  return G_SOURCE_CONTINUE;
}

static void __attribute__ ((constructor))
arm (void)
{
  /* Not in children. */
  unsetenv ("LD_PRELOAD");
  g_timeout_add_full (G_PRIORITY_HIGH - 100, 1, look_for_window_cb, NULL, NULL);
}
