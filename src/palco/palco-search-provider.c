/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-search-provider.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palco-format.h"
#include "palco-region-words.h"
#include "palco-shell-search.h"

#define PRESET_PREFIX  "preset "
#define SESSION_PREFIX "session "

/* A search is many questions, one for each letter. */
#define PATIENCE_MSECS 10000

/**
 * PalcoSearchProvider:
 *
 * Lets GNOME Shell find presets and sessions that run.
 *
 * Choosing a result shows it: what costs money is started in the window. Presets are read anew
 * for each search; sessions are those that the program watches anyway, so that a search
 * connects to nothing.
 */

struct _PalcoSearchProvider
{
  GObject            parent_instance;
  PalcoShellSearch *skeleton;
  GApplication      *application;   /* which owns us */
  PalcoPresetList   *presets;
  PalcoLiveSessions *sessions;
};

G_DEFINE_FINAL_TYPE (PalcoSearchProvider, palco_search_provider, G_TYPE_OBJECT)

static gboolean
matches (const char         *text,
         const char * const *terms)
{
  for (guint i = 0; terms[i] != NULL; i++)
    {
      if (!g_str_match_string (terms[i], text, TRUE))
        return FALSE;
    }

  return terms[0] != NULL;
}

static char *
describe_preset (PalcoPreset *preset)
{
  g_autofree char *lease = palco_format_lease (palco_preset_get_lease_minutes (preset));

  /* Translators: a server size and a lease time. */
  return g_strdup_printf (_("%s · %s"), palco_preset_get_size_id (preset), lease);
}

static char *
describe_session (PalcoSession *session)
{
  gint64 seconds_left = palco_session_get_seconds_left (session);
  PalcoRegion *region = palco_session_get_region (session);
  const char *place = region != NULL ? palco_region_words_name (region) : "";
  g_autofree char *left = seconds_left >= 0 ? palco_format_time_left (seconds_left) : NULL;
  const char *state = palco_format_state (palco_session_get_state (session));

  /* Translators: a region, and how long the session there still runs. */
  return g_strdup_printf (_("%s · %s"), place, left != NULL ? left : state);
}

static void
find_presets (PalcoSearchProvider *self,
              const char * const  *terms,
              GPtrArray           *results)
{
  GListModel *model = G_LIST_MODEL (self->presets);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(PalcoPreset) preset = g_list_model_get_item (model, i);

      if (matches (palco_preset_get_name (preset), terms))
        g_ptr_array_add (results, g_strconcat (PRESET_PREFIX, palco_preset_get_uid (preset), NULL));
    }
}

static void
find_sessions (PalcoSearchProvider *self,
               const char * const  *terms,
               GPtrArray           *results)
{
  GListModel *model = palco_live_sessions_get_model (self->sessions);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(PalcoLiveSession) live = g_list_model_get_item (model, i);
      PalcoSession *session = palco_live_session_get_session (live);
      g_autofree char *name = palco_live_session_dup_name (live);
      g_autofree char *description = describe_session (session);
      g_autofree char *text = g_strjoin (" ", name, palco_session_get_id (session), description,
                                         palco_session_get_size_id (session), NULL);

      if (matches (text, terms))
        g_ptr_array_add (results, g_strconcat (SESSION_PREFIX, palco_live_session_get_key (live),
                                               NULL));
    }
}

typedef struct
{
  PalcoSearchProvider   *self;
  GDBusMethodInvocation *invocation;
  GStrv                  terms;
} Search;

static void
search_free (Search *search)
{
  g_application_release (search->self->application);
  g_object_unref (search->self);
  g_strfreev (search->terms);
  g_free (search);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

/* Presets that cannot be read are told of in the window, not in a search. */
static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Search) search = user_data;
  g_autoptr(GPtrArray) results = g_ptr_array_new_with_free_func (g_free);
  const char * const *terms = (const char * const *) search->terms;

  if (palco_preset_list_load_finish (PALCO_PRESET_LIST (source), result, NULL))
    find_presets (search->self, terms, results);
  find_sessions (search->self, terms, results);
  g_ptr_array_add (results, NULL);

  palco_shell_search_complete_get_initial_result_set (search->self->skeleton, search->invocation,
                                                       (const char * const *) results->pdata);
}

static gboolean
initial_cb (PalcoSearchProvider   *self,
            GDBusMethodInvocation *invocation,
            const char * const    *terms)
{
  Search *search = g_new0 (Search, 1);

  g_application_set_inactivity_timeout (self->application, PATIENCE_MSECS);
  g_application_hold (self->application);
  search->self = g_object_ref (self);
  search->invocation = invocation;
  search->terms = g_strdupv ((char **) terms);
  palco_preset_list_load_async (self->presets, NULL, loaded_cb, search);

  return TRUE;
}

/* The answer to both methods has the same form. */
static gboolean
subsearch_cb (PalcoSearchProvider   *self,
              GDBusMethodInvocation *invocation,
              const char * const    *previous_results,
              const char * const    *terms)
{
  return initial_cb (self, invocation, terms);
}

static GVariant *
make_meta (const char *id,
           const char *name,
           const char *description)
{
  g_autoptr(GIcon) icon = g_themed_icon_new (PALCO_APP_ID);
  g_autoptr(GVariant) serialized = g_icon_serialize (icon);
  GVariantDict meta;

  g_variant_dict_init (&meta, NULL);
  g_variant_dict_insert (&meta, "id", "s", id);
  g_variant_dict_insert (&meta, "name", "s", name);
  g_variant_dict_insert (&meta, "description", "s", description);
  g_variant_dict_insert_value (&meta, "icon", serialized);

  return g_variant_dict_end (&meta);
}

/* NULL for what is gone since it was found. */
static GVariant *
find_meta (PalcoSearchProvider *self,
           const char          *id)
{
  g_autofree char *name = NULL;
  g_autofree char *description = NULL;
  PalcoPreset *preset = NULL;
  PalcoLiveSession *live = NULL;

  if (g_str_has_prefix (id, PRESET_PREFIX))
    preset = palco_preset_list_lookup (self->presets, id + strlen (PRESET_PREFIX));
  else if (g_str_has_prefix (id, SESSION_PREFIX))
    live = palco_live_sessions_lookup (self->sessions, id + strlen (SESSION_PREFIX));

  if (preset != NULL)
    {
      description = describe_preset (preset);
      return make_meta (id, palco_preset_get_name (preset), description);
    }

  if (live == NULL)
    return NULL;

  name = palco_live_session_dup_name (live);
  description = describe_session (palco_live_session_get_session (live));

  return make_meta (id, name, description);
}

static gboolean
metas_cb (PalcoSearchProvider   *self,
          GDBusMethodInvocation *invocation,
          const char * const    *ids)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; ids[i] != NULL; i++)
    {
      GVariant *meta = find_meta (self, ids[i]);

      if (meta != NULL)
        g_variant_builder_add_value (&builder, meta);
    }

  palco_shell_search_complete_get_result_metas (self->skeleton, invocation,
                                                 g_variant_builder_end (&builder));

  return TRUE;
}

static gboolean
activate_cb (PalcoSearchProvider   *self,
             GDBusMethodInvocation *invocation,
             const char            *id,
             const char * const    *terms,
             guint                  timestamp)
{
  GActionGroup *actions = G_ACTION_GROUP (self->application);
  PalcoLiveSession *live = NULL;

  if (g_str_has_prefix (id, SESSION_PREFIX))
    live = palco_live_sessions_lookup (self->sessions, id + strlen (SESSION_PREFIX));

  if (g_str_has_prefix (id, PRESET_PREFIX))
    g_action_group_activate_action (actions, "show-preset",
                                    g_variant_new_string (id + strlen (PRESET_PREFIX)));
  else if (live != NULL)
    g_action_group_activate_action (actions, "show-session", palco_live_session_get_target (live));
  else
    g_application_activate (self->application);

  palco_shell_search_complete_activate_result (self->skeleton, invocation);

  return TRUE;
}

static gboolean
launch_cb (PalcoSearchProvider   *self,
           GDBusMethodInvocation *invocation,
           const char * const    *terms,
           guint                  timestamp)
{
  g_application_activate (self->application);
  palco_shell_search_complete_launch_search (self->skeleton, invocation);

  return TRUE;
}

static void
palco_search_provider_finalize (GObject *object)
{
  PalcoSearchProvider *self = PALCO_SEARCH_PROVIDER (object);

  g_object_unref (self->skeleton);
  g_clear_object (&self->presets);
  g_clear_object (&self->sessions);

  G_OBJECT_CLASS (palco_search_provider_parent_class)->finalize (object);
}

static void
palco_search_provider_class_init (PalcoSearchProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palco_search_provider_finalize;
}

static void
palco_search_provider_init (PalcoSearchProvider *self)
{
  self->skeleton = palco_shell_search_skeleton_new ();
  g_signal_connect_object (self->skeleton, "handle-get-initial-result-set",
                           G_CALLBACK (initial_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->skeleton, "handle-get-subsearch-result-set",
                           G_CALLBACK (subsearch_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->skeleton, "handle-get-result-metas", G_CALLBACK (metas_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->skeleton, "handle-activate-result", G_CALLBACK (activate_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->skeleton, "handle-launch-search", G_CALLBACK (launch_cb), self,
                           G_CONNECT_SWAPPED);
}

PalcoSearchProvider *
palco_search_provider_new (GApplication      *application,
                           PalcoPresetList   *presets,
                           PalcoLiveSessions *sessions)
{
  PalcoSearchProvider *self = g_object_new (PALCO_TYPE_SEARCH_PROVIDER, NULL);

  self->application = application;
  self->presets = g_object_ref (presets);
  self->sessions = g_object_ref (sessions);

  return self;
}

gboolean
palco_search_provider_export (PalcoSearchProvider  *self,
                              GDBusConnection      *connection,
                              const char           *path,
                              GError              **error)
{
  g_return_val_if_fail (PALCO_IS_SEARCH_PROVIDER (self), FALSE);

  return g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->skeleton), connection,
                                           path, error);
}

void
palco_search_provider_unexport (PalcoSearchProvider *self)
{
  g_return_if_fail (PALCO_IS_SEARCH_PROVIDER (self));

  g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->skeleton));
}
