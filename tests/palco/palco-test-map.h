/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-map-marker.h"
#include "palco-map.h"
#include "palco-test-regions.h"

G_BEGIN_DECLS

/* A map of some of the test regions in a window of 680 × 400 pixels, where nothing has the focus. */
typedef struct
{
  GListModel *regions;
  GtkWidget  *window;
  GtkWidget  *map;
  guint       n_frames;
} PalcoTestMap;

void             palco_test_map_set_up       (PalcoTestMap  *fixture,
                                              gconstpointer  n_regions);
void             palco_test_map_tear_down    (PalcoTestMap  *fixture,
                                              gconstpointer  n_regions);
int              palco_test_map_run          (int            argc,
                                              char         **argv,
                                              void         (*add_tests) (void));
void             palco_test_map_await_frame  (PalcoTestMap  *fixture);
PalcoMapMarker  *palco_test_map_find         (PalcoTestMap  *fixture,
                                              const char    *name);
PalcoRegion     *palco_test_map_get_region   (PalcoTestMap  *fixture,
                                              const char    *name);
const char      *palco_test_map_get_selected (PalcoTestMap  *fixture);
graphene_rect_t  palco_test_map_get_box      (PalcoTestMap  *fixture,
                                              GtkWidget     *widget);

#define PALCO_TEST_MAP_ADD(path, n_regions, function) \
  g_test_add (path, PalcoTestMap, GUINT_TO_POINTER (n_regions), \
              palco_test_map_set_up, function, palco_test_map_tear_down)

G_END_DECLS
