/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-notifier.h"

#include <glib/gi18n.h>

#include "palco-explain.h"
#include "palco-format.h"
#include "palco-protocol.h"
#include "palco-session-words.h"

#define SECONDS_PER_MINUTE 60

/**
 * PalcoNotifier:
 *
 * Tells people outside of the window. Of each session there is one notification at most, and
 * its buttons work whether the program still runs or not.
 */

struct _PalcoNotifier
{
  GObject       parent_instance;
  GApplication *application;   /* which owns us */
  GSettings    *settings;
};

G_DEFINE_FINAL_TYPE (PalcoNotifier, palco_notifier, G_TYPE_OBJECT)

static void
palco_notifier_finalize (GObject *object)
{
  g_clear_object (&PALCO_NOTIFIER (object)->settings);

  G_OBJECT_CLASS (palco_notifier_parent_class)->finalize (object);
}

static void
palco_notifier_class_init (PalcoNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palco_notifier_finalize;
}

static void
palco_notifier_init (PalcoNotifier *self)
{
}

PalcoNotifier *
palco_notifier_new (GApplication *application,
                    GSettings    *settings)
{
  PalcoNotifier *self = g_object_new (PALCO_TYPE_NOTIFIER, NULL);

  self->application = application;
  self->settings = g_object_ref (settings);

  return self;
}

/* In whole minutes: seconds would be wrong before they are read. */
static char *
ends_soon_title (PalcoSession *session,
                 const char   *name)
{
  gint64 seconds_left = palco_session_get_seconds_left (session);
  guint minutes = MAX ((seconds_left + SECONDS_PER_MINUTE / 2) / SECONDS_PER_MINUTE, 1);

  /* Translators: %s is the name of a session. */
  return g_strdup_printf (ngettext ("“%s” ends in %u minute", "“%s” ends in %u minutes", minutes),
                          name, minutes);
}

static char *
title_for (PalcoLiveSession  *live,
           PalcoReminderNews  news)
{
  g_autofree char *name = palco_live_session_dup_name (live);

  switch (news)
    {
    case PALCO_REMINDER_NEWS_READY:
      /* Translators: %s is the name of a session, here and in the next ones. */
      return g_strdup_printf (_("“%s” is ready"), name);

    case PALCO_REMINDER_NEWS_EXTENDED:
      return g_strdup_printf (_("“%s” was extended"), name);

    case PALCO_REMINDER_NEWS_LEFT_ALONE:
    case PALCO_REMINDER_NEWS_CAP_REACHED:
      return g_strdup_printf (_("“%s” is not extended any more"), name);

    case PALCO_REMINDER_NEWS_NOT_CHECKED:
      return g_strdup_printf (_("“%s” could not be checked"), name);

    case PALCO_REMINDER_NEWS_NOT_ENDED:
      return g_strdup_printf (_("“%s” still runs"), name);

    case PALCO_REMINDER_NEWS_EXPIRED:
      return g_strdup_printf (_("“%s” has ended"), name);

    case PALCO_REMINDER_NEWS_FAILED:
      return g_strdup_printf (_("“%s” failed"), name);

    case PALCO_REMINDER_NEWS_ENDS_SOON:
    case PALCO_REMINDER_NEWS_NOT_EXTENDED:
      break;
    }

  return ends_soon_title (palco_live_session_get_session (live), name);
}

static char *
format_end (PalcoSession *session,
            const char   *format)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autoptr(GDateTime) end =
    g_date_time_add_seconds (now, palco_session_get_seconds_left (session));

  return g_date_time_format (end, format);
}

static char *
body_for (PalcoSession      *session,
          PalcoReminderNews  news)
{
  g_autofree char *lease = palco_format_lease (palco_session_get_lease_minutes (session));

  switch (news)
    {
    case PALCO_REMINDER_NEWS_READY:
    case PALCO_REMINDER_NEWS_EXTENDED:
      /* Translators: when the lease of a session ends, as for strftime(), here and next. */
      return format_end (session, _("It ends at %H:%M."));

    case PALCO_REMINDER_NEWS_LEFT_ALONE:
      return format_end (session, _("Nobody uses it. It ends at %H:%M."));

    case PALCO_REMINDER_NEWS_CAP_REACHED:
      return format_end (session, _("It has run as long as you allowed. It ends at %H:%M."));

    case PALCO_REMINDER_NEWS_NOT_EXTENDED:
      return g_strdup (_("It could not be extended by itself. Save your work, or extend its lease."));

    case PALCO_REMINDER_NEWS_NOT_CHECKED:
      /* Translators: said of a session whose lease should have run out, when the service does not
       * tell whether it has; “the session” is the one that the title names. */
      return g_strdup (_("Its lease should be over, but the service could not be asked. It may still be running: look at it in Palco, which says what is wrong."));

    case PALCO_REMINDER_NEWS_NOT_ENDED:
      return g_strdup (_("Its lease is over, but its service has not ended it. Stop it if nobody needs it any more."));

    case PALCO_REMINDER_NEWS_EXPIRED:
      /* Translators: %s is a lease time, for example “2 h 15 min”. */
      return g_strdup_printf (_("Its lease of %s ran out."), lease);

    case PALCO_REMINDER_NEWS_FAILED:
      return palco_explain_session_failure (session);

    case PALCO_REMINDER_NEWS_ENDS_SOON:
      break;
    }

  return g_strdup (_("What is not saved by then is lost. Extend its lease to go on."));
}

static GNotificationPriority
priority_for (PalcoSession      *session,
              PalcoReminderNews  news)
{
  switch (news)
    {
    case PALCO_REMINDER_NEWS_READY:
      return G_NOTIFICATION_PRIORITY_NORMAL;

    case PALCO_REMINDER_NEWS_EXTENDED:
      return G_NOTIFICATION_PRIORITY_LOW;

    case PALCO_REMINDER_NEWS_LEFT_ALONE:
    case PALCO_REMINDER_NEWS_CAP_REACHED:
    case PALCO_REMINDER_NEWS_NOT_CHECKED:
    case PALCO_REMINDER_NEWS_NOT_ENDED:
    case PALCO_REMINDER_NEWS_EXPIRED:
    case PALCO_REMINDER_NEWS_FAILED:
      return G_NOTIFICATION_PRIORITY_HIGH;

    case PALCO_REMINDER_NEWS_ENDS_SOON:
    case PALCO_REMINDER_NEWS_NOT_EXTENDED:
      break;
    }

  return palco_session_get_seconds_left (session) > SECONDS_PER_MINUTE
         ? G_NOTIFICATION_PRIORITY_HIGH : G_NOTIFICATION_PRIORITY_URGENT;
}

static GNotification *
notification_new (GVariant   *target,
                  const char *title,
                  const char *body)
{
  GNotification *notification = g_notification_new (title);
  g_autofree char *plain = palco_format_notification_body (body);

  g_notification_set_body (notification, plain);
  g_notification_set_default_action_and_target_value (notification, "app.show-session", target);

  return notification;
}

static void
add_extend_button (PalcoNotifier *self,
                   GNotification *notification,
                   GVariant      *target)
{
  g_autofree char *step =
    palco_format_lease (g_settings_get_uint (self->settings, "extend-minutes"));
  /* Translators: a button of a notification; %s is a duration, for example “30 min”. */
  g_autofree char *label = g_strdup_printf (_("Extend by %s"), step);

  g_notification_add_button_with_target_value (notification, label, "app.extend-session", target);
}

/* What can be done about a session that runs. One that its service has forgotten has ended, too. */
static void
add_buttons (PalcoNotifier     *self,
             GNotification     *notification,
             PalcoSession      *session,
             PalcoReminderNews  news,
             GVariant          *target)
{
  if (palco_session_is_ended (session) || news == PALCO_REMINDER_NEWS_EXPIRED)
    return;

  if (palco_session_get_lease_minutes (session) < PALCO_LEASE_MAX_MINUTES)
    add_extend_button (self, notification, target);

  /* Translators: a button of a notification, which stops the session. */
  g_notification_add_button_with_target_value (notification, _("Stop"), "app.stop-session",
                                               target);
}

static void
send (PalcoNotifier *self,
      GNotification *notification,
      GVariant      *target)
{
  g_autofree char *key = palco_live_session_key_of (target);

  g_application_send_notification (self->application, key, notification);
}

/**
 * palco_notifier_tell:
 * @self: a notifier
 * @live: a session
 * @news: what happened to it
 */
void
palco_notifier_tell (PalcoNotifier     *self,
                     PalcoLiveSession  *live,
                     PalcoReminderNews  news)
{
  PalcoSession *session = palco_live_session_get_session (live);
  g_autoptr(GVariant) target = g_variant_ref_sink (palco_live_session_get_target (live));
  g_autofree char *title = title_for (live, news);
  g_autofree char *body = body_for (session, news);
  g_autoptr(GNotification) notification = notification_new (target, title, body);

  g_return_if_fail (PALCO_IS_NOTIFIER (self));

  if (news == PALCO_REMINDER_NEWS_ENDS_SOON && !g_settings_get_boolean (self->settings, "reminders"))
    return;

  g_notification_set_priority (notification, priority_for (session, news));
  add_buttons (self, notification, session, news, target);
  send (self, notification, target);
}

/**
 * palco_notifier_tell_in_use:
 * @self: a notifier
 * @live: a session that somebody uses
 *
 * Asks whether it shall be stopped nevertheless.
 */
void
palco_notifier_tell_in_use (PalcoNotifier    *self,
                            PalcoLiveSession *live)
{
  g_autoptr(GVariant) target = g_variant_ref_sink (palco_live_session_get_target (live));
  g_autofree char *name = palco_live_session_dup_name (live);
  g_autofree char *title = g_strdup_printf (_("“%s” is in use"), name);
  g_autofree char *body = palco_session_words_in_use (1, 1);
  g_autoptr(GNotification) notification = notification_new (target, title, body);

  g_return_if_fail (PALCO_IS_NOTIFIER (self));

  g_notification_add_button_with_target_value (notification, _("Stop Anyway"),
                                               "app.stop-session-in-use", target);
  send (self, notification, target);
}

/**
 * palco_notifier_tell_error:
 * @self: a notifier
 * @target: the target of an action on a session
 * @name: its name
 * @title_format: what did not work, with a place for the name of the session
 * @error: why
 */
void
palco_notifier_tell_error (PalcoNotifier *self,
                           GVariant      *target,
                           const char    *name,
                           const char    *title_format,
                           const GError  *error)
{
  g_autofree char *explanation = palco_explain_error (error);
  g_autoptr(GNotification) notification = NULL;
  g_autoptr(GString) title = g_string_new (title_format);

  g_return_if_fail (PALCO_IS_NOTIFIER (self));

  g_string_replace (title, "%s", name, 1);
  notification = notification_new (target, title->str, explanation);
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
  send (self, notification, target);
}

void
palco_notifier_withdraw (PalcoNotifier    *self,
                         PalcoLiveSession *live)
{
  g_return_if_fail (PALCO_IS_NOTIFIER (self));

  g_application_withdraw_notification (self->application, palco_live_session_get_key (live));
}
