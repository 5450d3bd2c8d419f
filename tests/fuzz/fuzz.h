/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <stddef.h>
#include <stdint.h>

/* What libFuzzer, or replay.c in its place, calls. */
int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);
