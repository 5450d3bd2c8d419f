/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-discovery.h"

#include <glib/gi18n.h>

#include "palco-app-enums.h"
#include "palco-explain.h"
#include "palco-region-words.h"

#define TYPING_PAUSE_MSECS 600
#define NAMES_MAX          3

/**
 * PalcoDiscovery:
 *
 * Asks the service at an address that is being typed what it is. No key is known here, so none
 * can be sent.
 */

struct _PalcoDiscovery
{
  GObject               parent_instance;
  char                 *address;
  PalcoDiscoveryStatus  status;
  PalcoCatalogue       *catalogue;
  GError               *error;
  GCancellable         *cancellable;
  guint                 pause_id;
};

enum {
  PROP_STATUS = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoDiscovery, palco_discovery, G_TYPE_OBJECT)

static void
set_status (PalcoDiscovery       *self,
            PalcoDiscoveryStatus  status)
{
  self->status = status;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

static void
give_up (PalcoDiscovery *self)
{
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->catalogue);
  g_clear_error (&self->error);
}

static PalcoDiscoveryStatus
status_of (PalcoCatalogue *catalogue)
{
  if (palco_catalogue_is_retired (catalogue))
    return PALCO_DISCOVERY_STATUS_RETIRED;

  return palco_catalogue_is_discovered (catalogue) ? PALCO_DISCOVERY_STATUS_FOUND
                                                   : PALCO_DISCOVERY_STATUS_SILENT;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(PalcoDiscovery) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoCatalogue) catalogue = NULL;

  catalogue = palco_client_load_catalogue_finish (PALCO_CLIENT (source), result, &error);
  if (palco_error_is_cancelled (error))
    return;

  g_clear_object (&self->cancellable);
  g_set_object (&self->catalogue, catalogue);
  self->error = g_steal_pointer (&error);
  set_status (self, catalogue != NULL ? status_of (catalogue) : PALCO_DISCOVERY_STATUS_FAILED);
}

static gboolean
pause_cb (gpointer user_data)
{
  PalcoDiscovery *self = user_data;
  g_autoptr(PalcoAccount) account = palco_account_new ("?", self->address, "?");
  g_autoptr(PalcoKeyHolder) no_keys = palco_key_holder_new (NULL);
  g_autoptr(PalcoClient) client = palco_client_new (account, PALCO_CREDENTIALS (no_keys), NULL);

  self->pause_id = 0;
  self->cancellable = g_cancellable_new ();
  palco_client_load_catalogue_async (client, self->cancellable, loaded_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

static void
palco_discovery_dispose (GObject *object)
{
  give_up (PALCO_DISCOVERY (object));

  G_OBJECT_CLASS (palco_discovery_parent_class)->dispose (object);
}

static void
palco_discovery_finalize (GObject *object)
{
  g_free (PALCO_DISCOVERY (object)->address);

  G_OBJECT_CLASS (palco_discovery_parent_class)->finalize (object);
}

static void
palco_discovery_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_STATUS:
      g_value_set_enum (value, PALCO_DISCOVERY (object)->status);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_discovery_class_init (PalcoDiscoveryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palco_discovery_dispose;
  object_class->finalize = palco_discovery_finalize;
  object_class->get_property = palco_discovery_get_property;

  properties[PROP_STATUS] =
    g_param_spec_enum ("status", NULL, NULL, PALCO_TYPE_DISCOVERY_STATUS, PALCO_DISCOVERY_STATUS_NONE,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palco_discovery_init (PalcoDiscovery *self)
{
}

PalcoDiscovery *
palco_discovery_new (void)
{
  return g_object_new (PALCO_TYPE_DISCOVERY, NULL);
}

/**
 * palco_discovery_set_address:
 * @self: a discovery
 * @address: what stands in the entry
 *
 * Asks the service there, when nobody has typed for a moment.
 */
void
palco_discovery_set_address (PalcoDiscovery *self,
                             const char     *address)
{
  g_return_if_fail (PALCO_IS_DISCOVERY (self));
  g_return_if_fail (address != NULL);

  if (g_strcmp0 (self->address, address) == 0)
    return;

  give_up (self);
  g_free (self->address);
  self->address = g_strdup (address);

  if (palco_account_validate ("?", address, "id", NULL))
    {
      self->pause_id = g_timeout_add (TYPING_PAUSE_MSECS, pause_cb, self);
      set_status (self, PALCO_DISCOVERY_STATUS_ASKING);
    }
  else
    {
      set_status (self, PALCO_DISCOVERY_STATUS_NONE);
    }
}

PalcoDiscoveryStatus
palco_discovery_get_status (PalcoDiscovery *self)
{
  g_return_val_if_fail (PALCO_IS_DISCOVERY (self), PALCO_DISCOVERY_STATUS_NONE);

  return self->status;
}

/**
 * palco_discovery_get_catalogue:
 * @self: a discovery
 *
 * Returns: (transfer none) (nullable): what the service said
 */
PalcoCatalogue *
palco_discovery_get_catalogue (PalcoDiscovery *self)
{
  g_return_val_if_fail (PALCO_IS_DISCOVERY (self), NULL);

  return self->catalogue;
}

static char *
join_region_names (GListModel *regions)
{
  guint n_regions = g_list_model_get_n_items (regions);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < MIN (n_regions, NAMES_MAX); i++)
    {
      g_autoptr(PalcoRegion) region = g_list_model_get_item (regions, i);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", palco_region_words_name (region));
    }

  if (n_regions > NAMES_MAX)
    g_string_append (names, ", …");

  return g_string_free (names, FALSE);
}

static const char *
get_sign_in_text (PalcoCatalogue *catalogue)
{
  gboolean has_key = palco_catalogue_offers_sign_in (catalogue, PALCO_SIGN_IN_KEY);
  gboolean has_token = palco_catalogue_offers_sign_in (catalogue, PALCO_SIGN_IN_TOKEN);

  if (has_key && has_token)
    return _("Sign in with an account key or an access token.");

  return has_token ? _("Sign in with an access token.") : _("Sign in with an account key.");
}

static char *
dup_found_text (PalcoCatalogue *catalogue)
{
  GListModel *regions = palco_catalogue_get_regions (catalogue);
  guint n_regions = g_list_model_get_n_items (regions);
  g_autofree char *names = join_region_names (regions);
  g_autofree char *found = NULL;

  /* Translators: the first %s is what a service calls itself, the second one the names of its
   * regions. */
  found = g_strdup_printf (ngettext ("Found “%s” with %u region: %s.", "Found “%s” with %u regions: %s.",
                                     n_regions),
                           palco_catalogue_get_service_name (catalogue), n_regions, names);

  return g_strdup_printf ("%s %s", found, get_sign_in_text (catalogue));
}

/**
 * palco_discovery_dup_text:
 * @self: a discovery
 *
 * Returns: (transfer full): what is known of the service, for people
 */
char *
palco_discovery_dup_text (PalcoDiscovery *self)
{
  g_return_val_if_fail (PALCO_IS_DISCOVERY (self), NULL);

  switch (self->status)
    {
    case PALCO_DISCOVERY_STATUS_NONE:
      break;
    case PALCO_DISCOVERY_STATUS_ASKING:
      return g_strdup (_("Looking for a service at this address…"));
    case PALCO_DISCOVERY_STATUS_FOUND:
      return dup_found_text (self->catalogue);
    case PALCO_DISCOVERY_STATUS_SILENT:
      return g_strdup (_("Something answers at this address, but does not say what it is. It may work all the same."));
    case PALCO_DISCOVERY_STATUS_RETIRED:
      return palco_explain_retired ();
    case PALCO_DISCOVERY_STATUS_FAILED:
      return palco_explain_error (self->error);
    }

  return g_strdup (_("Whoever runs the service tells its address, for example https://render.example.com, the account ID and how to sign in."));
}
