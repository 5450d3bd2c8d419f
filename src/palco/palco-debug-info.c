/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-debug-info.h"

#include <adwaita.h>

#include "palco-app-enums.h"
#include "palco-sandbox.h"

/* Messages may quote addresses: the kind of the error and the mark of the request are enough. */
static char *last_error;

static char *
describe_error (const GError *error)
{
  const char *vector = palco_error_get_correlation_vector (error);
  g_autofree char *name = NULL;

  if (error->domain == PALCO_ERROR)
    name = g_enum_to_string (PALCO_TYPE_ERROR, error->code);
  else
    name = g_strdup_printf ("%s %d", g_quark_to_string (error->domain), error->code);

  return g_strdup_printf ("%s, MS-CV %s", name, vector != NULL ? vector : "none");
}

/**
 * palco_debug_info_note_error:
 * @error: an error that is shown to somebody
 *
 * Keeps the last one in mind, for whoever asks for help.
 */
void
palco_debug_info_note_error (const GError *error)
{
  g_free (last_error);
  last_error = describe_error (error);
}

static void
append_versions (GString *text)
{
  g_autofree char *os_name = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);

  g_string_append_printf (text, "Palco %s\n", PALCO_VERSION);
  g_string_append_printf (text, "GLib %u.%u.%u\n", glib_major_version, glib_minor_version, glib_micro_version);
  g_string_append_printf (text, "GTK %u.%u.%u\n", gtk_get_major_version (), gtk_get_minor_version (),
                          gtk_get_micro_version ());
  g_string_append_printf (text, "libadwaita %u.%u.%u\n", adw_get_major_version (), adw_get_minor_version (),
                          adw_get_micro_version ());
  g_string_append_printf (text, "System: %s\n", os_name != NULL ? os_name : "unknown");
}

static void
append_surroundings (GString *text)
{
  const char *desktop = g_getenv ("XDG_CURRENT_DESKTOP");
  const char *language = g_get_language_names ()[0];
  GdkDisplay *display = gdk_display_get_default ();

  g_string_append_printf (text, "Desktop: %s\n", desktop != NULL ? desktop : "unknown");
  g_string_append_printf (text, "Display: %s\n", display != NULL ? G_OBJECT_TYPE_NAME (display) : "none");
  g_string_append_printf (text, "Language: %s\n", language);
  g_string_append_printf (text, "Sandbox: %s\n", palco_sandbox_is_inside () ? "Flatpak" : "none");
}

static void
append_connection (GString         *text,
                   PalcoConnection *connection)
{
  PalcoAccount *account = palco_connection_get_account (connection);
  PalcoClient *client = palco_connection_get_client (connection);
  PalcoCatalogue *catalogue = client != NULL ? palco_client_get_catalogue (client) : NULL;
  const GError *error = palco_connection_get_error (connection);
  g_autofree char *status = NULL;
  g_autofree char *connection_error = error != NULL ? describe_error (error) : NULL;

  status = g_enum_to_string (PALCO_TYPE_CONNECTION_STATUS, palco_connection_get_status (connection));
  g_string_append_printf (text, "Connection: %s\n", status);

  if (account != NULL)
    {
      g_autofree char *kind = NULL;

      kind = g_enum_to_string (PALCO_TYPE_SIGN_IN_KIND,
                               palco_sign_in_get_kind (palco_account_get_sign_in (account)));
      g_string_append_printf (text, "Account: %s, %s\n",
                              palco_account_is_local (account) ? "this computer" : "a service", kind);
    }

  if (catalogue != NULL)
    g_string_append_printf (text, "Regions: %u, %s\n",
                            g_list_model_get_n_items (palco_catalogue_get_regions (catalogue)),
                            palco_catalogue_is_discovered (catalogue) ? "told by the service" : "built in");

  if (connection_error != NULL)
    g_string_append_printf (text, "Connection error: %s\n", connection_error);
}

/**
 * palco_debug_info_dup:
 * @connection: the connection of the program
 *
 * Returns: (transfer full): text that may be given to anybody
 */
char *
palco_debug_info_dup (PalcoConnection *connection)
{
  GString *text = g_string_new (NULL);

  append_versions (text);
  append_surroundings (text);
  append_connection (text, connection);
  g_string_append_printf (text, "Last error: %s\n", last_error != NULL ? last_error : "none");

  return g_string_free (text, FALSE);
}
