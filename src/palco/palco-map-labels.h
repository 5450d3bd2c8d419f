/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean palco_map_place_label (graphene_rect_t        *label,
                                const graphene_point_t *marker,
                                float                   radius,
                                const graphene_rect_t  *bounds,
                                const graphene_rect_t  *taken,
                                guint                   n_taken);

G_END_DECLS
