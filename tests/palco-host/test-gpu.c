/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-gpu.h"

#include <glib/gstdio.h>

#include <unistd.h>

typedef struct
{
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->path = g_dir_make_tmp ("palco-gpu-XXXXXX", NULL);
  g_assert_nonnull (fixture->path);
}

static void
remove_device (Fixture    *fixture,
               const char *node)
{
  g_autofree char *directory = g_build_filename (fixture->path, node, NULL);
  g_autofree char *device = g_build_filename (directory, "device", NULL);
  g_autofree char *driver = g_build_filename (device, "driver", NULL);

  g_unlink (driver);
  g_rmdir (device);
  g_rmdir (directory);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  remove_device (fixture, "card0");
  remove_device (fixture, "renderD128");
  remove_device (fixture, "renderD129");
  g_assert_cmpint (g_rmdir (fixture->path), ==, 0);
  g_free (fixture->path);
}

static void
add_device (Fixture    *fixture,
            const char *node,
            const char *driver)
{
  g_autofree char *device = g_build_filename (fixture->path, node, "device", NULL);
  g_autofree char *link = g_build_filename (device, "driver", NULL);
  g_autofree char *target = g_strconcat ("../../../bus/pci/drivers/", driver, NULL);

  g_assert_cmpint (g_mkdir_with_parents (device, 0700), ==, 0);
  if (driver != NULL)
    g_assert_cmpint (symlink (target, link), ==, 0);
}

static void
assert_name (Fixture    *fixture,
             const char *expected)
{
  g_autofree char *name = host_gpu_dup_name (fixture->path);

  g_assert_cmpstr (name, ==, expected);
}

static void
test_first_node (Fixture       *fixture,
                 gconstpointer  data)
{
  add_device (fixture, "card0", "ast");
  add_device (fixture, "renderD129", "nouveau");
  add_device (fixture, "renderD128", "amdgpu");
  assert_name (fixture, "amdgpu (renderD128)");
}

static void
test_no_driver (Fixture       *fixture,
                gconstpointer  data)
{
  add_device (fixture, "renderD128", NULL);
  assert_name (fixture, "renderD128");
}

static void
test_none (Fixture       *fixture,
           gconstpointer  data)
{
  assert_name (fixture, NULL);
  add_device (fixture, "card0", "ast");
  assert_name (fixture, NULL);
}

static void
test_no_class (void)
{
  g_assert_null (host_gpu_dup_name ("/nowhere/class/drm"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/gpu/first-node", Fixture, NULL, set_up, test_first_node, tear_down);
  g_test_add ("/gpu/no-driver", Fixture, NULL, set_up, test_no_driver, tear_down);
  g_test_add ("/gpu/none", Fixture, NULL, set_up, test_none, tear_down);
  g_test_add_func ("/gpu/no-class", test_no_class);

  return g_test_run ();
}
