/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-page.h"

#include "palco-error.h"
#include "palco-json.h"

static gboolean
append_facts (GPtrArray  *array,
              JsonNode   *node,
              GError    **error)
{
  g_autofree PalcoSessionFacts *facts = g_new0 (PalcoSessionFacts, 1);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL,
                   "The service listed something that is not a session");
      return FALSE;
    }

  if (!palco_session_facts_read (facts, json_node_get_object (node), error))
    return FALSE;

  g_ptr_array_add (array, g_steal_pointer (&facts));

  return TRUE;
}

/* Reads {"sessions": […], "@nextLink": …}; the link may be missing, null or empty, and a
 * page may have no sessions (rule 8.6). */
PalcoSessionPage *
palco_session_page_read (JsonObject  *object,
                         GError     **error)
{
  g_autoptr(PalcoSessionPage) self = g_new0 (PalcoSessionPage, 1);
  JsonArray *sessions = NULL;
  const char *next_link = NULL;

  self->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) palco_session_facts_free);

  if (!palco_json_read_array (object, "sessions", PALCO_JSON_OPTIONAL, &sessions, NULL) ||
      !palco_json_read_string (object, "@nextLink", PALCO_JSON_OPTIONAL, &next_link, NULL))
    {
      g_set_error (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL,
                   "The service gave a list of sessions that cannot be read");
      return NULL;
    }

  for (guint i = 0; sessions != NULL && i < json_array_get_length (sessions); i++)
    {
      if (!append_facts (self->facts, json_array_get_element (sessions, i), error))
        return NULL;
    }

  if (next_link != NULL && *next_link != '\0')
    self->next_link = g_strdup (next_link);

  return g_steal_pointer (&self);
}

void
palco_session_page_free (PalcoSessionPage *self)
{
  g_ptr_array_unref (self->facts);
  g_free (self->next_link);
  g_free (self);
}
