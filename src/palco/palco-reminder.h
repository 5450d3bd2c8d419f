/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palco-live-sessions.h"

G_BEGIN_DECLS

/**
 * PalcoReminderNews:
 * @PALCO_REMINDER_NEWS_READY: it can be connected to
 * @PALCO_REMINDER_NEWS_ENDS_SOON: its lease ends in 15, 5 or 1 minutes
 * @PALCO_REMINDER_NEWS_EXTENDED: its lease ends later than before
 * @PALCO_REMINDER_NEWS_LEFT_ALONE: it is not extended any more, because nobody uses it
 * @PALCO_REMINDER_NEWS_CAP_REACHED: nor because it has run as long as it may
 * @PALCO_REMINDER_NEWS_NOT_EXTENDED: nor because the service refuses, or cannot be reached
 * @PALCO_REMINDER_NEWS_NOT_CHECKED: its lease ran out, if nobody extended it: the service is silent
 * @PALCO_REMINDER_NEWS_NOT_ENDED: its lease ran out, and the service says that it runs nevertheless
 * @PALCO_REMINDER_NEWS_EXPIRED: its lease ran out
 * @PALCO_REMINDER_NEWS_FAILED: it ended with an error
 */
typedef enum
{
  PALCO_REMINDER_NEWS_READY,
  PALCO_REMINDER_NEWS_ENDS_SOON,
  PALCO_REMINDER_NEWS_EXTENDED,
  PALCO_REMINDER_NEWS_LEFT_ALONE,
  PALCO_REMINDER_NEWS_CAP_REACHED,
  PALCO_REMINDER_NEWS_NOT_EXTENDED,
  PALCO_REMINDER_NEWS_NOT_CHECKED,
  PALCO_REMINDER_NEWS_NOT_ENDED,
  PALCO_REMINDER_NEWS_EXPIRED,
  PALCO_REMINDER_NEWS_FAILED,
} PalcoReminderNews;

#define PALCO_TYPE_REMINDER (palco_reminder_get_type ())

G_DECLARE_FINAL_TYPE (PalcoReminder, palco_reminder, PALCO, REMINDER, GObject)

PalcoReminder *palco_reminder_new (PalcoLiveSessions *sessions);

G_END_DECLS
