/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-elsewhere.h"

#include "palco-format.h"

/**
 * PalcoElsewhere:
 *
 * One line on what runs in accounts that are not in use, and the way there; nothing while nothing
 * does.
 */

struct _PalcoElsewhere
{
  GtkBox         parent_instance;
  GtkLabel      *label;
  GtkActionable *switch_button;
};

G_DEFINE_FINAL_TYPE (PalcoElsewhere, palco_elsewhere, GTK_TYPE_BOX)

static char *
dup_text (PalcoKeeper *keeper,
          GPtrArray   *accounts)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < accounts->len; i++)
    {
      PalcoAccount *account = accounts->pdata[i];

      g_ptr_array_add (parts, palco_format_left_running (account,
                                                         palco_keeper_get_n_running (keeper, account)));
    }

  g_ptr_array_add (parts, NULL);

  return g_strjoinv (" · ", (char **) parts->pdata);
}

/* The button leads to where most of them are; from there, to the others. */
static void
show_accounts (PalcoElsewhere *self,
               PalcoKeeper    *keeper)
{
  g_autoptr(GPtrArray) accounts = palco_keeper_dup_running (keeper);
  g_autofree char *text = dup_text (keeper, accounts);

  gtk_label_set_label (self->label, text);
  if (accounts->len > 0)
    gtk_actionable_set_action_target (self->switch_button, "s",
                                      palco_account_get_uid (accounts->pdata[0]));
  gtk_widget_set_visible (GTK_WIDGET (self), accounts->len > 0);
}

static void
palco_elsewhere_class_init (PalcoElsewhereClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-elsewhere.ui");
  gtk_widget_class_bind_template_child (widget_class, PalcoElsewhere, label);
  gtk_widget_class_bind_template_child (widget_class, PalcoElsewhere, switch_button);
}

static void
palco_elsewhere_init (PalcoElsewhere *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* To be called once. */
void
palco_elsewhere_set_keeper (PalcoElsewhere *self,
                            PalcoKeeper    *keeper)
{
  g_return_if_fail (PALCO_IS_ELSEWHERE (self));
  g_return_if_fail (PALCO_IS_KEEPER (keeper));

  g_signal_connect_object (keeper, "changed", G_CALLBACK (show_accounts), self, G_CONNECT_SWAPPED);
  show_accounts (self, keeper);
}
