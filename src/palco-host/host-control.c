/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-control.h"

#include "host-dial.h"
#include "host-trust.h"
#include "palco-secret.h"

#include <libsoup/soup.h>

#include <string.h>

#define MESSAGE_MAX_BYTES      (64 * 1024)
#define KEEPALIVE_SECS         15
#define ATTEMPT_TIMEOUT_MSECS  10000
#define END_TIMEOUT_MSECS      1000
#define BACK_OFF_MIN_MSECS     200
#define BACK_OFF_MAX_MSECS     2000

struct _HostControl
{
  GObject                  parent_instance;
  SoupSession             *session;
  SoupWebsocketConnection *connection;
  GCancellable            *cancellable;   /* of the attempt that is under way */
  SoupMessage             *message;       /* its request */
  GPtrArray               *authorities;   /* GTlsCertificate */
  char                    *url;
  char                    *token;
  guint                    attempt_id;    /* ends an attempt that no welcome crowns */
  guint                    redial_id;
  guint                    give_up_id;
  guint                    end_id;
  guint                    give_up_msecs;
  guint                    back_off_msecs;
  gboolean                 was_welcomed;
  gboolean                 was_refused;   /* by the last attempt */
  gboolean                 is_ending;
};

enum {
  SIGNAL_MESSAGE,
  SIGNAL_FAILED,
  SIGNAL_CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_QUARK (host-control-error-quark, host_control_error)
G_DEFINE_FINAL_TYPE (HostControl, host_control, G_TYPE_OBJECT)

static void dial (HostControl *self);

static void
clear_connection (HostControl *self)
{
  g_clear_handle_id (&self->attempt_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->message);

  if (self->connection == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->connection, self);
  if (soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->connection, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);

  g_clear_object (&self->connection);
}

static void
stop_dialling (HostControl *self)
{
  clear_connection (self);
  g_clear_handle_id (&self->redial_id, g_source_remove);
  g_clear_handle_id (&self->give_up_id, g_source_remove);
}

static void
fail (HostControl      *self,
      HostControlError  code,
      const char       *message)
{
  g_autoptr(GError) error = g_error_new_literal (HOST_CONTROL_ERROR, code, message);

  stop_dialling (self);
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

static void
fail_refused (HostControl *self)
{
  fail (self, HOST_CONTROL_ERROR_REFUSED,
        "The service does not know this host any more: the session has ended there");
}

static gboolean
give_up_cb (gpointer user_data)
{
  HostControl *self = user_data;

  self->give_up_id = 0;

  if (self->was_refused)
    fail_refused (self);
  else
    fail (self, HOST_CONTROL_ERROR_UNREACHABLE,
          "The service that started this host could not be reached in time: check that it "
          "runs and that this server can reach its address");

  return G_SOURCE_REMOVE;
}

static void
limit_waiting (HostControl *self)
{
  if (self->give_up_id == 0)
    self->give_up_id = g_timeout_add (self->give_up_msecs, give_up_cb, self);
}

static gboolean
redial_cb (gpointer user_data)
{
  HostControl *self = user_data;

  self->redial_id = 0;
  dial (self);

  return G_SOURCE_REMOVE;
}

/* Half of the delay is random: a service that comes back has all its hosts dial at once. */
static void
redial_later (HostControl *self)
{
  guint delay = self->back_off_msecs / 2 + g_random_int_range (0, self->back_off_msecs / 2);

  clear_connection (self);
  self->back_off_msecs = MIN (self->back_off_msecs * 2, BACK_OFF_MAX_MSECS);
  if (self->redial_id == 0)
    self->redial_id = g_timeout_add (delay, redial_cb, self);
}

static gboolean
attempt_timeout_cb (gpointer user_data)
{
  HostControl *self = user_data;

  g_message ("The service did not answer in time; trying again");
  self->attempt_id = 0;
  redial_later (self);

  return G_SOURCE_REMOVE;
}

static void
take_welcome (HostControl               *self,
              const PalcoControlMessage *message)
{
  g_clear_handle_id (&self->attempt_id, g_source_remove);
  g_clear_handle_id (&self->give_up_id, g_source_remove);
  self->back_off_msecs = BACK_OFF_MIN_MSECS;
  self->was_welcomed = TRUE;
  self->was_refused = FALSE;

  g_clear_pointer (&self->token, palco_secret_free);
  self->token = g_strdup (message->token);
}

static void
message_cb (SoupWebsocketConnection *connection,
            int                      type,
            GBytes                  *bytes,
            HostControl             *self)
{
  g_autoptr(HostControl) owner G_GNUC_UNUSED = g_object_ref (self);
  g_autoptr(PalcoControlMessage) message = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;
  const char *json = g_bytes_get_data (bytes, &length);

  if (type != SOUP_WEBSOCKET_DATA_TEXT)
    return;

  message = palco_control_message_from_json (json, length, &error);
  if (message == NULL)
    {
      g_message ("Left out a message of the service: %s", error->message);
      return;
    }

  if (message->type == PALCO_CONTROL_WELCOME)
    take_welcome (self, message);

  g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, message);
}

static void
emit_closed (HostControl *self)
{
  stop_dialling (self);
  g_clear_handle_id (&self->end_id, g_source_remove);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static void
closed_cb (SoupWebsocketConnection *connection,
           HostControl             *self)
{
  if (self->is_ending)
    {
      emit_closed (self);
      return;
    }

  g_message ("The service hung up; the session goes on and dials again");
  redial_later (self);
}

static void
error_cb (SoupWebsocketConnection *connection,
          GError                  *error,
          HostControl             *self)
{
  g_message ("The connection to the service broke: %s", error->message);
}

static void
adopt_connection (HostControl             *self,
                  SoupWebsocketConnection *connection)
{
  self->connection = connection;
  soup_websocket_connection_set_max_incoming_payload_size (connection, MESSAGE_MAX_BYTES);
  soup_websocket_connection_set_keepalive_interval (connection, KEEPALIVE_SECS);
  g_signal_connect (connection, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (connection, "error", G_CALLBACK (error_cb), self);
  g_signal_connect (connection, "closed", G_CALLBACK (closed_cb), self);
}

static gboolean
is_refusal (guint status)
{
  return status == SOUP_STATUS_UNAUTHORIZED || status == SOUP_STATUS_FORBIDDEN ||
         status == SOUP_STATUS_NOT_FOUND || status == SOUP_STATUS_GONE;
}

/* Once welcomed, a refusal is final only when it lasts: the service may be coming back. But
 * a session that it does not want must not run, and cost, for the rest of its lease. */
static void
dial_failed (HostControl  *self,
             const GError *error)
{
  guint status = soup_message_get_status (self->message);

  g_message ("Could not dial the service: %s (HTTP status %u)", error->message, status);

  self->was_refused = is_refusal (status);
  if (self->was_refused && !self->was_welcomed)
    {
      fail_refused (self);
      return;
    }

  if (self->was_refused)
    limit_waiting (self);

  redial_later (self);
}

static void
connect_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  SoupWebsocketConnection *connection =
    soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (connection != NULL)
    adopt_connection (user_data, connection);
  else
    dial_failed (user_data, error);
}

static void
dial (HostControl *self)
{
  self->cancellable = g_cancellable_new ();
  self->message = host_dial_message_new (self->url, self->token, self->authorities);
  self->attempt_id = g_timeout_add (ATTEMPT_TIMEOUT_MSECS, attempt_timeout_cb, self);
  soup_session_websocket_connect_async (self->session, self->message, NULL, NULL,
                                        G_PRIORITY_DEFAULT, self->cancellable,
                                        connect_cb, self);
}

static void
host_control_dispose (GObject *object)
{
  HostControl *self = HOST_CONTROL (object);

  stop_dialling (self);
  g_clear_handle_id (&self->end_id, g_source_remove);
  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (host_control_parent_class)->dispose (object);
}

static void
host_control_finalize (GObject *object)
{
  HostControl *self = HOST_CONTROL (object);

  g_clear_pointer (&self->token, palco_secret_free);
  g_free (self->url);
  g_clear_pointer (&self->authorities, g_ptr_array_unref);

  G_OBJECT_CLASS (host_control_parent_class)->finalize (object);
}

static void
host_control_class_init (HostControlClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = host_control_dispose;
  object_class->finalize = host_control_finalize;

  signals[SIGNAL_MESSAGE] =
    g_signal_new ("message", HOST_TYPE_CONTROL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_FAILED] =
    g_signal_new ("failed", HOST_TYPE_CONTROL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_CLOSED] =
    g_signal_new ("closed", HOST_TYPE_CONTROL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

/* A proxy has no place between a host and its service: the token would pass through it. */
static void
host_control_init (HostControl *self)
{
  self->session = soup_session_new ();
  g_object_set (self->session, "proxy-resolver", NULL, NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  self->back_off_msecs = BACK_OFF_MIN_MSECS;
}

HostControl *
host_control_new (const PalcoHostBootstrap  *bootstrap,
                  guint                      give_up_msecs,
                  GError                   **error)
{
  g_autoptr(HostControl) self = g_object_new (HOST_TYPE_CONTROL, NULL);

  if (!host_dial_check_url (bootstrap->control_url, error))
    return NULL;

  self->authorities = host_trust_parse (bootstrap->control_ca, error);
  if (self->authorities == NULL)
    return NULL;

  self->url = g_strdup (bootstrap->control_url);
  self->token = g_strdup (bootstrap->token);
  self->give_up_msecs = give_up_msecs;

  return g_steal_pointer (&self);
}

void
host_control_start (HostControl *self)
{
  limit_waiting (self);
  dial (self);
}

/* Returns FALSE when the service cannot hear it now; what still matters at the next welcome
 * is the caller's to say again. */
gboolean
host_control_send (HostControl               *self,
                   const PalcoControlMessage *message)
{
  g_autofree char *json = NULL;

  if (self->connection == NULL ||
      soup_websocket_connection_get_state (self->connection) != SOUP_WEBSOCKET_STATE_OPEN)
    return FALSE;

  json = palco_control_message_to_json (message);
  soup_websocket_connection_send_text (self->connection, json);

  return TRUE;
}

static gboolean
end_timeout_cb (gpointer user_data)
{
  HostControl *self = user_data;

  self->end_id = 0;
  emit_closed (self);

  return G_SOURCE_REMOVE;
}

/* Tells the service why, when it listens, and hangs up. */
void
host_control_end (HostControl *self,
                  const char  *reason)
{
  g_autoptr(PalcoControlMessage) message = palco_control_message_new (PALCO_CONTROL_ENDING);
  guint timeout = 0;

  message->reason = g_strdup (reason);
  self->is_ending = TRUE;
  g_clear_handle_id (&self->attempt_id, g_source_remove);
  g_clear_handle_id (&self->give_up_id, g_source_remove);

  if (host_control_send (self, message))
    {
      soup_websocket_connection_close (self->connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
      timeout = END_TIMEOUT_MSECS;
    }
  else
    {
      stop_dialling (self);
    }

  self->end_id = g_timeout_add (timeout, end_timeout_cb, self);
}
