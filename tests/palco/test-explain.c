/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <locale.h>

#include "palco-explain.h"

/* Every code has words of its own: a new code of the library must get some here. */
static void
test_every_code (void)
{
  g_autoptr(GEnumClass) codes = g_type_class_ref (PALCO_TYPE_ERROR);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < codes->n_values; i++)
    {
      g_autoptr(GError) error = g_error_new_literal (PALCO_ERROR, codes->values[i].value, "plain");
      char *text = palco_explain_error (error);

      g_assert_cmpuint (strlen (text), >, 20);
      g_assert_true (g_hash_table_add (seen, text));
    }
}

static void
test_foreign_error (void)
{
  g_autoptr(GError) timeout = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "late");
  g_autoptr(GError) other = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_NOSPC, "full");
  g_autoptr(GError) unknown = g_error_new_literal (PALCO_ERROR, 4711, "newer");
  g_autofree char *timeout_text = palco_explain_error (timeout);
  g_autofree char *other_text = palco_explain_error (other);
  g_autofree char *unknown_text = palco_explain_error (unknown);

  g_assert_nonnull (strstr (timeout_text, "could not be reached"));
  g_assert_nonnull (strstr (other_text, "unexpected"));
  g_assert_cmpstr (unknown_text, ==, other_text);
}

static void
test_detail (void)
{
  g_autoptr(GError) error = g_error_new_literal (PALCO_ERROR, PALCO_ERROR_REFUSED, "Too short");
  g_autofree char *detail = palco_explain_error_detail (error);

  g_assert_cmpstr (detail, ==, "Too short");
}

static void
test_retry (void)
{
  g_autoptr(GError) locked =
    g_error_new_literal (PALCO_ERROR, PALCO_ERROR_KEYRING_LOCKED, "locked");
  g_autoptr(GError) refused = g_error_new_literal (PALCO_ERROR, PALCO_ERROR_REFUSED, "no");

  g_assert_true (palco_explain_can_retry (locked));
  g_assert_false (palco_explain_can_retry (refused));
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/explain/every-code", test_every_code);
  g_test_add_func ("/explain/foreign-error", test_foreign_error);
  g_test_add_func ("/explain/detail", test_detail);
  g_test_add_func ("/explain/retry", test_retry);

  return g_test_run ();
}
