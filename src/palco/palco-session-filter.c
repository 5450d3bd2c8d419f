/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-filter.h"

#include <string.h>

#include "palco-session-words.h"

/**
 * PalcoSessionFilter:
 *
 * Lets through the sessions that somebody looks for: by how far they are, and by words that may
 * stand anywhere in a row.
 */

struct _PalcoSessionFilter
{
  GtkFilter          parent_instance;
  PalcoSessionShow   show;
  char             **words;     /* folded; NULL where nothing is searched for */
};

G_DEFINE_FINAL_TYPE (PalcoSessionFilter, palco_session_filter, GTK_TYPE_FILTER)

static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal != NULL ? normal : "", -1);
}

/* All words of the row, folded. */
static char *
dup_haystack (PalcoSessionItem *item)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = palco_session_words_name (item);
  g_autofree char *place = palco_session_words_place (item, now);
  g_autofree char *text = NULL;

  text = g_strjoin ("\n", name, palco_session_item_get_id (item),
                    palco_session_words_state (item), place, NULL);

  return fold (text);
}

static gboolean
has_all_words (PalcoSessionFilter *self,
               PalcoSessionItem   *item)
{
  g_autofree char *haystack = dup_haystack (item);

  for (guint i = 0; self->words[i] != NULL; i++)
    {
      if (strstr (haystack, self->words[i]) == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
palco_session_filter_match (GtkFilter *filter,
                            gpointer   item)
{
  PalcoSessionFilter *self = PALCO_SESSION_FILTER (filter);

  if (self->show != PALCO_SESSION_SHOW_ALL &&
      palco_session_item_is_live (item) != (self->show == PALCO_SESSION_SHOW_RUNNING))
    return FALSE;

  return self->words == NULL || has_all_words (self, item);
}

static GtkFilterMatch
palco_session_filter_get_strictness (GtkFilter *filter)
{
  return palco_session_filter_is_narrow (PALCO_SESSION_FILTER (filter)) ? GTK_FILTER_MATCH_SOME
                                                                        : GTK_FILTER_MATCH_ALL;
}

static void
palco_session_filter_finalize (GObject *object)
{
  PalcoSessionFilter *self = PALCO_SESSION_FILTER (object);

  g_strfreev (self->words);

  G_OBJECT_CLASS (palco_session_filter_parent_class)->finalize (object);
}

static void
palco_session_filter_class_init (PalcoSessionFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkFilterClass *filter_class = GTK_FILTER_CLASS (klass);

  object_class->finalize = palco_session_filter_finalize;

  filter_class->match = palco_session_filter_match;
  filter_class->get_strictness = palco_session_filter_get_strictness;
}

static void
palco_session_filter_init (PalcoSessionFilter *self)
{
}

GtkFilter *
palco_session_filter_new (void)
{
  return g_object_new (PALCO_TYPE_SESSION_FILTER, NULL);
}

void
palco_session_filter_set_show (PalcoSessionFilter *self,
                               PalcoSessionShow    show)
{
  g_return_if_fail (PALCO_IS_SESSION_FILTER (self));

  if (self->show == show)
    return;

  self->show = show;
  gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_DIFFERENT);
}

void
palco_session_filter_set_search (PalcoSessionFilter *self,
                                 const char         *search)
{
  g_autofree char *folded = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (PALCO_IS_SESSION_FILTER (self));

  folded = fold (search);
  text = g_strstrip (g_steal_pointer (&folded));
  g_clear_pointer (&self->words, g_strfreev);
  if (*text != '\0')
    self->words = g_strsplit (text, " ", -1);

  gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_DIFFERENT);
}

/* Whether it may hold back anything. */
gboolean
palco_session_filter_is_narrow (PalcoSessionFilter *self)
{
  g_return_val_if_fail (PALCO_IS_SESSION_FILTER (self), FALSE);

  return self->show != PALCO_SESSION_SHOW_ALL || self->words != NULL;
}
