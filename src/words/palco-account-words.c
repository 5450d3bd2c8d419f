/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account-words.h"

#include <glib/gi18n.h>

/* NULL where it goes to the service, or to whom that names: people are asked before this changes. */
char *
palco_account_words_key_goes_to (PalcoAccount *account)
{
  const char *sts_url = palco_account_get_sts_url (account);

  if (sts_url == NULL || g_str_equal (sts_url, palco_account_get_address (account)))
    return NULL;

  /* Translators: %s is an address. */
  return g_strdup_printf (_("The account key goes to %s."), sts_url);
}
