/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-launch-page.h"

#include <glib/gi18n.h>

#include "palco-format.h"
#include "palco-lease-group.h"
#include "palco-size-card.h"
#include "palco-toast.h"
#include "palco-widgets.h"

/**
 * PalcoLaunchPage:
 *
 * Where, how big, how long, start.
 */

struct _PalcoLaunchPage
{
  AdwBin           parent_instance;
  GtkListBox      *region_box;
  GtkFlowBox      *size_box;
  PalcoLeaseGroup *lease_group;
  PalcoConnection *connection;
  GSettings       *settings;
  PalcoCatalogue  *catalogue;
  PalcoRegion     *region;
  PalcoSize       *size;
  gboolean         starting;
  gboolean         was_mapped;
  GtkCheckButton  *region_group;   /* in no window: makes even a single region a radio button */
  GtkToggleButton *size_group;
  GCancellable    *cancellable;    /* of the page */
  GCancellable    *start_cancellable;
};

enum {
  PROP_CONNECTION = 1,
  PROP_REGION,
  PROP_SIZE,
  PROP_STARTING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoLaunchPage, palco_launch_page, ADW_TYPE_BIN)

static char *
start_text (PalcoLaunchPage *self,
            PalcoRegion     *region)
{
  PalcoAccount *account;

  if (region == NULL)
    return g_strdup (_("Start Session"));

  account = palco_connection_get_account (self->connection);
  if (account != NULL && palco_account_is_local (account))
    return g_strdup (_("Start Session on This Computer"));

  /* Translators: %s is the name of a region. */
  return g_strdup_printf (_("Start Session in %s"), palco_format_region_name (region));
}

static char *
start_content (PalcoLaunchPage *self,
               gboolean         is_starting)
{
  return g_strdup (is_starting ? "starting" : "start");
}

static char *
cost_text (PalcoLaunchPage *self,
           PalcoSize       *size,
           guint            lease_minutes)
{
  g_autofree char *lease = palco_format_lease (lease_minutes);
  const char *currency;
  double per_hour;

  if (size != NULL && palco_size_get_free (size) == 0)
    return g_strdup (_("All servers of this size are in use: the session may not start."));

  if (size != NULL && palco_size_get_price (size, &per_hour, &currency))
    return palco_format_most (lease_minutes, per_hour, currency);

  /* Translators: %s is a lease time, for example “1 h 30 min”. */
  return g_strdup_printf (_("Ends by itself %s after it is ready"), lease);
}

static void
set_region (PalcoLaunchPage *self,
            PalcoRegion     *region)
{
  if (g_set_object (&self->region, region))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REGION]);
}

static void
set_size (PalcoLaunchPage *self,
          PalcoSize       *size)
{
  if (g_set_object (&self->size, size))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIZE]);
}

static void
set_starting (PalcoLaunchPage *self,
              gboolean         is_starting)
{
  self->starting = is_starting;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STARTING]);
}

static void
update_actions (PalcoLaunchPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "launch.start",
                                 self->region != NULL && self->size != NULL && !self->starting);
}

static void
region_toggled_cb (PalcoLaunchPage *self,
                   GtkCheckButton  *check)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (check), GTK_TYPE_LIST_BOX_ROW);
  g_autoptr(PalcoRegion) region = NULL;

  if (!gtk_check_button_get_active (check) || self->catalogue == NULL)
    return;

  region = g_list_model_get_item (palco_catalogue_get_regions (self->catalogue),
                                  gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)));
  set_region (self, region);
  g_settings_set_string (self->settings, "region", palco_region_get_id (region));
}

static void
card_toggled_cb (PalcoLaunchPage *self,
                 GtkToggleButton *card)
{
  PalcoSize *size = palco_size_card_get_size (PALCO_SIZE_CARD (card));

  if (!gtk_toggle_button_get_active (card))
    return;

  set_size (self, size);
  g_settings_set_string (self->settings, "server-size", palco_size_get_id (size));
}

/* Free servers are told for the region that was asked; with one region that is all. */
static char *
region_subtitle (PalcoLaunchPage *self)
{
  if (g_list_model_get_n_items (palco_catalogue_get_regions (self->catalogue)) != 1)
    return NULL;

  return palco_format_sizes_free (palco_catalogue_get_sizes (self->catalogue));
}

static GtkWidget *
create_region_row (gpointer item,
                   gpointer user_data)
{
  PalcoLaunchPage *self = user_data;
  PalcoRegion *region = item;
  g_autofree char *subtitle = region_subtitle (self);
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *row = palco_action_row_new (palco_format_region_name (region), subtitle);

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), self->region_group);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), region == self->region);
  g_signal_connect_object (check, "toggled", G_CALLBACK (region_toggled_cb), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);

  return row;
}

static GtkWidget *
create_card (gpointer item,
             gpointer user_data)
{
  PalcoLaunchPage *self = user_data;
  GtkWidget *card = palco_size_card_new (PALCO_SIZE (item));
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (card), self->size_group);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (card), item == self->size);
  g_signal_connect_object (card, "toggled", G_CALLBACK (card_toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), card);
  gtk_widget_set_focusable (child, FALSE);

  return child;
}

/* What was chosen before stays chosen where it is still offered; else the first. */
static void
choose (PalcoLaunchPage *self)
{
  g_autofree char *region_id = g_settings_get_string (self->settings, "region");
  g_autofree char *size_id = g_settings_get_string (self->settings, "server-size");
  GListModel *regions = palco_catalogue_get_regions (self->catalogue);
  GListModel *sizes = palco_catalogue_get_sizes (self->catalogue);
  g_autoptr(PalcoRegion) first_region = g_list_model_get_item (regions, 0);
  g_autoptr(PalcoSize) first_size = g_list_model_get_item (sizes, 0);
  PalcoRegion *region = palco_catalogue_lookup_region (self->catalogue, region_id);
  PalcoSize *size = palco_catalogue_lookup_size (self->catalogue, size_id);

  set_region (self, region != NULL ? region : first_region);
  set_size (self, size != NULL ? size : first_size);
}

static void
show_catalogue (PalcoLaunchPage *self)
{
  PalcoClient *client = palco_connection_get_client (self->connection);
  PalcoCatalogue *catalogue = client != NULL ? palco_client_get_catalogue (client) : NULL;

  if (!g_set_object (&self->catalogue, catalogue))
    return;

  if (catalogue == NULL)
    {
      gtk_list_box_bind_model (self->region_box, NULL, NULL, NULL, NULL);
      gtk_flow_box_bind_model (self->size_box, NULL, NULL, NULL, NULL);
      set_region (self, NULL);
      set_size (self, NULL);
    }
  else
    {
      choose (self);
      gtk_list_box_bind_model (self->region_box, palco_catalogue_get_regions (catalogue),
                               create_region_row, self, NULL);
      gtk_flow_box_bind_model (self->size_box, palco_catalogue_get_sizes (catalogue), create_card,
                               self, NULL);
    }

  update_actions (self);
}

static void start (PalcoLaunchPage *self);

/* After a cancelled request nobody knows whether it arrived; the journal has its id. */
static void
reconciled_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  PalcoLaunchPage *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = NULL;
  PalcoSessionList *sessions;

  found = palco_client_reconcile_finish (PALCO_CLIENT (source), result, &error);
  if (palco_error_is_cancelled (error) || found == NULL)
    return;

  sessions = palco_connection_get_sessions (self->connection);
  for (guint i = 0; i < found->len && sessions != NULL; i++)
    palco_session_list_add (sessions, found->pdata[i]);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(PalcoLaunchPage) self = user_data;
  PalcoClient *client = PALCO_CLIENT (source);
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoSession) session = NULL;
  PalcoSessionList *sessions;

  session = palco_client_create_session_finish (client, result, &error);

  /* The window was closed meanwhile; the next start finds the session in the journal. */
  if (self->connection == NULL)
    return;

  sessions = palco_connection_get_sessions (self->connection);
  set_starting (self, FALSE);
  update_actions (self);

  if (palco_error_is_cancelled (error))
    {
      palco_client_reconcile_async (client, self->cancellable, reconciled_cb, self);
    }
  else if (error != NULL)
    {
      palco_toast_error (GTK_WIDGET (self), _("Could not start a session"), error,
                         G_CALLBACK (start));
    }
  else if (sessions != NULL && palco_session_list_get_client (sessions) == client)
    {
      palco_session_list_add (sessions, session);
      gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "sessions");
    }
}

static void
start (PalcoLaunchPage *self)
{
  g_autoptr(PalcoSessionOptions) options = NULL;
  PalcoClient *client = palco_connection_get_client (self->connection);

  if (client == NULL || self->region == NULL || self->size == NULL || self->starting)
    return;

  g_clear_object (&self->start_cancellable);
  self->start_cancellable = g_cancellable_new ();
  options = palco_session_options_new (palco_size_get_id (self->size),
                                       palco_lease_group_get_minutes (self->lease_group));
  set_starting (self, TRUE);
  update_actions (self);
  palco_client_create_session_async (client, self->region, options, self->start_cancellable,
                                     created_cb, g_object_ref (self));
}

static void
start_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  start (PALCO_LAUNCH_PAGE (widget));
}

static void
cancel_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  PalcoLaunchPage *self = PALCO_LAUNCH_PAGE (widget);

  g_cancellable_cancel (self->start_cancellable);
}

/* Whatever cannot be reached now is told by the page of sessions; old facts stay. */
static void
reloaded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  PalcoLaunchPage *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoCatalogue) catalogue = NULL;

  catalogue = palco_client_load_catalogue_finish (PALCO_CLIENT (source), result, &error);
  if (!palco_error_is_cancelled (error) && catalogue != NULL)
    show_catalogue (self);
}

static void
palco_launch_page_map (GtkWidget *widget)
{
  PalcoLaunchPage *self = PALCO_LAUNCH_PAGE (widget);

  GTK_WIDGET_CLASS (palco_launch_page_parent_class)->map (widget);

  if (self->was_mapped)
    palco_launch_page_refresh (self);
  self->was_mapped = TRUE;
}

static void
palco_launch_page_constructed (GObject *object)
{
  PalcoLaunchPage *self = PALCO_LAUNCH_PAGE (object);

  G_OBJECT_CLASS (palco_launch_page_parent_class)->constructed (object);

  g_settings_bind (self->settings, "lease-minutes", self->lease_group, "minutes",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (self->connection, "notify::client", G_CALLBACK (show_catalogue), self,
                           G_CONNECT_SWAPPED);
  show_catalogue (self);
}

static void
palco_launch_page_dispose (GObject *object)
{
  PalcoLaunchPage *self = PALCO_LAUNCH_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (palco_launch_page_parent_class)->dispose (object);
}

static void
palco_launch_page_finalize (GObject *object)
{
  PalcoLaunchPage *self = PALCO_LAUNCH_PAGE (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->region);
  g_clear_object (&self->size);
  g_clear_object (&self->region_group);
  g_clear_object (&self->size_group);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->start_cancellable);

  G_OBJECT_CLASS (palco_launch_page_parent_class)->finalize (object);
}

static void
palco_launch_page_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  PalcoLaunchPage *self = PALCO_LAUNCH_PAGE (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_REGION:
      g_value_set_object (value, self->region);
      break;
    case PROP_SIZE:
      g_value_set_object (value, self->size);
      break;
    case PROP_STARTING:
      g_value_set_boolean (value, self->starting);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_launch_page_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  PalcoLaunchPage *self = PALCO_LAUNCH_PAGE (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      self->connection = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PALCO_TYPE_LEASE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-launch-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoLaunchPage, region_box);
  gtk_widget_class_bind_template_child (widget_class, PalcoLaunchPage, size_box);
  gtk_widget_class_bind_template_child (widget_class, PalcoLaunchPage, lease_group);
  gtk_widget_class_bind_template_callback (widget_class, start_text);
  gtk_widget_class_bind_template_callback (widget_class, start_content);
  gtk_widget_class_bind_template_callback (widget_class, cost_text);
}

static void
palco_launch_page_class_init (PalcoLaunchPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = palco_launch_page_constructed;
  object_class->dispose = palco_launch_page_dispose;
  object_class->finalize = palco_launch_page_finalize;
  object_class->get_property = palco_launch_page_get_property;
  object_class->set_property = palco_launch_page_set_property;

  widget_class->map = palco_launch_page_map;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, PALCO_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_REGION] = g_param_spec_object ("region", NULL, NULL, PALCO_TYPE_REGION, read);
  properties[PROP_SIZE] = g_param_spec_object ("size", NULL, NULL, PALCO_TYPE_SIZE, read);
  properties[PROP_STARTING] = g_param_spec_boolean ("starting", NULL, NULL, FALSE, read);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "launch.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "launch.cancel", NULL, cancel_action);

  bind_template (widget_class);
}

static void
palco_launch_page_init (PalcoLaunchPage *self)
{
  self->settings = g_settings_new (PALCO_APP_ID);
  self->cancellable = g_cancellable_new ();
  self->region_group = g_object_ref_sink (GTK_CHECK_BUTTON (gtk_check_button_new ()));
  self->size_group = g_object_ref_sink (GTK_TOGGLE_BUTTON (gtk_toggle_button_new ()));

  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
palco_launch_page_new (PalcoConnection *connection)
{
  return g_object_new (PALCO_TYPE_LAUNCH_PAGE, "connection", connection, NULL);
}

/* Prices and free servers, as the service tells them now. */
void
palco_launch_page_refresh (PalcoLaunchPage *self)
{
  PalcoClient *client;

  g_return_if_fail (PALCO_IS_LAUNCH_PAGE (self));

  client = palco_connection_get_client (self->connection);
  if (client != NULL)
    palco_client_load_catalogue_async (client, self->cancellable, reloaded_cb, self);
}
