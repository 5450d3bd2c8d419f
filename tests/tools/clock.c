/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* Preloaded into a service under test: the clock of the wall goes wrong by the seconds in the
 * file that PALCO_TEST_CLOCK names, from one moment to the next. System calls only, because
 * clang's sanitizers call these functions before a library could look up the real ones: there
 * libfaketime never returns. */

static time_t
read_offset (void)
{
  const char *path = getenv ("PALCO_TEST_CLOCK");
  char text[32] = { 0 };
  long fd;

  if (path == NULL)
    return 0;

  fd = syscall (SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return 0;

  syscall (SYS_read, fd, text, sizeof text - 1);
  syscall (SYS_close, fd);

  return strtol (text, NULL, 10);
}

int
clock_gettime (clockid_t        clock,
               struct timespec *now)
{
  int result = (int) syscall (SYS_clock_gettime, clock, now);

  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    now->tv_sec += read_offset ();

  return result;
}

int
gettimeofday (struct timeval *restrict now,
              void *restrict           zone)
{
  struct timespec precise;

  clock_gettime (CLOCK_REALTIME, &precise);
  now->tv_sec = precise.tv_sec;
  now->tv_usec = precise.tv_nsec / 1000;

  return 0;
}

time_t
time (time_t *now)
{
  struct timespec precise;

  clock_gettime (CLOCK_REALTIME, &precise);
  if (now != NULL)
    *now = precise.tv_sec;

  return precise.tv_sec;
}
