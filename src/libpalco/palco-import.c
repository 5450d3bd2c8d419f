/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-import.h"

#include "palco-credentials.h"
#include "palco-error.h"
#include "palco-import-text-private.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/**
 * PalcoImport:
 *
 * The accounts that a file of another program has: `arrconfig.json` of Microsoft's scripts, and
 * `ARR-profiles.json` of its asset tool.
 *
 * It is a [iface@Gio.ListModel] of [class@Palco.ImportAccount]. Both files have keys in plain text;
 * [method@Palco.Import.scrub_async] removes those that are in the keyring.
 *
 * Since: 1.0
 */

struct _PalcoImport
{
  GObject    parent_instance;
  GFile     *file;
  char      *digest;             /* of what was read */
  GPtrArray *accounts;
  gboolean   has_other_secrets;
};

static void palco_import_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PalcoImport, palco_import, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, palco_import_model_init))

static GType
palco_import_get_item_type (GListModel *model)
{
  return PALCO_TYPE_IMPORT_ACCOUNT;
}

static guint
palco_import_get_n_items (GListModel *model)
{
  return PALCO_IMPORT (model)->accounts->len;
}

static gpointer
palco_import_get_item (GListModel *model,
                       guint       position)
{
  PalcoImport *self = PALCO_IMPORT (model);

  return position < self->accounts->len ? g_object_ref (self->accounts->pdata[position]) : NULL;
}

static void
palco_import_model_init (GListModelInterface *iface)
{
  iface->get_item_type = palco_import_get_item_type;
  iface->get_n_items = palco_import_get_n_items;
  iface->get_item = palco_import_get_item;
}

static void
palco_import_finalize (GObject *object)
{
  PalcoImport *self = PALCO_IMPORT (object);

  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_clear_object (&self->file);
  g_free (self->digest);

  G_OBJECT_CLASS (palco_import_parent_class)->finalize (object);
}

static void
palco_import_class_init (PalcoImportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palco_import_finalize;
}

static void
palco_import_init (PalcoImport *self)
{
}

/* Whether more has to be read: no file that could be imported is larger. */
static gboolean
read_more_cb (const char *contents,
              goffset     length,
              gpointer    user_data)
{
  return length <= PALCO_IMPORT_MAX_BYTES;
}

static gboolean
set_storage_error (GError     **error,
                   const char  *what,
                   GError      *reason)
{
  g_autoptr(GError) taken = reason;

  if (palco_error_is_cancelled (taken))
    g_propagate_error (error, g_steal_pointer (&taken));
  else
    g_set_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE, "%s: %s", what, taken->message);

  return FALSE;
}

/* The contents have keys: they are free of them when they are freed. */
typedef struct
{
  char  *text;
  gsize  length;
} Contents;

static void
contents_clear (Contents *contents)
{
  if (contents->text != NULL)
    explicit_bzero (contents->text, contents->length);

  g_free (contents->text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Contents, contents_clear)

static gboolean
read_finish (GFile         *file,
             GAsyncResult  *result,
             Contents      *contents,
             GError       **error)
{
  GError *local_error = NULL;

  return g_file_load_partial_contents_finish (file, result, &contents->text, &contents->length,
                                              NULL, &local_error) ||
         set_storage_error (error, "The file cannot be read", local_error);
}

static char *
make_digest (const Contents *contents)
{
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) contents->text,
                                      contents->length);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(PalcoImport) self = g_object_new (PALCO_TYPE_IMPORT, NULL);
  g_auto(Contents) contents = { NULL };
  GError *error = NULL;

  if (read_finish (G_FILE (source), result, &contents, &error))
    self->accounts = palco_import_text_parse (contents.text, contents.length,
                                              &self->has_other_secrets, &error);

  if (self->accounts == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->file = g_object_ref (G_FILE (source));
  self->digest = make_digest (&contents);
  g_task_return_pointer (task, g_steal_pointer (&self), g_object_unref);
}

/**
 * palco_import_load_async:
 * @file: a file of another program
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Reads the accounts in a file, and changes nothing.
 *
 * Since: 1.0
 */
void
palco_import_load_async (GFile               *file,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_import_load_async);
  g_file_load_partial_contents_async (file, cancellable, read_more_cb, loaded_cb,
                                      g_steal_pointer (&task));
}

/**
 * palco_import_load_finish:
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [func@Palco.Import.load_async]. It fails with %PALCO_ERROR_STORAGE when the file cannot be
 * read, and with %PALCO_ERROR_INVALID_ARGUMENT when it is not one of those that are known.
 *
 * Returns: (transfer full): what the file has
 *
 * Since: 1.0
 */
PalcoImport *
palco_import_load_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * palco_import_get_file:
 * @self: an import
 *
 * Returns: (transfer none): the file
 *
 * Since: 1.0
 */
GFile *
palco_import_get_file (PalcoImport *self)
{
  g_return_val_if_fail (PALCO_IS_IMPORT (self), NULL);

  return self->file;
}

/**
 * palco_import_has_other_secrets:
 * @self: an import
 *
 * Returns: whether the file has keys that are not imported, such as those of a storage account,
 *   and that therefore stay in it
 *
 * Since: 1.0
 */
gboolean
palco_import_has_other_secrets (PalcoImport *self)
{
  g_return_val_if_fail (PALCO_IS_IMPORT (self), FALSE);

  return self->has_other_secrets;
}

/* Those that are in the keyring. */
static GPtrArray *
find_stored_keys (PalcoImport *self)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func ((GDestroyNotify) palco_key_free);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      PalcoImportAccount *account = self->accounts->pdata[i];

      if (palco_import_account_get_key_stored (account) && palco_import_account_has_key (account))
        g_ptr_array_add (keys, palco_import_account_dup_key (account));
    }

  return keys;
}

static gboolean
refuse_scrub (GError     **error,
              const char  *reason)
{
  g_set_error (error, PALCO_ERROR, PALCO_ERROR_STORAGE,
               "The keys could not be removed from the file: %s. It was left as it is.", reason);

  return FALSE;
}

/* What moving a new file over it would change besides its contents. */
static gboolean
check_status (const GStatBuf  *status,
              GError         **error)
{
  if (status->st_uid != geteuid ())
    return refuse_scrub (error, "it belongs to somebody else");

  if (status->st_nlink > 1)
    return refuse_scrub (error, "it has a second name, under which they would stay");

  return TRUE;
}

/* Written beside it and moved over it: a full disk leaves the old one. GFile would write into the
 * old one where it cannot make another. */
static gboolean
replace_file (const char      *path,
              const Contents  *contents,
              GError         **error)
{
  g_autoptr(GError) local_error = NULL;
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    return refuse_scrub (error, g_strerror (errno));

  if (!check_status (&status, error))
    return FALSE;

  if (!g_file_set_contents_full (path, contents->text, contents->length,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 status.st_mode & 0777, &local_error))
    return refuse_scrub (error, local_error->message);

  g_chmod (path, status.st_mode & 0777);

  return TRUE;
}

static gboolean
scrub_file (const char  *path,
            const char  *digest,
            GPtrArray   *keys,
            char       **new_digest,
            GError     **error)
{
  g_auto(Contents) contents = { NULL };
  g_auto(Contents) scrubbed = { NULL };
  g_autoptr(GError) local_error = NULL;
  g_autofree char *now = NULL;

  if (!g_file_get_contents (path, &contents.text, &contents.length, &local_error))
    return refuse_scrub (error, local_error->message);

  now = make_digest (&contents);
  if (!g_str_equal (now, digest))
    {
      g_set_error_literal (error, PALCO_ERROR, PALCO_ERROR_CONFLICT,
                           "The file was changed after it was read, so that no key was removed "
                           "from it. Import it again.");
      return FALSE;
    }

  scrubbed.text = palco_import_text_scrub (contents.text, contents.length, keys, &scrubbed.length);
  *new_digest = make_digest (&scrubbed);

  return replace_file (path, &scrubbed, error);
}

typedef struct
{
  char      *path;     /* without links */
  char      *digest;   /* of what was read */
  GPtrArray *keys;
} Scrubbing;

static void
scrubbing_free (Scrubbing *scrubbing)
{
  g_free (scrubbing->path);
  g_free (scrubbing->digest);
  g_ptr_array_unref (scrubbing->keys);
  g_free (scrubbing);
}

static void
scrub_thread (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Scrubbing *scrubbing = task_data;
  g_autofree char *digest = NULL;
  GError *error = NULL;

  if (scrub_file (scrubbing->path, scrubbing->digest, scrubbing->keys, &digest, &error))
    g_task_return_pointer (task, g_steal_pointer (&digest), g_free);
  else
    g_task_return_error (task, error);
}

static void
scrubbed_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  char *digest = g_task_propagate_pointer (G_TASK (result), &error);

  if (digest != NULL)
    g_task_return_pointer (task, digest, g_free);
  else
    g_task_return_error (task, error);
}

/**
 * palco_import_scrub_async:
 * @self: an import
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Removes those keys from the file that are in the keyring: see
 * [method@Palco.ImportAccount.set_key_stored]. All the rest of the file stays as it is, also its
 * permissions.
 *
 * Since: 1.0
 */
void
palco_import_scrub_async (PalcoImport         *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GTask) work = NULL;
  g_autofree char *path = NULL;
  Scrubbing *scrubbing;

  g_return_if_fail (PALCO_IS_IMPORT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_import_scrub_async);

  path = g_file_get_path (self->file);
  scrubbing = g_new0 (Scrubbing, 1);
  scrubbing->path = path != NULL ? realpath (path, NULL) : NULL;
  scrubbing->digest = g_strdup (self->digest);
  scrubbing->keys = find_stored_keys (self);
  g_task_set_task_data (task, scrubbing, (GDestroyNotify) scrubbing_free);

  if (scrubbing->path == NULL)
    {
      g_task_return_new_error (task, PALCO_ERROR, PALCO_ERROR_STORAGE,
                               "The keys could not be removed from the file: it is not there any more, "
                               "or not on this computer.");
      return;
    }

  /* As in palco-ini-file-async.c, the thread must not be the last to hold the import. */
  work = g_task_new (NULL, NULL, scrubbed_cb, g_object_ref (task));
  g_task_set_task_data (work, scrubbing, NULL);
  g_task_run_in_thread (work, scrub_thread);
}

/**
 * palco_import_scrub_finish:
 * @self: an import
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [method@Palco.Import.scrub_async]. It fails with %PALCO_ERROR_CONFLICT when the file was
 * changed meanwhile, and with %PALCO_ERROR_STORAGE when it cannot be written; both leave it as it is.
 *
 * Returns: whether no key that is in the keyring is in the file any more
 *
 * Since: 1.0
 */
gboolean
palco_import_scrub_finish (PalcoImport   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  char *digest;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  digest = g_task_propagate_pointer (G_TASK (result), error);
  if (digest == NULL)
    return FALSE;

  g_free (self->digest);
  self->digest = digest;

  return TRUE;
}
