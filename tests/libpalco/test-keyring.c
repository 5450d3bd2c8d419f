/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-await.h"

#include <palco.h>

#include <glib/gstdio.h>
#include <libsecret/secret.h>

#include <signal.h>

#define DAEMON          "gnome-keyring-daemon"
#define SECRETS_NAME    "org.freedesktop.secrets"
#define PROMPTER_NAME   "org.gnome.keyring.SystemPrompter"
#define PROMPTER_PATH   "/org/gnome/keyring/Prompter"
#define PROMPTER_METHOD "BeginPrompting"

/* Each test has a folder for the keyrings and, unless absent, a real daemon of its own. */
typedef struct
{
  char         *dir;
  char         *program;
  GSubprocess  *daemon;
  PalcoKeyring *keyring;
  PalcoAccount *account;
} Fixture;

static GTestDBus *test_bus;

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->program = g_find_program_in_path (DAEMON);
  fixture->dir = palco_test_make_dir ();
  fixture->keyring = palco_keyring_new ();
  fixture->account = palco_account_new ("Studio", "render.example.org", "anna");
}

static void
await_name (gboolean wanted)
{
  g_autoptr(GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  gboolean has_owner = !wanted;

  while (has_owner != wanted)
    {
      g_autoptr(GVariant) reply = NULL;

      reply = g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                           "org.freedesktop.DBus", "NameHasOwner",
                                           g_variant_new ("(s)", SECRETS_NAME), NULL,
                                           G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
      g_assert_nonnull (reply);
      g_variant_get (reply, "(b)", &has_owner);
    }
}

/* Without a password it starts locked, or without any keyring. */
static void
start_daemon (Fixture    *fixture,
              const char *password)
{
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autofree char *control = g_strconcat ("--control-directory=", fixture->dir, "/control", NULL);
  g_autoptr(GError) error = NULL;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  /* What finds faults in our code ends the daemon at its own. */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  g_subprocess_launcher_unsetenv (launcher, "MALLOC_CHECK_");
  g_subprocess_launcher_unsetenv (launcher, "MALLOC_PERTURB_");
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", fixture->dir, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_RUNTIME_DIR", fixture->dir, TRUE);
  g_subprocess_launcher_setenv (launcher, "HOME", fixture->dir, TRUE);

  fixture->daemon = g_subprocess_launcher_spawn (launcher, &error, fixture->program, "--foreground",
                                                 "--components=secrets", control,
                                                 password != NULL ? "--unlock" : NULL, NULL);
  g_assert_no_error (error);

  if (password != NULL)
    {
      GOutputStream *input = g_subprocess_get_stdin_pipe (fixture->daemon);

      g_output_stream_write_all (input, password, strlen (password), NULL, NULL, &error);
      g_assert_no_error (error);
      g_output_stream_close (input, NULL, NULL);
    }

  await_name (TRUE);
}

static void
stop_daemon (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  if (fixture->daemon == NULL)
    return;

  g_subprocess_send_signal (fixture->daemon, SIGTERM);
  g_subprocess_wait (fixture->daemon, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&fixture->daemon);
  await_name (FALSE);
  secret_service_disconnect ();
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  g_object_unref (fixture->account);
  stop_daemon (fixture);
  secret_service_disconnect ();

  /* A call that was cancelled ends for libsecret only when the daemon has gone. */
  palco_test_await_finalize (fixture->keyring);

  palco_test_remove_dir (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->program);
}

static gboolean
skip_without_daemon (Fixture *fixture)
{
  if (fixture->program != NULL)
    return FALSE;

  g_test_skip (DAEMON " is not installed");

  return TRUE;
}

static gboolean
store (Fixture     *fixture,
       const char  *key,
       GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_keyring_store_key_async (fixture->keyring, fixture->account, key, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_keyring_store_key_finish (fixture->keyring, result, error);
}

static gboolean
clear (Fixture  *fixture,
       GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_keyring_clear_key_async (fixture->keyring, fixture->account, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_keyring_clear_key_finish (fixture->keyring, result, error);
}

static char *
lookup (Fixture       *fixture,
        PalcoAccount  *account,
        GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_credentials_lookup_key_async (PALCO_CREDENTIALS (fixture->keyring), account, NULL,
                                      palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_credentials_lookup_key_finish (PALCO_CREDENTIALS (fixture->keyring), result, error);
}

static void
assert_key (Fixture    *fixture,
            const char *expected)
{
  g_autoptr(GError) error = NULL;
  char *key = lookup (fixture, fixture->account, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (key, ==, expected);
  palco_key_free (key);
}

static void
assert_lookup_fails (Fixture      *fixture,
                     PalcoAccount *account,
                     PalcoError    code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (lookup (fixture, account, &error));
  g_assert_error (error, PALCO_ERROR, (int) code);
  g_test_message ("%s", error->message);
}

static void
test_unlocked (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(PalcoAccount) moved = NULL;
  g_autoptr(GError) error = NULL;

  if (skip_without_daemon (fixture))
    return;

  start_daemon (fixture, "test");
  assert_lookup_fails (fixture, fixture->account, PALCO_ERROR_KEY_MISSING);

  g_assert_true (store (fixture, "first", &error));
  g_assert_no_error (error);
  assert_key (fixture, "first");

  g_assert_true (store (fixture, "second", &error));
  assert_key (fixture, "second");

  moved = g_object_new (PALCO_TYPE_ACCOUNT, "uid", palco_account_get_uid (fixture->account),
                        "name", "Studio", "address", "evil.example.org", "account-id", "anna", NULL);
  assert_lookup_fails (fixture, moved, PALCO_ERROR_KEY_MISSING);

  g_assert_true (clear (fixture, &error));
  g_assert_no_error (error);
  assert_lookup_fails (fixture, fixture->account, PALCO_ERROR_KEY_MISSING);

  g_assert_true (clear (fixture, &error));
  g_assert_no_error (error);
}

static void
test_absent (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  assert_lookup_fails (fixture, fixture->account, PALCO_ERROR_KEYRING_UNAVAILABLE);

  g_assert_false (store (fixture, "key", &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_KEYRING_UNAVAILABLE);
  g_assert_null (strstr (error->message, "GDBus.Error"));
  g_clear_error (&error);

  g_assert_false (clear (fixture, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_KEYRING_UNAVAILABLE);
}

static void
test_no_collection (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  if (skip_without_daemon (fixture))
    return;

  start_daemon (fixture, NULL);
  assert_lookup_fails (fixture, fixture->account, PALCO_ERROR_KEY_MISSING);

  g_assert_false (store (fixture, "key", &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_KEYRING_UNAVAILABLE);
}

/* Stores a key, and starts the daemon anew without the password. */
static void
lock_by_restart (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  start_daemon (fixture, "test");
  g_assert_true (store (fixture, "key", &error));
  g_assert_no_error (error);
  stop_daemon (fixture);
  start_daemon (fixture, NULL);
}

static void
test_locked_from_start (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  if (skip_without_daemon (fixture))
    return;

  lock_by_restart (fixture);
  assert_lookup_fails (fixture, fixture->account, PALCO_ERROR_KEYRING_LOCKED);

  g_assert_false (store (fixture, "other", &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_KEYRING_LOCKED);
}

static void
test_locked_later (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(SecretService) service = NULL;
  g_autoptr(SecretCollection) collection = NULL;
  g_autoptr(GList) objects = NULL;
  g_autoptr(GError) error = NULL;

  if (skip_without_daemon (fixture))
    return;

  start_daemon (fixture, "test");
  g_assert_true (store (fixture, "key", &error));

  service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, &error);
  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                                                 NULL, &error);
  g_assert_no_error (error);
  objects = g_list_prepend (NULL, collection);
  g_assert_cmpint (secret_service_lock_sync (service, objects, NULL, NULL, &error), ==, 1);

  assert_lookup_fails (fixture, fixture->account, PALCO_ERROR_KEYRING_LOCKED);
}

static void
test_cancelled_before (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  if (skip_without_daemon (fixture))
    return;

  start_daemon (fixture, "test");
  g_cancellable_cancel (cancellable);
  palco_credentials_lookup_key_async (PALCO_CREDENTIALS (fixture->keyring), fixture->account, cancellable,
                                      palco_test_await_cb, &result);
  palco_test_await (&result);
  g_assert_null (palco_credentials_lookup_key_finish (PALCO_CREDENTIALS (fixture->keyring), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A prompter that shows its question for ever. */
static GDBusMessage *
prompter_filter (GDBusConnection *connection,
                 GDBusMessage    *message,
                 gboolean         incoming,
                 gpointer         user_data)
{
  int *n_prompts = user_data;

  if (!incoming || g_strcmp0 (g_dbus_message_get_member (message), PROMPTER_METHOD) != 0)
    return message;

  g_atomic_int_inc (n_prompts);
  g_main_context_wakeup (NULL);
  g_object_unref (message);

  return NULL;
}

static GDBusConnection *
own_name (const char               *name,
          GDBusMessageFilterFunction  filter,
          gpointer                    user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) reply = NULL;
  GDBusConnection *connection = palco_test_connect_bus (test_bus);

  g_dbus_connection_add_filter (connection, filter, user_data, NULL);

  reply = g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", name, 0), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);

  return connection;
}

static void
test_cancelled_prompt (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(GDBusConnection) prompter = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  int n_prompts = 0;

  if (skip_without_daemon (fixture))
    return;

  lock_by_restart (fixture);
  prompter = own_name (PROMPTER_NAME, prompter_filter, &n_prompts);

  palco_credentials_lookup_key_async (PALCO_CREDENTIALS (fixture->keyring), fixture->account, cancellable,
                                      palco_test_await_cb, &result);
  palco_test_await_that (g_atomic_int_get (&n_prompts) > 0);
  g_assert_null (result);

  g_cancellable_cancel (cancellable);
  palco_test_await (&result);
  g_assert_null (palco_credentials_lookup_key_finish (PALCO_CREDENTIALS (fixture->keyring), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_dbus_connection_close_sync (prompter, NULL, NULL);
}

/* The prompter would ask for ever. */
static void
test_quiet (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GDBusConnection) prompter = NULL;
  int n_prompts = 0;

  if (skip_without_daemon (fixture))
    return;

  palco_keyring_set_interactive (fixture->keyring, FALSE);
  assert_lookup_fails (fixture, fixture->account, PALCO_ERROR_KEYRING_UNAVAILABLE);

  lock_by_restart (fixture);
  prompter = own_name (PROMPTER_NAME, prompter_filter, &n_prompts);
  assert_lookup_fails (fixture, fixture->account, PALCO_ERROR_KEYRING_LOCKED);
  g_assert_cmpint (g_atomic_int_get (&n_prompts), ==, 0);

  g_dbus_connection_close_sync (prompter, NULL, NULL);
  stop_daemon (fixture);
  start_daemon (fixture, "test");
  assert_key (fixture, "key");
}

static GDBusMessage *
be_silent (GDBusConnection *connection,
           GDBusMessage    *message,
           gboolean         is_incoming,
           gpointer         user_data)
{
  if (!is_incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL ||
      g_strcmp0 (g_dbus_message_get_member (message), "ReadAlias") == 0)
    return message;

  g_object_unref (message);

  return NULL;
}

/* As the way through the portal in a sandbox: not known to be locked, and then without an answer. */
static void
test_quiet_has_limit (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GDBusConnection) service = own_name (SECRETS_NAME, be_silent, NULL);

  palco_keyring_set_interactive (fixture->keyring, FALSE);
  assert_lookup_fails (fixture, fixture->account, PALCO_ERROR_KEYRING_LOCKED);

  /* What libsecret hears then comes too late. */
  g_dbus_connection_close_sync (service, NULL, NULL);
  await_name (FALSE);
}

/* libsecret keeps the connection for the life of the process. To free the bus would wait for
 * its end. */
static int
run_on_bus (void)
{
  g_autoptr(GDBusConnection) connection = NULL;
  int status;

  test_bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (test_bus);
  connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_dbus_connection_set_exit_on_close (connection, FALSE);

  status = g_test_run ();

  g_test_dbus_stop (test_bus);

  return status;
}

int
main (int    argc,
      char **argv)
{
  static const struct {
    const char *path;
    void      (*run) (Fixture *, gconstpointer);
  } tests[] = {
    { "/keyring/unlocked", test_unlocked },
    { "/keyring/absent", test_absent },
    { "/keyring/no-collection", test_no_collection },
    { "/keyring/locked-from-start", test_locked_from_start },
    { "/keyring/locked-later", test_locked_later },
    { "/keyring/cancelled-before", test_cancelled_before },
    { "/keyring/cancelled-prompt", test_cancelled_prompt },
    { "/keyring/quiet", test_quiet },
    { "/keyring/quiet-has-limit", test_quiet_has_limit },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].run, fixture_tear_down);

  return run_on_bus ();
}
