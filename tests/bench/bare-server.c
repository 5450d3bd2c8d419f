/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <libsoup/soup.h>

#include <stdio.h>
#include <stdlib.h>

/* The least that a libsoup server can do: one of two fixed answers, with the headers that
 * palcod sends. What palcod needs beyond this is its own. */

typedef struct
{
  GBytes *session;
  GBytes *list;
} Answers;

static void
handle_request (SoupServer        *server,
                SoupServerMessage *message,
                const char        *path,
                GHashTable        *query,
                gpointer           user_data)
{
  const Answers *answers = user_data;
  GBytes *body = g_str_has_suffix (path, "/sessions") ? answers->list : answers->session;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_append (headers, "MS-CV", "cT1Z1Q1eTki0YgIK2wMXNQ.0");
  soup_message_headers_append (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_append (headers, "api-supported-versions", "2021-01-01-preview, 2021-01-01");
  soup_message_headers_append (headers, "Cache-Control", "no-store, no-cache");
  soup_message_headers_append (headers, "Pragma", "no-cache");
  soup_message_headers_append (headers, "Content-Type", "application/json; charset=utf-8");
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), body);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
}

static GBytes *
read_bytes (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, &error))
    g_error ("%s", error->message);

  return g_bytes_new_take (g_steal_pointer (&contents), length);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GError) error = NULL;
  g_autoptr(GTlsCertificate) certificate = NULL;
  g_autoslist(GUri) uris = NULL;
  Answers answers;

  if (argc != 3 && argc != 5)
    {
      g_printerr ("usage: bare-server SESSION-FILE LIST-FILE [CERTIFICATE KEY]\n");
      return EXIT_FAILURE;
    }

  answers.session = read_bytes (argv[1]);
  answers.list = read_bytes (argv[2]);

  if (argc == 5)
    {
      certificate = g_tls_certificate_new_from_files (argv[3], argv[4], &error);

      if (certificate == NULL)
        g_error ("%s", error->message);

      soup_server_set_tls_certificate (server, certificate);
    }

  soup_server_add_handler (server, NULL, handle_request, &answers, NULL);

  if (!soup_server_listen_local (server, 0,
                                 SOUP_SERVER_LISTEN_IPV4_ONLY |
                                 (certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0),
                                 &error))
    g_error ("%s", error->message);

  uris = soup_server_get_uris (server);
  printf ("%d\n", g_uri_get_port (uris->data));
  fflush (stdout);
  g_main_loop_run (loop);

  return EXIT_SUCCESS;
}
