/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-page.h"

#include "host-resources.h"

#define TEMPLATE_PATH "/io/github/palco/Palco/Host/inspector.html"

static char *
format_duration (gint64 secs)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d:%02d",
                          secs / 3600, (int) (secs / 60 % 60), (int) (secs % 60));
}

static void
add_row (GString    *rows,
         const char *id,
         const char *label,
         const char *value)
{
  g_autofree char *row = g_markup_printf_escaped ("<dt>%s</dt><dd id=\"%s\">%s</dd>\n",
                                                  label, id, value);

  g_string_append (rows, row);
}

static void
add_owned_row (GString    *rows,
               const char *id,
               const char *label,
               char       *value)
{
  add_row (rows, id, label, value);
  g_free (value);
}

/* What of the page changes. */
char *
host_page_render_rows (const HostFacts *facts)
{
  GString *rows = g_string_new (NULL);

  add_row (rows, "state", "State", facts->state);
  add_row (rows, "size", "Size", facts->size);
  add_owned_row (rows, "left", "Time left",
                 facts->msecs_left < 0 ? g_strdup ("Not yet counted")
                                       : format_duration (facts->msecs_left / 1000));
  add_row (rows, "client", "Viewer", facts->has_client ? "Connected" : "Not connected");
  add_row (rows, "server", "Server", facts->hostname);
  add_row (rows, "gpu", "GPU", facts->gpu != NULL ? facts->gpu : "None");
  add_owned_row (rows, "uptime", "Running for", format_duration (facts->uptime_secs));
  add_owned_row (rows, "cpu", "CPU", g_strdup_printf ("%.1f %% of one core", facts->cpu_percent));
  add_owned_row (rows, "memory", "Memory", g_format_size_full (facts->memory_bytes,
                                                               G_FORMAT_SIZE_IEC_UNITS));
  add_owned_row (rows, "process", "Process", g_strdup_printf ("%d", facts->process_id));

  return g_string_free (rows, FALSE);
}

/* Returns: (transfer full): the page, every value escaped. It is in English whatever the
 * server's locale is: the server's language says nothing about the reader's. */
char *
host_page_render (const HostFacts *facts,
                  const char      *nonce)
{
  g_autoptr(GBytes) resource =
    g_resource_lookup_data (host_get_resource (), TEMPLATE_PATH, 0, NULL);
  GString *page = g_string_new (g_bytes_get_data (resource, NULL));
  g_autofree char *id = g_markup_escape_text (facts->session_id, -1);
  g_autofree char *rows = host_page_render_rows (facts);

  g_string_replace (page, "@NONCE@", nonce, 0);
  g_string_replace (page, "@ID@", id, 0);
  g_string_replace (page, "@ROWS@", rows, 0);

  return g_string_free (page, FALSE);
}
