/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-exit.h"
#include "cli-json.h"

#include <palco.h>

#include <string.h>

static void
test_every_error_has_a_status (void)
{
  g_autoptr(GEnumClass) errors = g_type_class_ref (PALCO_TYPE_ERROR);

  /* A code that is added to the library and forgotten here would be “failed”. */
  for (guint i = 0; i < errors->n_values; i++)
    {
      g_autoptr(GError) error = g_error_new_literal (PALCO_ERROR, errors->values[i].value, "x");

      g_assert_cmpstr (cli_exit_error_name (error), ==, errors->values[i].value_nick);
      if (errors->values[i].value == PALCO_ERROR_FAILED)
        g_assert_cmpint (cli_exit_from_error (error), ==, CLI_EXIT_FAILED);
      else
        g_assert_cmpint (cli_exit_from_error (error), >, CLI_EXIT_FAILED);
    }
}

static void
assert_status (GQuark      domain,
               int         code,
               CliExit     status,
               const char *name)
{
  g_autoptr(GError) error = g_error_new_literal (domain, code, "x");

  g_assert_cmpint (cli_exit_from_error (error), ==, status);
  g_assert_cmpstr (cli_exit_error_name (error), ==, name);
}

static void
test_statuses (void)
{
  assert_status (CLI_EXIT_ERROR, CLI_EXIT_USAGE, CLI_EXIT_USAGE, "usage");
  assert_status (CLI_EXIT_ERROR, CLI_EXIT_NOT_FOUND, CLI_EXIT_NOT_FOUND, "not-found");
  assert_status (G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION, CLI_EXIT_USAGE, "usage");
  assert_status (G_IO_ERROR, G_IO_ERROR_CANCELLED, CLI_EXIT_INTERRUPTED, "interrupted");
  assert_status (G_IO_ERROR, G_IO_ERROR_FAILED, CLI_EXIT_FAILED, "failed");
  assert_status (PALCO_ERROR, PALCO_ERROR_AUTHENTICATION, CLI_EXIT_CREDENTIALS, "authentication");
  assert_status (PALCO_ERROR, PALCO_ERROR_KEYRING_LOCKED, CLI_EXIT_CREDENTIALS, "keyring-locked");
  assert_status (PALCO_ERROR, PALCO_ERROR_NOT_FOUND, CLI_EXIT_NOT_FOUND, "not-found");
  assert_status (PALCO_ERROR, PALCO_ERROR_CONNECTION, CLI_EXIT_UNAVAILABLE, "connection");
  assert_status (PALCO_ERROR, PALCO_ERROR_CERTIFICATE, CLI_EXIT_UNAVAILABLE, "certificate");
  assert_status (PALCO_ERROR, PALCO_ERROR_TOKEN, CLI_EXIT_CREDENTIALS, "token");
  assert_status (PALCO_ERROR, PALCO_ERROR_TOKEN_COMMAND, CLI_EXIT_CREDENTIALS, "token-command");
  assert_status (PALCO_ERROR, PALCO_ERROR_TOKEN_COMMAND_DENIED, CLI_EXIT_CREDENTIALS,
                 "token-command-denied");
  assert_status (PALCO_ERROR, PALCO_ERROR_STS_CHANGED, CLI_EXIT_CREDENTIALS, "sts-changed");
  assert_status (PALCO_ERROR, PALCO_ERROR_REFUSED, CLI_EXIT_REFUSED, "refused");
  assert_status (PALCO_ERROR, PALCO_ERROR_SESSION_FAILED, CLI_EXIT_SESSION_FAILED, "session-failed");
  assert_status (PALCO_ERROR, PALCO_ERROR_STORAGE, CLI_EXIT_STORAGE, "storage");
  assert_status (PALCO_ERROR, 4711, CLI_EXIT_FAILED, "failed");
}

static void
report_child (void)
{
  g_autoptr(GError) error = g_error_new_literal (PALCO_ERROR, PALCO_ERROR_REFUSED, "No \033[1mway\n\"x\"");

  cli_exit_report (error, TRUE);
}

static void
test_report (void)
{
  g_test_trap_subprocess ("/exit/report/subprocess", 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*palcoctl: No  [1mway \"x\"*");
  g_test_trap_assert_stdout ("*\"code\" : \"refused\",*\"message\" : \"No \\u001b[1mway\\n\\\"x\\\"\",*"
                             "\"correlationVector\" : null*");
}

static void
test_json_of_account (void)
{
  g_autoptr(PalcoAccount) account = g_object_new (PALCO_TYPE_ACCOUNT, "uid", "u", "name", "Studio",
                                                  "address", "a.example", "account-id", "anna", NULL);
  g_autoptr(JsonNode) array = cli_json_new_array ();
  g_autofree char *text = NULL;

  cli_json_append (array, cli_json_from_account (account, TRUE));
  text = cli_json_to_string (g_steal_pointer (&array));
  g_assert_cmpstr (text, ==,
                   "[\n"
                   "  {\n"
                   "    \"name\" : \"Studio\",\n"
                   "    \"uid\" : \"u\",\n"
                   "    \"address\" : \"https://a.example\",\n"
                   "    \"accountId\" : \"anna\",\n"
                   "    \"stsUrl\" : null,\n"
                   "    \"trustedStsUrl\" : null,\n"
                   "    \"signIn\" : \"key\",\n"
                   "    \"tokenExpires\" : null,\n"
                   "    \"tokenCommand\" : null,\n"
                   "    \"local\" : false,\n"
                   "    \"default\" : true\n"
                   "  }\n"
                   "]");
}

/* To some terminals U+009B is what the escape character and “[” are to all. */
static void
test_json_of_controls (void)
{
  g_autofree char *text = cli_json_to_string (cli_json_from_error ("x", "a\302\2332Jb\302\240c", NULL));

  g_assert_nonnull (strstr (text, "a\\u009b2Jb\302\240c"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/exit/every-error-has-a-status", test_every_error_has_a_status);
  g_test_add_func ("/exit/statuses", test_statuses);
  g_test_add_func ("/exit/report", test_report);
  g_test_add_func ("/exit/report/subprocess", report_child);
  g_test_add_func ("/exit/json-of-account", test_json_of_account);
  g_test_add_func ("/exit/json-of-controls", test_json_of_controls);

  return g_test_run ();
}
