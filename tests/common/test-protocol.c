/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-protocol.h"

#include <string.h>

static void
test_state_names (void)
{
  for (PalcoState state = PALCO_STATE_STARTING; state <= PALCO_STATE_ERROR; state++)
    g_assert_cmpint (palco_state_from_string (palco_state_to_string (state)), ==, state);

  g_assert_cmpint (palco_state_from_string ("ready"), ==, PALCO_STATE_READY);
  g_assert_cmpint (palco_state_from_string ("Hibernating"), ==, PALCO_STATE_UNKNOWN);
  g_assert_cmpint (palco_state_from_string (NULL), ==, PALCO_STATE_UNKNOWN);
}

static void
test_ended (void)
{
  g_assert_false (palco_state_is_ended (PALCO_STATE_UNKNOWN));
  g_assert_false (palco_state_is_ended (PALCO_STATE_STARTING));
  g_assert_false (palco_state_is_ended (PALCO_STATE_READY));
  g_assert_true (palco_state_is_ended (PALCO_STATE_STOPPED));
  g_assert_true (palco_state_is_ended (PALCO_STATE_EXPIRED));
  g_assert_true (palco_state_is_ended (PALCO_STATE_ERROR));
}

static void
test_sizes (void)
{
  g_assert_cmpstr (palco_size_canonicalize ("standard"), ==, "Standard");
  g_assert_cmpstr (palco_size_canonicalize ("PREMIUM"), ==, "Premium");
  g_assert_null (palco_size_canonicalize ("Standard "));
  g_assert_null (palco_size_canonicalize (""));
  g_assert_null (palco_size_canonicalize (NULL));
}

static void
test_session_ids (void)
{
  g_autofree char *longest = g_strnfill (PALCO_SESSION_ID_MAX_LENGTH, 'a');
  g_autofree char *too_long = g_strnfill (PALCO_SESSION_ID_MAX_LENGTH + 1, 'a');

  g_assert_true (palco_session_id_is_valid ("Turbine_review-2"));
  g_assert_true (palco_session_id_is_valid (longest));
  g_assert_false (palco_session_id_is_valid (too_long));
  g_assert_false (palco_session_id_is_valid (""));
  g_assert_false (palco_session_id_is_valid ("a/b"));
  g_assert_false (palco_session_id_is_valid ("sessão"));
}

static void
test_correlation_vector (void)
{
  g_autofree char *one = palco_correlation_vector_new ();
  g_autofree char *two = palco_correlation_vector_new ();

  g_assert_true (g_regex_match_simple ("^[A-Za-z0-9+/]{22}\\.0$", one, 0, 0));
  g_assert_cmpstr (one, !=, two);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/protocol/state-names", test_state_names);
  g_test_add_func ("/protocol/ended", test_ended);
  g_test_add_func ("/protocol/sizes", test_sizes);
  g_test_add_func ("/protocol/session-ids", test_session_ids);
  g_test_add_func ("/protocol/correlation-vector", test_correlation_vector);

  return g_test_run ();
}
