/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-latency-words.h"

#include <glib/gi18n.h>

static const char * const grades[] = {
  [PALCO_LATENCY_GRADE_UNKNOWN] = NC_("latency grade", "Not measured"),
  [PALCO_LATENCY_GRADE_RECOMMENDED] = NC_("latency grade", "Recommended"),
  [PALCO_LATENCY_GRADE_USABLE] = NC_("latency grade", "Usable"),
  [PALCO_LATENCY_GRADE_SLOW] = NC_("latency grade", "Slow"),
  [PALCO_LATENCY_GRADE_UNREACHABLE] = NC_("latency grade", "Unreachable"),
};

/* Translators: these are why a region is unreachable, in a few words. */
static const struct {
  GIOErrorEnum  code;
  const char   *text;
} reasons[] = {
  { G_IO_ERROR_CONNECTION_REFUSED, N_("Refuses connections") },
  { G_IO_ERROR_TIMED_OUT, N_("No answer in time") },
  { G_IO_ERROR_HOST_UNREACHABLE, N_("No way to the server") },
  { G_IO_ERROR_NETWORK_UNREACHABLE, N_("No network") },
  { G_IO_ERROR_HOST_NOT_FOUND, N_("Address not found") },
  { G_IO_ERROR_PROXY_FAILED, N_("The proxy did not get there") },
  { G_IO_ERROR_PROXY_AUTH_FAILED, N_("The proxy asks for a password") },
  { G_IO_ERROR_PROXY_NEED_AUTH, N_("The proxy asks for a password") },
  { G_IO_ERROR_PROXY_NOT_ALLOWED, N_("The proxy does not allow it") },
};

const char *
palco_latency_words_grade (PalcoLatencyGrade grade)
{
  guint index = (guint) grade < G_N_ELEMENTS (grades) ? grade : PALCO_LATENCY_GRADE_UNKNOWN;

  return g_dpgettext2 (NULL, "latency grade", grades[index]);
}

/* Why a region is unreachable; NULL for one that answers or was not measured. */
char *
palco_latency_words_reason (PalcoLatency *latency)
{
  const GError *error = latency != NULL ? palco_latency_get_error (latency) : NULL;

  if (error == NULL)
    return NULL;

  if (error->domain == G_RESOLVER_ERROR)
    return g_strdup (_("Address not found"));

  if (palco_latency_get_proxy (latency) != NULL &&
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return g_strdup (_("The proxy refuses connections"));

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      if (g_error_matches (error, G_IO_ERROR, reasons[i].code))
        return g_strdup (_(reasons[i].text));
    }

  return g_strdup (error->message);
}
