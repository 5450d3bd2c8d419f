/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-test-utils.h"

#include <signal.h>
#include <sys/resource.h>

void
palcod_test_set_disk_full (gboolean is_full)
{
  struct rlimit limit = { is_full ? 1 : RLIM_INFINITY, RLIM_INFINITY };

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}
