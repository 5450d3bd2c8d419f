/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-await.h"

#include <palco.h>

#include <glib/gstdio.h>

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "palco-import-text-private.h"

#define SCRIPT_KEY  "c2NyaXB0IGtleQ=="
#define PROFILE_KEY "cHJvZmlsZSBrZXk="

static char *
read_fixture (const char *name,
              gsize      *length)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "import", name, NULL);
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);

  return text;
}

static GPtrArray *
parse_fixture (const char *name,
               gboolean   *has_other_secrets)
{
  gsize length;
  g_autofree char *text = read_fixture (name, &length);
  g_autoptr(GError) error = NULL;
  GPtrArray *accounts = palco_import_text_parse (text, length, has_other_secrets, &error);

  g_assert_no_error (error);

  return accounts;
}

typedef struct
{
  const char *name;
  const char *address;
  const char *sts_url;
  const char *account_id;
  const char *key;
  const char *size_id;
  guint       lease_minutes;
} Expected;

static void
assert_preset (PalcoImportAccount *imported,
               const Expected     *expected)
{
  g_autoptr(PalcoPreset) preset = palco_import_account_dup_preset (imported);
  PalcoAccount *account = palco_import_account_get_account (imported);

  if (expected->size_id == NULL)
    {
      g_assert_null (preset);
      return;
    }

  g_assert_cmpstr (palco_preset_get_name (preset), ==, expected->name);
  g_assert_cmpstr (palco_preset_get_account_uid (preset), ==, palco_account_get_uid (account));
  g_assert_cmpstr (palco_preset_get_size_id (preset), ==, expected->size_id);
  g_assert_cmpuint (palco_preset_get_lease_minutes (preset), ==, expected->lease_minutes);
}

static void
assert_account (PalcoImportAccount *imported,
                const Expected     *expected)
{
  PalcoAccount *account = palco_import_account_get_account (imported);
  char *key = palco_import_account_dup_key (imported);

  g_assert_no_error (palco_import_account_get_error (imported));
  g_assert_cmpstr (palco_import_account_get_name (imported), ==, expected->name);
  g_assert_cmpstr (palco_account_get_name (account), ==, expected->name);
  g_assert_cmpstr (palco_account_get_address (account), ==, expected->address);
  g_assert_cmpstr (palco_account_get_sts_url (account), ==, expected->sts_url);
  g_assert_cmpstr (palco_account_get_account_id (account), ==, expected->account_id);
  g_assert_cmpstr (key, ==, expected->key);
  g_assert_cmpint (palco_import_account_has_key (imported), ==, expected->key != NULL);
  g_assert_cmpstr (palco_import_account_get_size_id (imported), ==, expected->size_id);
  g_assert_cmpuint (palco_import_account_get_lease_minutes (imported), ==, expected->lease_minutes);
  assert_preset (imported, expected);
  palco_key_free (key);
}

static void
test_script (void)
{
  static const Expected expected = {
    "api.mr.test", "https://api.mr.test:8443", "https://sts.mr.test",
    "0a1b2c3d-0000-4000-8000-00000000aaaa", SCRIPT_KEY, "Premium", 270,
  };
  gboolean has_other_secrets;
  g_autoptr(GPtrArray) accounts = parse_fixture ("arrconfig.json", &has_other_secrets);

  g_assert_cmpuint (accounts->len, ==, 1);
  assert_account (accounts->pdata[0], &expected);
  g_assert_false (has_other_secrets);
}

static void
test_script_of_2020 (void)
{
  static const Expected expected = {
    "remoterendering.westeurope.mixedreality.azure.com",
    "https://remoterendering.westeurope.mixedreality.azure.com",
    "https://sts.westeurope.mixedreality.azure.com",
    "0a1b2c3d-0000-4000-8000-00000000bbbb", "b2xkIGtleQ==", "Standard", 1440,
  };
  gboolean has_other_secrets;
  g_autoptr(GPtrArray) accounts = parse_fixture ("arrconfig-2020.json", &has_other_secrets);

  g_assert_cmpuint (accounts->len, ==, 1);
  assert_account (accounts->pdata[0], &expected);
}

/* Nobody has filled it in: it can be read, but there is nothing to import. */
static void
test_script_template (void)
{
  gboolean has_other_secrets;
  g_autoptr(GPtrArray) accounts = parse_fixture ("arrconfig-template.json", &has_other_secrets);

  g_assert_cmpuint (accounts->len, ==, 1);
  g_assert_null (palco_import_account_get_account (accounts->pdata[0]));
  g_assert_error (palco_import_account_get_error (accounts->pdata[0]),
                  PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT);
  g_assert_false (palco_import_account_has_key (accounts->pdata[0]));
}

/* One is whole, one is its copy, one is empty. */
static void
test_profiles (void)
{
  static const Expected expected = {
    "Studio", "https://remoterendering.milan.mr.test", "https://sts.mr.test",
    "0a1b2c3d-0000-4000-8000-00000000aaaa", PROFILE_KEY, NULL, 0,
  };
  gboolean has_other_secrets;
  g_autoptr(GPtrArray) accounts = parse_fixture ("ARR-profiles.json", &has_other_secrets);

  g_assert_cmpuint (accounts->len, ==, 2);
  assert_account (accounts->pdata[0], &expected);
  g_assert_cmpstr (palco_import_account_get_name (accounts->pdata[1]), ==, "Default");
  g_assert_null (palco_import_account_get_account (accounts->pdata[1]));
  g_assert_true (has_other_secrets);
}

static void
assert_refused (const char *text,
                gsize       length,
                const char *word)
{
  g_autoptr(GError) error = NULL;
  gboolean has_other_secrets;

  g_assert_null (palco_import_text_parse (text, length, &has_other_secrets, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_null (strstr (error->message, "SECRET"));
}

static void
test_hostile (void)
{
  static const struct {
    const char *text;
    const char *word;
  } cases[] = {
    { "", "empty" },
    { "SECRET", "an object" },
    { "[]", "JSON" },
    { "{}", "no accounts" },
    { "{\"Profiles\":{}}", "Profiles" },
    { "{\"Profiles\":[]}", "no accounts" },
    { "{\"Profiles\":[\"SECRET\"]}", "not profiles" },
    { "{\"Profiles\":[{\"name\":1}]}", "name" },
    { "{\"Profiles\":[{\"arr_account_key\":[\"SECRET\"]}]}", "arr_account_key" },
    { "{\"accountSettings\":\"SECRET\"}", "accountSettings" },
    { "{\"accountSettings\":{\"arrAccountId\":{}}}", "arrAccountId" },
    { "{\"accountSettings\":{},\"renderingSessionSettings\":{\"maxLeaseTime\":4}}", "maxLeaseTime" },
    { "{\"accountSettings\":{\"arrAccountKey\":\"SECRET\",\"arrAccountKey\":\"SECRET\"}}", "JSON" },
    { "{\"accountSettings\":{\"arrAccountKey\":\"SECRET\xff\"}}", "JSON" },
    { "\xef\xbb\xbf\xef\xbb\xbf{}", "an object" },
  };
  g_autoptr(GString) large = g_string_new ("{\"x\":\"");
  g_autoptr(GString) deep = g_string_new ("{\"x\":");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i].text, strlen (cases[i].text), cases[i].word);

  assert_refused ("\xff\xfe{\0}\0", 6, "UTF-16");
  assert_refused ("\xfe\xff\0{\0}", 6, "UTF-16");

  while (large->len <= PALCO_IMPORT_MAX_BYTES)
    g_string_append (large, "SECRET");
  g_string_append (large, "\"}");
  assert_refused (large->str, large->len, "64 KiB");

  for (guint i = 0; i < 1000; i++)
    g_string_append_c (deep, '[');
  assert_refused (deep->str, deep->len, "deep");
}

/* What makes one account unusable does not stop the others. */
static void
test_unusable (void)
{
  static const char * const profiles[] = {
    "\"arr_region\":\"a.test\",\"arr_account_id\":\"a b\"",
    "\"arr_region\":\"a.test\",\"arr_account_id\":\"a\",\"name\":\"x\\u0007\"",
    "\"arr_region\":\"a.test\",\"arr_account_id\":\"a\",\"arr_account_key\":\"x\\ny\"",
    "\"arr_region\":\"a.test\\u001b[2J\",\"arr_account_id\":\"a\"",
    "\"arr_region\":\"http://a.test\",\"arr_account_id\":\"a\"",
    "\"arr_region\":\"a.test\",\"arr_account_id\":\"a\",\"arr_account_domain\":\"http://a.test\"",
    "\"arr_account_id\":\"a\"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    {
      g_autofree char *text =
        g_strdup_printf ("{\"Profiles\":[{%s},{\"arr_region\":\"b.test\",\"arr_account_id\":\"b\"}]}",
                         profiles[i]);
      gboolean has_other_secrets;
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) accounts =
        palco_import_text_parse (text, strlen (text), &has_other_secrets, &error);
      const GError *reason;

      g_assert_no_error (error);
      g_assert_cmpuint (accounts->len, ==, 2);
      g_assert_null (palco_import_account_get_account (accounts->pdata[0]));
      reason = palco_import_account_get_error (accounts->pdata[0]);
      g_assert_true (reason->domain == PALCO_ERROR);
      g_assert_cmpint (reason->code, ==, strstr (profiles[i], "http:") != NULL
                                         ? PALCO_ERROR_INSECURE : PALCO_ERROR_INVALID_ARGUMENT);
      g_test_message ("%s", reason->message);
      g_assert_nonnull (palco_import_account_get_account (accounts->pdata[1]));
    }
}

static void
test_lease (void)
{
  static const struct {
    const char *text;
    guint       minutes;
  } cases[] = {
    { "0:10:0", 10 }, { "04:00", 240 }, { "4:0:0", 240 }, { "1.02:00:00", 1440 }, { "99:00:00", 1440 },
    { "soon", 0 }, { "-1:00:00", 0 }, { "<hh:mm:ss>", 0 }, { "", 0 }, { "12", 0 },
    { "99999999999:00", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text =
        g_strdup_printf ("{\"accountSettings\":{},\"renderingSessionSettings\":{\"maxLeaseTime\":\"%s\"}}",
                         cases[i].text);
      gboolean has_other_secrets;
      g_autoptr(GPtrArray) accounts =
        palco_import_text_parse (text, strlen (text), &has_other_secrets, NULL);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (palco_import_account_get_lease_minutes (accounts->pdata[0]), ==, cases[i].minutes);
    }
}

/* Files. */

typedef struct
{
  char  *dir;
  char  *path;
  GFile *file;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  name)
{
  gsize length;
  g_autofree char *text = read_fixture (name, &length);

  self->dir = palco_test_make_dir ();
  self->path = g_build_filename (self->dir, name, NULL);
  self->file = g_file_new_for_path (self->path);
  g_assert_true (g_file_set_contents (self->path, text, length, NULL));
  g_assert_cmpint (g_chmod (self->path, 0640), ==, 0);
}

static void
tear_down (Fixture       *self,
           gconstpointer  name)
{
  g_object_unref (self->file);
  palco_test_remove_dir (self->dir);
  g_free (self->path);
  g_free (self->dir);
}

static PalcoImport *
load (Fixture  *self,
      GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_import_load_async (self->file, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_import_load_finish (result, error);
}

static gboolean
scrub (PalcoImport  *import,
       GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_import_scrub_async (import, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_import_scrub_finish (import, result, error);
}

static PalcoImport *
load_and_store (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  PalcoImport *import = load (self, &error);
  g_autoptr(PalcoImportAccount) account = NULL;

  g_assert_no_error (error);
  account = g_list_model_get_item (G_LIST_MODEL (import), 0);
  palco_import_account_set_key_stored (account, TRUE);

  return import;
}

static char *
read_file (Fixture *self,
           gsize   *length)
{
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (self->path, &text, length, &error);
  g_assert_no_error (error);

  return text;
}

/* The key goes, each other byte stays, and so do the permissions. */
static void
test_scrub (Fixture       *self,
            gconstpointer  name)
{
  g_autoptr(PalcoImport) import = load_and_store (self);
  g_autoptr(GError) error = NULL;
  gsize length;
  g_autofree char *before = read_file (self, &length);
  g_autoptr(GString) expected = g_string_new_len (before, length);
  g_autofree char *after = NULL;
  GStatBuf status;

  g_string_replace (expected, SCRIPT_KEY, "", 1);
  g_assert_true (scrub (import, &error));
  g_assert_no_error (error);
  after = read_file (self, &length);
  g_assert_cmpmem (after, length, expected->str, expected->len);
  g_assert_cmpint (g_stat (self->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0640);

  /* Nothing is left to do. */
  g_assert_true (scrub (import, &error));
  g_assert_no_error (error);
}

/* However it is written, also in a copy of the profile; the key of the storage is not ours. */
static void
test_scrub_profiles (Fixture       *self,
                     gconstpointer  name)
{
  g_autoptr(PalcoImport) import = load_and_store (self);
  g_autoptr(GError) error = NULL;
  gsize length;
  g_autofree char *after = NULL;

  g_assert_true (scrub (import, &error));
  g_assert_no_error (error);
  after = read_file (self, &length);
  g_assert_null (strstr (after, "cHJvZmlsZ"));
  g_assert_nonnull (strstr (after, "c3RvcmFnZSBrZXk="));
  g_assert_nonnull (strstr (after, "\"arr_account_key\": \"\",\n"));
}

static void
test_scrub_nothing_stored (Fixture       *self,
                           gconstpointer  name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoImport) import = load (self, &error);
  gsize length;
  g_autofree char *after = NULL;

  g_assert_true (scrub (import, &error));
  after = read_file (self, &length);
  g_assert_nonnull (strstr (after, SCRIPT_KEY));
}

static void
test_scrub_changed (Fixture       *self,
                    gconstpointer  name)
{
  g_autoptr(PalcoImport) import = load_and_store (self);
  g_autoptr(GError) error = NULL;
  gsize length;
  g_autofree char *after = NULL;

  g_assert_true (g_file_set_contents (self->path, "{}", -1, NULL));
  g_assert_false (scrub (import, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_CONFLICT);
  after = read_file (self, &length);
  g_assert_cmpstr (after, ==, "{}");
}

static void
test_no_file (Fixture       *self,
              gconstpointer  name)
{
  g_autoptr(PalcoImport) import = load_and_store (self);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_unlink (self->path), ==, 0);
  g_assert_false (scrub (import, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE);
  g_clear_error (&error);
  g_assert_null (load (self, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE);
}

/* Its other name would keep the key. */
static void
test_scrub_second_name (Fixture       *self,
                        gconstpointer  name)
{
  g_autoptr(PalcoImport) import = load_and_store (self);
  g_autofree char *other_path = g_strconcat (self->path, ".old", NULL);
  g_autoptr(GError) error = NULL;
  gsize length;
  g_autofree char *after = NULL;

  g_assert_cmpint (link (self->path, other_path), ==, 0);
  g_assert_false (scrub (import, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE);
  after = read_file (self, &length);
  g_assert_nonnull (strstr (after, SCRIPT_KEY));
}

/* No file can grow, which is a full disk to it: nothing is lost. */
static void
test_scrub_full_disk (Fixture       *self,
                      gconstpointer  name)
{
  g_autoptr(PalcoImport) import = load_and_store (self);
  g_autoptr(GError) error = NULL;
  struct rlimit before;
  struct rlimit full;
  gsize length;
  g_autofree char *after = NULL;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  full = (struct rlimit) { .rlim_cur = 0, .rlim_max = before.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &full), ==, 0);
  g_assert_false (scrub (import, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE);
  after = read_file (self, &length);
  g_assert_nonnull (strstr (after, SCRIPT_KEY));
}

/* A file without an end is not read to its end. */
static void
test_endless (Fixture       *self,
              gconstpointer  name)
{
  g_autoptr(GError) error = NULL;

  g_object_unref (self->file);
  self->file = g_file_new_for_path ("/dev/zero");
  g_assert_null (load (self, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT);
}

#define ADD(path, name, func) g_test_add (path, Fixture, name, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/import/script", test_script);
  g_test_add_func ("/import/script-of-2020", test_script_of_2020);
  g_test_add_func ("/import/script-template", test_script_template);
  g_test_add_func ("/import/profiles", test_profiles);
  g_test_add_func ("/import/hostile", test_hostile);
  g_test_add_func ("/import/unusable", test_unusable);
  g_test_add_func ("/import/lease", test_lease);
  ADD ("/import/scrub", "arrconfig.json", test_scrub);
  ADD ("/import/scrub-profiles", "ARR-profiles.json", test_scrub_profiles);
  ADD ("/import/scrub-nothing-stored", "arrconfig.json", test_scrub_nothing_stored);
  ADD ("/import/scrub-changed", "arrconfig.json", test_scrub_changed);
  ADD ("/import/scrub-second-name", "arrconfig.json", test_scrub_second_name);
  ADD ("/import/scrub-full-disk", "arrconfig.json", test_scrub_full_disk);
  ADD ("/import/no-file", "arrconfig.json", test_no_file);
  ADD ("/import/endless", "arrconfig.json", test_endless);

  return g_test_run ();
}
