/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-options.h"

/**
 * PalcoSessionOptions:
 *
 * What the caller asks for when a session is started.
 *
 * Since: 1.0
 */

struct _PalcoSessionOptions
{
  GObject  parent_instance;
  char    *size_id;
  guint    lease_minutes;
  char    *session_id;
  char    *title;
  guint    cap_minutes;
};

enum {
  PROP_SIZE_ID = 1,
  PROP_LEASE_MINUTES,
  PROP_SESSION_ID,
  PROP_TITLE,
  PROP_CAP_MINUTES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoSessionOptions, palco_session_options, G_TYPE_OBJECT)

static void
palco_session_options_constructed (GObject *object)
{
  PalcoSessionOptions *self = PALCO_SESSION_OPTIONS (object);

  G_OBJECT_CLASS (palco_session_options_parent_class)->constructed (object);

  if (self->session_id == NULL)
    self->session_id = g_uuid_string_random ();
}

static void
palco_session_options_finalize (GObject *object)
{
  PalcoSessionOptions *self = PALCO_SESSION_OPTIONS (object);

  g_free (self->size_id);
  g_free (self->session_id);
  g_free (self->title);

  G_OBJECT_CLASS (palco_session_options_parent_class)->finalize (object);
}

static void
palco_session_options_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  PalcoSessionOptions *self = PALCO_SESSION_OPTIONS (object);

  switch (prop_id)
    {
    case PROP_SIZE_ID:
      g_value_set_string (value, self->size_id);
      break;

    case PROP_LEASE_MINUTES:
      g_value_set_uint (value, self->lease_minutes);
      break;

    case PROP_SESSION_ID:
      g_value_set_string (value, self->session_id);
      break;

    case PROP_TITLE:
      g_value_set_string (value, palco_session_options_get_title (self));
      break;

    case PROP_CAP_MINUTES:
      g_value_set_uint (value, self->cap_minutes);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_session_options_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  PalcoSessionOptions *self = PALCO_SESSION_OPTIONS (object);

  switch (prop_id)
    {
    case PROP_SIZE_ID:
      self->size_id = g_value_dup_string (value);
      break;

    case PROP_LEASE_MINUTES:
      self->lease_minutes = g_value_get_uint (value);
      break;

    case PROP_SESSION_ID:
      palco_session_options_set_session_id (self, g_value_get_string (value));
      break;

    case PROP_TITLE:
      palco_session_options_set_title (self, g_value_get_string (value));
      break;

    case PROP_CAP_MINUTES:
      palco_session_options_set_cap_minutes (self, g_value_get_uint (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_session_options_class_init (PalcoSessionOptionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = palco_session_options_constructed;
  object_class->finalize = palco_session_options_finalize;
  object_class->get_property = palco_session_options_get_property;
  object_class->set_property = palco_session_options_set_property;

  /**
   * PalcoSessionOptions:size-id:
   *
   * The id of the [class@Palco.Size].
   *
   * Since: 1.0
   */
  properties[PROP_SIZE_ID] =
    g_param_spec_string ("size-id", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSessionOptions:lease-minutes:
   *
   * How long the session may run at most.
   *
   * Since: 1.0
   */
  properties[PROP_LEASE_MINUTES] =
    g_param_spec_uint ("lease-minutes", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSessionOptions:session-id:
   *
   * The id of the session to be: letters, digits, “-” and “_”. Random unless set.
   *
   * Since: 1.0
   */
  properties[PROP_SESSION_ID] =
    g_param_spec_string ("session-id", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSessionOptions:title:
   *
   * What the session is called here, which is the name of its preset; may be empty. The service
   * does not learn it.
   *
   * Since: 1.0
   */
  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, "",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * PalcoSessionOptions:cap-minutes:
   *
   * How long the session may run in all when its lease is extended by itself; 0 to let the
   * lease run out.
   *
   * Since: 1.0
   */
  properties[PROP_CAP_MINUTES] =
    g_param_spec_uint ("cap-minutes", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palco_session_options_init (PalcoSessionOptions *self)
{
}

/**
 * palco_session_options_new:
 * @size_id: the id of a [class@Palco.Size], in any case
 * @lease_minutes: how long the session may run at most
 *
 * Creates options with a random id for the session. Values are checked when the
 * session is created.
 *
 * Returns: (transfer full): new options
 *
 * Since: 1.0
 */
PalcoSessionOptions *
palco_session_options_new (const char *size_id,
                           guint       lease_minutes)
{
  g_return_val_if_fail (size_id != NULL, NULL);

  return g_object_new (PALCO_TYPE_SESSION_OPTIONS,
                       "size-id", size_id,
                       "lease-minutes", lease_minutes,
                       NULL);
}

/**
 * palco_session_options_get_size_id:
 * @self: options
 *
 * The size of server to ask for.
 *
 * Returns: the id of a size
 *
 * Since: 1.0
 */
const char *
palco_session_options_get_size_id (PalcoSessionOptions *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION_OPTIONS (self), NULL);

  return self->size_id;
}

/**
 * palco_session_options_get_lease_minutes:
 * @self: options
 *
 * How long the session may run at most.
 *
 * Returns: minutes from the moment that the session is ready
 *
 * Since: 1.0
 */
guint
palco_session_options_get_lease_minutes (PalcoSessionOptions *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION_OPTIONS (self), 0);

  return self->lease_minutes;
}

/**
 * palco_session_options_get_session_id:
 * @self: options
 *
 * The id that the session will have.
 *
 * Returns: the id
 *
 * Since: 1.0
 */
const char *
palco_session_options_get_session_id (PalcoSessionOptions *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION_OPTIONS (self), NULL);

  return self->session_id;
}

/**
 * palco_session_options_set_session_id:
 * @self: options
 * @session_id: letters, digits, “-” and “_”, at most 256 of them
 *
 * Chooses the id of the session instead of a random one.
 *
 * Since: 1.0
 */
void
palco_session_options_set_session_id (PalcoSessionOptions *self,
                                      const char          *session_id)
{
  g_return_if_fail (PALCO_IS_SESSION_OPTIONS (self));
  g_return_if_fail (session_id != NULL);

  if (g_strcmp0 (self->session_id, session_id) == 0)
    return;

  g_free (self->session_id);
  self->session_id = g_strdup (session_id);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION_ID]);
}

/**
 * palco_session_options_get_title:
 * @self: options
 *
 * What the session is called here.
 *
 * Returns: the title, which may be empty
 *
 * Since: 1.0
 */
const char *
palco_session_options_get_title (PalcoSessionOptions *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION_OPTIONS (self), NULL);

  return self->title != NULL ? self->title : "";
}

/**
 * palco_session_options_set_title:
 * @self: options
 * @title: (nullable): a title, or %NULL for none
 *
 * Gives the session a title that this computer remembers.
 *
 * Since: 1.0
 */
void
palco_session_options_set_title (PalcoSessionOptions *self,
                                 const char          *title)
{
  g_return_if_fail (PALCO_IS_SESSION_OPTIONS (self));

  if (g_strcmp0 (self->title, title) == 0)
    return;

  g_free (self->title);
  self->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/**
 * palco_session_options_get_cap_minutes:
 * @self: options
 *
 * How long the session may run in all when its lease is extended by itself.
 *
 * Returns: minutes, or 0 to let the lease run out
 *
 * Since: 1.0
 */
guint
palco_session_options_get_cap_minutes (PalcoSessionOptions *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION_OPTIONS (self), 0);

  return self->cap_minutes;
}

/**
 * palco_session_options_set_cap_minutes:
 * @self: options
 * @cap_minutes: minutes, or 0 to let the lease run out
 *
 * Lets the lease be extended by itself until the session has run this long. This computer
 * remembers it; the service does not learn it.
 *
 * Since: 1.0
 */
void
palco_session_options_set_cap_minutes (PalcoSessionOptions *self,
                                       guint                cap_minutes)
{
  g_return_if_fail (PALCO_IS_SESSION_OPTIONS (self));

  if (self->cap_minutes == cap_minutes)
    return;

  self->cap_minutes = cap_minutes;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAP_MINUTES]);
}
