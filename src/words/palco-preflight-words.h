/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

const char *palco_preflight_words_title   (PalcoPreflightCheck   check);
const char *palco_preflight_words_status  (PalcoPreflightStatus  status);
char       *palco_preflight_words_place   (PalcoPreflightStep   *step);
char       *palco_preflight_words_explain (PalcoPreflightStep   *step);

G_END_DECLS
