/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-details.h"

#include <glib/gi18n.h>

#include "palco-format.h"
#include "palco-region-words.h"
#include "palco-session-words.h"
#include "palco-toast.h"
#include "palco-widgets.h"

/**
 * PalcoSessionDetails:
 *
 * All that is known of a session, to read and to copy. It follows the session while it is open.
 */

typedef enum
{
  GROUP_SESSION,
  GROUP_SERVER,
  GROUP_SUPPORT,
  N_GROUPS
} Group;

/* A line without a value is left out; what only the service knows, when it told nothing. */
typedef struct
{
  Group       group;
  gboolean    needs_session;
  const char *title;
  char     *(*dup_value) (PalcoSessionItem *item);
} Fact;

static char *
dup_title (PalcoSessionItem *item)
{
  return g_strdup (palco_session_item_get_title (item));
}

static char *
dup_id (PalcoSessionItem *item)
{
  return g_strdup (palco_session_item_get_id (item));
}

static char *
dup_state (PalcoSessionItem *item)
{
  return g_strdup (palco_session_words_state (item));
}

static char *
dup_region (PalcoSessionItem *item)
{
  PalcoRegion *region = palco_session_item_get_region (item);

  return g_strdup (region != NULL ? palco_region_words_name (region)
                                  : palco_session_item_get_region_id (item));
}

static char *
dup_size (PalcoSessionItem *item)
{
  return g_strdup (palco_session_item_get_size_id (item));
}

static char *
dup_lease (PalcoSessionItem *item)
{
  return palco_format_lease (palco_session_item_get_lease_minutes (item));
}

static char *
format_exactly (GDateTime *moment)
{
  g_autoptr(GDateTime) local = g_date_time_to_local (moment);

  /* Translators: a date and a time to the second, as for strftime(). */
  return g_date_time_format (local, _("%-d %B %Y, %H:%M:%S"));
}

static char *
dup_created (PalcoSessionItem *item)
{
  GDateTime *created = palco_session_item_get_created (item);

  return created != NULL ? format_exactly (created) : NULL;
}

static char *
dup_ended (PalcoSessionItem *item)
{
  GDateTime *ended = palco_session_item_get_ended (item);

  return ended != NULL ? format_exactly (ended) : NULL;
}

static char *
dup_lease_end (PalcoSessionItem *item)
{
  gint64 seconds_left =
    palco_session_get_seconds_left (palco_session_item_get_session (item));
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autoptr(GDateTime) end = NULL;

  if (seconds_left < 0)
    return NULL;

  end = g_date_time_add_seconds (now, seconds_left);

  return palco_format_moment (end, now);
}

static char *
dup_duration (PalcoSessionItem *item)
{
  return palco_session_item_is_live (item) ? NULL : palco_session_words_time (item);
}

static char *
dup_connected (PalcoSessionItem *item)
{
  PalcoSession *session = palco_session_item_get_session (item);

  if (palco_session_item_get_state (item) != PALCO_SESSION_STATE_READY)
    return NULL;

  /* Translators: whether a viewer is connected to a session. */
  return g_strdup (palco_session_get_client_connected (session) ? C_("viewer", "Connected")
                                                                : C_("viewer", "Not connected"));
}

static char *
dup_hostname (PalcoSessionItem *item)
{
  return g_strdup (palco_session_get_hostname (palco_session_item_get_session (item)));
}

static char *
dup_port (guint port)
{
  return port != 0 ? g_strdup_printf ("%u", port) : NULL;
}

static char *
dup_handshake_port (PalcoSessionItem *item)
{
  return dup_port (palco_session_get_handshake_port (palco_session_item_get_session (item)));
}

static char *
dup_inspector (PalcoSessionItem *item)
{
  return palco_session_dup_inspector_url (palco_session_item_get_session (item));
}

static char *
dup_teraflops (PalcoSessionItem *item)
{
  double teraflops = palco_session_get_teraflops (palco_session_item_get_session (item));

  return teraflops > 0 ? g_strdup_printf ("%.1f", teraflops) : NULL;
}

static char *
dup_state_name (PalcoSessionItem *item)
{
  return g_strdup (palco_session_get_state_name (palco_session_item_get_session (item)));
}

static char *
dup_stage (PalcoSessionItem *item)
{
  return g_strdup (palco_session_get_stage (palco_session_item_get_session (item)));
}

static char *
dup_error_code (PalcoSessionItem *item)
{
  return g_strdup (palco_session_item_get_error_code (item));
}

static char *
dup_error_message (PalcoSessionItem *item)
{
  return g_strdup (palco_session_item_get_error_message (item));
}

static char *
dup_correlation_vector (PalcoSessionItem *item)
{
  return g_strdup (palco_session_get_correlation_vector (palco_session_item_get_session (item)));
}

static const Fact facts[] = {
  { GROUP_SESSION, FALSE, N_("Name"), dup_title },
  { GROUP_SESSION, FALSE, N_("Session ID"), dup_id },
  { GROUP_SESSION, FALSE, N_("State"), dup_state },
  { GROUP_SESSION, FALSE, N_("Region"), dup_region },
  { GROUP_SESSION, FALSE, N_("Server size"), dup_size },
  { GROUP_SESSION, FALSE, N_("Started"), dup_created },
  { GROUP_SESSION, FALSE, N_("Ended"), dup_ended },
  { GROUP_SESSION, FALSE, N_("Duration"), dup_duration },
  { GROUP_SESSION, FALSE, N_("Lease time"), dup_lease },
  { GROUP_SESSION, TRUE, N_("Lease ends"), dup_lease_end },
  { GROUP_SESSION, FALSE, N_("Extension"), palco_session_words_extends },
  { GROUP_SESSION, FALSE, N_("Cost"), palco_session_words_cost },
  { GROUP_SERVER, TRUE, N_("Viewer"), dup_connected },
  { GROUP_SERVER, TRUE, N_("Address"), dup_hostname },
  { GROUP_SERVER, TRUE, N_("Handshake port"), dup_handshake_port },
  { GROUP_SERVER, TRUE, N_("Inspector"), dup_inspector },
  { GROUP_SERVER, TRUE, N_("Teraflops"), dup_teraflops },
  { GROUP_SUPPORT, TRUE, N_("State in the words of the service"), dup_state_name },
  { GROUP_SUPPORT, TRUE, N_("Stage in the words of the service"), dup_stage },
  { GROUP_SUPPORT, FALSE, N_("Error code"), dup_error_code },
  { GROUP_SUPPORT, FALSE, N_("Error message"), dup_error_message },
  { GROUP_SUPPORT, TRUE, N_("MS-CV"), dup_correlation_vector },
};

struct _PalcoSessionDetails
{
  AdwWindow            parent_instance;
  GtkWidget           *toast_overlay;
  AdwPreferencesGroup *groups[N_GROUPS];
  AdwActionRow        *rows[G_N_ELEMENTS (facts)];
  PalcoSessionItem    *item;
};

G_DEFINE_FINAL_TYPE (PalcoSessionDetails, palco_session_details, ADW_TYPE_WINDOW)

static void
show_facts (PalcoSessionDetails *self)
{
  gboolean has_session = palco_session_item_get_session (self->item) != NULL;
  gboolean has_any[N_GROUPS] = { FALSE, };

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autofree char *value = has_session || !facts[i].needs_session
                               ? facts[i].dup_value (self->item) : NULL;
      gboolean has_value = value != NULL && *value != '\0';

      if (has_value)
        adw_action_row_set_subtitle (self->rows[i], value);
      gtk_widget_set_visible (GTK_WIDGET (self->rows[i]), has_value);
      has_any[facts[i].group] |= has_value;
    }

  for (guint i = 0; i < N_GROUPS; i++)
    gtk_widget_set_visible (GTK_WIDGET (self->groups[i]), has_any[i]);
}

static void
copy (PalcoSessionDetails *self,
      const char          *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  palco_toast_message (self->toast_overlay, _("Copied"));
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  PalcoSessionDetails *self = PALCO_SESSION_DETAILS (widget);
  guint index = g_variant_get_uint32 (parameter);

  if (index < G_N_ELEMENTS (facts))
    copy (self, adw_action_row_get_subtitle (self->rows[index]));
}

static void
copy_all_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  PalcoSessionDetails *self = PALCO_SESSION_DETAILS (widget);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      if (gtk_widget_get_visible (GTK_WIDGET (self->rows[i])))
        g_string_append_printf (text, "%s: %s\n", _(facts[i].title),
                                adw_action_row_get_subtitle (self->rows[i]));
    }

  copy (self, text->str);
}

static AdwActionRow *
make_row (guint index)
{
  GtkWidget *row = palco_action_row_new (_(facts[index].title), "");
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  g_autofree char *name = NULL;

  /* Translators: %s is what a line of the details is about, for example “Session ID”. */
  name = g_strdup_printf (_("Copy “%s”"), _(facts[index].title));
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "details.copy");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", index);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_widget_add_css_class (row, "numeric");

  return ADW_ACTION_ROW (row);
}

static void
palco_session_details_finalize (GObject *object)
{
  PalcoSessionDetails *self = PALCO_SESSION_DETAILS (object);

  g_clear_object (&self->item);

  G_OBJECT_CLASS (palco_session_details_parent_class)->finalize (object);
}

static void
bind_group (GtkWidgetClass *widget_class,
            const char     *name,
            Group           group)
{
  gssize offset = G_STRUCT_OFFSET (PalcoSessionDetails, groups) +
                  group * sizeof (AdwPreferencesGroup *);

  gtk_widget_class_bind_template_child_full (widget_class, name, FALSE, offset);
}

static void
palco_session_details_class_init (PalcoSessionDetailsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = palco_session_details_finalize;

  gtk_widget_class_install_action (widget_class, "details.copy", "u", copy_action);
  gtk_widget_class_install_action (widget_class, "details.copy-all", NULL, copy_all_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-session-details.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoSessionDetails, toast_overlay);
  bind_group (widget_class, "session_group", GROUP_SESSION);
  bind_group (widget_class, "server_group", GROUP_SERVER);
  bind_group (widget_class, "support_group", GROUP_SUPPORT);
}

static void
palco_session_details_init (PalcoSessionDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      self->rows[i] = make_row (i);
      adw_preferences_group_add (self->groups[facts[i].group], GTK_WIDGET (self->rows[i]));
    }
}

/**
 * palco_session_details_present:
 * @origin: a widget in the window
 * @item: the session
 *
 * Opens a window with all that is known of a session.
 */
void
palco_session_details_present (GtkWidget        *origin,
                               PalcoSessionItem *item)
{
  PalcoSession *session = palco_session_item_get_session (item);
  PalcoSessionDetails *self = g_object_new (PALCO_TYPE_SESSION_DETAILS,
                                            "transient-for", gtk_widget_get_root (origin), NULL);

  self->item = g_object_ref (item);
  g_signal_connect_object (item, "changed", G_CALLBACK (show_facts), self, G_CONNECT_SWAPPED);
  if (session != NULL)
    g_signal_connect_object (session, "notify", G_CALLBACK (show_facts), self, G_CONNECT_SWAPPED);
  show_facts (self);
  gtk_window_present (GTK_WINDOW (self));
}
