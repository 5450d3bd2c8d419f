/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-await.h"

#include <palco.h>

static char *
lookup (PalcoKeyHolder  *holder,
        PalcoAccount    *account,
        GCancellable    *cancellable,
        GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_credentials_lookup_key_async (PALCO_CREDENTIALS (holder), account, cancellable,
                                      palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_credentials_lookup_key_finish (PALCO_CREDENTIALS (holder), result, error);
}

static void
assert_key (PalcoKeyHolder *holder,
            PalcoAccount   *account,
            const char     *expected)
{
  g_autoptr(GError) error = NULL;
  char *key = lookup (holder, account, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (key, ==, expected);
  palco_key_free (key);
}

static void
assert_missing (PalcoKeyHolder *holder,
                PalcoAccount   *account)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (lookup (holder, account, NULL, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_KEY_MISSING);
}

static void
test_keeps_and_forgets (void)
{
  g_autoptr(PalcoKeyHolder) holder = palco_key_holder_new (NULL);
  g_autoptr(PalcoAccount) account = palco_account_new ("a", "a.example", "a");
  g_autoptr(PalcoAccount) other = palco_account_new ("a", "a.example", "a");

  assert_missing (holder, account);

  palco_key_holder_set_key (holder, account, "first");
  palco_key_holder_set_key (holder, account, "second");
  assert_key (holder, account, "second");
  assert_missing (holder, other);

  palco_key_holder_set_key (holder, account, "");
  assert_missing (holder, account);

  palco_key_holder_set_key (holder, account, "third");
  palco_key_holder_set_key (holder, account, NULL);
  assert_missing (holder, account);
}

static void
test_asks_fallback (void)
{
  g_autoptr(PalcoKeyHolder) fallback = palco_key_holder_new (NULL);
  g_autoptr(PalcoKeyHolder) holder = palco_key_holder_new (PALCO_CREDENTIALS (fallback));
  g_autoptr(PalcoAccount) account = palco_account_new ("a", "a.example", "a");

  assert_missing (holder, account);

  palco_key_holder_set_key (fallback, account, "theirs");
  assert_key (holder, account, "theirs");

  palco_key_holder_set_key (holder, account, "mine");
  assert_key (holder, account, "mine");
}

static void
test_cancelled (void)
{
  g_autoptr(PalcoKeyHolder) holder = palco_key_holder_new (NULL);
  g_autoptr(PalcoAccount) account = palco_account_new ("a", "a.example", "a");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  palco_key_holder_set_key (holder, account, "key");
  g_cancellable_cancel (cancellable);
  g_assert_null (lookup (holder, account, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_key_free_nothing (void)
{
  palco_key_free (NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/key-holder/keeps-and-forgets", test_keeps_and_forgets);
  g_test_add_func ("/key-holder/asks-fallback", test_asks_fallback);
  g_test_add_func ("/key-holder/cancelled", test_cancelled);
  g_test_add_func ("/key-holder/free-nothing", test_key_free_nothing);

  return g_test_run ();
}
