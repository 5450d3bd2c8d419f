/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-ini-file-private.h"

#include "palco-error.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>

#define FILE_MAX_BYTES (1024 * 1024)

static gboolean
set_storage_error (const PalcoIniKind  *kind,
                   GError             **error,
                   const char          *path,
                   const char          *reason)
{
  g_set_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE,
               "The list of %s in %s cannot be used: %s. It was left as it is.", kind->items, path, reason);

  return FALSE;
}

static gboolean
set_errno_error (const PalcoIniKind  *kind,
                 GError             **error,
                 const char          *path)
{
  return set_storage_error (kind, error, path, g_strerror (errno));
}

/* A file that is not there is an empty one; any other that cannot be read is an error. */
static gboolean
load_key_file (const PalcoIniKind  *kind,
               GKeyFile            *key_file,
               const char          *path,
               GError             **error)
{
  g_autoptr(GError) local_error = NULL;
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    return errno == ENOENT ? TRUE : set_errno_error (kind, error, path);

  if (!S_ISREG (status.st_mode) || status.st_size > FILE_MAX_BYTES)
    return set_storage_error (kind, error, path, "it is not a text file of a sensible size");

  if (status.st_size > 0 &&
      !g_key_file_load_from_file (key_file, path,
                                  G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS, &local_error))
    return set_storage_error (kind, error, path, local_error->message);

  return TRUE;
}

static gpointer
read_record (const PalcoIniKind  *kind,
             GKeyFile            *key_file,
             const char          *path,
             const char          *group,
             GError             **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autofree char *reason = NULL;
  gpointer record = kind->read (key_file, group, group + strlen (kind->group_prefix), &local_error);

  if (record != NULL)
    return record;

  reason = g_strdup_printf ("[%s]: %s", group, local_error->message);
  set_storage_error (kind, error, path, reason);

  return NULL;
}

static GPtrArray *
read_records (const PalcoIniKind  *kind,
              GKeyFile            *key_file,
              const char          *path,
              GError             **error)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (kind->free);
  g_auto(GStrv) groups = g_key_file_get_groups (key_file, NULL);

  /* Groups of other names may come from a newer version: they are kept and not touched. */
  for (char **group = groups; *group != NULL; group++)
    {
      gpointer record;

      if (!g_str_has_prefix (*group, kind->group_prefix))
        continue;

      record = read_record (kind, key_file, path, *group, error);
      if (record == NULL)
        return NULL;

      g_ptr_array_add (records, record);
    }

  return g_steal_pointer (&records);
}

/* Returns what the file has, or NULL with an error. */
GPtrArray *
palco_ini_file_load (const PalcoIniKind  *kind,
                     const char          *path,
                     GError             **error)
{
  g_autoptr(GKeyFile) key_file = g_key_file_new ();

  if (!load_key_file (kind, key_file, path, error))
    return NULL;

  return read_records (kind, key_file, path, error);
}

static gboolean
check_name_is_free (const PalcoIniKind  *kind,
                    GPtrArray           *existing,
                    gpointer             record,
                    GError             **error)
{
  for (guint i = 0; i < existing->len; i++)
    {
      gpointer other = g_ptr_array_index (existing, i);

      if (g_strcmp0 (kind->get_name (other), kind->get_name (record)) != 0 ||
          g_strcmp0 (kind->get_uid (other), kind->get_uid (record)) == 0)
        continue;

      g_set_error (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                   "There is already %s named “%s”. Choose another name, or remove that one first.",
                   kind->item, kind->get_name (record));
      return FALSE;
    }

  return TRUE;
}

static gboolean
apply_change (const PalcoIniKind  *kind,
              GKeyFile            *key_file,
              const char          *path,
              PalcoIniChange       change,
              gpointer             record,
              GError             **error)
{
  g_autofree char *group = g_strconcat (kind->group_prefix, kind->get_uid (record), NULL);
  g_autoptr(GPtrArray) existing = NULL;

  if (change == PALCO_INI_CHANGE_REMOVE)
    {
      g_key_file_remove_group (key_file, group, NULL);
      return TRUE;
    }

  /* Somebody else removed it: a changed name must not bring it back. */
  if (change == PALCO_INI_CHANGE_REPLACE && !g_key_file_has_group (key_file, group))
    return TRUE;

  existing = read_records (kind, key_file, path, error);
  if (existing == NULL || !check_name_is_free (kind, existing, record, error))
    return FALSE;

  kind->write (key_file, group, record);

  return TRUE;
}

/* Never waits: G_IO_ERROR_WOULD_BLOCK when another process is changing the file. */
static int
lock_file (const PalcoIniKind  *kind,
           const char          *path,
           GError             **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *lock_path = g_strconcat (path, ".lock", NULL);
  int fd = -1;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    fd = g_open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    {
      set_errno_error (kind, error, path);
      return -1;
    }

  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      int code = g_io_error_from_errno (errno);

      g_set_error (error, G_IO_ERROR, code, "The list of %s in %s is in use", kind->items, path);
      g_close (fd, NULL);
      return -1;
    }

  return fd;
}

static gboolean
write_key_file (const PalcoIniKind  *kind,
                GKeyFile            *key_file,
                const char          *path,
                GError             **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  text = g_key_file_to_data (key_file, &length, NULL);

  /* The new one gets this mode, too: newer GLib gives it the mode of the old one. */
  g_chmod (path, 0600);

  /* Written beside it and moved over it: a full disk leaves the old one. */
  if (!g_file_set_contents_full (path, text, length,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0600, &local_error))
    return set_storage_error (kind, error, path, local_error->message);

  return TRUE;
}

static GPtrArray *
change_locked (const PalcoIniKind  *kind,
               const char          *path,
               PalcoIniChange       change,
               GPtrArray           *changes,
               GError             **error)
{
  g_autoptr(GKeyFile) key_file = g_key_file_new ();
  g_autoptr(GPtrArray) records = NULL;

  if (!load_key_file (kind, key_file, path, error))
    return NULL;

  for (guint i = 0; i < changes->len; i++)
    {
      if (!apply_change (kind, key_file, path, change, g_ptr_array_index (changes, i), error))
        return NULL;
    }

  records = read_records (kind, key_file, path, error);
  if (records == NULL || !write_key_file (kind, key_file, path, error))
    return NULL;

  return g_steal_pointer (&records);
}

/* Reads the file anew, changes it and writes it, all under a lock: no other program's change is
 * lost. Returns what the file has afterwards, or NULL with an error and the file as it was. */
GPtrArray *
palco_ini_file_change (const PalcoIniKind  *kind,
                       const char          *path,
                       PalcoIniChange       change,
                       GPtrArray           *changes,
                       GError             **error)
{
  GPtrArray *records;
  int lock_fd = lock_file (kind, path, error);

  if (lock_fd < 0)
    return NULL;

  records = change_locked (kind, path, change, changes, error);
  g_close (lock_fd, NULL);

  return records;
}

void
palco_ini_write_optional (GKeyFile   *key_file,
                          const char *group,
                          const char *key,
                          const char *value)
{
  if (value != NULL)
    g_key_file_set_string (key_file, group, key, value);
  else
    g_key_file_remove_key (key_file, group, key, NULL);
}
