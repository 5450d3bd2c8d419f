/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-proxy.h"

struct _PalcoTestProxy
{
  GSocketService *service;
  GProxyResolver *resolver;
  char           *uri;
  guint           status;
  GMutex          mutex;
  char           *asked;      /* the target of the last request */
  guint           n_asked;
};

static void
note (PalcoTestProxy *self,
      const char     *request_line)
{
  g_auto(GStrv) words = g_strsplit (request_line, " ", -1);
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  g_assert_cmpstr (words[0], ==, "CONNECT");
  g_free (self->asked);
  self->asked = g_strdup (words[1]);
  self->n_asked++;
}

/* In a thread of the service, one for each connection. */
static gboolean
run_cb (PalcoTestProxy    *self,
        GSocketConnection *connection)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr(GDataInputStream) input = NULL;
  g_autofree char *line = NULL;

  input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  line = g_data_input_stream_read_line (input, NULL, NULL, NULL);
  if (line == NULL)
    return TRUE;

  note (self, line);
  while (line != NULL && *line != '\0')
    {
      g_free (line);
      line = g_data_input_stream_read_line (input, NULL, NULL, NULL);
    }

  g_output_stream_printf (output, NULL, NULL, NULL, "HTTP/1.0 %u Word\r\n\r\n", self->status);

  return TRUE;
}

PalcoTestProxy *
palco_test_proxy_new (guint status)
{
  PalcoTestProxy *self = g_new0 (PalcoTestProxy, 1);
  g_autoptr(GError) error = NULL;
  guint16 port;

  g_mutex_init (&self->mutex);
  self->status = status;
  self->service = g_threaded_socket_service_new (4);
  g_signal_connect_swapped (self->service, "run", G_CALLBACK (run_cb), self);

  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, &error);
  g_assert_no_error (error);
  self->uri = g_strdup_printf ("http://127.0.0.1:%u", port);
  self->resolver = g_simple_proxy_resolver_new (self->uri, NULL);

  return self;
}

void
palco_test_proxy_free (PalcoTestProxy *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  g_object_unref (self->resolver);
  g_mutex_clear (&self->mutex);
  g_free (self->asked);
  g_free (self->uri);
  g_free (self);
}

const char *
palco_test_proxy_get_uri (PalcoTestProxy *self)
{
  return self->uri;
}

/* A desktop that sends everything through it. */
GProxyResolver *
palco_test_proxy_get_resolver (PalcoTestProxy *self)
{
  return self->resolver;
}

char *
palco_test_proxy_dup_asked (PalcoTestProxy *self)
{
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  return g_strdup (self->asked);
}

guint
palco_test_proxy_count (PalcoTestProxy *self)
{
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  return self->n_asked;
}
