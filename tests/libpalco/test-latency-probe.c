/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-latency-probe.h"
#include "palco-test-await.h"
#include "palco-test-proxy.h"
#include "palco-test-resolver.h"

static const PalcoProbeTiming quick = {
  .connect_msecs = 10000,
  .gap_msecs = 1,
  .enough_msecs = 10000,
  .limit_msecs = 20000,
  .n_least = 3,
  .n_most = 7,
};

static GSocket *
new_socket (int listen_backlog)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                            G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_bind (socket, address, FALSE, &error);
  g_assert_no_error (error);

  if (listen_backlog >= 0)
    {
      g_socket_set_listen_backlog (socket, listen_backlog);
      g_socket_listen (socket, &error);
      g_assert_no_error (error);
    }

  return g_steal_pointer (&socket);
}

static guint
get_port (GSocket *socket)
{
  g_autoptr(GSocketAddress) address = g_socket_get_local_address (socket, NULL);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

static PalcoLatency *
probe_with (const char             *host,
            guint                   port,
            const PalcoProbeTiming *timing,
            PalcoTestProxy         *proxy)
{
  g_autoptr(GProxyResolver) direct = g_simple_proxy_resolver_new (NULL, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  PalcoLatency *latency;

  palco_latency_probe_async (host, port, timing,
                             proxy != NULL ? palco_test_proxy_get_resolver (proxy) : direct, NULL,
                             palco_test_await_cb, &result);
  palco_test_await (&result);
  latency = palco_latency_probe_finish (result, &error);
  g_assert_no_error (error);

  return latency;
}

static PalcoLatency *
probe (const char *host,
       guint       port)
{
  return probe_with (host, port, &quick, NULL);
}

static void
test_answers (void)
{
  g_autoptr(GSocket) listener = new_socket (64);
  g_autoptr(PalcoLatency) latency = probe ("127.0.0.1", get_port (listener));

  g_assert_no_error (palco_latency_get_error (latency));
  g_assert_cmpuint (palco_latency_get_n_sent (latency), ==, quick.n_most);
  g_assert_cmpuint (palco_latency_get_n_answered (latency), >, 0);
  g_assert_cmpfloat (palco_latency_get_median (latency), >, 0.0);
  g_assert_cmpfloat (palco_latency_get_median (latency), <, quick.connect_msecs);
  g_assert_null (palco_latency_get_proxy (latency));
}

/* A far region is measured as often as it must be, not as often as it may be. */
static void
test_enough (void)
{
  PalcoProbeTiming timing = quick;
  g_autoptr(GSocket) listener = new_socket (64);
  g_autoptr(PalcoLatency) latency = NULL;

  timing.enough_msecs = 0;
  latency = probe_with ("127.0.0.1", get_port (listener), &timing, NULL);
  g_assert_cmpuint (palco_latency_get_n_sent (latency), ==, timing.n_least);
}

static void
test_refused (void)
{
  g_autoptr(GSocket) closed = new_socket (-1);
  g_autoptr(PalcoLatency) latency = probe ("127.0.0.1", get_port (closed));

  g_assert_error (palco_latency_get_error (latency), G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  g_assert_cmpuint (palco_latency_get_n_sent (latency), ==, 1);
  g_assert_cmpint (palco_latency_get_grade (latency), ==, PALCO_LATENCY_GRADE_UNREACHABLE);
}

/* Linux drops what does not fit into the queue of a listener that accepts nothing. */
static GPtrArray *
fill_queue (GSocket *listener)
{
  GPtrArray *sockets = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GSocketAddress) address = g_socket_get_local_address (listener, NULL);
  gboolean is_full = FALSE;

  while (!is_full)
    {
      GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL);

      g_socket_set_blocking (socket, FALSE);
      g_socket_connect (socket, address, NULL, NULL);
      is_full = !g_socket_condition_timed_wait (socket, G_IO_OUT, 50 * 1000, NULL, NULL);
      g_ptr_array_add (sockets, socket);
    }

  return sockets;
}

static void
test_silent (void)
{
  PalcoProbeTiming timing = quick;
  g_autoptr(GSocket) listener = new_socket (0);
  g_autoptr(GPtrArray) others G_GNUC_UNUSED = fill_queue (listener);
  g_autoptr(PalcoLatency) latency = NULL;

  timing.connect_msecs = 100;
  latency = probe_with ("127.0.0.1", get_port (listener), &timing, NULL);
  g_assert_error (palco_latency_get_error (latency), G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_cmpstr (palco_latency_get_error (latency)->message, ==, "no answer in time");
  g_assert_cmpuint (palco_latency_get_n_sent (latency), ==, 3);
  g_assert_cmpuint (palco_latency_get_n_answered (latency), ==, 0);
}

static void
test_limit (void)
{
  PalcoProbeTiming timing = quick;
  g_autoptr(GSocket) listener = new_socket (0);
  g_autoptr(GPtrArray) others G_GNUC_UNUSED = fill_queue (listener);
  g_autoptr(PalcoLatency) latency = NULL;

  timing.connect_msecs = 60 * 1000;
  timing.limit_msecs = 50;
  latency = probe_with ("127.0.0.1", get_port (listener), &timing, NULL);
  g_assert_error (palco_latency_get_error (latency), G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

static void
test_cancelled (void)
{
  PalcoProbeTiming timing = quick;
  g_autoptr(GError) error = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GSocket) listener = new_socket (0);
  g_autoptr(GPtrArray) others G_GNUC_UNUSED = fill_queue (listener);

  timing.connect_msecs = 60 * 1000;
  timing.limit_msecs = 60 * 1000;
  palco_latency_probe_async ("127.0.0.1", get_port (listener), &timing, NULL, cancellable,
                             palco_test_await_cb, &result);
  g_cancellable_cancel (cancellable);
  palco_test_await (&result);
  g_assert_null (palco_latency_probe_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_no_name (void)
{
  g_autoptr(PalcoTestResolver) resolver = palco_test_resolver_install ();
  g_autoptr(PalcoLatency) latency = probe ("nowhere.example", 443);

  g_assert_error (palco_latency_get_error (latency), G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
  g_assert_cmpuint (palco_latency_get_n_sent (latency), ==, 0);
  palco_test_resolver_remove (resolver);
}

/* A name server that says nothing is not waited for longer than for a region. */
static void
test_name_server_silent (void)
{
  PalcoProbeTiming timing = quick;
  g_autoptr(PalcoTestResolver) resolver = palco_test_resolver_install ();
  g_autoptr(PalcoLatency) latency = NULL;

  timing.limit_msecs = 20;
  palco_test_resolver_hang (resolver);
  latency = probe_with ("milan.example", 443, &timing, NULL);
  g_assert_error (palco_latency_get_error (latency), G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  palco_test_resolver_remove (resolver);
}

/* Looked up once, whatever the number of samples; an address that refuses is passed over. */
static void
test_names (void)
{
  g_autoptr(GSocket) listener = new_socket (64);
  g_autoptr(PalcoTestResolver) resolver = palco_test_resolver_install ();
  g_autoptr(PalcoLatency) latency = NULL;

  palco_test_resolver_add (resolver, "milan.example", "127.0.0.2");
  palco_test_resolver_add (resolver, "milan.example", "127.0.0.1");
  latency = probe ("milan.example", get_port (listener));
  g_assert_no_error (palco_latency_get_error (latency));
  g_assert_cmpuint (palco_test_resolver_count (resolver), ==, 1);
  palco_test_resolver_remove (resolver);
}

static void
test_proxy (void)
{
  g_autoptr(PalcoTestProxy) proxy = palco_test_proxy_new (200);
  g_autofree char *asked = NULL;
  g_autoptr(PalcoLatency) latency = probe_with ("milan.example", 443, &quick, proxy);
  g_assert_no_error (palco_latency_get_error (latency));
  g_assert_cmpstr (palco_latency_get_proxy (latency), ==, palco_test_proxy_get_uri (proxy));
  asked = palco_test_proxy_dup_asked (proxy);
  g_assert_cmpstr (asked, ==, "milan.example:443");
  g_assert_cmpuint (palco_latency_get_n_answered (latency), ==, quick.n_most);
  g_assert_cmpuint (palco_test_proxy_count (proxy), ==, quick.n_most + 1);
  g_assert_cmpfloat (palco_latency_get_median (latency), >, 0.0);
}

static void
test_proxy_fails (void)
{
  g_autoptr(PalcoTestProxy) proxy = palco_test_proxy_new (502);
  g_autoptr(PalcoLatency) latency = probe_with ("milan.example", 443, &quick, proxy);
  g_assert_error (palco_latency_get_error (latency), G_IO_ERROR, G_IO_ERROR_PROXY_FAILED);
  g_assert_cmpstr (palco_latency_get_proxy (latency), ==, palco_test_proxy_get_uri (proxy));
}

/* A proxy must not see what goes on inside this computer. */
static void
test_proxy_not_for_loopback (void)
{
  g_autoptr(GSocket) listener = new_socket (64);
  g_autoptr(PalcoTestProxy) proxy = palco_test_proxy_new (200);
  g_autoptr(PalcoLatency) latency = NULL;

  latency = probe_with ("127.0.0.1", get_port (listener), &quick, proxy);
  g_assert_no_error (palco_latency_get_error (latency));
  g_assert_null (palco_latency_get_proxy (latency));
  g_assert_cmpuint (palco_test_proxy_count (proxy), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/latency-probe/answers", test_answers);
  g_test_add_func ("/latency-probe/enough", test_enough);
  g_test_add_func ("/latency-probe/refused", test_refused);
  g_test_add_func ("/latency-probe/silent", test_silent);
  g_test_add_func ("/latency-probe/limit", test_limit);
  g_test_add_func ("/latency-probe/cancelled", test_cancelled);
  g_test_add_func ("/latency-probe/no-name", test_no_name);
  g_test_add_func ("/latency-probe/name-server-silent", test_name_server_silent);
  g_test_add_func ("/latency-probe/names", test_names);
  g_test_add_func ("/latency-probe/proxy", test_proxy);
  g_test_add_func ("/latency-probe/proxy-fails", test_proxy_fails);
  g_test_add_func ("/latency-probe/proxy-not-for-loopback", test_proxy_not_for_loopback);

  return g_test_run ();
}
