/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account.h"

#include "palco-account-private.h"
#include "palco-address.h"
#include "palco-error.h"

#define LOCAL_UID  "local"
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

struct _PalcoAccount
{
  GObject  parent_instance;
  char    *uid;
  char    *name;
  char    *address;
  char    *account_id;
  char    *sts_url;
  gboolean is_local;
};

enum {
  PROP_UID = 1,
  PROP_NAME,
  PROP_ADDRESS,
  PROP_ACCOUNT_ID,
  PROP_STS_URL,
  PROP_IS_LOCAL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoAccount, palco_account, G_TYPE_OBJECT)

static char *
dup_stripped (const char *text)
{
  return g_strstrip (g_strdup (text != NULL ? text : ""));
}

/* People type “render.example.org” and “https://render.example.org/”: both are the same. */
static char *
normalize_address (const char *text)
{
  g_autofree char *address = dup_stripped (text);
  gsize length;

  if (*address != '\0' && strstr (address, "://") == NULL)
    {
      g_autofree char *host = g_steal_pointer (&address);

      address = g_strconcat ("https://", host, NULL);
    }

  length = strlen (address);
  while (length > 0 && address[length - 1] == '/' && !g_str_has_suffix (address, "://"))
    address[--length] = '\0';

  return g_steal_pointer (&address);
}

static gboolean
validate_name (const char  *name,
               GError     **error)
{
  if (*name != '\0' && g_utf8_validate (name, -1, NULL))
    return TRUE;

  g_set_error_literal (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                       "The name of the account is empty. Give it one that tells it from your other accounts.");
  return FALSE;
}

static gboolean
validate_uri_parts (GUri        *uri,
                    const char  *address,
                    GError     **error)
{
  if (g_uri_get_userinfo (uri) != NULL)
    {
      g_set_error_literal (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                           "The address contains a user name or password. Leave out everything up to the “@”: "
                           "the account id and the key have places of their own.");
      return FALSE;
    }

  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    {
      g_set_error (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                   "The address “%s” has a part that begins with “?” or “#”. Leave that part out.", address);
      return FALSE;
    }

  return TRUE;
}

static gboolean
validate_address (const char  *address,
                  GError     **error)
{
  g_autoptr(GUri) uri = NULL;

  if (*address == '\0')
    {
      g_set_error_literal (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                           "The address is empty. Enter that of the service, for example “https://render.example.org”.");
      return FALSE;
    }

  /* GUri is more forgiving than the resolver. */
  if (address[strcspn (address, " \t\r\n\\\"<>")] != '\0')
    {
      g_set_error (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                   "The address “%s” contains a character that an address cannot have.", address);
      return FALSE;
    }

  uri = palco_address_parse (address, error);
  if (uri == NULL)
    return FALSE;

  return validate_uri_parts (uri, address, error);
}

static gboolean
validate_account_id (const char  *account_id,
                     GError     **error)
{
  if (*account_id == '\0')
    {
      g_set_error_literal (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                           "The account id is empty. Whoever runs the service gives it to you, together with the key.");
      return FALSE;
    }

  /* It becomes one segment of a path, and stands before a colon in front of the key. */
  if (account_id[strspn (account_id, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-._~")] != '\0' ||
      strcmp (account_id, ".") == 0 || strcmp (account_id, "..") == 0)
    {
      g_set_error_literal (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                           "The account id contains a character that it cannot have. "
                           "It consists of letters, digits, “-”, “.”, “_” and “~”.");
      return FALSE;
    }

  return TRUE;
}

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
      self->address = normalize_address (g_value_get_string (value));
      break;

    case PROP_ACCOUNT_ID:
      self->account_id = dup_stripped (g_value_get_string (value));
      break;

    case PROP_STS_URL:
      palco_account_set_sts_url (self, g_value_get_string (value));
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
palco_account_init (PalcoAccount *self)
{
  self->name = g_strdup ("");
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
  return palco_account_new_stored (NULL, name, address, account_id, NULL);
}

PalcoAccount *
palco_account_new_stored (const char *uid,
                          const char *name,
                          const char *address,
                          const char *account_id,
                          const char *sts_url)
{
  return g_object_new (PALCO_TYPE_ACCOUNT,
                       "uid", uid,
                       "name", name,
                       "address", address,
                       "account-id", account_id,
                       "sts-url", sts_url,
                       NULL);
}

/* Where it is, and its id, are known when the service runs: palco_account_move(). */
PalcoAccount *
palco_account_new_local (void)
{
  return g_object_new (PALCO_TYPE_ACCOUNT,
                       "uid", LOCAL_UID,
                       "name", LOCAL_NAME,
                       "is-local", TRUE,
                       NULL);
}

/**
 * palco_account_get_uid:
 * @self: an account
 *
 * Returns: what names the account on this computer
 *
 * Since: 1.0
 */
const char *
palco_account_get_uid (PalcoAccount *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT (self), NULL);

  return self->uid;
}

/**
 * palco_account_get_name:
 * @self: an account
 *
 * Returns: what people call it; that of the service of this computer is to be translated
 *
 * Since: 1.0
 */
const char *
palco_account_get_name (PalcoAccount *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT (self), NULL);

  return self->name;
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

  if (take_string (&self->name, dup_stripped (name)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

/**
 * palco_account_get_address:
 * @self: an account
 *
 * Returns: the base URL of the service, without a slash at its end; empty for the service of
 *   this computer before it runs
 *
 * Since: 1.0
 */
const char *
palco_account_get_address (PalcoAccount *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT (self), NULL);

  return self->address;
}

/**
 * palco_account_get_account_id:
 * @self: an account
 *
 * Returns: the id that the service knows the account by
 *
 * Since: 1.0
 */
const char *
palco_account_get_account_id (PalcoAccount *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT (self), NULL);

  return self->account_id;
}

/**
 * palco_account_get_sts_url:
 * @self: an account
 *
 * Returns: (nullable): where tokens come from, or %NULL when the service tells
 *
 * Since: 1.0
 */
const char *
palco_account_get_sts_url (PalcoAccount *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT (self), NULL);

  return self->sts_url;
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

  url = normalize_address (sts_url);
  if (take_string (&self->sts_url, *url != '\0' ? g_steal_pointer (&url) : NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STS_URL]);
}

/**
 * palco_account_is_local:
 * @self: an account
 *
 * Returns: whether it is that of the service of this computer
 *
 * Since: 1.0
 */
gboolean
palco_account_is_local (PalcoAccount *self)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT (self), FALSE);

  return self->is_local;
}

/* Both change before either is notified: nobody sees a mixture. */
void
palco_account_move (PalcoAccount *self,
                    const char   *address,
                    const char   *account_id)
{
  g_return_if_fail (PALCO_IS_ACCOUNT (self));

  g_object_freeze_notify (G_OBJECT (self));

  if (take_string (&self->address, normalize_address (address)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ADDRESS]);

  if (take_string (&self->account_id, dup_stripped (account_id)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNT_ID]);

  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * palco_account_validate:
 * @name: (nullable): what people call it
 * @address: (nullable): the URL of the service
 * @account_id: (nullable): the id that the service knows the account by
 * @error: return location for a #GError
 *
 * Checks what somebody entered, in this order, and tells the first fault:
 * %PALCO_ERROR_INVALID_ARGUMENT, or %PALCO_ERROR_INSECURE for an address that is neither
 * `https:` nor on this computer. Blanks around the values do not count.
 *
 * Returns: whether an account can be made of it
 *
 * Since: 1.0
 */
gboolean
palco_account_validate (const char  *name,
                        const char  *address,
                        const char  *account_id,
                        GError     **error)
{
  g_autofree char *clean_name = dup_stripped (name);
  g_autofree char *clean_address = normalize_address (address);
  g_autofree char *clean_id = dup_stripped (account_id);

  return validate_name (clean_name, error) &&
         validate_address (clean_address, error) &&
         validate_account_id (clean_id, error);
}
