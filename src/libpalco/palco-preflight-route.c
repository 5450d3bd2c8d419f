/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-preflight-route-private.h"

#include "palco-address.h"
#include "palco-limit-private.h"
#include "palco-preflight-fault-private.h"
#include "palco-preflight-step-private.h"

/* The way to a host: one connection that is closed again before anything is sent. GSocketClient
 * goes the way that libsoup goes, and tells where it is. */

typedef struct
{
  GUri                *uri;
  GTlsDatabase        *tls_database;
  guint                step_msecs;
  GUri                *proxy;          /* NULL when none is needed */
  PalcoPreflightCheck  current;
  gboolean             negotiating;    /* the proxy was asked for the connection */
  GTlsCertificateFlags flags;
  GTlsCertificate     *certificate;    /* the one that was not accepted */
  GIOStream           *handshake;      /* of TLS; its thread may be the last to drop it */
  PalcoLimit           limit;
  GPtrArray           *steps;
} Route;

static void
leave_handshake (Route *route)
{
  if (route->handshake != NULL)
    g_signal_handlers_disconnect_by_data (route->handshake, route);

  g_clear_object (&route->handshake);
}

static void
route_free (Route *route)
{
  palco_limit_clear (&route->limit);
  g_clear_pointer (&route->proxy, g_uri_unref);
  leave_handshake (route);
  g_clear_object (&route->certificate);
  g_clear_object (&route->tls_database);
  g_ptr_array_unref (route->steps);
  g_uri_unref (route->uri);
  g_free (route);
}

static gboolean
uses_tls (Route *route)
{
  return g_str_equal (g_uri_get_scheme (route->uri), "https");
}

static void
add_step (Route                *route,
          PalcoPreflightCheck   check,
          PalcoPreflightStatus  status,
          PalcoPreflightFault   fault,
          const char           *detail)
{
  GUri *uri = route->uri;

  if (check == PALCO_PREFLIGHT_CHECK_PROXY)
    uri = route->proxy;

  g_ptr_array_add (route->steps,
                   palco_preflight_step_new (check, status, fault,
                                             uri != NULL ? g_uri_get_host (uri) : NULL,
                                             uri != NULL ? MAX (g_uri_get_port (uri), 0) : 0,
                                             detail));
}

/* A proxy looks for the host itself, and an address needs no name. */
static gboolean
is_needless (Route               *route,
             PalcoPreflightCheck  check)
{
  if (check == PALCO_PREFLIGHT_CHECK_NAME)
    return route->proxy != NULL || g_hostname_is_ip_address (g_uri_get_host (route->uri));

  return check == PALCO_PREFLIGHT_CHECK_TLS && !uses_tls (route);
}

static void
add_good_steps (Route               *route,
                PalcoPreflightCheck  end)
{
  for (PalcoPreflightCheck check = PALCO_PREFLIGHT_CHECK_PROXY; check < end; check++)
    add_step (route, check,
              is_needless (route, check) ? PALCO_PREFLIGHT_STATUS_SKIPPED
                                         : PALCO_PREFLIGHT_STATUS_OK,
              PALCO_PREFLIGHT_FAULT_NONE, NULL);
}

static PalcoPreflightFault
find_fault (Route        *route,
            const GError *error)
{
  if (route->current == PALCO_PREFLIGHT_CHECK_PROXY && route->proxy == NULL)
    return PALCO_PREFLIGHT_FAULT_PROXY_SETTINGS;

  if (palco_limit_has_passed (&route->limit) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return palco_preflight_fault_from_silence (route->current);

  if (route->current == PALCO_PREFLIGHT_CHECK_PROXY)
    return palco_preflight_fault_from_proxy (error, route->negotiating);

  if (route->current == PALCO_PREFLIGHT_CHECK_NAME)
    return palco_preflight_fault_from_name (error);

  if (route->current == PALCO_PREFLIGHT_CHECK_CONNECTION)
    return palco_preflight_fault_from_connection (error);

  return route->flags != 0 ? palco_preflight_fault_from_certificate (route->flags)
                           : PALCO_PREFLIGHT_FAULT_TLS_PROTOCOL;
}

/* When the certificate is valid: next to the clock of this computer it says who is wrong. */
static char *
dup_detail (Route        *route,
            const GError *error)
{
  g_autoptr(GDateTime) begin = NULL;
  g_autoptr(GDateTime) end = NULL;
  g_autofree char *begin_text = NULL;
  g_autofree char *end_text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return NULL;

  if (route->certificate != NULL)
    {
      begin = g_tls_certificate_get_not_valid_before (route->certificate);
      end = g_tls_certificate_get_not_valid_after (route->certificate);
    }

  if (begin == NULL || end == NULL)
    return g_strdup (error->message);

  begin_text = g_date_time_format_iso8601 (begin);
  end_text = g_date_time_format_iso8601 (end);

  return g_strdup_printf ("%s (%s … %s)", error->message, begin_text, end_text);
}

/* In a network that keeps people on its own page first, anything may fail. */
static PalcoPreflightFault
prefer_portal (PalcoPreflightFault fault)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();

  return g_network_monitor_get_connectivity (monitor) == G_NETWORK_CONNECTIVITY_PORTAL
         ? PALCO_PREFLIGHT_FAULT_CAPTIVE_PORTAL : fault;
}

static void
finish_route (GTask        *task,
              const GError *error)
{
  Route *route = g_task_get_task_data (task);
  g_autofree char *detail = NULL;

  if (error == NULL)
    {
      add_good_steps (route, PALCO_PREFLIGHT_CHECK_CLOCK);
    }
  else
    {
      detail = dup_detail (route, error);
      add_good_steps (route, route->current);
      add_step (route, route->current, PALCO_PREFLIGHT_STATUS_FAILED,
                prefer_portal (find_fault (route, error)), detail);
    }

  g_task_return_pointer (task, g_ptr_array_ref (route->steps), (GDestroyNotify) g_ptr_array_unref);
}

static gboolean
accept_certificate_cb (GTlsConnection       *connection,
                       GTlsCertificate      *certificate,
                       GTlsCertificateFlags  flags,
                       Route                *route)
{
  route->flags = flags;
  g_set_object (&route->certificate, certificate);

  return FALSE;
}

static void
enter (Route               *route,
       PalcoPreflightCheck  check)
{
  route->current = check;
  palco_limit_restart (&route->limit, route->step_msecs);
}

static void
event_cb (GSocketClient      *client,
          GSocketClientEvent  event,
          GSocketConnectable *connectable,
          GIOStream          *connection,
          gpointer            user_data)
{
  GTask *task = user_data;
  Route *route = g_task_get_task_data (task);

  if (event == G_SOCKET_CLIENT_RESOLVING && route->proxy == NULL)
    {
      enter (route, PALCO_PREFLIGHT_CHECK_NAME);
    }
  else if (event == G_SOCKET_CLIENT_RESOLVED && route->proxy == NULL)
    {
      enter (route, PALCO_PREFLIGHT_CHECK_CONNECTION);
    }
  else if (event == G_SOCKET_CLIENT_PROXY_NEGOTIATING)
    {
      route->negotiating = TRUE;
      enter (route, PALCO_PREFLIGHT_CHECK_PROXY);
    }
  else if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING)
    {
      if (route->tls_database != NULL)
        g_tls_connection_set_database (G_TLS_CONNECTION (connection), route->tls_database);
      leave_handshake (route);
      route->handshake = g_object_ref (connection);
      g_signal_connect (connection, "accept-certificate", G_CALLBACK (accept_certificate_cb), route);
      enter (route, PALCO_PREFLIGHT_CHECK_TLS);
    }
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocketConnection) connection G_GNUC_UNUSED =
    g_socket_client_connect_to_uri_finish (G_SOCKET_CLIENT (source), result, &error);

  finish_route (task, error);
}

static void
connect_to_host (GTask *task)
{
  Route *route = g_task_get_task_data (task);
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autofree char *text = g_uri_to_string (route->uri);

  g_socket_client_set_enable_proxy (client, route->proxy != NULL);
  g_socket_client_set_tls (client, uses_tls (route));
  g_signal_connect_object (client, "event", G_CALLBACK (event_cb), task, 0);
  g_socket_client_connect_to_uri_async (client, text, g_uri_get_port (route->uri),
                                        route->limit.work, connected_cb, g_object_ref (task));
}

static void
proxies_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Route *route = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &error);

  if (proxies != NULL && proxies[0] != NULL && !g_str_has_prefix (proxies[0], "direct:"))
    route->proxy = g_uri_parse (proxies[0], G_URI_FLAGS_NONE, &error);

  if (error == NULL)
    connect_to_host (task);
  else
    finish_route (task, error);
}

/* Looks at each part of the way to @uri, which has a port. A part has failed when it takes longer
 * than @step_msecs, or when all is cancelled. */
void
palco_preflight_route_async (GUri               *uri,
                             GTlsDatabase       *tls_database,
                             guint               step_msecs,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, NULL, callback, user_data);
  g_autofree char *text = g_uri_to_string (uri);
  Route *route = g_new0 (Route, 1);

  route->uri = g_uri_ref (uri);
  route->tls_database = tls_database != NULL ? g_object_ref (tls_database) : NULL;
  route->step_msecs = step_msecs;
  route->steps = g_ptr_array_new_with_free_func (g_object_unref);
  route->current = PALCO_PREFLIGHT_CHECK_PROXY;
  palco_limit_start (&route->limit, step_msecs, cancellable);
  g_task_set_source_tag (task, palco_preflight_route_async);
  g_task_set_task_data (task, route, (GDestroyNotify) route_free);

  /* As in palco-http.c. */
  if (palco_host_is_loopback (g_uri_get_host (uri)))
    connect_to_host (task);
  else
    g_proxy_resolver_lookup_async (g_proxy_resolver_get_default (), text, route->limit.work,
                                   proxies_cb, g_object_ref (task));
}

/* The steps from the proxy on; only the last of them may have failed. */
GPtrArray *
palco_preflight_route_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
