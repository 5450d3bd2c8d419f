/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-list-private.h"

#include "palco-client.h"
#include "palco-session.h"

/**
 * PalcoSessionList:
 *
 * The sessions of an account in all its regions, as a list model of [class@Palco.Session].
 *
 * Since: 1.0
 */

enum {
  PROP_CLIENT = 1,
  PROP_POLLING,
  PROP_LOADING,
  PROP_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
palco_session_list_get_item_type (GListModel *model)
{
  return PALCO_TYPE_SESSION;
}

static guint
palco_session_list_get_n_items (GListModel *model)
{
  return PALCO_SESSION_LIST (model)->sessions->len;
}

static gpointer
palco_session_list_get_item (GListModel *model,
                             guint       position)
{
  PalcoSessionList *self = PALCO_SESSION_LIST (model);

  if (position >= self->sessions->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->sessions, position));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = palco_session_list_get_item_type;
  iface->get_n_items = palco_session_list_get_n_items;
  iface->get_item = palco_session_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PalcoSessionList, palco_session_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
palco_session_list_dispose (GObject *object)
{
  PalcoSessionList *self = PALCO_SESSION_LIST (object);

  palco_session_list_stop_polling (self);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (palco_session_list_parent_class)->dispose (object);
}

static void
palco_session_list_finalize (GObject *object)
{
  PalcoSessionList *self = PALCO_SESSION_LIST (object);

  g_ptr_array_unref (self->sessions);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (palco_session_list_parent_class)->finalize (object);
}

static void
palco_session_list_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  PalcoSessionList *self = PALCO_SESSION_LIST (object);

  switch (prop_id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, self->client);
      break;

    case PROP_POLLING:
      g_value_set_boolean (value, self->polling);
      break;

    case PROP_LOADING:
      g_value_set_boolean (value, palco_session_list_get_loading (self));
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_session_list_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  PalcoSessionList *self = PALCO_SESSION_LIST (object);

  switch (prop_id)
    {
    case PROP_CLIENT:
      self->client = g_value_dup_object (value);
      break;

    case PROP_POLLING:
      palco_session_list_set_polling (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_session_list_class_init (PalcoSessionListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palco_session_list_dispose;
  object_class->finalize = palco_session_list_finalize;
  object_class->get_property = palco_session_list_get_property;
  object_class->set_property = palco_session_list_set_property;

  /**
   * PalcoSessionList:client:
   *
   * Who is asked.
   *
   * Since: 1.0
   */
  properties[PROP_CLIENT] =
    g_param_spec_object ("client", NULL, NULL, PALCO_TYPE_CLIENT,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSessionList:polling:
   *
   * Whether the list keeps itself fresh.
   *
   * Since: 1.0
   */
  properties[PROP_POLLING] =
    g_param_spec_boolean ("polling", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSessionList:loading:
   *
   * Whether the service is being asked right now.
   *
   * Since: 1.0
   */
  properties[PROP_LOADING] =
    g_param_spec_boolean ("loading", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSessionList:error:
   *
   * Why the last refresh failed, or %NULL. The sessions stay as they were last known.
   *
   * Since: 1.0
   */
  properties[PROP_ERROR] =
    g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palco_session_list_init (PalcoSessionList *self)
{
  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
}

void
palco_session_list_set_error (PalcoSessionList *self,
                              const GError     *error)
{
  if (self->error == NULL && error == NULL)
    return;

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

void
palco_session_list_add_loading (PalcoSessionList *self,
                                int               n)
{
  gboolean was_loading = self->n_loading > 0;

  self->n_loading += n;
  if (was_loading != (self->n_loading > 0))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

void
palco_session_list_remove (PalcoSessionList *self,
                           PalcoSession     *session)
{
  guint position;

  if (!g_ptr_array_find (self->sessions, session, &position))
    return;

  g_ptr_array_remove_index (self->sessions, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

/**
 * palco_session_list_new:
 * @client: whom to ask
 *
 * Creates an empty list. It fills with [method@Palco.SessionList.refresh_async], or by
 * itself with [property@Palco.SessionList:polling].
 *
 * Returns: (transfer full): a new list
 *
 * Since: 1.0
 */
PalcoSessionList *
palco_session_list_new (PalcoClient *client)
{
  g_return_val_if_fail (PALCO_IS_CLIENT (client), NULL);

  return g_object_new (PALCO_TYPE_SESSION_LIST, "client", client, NULL);
}

/**
 * palco_session_list_get_client:
 * @self: a list
 *
 * Who is asked.
 *
 * Returns: (transfer none): the client
 *
 * Since: 1.0
 */
PalcoClient *
palco_session_list_get_client (PalcoSessionList *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION_LIST (self), NULL);

  return self->client;
}

/**
 * palco_session_list_get_polling:
 * @self: a list
 *
 * Whether the list keeps itself fresh.
 *
 * Returns: %TRUE if it does
 *
 * Since: 1.0
 */
gboolean
palco_session_list_get_polling (PalcoSessionList *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION_LIST (self), FALSE);

  return self->polling;
}

/**
 * palco_session_list_set_polling:
 * @self: a list
 * @polling: whether to
 *
 * Lets the list keep itself fresh: every 2 seconds while a Standard session starts, 10
 * with others, when a lease ends, and every 30 when nothing is about to happen, or later if
 * the service asks for it.
 *
 * Since: 1.0
 */
void
palco_session_list_set_polling (PalcoSessionList *self,
                                gboolean          polling)
{
  g_return_if_fail (PALCO_IS_SESSION_LIST (self));

  if (self->polling == polling)
    return;

  self->polling = polling;
  if (polling)
    palco_session_list_start_polling (self);
  else
    palco_session_list_stop_polling (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POLLING]);
}

/**
 * palco_session_list_get_loading:
 * @self: a list
 *
 * Whether the service is being asked right now.
 *
 * Returns: %TRUE if it is
 *
 * Since: 1.0
 */
gboolean
palco_session_list_get_loading (PalcoSessionList *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION_LIST (self), FALSE);

  return self->n_loading > 0;
}

/**
 * palco_session_list_get_error:
 * @self: a list
 *
 * Why the last refresh failed. The sessions stay as they were last known.
 *
 * Returns: (nullable) (transfer none): the error, or %NULL if it worked
 *
 * Since: 1.0
 */
const GError *
palco_session_list_get_error (PalcoSessionList *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION_LIST (self), NULL);

  return self->error;
}

/**
 * palco_session_list_add:
 * @self: a list
 * @session: a session of the same client
 *
 * Shows a session that was just created, before the next refresh finds it.
 *
 * Since: 1.0
 */
void
palco_session_list_add (PalcoSessionList *self,
                        PalcoSession     *session)
{
  g_return_if_fail (PALCO_IS_SESSION_LIST (self));
  g_return_if_fail (PALCO_IS_SESSION (session));

  if (palco_session_list_lookup (self, palco_session_get_id (session)) != NULL)
    return;

  g_ptr_array_insert (self->sessions, 0, g_object_ref (session));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, 1);

  if (self->timer != NULL)
    palco_session_list_schedule_poll (self);
}

/**
 * palco_session_list_lookup:
 * @self: a list
 * @id: an id of a session
 *
 * Finds a session in the list.
 *
 * Returns: (nullable) (transfer none): the session, if it is there
 *
 * Since: 1.0
 */
PalcoSession *
palco_session_list_lookup (PalcoSessionList *self,
                           const char       *id)
{
  g_return_val_if_fail (PALCO_IS_SESSION_LIST (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->sessions->len; i++)
    {
      PalcoSession *session = g_ptr_array_index (self->sessions, i);

      if (g_str_equal (palco_session_get_id (session), id))
        return session;
    }

  return NULL;
}
