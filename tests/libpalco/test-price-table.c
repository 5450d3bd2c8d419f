/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account-private.h"
#include "palco-size-private.h"

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
assert_price (PalcoPriceTable *table,
              const char      *size_id,
              double           expected,
              const char      *expected_currency)
{
  double per_hour;
  const char *currency;

  g_assert_true (palco_price_table_lookup (table, size_id, &per_hour, &currency));
  g_assert_cmpfloat (per_hour, ==, expected);
  g_assert_cmpstr (currency, ==, expected_currency);
}

static void
test_set_and_remove (void)
{
  g_autoptr(PalcoPriceTable) table = palco_price_table_new ();

  g_assert_false (palco_price_table_lookup (table, "Standard", NULL, NULL));

  palco_price_table_set (table, "Standard", 4.6, "USD");
  palco_price_table_set (table, "Premium", 24, "EUR");
  assert_price (table, "standard", 4.6, "USD");
  assert_price (table, "Premium", 24, "EUR");

  palco_price_table_set (table, "STANDARD", 0, "EUR");
  assert_price (table, "Standard", 0, "EUR");

  palco_price_table_remove (table, "standard");
  g_assert_false (palco_price_table_lookup (table, "Standard", NULL, NULL));
  assert_price (table, "Premium", 24, "EUR");
}

/* A file may say anything; numbers that are no price are no price. */
static void
test_bad_numbers (void)
{
  g_autoptr(PalcoPriceTable) table = palco_price_table_new ();

  g_object_set (table, "prices",
                g_variant_new_parsed ("{'a': (-1.0, 'USD'), 'b': (inf, 'USD'), 'c': (nan, 'USD'), 'd': (2.0, '')}"),
                NULL);
  g_assert_false (palco_price_table_lookup (table, "a", NULL, NULL));
  g_assert_false (palco_price_table_lookup (table, "b", NULL, NULL));
  g_assert_false (palco_price_table_lookup (table, "c", NULL, NULL));
  assert_price (table, "d", 2.0, NULL);

  palco_price_table_set (table, "A", 1, "USD");
  assert_price (table, "a", 1, "USD");

  g_object_set (table, "prices", NULL, NULL);
  g_assert_false (palco_price_table_lookup (table, "a", NULL, NULL));
}

static void
test_account_tells (void)
{
  g_autoptr(PalcoAccount) account = palco_account_new ("Studio", "a.example", "anna");
  guint count = 0;

  g_signal_connect (account, "notify::prices", G_CALLBACK (count_cb), &count);
  palco_price_table_set (palco_account_get_prices (account), "Standard", 4.6, "USD");
  palco_price_table_set (palco_account_get_prices (account), "Standard", 4.6, "USD");
  g_assert_cmpuint (count, ==, 1);
}

static void
test_who_knows_best (void)
{
  g_autoptr(PalcoSize) told = palco_size_new (&(PalcoSizeInfo) { .id = "Told", .price_per_hour = 3, .currency = "CHF" });
  g_autoptr(PalcoSize) silent = palco_size_new (&(PalcoSizeInfo) { .id = "Standard", .price_per_hour = -1 });
  g_autoptr(PalcoAccount) account = palco_account_new ("Studio", "a.example", "anna");
  g_autoptr(PalcoAccount) local = palco_account_new_local ();
  double per_hour;
  const char *currency;
  gboolean is_estimate;

  g_assert_false (palco_price_for (account, silent, &per_hour, &currency, &is_estimate));
  g_assert_false (palco_price_for (NULL, silent, NULL, NULL, NULL));

  palco_price_table_set (palco_price_table_get_default (), "Standard", 5, "USD");
  g_assert_true (palco_price_for (account, silent, &per_hour, &currency, &is_estimate));
  g_assert_cmpfloat (per_hour, ==, 5);
  g_assert_true (is_estimate);

  palco_price_table_set (palco_account_get_prices (account), "Standard", 4, "EUR");
  palco_price_table_set (palco_account_get_prices (account), "Told", 4, "EUR");
  g_assert_true (palco_price_for (account, silent, &per_hour, &currency, &is_estimate));
  g_assert_cmpfloat (per_hour, ==, 4);
  g_assert_cmpstr (currency, ==, "EUR");
  g_assert_true (is_estimate);

  g_assert_true (palco_price_for (account, told, &per_hour, &currency, &is_estimate));
  g_assert_cmpfloat (per_hour, ==, 3);
  g_assert_cmpstr (currency, ==, "CHF");
  g_assert_false (is_estimate);

  g_assert_false (palco_price_for (local, silent, NULL, NULL, NULL));
  g_assert_true (palco_price_for (local, told, NULL, NULL, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/price-table/set-and-remove", test_set_and_remove);
  g_test_add_func ("/price-table/bad-numbers", test_bad_numbers);
  g_test_add_func ("/price-table/account-tells", test_account_tells);
  g_test_add_func ("/price-table/who-knows-best", test_who_knows_best);

  return g_test_run ();
}
