/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-price-words.h"

#include <glib/gi18n.h>

static const struct {
  const char *code;
  const char *pattern;
  guint       n_digits;
} currencies[] = {
  /* Translators: an amount of US dollars. */
  { "USD", NC_("money", "$%s"), 2 },
  /* Translators: an amount of euros. */
  { "EUR", NC_("money", "€%s"), 2 },
  /* Translators: an amount of pounds sterling. */
  { "GBP", NC_("money", "£%s"), 2 },
  /* Translators: an amount of Brazilian reais. */
  { "BRL", NC_("money", "R$%s"), 2 },
  /* Translators: an amount of Japanese yen. */
  { "JPY", NC_("money", "¥%s"), 0 },
};

/* An amount and its currency never stand on two lines. */
static char *
keep_together (char *money)
{
  g_auto(GStrv) words = g_strsplit (money, " ", -1);

  g_free (money);

  return g_strjoinv ("\302\240", words);
}

char *
palco_price_words_money (double      amount,
                         const char *currency)
{
  g_autofree char *number = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (currencies); i++)
    {
      if (g_strcmp0 (currencies[i].code, currency) == 0)
        {
          const char *pattern = g_dpgettext2 (NULL, "money", currencies[i].pattern);
          g_auto(GStrv) parts = g_strsplit (pattern, "%s", 2);

          number = g_strdup_printf ("%'.*f", (int) currencies[i].n_digits, amount);
          return keep_together (g_strjoinv (number, parts));
        }
    }

  number = g_strdup_printf ("%'.2f", amount);

  /* Translators: an amount and the code of a currency, for example “4.60 CHF”. */
  return keep_together (g_strdup_printf (C_("money", "%s %s"), number,
                                         currency != NULL ? currency : ""));
}

char *
palco_price_words_per_hour (double      per_hour,
                            const char *currency)
{
  g_autofree char *money = palco_price_words_money (per_hour, currency);

  /* Translators: the price of a server; %s is an amount of money. */
  return g_strdup_printf (_("%s per hour"), money);
}
