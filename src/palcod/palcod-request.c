/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-request.h"

#include "palcod-answer.h"

#define SCHEME "Bearer "

PalcodRequest *
palcod_request_new (const PalcodContext *context,
                    SoupServerMessage   *message,
                    GHashTable          *query)
{
  PalcodRequest *self = g_rc_box_new0 (PalcodRequest);

  self->context = context;
  self->message = g_object_ref (message);
  self->query = query;

  return self;
}

static void
palcod_request_clear (gpointer data)
{
  PalcodRequest *self = data;

  g_object_unref (self->message);
  g_free (self->account_id);
  g_free (self->session_id);
}

void
palcod_request_unref (PalcodRequest *self)
{
  g_rc_box_release_full (self, palcod_request_clear);
}

const char *
palcod_request_get_bearer (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");

  if (authorization == NULL ||
      g_ascii_strncasecmp (authorization, SCHEME, strlen (SCHEME)) != 0)
    return NULL;

  return authorization + strlen (SCHEME);
}

gboolean
palcod_request_is_in_rate (PalcodRequest *self)
{
  guint wait_secs = palcod_throttle_take (self->context->throttle, self->account_id,
                                          g_get_monotonic_time ());
  g_autofree char *retry_after = NULL;

  if (wait_secs == 0)
    return TRUE;

  retry_after = g_strdup_printf ("%u", wait_secs);
  soup_message_headers_replace (soup_server_message_get_response_headers (self->message),
                                "Retry-After", retry_after);
  palcod_answer_error (self->message, PALCOD_STATUS_TOO_MANY_REQUESTS, "TooManyRequests",
                       "This account asks too often. Retry after the time given in Retry-After.");

  return FALSE;
}

static void
disconnected_cb (SoupServerMessage *message,
                 PalcodRequest     *self)
{
  self->is_disconnected = TRUE;
}

PalcodRequest *
palcod_request_suspend (PalcodRequest *self)
{
  self->query = NULL;
  g_object_ref (self->context->owner);
  g_signal_connect (self->message, "disconnected", G_CALLBACK (disconnected_cb), self);
  soup_server_message_pause (self->message);

  return g_rc_box_acquire (self);
}

void
palcod_request_resume (PalcodRequest *self)
{
  GObject *owner = self->context->owner;

  g_signal_handlers_disconnect_by_func (self->message, disconnected_cb, self);

  /* There is nobody left to answer, and libsoup takes it ill to be told. */
  if (!self->is_disconnected)
    soup_server_message_unpause (self->message);

  palcod_request_unref (self);
  g_object_unref (owner);
}
