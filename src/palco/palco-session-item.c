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
  PalcoClient           *client;
  PalcoSession          *session;       /* at least one of these two is there */
  PalcoHistoryEntry     *entry;
  gint64                 typical_start; /* seconds, or -1 */
  guint                  last_cap;      /* minutes; it outlives being turned off. 0 for none */
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

static void
remember_cap (PalcoSessionItem *self)
{
  guint cap_minutes = palco_session_item_get_cap_minutes (self);

  if (cap_minutes > 0)
    self->last_cap = cap_minutes;
}

/* What each look at the service brings, and nobody reads here. */
static gboolean
is_noise (const char *property)
{
  return g_str_equal (property, "correlation-vector") ||
         g_str_equal (property, "elapsed-minutes") ||
         g_str_equal (property, "idle-seconds") ||
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

  g_clear_object (&self->client);
  g_clear_object (&self->session);
  g_clear_object (&self->entry);

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
  self->typical_start = -1;
}

/**
 * palco_session_item_new:
 * @client: what acts on it
 * @session: (nullable): the session, if the service told of it since the program began
 * @entry: (nullable): what the journal knows of it; needed where there is no @session
 */
PalcoSessionItem *
palco_session_item_new (PalcoClient       *client,
                        PalcoSession      *session,
                        PalcoHistoryEntry *entry)
{
  PalcoSessionItem *self = g_object_new (PALCO_TYPE_SESSION_ITEM, NULL);

  g_set_object (&self->client, client);
  g_set_object (&self->session, session);
  g_set_object (&self->entry, entry);
  remember_cap (self);
  if (session != NULL)
    g_signal_connect_object (session, "notify", G_CALLBACK (session_notify_cb), self,
                             G_CONNECT_SWAPPED);

  return self;
}

PalcoClient *
palco_session_item_get_client (PalcoSessionItem *self)
{
  return self->client;
}

PalcoSession *
palco_session_item_get_session (PalcoSessionItem *self)
{
  return self->session;
}

PalcoHistoryEntry *
palco_session_item_get_entry (PalcoSessionItem *self)
{
  return self->entry;
}

void
palco_session_item_set_entry (PalcoSessionItem  *self,
                              PalcoHistoryEntry *entry)
{
  if (!g_set_object (&self->entry, entry))
    return;

  remember_cap (self);
  changed (self);
}

gint64
palco_session_item_get_typical_start (PalcoSessionItem *self)
{
  return self->typical_start;
}

void
palco_session_item_set_typical_start (PalcoSessionItem *self,
                                      gint64            seconds)
{
  if (self->typical_start == seconds)
    return;

  self->typical_start = seconds;
  changed (self);
}

const char *
palco_session_item_get_id (PalcoSessionItem *self)
{
  return self->session != NULL ? palco_session_get_id (self->session)
                               : palco_history_entry_get_session_id (self->entry);
}

/* What its starter called it; empty where nobody did. */
const char *
palco_session_item_get_title (PalcoSessionItem *self)
{
  return self->entry != NULL ? palco_history_entry_get_title (self->entry) : "";
}

const char *
palco_session_item_get_region_id (PalcoSessionItem *self)
{
  return self->session != NULL ? palco_region_get_id (palco_session_get_region (self->session))
                               : palco_history_entry_get_region_id (self->entry);
}

/* NULL where the service has this region no more. */
PalcoRegion *
palco_session_item_get_region (PalcoSessionItem *self)
{
  PalcoCatalogue *catalogue;

  if (self->session != NULL)
    return palco_session_get_region (self->session);

  catalogue = palco_client_get_catalogue (self->client);

  return catalogue != NULL ?
         palco_catalogue_lookup_region (catalogue, palco_session_item_get_region_id (self)) : NULL;
}

const char *
palco_session_item_get_size_id (PalcoSessionItem *self)
{
  return self->session != NULL ? palco_session_get_size_id (self->session)
                               : palco_history_entry_get_size_id (self->entry);
}

/* What the service no longer knows has ended, whatever it said last. */
PalcoSessionState
palco_session_item_get_state (PalcoSessionItem *self)
{
  PalcoSessionState state;

  if (self->session != NULL)
    return palco_session_get_state (self->session);

  state = palco_history_entry_get_state (self->entry);

  return state == PALCO_SESSION_STATE_STARTING || state == PALCO_SESSION_STATE_READY
         ? PALCO_SESSION_STATE_UNKNOWN : state;
}

gboolean
palco_session_item_is_live (PalcoSessionItem *self)
{
  return self->session != NULL && !palco_session_is_ended (self->session);
}

guint
palco_session_item_get_lease_minutes (PalcoSessionItem *self)
{
  return self->session != NULL ? palco_session_get_lease_minutes (self->session)
                               : palco_history_entry_get_lease_minutes (self->entry);
}

/* Up to where the lease grows by itself; 0 where it does not, or where nobody here knows. */
guint
palco_session_item_get_cap_minutes (PalcoSessionItem *self)
{
  return self->entry != NULL ? palco_history_entry_get_cap_minutes (self->entry) : 0;
}

/* The same, or what it was before somebody turned that off. */
guint
palco_session_item_get_last_cap (PalcoSessionItem *self)
{
  return self->last_cap;
}

/* Whether the lease is still going to grow by itself. */
gboolean
palco_session_item_is_extending (PalcoSessionItem *self)
{
  return palco_session_item_is_live (self) &&
         palco_session_item_get_cap_minutes (self) > palco_session_item_get_lease_minutes (self);
}

GDateTime *
palco_session_item_get_created (PalcoSessionItem *self)
{
  GDateTime *created = self->session != NULL ? palco_session_get_creation_time (self->session) : NULL;

  return created == NULL && self->entry != NULL ? palco_history_entry_get_created (self->entry)
                                                : created;
}

GDateTime *
palco_session_item_get_ended (PalcoSessionItem *self)
{
  GDateTime *ended = self->session != NULL ? palco_session_get_end_time (self->session) : NULL;

  return ended == NULL && self->entry != NULL ? palco_history_entry_get_ended (self->entry) : ended;
}

const char *
palco_session_item_get_error_code (PalcoSessionItem *self)
{
  return self->session != NULL ? palco_session_get_error_code (self->session)
                               : palco_history_entry_get_error_code (self->entry);
}

const char *
palco_session_item_get_error_message (PalcoSessionItem *self)
{
  return self->session != NULL ? palco_session_get_error_message (self->session)
                               : palco_history_entry_get_error_message (self->entry);
}

static gint64
seconds_since_created (PalcoSessionItem *self)
{
  GDateTime *created = palco_session_item_get_created (self);
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();

  return created != NULL ? MAX (g_date_time_difference (now, created) / G_TIME_SPAN_SECOND, 0) : 0;
}

/* The service counts whole minutes; while a session runs, its lease tells the seconds. */
static gint64
billed_seconds (PalcoSessionItem *self)
{
  gint64 seconds_left = -1;

  if (!palco_session_item_is_live (self) && self->entry != NULL)
    return palco_history_entry_get_seconds (self->entry);

  seconds_left = palco_session_get_seconds_left (self->session);
  if (palco_session_get_state (self->session) == PALCO_SESSION_STATE_READY && seconds_left >= 0)
    return MAX ((gint64) palco_session_get_lease_minutes (self->session) * 60 - seconds_left, 0);

  return (gint64) palco_session_get_elapsed_minutes (self->session) * 60;
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
    return billed_seconds (self);

  if (palco_session_item_get_state (self) == PALCO_SESSION_STATE_STARTING)
    return seconds_since_created (self);

  return palco_session_get_seconds_left (self->session);
}

/* The price of its start is its price. */
static gboolean
get_price (PalcoSessionItem  *self,
           double            *per_hour,
           const char       **currency,
           gboolean          *is_estimate)
{
  PalcoCatalogue *catalogue = palco_client_get_catalogue (self->client);
  PalcoSize *size;

  if (self->entry != NULL &&
      palco_history_entry_get_price (self->entry, per_hour, currency, is_estimate))
    return TRUE;

  size = catalogue != NULL ?
         palco_catalogue_lookup_size (catalogue, palco_session_item_get_size_id (self)) : NULL;

  return size != NULL && palco_price_for (palco_client_get_account (self->client), size, per_hour,
                                          currency, is_estimate);
}

/**
 * palco_session_item_get_cost:
 * @self: an item
 * @cost: (out): what it costs so far, or has cost
 * @currency: (out): the currency
 * @is_estimate: (out): whether the price is the user's word, not the service's
 *
 * Returns: %FALSE if no price is known
 */
gboolean
palco_session_item_get_cost (PalcoSessionItem  *self,
                             double            *cost,
                             const char       **currency,
                             gboolean          *is_estimate)
{
  double per_hour;

  if (!get_price (self, &per_hour, currency, is_estimate))
    return FALSE;

  *cost = per_hour * billed_seconds (self) / 3600.0;

  return TRUE;
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
