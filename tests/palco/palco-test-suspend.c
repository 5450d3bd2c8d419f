/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-suspend.h"

#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* The functions below stand in for those of the C library; system calls for the same reason as
 * in tests/tools/clock.c. */

static gint64 slept;

static struct {
  int               fd;
  int               flags;
  struct itimerspec timer;
} last = { .fd = -1 };

/* A timer of the kernel knows nothing of our sleep. */
static int
set_timer (struct itimerspec *old)
{
  struct itimerspec timer = last.timer;

  timer.it_value.tv_sec -= slept;
  if (timer.it_value.tv_sec < 0)
    timer.it_value = (struct timespec) { .tv_nsec = 1 };

  return (int) syscall (SYS_timerfd_settime, last.fd, last.flags, &timer, old);
}

int
clock_gettime (clockid_t        clock,
               struct timespec *now)
{
  int result = (int) syscall (SYS_clock_gettime, clock, now);

  if (result == 0 && clock == CLOCK_BOOTTIME)
    now->tv_sec += slept;

  return result;
}

int
timerfd_settime (int                      fd,
                 int                      flags,
                 const struct itimerspec *timer,
                 struct itimerspec       *old)
{
  last.fd = fd;
  last.flags = flags;
  last.timer = *timer;

  return set_timer (old);
}

void
palco_test_suspend (gint64 seconds)
{
  slept += seconds;
  set_timer (NULL);
}
