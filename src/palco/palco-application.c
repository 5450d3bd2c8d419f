/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-application.h"

#include <glib/gi18n.h>

#include "palco-connection.h"
#include "palco-window.h"

/**
 * PalcoApplication:
 *
 * One process, one window, one connection.
 */

struct _PalcoApplication
{
  AdwApplication   parent_instance;
  PalcoConnection *connection;
};

G_DEFINE_FINAL_TYPE (PalcoApplication, palco_application, ADW_TYPE_APPLICATION)

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  GtkApplication *application = GTK_APPLICATION (user_data);

  adw_show_about_window (gtk_application_get_active_window (application),
                         "application-name", "Palco",
                         "application-icon", PALCO_APP_ID,
                         "version", PALCO_VERSION,
                         "developer-name", _("The Palco contributors"),
                         "comments", _("Start, watch and stop remote rendering sessions"),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: your names, one a line; they are shown in the About window. */
                         "translator-credits", _("translator-credits"),
                         NULL);
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  /* Closing lets what must be finished, such as a stop, finish first. */
  if (window != NULL)
    gtk_window_close (window);
}

static const GActionEntry actions[] = {
  { "about", about_action },
  { "quit", quit_action },
};

static const struct {
  const char *action;
  const char *accels[3];
} accels[] = {
  { "app.quit", { "<Control>q" } },
  { "win.refresh", { "<Control>r", "F5" } },
  { "win.show-page::launch", { "<Alt>1" } },
  { "win.show-page::sessions", { "<Alt>2" } },
  { "win.add-account", { "<Control>n" } },
  { "win.show-shortcuts", { "<Control>question" } },
  { "window.close", { "<Control>w" } },
};

/* The first picture is on the screen: now the disk, the bus and the network may be asked. */
static gboolean
start_cb (gpointer user_data)
{
  PalcoApplication *self = PALCO_APPLICATION (user_data);
  g_autoptr(GSettings) settings = g_settings_new (PALCO_APP_ID);
  g_autofree char *uid = g_settings_get_string (settings, "account");

  palco_connection_start (self->connection, uid);

  return G_SOURCE_REMOVE;
}

static void
palco_application_startup (GApplication *application)
{
  PalcoApplication *self = PALCO_APPLICATION (application);

  G_APPLICATION_CLASS (palco_application_parent_class)->startup (application);

  self->connection = palco_connection_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                           accels[i].accels);
}

static void
palco_application_activate (GApplication *application)
{
  PalcoApplication *self = PALCO_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    {
      window = GTK_WINDOW (palco_window_new (ADW_APPLICATION (self), self->connection));
      g_idle_add_full (G_PRIORITY_LOW, start_cb, g_object_ref (self), g_object_unref);
    }

  gtk_window_present (window);
}

static void
palco_application_shutdown (GApplication *application)
{
  PalcoApplication *self = PALCO_APPLICATION (application);

  g_clear_object (&self->connection);

  G_APPLICATION_CLASS (palco_application_parent_class)->shutdown (application);
}

static void
palco_application_class_init (PalcoApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = palco_application_startup;
  application_class->activate = palco_application_activate;
  application_class->shutdown = palco_application_shutdown;
}

static void
palco_application_init (PalcoApplication *self)
{
}

GApplication *
palco_application_new (void)
{
  return g_object_new (PALCO_TYPE_APPLICATION,
                       "application-id", PALCO_APP_ID,
                       "resource-base-path", "/io/github/palco/Palco",
                       "flags", G_APPLICATION_DEFAULT_FLAGS,
                       NULL);
}
