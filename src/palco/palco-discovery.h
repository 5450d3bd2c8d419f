/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <palco.h>

G_BEGIN_DECLS

/**
 * PalcoDiscoveryStatus:
 * @PALCO_DISCOVERY_STATUS_NONE: there is no address to ask
 * @PALCO_DISCOVERY_STATUS_ASKING: the service is being asked, or will be when nobody types
 * @PALCO_DISCOVERY_STATUS_FOUND: the service described itself
 * @PALCO_DISCOVERY_STATUS_SILENT: something answers, but does not describe itself
 * @PALCO_DISCOVERY_STATUS_RETIRED: the service has ended for everybody
 * @PALCO_DISCOVERY_STATUS_FAILED: see the error
 */
typedef enum
{
  PALCO_DISCOVERY_STATUS_NONE,
  PALCO_DISCOVERY_STATUS_ASKING,
  PALCO_DISCOVERY_STATUS_FOUND,
  PALCO_DISCOVERY_STATUS_SILENT,
  PALCO_DISCOVERY_STATUS_RETIRED,
  PALCO_DISCOVERY_STATUS_FAILED,
} PalcoDiscoveryStatus;

#define PALCO_TYPE_DISCOVERY (palco_discovery_get_type ())

G_DECLARE_FINAL_TYPE (PalcoDiscovery, palco_discovery, PALCO, DISCOVERY, GObject)

PalcoDiscovery       *palco_discovery_new           (void);
void                  palco_discovery_set_address   (PalcoDiscovery *self,
                                                     const char     *address);
PalcoDiscoveryStatus  palco_discovery_get_status    (PalcoDiscovery *self);
PalcoCatalogue       *palco_discovery_get_catalogue (PalcoDiscovery *self);
char                 *palco_discovery_dup_text      (PalcoDiscovery *self);

G_END_DECLS
