/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-preflight-private.h"

#include "palco-account.h"
#include "palco-address.h"
#include "palco-catalogue-private.h"
#include "palco-credentials.h"
#include "palco-error-private.h"
#include "palco-json.h"
#include "palco-limit-private.h"
#include "palco-local-service.h"
#include "palco-preflight-fault-private.h"
#include "palco-preflight-route-private.h"
#include "palco-preflight-step-private.h"
#include "palco-protocol.h"
#include "palco-region.h"
#include "palco-sign-in.h"

#include <string.h>

/* Where certificates and tokens of a day begin to suffer. */
#define CLOCK_OFF_SECS (5 * 60)

typedef void (*Next) (GTask *task);

typedef struct
{
  PalcoLimit      limit;
  GUri           *uri;          /* the host that is looked at */
  Next            next;         /* once the way to it is known */
  GHashTable     *hosts;        /* “host:port” that were looked at */
  PalcoToken     *token;
  PalcoCatalogue *catalogue;
  PalcoRegion    *region;
  char           *access_token;
  gint64          ahead_secs;   /* how far the clock of this computer is ahead */
} Run;

static void
run_free (Run *run)
{
  palco_limit_clear (&run->limit);
  g_clear_pointer (&run->uri, g_uri_unref);
  g_hash_table_unref (run->hosts);
  g_clear_object (&run->token);
  g_clear_object (&run->catalogue);
  g_clear_object (&run->region);
  palco_key_free (run->access_token);
  g_free (run);
}

static void
add_step (GTask                *task,
          PalcoPreflightCheck   check,
          PalcoPreflightStatus  status,
          PalcoPreflightFault   fault,
          const char           *detail)
{
  Run *run = g_task_get_task_data (task);
  GUri *uri = check != PALCO_PREFLIGHT_CHECK_KEY ? run->uri : NULL;

  palco_preflight_add_step (g_task_get_source_object (task),
                            palco_preflight_step_new (check, status, fault,
                                                      uri != NULL ? g_uri_get_host (uri) : NULL,
                                                      uri != NULL ? g_uri_get_port (uri) : 0,
                                                      detail));
}

static void
pass (GTask               *task,
      PalcoPreflightCheck  check)
{
  add_step (task, check, PALCO_PREFLIGHT_STATUS_OK, PALCO_PREFLIGHT_FAULT_NONE, NULL);
}

static gboolean
has_step (PalcoPreflight      *self,
          PalcoPreflightCheck  check)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      if (palco_preflight_step_get_check (self->steps->pdata[i]) == check)
        return TRUE;
    }

  return FALSE;
}

/* What was not reached is listed as well. */
static void
finish (GTask *task)
{
  PalcoPreflight *self = g_task_get_source_object (task);

  for (PalcoPreflightCheck check = 0; check <= PALCO_PREFLIGHT_CHECK_SESSIONS; check++)
    {
      if (!has_step (self, check))
        palco_preflight_add_step (self, palco_preflight_step_new (check, PALCO_PREFLIGHT_STATUS_SKIPPED,
                                                                  PALCO_PREFLIGHT_FAULT_NONE,
                                                                  NULL, 0, NULL));
    }

  g_task_return_boolean (task, TRUE);
}

static void
fail (GTask               *task,
      PalcoPreflightCheck  check,
      PalcoPreflightFault  fault,
      const char          *detail)
{
  add_step (task, check, PALCO_PREFLIGHT_STATUS_FAILED, fault, detail);
  finish (task);
}

/* Also ends a run that the caller gave up. */
static void
fail_with (GTask               *task,
           PalcoPreflightCheck  check,
           const GError        *error)
{
  Run *run = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (palco_limit_has_passed (&run->limit))
    fail (task, check, palco_preflight_fault_from_silence (check), NULL);
  else
    fail (task, check, palco_preflight_fault_from_error (check, error), error->message);
}

static void
route_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoPreflight *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  g_autoptr(GPtrArray) steps = palco_preflight_route_finish (result);
  PalcoPreflightStep *last = steps->pdata[steps->len - 1];

  if (g_task_return_error_if_cancelled (task))
    return;

  for (guint i = 0; i < steps->len; i++)
    palco_preflight_add_step (self, g_object_ref (steps->pdata[i]));

  if (palco_preflight_step_get_status (last) == PALCO_PREFLIGHT_STATUS_FAILED)
    finish (task);
  else
    run->next (task);
}

static gboolean
check_address (GTask      *task,
               const char *address)
{
  Run *run = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&run->uri, g_uri_unref);
  run->uri = palco_address_parse (address, &error);

  if (run->uri == NULL)
    fail (task, PALCO_PREFLIGHT_CHECK_ADDRESS,
          palco_error_has_code (error, PALCO_ERROR_INSECURE) ? PALCO_PREFLIGHT_FAULT_ADDRESS_INSECURE
                                                             : PALCO_PREFLIGHT_FAULT_ADDRESS_INVALID,
          address);
  else if (palco_catalogue_knows_host (g_uri_get_host (run->uri)))
    fail (task, PALCO_PREFLIGHT_CHECK_ADDRESS, PALCO_PREFLIGHT_FAULT_ADDRESS_RETIRED, address);
  else
    return TRUE;

  return FALSE;
}

/* Looks at the way to the host of @address, unless that has been done. */
static void
check_way (GTask      *task,
           const char *address,
           Next        next)
{
  PalcoPreflight *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);

  if (!check_address (task, address))
    return;

  if (!g_hash_table_add (run->hosts, g_strdup_printf ("%s:%d", g_uri_get_host (run->uri),
                                                      g_uri_get_port (run->uri))))
    {
      next (task);
      return;
    }

  pass (task, PALCO_PREFLIGHT_CHECK_ADDRESS);
  run->next = next;
  palco_preflight_route_async (run->uri, self->tls_database, self->timing.preflight_step_msecs,
                               run->limit.work, route_cb, g_object_ref (task));
}

/* The session API. */

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
find_sessions_fault (Run        *run,
                     PalcoReply *reply)
{
  PalcoPreflightFault fault = palco_preflight_fault_from_status (reply->status);

  if (fault == PALCO_PREFLIGHT_FAULT_NONE && !lists_sessions (reply))
    return PALCO_PREFLIGHT_FAULT_SERVICE_OTHER;

  if (fault == PALCO_PREFLIGHT_FAULT_TOKEN_REFUSED && ABS (run->ahead_secs) > CLOCK_OFF_SECS)
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
  Run *run = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoReply) reply = palco_http_send_finish (PALCO_HTTP (source), result, &error);
  PalcoPreflightFault fault;

  if (reply == NULL)
    {
      fail_with (task, PALCO_PREFLIGHT_CHECK_SESSIONS, error);
      return;
    }

  fault = find_sessions_fault (run, reply);
  if (fault != PALCO_PREFLIGHT_FAULT_NONE)
    {
      g_autofree char *detail = g_strdup_printf ("HTTP %u", reply->status);

      fail (task, PALCO_PREFLIGHT_CHECK_SESSIONS, fault, detail);
      return;
    }

  pass (task, PALCO_PREFLIGHT_CHECK_SESSIONS);
  finish (task);
}

static void
ask_sessions (GTask *task)
{
  PalcoPreflight *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
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
  Run *run = g_task_get_task_data (task);

  run->region = choose_region (self, run->catalogue);
  check_way (task, palco_region_get_endpoint (run->region), ask_sessions);
}

/* The token service. */

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
  Run *run = g_task_get_task_data (task);
  gint64 now_secs = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr(GError) error = NULL;

  run->access_token = palco_token_get_finish (PALCO_TOKEN (source), result, &error);

  if (run->access_token == NULL &&
      palco_error_has_code (error, PALCO_ERROR_NOT_FOUND) &&
      !palco_catalogue_is_discovered (run->catalogue))
    fail (task, PALCO_PREFLIGHT_CHECK_SIGN_IN, PALCO_PREFLIGHT_FAULT_SERVICE_OTHER, error->message);
  else if (run->access_token == NULL)
    fail_with (task, PALCO_PREFLIGHT_CHECK_SIGN_IN, error);
  else if (palco_token_read_expiry (run->access_token, now_secs) <= now_secs)
    fail (task, PALCO_PREFLIGHT_CHECK_SIGN_IN, PALCO_PREFLIGHT_FAULT_TOKEN_EXPIRED, NULL);
  else
    {
      pass (task, PALCO_PREFLIGHT_CHECK_SIGN_IN);
      check_sessions (task);
    }
}

static void
ask_token (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  palco_token_get_async (run->token, run->limit.work, token_cb, g_object_ref (task));
}

static void
check_sign_in (GTask *task)
{
  PalcoPreflight *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  g_autofree char *sts_url = palco_token_dup_sts_url (run->token);

  /* Tokens that come another way come without the token service. */
  if (signs_in_with (self->account, PALCO_SIGN_IN_KEY))
    check_way (task, sts_url, ask_token);
  else
    ask_token (task);
}

static void
key_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Run *run = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  char *key = palco_credentials_lookup_key_finish (PALCO_CREDENTIALS (source), result, &error);

  if (key == NULL)
    {
      fail_with (task, PALCO_PREFLIGHT_CHECK_KEY, error);
      return;
    }

  palco_key_free (key);
  palco_limit_resume (&run->limit);
  pass (task, PALCO_PREFLIGHT_CHECK_KEY);
  check_sign_in (task);
}

/* Somebody may have to unlock the keyring: that is not counted. */
static void
check_key (GTask *task)
{
  PalcoPreflight *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);

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

/* What answers. */

static void
check_clock (GTask      *task,
             PalcoReply *reply)
{
  Run *run = g_task_get_task_data (task);
  const char *text = soup_message_headers_get_one (reply->headers, "Date");
  g_autoptr(GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  if (date == NULL)
    {
      add_step (task, PALCO_PREFLIGHT_CHECK_CLOCK, PALCO_PREFLIGHT_STATUS_SKIPPED,
                PALCO_PREFLIGHT_FAULT_NONE, NULL);
      return;
    }

  run->ahead_secs = g_get_real_time () / G_USEC_PER_SEC - g_date_time_to_unix (date);

  if (ABS (run->ahead_secs) <= CLOCK_OFF_SECS)
    pass (task, PALCO_PREFLIGHT_CHECK_CLOCK);
  else
    add_step (task, PALCO_PREFLIGHT_CHECK_CLOCK, PALCO_PREFLIGHT_STATUS_WARNING,
              run->ahead_secs > 0 ? PALCO_PREFLIGHT_FAULT_CLOCK_AHEAD
                                  : PALCO_PREFLIGHT_FAULT_CLOCK_BEHIND,
              text);
}

/* A page that asks for a password of its own is none of ours: our services ask for tokens. */
static gboolean
asks_for_password (PalcoReply *reply)
{
  const char *challenge = soup_message_headers_get_list (reply->headers, "WWW-Authenticate");

  return reply->status == 401 && challenge != NULL &&
         g_ascii_strncasecmp (challenge, "Bearer", strlen ("Bearer")) != 0;
}

/* Sets the catalogue when it is there. */
static PalcoPreflightFault
judge_service (Run         *run,
               PalcoReply  *reply,
               GError     **error)
{
  PalcoPreflightFault stranger = reply->was_redirected ? PALCO_PREFLIGHT_FAULT_CAPTIVE_PORTAL
                                                       : PALCO_PREFLIGHT_FAULT_SERVICE_OTHER;
  g_autoptr(JsonObject) object = NULL;

  if (reply->status >= 500 || reply->status == 429)
    return palco_preflight_fault_from_status (reply->status);

  if (asks_for_password (reply))
    return stranger;

  if (!SOUP_STATUS_IS_SUCCESSFUL (reply->status))
    return PALCO_PREFLIGHT_FAULT_SERVICE_NOT_DESCRIBED;

  object = palco_reply_parse (reply, error);
  if (object != NULL)
    run->catalogue = palco_catalogue_new_from_json (object, error);

  return run->catalogue != NULL ? PALCO_PREFLIGHT_FAULT_NONE : stranger;
}

static void
discovery_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoPreflight *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoReply) reply = palco_http_send_finish (PALCO_HTTP (source), result, &error);
  g_autofree char *detail = NULL;
  PalcoPreflightFault fault;

  if (reply == NULL)
    {
      fail_with (task, PALCO_PREFLIGHT_CHECK_SERVICE, error);
      return;
    }

  check_clock (task, reply);
  fault = judge_service (run, reply, &error);
  detail = error != NULL ? g_strdup (error->message) : g_strdup_printf ("HTTP %u", reply->status);

  if (fault == PALCO_PREFLIGHT_FAULT_NONE)
    {
      pass (task, PALCO_PREFLIGHT_CHECK_SERVICE);
    }
  else if (fault == PALCO_PREFLIGHT_FAULT_SERVICE_NOT_DESCRIBED)
    {
      run->catalogue = palco_catalogue_new_built_in (palco_account_get_address (self->account));
      add_step (task, PALCO_PREFLIGHT_CHECK_SERVICE, PALCO_PREFLIGHT_STATUS_WARNING, fault, detail);
    }
  else
    {
      fail (task, PALCO_PREFLIGHT_CHECK_SERVICE, fault, detail);
      return;
    }

  check_key (task);
}

static void
ask_service (GTask *task)
{
  PalcoPreflight *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  g_autofree char *url = g_strconcat (palco_account_get_address (self->account),
                                      PALCO_DISCOVERY_PATH, NULL);
  PalcoRequest request = { .method = "GET", .url = url, .any_status = TRUE };

  palco_http_send_async (self->http, &request, run->limit.work, discovery_cb, g_object_ref (task));
}

static void
check_service (GTask *task)
{
  PalcoPreflight *self = g_task_get_source_object (task);

  check_way (task, palco_account_get_address (self->account), ask_service);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (palco_local_service_open_finish (PALCO_LOCAL_SERVICE (source), result, &error))
    check_service (task);
  else
    fail_with (task, PALCO_PREFLIGHT_CHECK_ADDRESS, error);
}

void
palco_preflight_start (GTask *task)
{
  PalcoPreflight *self = g_task_get_source_object (task);
  Run *run = g_new0 (Run, 1);

  run->hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run->token = palco_token_new (self->http, self->account, self->credentials);
  palco_limit_start (&run->limit, self->timing.preflight_msecs, g_task_get_cancellable (task));
  g_task_set_task_data (task, run, (GDestroyNotify) run_free);

  if (palco_account_is_local (self->account) && PALCO_IS_LOCAL_SERVICE (self->credentials))
    palco_local_service_open_async (PALCO_LOCAL_SERVICE (self->credentials), run->limit.work,
                                    opened_cb, g_object_ref (task));
  else
    check_service (task);

  g_object_unref (task);
}
