/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palcod-allocator.h"

G_BEGIN_DECLS

#define FAKE_TYPE_ALLOCATOR (fake_allocator_get_type ())

G_DECLARE_FINAL_TYPE (FakeAllocator, fake_allocator, FAKE, ALLOCATOR, GObject)

/* Starts nothing. Fields are the test's to set and read. */
struct _FakeAllocator
{
  GObject     parent_instance;
  guint       capacity;
  gboolean    is_slow;        /* starts wait for fake_allocator_finish_starts () */
  gboolean    is_broken;      /* starts fail */
  guint       n_starts;
  char       *control_url;    /* of the last start */
  char       *token;
  gint64      lease_msecs;
  GHashTable *running;        /* set of allocations */
  GPtrArray  *waiting;        /* of GTask */
};

FakeAllocator *fake_allocator_new           (void);
void           fake_allocator_finish_starts (FakeAllocator *self);
void           fake_allocator_die           (FakeAllocator *self,
                                             const char    *allocation);

G_END_DECLS
