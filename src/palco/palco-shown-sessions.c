/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-shown-sessions.h"

#include <string.h>

/* Those that cost money come first, then the newest; the id keeps the order of equals. */
static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  PalcoSessionItem *first = (PalcoSessionItem *) a;
  PalcoSessionItem *second = (PalcoSessionItem *) b;
  GDateTime *created_first = palco_session_item_get_created (first);
  GDateTime *created_second = palco_session_item_get_created (second);
  int order = palco_session_item_is_live (second) - palco_session_item_is_live (first);

  if (order == 0)
    order = (created_first != NULL) - (created_second != NULL);

  if (order == 0 && created_first != NULL)
    order = g_date_time_compare (created_second, created_first);

  return order != 0 ? order : strcmp (palco_session_item_get_id (first),
                                      palco_session_item_get_id (second));
}

static gboolean
is_live_at (GListModel *shown,
            guint       position)
{
  g_autoptr(PalcoSessionItem) item = g_list_model_get_item (shown, position);

  return palco_session_item_is_live (item);
}

/* Each session knows whether a section begins or ends with it: GTK 4.8 has no sections. */
static void
update_edges (GListModel *shown)
{
  guint n_shown = g_list_model_get_n_items (shown);

  for (guint i = 0; i < n_shown; i++)
    {
      g_autoptr(PalcoSessionItem) item = g_list_model_get_item (shown, i);
      gboolean is_live = palco_session_item_is_live (item);
      PalcoSessionEdge edge = 0;

      if (i == 0 || is_live_at (shown, i - 1) != is_live)
        edge |= PALCO_SESSION_EDGE_FIRST;
      if (i + 1 == n_shown || is_live_at (shown, i + 1) != is_live)
        edge |= PALCO_SESSION_EDGE_LAST;

      palco_session_item_set_edge (item, edge);
    }
}

static void
regrouped_cb (GtkFilterListModel *shown)
{
  GtkSortListModel *sorted = GTK_SORT_LIST_MODEL (gtk_filter_list_model_get_model (shown));

  gtk_sorter_changed (gtk_sort_list_model_get_sorter (sorted), GTK_SORTER_CHANGE_DIFFERENT);
  gtk_filter_changed (gtk_filter_list_model_get_filter (shown), GTK_FILTER_CHANGE_DIFFERENT);

  /* One that ended may stand where it stood. */
  update_edges (G_LIST_MODEL (shown));
}

/**
 * palco_shown_sessions_new:
 * @items: all sessions
 * @filter: which of them to show
 *
 * Returns: (transfer full): a list of #PalcoSessionItem, in two sections: those that run, then
 *   those that ended, the newest of each first
 */
GListModel *
palco_shown_sessions_new (PalcoSessionItems *items,
                          GtkFilter         *filter)
{
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare, NULL, NULL));
  GtkSortListModel *sorted =
    gtk_sort_list_model_new (G_LIST_MODEL (g_object_ref (items)), sorter);
  GtkFilterListModel *shown =
    gtk_filter_list_model_new (G_LIST_MODEL (sorted), g_object_ref (filter));

  g_signal_connect (shown, "items-changed", G_CALLBACK (update_edges), NULL);
  g_signal_connect_object (items, "regrouped", G_CALLBACK (regrouped_cb), shown, G_CONNECT_SWAPPED);

  return G_LIST_MODEL (shown);
}

/* Returns: (transfer none): the session at @position, which the model keeps */
PalcoSessionItem *
palco_shown_sessions_get (GListModel *shown,
                          guint       position)
{
  g_autoptr(PalcoSessionItem) item = g_list_model_get_item (shown, position);

  return item;
}
