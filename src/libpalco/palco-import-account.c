/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-import-account-private.h"

#include "palco-account-private.h"
#include "palco-address.h"
#include "palco-error.h"
#include "palco-preset.h"
#include "palco-secret.h"
#include "palco-token-private.h"

/**
 * PalcoImportAccount:
 *
 * One account that a file of another program has.
 *
 * Since: 1.0
 */

struct _PalcoImportAccount
{
  GObject       parent_instance;
  PalcoAccount *account;        /* NULL when there is an error */
  char         *name;
  char         *size_id;
  guint         lease_minutes;
  PalcoSecret  *key;            /* NULL for none */
  gboolean      key_stored;
  GError       *error;
};

G_DEFINE_FINAL_TYPE (PalcoImportAccount, palco_import_account, G_TYPE_OBJECT)

static void
palco_import_account_finalize (GObject *object)
{
  PalcoImportAccount *self = PALCO_IMPORT_ACCOUNT (object);

  g_clear_object (&self->account);
  g_clear_error (&self->error);
  palco_secret_free (self->key);
  g_free (self->size_id);
  g_free (self->name);

  G_OBJECT_CLASS (palco_import_account_parent_class)->finalize (object);
}

static void
palco_import_account_class_init (PalcoImportAccountClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palco_import_account_finalize;
}

static void
palco_import_account_init (PalcoImportAccount *self)
{
}

static gboolean
check_text (const char  *text,
            const char  *what,
            GError     **error)
{
  for (const char *p = text; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      if (!g_unichar_iscntrl (g_utf8_get_char (p)))
        continue;

      g_set_error (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                   "The %s contains a control character. Correct it in the file.", what);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_address (const char  *address,
               GError     **error)
{
  g_autofree char *normal = palco_account_normalize_address (address);
  g_autoptr(GUri) uri = palco_address_parse (normal, error);

  return uri != NULL;
}

static gboolean
check_fields (PalcoImportAccount       *self,
              const PalcoImportFields  *fields,
              GError                  **error)
{
  if (!check_text (fields->name, "name", error) ||
      !check_text (fields->address, "address", error) ||
      !check_text (fields->sts_url, "account domain", error) ||
      !check_text (fields->account_id, "account id", error))
    return FALSE;

  if (fields->address == NULL || fields->account_id == NULL)
    {
      g_set_error_literal (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                           "The file does not tell both the account id and the region. Fill them in.");
      return FALSE;
    }

  if (fields->sts_url != NULL && !check_address (fields->sts_url, error))
    return FALSE;

  if (fields->key != NULL && !palco_token_is_header_safe (fields->key))
    {
      g_set_error_literal (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                           "The key contains a character that a key cannot have. Correct it in the file.");
      return FALSE;
    }

  return palco_account_validate (self->name, fields->address, fields->account_id, error);
}

/* Never fails: what cannot be imported says why. */
PalcoImportAccount *
palco_import_account_new (const PalcoImportFields *fields)
{
  PalcoImportAccount *self = g_object_new (PALCO_TYPE_IMPORT_ACCOUNT, NULL);

  self->name = g_strdup (fields->name != NULL ? fields->name : "");
  self->key = g_strdup (fields->key);
  self->size_id = g_strdup (fields->size_id);
  self->lease_minutes = fields->lease_minutes;

  if (check_fields (self, fields, &self->error))
    {
      self->account = palco_account_new (self->name, fields->address, fields->account_id);
      palco_account_set_sts_url (self->account, fields->sts_url);
    }

  return self;
}

const char *
palco_import_account_get_key (PalcoImportAccount *self)
{
  return self->key;
}

/**
 * palco_import_account_get_account:
 * @self: an account of a file
 *
 * Returns: (transfer none) (nullable): the account, not stored yet; %NULL when it cannot be
 *   imported, see [method@Palco.ImportAccount.get_error]
 *
 * Since: 1.0
 */
PalcoAccount *
palco_import_account_get_account (PalcoImportAccount *self)
{
  g_return_val_if_fail (PALCO_IS_IMPORT_ACCOUNT (self), NULL);

  return self->account;
}

/**
 * palco_import_account_get_name:
 * @self: an account of a file
 *
 * Returns: the name that the file gives it, or one made of its address
 *
 * Since: 1.0
 */
const char *
palco_import_account_get_name (PalcoImportAccount *self)
{
  g_return_val_if_fail (PALCO_IS_IMPORT_ACCOUNT (self), NULL);

  return self->name;
}

/**
 * palco_import_account_get_size_id:
 * @self: an account of a file
 *
 * Returns: (nullable): the server size that the file asks for, or %NULL when it tells none
 *
 * Since: 1.0
 */
const char *
palco_import_account_get_size_id (PalcoImportAccount *self)
{
  g_return_val_if_fail (PALCO_IS_IMPORT_ACCOUNT (self), NULL);

  return self->size_id;
}

/**
 * palco_import_account_get_lease_minutes:
 * @self: an account of a file
 *
 * Returns: the lease that the file asks for, or 0 when it tells none
 *
 * Since: 1.0
 */
guint
palco_import_account_get_lease_minutes (PalcoImportAccount *self)
{
  g_return_val_if_fail (PALCO_IS_IMPORT_ACCOUNT (self), 0);

  return self->lease_minutes;
}

/**
 * palco_import_account_dup_preset:
 * @self: an account of a file
 *
 * A preset of the account's name that starts what the program of the file started: its size and
 * its lease time, in the nearest region. Call it when the account has the name that it keeps.
 *
 * Returns: (transfer full) (nullable): a new preset, or %NULL when the file does not have all that
 *
 * Since: 1.0
 */
PalcoPreset *
palco_import_account_dup_preset (PalcoImportAccount *self)
{
  g_return_val_if_fail (PALCO_IS_IMPORT_ACCOUNT (self), NULL);

  if (self->account == NULL || self->size_id == NULL || self->lease_minutes == 0)
    return NULL;

  return palco_preset_new (NULL, palco_account_get_name (self->account),
                           palco_account_get_uid (self->account), "", self->size_id,
                           self->lease_minutes, 0, PALCO_WHEN_FULL_NONE);
}

/**
 * palco_import_account_has_key:
 * @self: an account of a file
 *
 * Returns: whether the file has the account key, too
 *
 * Since: 1.0
 */
gboolean
palco_import_account_has_key (PalcoImportAccount *self)
{
  g_return_val_if_fail (PALCO_IS_IMPORT_ACCOUNT (self), FALSE);

  return self->key != NULL;
}

/**
 * palco_import_account_dup_key:
 * @self: an account of a file
 *
 * Free it with [func@Palco.key_free], which leaves nothing of it in memory.
 *
 * Returns: (transfer full) (nullable): the account key, or %NULL when the file has none
 *
 * Since: 1.0
 */
char *
palco_import_account_dup_key (PalcoImportAccount *self)
{
  g_return_val_if_fail (PALCO_IS_IMPORT_ACCOUNT (self), NULL);

  return g_strdup (self->key);
}

/**
 * palco_import_account_set_key_stored:
 * @self: an account of a file
 * @key_stored: whether its key is in the keyring now
 *
 * Says that the file need not keep the key: see [method@Palco.Import.scrub_async].
 *
 * Since: 1.0
 */
void
palco_import_account_set_key_stored (PalcoImportAccount *self,
                                     gboolean            key_stored)
{
  g_return_if_fail (PALCO_IS_IMPORT_ACCOUNT (self));

  self->key_stored = key_stored;
}

/**
 * palco_import_account_get_key_stored:
 * @self: an account of a file
 *
 * Returns: whether its key is in the keyring now
 *
 * Since: 1.0
 */
gboolean
palco_import_account_get_key_stored (PalcoImportAccount *self)
{
  g_return_val_if_fail (PALCO_IS_IMPORT_ACCOUNT (self), FALSE);

  return self->key_stored;
}

/**
 * palco_import_account_get_error:
 * @self: an account of a file
 *
 * Returns: (transfer none) (nullable): why it cannot be imported, or %NULL when it can
 *
 * Since: 1.0
 */
const GError *
palco_import_account_get_error (PalcoImportAccount *self)
{
  g_return_val_if_fail (PALCO_IS_IMPORT_ACCOUNT (self), NULL);

  return self->error;
}
