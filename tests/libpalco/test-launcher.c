/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-client.h"

/* Two regions, each a server of its own, that offer what the tests say. */

#define ANY_PATH      SESSIONS_PATH "/*"
#define ANY_STOP_PATH ANY_PATH "/:stop"
#define ANY(status)   "{\"id\":\"@ID@\",\"size\":\"Standard\",\"status\":\"" status "\"}"
#define FULL_JSON \
  "{\"id\":\"@ID@\",\"size\":\"Standard\",\"status\":\"Error\"," \
  "\"error\":{\"code\":\"NoCapacity\",\"message\":\"No server is free.\"}}"

typedef struct
{
  PalcoTestClient     base;
  PalcoTestServer    *other;
  PalcoCatalogue     *catalogue;
  PalcoLaunchPlan    *plan;
  PalcoLauncher      *launcher;
  GCancellable       *cancellable;
  PalcoLauncherPhase  cancel_phase;
  GAsyncResult       *result;
} Fixture;

static void
load_catalogue (Fixture *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *json = g_strdup_printf (
    "{\"service\":\"Test\",\"sts\":\"@BASE@\",\"regions\":["
    "{\"id\":\"here\",\"endpoint\":\"@BASE@\"},{\"id\":\"there\",\"endpoint\":\"%s\"}],"
    "\"sizes\":[{\"id\":\"Standard\",\"price\":{\"perHour\":4.5,\"currency\":\"EUR\"}},"
    "{\"id\":\"Premium\",\"price\":{\"perHour\":24,\"currency\":\"EUR\"}},"
    "{\"id\":\"Small\",\"price\":{\"perHour\":1,\"currency\":\"EUR\"}},{\"id\":\"Free\"}]}",
    palco_test_server_get_url (self->other));

  palco_test_server_reset (self->base.server, "GET", DISCOVERY);
  palco_test_client_answer (&self->base, "GET", DISCOVERY, 200, json);
  palco_client_load_catalogue_async (self->base.client, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);
  self->catalogue = palco_client_load_catalogue_finish (self->base.client, result, &error);
  g_assert_no_error (error);
}

static PalcoRegion *
region (Fixture    *self,
        const char *id)
{
  return palco_catalogue_lookup_region (self->catalogue, id);
}

static PalcoSize *
size (Fixture    *self,
      const char *id)
{
  return palco_catalogue_lookup_size (self->catalogue, id);
}

static void
answer (PalcoTestServer *server,
        const char      *method,
        const char      *path,
        const char      *body)
{
  palco_test_server_answer (server, method, path, &(PalcoTestAnswer) { .body = body });
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  palco_test_client_set_up (&self->base, NULL);
  self->other = palco_test_server_new ();
  load_catalogue (self);
  self->plan = palco_launch_plan_new (region (self, "here"), size (self, "Standard"), 30);
  self->launcher = palco_launcher_new (self->base.client, self->plan);
  self->cancellable = g_cancellable_new ();

  answer (self->base.server, "PUT", ANY_PATH, ANY ("Starting"));
  answer (self->other, "PUT", ANY_PATH, ANY ("Starting"));
  answer (self->other, "GET", ANY_PATH, ANY ("Ready"));
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_object (&self->result);
  g_assert_finalize_object (self->launcher);
  g_assert_finalize_object (self->plan);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->cancellable);
  palco_test_client_tear_down (&self->base, NULL);
  palco_test_server_free (self->other);
}

static void
start (Fixture *self)
{
  palco_launcher_run_async (self->launcher, self->cancellable, palco_test_await_cb, &self->result);
}

static PalcoSession *
wait (Fixture  *self,
      GError  **error)
{
  palco_test_await (&self->result);
  g_assert_cmpint (palco_launcher_get_phase (self->launcher), ==, PALCO_LAUNCHER_PHASE_DONE);

  return palco_launcher_run_finish (self->launcher, self->result, error);
}

static void
assert_ready_in (Fixture    *self,
                 const char *region_id)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = wait (self, &error);

  g_assert_no_error (error);
  g_assert_cmpint (palco_session_get_state (session), ==, PALCO_SESSION_STATE_READY);
  g_assert_true (palco_session_get_region (session) == region (self, region_id));
}

static void
assert_fails (Fixture *self,
              GQuark   domain,
              int      code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = wait (self, &error);

  g_assert_null (session);
  g_assert_error (error, domain, code);
}

static void
note_phase_cb (PalcoLauncher *launcher,
               GParamSpec    *pspec,
               GString       *phases)
{
  g_string_append_printf (phases, "%d", palco_launcher_get_phase (launcher));
}

static void
test_ready (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr(GString) phases = g_string_new (NULL);

  g_signal_connect (self->launcher, "notify::phase", G_CALLBACK (note_phase_cb), phases);
  answer (self->base.server, "GET", ANY_PATH, ANY ("Starting"));
  answer (self->base.server, "GET", ANY_PATH, ANY ("Ready"));
  start (self);
  assert_ready_in (self, "here");
  g_assert_cmpstr (phases->str, ==, "125");
  g_assert_cmpuint (palco_launcher_get_candidate (self->launcher), ==, 0);
}

static void
test_next_region (Fixture       *self,
                  gconstpointer  data)
{
  palco_launch_plan_add (self->plan, region (self, "there"), size (self, "Standard"));
  answer (self->base.server, "GET", ANY_PATH, FULL_JSON);
  start (self);
  assert_ready_in (self, "there");
  g_assert_cmpuint (palco_launcher_get_candidate (self->launcher), ==, 1);
}

static void
test_all_full (Fixture       *self,
               gconstpointer  data)
{
  palco_launch_plan_add (self->plan, region (self, "here"), size (self, "Small"));
  answer (self->base.server, "GET", ANY_PATH, FULL_JSON);
  start (self);
  assert_fails (self, PALCO_ERROR, PALCO_ERROR_SESSION_FAILED);
  g_assert_cmpuint (palco_test_server_count (self->base.server, "PUT", ANY_PATH), ==, 2);
}

/* Another failure is no reason to try elsewhere: it would fail there as well, or bill twice. */
static void
test_other_failure (Fixture       *self,
                    gconstpointer  data)
{
  palco_launch_plan_add (self->plan, region (self, "there"), size (self, "Standard"));
  answer (self->base.server, "GET", ANY_PATH,
          "{\"id\":\"@ID@\",\"size\":\"Standard\",\"status\":\"Error\","
          "\"error\":{\"code\":\"StartFailed\",\"message\":\"x\"}}");
  start (self);
  assert_fails (self, PALCO_ERROR, PALCO_ERROR_SESSION_FAILED);
  g_assert_cmpuint (palco_test_server_count (self->other, "PUT", ANY_PATH), ==, 0);
}

typedef struct
{
  gboolean answer;
  guint    n_asked;
} Consent;

static void
consent_cb (PalcoLauncher *launcher,
            guint          candidate,
            Consent       *consent)
{
  g_assert_cmpint (palco_launcher_get_phase (launcher), ==, PALCO_LAUNCHER_PHASE_ASKING);
  g_assert_cmpuint (palco_launcher_get_candidate (launcher), ==, candidate);
  consent->n_asked++;
  palco_launcher_answer (launcher, consent->answer);
}

static void
add_dearer (Fixture *self)
{
  answer (self->base.server, "GET", ANY_PATH, FULL_JSON);
  palco_launch_plan_add (self->plan, region (self, "there"), size (self, "Premium"));
}

static void
test_dearer_after_yes (Fixture       *self,
                       gconstpointer  data)
{
  Consent consent = { .answer = TRUE };

  add_dearer (self);
  g_signal_connect (self->launcher, "consent", G_CALLBACK (consent_cb), &consent);
  start (self);
  assert_ready_in (self, "there");
  g_assert_cmpuint (consent.n_asked, ==, 1);
}

/* A size whose price nobody knows may cost more; after a no nothing is asked again. */
static void
test_dearer_after_no (Fixture       *self,
                      gconstpointer  data)
{
  Consent consent = { .answer = FALSE };

  add_dearer (self);
  palco_launch_plan_add (self->plan, region (self, "there"), size (self, "Free"));
  g_signal_connect (self->launcher, "consent", G_CALLBACK (consent_cb), &consent);
  start (self);
  assert_fails (self, PALCO_ERROR, PALCO_ERROR_SESSION_FAILED);
  g_assert_cmpuint (consent.n_asked, ==, 1);
  g_assert_cmpuint (palco_test_server_count (self->other, "PUT", ANY_PATH), ==, 0);
}

static void
test_cheaper_after_no (Fixture       *self,
                       gconstpointer  data)
{
  Consent consent = { .answer = FALSE };

  add_dearer (self);
  palco_launch_plan_add (self->plan, region (self, "there"), size (self, "Small"));
  g_signal_connect (self->launcher, "consent", G_CALLBACK (consent_cb), &consent);
  start (self);
  assert_ready_in (self, "there");
}

static void
test_nobody_to_ask (Fixture       *self,
                    gconstpointer  data)
{
  add_dearer (self);
  start (self);
  assert_fails (self, PALCO_ERROR, PALCO_ERROR_SESSION_FAILED);
  g_assert_cmpuint (palco_test_server_count (self->other, "PUT", ANY_PATH), ==, 0);
}

static guint
count_open (Fixture *self)
{
  g_autoptr(GPtrArray) entries = palco_test_client_read_journal (&self->base);

  return palco_journal_count_open_entries (entries);
}

static guint
count_stops (Fixture *self)
{
  return palco_test_server_count (self->base.server, "POST", ANY_STOP_PATH);
}

static void
cancel_in_phase_cb (PalcoLauncher *launcher,
                    GParamSpec    *pspec,
                    Fixture       *self)
{
  if (palco_launcher_get_phase (launcher) == self->cancel_phase)
    g_cancellable_cancel (self->cancellable);
}

/* Nothing runs afterwards, and the journal knows of nothing that might. */
static void
cancel_in (Fixture            *self,
           PalcoLauncherPhase  phase)
{
  answer (self->base.server, "POST", ANY_STOP_PATH, "");
  answer (self->base.server, "GET", ANY_PATH, ANY ("Starting"));
  self->cancel_phase = phase;
  g_signal_connect (self->launcher, "notify::phase", G_CALLBACK (cancel_in_phase_cb), self);
  start (self);
  assert_fails (self, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_open (self), ==, 0);
}

static void
test_cancelled_before (Fixture       *self,
                       gconstpointer  data)
{
  g_cancellable_cancel (self->cancellable);
  cancel_in (self, PALCO_LAUNCHER_PHASE_IDLE);
  g_assert_cmpuint (palco_test_server_count (self->base.server, "PUT", ANY_PATH), ==, 0);
}

static void
test_cancelled_creating (Fixture       *self,
                         gconstpointer  data)
{
  cancel_in (self, PALCO_LAUNCHER_PHASE_CREATING);
  g_assert_cmpuint (palco_test_server_count (self->base.server, "PUT", ANY_PATH), ==, 1);
  g_assert_cmpuint (count_stops (self), ==, 1);
}

static void
test_cancelled_refused (Fixture       *self,
                        gconstpointer  data)
{
  palco_test_server_reset (self->base.server, "PUT", ANY_PATH);
  palco_test_client_answer (&self->base, "PUT", ANY_PATH, 403, "{}");
  cancel_in (self, PALCO_LAUNCHER_PHASE_CREATING);
  g_assert_cmpuint (count_stops (self), ==, 0);
}

/* The answer says nothing: the session may be there. */
static void
test_cancelled_uncertain (Fixture       *self,
                          gconstpointer  data)
{
  palco_test_server_reset (self->base.server, "PUT", ANY_PATH);
  answer (self->base.server, "PUT", ANY_PATH, "what?");
  cancel_in (self, PALCO_LAUNCHER_PHASE_CREATING);
  g_assert_cmpuint (count_stops (self), ==, 1);
}

static void
test_cancelled_waiting (Fixture       *self,
                        gconstpointer  data)
{
  cancel_in (self, PALCO_LAUNCHER_PHASE_WAITING);
  g_assert_cmpuint (count_stops (self), ==, 1);
}

static void
think_cb (PalcoLauncher *launcher,
          guint          candidate,
          gpointer       user_data)
{
}

static void
test_cancelled_asking (Fixture       *self,
                       gconstpointer  data)
{
  add_dearer (self);
  g_signal_connect (self->launcher, "consent", G_CALLBACK (think_cb), NULL);
  cancel_in (self, PALCO_LAUNCHER_PHASE_ASKING);
  g_assert_cmpuint (palco_test_server_count (self->other, "PUT", ANY_PATH), ==, 0);
}

/* A service that does not take the stop gets it again, from this client or the next one. */
static void
test_cancelled_unstoppable (Fixture       *self,
                            gconstpointer  data)
{
  palco_test_client_answer (&self->base, "POST", ANY_STOP_PATH, 403, "{}");
  answer (self->base.server, "GET", ANY_PATH, ANY ("Starting"));
  self->cancel_phase = PALCO_LAUNCHER_PHASE_WAITING;
  g_signal_connect (self->launcher, "notify::phase", G_CALLBACK (cancel_in_phase_cb), self);
  start (self);
  assert_fails (self, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (palco_session_get_stop_pending (palco_launcher_get_session (self->launcher)));
  g_assert_cmpuint (count_open (self), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  const struct {
    const char *path;
    void      (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/launcher/ready", test_ready },
    { "/launcher/next-region", test_next_region },
    { "/launcher/all-full", test_all_full },
    { "/launcher/other-failure", test_other_failure },
    { "/launcher/dearer-after-yes", test_dearer_after_yes },
    { "/launcher/dearer-after-no", test_dearer_after_no },
    { "/launcher/cheaper-after-no", test_cheaper_after_no },
    { "/launcher/nobody-to-ask", test_nobody_to_ask },
    { "/launcher/cancelled/before", test_cancelled_before },
    { "/launcher/cancelled/creating", test_cancelled_creating },
    { "/launcher/cancelled/refused", test_cancelled_refused },
    { "/launcher/cancelled/uncertain", test_cancelled_uncertain },
    { "/launcher/cancelled/waiting", test_cancelled_waiting },
    { "/launcher/cancelled/asking", test_cancelled_asking },
    { "/launcher/cancelled/unstoppable", test_cancelled_unstoppable },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
