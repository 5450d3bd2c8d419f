/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-types.h"

G_BEGIN_DECLS

#define PALCO_TYPE_PRESET_LIST (palco_preset_list_get_type ())

PALCO_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PalcoPresetList, palco_preset_list, PALCO, PRESET_LIST, GObject)

PALCO_AVAILABLE_IN_1_0
PalcoPresetList  *palco_preset_list_new           (GFile *file);
PALCO_AVAILABLE_IN_1_0
PalcoPreset      *palco_preset_list_lookup        (PalcoPresetList *self,
                                                   const char      *name_or_uid);
PALCO_AVAILABLE_IN_1_0
void              palco_preset_list_load_async    (PalcoPresetList    *self,
                                                   GCancellable       *cancellable,
                                                   GAsyncReadyCallback callback,
                                                   gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gboolean          palco_preset_list_load_finish   (PalcoPresetList *self,
                                                   GAsyncResult    *result,
                                                   GError         **error);
PALCO_AVAILABLE_IN_1_0
void              palco_preset_list_add_async     (PalcoPresetList    *self,
                                                   PalcoPreset        *preset,
                                                   GCancellable       *cancellable,
                                                   GAsyncReadyCallback callback,
                                                   gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gboolean          palco_preset_list_add_finish    (PalcoPresetList *self,
                                                   GAsyncResult    *result,
                                                   GError         **error);
PALCO_AVAILABLE_IN_1_0
void              palco_preset_list_save_async    (PalcoPresetList    *self,
                                                   PalcoPreset        *preset,
                                                   GCancellable       *cancellable,
                                                   GAsyncReadyCallback callback,
                                                   gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gboolean          palco_preset_list_save_finish   (PalcoPresetList *self,
                                                   GAsyncResult    *result,
                                                   GError         **error);
PALCO_AVAILABLE_IN_1_0
void              palco_preset_list_remove_async  (PalcoPresetList    *self,
                                                   PalcoPreset        *preset,
                                                   GCancellable       *cancellable,
                                                   GAsyncReadyCallback callback,
                                                   gpointer            user_data);
PALCO_AVAILABLE_IN_1_0
gboolean          palco_preset_list_remove_finish (PalcoPresetList *self,
                                                   GAsyncResult    *result,
                                                   GError         **error);

G_END_DECLS
