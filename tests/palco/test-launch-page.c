/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-catalogue-private.h"
#include "palco-client-private.h"
#include "palco-connection-fields.h"
#include "palco-launch-page.h"
#include "palco-lease-group.h"
#include "palco-size-box.h"
#include "palco-size-private.h"
#include "palco-start-bar.h"
#include "palco-test-await.h"
#include "palco-test-regions.h"
#include "palco-test-window.h"

#define NOTHING_LISTENS "http://127.0.0.1:1"

typedef struct
{
  GSettings       *settings;
  PalcoConnection *connection;
  PalcoCatalogue  *catalogue;
  PalcoLaunchPage *page;
  GtkWidget       *window;
  PalcoStartBar   *start_bar;
  guint            n_starts;
} Fixture;

typedef void (*Change) (Fixture *self);

/* Of an account that uses two regions, neither of which answers. */
static void
connect_account (Fixture *self)
{
  const PalcoSizeInfo sizes[] = {
    { .id = "Standard", .price_per_hour = -1, .total = -1, .free = -1 },
    { .id = "Premium", .price_per_hour = -1, .total = -1, .free = -1 },
  };
  g_autoptr(PalcoAccount) account = palco_account_new ("Studio", NOTHING_LISTENS, "anna");
  g_autoptr(PalcoKeyHolder) keys = palco_key_holder_new (NULL);
  g_autoptr(PalcoClient) client = palco_client_new (account, PALCO_CREDENTIALS (keys), NULL);

  g_clear_object (&self->catalogue);
  self->catalogue = palco_catalogue_new ("Test", NOTHING_LISTENS, TRUE);
  for (guint i = 0; i < 2; i++)
    {
      const PalcoTestRegion *place = &palco_test_regions[i];
      g_autoptr(PalcoRegion) region =
        palco_test_region_new (place->name, place->latitude, place->longitude);
      g_autoptr(PalcoSize) size = palco_size_new (&sizes[i]);

      palco_catalogue_add_region (self->catalogue, region);
      palco_catalogue_add_size (self->catalogue, size);
    }

  palco_client_set_catalogue (client, self->catalogue);
  g_set_object (&self->connection->account, account);
  g_set_object (&self->connection->client, client);
  g_object_notify (G_OBJECT (self->connection), "client");
}

static GObject *
get_child (Fixture    *self,
           const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (self->page), PALCO_TYPE_LAUNCH_PAGE, name);
}

static void
running_cb (Fixture *self)
{
  self->n_starts += palco_start_bar_get_running (self->start_bar);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->settings = g_settings_new (PALCO_APP_ID);
  g_settings_set_boolean (self->settings, "measure-latency", TRUE);
  g_settings_reset (self->settings, "chosen-regions");
  self->connection = palco_connection_new ();
  connect_account (self);
  self->page = PALCO_LAUNCH_PAGE (palco_launch_page_new (self->connection));
  self->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->page));
  self->start_bar = PALCO_START_BAR (get_child (self, "start_bar"));
  g_object_add_weak_pointer (G_OBJECT (self->start_bar), (gpointer *) &self->start_bar);
  g_signal_connect_swapped (self->start_bar, "notify::running", G_CALLBACK (running_cb), self);
}

/* A start that was cancelled keeps the bar until it has ended. */
static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  palco_start_bar_cancel (self->start_bar);
  gtk_window_destroy (GTK_WINDOW (self->window));
  palco_test_await_that (self->start_bar == NULL);
  g_object_unref (self->connection);
  g_object_unref (self->catalogue);
  g_object_unref (self->settings);
}

static PalcoRegion *
get_region (Fixture *self,
            guint    index)
{
  g_autoptr(PalcoRegion) region =
    g_list_model_get_item (palco_catalogue_get_regions (self->catalogue), index);

  return region;
}

static gboolean
is_measured (Fixture *self)
{
  return palco_region_get_latency (get_region (self, 0)) != NULL &&
         palco_region_get_latency (get_region (self, 1)) != NULL;
}

static PalcoPreset *
new_preset (const char *region_id,
            guint       lease_minutes)
{
  return palco_preset_new (NULL, "Turbine", "", region_id, "Standard", lease_minutes, 0,
                           PALCO_WHEN_FULL_NONE);
}

static void
start_preset (Fixture    *self,
              const char *region_id)
{
  g_autoptr(PalcoPreset) preset = new_preset (region_id, 45);

  palco_launch_page_start_preset (self->page, preset);
}

static void
test_start_in_a_region (Fixture       *self,
                        gconstpointer  data)
{
  start_preset (self, palco_region_get_id (get_region (self, 1)));
  g_assert_cmpuint (self->n_starts, ==, 1);
}

static void
test_start_when_measured (Fixture       *self,
                          gconstpointer  data)
{
  start_preset (self, "");
  g_assert_cmpuint (self->n_starts, ==, 0);
  palco_test_await_that (self->n_starts > 0);
  g_assert_true (is_measured (self));
}

/* As when the account was just switched, and regions of the other were measured last. */
static void
test_start_when_measured_again (Fixture       *self,
                                gconstpointer  data)
{
  g_signal_emit_by_name (get_child (self, "strip_button"), "clicked");
  palco_test_await_that (is_measured (self));
  palco_region_set_latency (get_region (self, 0), NULL);
  palco_region_set_latency (get_region (self, 1), NULL);

  start_preset (self, "");
  g_assert_cmpuint (self->n_starts, ==, 0);
  palco_test_await_that (self->n_starts > 0);
  g_assert_true (is_measured (self));
}

/* Where nothing measures, waiting would have no end. */
static void
test_start_without_measuring (Fixture       *self,
                              gconstpointer  data)
{
  g_settings_set_boolean (self->settings, "measure-latency", FALSE);
  start_preset (self, "");
  g_assert_cmpuint (self->n_starts, ==, 1);
}

static void
show_another (Fixture *self)
{
  g_autoptr(PalcoPreset) preset = new_preset ("", 120);

  palco_launch_page_show_preset (self->page, preset);
}

/* Nothing in it differs. */
static void
show_the_same (Fixture *self)
{
  g_autoptr(PalcoPreset) preset = new_preset ("", 45);

  palco_launch_page_show_preset (self->page, preset);
}

static void
select_on_the_map (Fixture *self)
{
  g_object_set (get_child (self, "map"), "selected", get_region (self, 1), NULL);
}

static void
select_in_the_list (Fixture *self)
{
  g_object_set (get_child (self, "region_list"), "selected", get_region (self, 1), NULL);
}

static void
choose_a_size (Fixture *self)
{
  palco_size_box_set_wanted_id (PALCO_SIZE_BOX (get_child (self, "size_box")), "Premium");
}

static void
edit_the_lease (Fixture *self)
{
  palco_lease_group_set_minutes (PALCO_LEASE_GROUP (get_child (self, "lease_group")), 50);
}

static void
extend_the_lease (Fixture *self)
{
  g_object_set (get_child (self, "lease_group"), "extend", TRUE, NULL);
}

static void
take_another_size (Fixture *self)
{
  gtk_switch_set_active (GTK_SWITCH (get_child (self, "other_size_switch")), TRUE);
}

static void
leave (Fixture *self)
{
  gtk_widget_map (GTK_WIDGET (self->page));
  gtk_widget_unmap (GTK_WIDGET (self->page));
}

/* What was asked for does not start later, when something else is shown. */
static void
test_forgotten (Fixture       *self,
                gconstpointer  data)
{
  const Change *change = data;

  start_preset (self, "");
  (*change) (self);
  g_signal_emit_by_name (get_child (self, "strip_button"), "clicked");
  palco_test_await_that (is_measured (self));
  g_assert_cmpuint (self->n_starts, ==, 0);
}

/* A minimized window stays mapped. */
static void
test_minimized (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr(PalcoLatencyMonitor) monitor = NULL;

  g_object_get (get_child (self, "region_list"), "monitor", &monitor, NULL);
  gtk_window_present (GTK_WINDOW (self->window));
  palco_test_await_that (palco_latency_monitor_get_active (monitor));
  gtk_window_minimize (GTK_WINDOW (self->window));
  palco_test_await_that (!palco_latency_monitor_get_active (monitor));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (self->page)));

  gtk_window_present (GTK_WINDOW (self->window));
  palco_test_await_that (palco_latency_monitor_get_active (monitor));
  gtk_widget_set_visible (GTK_WIDGET (self->page), FALSE);
  g_assert_false (palco_latency_monitor_get_active (monitor));
}

int
main (int    argc,
      char **argv)
{
  static const struct {
    const char *path;
    Change      change;
  } changes[] = {
    { "/launch-page/forgotten/account", connect_account },
    { "/launch-page/forgotten/other-preset", show_another },
    { "/launch-page/forgotten/same-preset", show_the_same },
    { "/launch-page/forgotten/map", select_on_the_map },
    { "/launch-page/forgotten/list", select_in_the_list },
    { "/launch-page/forgotten/size", choose_a_size },
    { "/launch-page/forgotten/lease", edit_the_lease },
    { "/launch-page/forgotten/extension", extend_the_lease },
    { "/launch-page/forgotten/when-full", take_another_size },
    { "/launch-page/forgotten/left", leave },
  };

  if (!palco_test_window_init (&argc, &argv))
    return 0;

  g_test_add ("/launch-page/start-in-a-region", Fixture, NULL,
              set_up, test_start_in_a_region, tear_down);
  g_test_add ("/launch-page/start-when-measured", Fixture, NULL,
              set_up, test_start_when_measured, tear_down);
  g_test_add ("/launch-page/start-when-measured-again", Fixture, NULL,
              set_up, test_start_when_measured_again, tear_down);
  g_test_add ("/launch-page/start-without-measuring", Fixture, NULL,
              set_up, test_start_without_measuring, tear_down);
  g_test_add ("/launch-page/minimized", Fixture, NULL, set_up, test_minimized, tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    g_test_add (changes[i].path, Fixture, &changes[i].change, set_up, test_forgotten, tear_down);

  return g_test_run ();
}
