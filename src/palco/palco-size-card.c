/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-size-card.h"

#include <glib/gi18n.h>

#include "palco-format.h"
#include "palco-price-words.h"

/**
 * PalcoSizeCard:
 *
 * A server size to choose: what it costs, what it can do, whether one is free.
 */

struct _PalcoSizeCard
{
  GtkToggleButton  parent_instance;
  PalcoSize       *size;
  PalcoAccount    *account;
};

enum {
  PROP_SIZE = 1,
  PROP_ACCOUNT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoSizeCard, palco_size_card, GTK_TYPE_TOGGLE_BUTTON)

static gboolean
has_text (PalcoSizeCard *self,
          const char    *text)
{
  return text != NULL && *text != '\0';
}

static char *
amount_text (PalcoSizeCard *self,
             PalcoSize     *size)
{
  const char *currency;
  double per_hour;

  if (size == NULL || !palco_price_for (self->account, size, &per_hour, &currency, NULL))
    return g_strdup ("");

  return palco_price_words_money (per_hour, currency);
}

static char *
unit_text (PalcoSizeCard *self,
           PalcoSize     *size)
{
  gboolean is_estimate = FALSE;

  if (size != NULL)
    palco_price_for (self->account, size, NULL, NULL, &is_estimate);

  if (is_estimate)
    /* Translators: it follows an amount of money that the user entered, in smaller letters. */
    return g_strdup (_("per hour, estimate"));

  /* Translators: it follows an amount of money, in smaller letters. */
  return g_strdup (_("per hour"));
}

static char *
teraflops_text (PalcoSizeCard *self,
                PalcoSize     *size)
{
  double teraflops = size != NULL ? palco_size_get_teraflops (size) : 0.0;

  return teraflops > 0.0 ? palco_format_teraflops (teraflops) : g_strdup ("");
}

static char *
polygon_text (PalcoSizeCard *self,
              PalcoSize     *size)
{
  return size != NULL ? palco_format_polygon_limit (palco_size_get_polygon_limit (size)) : NULL;
}

static char *
free_text (PalcoSizeCard *self,
           PalcoSize     *size)
{
  return size != NULL ? palco_format_free (palco_size_get_free (size)) : NULL;
}

/* To a screen reader it is one of several radio buttons, not a button that stays down. */
static void
active_changed_cb (PalcoSizeCard *self)
{
  gboolean is_active = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self));

  gtk_accessible_update_state (GTK_ACCESSIBLE (self),
                               GTK_ACCESSIBLE_STATE_CHECKED,
                               is_active ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE,
                               -1);
}

/* What the labels say, in one sentence each. */
static void
describe (PalcoSizeCard *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *polygons = polygon_text (self, self->size);
  g_autofree char *teraflops = teraflops_text (self, self->size);
  g_autofree char *n_free = free_text (self, self->size);
  g_autofree char *description = NULL;
  g_auto(GStrv) parts = NULL;
  g_autofree char *amount = amount_text (self, self->size);
  g_autofree char *unit = unit_text (self, self->size);
  g_autofree char *price = g_strjoin (" ", amount, unit, NULL);

  if (*amount != '\0')
    g_strv_builder_add (builder, price);

  g_strv_builder_add_many (builder, polygons, NULL);
  if (*teraflops != '\0')
    g_strv_builder_add (builder, teraflops);
  if (n_free != NULL)
    g_strv_builder_add (builder, n_free);

  parts = g_strv_builder_end (builder);
  description = g_strjoinv (". ", parts);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

static void
palco_size_card_finalize (GObject *object)
{
  PalcoSizeCard *self = PALCO_SIZE_CARD (object);

  g_clear_object (&self->size);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (palco_size_card_parent_class)->finalize (object);
}

static void
palco_size_card_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  PalcoSizeCard *self = PALCO_SIZE_CARD (object);

  switch (prop_id)
    {
    case PROP_SIZE:
      g_value_set_object (value, self->size);
      break;
    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_size_card_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  PalcoSizeCard *self = PALCO_SIZE_CARD (object);

  switch (prop_id)
    {
    case PROP_SIZE:
      palco_size_card_set_size (self, g_value_get_object (value));
      break;
    case PROP_ACCOUNT:
      self->account = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_size_card_class_init (PalcoSizeCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = palco_size_card_finalize;
  object_class->get_property = palco_size_card_get_property;
  object_class->set_property = palco_size_card_set_property;

  properties[PROP_SIZE] =
    g_param_spec_object ("size", NULL, NULL, PALCO_TYPE_SIZE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ACCOUNT] =
    g_param_spec_object ("account", NULL, NULL, PALCO_TYPE_ACCOUNT,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_RADIO);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-size-card.ui");
  gtk_widget_class_bind_template_callback (widget_class, active_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, has_text);
  gtk_widget_class_bind_template_callback (widget_class, amount_text);
  gtk_widget_class_bind_template_callback (widget_class, unit_text);
  gtk_widget_class_bind_template_callback (widget_class, teraflops_text);
  gtk_widget_class_bind_template_callback (widget_class, polygon_text);
  gtk_widget_class_bind_template_callback (widget_class, free_text);
}

static void
palco_size_card_init (PalcoSizeCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
palco_size_card_new (PalcoSize    *size,
                     PalcoAccount *account)
{
  return g_object_new (PALCO_TYPE_SIZE_CARD, "account", account, "size", size, NULL);
}

PalcoSize *
palco_size_card_get_size (PalcoSizeCard *self)
{
  g_return_val_if_fail (PALCO_IS_SIZE_CARD (self), NULL);

  return self->size;
}

void
palco_size_card_set_size (PalcoSizeCard *self,
                          PalcoSize     *size)
{
  g_return_if_fail (PALCO_IS_SIZE_CARD (self));
  g_return_if_fail (PALCO_IS_SIZE (size));

  if (!g_set_object (&self->size, size))
    return;

  describe (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIZE]);
}
