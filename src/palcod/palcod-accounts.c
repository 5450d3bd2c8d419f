/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-accounts.h"

#include "palcod-secret.h"

#include <string.h>

#define ID_MAX_LENGTH      64
#define MARK_LENGTH        16
#define STAMP_NAME         "accounts.changed"
#define STAMP_RATE_MS      100
#define RELOAD_INTERVAL_US G_USEC_PER_SEC
#define N_KEYS             2

typedef struct
{
  char *key_hashes[N_KEYS];
  char  marks[N_KEYS][MARK_LENGTH + 1];
} Account;

struct _PalcodAccounts
{
  GObject       parent_instance;
  PalcodStore  *store;
  GFileMonitor *monitor;
  GHashTable   *accounts;      /* id → Account */
  char         *embedded_id;
  Account      *embedded;
  gint64        reload_time;   /* monotonic, of the last one */
};

G_DEFINE_FINAL_TYPE (PalcodAccounts, palcod_accounts, G_TYPE_OBJECT)

static Account *
account_new (const char *primary_hash,
             const char *secondary_hash)
{
  Account *self = g_new0 (Account, 1);

  self->key_hashes[0] = g_strdup (primary_hash);
  self->key_hashes[1] = g_strdup (secondary_hash);

  for (guint i = 0; i < N_KEYS; i++)
    {
      if (self->key_hashes[i] != NULL)
        g_strlcpy (self->marks[i], self->key_hashes[i], sizeof self->marks[i]);
    }

  return self;
}

static void
account_free (Account *self)
{
  for (guint i = 0; i < N_KEYS; i++)
    g_free (self->key_hashes[i]);

  g_free (self);
}

/* Both keys are always compared: how long it takes tells nothing. */
static const char *
account_check_key (const Account *self,
                   const char    *key)
{
  const char *mark = NULL;

  for (guint i = 0; i < N_KEYS; i++)
    {
      if (palcod_secret_matches (key, self->key_hashes[i]))
        mark = self->marks[i];
    }

  return mark;
}

static gboolean
account_check_mark (const Account *self,
                    const char    *mark)
{
  for (guint i = 0; i < N_KEYS; i++)
    {
      if (*self->marks[i] != '\0' && g_str_equal (self->marks[i], mark))
        return TRUE;
    }

  return FALSE;
}

static gboolean
palcod_accounts_reload (PalcodAccounts  *self,
                        GError         **error)
{
  g_autoptr(GPtrArray) records = palcod_store_load_accounts (self->store, error);

  self->reload_time = g_get_monotonic_time ();

  if (records == NULL)
    return FALSE;

  g_hash_table_remove_all (self->accounts);

  for (guint i = 0; i < records->len; i++)
    {
      const PalcodAccountRecord *record = g_ptr_array_index (records, i);

      g_hash_table_replace (self->accounts, g_strdup (record->id),
                            account_new (record->key_hashes[0], record->key_hashes[1]));
    }

  return TRUE;
}

static void
reload_or_complain (PalcodAccounts *self)
{
  g_autoptr(GError) error = NULL;

  if (!palcod_accounts_reload (self, &error))
    g_warning ("The accounts could not be read again, the old ones stay in force: %s",
               error->message);
}

static const Account *
lookup (PalcodAccounts *self,
        const char     *id)
{
  if (self->embedded != NULL && g_str_equal (self->embedded_id, id))
    return self->embedded;

  return g_hash_table_lookup (self->accounts, id);
}

/* The announcement may be late or lost: before somebody is turned away, look again. */
static gboolean
reload_if_due (PalcodAccounts *self)
{
  if (g_get_monotonic_time () - self->reload_time < RELOAD_INTERVAL_US)
    return FALSE;

  reload_or_complain (self);

  return TRUE;
}

static void
palcod_accounts_dispose (GObject *object)
{
  PalcodAccounts *self = PALCOD_ACCOUNTS (object);

  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);

  g_clear_object (&self->monitor);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (palcod_accounts_parent_class)->dispose (object);
}

static void
palcod_accounts_finalize (GObject *object)
{
  PalcodAccounts *self = PALCOD_ACCOUNTS (object);

  g_clear_pointer (&self->accounts, g_hash_table_unref);
  g_clear_pointer (&self->embedded, account_free);
  g_clear_pointer (&self->embedded_id, g_free);

  G_OBJECT_CLASS (palcod_accounts_parent_class)->finalize (object);
}

static void
palcod_accounts_class_init (PalcodAccountsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palcod_accounts_dispose;
  object_class->finalize = palcod_accounts_finalize;
}

static void
palcod_accounts_init (PalcodAccounts *self)
{
  self->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) account_free);
}

PalcodAccounts *
palcod_accounts_new (PalcodStore  *store,
                     const char   *state_dir,
                     GError      **error)
{
  g_autoptr(PalcodAccounts) self = g_object_new (PALCOD_TYPE_ACCOUNTS, NULL);
  g_autofree char *path = g_build_filename (state_dir, STAMP_NAME, NULL);
  g_autoptr(GFile) stamp = g_file_new_for_path (path);

  self->store = g_object_ref (store);
  self->monitor = g_file_monitor_file (stamp, G_FILE_MONITOR_NONE, NULL, error);

  if (self->monitor == NULL)
    return NULL;

  g_file_monitor_set_rate_limit (self->monitor, STAMP_RATE_MS);
  g_signal_connect_object (self->monitor, "changed", G_CALLBACK (reload_or_complain), self,
                           G_CONNECT_SWAPPED);

  if (!palcod_accounts_reload (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
palcod_accounts_set_embedded (PalcodAccounts *self,
                              const char     *id,
                              const char     *key)
{
  g_autofree char *hash = palcod_secret_hash (key);

  g_clear_pointer (&self->embedded, account_free);
  g_free (self->embedded_id);
  self->embedded_id = g_strdup (id);
  self->embedded = account_new (hash, NULL);
}

const char *
palcod_accounts_check_key (PalcodAccounts *self,
                           const char     *id,
                           const char     *key)
{
  const Account *account = lookup (self, id);
  const char *mark = account != NULL ? account_check_key (account, key) : NULL;

  if (mark != NULL || !reload_if_due (self))
    return mark;

  account = lookup (self, id);

  return account != NULL ? account_check_key (account, key) : NULL;
}

gboolean
palcod_accounts_check_mark (PalcodAccounts *self,
                            const char     *id,
                            const char     *mark)
{
  const Account *account = lookup (self, id);

  if (account != NULL && account_check_mark (account, mark))
    return TRUE;

  if (!reload_if_due (self))
    return FALSE;

  account = lookup (self, id);

  return account != NULL && account_check_mark (account, mark);
}

/* A part of a path and of a token: letters, digits, “-” and “_”. */
gboolean
palcod_account_id_is_valid (const char *id)
{
  gsize length = strspn (id, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-");

  return length > 0 && length <= ID_MAX_LENGTH && id[length] == '\0';
}

gboolean
palcod_accounts_announce_change (const char  *state_dir,
                                 GError     **error)
{
  g_autofree char *path = g_build_filename (state_dir, STAMP_NAME, NULL);

  return g_file_set_contents (path, "", 0, error);
}
