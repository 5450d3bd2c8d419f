/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-inspector.h"

#include "host-page.h"
#include "host-port.h"
#include "host-request.h"
#include "palco-secret.h"

#define CONNECTIONS_MAX     16
#define CONNECTION_MAX_SECS 15
#define NONCE_BYTES         16
#define ROWS_PATH           "/rows"

struct _HostInspector
{
  GObject    parent_instance;
  HostPort  *port;
  HostFacts *facts;   /* the session's, which outlives us */
};

enum {
  SIGNAL_USED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HostInspector, host_inspector, G_TYPE_OBJECT)

static gboolean
check_request (HostInspector     *self,
               SoupServerMessage *message)
{
  const char *method = soup_server_message_get_method (message);

  if (!host_request_check_host (message, self->facts->hostname))
    return FALSE;

  if (method != SOUP_METHOD_GET && method != SOUP_METHOD_HEAD)
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "Allow", "GET, HEAD");
      host_port_answer (message, SOUP_STATUS_METHOD_NOT_ALLOWED, "text/plain; charset=utf-8",
                        "Nothing can be changed here.\n");
      return FALSE;
    }

  return TRUE;
}

/* The only page that somebody looks at, as far as we can know. */
static void
answer_page (HostInspector     *self,
             SoupServerMessage *message)
{
  g_autofree char *nonce = palco_secret_new_random (NONCE_BYTES);
  g_autofree char *page = host_page_render (self->facts, nonce);
  g_autofree char *policy =
    g_strdup_printf ("default-src 'none'; style-src 'nonce-%s'; script-src 'nonce-%s'; "
                     "connect-src 'self'; base-uri 'none'; form-action 'none'; "
                     "frame-ancestors 'none'", nonce, nonce);

  soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                "Content-Security-Policy", policy);
  host_port_answer (message, SOUP_STATUS_OK, "text/html; charset=utf-8", page);

  if (!host_request_is_cross_site (message))
    g_signal_emit (self, signals[SIGNAL_USED], 0);
}

/* The page alone fetches these: a whole page would bring styles, which its policy refuses. It
 * does so by itself, also in a window that was forgotten, so it is nobody's use. */
static void
answer_rows (HostInspector     *self,
             SoupServerMessage *message)
{
  g_autofree char *rows = host_page_render_rows (self->facts);

  host_port_answer (message, SOUP_STATUS_OK, "text/html; charset=utf-8", rows);
}

static void
answer_facts (HostInspector     *self,
              SoupServerMessage *message)
{
  g_autofree char *json = host_facts_to_json (self->facts);

  host_port_answer (message, SOUP_STATUS_OK, "application/json; charset=utf-8", json);
}

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  HostInspector *self = user_data;

  if (!check_request (self, message))
    return;

  host_facts_update (self->facts);

  if (g_str_equal (path, "/"))
    answer_page (self, message);
  else if (g_str_equal (path, ROWS_PATH))
    answer_rows (self, message);
  else if (g_str_equal (path, "/facts.json"))
    answer_facts (self, message);
  else
    host_port_answer (message, SOUP_STATUS_NOT_FOUND, "text/plain; charset=utf-8",
                      "There are two pages here: / and /facts.json\n");
}

static void
host_inspector_dispose (GObject *object)
{
  HostInspector *self = HOST_INSPECTOR (object);

  if (self->port != NULL)
    host_port_close (self->port);
  g_clear_object (&self->port);

  G_OBJECT_CLASS (host_inspector_parent_class)->dispose (object);
}

static void
host_inspector_class_init (HostInspectorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = host_inspector_dispose;

  signals[SIGNAL_USED] =
    g_signal_new ("used", HOST_TYPE_INSPECTOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
host_inspector_init (HostInspector *self)
{
}

HostInspector *
host_inspector_new (const char       *bind_address,
                    GTlsCertificate  *certificate,
                    HostFacts        *facts,
                    GError          **error)
{
  g_autoptr(HostInspector) self = g_object_new (HOST_TYPE_INSPECTOR, NULL);

  self->facts = facts;
  self->port = host_port_new (bind_address, certificate, CONNECTIONS_MAX,
                              CONNECTION_MAX_SECS, error);
  if (self->port == NULL)
    return NULL;

  soup_server_add_handler (host_port_get_server (self->port), NULL, request_cb, self, NULL);

  return g_steal_pointer (&self);
}

guint
host_inspector_get_port (HostInspector *self)
{
  return host_port_get_number (self->port);
}
