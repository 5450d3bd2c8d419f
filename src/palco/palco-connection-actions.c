/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-connection-actions.h"

#include <glib/gi18n.h>

#include "palco-toast.h"

/* What the window does about its connection. It lives as long as the window. */
typedef struct
{
  GtkWidget       *origin;
  PalcoConnection *connection;
} ConnectionActions;

static void
connection_actions_free (ConnectionActions *self)
{
  g_object_unref (self->connection);
  g_free (self);
}

static void
cancel_connecting_action (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       user_data)
{
  ConnectionActions *self = user_data;

  palco_connection_cancel (self->connection);
}

static void
retry_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  ConnectionActions *self = user_data;

  palco_connection_retry (self->connection);
}

static void
show_error_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  ConnectionActions *self = user_data;
  const GError *error = palco_connection_get_error (self->connection);

  if (error != NULL)
    palco_error_present (self->origin, _("Could Not Connect"), error, NULL);
}

static const GActionEntry actions[] = {
  { "cancel-connecting", cancel_connecting_action },
  { "retry", retry_action },
  { "show-error", show_error_action },
};

static void
set_enabled (GActionMap *window,
             const char *name,
             gboolean    is_enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (window, name)), is_enabled);
}

static void
status_changed_cb (GActionMap      *window,
                   GParamSpec      *pspec,
                   PalcoConnection *connection)
{
  PalcoConnectionStatus status = palco_connection_get_status (connection);
  gboolean has_failed = status == PALCO_CONNECTION_STATUS_FAILED;
  gboolean is_cancelled = status == PALCO_CONNECTION_STATUS_CANCELLED;
  gboolean is_online = status == PALCO_CONNECTION_STATUS_ONLINE;

  set_enabled (window, "cancel-connecting", !has_failed && !is_cancelled && !is_online);
  set_enabled (window, "retry", has_failed || is_cancelled);
  set_enabled (window, "show-error", has_failed);
}

/**
 * palco_connection_actions_install:
 * @window: the window
 * @origin: a widget in it, where messages appear
 * @connection: the connection
 */
void
palco_connection_actions_install (GtkApplicationWindow *window,
                                  GtkWidget            *origin,
                                  PalcoConnection      *connection)
{
  ConnectionActions *self = g_new0 (ConnectionActions, 1);

  self->origin = origin;
  self->connection = g_object_ref (connection);
  g_object_set_data_full (G_OBJECT (window), "palco-connection-actions", self,
                          (GDestroyNotify) connection_actions_free);
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (connection, "notify::status", G_CALLBACK (status_changed_cb), window,
                           G_CONNECT_SWAPPED);
  status_changed_cb (G_ACTION_MAP (window), NULL, connection);
}
