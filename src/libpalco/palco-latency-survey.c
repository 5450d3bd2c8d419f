/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-latency-survey.h"

#include <libsoup/soup.h>

#include "palco-catalogue-private.h"
#include "palco-region.h"

/* Threads that sleep cost little, but sixty regions of a first start need not go at once. */
#define MAX_PROBES 16

/* Once through all regions: how far each is, then what is free there. The order matters: a
 * request is work for this computer and for the line, which the samples would notice. */

typedef struct
{
  GQueue            waiting;     /* of PalcoRegion: to be measured */
  GQueue            answered;    /* of PalcoRegion: to be asked what is free */
  guint             n_running;
  PalcoProbeTiming  timing;
  PalcoHttp        *http;
  PalcoSurveyFunc   report;
  GObject          *reporter;
} Survey;

typedef struct
{
  GTask       *task;
  PalcoRegion *region;
} Job;

static void go_on (GTask *task);

static void
survey_free (Survey *survey)
{
  g_queue_clear_full (&survey->waiting, g_object_unref);
  g_queue_clear_full (&survey->answered, g_object_unref);
  g_object_unref (survey->http);
  g_object_unref (survey->reporter);
  g_free (survey);
}

/* Takes the region over. */
static Job *
job_new (GTask       *task,
         PalcoRegion *region)
{
  Survey *survey = g_task_get_task_data (task);
  Job *job = g_new (Job, 1);

  survey->n_running++;
  job->task = g_object_ref (task);
  job->region = region;

  return job;
}

static void
job_end (Job *job)
{
  Survey *survey = g_task_get_task_data (job->task);

  survey->n_running--;
  go_on (job->task);

  g_object_unref (job->region);
  g_object_unref (job->task);
  g_free (job);
}

static void
probed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Job *job = user_data;
  Survey *survey = g_task_get_task_data (job->task);
  g_autoptr(PalcoLatency) latency = palco_latency_probe_finish (result, NULL);

  if (latency != NULL)
    survey->report (job->region, latency, NULL, survey->reporter);

  if (palco_latency_get_grade (latency) != PALCO_LATENCY_GRADE_UNREACHABLE)
    g_queue_push_tail (&survey->answered, g_object_ref (job->region));

  job_end (job);
}

static void
start_probes (GTask *task)
{
  Survey *survey = g_task_get_task_data (task);
  PalcoRegion *region;

  while (survey->n_running < MAX_PROBES && (region = g_queue_pop_head (&survey->waiting)) != NULL)
    palco_latency_probe_async (palco_region_get_probe_host (region),
                               palco_region_get_probe_port (region), &survey->timing, NULL,
                               g_task_get_cancellable (task), probed_cb, job_new (task, region));
}

static GListModel *
read_sizes (PalcoReply *reply)
{
  g_autoptr(JsonObject) object = palco_reply_parse (reply, NULL);
  g_autoptr(PalcoCatalogue) catalogue = NULL;

  if (object != NULL)
    catalogue = palco_catalogue_new_from_json (object, reply->is_local, NULL);

  return catalogue != NULL ? g_object_ref (palco_catalogue_get_sizes (catalogue)) : NULL;
}

/* A region that does not tell now keeps what it told before. */
static void
told_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Job *job = user_data;
  Survey *survey = g_task_get_task_data (job->task);
  g_autoptr(PalcoReply) reply = palco_http_send_finish (PALCO_HTTP (source), result, NULL);
  g_autoptr(GListModel) sizes = reply != NULL ? read_sizes (reply) : NULL;

  if (sizes != NULL)
    survey->report (job->region, NULL, sizes, survey->reporter);

  job_end (job);
}

static gboolean
describes_itself (PalcoRegion *region)
{
  g_autoptr(GUri) uri = g_uri_parse (palco_region_get_endpoint (region), SOUP_HTTP_URI_FLAGS, NULL);

  return uri != NULL && !palco_catalogue_knows_host (g_uri_get_host (uri));
}

static void
ask (GTask       *task,
     PalcoRegion *region)
{
  Survey *survey = g_task_get_task_data (task);
  g_autofree char *url = g_strconcat (palco_region_get_endpoint (region), PALCO_DISCOVERY_PATH, NULL);
  PalcoRequest request = { .method = "GET", .url = url };

  palco_http_send_async (survey->http, &request, g_task_get_cancellable (task), told_cb,
                         job_new (task, g_object_ref (region)));
}

/* libsoup lets ten of them run at once. */
static void
ask_all (GTask *task)
{
  Survey *survey = g_task_get_task_data (task);
  PalcoRegion *next;

  while ((next = g_queue_pop_head (&survey->answered)) != NULL)
    {
      g_autoptr(PalcoRegion) region = next;

      if (describes_itself (region))
        ask (task, region);
    }
}

static void
go_on (GTask *task)
{
  Survey *survey = g_task_get_task_data (task);
  gboolean is_cancelled = g_cancellable_is_cancelled (g_task_get_cancellable (task));

  if (!is_cancelled)
    start_probes (task);

  if (!is_cancelled && survey->n_running == 0)
    ask_all (task);

  if (survey->n_running == 0 && !g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

/* Calls @report with each thing that is found. */
void
palco_latency_survey_async (GPtrArray              *regions,
                            const PalcoProbeTiming *timing,
                            PalcoHttp              *http,
                            PalcoSurveyFunc         report,
                            GObject                *reporter,
                            GCancellable           *cancellable,
                            GAsyncReadyCallback     callback,
                            gpointer                user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Survey *survey = g_new0 (Survey, 1);

  survey->timing = *timing;
  survey->http = g_object_ref (http);
  survey->report = report;
  survey->reporter = g_object_ref (reporter);
  for (guint i = 0; i < regions->len; i++)
    g_queue_push_tail (&survey->waiting, g_object_ref (regions->pdata[i]));

  g_task_set_source_tag (task, palco_latency_survey_async);
  g_task_set_task_data (task, survey, (GDestroyNotify) survey_free);
  go_on (task);
}

gboolean
palco_latency_survey_finish (GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
