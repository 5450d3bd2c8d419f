/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-keeper.h"

#include "palco-account-watch.h"

/**
 * PalcoKeeper:
 *
 * Keeps the sessions of accounts that are not in use from being forgotten.
 *
 * When the program starts it looks after each account that the journal has something open of,
 * later after each that was left. Of the others no service is asked, nor the keyring; and nobody
 * is asked to unlock the keyring for it, unless the portal of a sandbox does.
 */

struct _PalcoKeeper
{
  GObject       parent_instance;
  PalcoKeyring *keyring;
  GHashTable   *watches;   /* uid → PalcoAccountWatch */
  GHashTable   *news;      /* uids of accounts of which nothing was told yet */
};

enum {
  CHANGED,
  FOUND_RUNNING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcoKeeper, palco_keeper, G_TYPE_OBJECT)

static void
watch_free (gpointer data)
{
  palco_account_watch_end (data);
  g_object_unref (data);
}

static void
watch_changed_cb (PalcoKeeper       *self,
                  PalcoAccountWatch *watch)
{
  PalcoAccount *account = palco_account_watch_get_account (watch);
  guint n_running = palco_account_watch_get_n_running (watch);

  g_signal_emit (self, signals[CHANGED], 0);
  if (n_running > 0 && g_hash_table_remove (self->news, palco_account_get_uid (account)))
    g_signal_emit (self, signals[FOUND_RUNNING], 0, account, n_running);
}

static void
look_after (PalcoKeeper *self,
            PalcoClient *client)
{
  PalcoAccountWatch *watch = palco_account_watch_new (client);
  const char *uid = palco_account_get_uid (palco_client_get_account (client));

  g_signal_connect_object (watch, "changed", G_CALLBACK (watch_changed_cb), self, G_CONNECT_SWAPPED);
  g_hash_table_replace (self->watches, g_strdup (uid), watch);
  palco_account_watch_check (watch);
}

static void
watch_from_start (PalcoKeeper      *self,
                  PalcoJournal     *journal,
                  PalcoAccount     *account,
                  PalcoCredentials *credentials)
{
  g_autoptr(PalcoClient) client = palco_client_new (account, credentials, journal);

  g_hash_table_add (self->news, g_strdup (palco_account_get_uid (account)));
  look_after (self, client);
}

static PalcoAccountWatch *
lookup (PalcoKeeper  *self,
        PalcoAccount *account)
{
  return g_hash_table_lookup (self->watches, palco_account_get_uid (account));
}

static void
palco_keeper_finalize (GObject *object)
{
  PalcoKeeper *self = PALCO_KEEPER (object);

  g_hash_table_unref (self->watches);
  g_hash_table_unref (self->news);
  g_clear_object (&self->keyring);

  G_OBJECT_CLASS (palco_keeper_parent_class)->finalize (object);
}

static void
palco_keeper_class_init (PalcoKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palco_keeper_finalize;

  /**
   * PalcoKeeper::changed:
   *
   * Other numbers of sessions are known of some account.
   */
  signals[CHANGED] =
    g_signal_new ("changed", PALCO_TYPE_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  /**
   * PalcoKeeper::found-running:
   * @account: an account that is not in use
   * @n_sessions: how many
   *
   * Sessions of an earlier run are still running; told once of each account.
   */
  signals[FOUND_RUNNING] =
    g_signal_new ("found-running", PALCO_TYPE_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, PALCO_TYPE_ACCOUNT, G_TYPE_UINT);
}

static void
palco_keeper_init (PalcoKeeper *self)
{
  self->keyring = palco_keyring_new ();
  palco_keyring_set_interactive (self->keyring, FALSE);
  self->watches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, watch_free);
  self->news = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

PalcoKeeper *
palco_keeper_new (void)
{
  return g_object_new (PALCO_TYPE_KEEPER, NULL);
}

/**
 * palco_keeper_start:
 * @self: a keeper
 * @journal: what was left open
 * @accounts: the accounts that are stored
 * @local_service: that of this computer, started only if it has something open
 * @in_use: the account that whoever uses it looks after
 *
 * Looks for sessions of an earlier run.
 */
void
palco_keeper_start (PalcoKeeper       *self,
                    PalcoJournal      *journal,
                    GListModel        *accounts,
                    PalcoLocalService *local_service,
                    PalcoAccount      *in_use)
{
  PalcoAccount *local = palco_local_service_get_account (local_service);

  g_return_if_fail (PALCO_IS_KEEPER (self));

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(PalcoAccount) account = g_list_model_get_item (accounts, i);

      if (account != in_use)
        watch_from_start (self, journal, account, PALCO_CREDENTIALS (self->keyring));
    }

  if (local != in_use)
    watch_from_start (self, journal, local, PALCO_CREDENTIALS (local_service));
}

/**
 * palco_keeper_take_over:
 * @self: a keeper
 * @client: the client of an account that is no longer in use
 *
 * Keeps it for what it still has to do.
 */
void
palco_keeper_take_over (PalcoKeeper *self,
                        PalcoClient *client)
{
  g_return_if_fail (PALCO_IS_KEEPER (self));

  look_after (self, client);
}

/**
 * palco_keeper_let_go:
 * @self: a keeper
 * @account: an account that is in use now
 *
 * Leaves its sessions to whoever uses it.
 */
void
palco_keeper_let_go (PalcoKeeper  *self,
                     PalcoAccount *account)
{
  const char *uid = palco_account_get_uid (account);

  g_return_if_fail (PALCO_IS_KEEPER (self));

  g_hash_table_remove (self->news, uid);
  if (g_hash_table_remove (self->watches, uid))
    g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * palco_keeper_check:
 * @self: a keeper
 *
 * Looks again, for somebody who wants to see.
 */
void
palco_keeper_check (PalcoKeeper *self)
{
  GHashTableIter iter;
  gpointer watch;

  g_return_if_fail (PALCO_IS_KEEPER (self));

  g_hash_table_iter_init (&iter, self->watches);
  while (g_hash_table_iter_next (&iter, NULL, &watch))
    palco_account_watch_check (watch);
}

/**
 * palco_keeper_dup_lists:
 * @self: a keeper
 *
 * Returns: (transfer container) (element-type PalcoSessionList): what it knows of each account
 */
GPtrArray *
palco_keeper_dup_lists (PalcoKeeper *self)
{
  GPtrArray *lists = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer watch;

  g_return_val_if_fail (PALCO_IS_KEEPER (self), lists);

  g_hash_table_iter_init (&iter, self->watches);
  while (g_hash_table_iter_next (&iter, NULL, &watch))
    g_ptr_array_add (lists, palco_account_watch_get_sessions (watch));

  return lists;
}

static int
compare_running (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  guint n_a = palco_keeper_get_n_running (user_data, *(PalcoAccount **) a);
  guint n_b = palco_keeper_get_n_running (user_data, *(PalcoAccount **) b);

  return (n_a < n_b) - (n_a > n_b);
}

/**
 * palco_keeper_dup_running:
 * @self: a keeper
 *
 * Returns: (transfer full) (element-type PalcoAccount): those with sessions that run, as their
 *   services said; the one with most of them first
 */
GPtrArray *
palco_keeper_dup_running (PalcoKeeper *self)
{
  GPtrArray *accounts = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer watch;

  g_return_val_if_fail (PALCO_IS_KEEPER (self), accounts);

  g_hash_table_iter_init (&iter, self->watches);
  while (g_hash_table_iter_next (&iter, NULL, &watch))
    {
      if (palco_account_watch_get_n_running (watch) > 0)
        g_ptr_array_add (accounts, g_object_ref (palco_account_watch_get_account (watch)));
    }

  g_ptr_array_sort_with_data (accounts, compare_running, self);

  return accounts;
}

/**
 * palco_keeper_get_n_open:
 * @self: a keeper
 * @account: an account
 *
 * Returns: how many sessions of it are running, or may be; 0 for one that is in use
 */
guint
palco_keeper_get_n_open (PalcoKeeper  *self,
                         PalcoAccount *account)
{
  PalcoAccountWatch *watch = lookup (self, account);

  return watch != NULL ? palco_account_watch_get_n_open (watch) : 0;
}

/**
 * palco_keeper_get_n_running:
 * @self: a keeper
 * @account: an account
 *
 * Returns: how many sessions of it are running, as the service said
 */
guint
palco_keeper_get_n_running (PalcoKeeper  *self,
                            PalcoAccount *account)
{
  PalcoAccountWatch *watch = lookup (self, account);

  return watch != NULL ? palco_account_watch_get_n_running (watch) : 0;
}
