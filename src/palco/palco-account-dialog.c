/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account-dialog.h"

#include <glib/gi18n.h>

#include "palco-app-enums.h"
#include "palco-explain.h"

#define NARROW_WIDTH 360
#define WIDTH        480

/**
 * PalcoAccountDialog:
 *
 * Adds an account by hand, or takes a new key for one. Nothing is kept before the service has
 * accepted the key.
 */

struct _PalcoAccountDialog
{
  AdwWindow               parent_instance;
  GtkEditable            *name_row;
  GtkEditable            *address_row;
  GtkEditable            *id_row;
  GtkEditable            *key_row;
  PalcoConnection        *connection;
  PalcoAccount           *account;   /* whose key is asked for; NULL to add one */
  PalcoAccount           *candidate; /* what is being tested and stored */
  PalcoAccountDialogStep  step;
  char                   *message;
  GCancellable           *cancellable;
};

enum {
  PROP_CONNECTION = 1,
  PROP_ACCOUNT,
  PROP_STEP,
  PROP_MESSAGE,
  N_PROPS
};

enum {
  DONE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalcoAccountDialog, palco_account_dialog, ADW_TYPE_WINDOW)

static char *
save_text (PalcoAccountDialog *self,
           PalcoAccount       *account)
{
  return g_strdup (account != NULL ? _("_Save") : _("_Add"));
}

static char *
busy_text (PalcoAccountDialog     *self,
           PalcoAccountDialogStep  step)
{
  return g_strdup (step == PALCO_ACCOUNT_DIALOG_STEP_STORING ? _("Storing the key in the keyring…")
                                                             : _("Testing the connection…"));
}

static gboolean
is_editing (PalcoAccountDialog     *self,
            PalcoAccountDialogStep  step)
{
  return step == PALCO_ACCOUNT_DIALOG_STEP_EDITING;
}

static char *
foot_name (PalcoAccountDialog     *self,
           PalcoAccountDialogStep  step)
{
  switch (step)
    {
    case PALCO_ACCOUNT_DIALOG_STEP_TESTING:
    case PALCO_ACCOUNT_DIALOG_STEP_STORING:
      return g_strdup ("busy");
    case PALCO_ACCOUNT_DIALOG_STEP_KEYRING:
      return g_strdup ("keyring");
    case PALCO_ACCOUNT_DIALOG_STEP_EDITING:
      break;
    }

  return g_strdup ("message");
}

static void
set_message (PalcoAccountDialog *self,
             const char         *message)
{
  g_free (self->message);
  self->message = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
}

static void
set_step (PalcoAccountDialog     *self,
          PalcoAccountDialogStep  step)
{
  self->step = step;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.save",
                                 step == PALCO_ACCOUNT_DIALOG_STEP_EDITING);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP]);
}

static void
edited_cb (PalcoAccountDialog *self,
           GtkEditable        *row)
{
  gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  set_message (self, "");
}

static void
point_at (PalcoAccountDialog *self,
          GtkEditable        *row,
          const char         *message)
{
  gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  gtk_widget_grab_focus (GTK_WIDGET (row));
  set_message (self, message);
}

/* The library knows what is valid; one field at a time tells which of them is not. */
static gboolean
validate (PalcoAccountDialog *self)
{
  const char *good_address = "https://example.com";
  g_autoptr(GError) error = NULL;

  if (!palco_account_validate (gtk_editable_get_text (self->name_row), good_address, "id", NULL))
    {
      point_at (self, self->name_row, _("Enter a name that tells this account from others."));
      return FALSE;
    }

  if (!palco_account_validate ("name", gtk_editable_get_text (self->address_row), "id", &error))
    {
      point_at (self, self->address_row,
                g_error_matches (error, PALCO_ERROR, PALCO_ERROR_INSECURE)
                ? _("The address must begin with https://. Only a service on this computer may use http://.")
                : _("Enter the address of the service, for example https://render.example.com."));
      return FALSE;
    }

  if (!palco_account_validate ("name", good_address, gtk_editable_get_text (self->id_row), NULL))
    {
      point_at (self, self->id_row, _("Enter the account ID. It consists of letters, digits and - . _ ~"));
      return FALSE;
    }

  if (*gtk_editable_get_text (self->key_row) == '\0')
    {
      point_at (self, self->key_row, _("Enter the account key."));
      return FALSE;
    }

  return TRUE;
}

static void
finish (PalcoAccountDialog *self)
{
  g_autoptr(PalcoAccount) account = g_steal_pointer (&self->candidate);

  g_signal_emit (self, signals[DONE], 0, account);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* A key that was not accepted must not stand before the one in the keyring. */
static void
forget_candidate (PalcoAccountDialog *self)
{
  if (self->candidate == NULL)
    return;

  palco_key_holder_set_key (palco_connection_get_key_holder (self->connection), self->candidate,
                            NULL);
  g_clear_object (&self->candidate);
}

static void
show_error (PalcoAccountDialog *self,
            const GError       *error)
{
  g_autofree char *explanation = palco_explain_error (error);
  g_autofree char *detail = palco_explain_error_detail (error);
  g_autofree char *message = g_strdup_printf ("%s\n\n%s", explanation, detail);

  set_step (self, PALCO_ACCOUNT_DIALOG_STEP_EDITING);
  set_message (self, message);
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  PalcoAccountDialog *self = user_data;
  g_autoptr(GError) error = NULL;

  palco_account_list_add_finish (PALCO_ACCOUNT_LIST (source), result, &error);
  if (palco_error_is_cancelled (error))
    return;

  if (error != NULL)
    show_error (self, error);
  else
    finish (self);
}

static void
add (PalcoAccountDialog *self)
{
  if (self->account != NULL)
    finish (self);
  else
    palco_account_list_add_async (palco_connection_get_accounts (self->connection), self->candidate,
                                  self->cancellable, added_cb, self);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  PalcoAccountDialog *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *explanation = NULL;

  palco_keyring_store_key_finish (PALCO_KEYRING (source), result, &error);
  if (palco_error_is_cancelled (error))
    return;

  if (error == NULL)
    {
      add (self);
      return;
    }

  explanation = palco_explain_error (error);
  set_step (self, PALCO_ACCOUNT_DIALOG_STEP_KEYRING);
  set_message (self, explanation);
}

static void
store (PalcoAccountDialog *self)
{
  set_step (self, PALCO_ACCOUNT_DIALOG_STEP_STORING);
  palco_keyring_store_key_async (palco_connection_get_keyring (self->connection), self->candidate,
                                 gtk_editable_get_text (self->key_row), self->cancellable,
                                 stored_cb, self);
}

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  PalcoAccountDialog *self = user_data;
  g_autoptr(GError) error = NULL;

  palco_client_test_finish (PALCO_CLIENT (source), result, &error);
  if (palco_error_is_cancelled (error))
    return;

  if (error != NULL)
    show_error (self, error);
  else
    store (self);
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  PalcoAccountDialog *self = PALCO_ACCOUNT_DIALOG (widget);
  PalcoKeyHolder *key_holder = palco_connection_get_key_holder (self->connection);
  g_autoptr(PalcoClient) client = NULL;

  if (!validate (self))
    return;

  forget_candidate (self);
  if (self->account != NULL)
    self->candidate = g_object_ref (self->account);
  else
    self->candidate = palco_account_new (gtk_editable_get_text (self->name_row),
                                         gtk_editable_get_text (self->address_row),
                                         gtk_editable_get_text (self->id_row));

  palco_key_holder_set_key (key_holder, self->candidate, gtk_editable_get_text (self->key_row));
  client = palco_client_new (self->candidate, PALCO_CREDENTIALS (key_holder), NULL);
  set_step (self, PALCO_ACCOUNT_DIALOG_STEP_TESTING);
  palco_client_test_async (client, self->cancellable, tested_cb, self);
}

static void
give_up_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  PalcoAccountDialog *self = PALCO_ACCOUNT_DIALOG (widget);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  set_step (self, PALCO_ACCOUNT_DIALOG_STEP_EDITING);
}

static void
store_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  store (PALCO_ACCOUNT_DIALOG (widget));
}

/* The key holder has it already; it goes with the program. */
static void
keep_key_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  PalcoAccountDialog *self = PALCO_ACCOUNT_DIALOG (widget);

  set_step (self, PALCO_ACCOUNT_DIALOG_STEP_STORING);
  add (self);
}

static void
palco_account_dialog_constructed (GObject *object)
{
  PalcoAccountDialog *self = PALCO_ACCOUNT_DIALOG (object);

  G_OBJECT_CLASS (palco_account_dialog_parent_class)->constructed (object);

  /* Not a binding: GTK 4.8 warns when the object that goes is its own target. */
  gtk_window_set_title (GTK_WINDOW (self),
                        self->account != NULL ? _("Enter Account Key") : _("Add Account"));

  if (self->account == NULL)
    return;

  gtk_editable_set_text (self->name_row, palco_account_get_name (self->account));
  gtk_editable_set_text (self->address_row, palco_account_get_address (self->account));
  gtk_editable_set_text (self->id_row, palco_account_get_account_id (self->account));
  gtk_widget_set_sensitive (GTK_WIDGET (self->name_row), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->address_row), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->id_row), FALSE);
}

static void
palco_account_dialog_dispose (GObject *object)
{
  PalcoAccountDialog *self = PALCO_ACCOUNT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  forget_candidate (self);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (palco_account_dialog_parent_class)->dispose (object);
}

static void
palco_account_dialog_finalize (GObject *object)
{
  PalcoAccountDialog *self = PALCO_ACCOUNT_DIALOG (object);

  g_clear_object (&self->account);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->message, g_free);

  G_OBJECT_CLASS (palco_account_dialog_parent_class)->finalize (object);
}

static void
palco_account_dialog_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  PalcoAccountDialog *self = PALCO_ACCOUNT_DIALOG (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;
    case PROP_STEP:
      g_value_set_enum (value, self->step);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_account_dialog_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  PalcoAccountDialog *self = PALCO_ACCOUNT_DIALOG (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      self->connection = g_value_dup_object (value);
      break;
    case PROP_ACCOUNT:
      self->account = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-account-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoAccountDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, PalcoAccountDialog, address_row);
  gtk_widget_class_bind_template_child (widget_class, PalcoAccountDialog, id_row);
  gtk_widget_class_bind_template_child (widget_class, PalcoAccountDialog, key_row);
  gtk_widget_class_bind_template_callback (widget_class, save_text);
  gtk_widget_class_bind_template_callback (widget_class, busy_text);
  gtk_widget_class_bind_template_callback (widget_class, is_editing);
  gtk_widget_class_bind_template_callback (widget_class, foot_name);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
}

static void
palco_account_dialog_class_init (PalcoAccountDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = palco_account_dialog_constructed;
  object_class->dispose = palco_account_dialog_dispose;
  object_class->finalize = palco_account_dialog_finalize;
  object_class->get_property = palco_account_dialog_get_property;
  object_class->set_property = palco_account_dialog_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, PALCO_TYPE_CONNECTION, once);
  properties[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, PALCO_TYPE_ACCOUNT, once);
  properties[PROP_STEP] =
    g_param_spec_enum ("step", NULL, NULL, PALCO_TYPE_ACCOUNT_DIALOG_STEP,
                       PALCO_ACCOUNT_DIALOG_STEP_EDITING, read);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, read);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * PalcoAccountDialog::done:
   * @account: the account, which is in the list and whose key is known
   */
  signals[DONE] = g_signal_new ("done", PALCO_TYPE_ACCOUNT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, PALCO_TYPE_ACCOUNT);

  gtk_widget_class_install_action (widget_class, "account.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "account.give-up", NULL, give_up_action);
  gtk_widget_class_install_action (widget_class, "account.store", NULL, store_action);
  gtk_widget_class_install_action (widget_class, "account.keep-key", NULL, keep_key_action);

  bind_template (widget_class);
}

static void
palco_account_dialog_init (PalcoAccountDialog *self)
{
  self->cancellable = g_cancellable_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * palco_account_dialog_new:
 * @parent: the window it belongs to
 * @connection: where accounts, keyring and keys are
 * @account: (nullable): the account whose key is asked for; %NULL to add one
 */
GtkWidget *
palco_account_dialog_new (GtkWindow       *parent,
                          PalcoConnection *connection,
                          PalcoAccount    *account)
{
  int parent_width = gtk_widget_get_width (GTK_WIDGET (parent));

  return g_object_new (PALCO_TYPE_ACCOUNT_DIALOG,
                       "transient-for", parent,
                       "title", account != NULL ? _("Enter Account Key") : _("Add Account"),
                       "default-width", CLAMP (parent_width, NARROW_WIDTH, WIDTH),
                       "connection", connection,
                       "account", account,
                       NULL);
}
