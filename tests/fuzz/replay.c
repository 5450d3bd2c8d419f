/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "fuzz.h"

#include <glib.h>

/* Stands in for libFuzzer in ordinary builds: tries each file of the folders that it is given,
 * its beginnings, and changes of its bytes, so that a target keeps building and what was once
 * found stays found. */

/* At how many places of a file; more take too long under a sanitizer. */
#define PLACES_MAX 24

static const char replacements[] = { '\0', '"', '\\', '{', '9', '\x80' };

static void
try_copy (const char *data,
          gsize       size)
{
  /* In a block of its own length: a sanitizer sees a read beyond it. */
  g_autofree char *copy = g_memdup2 (data, size);

  LLVMFuzzerTestOneInput ((const uint8_t *) copy, size);
}

static void
try_file (const char *path)
{
  g_autofree char *data = NULL;
  g_autoptr(GError) error = NULL;
  gsize size;
  gsize step;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);

  step = size / PLACES_MAX + 1;
  try_copy (data, size);

  for (gsize i = 0; i < size; i += step)
    try_copy (data, i);

  for (gsize i = 0; i < size; i += step)
    {
      char before = data[i];

      for (guint j = 0; j < G_N_ELEMENTS (replacements); j++)
        {
          data[i] = replacements[j];
          try_copy (data, size);
        }
      data[i] = before;
    }
}

static void
test_folder (gconstpointer path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) folder = g_dir_open (path, 0, &error);
  const char *name;
  guint n_files = 0;

  g_assert_no_error (error);

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (!g_file_test (file, G_FILE_TEST_IS_REGULAR))
        continue;

      try_file (file);
      n_files++;
    }

  g_assert_cmpuint (n_files, >, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (int i = 1; i < argc; i++)
    {
      g_autofree char *name = g_path_get_basename (argv[i]);
      g_autofree char *path = g_strconcat ("/fuzz/", name, NULL);

      g_test_add_data_func (path, argv[i], test_folder);
    }

  return g_test_run ();
}
