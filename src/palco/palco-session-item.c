/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-item.h"

/**
 * PalcoSessionItem:
 *
 * A session as the page of sessions shows it: what is known of it, what this window asked of it,
 * and whether it is selected. Rows come and go with the scrolling; items stay.
 */

struct _PalcoSessionItem
{
  GObject                parent_instance;
  PalcoSession          *session;
  PalcoClient           *client;
  PalcoSessionOperation  operation;
  PalcoSessionEdge       edge;
  gboolean               selectable;
  gboolean               selected;
};

enum {
  PROP_SELECTED = 1,
  N_PROPS
};

enum {
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcoSessionItem, palco_session_item, G_TYPE_OBJECT)

static void
changed (PalcoSessionItem *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* What each look at the service brings, and nobody reads here. */
static gboolean
is_noise (const char *property)
{
  return g_str_equal (property, "correlation-vector") ||
         g_str_equal (property, "elapsed-minutes") ||
         g_str_equal (property, "seconds-left");
}

static void
session_notify_cb (PalcoSessionItem *self,
                   GParamSpec       *pspec)
{
  if (is_noise (pspec->name))
    return;

  if (!palco_session_item_is_live (self))
    palco_session_item_set_selected (self, FALSE);

  changed (self);
}

static void
palco_session_item_finalize (GObject *object)
{
  PalcoSessionItem *self = PALCO_SESSION_ITEM (object);

  g_clear_object (&self->session);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (palco_session_item_parent_class)->finalize (object);
}

static void
palco_session_item_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  PalcoSessionItem *self = PALCO_SESSION_ITEM (object);

  switch (prop_id)
    {
    case PROP_SELECTED:
      g_value_set_boolean (value, self->selected);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_session_item_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  PalcoSessionItem *self = PALCO_SESSION_ITEM (object);

  switch (prop_id)
    {
    case PROP_SELECTED:
      palco_session_item_set_selected (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_session_item_class_init (PalcoSessionItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = palco_session_item_finalize;
  object_class->get_property = palco_session_item_get_property;
  object_class->set_property = palco_session_item_set_property;

  properties[PROP_SELECTED] =
    g_param_spec_boolean ("selected", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * PalcoSessionItem::changed:
   *
   * Something that is shown is different, but for what changes with time alone.
   */
  signals[CHANGED] =
    g_signal_new ("changed", PALCO_TYPE_SESSION_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
palco_session_item_init (PalcoSessionItem *self)
{
}

/**
 * palco_session_item_new:
 * @session: the session
 * @client: what acts on it
 */
PalcoSessionItem *
palco_session_item_new (PalcoSession *session,
                        PalcoClient  *client)
{
  PalcoSessionItem *self = g_object_new (PALCO_TYPE_SESSION_ITEM, NULL);

  self->session = g_object_ref (session);
  self->client = g_object_ref (client);
  g_signal_connect_object (session, "notify", G_CALLBACK (session_notify_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

PalcoSession *
palco_session_item_get_session (PalcoSessionItem *self)
{
  return self->session;
}

PalcoClient *
palco_session_item_get_client (PalcoSessionItem *self)
{
  return self->client;
}

const char *
palco_session_item_get_id (PalcoSessionItem *self)
{
  return palco_session_get_id (self->session);
}

PalcoRegion *
palco_session_item_get_region (PalcoSessionItem *self)
{
  return palco_session_get_region (self->session);
}

const char *
palco_session_item_get_size_id (PalcoSessionItem *self)
{
  return palco_session_get_size_id (self->session);
}

PalcoSessionState
palco_session_item_get_state (PalcoSessionItem *self)
{
  return palco_session_get_state (self->session);
}

gboolean
palco_session_item_is_live (PalcoSessionItem *self)
{
  return !palco_session_is_ended (self->session);
}

GDateTime *
palco_session_item_get_created (PalcoSessionItem *self)
{
  return palco_session_get_creation_time (self->session);
}

static gint64
seconds_since_created (PalcoSessionItem *self)
{
  GDateTime *created = palco_session_item_get_created (self);
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();

  return created != NULL ? MAX (g_date_time_difference (now, created) / G_TIME_SPAN_SECOND, 0) : 0;
}

/**
 * palco_session_item_get_seconds:
 * @self: an item
 *
 * Returns: the seconds that are left, or that it has been starting, or that it ran; -1 if not known
 */
gint64
palco_session_item_get_seconds (PalcoSessionItem *self)
{
  if (!palco_session_item_is_live (self))
    return (gint64) palco_session_get_elapsed_minutes (self->session) * 60;

  if (palco_session_item_get_state (self) == PALCO_SESSION_STATE_STARTING)
    return seconds_since_created (self);

  return palco_session_get_seconds_left (self->session);
}

PalcoSessionOperation
palco_session_item_get_operation (PalcoSessionItem *self)
{
  return self->operation;
}

void
palco_session_item_set_operation (PalcoSessionItem      *self,
                                  PalcoSessionOperation  operation)
{
  self->operation = operation;
  changed (self);
}

PalcoSessionEdge
palco_session_item_get_edge (PalcoSessionItem *self)
{
  return self->edge;
}

void
palco_session_item_set_edge (PalcoSessionItem *self,
                             PalcoSessionEdge  edge)
{
  if (self->edge == edge)
    return;

  self->edge = edge;
  changed (self);
}

gboolean
palco_session_item_get_selectable (PalcoSessionItem *self)
{
  return self->selectable && palco_session_item_is_live (self);
}

void
palco_session_item_set_selectable (PalcoSessionItem *self,
                                   gboolean          selectable)
{
  if (self->selectable == selectable)
    return;

  self->selectable = selectable;
  changed (self);
}

gboolean
palco_session_item_get_selected (PalcoSessionItem *self)
{
  return self->selected;
}

void
palco_session_item_set_selected (PalcoSessionItem *self,
                                 gboolean          selected)
{
  if (self->selected == selected)
    return;

  self->selected = selected;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}
