/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-usage-export.h"

#include <glib/gi18n.h>

#include "palco-toast.h"

typedef struct
{
  GtkWidget *origin;
  GBytes    *csv;
} Export;

static void
export_free (gpointer  data,
             GClosure *closure)
{
  Export *export = data;

  g_object_unref (export->origin);
  g_bytes_unref (export->csv);
  g_free (export);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GFile *file = G_FILE (source);
  g_autoptr(GtkWidget) origin = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *text = NULL;

  if (!g_file_replace_contents_finish (file, result, NULL, &error))
    {
      palco_toast_error (origin, _("The usage was not exported"), error, NULL);
      return;
    }

  /* Translators: %s is the name of a file. */
  text = g_strdup_printf (_("Exported to “%s”"), name);
  palco_toast_message (origin, text);
}

/* A file of that name is replaced as a whole, after the dialog asked for it. */
static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             gpointer         user_data)
{
  Export *export = user_data;
  g_autoptr(GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_file_replace_contents_bytes_async (file, export->csv, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION,
                                           NULL, written_cb, g_object_ref (export->origin));
    }

  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static GtkFileFilter *
make_filter (void)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Comma-separated values"));
  gtk_file_filter_add_mime_type (filter, "text/csv");
  gtk_file_filter_add_suffix (filter, "csv");

  return filter;
}

void
palco_usage_export (GtkWidget        *origin,
                    PalcoUsage       *usage,
                    PalcoAccountList *accounts)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (origin));
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (_("Export Usage"), window, GTK_FILE_CHOOSER_ACTION_SAVE,
                                 _("_Export"), _("_Cancel"));
  g_autofree char *name = g_strdup_printf ("palco-%04u-%02u.csv", palco_usage_get_year (usage),
                                           palco_usage_get_month (usage));
  g_autoptr(GtkFileFilter) filter = make_filter ();
  char *csv = palco_usage_to_csv (usage, accounts);
  Export *export = g_new0 (Export, 1);

  export->origin = g_object_ref (origin);
  export->csv = g_bytes_new_take (csv, strlen (csv));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), export, export_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
