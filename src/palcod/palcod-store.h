/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include "palcod-session.h"

G_BEGIN_DECLS

#define PALCOD_TYPE_STORE (palcod_store_get_type ())

G_DECLARE_FINAL_TYPE (PalcodStore, palcod_store, PALCOD, STORE, GObject)

typedef struct
{
  char   *id;
  char   *key_hashes[2];   /* primary, secondary */
  gint64  creation_time;
} PalcodAccountRecord;

/* SQLite (WAL, synchronous FULL) behind one writer thread that puts all writes which wait
 * into one transaction: each is durable before its caller hears of it. Opening and loading
 * block and belong before the main loop; writes are async. */
PalcodStore *palcod_store_open                 (const char                 *path,
                                                GError                    **error);

/* Only one service may work with a store; `palcod account` needs no claim. It ends with
 * the process, however that ends. */
gboolean     palcod_store_claim                (PalcodStore                *self,
                                                GError                    **error);
GPtrArray   *palcod_store_load_sessions        (PalcodStore                *self,
                                                GError                    **error);
void         palcod_store_save_session_async   (PalcodStore                *self,
                                                const PalcodSessionRecord  *record,
                                                GCancellable               *cancellable,
                                                GAsyncReadyCallback         callback,
                                                gpointer                    user_data);
gint64       palcod_store_save_session_finish  (PalcodStore                *self,
                                                GAsyncResult               *result,
                                                GError                    **error);

/* The lease alone: it only grows, and an update that fails must leave no trace. */
void         palcod_store_save_lease_async     (PalcodStore                *self,
                                                gint64                      uid,
                                                guint                       lease_minutes,
                                                GCancellable               *cancellable,
                                                GAsyncReadyCallback         callback,
                                                gpointer                    user_data);
gboolean     palcod_store_save_lease_finish    (PalcodStore                *self,
                                                GAsyncResult               *result,
                                                GError                    **error);

/* Forgets sessions that ended before that time and whose hosts are known to be gone. */
void         palcod_store_prune_async          (PalcodStore                *self,
                                                gint64                      ended_before,
                                                GCancellable               *cancellable,
                                                GAsyncReadyCallback         callback,
                                                gpointer                    user_data);
gboolean     palcod_store_prune_finish         (PalcodStore                *self,
                                                GAsyncResult               *result,
                                                GError                    **error);

/* How many transactions it took so far: less than the writes when they come together. */
guint        palcod_store_get_n_commits        (PalcodStore                *self);

/* Accounts are few and change by the administrator's hand (`palcod account …`), maybe while
 * the service runs: these block for one small statement and are called on start, by the
 * command, and once for each unknown account or key, at most once a second. */
GPtrArray   *palcod_store_load_accounts        (PalcodStore                *self,
                                                GError                    **error);
gboolean     palcod_store_save_account         (PalcodStore                *self,
                                                const PalcodAccountRecord  *account,
                                                GError                    **error);
gboolean     palcod_store_remove_account       (PalcodStore                *self,
                                                const char                 *id,
                                                GError                    **error);

void         palcod_account_record_free        (PalcodAccountRecord        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalcodAccountRecord, palcod_account_record_free)

G_END_DECLS
