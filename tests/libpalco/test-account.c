/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account-private.h"

#include <palco.h>

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  guint *count = user_data;

  (*count)++;
}

static void
test_normalizes (void)
{
  g_autoptr(PalcoAccount) account = palco_account_new ("  Studio ", " render.example.org/ ", " anna\n");

  g_assert_cmpstr (palco_account_get_name (account), ==, "Studio");
  g_assert_cmpstr (palco_account_get_address (account), ==, "https://render.example.org");
  g_assert_cmpstr (palco_account_get_account_id (account), ==, "anna");
  g_assert_null (palco_account_get_sts_url (account));
  g_assert_true (g_uuid_string_is_valid (palco_account_get_uid (account)));
  g_assert_false (palco_account_is_local (account));
}

static void
test_uids_differ (void)
{
  g_autoptr(PalcoAccount) first = palco_account_new ("a", "a.example", "a");
  g_autoptr(PalcoAccount) second = palco_account_new ("a", "a.example", "a");

  g_assert_cmpstr (palco_account_get_uid (first), !=, palco_account_get_uid (second));
}

static void
test_notifies_only_changes (void)
{
  g_autoptr(PalcoAccount) account = palco_account_new ("Studio", "a.example", "anna");
  guint count = 0;

  g_signal_connect (account, "notify", G_CALLBACK (count_cb), &count);

  palco_account_set_name (account, " Studio ");
  palco_account_set_sts_url (account, "");
  palco_account_move (account, "https://a.example/", "anna");
  g_assert_cmpuint (count, ==, 0);

  palco_account_set_name (account, "Other");
  palco_account_set_sts_url (account, "sts.a.example");
  palco_account_move (account, "b.example", "berta");
  g_assert_cmpuint (count, ==, 4);
  g_assert_cmpstr (palco_account_get_sts_url (account), ==, "https://sts.a.example");
  g_assert_cmpstr (palco_account_get_address (account), ==, "https://b.example");
  g_assert_cmpstr (palco_account_get_account_id (account), ==, "berta");
}

static void
test_null_values (void)
{
  g_autoptr(PalcoAccount) account = palco_account_new (NULL, NULL, NULL);

  g_assert_cmpstr (palco_account_get_name (account), ==, "");
  g_assert_cmpstr (palco_account_get_address (account), ==, "");
  g_assert_cmpstr (palco_account_get_account_id (account), ==, "");
}

static void
test_validate_accepts (void)
{
  static const char * const addresses[] = {
    "https://render.example.org", "render.example.org", " render.example.org:8443 ", "https://a.example/palco/",
    "http://localhost:8080", "http://127.0.0.1:1", "http://[::1]:8080", "https://[2001:db8::1]",
    "HTTPS://RENDER.EXAMPLE.ORG",
  };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", addresses[i]);
      g_assert_true (palco_account_validate ("Studio", addresses[i], "7f0c3a1e-anna_1.x~", &error));
      g_assert_no_error (error);
    }
}

static void
test_validate_refuses (void)
{
  static const struct {
    const char *name;
    const char *address;
    const char *account_id;
    int         code;
    const char *word;
  } faults[] = {
    { "", "a.example", "a", PALCO_ERROR_INVALID_ARGUMENT, "name" },
    { " \t", "a.example", "a", PALCO_ERROR_INVALID_ARGUMENT, "name" },
    { NULL, NULL, NULL, PALCO_ERROR_INVALID_ARGUMENT, "name" },
    { "a", "", "a", PALCO_ERROR_INVALID_ARGUMENT, "address" },
    { "a", "https://", "a", PALCO_ERROR_INVALID_ARGUMENT, "address" },
    { "a", "https://a b", "a", PALCO_ERROR_INVALID_ARGUMENT, "address" },
    { "a", "a.example:port", "a", PALCO_ERROR_INVALID_ARGUMENT, "address" },
    { "a", "ftp://a.example", "a", PALCO_ERROR_INSECURE, "https" },
    { "a", "http://a.example", "a", PALCO_ERROR_INSECURE, "https" },
    { "a", "http://localhost.evil.example", "a", PALCO_ERROR_INSECURE, "https" },
    { "a", "http://128.0.0.1", "a", PALCO_ERROR_INSECURE, "https" },
    { "a", "https://user@a.example", "a", PALCO_ERROR_INVALID_ARGUMENT, "user name" },
    { "a", "https://user:word@a.example", "a", PALCO_ERROR_INVALID_ARGUMENT, "user name" },
    { "a", "https://a.example/?x=1", "a", PALCO_ERROR_INVALID_ARGUMENT, "?" },
    { "a", "https://a.example/#x", "a", PALCO_ERROR_INVALID_ARGUMENT, "#" },
    { "a", "a.example", "", PALCO_ERROR_INVALID_ARGUMENT, "account id is empty" },
    { "a", "a.example", "a/b", PALCO_ERROR_INVALID_ARGUMENT, "account id" },
    { "a", "a.example", "a:b", PALCO_ERROR_INVALID_ARGUMENT, "account id" },
    { "a", "a.example", "a b", PALCO_ERROR_INVALID_ARGUMENT, "account id" },
    { "a", "a.example", "..", PALCO_ERROR_INVALID_ARGUMENT, "account id" },
    { "a", "a.example", "ä", PALCO_ERROR_INVALID_ARGUMENT, "account id" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%u", i);
      g_assert_false (palco_account_validate (faults[i].name, faults[i].address, faults[i].account_id, &error));
      g_assert_error (error, PALCO_ERROR, faults[i].code);
      g_assert_nonnull (strstr (error->message, faults[i].word));
    }
}

static void
test_password_is_not_repeated (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (palco_account_validate ("a", "https://user:hunter2@a.example", "a", &error));
  g_assert_null (strstr (error->message, "hunter2"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/account/normalizes", test_normalizes);
  g_test_add_func ("/account/uids-differ", test_uids_differ);
  g_test_add_func ("/account/notifies-only-changes", test_notifies_only_changes);
  g_test_add_func ("/account/null-values", test_null_values);
  g_test_add_func ("/account/validate/accepts", test_validate_accepts);
  g_test_add_func ("/account/validate/refuses", test_validate_refuses);
  g_test_add_func ("/account/validate/password-is-not-repeated", test_password_is_not_repeated);

  return g_test_run ();
}
