/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-list.h"

#include "palco-catalogue.h"
#include "palco-client-private.h"
#include "palco-error-private.h"
#include "palco-region.h"
#include "palco-session-private.h"

/**
 * PalcoSessionList:
 *
 * The sessions of an account in all its regions, as a list model of [class@Palco.Session].
 *
 * Since: 1.0
 */

struct _PalcoSessionList
{
  GObject      parent_instance;
  PalcoClient *client;
  GPtrArray   *sessions;
  GError      *error;
  gboolean     polling;
  guint        n_loading;
  gint64       next_look;     /* monotonic: when the whole list is due */
  GSource     *timer;
  GCancellable *polls;        /* ends what polling began */
};

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
set_error (PalcoSessionList *self,
           const GError     *error)
{
  if (self->error == NULL && error == NULL)
    return;

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
add_loading (PalcoSessionList *self,
             int               n)
{
  gboolean was_loading = self->n_loading > 0;

  self->n_loading += n;
  if (was_loading != (self->n_loading > 0))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
remove_session (PalcoSessionList *self,
                PalcoSession     *session)
{
  guint position;

  if (!g_ptr_array_find (self->sessions, session, &position))
    return;

  g_ptr_array_remove_index (self->sessions, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

static gboolean
is_in_region (PalcoSession *session,
              PalcoRegion  *region)
{
  return g_strcmp0 (palco_region_get_id (palco_session_get_region (session)),
                    palco_region_get_id (region)) == 0;
}

/* New sessions go to the top, all at once; those that are there stay where they are, and
 * tell by themselves what changed about them. */
static void
merge (PalcoSessionList *self,
       GPtrArray        *listed)
{
  guint n_added = 0;

  for (guint i = 0; i < listed->len; i++)
    {
      PalcoSession *session = g_ptr_array_index (listed, i);

      if (!g_ptr_array_find (self->sessions, session, NULL))
        g_ptr_array_insert (self->sessions, n_added++, g_object_ref (session));
    }

  if (n_added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n_added);
}

/* One look at the whole list. */
typedef struct
{
  guint   n_pending;
  GError *error;
} Refreshing;

static void
refreshing_free (Refreshing *refreshing)
{
  g_clear_error (&refreshing->error);
  g_free (refreshing);
}

static void
finish_refresh (GTask *task)
{
  PalcoSessionList *self = g_task_get_source_object (task);
  Refreshing *refreshing = g_task_get_task_data (task);

  add_loading (self, -1);

  if (!palco_error_is_cancelled (refreshing->error))
    set_error (self, refreshing->error);

  if (refreshing->error != NULL)
    g_task_return_error (task, g_steal_pointer (&refreshing->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
finish_part (GTask  *task,
             GError *error)
{
  Refreshing *refreshing = g_task_get_task_data (task);

  if (refreshing->error == NULL)
    refreshing->error = error;
  else
    g_clear_error (&error);

  if (--refreshing->n_pending == 0)
    finish_refresh (task);
}

typedef struct
{
  GTask        *task;
  PalcoRegion  *region;    /* of a part of the list, or… */
  PalcoSession *session;   /* …a session that is not in it any more */
} Part;

static Part *
part_new (GTask        *task,
          PalcoRegion  *region,
          PalcoSession *session)
{
  Part *part = g_new0 (Part, 1);
  Refreshing *refreshing = g_task_get_task_data (task);

  refreshing->n_pending++;
  part->task = g_object_ref (task);
  g_set_object (&part->region, region);
  g_set_object (&part->session, session);

  return part;
}

static void
part_free (Part *part)
{
  g_clear_object (&part->region);
  g_clear_object (&part->session);
  g_object_unref (part->task);
  g_free (part);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Part, part_free)

static void
vanished_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Part) part = user_data;
  PalcoSessionList *self = g_task_get_source_object (part->task);
  GError *error = NULL;

  if (!palco_client_refresh_session_finish (PALCO_CLIENT (source), result, &error) &&
      palco_error_has_code (error, PALCO_ERROR_NOT_FOUND))
    {
      remove_session (self, part->session);
      g_clear_error (&error);
    }

  finish_part (part->task, error);
}

/* Lists have live sessions only: how the others ended has to be asked for. */
static void
look_up_vanished (GTask       *task,
                  PalcoRegion *region,
                  GPtrArray   *listed)
{
  PalcoSessionList *self = g_task_get_source_object (task);

  for (guint i = 0; i < self->sessions->len; i++)
    {
      PalcoSession *session = g_ptr_array_index (self->sessions, i);

      if (is_in_region (session, region) && !palco_session_is_ended (session) &&
          !g_ptr_array_find (listed, session, NULL))
        palco_client_refresh_session_async (self->client, session, g_task_get_cancellable (task),
                                            vanished_cb, part_new (task, NULL, session));
    }
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Part) part = user_data;
  PalcoSessionList *self = g_task_get_source_object (part->task);
  GError *error = NULL;
  g_autoptr(GPtrArray) listed = palco_client_list_sessions_finish (PALCO_CLIENT (source), result, &error);

  if (listed != NULL)
    {
      merge (self, listed);
      look_up_vanished (part->task, part->region, listed);
    }

  finish_part (part->task, error);
}

static void
catalogue_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(Part) part = user_data;
  PalcoClient *client = PALCO_CLIENT (source);
  GError *error = NULL;
  g_autoptr(PalcoCatalogue) catalogue = palco_client_load_catalogue_finish (client, result, &error);
  GListModel *regions = catalogue != NULL ? palco_catalogue_get_regions (catalogue) : NULL;

  for (guint i = 0; regions != NULL && i < g_list_model_get_n_items (regions); i++)
    {
      g_autoptr(PalcoRegion) region = g_list_model_get_item (regions, i);

      palco_client_list_sessions_async (client, region, g_task_get_cancellable (part->task),
                                        listed_cb, part_new (part->task, region, NULL));
    }

  finish_part (part->task, error);
}

static void
clear_timer (PalcoSessionList *self)
{
  if (self->timer == NULL)
    return;

  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static gboolean poll_cb (gpointer user_data);

static gboolean
is_starting (PalcoSession *session)
{
  return palco_session_get_state (session) == PALCO_SESSION_STATE_STARTING;
}

/* The soonest of: a session that starts, the whole list. */
static void
schedule_poll (PalcoSessionList *self)
{
  g_autoptr(GMainContext) context = g_main_context_ref_thread_default ();
  gint64 delay = MAX (self->next_look - g_get_monotonic_time (), 0) / 1000;

  clear_timer (self);
  if (!self->polling)
    return;

  for (guint i = 0; i < self->sessions->len; i++)
    {
      PalcoSession *session = g_ptr_array_index (self->sessions, i);

      if (is_starting (session))
        delay = MIN (delay, palco_client_get_poll_msecs (self->client, session));
    }

  delay = MAX (delay, palco_client_get_patience_msecs (self->client));
  self->timer = g_timeout_source_new (delay);
  g_source_set_callback (self->timer, poll_cb, self, NULL);
  g_source_attach (self->timer, context);
}

static void
polled_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  PalcoSessionList *self = PALCO_SESSION_LIST (source);
  g_autoptr(GError) error = NULL;

  palco_session_list_refresh_finish (self, result, &error);
  if (!palco_error_is_cancelled (error))
    schedule_poll (self);
}

static void
poll_list (PalcoSessionList *self)
{
  self->next_look = g_get_monotonic_time () +
                    palco_client_get_timing (self->client)->poll_idle_msecs * (gint64) 1000;
  palco_session_list_refresh_async (self, self->polls, polled_cb, NULL);
}

/* Only the sessions that start, when nothing else is due. */
static void
poll_starting (PalcoSessionList *self)
{
  g_autoptr(GTask) task = g_task_new (self, self->polls, polled_cb, NULL);

  g_task_set_source_tag (task, palco_session_list_refresh_async);
  g_task_set_task_data (task, g_new0 (Refreshing, 1), (GDestroyNotify) refreshing_free);
  add_loading (self, 1);

  for (guint i = 0; i < self->sessions->len; i++)
    {
      PalcoSession *session = g_ptr_array_index (self->sessions, i);

      if (is_starting (session))
        palco_client_refresh_session_async (self->client, session, self->polls,
                                            vanished_cb, part_new (task, NULL, session));
    }
}

static gboolean
poll_cb (gpointer user_data)
{
  PalcoSessionList *self = user_data;
  gboolean any_starting = FALSE;

  g_clear_pointer (&self->timer, g_source_unref);

  for (guint i = 0; i < self->sessions->len; i++)
    any_starting |= is_starting (g_ptr_array_index (self->sessions, i));

  if (any_starting && g_get_monotonic_time () < self->next_look)
    poll_starting (self);
  else
    poll_list (self);

  return G_SOURCE_REMOVE;
}

static void
stop_polling (PalcoSessionList *self)
{
  clear_timer (self);
  g_cancellable_cancel (self->polls);
  g_clear_object (&self->polls);
}

static void
palco_session_list_dispose (GObject *object)
{
  PalcoSessionList *self = PALCO_SESSION_LIST (object);

  stop_polling (self);
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
 * with others, 30 when nothing is about to happen, or later if the service asks for it.
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
    {
      self->polls = g_cancellable_new ();
      poll_list (self);
    }
  else
    {
      stop_polling (self);
    }

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
    schedule_poll (self);
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

/**
 * palco_session_list_refresh_async:
 * @self: a list
 * @cancellable: (nullable): to give up
 * @callback: (scope async): called when done
 * @user_data: data for @callback
 *
 * Asks all regions for their sessions. Those that have ended stay in the list, with how
 * they ended; a region that cannot be asked keeps its sessions as they were.
 *
 * Since: 1.0
 */
void
palco_session_list_refresh_async (PalcoSessionList    *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (PALCO_IS_SESSION_LIST (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, palco_session_list_refresh_async);
  g_task_set_task_data (task, g_new0 (Refreshing, 1), (GDestroyNotify) refreshing_free);
  add_loading (self, 1);

  palco_client_ensure_catalogue_async (self->client, cancellable, catalogue_cb,
                                       part_new (task, NULL, NULL));
}

/**
 * palco_session_list_refresh_finish:
 * @self: a list
 * @result: what the callback got
 * @error: return location for an error
 *
 * Ends [method@Palco.SessionList.refresh_async].
 *
 * Returns: %TRUE if every region answered; else [property@Palco.SessionList:error] is set too
 *
 * Since: 1.0
 */
gboolean
palco_session_list_refresh_finish (PalcoSessionList  *self,
                                   GAsyncResult      *result,
                                   GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
