/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-server.h"

#include <libsoup/soup.h>
#include <string.h>

struct _PalcoTestServer
{
  SoupServer *server;
  char       *url;
  GHashTable *answers;    /* “METHOD /path” → GQueue of Answer */
  GHashTable *counts;     /* the same → how often it was asked */
  GHashTable *headers;    /* of the last request, names in lower case */
  char       *body;
  char       *query;
  GPtrArray  *hanging;    /* messages that are never answered */
};

typedef struct
{
  guint   status;
  char   *body;
  char  **headers;
  char   *raw;
  gboolean hang;
} Answer;

static void
answer_free (Answer *answer)
{
  g_free (answer->body);
  g_strfreev (answer->headers);
  g_free (answer->raw);
  g_free (answer);
}

static void
queue_free (GQueue *queue)
{
  g_queue_free_full (queue, (GDestroyNotify) answer_free);
}

static char *
make_key (const char *method,
          const char *path)
{
  return g_strjoin (" ", method, path, NULL);
}

char *
palco_test_dup_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", name, NULL);
  g_autoptr(GError) error = NULL;
  char *contents = NULL;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);

  return contents;
}

static void
record_header_cb (const char *name,
                  const char *value,
                  gpointer    user_data)
{
  g_hash_table_insert (user_data, g_ascii_strdown (name, -1), g_strdup (value));
}

static void
record_request (PalcoTestServer   *self,
                SoupServerMessage *message,
                const char        *key)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, key));

  g_hash_table_insert (self->counts, g_strdup (key), GUINT_TO_POINTER (count + 1));
  g_hash_table_remove_all (self->headers);
  soup_message_headers_foreach (soup_server_message_get_request_headers (message),
                                record_header_cb, self->headers);

  g_free (self->body);
  self->body = g_strndup (body->data, body->length);
  g_free (self->query);
  self->query = g_strdup (g_uri_get_query (soup_server_message_get_uri (message)));
}

static void
send_raw (SoupServerMessage *message,
          const char        *raw)
{
  g_autoptr(GIOStream) stream = soup_server_message_steal_connection (message);

  g_output_stream_write_all (g_io_stream_get_output_stream (stream), raw, strlen (raw), NULL, NULL,
                             NULL);
  g_io_stream_close (stream, NULL, NULL);
}

static char *
fill_in_id (SoupServerMessage *message,
            const char        *body)
{
  g_auto(GStrv) parts = g_strsplit (g_uri_get_path (soup_server_message_get_uri (message)), "/", -1);
  GString *text = g_string_new (body);

  g_string_replace (text, "@ID@", g_strv_length (parts) > 4 ? parts[4] : "", 0);

  return g_string_free (text, FALSE);
}

static void
send_answer (PalcoTestServer   *self,
             SoupServerMessage *message,
             const Answer      *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (answer->hang)
    {
      soup_server_message_pause (message);
      g_ptr_array_add (self->hanging, g_object_ref (message));
      return;
    }

  if (answer->raw != NULL)
    {
      send_raw (message, answer->raw);
      return;
    }

  for (guint i = 0; answer->headers[i] != NULL; i += 2)
    soup_message_headers_append (headers, answer->headers[i], answer->headers[i + 1]);

  if (answer->body != NULL)
    {
      char *body = fill_in_id (message, answer->body);

      soup_server_message_set_response (message, "application/json; charset=utf-8",
                                        SOUP_MEMORY_TAKE, body, strlen (body));
    }
  soup_server_message_set_status (message, answer->status, NULL);
}

/* Where a session has no answers of its own, those of “*”, which stands for its id. */
static char *
find_key (PalcoTestServer *self,
          const char      *method,
          const char      *path)
{
  g_autofree char *key = make_key (method, path);
  g_auto(GStrv) parts = g_strsplit (path, "/", -1);
  g_autofree char *general = NULL;

  if (g_hash_table_contains (self->answers, key) || g_strv_length (parts) < 5)
    return g_steal_pointer (&key);

  g_free (parts[4]);
  parts[4] = g_strdup ("*");
  general = g_strjoinv ("/", parts);

  return make_key (method, general);
}

static void
handle_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  PalcoTestServer *self = user_data;
  g_autofree char *key = find_key (self, soup_server_message_get_method (message), path);
  GQueue *queue = g_hash_table_lookup (self->answers, key);

  record_request (self, message, key);

  if (queue == NULL)
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
      return;
    }

  send_answer (self, message, g_queue_peek_head (queue));
  if (g_queue_get_length (queue) > 1)
    answer_free (g_queue_pop_head (queue));
}

PalcoTestServer *
palco_test_server_new (void)
{
  return palco_test_server_new_tls (NULL);
}

/* With HTTPS, unless @certificate is NULL. */
PalcoTestServer *
palco_test_server_new_tls (GTlsCertificate *certificate)
{
  SoupServerListenOptions options = SOUP_SERVER_LISTEN_IPV4_ONLY;
  PalcoTestServer *self = g_new0 (PalcoTestServer, 1);
  g_autoptr(GError) error = NULL;
  GSList *uris;

  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) queue_free);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->hanging = g_ptr_array_new_with_free_func (g_object_unref);

  self->server = soup_server_new ("tls-certificate", certificate, NULL);
  if (certificate != NULL)
    options |= SOUP_SERVER_LISTEN_HTTPS;
  soup_server_add_handler (self->server, NULL, handle_cb, self, NULL);
  soup_server_listen_local (self->server, 0, options, &error);
  g_assert_no_error (error);

  uris = soup_server_get_uris (self->server);
  self->url = g_strdup_printf ("%s://127.0.0.1:%d", certificate != NULL ? "https" : "http",
                               g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return self;
}

void
palco_test_server_free (PalcoTestServer *self)
{
  g_ptr_array_unref (self->hanging);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_hash_table_unref (self->answers);
  g_hash_table_unref (self->counts);
  g_hash_table_unref (self->headers);
  g_free (self->body);
  g_free (self->query);
  g_free (self->url);
  g_free (self);
}

const char *
palco_test_server_get_url (PalcoTestServer *self)
{
  return self->url;
}

static char *
make_body (PalcoTestServer       *self,
           const PalcoTestAnswer *answer)
{
  g_autofree char *fixture =
    answer->fixture != NULL ? palco_test_dup_fixture (answer->fixture) : NULL;
  const char *text = fixture != NULL ? fixture : answer->body;
  g_autoptr(GString) body = NULL;

  if (text == NULL)
    return NULL;

  body = g_string_new (text);
  g_string_replace (body, "@BASE@", self->url, 0);

  return g_string_free (g_steal_pointer (&body), FALSE);
}

void
palco_test_server_answer (PalcoTestServer       *self,
                          const char            *method,
                          const char            *path,
                          const PalcoTestAnswer *answer)
{
  g_autofree char *key = make_key (method, path);
  GQueue *queue = g_hash_table_lookup (self->answers, key);
  Answer *copy = g_new0 (Answer, 1);

  copy->status = answer->status != 0 ? answer->status : SOUP_STATUS_OK;
  copy->body = make_body (self, answer);
  copy->headers = g_strdupv ((char **) answer->headers);
  copy->raw = g_strdup (answer->raw);
  copy->hang = answer->hang;

  if (queue == NULL)
    {
      queue = g_queue_new ();
      g_hash_table_insert (self->answers, g_steal_pointer (&key), queue);
    }

  g_queue_push_tail (queue, copy);
}

/* Forgets all answers to a request, so that others can be given from now on. */
void
palco_test_server_reset (PalcoTestServer *self,
                         const char      *method,
                         const char      *path)
{
  g_autofree char *key = make_key (method, path);

  g_hash_table_remove (self->answers, key);
  g_hash_table_remove (self->counts, key);
}

guint
palco_test_server_count (PalcoTestServer *self,
                         const char      *method,
                         const char      *path)
{
  g_autofree char *key = make_key (method, path);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, key));
}

/* Of the last request; @name in lower case. */
const char *
palco_test_server_get_header (PalcoTestServer *self,
                              const char      *name)
{
  return g_hash_table_lookup (self->headers, name);
}

const char *
palco_test_server_get_body (PalcoTestServer *self)
{
  return self->body;
}

const char *
palco_test_server_get_query (PalcoTestServer *self)
{
  return self->query;
}
