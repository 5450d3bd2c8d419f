/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-client-private.h"

#include "palco-account.h"
#include "palco-catalogue.h"
#include "palco-credentials.h"
#include "palco-region.h"
#include "palco-session-private.h"

/**
 * PalcoClient:
 *
 * The sessions of an account, over the network.
 *
 * Calls retry what may be retried, wait as long as the service asks for, and end: after
 * a minute at most, save those that wait for something. They may be cancelled at any time.
 * A session that was being started when its call was cancelled may start nevertheless;
 * [method@Palco.Client.reconcile_async] finds it again.
 *
 * A client belongs to the thread that made it. Every session has one [class@Palco.Session],
 * whichever call it comes from.
 *
 * Since: 1.0
 */

enum {
  PROP_ACCOUNT = 1,
  PROP_CREDENTIALS,
  PROP_JOURNAL,
  PROP_CATALOGUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoClient, palco_client, G_TYPE_OBJECT)

static void
palco_client_constructed (GObject *object)
{
  PalcoClient *self = PALCO_CLIENT (object);

  G_OBJECT_CLASS (palco_client_parent_class)->constructed (object);

  self->token = palco_token_new (self->http, self->account, self->credentials);
}

static gboolean
is_session (gpointer key,
            gpointer value,
            gpointer user_data)
{
  return value == user_data;
}

static void
session_gone_cb (gpointer  user_data,
                 GObject  *session)
{
  PalcoClient *self = user_data;

  g_hash_table_foreach_remove (self->sessions, is_session, session);
}

static void
forget_sessions (PalcoClient *self)
{
  GHashTableIter iter;
  gpointer session;

  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &session))
    g_object_weak_unref (session, session_gone_cb, self);

  g_hash_table_remove_all (self->sessions);
}

static void
palco_client_dispose (GObject *object)
{
  PalcoClient *self = PALCO_CLIENT (object);

  palco_client_drop_stops (self);
  forget_sessions (self);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->token);
  g_clear_object (&self->http);
  g_clear_object (&self->journal);

  G_OBJECT_CLASS (palco_client_parent_class)->dispose (object);
}

static void
palco_client_finalize (GObject *object)
{
  PalcoClient *self = PALCO_CLIENT (object);

  g_hash_table_unref (self->sessions);
  g_hash_table_unref (self->pending_stops);
  g_clear_object (&self->credentials);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (palco_client_parent_class)->finalize (object);
}

static void
palco_client_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  PalcoClient *self = PALCO_CLIENT (object);

  switch (prop_id)
    {
    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;

    case PROP_CREDENTIALS:
      g_value_set_object (value, self->credentials);
      break;

    case PROP_JOURNAL:
      g_value_set_object (value, self->journal);
      break;

    case PROP_CATALOGUE:
      g_value_set_object (value, self->catalogue);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_client_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  PalcoClient *self = PALCO_CLIENT (object);

  switch (prop_id)
    {
    case PROP_ACCOUNT:
      self->account = g_value_dup_object (value);
      break;

    case PROP_CREDENTIALS:
      self->credentials = g_value_dup_object (value);
      break;

    case PROP_JOURNAL:
      self->journal = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_client_class_init (PalcoClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = palco_client_constructed;
  object_class->dispose = palco_client_dispose;
  object_class->finalize = palco_client_finalize;
  object_class->get_property = palco_client_get_property;
  object_class->set_property = palco_client_set_property;

  /**
   * PalcoClient:account:
   *
   * Whose sessions these are.
   *
   * Since: 1.0
   */
  properties[PROP_ACCOUNT] =
    g_param_spec_object ("account", NULL, NULL, PALCO_TYPE_ACCOUNT, once);

  /**
   * PalcoClient:credentials:
   *
   * Who knows the key of the account.
   *
   * Since: 1.0
   */
  properties[PROP_CREDENTIALS] =
    g_param_spec_object ("credentials", NULL, NULL, PALCO_TYPE_CREDENTIALS, once);

  /**
   * PalcoClient:journal:
   *
   * Where the sessions of this computer are remembered, or %NULL to remember nothing.
   *
   * Since: 1.0
   */
  properties[PROP_JOURNAL] =
    g_param_spec_object ("journal", NULL, NULL, PALCO_TYPE_JOURNAL, once);

  /**
   * PalcoClient:catalogue:
   *
   * The regions and sizes, as last loaded.
   *
   * Since: 1.0
   */
  properties[PROP_CATALOGUE] =
    g_param_spec_object ("catalogue", NULL, NULL, PALCO_TYPE_CATALOGUE,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palco_client_init (PalcoClient *self)
{
  self->timing = (PalcoTiming) PALCO_TIMING_INIT;
  self->http = palco_http_new (&self->timing);
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->pending_stops = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/**
 * palco_client_new:
 * @account: whose sessions these are
 * @credentials: who knows its key; for the account of this computer the
 *   [class@Palco.LocalService] that it belongs to
 * @journal: (nullable): where to remember sessions, or %NULL to remember nothing
 *
 * Creates a client. Nothing is asked of the service yet.
 *
 * Returns: (transfer full): a new client
 *
 * Since: 1.0
 */
PalcoClient *
palco_client_new (PalcoAccount     *account,
                  PalcoCredentials *credentials,
                  PalcoJournal     *journal)
{
  g_return_val_if_fail (PALCO_IS_ACCOUNT (account), NULL);
  g_return_val_if_fail (PALCO_IS_CREDENTIALS (credentials), NULL);
  g_return_val_if_fail (journal == NULL || PALCO_IS_JOURNAL (journal), NULL);

  return g_object_new (PALCO_TYPE_CLIENT,
                       "account", account,
                       "credentials", credentials,
                       "journal", journal,
                       NULL);
}

/**
 * palco_client_get_account:
 * @self: a client
 *
 * Whose sessions these are.
 *
 * Returns: (transfer none): the account
 *
 * Since: 1.0
 */
PalcoAccount *
palco_client_get_account (PalcoClient *self)
{
  g_return_val_if_fail (PALCO_IS_CLIENT (self), NULL);

  return self->account;
}

/**
 * palco_client_get_journal:
 * @self: a client
 *
 * Where sessions are remembered.
 *
 * Returns: (nullable) (transfer none): the journal
 *
 * Since: 1.0
 */
PalcoJournal *
palco_client_get_journal (PalcoClient *self)
{
  g_return_val_if_fail (PALCO_IS_CLIENT (self), NULL);

  return self->journal;
}

/**
 * palco_client_get_catalogue:
 * @self: a client
 *
 * The regions and sizes, as last loaded.
 *
 * Returns: (nullable) (transfer none): the catalogue, or %NULL before
 *   [method@Palco.Client.load_catalogue_async]
 *
 * Since: 1.0
 */
PalcoCatalogue *
palco_client_get_catalogue (PalcoClient *self)
{
  g_return_val_if_fail (PALCO_IS_CLIENT (self), NULL);

  return self->catalogue;
}

void
palco_client_set_catalogue (PalcoClient    *self,
                            PalcoCatalogue *catalogue)
{
  palco_token_set_sts_url (self->token, palco_catalogue_get_sts_url (catalogue));
  if (g_set_object (&self->catalogue, catalogue))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CATALOGUE]);
}

PalcoTiming *
palco_client_get_timing (PalcoClient *self)
{
  return &self->timing;
}

PalcoHttp *
palco_client_get_http (PalcoClient *self)
{
  return self->http;
}

/* The one object of a session. */
PalcoSession *
palco_client_ensure_session (PalcoClient *self,
                             PalcoRegion *region,
                             const char  *id)
{
  g_autofree char *key = g_strjoin ("/", palco_region_get_id (region), id, NULL);
  PalcoSession *session = g_hash_table_lookup (self->sessions, key);

  if (session != NULL)
    return g_object_ref (session);

  session = palco_session_new (id, region);
  g_object_weak_ref (G_OBJECT (session), session_gone_cb, self);
  g_hash_table_insert (self->sessions, g_steal_pointer (&key), session);

  return session;
}

/* How long the service wants to be left alone, for whoever asks it on their own account. */
gint64
palco_client_get_patience_msecs (PalcoClient *self)
{
  return MAX (self->poll_not_before - g_get_monotonic_time (), 0) / 1000;
}

/* When to look again at a session that starts. Services of our own may be ready within a
 * second: they are asked at growing distances first, four times in the first two seconds. */
guint
palco_client_get_poll_msecs (PalcoClient  *self,
                             PalcoSession *session)
{
  const char *size_id = palco_session_get_size_id (session);
  gboolean is_standard = size_id != NULL && g_ascii_strcasecmp (size_id, "Standard") == 0;
  gint64 interval = is_standard ? self->timing.poll_standard_msecs : self->timing.poll_other_msecs;
  gint64 age = (g_get_monotonic_time () - session->first_seen_usec) / 1000;

  if (self->catalogue != NULL && palco_catalogue_is_discovered (self->catalogue))
    interval = CLAMP (age, MIN (self->timing.poll_first_msecs, interval), interval);

  return MAX (interval, palco_client_get_patience_msecs (self));
}
