/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-preflight-run-private.h"

#include "palco-account.h"
#include "palco-catalogue-private.h"
#include "palco-preflight-fault-private.h"

#include <string.h>

static void
check_clock (GTask      *task,
             PalcoReply *reply)
{
  PalcoPreflightRun *run = g_task_get_task_data (task);
  const char *text = soup_message_headers_get_one (reply->headers, "Date");
  g_autoptr(GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  if (date == NULL)
    {
      palco_preflight_run_add (task, PALCO_PREFLIGHT_CHECK_CLOCK, PALCO_PREFLIGHT_STATUS_SKIPPED,
                               PALCO_PREFLIGHT_FAULT_NONE, NULL);
      return;
    }

  run->ahead_secs = g_get_real_time () / G_USEC_PER_SEC - g_date_time_to_unix (date);

  if (ABS (run->ahead_secs) <= PALCO_PREFLIGHT_CLOCK_OFF_SECS)
    palco_preflight_run_pass (task, PALCO_PREFLIGHT_CHECK_CLOCK);
  else
    palco_preflight_run_add (task, PALCO_PREFLIGHT_CHECK_CLOCK, PALCO_PREFLIGHT_STATUS_WARNING,
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
judge_service (PalcoPreflightRun  *run,
               PalcoReply         *reply,
               GError            **error)
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
    run->catalogue = palco_catalogue_new_from_json (object, reply->is_local, error);

  return run->catalogue != NULL ? PALCO_PREFLIGHT_FAULT_NONE : stranger;
}

static void
discovery_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PalcoPreflight *self = g_task_get_source_object (task);
  PalcoPreflightRun *run = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoReply) reply = palco_http_send_finish (PALCO_HTTP (source), result, &error);
  g_autofree char *detail = NULL;
  PalcoPreflightFault fault;

  if (reply == NULL)
    {
      palco_preflight_run_fail_with (task, PALCO_PREFLIGHT_CHECK_SERVICE, error);
      return;
    }

  check_clock (task, reply);
  fault = judge_service (run, reply, &error);
  detail = error != NULL ? g_strdup (error->message) : g_strdup_printf ("HTTP %u", reply->status);

  if (fault == PALCO_PREFLIGHT_FAULT_NONE)
    {
      palco_preflight_run_pass (task, PALCO_PREFLIGHT_CHECK_SERVICE);
    }
  else if (fault == PALCO_PREFLIGHT_FAULT_SERVICE_NOT_DESCRIBED)
    {
      run->catalogue = palco_catalogue_new_built_in (palco_account_get_address (self->account));
      palco_preflight_run_add (task, PALCO_PREFLIGHT_CHECK_SERVICE, PALCO_PREFLIGHT_STATUS_WARNING,
                               fault, detail);
    }
  else
    {
      palco_preflight_run_fail (task, PALCO_PREFLIGHT_CHECK_SERVICE, fault, detail);
      return;
    }

  palco_preflight_run_check_key (task);
}

static void
ask_service (GTask *task)
{
  PalcoPreflight *self = g_task_get_source_object (task);
  PalcoPreflightRun *run = g_task_get_task_data (task);
  g_autofree char *url = g_strconcat (palco_account_get_address (self->account),
                                      PALCO_DISCOVERY_PATH, NULL);
  PalcoRequest request = { .method = "GET", .url = url, .any_status = TRUE };

  palco_http_send_async (self->http, &request, run->limit.work, discovery_cb, g_object_ref (task));
}

/* What answers at the address of the account, and whether its clock agrees with ours. */
void
palco_preflight_run_check_service (GTask *task)
{
  PalcoPreflight *self = g_task_get_source_object (task);

  palco_preflight_run_check_way (task, palco_account_get_address (self->account), ask_service);
}
