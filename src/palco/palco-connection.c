/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-connection-fields.h"

#include "palco-app-enums.h"

/**
 * PalcoConnection:
 *
 * The account in use and what the library holds for it: client, catalogue, sessions. The other
 * accounts are left to a #PalcoKeeper.
 *
 * There is one in the program. Each step of connecting is asynchronous and ends: in the next
 * step, in %PALCO_CONNECTION_STATUS_FAILED with an error, or, cancelled, in
 * %PALCO_CONNECTION_STATUS_CANCELLED. Switching the account cancels what is under way.
 */

enum {
  PROP_STATUS = 1,
  PROP_ACCOUNT,
  PROP_CLIENT,
  PROP_SESSIONS,
  N_PROPS
};

enum {
  FOUND_RUNNING,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcoConnection, palco_connection, G_TYPE_OBJECT)

static void connect_account (PalcoConnection *self);

static void
set_status (PalcoConnection       *self,
            PalcoConnectionStatus  status)
{
  if (self->status == status)
    return;

  self->status = status;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

/* Takes @error. Cancelled is no failure: whoever cancelled knows. */
static void
fail (PalcoConnection *self,
      GError          *error)
{
  if (palco_error_is_cancelled (error))
    {
      g_error_free (error);
      set_status (self, PALCO_CONNECTION_STATUS_CANCELLED);
      return;
    }

  g_clear_error (&self->error);
  self->error = error;
  set_status (self, PALCO_CONNECTION_STATUS_FAILED);
}

static void
begin (PalcoConnection *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_error (&self->error);
}

/* Each step holds a reference and its own cancellable: a step whose cancellable is no longer
 * the current one was overtaken, and must not touch anything. */
typedef struct
{
  PalcoConnection *self;
  GCancellable    *cancellable;
} Step;

static Step *
step_new (PalcoConnection *self)
{
  Step *step = g_new0 (Step, 1);

  step->self = g_object_ref (self);
  step->cancellable = g_object_ref (self->cancellable);

  return step;
}

static void
step_free (Step *step)
{
  g_clear_object (&step->self);
  g_clear_object (&step->cancellable);
  g_free (step);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Step, step_free)

static gboolean
step_is_current (Step *step)
{
  return step->self->cancellable == step->cancellable;
}

static void
leave_sessions (PalcoConnection *self)
{
  if (self->sessions == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->sessions, self);
  palco_session_list_set_polling (self->sessions, FALSE);
}

static void
set_client (PalcoConnection *self,
            PalcoClient     *client)
{
  g_autoptr(PalcoSessionList) sessions = client != NULL ? palco_session_list_new (client) : NULL;

  leave_sessions (self);
  g_set_object (&self->client, client);
  g_set_object (&self->sessions, sessions);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLIENT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSIONS]);
}

static guint
adopt_sessions (PalcoConnection *self,
                GPtrArray       *found)
{
  guint n_running = 0;

  for (guint i = 0; i < found->len; i++)
    {
      PalcoSession *session = found->pdata[i];

      palco_session_list_add (self->sessions, session);
      n_running += !palco_session_is_ended (session);
    }

  return n_running;
}

/* Nobody forgets what is in use. */
static guint
count_unattended (PalcoConnection *self)
{
  GListModel *model = G_LIST_MODEL (self->sessions);
  guint n_unattended = 0;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(PalcoSession) session = g_list_model_get_item (model, i);

      n_unattended += !palco_session_is_ended (session) &&
                      !palco_session_get_client_connected (session);
    }

  return n_unattended;
}

/* The regions answer one by one; the first that knows something is enough. */
static void
looked_cb (PalcoConnection *self)
{
  guint n_unattended = count_unattended (self);

  if (n_unattended == 0 && palco_session_list_get_loading (self->sessions))
    return;

  g_signal_handlers_disconnect_by_data (self->sessions, self);
  if (n_unattended > 0)
    g_signal_emit (self, signals[FOUND_RUNNING], 0, n_unattended, FALSE);
}

/* The service does not tell who started a session: it may be this user, on another computer. */
static void
look_for_others (PalcoConnection *self)
{
  g_signal_connect_object (self->sessions, "items-changed", G_CALLBACK (looked_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sessions, "notify::loading", G_CALLBACK (looked_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
reconciled_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(Step) step = user_data;
  PalcoConnection *self = step->self;
  g_autoptr(GPtrArray) found = NULL;
  guint n_running = 0;

  /* What cannot be reached now is asked for again by the list, which shows its own error. */
  found = palco_client_reconcile_finish (PALCO_CLIENT (source), result, NULL);
  if (!step_is_current (step))
    return;

  if (found != NULL)
    n_running = adopt_sessions (self, found);

  if (n_running > 0)
    g_signal_emit (self, signals[FOUND_RUNNING], 0, n_running, TRUE);
  else if (!self->has_looked)
    look_for_others (self);

  self->has_looked = TRUE;
  palco_session_list_set_polling (self->sessions, TRUE);
}

/* Regions are told to everybody; what can be done there needs a key that is good. */
static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Step) step = user_data;
  PalcoClient *client = PALCO_CLIENT (source);
  GError *error = NULL;
  gboolean is_good;

  is_good = palco_client_test_finish (client, result, &error);
  if (!step_is_current (step))
    {
      g_clear_error (&error);
      return;
    }

  if (!is_good)
    {
      fail (step->self, error);
      return;
    }

  /* The token service that worked first is remembered; if that cannot be written, the next time. */
  palco_account_list_save_async (step->self->accounts, NULL, NULL, NULL);
  palco_keeper_let_go (step->self->keeper, step->self->account);
  set_client (step->self, client);
  set_status (step->self, PALCO_CONNECTION_STATUS_ONLINE);
  palco_client_reconcile_async (client, step->cancellable, reconciled_cb, step_new (step->self));
}

static void
catalogue_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(Step) step = user_data;
  PalcoClient *client = PALCO_CLIENT (source);
  g_autoptr(PalcoCatalogue) catalogue = NULL;
  GError *error = NULL;

  catalogue = palco_client_load_catalogue_finish (client, result, &error);
  if (!step_is_current (step))
    g_clear_error (&error);
  else if (catalogue == NULL)
    fail (step->self, error);
  else
    palco_client_test_async (client, step->cancellable, tested_cb, step_new (step->self));
}

static void
load_catalogue (PalcoConnection  *self,
                PalcoCredentials *credentials)
{
  g_autoptr(PalcoClient) client = palco_client_new (self->account, credentials, self->journal);

  set_status (self, PALCO_CONNECTION_STATUS_LOADING);
  palco_client_load_catalogue_async (client, self->cancellable, catalogue_cb, step_new (self));
}

static void
local_service_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(Step) step = user_data;
  GError *error = NULL;
  gboolean opened;

  opened = palco_local_service_open_finish (PALCO_LOCAL_SERVICE (source), result, &error);
  if (!step_is_current (step))
    g_clear_error (&error);
  else if (!opened)
    fail (step->self, error);
  else
    load_catalogue (step->self, PALCO_CREDENTIALS (source));
}

static void
journal_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Step) step = user_data;
  g_autoptr(PalcoJournal) journal = NULL;
  GError *error = NULL;

  journal = palco_journal_open_finish (result, &error);
  if (!step_is_current (step))
    {
      g_clear_error (&error);
      return;
    }

  if (journal == NULL)
    {
      fail (step->self, error);
      return;
    }

  g_set_object (&step->self->journal, journal);
  palco_keeper_start (step->self->keeper, journal, G_LIST_MODEL (step->self->accounts),
                      step->self->local_service, step->self->account);
  connect_account (step->self);
}

static void
set_account (PalcoConnection *self,
             PalcoAccount    *account)
{
  if (g_set_object (&self->account, account))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNT]);
}

static void
accounts_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Step) step = user_data;
  PalcoConnection *self = step->self;
  PalcoAccount *wanted;
  GError *error = NULL;
  gboolean loaded;

  loaded = palco_account_list_load_finish (PALCO_ACCOUNT_LIST (source), result, &error);
  if (!step_is_current (step))
    {
      g_clear_error (&error);
      return;
    }

  if (!loaded)
    {
      fail (self, error);
      return;
    }

  self->has_accounts = TRUE;
  wanted = palco_account_list_lookup (self->accounts, self->wanted_uid);
  set_account (self, wanted != NULL ? wanted : palco_connection_get_local_account (self));
  connect_account (self);
}

/* Without the journal no session may be started: it could be forgotten. */
static void
connect_account (PalcoConnection *self)
{
  if (!self->has_accounts)
    {
      set_status (self, PALCO_CONNECTION_STATUS_PREPARING);
      palco_account_list_load_async (self->accounts, self->cancellable, accounts_cb, step_new (self));
    }
  else if (self->journal == NULL)
    {
      g_autofree char *path = palco_journal_dup_default_path ();

      set_status (self, PALCO_CONNECTION_STATUS_PREPARING);
      palco_journal_open_async (path, self->cancellable, journal_cb, step_new (self));
    }
  else if (palco_account_is_local (self->account))
    {
      set_status (self, PALCO_CONNECTION_STATUS_STARTING);
      palco_local_service_open_async (self->local_service, self->cancellable, local_service_cb,
                                      step_new (self));
    }
  else
    {
      load_catalogue (self, PALCO_CREDENTIALS (self->key_holder));
    }
}

static void
palco_connection_dispose (GObject *object)
{
  PalcoConnection *self = PALCO_CONNECTION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  leave_sessions (self);
  g_clear_object (&self->sessions);
  g_clear_object (&self->client);
  g_clear_object (&self->keeper);
  g_clear_object (&self->account);
  g_clear_object (&self->journal);
  g_clear_object (&self->local_service);
  g_clear_object (&self->key_holder);
  g_clear_object (&self->keyring);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (palco_connection_parent_class)->dispose (object);
}

static void
palco_connection_finalize (GObject *object)
{
  PalcoConnection *self = PALCO_CONNECTION (object);

  g_clear_error (&self->error);
  g_clear_pointer (&self->wanted_uid, g_free);

  G_OBJECT_CLASS (palco_connection_parent_class)->finalize (object);
}

static void
palco_connection_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  PalcoConnection *self = PALCO_CONNECTION (object);

  switch (prop_id)
    {
    case PROP_STATUS:
      g_value_set_enum (value, self->status);
      break;
    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;
    case PROP_CLIENT:
      g_value_set_object (value, self->client);
      break;
    case PROP_SESSIONS:
      g_value_set_object (value, self->sessions);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_connection_class_init (PalcoConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = palco_connection_dispose;
  object_class->finalize = palco_connection_finalize;
  object_class->get_property = palco_connection_get_property;

  properties[PROP_STATUS] =
    g_param_spec_enum ("status", NULL, NULL, PALCO_TYPE_CONNECTION_STATUS,
                       PALCO_CONNECTION_STATUS_PREPARING, flags);
  properties[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, PALCO_TYPE_ACCOUNT, flags);
  properties[PROP_CLIENT] = g_param_spec_object ("client", NULL, NULL, PALCO_TYPE_CLIENT, flags);
  properties[PROP_SESSIONS] =
    g_param_spec_object ("sessions", NULL, NULL, PALCO_TYPE_SESSION_LIST, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * PalcoConnection::found-running:
   * @n_sessions: how many
   * @is_ours: whether they were started from this computer
   *
   * After connecting: sessions of an earlier run are still running. Or, after connecting for the
   * first time and without any of those, others that nobody is connected to.
   */
  signals[FOUND_RUNNING] =
    g_signal_new ("found-running", PALCO_TYPE_CONNECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_BOOLEAN);
}

static void
palco_connection_init (PalcoConnection *self)
{
  self->accounts = palco_account_list_new (NULL);
  self->keyring = palco_keyring_new ();
  self->key_holder = palco_key_holder_new (PALCO_CREDENTIALS (self->keyring));
  self->local_service = palco_local_service_new ();
  self->keeper = palco_keeper_new ();
  self->cancellable = g_cancellable_new ();
}

PalcoConnection *
palco_connection_new (void)
{
  return g_object_new (PALCO_TYPE_CONNECTION, NULL);
}

/**
 * palco_connection_start:
 * @self: a connection
 * @account_uid: the account used last; empty, or one that is gone, means this computer
 *
 * Reads the accounts and the journal, then connects.
 */
void
palco_connection_start (PalcoConnection *self,
                        const char      *account_uid)
{
  g_return_if_fail (PALCO_IS_CONNECTION (self));

  g_free (self->wanted_uid);
  self->wanted_uid = g_strdup (account_uid);
  begin (self);
  connect_account (self);
}

void
palco_connection_switch_to (PalcoConnection *self,
                            PalcoAccount    *account)
{
  g_return_if_fail (PALCO_IS_CONNECTION (self));
  g_return_if_fail (PALCO_IS_ACCOUNT (account));

  begin (self);
  set_status (self, PALCO_CONNECTION_STATUS_PREPARING);
  if (self->client != NULL && account != self->account)
    palco_keeper_take_over (self->keeper, self->client);
  set_client (self, NULL);
  set_account (self, account);
  connect_account (self);
}

void
palco_connection_retry (PalcoConnection *self)
{
  g_return_if_fail (PALCO_IS_CONNECTION (self));

  begin (self);
  connect_account (self);
}

void
palco_connection_cancel (PalcoConnection *self)
{
  g_return_if_fail (PALCO_IS_CONNECTION (self));

  begin (self);
  set_status (self, PALCO_CONNECTION_STATUS_CANCELLED);
}
