/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <stdio.h>
#include <time.h>

#include "palco-memory.h"
#include "palco-sessions-page.h"
#include "palco-test-regions.h"
#include "palco-test-sessions.h"

/* The page with 500 sessions: what a look at the service costs the main loop, and what a frame
 * costs while it scrolls, next to a list of 500 bare labels. Prints milliseconds of the processor. */

#define N_SESSIONS   500
#define N_REFRESHES  51
#define N_FRAMES     240
#define STEP_PIXELS  41

/* Of the processor, so that what else the machine does is left out. */
static gint64
get_cpu_usecs (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static double
msecs_since (gint64 begin)
{
  return (get_cpu_usecs () - begin) / 1e3;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  const double *first = a;
  const double *second = b;

  return (*first > *second) - (*first < *second);
}

static double
quantile (GArray *values,
          double  q)
{
  g_array_sort (values, compare_doubles);

  return g_array_index (values, double, MIN ((guint) (values->len * q), values->len - 1));
}

static PalcoTestSession
describe (guint    number,
          guint    round,
          gboolean is_extended)
{
  return (PalcoTestSession) {
    .state = number % 10 == 0 ? PALCO_SESSION_STATE_STOPPED : PALCO_SESSION_STATE_READY,
    .size_id = number % 3 == 0 ? "Premium" : "Standard",
    .lease_minutes = 240 + is_extended,
    .seconds_left = 7200 + number - round,
    .created = 1772366400 + number,
  };
}

static PalcoSessionList *
make_sessions (void)
{
  PalcoSessionList *list = palco_test_session_list_new ();

  for (guint i = 0; i < N_SESSIONS; i++)
    {
      g_autofree char *id = g_strdup_printf ("session-%03u", i);
      PalcoTestSession facts = describe (i, 0, FALSE);

      facts.id = id;
      palco_test_session_list_add (list, &facts);
    }

  return list;
}

static double
refresh (PalcoSessionList *list,
         guint             round,
         gboolean          extends)
{
  gint64 begin = get_cpu_usecs ();

  for (guint i = 0; i < N_SESSIONS; i++)
    {
      g_autoptr(PalcoSession) session = g_list_model_get_item (G_LIST_MODEL (list), i);
      PalcoTestSession facts = describe (N_SESSIONS - 1 - i, round, extends && round % 2);

      palco_test_session_change (session, &facts);
    }

  return msecs_since (begin);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static double
measure_refresh (PalcoSessionList *list,
                 gboolean          extends)
{
  g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < N_REFRESHES; i++)
    {
      double time = refresh (list, i, extends);

      g_array_append_val (times, time);
      settle ();
    }

  return quantile (times, 0.5);
}

typedef struct
{
  GtkAdjustment *adjustment;
  GArray        *frames;
  gint64         begin;
} Scrolling;

static void
begin_frame_cb (Scrolling *self)
{
  self->begin = get_cpu_usecs ();
  gtk_adjustment_set_value (self->adjustment,
                            gtk_adjustment_get_value (self->adjustment) + STEP_PIXELS);
}

static void
end_frame_cb (Scrolling *self)
{
  double time = msecs_since (self->begin);

  g_array_append_val (self->frames, time);
}

/* Of the list that is seen; a closed drop-down has one too. */
static GtkAdjustment *
find_adjustment (GtkWidget *widget)
{
  if (GTK_IS_LIST_VIEW (widget) && gtk_widget_get_mapped (widget))
    return gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkAdjustment *adjustment = find_adjustment (child);

      if (adjustment != NULL)
        return adjustment;
    }

  return NULL;
}

static void
measure_scrolling (GtkWidget *window,
                   double    *median,
                   double    *worst)
{
  g_autoptr(GArray) frames = g_array_new (FALSE, FALSE, sizeof (double));
  Scrolling scrolling = { .adjustment = find_adjustment (window), .frames = frames };
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (begin_frame_cb), &scrolling);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (end_frame_cb), &scrolling);
  gdk_frame_clock_begin_updating (clock);
  while (frames->len < N_FRAMES)
    g_main_context_iteration (NULL, TRUE);
  gdk_frame_clock_end_updating (clock);
  g_signal_handlers_disconnect_by_data (clock, &scrolling);

  *median = quantile (frames, 0.5);
  *worst = quantile (frames, 0.95);

  g_assert_cmpfloat (gtk_adjustment_get_value (scrolling.adjustment), >, N_FRAMES * STEP_PIXELS / 2);
}

static GtkWidget *
show_in_window (GtkWidget *child)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 1120, 720);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (child) || gtk_widget_get_width (window) <= 1)
    g_main_context_iteration (NULL, TRUE);
  settle ();

  return window;
}

static void
setup_label_cb (GtkSignalListItemFactory *factory,
                GtkListItem              *list_item)
{
  gtk_list_item_set_child (list_item, gtk_label_new (NULL));
}

static void
bind_label_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *list_item)
{
  PalcoSession *session = gtk_list_item_get_item (list_item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (list_item)),
                       palco_session_get_id (session));
}

static GtkWidget *
make_bare_list (PalcoSessionList *list)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkNoSelection *selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (list)));
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_label_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_label_cb), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller),
                                 gtk_list_view_new (GTK_SELECTION_MODEL (selection), factory));

  return scroller;
}

int
main (void)
{
  g_autoptr(PalcoSessionList) list = NULL;
  g_autoptr(PalcoConnection) connection = NULL;
  GtkWidget *page;
  GtkWidget *window;
  double median;
  double worst;

  palco_memory_give_frames_back ();
  adw_init ();
  palco_test_load_style ();
  list = make_sessions ();

  window = show_in_window (make_bare_list (list));
  measure_scrolling (window, &median, &worst);
  printf ("bare-frame %.2f %.2f\n", median, worst);
  gtk_window_destroy (GTK_WINDOW (window));

  connection = palco_connection_new ();
  page = palco_sessions_page_new (connection);
  palco_sessions_page_show_sessions (PALCO_SESSIONS_PAGE (page), list);
  window = show_in_window (page);
  measure_scrolling (window, &median, &worst);
  printf ("page-frame %.2f %.2f\n", median, worst);
  printf ("refresh %.2f\n", measure_refresh (list, FALSE));
  printf ("all-extended %.2f\n", measure_refresh (list, TRUE));
  gtk_window_destroy (GTK_WINDOW (window));

  return 0;
}
