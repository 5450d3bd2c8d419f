/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-control.h"

#include <gio/gio.h>

#include <string.h>

#define DAY_MSECS (G_GINT64_CONSTANT (1440) * 60 * 1000)

static PalcoControlMessage *
round_trip (const PalcoControlMessage *message)
{
  g_autofree char *json = palco_control_message_to_json (message);
  g_autoptr(GError) error = NULL;
  PalcoControlMessage *copy = palco_control_message_from_json (json, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpint (copy->type, ==, message->type);

  return copy;
}

static void
test_ready (void)
{
  g_autoptr(PalcoControlMessage) message = palco_control_message_new (PALCO_CONTROL_READY);
  g_autoptr(PalcoControlMessage) copy = NULL;

  message->hostname = g_strdup ("render-3.studio.example");
  message->handshake_port = 49152;
  message->inspector_port = 65534;
  copy = round_trip (message);

  g_assert_cmpstr (copy->hostname, ==, "render-3.studio.example");
  g_assert_cmpuint (copy->handshake_port, ==, 49152);
  g_assert_cmpuint (copy->inspector_port, ==, 65534);
  g_assert_null (copy->gpu);
}

static void
test_welcome (void)
{
  g_autoptr(PalcoControlMessage) message = palco_control_message_new (PALCO_CONTROL_WELCOME);
  g_autoptr(PalcoControlMessage) copy = NULL;

  message->token = g_strdup ("c2VjcmV0-_");
  copy = round_trip (message);

  g_assert_cmpstr (copy->token, ==, "c2VjcmV0-_");
  g_assert_cmpint (copy->msecs_left, ==, -1);
}

static void
test_others (void)
{
  for (PalcoControlType type = PALCO_CONTROL_CLIENT; type <= PALCO_CONTROL_STOP; type++)
    {
      g_autoptr(PalcoControlMessage) message = palco_control_message_new (type);
      g_autoptr(PalcoControlMessage) copy = NULL;

      if (type == PALCO_CONTROL_WELCOME)
        continue;

      message->connected = type == PALCO_CONTROL_CLIENT;
      message->msecs_left = type == PALCO_CONTROL_LEASE ? DAY_MSECS : -1;
      message->reason = type >= PALCO_CONTROL_ENDING ? g_strdup ("“why”") : NULL;
      copy = round_trip (message);

      g_assert_cmpint (copy->connected, ==, message->connected);
      g_assert_cmpint (copy->msecs_left, ==, message->msecs_left);
      if (type == PALCO_CONTROL_ENDING || type == PALCO_CONTROL_STOP)
        g_assert_cmpstr (copy->reason, ==, message->reason);
    }
}

/* Without the member it is of this moment. */
static void
test_activity (void)
{
  g_autoptr(PalcoControlMessage) message = palco_control_message_new (PALCO_CONTROL_ACTIVITY);
  g_autoptr(PalcoControlMessage) copy = NULL;
  g_autoptr(PalcoControlMessage) bare =
    palco_control_message_from_json ("{\"type\":\"activity\"}", -1, NULL);

  message->msecs_idle = DAY_MSECS;
  copy = round_trip (message);
  g_assert_cmpint (copy->msecs_idle, ==, DAY_MSECS);
  g_assert_cmpint (bare->msecs_idle, ==, 0);
}

static void
test_unknown_type (void)
{
  static const char json[] = "{\"type\":\"statistics\",\"hostname\":5}";
  g_autoptr(PalcoControlMessage) message = palco_control_message_from_json (json, -1, NULL);

  g_assert_cmpint (message->type, ==, PALCO_CONTROL_UNKNOWN);
}

static void
test_refuses (void)
{
  static const char * const messages[] = {
    "", "[]", "{}", "{\"type\":1}",
    "{\"type\":\"client\"}", "{\"type\":\"client\",\"connected\":1}",
    "{\"type\":\"lease\"}", "{\"type\":\"lease\",\"msecs_left\":-2}",
    "{\"type\":\"lease\",\"msecs_left\":86400001}",
    "{\"type\":\"lease\",\"msecs_left\":18446744073709551615}",
    "{\"type\":\"welcome\",\"msecs_left\":5}",
    "{\"type\":\"welcome\",\"token\":\"\",\"msecs_left\":5}",
    "{\"type\":\"welcome\",\"token\":\"a\\r\\nb\",\"msecs_left\":5}",
    "{\"type\":\"stop\",\"reason\":{}}",
    "{\"type\":\"ready\",\"hostname\":\"h\",\"handshake_port\":80,\"inspector_port\":50000}",
    "{\"type\":\"ready\",\"hostname\":\"h\",\"handshake_port\":50001,\"inspector_port\":65535}",
    "{\"type\":\"ready\",\"hostname\":\"h\",\"handshake_port\":50000,\"inspector_port\":50000}",
    "{\"type\":\"ready\",\"hostname\":\"h/../\",\"handshake_port\":50001,\"inspector_port\":50000}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", messages[i]);
      g_assert_null (palco_control_message_from_json (messages[i], -1, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

static void
test_refuses_long_text (void)
{
  static const char * const formats[] = {
    "{\"type\":\"welcome\",\"msecs_left\":5,\"token\":\"%s\"}",
    "{\"type\":\"ending\",\"reason\":\"%s\"}",
    "{\"type\":\"stop\",\"reason\":\"%s\"}",
    ("{\"type\":\"ready\",\"hostname\":\"h\",\"handshake_port\":50001,"
     "\"inspector_port\":50000,\"gpu\":\"%s\"}"),
  };
  static const guint lengths[] = { 1, 4096 };

  for (guint i = 0; i < G_N_ELEMENTS (formats) * G_N_ELEMENTS (lengths); i++)
    {
      guint length = lengths[i % G_N_ELEMENTS (lengths)];
      g_autofree char *text = g_strnfill (length, 'a');
      g_autoptr(GString) json = g_string_new (formats[i / G_N_ELEMENTS (lengths)]);
      g_autoptr(PalcoControlMessage) message = NULL;
      g_autoptr(GError) error = NULL;

      g_string_replace (json, "%s", text, 1);
      message = palco_control_message_from_json (json->str, -1, &error);

      if (length == 1)
        g_assert_no_error (error);
      else
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

static PalcoHostBootstrap *
new_bootstrap (void)
{
  PalcoHostBootstrap *self = g_new0 (PalcoHostBootstrap, 1);

  self->control_url = g_strdup ("ws://127.0.0.1:1/palco/v1/hosts/1/control");
  self->token = g_strdup ("c2VjcmV0");
  self->session_id = g_strdup ("turbine");
  self->size = g_strdup ("Standard");
  self->hostname = g_strdup ("::1");
  self->bind_address = g_strdup ("127.0.0.1");
  self->lease_msecs = DAY_MSECS;

  return self;
}

static void
test_bootstrap (void)
{
  g_autoptr(PalcoHostBootstrap) bootstrap = new_bootstrap ();
  g_autofree char *json = palco_host_bootstrap_to_json (bootstrap);
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoHostBootstrap) copy = palco_host_bootstrap_from_json (json, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (copy->control_url, ==, bootstrap->control_url);
  g_assert_cmpstr (copy->control_ca, ==, NULL);
  g_assert_cmpstr (copy->token, ==, bootstrap->token);
  g_assert_cmpstr (copy->session_id, ==, bootstrap->session_id);
  g_assert_cmpstr (copy->size, ==, bootstrap->size);
  g_assert_cmpstr (copy->hostname, ==, bootstrap->hostname);
  g_assert_cmpstr (copy->bind_address, ==, bootstrap->bind_address);
  g_assert_false (copy->use_tls);
  g_assert_cmpint (copy->lease_msecs, ==, DAY_MSECS);
}

static void
test_bootstrap_needs_its_members (void)
{
  static const char * const names[] = {
    "control_url", "token", "session_id", "size", "hostname", "bind_address", "use_tls",
    "lease_msecs",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(PalcoHostBootstrap) bootstrap = new_bootstrap ();
      g_autofree char *json = palco_host_bootstrap_to_json (bootstrap);
      g_autoptr(GError) error = NULL;
      char *name = strstr (json, names[i]);

      name[0] = 'X';
      g_assert_null (palco_host_bootstrap_from_json (json, -1, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/control/ready", test_ready);
  g_test_add_func ("/control/welcome", test_welcome);
  g_test_add_func ("/control/others", test_others);
  g_test_add_func ("/control/activity", test_activity);
  g_test_add_func ("/control/unknown-type", test_unknown_type);
  g_test_add_func ("/control/refuses", test_refuses);
  g_test_add_func ("/control/refuses-long-text", test_refuses_long_text);
  g_test_add_func ("/control/bootstrap", test_bootstrap);
  g_test_add_func ("/control/bootstrap-needs-its-members", test_bootstrap_needs_its_members);

  return g_test_run ();
}
