/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

int palco_map_neighbour (const graphene_point_t *points,
                         guint                   n_points,
                         guint                   from,
                         GtkDirectionType        direction);

G_END_DECLS
