/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

char *palco_price_words_money    (double      amount,
                                  const char *currency);
char *palco_price_words_per_hour (double      per_hour,
                                  const char *currency);

G_END_DECLS
