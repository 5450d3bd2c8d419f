/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-latency.h"

#include <math.h>
#include <string.h>

/* What Azure Remote Rendering recommends, and what it calls usable. */
#define RECOMMENDED_MSECS 70.0
#define USABLE_MSECS      100.0

/**
 * PalcoLatency:
 *
 * How far a region is, as one measurement found it.
 *
 * A sample is the time that a TCP connection takes to open: one round trip. Instances
 * never change. They come from a [class@Palco.LatencyMonitor].
 *
 * Since: 1.0
 */

struct _PalcoLatency
{
  GObject    parent_instance;
  double     median;
  double     jitter;
  guint      n_sent;
  guint      n_answered;
  char      *proxy;
  GError    *error;
  GDateTime *measured_at;
};

G_DEFINE_FINAL_TYPE (PalcoLatency, palco_latency, G_TYPE_OBJECT)

static void
palco_latency_finalize (GObject *object)
{
  PalcoLatency *self = PALCO_LATENCY (object);

  g_free (self->proxy);
  g_clear_error (&self->error);
  g_clear_pointer (&self->measured_at, g_date_time_unref);

  G_OBJECT_CLASS (palco_latency_parent_class)->finalize (object);
}

static void
palco_latency_class_init (PalcoLatencyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palco_latency_finalize;
}

static void
palco_latency_init (PalcoLatency *self)
{
}

static int
compare_doubles (const void *a,
                 const void *b)
{
  const double first = *(const double *) a;
  const double second = *(const double *) b;

  return (first > second) - (first < second);
}

static double
calculate_median (const double *samples,
                  gsize         n_samples)
{
  g_autofree double *sorted = g_memdup2 (samples, n_samples * sizeof *samples);
  gsize middle = n_samples / 2;

  qsort (sorted, n_samples, sizeof *sorted, compare_doubles);

  return n_samples % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
}

/* The mean difference of neighbours: “inter-packet delay variation” of RFC 5481. The smoothed
 * figure of RFC 3550 would need dozens of samples to leave its zero behind. */
static double
calculate_jitter (const double *samples,
                  gsize         n_samples)
{
  double sum = 0.0;

  for (gsize i = 1; i < n_samples; i++)
    sum += fabs (samples[i] - samples[i - 1]);

  return n_samples > 1 ? sum / (n_samples - 1) : 0.0;
}

/* Settings of a desktop may have the password of a proxy, which is nothing to show or print. */
static char *
dup_without_password (const char *proxy)
{
  const char *host = proxy != NULL ? strrchr (proxy, '@') : NULL;
  const char *scheme_end = proxy != NULL ? strstr (proxy, "://") : NULL;
  int scheme_length = scheme_end != NULL ? scheme_end + strlen ("://") - proxy : 0;

  return host != NULL ? g_strdup_printf ("%.*s%s", scheme_length, proxy, host + 1)
                      : g_strdup (proxy);
}

static PalcoLatency *
latency_new (guint       n_sent,
             const char *proxy,
             GDateTime  *measured_at)
{
  PalcoLatency *self = g_object_new (PALCO_TYPE_LATENCY, NULL);

  self->n_sent = n_sent;
  self->proxy = dup_without_password (proxy);
  self->measured_at = measured_at != NULL ? g_date_time_ref (measured_at) : g_date_time_new_now_utc ();

  return self;
}

/**
 * palco_latency_new_measured:
 * @samples: (array length=n_samples): round trips in milliseconds, in the order of time
 * @n_samples: how many there are, at least one
 * @n_sent: how many were tried
 * @proxy: (nullable): the address of the proxy on the way
 * @measured_at: (nullable): when, or %NULL for now
 *
 * Makes the result of a measurement that got answers.
 *
 * Returns: (transfer full): a new latency
 *
 * Since: 1.0
 */
PalcoLatency *
palco_latency_new_measured (const double *samples,
                            gsize         n_samples,
                            guint         n_sent,
                            const char   *proxy,
                            GDateTime    *measured_at)
{
  PalcoLatency *self;

  g_return_val_if_fail (samples != NULL && n_samples > 0, NULL);
  g_return_val_if_fail (n_samples <= n_sent, NULL);

  self = latency_new (n_sent, proxy, measured_at);
  self->n_answered = n_samples;
  self->median = calculate_median (samples, n_samples);
  self->jitter = calculate_jitter (samples, n_samples);

  return self;
}

/**
 * palco_latency_new_unreachable:
 * @error: why there was no answer
 * @n_sent: how often it was tried
 * @proxy: (nullable): the address of the proxy on the way
 * @measured_at: (nullable): when, or %NULL for now
 *
 * Makes the result of a measurement that got no answer at all.
 *
 * Returns: (transfer full): a new latency
 *
 * Since: 1.0
 */
PalcoLatency *
palco_latency_new_unreachable (const GError *error,
                               guint         n_sent,
                               const char   *proxy,
                               GDateTime    *measured_at)
{
  PalcoLatency *self;

  g_return_val_if_fail (error != NULL, NULL);

  self = latency_new (n_sent, proxy, measured_at);
  self->median = -1.0;
  self->error = g_error_copy (error);

  return self;
}

/**
 * palco_latency_get_grade:
 * @self: (nullable): a latency
 *
 * How good that is, after rounding to the whole milliseconds that people see.
 *
 * Returns: the grade, %PALCO_LATENCY_GRADE_UNKNOWN for %NULL
 *
 * Since: 1.0
 */
PalcoLatencyGrade
palco_latency_get_grade (PalcoLatency *self)
{
  g_return_val_if_fail (self == NULL || PALCO_IS_LATENCY (self), PALCO_LATENCY_GRADE_UNKNOWN);

  if (self == NULL)
    return PALCO_LATENCY_GRADE_UNKNOWN;

  if (self->error != NULL)
    return PALCO_LATENCY_GRADE_UNREACHABLE;

  if (round (self->median) <= RECOMMENDED_MSECS)
    return PALCO_LATENCY_GRADE_RECOMMENDED;

  if (round (self->median) <= USABLE_MSECS)
    return PALCO_LATENCY_GRADE_USABLE;

  return PALCO_LATENCY_GRADE_SLOW;
}

/**
 * palco_latency_get_median:
 * @self: a latency
 *
 * The round trip in the middle of all samples.
 *
 * Returns: milliseconds, negative if there was no answer
 *
 * Since: 1.0
 */
double
palco_latency_get_median (PalcoLatency *self)
{
  g_return_val_if_fail (PALCO_IS_LATENCY (self), -1.0);

  return self->median;
}

static double
get_distance (PalcoLatency *self)
{
  switch (palco_latency_get_grade (self))
    {
    case PALCO_LATENCY_GRADE_UNREACHABLE:
      return G_MAXDOUBLE;
    case PALCO_LATENCY_GRADE_UNKNOWN:
      return G_MAXDOUBLE / 2.0;
    case PALCO_LATENCY_GRADE_RECOMMENDED:
    case PALCO_LATENCY_GRADE_USABLE:
    case PALCO_LATENCY_GRADE_SLOW:
      break;
    }

  return self->median;
}

/**
 * palco_latency_compare:
 * @a: (nullable): a latency
 * @b: (nullable): another
 *
 * Compares by the median: the nearest comes first, then what was not measured, then what does
 * not answer.
 *
 * Returns: negative if @a comes before @b, positive if after it, 0 if neither
 *
 * Since: 1.0
 */
int
palco_latency_compare (PalcoLatency *a,
                       PalcoLatency *b)
{
  double distance_a = get_distance (a);
  double distance_b = get_distance (b);

  return (distance_a > distance_b) - (distance_a < distance_b);
}

/**
 * palco_latency_get_jitter:
 * @self: a latency
 *
 * By how much two samples in a row differ on average, as in RFC 5481 (inter-packet
 * delay variation).
 *
 * Returns: milliseconds
 *
 * Since: 1.0
 */
double
palco_latency_get_jitter (PalcoLatency *self)
{
  g_return_val_if_fail (PALCO_IS_LATENCY (self), 0.0);

  return self->jitter;
}

/**
 * palco_latency_get_loss:
 * @self: a latency
 *
 * Which share of the samples got no answer in time.
 *
 * Returns: 0 for none, 1 for all
 *
 * Since: 1.0
 */
double
palco_latency_get_loss (PalcoLatency *self)
{
  g_return_val_if_fail (PALCO_IS_LATENCY (self), 0.0);

  if (self->n_sent == 0)
    return self->error != NULL ? 1.0 : 0.0;

  return 1.0 - (double) self->n_answered / self->n_sent;
}

/**
 * palco_latency_get_n_sent:
 * @self: a latency
 *
 * How many samples were tried. The first, which warms up the way, does not count.
 *
 * Returns: a number
 *
 * Since: 1.0
 */
guint
palco_latency_get_n_sent (PalcoLatency *self)
{
  g_return_val_if_fail (PALCO_IS_LATENCY (self), 0);

  return self->n_sent;
}

/**
 * palco_latency_get_n_answered:
 * @self: a latency
 *
 * How many samples got an answer.
 *
 * Returns: a number
 *
 * Since: 1.0
 */
guint
palco_latency_get_n_answered (PalcoLatency *self)
{
  g_return_val_if_fail (PALCO_IS_LATENCY (self), 0);

  return self->n_answered;
}

/**
 * palco_latency_get_proxy:
 * @self: a latency
 *
 * The proxy that the samples went through. What it does itself counts then, so the figures
 * are an upper bound.
 *
 * Returns: (nullable): an address, or %NULL if there was none
 *
 * Since: 1.0
 */
const char *
palco_latency_get_proxy (PalcoLatency *self)
{
  g_return_val_if_fail (PALCO_IS_LATENCY (self), NULL);

  return self->proxy;
}

/**
 * palco_latency_get_error:
 * @self: a latency
 *
 * Why the region is unreachable.
 *
 * Returns: (nullable) (transfer none): an error of GIO, or %NULL if there were answers
 *
 * Since: 1.0
 */
const GError *
palco_latency_get_error (PalcoLatency *self)
{
  g_return_val_if_fail (PALCO_IS_LATENCY (self), NULL);

  return self->error;
}

/**
 * palco_latency_get_measured_at:
 * @self: a latency
 *
 * When the measurement ended.
 *
 * Returns: (transfer none): a moment
 *
 * Since: 1.0
 */
GDateTime *
palco_latency_get_measured_at (PalcoLatency *self)
{
  g_return_val_if_fail (PALCO_IS_LATENCY (self), NULL);

  return self->measured_at;
}
