/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-journal-owner.h"

#include <glib/gstdio.h>

#include <fcntl.h>
#include <unistd.h>

#define BYTES_END G_MAXINT64

/* An owner is a byte, picked at random, of a file beside the journal that stays empty. Who has
 * it locked is alive: the kernel lets go of it, whatever becomes of the program, and it is seen
 * from every sandbox, where the same process has another number or none. The lock belongs to the
 * connection, not to the process, which may have several. */
typedef struct
{
  int   fd;     /* -1 if nothing can be locked */
  off_t byte;
} Owner;

static struct flock
lock_of (off_t byte)
{
  return (struct flock) { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };
}

/* Not from GLib's generator, whose numbers a forked child would pick again. */
static off_t
pick_byte (void)
{
  guint64 byte = 0;

  getentropy (&byte, sizeof byte);

  return byte % BYTES_END;
}

/* A file of its own, as closing any other descriptor of the database would drop SQLite's own
 * locks. */
static Owner *
owner_new (sqlite3 *db)
{
  g_autofree char *path = g_strconcat (sqlite3_db_filename (db, "main"), "-owners", NULL);
  Owner *owner = g_new0 (Owner, 1);
  struct flock lock;

  owner->byte = pick_byte ();
  owner->fd = g_open (path, O_CREAT | O_CLOEXEC | O_RDWR, 0600);

  lock = lock_of (owner->byte);
  if (owner->fd >= 0 && fcntl (owner->fd, F_OFD_SETLK, &lock) < 0)
    {
      close (owner->fd);
      owner->fd = -1;
    }

  return owner;
}

static void
owner_free (gpointer data)
{
  Owner *owner = data;

  if (owner->fd >= 0)
    close (owner->fd);
  g_free (owner);
}

/* Nothing is begun whose owner would look dead. */
static void
owner_self (sqlite3_context  *context,
            int               n_values,
            sqlite3_value   **values)
{
  const Owner *owner = sqlite3_user_data (context);
  g_autofree char *reference = g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) owner->byte);

  if (owner->fd >= 0)
    sqlite3_result_text (context, reference, -1, SQLITE_TRANSIENT);
  else
    sqlite3_result_error (context, "the file beside it cannot be locked", -1);
}

/* Its own lock hinders nobody, and so is not found. In doubt somebody lives: what is believed
 * dead may be forgotten. */
static gboolean
is_alive (const Owner *owner,
          const char  *reference)
{
  struct flock lock;
  guint64 byte;

  if (reference == NULL ||
      !g_ascii_string_to_unsigned (reference, 10, 0, BYTES_END - 1, &byte, NULL))
    return FALSE;

  if (owner->fd < 0 || byte == (guint64) owner->byte)
    return TRUE;

  lock = lock_of (byte);

  return fcntl (owner->fd, F_OFD_GETLK, &lock) < 0 || lock.l_type != F_UNLCK;
}

static void
owner_lives (sqlite3_context  *context,
             int               n_values,
             sqlite3_value   **values)
{
  const char *reference = (const char *) sqlite3_value_text (values[0]);

  sqlite3_result_int (context, is_alive (sqlite3_user_data (context), reference));
}

/* Until @db is closed. */
gboolean
palco_journal_owner_attach (sqlite3 *db)
{
  Owner *owner = owner_new (db);

  return sqlite3_create_function_v2 (db, "owner_self", 0, SQLITE_UTF8, owner,
                                     owner_self, NULL, NULL, owner_free) == SQLITE_OK &&
         sqlite3_create_function_v2 (db, "owner_lives", 1, SQLITE_UTF8, owner,
                                     owner_lives, NULL, NULL, NULL) == SQLITE_OK;
}
