/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-sign-in-group.h"

#include <glib/gi18n.h>

#include "palco-format.h"
#include "palco-widgets.h"

/**
 * PalcoSignInGroup:
 *
 * How one signs in at an account, to be entered. What is in the keyring is never shown: an entry
 * left empty keeps it.
 */

struct _PalcoSignInGroup
{
  AdwPreferencesGroup  parent_instance;
  GtkDropDown         *kind_drop_down;
  GtkEditable         *key_row;
  GtkEditable         *token_row;
  GtkEditable         *command_row;
  PalcoSignIn         *stored;       /* NULL for an account that is being added */
};

enum {
  EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcoSignInGroup, palco_sign_in_group, ADW_TYPE_PREFERENCES_GROUP)

static PalcoSignInKind
get_kind (PalcoSignInGroup *self)
{
  return (PalcoSignInKind) gtk_drop_down_get_selected (self->kind_drop_down);
}

static GtkEditable *
get_row (PalcoSignInGroup *self)
{
  switch (get_kind (self))
    {
    case PALCO_SIGN_IN_KEY:
      break;
    case PALCO_SIGN_IN_TOKEN:
      return self->token_row;
    case PALCO_SIGN_IN_COMMAND:
      return self->command_row;
    }

  return self->key_row;
}

static gboolean
is_stored_kind (PalcoSignInGroup *self)
{
  return self->stored != NULL && palco_sign_in_get_kind (self->stored) == get_kind (self);
}

/* That of the token in the entry, else that of the stored one. */
static char *
dup_expiry_text (PalcoSignInGroup *self)
{
  const char *token = gtk_editable_get_text (self->token_row);
  g_autoptr(PalcoSignIn) entered = *token != '\0' ? palco_sign_in_new_token (token, NULL) : NULL;
  PalcoSignIn *sign_in = *token == '\0' && is_stored_kind (self) ? self->stored : entered;
  GDateTime *expiry = sign_in != NULL ? palco_sign_in_get_expiry (sign_in) : NULL;
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *moment = NULL;

  if (sign_in == NULL && *token != '\0')
    return g_strdup (_("This is no access token, or it has expired."));

  if (expiry == NULL)
    return g_strdup (_("The token is stored in the keyring only. When it expires, you will be asked for another one."));

  moment = palco_format_moment (expiry, now);

  /* Translators: %s is a moment, such as “18:40” or “3 May, 09:15”. */
  return g_strdup_printf (_("Valid until: %s. The token is stored in the keyring only."), moment);
}

static void
update_description (PalcoSignInGroup *self)
{
  g_autofree char *text = NULL;

  switch (get_kind (self))
    {
    case PALCO_SIGN_IN_KEY:
      text = g_strdup (is_stored_kind (self)
                       ? _("The key is stored in the keyring only. Leave the entry empty to keep it.")
                       : _("The key is stored in the keyring only."));
      break;
    case PALCO_SIGN_IN_TOKEN:
      text = dup_expiry_text (self);
      break;
    case PALCO_SIGN_IN_COMMAND:
      text = g_strdup (self->stored != NULL && is_stored_kind (self) &&
                       !palco_sign_in_is_allowed (self->stored)
                       ? _("Nobody has allowed this command on this computer yet. Save allows it: look at it first.")
                       : _("Runs without a shell whenever a token is needed. What it prints is the token."));
      break;
    }

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), text);
}

static void
kind_changed_cb (PalcoSignInGroup *self)
{
  GtkEditable *row = get_row (self);

  gtk_widget_set_visible (GTK_WIDGET (self->key_row), row == self->key_row);
  gtk_widget_set_visible (GTK_WIDGET (self->token_row), row == self->token_row);
  gtk_widget_set_visible (GTK_WIDGET (self->command_row), row == self->command_row);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->key_row),
                                 is_stored_kind (self) ? _("New Account Key")
                                                       : _("Account Key"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->token_row),
                                 is_stored_kind (self) ? _("New Access Token")
                                                       : _("Access Token"));
  update_description (self);
  g_signal_emit (self, signals[EDITED], 0);
}

static void
edited_cb (PalcoSignInGroup *self,
           GtkEditable      *row)
{
  gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  update_description (self);
  g_signal_emit (self, signals[EDITED], 0);
}

static void
palco_sign_in_group_finalize (GObject *object)
{
  g_clear_object (&PALCO_SIGN_IN_GROUP (object)->stored);

  G_OBJECT_CLASS (palco_sign_in_group_parent_class)->finalize (object);
}

static void
palco_sign_in_group_class_init (PalcoSignInGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = palco_sign_in_group_finalize;

  /**
   * PalcoSignInGroup::edited:
   *
   * Somebody typed, or chose another way.
   */
  signals[EDITED] = g_signal_new ("edited", PALCO_TYPE_SIGN_IN_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-sign-in-group.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoSignInGroup, kind_drop_down);
  gtk_widget_class_bind_template_child (widget_class, PalcoSignInGroup, key_row);
  gtk_widget_class_bind_template_child (widget_class, PalcoSignInGroup, token_row);
  gtk_widget_class_bind_template_child (widget_class, PalcoSignInGroup, command_row);
  gtk_widget_class_bind_template_callback (widget_class, kind_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
}

static void
palco_sign_in_group_init (PalcoSignInGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  palco_parts_set_name (GTK_WIDGET (self), GTK_TYPE_LIST_BOX, _("Sign-In"));
  palco_drop_down_set_name (self->kind_drop_down, _("Sign In With"));
  palco_row_name_parts (ADW_PREFERENCES_ROW (self->key_row));
  palco_row_name_parts (ADW_PREFERENCES_ROW (self->token_row));
  palco_row_name_parts (ADW_PREFERENCES_ROW (self->command_row));
  update_description (self);
}

/**
 * palco_sign_in_group_set_stored:
 * @self: a group
 * @stored: how one signs in at the account so far
 *
 * Shows it, without its secret.
 */
void
palco_sign_in_group_set_stored (PalcoSignInGroup *self,
                                PalcoSignIn      *stored)
{
  g_autofree char *command_line = NULL;

  g_return_if_fail (PALCO_IS_SIGN_IN_GROUP (self));
  g_return_if_fail (PALCO_IS_SIGN_IN (stored));

  g_set_object (&self->stored, stored);
  command_line = palco_sign_in_dup_command_line (stored);
  gtk_editable_set_text (self->command_row, command_line != NULL ? command_line : "");
  gtk_drop_down_set_selected (self->kind_drop_down, palco_sign_in_get_kind (stored));
  kind_changed_cb (self);
}

static PalcoSignIn *
read_row (PalcoSignInGroup  *self,
          const char       **secret,
          char             **message)
{
  const char *text = gtk_editable_get_text (get_row (self));
  g_autoptr(GError) error = NULL;
  PalcoSignIn *sign_in = NULL;

  switch (get_kind (self))
    {
    case PALCO_SIGN_IN_KEY:
      *secret = text;
      sign_in = *text != '\0' ? palco_sign_in_new_key () : NULL;
      *message = sign_in == NULL ? g_strdup (_("Enter the account key.")) : NULL;
      break;

    case PALCO_SIGN_IN_TOKEN:
      *secret = text;
      sign_in = palco_sign_in_new_token (text, NULL);
      *message = sign_in == NULL ? g_strdup (_("Enter an access token that has not expired.")) : NULL;
      break;

    case PALCO_SIGN_IN_COMMAND:
      sign_in = palco_sign_in_new_command (text, &error);
      *message = sign_in == NULL ? g_strdup (_("Enter a program and its arguments, as in a terminal.")) : NULL;
      break;
    }

  return sign_in;
}

/**
 * palco_sign_in_group_read:
 * @self: a group
 * @secret: (out) (nullable): what was entered for the keyring; %NULL when that stays as it is
 * @message: (out) (nullable): what is wrong
 *
 * Reads what was entered; where something is wrong the focus goes there.
 *
 * Returns: (transfer full) (nullable): how to sign in
 */
PalcoSignIn *
palco_sign_in_group_read (PalcoSignInGroup  *self,
                          const char       **secret,
                          char             **message)
{
  GtkEditable *row;
  PalcoSignIn *sign_in;

  g_return_val_if_fail (PALCO_IS_SIGN_IN_GROUP (self), NULL);

  *secret = NULL;
  *message = NULL;
  row = get_row (self);
  if (is_stored_kind (self) && row != self->command_row && *gtk_editable_get_text (row) == '\0')
    return g_object_ref (self->stored);

  sign_in = read_row (self, secret, message);
  if (sign_in == NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (row), "error");
      gtk_widget_grab_focus (GTK_WIDGET (row));
    }

  return sign_in;
}
