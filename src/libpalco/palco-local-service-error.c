/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-local-service-error-private.h"

#include "palco-error.h"

GError *
palco_local_service_error (const char *what,
                           const char *advice)
{
  return g_error_new (PALCO_ERROR, PALCO_ERROR_LOCAL_SERVICE,
                      "The service of this computer %s. %s", what, advice);
}

GError *
palco_local_service_error_from_bus (const GError *error)
{
  g_autoptr(GError) copy = NULL;
  g_autofree char *what = NULL;

  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER))
    return palco_local_service_error ("is not installed",
                                      "Install the part of Palco that has palcod, or add the account of another service.");

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMED_OUT) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY))
    return palco_local_service_error ("did not answer in time",
                                      "Try again; if it happens again, the journal of your session tells why (journalctl --user).");

  copy = g_error_copy (error);
  g_dbus_error_strip_remote_error (copy);
  what = g_strdup_printf ("could not be started: %s", copy->message);

  return palco_local_service_error (what, "The journal of your session may tell more (journalctl --user).");
}

GError *
palco_local_service_error_no_bus (const GError *error)
{
  g_autofree char *what = g_strdup_printf ("cannot be reached, because there is no session bus: %s",
                                           error->message);

  return palco_local_service_error (what, "Log in to a desktop, or start the program with dbus-run-session.");
}
