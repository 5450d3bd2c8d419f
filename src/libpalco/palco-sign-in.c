/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-sign-in-private.h"

#include "palco-error.h"
#include "palco-token-private.h"

/**
 * PalcoSignIn:
 *
 * How one signs in at an account: with its key, with an access token, or with a command that
 * prints one.
 *
 * Key and token are not in it: they come from a [iface@Palco.Credentials]. Instances never
 * change.
 *
 * Since: 1.0
 */

struct _PalcoSignIn
{
  GObject          parent_instance;
  PalcoSignInKind  kind;
  GDateTime       *expiry;
  GStrv            command;
  gboolean         is_allowed;
};

G_DEFINE_FINAL_TYPE (PalcoSignIn, palco_sign_in, G_TYPE_OBJECT)

static void
palco_sign_in_finalize (GObject *object)
{
  PalcoSignIn *self = PALCO_SIGN_IN (object);

  g_clear_pointer (&self->expiry, g_date_time_unref);
  g_clear_pointer (&self->command, g_strfreev);

  G_OBJECT_CLASS (palco_sign_in_parent_class)->finalize (object);
}

static void
palco_sign_in_class_init (PalcoSignInClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palco_sign_in_finalize;
}

static void
palco_sign_in_init (PalcoSignIn *self)
{
}

PalcoSignIn *
palco_sign_in_new_stored (PalcoSignInKind     kind,
                          GDateTime          *expiry,
                          const char * const *command,
                          gboolean            is_allowed)
{
  PalcoSignIn *self = g_object_new (PALCO_TYPE_SIGN_IN, NULL);

  self->kind = kind;
  self->expiry = expiry != NULL ? g_date_time_ref (expiry) : NULL;
  self->command = g_strdupv ((char **) command);
  self->is_allowed = is_allowed;

  return self;
}

/**
 * palco_sign_in_equal:
 * @self: a way to sign in
 * @other: another one
 *
 * Returns: whether one signs in the same way, as far as it is known here
 *
 * Since: 1.0
 */
gboolean
palco_sign_in_equal (PalcoSignIn *self,
                     PalcoSignIn *other)
{
  g_return_val_if_fail (PALCO_IS_SIGN_IN (self), FALSE);
  g_return_val_if_fail (PALCO_IS_SIGN_IN (other), FALSE);

  if (self->kind != other->kind || self->is_allowed != other->is_allowed ||
      (self->expiry == NULL) != (other->expiry == NULL) ||
      (self->command == NULL) != (other->command == NULL))
    return FALSE;

  return (self->expiry == NULL || g_date_time_equal (self->expiry, other->expiry)) &&
         (self->command == NULL || g_strv_equal ((const char * const *) self->command,
                                                 (const char * const *) other->command));
}

/* What is kept of somebody's consent to a command: good for these words on this computer. A
 * list of accounts that comes from elsewhere brings none. */
char *
palco_sign_in_dup_consent (const char * const *command)
{
  g_autofree char *machine = NULL;
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  if (g_file_get_contents ("/etc/machine-id", &machine, NULL, NULL))
    g_checksum_update (checksum, (const guchar *) machine, -1);

  for (guint i = 0; command[i] != NULL; i++)
    g_checksum_update (checksum, (const guchar *) command[i], strlen (command[i]) + 1);

  return g_strdup (g_checksum_get_string (checksum));
}

/**
 * palco_sign_in_new_key:
 *
 * To sign in with the key of the account.
 *
 * Returns: (transfer full): a new way to sign in
 *
 * Since: 1.0
 */
PalcoSignIn *
palco_sign_in_new_key (void)
{
  return palco_sign_in_new_stored (PALCO_SIGN_IN_KEY, NULL, NULL, FALSE);
}

/**
 * palco_sign_in_new_token:
 * @token: an access token; it is looked at, and not kept
 * @error: return location for a #GError
 *
 * To sign in with an access token. It fails with %PALCO_ERROR_TOKEN if @token cannot be one or
 * has expired.
 *
 * Returns: (transfer full): a new way to sign in
 *
 * Since: 1.0
 */
PalcoSignIn *
palco_sign_in_new_token (const char  *token,
                         GError     **error)
{
  g_autoptr(GDateTime) expiry = NULL;

  g_return_val_if_fail (token != NULL, NULL);

  if (!palco_token_check (token, error))
    return NULL;

  expiry = palco_token_dup_expiry (token);

  return palco_sign_in_new_stored (PALCO_SIGN_IN_TOKEN, expiry, NULL, FALSE);
}

/**
 * palco_sign_in_new_command:
 * @command_line: a program and its arguments, quoted as for a shell
 * @error: return location for a #GError
 *
 * To sign in with the access tokens that a command prints. It is started without a shell, and is
 * allowed: whoever enters a command wants it to run. It fails with %PALCO_ERROR_INVALID_ARGUMENT.
 *
 * Returns: (transfer full): a new way to sign in
 *
 * Since: 1.0
 */
PalcoSignIn *
palco_sign_in_new_command (const char  *command_line,
                           GError     **error)
{
  g_auto(GStrv) command = NULL;
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (command_line != NULL, NULL);

  if (!g_utf8_validate (command_line, -1, NULL) ||
      !g_shell_parse_argv (command_line, NULL, &command, &local_error))
    {
      g_set_error (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                   "The token command cannot be understood: %s. Enter a program and its arguments.",
                   local_error != NULL ? local_error->message : "it is not valid UTF-8");
      return NULL;
    }

  return palco_sign_in_new_stored (PALCO_SIGN_IN_COMMAND, NULL, (const char * const *) command, TRUE);
}

/**
 * palco_sign_in_get_kind:
 * @self: a way to sign in
 *
 * Returns: which it is
 *
 * Since: 1.0
 */
PalcoSignInKind
palco_sign_in_get_kind (PalcoSignIn *self)
{
  g_return_val_if_fail (PALCO_IS_SIGN_IN (self), PALCO_SIGN_IN_KEY);

  return self->kind;
}

/**
 * palco_sign_in_get_expiry:
 * @self: a way to sign in
 *
 * Returns: (transfer none) (nullable): when the access token that was entered expires, if that
 *   can be told
 *
 * Since: 1.0
 */
GDateTime *
palco_sign_in_get_expiry (PalcoSignIn *self)
{
  g_return_val_if_fail (PALCO_IS_SIGN_IN (self), NULL);

  return self->expiry;
}

/**
 * palco_sign_in_get_command:
 * @self: a way to sign in
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the command and its arguments
 *
 * Since: 1.0
 */
const char * const *
palco_sign_in_get_command (PalcoSignIn *self)
{
  g_return_val_if_fail (PALCO_IS_SIGN_IN (self), NULL);

  return (const char * const *) self->command;
}

/**
 * palco_sign_in_dup_command_line:
 * @self: a way to sign in
 *
 * Returns: (transfer full) (nullable): the command as one would type it
 *
 * Since: 1.0
 */
char *
palco_sign_in_dup_command_line (PalcoSignIn *self)
{
  GString *line;

  g_return_val_if_fail (PALCO_IS_SIGN_IN (self), NULL);

  if (self->command == NULL)
    return NULL;

  line = g_string_new (NULL);
  for (guint i = 0; self->command[i] != NULL; i++)
    {
      const char *word = self->command[i];
      gboolean is_plain = *word != '\0' &&
                          word[strspn (word, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-._/:=@%+,")] == '\0';
      g_autofree char *quoted = is_plain ? g_strdup (word) : g_shell_quote (word);

      g_string_append_printf (line, "%s%s", i > 0 ? " " : "", quoted);
    }

  return g_string_free (line, FALSE);
}

/**
 * palco_sign_in_is_allowed:
 * @self: a way to sign in
 *
 * Whether somebody wants this command to run on this computer. The command of a list of accounts
 * that was copied from elsewhere, or changed by another program, never runs before that.
 *
 * Returns: %FALSE if somebody has to be asked first
 *
 * Since: 1.0
 */
gboolean
palco_sign_in_is_allowed (PalcoSignIn *self)
{
  g_return_val_if_fail (PALCO_IS_SIGN_IN (self), FALSE);

  return self->is_allowed;
}
