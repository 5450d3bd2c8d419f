/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-left-running.h"

#include <glib/gi18n.h>

#include "palco-format.h"
#include "palco-toast.h"

/* Who tells, and where. The keeper belongs to the connection. */
typedef struct
{
  GtkWidget       *origin;
  PalcoConnection *connection;
} LeftRunning;

static void
left_running_free (gpointer  data,
                   GClosure *closure)
{
  g_free (data);
}

static void
dismiss_if_in_use_cb (AdwToast        *toast,
                      GParamSpec      *pspec,
                      PalcoConnection *connection)
{
  GVariant *uid = adw_toast_get_action_target_value (toast);
  PalcoAccount *account = palco_connection_get_account (connection);

  if (account != NULL && g_str_equal (palco_account_get_uid (account), g_variant_get_string (uid, NULL)))
    adw_toast_dismiss (toast);
}

static void
found_running_cb (LeftRunning  *self,
                  PalcoAccount *account,
                  guint         n_sessions)
{
  g_autofree char *text = palco_format_left_running (account, n_sessions);
  AdwToast *toast;

  toast = palco_toast_offer (self->origin, text, _("_Switch Account"), "win.switch-account",
                             g_variant_new_string (palco_account_get_uid (account)));
  if (toast != NULL)
    g_signal_connect_object (self->connection, "notify::account", G_CALLBACK (dismiss_if_in_use_cb),
                             toast, G_CONNECT_SWAPPED);
}

/**
 * palco_left_running_watch:
 * @origin: a widget in the window, where messages appear
 * @connection: where accounts are
 *
 * Tells of sessions that still run in accounts that are not in use. They are easily overlooked: the
 * way there is offered.
 */
void
palco_left_running_watch (GtkWidget       *origin,
                          PalcoConnection *connection)
{
  LeftRunning *self = g_new0 (LeftRunning, 1);
  GClosure *closure = g_cclosure_new_swap (G_CALLBACK (found_running_cb), self, left_running_free);

  self->origin = origin;
  self->connection = connection;
  g_object_watch_closure (G_OBJECT (origin), closure);
  g_signal_connect_closure (palco_connection_get_keeper (connection), "found-running", closure, FALSE);
}
