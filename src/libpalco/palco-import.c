/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-import.h"

#include "palco-credentials.h"
#include "palco-error.h"
#include "palco-import-text-private.h"

#include <string.h>

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
  char  *etag;
} Contents;

static void
contents_clear (Contents *contents)
{
  if (contents->text != NULL)
    explicit_bzero (contents->text, contents->length);

  g_free (contents->text);
  g_free (contents->etag);
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
                                              &contents->etag, &local_error) ||
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

/* Those that are in the keyring; borrowed from the accounts. */
static GPtrArray *
find_stored_keys (PalcoImport *self)
{
  GPtrArray *keys = g_ptr_array_new ();

  for (guint i = 0; i < self->accounts->len; i++)
    {
      PalcoImportAccount *account = self->accounts->pdata[i];

      if (palco_import_account_get_key_stored (account) && palco_import_account_has_key (account))
        g_ptr_array_add (keys, (gpointer) palco_import_account_get_key (account));
    }

  return keys;
}

static void
scrubbed_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoImport *self = g_task_get_source_object (task);
  Contents *scrubbed = g_task_get_task_data (task);
  g_autoptr(GError) local_error = NULL;
  GError *error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &local_error))
    {
      g_free (self->digest);
      self->digest = make_digest (scrubbed);
      g_task_return_boolean (task, TRUE);
      return;
    }

  set_storage_error (&error, "The keys could not be removed from the file",
                     g_steal_pointer (&local_error));
  g_task_return_error (task, error);
}

static void
scrubbing_free (Contents *contents)
{
  contents_clear (contents);
  g_free (contents);
}

static void
write_scrubbed (GTask          *task,
                const Contents *contents)
{
  PalcoImport *self = g_task_get_source_object (task);
  g_autoptr(GPtrArray) keys = find_stored_keys (self);
  Contents *scrubbed = g_new0 (Contents, 1);

  scrubbed->text = palco_import_text_scrub (contents->text, contents->length, keys,
                                            &scrubbed->length);
  g_task_set_task_data (task, scrubbed, (GDestroyNotify) scrubbing_free);

  /* Written beside it and moved over it, unless somebody else was faster: the tag tells. */
  g_file_replace_contents_async (self->file, scrubbed->text, scrubbed->length, contents->etag, FALSE,
                                 G_FILE_CREATE_NONE, g_task_get_cancellable (task), scrubbed_cb,
                                 g_object_ref (task));
}

static void
read_again_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoImport *self = g_task_get_source_object (task);
  g_auto(Contents) contents = { NULL };
  g_autofree char *digest = NULL;
  GError *error = NULL;

  if (!read_finish (G_FILE (source), result, &contents, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  digest = make_digest (&contents);
  if (g_str_equal (digest, self->digest))
    write_scrubbed (task, &contents);
  else
    g_task_return_new_error (task, PALCO_ERROR, PALCO_ERROR_CONFLICT,
                             "The file was changed after it was read, so that no key was removed "
                             "from it. Import it again.");
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

  g_return_if_fail (PALCO_IS_IMPORT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_import_scrub_async);
  g_file_load_partial_contents_async (self->file, cancellable, read_more_cb, read_again_cb,
                                      g_steal_pointer (&task));
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
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
