/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account-file-private.h"

#include "palco-account.h"
#include "palco-price-table-private.h"
#include "palco-sign-in-private.h"

void
palco_account_record_free (PalcoAccountRecord *record)
{
  g_free (record->uid);
  g_free (record->name);
  g_free (record->address);
  g_free (record->account_id);
  g_free (record->sts_url);
  g_free (record->trusted_sts_url);
  g_clear_object (&record->sign_in);
  g_clear_pointer (&record->prices, g_variant_unref);
  g_free (record);
}

PalcoAccountRecord *
palco_account_record_new (PalcoAccount *account)
{
  PalcoAccountRecord *record = g_new0 (PalcoAccountRecord, 1);

  record->uid = g_strdup (palco_account_get_uid (account));
  record->name = g_strdup (palco_account_get_name (account));
  record->address = g_strdup (palco_account_get_address (account));
  record->account_id = g_strdup (palco_account_get_account_id (account));
  record->sts_url = g_strdup (palco_account_get_sts_url (account));
  record->trusted_sts_url = g_strdup (palco_account_get_trusted_sts_url (account));
  record->sign_in = g_object_ref (palco_account_get_sign_in (account));
  g_object_get (palco_account_get_prices (account), "prices", &record->prices, NULL);

  return record;
}

static GDateTime *
read_expiry (GKeyFile   *key_file,
             const char *group)
{
  g_autofree char *text = g_key_file_get_string (key_file, group, "TokenExpires", NULL);

  return text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;
}

static PalcoSignIn *
read_sign_in (GKeyFile   *key_file,
              const char *group)
{
  g_autofree char *kind = g_key_file_get_string (key_file, group, "SignIn", NULL);
  g_auto(GStrv) command = g_key_file_get_string_list (key_file, group, "TokenCommand", NULL, NULL);
  g_autofree char *given = g_key_file_get_string (key_file, group, "TokenCommandConsent", NULL);
  g_autofree char *needed = NULL;
  g_autoptr(GDateTime) expiry = NULL;

  if (g_strcmp0 (kind, "token") == 0)
    {
      expiry = read_expiry (key_file, group);
      return palco_sign_in_new_stored (PALCO_SIGN_IN_TOKEN, expiry, NULL, FALSE);
    }

  if (g_strcmp0 (kind, "command") != 0 || command == NULL || command[0] == NULL)
    return palco_sign_in_new_key ();

  needed = palco_sign_in_dup_consent ((const char * const *) command);

  return palco_sign_in_new_stored (PALCO_SIGN_IN_COMMAND, NULL, (const char * const *) command,
                                   g_strcmp0 (given, needed) == 0);
}

/* Prices are no reason to refuse a whole file. */
static GVariant *
read_prices (GKeyFile   *key_file,
             const char *group)
{
  g_autofree char *text = g_key_file_get_string (key_file, group, "Prices", NULL);

  return text != NULL ? g_variant_parse (PALCO_PRICES_TYPE, text, NULL, NULL, NULL) : NULL;
}

static gpointer
read_record (GKeyFile    *key_file,
             const char  *group,
             const char  *uid,
             GError     **error)
{
  g_autoptr(PalcoAccountRecord) record = g_new0 (PalcoAccountRecord, 1);

  record->uid = g_strdup (uid);
  record->name = g_key_file_get_string (key_file, group, "Name", NULL);
  record->address = g_key_file_get_string (key_file, group, "Address", NULL);
  record->account_id = g_key_file_get_string (key_file, group, "AccountId", NULL);
  record->sts_url = g_key_file_get_string (key_file, group, "StsUrl", NULL);
  record->trusted_sts_url = g_key_file_get_string (key_file, group, "TrustedStsUrl", NULL);
  record->sign_in = read_sign_in (key_file, group);
  record->prices = read_prices (key_file, group);

  if (!palco_account_validate (record->name, record->address, record->account_id, error))
    return NULL;

  return g_steal_pointer (&record);
}

static void
write_sign_in (GKeyFile    *key_file,
               const char  *group,
               PalcoSignIn *sign_in)
{
  static const char * const kinds[] = { NULL, "token", "command" };
  const char * const *command = palco_sign_in_get_command (sign_in);
  GDateTime *expiry = palco_sign_in_get_expiry (sign_in);
  g_autofree char *expires = expiry != NULL ? g_date_time_format_iso8601 (expiry) : NULL;
  g_autofree char *consent = NULL;

  if (palco_sign_in_is_allowed (sign_in))
    consent = palco_sign_in_dup_consent (command);

  palco_ini_write_optional (key_file, group, "SignIn", kinds[palco_sign_in_get_kind (sign_in)]);
  palco_ini_write_optional (key_file, group, "TokenExpires", expires);
  palco_ini_write_optional (key_file, group, "TokenCommandConsent", consent);

  if (command != NULL)
    g_key_file_set_string_list (key_file, group, "TokenCommand", command,
                                g_strv_length ((char **) command));
  else
    g_key_file_remove_key (key_file, group, "TokenCommand", NULL);
}

static void
write_record (GKeyFile   *key_file,
              const char *group,
              gpointer    data)
{
  PalcoAccountRecord *record = data;
  g_autofree char *prices = NULL;

  if (record->prices != NULL && g_variant_n_children (record->prices) > 0)
    prices = g_variant_print (record->prices, FALSE);

  g_key_file_set_string (key_file, group, "Name", record->name);
  g_key_file_set_string (key_file, group, "Address", record->address);
  g_key_file_set_string (key_file, group, "AccountId", record->account_id);
  palco_ini_write_optional (key_file, group, "StsUrl", record->sts_url);
  palco_ini_write_optional (key_file, group, "TrustedStsUrl", record->trusted_sts_url);
  palco_ini_write_optional (key_file, group, "Prices", prices);
  write_sign_in (key_file, group, record->sign_in);
}

static const char *
get_uid (gpointer record)
{
  return ((PalcoAccountRecord *) record)->uid;
}

static const char *
get_name (gpointer record)
{
  return ((PalcoAccountRecord *) record)->name;
}

const PalcoIniKind palco_account_file_kind = {
  .group_prefix = "Account ",
  .item = "an account",
  .items = "accounts",
  .read = read_record,
  .write = write_record,
  .get_uid = get_uid,
  .get_name = get_name,
  .free = (GDestroyNotify) palco_account_record_free,
};
