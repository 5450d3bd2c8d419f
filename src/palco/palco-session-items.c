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
  GPtrArray        *items;      /* in the order of @sessions */
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

static PalcoSessionItem *
make_item (PalcoSessionItems *self,
           PalcoSession      *session)
{
  PalcoSessionItem *item = palco_session_item_new (session,
                                                   palco_session_list_get_client (self->sessions));

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

/* @sessions may be NULL: then there are none. */
void
palco_session_items_set_sessions (PalcoSessionItems *self,
                                  PalcoSessionList  *sessions)
{
  g_return_if_fail (PALCO_IS_SESSION_ITEMS (self));

  if (self->sessions == sessions)
    return;

  if (self->sessions != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->sessions, self);
      sessions_changed_cb (self, 0, self->items->len, 0);
    }

  g_set_object (&self->sessions, sessions);
  if (sessions == NULL)
    return;

  g_signal_connect_object (sessions, "items-changed", G_CALLBACK (sessions_changed_cb), self,
                           G_CONNECT_SWAPPED);
  sessions_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (sessions)));
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
