/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "host-facts.h"

G_BEGIN_DECLS

#define HOST_TYPE_INSPECTOR (host_inspector_get_type ())

G_DECLARE_FINAL_TYPE (HostInspector, host_inspector, HOST, INSPECTOR, GObject)

/* The session's page for people, and the same facts for programs: read only, no secrets.
 * Emits “used” when somebody loads the page. */
HostInspector *host_inspector_new      (const char       *bind_address,
                                        GTlsCertificate  *certificate,
                                        HostFacts        *facts,
                                        GError          **error);
guint          host_inspector_get_port (HostInspector    *self);

G_END_DECLS
