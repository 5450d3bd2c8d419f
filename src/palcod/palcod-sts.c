/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-sts.h"

#include "palcod-answer.h"
#include "palcod-api.h"

/* The mark of the key that was shown; NULL unless it is one of the account in the path. */
static const char *
check_credentials (PalcodRequest *request)
{
  const char *bearer = palcod_request_get_bearer (request->message);
  gsize id_length = strlen (request->account_id);

  if (bearer == NULL || strncmp (bearer, request->account_id, id_length) != 0 ||
      bearer[id_length] != ':')
    return NULL;

  return palcod_accounts_check_key (request->context->accounts, request->account_id,
                                    bearer + id_length + 1);
}

void
palcod_sts_handle (PalcodRequest *request)
{
  const char *mark = NULL;
  g_autofree char *token = NULL;
  g_autoptr(GError) error = NULL;
  GString *json;

  if (!palcod_tokens_can_issue (request->context->tokens))
    {
      palcod_answer_error (request->message, SOUP_STATUS_NOT_FOUND, "NotFound",
                           "This service gives no tokens; ask the token service of its account "
                           "domain.");
      return;
    }

  mark = check_credentials (request);

  if (mark == NULL)
    {
      palcod_answer_empty (request->message, SOUP_STATUS_UNAUTHORIZED);
      return;
    }

  if (!palcod_request_is_in_rate (request))
    return;

  token = palcod_tokens_issue (request->context->tokens, request->account_id, mark,
                               g_get_real_time () / G_USEC_PER_SEC, &error);

  if (token == NULL)
    {
      palcod_answer_gerror (request->message, error);
      return;
    }

  json = g_string_new ("{\"AccessToken\":");
  palcod_api_append_string (json, token);
  g_string_append_c (json, '}');
  palcod_answer_json (request->message, SOUP_STATUS_OK, json);
}
