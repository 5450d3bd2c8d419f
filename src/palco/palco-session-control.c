/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-control.h"

#include <glib/gi18n.h>

#include "palco-format.h"
#include "palco-protocol.h"

/* Connecting, with the service of this computer to be started first. */
#define FIND_SECS 45

/**
 * PalcoSessionControl:
 *
 * Changes sessions for who is not in the window. What it is asked for may come before the
 * program knows any session, because a notification started it: it waits for the session then.
 * What does not work is told like what happens to sessions.
 */

struct _PalcoSessionControl
{
  GObject            parent_instance;
  GApplication      *application;   /* which owns us */
  PalcoLiveSessions *sessions;
  PalcoNotifier     *notifier;
  GSettings         *settings;
  GPtrArray         *waiting;       /* Request */
};

typedef struct _Request Request;

typedef void (* Perform) (Request          *request,
                          PalcoLiveSession *live);

/* It keeps the program alive until it is done. */
struct _Request
{
  PalcoSessionControl *self;
  GVariant            *target;
  char                *key;
  Perform              perform;
  const char          *failure;      /* a title with a place for the name of the session */
  guint                timeout_id;
};

G_DEFINE_FINAL_TYPE (PalcoSessionControl, palco_session_control, G_TYPE_OBJECT)

static Request *
request_new (PalcoSessionControl *self,
             GVariant            *target,
             Perform              perform,
             const char          *failure)
{
  Request *request = g_new0 (Request, 1);

  request->self = g_object_ref (self);
  request->target = g_variant_ref_sink (target);
  request->key = palco_live_session_key_of (target);
  request->perform = perform;
  request->failure = failure;
  g_application_hold (self->application);

  return request;
}

static void
request_free (Request *request)
{
  g_application_release (request->self->application);
  g_clear_handle_id (&request->timeout_id, g_source_remove);
  g_object_unref (request->self);
  g_variant_unref (request->target);
  g_free (request->key);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

static void
tell_failure (Request      *request,
              const GError *error)
{
  PalcoLiveSession *live = palco_live_sessions_lookup (request->self->sessions, request->key);
  g_autofree char *name = NULL;
  const char *id;

  if (error == NULL)
    return;

  g_variant_get_child (request->target, 2, "&s", &id);
  name = live != NULL ? palco_live_session_dup_name (live) : palco_format_session_name (id);
  palco_notifier_tell_error (request->self->notifier, request->target, name, request->failure, error);
}

static void
extended_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Request) request = user_data;
  g_autoptr(GError) error = NULL;

  palco_client_update_session_finish (PALCO_CLIENT (source), result, &error);
  tell_failure (request, error);
}

static void
extend (Request          *request,
        PalcoLiveSession *live)
{
  PalcoSession *session = palco_live_session_get_session (live);
  guint step = g_settings_get_uint (request->self->settings, "extend-minutes");
  guint minutes = palco_session_get_lease_minutes (session) + step;

  palco_client_update_session_async (palco_live_session_get_client (live), session,
                                     MIN (minutes, PALCO_LEASE_MAX_MINUTES), NULL,
                                     extended_cb, request);
}

static void
stopped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Request) request = user_data;
  g_autoptr(GError) error = NULL;

  palco_client_stop_session_finish (PALCO_CLIENT (source), result, &error);
  tell_failure (request, error);
}

static void
stop_in_use (Request          *request,
             PalcoLiveSession *live)
{
  palco_client_stop_session_async (palco_live_session_get_client (live),
                                   palco_live_session_get_session (live), NULL, stopped_cb,
                                   request);
}

static void
stop (Request          *request,
      PalcoLiveSession *live)
{
  if (palco_session_get_client_connected (palco_live_session_get_session (live)))
    {
      palco_notifier_tell_in_use (request->self->notifier, live);
      request_free (request);
    }
  else
    {
      stop_in_use (request, live);
    }
}

static void
added_cb (PalcoSessionControl *self,
          PalcoLiveSession    *live)
{
  for (guint i = self->waiting->len; i > 0; i--)
    {
      Request *request = self->waiting->pdata[i - 1];

      if (!g_str_equal (request->key, palco_live_session_get_key (live)))
        continue;

      g_ptr_array_steal_index (self->waiting, i - 1);
      g_clear_handle_id (&request->timeout_id, g_source_remove);
      request->perform (request, live);
    }
}

static gboolean
not_found_cb (gpointer user_data)
{
  Request *request = user_data;
  g_autoptr(GError) error = g_error_new_literal (PALCO_ERROR, PALCO_ERROR_NOT_FOUND,
                                                 "No account has this session running");

  request->timeout_id = 0;
  tell_failure (request, error);
  g_ptr_array_remove (request->self->waiting, request);

  return G_SOURCE_REMOVE;
}

static void
perform_when_found (PalcoSessionControl *self,
                    Request             *request)
{
  PalcoLiveSession *live = palco_live_sessions_lookup (self->sessions, request->key);

  if (live != NULL)
    {
      request->perform (request, live);
      return;
    }

  request->timeout_id = g_timeout_add_seconds (FIND_SECS, not_found_cb, request);
  g_ptr_array_add (self->waiting, request);
}

static void
palco_session_control_dispose (GObject *object)
{
  PalcoSessionControl *self = PALCO_SESSION_CONTROL (object);

  g_clear_object (&self->sessions);
  g_clear_object (&self->notifier);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (palco_session_control_parent_class)->dispose (object);
}

static void
palco_session_control_finalize (GObject *object)
{
  g_ptr_array_unref (PALCO_SESSION_CONTROL (object)->waiting);

  G_OBJECT_CLASS (palco_session_control_parent_class)->finalize (object);
}

static void
palco_session_control_class_init (PalcoSessionControlClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palco_session_control_dispose;
  object_class->finalize = palco_session_control_finalize;
}

static void
palco_session_control_init (PalcoSessionControl *self)
{
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) request_free);
}

PalcoSessionControl *
palco_session_control_new (GApplication      *application,
                           PalcoLiveSessions *sessions,
                           PalcoNotifier     *notifier,
                           GSettings         *settings)
{
  PalcoSessionControl *self = g_object_new (PALCO_TYPE_SESSION_CONTROL, NULL);

  self->application = application;
  self->sessions = g_object_ref (sessions);
  self->notifier = g_object_ref (notifier);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (sessions, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * palco_session_control_extend:
 * @self: a session control
 * @target: the session, as of palco_live_session_get_target()
 *
 * Makes its lease longer by the step chosen last.
 */
void
palco_session_control_extend (PalcoSessionControl *self,
                              GVariant            *target)
{
  g_return_if_fail (PALCO_IS_SESSION_CONTROL (self));

  /* Translators: %s is the name of a session, here and in the next one. */
  perform_when_found (self, request_new (self, target, extend, _("Could not extend “%s”")));
}

/**
 * palco_session_control_stop:
 * @self: a session control
 * @target: the session
 *
 * Asks before, if somebody is connected.
 */
void
palco_session_control_stop (PalcoSessionControl *self,
                            GVariant            *target)
{
  g_return_if_fail (PALCO_IS_SESSION_CONTROL (self));

  perform_when_found (self, request_new (self, target, stop, _("Could not stop “%s”")));
}

/* Also if somebody is connected. */
void
palco_session_control_stop_in_use (PalcoSessionControl *self,
                                   GVariant            *target)
{
  g_return_if_fail (PALCO_IS_SESSION_CONTROL (self));

  perform_when_found (self, request_new (self, target, stop_in_use, _("Could not stop “%s”")));
}
