/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A file of records that have a name and a uid, one group each, read and changed as a whole.
 * palco_ini_file_load() and _change() block; the asynchronous ones run them in a worker thread. */

typedef struct
{
  const char     *group_prefix;   /* followed by the uid */
  const char     *item;           /* “an account”, for messages */
  const char     *items;          /* “accounts” */
  gpointer      (*read)     (GKeyFile    *key_file,
                             const char  *group,
                             const char  *uid,
                             GError     **error);
  void          (*write)    (GKeyFile    *key_file,
                             const char  *group,
                             gpointer     record);
  const char   *(*get_uid)  (gpointer     record);
  const char   *(*get_name) (gpointer     record);
  GDestroyNotify  free;
} PalcoIniKind;

typedef enum
{
  PALCO_INI_CHANGE_ADD,      /* fails when the name is taken */
  PALCO_INI_CHANGE_REPLACE,  /* of a record that is still there */
  PALCO_INI_CHANGE_REMOVE,
} PalcoIniChange;

GPtrArray *palco_ini_file_load          (const PalcoIniKind  *kind,
                                         const char          *path,
                                         GError             **error);
GPtrArray *palco_ini_file_change        (const PalcoIniKind  *kind,
                                         const char          *path,
                                         PalcoIniChange       change,
                                         GPtrArray           *records,
                                         GError             **error);
void       palco_ini_write_optional     (GKeyFile            *key_file,
                                         const char          *group,
                                         const char          *key,
                                         const char          *value);

void       palco_ini_file_load_async    (const PalcoIniKind  *kind,
                                         const char          *path,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
GPtrArray *palco_ini_file_load_finish   (GAsyncResult        *result,
                                         GError             **error);
void       palco_ini_file_change_async  (const PalcoIniKind  *kind,
                                         const char          *path,
                                         PalcoIniChange       change,
                                         GPtrArray           *records,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
GPtrArray *palco_ini_file_change_finish (GAsyncResult        *result,
                                         GError             **error);

G_END_DECLS
