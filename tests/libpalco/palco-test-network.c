/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-network.h"

#include "palco-test-await.h"

#include <string.h>

PalcoTestNetwork palco_test_network = { .name_error = -1 };

static GSocket *closed_socket;

/* Names. */

#define TEST_TYPE_RESOLVER (test_resolver_get_type ())

G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver
{
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static gboolean
hanging_cb (GCancellable *cancellable,
            gpointer      user_data)
{
  g_task_return_error_if_cancelled (user_data);

  return G_SOURCE_REMOVE;
}

static void
hang (GTask *task)
{
  g_autoptr(GSource) source = g_cancellable_source_new (g_task_get_cancellable (task));

  g_source_set_callback (source, G_SOURCE_FUNC (hanging_cb), g_object_ref (task), g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static void
free_addresses (gpointer addresses)
{
  g_resolver_free_addresses (addresses);
}

static void
test_resolver_lookup_async (GResolver                *resolver,
                            const char               *hostname,
                            GResolverNameLookupFlags  flags,
                            GCancellable             *cancellable,
                            GAsyncReadyCallback       callback,
                            gpointer                  user_data)
{
  g_autoptr(GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_set_source_tag (task, test_resolver_lookup_async);

  if (palco_test_network.hang)
    hang (task);
  else if (palco_test_network.name_error >= 0)
    g_task_return_new_error (task, G_RESOLVER_ERROR, palco_test_network.name_error,
                             "Error resolving “%s”", hostname);
  else if (flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY)
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "No IPv6");
  else
    g_task_return_pointer (task, g_list_prepend (NULL, g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4)),
                           free_addresses);
}

static GList *
test_resolver_lookup_finish (GResolver     *resolver,
                             GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_with_flags_async = test_resolver_lookup_async;
  resolver_class->lookup_by_name_with_flags_finish = test_resolver_lookup_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

/* Proxies. */

#define TEST_TYPE_PROXY_RESOLVER (test_proxy_resolver_get_type ())

G_DECLARE_FINAL_TYPE (TestProxyResolver, test_proxy_resolver, TEST, PROXY_RESOLVER, GObject)

struct _TestProxyResolver
{
  GObject parent_instance;
};

static void test_proxy_resolver_iface_init (GProxyResolverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestProxyResolver, test_proxy_resolver, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER,
                                                      test_proxy_resolver_iface_init))

static gboolean
test_proxy_resolver_is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static char **
test_proxy_resolver_lookup (GProxyResolver  *resolver,
                            const char      *uri,
                            GCancellable    *cancellable,
                            GError         **error)
{
  const char *proxy = palco_test_network.proxy != NULL ? palco_test_network.proxy : "direct://";

  if (*proxy != '\0')
    return g_strsplit (proxy, " ", -1);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The configuration cannot be read");

  return NULL;
}

static void
test_proxy_resolver_lookup_async (GProxyResolver      *resolver,
                                  const char          *uri,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  GError *error = NULL;
  char **proxies = test_proxy_resolver_lookup (resolver, uri, cancellable, &error);

  g_task_set_source_tag (task, test_proxy_resolver_lookup_async);
  if (proxies != NULL)
    g_task_return_pointer (task, proxies, (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, error);
}

static char **
test_proxy_resolver_lookup_finish (GProxyResolver  *resolver,
                                   GAsyncResult    *result,
                                   GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_proxy_resolver_iface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = test_proxy_resolver_is_supported;
  iface->lookup = test_proxy_resolver_lookup;
  iface->lookup_async = test_proxy_resolver_lookup_async;
  iface->lookup_finish = test_proxy_resolver_lookup_finish;
}

static void
test_proxy_resolver_class_init (TestProxyResolverClass *klass)
{
}

static void
test_proxy_resolver_init (TestProxyResolver *self)
{
}

/* What kind of network this is. */

#define TEST_TYPE_MONITOR (test_monitor_get_type ())

G_DECLARE_FINAL_TYPE (TestMonitor, test_monitor, TEST, MONITOR, GObject)

struct _TestMonitor
{
  GObject parent_instance;
};

enum {
  PROP_AVAILABLE = 1,
  PROP_METERED,
  PROP_CONNECTIVITY,
};

static void test_monitor_initable_init (GInitableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestMonitor, test_monitor, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, test_monitor_initable_init)
                               G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, NULL))

static gboolean
test_monitor_initable_start (GInitable     *initable,
                             GCancellable  *cancellable,
                             GError       **error)
{
  return TRUE;
}

static void
test_monitor_initable_init (GInitableIface *iface)
{
  iface->init = test_monitor_initable_start;
}

static void
test_monitor_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  if (prop_id == PROP_CONNECTIVITY)
    g_value_set_enum (value, palco_test_network.is_portal ? G_NETWORK_CONNECTIVITY_PORTAL
                                                          : G_NETWORK_CONNECTIVITY_FULL);
  else
    g_value_set_boolean (value, prop_id == PROP_AVAILABLE);
}

static void
test_monitor_class_init (TestMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = test_monitor_get_property;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
test_monitor_init (TestMonitor *self)
{
}

/* Before anything else asks GIO for them. */
void
palco_test_network_install (void)
{
  g_autoptr(GResolver) resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);

  g_setenv ("GIO_USE_PROXY_RESOLVER", "palco-test", TRUE);
  g_setenv ("GIO_USE_NETWORK_MONITOR", "palco-test", TRUE);

  g_io_extension_point_register (G_PROXY_RESOLVER_EXTENSION_POINT_NAME);
  g_io_extension_point_register (G_NETWORK_MONITOR_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_PROXY_RESOLVER_EXTENSION_POINT_NAME, TEST_TYPE_PROXY_RESOLVER,
                                  "palco-test", 0);
  g_io_extension_point_implement (G_NETWORK_MONITOR_EXTENSION_POINT_NAME, TEST_TYPE_MONITOR,
                                  "palco-test", 0);
  palco_test_read_authorities ();
  g_resolver_set_default (resolver);

  g_assert_true (TEST_IS_PROXY_RESOLVER (g_proxy_resolver_get_default ()));
  g_assert_true (TEST_IS_MONITOR (g_network_monitor_get_default ()));
}

void
palco_test_network_reset (void)
{
  palco_test_network = (PalcoTestNetwork) { .name_error = -1 };
  g_clear_object (&closed_socket);
}

/* Listeners. */

static void
greet (GSocketConnection *connection)
{
  const char *greeting = g_object_get_data (G_OBJECT (connection), "greeting");
  GOutputStream *stream = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  if (greeting != NULL)
    g_output_stream_write_all (stream, greeting, strlen (greeting), NULL, NULL, NULL);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GSocketConnection) connection = user_data;
  g_autoptr(GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);

  if (bytes != NULL && g_bytes_get_size (bytes) > 0)
    greet (connection);
}

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             gpointer           greeting)
{
  GInputStream *stream = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  gboolean reads_first = g_object_get_data (G_OBJECT (service), "reads-first") != NULL;

  g_object_set_data (G_OBJECT (connection), "greeting", greeting);

  /* It stays open as long as the service. */
  g_object_set_data_full (G_OBJECT (service), "connection", g_object_ref (connection), g_object_unref);
  if (reads_first)
    g_input_stream_read_bytes_async (stream, 4096, G_PRIORITY_DEFAULT, NULL, read_cb,
                                     g_object_ref (connection));
  else
    greet (connection);

  return TRUE;
}

GSocketService *
palco_test_listen (const char *greeting,
                   gboolean    reads_first,
                   guint16    *port)
{
  GSocketService *service = g_socket_service_new ();
  g_autoptr(GError) error = NULL;

  g_object_set_data (G_OBJECT (service), "reads-first", GINT_TO_POINTER (reads_first));
  g_signal_connect (service, "incoming", G_CALLBACK (incoming_cb), (gpointer) greeting);
  *port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);
  g_assert_no_error (error);

  return service;
}

static GSocket *
bind_socket (int      backlog,
             guint16 *port)
{
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                  G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_set_listen_backlog (socket, backlog);
  g_socket_bind (socket, any, FALSE, &error);
  g_assert_no_error (error);
  address = g_socket_get_local_address (socket, &error);
  g_assert_no_error (error);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));

  return socket;
}

/* The kernel drops what does not fit into the queue, as a firewall does. */
GSocket *
palco_test_listen_full (GPtrArray *clients,
                        guint16   *port)
{
  GSocket *listener = bind_socket (0, port);
  g_autoptr(GSocketAddress) address = g_socket_get_local_address (listener, NULL);

  g_assert_true (g_socket_listen (listener, NULL));

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr(GSocket) client = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                                G_SOCKET_PROTOCOL_TCP, NULL);

      g_socket_set_blocking (client, FALSE);
      g_socket_connect (client, address, NULL, NULL);
      g_ptr_array_add (clients, g_steal_pointer (&client));
    }

  return listener;
}

/* One that is bound but does not listen refuses everybody; nobody else gets it meanwhile. */
guint16
palco_test_find_closed_port (void)
{
  guint16 port;

  g_clear_object (&closed_socket);
  closed_socket = bind_socket (0, &port);

  return port;
}
