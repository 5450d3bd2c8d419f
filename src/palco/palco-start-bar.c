/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-start-bar.h"

#include <glib/gi18n.h>

#include "palco-explain.h"
#include "palco-format-launch.h"
#include "palco-launch-progress.h"
#include "palco-launch-words.h"
#include "palco-toast.h"
#include "palco-widgets.h"

/**
 * PalcoStartBar:
 *
 * The button that starts a session, what that can cost, and how far it is.
 */

struct _PalcoStartBar
{
  AdwBin               parent_instance;
  GtkMenuButton       *menu_button;
  PalcoLaunchProgress *progress;
  PalcoConnection     *connection;
  PalcoLaunchPlan     *plan;          /* the last one, to try it again */
  PalcoLauncher       *launcher;      /* while it runs */
  GCancellable        *cancellable;   /* of that one */
  char                *label;
  char                *cost;
};

enum {
  PROP_LABEL = 1,
  PROP_COST,
  PROP_CONTENT,
  PROP_RUNNING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoStartBar, palco_start_bar, ADW_TYPE_BIN)

static void
set_launcher (PalcoStartBar *self,
              PalcoLauncher *launcher)
{
  if (!g_set_object (&self->launcher, launcher))
    return;

  palco_launch_progress_set_launcher (self->progress, launcher);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTENT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

/* Also after a cancelled start: a stop that is not delivered yet is seen there. */
static void
session_changed_cb (PalcoStartBar *self,
                    GParamSpec    *pspec,
                    PalcoLauncher *launcher)
{
  PalcoSessionList *sessions = palco_connection_get_sessions (self->connection);
  PalcoSession *session = palco_launcher_get_session (launcher);

  if (session != NULL && sessions != NULL &&
      palco_session_list_get_client (sessions) == palco_launcher_get_client (launcher))
    palco_session_list_add (sessions, session);
}

/* How long it took here in the past; without a past it is not told. */
static void
history_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(PalcoStartBar) self = user_data;
  g_autoptr(GPtrArray) entries = NULL;
  PalcoLaunchPlan *plan;
  PalcoRegion *region;
  PalcoSize *size;

  entries = palco_journal_load_history_finish (PALCO_JOURNAL (source), result, NULL);
  if (entries == NULL || self->launcher == NULL)
    return;

  plan = palco_launcher_get_plan (self->launcher);
  region = palco_launch_plan_get_region (plan, palco_launcher_get_candidate (self->launcher));
  size = palco_launch_plan_get_size (plan, palco_launcher_get_candidate (self->launcher));
  palco_launch_progress_set_typical (self->progress,
                                     palco_history_typical_start (entries,
                                                                  palco_region_get_id (region),
                                                                  palco_size_get_id (size), NULL));
}

static void
load_typical (PalcoStartBar *self)
{
  g_autoptr(PalcoJournal) journal = NULL;

  g_object_get (palco_launcher_get_client (self->launcher), "journal", &journal, NULL);
  palco_launch_progress_set_typical (self->progress, 0);
  if (journal != NULL)
    palco_journal_load_history_async (journal, palco_connection_get_account (self->connection),
                                      NULL, self->cancellable, history_cb, g_object_ref (self));
}

static void
candidate_changed_cb (PalcoStartBar *self,
                      GParamSpec    *pspec,
                      PalcoLauncher *launcher)
{
  g_autofree char *text = NULL;

  if (palco_launcher_get_candidate (launcher) == 0 ||
      palco_launcher_get_phase (launcher) != PALCO_LAUNCHER_PHASE_CREATING)
    return;

  load_typical (self);
  text = palco_launch_words_moved_on (launcher);
  palco_toast_message (GTK_WIDGET (self), text);
}

/* The question itself is shown by the progress. */
static void
consent_cb (PalcoStartBar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "launch");
}

static void
retry (PalcoStartBar *self)
{
  g_autoptr(PalcoLaunchPlan) plan = g_object_ref (self->plan);

  palco_start_bar_run (self, plan);
}

static void
show_error (PalcoStartBar *self,
            PalcoLauncher *launcher,
            const GError  *error)
{
  PalcoSession *session = palco_launcher_get_session (launcher);
  g_autofree char *text = NULL;

  if (session == NULL || palco_session_get_state (session) != PALCO_SESSION_STATE_ERROR)
    {
      palco_toast_error (GTK_WIDGET (self), _("Could not start a session"), error,
                         G_CALLBACK (retry));
      return;
    }

  text = palco_explain_session_failure (session);
  palco_toast_offer (GTK_WIDGET (self), text, _("_Show Session"), "win.show-page",
                     g_variant_new_string ("sessions"));
}

static void
launched_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(PalcoStartBar) self = user_data;
  PalcoLauncher *launcher = PALCO_LAUNCHER (source);
  g_autoptr(PalcoSession) session = NULL;
  g_autoptr(GError) error = NULL;

  session = palco_launcher_run_finish (launcher, result, &error);

  /* Cancelled, or the window is closed: the next start finds the session in the journal. */
  if (launcher != self->launcher)
    return;

  set_launcher (self, NULL);
  if (session == NULL)
    show_error (self, launcher, error);
  else if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "sessions");
}

static char *
content (PalcoStartBar *self)
{
  return g_strdup (self->launcher != NULL ? "progress" : "start");
}

static void
palco_start_bar_dispose (GObject *object)
{
  PalcoStartBar *self = PALCO_START_BAR (object);

  g_clear_object (&self->launcher);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->plan);

  G_OBJECT_CLASS (palco_start_bar_parent_class)->dispose (object);
}

static void
palco_start_bar_finalize (GObject *object)
{
  PalcoStartBar *self = PALCO_START_BAR (object);

  g_clear_object (&self->connection);
  g_free (self->label);
  g_free (self->cost);

  G_OBJECT_CLASS (palco_start_bar_parent_class)->finalize (object);
}

static void
palco_start_bar_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  PalcoStartBar *self = PALCO_START_BAR (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_COST:
      g_value_set_string (value, self->cost);
      break;
    case PROP_CONTENT:
      g_value_take_string (value, content (self));
      break;
    case PROP_RUNNING:
      g_value_set_boolean (value, self->launcher != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_start_bar_class_init (PalcoStartBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = palco_start_bar_dispose;
  object_class->finalize = palco_start_bar_finalize;
  object_class->get_property = palco_start_bar_get_property;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, read);
  properties[PROP_COST] = g_param_spec_string ("cost", NULL, NULL, NULL, read);
  properties[PROP_CONTENT] = g_param_spec_string ("content", NULL, NULL, "start", read);
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, read);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PALCO_TYPE_LAUNCH_PROGRESS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-start-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoStartBar, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PalcoStartBar, progress);
}

static void
palco_start_bar_init (PalcoStartBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  palco_menu_button_set_name (self->menu_button, _("Presets"));
}

void
palco_start_bar_set_connection (PalcoStartBar   *self,
                                PalcoConnection *connection)
{
  g_return_if_fail (PALCO_IS_START_BAR (self));
  g_return_if_fail (PALCO_IS_CONNECTION (connection));

  g_set_object (&self->connection, connection);
}

void
palco_start_bar_set_menu (PalcoStartBar *self,
                          GtkWidget     *popover)
{
  g_return_if_fail (PALCO_IS_START_BAR (self));

  gtk_menu_button_set_popover (self->menu_button, popover);
}

/* What the button would start. */
void
palco_start_bar_offer (PalcoStartBar *self,
                       PalcoRegion   *region,
                       PalcoSize     *size,
                       guint          lease_minutes,
                       guint          cap_minutes)
{
  PalcoAccount *account;

  g_return_if_fail (PALCO_IS_START_BAR (self));

  account = palco_connection_get_account (self->connection);
  g_free (self->label);
  g_free (self->cost);
  self->label = palco_format_start (account, region);
  self->cost = palco_format_start_cost (account, size, lease_minutes, cap_minutes);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COST]);
}

gboolean
palco_start_bar_get_running (PalcoStartBar *self)
{
  g_return_val_if_fail (PALCO_IS_START_BAR (self), FALSE);

  return self->launcher != NULL;
}

void
palco_start_bar_run (PalcoStartBar   *self,
                     PalcoLaunchPlan *plan)
{
  g_autoptr(PalcoLauncher) launcher = NULL;
  PalcoClient *client;

  g_return_if_fail (PALCO_IS_START_BAR (self));

  client = palco_connection_get_client (self->connection);
  if (client == NULL || self->launcher != NULL)
    return;

  g_set_object (&self->plan, plan);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  launcher = palco_launcher_new (client, plan);
  g_signal_connect_object (launcher, "notify::session", G_CALLBACK (session_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (launcher, "notify::candidate", G_CALLBACK (candidate_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (launcher, "consent", G_CALLBACK (consent_cb), self, G_CONNECT_SWAPPED);

  set_launcher (self, launcher);
  load_typical (self);
  palco_launcher_run_async (launcher, self->cancellable, launched_cb, g_object_ref (self));
}

/* At once for whoever looks; stopping what was created goes on. */
void
palco_start_bar_cancel (PalcoStartBar *self)
{
  g_return_if_fail (PALCO_IS_START_BAR (self));

  if (self->launcher == NULL)
    return;

  set_launcher (self, NULL);
  g_cancellable_cancel (self->cancellable);
}
