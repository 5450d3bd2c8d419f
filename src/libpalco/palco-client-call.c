/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-client-private.h"

#include <libsoup/soup.h>

#include "palco-account.h"
#include "palco-address.h"
#include "palco-credentials.h"
#include "palco-error-private.h"
#include "palco-local-service.h"
#include "palco-protocol.h"
#include "palco-region.h"

/* One call of the API: the service of this computer is started if it is that one, a token
 * is fetched, the request is sent. A token that was refused is replaced once (rule 8.8). */

typedef struct
{
  char        *method;
  PalcoRegion *region;
  char        *path;
  char        *link;
  char        *body;
  char        *token;
  gboolean     token_replaced;
  gboolean     opened_again;
} Calling;

static void open_for_call (GTask *task);

static void
calling_free (Calling *calling)
{
  g_object_unref (calling->region);
  g_free (calling->method);
  g_free (calling->path);
  g_free (calling->link);
  g_free (calling->body);
  palco_key_free (calling->token);
  g_free (calling);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (palco_local_service_open_finish (PALCO_LOCAL_SERVICE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Makes sure that the service of this computer runs, if that is whom to ask. It does
 * nothing while the service goes on. */
void
palco_client_open_async (PalcoClient         *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, palco_client_open_async);

  if (palco_account_is_local (self->account) && PALCO_IS_LOCAL_SERVICE (self->credentials))
    palco_local_service_open_async (PALCO_LOCAL_SERVICE (self->credentials), cancellable,
                                    opened_cb, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

gboolean
palco_client_open_finish (PalcoClient   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The service of this computer may have moved to another port since the region was read. */
static const char *
get_base (PalcoClient *self,
          PalcoRegion *region)
{
  if (palco_account_is_local (self->account))
    return palco_account_get_address (self->account);

  return palco_region_get_endpoint (region);
}

/* A link of a list is taken as it is, absolute or relative (rule 8.6), but the token goes
 * to the service only. */
static char *
resolve_link (const char  *base,
              const char  *link,
              GError     **error)
{
  g_autoptr(GUri) base_uri = g_uri_parse (base, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr(GUri) uri = g_uri_parse_relative (base_uri, link, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri != NULL && g_uri_get_host (uri) != NULL && palco_address_same_origin (uri, base_uri))
    return g_uri_to_string (uri);

  g_set_error (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL,
               "The service gave a link to another place than itself for the rest of a list");
  return NULL;
}

static char *
make_url (PalcoClient  *self,
          Calling      *calling,
          GError      **error)
{
  const char *base = get_base (self, calling->region);
  g_autofree char *account_id = NULL;

  if (calling->link != NULL)
    return resolve_link (base, calling->link, error);

  account_id = g_uri_escape_string (palco_account_get_account_id (self->account), NULL, FALSE);

  return g_strdup_printf ("%s/accounts/%s%s?api-version=" PALCO_API_VERSION,
                          base, account_id, calling->path);
}

/* Who polls should know what the service asked for, in good answers and in bad ones. */
static void
note_patience (PalcoClient *self,
               gint64       retry_after_msecs)
{
  if (retry_after_msecs >= 0)
    self->poll_not_before = MAX (self->poll_not_before,
                                 g_get_monotonic_time () + retry_after_msecs * 1000);
}

/* Whether the call goes on, once more, after @error. */
static gboolean
recover (GTask        *task,
         const GError *error)
{
  PalcoClient *self = g_task_get_source_object (task);
  Calling *calling = g_task_get_task_data (task);

  if (palco_error_has_code (error, PALCO_ERROR_AUTHENTICATION) && !calling->token_replaced)
    {
      calling->token_replaced = TRUE;
      palco_token_drop (self->token, calling->token);
      open_for_call (task);
      return TRUE;
    }

  /* It ended between the look at the bus and the request. */
  if (palco_error_has_code (error, PALCO_ERROR_CONNECTION) && !palco_error_is_uncertain (error) &&
      palco_account_is_local (self->account) && !calling->opened_again)
    {
      calling->opened_again = TRUE;
      open_for_call (task);
      return TRUE;
    }

  return FALSE;
}

/* Of a session “not found” tells about that session; of all that there is, about the address. */
static void
doubt_service (PalcoRegion  *region,
               GError      **error)
{
  GError *doubt;

  if (!palco_error_has_code (*error, PALCO_ERROR_NOT_FOUND))
    return;

  doubt = g_error_new (PALCO_ERROR, PALCO_ERROR_PROTOCOL,
                       "There are no sessions of this account at “%s”; check the address of the "
                       "account and its id", palco_region_get_endpoint (region));
  palco_error_set_correlation_vector (doubt, palco_error_get_correlation_vector (*error));
  g_error_free (*error);
  *error = doubt;
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoClient *self = g_task_get_source_object (task);
  Calling *calling = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  PalcoReply *reply = palco_http_send_finish (PALCO_HTTP (source), result, &error);

  if (reply != NULL)
    {
      note_patience (self, reply->retry_after_msecs);
      g_task_return_pointer (task, reply, (GDestroyNotify) palco_reply_free);
      return;
    }

  note_patience (self, palco_error_get_retry_after_msecs (error));
  if (calling->path != NULL && g_str_equal (calling->path, "/sessions"))
    doubt_service (calling->region, &error);
  if (!recover (task, error))
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
send_call (GTask *task)
{
  PalcoClient *self = g_task_get_source_object (task);
  Calling *calling = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *url = make_url (self, calling, &error);
  char *authorization;
  PalcoRequest request;

  if (url == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  authorization = g_strconcat ("Bearer ", calling->token, NULL);
  request = (PalcoRequest) {
    .method = calling->method,
    .url = url,
    .authorization = authorization,
    .body = calling->body,
  };
  palco_http_send_async (self->http, &request, g_task_get_cancellable (task),
                         sent_cb, g_object_ref (task));
  palco_key_free (authorization);
}

static void
token_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Calling *calling = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  palco_key_free (calling->token);
  calling->token = palco_token_get_finish (PALCO_TOKEN (source), result, &error);

  if (calling->token == NULL)
    doubt_service (calling->region, &error);

  if (calling->token != NULL)
    send_call (task);
  else if (palco_error_has_code (error, PALCO_ERROR_AUTHENTICATION) || !recover (task, error))
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
open_for_call_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoClient *self = PALCO_CLIENT (source);
  GError *error = NULL;

  if (!palco_client_open_finish (self, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  palco_token_get_async (self->token, g_task_get_cancellable (task), token_cb, g_object_ref (task));
}

static void
open_for_call (GTask *task)
{
  palco_client_open_async (g_task_get_source_object (task), g_task_get_cancellable (task),
                           open_for_call_cb, g_object_ref (task));
}

void
palco_client_call_async (PalcoClient           *self,
                         const PalcoClientCall *call,
                         GCancellable          *cancellable,
                         GAsyncReadyCallback    callback,
                         gpointer               user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Calling *calling = g_new0 (Calling, 1);

  calling->method = g_strdup (call->method);
  calling->region = g_object_ref (call->region);
  calling->path = g_strdup (call->path);
  calling->link = g_strdup (call->link);
  calling->body = g_strdup (call->body);

  g_task_set_source_tag (task, palco_client_call_async);
  g_task_set_task_data (task, calling, (GDestroyNotify) calling_free);
  open_for_call (task);
}

PalcoReply *
palco_client_call_finish (PalcoClient   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
