/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "palco-adaptive-box.h"
#include "palco-app-enums.h"
#include "palco-explain.h"
#include "palco-format.h"
#include "palco-toast.h"
#include "palco-widgets.h"

#define LEVEL_STEPS 200

/**
 * PalcoSessionRow:
 *
 * One session in a list, and what can be done with it.
 */

struct _PalcoSessionRow
{
  GtkListBoxRow          parent_instance;
  GtkWidget             *actions_box;
  GtkWidget             *extend_button;
  GtkWidget             *more_button;
  PalcoSession          *session;
  PalcoClient           *client;
  PalcoSessionOperation  operation;
  guint                  extension_minutes;
  gint64                 seconds;
  guint                  tick_id;
};

enum {
  PROP_SESSION = 1,
  PROP_CLIENT,
  PROP_OPERATION,
  PROP_SECONDS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoSessionRow, palco_session_row, GTK_TYPE_LIST_BOX_ROW)

static char *
name_text (PalcoSessionRow *self,
           const char      *id)
{
  return palco_format_session_name (id);
}

static char *
state_text (PalcoSessionRow       *self,
            PalcoSessionState      state,
            PalcoSessionOperation  operation)
{
  gboolean is_ended = self->session != NULL && palco_session_is_ended (self->session);

  if (operation == PALCO_SESSION_OPERATION_STOPPING && !is_ended)
    return g_strdup (_("Stopping…"));

  return g_strdup (palco_format_state (state));
}

static char **
state_classes (PalcoSessionRow   *self,
               PalcoSessionState  state)
{
  const char *classes[] = { "pill-label", palco_format_state_class (state), NULL };

  return g_strdupv ((char **) classes);
}

static gboolean
is_running (PalcoSessionRow   *self,
            PalcoSessionState  state)
{
  return self->session != NULL && !palco_session_is_ended (self->session);
}

static gboolean
has_text (PalcoSessionRow *self,
          const char      *text)
{
  return text != NULL && *text != '\0';
}

static char *
place_text (PalcoSessionRow   *self,
            PalcoSessionState  state,
            gboolean           is_connected,
            GDateTime         *creation_time)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();

  return palco_format_session_place (self->session, now);
}

static char *
note_text (PalcoSessionRow       *self,
           PalcoSessionState      state,
           gboolean               is_stop_pending,
           PalcoSessionOperation  operation)
{
  if (state == PALCO_SESSION_STATE_ERROR)
    return palco_explain_session_failure (self->session);

  if (is_stop_pending && operation == PALCO_SESSION_OPERATION_NONE)
    return g_strdup (_("Stop will be delivered when the service is reachable."));

  return g_strdup ("");
}

static char *
time_text (PalcoSessionRow   *self,
           PalcoSessionState  state,
           gint64             seconds)
{
  g_autofree char *duration = NULL;

  if (state == PALCO_SESSION_STATE_READY)
    return seconds >= 0 ? palco_format_time_left (seconds) : g_strdup ("");

  duration = palco_format_duration (seconds);

  /* Translators: how long a session has been starting; %s is for example “22 s”. */
  return g_strdup_printf (_("%s so far"), duration);
}

/* In steps that can be seen: the bar is not drawn anew each second. */
static double
time_fraction (PalcoSessionRow   *self,
               PalcoSessionState  state,
               guint              lease_minutes,
               gint64             seconds)
{
  gint64 lease_seconds = (gint64) lease_minutes * 60;

  if (state != PALCO_SESSION_STATE_READY || lease_seconds == 0)
    return 1.0;

  seconds = CLAMP (seconds, 0, lease_seconds);

  return (double) ((seconds * LEVEL_STEPS + lease_seconds - 1) / lease_seconds) / LEVEL_STEPS;
}

static char *
cost_text (PalcoSessionRow   *self,
           PalcoSessionState  state,
           guint              elapsed_minutes,
           gint64             seconds)
{
  return palco_format_session_cost (self->session, palco_client_get_catalogue (self->client));
}

static gboolean
can_extend (PalcoSessionRow       *self,
            guint                  lease_minutes,
            gboolean               is_stop_pending,
            PalcoSessionOperation  operation)
{
  return lease_minutes < PALCO_FORMAT_LEASE_MAX_MINUTES && !is_stop_pending &&
         operation == PALCO_SESSION_OPERATION_NONE;
}

static gint64
current_seconds (PalcoSessionRow *self)
{
  g_autoptr(GDateTime) now = NULL;
  GDateTime *created;

  if (palco_session_get_state (self->session) == PALCO_SESSION_STATE_READY)
    return palco_session_get_seconds_left (self->session);

  created = palco_session_get_creation_time (self->session);
  if (created == NULL)
    return 0;

  now = g_date_time_new_now_utc ();

  return MAX (g_date_time_difference (now, created) / G_TIME_SPAN_SECOND, 0);
}

static gboolean
tick_cb (gpointer user_data)
{
  PalcoSessionRow *self = PALCO_SESSION_ROW (user_data);
  gint64 seconds = current_seconds (self);

  if (self->seconds != seconds)
    {
      self->seconds = seconds;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SECONDS]);
    }

  return G_SOURCE_CONTINUE;
}

static void
set_ticking (PalcoSessionRow *self,
             gboolean         is_ticking)
{
  if (!is_ticking)
    g_clear_handle_id (&self->tick_id, g_source_remove);
  else if (self->tick_id == 0)
    self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
}

static void
update_actions (PalcoSessionRow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean is_ended = palco_session_is_ended (self->session);
  gboolean is_idle = self->operation == PALCO_SESSION_OPERATION_NONE;
  gboolean is_ready = palco_session_get_state (self->session) == PALCO_SESSION_STATE_READY;

  gtk_widget_action_set_enabled (widget, "session.stop", !is_ended && is_idle);
  gtk_widget_action_set_enabled (widget, "session.extend", !is_ended && is_idle);
  gtk_widget_action_set_enabled (widget, "session.open-inspector", is_ready);
  set_ticking (self, gtk_widget_get_mapped (widget) && !is_ended);
}

static void
state_changed_cb (PalcoSessionRow *self)
{
  tick_cb (self);
  update_actions (self);
}

static void
set_operation (PalcoSessionRow       *self,
               PalcoSessionOperation  operation)
{
  self->operation = operation;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPERATION]);
  update_actions (self);
}

static void
stop (PalcoSessionRow *self);

static void
stopped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(PalcoSessionRow) self = user_data;
  g_autoptr(GError) error = NULL;

  palco_client_stop_session_finish (PALCO_CLIENT (source), result, &error);
  set_operation (self, PALCO_SESSION_OPERATION_NONE);
  g_application_release (g_application_get_default ());

  if (error != NULL)
    palco_toast_error (GTK_WIDGET (self), _("Could not stop the session"), error, G_CALLBACK (stop));
}

/* A stop outlives the row and the window: nothing cancels it, and the program waits for it. */
static void
stop (PalcoSessionRow *self)
{
  if (self->operation != PALCO_SESSION_OPERATION_NONE || palco_session_is_ended (self->session))
    return;

  g_application_hold (g_application_get_default ());
  set_operation (self, PALCO_SESSION_OPERATION_STOPPING);
  palco_client_stop_session_async (self->client, self->session, NULL, stopped_cb,
                                   g_object_ref (self));
}

static void
ask_before_stop (PalcoSessionRow *self)
{
  g_autofree char *name = palco_format_session_name (palco_session_get_id (self->session));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  AdwMessageDialog *dialog;

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (root), NULL, NULL));
  /* Translators: %s is the name of a session. */
  adw_message_dialog_format_heading (dialog, _("Stop “%s”?"), name);
  adw_message_dialog_set_body (dialog, _("Somebody is connected to this session. What they have not saved is lost."));
  adw_message_dialog_add_responses (dialog,
                                    "cancel", _("_Cancel"),
                                    "stop", _("_Stop Session"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "stop", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response::stop", G_CALLBACK (stop), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
stop_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  PalcoSessionRow *self = PALCO_SESSION_ROW (widget);

  if (palco_session_get_client_connected (self->session))
    ask_before_stop (self);
  else
    stop (self);
}

static void
extend (PalcoSessionRow *self);

static void
extended_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(PalcoSessionRow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *lease = NULL;
  g_autofree char *text = NULL;

  palco_client_update_session_finish (PALCO_CLIENT (source), result, &error);
  set_operation (self, PALCO_SESSION_OPERATION_NONE);
  tick_cb (self);

  if (error != NULL)
    {
      palco_toast_error (GTK_WIDGET (self), _("Could not extend the lease"), error,
                         G_CALLBACK (extend));
      return;
    }

  lease = palco_format_lease (palco_session_get_lease_minutes (self->session));
  /* Translators: %s is a lease time, for example “2 h 15 min”. */
  text = g_strdup_printf (_("The lease is now %s"), lease);
  palco_toast_message (GTK_WIDGET (self), text);
}

static void
extend (PalcoSessionRow *self)
{
  guint lease_minutes = palco_session_get_lease_minutes (self->session) + self->extension_minutes;

  if (self->operation != PALCO_SESSION_OPERATION_NONE)
    return;

  set_operation (self, PALCO_SESSION_OPERATION_EXTENDING);
  palco_client_update_session_async (self->client, self->session,
                                     MIN (lease_minutes, PALCO_FORMAT_LEASE_MAX_MINUTES), NULL, extended_cb,
                                     g_object_ref (self));
}

static void
extend_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  PalcoSessionRow *self = PALCO_SESSION_ROW (widget);

  self->extension_minutes = g_variant_get_uint32 (parameter);
  extend (self);
}

static void
shown_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(PalcoSessionRow) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error))
    palco_toast_error (GTK_WIDGET (self), _("Could not open the inspector"), error, NULL);
}

static void
open_inspector_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  PalcoSessionRow *self = PALCO_SESSION_ROW (widget);
  g_autofree char *url = palco_session_dup_inspector_url (self->session);

  if (url != NULL)
    gtk_show_uri_full (GTK_WINDOW (gtk_widget_get_root (widget)), url, GDK_CURRENT_TIME, NULL,
                       shown_cb, g_object_ref (self));
}

static void
copy_id_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  PalcoSessionRow *self = PALCO_SESSION_ROW (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), palco_session_get_id (self->session));
  palco_toast_message (widget, _("Session ID copied"));
}

static void
palco_session_row_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (palco_session_row_parent_class)->map (widget);

  state_changed_cb (PALCO_SESSION_ROW (widget));
}

static void
palco_session_row_unmap (GtkWidget *widget)
{
  set_ticking (PALCO_SESSION_ROW (widget), FALSE);

  GTK_WIDGET_CLASS (palco_session_row_parent_class)->unmap (widget);
}

static void
palco_session_row_constructed (GObject *object)
{
  PalcoSessionRow *self = PALCO_SESSION_ROW (object);

  G_OBJECT_CLASS (palco_session_row_parent_class)->constructed (object);

  g_signal_connect_object (self->session, "notify", G_CALLBACK (state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  state_changed_cb (self);
}

static void
palco_session_row_dispose (GObject *object)
{
  PalcoSessionRow *self = PALCO_SESSION_ROW (object);

  set_ticking (self, FALSE);

  G_OBJECT_CLASS (palco_session_row_parent_class)->dispose (object);
}

static void
palco_session_row_finalize (GObject *object)
{
  PalcoSessionRow *self = PALCO_SESSION_ROW (object);

  g_clear_object (&self->session);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (palco_session_row_parent_class)->finalize (object);
}

static void
palco_session_row_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  PalcoSessionRow *self = PALCO_SESSION_ROW (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_CLIENT:
      g_value_set_object (value, self->client);
      break;
    case PROP_OPERATION:
      g_value_set_enum (value, self->operation);
      break;
    case PROP_SECONDS:
      g_value_set_int64 (value, self->seconds);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_session_row_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  PalcoSessionRow *self = PALCO_SESSION_ROW (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      break;
    case PROP_CLIENT:
      self->client = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PALCO_TYPE_ADAPTIVE_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-session-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionRow, actions_box);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionRow, extend_button);
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionRow, more_button);
  gtk_widget_class_bind_template_callback (widget_class, name_text);
  gtk_widget_class_bind_template_callback (widget_class, state_text);
  gtk_widget_class_bind_template_callback (widget_class, state_classes);
  gtk_widget_class_bind_template_callback (widget_class, is_running);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
  gtk_widget_class_bind_template_callback (widget_class, place_text);
  gtk_widget_class_bind_template_callback (widget_class, note_text);
  gtk_widget_class_bind_template_callback (widget_class, time_text);
  gtk_widget_class_bind_template_callback (widget_class, time_fraction);
  gtk_widget_class_bind_template_callback (widget_class, cost_text);
  gtk_widget_class_bind_template_callback (widget_class, can_extend);
}

static void
palco_session_row_class_init (PalcoSessionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = palco_session_row_constructed;
  object_class->dispose = palco_session_row_dispose;
  object_class->finalize = palco_session_row_finalize;
  object_class->get_property = palco_session_row_get_property;
  object_class->set_property = palco_session_row_set_property;

  widget_class->map = palco_session_row_map;
  widget_class->unmap = palco_session_row_unmap;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, PALCO_TYPE_SESSION, once);
  properties[PROP_CLIENT] = g_param_spec_object ("client", NULL, NULL, PALCO_TYPE_CLIENT, once);
  properties[PROP_OPERATION] =
    g_param_spec_enum ("operation", NULL, NULL, PALCO_TYPE_SESSION_OPERATION,
                       PALCO_SESSION_OPERATION_NONE, read);
  properties[PROP_SECONDS] =
    g_param_spec_int64 ("seconds", NULL, NULL, G_MININT64, G_MAXINT64, 0, read);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "session.stop", NULL, stop_action);
  gtk_widget_class_install_action (widget_class, "session.extend", "u", extend_action);
  gtk_widget_class_install_action (widget_class, "session.open-inspector", NULL,
                                   open_inspector_action);
  gtk_widget_class_install_action (widget_class, "session.copy-id", NULL, copy_id_action);

  bind_template (widget_class);
}

static void
palco_session_row_init (PalcoSessionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  palco_menu_button_set_name (GTK_MENU_BUTTON (self->more_button), _("More Actions"));
}

/**
 * palco_session_row_new:
 * @session: what it shows
 * @client: what acts on it
 * @actions_group: makes the columns of all rows line up
 */
GtkWidget *
palco_session_row_new (PalcoSession *session,
                       PalcoClient  *client,
                       GtkSizeGroup *actions_group)
{
  PalcoSessionRow *self = g_object_new (PALCO_TYPE_SESSION_ROW,
                                        "session", session,
                                        "client", client,
                                        NULL);

  gtk_size_group_add_widget (actions_group, self->actions_box);

  return GTK_WIDGET (self);
}

PalcoSession *
palco_session_row_get_session (PalcoSessionRow *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION_ROW (self), NULL);

  return self->session;
}
