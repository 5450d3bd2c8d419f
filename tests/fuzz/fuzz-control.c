/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "fuzz.h"

#include "palco-control.h"

/* Any bytes as a control message and as a bootstrap: either refused with an error, or taken and
 * then the same after a way out and back. */

static void
check_message (const char *data,
               gsize       size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoControlMessage) message = palco_control_message_from_json (data, size, &error);
  g_autoptr(PalcoControlMessage) again = NULL;
  g_autofree char *json = NULL;
  g_autofree char *json_again = NULL;

  g_assert_true ((message == NULL) == (error != NULL));
  if (message == NULL || message->type == PALCO_CONTROL_UNKNOWN)
    return;

  json = palco_control_message_to_json (message);
  again = palco_control_message_from_json (json, -1, &error);
  g_assert_no_error (error);
  json_again = palco_control_message_to_json (again);
  g_assert_cmpstr (json, ==, json_again);
}

static void
check_bootstrap (const char *data,
                 gsize       size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoHostBootstrap) bootstrap = palco_host_bootstrap_from_json (data, size, &error);
  g_autoptr(PalcoHostBootstrap) again = NULL;
  g_autofree char *json = NULL;
  g_autofree char *json_again = NULL;

  g_assert_true ((bootstrap == NULL) == (error != NULL));
  if (bootstrap == NULL)
    return;

  json = palco_host_bootstrap_to_json (bootstrap);
  again = palco_host_bootstrap_from_json (json, -1, &error);
  g_assert_no_error (error);
  json_again = palco_host_bootstrap_to_json (again);
  g_assert_cmpstr (json, ==, json_again);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  check_message ((const char *) data, size);
  check_bootstrap ((const char *) data, size);

  return 0;
}
