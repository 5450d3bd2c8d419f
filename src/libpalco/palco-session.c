/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-private.h"

#include "palco-enums.h"
#include "palco-region.h"

/**
 * PalcoSession:
 *
 * A remote session, as last reported by the service.
 *
 * Instances come from [class@Palco.Client]. They change only while a call that refreshes
 * them is running, and notify on the thread that made the call. Time goes on without a
 * notification: who shows [property@Palco.Session:seconds-left] asks for it while it is seen.
 *
 * Since: 1.0
 */

enum {
  PROP_ID = 1,
  PROP_REGION,
  PROP_SIZE_ID,
  PROP_STATE,
  PROP_STATE_NAME,
  PROP_LEASE_MINUTES,
  PROP_ELAPSED_MINUTES,
  PROP_SECONDS_LEFT,
  PROP_IDLE_SECONDS,
  PROP_CREATION_TIME,
  PROP_HOSTNAME,
  PROP_HANDSHAKE_PORT,
  PROP_INSPECTOR_PORT,
  PROP_TERAFLOPS,
  PROP_STAGE,
  PROP_STAGE_CODE,
  PROP_ERROR_CODE,
  PROP_ERROR_MESSAGE,
  PROP_CORRELATION_VECTOR,
  PROP_STOP_PENDING,
  PROP_CLIENT_CONNECTED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoSession, palco_session, G_TYPE_OBJECT)

static void
palco_session_dispose (GObject *object)
{
  PalcoSession *self = PALCO_SESSION (object);

  g_clear_object (&self->region);

  G_OBJECT_CLASS (palco_session_parent_class)->dispose (object);
}

static void
palco_session_finalize (GObject *object)
{
  PalcoSession *self = PALCO_SESSION (object);

  palco_session_facts_clear (&self->facts);
  g_free (self->correlation_vector);

  G_OBJECT_CLASS (palco_session_parent_class)->finalize (object);
}

static const char *
get_string (PalcoSession *self,
            guint         prop_id)
{
  switch (prop_id)
    {
    case PROP_ID:
      return palco_session_get_id (self);

    case PROP_SIZE_ID:
      return palco_session_get_size_id (self);

    case PROP_STATE_NAME:
      return palco_session_get_state_name (self);

    case PROP_HOSTNAME:
      return palco_session_get_hostname (self);

    case PROP_STAGE:
      return palco_session_get_stage (self);

    case PROP_STAGE_CODE:
      return palco_session_get_stage_code (self);

    case PROP_ERROR_CODE:
      return palco_session_get_error_code (self);

    case PROP_ERROR_MESSAGE:
      return palco_session_get_error_message (self);

    case PROP_CORRELATION_VECTOR:
      return palco_session_get_correlation_vector (self);

    default:
      return NULL;
    }
}

static void
palco_session_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  PalcoSession *self = PALCO_SESSION (object);

  switch (prop_id)
    {
    case PROP_ID:
    case PROP_SIZE_ID:
    case PROP_STATE_NAME:
    case PROP_HOSTNAME:
    case PROP_STAGE:
    case PROP_STAGE_CODE:
    case PROP_ERROR_CODE:
    case PROP_ERROR_MESSAGE:
    case PROP_CORRELATION_VECTOR:
      g_value_set_string (value, get_string (self, prop_id));
      break;

    case PROP_REGION:
      g_value_set_object (value, palco_session_get_region (self));
      break;

    case PROP_STATE:
      g_value_set_enum (value, palco_session_get_state (self));
      break;

    case PROP_LEASE_MINUTES:
      g_value_set_uint (value, palco_session_get_lease_minutes (self));
      break;

    case PROP_ELAPSED_MINUTES:
      g_value_set_uint (value, palco_session_get_elapsed_minutes (self));
      break;

    case PROP_SECONDS_LEFT:
      g_value_set_int64 (value, palco_session_get_seconds_left (self));
      break;

    case PROP_IDLE_SECONDS:
      g_value_set_int64 (value, palco_session_get_idle_seconds (self));
      break;

    case PROP_CREATION_TIME:
      g_value_set_boxed (value, palco_session_get_creation_time (self));
      break;

    case PROP_HANDSHAKE_PORT:
      g_value_set_uint (value, palco_session_get_handshake_port (self));
      break;

    case PROP_INSPECTOR_PORT:
      g_value_set_uint (value, palco_session_get_inspector_port (self));
      break;

    case PROP_TERAFLOPS:
      g_value_set_double (value, palco_session_get_teraflops (self));
      break;

    case PROP_STOP_PENDING:
      g_value_set_boolean (value, palco_session_get_stop_pending (self));
      break;

    case PROP_CLIENT_CONNECTED:
      g_value_set_boolean (value, palco_session_get_client_connected (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_session_class_init (PalcoSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palco_session_dispose;
  object_class->finalize = palco_session_finalize;
  object_class->get_property = palco_session_get_property;

  /**
   * PalcoSession:id:
   *
   * The id that the client chose.
   *
   * Since: 1.0
   */
  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSession:region:
   *
   * Where it runs.
   *
   * Since: 1.0
   */
  properties[PROP_REGION] =
    g_param_spec_object ("region", NULL, NULL, PALCO_TYPE_REGION,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSession:size-id:
   *
   * The id of its [class@Palco.Size].
   *
   * Since: 1.0
   */
  properties[PROP_SIZE_ID] =
    g_param_spec_string ("size-id", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSession:state:
   *
   * Where it is in its life.
   *
   * Since: 1.0
   */
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, PALCO_TYPE_SESSION_STATE, PALCO_SESSION_STATE_UNKNOWN,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSession:state-name:
   *
   * The state in the spelling of the service, which may know more states than this
   * library.
   *
   * Since: 1.0
   */
  properties[PROP_STATE_NAME] =
    g_param_spec_string ("state-name", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSession:lease-minutes:
   *
   * How long it may run at most, counted from [enum@Palco.SessionState] ready.
   *
   * Since: 1.0
   */
  properties[PROP_LEASE_MINUTES] =
    g_param_spec_uint ("lease-minutes", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSession:elapsed-minutes:
   *
   * Whole minutes that it has been ready.
   *
   * Since: 1.0
   */
  properties[PROP_ELAPSED_MINUTES] =
    g_param_spec_uint ("elapsed-minutes", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSession:seconds-left:
   *
   * Seconds until its lease ends, counted on while the computer sleeps; -1 while it has
   * not begun or has ended.
   *
   * Since: 1.0
   */
  properties[PROP_SECONDS_LEFT] =
    g_param_spec_int64 ("seconds-left", NULL, NULL, -1, G_MAXINT64, -1,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSession:idle-seconds:
   *
   * Seconds in which nobody used it, counted on while the computer sleeps; -1 when the
   * service does not tell, and while it is not ready.
   *
   * Since: 1.0
   */
  properties[PROP_IDLE_SECONDS] =
    g_param_spec_int64 ("idle-seconds", NULL, NULL, -1, G_MAXINT64, -1,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSession:creation-time:
   *
   * When the service got to know it.
   *
   * Since: 1.0
   */
  properties[PROP_CREATION_TIME] =
    g_param_spec_boxed ("creation-time", NULL, NULL, G_TYPE_DATE_TIME,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSession:hostname:
   *
   * The server, while ready.
   *
   * Since: 1.0
   */
  properties[PROP_HOSTNAME] =
    g_param_spec_string ("hostname", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSession:handshake-port:
   *
   * The port that viewers connect to, while ready.
   *
   * Since: 1.0
   */
  properties[PROP_HANDSHAKE_PORT] =
    g_param_spec_uint ("handshake-port", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSession:inspector-port:
   *
   * The port of its inspector page, while ready.
   *
   * Since: 1.0
   */
  properties[PROP_INSPECTOR_PORT] =
    g_param_spec_uint ("inspector-port", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSession:teraflops:
   *
   * The speed of its GPU.
   *
   * Since: 1.0
   */
  properties[PROP_TERAFLOPS] =
    g_param_spec_double ("teraflops", NULL, NULL, 0.0, G_MAXDOUBLE, 0.0,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSession:stage:
   *
   * What is being done while it starts, in words for people.
   *
   * Since: 1.0
   */
  properties[PROP_STAGE] =
    g_param_spec_string ("stage", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSession:stage-code:
   *
   * What is being done while it starts, for programs.
   *
   * Since: 1.0
   */
  properties[PROP_STAGE_CODE] =
    g_param_spec_string ("stage-code", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSession:error-code:
   *
   * Why it failed, for programs.
   *
   * Since: 1.0
   */
  properties[PROP_ERROR_CODE] =
    g_param_spec_string ("error-code", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSession:error-message:
   *
   * Why it failed, for people.
   *
   * Since: 1.0
   */
  properties[PROP_ERROR_MESSAGE] =
    g_param_spec_string ("error-message", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSession:correlation-vector:
   *
   * The name (MS-CV) under which the service logged the last answer about it.
   *
   * Since: 1.0
   */
  properties[PROP_CORRELATION_VECTOR] =
    g_param_spec_string ("correlation-vector", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSession:stop-pending:
   *
   * Whether a stop was asked for that the service has not got yet. It is delivered as
   * soon as possible.
   *
   * Since: 1.0
   */
  properties[PROP_STOP_PENDING] =
    g_param_spec_boolean ("stop-pending", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSession:client-connected:
   *
   * Whether a viewer is connected.
   *
   * Since: 1.0
   */
  properties[PROP_CLIENT_CONNECTED] =
    g_param_spec_boolean ("client-connected", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palco_session_init (PalcoSession *self)
{
  self->facts = (PalcoSessionFacts) PALCO_SESSION_FACTS_INIT;
  self->deadline_usec = -1;
  self->used_usec = PALCO_SESSION_USE_UNKNOWN;
  self->first_seen_usec = g_get_monotonic_time ();
}

PalcoSession *
palco_session_new (const char  *id,
                   PalcoRegion *region)
{
  PalcoSession *self = g_object_new (PALCO_TYPE_SESSION, NULL);

  self->facts.id = g_strdup (id);
  self->region = g_object_ref (region);

  return self;
}

static void
notify (PalcoSession *self,
        guint         prop_id,
        gboolean      changed)
{
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static gboolean
same_time (GDateTime *a,
           GDateTime *b)
{
  return a == b || (a != NULL && b != NULL && g_date_time_equal (a, b));
}

static void
notify_changes (PalcoSession            *self,
                const PalcoSessionFacts *old)
{
  const PalcoSessionFacts *facts = &self->facts;

#define CHANGED_STRING(member) (g_strcmp0 (facts->member, old->member) != 0)
#define CHANGED(member) (facts->member != old->member)

  notify (self, PROP_SIZE_ID, CHANGED_STRING (size_id));
  notify (self, PROP_STATE, CHANGED (state));
  notify (self, PROP_STATE_NAME, CHANGED_STRING (state_name));
  notify (self, PROP_LEASE_MINUTES, CHANGED (lease_minutes));
  notify (self, PROP_ELAPSED_MINUTES, CHANGED (elapsed_minutes));
  notify (self, PROP_CREATION_TIME, !same_time (facts->creation_time, old->creation_time));
  notify (self, PROP_HOSTNAME, CHANGED_STRING (hostname));
  notify (self, PROP_HANDSHAKE_PORT, CHANGED (handshake_port));
  notify (self, PROP_INSPECTOR_PORT, CHANGED (inspector_port));
  notify (self, PROP_TERAFLOPS, CHANGED (teraflops));
  notify (self, PROP_STAGE, CHANGED_STRING (stage));
  notify (self, PROP_STAGE_CODE, CHANGED_STRING (stage_code));
  notify (self, PROP_ERROR_CODE, CHANGED_STRING (error_code));
  notify (self, PROP_ERROR_MESSAGE, CHANGED_STRING (error_message));
  notify (self, PROP_CLIENT_CONNECTED, CHANGED (client_connected));

#undef CHANGED
#undef CHANGED_STRING
}

static void
set_correlation_vector (PalcoSession *self,
                        const char   *correlation_vector)
{
  if (correlation_vector == NULL || g_strcmp0 (self->correlation_vector, correlation_vector) == 0)
    return;

  g_free (self->correlation_vector);
  self->correlation_vector = g_strdup (correlation_vector);
  notify (self, PROP_CORRELATION_VECTOR, TRUE);
}

/* Makes @facts those of the session, and clears @facts. */
void
palco_session_take_facts (PalcoSession      *self,
                          PalcoSessionFacts *facts,
                          const char        *correlation_vector)
{
  PalcoSessionFacts old = self->facts;
  gint64 old_left = palco_session_get_seconds_left (self);
  gint64 old_idle = palco_session_get_idle_seconds (self);

  g_object_freeze_notify (G_OBJECT (self));

  palco_session_complete_times (self, facts);
  self->deadline_usec = palco_session_find_deadline (self, facts);
  self->used_usec = palco_session_find_used (facts);
  self->facts = *facts;
  *facts = (PalcoSessionFacts) { 0, };

  /* The id that the client chose is the one that it asks for. */
  g_free (self->facts.id);
  self->facts.id = g_steal_pointer (&old.id);

  notify_changes (self, &old);
  notify (self, PROP_SECONDS_LEFT, old_left != palco_session_get_seconds_left (self));
  notify (self, PROP_IDLE_SECONDS, old_idle != palco_session_get_idle_seconds (self));
  set_correlation_vector (self, correlation_vector);

  palco_session_facts_clear (&old);
  g_object_thaw_notify (G_OBJECT (self));
}

void
palco_session_set_stop_pending (PalcoSession *self,
                                gboolean      stop_pending)
{
  if (self->stop_pending == stop_pending)
    return;

  self->stop_pending = stop_pending;
  notify (self, PROP_STOP_PENDING, TRUE);
}
