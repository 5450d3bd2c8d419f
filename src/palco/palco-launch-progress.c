/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-launch-progress.h"

#include <glib/gi18n.h>

#include "palco-adaptive-box.h"
#include "palco-format-launch.h"
#include "palco-launch-words.h"
#include "palco-region-words.h"

#define TICK_MSECS 1000

/**
 * PalcoLaunchProgress:
 *
 * How far a start is, how long it takes, and the question whether it may cost more.
 */

struct _PalcoLaunchProgress
{
  AdwBin          parent_instance;
  GtkProgressBar *bar;
  PalcoLauncher  *launcher;
  PalcoSession   *session;      /* whose stage is shown */
  gint64          typical_seconds;
  guint           tick_id;
};

enum {
  PROP_CONTENT = 1,
  PROP_STAGE,
  PROP_TIME,
  PROP_QUESTION,
  PROP_YES_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoLaunchProgress, palco_launch_progress, ADW_TYPE_BIN)

static gboolean
is_asking (PalcoLaunchProgress *self)
{
  return self->launcher != NULL &&
         palco_launcher_get_phase (self->launcher) == PALCO_LAUNCHER_PHASE_ASKING;
}

static void
update_bar (PalcoLaunchProgress *self)
{
  gint64 seconds = palco_launcher_get_seconds (self->launcher);

  if (self->typical_seconds > 0 && seconds < self->typical_seconds)
    gtk_progress_bar_set_fraction (self->bar, (double) seconds / self->typical_seconds);
  else
    gtk_progress_bar_pulse (self->bar);
}

static gboolean
tick_cb (gpointer user_data)
{
  PalcoLaunchProgress *self = user_data;

  update_bar (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIME]);

  return G_SOURCE_CONTINUE;
}

/* Only while somebody looks at it. */
static void
update_tick (PalcoLaunchProgress *self)
{
  gboolean is_wanted = self->launcher != NULL && gtk_widget_get_mapped (GTK_WIDGET (self));

  if (!is_wanted)
    g_clear_handle_id (&self->tick_id, g_source_remove);
  else if (self->tick_id == 0)
    self->tick_id = g_timeout_add (TICK_MSECS, tick_cb, self);
}

static void
notify_stage_cb (PalcoLaunchProgress *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STAGE]);
}

static void
watch_session_cb (PalcoLaunchProgress *self)
{
  PalcoSession *session =
    self->launcher != NULL ? palco_launcher_get_session (self->launcher) : NULL;

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_func (self->session, notify_stage_cb, self);
  if (g_set_object (&self->session, session) && session != NULL)
    g_signal_connect_object (session, "notify::stage", G_CALLBACK (notify_stage_cb), self,
                             G_CONNECT_SWAPPED);
}

/* GTK 4.8 tells a screen reader of the buttons of a stack that are not shown, too. */
static void
update_actions (PalcoLaunchProgress *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "progress.yes", is_asking (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "progress.no", is_asking (self));
}

/* What is not shown keeps its words: an empty label is none to a screen reader. */
static void
phase_changed_cb (PalcoLaunchProgress *self)
{
  guint n_props = is_asking (self) ? N_PROPS : PROP_QUESTION;

  for (guint i = PROP_CONTENT; i < n_props; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  update_actions (self);
}

static void
yes_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  palco_launcher_answer (PALCO_LAUNCH_PROGRESS (widget)->launcher, TRUE);
}

static void
no_action (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  palco_launcher_answer (PALCO_LAUNCH_PROGRESS (widget)->launcher, FALSE);
}

static void
palco_launch_progress_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (palco_launch_progress_parent_class)->map (widget);
  update_tick (PALCO_LAUNCH_PROGRESS (widget));
}

static void
palco_launch_progress_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (palco_launch_progress_parent_class)->unmap (widget);
  update_tick (PALCO_LAUNCH_PROGRESS (widget));
}

static void
palco_launch_progress_dispose (GObject *object)
{
  PalcoLaunchProgress *self = PALCO_LAUNCH_PROGRESS (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->launcher);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (palco_launch_progress_parent_class)->dispose (object);
}

static char *
yes_text (PalcoLaunchProgress *self)
{
  PalcoLaunchPlan *plan = palco_launcher_get_plan (self->launcher);
  guint candidate = palco_launcher_get_candidate (self->launcher);
  PalcoRegion *region = palco_launch_plan_get_region (plan, candidate);

  /* Translators: %s is the name of a region. */
  return g_strdup_printf (_("Start in %s"), palco_region_words_name (region));
}

static void
palco_launch_progress_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  PalcoLaunchProgress *self = PALCO_LAUNCH_PROGRESS (object);

  switch (prop_id)
    {
    case PROP_CONTENT:
      g_value_set_static_string (value, is_asking (self) ? "question" : "progress");
      break;
    case PROP_STAGE:
      if (self->launcher != NULL)
        g_value_take_string (value, palco_format_launch_stage (self->launcher));
      break;
    case PROP_TIME:
      if (self->launcher != NULL)
        g_value_take_string (value,
                             palco_format_launch_time (palco_launcher_get_seconds (self->launcher),
                                                       self->typical_seconds));
      break;
    case PROP_QUESTION:
      g_value_take_string (value,
                           is_asking (self) ? palco_launch_words_consent (self->launcher) : NULL);
      break;
    case PROP_YES_TEXT:
      g_value_take_string (value, is_asking (self) ? yes_text (self) : NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_launch_progress_class_init (PalcoLaunchProgressClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = palco_launch_progress_dispose;
  object_class->get_property = palco_launch_progress_get_property;

  widget_class->map = palco_launch_progress_map;
  widget_class->unmap = palco_launch_progress_unmap;

  properties[PROP_CONTENT] = g_param_spec_string ("content", NULL, NULL, "progress", read);
  properties[PROP_STAGE] = g_param_spec_string ("stage", NULL, NULL, NULL, read);
  properties[PROP_TIME] = g_param_spec_string ("time", NULL, NULL, NULL, read);
  properties[PROP_QUESTION] = g_param_spec_string ("question", NULL, NULL, NULL, read);
  properties[PROP_YES_TEXT] = g_param_spec_string ("yes-text", NULL, NULL, NULL, read);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "progress.yes", NULL, yes_action);
  gtk_widget_class_install_action (widget_class, "progress.no", NULL, no_action);

  g_type_ensure (PALCO_TYPE_ADAPTIVE_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-launch-progress.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoLaunchProgress, bar);
}

static void
palco_launch_progress_init (PalcoLaunchProgress *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_actions (self);
}

/* NULL when nothing is being started. */
void
palco_launch_progress_set_launcher (PalcoLaunchProgress *self,
                                    PalcoLauncher       *launcher)
{
  g_return_if_fail (PALCO_IS_LAUNCH_PROGRESS (self));

  if (self->launcher != NULL)
    g_signal_handlers_disconnect_by_data (self->launcher, self);

  g_set_object (&self->launcher, launcher);
  if (launcher != NULL)
    {
      g_signal_connect_object (launcher, "notify::phase", G_CALLBACK (phase_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (launcher, "notify::candidate", G_CALLBACK (phase_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (launcher, "notify::session", G_CALLBACK (watch_session_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_progress_bar_set_fraction (self->bar, 0.0);
    }

  watch_session_cb (self);
  if (launcher != NULL)
    phase_changed_cb (self);
  else
    update_actions (self);
  update_tick (self);
}

/* How long such a start took in the past; 0 when that is not known. */
void
palco_launch_progress_set_typical (PalcoLaunchProgress *self,
                                   gint64               typical_seconds)
{
  g_return_if_fail (PALCO_IS_LAUNCH_PROGRESS (self));

  self->typical_seconds = typical_seconds;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIME]);
}
