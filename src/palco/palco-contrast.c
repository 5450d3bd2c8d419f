/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-contrast.h"

#include <adwaita.h>

#define STYLE_RESOURCE "/io/github/palco/Palco/high-contrast.css"

static void
high_contrast_cb (AdwStyleManager *manager,
                  GParamSpec      *pspec,
                  GtkCssProvider  *provider)
{
  GdkDisplay *display = gdk_display_get_default ();

  if (adw_style_manager_get_high_contrast (manager))
    gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                                GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  else
    gtk_style_context_remove_provider_for_display (display, GTK_STYLE_PROVIDER (provider));
}

void
palco_contrast_follow (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkCssProvider *provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, STYLE_RESOURCE);
  g_object_set_data_full (G_OBJECT (manager), STYLE_RESOURCE, provider, g_object_unref);
  g_signal_connect (manager, "notify::high-contrast", G_CALLBACK (high_contrast_cb), provider);
  high_contrast_cb (manager, NULL, provider);
}
