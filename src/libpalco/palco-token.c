/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-token-private.h"

#include <libsoup/soup.h>

#include "palco-account-private.h"
#include "palco-address.h"
#include "palco-credentials.h"
#include "palco-error-private.h"
#include "palco-json.h"
#include "palco-sign-in.h"
#include "palco-token-command-private.h"
#include "palco-waiters.h"

#define STS_API_VERSION      "2019-02-28-preview"

/* Rule 8.13: it is renewed five minutes before its end. */
#define RENEW_EARLY_SECS     300

/* The token of an account: asked for once, whoever waits for it. */

struct _PalcoToken
{
  GObject           parent_instance;
  PalcoHttp        *http;
  PalcoAccount     *account;
  PalcoCredentials *credentials;
  char             *sts_url;        /* what the service named; the account's own goes first */
  char             *token;
  char             *origin;         /* where the token came from, and for which account id */
  char             *refused;        /* the token that the service did not accept last */
  gint64            expiry_secs;    /* wall clock */
  PalcoWaiters      waiters;
};

G_DEFINE_FINAL_TYPE (PalcoToken, palco_token, G_TYPE_OBJECT)

static void
forget_token (PalcoToken *self)
{
  g_clear_pointer (&self->token, palco_key_free);
  g_clear_pointer (&self->origin, g_free);
}

static void
palco_token_finalize (GObject *object)
{
  PalcoToken *self = PALCO_TOKEN (object);

  forget_token (self);
  palco_key_free (self->refused);
  g_free (self->sts_url);
  g_clear_object (&self->http);
  g_clear_object (&self->account);
  g_clear_object (&self->credentials);

  G_OBJECT_CLASS (palco_token_parent_class)->finalize (object);
}

static void
palco_token_class_init (PalcoTokenClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palco_token_finalize;
}

static void
palco_token_init (PalcoToken *self)
{
}

PalcoToken *
palco_token_new (PalcoHttp        *http,
                 PalcoAccount     *account,
                 PalcoCredentials *credentials)
{
  PalcoToken *self = g_object_new (PALCO_TYPE_TOKEN, NULL);

  self->http = g_object_ref (http);
  self->account = g_object_ref (account);
  self->credentials = g_object_ref (credentials);

  return self;
}

/* What the service says its token service is; NULL when it says nothing. */
void
palco_token_set_sts_url (PalcoToken *self,
                         const char *sts_url)
{
  g_free (self->sts_url);
  self->sts_url = g_strdup (sts_url);
}

/* Rule 8.16: the token service of an account domain is at “sts.” of it. Services that know
 * neither domain nor discovery give tokens where they give sessions. */
static char *
dup_derived_sts_url (const char *address)
{
  static const char endpoint_prefix[] = "https://remoterendering.";

  if (g_str_has_prefix (address, endpoint_prefix))
    return g_strconcat ("https://sts.", address + strlen (endpoint_prefix), NULL);

  return g_strdup (address);
}

char *
palco_token_dup_sts_url (PalcoToken *self)
{
  const char *own = palco_account_get_sts_url (self->account);
  const char *trusted = palco_account_get_trusted_sts_url (self->account);
  const char *address = palco_account_get_address (self->account);

  if (palco_account_is_local (self->account))
    return g_strdup (address);

  if (own != NULL && *own != '\0')
    return g_strdup (own);

  if (self->sts_url != NULL)
    return g_strdup (self->sts_url);

  if (trusted != NULL)
    return g_strdup (trusted);

  return dup_derived_sts_url (address);
}

static gboolean
is_same_origin (const char *url,
                const char *other_url)
{
  g_autoptr(GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr(GUri) other_uri = g_uri_parse (other_url, SOUP_HTTP_URI_FLAGS, NULL);

  return uri != NULL && other_uri != NULL && palco_address_same_origin (uri, other_uri);
}

/* Where it is sent is what keeps the key safe: a service that was taken over could name a token
 * service of the intruder. So the first one that worked is trusted, until somebody says else. */
static gboolean
check_sts_url (PalcoToken  *self,
               const char  *sts_url,
               GError     **error)
{
  const char *trusted = palco_account_get_trusted_sts_url (self->account);

  if (palco_account_is_local (self->account) || trusted == NULL ||
      palco_account_get_sts_url (self->account) != NULL || is_same_origin (sts_url, trusted))
    {
      palco_account_set_offered_sts_url (self->account, NULL);
      return TRUE;
    }

  palco_account_set_offered_sts_url (self->account, sts_url);
  g_set_error (error, PALCO_ERROR, PALCO_ERROR_STS_CHANGED,
               "The service names %s as its token service, but the key of “%s” has so far gone to %s. "
               "It was not sent. Ask whoever runs the service whether the new address is theirs.",
               sts_url, palco_account_get_name (self->account), trusted);
  return FALSE;
}

static PalcoSignInKind
get_kind (PalcoToken *self)
{
  if (palco_account_is_local (self->account))
    return PALCO_SIGN_IN_KEY;

  return palco_sign_in_get_kind (palco_account_get_sign_in (self->account));
}

static char *
dup_origin (PalcoToken *self)
{
  PalcoSignIn *sign_in = palco_account_get_sign_in (self->account);
  g_autofree char *source = NULL;

  switch (get_kind (self))
    {
    case PALCO_SIGN_IN_KEY:
      source = palco_token_dup_sts_url (self);
      break;

    case PALCO_SIGN_IN_TOKEN:
      source = g_strdup ("token");
      break;

    case PALCO_SIGN_IN_COMMAND:
      source = palco_sign_in_dup_command_line (sign_in);
      break;
    }

  return g_strjoin (" ", source, palco_account_get_account_id (self->account), NULL);
}

static gboolean
is_fresh (PalcoToken *self)
{
  g_autofree char *origin = NULL;

  if (self->token == NULL ||
      g_get_real_time () / G_USEC_PER_SEC > self->expiry_secs - RENEW_EARLY_SECS)
    return FALSE;

  origin = dup_origin (self);

  return g_str_equal (origin, self->origin);
}

static void
return_token (GTask    *task,
              gpointer  token)
{
  g_task_return_pointer (task, g_strdup (token), (GDestroyNotify) palco_key_free);
}

static void
complete (PalcoToken   *self,
          const GError *error)
{
  char *token = g_strdup (self->token);   /* a caller may drop it while others still wait */

  palco_waiters_complete (&self->waiters, error, return_token, token);
  palco_key_free (token);
}

/* One fetch; it is over when all who waited for it gave up. */
typedef struct
{
  PalcoToken   *self;
  GCancellable *cancellable;
  char         *origin;
  char         *sts_url;
} Fetch;

static void
fetch_free (Fetch *fetch)
{
  g_object_unref (fetch->self);
  g_object_unref (fetch->cancellable);
  g_free (fetch->origin);
  g_free (fetch->sts_url);
  g_free (fetch);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fetch, fetch_free)

static gboolean
fetch_is_over (Fetch *fetch)
{
  return fetch->self->waiters.work != fetch->cancellable;
}

static void
keep_token (Fetch      *fetch,
            const char *token)
{
  PalcoToken *self = fetch->self;

  forget_token (self);
  self->token = g_strdup (token);
  self->origin = g_steal_pointer (&fetch->origin);
  self->expiry_secs = palco_token_read_expiry (token, g_get_real_time () / G_USEC_PER_SEC);
}

static void
trust_sts (Fetch *fetch)
{
  PalcoAccount *account = fetch->self->account;

  if (!palco_account_is_local (account) && palco_account_get_sts_url (account) == NULL &&
      palco_account_get_trusted_sts_url (account) == NULL)
    palco_account_set_trusted_sts_url (account, fetch->sts_url);
}

static gboolean
take_reply (Fetch       *fetch,
            PalcoReply  *reply,
            GError     **error)
{
  g_autoptr(JsonObject) object = palco_reply_parse (reply, error);
  const char *token = NULL;

  if (object == NULL)
    return FALSE;

  if (!palco_json_read_string (object, "AccessToken", PALCO_JSON_REQUIRED, &token, NULL) ||
      !palco_token_is_header_safe (token))
    {
      g_set_error (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL,
                   "The answer of the token service has no token; check the address");
      return FALSE;
    }

  keep_token (fetch, token);
  trust_sts (fetch);

  return TRUE;
}

static void
reply_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Fetch) fetch = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoReply) reply = palco_http_send_finish (PALCO_HTTP (source), result, &error);

  if (fetch_is_over (fetch))
    return;

  if (reply != NULL)
    take_reply (fetch, reply, &error);

  complete (fetch->self, error);
}

static void
request_token (Fetch      *fetch_taken,
               const char *key)
{
  PalcoToken *self = fetch_taken->self;
  const char *account_id = palco_account_get_account_id (self->account);
  g_autofree char *escaped_id = g_uri_escape_string (account_id, NULL, FALSE);
  g_autofree char *url = g_strdup_printf ("%s/Accounts/%s/token?api-version=" STS_API_VERSION,
                                          fetch_taken->sts_url, escaped_id);
  char *authorization = g_strdup_printf ("Bearer %s:%s", account_id, key);
  PalcoRequest request = { .method = "GET", .url = url, .authorization = authorization };

  palco_http_send_async (self->http, &request, fetch_taken->cancellable, reply_cb, fetch_taken);
  palco_key_free (authorization);
}

static gboolean
check_key (PalcoToken  *self,
           const char  *key,
           GError     **error)
{
  if (palco_token_is_header_safe (key) &&
      palco_token_is_header_safe (palco_account_get_account_id (self->account)))
    return TRUE;

  g_set_error (error, PALCO_ERROR, PALCO_ERROR_AUTHENTICATION,
               "The account id or its key has characters that none can have; enter both again");
  return FALSE;
}

static void
key_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(Fetch) fetch = user_data;
  PalcoToken *self = fetch->self;
  g_autoptr(GError) error = NULL;
  char *key = palco_credentials_lookup_key_finish (PALCO_CREDENTIALS (source), result, &error);

  if (!fetch_is_over (fetch))
    {
      if (key != NULL && check_key (self, key, &error))
        {
          g_free (fetch->origin);
          fetch->origin = dup_origin (self);
          fetch->sts_url = palco_token_dup_sts_url (self);
          if (check_sts_url (self, fetch->sts_url, &error))
            request_token (g_steal_pointer (&fetch), key);
        }

      if (error != NULL)
        complete (self, error);
    }

  palco_key_free (key);
}

/* One that came another way than from the token service. */
static gboolean
take_given (Fetch       *fetch,
            const char  *token,
            GError     **error)
{
  if (!palco_token_check (token, error))
    return FALSE;

  if (g_strcmp0 (token, fetch->self->refused) == 0)
    {
      g_set_error_literal (error, PALCO_ERROR, PALCO_ERROR_TOKEN,
                           "The service does not accept the access token. Get a new one.");
      return FALSE;
    }

  keep_token (fetch, token);

  return TRUE;
}

static void
given_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Fetch) fetch = user_data;
  g_autoptr(GError) error = NULL;
  char *token = palco_credentials_lookup_key_finish (PALCO_CREDENTIALS (source), result, &error);

  if (!fetch_is_over (fetch))
    {
      if (token != NULL)
        take_given (fetch, token, &error);
      complete (fetch->self, error);
    }

  palco_key_free (token);
}

static void
command_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Fetch) fetch = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) misprint = NULL;
  char *token = palco_token_command_run_finish (result, &error);

  if (!fetch_is_over (fetch))
    {
      if (token != NULL && !take_given (fetch, token, &misprint))
        g_set_error (&error, PALCO_ERROR, PALCO_ERROR_TOKEN_COMMAND,
                     "The token command does not print a token that can be used: %s",
                     misprint->message);
      complete (fetch->self, error);
    }

  palco_key_free (token);
}

static void
run_command (Fetch *fetch_taken)
{
  g_autoptr(Fetch) fetch = fetch_taken;
  PalcoToken *self = fetch->self;
  PalcoSignIn *sign_in = palco_account_get_sign_in (self->account);
  g_autofree char *line = NULL;
  g_autoptr(GError) error = NULL;

  if (palco_sign_in_is_allowed (sign_in))
    {
      palco_token_command_run_async (palco_sign_in_get_command (sign_in),
                                     PALCO_TOKEN_COMMAND_LIMIT_MSECS, self->waiters.work, command_cb,
                                     g_steal_pointer (&fetch));
      return;
    }

  line = palco_sign_in_dup_command_line (sign_in);
  error = g_error_new (PALCO_ERROR, PALCO_ERROR_TOKEN_COMMAND_DENIED,
                       "The account “%s” signs in with the command “%s”, which nobody has allowed on this "
                       "computer. It was not started.", palco_account_get_name (self->account), line);
  complete (self, error);
}

static Fetch *
fetch_new (PalcoToken *self)
{
  Fetch *fetch = g_new0 (Fetch, 1);

  fetch->self = g_object_ref (self);
  fetch->cancellable = g_object_ref (self->waiters.work);
  fetch->origin = dup_origin (self);

  return fetch;
}

static void
start_fetch (PalcoToken *self)
{
  GCancellable *cancellable = self->waiters.work;

  switch (get_kind (self))
    {
    case PALCO_SIGN_IN_KEY:
      palco_credentials_lookup_key_async (self->credentials, self->account, cancellable, key_cb,
                                          fetch_new (self));
      break;

    case PALCO_SIGN_IN_TOKEN:
      palco_credentials_lookup_key_async (self->credentials, self->account, cancellable, given_cb,
                                          fetch_new (self));
      break;

    case PALCO_SIGN_IN_COMMAND:
      run_command (fetch_new (self));
      break;
    }
}

/* Gives the token, from memory while it is fresh. Callers at the same time share a fetch. */
void
palco_token_get_async (PalcoToken          *self,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, palco_token_get_async);

  if (is_fresh (self))
    return_token (task, self->token);
  else if (palco_waiters_add (&self->waiters, task))
    start_fetch (self);
}

/* Free the token with palco_key_free(). */
char *
palco_token_get_finish (PalcoToken    *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The service refused @token: the next caller gets another one. */
void
palco_token_drop (PalcoToken *self,
                  const char *token)
{
  if (g_strcmp0 (self->token, token) != 0)
    return;

  palco_key_free (self->refused);
  self->refused = g_steal_pointer (&self->token);
  forget_token (self);
}
