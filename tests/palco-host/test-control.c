/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-certificate.h"
#include "host-control.h"

#include "fake-palcod.h"
#include "palco-test-await.h"

#include <string.h>

#define GIVE_UP_MSECS 30000

typedef struct
{
  FakePalcod  *palcod;
  HostControl *control;
  GError      *error;
  guint        n_messages;
  guint        n_welcomes;
  gboolean     has_closed;
} Fixture;

static void
message_cb (HostControl         *control,
            PalcoControlMessage *message,
            Fixture             *fixture)
{
  fixture->n_messages++;
  fixture->n_welcomes += message->type == PALCO_CONTROL_WELCOME;
}

static void
failed_cb (HostControl *control,
           GError      *error,
           Fixture     *fixture)
{
  g_assert_no_error (fixture->error);
  fixture->error = g_error_copy (error);
}

static void
closed_cb (HostControl *control,
           Fixture     *fixture)
{
  fixture->has_closed = TRUE;
}

static void
start (Fixture            *fixture,
       PalcoHostBootstrap *bootstrap,
       guint               give_up_msecs)
{
  g_autoptr(PalcoHostBootstrap) owned = bootstrap;
  g_autoptr(GError) error = NULL;

  fixture->control = host_control_new (owned, give_up_msecs, &error);
  g_assert_no_error (error);
  g_signal_connect (fixture->control, "message", G_CALLBACK (message_cb), fixture);
  g_signal_connect (fixture->control, "failed", G_CALLBACK (failed_cb), fixture);
  g_signal_connect (fixture->control, "closed", G_CALLBACK (closed_cb), fixture);
  host_control_start (fixture->control);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->palcod = fake_palcod_new (NULL);
  start (fixture, fake_palcod_bootstrap (fixture->palcod), GIVE_UP_MSECS);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->control);
  fake_palcod_free (fixture->palcod);
  g_clear_error (&fixture->error);
}

static void
await_welcome (Fixture    *fixture,
               const char *next_token)
{
  guint n_before = fixture->n_welcomes;

  fake_palcod_welcome (fixture->palcod, next_token, -1);
  AWAIT (fixture->n_welcomes > n_before);
}

static void
test_dials_again_with_new_token (Fixture       *fixture,
                                 gconstpointer  data)
{
  await_welcome (fixture, "second");
  fake_palcod_hang_up (fixture->palcod);
  await_welcome (fixture, "third");
  fake_palcod_hang_up (fixture->palcod);
  await_welcome (fixture, "fourth");

  g_assert_cmpuint (fixture->palcod->n_dials, ==, 3);
  g_assert_no_error (fixture->error);
}

/* The service may have died before its welcome was on the wire. */
static void
test_keeps_token_without_welcome (Fixture       *fixture,
                                  gconstpointer  data)
{
  AWAIT (fixture->palcod->connection != NULL);
  fake_palcod_hang_up (fixture->palcod);
  await_welcome (fixture, "second");

  g_assert_cmpuint (fixture->palcod->n_dials, ==, 2);
}

static void
test_refused_at_first (void)
{
  Fixture fixture = { fake_palcod_new (NULL) };
  PalcoHostBootstrap *bootstrap = fake_palcod_bootstrap (fixture.palcod);

  bootstrap->token[0] = 'X';
  start (&fixture, bootstrap, GIVE_UP_MSECS);
  AWAIT (fixture.error != NULL);

  g_assert_error (fixture.error, HOST_CONTROL_ERROR, HOST_CONTROL_ERROR_REFUSED);
  g_assert_cmpuint (fixture.palcod->n_dials, ==, 1);
  tear_down (&fixture, NULL);
}

/* Tries for a while, then ends: a session that its service does not know must not run on. */
static void
test_refused_later (void)
{
  Fixture fixture = { fake_palcod_new (NULL) };

  start (&fixture, fake_palcod_bootstrap (fixture.palcod), 3000);
  await_welcome (&fixture, "second");
  fixture.palcod->token[0] = 'X';
  fake_palcod_hang_up (fixture.palcod);
  AWAIT (fixture.error != NULL);

  g_assert_error (fixture.error, HOST_CONTROL_ERROR, HOST_CONTROL_ERROR_REFUSED);
  g_assert_cmpuint (fixture.palcod->n_dials, >, 2);
  tear_down (&fixture, NULL);
}

static void
test_nobody_there (void)
{
  Fixture fixture = { fake_palcod_new (NULL) };

  fake_palcod_vanish (fixture.palcod);
  start (&fixture, fake_palcod_bootstrap (fixture.palcod), 400);
  AWAIT (fixture.error != NULL);

  g_assert_error (fixture.error, HOST_CONTROL_ERROR, HOST_CONTROL_ERROR_UNREACHABLE);
  tear_down (&fixture, NULL);
}

static void
test_absence_after_welcome_is_no_failure (void)
{
  Fixture fixture = { fake_palcod_new (NULL) };
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  start (&fixture, fake_palcod_bootstrap (fixture.palcod), 2500);
  await_welcome (&fixture, "second");
  fake_palcod_vanish (fixture.palcod);
  g_timeout_add_once (3000, (GSourceOnceFunc) g_main_loop_quit, loop);
  g_main_loop_run (loop);

  g_assert_no_error (fixture.error);
  tear_down (&fixture, NULL);
}

static void
test_garbage (Fixture       *fixture,
              gconstpointer  data)
{
  static const char * const texts[] = {
    "", "{", "[]", "{\"type\":7}", "{\"type\":\"lease\",\"msecs_left\":1e400}",
    "{\"type\":\"welcome\",\"token\":\"a\\nb\",\"msecs_left\":1}",
  };

  await_welcome (fixture, "second");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    fake_palcod_say (fixture->palcod, texts[i]);
  fake_palcod_say (fixture->palcod, "{\"type\":\"lease\",\"msecs_left\":1}");
  AWAIT (fixture->n_messages > 1);

  g_assert_cmpuint (fixture->n_messages, ==, 2);
  g_assert_cmpuint (fixture->palcod->n_dials, ==, 1);
}

static void
test_oversized (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *huge = g_strnfill (65 * 1024, ' ');

  await_welcome (fixture, "second");
  fake_palcod_say (fixture->palcod, huge);
  AWAIT (fixture->palcod->connection == NULL);
  await_welcome (fixture, "third");

  g_assert_cmpuint (fixture->palcod->n_dials, ==, 2);
}

static void
test_end_is_heard (Fixture       *fixture,
                   gconstpointer  data)
{
  await_welcome (fixture, "second");
  host_control_end (fixture->control, "why");
  AWAIT (fixture->has_closed && fake_palcod_find (fixture->palcod, PALCO_CONTROL_ENDING) != NULL);

  g_assert_cmpstr (fake_palcod_find (fixture->palcod, PALCO_CONTROL_ENDING)->reason, ==, "why");
  g_assert_cmpuint (fixture->palcod->n_dials, ==, 1);
}

static void
test_end_without_palcod (Fixture       *fixture,
                         gconstpointer  data)
{
  await_welcome (fixture, "second");
  fake_palcod_vanish (fixture->palcod);
  host_control_end (fixture->control, "why");
  AWAIT (fixture->has_closed);
}

static void
test_trusts_given_authority (void)
{
  g_autoptr(GTlsCertificate) certificate = host_certificate_new ("127.0.0.1", NULL);
  Fixture fixture = { fake_palcod_new (certificate) };
  PalcoHostBootstrap *bootstrap = fake_palcod_bootstrap (fixture.palcod);

  g_object_get (certificate, "certificate-pem", &bootstrap->control_ca, NULL);
  start (&fixture, bootstrap, GIVE_UP_MSECS);
  await_welcome (&fixture, "second");
  tear_down (&fixture, NULL);
}

static void
test_trusts_nobody_else (void)
{
  g_autoptr(GTlsCertificate) certificate = host_certificate_new ("127.0.0.1", NULL);
  g_autoptr(GTlsCertificate) other = host_certificate_new ("127.0.0.1", NULL);
  Fixture fixture = { fake_palcod_new (certificate) };
  PalcoHostBootstrap *bootstrap = fake_palcod_bootstrap (fixture.palcod);

  g_object_get (other, "certificate-pem", &bootstrap->control_ca, NULL);
  start (&fixture, bootstrap, 500);
  AWAIT (fixture.error != NULL);

  g_assert_error (fixture.error, HOST_CONTROL_ERROR, HOST_CONTROL_ERROR_UNREACHABLE);
  g_assert_cmpuint (fixture.palcod->n_dials, ==, 0);
  tear_down (&fixture, NULL);
}

static void
test_refuses_addresses (void)
{
  static const char * const urls[] = {
    "ws://render.example/", "ws://localhost/", "http://127.0.0.1/", "wss:///", "wss:", "", "x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      PalcoHostBootstrap bootstrap = { .control_url = (char *) urls[i], .token = (char *) "t" };
      g_autoptr(GError) error = NULL;

      g_test_message ("“%s”", urls[i]);
      g_assert_null (host_control_new (&bootstrap, GIVE_UP_MSECS, &error));
      g_assert_nonnull (error);
    }
}

#define ADD(name, func) \
  g_test_add ("/control/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  palco_test_read_authorities ();

  ADD ("dials-again-with-new-token", test_dials_again_with_new_token);
  ADD ("keeps-token-without-welcome", test_keeps_token_without_welcome);
  ADD ("garbage", test_garbage);
  ADD ("oversized", test_oversized);
  ADD ("end-is-heard", test_end_is_heard);
  ADD ("end-without-palcod", test_end_without_palcod);
  g_test_add_func ("/control/refused-at-first", test_refused_at_first);
  g_test_add_func ("/control/refused-later", test_refused_later);
  g_test_add_func ("/control/nobody-there", test_nobody_there);
  g_test_add_func ("/control/absence-after-welcome-is-no-failure",
                   test_absence_after_welcome_is_no_failure);
  g_test_add_func ("/control/trusts-given-authority", test_trusts_given_authority);
  g_test_add_func ("/control/trusts-nobody-else", test_trusts_nobody_else);
  g_test_add_func ("/control/refuses-addresses", test_refuses_addresses);

  return g_test_run ();
}
