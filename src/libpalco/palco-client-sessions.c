/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-client-private.h"

#include <string.h>

#include "palco-account.h"
#include "palco-error.h"
#include "palco-region.h"
#include "palco-session-page.h"
#include "palco-session-private.h"

/* A service that lists for ever must not keep us for ever. */
#define MAX_PAGES    100
#define MAX_SESSIONS 10000

/* The path of a session below that of its account. */
char *
palco_client_dup_session_path (const char *id,
                               const char *action)
{
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);

  return g_strconcat ("/sessions/", escaped, action, NULL);
}

static void
note_news (PalcoClient  *self,
           PalcoSession *session)
{
  g_autoptr(GPtrArray) sessions = g_ptr_array_new ();

  g_ptr_array_add (sessions, session);

  if (palco_session_is_ended (session))
    palco_client_note_in_journal (self, PALCO_JOURNAL_END, session);
  else
    palco_client_see_in_journal (self, sessions);
}

/* Makes an answer about a session its new facts; an answer about another one is none. */
PalcoSession *
palco_client_take_reply (PalcoClient  *self,
                         PalcoRegion  *region,
                         const char   *id,
                         PalcoReply   *reply,
                         GError      **error)
{
  g_autoptr(JsonObject) object = palco_reply_parse (reply, error);
  g_auto(PalcoSessionFacts) facts = PALCO_SESSION_FACTS_INIT;
  PalcoSession *session;

  if (object == NULL || !palco_session_facts_read (&facts, object, error))
    return NULL;

  if (g_strcmp0 (facts.id, id) != 0)
    {
      g_set_error (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL,
                   "The service answered about another session than the one it was asked for");
      return NULL;
    }

  session = palco_client_ensure_session (self, region, id);
  palco_session_take_facts (session, &facts, reply->correlation_vector);

  note_news (self, session);

  return session;
}

typedef struct
{
  PalcoRegion *region;
  char        *id;
} Asking;

static Asking *
asking_new (PalcoRegion *region,
            const char  *id)
{
  Asking *asking = g_new0 (Asking, 1);

  asking->region = g_object_ref (region);
  asking->id = g_strdup (id);

  return asking;
}

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->region);
  g_free (asking->id);
  g_free (asking);
}

static void
session_reply_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoClient *self = PALCO_CLIENT (source);
  Asking *asking = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(PalcoReply) reply = palco_client_call_finish (self, result, &error);
  PalcoSession *session = NULL;

  if (reply != NULL)
    session = palco_client_take_reply (self, asking->region, asking->id, reply, &error);

  if (session != NULL)
    g_task_return_pointer (task, session, g_object_unref);
  else
    g_task_return_error (task, error);
}

/* A call whose answer is the session. */
static void
ask_for_session (GTask      *task,
                 const char *method,
                 const char *body)
{
  Asking *asking = g_task_get_task_data (task);
  g_autofree char *path = palco_client_dup_session_path (asking->id, NULL);
  PalcoClientCall call = {
    .method = method,
    .region = asking->region,
    .path = path,
    .body = body,
  };

  palco_client_call_async (g_task_get_source_object (task), &call, g_task_get_cancellable (task),
                           session_reply_cb, g_object_ref (task));
}

/**
 * palco_client_get_session_async:
 * @self: a client
 * @region: where it runs
 * @id: its id
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Asks for a session.
 *
 * Since: 1.0
 */
void
palco_client_get_session_async (PalcoClient         *self,
                                PalcoRegion         *region,
                                const char          *id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PALCO_IS_CLIENT (self));
  g_return_if_fail (PALCO_IS_REGION (region));
  g_return_if_fail (id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_client_get_session_async);
  g_task_set_task_data (task, asking_new (region, id), (GDestroyNotify) asking_free);
  ask_for_session (task, "GET", NULL);
}

/**
 * palco_client_get_session_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [method@Palco.Client.get_session_async]. It fails with %PALCO_ERROR_NOT_FOUND when
 * the service does not know the id.
 *
 * Returns: (transfer full): the session
 *
 * Since: 1.0
 */
PalcoSession *
palco_client_get_session_finish (PalcoClient   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * palco_client_refresh_session_async:
 * @self: a client
 * @session: a session of this client
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Asks how a session is. Its properties change before @callback is called.
 *
 * Since: 1.0
 */
void
palco_client_refresh_session_async (PalcoClient         *self,
                                    PalcoSession        *session,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (PALCO_IS_SESSION (session));

  palco_client_get_session_async (self, palco_session_get_region (session),
                                  palco_session_get_id (session), cancellable, callback, user_data);
}

static gboolean
finish_without_session (PalcoClient   *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_autoptr(PalcoSession) session = palco_client_get_session_finish (self, result, error);

  return session != NULL;
}

/**
 * palco_client_refresh_session_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [method@Palco.Client.refresh_session_async].
 *
 * Returns: %TRUE if the service answered
 *
 * Since: 1.0
 */
gboolean
palco_client_refresh_session_finish (PalcoClient   *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  return finish_without_session (self, result, error);
}

/**
 * palco_client_update_session_async:
 * @self: a client
 * @session: a session of this client
 * @lease_minutes: how long it may run now, counted from when it was ready
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Extends the lease of a session. A lease never gets shorter.
 *
 * A service may take the new lease and still answer with the old one:
 * [property@Palco.Session:lease-minutes] follows what it says.
 *
 * Since: 1.0
 */
void
palco_client_update_session_async (PalcoClient         *self,
                                   PalcoSession        *session,
                                   guint                lease_minutes,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autofree char *body = NULL;

  g_return_if_fail (PALCO_IS_CLIENT (self));
  g_return_if_fail (PALCO_IS_SESSION (session));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_client_update_session_async);
  g_task_set_task_data (task,
                        asking_new (palco_session_get_region (session),
                                    palco_session_get_id (session)),
                        (GDestroyNotify) asking_free);

  body = g_strdup_printf ("{\"maxLeaseTimeMinutes\": %u}", lease_minutes);
  ask_for_session (task, "PATCH", body);
}

/**
 * palco_client_update_session_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [method@Palco.Client.update_session_async]. It fails with %PALCO_ERROR_REFUSED when
 * the lease cannot be changed so, and the session is as it was.
 *
 * Returns: %TRUE if the service agreed
 *
 * Since: 1.0
 */
gboolean
palco_client_update_session_finish (PalcoClient   *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  return finish_without_session (self, result, error);
}

typedef struct
{
  PalcoRegion *region;
  GPtrArray   *sessions;
  guint        n_pages;
} Listing;

static void
listing_free (Listing *listing)
{
  g_object_unref (listing->region);
  g_clear_pointer (&listing->sessions, g_ptr_array_unref);
  g_free (listing);
}

/* Each session once, however often it is on the pages; one too many is enough to know. */
static void
take_page (PalcoClient      *self,
           Listing          *listing,
           PalcoSessionPage *page,
           const char       *correlation_vector)
{
  for (guint i = 0; i < page->facts->len && listing->sessions->len <= MAX_SESSIONS; i++)
    {
      PalcoSessionFacts *facts = g_ptr_array_index (page->facts, i);
      g_autoptr(PalcoSession) session = palco_client_ensure_session (self, listing->region,
                                                                     facts->id);

      palco_session_take_facts (session, facts, correlation_vector);
      if (!g_ptr_array_find (listing->sessions, session, NULL))
        g_ptr_array_add (listing->sessions, g_steal_pointer (&session));
    }
}

static void ask_for_page (GTask      *task,
                          const char *link);

static void
page_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoClient *self = PALCO_CLIENT (source);
  Listing *listing = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(PalcoReply) reply = palco_client_call_finish (self, result, &error);
  g_autoptr(JsonObject) object = reply != NULL ? palco_reply_parse (reply, &error) : NULL;
  g_autoptr(PalcoSessionPage) page =
    object != NULL ? palco_session_page_read (object, &error) : NULL;

  if (page == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  take_page (self, listing, page, reply->correlation_vector);
  palco_client_see_in_journal (self, listing->sessions);

  if (page->next_link == NULL && listing->sessions->len <= MAX_SESSIONS)
    g_task_return_pointer (task, g_steal_pointer (&listing->sessions),
                           (GDestroyNotify) g_ptr_array_unref);
  else if (++listing->n_pages < MAX_PAGES && listing->sessions->len <= MAX_SESSIONS)
    ask_for_page (task, page->next_link);
  else
    g_task_return_new_error (task, PALCO_ERROR, PALCO_ERROR_PROTOCOL,
                             "The service gave a list of sessions that does not end");
}

static void
ask_for_page (GTask      *task,
              const char *link)
{
  Listing *listing = g_task_get_task_data (task);
  PalcoClientCall call = {
    .method = "GET",
    .region = listing->region,
    .path = "/sessions",
    .link = link,
  };

  palco_client_call_async (g_task_get_source_object (task), &call, g_task_get_cancellable (task),
                           page_cb, g_object_ref (task));
}

/**
 * palco_client_list_sessions_async:
 * @self: a client
 * @region: which region to ask
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Asks for all sessions of a region, which are those that start or are ready.
 *
 * Since: 1.0
 */
void
palco_client_list_sessions_async (PalcoClient         *self,
                                  PalcoRegion         *region,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Listing *listing;

  g_return_if_fail (PALCO_IS_CLIENT (self));
  g_return_if_fail (PALCO_IS_REGION (region));

  listing = g_new0 (Listing, 1);
  listing->region = g_object_ref (region);
  listing->sessions = g_ptr_array_new_with_free_func (g_object_unref);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_client_list_sessions_async);
  g_task_set_task_data (task, listing, (GDestroyNotify) listing_free);
  ask_for_page (task, NULL);
}

/**
 * palco_client_list_sessions_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [method@Palco.Client.list_sessions_async].
 *
 * Returns: (transfer full) (element-type PalcoSession): the sessions
 *
 * Since: 1.0
 */
GPtrArray *
palco_client_list_sessions_finish (PalcoClient   *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
