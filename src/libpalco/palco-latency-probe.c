/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-latency-probe.h"

#include "palco-address.h"

#define DIRECT         "direct://"
#define WARM_UP_ROUNDS 3
#define MAX_TARGETS    4

/* Measures one region: how long a TCP connection takes to open. The kernel of the other side
 * answers a SYN by itself, so that is one round trip, whatever the service is busy with.
 *
 * Each region has a thread of its own that waits in poll () for nothing but its socket. Were
 * the main loop to notice the answers, whatever it draws meanwhile would count as latency: one
 * late frame is 16 ms. Only the wake-up of a thread is left, some hundredths of a millisecond.
 *
 * Through a proxy the time between asking it for the connection and its yes is measured: from
 * here to the proxy and from there to the region and back. A protocol that says more than that
 * (SOCKS 5, an encrypted proxy) makes the figures larger, never smaller. */

typedef struct
{
  char             *host;
  guint             port;
  PalcoProbeTiming  timing;
  GProxyResolver   *proxies;
  GCancellable     *attempt;        /* the caller's cancellable and the limit in one */
  GCancellable     *cancellable;
  gulong            cancelled_id;
  GSource          *limit;
} Probe;

/* One way to the region: directly to an address, or through a proxy that looks it up itself. */
typedef struct
{
  Probe              *probe;
  const char         *proxy;    /* NULL: none */
  GSocketConnectable *target;   /* an address, or with a proxy a name */
} Way;

typedef struct
{
  gint64 begin;
  gint64 end;
} Span;

static void
probe_free (Probe *probe)
{
  g_cancellable_disconnect (probe->cancellable, probe->cancelled_id);
  g_source_destroy (probe->limit);
  g_source_unref (probe->limit);
  g_clear_object (&probe->cancellable);
  g_clear_object (&probe->attempt);
  g_clear_object (&probe->proxies);
  g_free (probe->host);
  g_free (probe);
}

/* Returns microseconds, or -1. */
static gint64
connect_directly (Way     *way,
                  GError **error)
{
  GSocketAddress *address = G_SOCKET_ADDRESS (way->target);
  GCancellable *attempt = way->probe->attempt;
  gint64 limit = way->probe->timing.connect_msecs * (gint64) 1000;
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GSocket) socket = NULL;
  gint64 begin;
  gint64 end;

  socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM,
                         G_SOCKET_PROTOCOL_TCP, error);
  if (socket == NULL)
    return -1;

  g_socket_set_blocking (socket, FALSE);

  begin = g_get_monotonic_time ();
  if (!g_socket_connect (socket, address, attempt, &local_error) &&
      !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_PENDING))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return -1;
    }

  if (!g_socket_condition_timed_wait (socket, G_IO_OUT, limit, attempt, error))
    return -1;
  end = g_get_monotonic_time ();

  return g_socket_check_connect_result (socket, error) ? end - begin : -1;
}

static void
proxy_event_cb (GSocketClient      *client,
                GSocketClientEvent  event,
                GSocketConnectable *connectable,
                GIOStream          *connection,
                Span               *span)
{
  if (event == G_SOCKET_CLIENT_PROXY_NEGOTIATING)
    span->begin = g_get_monotonic_time ();
  else if (event == G_SOCKET_CLIENT_PROXY_NEGOTIATED)
    span->end = g_get_monotonic_time ();
}

static gint64
connect_through_proxy (Way     *way,
                       GError **error)
{
  Probe *probe = way->probe;
  g_autoptr(GProxyResolver) resolver = g_simple_proxy_resolver_new (way->proxy, NULL);
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  Span span = { 0, 0 };

  g_socket_client_set_proxy_resolver (client, resolver);
  g_socket_client_set_timeout (client, MAX (probe->timing.connect_msecs / 1000, 1));
  g_signal_connect (client, "event", G_CALLBACK (proxy_event_cb), &span);

  connection = g_socket_client_connect (client, way->target, probe->attempt, error);

  return connection != NULL ? span.end - span.begin : -1;
}

static gint64
open_connection (Way     *way,
                 GError **error)
{
  return way->proxy != NULL ? connect_through_proxy (way, error) : connect_directly (way, error);
}

/* Where to try, best first. Looked up once: each sample would measure the name server otherwise. */
static GPtrArray *
list_targets (Probe       *probe,
              const char  *proxy,
              GError     **error)
{
  GPtrArray *targets = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GResolver) resolver = g_resolver_get_default ();
  GList *addresses;

  if (proxy != NULL)
    {
      g_ptr_array_add (targets, g_network_address_new (probe->host, probe->port));
      return targets;
    }

  addresses = g_resolver_lookup_by_name (resolver, probe->host, probe->attempt, error);
  for (GList *l = addresses; l != NULL && targets->len < MAX_TARGETS; l = l->next)
    g_ptr_array_add (targets, g_inet_socket_address_new (l->data, probe->port));
  g_resolver_free_addresses (addresses);

  return targets;
}

/* Finds the target that answers. The connection itself is not measured: neighbours on the way
 * learn of each other with the first packet. Silence may be a lost packet, so it is tried
 * again; a refusal is a word. */
static gboolean
warm_up (Way        *way,
         GPtrArray  *targets,
         guint      *n_sent,
         GError    **error)
{
  for (guint round = 0; round < WARM_UP_ROUNDS && targets->len > 0; round++)
    {
      for (guint i = 0; i < targets->len;)
        {
          g_clear_error (error);
          way->target = g_ptr_array_index (targets, i);
          *n_sent += 1;

          if (open_connection (way, error) >= 0)
            return TRUE;

          if (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
            return FALSE;

          if (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
            i++;
          else
            g_ptr_array_remove_index (targets, i);
        }
    }

  return FALSE;
}

/* Uneven gaps: regions that are measured at the same time do not stay in step. */
static void
pause_between (Probe *probe)
{
  guint gap = probe->timing.gap_msecs;
  GPollFD cancelled;

  if (!g_cancellable_make_pollfd (probe->attempt, &cancelled))
    return;

  g_poll (&cancelled, 1, gap + g_random_int_range (0, gap + 1));
  g_cancellable_release_fd (probe->attempt);
}

/* NULL with the last error if none was answered. */
static PalcoLatency *
take_samples (Way     *way,
              guint   *n_sent,
              GError **error)
{
  const PalcoProbeTiming *timing = &way->probe->timing;
  g_autoptr(GArray) samples = g_array_new (FALSE, FALSE, sizeof (double));
  gint64 enough = g_get_monotonic_time () + timing->enough_msecs * (gint64) 1000;

  *n_sent = 0;
  while (*n_sent < timing->n_least ||
         (*n_sent < timing->n_most && g_get_monotonic_time () < enough))
    {
      double msecs;

      pause_between (way->probe);
      g_clear_error (error);
      msecs = open_connection (way, error) / 1000.0;
      if (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        break;

      *n_sent += 1;
      if (*error == NULL)
        g_array_append_val (samples, msecs);
    }

  if (samples->len == 0)
    return NULL;

  return palco_latency_new_measured ((const double *) samples->data, samples->len, *n_sent,
                                     way->proxy, NULL);
}

/* Not the words of GLib, which do not tell a person what happened. */
static void
explain_silence (GError **error)
{
  if (!g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return;

  g_clear_error (error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "no answer in time");
}

static PalcoLatency *
measure_way (Probe      *probe,
             const char *proxy)
{
  Way way = { .probe = probe, .proxy = proxy };
  PalcoLatency *latency = NULL;
  guint n_sent = 0;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) targets = list_targets (probe, proxy, &error);

  if (warm_up (&way, targets, &n_sent, &error))
    latency = take_samples (&way, &n_sent, &error);

  if (latency != NULL)
    return latency;

  explain_silence (&error);
  return palco_latency_new_unreachable (error, n_sent, proxy, NULL);
}

/* What the desktop says about this address, as for the requests of a session. Requests to this
 * computer never go through a proxy. */
static GStrv
list_proxies (Probe *probe)
{
  static const char * const direct[] = { DIRECT, NULL };
  g_autofree char *uri = g_uri_join (G_URI_FLAGS_NONE, "https", NULL, probe->host, probe->port, "",
                                     NULL, NULL);
  GStrv proxies = NULL;

  if (!palco_host_is_loopback (probe->host))
    proxies = g_proxy_resolver_lookup (probe->proxies, uri, probe->attempt, NULL);

  return proxies != NULL ? proxies : g_strdupv ((GStrv) direct);
}

static gpointer
measure_thread (gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  Probe *probe = g_task_get_task_data (task);
  g_auto(GStrv) proxies = list_proxies (probe);
  g_autoptr(PalcoLatency) latency = NULL;

  for (guint i = 0; proxies[i] != NULL; i++)
    {
      g_clear_object (&latency);
      latency = measure_way (probe, g_str_equal (proxies[i], DIRECT) ? NULL : proxies[i]);

      if (palco_latency_get_error (latency) == NULL || g_cancellable_is_cancelled (probe->attempt))
        break;
    }

  g_task_return_pointer (task, g_steal_pointer (&latency), g_object_unref);

  return NULL;
}

static gboolean
limit_cb (gpointer user_data)
{
  GCancellable *attempt = user_data;

  g_cancellable_cancel (attempt);

  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *cancellable,
              GCancellable *attempt)
{
  g_cancellable_cancel (attempt);
}

static Probe *
probe_new (GTask                  *task,
           const char             *host,
           guint                   port,
           const PalcoProbeTiming *timing,
           GProxyResolver         *proxies)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Probe *probe = g_new0 (Probe, 1);

  probe->host = g_strdup (host);
  probe->port = port;
  probe->timing = *timing;
  probe->proxies = g_object_ref (proxies != NULL ? proxies : g_proxy_resolver_get_default ());
  probe->attempt = g_cancellable_new ();
  probe->limit = g_timeout_source_new (timing->limit_msecs);
  g_source_set_callback (probe->limit, limit_cb, g_object_ref (probe->attempt), g_object_unref);
  g_source_attach (probe->limit, g_task_get_context (task));

  if (cancellable != NULL)
    {
      probe->cancellable = g_object_ref (cancellable);
      probe->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                                                   g_object_ref (probe->attempt), g_object_unref);
    }

  return probe;
}

/* Measures how far @host is; @proxies is NULL for those of the desktop. Whoever does not answer is
 * unreachable; it fails only when it is cancelled. */
void
palco_latency_probe_async (const char             *host,
                           guint                   port,
                           const PalcoProbeTiming *timing,
                           GProxyResolver         *proxies,
                           GCancellable           *cancellable,
                           GAsyncReadyCallback     callback,
                           gpointer                user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(GThread) thread = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, palco_latency_probe_async);
  g_task_set_task_data (task, probe_new (task, host, port, timing, proxies),
                        (GDestroyNotify) probe_free);

  thread = g_thread_try_new ("palco-latency", measure_thread, task, &error);
  if (thread != NULL)
    g_steal_pointer (&task);
  else
    g_task_return_error (task, error);
}

PalcoLatency *
palco_latency_probe_finish (GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
