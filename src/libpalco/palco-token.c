/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-token-private.h"

#include <string.h>

#include "palco-account.h"
#include "palco-credentials.h"
#include "palco-error-private.h"
#include "palco-json.h"
#include "palco-waiters.h"

#define STS_API_VERSION      "2019-02-28-preview"

/* Rule 8.13: what cannot be read lives a day, and is renewed five minutes before its end. */
#define LIFETIME_SECS        (24 * 60 * 60)
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
  char             *origin;         /* the STS and account id that the token came from */
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

/* The middle of a JWT, as far as it can be read without its keys. */
static JsonObject *
read_payload (const char *token)
{
  g_auto(GStrv) parts = g_strsplit (token, ".", 3);
  g_autoptr(GString) base64 = NULL;
  g_autofree guchar *payload = NULL;
  gsize length;

  if (g_strv_length (parts) != 3)
    return NULL;

  base64 = g_string_new (g_strdelimit (g_strdelimit (parts[1], "-", '+'), "_", '/'));
  while (base64->len % 4 != 0)
    g_string_append_c (base64, '=');

  payload = g_base64_decode (base64->str, &length);

  return palco_json_parse_object ((const char *) payload, length, NULL);
}

/* When @token ends, in seconds of the wall clock. Tokens are opaque (rule 8.13): one that
 * does not tell is good for a day. */
gint64
palco_token_read_expiry (const char *token,
                         gint64      now_secs)
{
  g_autoptr(JsonObject) payload = read_payload (token);
  gint64 expiry = -1;

  if (payload != NULL &&
      palco_json_read_int (payload, "exp", PALCO_JSON_REQUIRED, 1, G_MAXINT64, &expiry, NULL))
    return expiry;

  return now_secs + LIFETIME_SECS;
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

static char *
dup_sts_url (PalcoToken *self)
{
  const char *own = palco_account_get_sts_url (self->account);
  const char *address = palco_account_get_address (self->account);

  if (palco_account_is_local (self->account))
    return g_strdup (address);

  if (own != NULL && *own != '\0')
    return g_strdup (own);

  if (self->sts_url != NULL)
    return g_strdup (self->sts_url);

  return dup_derived_sts_url (address);
}

static char *
dup_origin (PalcoToken *self)
{
  g_autofree char *sts_url = dup_sts_url (self);

  return g_strjoin (" ", sts_url, palco_account_get_account_id (self->account), NULL);
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

/* Headers take printable characters only. */
static gboolean
is_header_safe (const char *value)
{
  const char *p = value;

  while (g_ascii_isgraph (*p))
    p++;

  return p > value && *p == '\0';
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
} Fetch;

static void
fetch_free (Fetch *fetch)
{
  g_object_unref (fetch->self);
  g_object_unref (fetch->cancellable);
  g_free (fetch->origin);
  g_free (fetch);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fetch, fetch_free)

static gboolean
fetch_is_over (Fetch *fetch)
{
  return fetch->self->waiters.work != fetch->cancellable;
}

static gboolean
take_token (Fetch       *fetch,
            PalcoReply  *reply,
            GError     **error)
{
  PalcoToken *self = fetch->self;
  g_autoptr(JsonObject) object = palco_reply_parse (reply, error);
  const char *token = NULL;

  if (object == NULL)
    return FALSE;

  if (!palco_json_read_string (object, "AccessToken", PALCO_JSON_REQUIRED, &token, NULL) ||
      !is_header_safe (token))
    {
      g_set_error (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL,
                   "The answer of the token service has no token; check the address");
      return FALSE;
    }

  forget_token (self);
  self->token = g_strdup (token);
  self->origin = g_steal_pointer (&fetch->origin);
  self->expiry_secs = palco_token_read_expiry (token, g_get_real_time () / G_USEC_PER_SEC);

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
    take_token (fetch, reply, &error);

  complete (fetch->self, error);
}

static void
request_token (Fetch      *fetch,
               const char *key)
{
  PalcoToken *self = fetch->self;
  const char *account_id = palco_account_get_account_id (self->account);
  g_autofree char *escaped_id = g_uri_escape_string (account_id, NULL, FALSE);
  g_autofree char *sts_url = dup_sts_url (self);
  g_autofree char *url = g_strdup_printf ("%s/Accounts/%s/token?api-version=" STS_API_VERSION,
                                          sts_url, escaped_id);
  char *authorization = g_strdup_printf ("Bearer %s:%s", account_id, key);
  PalcoRequest request = { .method = "GET", .url = url, .authorization = authorization };

  fetch->origin = dup_origin (self);
  palco_http_send_async (self->http, &request, fetch->cancellable, reply_cb, fetch);
  palco_key_free (authorization);
}

static void
key_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(Fetch) fetch = user_data;
  g_autoptr(GError) error = NULL;
  char *key = palco_credentials_lookup_key_finish (PALCO_CREDENTIALS (source), result, &error);

  if (!fetch_is_over (fetch))
    {
      if (key == NULL)
        complete (fetch->self, error);
      else if (is_header_safe (key) &&
               is_header_safe (palco_account_get_account_id (fetch->self->account)))
        request_token (g_steal_pointer (&fetch), key);
      else
        {
          g_set_error (&error, PALCO_ERROR, PALCO_ERROR_AUTHENTICATION,
                       "The account id or its key has characters that none can have; "
                       "enter both again");
          complete (fetch->self, error);
        }
    }

  palco_key_free (key);
}

static void
start_fetch (PalcoToken *self)
{
  Fetch *fetch = g_new0 (Fetch, 1);

  fetch->self = g_object_ref (self);
  fetch->cancellable = g_object_ref (self->waiters.work);

  palco_credentials_lookup_key_async (self->credentials, self->account, fetch->cancellable,
                                      key_cb, fetch);
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
  if (g_strcmp0 (self->token, token) == 0)
    forget_token (self);
}
