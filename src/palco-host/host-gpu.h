/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HOST_GPU_CLASS_PATH "/sys/class/drm"

char *host_gpu_dup_name (const char *class_path);

G_END_DECLS
