/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-session-finder.h"

#include <glib/gi18n.h>

#include "palco-format.h"
#include "palco-session-row.h"
#include "palco-toast.h"

/* As long as regions may take to answer. */
#define FIND_SECS 20

/**
 * PalcoSessionFinder:
 *
 * Brings one session of a list into view and gives it the focus, as soon as it is there.
 */

struct _PalcoSessionFinder
{
  GObject            parent_instance;
  GtkListView       *list_view;   /* which owns us, by its page */
  PalcoSessionItems *items;
  GListModel        *shown;       /* what is left of @items after filtering */
  char              *wanted;      /* id; NULL when there is nothing to find */
  guint              timeout_id;
  guint              idle_id;
  guint              tick_id;
};

G_DEFINE_FINAL_TYPE (PalcoSessionFinder, palco_session_finder, G_TYPE_OBJECT)

static void
stop (PalcoSessionFinder *self)
{
  g_clear_pointer (&self->wanted, g_free);
  g_clear_handle_id (&self->timeout_id, g_source_remove);
}

static gboolean
find_position (PalcoSessionFinder *self,
               PalcoSessionItem   *item,
               guint              *position)
{
  for (*position = 0; *position < g_list_model_get_n_items (self->shown); (*position)++)
    {
      g_autoptr(PalcoSessionItem) other = g_list_model_get_item (self->shown, *position);

      if (other == item)
        return TRUE;
    }

  return FALSE;
}

/* GTK 4.8 can scroll a list but not move its focus; rows are there once they are scrolled to. */
static void
focus_row (PalcoSessionFinder *self,
           PalcoSessionItem   *item)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->list_view));
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list_view));

  while (row != NULL &&
         palco_session_row_get_item (PALCO_SESSION_ROW (gtk_widget_get_first_child (row))) != item)
    row = gtk_widget_get_next_sibling (row);

  if (row != NULL && gtk_widget_grab_focus (row))
    gtk_window_set_focus_visible (GTK_WINDOW (root), TRUE);
}

static PalcoSessionItem *
lookup (PalcoSessionFinder *self)
{
  return self->wanted != NULL ? palco_session_items_lookup (self->items, self->wanted) : NULL;
}

/* A list that has no size yet cannot be scrolled. */
static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  PalcoSessionFinder *self = PALCO_SESSION_FINDER (user_data);
  PalcoSessionItem *item = lookup (self);
  guint position;

  if (gtk_widget_get_mapped (widget) && gtk_widget_get_height (widget) == 0)
    return G_SOURCE_CONTINUE;

  self->tick_id = 0;
  if (item != NULL && gtk_widget_get_mapped (widget) && find_position (self, item, &position))
    {
      gtk_widget_activate_action (widget, "list.scroll-to-item", "u", position);
      focus_row (self, item);
      stop (self);
    }

  return G_SOURCE_REMOVE;
}

/* When all models have heard of what changed. */
static gboolean
idle_cb (gpointer user_data)
{
  PalcoSessionFinder *self = PALCO_SESSION_FINDER (user_data);
  GtkWidget *list_view = GTK_WIDGET (self->list_view);
  PalcoSessionItem *item = lookup (self);
  guint position;

  self->idle_id = 0;
  if (item == NULL)
    return G_SOURCE_REMOVE;

  if (!find_position (self, item, &position))
    gtk_widget_activate_action (list_view, "sessions.show-all", NULL);
  else if (gtk_widget_get_mapped (list_view) && self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (list_view, tick_cb, self, NULL);

  return G_SOURCE_REMOVE;
}

static void
look (PalcoSessionFinder *self)
{
  if (self->wanted != NULL && self->idle_id == 0)
    self->idle_id = g_idle_add (idle_cb, self);
}

static gboolean
timeout_cb (gpointer user_data)
{
  PalcoSessionFinder *self = PALCO_SESSION_FINDER (user_data);
  g_autofree char *name = palco_format_session_name (self->wanted);
  g_autofree char *text = NULL;

  /* Nobody can be asked while there is no connection. */
  if (palco_session_items_get_sessions (self->items) == NULL)
    return G_SOURCE_CONTINUE;

  self->timeout_id = 0;
  if (lookup (self) != NULL)    /* it is there, and shown as soon as its page is drawn */
    return G_SOURCE_REMOVE;

  /* Translators: %s is the name of a session. */
  text = g_strdup_printf (_("Could not find “%s” in this account"), name);
  stop (self);
  palco_toast_message (GTK_WIDGET (self->list_view), text);

  return G_SOURCE_REMOVE;
}

static void
palco_session_finder_dispose (GObject *object)
{
  PalcoSessionFinder *self = PALCO_SESSION_FINDER (object);

  stop (self);
  g_clear_handle_id (&self->idle_id, g_source_remove);
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->list_view), self->tick_id);

  self->tick_id = 0;
  g_clear_object (&self->items);
  g_clear_object (&self->shown);

  G_OBJECT_CLASS (palco_session_finder_parent_class)->dispose (object);
}

static void
palco_session_finder_class_init (PalcoSessionFinderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = palco_session_finder_dispose;
}

static void
palco_session_finder_init (PalcoSessionFinder *self)
{
}

/**
 * palco_session_finder_new:
 * @list_view: where to show a session, with #PalcoSessionRow in its rows
 * @items: all sessions
 * @shown: those in @list_view
 */
PalcoSessionFinder *
palco_session_finder_new (GtkListView       *list_view,
                          PalcoSessionItems *items,
                          GListModel        *shown)
{
  PalcoSessionFinder *self = g_object_new (PALCO_TYPE_SESSION_FINDER, NULL);

  self->list_view = list_view;
  self->items = g_object_ref (items);
  self->shown = g_object_ref (shown);
  g_signal_connect_object (list_view, "map", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (items, "items-changed", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shown, "items-changed", G_CALLBACK (look), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * palco_session_finder_find:
 * @self: a finder
 * @id: an id of a session
 *
 * Waits for the session, and tells when it does not come. What filters it out is taken away.
 */
void
palco_session_finder_find (PalcoSessionFinder *self,
                           const char         *id)
{
  g_return_if_fail (PALCO_IS_SESSION_FINDER (self));

  stop (self);
  self->wanted = g_strdup (id);
  self->timeout_id = g_timeout_add_seconds (FIND_SECS, timeout_cb, self);
  look (self);
}
