/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-registry.h"

typedef struct
{
  GHashTable *by_id;   /* id, the session's own → PalcodSession */
  GPtrArray  *live;    /* in order of creation */
} Account;

struct _PalcodRegistry
{
  GHashTable *accounts;   /* account id → Account */
  GHashTable *by_uid;     /* the session's own uid → PalcodSession */
  guint       n_live;
};

static void
account_free (Account *account)
{
  g_hash_table_unref (account->by_id);
  g_ptr_array_unref (account->live);
  g_free (account);
}

static Account *
ensure_account (PalcodRegistry *self,
                const char     *account_id)
{
  Account *account = g_hash_table_lookup (self->accounts, account_id);

  if (account != NULL)
    return account;

  account = g_new0 (Account, 1);
  account->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  account->live = g_ptr_array_new ();
  g_hash_table_insert (self->accounts, g_strdup (account_id), account);

  return account;
}

PalcodRegistry *
palcod_registry_new (void)
{
  PalcodRegistry *self = g_new0 (PalcodRegistry, 1);

  self->accounts = g_hash_table_new_full (g_str_hash, g_str_equal,
                                          g_free, (GDestroyNotify) account_free);
  self->by_uid = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_object_unref);

  return self;
}

void
palcod_registry_free (PalcodRegistry *self)
{
  g_hash_table_unref (self->accounts);
  g_hash_table_unref (self->by_uid);
  g_free (self);
}

void
palcod_registry_add (PalcodRegistry *self,
                     PalcodSession  *session)
{
  const PalcodSessionRecord *record = palcod_session_get_record (session);
  Account *account = ensure_account (self, record->account_id);

  g_hash_table_insert (self->by_uid, (gpointer) &record->uid, g_object_ref (session));
  g_hash_table_insert (account->by_id, record->id, session);

  if (!palco_state_is_ended (record->state))
    {
      g_ptr_array_add (account->live, session);
      self->n_live++;
    }
}

PalcodSession *
palcod_registry_lookup (PalcodRegistry *self,
                        const char     *account_id,
                        const char     *id)
{
  Account *account = g_hash_table_lookup (self->accounts, account_id);

  return account != NULL ? g_hash_table_lookup (account->by_id, id) : NULL;
}

PalcodSession *
palcod_registry_lookup_uid (PalcodRegistry *self,
                            gint64          uid)
{
  return g_hash_table_lookup (self->by_uid, &uid);
}

void
palcod_registry_update (PalcodRegistry *self,
                        PalcodSession  *session)
{
  const PalcodSessionRecord *record = palcod_session_get_record (session);
  Account *account = g_hash_table_lookup (self->accounts, record->account_id);

  if (palco_state_is_ended (record->state) && g_ptr_array_remove (account->live, session))
    self->n_live--;
}

/* Returns: (transfer full) (element-type PalcodSession) */
GPtrArray *
palcod_registry_list_live (PalcodRegistry *self,
                           const char     *account_id)
{
  Account *account = g_hash_table_lookup (self->accounts, account_id);
  GPtrArray *sessions = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; account != NULL && i < account->live->len; i++)
    g_ptr_array_add (sessions, g_object_ref (account->live->pdata[i]));

  return sessions;
}

guint
palcod_registry_count_live (PalcodRegistry *self)
{
  return self->n_live;
}

/* The same sessions as the store forgets. */
void
palcod_registry_remove_ended (PalcodRegistry *self,
                              gint64          ended_before)
{
  GHashTableIter iter;
  PalcodSession *session;

  g_hash_table_iter_init (&iter, self->by_uid);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &session))
    {
      const PalcodSessionRecord *record = palcod_session_get_record (session);
      Account *account = g_hash_table_lookup (self->accounts, record->account_id);

      if (record->end_time == 0 || record->end_time >= ended_before || record->allocation != NULL)
        continue;

      g_hash_table_remove (account->by_id, record->id);
      g_hash_table_iter_remove (&iter);
    }
}
