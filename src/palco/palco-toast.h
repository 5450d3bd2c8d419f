/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Short messages in the window that @origin is in. */

void      palco_toast_message (GtkWidget      *origin,
                               const char     *text);
AdwToast *palco_toast_offer   (GtkWidget      *origin,
                               const char     *text,
                               const char     *label,
                               const char     *action_name,
                               GVariant       *target);
void      palco_toast_undo    (GtkWidget      *origin,
                               const char     *text,
                               GCallback       undo,
                               gpointer        user_data,
                               GClosureNotify  destroy);
void      palco_toast_error   (GtkWidget      *origin,
                               const char     *what_happened,
                               const GError   *error,
                               GCallback       retry);
void      palco_error_present (GtkWidget      *origin,
                               const char     *what_happened,
                               const GError   *error,
                               GCallback       retry);

G_END_DECLS
