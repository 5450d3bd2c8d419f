/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-error.h"

#include <stdlib.h>

int
main (int    argc,
      char **argv)
{
  return EXIT_SUCCESS;
}
