/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account-change.h"

#include "palco-app-enums.h"

/**
 * PalcoAccountChange:
 *
 * Adds an account, or changes one: tries it, stores its secret in the keyring, then writes the
 * list of accounts. Nothing is kept before the service has accepted the secret.
 */

struct _PalcoAccountChange
{
  GObject                 parent_instance;
  PalcoConnection        *connection;
  PalcoAccount           *account;    /* that is changed; NULL to add one */
  PalcoAccount           *candidate;  /* what it is to be like */
  char                   *secret;     /* NULL when that in the keyring stays, or there is none */
  PalcoAccountChangeStep  step;
  GError                 *error;
  GCancellable           *cancellable;
  gboolean                signs_in_anew;
  gboolean                is_kept;    /* the secret, in memory only */
};

enum {
  PROP_STEP = 1,
  N_PROPS
};

enum {
  DONE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcoAccountChange, palco_account_change, G_TYPE_OBJECT)

/* Takes @error, which may be NULL. */
static void
set_step (PalcoAccountChange     *self,
          PalcoAccountChangeStep  step,
          GError                 *error)
{
  g_clear_error (&self->error);
  self->error = error;
  self->step = step;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP]);
}

static PalcoKeyHolder *
get_key_holder (PalcoAccountChange *self)
{
  return palco_connection_get_key_holder (self->connection);
}

static PalcoAccount *
get_target (PalcoAccountChange *self)
{
  return self->account != NULL ? self->account : self->candidate;
}

/* A secret that was not accepted must not stand before the one in the keyring. */
static void
forget_candidate (PalcoAccountChange *self)
{
  if (self->candidate != NULL)
    palco_key_holder_set_key (get_key_holder (self), self->candidate, NULL);

  g_clear_object (&self->candidate);
  g_clear_pointer (&self->secret, palco_key_free);
}

/* What is in the keyring needs no copy here, and what a command gives needs neither. */
static void
settle_secret (PalcoAccountChange *self,
               PalcoAccount       *account)
{
  PalcoKeyring *keyring = palco_connection_get_keyring (self->connection);

  if (!self->signs_in_anew)
    return;

  palco_key_holder_set_key (get_key_holder (self), account, self->is_kept ? self->secret : NULL);
  if (self->account != NULL && self->secret == NULL)
    palco_keyring_clear_key_async (keyring, account, NULL, NULL, NULL);
}

static void
finish (PalcoAccountChange *self)
{
  g_autoptr(PalcoAccount) account = g_object_ref (get_target (self));

  settle_secret (self, account);
  if (account == self->candidate)
    g_clear_object (&self->candidate);
  forget_candidate (self);
  g_signal_emit (self, signals[DONE], 0, account, self->signs_in_anew);
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(PalcoAccountChange) self = user_data;
  GError *error = NULL;

  if (palco_account_list_add_finish (PALCO_ACCOUNT_LIST (source), result, &error))
    finish (self);
  else
    set_step (self, PALCO_ACCOUNT_CHANGE_STEP_EDITING, error);
}

/* What the account was like before, for when that cannot be changed. */
typedef struct
{
  PalcoAccountChange *self;
  char               *name;
  PalcoSignIn        *sign_in;
} Before;

static void
before_free (Before *before)
{
  g_object_unref (before->self);
  g_free (before->name);
  g_object_unref (before->sign_in);
  g_free (before);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Before, before_free)

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Before) before = user_data;
  PalcoAccountChange *self = before->self;
  GError *error = NULL;

  if (palco_account_list_save_finish (PALCO_ACCOUNT_LIST (source), result, &error))
    {
      finish (self);
      return;
    }

  palco_account_set_name (self->account, before->name);
  palco_account_set_sign_in (self->account, before->sign_in);
  set_step (self, PALCO_ACCOUNT_CHANGE_STEP_EDITING, error);
}

static void
save (PalcoAccountChange *self)
{
  Before *before = g_new0 (Before, 1);

  before->self = g_object_ref (self);
  before->name = g_strdup (palco_account_get_name (self->account));
  before->sign_in = g_object_ref (palco_account_get_sign_in (self->account));

  palco_account_set_name (self->account, palco_account_get_name (self->candidate));
  palco_account_set_sign_in (self->account, palco_account_get_sign_in (self->candidate));
  if (self->signs_in_anew)
    palco_account_set_trusted_sts_url (self->account,
                                       palco_account_get_trusted_sts_url (self->candidate));

  palco_account_list_save_async (palco_connection_get_accounts (self->connection), NULL, saved_cb,
                                 before);
}

/* From here on it is made, also when the dialog goes meanwhile. */
static void
commit (PalcoAccountChange *self)
{
  set_step (self, PALCO_ACCOUNT_CHANGE_STEP_STORING, NULL);
  if (self->account != NULL)
    save (self);
  else
    palco_account_list_add_async (palco_connection_get_accounts (self->connection), self->candidate,
                                  NULL, added_cb, g_object_ref (self));
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PalcoAccountChange) self = user_data;
  g_autoptr(GError) error = NULL;

  palco_keyring_store_key_finish (PALCO_KEYRING (source), result, &error);
  if (palco_error_is_cancelled (error))
    return;

  if (error != NULL)
    set_step (self, PALCO_ACCOUNT_CHANGE_STEP_KEYRING, g_steal_pointer (&error));
  else
    commit (self);
}

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PalcoAccountChange) self = user_data;
  g_autoptr(GError) error = NULL;

  palco_client_test_finish (PALCO_CLIENT (source), result, &error);
  if (palco_error_is_cancelled (error))
    return;

  if (error != NULL)
    set_step (self, PALCO_ACCOUNT_CHANGE_STEP_EDITING, g_steal_pointer (&error));
  else if (self->secret != NULL)
    palco_account_change_store (self);
  else
    commit (self);
}

static void
test (PalcoAccountChange *self)
{
  g_autoptr(PalcoClient) client = NULL;

  palco_key_holder_set_key (get_key_holder (self), self->candidate, self->secret);
  client = palco_client_new (self->candidate, PALCO_CREDENTIALS (get_key_holder (self)), NULL);
  set_step (self, PALCO_ACCOUNT_CHANGE_STEP_TESTING, NULL);
  palco_client_test_async (client, self->cancellable, tested_cb, g_object_ref (self));
}

static void
palco_account_change_dispose (GObject *object)
{
  PalcoAccountChange *self = PALCO_ACCOUNT_CHANGE (object);

  if (self->connection != NULL)
    forget_candidate (self);
  g_clear_object (&self->connection);
  g_clear_object (&self->account);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (palco_account_change_parent_class)->dispose (object);
}

static void
palco_account_change_finalize (GObject *object)
{
  g_clear_error (&PALCO_ACCOUNT_CHANGE (object)->error);

  G_OBJECT_CLASS (palco_account_change_parent_class)->finalize (object);
}

static void
palco_account_change_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_STEP:
      g_value_set_enum (value, PALCO_ACCOUNT_CHANGE (object)->step);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_account_change_class_init (PalcoAccountChangeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palco_account_change_dispose;
  object_class->finalize = palco_account_change_finalize;
  object_class->get_property = palco_account_change_get_property;

  properties[PROP_STEP] =
    g_param_spec_enum ("step", NULL, NULL, PALCO_TYPE_ACCOUNT_CHANGE_STEP,
                       PALCO_ACCOUNT_CHANGE_STEP_EDITING,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * PalcoAccountChange::done:
   * @account: the account, which is in the list and whose secret is known
   * @signs_in_anew: whether what is connected with it has to connect again
   */
  signals[DONE] = g_signal_new ("done", PALCO_TYPE_ACCOUNT_CHANGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, PALCO_TYPE_ACCOUNT, G_TYPE_BOOLEAN);
}

static void
palco_account_change_init (PalcoAccountChange *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * palco_account_change_new:
 * @connection: where accounts, keyring and keys are
 * @account: (nullable): the account to change; %NULL to add one
 */
PalcoAccountChange *
palco_account_change_new (PalcoConnection *connection,
                          PalcoAccount    *account)
{
  PalcoAccountChange *self;

  g_return_val_if_fail (PALCO_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (account == NULL || PALCO_IS_ACCOUNT (account), NULL);

  self = g_object_new (PALCO_TYPE_ACCOUNT_CHANGE, NULL);
  self->connection = g_object_ref (connection);
  g_set_object (&self->account, account);

  return self;
}

/**
 * palco_account_change_start:
 * @self: a change
 * @candidate: what the account is to be like
 * @secret: (nullable): its key or token; %NULL when that in the keyring stays, or none is needed
 *
 * Tries it and stores it; a new name alone needs no trial.
 */
void
palco_account_change_start (PalcoAccountChange *self,
                            PalcoAccount       *candidate,
                            const char         *secret)
{
  PalcoSignIn *sign_in;

  g_return_if_fail (PALCO_IS_ACCOUNT_CHANGE (self));
  g_return_if_fail (PALCO_IS_ACCOUNT (candidate));

  forget_candidate (self);
  self->candidate = g_object_ref (candidate);
  self->secret = g_strdup (secret);
  self->is_kept = FALSE;

  sign_in = palco_account_get_sign_in (candidate);
  self->signs_in_anew = self->account == NULL || secret != NULL ||
                        !palco_sign_in_equal (sign_in, palco_account_get_sign_in (self->account));

  if (self->signs_in_anew)
    test (self);
  else
    commit (self);
}

/**
 * palco_account_change_store:
 * @self: a change
 *
 * Stores the secret, which the service has accepted.
 */
void
palco_account_change_store (PalcoAccountChange *self)
{
  g_return_if_fail (PALCO_IS_ACCOUNT_CHANGE (self));

  set_step (self, PALCO_ACCOUNT_CHANGE_STEP_STORING, NULL);
  palco_keyring_store_key_async (palco_connection_get_keyring (self->connection), get_target (self),
                                 self->secret, self->cancellable, stored_cb, g_object_ref (self));
}

/**
 * palco_account_change_keep_secret:
 * @self: a change
 *
 * Goes on without the keyring: the secret stays in memory, and goes with the program.
 */
void
palco_account_change_keep_secret (PalcoAccountChange *self)
{
  g_return_if_fail (PALCO_IS_ACCOUNT_CHANGE (self));

  self->is_kept = TRUE;
  commit (self);
}

void
palco_account_change_give_up (PalcoAccountChange *self)
{
  g_return_if_fail (PALCO_IS_ACCOUNT_CHANGE (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  set_step (self, PALCO_ACCOUNT_CHANGE_STEP_EDITING, NULL);
}

PalcoAccountChangeStep
palco_account_change_get_step (PalcoAccountChange *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT_CHANGE (self), PALCO_ACCOUNT_CHANGE_STEP_EDITING);

  return self->step;
}

const GError *
palco_account_change_get_error (PalcoAccountChange *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT_CHANGE (self), NULL);

  return self->error;
}
