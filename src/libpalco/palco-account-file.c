/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account-file-private.h"

#include "palco-account.h"
#include "palco-error.h"
#include "palco-price-table-private.h"
#include "palco-sign-in-private.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>

#define GROUP_PREFIX   "Account "
#define FILE_MAX_BYTES (1024 * 1024)

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

static gboolean
set_storage_error (GError    **error,
                   const char *path,
                   const char *reason)
{
  g_set_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE,
               "The list of accounts in %s cannot be used: %s. It was left as it is.", path, reason);

  return FALSE;
}

static gboolean
set_errno_error (GError    **error,
                 const char *path)
{
  return set_storage_error (error, path, g_strerror (errno));
}

/* A file that is not there is an empty one; any other that cannot be read is an error. */
static gboolean
load_key_file (GKeyFile    *key_file,
               const char  *path,
               GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    return errno == ENOENT ? TRUE : set_errno_error (error, path);

  if (!S_ISREG (status.st_mode) || status.st_size > FILE_MAX_BYTES)
    return set_storage_error (error, path, "it is not a file of accounts");

  if (status.st_size > 0 &&
      !g_key_file_load_from_file (key_file, path,
                                  G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS, &local_error))
    return set_storage_error (error, path, local_error->message);

  return TRUE;
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

static PalcoAccountRecord *
read_record (GKeyFile    *key_file,
             const char  *path,
             const char  *group,
             GError     **error)
{
  g_autoptr(PalcoAccountRecord) record = g_new0 (PalcoAccountRecord, 1);
  g_autoptr(GError) local_error = NULL;

  record->uid = g_strdup (group + strlen (GROUP_PREFIX));
  record->name = g_key_file_get_string (key_file, group, "Name", NULL);
  record->address = g_key_file_get_string (key_file, group, "Address", NULL);
  record->account_id = g_key_file_get_string (key_file, group, "AccountId", NULL);
  record->sts_url = g_key_file_get_string (key_file, group, "StsUrl", NULL);
  record->trusted_sts_url = g_key_file_get_string (key_file, group, "TrustedStsUrl", NULL);
  record->sign_in = read_sign_in (key_file, group);
  record->prices = read_prices (key_file, group);

  if (!palco_account_validate (record->name, record->address, record->account_id, &local_error))
    {
      g_autofree char *reason = g_strdup_printf ("[%s]: %s", group, local_error->message);

      set_storage_error (error, path, reason);
      return NULL;
    }

  return g_steal_pointer (&record);
}

static GPtrArray *
read_records (GKeyFile    *key_file,
              const char  *path,
              GError     **error)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) palco_account_record_free);
  g_auto(GStrv) groups = g_key_file_get_groups (key_file, NULL);

  /* Groups of other names may come from a newer version: they are kept and not touched. */
  for (char **group = groups; *group != NULL; group++)
    {
      PalcoAccountRecord *record;

      if (!g_str_has_prefix (*group, GROUP_PREFIX))
        continue;

      record = read_record (key_file, path, *group, error);
      if (record == NULL)
        return NULL;

      g_ptr_array_add (records, record);
    }

  return g_steal_pointer (&records);
}

/* Returns what the file has, or NULL with an error. */
GPtrArray *
palco_account_file_load (const char  *path,
                         GError     **error)
{
  g_autoptr(GKeyFile) key_file = g_key_file_new ();

  if (!load_key_file (key_file, path, error))
    return NULL;

  return read_records (key_file, path, error);
}

static gboolean
check_name_is_free (GPtrArray           *existing,
                    PalcoAccountRecord  *record,
                    GError             **error)
{
  for (guint i = 0; i < existing->len; i++)
    {
      PalcoAccountRecord *other = g_ptr_array_index (existing, i);

      if (g_strcmp0 (other->name, record->name) != 0 || g_strcmp0 (other->uid, record->uid) == 0)
        continue;

      g_set_error (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                   "There is already an account named “%s”. Choose another name, or remove that one first.",
                   record->name);
      return FALSE;
    }

  return TRUE;
}

static void
write_optional (GKeyFile   *key_file,
                const char *group,
                const char *key,
                const char *value)
{
  if (value != NULL)
    g_key_file_set_string (key_file, group, key, value);
  else
    g_key_file_remove_key (key_file, group, key, NULL);
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

  write_optional (key_file, group, "SignIn", kinds[palco_sign_in_get_kind (sign_in)]);
  write_optional (key_file, group, "TokenExpires", expires);
  write_optional (key_file, group, "TokenCommandConsent", consent);

  if (command != NULL)
    g_key_file_set_string_list (key_file, group, "TokenCommand", command,
                                g_strv_length ((char **) command));
  else
    g_key_file_remove_key (key_file, group, "TokenCommand", NULL);
}

static void
write_record (GKeyFile           *key_file,
              const char         *group,
              PalcoAccountRecord *record)
{
  g_autofree char *prices = NULL;

  if (record->prices != NULL && g_variant_n_children (record->prices) > 0)
    prices = g_variant_print (record->prices, FALSE);

  g_key_file_set_string (key_file, group, "Name", record->name);
  g_key_file_set_string (key_file, group, "Address", record->address);
  g_key_file_set_string (key_file, group, "AccountId", record->account_id);
  write_optional (key_file, group, "StsUrl", record->sts_url);
  write_optional (key_file, group, "TrustedStsUrl", record->trusted_sts_url);
  write_optional (key_file, group, "Prices", prices);
  write_sign_in (key_file, group, record->sign_in);
}

static gboolean
apply_change (GKeyFile            *key_file,
              const char          *path,
              PalcoAccountChange   change,
              PalcoAccountRecord  *record,
              GError             **error)
{
  g_autofree char *group = g_strconcat (GROUP_PREFIX, record->uid, NULL);
  g_autoptr(GPtrArray) existing = NULL;

  if (change == PALCO_ACCOUNT_CHANGE_REMOVE)
    {
      g_key_file_remove_group (key_file, group, NULL);
      return TRUE;
    }

  /* Somebody else removed it: a changed name must not bring it back. */
  if (change == PALCO_ACCOUNT_CHANGE_REPLACE && !g_key_file_has_group (key_file, group))
    return TRUE;

  existing = read_records (key_file, path, error);
  if (existing == NULL || !check_name_is_free (existing, record, error))
    return FALSE;

  write_record (key_file, group, record);

  return TRUE;
}

/* Never waits: G_IO_ERROR_WOULD_BLOCK when another process is changing the file. */
static int
lock_file (const char  *path,
           GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *lock_path = g_strconcat (path, ".lock", NULL);
  int fd = -1;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    fd = g_open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    {
      set_errno_error (error, path);
      return -1;
    }

  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      int code = g_io_error_from_errno (errno);

      g_set_error (error, G_IO_ERROR, code, "The list of accounts in %s is in use", path);
      g_close (fd, NULL);
      return -1;
    }

  return fd;
}

static gboolean
write_key_file (GKeyFile    *key_file,
                const char  *path,
                GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  text = g_key_file_to_data (key_file, &length, NULL);

  /* Written beside it and moved over it: a full disk leaves the old one. */
  if (!g_file_set_contents_full (path, text, length,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0600, &local_error))
    return set_storage_error (error, path, local_error->message);

  return TRUE;
}

static GPtrArray *
change_locked (const char          *path,
               PalcoAccountChange   change,
               GPtrArray           *changes,
               GError             **error)
{
  g_autoptr(GKeyFile) key_file = g_key_file_new ();
  g_autoptr(GPtrArray) records = NULL;

  if (!load_key_file (key_file, path, error))
    return NULL;

  for (guint i = 0; i < changes->len; i++)
    {
      if (!apply_change (key_file, path, change, g_ptr_array_index (changes, i), error))
        return NULL;
    }

  records = read_records (key_file, path, error);
  if (records == NULL || !write_key_file (key_file, path, error))
    return NULL;

  return g_steal_pointer (&records);
}

/* Reads the file anew, changes it and writes it, all under a lock: no other program's change is
 * lost. Returns what the file has afterwards, or NULL with an error and the file as it was. */
GPtrArray *
palco_account_file_change (const char          *path,
                           PalcoAccountChange   change,
                           GPtrArray           *changes,
                           GError             **error)
{
  GPtrArray *records;
  int lock_fd = lock_file (path, error);

  if (lock_fd < 0)
    return NULL;

  records = change_locked (path, change, changes, error);
  g_close (lock_fd, NULL);

  return records;
}
