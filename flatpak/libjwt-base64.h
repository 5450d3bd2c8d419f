/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

int jwt_Base64encode (char       *coded,
                      const char *plain,
                      int         length);
int jwt_Base64decode (char       *plain,
                      const char *coded);
