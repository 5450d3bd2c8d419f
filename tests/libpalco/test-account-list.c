/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-await.h"

#include <palco.h>

#include <glib/gstdio.h>

#include <fcntl.h>
#include <sys/file.h>

typedef struct
{
  char             *dir;
  char             *path;
  PalcoAccountList *list;
  guint             n_added;
  guint             n_removed;
} Fixture;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  gpointer    user_data)
{
  Fixture *fixture = user_data;

  fixture->n_added += added;
  fixture->n_removed += removed;
}

static PalcoAccountList *
open_list (Fixture *fixture)
{
  g_autoptr(GFile) file = g_file_new_for_path (fixture->path);

  return palco_account_list_new (file);
}

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->dir = palco_test_make_dir ();
  fixture->path = g_build_filename (fixture->dir, "palco", "accounts.ini", NULL);
  fixture->list = open_list (fixture);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (items_changed_cb), fixture);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  g_signal_handlers_disconnect_by_data (fixture->list, fixture);

  /* A change that the monitor saw may be being read just now. */
  palco_test_await_finalize (fixture->list);

  palco_test_remove_dir (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->dir);
}

static gboolean
load (PalcoAccountList  *list,
      GError           **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_account_list_load_async (list, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_account_list_load_finish (list, result, error);
}

static gboolean
add (PalcoAccountList  *list,
     PalcoAccount      *account,
     GError           **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_account_list_add_async (list, account, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_account_list_add_finish (list, result, error);
}

static gboolean
save (PalcoAccountList  *list,
      GError           **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_account_list_save_async (list, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_account_list_save_finish (list, result, error);
}

static gboolean
remove_account (PalcoAccountList  *list,
                PalcoAccount      *account,
                GError           **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_account_list_remove_async (list, account, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_account_list_remove_finish (list, result, error);
}

static guint
count (PalcoAccountList *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (list));
}

static PalcoAccount *
add_named (PalcoAccountList *list,
           const char       *name)
{
  g_autoptr(PalcoAccount) account = palco_account_new (name, "render.example.org", "anna");
  g_autoptr(GError) error = NULL;

  g_assert_true (add (list, account, &error));
  g_assert_no_error (error);

  return g_steal_pointer (&account);
}

static void
write_file (Fixture    *fixture,
            const char *text)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr(GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents (fixture->path, text, -1, &error);
  g_assert_no_error (error);
}

static char *
read_file (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (fixture->path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static void
test_missing_file (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (load (fixture->list, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count (fixture->list), ==, 0);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(PalcoAccount) account = palco_account_new ("Stúdio; [1] = x\n2", "render.example.org", "anna");
  g_autoptr(PalcoAccountList) other = open_list (fixture);
  g_autoptr(GError) error = NULL;
  PalcoAccount *read;

  palco_account_set_sts_url (account, "https://sts.example.org");
  g_assert_true (add (fixture->list, account, &error));
  g_assert_no_error (error);
  g_assert_true (palco_account_list_lookup (fixture->list, palco_account_get_uid (account)) == account);

  g_assert_true (load (other, &error));
  read = palco_account_list_lookup (other, palco_account_get_name (account));
  g_assert_nonnull (read);
  g_assert_cmpstr (palco_account_get_uid (read), ==, palco_account_get_uid (account));
  g_assert_cmpstr (palco_account_get_address (read), ==, "https://render.example.org");
  g_assert_cmpstr (palco_account_get_account_id (read), ==, "anna");
  g_assert_cmpstr (palco_account_get_sts_url (read), ==, "https://sts.example.org");
}

static void
test_find (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(PalcoAccount) account = palco_account_new ("Studio", "render.example.org", "anna");
  g_autoptr(GError) error = NULL;

  g_assert_true (add (fixture->list, account, &error));

  g_assert_true (palco_account_list_find (fixture->list, "https://render.example.org", "anna") == account);
  g_assert_null (palco_account_list_find (fixture->list, "https://render.example.org", "bert"));
  g_assert_null (palco_account_list_find (fixture->list, "https://other.example.org", "anna"));
}

static void
assert_free_name (Fixture    *fixture,
                  const char *name,
                  const char *free_name)
{
  g_autofree char *found = palco_account_list_dup_free_name (fixture->list, name);

  g_assert_cmpstr (found, ==, free_name);
}

static void
test_free_name (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(PalcoAccount) account = palco_account_new ("Studio", "render.example.org", "anna");
  g_autoptr(PalcoAccount) second = palco_account_new ("Studio 2", "render.example.org", "bert");
  g_autoptr(GError) error = NULL;

  assert_free_name (fixture, "Studio", "Studio");
  g_assert_true (add (fixture->list, account, &error));
  assert_free_name (fixture, "Studio", "Studio 2");
  g_assert_true (add (fixture->list, second, &error));
  assert_free_name (fixture, "Studio", "Studio 3");

  /* It is what the account of this computer is looked up by. */
  assert_free_name (fixture, "local", "local 2");
}

static void
test_is_private (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(PalcoAccount) account = NULL;
  GStatBuf status;

  write_file (fixture, "");
  g_assert_cmpint (g_chmod (fixture->path, 0644), ==, 0);

  account = add_named (fixture->list, "Studio");
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
}

static void
test_name_is_taken (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(PalcoAccount) first = NULL;
  g_autoptr(PalcoAccount) second = palco_account_new ("Studio", "other.example.org", "berta");
  g_autoptr(GError) error = NULL;

  first = add_named (fixture->list, "Studio");
  g_assert_false (add (fixture->list, second, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT);
  g_assert_cmpuint (count (fixture->list), ==, 1);
}

static void
test_invalid_account (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(PalcoAccount) account = palco_account_new ("Studio", "http://render.example.org", "anna");
  g_autoptr(GError) error = NULL;

  g_assert_false (add (fixture->list, account, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_INSECURE);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_broken_file (Fixture       *fixture,
                  gconstpointer  data)
{
  static const char * const texts[] = {
    "what is this?\n",
    "[Account 1]\nName=a\nAddress=http://a.example\nAccountId=a\n",
    "[Account 1]\nName=a\nAddress=https://a.example\n",
    "[Account 1]\nName=\xff\xfe\nAddress=https://a.example\nAccountId=a\n",
    "[Account",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(PalcoAccount) account = palco_account_new ("b", "b.example", "b");
      g_autoptr(GError) error = NULL;
      g_autofree char *after = NULL;

      write_file (fixture, texts[i]);
      g_assert_false (load (fixture->list, &error));
      g_assert_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE);
      g_assert_nonnull (strstr (error->message, fixture->path));
      g_clear_error (&error);

      g_assert_false (add (fixture->list, account, &error));
      g_assert_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE);
      after = read_file (fixture);
      g_assert_cmpstr (after, ==, texts[i]);
    }
}

static void
test_path_is_a_folder (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(PalcoAccount) account = palco_account_new ("b", "b.example", "b");
  g_autoptr(GError) error = NULL;

  g_mkdir_with_parents (fixture->path, 0700);

  g_assert_false (load (fixture->list, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE);
  g_clear_error (&error);

  g_assert_false (add (fixture->list, account, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE);
}

static void
test_newer_version (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(PalcoAccount) account = NULL;
  g_autofree char *after = NULL;

  write_file (fixture, "# mine\n[Future]\nThing=1\n\n[Account 1]\nName=a\nAddress=https://a.example\nAccountId=a\nNew=x\n");
  account = add_named (fixture->list, "Studio");

  after = read_file (fixture);
  g_assert_nonnull (strstr (after, "# mine"));
  g_assert_nonnull (strstr (after, "Thing=1"));
  g_assert_nonnull (strstr (after, "New=x"));
  g_assert_cmpuint (count (fixture->list), ==, 2);
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(PalcoAccount) first = add_named (fixture->list, "First");
  g_autoptr(PalcoAccount) second = add_named (fixture->list, "Second");
  g_autoptr(GError) error = NULL;

  g_assert_true (remove_account (fixture->list, first, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count (fixture->list), ==, 1);
  g_assert_true (palco_account_list_lookup (fixture->list, "Second") == second);
  g_assert_cmpuint (fixture->n_added, ==, 2);
  g_assert_cmpuint (fixture->n_removed, ==, 1);

  g_assert_true (remove_account (fixture->list, first, &error));
  g_assert_no_error (error);
}

/* Of how one signs in everything is kept but the secret; of a command also that it is wanted. */
static void
test_sign_in (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(PalcoAccount) account = add_named (fixture->list, "Studio");
  g_autoptr(PalcoSignIn) command = palco_sign_in_new_command ("pass 'show;it' studio", NULL);
  g_autoptr(PalcoAccountList) other = open_list (fixture);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  PalcoAccount *read;
  double per_hour;

  palco_account_set_sign_in (account, command);
  palco_account_set_trusted_sts_url (account, "https://sts.example");
  palco_price_table_set (palco_account_get_prices (account), "Standard", 4.5, "EUR");
  g_assert_true (save (fixture->list, &error));
  g_assert_no_error (error);

  g_assert_true (load (other, &error));
  read = palco_account_list_lookup (other, "Studio");
  line = palco_sign_in_dup_command_line (palco_account_get_sign_in (read));
  g_assert_cmpstr (line, ==, "pass 'show;it' studio");
  g_assert_true (palco_sign_in_is_allowed (palco_account_get_sign_in (read)));
  g_assert_cmpstr (palco_account_get_trusted_sts_url (read), ==, "https://sts.example");
  g_assert_true (palco_price_table_lookup (palco_account_get_prices (read), "Standard", &per_hour, NULL));
  g_assert_cmpfloat (per_hour, ==, 4.5);

  /* Somebody else put other words there. */
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  write_file (fixture, g_strdelimit (text, "w", 'v'));
  g_assert_true (load (other, &error));
  read = palco_account_list_lookup (other, "Studio");
  g_assert_cmpint (palco_sign_in_get_kind (palco_account_get_sign_in (read)), ==, PALCO_SIGN_IN_COMMAND);
  g_assert_false (palco_sign_in_is_allowed (palco_account_get_sign_in (read)));
}

static void
test_token_expiry (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(PalcoAccount) account = add_named (fixture->list, "Studio");
  g_autoptr(PalcoSignIn) token = palco_sign_in_new_token ("e30.eyJleHAiOjg1ODk5MzQ1OTJ9.c2ln", NULL);
  g_autoptr(PalcoSignIn) key = palco_sign_in_new_key ();
  g_autoptr(PalcoAccountList) other = open_list (fixture);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  PalcoSignIn *read;

  palco_account_set_sign_in (account, token);
  g_assert_true (save (fixture->list, &error));
  g_assert_true (load (other, &error));
  read = palco_account_get_sign_in (palco_account_list_lookup (other, "Studio"));
  g_assert_cmpint (palco_sign_in_get_kind (read), ==, PALCO_SIGN_IN_TOKEN);
  g_assert_cmpint (g_date_time_to_unix (palco_sign_in_get_expiry (read)), ==, G_GINT64_CONSTANT (8589934592));

  palco_account_set_sign_in (account, key);
  g_assert_true (save (fixture->list, &error));
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_null (strstr (text, "Token"));
  g_assert_null (strstr (text, "SignIn"));
}

static void
test_other_program (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(PalcoAccountList) other = open_list (fixture);
  g_autoptr(PalcoAccount) mine = NULL;
  g_autoptr(PalcoAccount) theirs = NULL;
  g_autoptr(GError) error = NULL;

  /* GLib looks for a folder that does not exist every few seconds only. */
  write_file (fixture, "");
  g_assert_true (load (fixture->list, &error));
  mine = add_named (fixture->list, "Mine");

  /* The other list was never loaded: adding to it keeps what is in the file all the same. */
  theirs = add_named (other, "Theirs");
  g_assert_cmpuint (count (other), ==, 2);

  palco_test_await_that (count (fixture->list) == 2);
  g_assert_true (palco_account_list_lookup (fixture->list, "Mine") == mine);
  g_assert_nonnull (palco_account_list_lookup (fixture->list, "Theirs"));
  g_assert_cmpuint (fixture->n_removed, ==, 0);

  palco_account_set_name (theirs, "Renamed");
  g_assert_true (save (other, &error));
  palco_test_await_that (palco_account_list_lookup (fixture->list, "Renamed") != NULL);
  g_assert_cmpuint (fixture->n_added, ==, 2);

  g_assert_true (remove_account (other, theirs, &error));
  palco_test_await_that (count (fixture->list) == 1);
}

static void
test_save_does_not_revive (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr(PalcoAccountList) other = open_list (fixture);
  g_autoptr(PalcoAccount) account = add_named (fixture->list, "Studio");
  g_autoptr(GError) error = NULL;

  g_assert_true (load (other, &error));
  palco_account_set_name (account, "Renamed");
  g_assert_true (remove_account (other, palco_account_list_lookup (other, "Studio"), &error));

  g_assert_true (save (fixture->list, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count (fixture->list), ==, 0);
}

static void
test_unsaved_survives_merge (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autoptr(PalcoAccount) account = add_named (fixture->list, "Studio");
  g_autoptr(GError) error = NULL;

  palco_account_set_name (account, "Renamed");
  g_assert_true (load (fixture->list, &error));
  g_assert_cmpstr (palco_account_get_name (account), ==, "Renamed");

  g_assert_true (save (fixture->list, &error));
  g_assert_true (load (fixture->list, &error));
  g_assert_cmpstr (palco_account_get_name (account), ==, "Renamed");
}

static void
test_waits_for_lock (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(PalcoAccount) first = NULL;
  g_autoptr(PalcoAccount) account = palco_account_new ("Second", "a.example", "a");
  g_autofree char *lock_path = g_strconcat (fixture->path, ".lock", NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 until;
  int fd;

  first = add_named (fixture->list, "First");
  fd = g_open (lock_path, O_RDWR | O_CLOEXEC, 0);
  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), ==, 0);
  palco_account_list_add_async (fixture->list, account, NULL, palco_test_await_cb, &result);

  for (until = g_get_monotonic_time () + G_USEC_PER_SEC / 10; g_get_monotonic_time () < until; )
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (result);

  g_close (fd, NULL);
  palco_test_await (&result);
  g_assert_true (palco_account_list_add_finish (fixture->list, result, &error));
  g_assert_no_error (error);
}

static void
test_cancel_while_locked (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr(PalcoAccount) first = NULL;
  g_autoptr(PalcoAccount) account = palco_account_new ("Second", "a.example", "a");
  g_autofree char *lock_path = g_strconcat (fixture->path, ".lock", NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  int fd;

  first = add_named (fixture->list, "First");
  fd = g_open (lock_path, O_RDWR | O_CLOEXEC, 0);
  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), ==, 0);
  palco_account_list_add_async (fixture->list, account, cancellable, palco_test_await_cb, &result);
  g_cancellable_cancel (cancellable);
  palco_test_await (&result);

  g_assert_false (palco_account_list_add_finish (fixture->list, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count (fixture->list), ==, 1);
  g_close (fd, NULL);
}

static void
test_load_cancelled (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  palco_account_list_load_async (fixture->list, cancellable, palco_test_await_cb, &result);
  palco_test_await (&result);
  g_assert_false (palco_account_list_load_finish (fixture->list, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  static const struct {
    const char *path;
    void      (*run) (Fixture *, gconstpointer);
  } tests[] = {
    { "/account-list/missing-file", test_missing_file },
    { "/account-list/round-trip", test_round_trip },
    { "/account-list/find", test_find },
    { "/account-list/free-name", test_free_name },
    { "/account-list/is-private", test_is_private },
    { "/account-list/name-is-taken", test_name_is_taken },
    { "/account-list/invalid-account", test_invalid_account },
    { "/account-list/broken-file", test_broken_file },
    { "/account-list/path-is-a-folder", test_path_is_a_folder },
    { "/account-list/newer-version", test_newer_version },
    { "/account-list/remove", test_remove },
    { "/account-list/sign-in", test_sign_in },
    { "/account-list/token-expiry", test_token_expiry },
    { "/account-list/other-program", test_other_program },
    { "/account-list/save-does-not-revive", test_save_does_not_revive },
    { "/account-list/unsaved-survives-merge", test_unsaved_survives_merge },
    { "/account-list/waits-for-lock", test_waits_for_lock },
    { "/account-list/cancel-while-locked", test_cancel_while_locked },
    { "/account-list/load-cancelled", test_load_cancelled },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].run, fixture_tear_down);

  return g_test_run ();
}
