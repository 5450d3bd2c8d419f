/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-items.h"

/**
 * PalcoSessionItems:
 *
 * All sessions that the page shows, in no order, as a list model of #PalcoSessionItem.
 */

struct _PalcoSessionItems
{
  GObject           parent_instance;
  PalcoSessionList *sessions;
  GPtrArray        *history;    /* of PalcoHistoryEntry; NULL before it is read */
  GPtrArray        *items;      /* @sessions in their order, then those that only @history knows */
  guint             n_live;
  guint             n_selected;
  gboolean          selectable;
  guint             regroup_id;
};

enum {
  PROP_N_LIVE = 1,
  PROP_N_SELECTED,
  N_PROPS
};

enum {
  REGROUPED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static GType
palco_session_items_get_item_type (GListModel *model)
{
  return PALCO_TYPE_SESSION_ITEM;
}

static guint
palco_session_items_get_n_items (GListModel *model)
{
  return PALCO_SESSION_ITEMS (model)->items->len;
}

static gpointer
palco_session_items_get_item (GListModel *model,
                              guint       position)
{
  PalcoSessionItems *self = PALCO_SESSION_ITEMS (model);

  if (position >= self->items->len)
    return NULL;

  return g_object_ref (self->items->pdata[position]);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = palco_session_items_get_item_type;
  iface->get_n_items = palco_session_items_get_n_items;
  iface->get_item = palco_session_items_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PalcoSessionItems, palco_session_items, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
set_count (PalcoSessionItems *self,
           guint             *count,
           guint              value,
           guint              prop_id)
{
  if (*count == value)
    return;

  *count = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
count (PalcoSessionItems *self)
{
  guint n_live = 0;
  guint n_selected = 0;

  for (guint i = 0; i < self->items->len; i++)
    {
      n_live += palco_session_item_is_live (self->items->pdata[i]);
      n_selected += palco_session_item_get_selected (self->items->pdata[i]);
    }

  set_count (self, &self->n_live, n_live, PROP_N_LIVE);
  set_count (self, &self->n_selected, n_selected, PROP_N_SELECTED);
}

static gboolean
regroup_cb (gpointer user_data)
{
  PalcoSessionItems *self = user_data;

  self->regroup_id = 0;
  count (self);
  g_signal_emit (self, signals[REGROUPED], 0);

  return G_SOURCE_REMOVE;
}

/* One look at the service may bring many changes: they are taken together, before the next frame. */
static void
queue_regroup (PalcoSessionItems *self)
{
  if (self->regroup_id == 0)
    self->regroup_id = g_idle_add_full (G_PRIORITY_DEFAULT, regroup_cb, self, NULL);
}

static guint
get_n_sessions (PalcoSessionItems *self)
{
  return self->sessions != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->sessions)) : 0;
}

static PalcoSessionItem *
make_item (PalcoSessionItems *self,
           PalcoSession      *session)
{
  PalcoClient *client = palco_session_list_get_client (self->sessions);
  PalcoSessionItem *item = palco_session_item_new (client, session, NULL);

  palco_session_item_set_selectable (item, self->selectable);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (queue_regroup), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::selected", G_CALLBACK (count), self, G_CONNECT_SWAPPED);

  return item;
}

static void
forget_item (PalcoSessionItems *self,
             PalcoSessionItem  *item)
{
  g_signal_handlers_disconnect_by_data (palco_session_item_get_session (item), self);
  g_signal_handlers_disconnect_by_data (item, self);
}

static char *
make_key (const char *region_id,
          const char *id)
{
  return g_strconcat (region_id, "/", id, NULL);
}

/* From the keys of @items to them. */
static GHashTable *
index_items (GPtrArray *items,
             guint      first,
             guint      end)
{
  g_autoptr(GHashTable) index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = first; i < end; i++)
    {
      PalcoSessionItem *item = items->pdata[i];

      g_hash_table_insert (index, make_key (palco_session_item_get_region_id (item),
                                            palco_session_item_get_id (item)), item);
    }

  return g_steal_pointer (&index);
}

/* Hands out what the history knows of sessions that are there; returns what is left of it. */
static GPtrArray *
match_history (PalcoSessionItems *self)
{
  guint n_sessions = get_n_sessions (self);
  g_autoptr(GPtrArray) past = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) present = index_items (self->items, 0, n_sessions);
  g_autoptr(GHashTable) known = index_items (self->items, n_sessions, self->items->len);

  for (guint i = 0; self->history != NULL && self->sessions != NULL && i < self->history->len; i++)
    {
      PalcoHistoryEntry *entry = self->history->pdata[i];
      g_autofree char *key = make_key (palco_history_entry_get_region_id (entry),
                                       palco_history_entry_get_session_id (entry));
      PalcoSessionItem *item = g_hash_table_lookup (present, key);
      PalcoSessionItem *old = g_hash_table_lookup (known, key);

      if (item != NULL)
        palco_session_item_set_entry (item, entry);
      else if (old != NULL)
        g_ptr_array_add (past, g_object_ref (old));
      else if (palco_history_entry_is_ended (entry))
        g_ptr_array_add (past, palco_session_item_new (palco_session_list_get_client (self->sessions),
                                                       NULL, entry));
    }

  return g_steal_pointer (&past);
}

static gboolean
ends_with (GPtrArray *items,
           guint      position,
           GPtrArray *others)
{
  if (items->len - position != others->len)
    return FALSE;

  for (guint i = 0; i < others->len; i++)
    {
      if (items->pdata[position + i] != others->pdata[i])
        return FALSE;
    }

  return TRUE;
}

static void
estimate_starts (PalcoSessionItems *self)
{
  for (guint i = 0; self->history != NULL && i < get_n_sessions (self); i++)
    {
      PalcoSessionItem *item = self->items->pdata[i];

      if (palco_session_item_get_state (item) == PALCO_SESSION_STATE_STARTING)
        palco_session_item_set_typical_start (item,
                                              palco_history_typical_start (self->history,
                                                                           palco_session_item_get_region_id (item),
                                                                           palco_session_item_get_size_id (item),
                                                                           NULL));
    }
}

/* Each session is shown once: what the service told of it is newer than the journal. */
static void
update_past (PalcoSessionItems *self)
{
  guint n_sessions = get_n_sessions (self);
  guint n_old = self->items->len - n_sessions;
  g_autoptr(GPtrArray) past = match_history (self);

  estimate_starts (self);
  if (ends_with (self->items, n_sessions, past))
    return;

  if (n_old > 0)
    g_ptr_array_remove_range (self->items, n_sessions, n_old);
  for (guint i = 0; i < past->len; i++)
    g_ptr_array_add (self->items, g_object_ref (past->pdata[i]));

  g_list_model_items_changed (G_LIST_MODEL (self), n_sessions, n_old, past->len);
}

static void
sessions_changed_cb (PalcoSessionItems *self,
                     guint              position,
                     guint              n_removed,
                     guint              n_added)
{
  for (guint i = position; i < position + n_removed; i++)
    forget_item (self, self->items->pdata[i]);

  if (n_removed > 0)
    g_ptr_array_remove_range (self->items, position, n_removed);

  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr(PalcoSession) session = g_list_model_get_item (G_LIST_MODEL (self->sessions), i);

      g_ptr_array_insert (self->items, i, make_item (self, session));
    }

  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
  update_past (self);
  count (self);
}

static void
palco_session_items_dispose (GObject *object)
{
  PalcoSessionItems *self = PALCO_SESSION_ITEMS (object);

  g_clear_handle_id (&self->regroup_id, g_source_remove);
  g_clear_object (&self->sessions);

  G_OBJECT_CLASS (palco_session_items_parent_class)->dispose (object);
}

static void
palco_session_items_finalize (GObject *object)
{
  PalcoSessionItems *self = PALCO_SESSION_ITEMS (object);

  g_ptr_array_unref (self->items);
  g_clear_pointer (&self->history, g_ptr_array_unref);

  G_OBJECT_CLASS (palco_session_items_parent_class)->finalize (object);
}

static void
palco_session_items_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  PalcoSessionItems *self = PALCO_SESSION_ITEMS (object);

  switch (prop_id)
    {
    case PROP_N_LIVE:
      g_value_set_uint (value, self->n_live);
      break;
    case PROP_N_SELECTED:
      g_value_set_uint (value, self->n_selected);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_session_items_class_init (PalcoSessionItemsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = palco_session_items_dispose;
  object_class->finalize = palco_session_items_finalize;
  object_class->get_property = palco_session_items_get_property;

  properties[PROP_N_LIVE] = g_param_spec_uint ("n-live", NULL, NULL, 0, G_MAXUINT, 0, read);
  properties[PROP_N_SELECTED] =
    g_param_spec_uint ("n-selected", NULL, NULL, 0, G_MAXUINT, 0, read);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * PalcoSessionItems::regrouped:
   *
   * Sessions have ended or become ready: what was sorted or filtered by that is to be again.
   */
  signals[REGROUPED] =
    g_signal_new ("regrouped", PALCO_TYPE_SESSION_ITEMS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
palco_session_items_init (PalcoSessionItems *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

PalcoSessionItems *
palco_session_items_new (void)
{
  return g_object_new (PALCO_TYPE_SESSION_ITEMS, NULL);
}

static void
forget_sessions (PalcoSessionItems *self)
{
  guint n_items = self->items->len;
  guint n_sessions = get_n_sessions (self);

  if (self->sessions == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->sessions, self);
  for (guint i = 0; i < n_sessions; i++)
    forget_item (self, self->items->pdata[i]);

  g_clear_object (&self->sessions);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_ptr_array_set_size (self->items, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_items, 0);
  count (self);
}

/* Returns: (nullable): those of the service; NULL while there is none */
PalcoSessionList *
palco_session_items_get_sessions (PalcoSessionItems *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION_ITEMS (self), NULL);

  return self->sessions;
}

/* @sessions may be NULL: then there are none. The history belongs to them and is forgotten too. */
void
palco_session_items_set_sessions (PalcoSessionItems *self,
                                  PalcoSessionList  *sessions)
{
  g_return_if_fail (PALCO_IS_SESSION_ITEMS (self));

  if (self->sessions == sessions)
    return;

  forget_sessions (self);
  if (sessions == NULL)
    return;

  self->sessions = g_object_ref (sessions);
  g_signal_connect_object (sessions, "items-changed", G_CALLBACK (sessions_changed_cb), self,
                           G_CONNECT_SWAPPED);
  sessions_changed_cb (self, 0, 0, get_n_sessions (self));
}

/* @entries are what the journal knows of the same account. */
void
palco_session_items_set_history (PalcoSessionItems *self,
                                 GPtrArray         *entries)
{
  g_return_if_fail (PALCO_IS_SESSION_ITEMS (self));

  g_clear_pointer (&self->history, g_ptr_array_unref);
  self->history = g_ptr_array_ref (entries);
  update_past (self);
}

guint
palco_session_items_get_n_live (PalcoSessionItems *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION_ITEMS (self), 0);

  return self->n_live;
}

guint
palco_session_items_get_n_selected (PalcoSessionItems *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION_ITEMS (self), 0);

  return self->n_selected;
}

/* Nothing stays selected where nothing can be. */
void
palco_session_items_set_selectable (PalcoSessionItems *self,
                                    gboolean           selectable)
{
  g_return_if_fail (PALCO_IS_SESSION_ITEMS (self));

  self->selectable = selectable;

  for (guint i = 0; i < self->items->len; i++)
    {
      palco_session_item_set_selectable (self->items->pdata[i], selectable);
      if (!selectable)
        palco_session_item_set_selected (self->items->pdata[i], FALSE);
    }
}

/* Returns: (transfer container) (element-type PalcoSessionItem) */
GPtrArray *
palco_session_items_dup_selected (PalcoSessionItems *self)
{
  g_autoptr(GPtrArray) selected = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (PALCO_IS_SESSION_ITEMS (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      if (palco_session_item_get_selected (self->items->pdata[i]))
        g_ptr_array_add (selected, g_object_ref (self->items->pdata[i]));
    }

  return g_steal_pointer (&selected);
}

/* The session with this id, NULL if there is none. */
PalcoSessionItem *
palco_session_items_lookup (PalcoSessionItems *self,
                            const char        *id)
{
  g_return_val_if_fail (PALCO_IS_SESSION_ITEMS (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      if (g_str_equal (palco_session_item_get_id (self->items->pdata[i]), id))
        return self->items->pdata[i];
    }

  return NULL;
}
