/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-session-routes.h"

#include "palco-boottime.h"
#include "palcod-answer.h"
#include "palcod-api.h"
#include "palcod-error.h"

#define SESSION_JSON_SIZE 512   /* enough for one; a guess only saves copying */
#define POSITION_PARAMETER "position"

static void
answer_session (PalcodRequest *request,
                guint          status,
                PalcodSession *session)
{
  GString *json = g_string_sized_new (SESSION_JSON_SIZE);

  palcod_answer_cache_append (request->context->cache, json, session, palco_boottime_now ());
  palcod_answer_json (request->message, status, json);
}

static void
answer_not_found (PalcodRequest *request)
{
  palcod_answer_error (request->message, SOUP_STATUS_NOT_FOUND, "NotFound",
                       "This account has no session of that ID here. Sessions are forgotten 30 "
                       "days after their end.");
}

typedef struct
{
  PalcodRequest *request;
  PalcodRoute    route;
} Waiting;

static void
creation_ended_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autofree Waiting *waiting = user_data;
  g_autoptr(PalcodRequest) request = g_rc_box_acquire (waiting->request);
  g_autoptr(GObject) owner G_GNUC_UNUSED = g_object_ref (request->context->owner);
  g_autoptr(GError) error = NULL;
  gboolean has_ended = palcod_manager_await_creation_finish (PALCOD_MANAGER (source), result, &error);

  if (!has_ended)
    palcod_answer_gerror (request->message, error);

  palcod_request_resume (request);

  if (has_ended && !request->is_disconnected)
    waiting->route (request);
}

static void
await_creation (PalcodRequest *request,
                PalcodRoute    route)
{
  Waiting *waiting = g_new0 (Waiting, 1);

  waiting->request = palcod_request_suspend (request);
  waiting->route = route;
  palcod_manager_await_creation_async (request->context->manager, request->account_id,
                                       request->session_id, request->context->cancellable,
                                       creation_ended_cb, waiting);
}

/* Without a session, @route need do no more: the request is answered, or comes again. */
static PalcodSession *
lookup_or_answer (PalcodRequest *request,
                  PalcodRoute    route)
{
  PalcodManager *manager = request->context->manager;
  PalcodSession *session = palcod_manager_lookup (manager, request->account_id,
                                                  request->session_id);

  if (session == NULL &&
      palcod_manager_is_creating (manager, request->account_id, request->session_id))
    await_creation (request, route);
  else if (session == NULL)
    answer_not_found (request);

  return session;
}

static GBytes *
dup_body (PalcodRequest *request)
{
  return soup_message_body_flatten (soup_server_message_get_request_body (request->message));
}

static void
create_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  PalcodRequest *request = user_data;
  g_autoptr(PalcodSession) session = NULL;
  g_autoptr(GError) error = NULL;
  gboolean created = FALSE;

  session = palcod_manager_create_finish (PALCOD_MANAGER (source), result, &created, &error);

  if (session != NULL)
    answer_session (request, created ? SOUP_STATUS_CREATED : SOUP_STATUS_OK, session);
  else
    palcod_answer_gerror (request->message, error);

  palcod_request_resume (request);
}

void
palcod_session_routes_create (PalcodRequest *request)
{
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;
  const char *size;
  guint lease_minutes;

  if (!palco_session_id_is_valid (request->session_id))
    {
      palcod_answer_error (request->message, SOUP_STATUS_BAD_REQUEST, "BadRequest",
                           "The session ID must have 1 to 256 characters, each a letter, a digit, "
                           "“-” or “_”.");
      return;
    }

  body = dup_body (request);

  if (!palcod_api_parse_create (g_bytes_get_data (body, NULL), g_bytes_get_size (body), &size,
                                &lease_minutes, &error))
    {
      palcod_answer_gerror (request->message, error);
      return;
    }

  palcod_manager_create_async (request->context->manager, request->account_id,
                               request->session_id, size, lease_minutes,
                               request->context->cancellable, create_cb,
                               palcod_request_suspend (request));
}

void
palcod_session_routes_get (PalcodRequest *request)
{
  PalcodSession *session = lookup_or_answer (request, palcod_session_routes_get);

  if (session != NULL)
    answer_session (request, SOUP_STATUS_OK, session);
}

static void
update_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  PalcodRequest *request = user_data;
  g_autoptr(GError) error = NULL;

  if (palcod_manager_update_finish (PALCOD_MANAGER (source), result, &error))
    palcod_session_routes_get (request);
  else
    palcod_answer_gerror (request->message, error);

  palcod_request_resume (request);
}

void
palcod_session_routes_update (PalcodRequest *request)
{
  PalcodSession *session = lookup_or_answer (request, palcod_session_routes_update);
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;
  guint lease_minutes;

  if (session == NULL)
    return;

  body = dup_body (request);

  if (!palcod_api_parse_update (g_bytes_get_data (body, NULL), g_bytes_get_size (body),
                                &lease_minutes, &error))
    {
      palcod_answer_gerror (request->message, error);
      return;
    }

  palcod_manager_update_async (request->context->manager, session, lease_minutes,
                               request->context->cancellable, update_cb,
                               palcod_request_suspend (request));
}

static void
stop_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  PalcodRequest *request = user_data;
  g_autoptr(GError) error = NULL;

  if (palcod_manager_stop_finish (PALCOD_MANAGER (source), result, &error))
    palcod_answer_empty (request->message, SOUP_STATUS_NO_CONTENT);
  else
    palcod_answer_gerror (request->message, error);

  palcod_request_resume (request);
}

void
palcod_session_routes_stop (PalcodRequest *request)
{
  PalcodSession *session = lookup_or_answer (request, palcod_session_routes_stop);

  if (session == NULL)
    return;

  palcod_manager_stop_async (request->context->manager, session, request->context->cancellable,
                             stop_cb, palcod_request_suspend (request));
}

/* Relative links happen to work in one SDK; the specification wants an URL (rule 40). */
static void
append_next_link (GString       *json,
                  PalcodRequest *request,
                  gint64         last_uid)
{
  const PalcodConfig *config = request->context->config;
  g_autofree char *position = palcod_api_print_position (last_uid);
  g_autofree char *link = g_strdup_printf ("%s/accounts/%s/sessions?api-version=%s&"
                                           POSITION_PARAMETER "=%s",
                                           palcod_config_get_region (config)->endpoint,
                                           request->account_id,
                                           (char *) g_hash_table_lookup (request->query,
                                                                         "api-version"),
                                           position);

  g_string_append (json, ",\"@nextLink\":");
  palcod_api_append_string (json, link);
}

static gint64
get_uid (PalcodSession *session)
{
  return palcod_session_get_record (session)->uid;
}

/* The list is in order of creation, which is that of the numbers that the store gives. */
static guint
find_page (GPtrArray *sessions,
           gint64     last_uid)
{
  guint first = 0;

  while (first < sessions->len && get_uid (g_ptr_array_index (sessions, first)) <= last_uid)
    first++;

  return first;
}

void
palcod_session_routes_list (PalcodRequest *request)
{
  const char *position = g_hash_table_lookup (request->query, POSITION_PARAMETER);
  g_autoptr(GPtrArray) sessions = NULL;
  gint64 now = palco_boottime_now ();
  gint64 last_uid = -1;
  GString *json;
  guint first;
  guint end;

  if (position != NULL && !palcod_api_parse_position (position, &last_uid))
    {
      palcod_answer_error (request->message, SOUP_STATUS_BAD_REQUEST, "BadRequest",
                           "The position in the list is not one of this service's. Begin anew "
                           "without it.");
      return;
    }

  sessions = palcod_manager_list (request->context->manager, request->account_id);
  first = find_page (sessions, last_uid);
  end = MIN (sessions->len, first + request->context->config->page_size);
  json = g_string_sized_new (SESSION_JSON_SIZE * (end - first + 1));
  g_string_append (json, "{\"sessions\":[");

  for (guint i = first; i < end; i++)
    {
      if (i > first)
        g_string_append_c (json, ',');

      palcod_answer_cache_append (request->context->cache, json, g_ptr_array_index (sessions, i),
                                  now);
    }

  g_string_append_c (json, ']');

  if (end < sessions->len)
    append_next_link (json, request, get_uid (g_ptr_array_index (sessions, end - 1)));

  g_string_append_c (json, '}');
  palcod_answer_json (request->message, SOUP_STATUS_OK, json);
}

void
palcod_session_routes_not_served (PalcodRequest *request)
{
  palcod_answer_error (request->message, SOUP_STATUS_NOT_FOUND, "NotFound",
                       "This service does not convert models.");
}
