/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-answer.h"

#include "palco-log.h"
#include "palco-protocol.h"
#include "palcod-api.h"
#include "palcod-error.h"

#define JSON_TYPE "application/json; charset=utf-8"

static const struct
{
  const char *name;
  const char *value;
} fixed_headers[] = {
  { "X-Content-Type-Options", "nosniff" },
  { "api-supported-versions", PALCO_API_VERSION_PREVIEW ", " PALCO_API_VERSION },
  { "Cache-Control", "no-store, no-cache" },
  { "Pragma", "no-cache" },
};

static const struct
{
  PalcodError  error;
  guint        status;
  const char  *code;
} statuses[] = {
  { PALCOD_ERROR_INVALID, SOUP_STATUS_BAD_REQUEST, "BadRequest" },
  { PALCOD_ERROR_NOT_FOUND, SOUP_STATUS_NOT_FOUND, "NotFound" },
  { PALCOD_ERROR_CONFLICT, SOUP_STATUS_CONFLICT, "Conflict" },
  { PALCOD_ERROR_REFUSED, SOUP_STATUS_UNPROCESSABLE_ENTITY, "UnprocessableEntity" },
  { PALCOD_ERROR_STORAGE, SOUP_STATUS_SERVICE_UNAVAILABLE, "ServiceUnavailable" },
};

void
palcod_answer_prepare (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *ms_cv = palco_correlation_vector_new ();

  soup_message_headers_append (headers, "MS-CV", ms_cv);

  for (guint i = 0; i < G_N_ELEMENTS (fixed_headers); i++)
    soup_message_headers_append (headers, fixed_headers[i].name, fixed_headers[i].value);
}

const char *
palcod_answer_get_ms_cv (SoupServerMessage *message)
{
  return soup_message_headers_get_one (soup_server_message_get_response_headers (message), "MS-CV");
}

/* SDKs show the reason phrase to people, so it must be right (rule 2). */
static void
set_status (SoupServerMessage *message,
            guint              status)
{
  soup_server_message_set_status (message, status,
                                  status == PALCOD_STATUS_TOO_MANY_REQUESTS ? "Too Many Requests"
                                                                            : NULL);
}

void
palcod_answer_json (SoupServerMessage *message,
                    guint              status,
                    GString           *json)
{
  gsize length = json->len;

  set_status (message, status);
  soup_server_message_set_response (message, JSON_TYPE, SOUP_MEMORY_TAKE,
                                    g_string_free (json, FALSE), length);
}

/* libsoup 3.2 strips the length from a 204 while it writes the headers, then takes the answer
 * for one that ends with the connection and closes it (rule 3). */
static void
keep_connection_cb (SoupServerMessage *message,
                    gpointer           user_data)
{
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_NONE);
}

void
palcod_answer_empty (SoupServerMessage *message,
                     guint              status)
{
  set_status (message, status);

  if (status == SOUP_STATUS_NO_CONTENT)
    g_signal_connect (message, "wrote-headers", G_CALLBACK (keep_connection_cb), NULL);
}

void
palcod_answer_error (SoupServerMessage *message,
                     guint              status,
                     const char        *code,
                     const char        *text)
{
  char *json = palcod_api_print_error (code, text);

  set_status (message, status);
  soup_server_message_set_response (message, JSON_TYPE, SOUP_MEMORY_TAKE, json, strlen (json));
}

void
palcod_answer_gerror (SoupServerMessage *message,
                      const GError      *error)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      if (g_error_matches (error, PALCOD_ERROR, statuses[i].error))
        {
          palcod_answer_error (message, statuses[i].status, statuses[i].code, error->message);
          return;
        }
    }

  /* What went wrong inside is for the log only. */
  palco_log (G_LOG_LEVEL_WARNING, palcod_answer_get_ms_cv (message), "A request failed: %s",
             error->message);
  palcod_answer_error (message, SOUP_STATUS_INTERNAL_SERVER_ERROR, "InternalServerError",
                       "The service could not do this. Its log says why, under the MS-CV of "
                       "this answer.");
}
