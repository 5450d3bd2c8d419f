/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "fuzz.h"

#include <palco.h>

#include "palco-import-text-private.h"

/* Any bytes as a file of another program: refused, or accounts that are whole or say why not.
 * Without its keys the file still has all the rest, and no key. */

static void
check_account (PalcoImportAccount *imported,
               GPtrArray          *keys)
{
  const char *key = palco_import_account_get_key (imported);

  g_assert_true ((palco_import_account_get_account (imported) != NULL) ==
                 (palco_import_account_get_error (imported) == NULL));
  if (palco_import_account_get_account (imported) != NULL && key != NULL)
    g_ptr_array_add (keys, (gpointer) key);
}

static void
check_scrubbed (const char *data,
                gsize       size,
                GPtrArray  *keys)
{
  gsize length;
  g_autofree char *text = palco_import_text_scrub (data, size, keys, &length);
  gboolean has_other_secrets;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) accounts = palco_import_text_parse (text, length, &has_other_secrets, &error);

  g_assert_no_error (error);

  for (guint i = 0; i < accounts->len; i++)
    {
      const char *key = palco_import_account_get_key (accounts->pdata[i]);

      g_assert_false (key != NULL && g_ptr_array_find_with_equal_func (keys, key, g_str_equal, NULL));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  gboolean has_other_secrets;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) keys = g_ptr_array_new ();
  g_autoptr(GPtrArray) accounts = palco_import_text_parse ((const char *) data, size,
                                                           &has_other_secrets, &error);

  if (accounts == NULL)
    {
      g_assert_error (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT);
      return 0;
    }

  for (guint i = 0; i < accounts->len; i++)
    check_account (accounts->pdata[i], keys);
  check_scrubbed ((const char *) data, size, keys);

  return 0;
}
