/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account-field.h"

#include <glib/gi18n.h>

#define GOOD_ADDRESS "https://example.com"

/* The library knows what is valid; one field at a time tells which of them is not, and
 * @message what to enter. */
PalcoAccountField
palco_account_field_check (const char  *address,
                           const char  *name,
                           const char  *id,
                           const char **message)
{
  g_autoptr(GError) error = NULL;

  if (!palco_account_validate ("name", address, "id", &error))
    {
      *message = g_error_matches (error, PALCO_ERROR, PALCO_ERROR_INSECURE)
        ? _("The address must begin with https://. Only a service on this computer may use http://.")
        : _("Enter the address of the service, for example https://render.example.com.");
      return PALCO_ACCOUNT_FIELD_ADDRESS;
    }

  if (!palco_account_validate (name, GOOD_ADDRESS, "id", NULL))
    {
      *message = _("Enter a name that tells this account from others.");
      return PALCO_ACCOUNT_FIELD_NAME;
    }

  if (!palco_account_validate ("name", GOOD_ADDRESS, id, NULL))
    {
      *message = _("Enter the account ID. It consists of letters, digits and - . _ ~");
      return PALCO_ACCOUNT_FIELD_ID;
    }

  return PALCO_ACCOUNT_FIELD_NONE;
}
