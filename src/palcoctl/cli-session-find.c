/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "cli-session.h"

#include "cli-await.h"
#include "cli-exit.h"

#include <glib/gi18n.h>

#include <string.h>

/* As many as the application shows. */
#define MIN_PREFIX_LENGTH 4

static PalcoSession *
get_from_region (CliRun      *run,
                 PalcoRegion *region,
                 const char  *id,
                 GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_client_get_session_async (run->client, region, id, run->cancellable, cli_await_cb, &result);
  cli_await (&result);

  return palco_client_get_session_finish (run->client, result, error);
}

/* In the region that was named, or wherever it is. */
static PalcoSession *
find_by_id (CliRun      *run,
            const char  *id,
            GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  if (run->region_id != NULL)
    {
      g_autoptr(PalcoRegion) region = cli_run_choose_region (run, error);

      return region != NULL ? get_from_region (run, region, id, error) : NULL;
    }

  palco_client_find_session_async (run->client, id, run->cancellable, cli_await_cb, &result);
  cli_await (&result);

  return palco_client_find_session_finish (run->client, result, error);
}

static void
add_match (GPtrArray  *ids,
           const char *id,
           const char *prefix)
{
  if (g_str_has_prefix (id, prefix) && !g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
    g_ptr_array_add (ids, g_strdup (id));
}

static gboolean
is_elsewhere (CliRun            *run,
              PalcoHistoryEntry *entry)
{
  return run->region_id != NULL && !g_str_equal (palco_history_entry_get_region_id (entry), run->region_id);
}

/* Of the sessions that run, and of those that the journal knows. One region that does not answer
 * may have another that begins like this. */
static GPtrArray *
find_matches (CliRun      *run,
              const char  *prefix,
              GError     **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GPtrArray) sessions = cli_session_list (run, &local_error);
  g_autoptr(GPtrArray) entries = NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  entries = cli_session_load_history (run, error);
  if (entries == NULL)
    return NULL;

  for (guint i = 0; i < sessions->len; i++)
    add_match (ids, palco_session_get_id (g_ptr_array_index (sessions, i)), prefix);

  for (guint i = 0; i < entries->len; i++)
    {
      if (!is_elsewhere (run, g_ptr_array_index (entries, i)))
        add_match (ids, palco_history_entry_get_session_id (g_ptr_array_index (entries, i)), prefix);
    }

  return g_steal_pointer (&ids);
}

static PalcoSession *
find_by_prefix (CliRun      *run,
                const char  *prefix,
                GError     **error)
{
  g_autoptr(GError) not_found = g_steal_pointer (error);
  g_autoptr(GPtrArray) ids = find_matches (run, prefix, error);
  g_autofree char *names = NULL;

  if (ids == NULL)
    return NULL;

  if (ids->len == 0)
    {
      g_propagate_error (error, g_steal_pointer (&not_found));
      return NULL;
    }

  if (ids->len == 1)
    return find_by_id (run, g_ptr_array_index (ids, 0), error);

  g_ptr_array_add (ids, NULL);
  names = g_strjoinv (", ", (char **) ids->pdata);
  g_set_error (error, CLI_EXIT_ERROR, CLI_EXIT_USAGE,
               _("Several sessions begin with “%s”: %s. Write more of the id."), prefix, names);
  return NULL;
}

/* By its id, or by what it begins with when no session is called just that. */
PalcoSession *
cli_session_find (CliRun      *run,
                  const char  *id,
                  GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  PalcoSession *session = find_by_id (run, id, &local_error);

  if (session == NULL && g_error_matches (local_error, PALCO_ERROR, PALCO_ERROR_NOT_FOUND) &&
      strlen (id) >= MIN_PREFIX_LENGTH && !g_uuid_string_is_valid (id))
    session = find_by_prefix (run, id, &local_error);

  if (session == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return session;
}
