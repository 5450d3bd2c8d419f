/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "raw-client.h"

#include <string.h>

GSocketConnection *
raw_client_connect (guint port)
{
  g_autoptr(GSocketClient) client =
    g_object_new (G_TYPE_SOCKET_CLIENT, "enable-proxy", FALSE, NULL);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  g_autoptr(GError) error = NULL;
  GSocketConnection *self =
    g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);

  g_assert_no_error (error);

  return self;
}

void
raw_client_say (GSocketConnection *self,
                const char        *text)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (self));

  g_assert_true (g_output_stream_write_all (output, text, strlen (text), NULL, NULL, NULL));
}

static void
spliced_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  gboolean *is_done = user_data;

  g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, NULL);
  *is_done = TRUE;
}

/* Everything until the server hangs up. */
char *
raw_client_hear (GSocketConnection *self)
{
  g_autoptr(GOutputStream) heard = g_memory_output_stream_new_resizable ();
  g_autoptr(GBytes) bytes = NULL;
  gboolean is_done = FALSE;

  g_output_stream_splice_async (heard, g_io_stream_get_input_stream (G_IO_STREAM (self)),
                                G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, G_PRIORITY_DEFAULT, NULL,
                                spliced_cb, &is_done);
  while (!is_done)
    g_main_context_iteration (NULL, TRUE);

  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (heard));

  return g_strdup_printf ("%.*s", (int) g_bytes_get_size (bytes),
                          (const char *) g_bytes_get_data (bytes, NULL));
}

char *
raw_client_ask (guint       port,
                const char *text)
{
  g_autoptr(GSocketConnection) self = raw_client_connect (port);

  raw_client_say (self, text);

  return raw_client_hear (self);
}
