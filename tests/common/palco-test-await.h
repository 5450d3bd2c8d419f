/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Runs the main loop until an operation whose callback is palco_test_await_cb() has ended, or
 * until a condition holds. The time limit of the test ends what never does. */

void  palco_test_await_cb        (GObject       *source,
                                  GAsyncResult  *result,
                                  gpointer       user_data);
void  palco_test_await           (GAsyncResult **result);

/* Gives the caller's reference away and waits for those of operations that are under way. */
void  palco_test_await_finalize  (gpointer       object);

#define palco_test_await_that(condition) \
  G_STMT_START { \
    while (!(condition)) \
      g_main_context_iteration (NULL, TRUE); \
  } G_STMT_END

/* To a bus of its own, as another program would have it. */
GDBusConnection *palco_test_connect_bus (GTestDBus *bus);

/* Those of the system are read once, and slowly under sanitizers: not within a limit. */
void  palco_test_read_authorities (void);

char *palco_test_make_dir        (void);
void  palco_test_remove_dir      (const char    *path);

G_END_DECLS
