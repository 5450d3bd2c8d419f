/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-client-private.h"

#include <libsoup/soup.h>

#include "palco-account.h"
#include "palco-address.h"
#include "palco-catalogue-private.h"
#include "palco-error-private.h"

/* What a service says of itself, if it says anything. */
static PalcoCatalogue *
read_discovery (PalcoReply  *reply,
                GError     **error)
{
  g_autoptr(JsonObject) object = palco_reply_parse (reply, error);

  return object != NULL ? palco_catalogue_new_from_json (object, reply->is_local, error) : NULL;
}

/* A service that is there but does not know the question is one of the kind that never
 * describes itself; one that is not there, or not safe, must not be guessed about. */
static gboolean
means_no_discovery (const GError *error)
{
  return error->domain == PALCO_ERROR &&
         !palco_error_is_transient (error) &&
         !palco_error_has_code (error, PALCO_ERROR_INSECURE) &&
         !palco_error_has_code (error, PALCO_ERROR_CERTIFICATE);
}

static void
finish_load (GTask          *task,
             PalcoCatalogue *catalogue)
{
  PalcoClient *self = g_task_get_source_object (task);

  palco_client_set_catalogue (self, catalogue);
  g_task_return_pointer (task, catalogue, g_object_unref);
}

static void
discovery_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoClient *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoReply) reply = palco_http_send_finish (PALCO_HTTP (source), result, &error);
  PalcoCatalogue *catalogue = reply != NULL ? read_discovery (reply, &error) : NULL;

  if (catalogue == NULL && means_no_discovery (error))
    catalogue = palco_catalogue_new_built_in (palco_account_get_address (self->account));

  if (catalogue != NULL)
    finish_load (task, catalogue);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoClient *self = PALCO_CLIENT (source);
  const char *address;
  g_autofree char *url = NULL;
  g_autoptr(GUri) uri = NULL;
  PalcoRequest request = { .method = "GET" };
  GError *error = NULL;

  if (!palco_client_open_finish (self, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  address = palco_account_get_address (self->account);
  uri = palco_address_parse (address, &error);
  if (uri == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (palco_catalogue_knows_host (g_uri_get_host (uri)))
    {
      finish_load (task, palco_catalogue_new_built_in (address));
      return;
    }

  url = g_strconcat (address, PALCO_DISCOVERY_PATH, NULL);
  request.url = url;
  palco_http_send_async (self->http, &request, g_task_get_cancellable (task),
                         discovery_cb, g_object_ref (task));
}

/**
 * palco_client_load_catalogue_async:
 * @self: a client
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Asks which regions and sizes there are. A service that cannot tell has the regions
 * that this library knows of, or its own address as the only one.
 *
 * Since: 1.0
 */
void
palco_client_load_catalogue_async (PalcoClient         *self,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PALCO_IS_CLIENT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_client_load_catalogue_async);
  palco_client_open_async (self, cancellable, opened_cb, g_steal_pointer (&task));
}

/**
 * palco_client_load_catalogue_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [method@Palco.Client.load_catalogue_async]. It fails with %PALCO_ERROR_CONNECTION,
 * %PALCO_ERROR_UNAVAILABLE, %PALCO_ERROR_INSECURE, %PALCO_ERROR_CERTIFICATE or
 * %PALCO_ERROR_LOCAL_SERVICE.
 *
 * Returns: (transfer full): the catalogue, which the client keeps too
 *
 * Since: 1.0
 */
PalcoCatalogue *
palco_client_load_catalogue_finish (PalcoClient   *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Like palco_client_load_catalogue_async(), and ends like it, but asks only once. */
void
palco_client_ensure_catalogue_async (PalcoClient         *self,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  if (self->catalogue == NULL)
    {
      palco_client_load_catalogue_async (self, cancellable, callback, user_data);
      return;
    }

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_client_ensure_catalogue_async);
  g_task_return_pointer (task, g_object_ref (self->catalogue), g_object_unref);
}
