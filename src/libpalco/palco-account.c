/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account.h"

#include "palco-account-private.h"
#include "palco-price-table.h"
#include "palco-sign-in-private.h"

#define LOCAL_NAME "This computer"

/**
 * PalcoAccount:
 *
 * Who one is at a service: its address and the account's id there.
 *
 * An account has no key in it: keys come from a [iface@Palco.Credentials]. It belongs to the
 * thread that made it.
 *
 * Since: 1.0
 */

enum {
  PROP_UID = 1,
  PROP_NAME,
  PROP_ADDRESS,
  PROP_ACCOUNT_ID,
  PROP_STS_URL,
  PROP_TRUSTED_STS_URL,
  PROP_OFFERED_STS_URL,
  PROP_SIGN_IN,
  PROP_PRICES,
  PROP_IS_LOCAL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoAccount, palco_account, G_TYPE_OBJECT)

static gboolean
take_string (char **field,
             char  *value)
{
  g_autofree char *taken = value;

  if (g_strcmp0 (*field, taken) == 0)
    return FALSE;

  g_free (*field);
  *field = g_steal_pointer (&taken);

  return TRUE;
}

static void
palco_account_constructed (GObject *object)
{
  PalcoAccount *self = PALCO_ACCOUNT (object);

  G_OBJECT_CLASS (palco_account_parent_class)->constructed (object);

  if (self->uid == NULL)
    self->uid = g_uuid_string_random ();
}

static void
palco_account_finalize (GObject *object)
{
  PalcoAccount *self = PALCO_ACCOUNT (object);

  g_free (self->uid);
  g_free (self->name);
  g_free (self->address);
  g_free (self->account_id);
  g_free (self->sts_url);
  g_free (self->trusted_sts_url);
  g_free (self->offered_sts_url);
  g_clear_object (&self->sign_in);
  g_clear_object (&self->prices);

  G_OBJECT_CLASS (palco_account_parent_class)->finalize (object);
}

static void
palco_account_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  PalcoAccount *self = PALCO_ACCOUNT (object);

  switch (prop_id)
    {
    case PROP_UID:
      g_value_set_string (value, self->uid);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_ADDRESS:
      g_value_set_string (value, self->address);
      break;

    case PROP_ACCOUNT_ID:
      g_value_set_string (value, self->account_id);
      break;

    case PROP_STS_URL:
      g_value_set_string (value, self->sts_url);
      break;

    case PROP_TRUSTED_STS_URL:
      g_value_set_string (value, self->trusted_sts_url);
      break;

    case PROP_OFFERED_STS_URL:
      g_value_set_string (value, self->offered_sts_url);
      break;

    case PROP_SIGN_IN:
      g_value_set_object (value, self->sign_in);
      break;

    case PROP_PRICES:
      g_value_set_object (value, self->prices);
      break;

    case PROP_IS_LOCAL:
      g_value_set_boolean (value, self->is_local);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_account_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  PalcoAccount *self = PALCO_ACCOUNT (object);

  switch (prop_id)
    {
    case PROP_UID:
      self->uid = g_value_dup_string (value);
      break;

    case PROP_NAME:
      palco_account_set_name (self, g_value_get_string (value));
      break;

    case PROP_ADDRESS:
      self->address = palco_account_normalize_address (g_value_get_string (value));
      break;

    case PROP_ACCOUNT_ID:
      self->account_id = palco_account_dup_stripped (g_value_get_string (value));
      break;

    case PROP_STS_URL:
      palco_account_set_sts_url (self, g_value_get_string (value));
      break;

    case PROP_TRUSTED_STS_URL:
      palco_account_set_trusted_sts_url (self, g_value_get_string (value));
      break;

    case PROP_SIGN_IN:
      palco_account_set_sign_in (self, g_value_get_object (value));
      break;

    case PROP_IS_LOCAL:
      self->is_local = g_value_get_boolean (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_account_class_init (PalcoAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags any_time = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = palco_account_constructed;
  object_class->finalize = palco_account_finalize;
  object_class->get_property = palco_account_get_property;
  object_class->set_property = palco_account_set_property;

  /**
   * PalcoAccount:uid:
   *
   * What names the account on this computer, for ever; a random UUID unless given.
   *
   * Since: 1.0
   */
  properties[PROP_UID] = g_param_spec_string ("uid", NULL, NULL, NULL, once);

  /**
   * PalcoAccount:name:
   *
   * What people call it.
   *
   * Since: 1.0
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, any_time);

  /**
   * PalcoAccount:address:
   *
   * The base URL of the service: its token service or any region of it.
   *
   * Changes only for the service of this computer, and when another program edits the list.
   *
   * Since: 1.0
   */
  properties[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL, once);

  /**
   * PalcoAccount:account-id:
   *
   * The id that the service knows the account by.
   *
   * Since: 1.0
   */
  properties[PROP_ACCOUNT_ID] = g_param_spec_string ("account-id", NULL, NULL, NULL, once);

  /**
   * PalcoAccount:sts-url:
   *
   * Where tokens come from, or %NULL when the service tells.
   *
   * Since: 1.0
   */
  properties[PROP_STS_URL] = g_param_spec_string ("sts-url", NULL, NULL, NULL, any_time);

  /**
   * PalcoAccount:trusted-sts-url:
   *
   * The token service that gave the first token: the key is sent to no other one.
   *
   * Since: 1.0
   */
  properties[PROP_TRUSTED_STS_URL] =
    g_param_spec_string ("trusted-sts-url", NULL, NULL, NULL, any_time);

  /**
   * PalcoAccount:offered-sts-url:
   *
   * The token service that the service names now, if it is another one than that which is
   * trusted.
   *
   * Since: 1.0
   */
  properties[PROP_OFFERED_STS_URL] =
    g_param_spec_string ("offered-sts-url", NULL, NULL, NULL, read);

  /**
   * PalcoAccount:sign-in:
   *
   * How one signs in.
   *
   * Since: 1.0
   */
  properties[PROP_SIGN_IN] =
    g_param_spec_object ("sign-in", NULL, NULL, PALCO_TYPE_SIGN_IN, any_time);

  /**
   * PalcoAccount:prices:
   *
   * What sizes are estimated to cost with this account; notified when a price changes.
   *
   * Since: 1.0
   */
  properties[PROP_PRICES] =
    g_param_spec_object ("prices", NULL, NULL, PALCO_TYPE_PRICE_TABLE, read);

  /**
   * PalcoAccount:is-local:
   *
   * Whether it is that of the service of this computer ([class@Palco.LocalService]).
   *
   * Since: 1.0
   */
  properties[PROP_IS_LOCAL] = g_param_spec_boolean ("is-local", NULL, NULL, FALSE, once);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
prices_changed_cb (PalcoAccount *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRICES]);
}

static void
palco_account_init (PalcoAccount *self)
{
  self->name = g_strdup ("");
  self->sign_in = palco_sign_in_new_key ();
  self->prices = palco_price_table_new ();
  g_signal_connect_object (self->prices, "notify::prices", G_CALLBACK (prices_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * palco_account_new:
 * @name: what people call it
 * @address: the URL of the service; a bare host name stands for `https://`
 * @account_id: the id that the service knows the account by
 *
 * Makes an account. Blanks around the values are dropped, but nothing is checked: see
 * [func@Palco.Account.validate].
 *
 * Returns: (transfer full): a new account with a random uid
 *
 * Since: 1.0
 */
PalcoAccount *
palco_account_new (const char *name,
                   const char *address,
                   const char *account_id)
{
  return g_object_new (PALCO_TYPE_ACCOUNT,
                       "name", name,
                       "address", address,
                       "account-id", account_id,
                       NULL);
}

/* The rest is set by whoever reads it. */
PalcoAccount *
palco_account_new_stored (const char *uid)
{
  return g_object_new (PALCO_TYPE_ACCOUNT, "uid", uid, NULL);
}

/* Where it is, and its id, are known when the service runs: palco_account_move(). */
PalcoAccount *
palco_account_new_local (void)
{
  return g_object_new (PALCO_TYPE_ACCOUNT,
                       "uid", PALCO_ACCOUNT_LOCAL_UID,
                       "name", LOCAL_NAME,
                       "is-local", TRUE,
                       NULL);
}

/**
 * palco_account_set_name:
 * @self: an account
 * @name: (nullable): what people call it; blanks around it are dropped
 *
 * Renames the account. [method@Palco.AccountList.save_async] stores it.
 *
 * Since: 1.0
 */
void
palco_account_set_name (PalcoAccount *self,
                        const char   *name)
{
  g_return_if_fail (PALCO_IS_ACCOUNT (self));

  if (take_string (&self->name, palco_account_dup_stripped (name)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

/**
 * palco_account_set_sts_url:
 * @self: an account
 * @sts_url: (nullable): where tokens come from, or %NULL when the service tells
 *
 * Sets the token service, for services that do not tell it.
 *
 * Since: 1.0
 */
void
palco_account_set_sts_url (PalcoAccount *self,
                           const char   *sts_url)
{
  g_autofree char *url = NULL;

  g_return_if_fail (PALCO_IS_ACCOUNT (self));

  url = palco_account_normalize_address (sts_url);
  if (take_string (&self->sts_url, *url != '\0' ? g_steal_pointer (&url) : NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STS_URL]);
}

/**
 * palco_account_set_trusted_sts_url:
 * @self: an account
 * @sts_url: (nullable): a token service, or %NULL to trust the next one that works
 *
 * Trusts a token service with the key of the account.
 *
 * Since: 1.0
 */
void
palco_account_set_trusted_sts_url (PalcoAccount *self,
                                   const char   *sts_url)
{
  g_autofree char *url = NULL;

  g_return_if_fail (PALCO_IS_ACCOUNT (self));

  url = palco_account_normalize_address (sts_url);
  if (take_string (&self->trusted_sts_url, *url != '\0' ? g_steal_pointer (&url) : NULL))
    {
      palco_account_set_offered_sts_url (self, NULL);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRUSTED_STS_URL]);
    }
}

void
palco_account_set_offered_sts_url (PalcoAccount *self,
                                   const char   *sts_url)
{
  if (take_string (&self->offered_sts_url, g_strdup (sts_url)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OFFERED_STS_URL]);
}

/**
 * palco_account_set_sign_in:
 * @self: an account
 * @sign_in: how one signs in
 *
 * Changes how one signs in; at first it is with the key.
 *
 * Since: 1.0
 */
void
palco_account_set_sign_in (PalcoAccount *self,
                           PalcoSignIn  *sign_in)
{
  g_return_if_fail (PALCO_IS_ACCOUNT (self));
  g_return_if_fail (PALCO_IS_SIGN_IN (sign_in));

  if (palco_sign_in_equal (self->sign_in, sign_in))
    return;

  g_set_object (&self->sign_in, sign_in);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIGN_IN]);
}

/* Both change before either is notified: nobody sees a mixture. */
void
palco_account_move (PalcoAccount *self,
                    const char   *address,
                    const char   *account_id)
{
  g_return_if_fail (PALCO_IS_ACCOUNT (self));

  g_object_freeze_notify (G_OBJECT (self));

  if (take_string (&self->address, palco_account_normalize_address (address)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ADDRESS]);

  if (take_string (&self->account_id, palco_account_dup_stripped (account_id)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNT_ID]);

  g_object_thaw_notify (G_OBJECT (self));
}
