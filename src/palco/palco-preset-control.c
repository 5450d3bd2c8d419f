/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-preset-control.h"

#include <glib/gi18n.h>

#include "palco-boottime.h"
#include "palco-launch-page.h"
#include "palco-window.h"

/* Whoever asked for a start is no longer waiting for it: it would be billed unseen. */
#define START_SECS 60

#define KEY_LAST "last-preset"

/**
 * PalcoPresetControl:
 *
 * Fills in the page that starts sessions, for who chose a preset outside of the window. The
 * accounts may not be read yet, nor the right one be connected: it waits for both.
 */

struct _PalcoPresetControl
{
  GObject           parent_instance;
  PalcoApplication *application;   /* which owns us */
  PalcoConnection  *connection;
  PalcoPresetList  *presets;
  GSettings        *settings;
  char             *wanted;        /* a name or uid, until it is shown */
  gboolean          is_last;       /* the one used last is wanted; there may be none */
  gint64            start_until;   /* in boot time; later it is only shown */
};

G_DEFINE_FINAL_TYPE (PalcoPresetControl, palco_preset_control, G_TYPE_OBJECT)

static GtkWindow *
get_window (PalcoPresetControl *self)
{
  return gtk_application_get_active_window (GTK_APPLICATION (self->application));
}

static void
tell_missing (PalcoPresetControl *self)
{
  g_autofree char *name = g_steal_pointer (&self->wanted);
  GtkWindow *window = get_window (self);
  AdwMessageDialog *dialog;

  if (window == NULL || self->is_last)
    return;

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (window, NULL,
                                                       _("It was renamed or removed. Choose here what to start.")));
  /* Translators: %s is the name of a preset. */
  adw_message_dialog_format_heading (dialog, _("No Preset “%s”"), name);
  adw_message_dialog_add_response (dialog, "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
is_in_use (PalcoPresetControl *self,
           PalcoPreset        *preset)
{
  PalcoAccount *account = palco_connection_get_account (self->connection);
  const char *uid = palco_preset_get_account_uid (preset);

  if (account == NULL)
    return FALSE;

  return *uid != '\0' ? g_str_equal (palco_account_get_uid (account), uid)
                      : palco_account_is_local (account);
}

static void
show (PalcoPresetControl *self,
      PalcoPreset        *preset)
{
  GtkWindow *window = get_window (self);
  GtkWidget *page;

  g_clear_pointer (&self->wanted, g_free);
  g_settings_set_string (self->settings, KEY_LAST, palco_preset_get_uid (preset));
  if (window == NULL)
    return;

  page = palco_window_get_launch_page (PALCO_WINDOW (window));
  g_object_set (window, "visible-page", "launch", NULL);
  if (palco_boottime_now () < self->start_until)
    palco_launch_page_start_preset (PALCO_LAUNCH_PAGE (page), preset);
  else
    palco_launch_page_show_preset (PALCO_LAUNCH_PAGE (page), preset);
}

static void
show_when_online (PalcoPresetControl *self)
{
  PalcoPreset *preset = NULL;

  if (self->wanted != NULL)
    preset = palco_preset_list_lookup (self->presets, self->wanted);

  if (preset != NULL && is_in_use (self, preset) &&
      palco_connection_get_status (self->connection) == PALCO_CONNECTION_STATUS_ONLINE)
    show (self, preset);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PalcoPresetControl) self = user_data;
  g_autoptr(GError) error = NULL;
  PalcoPreset *preset;

  if (!palco_preset_list_load_finish (PALCO_PRESET_LIST (source), result, &error))
    g_warning ("The presets cannot be read: %s", error->message);

  if (self->wanted == NULL)
    return;

  preset = palco_preset_list_lookup (self->presets, self->wanted);
  if (preset == NULL)
    {
      tell_missing (self);
      return;
    }

  palco_application_use_account (self->application, palco_preset_get_account_uid (preset));
  show_when_online (self);
}

static void
palco_preset_control_finalize (GObject *object)
{
  PalcoPresetControl *self = PALCO_PRESET_CONTROL (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->presets);
  g_clear_object (&self->settings);
  g_free (self->wanted);

  G_OBJECT_CLASS (palco_preset_control_parent_class)->finalize (object);
}

static void
palco_preset_control_class_init (PalcoPresetControlClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palco_preset_control_finalize;
}

static void
palco_preset_control_init (PalcoPresetControl *self)
{
  self->settings = g_settings_new (PALCO_APP_ID);
}

PalcoPresetControl *
palco_preset_control_new (PalcoApplication *application,
                          PalcoConnection  *connection,
                          PalcoPresetList  *presets)
{
  PalcoPresetControl *self = g_object_new (PALCO_TYPE_PRESET_CONTROL, NULL);

  self->application = application;
  self->connection = g_object_ref (connection);
  self->presets = g_object_ref (presets);
  /* After the window, which makes its pages then. */
  g_signal_connect_object (connection, "notify::status", G_CALLBACK (show_when_online), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);

  return self;
}

/* Opens the window. There is one from now on. */
static void
want (PalcoPresetControl *self,
      char               *name_or_uid,
      gint64              start_until)
{
  g_free (self->wanted);
  self->wanted = name_or_uid;
  self->start_until = start_until;
  g_application_activate (G_APPLICATION (self->application));
  palco_preset_list_load_async (self->presets, NULL, loaded_cb, g_object_ref (self));
}

/**
 * palco_preset_control_show:
 * @self: a preset control
 * @name_or_uid: a preset
 * @start: whether to start it too, if that can be done soon
 *
 * Opens the window and fills in what the preset says.
 */
void
palco_preset_control_show (PalcoPresetControl *self,
                           const char         *name_or_uid,
                           gboolean            start)
{
  g_return_if_fail (PALCO_IS_PRESET_CONTROL (self));

  self->is_last = FALSE;
  want (self, g_strdup (name_or_uid),
        start ? palco_boottime_now () + START_SECS * G_USEC_PER_SEC : 0);
}

/**
 * palco_preset_control_show_last:
 * @self: a preset control
 *
 * Opens the window and fills in the preset used last. Where there is none, nothing is filled in.
 */
void
palco_preset_control_show_last (PalcoPresetControl *self)
{
  g_return_if_fail (PALCO_IS_PRESET_CONTROL (self));

  self->is_last = TRUE;
  want (self, g_settings_get_string (self->settings, KEY_LAST), 0);
}
