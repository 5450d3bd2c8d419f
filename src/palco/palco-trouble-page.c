/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-trouble-page.h"

#include <glib/gi18n.h>

#include "palco-app-enums.h"
#include "palco-explain.h"
#include "palco-format.h"
#include "palco-widgets.h"

/**
 * PalcoTroublePage:
 *
 * Stands where regions and sessions would, when the account in use has no connection: what
 * happened, why, and what to do.
 */

struct _PalcoTroublePage
{
  AdwBin           parent_instance;
  PalcoConnection *connection;
};

enum {
  PROP_CONNECTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoTroublePage, palco_trouble_page, ADW_TYPE_BIN)

static gboolean
has_failed (PalcoTroublePage      *self,
            PalcoConnectionStatus  status)
{
  return status == PALCO_CONNECTION_STATUS_FAILED;
}

static char *
icon_name (PalcoTroublePage      *self,
           PalcoConnectionStatus  status)
{
  return g_strdup (has_failed (self, status) ? "network-error-symbolic" : "network-offline-symbolic");
}

static char *
title_text (PalcoTroublePage      *self,
            PalcoConnectionStatus  status,
            PalcoAccount          *account)
{
  if (!has_failed (self, status) || account == NULL)
    return g_strdup (_("Not Connected"));

  if (palco_account_is_local (account))
    return g_strdup (_("This Computer Is Not Ready"));

  /* Translators: %s is the name of an account. */
  return g_strdup_printf (_("Cannot Connect to “%s”"), palco_account_get_name (account));
}

/* Of a status page the description is Pango markup, the title is not. */
static char *
description_text (PalcoTroublePage      *self,
                  PalcoConnectionStatus  status,
                  PalcoAccount          *account)
{
  const GError *error = palco_connection_get_error (self->connection);
  g_autofree char *text = NULL;

  if (!has_failed (self, status) || error == NULL)
    text = g_strdup (_("Connect to see regions and sessions. Sessions that run go on meanwhile."));
  else if (account != NULL && palco_account_is_retired (account))
    text = palco_explain_retired ();
  else
    text = palco_explain_error (error);

  return g_markup_escape_text (text, -1);
}

static char *
retry_text (PalcoTroublePage      *self,
            PalcoConnectionStatus  status)
{
  return g_strdup (has_failed (self, status) ? _("_Retry") : _("_Connect"));
}

static gboolean
has_settings (PalcoTroublePage      *self,
              PalcoConnectionStatus  status,
              PalcoAccount          *account)
{
  return has_failed (self, status) && account != NULL && !palco_account_is_local (account);
}

/* Where the settings of the account are, and the test of its connection. */
static char *
settings_text (PalcoTroublePage      *self,
               PalcoConnectionStatus  status,
               PalcoAccount          *account)
{
  const GError *error = palco_connection_get_error (self->connection);
  gboolean needs_key = error != NULL && account != NULL &&
                       palco_sign_in_get_kind (palco_account_get_sign_in (account)) == PALCO_SIGN_IN_KEY &&
                       (palco_error_is_credentials (error) || palco_error_is_keyring (error));

  return g_strdup (needs_key ? _("Enter Account _Key…") : _("Account _Settings…"));
}

static gboolean
may_trust (PalcoTroublePage      *self,
           PalcoConnectionStatus  status)
{
  const GError *error = palco_connection_get_error (self->connection);

  return has_failed (self, status) && g_error_matches (error, PALCO_ERROR, PALCO_ERROR_STS_CHANGED);
}

static void
palco_trouble_page_finalize (GObject *object)
{
  PalcoTroublePage *self = PALCO_TROUBLE_PAGE (object);

  g_clear_object (&self->connection);

  G_OBJECT_CLASS (palco_trouble_page_parent_class)->finalize (object);
}

static void
palco_trouble_page_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  PalcoTroublePage *self = PALCO_TROUBLE_PAGE (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_trouble_page_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  PalcoTroublePage *self = PALCO_TROUBLE_PAGE (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      self->connection = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_trouble_page_class_init (PalcoTroublePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = palco_trouble_page_finalize;
  object_class->get_property = palco_trouble_page_get_property;
  object_class->set_property = palco_trouble_page_set_property;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, PALCO_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/palco/Palco/palco-trouble-page.ui");
  gtk_widget_class_bind_template_callback (widget_class, has_failed);
  gtk_widget_class_bind_template_callback (widget_class, icon_name);
  gtk_widget_class_bind_template_callback (widget_class, title_text);
  gtk_widget_class_bind_template_callback (widget_class, description_text);
  gtk_widget_class_bind_template_callback (widget_class, retry_text);
  gtk_widget_class_bind_template_callback (widget_class, has_settings);
  gtk_widget_class_bind_template_callback (widget_class, settings_text);
  gtk_widget_class_bind_template_callback (widget_class, may_trust);
}

static void
palco_trouble_page_init (PalcoTroublePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  palco_parts_set_name (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW, _("Not Connected"));
}

GtkWidget *
palco_trouble_page_new (PalcoConnection *connection)
{
  return g_object_new (PALCO_TYPE_TROUBLE_PAGE, "connection", connection, NULL);
}
