/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-command.h"

#include "palco-test-await.h"
#include "palcod-secret.h"
#include "palcod-service.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
  char         *dir;
  PalcodConfig *config;
} Fixture;

/* What the command prints; the report of the tests goes to the same place. */
static GString *output;

static void
print_cb (const char *text)
{
  g_string_append (output, text);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->dir = palco_test_make_dir ();
  fixture->config = palcod_config_new_local (NULL);
  g_free (fixture->config->state_dir);
  fixture->config->state_dir = g_strdup (fixture->dir);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  palcod_config_free (fixture->config);
  palco_test_remove_dir (fixture->dir);
  g_free (fixture->dir);
}

static int
run (Fixture    *fixture,
     const char *line)
{
  g_auto(GStrv) arguments = g_strsplit (line, " ", -1);
  GPrintFunc print = g_set_print_handler (print_cb);
  GPrintFunc printerr = g_set_printerr_handler (print_cb);
  int code;

  g_string_truncate (output, 0);
  code = palcod_command_account (fixture->config, (const char * const *) arguments);
  g_set_print_handler (print);
  g_set_printerr_handler (printerr);

  return code;
}

static char *
dup_printed (const char *label)
{
  const char *start = strstr (output->str, label);

  g_assert_nonnull (start);
  start += strlen (label);

  return g_strndup (start, strcspn (start, "\n"));
}

static GPtrArray *
load_accounts (Fixture *fixture)
{
  g_autoptr(PalcodStore) store = palcod_service_open_store (fixture->dir, NULL);
  GPtrArray *accounts = palcod_store_load_accounts (store, NULL);

  g_assert_nonnull (accounts);

  return accounts;
}

static void
assert_keys (Fixture    *fixture,
             const char *primary,
             const char *secondary)
{
  g_autoptr(GPtrArray) accounts = load_accounts (fixture);
  const PalcodAccountRecord *account = accounts->pdata[0];

  g_assert_cmpuint (accounts->len, ==, 1);
  g_assert_cmpstr (account->id, ==, "studio");
  g_assert_true (palcod_secret_matches (primary, account->key_hashes[0]));
  g_assert_true (palcod_secret_matches (secondary, account->key_hashes[1]));
}

static void
test_life (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *primary = NULL;
  g_autofree char *secondary = NULL;
  g_autofree char *rotated = NULL;
  g_autoptr(GPtrArray) accounts = NULL;

  g_assert_cmpint (run (fixture, "add studio"), ==, EXIT_SUCCESS);
  primary = dup_printed ("primary key: ");
  secondary = dup_printed ("secondary key: ");
  g_assert_cmpuint (strlen (primary), ==, 43);
  g_assert_cmpstr (primary, !=, secondary);
  assert_keys (fixture, primary, secondary);

  g_assert_cmpint (run (fixture, "rotate studio secondary"), ==, EXIT_SUCCESS);
  rotated = dup_printed ("secondary key: ");
  g_assert_null (strstr (output->str, "primary key: "));
  g_assert_cmpstr (rotated, !=, secondary);
  assert_keys (fixture, primary, rotated);

  g_assert_cmpint (run (fixture, "list"), ==, EXIT_SUCCESS);
  g_assert_true (g_str_has_prefix (output->str, "studio\t"));
  g_assert_null (strstr (output->str, primary));

  g_assert_cmpint (run (fixture, "remove studio"), ==, EXIT_SUCCESS);
  accounts = load_accounts (fixture);
  g_assert_cmpuint (accounts->len, ==, 0);
}

static void
test_random_id (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *id = NULL;

  g_assert_cmpint (run (fixture, "add"), ==, EXIT_SUCCESS);
  id = dup_printed ("account: ");
  g_assert_true (g_uuid_string_is_valid (id));
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *primary = NULL;
  g_autofree char *secondary = NULL;

  g_assert_cmpint (run (fixture, "add studio"), ==, EXIT_SUCCESS);
  primary = dup_printed ("primary key: ");
  secondary = dup_printed ("secondary key: ");

  g_assert_cmpint (run (fixture, "add studio"), ==, EXIT_FAILURE);
  g_assert_null (strstr (output->str, "key: "));
  g_assert_cmpint (run (fixture, "add a/b"), ==, EXIT_FAILURE);
  g_assert_cmpint (run (fixture, "rotate studio third"), ==, EXIT_FAILURE);
  g_assert_cmpint (run (fixture, "rotate nobody primary"), ==, EXIT_FAILURE);
  g_assert_cmpint (run (fixture, "remove nobody"), ==, EXIT_FAILURE);
  assert_keys (fixture, primary, secondary);
}

static void
test_usage (Fixture       *fixture,
            gconstpointer  data)
{
  static const char * const lines[] = { "", "ad", "add a b", "list x", "rotate", "rotate studio",
                                        "remove", "remove a b" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_assert_cmpint (run (fixture, lines[i]), ==, PALCOD_EXIT_USAGE);
      g_assert_true (g_str_has_prefix (output->str, "Usage: "));
    }
}

static int
check (Fixture *fixture)
{
  GPrintFunc print = g_set_print_handler (print_cb);
  GPrintFunc printerr = g_set_printerr_handler (print_cb);
  int code;

  g_string_truncate (output, 0);
  code = palcod_command_check_config (fixture->config, "palcod.conf");
  g_set_print_handler (print);
  g_set_printerr_handler (printerr);

  return code;
}

static void
test_check_config (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *nonsense = g_build_filename (fixture->dir, "nonsense.pem", NULL);
  struct {
    char       **field;
    const char  *value;
  } bad[] = {
    { &fixture->config->control_ca_path, "/nowhere.pem" },
    { &fixture->config->sts_public_key_path, nonsense },
    { &fixture->config->certificate_path, nonsense },
    { &fixture->config->host_program, "/nowhere" },
  };

  g_assert_true (g_file_set_contents (nonsense, "nonsense", -1, NULL));
  fixture->config->private_key_path = g_strdup (nonsense);
  g_free (fixture->config->host_program);
  fixture->config->host_program = g_strdup ("/bin/sh");
  g_assert_cmpint (check (fixture), ==, EXIT_SUCCESS);
  g_assert_cmpstr (output->str, ==, "palcod.conf is valid.\n");

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      char *good = *bad[i].field;

      *bad[i].field = (char *) bad[i].value;
      g_assert_cmpint (check (fixture), ==, PALCOD_EXIT_CONFIG);
      g_assert_nonnull (strstr (output->str, bad[i].value));
      *bad[i].field = good;
    }
}

#define ADD(name, test) g_test_add (name, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  int code;

  g_test_init (&argc, &argv, NULL);
  output = g_string_new (NULL);

  ADD ("/command/account/life", test_life);
  ADD ("/command/account/random-id", test_random_id);
  ADD ("/command/account/refused", test_refused);
  ADD ("/command/account/usage", test_usage);
  ADD ("/command/check-config", test_check_config);

  code = g_test_run ();
  g_string_free (output, TRUE);

  return code;
}
