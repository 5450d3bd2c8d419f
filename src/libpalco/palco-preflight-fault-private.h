/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-preflight-step.h"

G_BEGIN_DECLS

/* What an error means at a check, without looking anywhere else. */

PalcoPreflightFault  palco_preflight_fault_from_silence     (PalcoPreflightCheck   check);
PalcoPreflightFault  palco_preflight_fault_from_proxy       (const GError         *error,
                                                             gboolean              negotiating);
PalcoPreflightFault  palco_preflight_fault_from_name        (const GError         *error);
PalcoPreflightFault  palco_preflight_fault_from_connection  (const GError         *error);
PalcoPreflightFault  palco_preflight_fault_from_certificate (GTlsCertificateFlags  flags);

PalcoPreflightFault  palco_preflight_fault_from_error       (PalcoPreflightCheck   check,
                                                             const GError         *error);
PalcoPreflightFault  palco_preflight_fault_from_status      (guint                 status);

G_END_DECLS
