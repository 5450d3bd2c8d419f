/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-lease-group.h"

#include "palco-format.h"
#include "palco-protocol.h"

#define NOW_INTERVAL_SECS 20

/**
 * PalcoLeaseGroup:
 *
 * Hours and minutes of a lease time, when it would end if it began now, and how far it is to be
 * extended while somebody works.
 */

struct _PalcoLeaseGroup
{
  AdwPreferencesGroup  parent_instance;
  GtkSpinButton       *hours_spin;
  GtkSpinButton       *minutes_spin;
  GtkSwitch           *extend_switch;
  GtkSpinButton       *cap_spin;
  guint                minutes;
  guint                cap_minutes;
  guint                now_id;
  gboolean             is_updating;
};

enum {
  PROP_MINUTES = 1,
  PROP_EXTEND,
  PROP_CAP_HOURS,
  PROP_CAP_MINUTES,
  PROP_NOW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoLeaseGroup, palco_lease_group, ADW_TYPE_PREFERENCES_GROUP)

static char *
ends_text (PalcoLeaseGroup *self,
           guint            minutes,
           guint            cap_minutes,
           gint64           now)
{
  g_autoptr(GDateTime) moment = g_date_time_new_from_unix_local (now);

  return palco_format_ends (minutes, cap_minutes, moment);
}

static void
edited_cb (PalcoLeaseGroup *self)
{
  int minutes = gtk_spin_button_get_value_as_int (self->hours_spin) * 60 +
                gtk_spin_button_get_value_as_int (self->minutes_spin);

  if (!self->is_updating)
    palco_lease_group_set_minutes (self, CLAMP (minutes, 1, PALCO_LEASE_MAX_MINUTES));
}

static void
extend_changed_cb (PalcoLeaseGroup *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXTEND]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAP_MINUTES]);
}

static void
cap_changed_cb (PalcoLeaseGroup *self)
{
  self->cap_minutes = gtk_spin_button_get_value_as_int (self->cap_spin) * 60;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAP_HOURS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAP_MINUTES]);
}

static gboolean
now_cb (gpointer user_data)
{
  g_object_notify_by_pspec (G_OBJECT (user_data), properties[PROP_NOW]);

  return G_SOURCE_CONTINUE;
}

static void
palco_lease_group_map (GtkWidget *widget)
{
  PalcoLeaseGroup *self = PALCO_LEASE_GROUP (widget);

  GTK_WIDGET_CLASS (palco_lease_group_parent_class)->map (widget);

  self->now_id = g_timeout_add_seconds (NOW_INTERVAL_SECS, now_cb, self);
  now_cb (self);
}

static void
palco_lease_group_unmap (GtkWidget *widget)
{
  PalcoLeaseGroup *self = PALCO_LEASE_GROUP (widget);

  g_clear_handle_id (&self->now_id, g_source_remove);

  GTK_WIDGET_CLASS (palco_lease_group_parent_class)->unmap (widget);
}

static void
palco_lease_group_dispose (GObject *object)
{
  PalcoLeaseGroup *self = PALCO_LEASE_GROUP (object);

  g_clear_handle_id (&self->now_id, g_source_remove);

  G_OBJECT_CLASS (palco_lease_group_parent_class)->dispose (object);
}

static void
palco_lease_group_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  PalcoLeaseGroup *self = PALCO_LEASE_GROUP (object);

  switch (prop_id)
    {
    case PROP_MINUTES:
      g_value_set_uint (value, self->minutes);
      break;
    case PROP_EXTEND:
      g_value_set_boolean (value, gtk_switch_get_active (self->extend_switch));
      break;
    case PROP_CAP_HOURS:
      g_value_set_uint (value, gtk_spin_button_get_value_as_int (self->cap_spin));
      break;
    case PROP_CAP_MINUTES:
      g_value_set_uint (value, palco_lease_group_get_cap_minutes (self));
      break;
    case PROP_NOW:
      g_value_set_int64 (value, g_get_real_time () / G_USEC_PER_SEC);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_lease_group_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  PalcoLeaseGroup *self = PALCO_LEASE_GROUP (object);

  switch (prop_id)
    {
    case PROP_MINUTES:
      palco_lease_group_set_minutes (self, g_value_get_uint (value));
      break;
    case PROP_EXTEND:
      gtk_switch_set_active (self->extend_switch, g_value_get_boolean (value));
      break;
    case PROP_CAP_HOURS:
      gtk_spin_button_set_value (self->cap_spin, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_lease_group_class_init (PalcoLeaseGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = palco_lease_group_dispose;
  object_class->get_property = palco_lease_group_get_property;
  object_class->set_property = palco_lease_group_set_property;

  widget_class->map = palco_lease_group_map;
  widget_class->unmap = palco_lease_group_unmap;

  properties[PROP_MINUTES] =
    g_param_spec_uint ("minutes", NULL, NULL, 1, PALCO_LEASE_MAX_MINUTES, 1,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_EXTEND] =
    g_param_spec_boolean ("extend", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CAP_HOURS] =
    g_param_spec_uint ("cap-hours", NULL, NULL, 1, PALCO_LEASE_MAX_MINUTES / 60, 8,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CAP_MINUTES] =
    g_param_spec_uint ("cap-minutes", NULL, NULL, 0, PALCO_LEASE_MAX_MINUTES, 0,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NOW] =
    g_param_spec_int64 ("now", NULL, NULL, 0, G_MAXINT64, 0,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-lease-group.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoLeaseGroup, hours_spin);
  gtk_widget_class_bind_template_child (widget_class, PalcoLeaseGroup, minutes_spin);
  gtk_widget_class_bind_template_child (widget_class, PalcoLeaseGroup, extend_switch);
  gtk_widget_class_bind_template_child (widget_class, PalcoLeaseGroup, cap_spin);
  gtk_widget_class_bind_template_callback (widget_class, ends_text);
  gtk_widget_class_bind_template_callback (widget_class, extend_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, cap_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
}

static void
palco_lease_group_init (PalcoLeaseGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  palco_lease_group_set_minutes (self, 1);
  cap_changed_cb (self);
}

guint
palco_lease_group_get_minutes (PalcoLeaseGroup *self)
{
  g_return_val_if_fail (PALCO_IS_LEASE_GROUP (self), 1);

  return self->minutes;
}

void
palco_lease_group_set_minutes (PalcoLeaseGroup *self,
                               guint            minutes)
{
  g_return_if_fail (PALCO_IS_LEASE_GROUP (self));

  /* Between the two the buttons show neither the old time nor the new one. */
  self->is_updating = TRUE;
  gtk_spin_button_set_value (self->hours_spin, minutes / 60);
  gtk_spin_button_set_value (self->minutes_spin, minutes % 60);
  self->is_updating = FALSE;

  if (self->minutes == minutes)
    return;

  self->minutes = minutes;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MINUTES]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAP_MINUTES]);
}

/* How long a session may run in all; 0 where it is not to be extended by itself. */
guint
palco_lease_group_get_cap_minutes (PalcoLeaseGroup *self)
{
  g_return_val_if_fail (PALCO_IS_LEASE_GROUP (self), 0);

  /* The template asks for it before it is whole. */
  if (self->extend_switch == NULL || !gtk_switch_get_active (self->extend_switch))
    return 0;

  return MAX (self->cap_minutes, self->minutes);
}

/* Hours are shown, but a preset may have been made with minutes: no more than it allows is paid. */
void
palco_lease_group_set_cap_minutes (PalcoLeaseGroup *self,
                                   guint            cap_minutes)
{
  g_return_if_fail (PALCO_IS_LEASE_GROUP (self));

  gtk_switch_set_active (self->extend_switch, cap_minutes > 0);
  if (cap_minutes == 0)
    return;

  gtk_spin_button_set_value (self->cap_spin, (cap_minutes + 59) / 60);
  self->cap_minutes = cap_minutes;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAP_MINUTES]);
}
