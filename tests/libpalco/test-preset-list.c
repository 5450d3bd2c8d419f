/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-await.h"

#include <palco.h>

typedef struct
{
  char            *dir;
  char            *path;
  PalcoPresetList *list;
  GString         *changes;
} Fixture;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  gpointer    user_data)
{
  Fixture *fixture = user_data;

  g_string_append_printf (fixture->changes, "%u-%u+%u ", position, removed, added);
}

static PalcoPresetList *
open_list (Fixture *fixture)
{
  g_autoptr(GFile) file = g_file_new_for_path (fixture->path);

  return palco_preset_list_new (file);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->dir = palco_test_make_dir ();
  fixture->path = g_build_filename (fixture->dir, "palco", "presets.ini", NULL);
  fixture->changes = g_string_new (NULL);
  fixture->list = open_list (fixture);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (items_changed_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_signal_handlers_disconnect_by_data (fixture->list, fixture);

  /* A change that the monitor saw may be being read just now. */
  palco_test_await_finalize (fixture->list);

  palco_test_remove_dir (fixture->dir);
  g_string_free (fixture->changes, TRUE);
  g_free (fixture->path);
  g_free (fixture->dir);
}

static PalcoPreset *
make (const char *uid,
      const char *name)
{
  return palco_preset_new (uid, name, "", "", "Premium", 60, 240, PALCO_WHEN_FULL_NEXT_REGION);
}

static gboolean
load (PalcoPresetList  *list,
      GError          **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_preset_list_load_async (list, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_preset_list_load_finish (list, result, error);
}

static gboolean
add (PalcoPresetList  *list,
     PalcoPreset      *preset,
     GError          **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_preset_list_add_async (list, preset, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_preset_list_add_finish (list, result, error);
}

static gboolean
save (PalcoPresetList  *list,
      PalcoPreset      *preset,
      GError          **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_preset_list_save_async (list, preset, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_preset_list_save_finish (list, result, error);
}

static gboolean
remove_preset (PalcoPresetList  *list,
               PalcoPreset      *preset,
               GError          **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_preset_list_remove_async (list, preset, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_preset_list_remove_finish (list, result, error);
}

static void
add_three (Fixture *fixture)
{
  static const char * const names[] = { "One", "Two", "Three" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(PalcoPreset) preset = make (NULL, names[i]);

      g_assert_true (add (fixture->list, preset, NULL));
    }

  g_assert_cmpstr (fixture->changes->str, ==, "0-0+1 1-0+1 2-0+1 ");
  g_string_truncate (fixture->changes, 0);
}

static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(PalcoPreset) preset =
    palco_preset_new (NULL, "  Director’s cut ", "account", "westeurope", "Standard", 90, 0,
                      PALCO_WHEN_FULL_NEXT_REGION | PALCO_WHEN_FULL_OTHER_SIZE);
  g_autoptr(PalcoPresetList) other = open_list (fixture);
  g_autoptr(GError) error = NULL;
  PalcoPreset *read;

  g_assert_true (load (other, &error));
  g_assert_no_error (error);
  g_assert_true (add (fixture->list, preset, &error));
  g_assert_no_error (error);

  g_assert_true (load (other, &error));
  read = palco_preset_list_lookup (other, "Director’s cut");
  g_assert_nonnull (read);
  g_assert_true (palco_preset_list_lookup (other, palco_preset_get_uid (preset)) == read);
  g_assert_cmpstr (palco_preset_get_account_uid (read), ==, "account");
  g_assert_cmpstr (palco_preset_get_region_id (read), ==, "westeurope");
  g_assert_cmpstr (palco_preset_get_size_id (read), ==, "Standard");
  g_assert_cmpuint (palco_preset_get_lease_minutes (read), ==, 90);
  g_assert_cmpuint (palco_preset_get_cap_minutes (read), ==, 0);
  g_assert_cmpuint (palco_preset_get_when_full (read), ==,
                    PALCO_WHEN_FULL_NEXT_REGION | PALCO_WHEN_FULL_OTHER_SIZE);
  g_assert_null (palco_preset_list_lookup (other, "director"));
}

static void
test_save (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(PalcoPreset) renamed = NULL;
  g_autoptr(PalcoPreset) taken = NULL;
  g_autoptr(GError) error = NULL;
  const char *uid;

  add_three (fixture);
  uid = palco_preset_get_uid (palco_preset_list_lookup (fixture->list, "Two"));
  renamed = make (uid, "Second");
  taken = make (uid, "Three");

  g_assert_true (save (fixture->list, renamed, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->changes->str, ==, "1-1+1 ");
  g_assert_nonnull (palco_preset_list_lookup (fixture->list, "Second"));

  g_assert_false (save (fixture->list, taken, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT);
}

/* Undone by adding it again; saving does not bring it back. */
static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(PalcoPreset) preset = NULL;
  g_autoptr(GError) error = NULL;

  add_three (fixture);
  preset = g_object_ref (palco_preset_list_lookup (fixture->list, "One"));
  g_assert_true (remove_preset (fixture->list, preset, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->changes->str, ==, "0-1+0 ");

  g_assert_true (save (fixture->list, preset, &error));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 2);
  g_assert_true (add (fixture->list, preset, &error));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 3);
}

static void
assert_invalid (Fixture     *fixture,
                PalcoPreset *preset_taken)
{
  g_autoptr(PalcoPreset) preset = preset_taken;
  g_autoptr(GError) error = NULL;

  g_assert_false (add (fixture->list, preset, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT);
}

static void
test_invalid (Fixture       *fixture,
              gconstpointer  data)
{
  add_three (fixture);
  assert_invalid (fixture, make (NULL, "Two"));
  assert_invalid (fixture, make (NULL, " "));
  assert_invalid (fixture, make (NULL, "two\nlines"));
  assert_invalid (fixture, palco_preset_new (NULL, "a", "", "", "", 60, 0, PALCO_WHEN_FULL_NONE));
  assert_invalid (fixture, palco_preset_new (NULL, "a", "", "", "Standard", 0, 0, PALCO_WHEN_FULL_NONE));
  assert_invalid (fixture, palco_preset_new (NULL, "a", "", "", "Standard", 1441, 0, PALCO_WHEN_FULL_NONE));
  assert_invalid (fixture, palco_preset_new (NULL, "a", "", "", "Standard", 60, 59, PALCO_WHEN_FULL_NONE));
  g_assert_cmpstr (fixture->changes->str, ==, "");
}

/* A file that is not understood is told about, and stays as it is. */
static void
test_broken_file (Fixture       *fixture,
                  gconstpointer  data)
{
  static const char text[] = "[Preset x]\nName=Film\nSize=Standard\nLeaseMinutes=many\n";
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *after = NULL;
  g_autoptr(PalcoPreset) preset = make (NULL, "New");
  g_autoptr(GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  g_assert_false (load (fixture->list, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE);
  g_clear_error (&error);
  g_assert_false (add (fixture->list, preset, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE);
  g_assert_true (g_file_get_contents (fixture->path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, text);
}

static void
test_another_program (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(PalcoPresetList) other = open_list (fixture);
  g_autoptr(PalcoPreset) preset = make (NULL, "Theirs");

  g_assert_true (load (fixture->list, NULL));
  g_assert_true (add (other, preset, NULL));
  palco_test_await_that (palco_preset_list_lookup (fixture->list, "Theirs") != NULL);
}

int
main (int    argc,
      char **argv)
{
  static const struct {
    const char *path;
    void      (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/preset-list/round-trip", test_round_trip },
    { "/preset-list/save", test_save },
    { "/preset-list/remove", test_remove },
    { "/preset-list/invalid", test_invalid },
    { "/preset-list/broken-file", test_broken_file },
    { "/preset-list/another-program", test_another_program },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
