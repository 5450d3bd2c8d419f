/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

char *palco_account_words_key_goes_to (PalcoAccount *account);

G_END_DECLS
