/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-gpu.h"

#include <gio/gio.h>

/* The name of the lowest render node below @class_path, NULL when there is none. */
static char *
find_render_node (const char *class_path)
{
  g_autoptr(GDir) directory = g_dir_open (class_path, 0, NULL);
  g_autofree char *first = NULL;
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      if (!g_str_has_prefix (name, "renderD") ||
          (first != NULL && g_strcmp0 (name, first) >= 0))
        continue;

      g_free (first);
      first = g_strdup (name);
    }

  return g_steal_pointer (&first);
}

/* What the session renders with, as “driver (render node)”; NULL without a GPU. sysfs is
 * memory, not a disk: reading it does not wait. */
char *
host_gpu_dup_name (const char *class_path)
{
  g_autofree char *node = find_render_node (class_path);
  g_autofree char *link = NULL;
  g_autofree char *target = NULL;
  g_autofree char *driver = NULL;

  if (node == NULL)
    return NULL;

  link = g_build_filename (class_path, node, "device", "driver", NULL);
  target = g_file_read_link (link, NULL);
  if (target == NULL)
    return g_steal_pointer (&node);

  driver = g_path_get_basename (target);

  return g_strdup_printf ("%s (%s)", driver, node);
}
