/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gtk/gtk.h>

#include <palco.h>

G_BEGIN_DECLS

#define PALCO_TYPE_MEASURE_BUTTON (palco_measure_button_get_type ())

G_DECLARE_FINAL_TYPE (PalcoMeasureButton, palco_measure_button, PALCO, MEASURE_BUTTON, GtkButton)

void palco_measure_button_set_monitor (PalcoMeasureButton  *self,
                                       PalcoLatencyMonitor *monitor);

G_END_DECLS
