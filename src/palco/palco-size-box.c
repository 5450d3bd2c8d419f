/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-size-box.h"

#include <glib/gi18n.h>

#include "palco-size-card.h"

/**
 * PalcoSizeBox:
 *
 * The sizes that a region offers, one of which is chosen. The choice stays when the sizes are
 * told anew, as do the cards and the focus.
 */

struct _PalcoSizeBox
{
  AdwBin           parent_instance;
  GtkFlowBox      *flow_box;
  GtkToggleButton *group;      /* in no window: makes even a single card a radio button */
  PalcoAccount    *account;
  GListModel      *sizes;
  PalcoSize       *selected;
  char            *wanted_id;
};

enum {
  PROP_SELECTED = 1,
  PROP_WANTED_ID,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoSizeBox, palco_size_box, ADW_TYPE_BIN)

static void
set_selected (PalcoSizeBox *self,
              PalcoSize    *size)
{
  if (g_set_object (&self->selected, size))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
card_toggled_cb (PalcoSizeBox    *self,
                 GtkToggleButton *card)
{
  PalcoSize *size = palco_size_card_get_size (PALCO_SIZE_CARD (card));

  if (gtk_toggle_button_get_active (card))
    palco_size_box_set_wanted_id (self, palco_size_get_id (size));
}

static PalcoSizeCard *
get_card (PalcoSizeBox *self,
          guint         index)
{
  GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (self->flow_box, (int) index);

  return child != NULL ? PALCO_SIZE_CARD (gtk_flow_box_child_get_child (child)) : NULL;
}

static PalcoSizeCard *
add_card (PalcoSizeBox *self,
          PalcoSize    *size)
{
  GtkWidget *card = palco_size_card_new (size, self->account);
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (card), self->group);
  g_signal_connect_object (card, "toggled", G_CALLBACK (card_toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), card);
  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_append (self->flow_box, child);

  return PALCO_SIZE_CARD (card);
}

static gboolean
is_wanted (PalcoSizeBox *self,
           PalcoSize    *size)
{
  return self->wanted_id != NULL &&
         g_ascii_strcasecmp (palco_size_get_id (size), self->wanted_id) == 0;
}

/* Where the size that was chosen is not offered, the first is taken until it is. */
static void
choose (PalcoSizeBox *self)
{
  PalcoSizeCard *chosen = get_card (self, 0);
  PalcoSizeCard *card;

  for (guint i = 0; (card = get_card (self, i)) != NULL; i++)
    if (is_wanted (self, palco_size_card_get_size (card)))
      chosen = card;

  if (chosen != NULL)
    {
      g_signal_handlers_block_by_func (chosen, card_toggled_cb, self);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chosen), TRUE);
      g_signal_handlers_unblock_by_func (chosen, card_toggled_cb, self);
    }

  set_selected (self, chosen != NULL ? palco_size_card_get_size (chosen) : NULL);
}

static void
show_sizes (PalcoSizeBox *self)
{
  guint n_sizes = self->sizes != NULL ? g_list_model_get_n_items (self->sizes) : 0;
  GtkFlowBoxChild *child;

  for (guint i = 0; i < n_sizes; i++)
    {
      g_autoptr(PalcoSize) size = g_list_model_get_item (self->sizes, i);
      PalcoSizeCard *card = get_card (self, i);

      if (card == NULL)
        add_card (self, size);
      else
        palco_size_card_set_size (card, size);
    }

  while ((child = gtk_flow_box_get_child_at_index (self->flow_box, (int) n_sizes)) != NULL)
    gtk_flow_box_remove (self->flow_box, GTK_WIDGET (child));

  choose (self);
}

static void
palco_size_box_finalize (GObject *object)
{
  PalcoSizeBox *self = PALCO_SIZE_BOX (object);

  g_clear_object (&self->group);
  g_clear_object (&self->account);
  g_clear_object (&self->sizes);
  g_clear_object (&self->selected);
  g_free (self->wanted_id);

  G_OBJECT_CLASS (palco_size_box_parent_class)->finalize (object);
}

static void
palco_size_box_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  PalcoSizeBox *self = PALCO_SIZE_BOX (object);

  switch (prop_id)
    {
    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;
    case PROP_WANTED_ID:
      g_value_set_string (value, self->wanted_id);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_size_box_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  PalcoSizeBox *self = PALCO_SIZE_BOX (object);

  switch (prop_id)
    {
    case PROP_WANTED_ID:
      palco_size_box_set_wanted_id (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_size_box_class_init (PalcoSizeBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = palco_size_box_finalize;
  object_class->get_property = palco_size_box_get_property;
  object_class->set_property = palco_size_box_set_property;

  properties[PROP_SELECTED] =
    g_param_spec_object ("selected", NULL, NULL, PALCO_TYPE_SIZE,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_WANTED_ID] =
    g_param_spec_string ("wanted-id", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palco_size_box_init (PalcoSizeBox *self)
{
  GtkWidget *box = gtk_flow_box_new ();

  self->flow_box = GTK_FLOW_BOX (box);
  self->group = g_object_ref_sink (GTK_TOGGLE_BUTTON (gtk_toggle_button_new ()));
  gtk_flow_box_set_selection_mode (self->flow_box, GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (self->flow_box, TRUE);
  gtk_flow_box_set_max_children_per_line (self->flow_box, 2);
  gtk_flow_box_set_column_spacing (self->flow_box, 12);
  gtk_flow_box_set_row_spacing (self->flow_box, 12);
  gtk_widget_add_css_class (box, "size-box");
  gtk_accessible_update_property (GTK_ACCESSIBLE (box),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Server Size"), -1);
  adw_bin_set_child (ADW_BIN (self), box);
}

/* Whose prices are shown where the service names none. */
void
palco_size_box_set_account (PalcoSizeBox *self,
                            PalcoAccount *account)
{
  g_return_if_fail (PALCO_IS_SIZE_BOX (self));

  if (!g_set_object (&self->account, account))
    return;

  /* Cards belong to an account. */
  for (PalcoSizeCard *card; (card = get_card (self, 0)) != NULL;)
    gtk_flow_box_remove (self->flow_box, gtk_widget_get_parent (GTK_WIDGET (card)));
  show_sizes (self);
}

void
palco_size_box_set_sizes (PalcoSizeBox *self,
                          GListModel   *sizes)
{
  g_return_if_fail (PALCO_IS_SIZE_BOX (self));

  if (g_set_object (&self->sizes, sizes))
    show_sizes (self);
}

PalcoSize *
palco_size_box_get_selected (PalcoSizeBox *self)
{
  g_return_val_if_fail (PALCO_IS_SIZE_BOX (self), NULL);

  return self->selected;
}

/* The size that was chosen, whether it is offered or not. */
void
palco_size_box_set_wanted_id (PalcoSizeBox *self,
                              const char   *size_id)
{
  g_return_if_fail (PALCO_IS_SIZE_BOX (self));

  if (g_strcmp0 (self->wanted_id, size_id) == 0)
    return;

  g_free (self->wanted_id);
  self->wanted_id = g_strdup (size_id);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WANTED_ID]);
  choose (self);
}
