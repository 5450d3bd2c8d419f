/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "fake-allocator.h"
#include "fake-host.h"
#include "palcod-sqlite.h"

G_BEGIN_DECLS

/* A manager with a real store and an allocator that starts nothing. Restarting it is what a
 * kill and a new start would be, as long as nothing is being written. */
typedef struct
{
  char          *dir;
  PalcodConfig  *config;
  PalcodStore   *store;
  FakeAllocator *allocator;
  PalcodManager *manager;
  guint          host_grace_msecs;   /* 0 for the usual */
} ManagerFixture;

typedef struct
{
  const char  *path;
  void       (*test) (ManagerFixture *fixture,
                      gconstpointer   data);
} ManagerTest;

/* What main () of such a test does. */
int            manager_fixture_run      (int                argc,
                                         char              *argv[],
                                         const ManagerTest *tests,
                                         guint              n_tests);

void           manager_fixture_setup    (ManagerFixture  *self,
                                         gconstpointer    data);
void           manager_fixture_teardown (ManagerFixture  *self,
                                         gconstpointer    data);
void           manager_fixture_shut     (ManagerFixture  *self);
void           manager_fixture_open     (ManagerFixture  *self);

PalcodSession *manager_fixture_create   (ManagerFixture  *self,
                                         const char      *id,
                                         guint            lease_minutes,
                                         gboolean        *created,
                                         GError         **error);
gboolean       manager_fixture_update   (ManagerFixture  *self,
                                         PalcodSession   *session,
                                         guint            lease_minutes,
                                         GError         **error);
void           manager_fixture_stop     (ManagerFixture  *self,
                                         PalcodSession   *session);
PalcodSession *manager_fixture_find     (ManagerFixture  *self,
                                         const char      *id);
void           manager_fixture_settle   (ManagerFixture  *self);

/* Nothing is stored until the result is closed. */
sqlite3       *manager_fixture_block_disk (ManagerFixture *self);

/* A session that is Starting, and its host, which has dialled. */
PalcodSession *manager_fixture_dial     (ManagerFixture  *self,
                                         const char      *id,
                                         guint            lease_minutes,
                                         FakeHost       **host);

/* A session that is Ready, and its host after the welcome. */
PalcodSession *manager_fixture_ready    (ManagerFixture  *self,
                                         const char      *id,
                                         guint            lease_minutes,
                                         FakeHost       **host);

/* How a session was left by a palcod that is gone, as far as the store knows. */
void           manager_fixture_edit     (ManagerFixture  *self,
                                         const char      *id,
                                         const char      *assignment);

#define assert_state(session, expected) \
  g_assert_cmpint (palcod_session_get_record (session)->state, ==, expected)

#define await_state(session, expected) \
  palco_test_await_that (palcod_session_get_record (session)->state == (expected))

G_END_DECLS
