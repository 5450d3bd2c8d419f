/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account-dialog.h"

#include <glib/gi18n.h>

#include "palco-account-change.h"
#include "palco-account-field.h"
#include "palco-app-enums.h"
#include "palco-discovery.h"
#include "palco-explain.h"
#include "palco-preflight-view.h"
#include "palco-price-group.h"
#include "palco-sign-in-group.h"
#include "palco-widgets.h"

#define NARROW_WIDTH 360
#define WIDTH        480

/**
 * PalcoAccountDialog:
 *
 * Adds an account by hand, or shows the settings of one.
 */

struct _PalcoAccountDialog
{
  AdwWindow            parent_instance;
  GtkBox              *content_box;
  GtkWidget           *account_group;
  GtkEditable         *address_row;
  GtkEditable         *name_row;
  GtkEditable         *id_row;
  PalcoSignInGroup    *sign_in_group;
  GtkWidget           *remove_button;
  GtkWidget           *message_label;
  PalcoPreflightView  *preflight_view;
  GtkWidget           *last_focus; /* where it was when the trial began */
  PalcoConnection     *connection;
  PalcoAccount        *account;    /* whose settings these are; NULL to add one */
  PalcoAccountChange  *change;
  PalcoDiscovery      *discovery;
  char                *found_name; /* what was entered for whoever adds an account */
  char                *message;
};

enum {
  PROP_CONNECTION = 1,
  PROP_ACCOUNT,
  PROP_CHANGE,
  PROP_DISCOVERY,
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
           PalcoAccountChangeStep  step)
{
  return g_strdup (step == PALCO_ACCOUNT_CHANGE_STEP_STORING ? _("Storing in the keyring…")
                                                             : _("Testing the connection…"));
}

static gboolean
is_editing (PalcoAccountDialog     *self,
            PalcoAccountChangeStep  step)
{
  return step == PALCO_ACCOUNT_CHANGE_STEP_EDITING;
}

static char *
foot_name (PalcoAccountDialog     *self,
           PalcoAccountChangeStep  step)
{
  switch (step)
    {
    case PALCO_ACCOUNT_CHANGE_STEP_TESTING:
    case PALCO_ACCOUNT_CHANGE_STEP_STORING:
      return g_strdup ("busy");
    case PALCO_ACCOUNT_CHANGE_STEP_KEYRING:
      return g_strdup ("keyring");
    case PALCO_ACCOUNT_CHANGE_STEP_EDITING:
      break;
    }

  return g_strdup ("message");
}

static gboolean
has_foot (PalcoAccountDialog     *self,
          PalcoAccountChangeStep  step,
          const char             *message)
{
  return !is_editing (self, step) || (message != NULL && *message != '\0');
}

static char *
discovery_text (PalcoAccountDialog   *self,
                PalcoDiscoveryStatus  status)
{
  return palco_discovery_dup_text (self->discovery);
}

static void
set_message (PalcoAccountDialog *self,
             const char         *message)
{
  g_free (self->message);
  self->message = g_strdup (message);
  gtk_widget_set_tooltip_text (self->message_label, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
}

/* What was said of what stood here before is not true of what stands here now. */
static void
forget_findings (PalcoAccountDialog *self)
{
  set_message (self, "");
  palco_preflight_view_stop (self->preflight_view);
}

static void
edited_cb (PalcoAccountDialog *self,
           GtkEditable        *row)
{
  gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  forget_findings (self);
}

static void
address_edited_cb (PalcoAccountDialog *self,
                   GtkEditable        *row)
{
  edited_cb (self, row);
  palco_discovery_set_address (self->discovery, gtk_editable_get_text (row));
}

/* The service has a name of its own: until somebody enters another one, it will do. */
static void
discovered_cb (PalcoAccountDialog *self)
{
  const char *entered = gtk_editable_get_text (self->name_row);
  PalcoCatalogue *catalogue = palco_discovery_get_catalogue (self->discovery);

  if (palco_discovery_get_status (self->discovery) != PALCO_DISCOVERY_STATUS_FOUND ||
      (*entered != '\0' && g_strcmp0 (entered, self->found_name) != 0))
    return;

  g_free (self->found_name);
  self->found_name = g_strdup (palco_catalogue_get_service_name (catalogue));
  gtk_editable_set_text (self->name_row, self->found_name);
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

static gboolean
validate (PalcoAccountDialog *self)
{
  GtkEditable *rows[] = { NULL, self->address_row, self->name_row, self->id_row };
  const char *message = NULL;
  PalcoAccountField field = palco_account_field_check (gtk_editable_get_text (rows[1]),
                                                       gtk_editable_get_text (rows[2]),
                                                       gtk_editable_get_text (rows[3]), &message);

  if (field != PALCO_ACCOUNT_FIELD_NONE)
    point_at (self, rows[field], message);

  return field == PALCO_ACCOUNT_FIELD_NONE;
}

/* What was entered, as an account of its own that is tried; NULL when something is missing. */
static PalcoAccount *
read_candidate (PalcoAccountDialog  *self,
                const char         **secret)
{
  g_autoptr(PalcoSignIn) sign_in = NULL;
  g_autofree char *message = NULL;
  PalcoAccount *candidate;

  if (!validate (self))
    return NULL;

  sign_in = palco_sign_in_group_read (self->sign_in_group, secret, &message);
  if (sign_in == NULL)
    {
      set_message (self, message);
      return NULL;
    }

  candidate = palco_account_new (gtk_editable_get_text (self->name_row),
                                 gtk_editable_get_text (self->address_row),
                                 gtk_editable_get_text (self->id_row));
  palco_account_set_sign_in (candidate, sign_in);
  if (self->account != NULL)
    {
      palco_account_set_sts_url (candidate, palco_account_get_sts_url (self->account));
      palco_account_set_trusted_sts_url (candidate, palco_account_get_trusted_sts_url (self->account));
    }

  return candidate;
}

static void
step_changed_cb (PalcoAccountDialog *self)
{
  PalcoAccountChangeStep step = palco_account_change_get_step (self->change);
  const GError *error = palco_account_change_get_error (self->change);
  g_autofree char *explanation = error != NULL ? palco_explain_error (error) : NULL;
  g_autofree char *detail = error != NULL ? palco_explain_error_detail (error) : NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.save", is_editing (self, step));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.test", is_editing (self, step));

  if (is_editing (self, step) && self->last_focus != NULL)
    gtk_window_set_focus (GTK_WINDOW (self), self->last_focus);

  set_message (self, explanation);
  gtk_widget_set_tooltip_text (self->message_label, detail);
}

static void
done_cb (PalcoAccountDialog *self,
         PalcoAccount       *account,
         gboolean            signs_in_anew)
{
  g_signal_emit (self, signals[DONE], 0, account, signs_in_anew);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  PalcoAccountDialog *self = PALCO_ACCOUNT_DIALOG (widget);
  const char *secret = NULL;
  g_autoptr(PalcoAccount) candidate = read_candidate (self, &secret);

  if (candidate == NULL)
    return;

  /* GTK 4.8 warns when what has the focus becomes insensitive. */
  g_set_weak_pointer (&self->last_focus, gtk_window_get_focus (GTK_WINDOW (self)));
  gtk_window_set_focus (GTK_WINDOW (self), NULL);

  palco_preflight_view_stop (self->preflight_view);
  palco_account_change_start (self->change, candidate, secret);
}

/* An entry left empty stands for what is in the keyring. */
static void
test_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  PalcoAccountDialog *self = PALCO_ACCOUNT_DIALOG (widget);
  PalcoKeyHolder *known = palco_connection_get_key_holder (self->connection);
  g_autoptr(PalcoKeyHolder) entered = palco_key_holder_new (NULL);
  const char *secret = NULL;
  g_autoptr(PalcoAccount) candidate = read_candidate (self, &secret);

  if (candidate == NULL)
    return;

  set_message (self, "");
  if (self->account != NULL && secret == NULL &&
      palco_sign_in_equal (palco_account_get_sign_in (candidate),
                           palco_account_get_sign_in (self->account)))
    {
      palco_preflight_view_run (self->preflight_view, self->account, PALCO_CREDENTIALS (known));
      return;
    }

  palco_key_holder_set_key (entered, candidate, secret);
  palco_preflight_view_run (self->preflight_view, candidate, PALCO_CREDENTIALS (entered));
}

static void
give_up_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  palco_account_change_give_up (PALCO_ACCOUNT_DIALOG (widget)->change);
}

static void
store_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  palco_account_change_store (PALCO_ACCOUNT_DIALOG (widget)->change);
}

static void
keep_secret_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  palco_account_change_keep_secret (PALCO_ACCOUNT_DIALOG (widget)->change);
}

/* The window asks, or offers a way back. */
static void
remove_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  PalcoAccountDialog *self = PALCO_ACCOUNT_DIALOG (widget);
  g_autoptr(GtkWindow) parent = g_object_ref (gtk_window_get_transient_for (GTK_WINDOW (self)));
  g_autofree char *uid = g_strdup (palco_account_get_uid (self->account));

  gtk_window_destroy (GTK_WINDOW (self));
  gtk_widget_activate_action (GTK_WIDGET (parent), "win.remove-account", "s", uid);
}

static void
add_prices (PalcoAccountDialog *self)
{
  GtkWidget *group = palco_price_group_new_for_account (self->connection, self->account);

  gtk_box_insert_child_after (self->content_box, group, GTK_WIDGET (self->sign_in_group));
}

static void
show_account (PalcoAccountDialog *self)
{
  gtk_editable_set_text (self->address_row, palco_account_get_address (self->account));
  gtk_editable_set_text (self->name_row, palco_account_get_name (self->account));
  gtk_editable_set_text (self->id_row, palco_account_get_account_id (self->account));
  palco_sign_in_group_set_stored (self->sign_in_group, palco_account_get_sign_in (self->account));
  gtk_widget_set_sensitive (GTK_WIDGET (self->address_row), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->id_row), FALSE);
  gtk_widget_set_visible (self->remove_button, TRUE);
  add_prices (self);
}

static void
palco_account_dialog_constructed (GObject *object)
{
  PalcoAccountDialog *self = PALCO_ACCOUNT_DIALOG (object);

  G_OBJECT_CLASS (palco_account_dialog_parent_class)->constructed (object);

  self->change = palco_account_change_new (self->connection, self->account);
  g_object_notify_by_pspec (object, properties[PROP_CHANGE]);
  g_signal_connect_object (self->change, "notify::step", G_CALLBACK (step_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->change, "done", G_CALLBACK (done_cb), self, G_CONNECT_SWAPPED);

  if (self->account != NULL)
    show_account (self);

  palco_parts_set_name (self->account_group, GTK_TYPE_LIST_BOX, _("Account"));
  palco_row_name_parts (ADW_PREFERENCES_ROW (self->address_row));
  palco_row_name_parts (ADW_PREFERENCES_ROW (self->name_row));
  palco_row_name_parts (ADW_PREFERENCES_ROW (self->id_row));
  gtk_widget_grab_focus (GTK_WIDGET (self->account != NULL ? self->name_row : self->address_row));
}

static void
palco_account_dialog_dispose (GObject *object)
{
  PalcoAccountDialog *self = PALCO_ACCOUNT_DIALOG (object);

  if (self->change != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->change, self);
      palco_account_change_give_up (self->change);
    }
  g_clear_weak_pointer (&self->last_focus);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (palco_account_dialog_parent_class)->dispose (object);
}

static void
palco_account_dialog_finalize (GObject *object)
{
  PalcoAccountDialog *self = PALCO_ACCOUNT_DIALOG (object);

  g_clear_object (&self->account);
  g_clear_object (&self->change);
  g_clear_object (&self->discovery);
  g_clear_pointer (&self->found_name, g_free);
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
    case PROP_CHANGE:
      g_value_set_object (value, self->change);
      break;
    case PROP_DISCOVERY:
      g_value_set_object (value, self->discovery);
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
  gtk_widget_class_bind_template_child (widget_class, PalcoAccountDialog, content_box);
  gtk_widget_class_bind_template_child (widget_class, PalcoAccountDialog, account_group);
  gtk_widget_class_bind_template_child (widget_class, PalcoAccountDialog, address_row);
  gtk_widget_class_bind_template_child (widget_class, PalcoAccountDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, PalcoAccountDialog, id_row);
  gtk_widget_class_bind_template_child (widget_class, PalcoAccountDialog, sign_in_group);
  gtk_widget_class_bind_template_child (widget_class, PalcoAccountDialog, remove_button);
  gtk_widget_class_bind_template_child (widget_class, PalcoAccountDialog, message_label);
  gtk_widget_class_bind_template_child (widget_class, PalcoAccountDialog, preflight_view);
  gtk_widget_class_bind_template_callback (widget_class, save_text);
  gtk_widget_class_bind_template_callback (widget_class, busy_text);
  gtk_widget_class_bind_template_callback (widget_class, is_editing);
  gtk_widget_class_bind_template_callback (widget_class, foot_name);
  gtk_widget_class_bind_template_callback (widget_class, has_foot);
  gtk_widget_class_bind_template_callback (widget_class, discovery_text);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_findings);
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
  properties[PROP_CHANGE] =
    g_param_spec_object ("change", NULL, NULL, PALCO_TYPE_ACCOUNT_CHANGE, read);
  properties[PROP_DISCOVERY] =
    g_param_spec_object ("discovery", NULL, NULL, PALCO_TYPE_DISCOVERY, read);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, read);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * PalcoAccountDialog::done:
   * @account: the account, which is in the list and whose secret is known
   * @signs_in_anew: whether what is connected with it has to connect again
   */
  signals[DONE] = g_signal_new ("done", PALCO_TYPE_ACCOUNT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, PALCO_TYPE_ACCOUNT, G_TYPE_BOOLEAN);

  gtk_widget_class_install_action (widget_class, "account.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "account.test", NULL, test_action);
  gtk_widget_class_install_action (widget_class, "account.give-up", NULL, give_up_action);
  gtk_widget_class_install_action (widget_class, "account.store", NULL, store_action);
  gtk_widget_class_install_action (widget_class, "account.keep-secret", NULL, keep_secret_action);
  gtk_widget_class_install_action (widget_class, "account.remove", NULL, remove_action);

  g_type_ensure (PALCO_TYPE_SIGN_IN_GROUP);
  g_type_ensure (PALCO_TYPE_PREFLIGHT_VIEW);
  bind_template (widget_class);
}

static void
palco_account_dialog_init (PalcoAccountDialog *self)
{
  self->discovery = palco_discovery_new ();
  g_signal_connect_object (self->discovery, "notify::status", G_CALLBACK (discovered_cb), self,
                           G_CONNECT_SWAPPED);

  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * palco_account_dialog_new:
 * @parent: the window it belongs to
 * @connection: where accounts, keyring and keys are
 * @account: (nullable): the account whose settings to show; %NULL to add one
 */
GtkWidget *
palco_account_dialog_new (GtkWindow       *parent,
                          PalcoConnection *connection,
                          PalcoAccount    *account)
{
  int parent_width = gtk_widget_get_width (GTK_WIDGET (parent));

  return g_object_new (PALCO_TYPE_ACCOUNT_DIALOG,
                       "transient-for", parent,
                       "title", account != NULL ? _("Account Settings") : _("Add Account"),
                       "default-width", CLAMP (parent_width, NARROW_WIDTH, WIDTH),
                       "connection", connection,
                       "account", account,
                       NULL);
}
