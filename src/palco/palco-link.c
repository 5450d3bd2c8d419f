/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-link.h"

#include <glib/gi18n.h>
#include <string.h>

#define ID_CHARACTERS     G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_"
#define REGION_MAX_LENGTH 64
#define ID_MAX_LENGTH     256
#define PRESET_MAX_LENGTH 200

void
palco_link_free (PalcoLink *self)
{
  g_free (self->region_id);
  g_free (self->session_id);
  g_free (self->preset);
  g_free (self);
}

static gboolean
is_word (const char *text,
         gsize       max_length)
{
  gsize length = strspn (text, ID_CHARACTERS);

  return length > 0 && length <= max_length && text[length] == '\0';
}

/* The path is still as it was written: none of the characters allowed needs escaping. */
static gboolean
parse_session (PalcoLink *self,
               GUri      *uri)
{
  g_auto(GStrv) parts = g_strsplit (g_uri_get_path (uri), "/", -1);

  if (g_uri_get_query (uri) != NULL || g_strv_length (parts) != 3 || *parts[0] != '\0' ||
      !is_word (parts[1], REGION_MAX_LENGTH) || !is_word (parts[2], ID_MAX_LENGTH))
    return FALSE;

  self->region_id = g_strdup (parts[1]);
  self->session_id = g_strdup (parts[2]);

  return TRUE;
}

static gboolean
parse_new (PalcoLink *self,
           GUri      *uri)
{
  const char *path = g_uri_get_path (uri);
  g_autoptr(GHashTable) parameters = NULL;
  const char *preset;

  if (*path != '\0' && !g_str_equal (path, "/"))
    return FALSE;

  if (g_uri_get_query (uri) == NULL)
    return TRUE;

  parameters = g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
  preset = parameters != NULL ? g_hash_table_lookup (parameters, "preset") : NULL;
  if (preset == NULL || g_hash_table_size (parameters) != 1 || *preset == '\0' ||
      strlen (preset) > PRESET_MAX_LENGTH || !g_utf8_validate (preset, -1, NULL))
    return FALSE;

  self->preset = g_strdup (preset);

  return TRUE;
}

static gboolean
has_no_more (GUri *uri)
{
  return g_uri_get_userinfo (uri) == NULL && g_uri_get_port (uri) == -1 &&
         g_uri_get_fragment (uri) == NULL;
}

static gboolean
parse_parts (PalcoLink *self,
             GUri      *uri)
{
  const char *host = g_uri_get_host (uri);

  if (!g_str_equal (g_uri_get_scheme (uri), PALCO_LINK_SCHEME) || host == NULL ||
      !has_no_more (uri))
    return FALSE;

  if (g_str_equal (host, "session"))
    return parse_session (self, uri);

  return g_str_equal (host, "new") && parse_new (self, uri);
}

/* Returns: (transfer full) (nullable): what the link asks for */
PalcoLink *
palco_link_parse (const char  *uri,
                  GError     **error)
{
  g_autoptr(PalcoLink) self = g_new0 (PalcoLink, 1);
  g_autoptr(GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED, NULL);

  if (parsed != NULL && parse_parts (self, parsed))
    return g_steal_pointer (&self);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _("The link is not one of Palco's, or was cut off. Copy it again, as a whole."));

  return NULL;
}
