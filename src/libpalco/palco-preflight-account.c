/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-preflight-run-private.h"

#include "palco-account.h"
#include "palco-catalogue-private.h"
#include "palco-credentials.h"
#include "palco-error-private.h"
#include "palco-json.h"
#include "palco-preflight-fault-private.h"
#include "palco-protocol.h"
#include "palco-region.h"
#include "palco-sign-in.h"

/* Key, token service and session API, from the last to the first. */

static gboolean
lists_sessions (PalcoReply *reply)
{
  g_autoptr(JsonObject) object = palco_reply_parse (reply, NULL);
  JsonArray *sessions = NULL;

  return object != NULL &&
         palco_json_read_array (object, "sessions", PALCO_JSON_REQUIRED, &sessions, NULL);
}

/* A fresh token that is refused may be of the future there. */
static PalcoPreflightFault
find_sessions_fault (PalcoPreflightRun *run,
                     PalcoReply        *reply)
{
  PalcoPreflightFault fault = palco_preflight_fault_from_status (reply->status);

  if (fault == PALCO_PREFLIGHT_FAULT_NONE && !lists_sessions (reply))
    return PALCO_PREFLIGHT_FAULT_SERVICE_OTHER;

  if (fault == PALCO_PREFLIGHT_FAULT_TOKEN_REFUSED && ABS (run->ahead_secs) > PALCO_PREFLIGHT_CLOCK_OFF_SECS)
    return run->ahead_secs > 0 ? PALCO_PREFLIGHT_FAULT_CLOCK_AHEAD
                               : PALCO_PREFLIGHT_FAULT_CLOCK_BEHIND;

  return fault;
}

static void
sessions_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoPreflightRun *run = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoReply) reply = palco_http_send_finish (PALCO_HTTP (source), result, &error);
  PalcoPreflightFault fault;

  if (reply == NULL)
    {
      palco_preflight_run_fail_with (task, PALCO_PREFLIGHT_CHECK_SESSIONS, error);
      return;
    }

  fault = find_sessions_fault (run, reply);
  if (fault != PALCO_PREFLIGHT_FAULT_NONE)
    {
      g_autofree char *detail = g_strdup_printf ("HTTP %u", reply->status);

      palco_preflight_run_fail (task, PALCO_PREFLIGHT_CHECK_SESSIONS, fault, detail);
      return;
    }

  palco_preflight_run_pass (task, PALCO_PREFLIGHT_CHECK_SESSIONS);
  palco_preflight_run_end (task);
}

static void
ask_sessions (GTask *task)
{
  PalcoPreflight *self = g_task_get_source_object (task);
  PalcoPreflightRun *run = g_task_get_task_data (task);
  g_autofree char *account_id =
    g_uri_escape_string (palco_account_get_account_id (self->account), NULL, FALSE);
  g_autofree char *url = g_strdup_printf ("%s/accounts/%s/sessions?api-version=" PALCO_API_VERSION,
                                          palco_region_get_endpoint (run->region), account_id);
  char *authorization = g_strconcat ("Bearer ", run->access_token, NULL);
  PalcoRequest request = {
    .method = "GET", .url = url, .authorization = authorization, .any_status = TRUE,
  };

  palco_http_send_async (self->http, &request, run->limit.work, sessions_cb, g_object_ref (task));
  palco_key_free (authorization);
}

/* One at the address that was given says most about it; any other does for the rest. */
static PalcoRegion *
choose_region (PalcoPreflight *self,
               PalcoCatalogue *catalogue)
{
  GListModel *regions = palco_catalogue_get_regions (catalogue);
  const char *address = palco_account_get_address (self->account);

  for (guint i = 0; i < g_list_model_get_n_items (regions); i++)
    {
      g_autoptr(PalcoRegion) region = g_list_model_get_item (regions, i);

      if (g_str_has_prefix (palco_region_get_endpoint (region), address))
        return g_steal_pointer (&region);
    }

  return g_list_model_get_item (regions, 0);
}

static void
check_sessions (GTask *task)
{
  PalcoPreflight *self = g_task_get_source_object (task);
  PalcoPreflightRun *run = g_task_get_task_data (task);

  run->region = choose_region (self, run->catalogue);
  palco_preflight_run_check_way (task, palco_region_get_endpoint (run->region), ask_sessions);
}

static gboolean
signs_in_with (PalcoAccount    *account,
               PalcoSignInKind  kind)
{
  if (palco_account_is_local (account))
    return kind == PALCO_SIGN_IN_KEY;

  return kind == palco_sign_in_get_kind (palco_account_get_sign_in (account));
}

static void
token_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoPreflightRun *run = g_task_get_task_data (task);
  gint64 now_secs = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr(GError) error = NULL;

  run->access_token = palco_token_get_finish (PALCO_TOKEN (source), result, &error);

  if (run->access_token == NULL &&
      palco_error_has_code (error, PALCO_ERROR_NOT_FOUND) &&
      !palco_catalogue_is_discovered (run->catalogue))
    palco_preflight_run_fail (task, PALCO_PREFLIGHT_CHECK_SIGN_IN,
                              PALCO_PREFLIGHT_FAULT_SERVICE_OTHER, error->message);
  else if (run->access_token == NULL)
    palco_preflight_run_fail_with (task, PALCO_PREFLIGHT_CHECK_SIGN_IN, error);
  else if (palco_token_read_expiry (run->access_token, now_secs) <= now_secs)
    palco_preflight_run_fail (task, PALCO_PREFLIGHT_CHECK_SIGN_IN,
                              PALCO_PREFLIGHT_FAULT_TOKEN_EXPIRED, NULL);
  else
    {
      palco_preflight_run_pass (task, PALCO_PREFLIGHT_CHECK_SIGN_IN);
      check_sessions (task);
    }
}

static void
ask_token (GTask *task)
{
  PalcoPreflightRun *run = g_task_get_task_data (task);

  palco_token_get_async (run->token, run->limit.work, token_cb, g_object_ref (task));
}

static void
check_sign_in (GTask *task)
{
  PalcoPreflight *self = g_task_get_source_object (task);
  PalcoPreflightRun *run = g_task_get_task_data (task);
  g_autofree char *sts_url = palco_token_dup_sts_url (run->token);

  /* Tokens that come another way come without the token service. */
  if (signs_in_with (self->account, PALCO_SIGN_IN_KEY))
    palco_preflight_run_check_way (task, sts_url, ask_token);
  else
    ask_token (task);
}

static void
key_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoPreflightRun *run = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  char *key = palco_credentials_lookup_key_finish (PALCO_CREDENTIALS (source), result, &error);

  if (key == NULL)
    {
      palco_preflight_run_fail_with (task, PALCO_PREFLIGHT_CHECK_KEY, error);
      return;
    }

  palco_key_free (key);
  palco_limit_resume (&run->limit);
  palco_preflight_run_pass (task, PALCO_PREFLIGHT_CHECK_KEY);
  check_sign_in (task);
}

/* Somebody may have to unlock the keyring: that is not counted. */
void
palco_preflight_run_check_key (GTask *task)
{
  PalcoPreflight *self = g_task_get_source_object (task);
  PalcoPreflightRun *run = g_task_get_task_data (task);

  palco_token_set_sts_url (run->token, palco_catalogue_get_sts_url (run->catalogue));

  if (signs_in_with (self->account, PALCO_SIGN_IN_COMMAND))
    {
      check_sign_in (task);
      return;
    }

  palco_limit_suspend (&run->limit);
  palco_credentials_lookup_key_async (self->credentials, self->account, run->limit.work,
                                      key_cb, g_object_ref (task));
}
