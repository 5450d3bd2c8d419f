/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-log.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MS_CV_FIELD "PALCO_LOG_MS_CV"
#define OWN_DOMAIN  "palco"

static gboolean log_is_debug;
static gboolean log_is_journal;

static const char *
get_field (const GLogField *fields,
           gsize            n_fields,
           const char      *name)
{
  for (gsize i = 0; i < n_fields; i++)
    {
      if (g_str_equal (fields[i].key, name) && fields[i].length < 0)
        return fields[i].value;
    }

  return NULL;
}

/* A request may bring any byte; it must not be able to forge a second line. */
static char *
make_printable (const char *text)
{
  char *printable = g_utf8_make_valid (text, -1);

  for (char *p = printable; *p != '\0'; p++)
    {
      if (g_ascii_iscntrl (*p))
        *p = ' ';
    }

  return printable;
}

static const char *
get_level_name (GLogLevelFlags level)
{
  if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL))
    return "error: ";
  if (level & G_LOG_LEVEL_WARNING)
    return "warning: ";

  return "";
}

/* --debug is about us: libraries debug under domains of their own, and at length. */
static gboolean
is_wanted (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields)
{
  const char *domain;

  if ((level & (G_LOG_LEVEL_DEBUG | G_LOG_LEVEL_INFO)) == 0)
    return TRUE;

  domain = get_field (fields, n_fields, "GLIB_DOMAIN");

  return log_is_debug && (domain == NULL || g_str_equal (domain, OWN_DOMAIN));
}

static void
write_line (GLogLevelFlags   level,
            const GLogField *fields,
            gsize            n_fields)
{
  const char *message = get_field (fields, n_fields, "MESSAGE");
  const char *ms_cv = get_field (fields, n_fields, MS_CV_FIELD);
  g_autofree char *printable = make_printable (message != NULL ? message : "");

  fprintf (stderr, "%s: %s%s%s%s%s\n", g_get_prgname (), get_level_name (level), printable,
           ms_cv != NULL ? " [" : "", ms_cv != NULL ? ms_cv : "", ms_cv != NULL ? "]" : "");
}

static GLogWriterOutput
log_writer (GLogLevelFlags   level,
            const GLogField *fields,
            gsize            n_fields,
            gpointer         user_data)
{
  if (!is_wanted (level, fields, n_fields))
    return G_LOG_WRITER_HANDLED;

  if (log_is_journal &&
      g_log_writer_journald (level, fields, n_fields, NULL) == G_LOG_WRITER_HANDLED)
    return G_LOG_WRITER_HANDLED;

  write_line (level, fields, n_fields);

  return G_LOG_WRITER_HANDLED;
}

void
palco_log_init (const char *program,
                gboolean    is_debug)
{
  g_set_prgname (program);
  log_is_debug = is_debug;
  log_is_journal = g_log_writer_is_journald (STDERR_FILENO);
  g_log_set_writer_func (log_writer, NULL, NULL);
}

gboolean
palco_log_is_debug (void)
{
  return log_is_debug;
}

/* How syslog counts: 3 error, 4 warning, 5 notice, 6 info, 7 debug. */
static const char *
get_priority (GLogLevelFlags level)
{
  if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL))
    return "3";
  if (level & G_LOG_LEVEL_WARNING)
    return "4";
  if (level & G_LOG_LEVEL_MESSAGE)
    return "5";

  return level & G_LOG_LEVEL_INFO ? "6" : "7";
}

void
palco_log (GLogLevelFlags  level,
           const char     *ms_cv,
           const char     *format,
           ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  const GLogField fields[] = {
    { "PRIORITY", get_priority (level), -1 },
    { "GLIB_DOMAIN", OWN_DOMAIN, -1 },
    { "MESSAGE", message, -1 },
    { MS_CV_FIELD, ms_cv, -1 },
  };

  g_log_structured_array (level, fields, G_N_ELEMENTS (fields) - (ms_cv == NULL ? 1 : 0));
}
