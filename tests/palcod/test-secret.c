/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-secret.h"

#include <string.h>

static void
test_new (void)
{
  g_autoptr(PalcoSecret) one = palcod_secret_new ();
  g_autoptr(PalcoSecret) two = palcod_secret_new ();

  g_assert_cmpuint (strlen (one), ==, 43);
  g_assert_cmpuint (strspn (one, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_"), ==, 43);
  g_assert_cmpstr (one, !=, two);
}

static void
test_matches (void)
{
  g_autoptr(PalcoSecret) secret = palcod_secret_new ();
  g_autoptr(PalcoSecret) other = palcod_secret_new ();
  g_autofree char *hash = palcod_secret_hash (secret);

  g_assert_true (palcod_secret_matches (secret, hash));
  g_assert_false (palcod_secret_matches (other, hash));
  g_assert_false (palcod_secret_matches ("", hash));
  g_assert_false (palcod_secret_matches (secret, ""));
  g_assert_false (palcod_secret_matches (secret, NULL));
  g_assert_false (palcod_secret_matches (NULL, hash));
  g_assert_false (palcod_secret_matches (hash, hash));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/secret/new", test_new);
  g_test_add_func ("/secret/matches", test_matches);

  return g_test_run ();
}
