/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-facts.h"

#include "host-gpu.h"
#include "palco-boottime.h"

#include <json-glib/json-glib.h>

#include <sys/resource.h>
#include <unistd.h>

/* Several people may look at once: a shorter span would measure their looking. */
#define CPU_SPAN_MIN_USECS (500 * G_TIME_SPAN_MILLISECOND)

static gint64
read_cpu_usecs (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_USEC_PER_SEC +
         usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

/* The second number of statm is the resident pages. */
static gint64
read_memory_bytes (void)
{
  g_autofree char *statm = NULL;
  g_auto(GStrv) numbers = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL))
    return 0;

  numbers = g_strsplit (statm, " ", 3);
  if (g_strv_length (numbers) < 2)
    return 0;

  return g_ascii_strtoll (numbers[1], NULL, 10) * sysconf (_SC_PAGESIZE);
}

HostFacts *
host_facts_new (const PalcoHostBootstrap *bootstrap,
                HostLease                *lease)
{
  HostFacts *self = g_new0 (HostFacts, 1);

  self->session_id = g_strdup (bootstrap->session_id);
  self->size = g_strdup (bootstrap->size);
  self->hostname = g_strdup (bootstrap->hostname);
  self->gpu = host_gpu_dup_name (HOST_GPU_CLASS_PATH);
  self->lease = g_object_ref (lease);
  self->process_id = getpid ();
  self->start_time = palco_boottime_now ();
  self->sample_time = self->start_time;
  self->sample_cpu_usecs = read_cpu_usecs ();

  return self;
}

void
host_facts_free (HostFacts *self)
{
  g_free (self->session_id);
  g_free (self->size);
  g_free (self->hostname);
  g_free (self->gpu);
  g_object_unref (self->lease);
  g_free (self);
}

void
host_facts_update (HostFacts *self)
{
  gint64 now = palco_boottime_now ();
  gint64 span = now - self->sample_time;

  self->msecs_left = host_lease_get_msecs_left (self->lease);
  self->uptime_secs = (now - self->start_time) / G_USEC_PER_SEC;
  self->memory_bytes = read_memory_bytes ();

  if (span >= CPU_SPAN_MIN_USECS)
    {
      gint64 cpu = read_cpu_usecs ();

      self->cpu_percent = (cpu - self->sample_cpu_usecs) * 100.0 / span;
      self->sample_cpu_usecs = cpu;
      self->sample_time = now;
    }
}

static void
add_name (JsonBuilder *builder,
          const char  *name,
          const char  *value)
{
  if (value == NULL)
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_number (JsonBuilder *builder,
            const char  *name,
            gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

char *
host_facts_to_json (const HostFacts *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_name (builder, "sessionId", self->session_id);
  add_name (builder, "size", self->size);
  add_name (builder, "state", self->state);
  add_name (builder, "hostname", self->hostname);
  add_name (builder, "gpu", self->gpu);
  json_builder_set_member_name (builder, "clientConnected");
  json_builder_add_boolean_value (builder, self->has_client);
  if (self->msecs_left >= 0)
    add_number (builder, "secondsLeft", self->msecs_left / 1000);
  add_number (builder, "processId", self->process_id);
  add_number (builder, "uptimeSeconds", self->uptime_secs);
  json_builder_set_member_name (builder, "cpuPercent");
  json_builder_add_double_value (builder, self->cpu_percent);
  add_number (builder, "memoryBytes", self->memory_bytes);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}
