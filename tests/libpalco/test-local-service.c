/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-key-reader-private.h"
#include "palco-protocol.h"
#include "palco-test-await.h"

#include <palco.h>

#include <gio/gunixfdlist.h>
#include <glib-unix.h>
#include <glib/gstdio.h>

#include <sys/mman.h>
#include <unistd.h>

/* What the service in this test says when it is opened. */
typedef enum
{
  ANSWER_MEMFD,
  ANSWER_PIPE,
  ANSWER_OPEN_PIPE,     /* nobody writes to it, nobody closes it */
  ANSWER_OVERSIZED,
  ANSWER_EMPTY,
  ANSWER_BLANK,
  ANSWER_WRITE_ONLY,
  ANSWER_NO_FD,
  ANSWER_WRONG_TYPE,
  ANSWER_BAD_ADDRESS,
  ANSWER_REFUSAL,
  ANSWER_NOTHING,
  ANSWER_GONE_ONCE,     /* the name vanishes before the key is read, the first time */
} Answer;

typedef struct
{
  GDBusConnection   *connection;
  guint              object_id;
  Answer             answer;
  guint              n_opened;
  int                kept_fd;
  PalcoLocalService *service;
} Fixture;

static const char introspection_xml[] =
  "<node><interface name='" PALCO_SERVICE_INTERFACE "'><method name='Open'>"
  "<arg type='s' direction='out'/><arg type='s' direction='out'/><arg type='h' direction='out'/>"
  "</method></interface></node>";

static GTestDBus *test_bus;

static void
call_bus (Fixture    *fixture,
          const char *method,
          GVariant   *parameters)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) reply = NULL;

  reply = g_dbus_connection_call_sync (fixture->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", method, parameters, NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
own_name (Fixture *fixture)
{
  call_bus (fixture, "RequestName", g_variant_new ("(su)", PALCO_SERVICE_BUS_NAME, 0));
}

static void
release_name (Fixture *fixture)
{
  call_bus (fixture, "ReleaseName", g_variant_new ("(s)", PALCO_SERVICE_BUS_NAME));
}

static int
make_memfd (const char *text,
            gsize       length)
{
  int fd = memfd_create ("key", MFD_CLOEXEC);

  g_assert_cmpint (write (fd, text, length), ==, (gssize) length);

  return fd;
}

static int
make_pipe (Fixture *fixture)
{
  int fds[2];
  g_autoptr(GError) error = NULL;

  g_unix_open_pipe (fds, FD_CLOEXEC, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fixture->kept_fd, ==, -1);
  fixture->kept_fd = fds[1];

  return fds[0];
}

static int
make_key_fd (Fixture *fixture)
{
  char oversized[PALCO_KEY_MAX_LENGTH + 10];
  int fd;

  switch ((int) fixture->answer)
    {
    case ANSWER_OVERSIZED:
      memset (oversized, 'k', sizeof oversized);
      return make_memfd (oversized, sizeof oversized);

    case ANSWER_EMPTY:
      return make_memfd ("", 0);

    case ANSWER_BLANK:
      return make_memfd ("two words", 9);

    case ANSWER_PIPE:
      fd = make_pipe (fixture);
      g_assert_cmpint (write (fixture->kept_fd, "piped\n", 6), ==, 6);
      g_close (fixture->kept_fd, NULL);
      fixture->kept_fd = -1;
      return fd;

    case ANSWER_OPEN_PIPE:
      return make_pipe (fixture);

    case ANSWER_WRITE_ONLY:
      fd = make_pipe (fixture);
      g_close (fd, NULL);
      fd = fixture->kept_fd;
      fixture->kept_fd = -1;
      return fd;

    default:
      return make_memfd ("secret", 6);
    }
}

static void
send_answer (Fixture               *fixture,
             GDBusMethodInvocation *invocation)
{
  g_autoptr(GUnixFDList) fds = g_unix_fd_list_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u", 5000 + fixture->n_opened);
  int fd = make_key_fd (fixture);

  g_unix_fd_list_append (fds, fd, &error);
  g_assert_no_error (error);
  g_close (fd, NULL);

  if (fixture->answer == ANSWER_BAD_ADDRESS)
    g_dbus_method_invocation_return_value_with_unix_fd_list (
        invocation, g_variant_new ("(ssh)", "https://elsewhere.example", "local", 0), fds);
  else
    g_dbus_method_invocation_return_value_with_unix_fd_list (
        invocation, g_variant_new ("(ssh)", address, "local", 0), fds);
}

static void
method_call_cb (GDBusConnection       *connection,
                const char            *sender,
                const char            *object_path,
                const char            *interface_name,
                const char            *method_name,
                GVariant              *parameters,
                GDBusMethodInvocation *invocation,
                gpointer               user_data)
{
  Fixture *fixture = user_data;

  fixture->n_opened++;

  switch ((int) fixture->answer)
    {
    case ANSWER_REFUSAL:
      g_dbus_method_invocation_return_error_literal (invocation, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                                                     "The disk is full");
      break;

    case ANSWER_NO_FD:
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(ssh)", "http://127.0.0.1:1", "local", 0));
      break;

    case ANSWER_NOTHING:
      g_object_unref (invocation);
      break;

    case ANSWER_GONE_ONCE:
      send_answer (fixture, invocation);
      if (fixture->n_opened > 1)
        break;
      release_name (fixture);
      own_name (fixture);
      break;

    default:
      send_answer (fixture, invocation);
    }
}

/* GDBus checks the types of its own objects' answers, so this one is sent by hand. */
static GDBusMessage *
wrong_type_filter (GDBusConnection *connection,
                   GDBusMessage    *message,
                   gboolean         incoming,
                   gpointer         user_data)
{
  Fixture *fixture = user_data;

  if (!incoming && fixture->answer == ANSWER_WRONG_TYPE &&
      g_dbus_message_get_message_type (message) == G_DBUS_MESSAGE_TYPE_METHOD_RETURN)
    {
      GDBusMessage *copy = g_dbus_message_copy (message, NULL);

      g_object_unref (message);
      g_dbus_message_set_unix_fd_list (copy, NULL);
      g_dbus_message_set_body (copy, g_variant_new ("(su)", "http://127.0.0.1:1", 7));
      return copy;
    }

  return message;
}

static void
serve (Fixture *fixture)
{
  static const GDBusInterfaceVTable vtable = { .method_call = method_call_cb };
  g_autoptr(GDBusNodeInfo) node = NULL;
  g_autoptr(GError) error = NULL;

  node = g_dbus_node_info_new_for_xml (introspection_xml, &error);
  g_assert_no_error (error);

  fixture->object_id = g_dbus_connection_register_object (fixture->connection, PALCO_SERVICE_OBJECT_PATH,
                                                          node->interfaces[0], &vtable, fixture, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_add_filter (fixture->connection, wrong_type_filter, fixture, NULL);
  own_name (fixture);
}

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->answer = GPOINTER_TO_INT (data);
  fixture->kept_fd = -1;
  fixture->service = palco_local_service_new ();
  fixture->connection = palco_test_connect_bus (test_bus);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  if (fixture->kept_fd >= 0)
    g_close (fixture->kept_fd, NULL);

  /* A call that waits for the main loop outlives its connection, but not its object. */
  if (fixture->object_id != 0)
    g_dbus_connection_unregister_object (fixture->connection, fixture->object_id);
  g_dbus_connection_close_sync (fixture->connection, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&fixture->connection);

  palco_test_await_finalize (fixture->service);
}

static gboolean
open_service (Fixture  *fixture,
              GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_local_service_open_async (fixture->service, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_local_service_open_finish (fixture->service, result, error);
}

static void
assert_key (Fixture    *fixture,
            const char *expected)
{
  PalcoCredentials *credentials = PALCO_CREDENTIALS (fixture->service);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  char *key;

  palco_credentials_lookup_key_async (credentials, palco_local_service_get_account (fixture->service), NULL,
                                      palco_test_await_cb, &result);
  palco_test_await (&result);
  key = palco_credentials_lookup_key_finish (credentials, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (key, ==, expected);
  palco_key_free (key);
}

static const char *
get_address (Fixture *fixture)
{
  return palco_account_get_address (palco_local_service_get_account (fixture->service));
}

static void
test_opens_once (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  serve (fixture);
  g_assert_true (open_service (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (get_address (fixture), ==, "http://127.0.0.1:5001");

  g_assert_true (open_service (fixture, &error));
  assert_key (fixture, fixture->answer == ANSWER_PIPE ? "piped" : "secret");
  g_assert_cmpuint (fixture->n_opened, ==, 1);
}

static void
test_joins_callers (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GError) error = NULL;

  serve (fixture);
  palco_local_service_open_async (fixture->service, NULL, palco_test_await_cb, &first);
  palco_local_service_open_async (fixture->service, NULL, palco_test_await_cb, &second);
  palco_test_await (&first);
  palco_test_await (&second);

  g_assert_true (palco_local_service_open_finish (fixture->service, first, &error));
  g_assert_true (palco_local_service_open_finish (fixture->service, second, &error));
  g_assert_cmpuint (fixture->n_opened, ==, 1);
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  guint *count = user_data;

  (*count)++;
}

static void
test_opens_again (Fixture       *fixture,
                  gconstpointer  data)
{
  PalcoAccount *account = palco_local_service_get_account (fixture->service);
  g_autoptr(GError) error = NULL;
  guint n_moved = 0;

  serve (fixture);
  g_assert_true (open_service (fixture, &error));
  g_signal_connect (account, "notify::address", G_CALLBACK (count_cb), &n_moved);

  /* The answer to a later message of the same connection comes after the signal about the name. */
  release_name (fixture);
  own_name (fixture);
  fixture->n_opened = 7;
  while (fixture->n_opened == 7)
    g_assert_true (open_service (fixture, &error));

  g_assert_cmpstr (get_address (fixture), ==, "http://127.0.0.1:5008");
  g_assert_cmpuint (n_moved, ==, 1);
  g_assert_true (palco_local_service_get_account (fixture->service) == account);
}

static void
test_gone_while_opening (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  serve (fixture);
  assert_key (fixture, "secret");
  while (fixture->n_opened < 2)
    g_assert_true (open_service (fixture, &error));
  assert_key (fixture, "secret");
}

static void
test_fails (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  serve (fixture);
  g_assert_false (open_service (fixture, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_LOCAL_SERVICE);
  g_test_message ("%s", error->message);
  g_assert_cmpstr (get_address (fixture), ==, "");
  g_assert_null (strstr (error->message, "GDBus.Error"));

  /* Nothing of the failure remains. */
  g_clear_error (&error);
  fixture->answer = ANSWER_MEMFD;
  g_assert_true (open_service (fixture, &error));
  g_assert_no_error (error);
  assert_key (fixture, "secret");
}

static void
test_not_installed (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (open_service (fixture, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_LOCAL_SERVICE);
  g_assert_nonnull (strstr (error->message, "not installed"));
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  serve (fixture);
  palco_local_service_open_async (fixture->service, cancellable, palco_test_await_cb, &result);
  palco_test_await_that (fixture->n_opened == 1);
  g_cancellable_cancel (cancellable);
  palco_test_await (&result);
  g_assert_false (palco_local_service_open_finish (fixture->service, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  fixture->answer = ANSWER_MEMFD;
  g_assert_true (open_service (fixture, &error));
  g_assert_no_error (error);
}

static void
test_cancel_one_of_two (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GError) error = NULL;

  serve (fixture);
  palco_local_service_open_async (fixture->service, cancellable, palco_test_await_cb, &first);
  palco_local_service_open_async (fixture->service, NULL, palco_test_await_cb, &second);
  g_cancellable_cancel (cancellable);
  palco_test_await (&first);
  palco_test_await (&second);

  g_assert_false (palco_local_service_open_finish (fixture->service, first, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (palco_local_service_open_finish (fixture->service, second, &error));
  g_assert_no_error (error);
}

static void
test_other_account (Fixture       *fixture,
                    gconstpointer  data)
{
  PalcoCredentials *credentials = PALCO_CREDENTIALS (fixture->service);
  g_autoptr(PalcoAccount) account = palco_account_new ("a", "a.example", "a");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  serve (fixture);
  palco_credentials_lookup_key_async (credentials, account, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);
  g_assert_null (palco_credentials_lookup_key_finish (credentials, result, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_KEY_MISSING);
  g_assert_cmpuint (fixture->n_opened, ==, 0);
}

static void
test_no_bus_child (void)
{
  g_autoptr(PalcoLocalService) service = palco_local_service_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  palco_local_service_open_async (service, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);
  g_assert_false (palco_local_service_open_finish (service, result, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_LOCAL_SERVICE);
  g_assert_nonnull (strstr (error->message, "session bus"));
}

static void
test_no_bus (void)
{
  g_test_trap_subprocess ("/local-service/no-bus/subprocess", 0, 0);
  g_test_trap_assert_passed ();
}

static int
run_on_bus (void)
{
  int status;

  if (g_test_subprocess ())
    return g_test_run ();

  test_bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (test_bus);
  status = g_test_run ();
  g_test_dbus_down (test_bus);
  g_object_unref (test_bus);

  return status;
}

int
main (int    argc,
      char **argv)
{
  static const struct {
    const char *path;
    Answer      answer;
    void      (*run) (Fixture *, gconstpointer);
  } tests[] = {
    { "/local-service/opens-once/memfd", ANSWER_MEMFD, test_opens_once },
    { "/local-service/opens-once/pipe", ANSWER_PIPE, test_opens_once },
    { "/local-service/joins-callers", ANSWER_MEMFD, test_joins_callers },
    { "/local-service/opens-again", ANSWER_MEMFD, test_opens_again },
    { "/local-service/gone-while-opening", ANSWER_GONE_ONCE, test_gone_while_opening },
    { "/local-service/fails/oversized", ANSWER_OVERSIZED, test_fails },
    { "/local-service/fails/empty", ANSWER_EMPTY, test_fails },
    { "/local-service/fails/blank", ANSWER_BLANK, test_fails },
    { "/local-service/fails/write-only", ANSWER_WRITE_ONLY, test_fails },
    { "/local-service/fails/no-fd", ANSWER_NO_FD, test_fails },
    { "/local-service/fails/wrong-type", ANSWER_WRONG_TYPE, test_fails },
    { "/local-service/fails/bad-address", ANSWER_BAD_ADDRESS, test_fails },
    { "/local-service/fails/refusal", ANSWER_REFUSAL, test_fails },
    { "/local-service/not-installed", ANSWER_MEMFD, test_not_installed },
    { "/local-service/cancel/no-answer", ANSWER_NOTHING, test_cancel },
    { "/local-service/cancel/no-key", ANSWER_OPEN_PIPE, test_cancel },
    { "/local-service/cancel/one-of-two", ANSWER_MEMFD, test_cancel_one_of_two },
    { "/local-service/other-account", ANSWER_MEMFD, test_other_account },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, GINT_TO_POINTER (tests[i].answer),
                fixture_set_up, tests[i].run, fixture_tear_down);
  g_test_add_func ("/local-service/no-bus", test_no_bus);
  g_test_add_func ("/local-service/no-bus/subprocess", test_no_bus_child);

  return run_on_bus ();
}
