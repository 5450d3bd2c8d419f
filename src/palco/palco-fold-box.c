/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-fold-box.h"

/**
 * PalcoFoldBox:
 *
 * A picture and a panel beside each other. Where there is no room for both, the picture folds
 * into a strip above the panel, from which it opens. The opener is on the strip, and the note
 * while the picture is not seen. Without a picture to show, the panel has all the room.
 */

#define PICTURE_MIN_WIDTH  400
#define PICTURE_FOLDED_MAX 280
#define PANEL_MIN_WIDTH    372
#define PANEL_MAX_WIDTH    480
#define PANEL_SHARE        0.3

struct _PalcoFoldBox
{
  GtkWidget        parent_instance;
  GtkWidget       *picture;
  GtkWidget       *panel;
  GtkWidget       *note;
  GtkToggleButton *opener;
};

enum {
  PROP_PICTURE = 1,
  PROP_PANEL,
  PROP_NOTE,
  PROP_OPENER,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoFoldBox, palco_fold_box, GTK_TYPE_WIDGET)

static int
minimum (GtkWidget      *child,
         GtkOrientation  orientation,
         int             for_size)
{
  int size = 0;

  if (gtk_widget_get_visible (child))
    gtk_widget_measure (child, orientation, for_size, &size, NULL, NULL, NULL);

  return size;
}

static int
natural (GtkWidget      *child,
         GtkOrientation  orientation,
         int             for_size)
{
  int size = 0;

  if (gtk_widget_get_visible (child))
    gtk_widget_measure (child, orientation, for_size, NULL, &size, NULL, NULL);

  return size;
}

static int
panel_width (PalcoFoldBox *self,
             int           width)
{
  int share = CLAMP ((int) (width * PANEL_SHARE), PANEL_MIN_WIDTH, PANEL_MAX_WIDTH);

  return MAX (minimum (self->panel, GTK_ORIENTATION_HORIZONTAL, -1), share);
}

static gboolean
is_folded (PalcoFoldBox *self,
           int           width)
{
  return width < PICTURE_MIN_WIDTH + panel_width (self, width);
}

static int
strip_height (PalcoFoldBox *self)
{
  return MAX (natural (self->note, GTK_ORIENTATION_VERTICAL, -1),
              natural (GTK_WIDGET (self->opener), GTK_ORIENTATION_VERTICAL, -1));
}

static GtkSizeRequestMode
palco_fold_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
palco_fold_box_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *min,
                        int            *nat,
                        int            *min_baseline,
                        int            *nat_baseline)
{
  PalcoFoldBox *self = PALCO_FOLD_BOX (widget);
  int strip = minimum (self->note, orientation, -1);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      strip += minimum (GTK_WIDGET (self->opener), orientation, -1);
      *min = MAX (minimum (self->panel, orientation, -1), strip);
      *nat = MAX (*min, PANEL_MIN_WIDTH + PICTURE_MIN_WIDTH);
    }
  else
    {
      *min = minimum (self->panel, orientation, -1) + strip_height (self);
      *nat = MAX (*min, natural (self->panel, orientation, -1));
    }
}

/* @x counts from where reading begins. */
static void
place (PalcoFoldBox *self,
       GtkWidget    *child,
       int           x,
       int           y,
       int           width,
       int           height)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GtkAllocation allocation = { x, y, width, height };

  if (is_rtl)
    allocation.x = gtk_widget_get_width (GTK_WIDGET (self)) - x - width;

  gtk_widget_set_child_visible (child, TRUE);
  gtk_widget_size_allocate (child, &allocation, -1);
}

static void
allocate_side_by_side (PalcoFoldBox *self,
                       int           width,
                       int           height)
{
  int panel = panel_width (self, width);

  place (self, self->picture, 0, 0, width - panel, height);
  place (self, self->panel, width - panel, 0, panel, height);
  gtk_widget_set_child_visible (self->note, FALSE);
  gtk_widget_set_child_visible (GTK_WIDGET (self->opener), FALSE);
}

static void
allocate_folded (PalcoFoldBox *self,
                 int           width,
                 int           height)
{
  GtkWidget *opener = GTK_WIDGET (self->opener);
  int opener_width = natural (opener, GTK_ORIENTATION_HORIZONTAL, -1);
  int strip = strip_height (self);
  int room = height - strip - minimum (self->panel, GTK_ORIENTATION_VERTICAL, -1);
  int picture = MIN (room, MIN (height / 2, PICTURE_FOLDED_MAX));
  gboolean is_open = gtk_toggle_button_get_active (self->opener) &&
                     picture >= minimum (self->picture, GTK_ORIENTATION_VERTICAL, width);

  place (self, opener, width - opener_width, 0, opener_width, strip);
  gtk_widget_set_child_visible (self->note, !is_open);
  gtk_widget_set_child_visible (self->picture, is_open);

  if (is_open)
    place (self, self->picture, 0, strip, width, picture);
  else
    place (self, self->note, 0, 0,
           MIN (natural (self->note, GTK_ORIENTATION_HORIZONTAL, -1), width - opener_width), strip);

  strip += is_open ? picture : 0;
  place (self, self->panel, 0, strip, width, height - strip);
}

static void
allocate_panel (PalcoFoldBox *self,
                int           width,
                int           height)
{
  place (self, self->panel, 0, 0, width, height);
  gtk_widget_set_child_visible (self->note, FALSE);
  gtk_widget_set_child_visible (GTK_WIDGET (self->opener), FALSE);
}

static void
palco_fold_box_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  PalcoFoldBox *self = PALCO_FOLD_BOX (widget);

  if (!gtk_widget_get_visible (self->picture))
    allocate_panel (self, width, height);
  else if (is_folded (self, width))
    allocate_folded (self, width, height);
  else
    allocate_side_by_side (self, width, height);
}

static gpointer
adopt (PalcoFoldBox *self,
       const GValue *value)
{
  GtkWidget *child = g_value_get_object (value);

  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));

  return child;
}

static void
palco_fold_box_dispose (GObject *object)
{
  PalcoFoldBox *self = PALCO_FOLD_BOX (object);

  g_clear_pointer (&self->picture, gtk_widget_unparent);
  g_clear_pointer (&self->panel, gtk_widget_unparent);
  g_clear_pointer (&self->note, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->opener, gtk_widget_unparent);

  G_OBJECT_CLASS (palco_fold_box_parent_class)->dispose (object);
}

static void
palco_fold_box_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  PalcoFoldBox *self = PALCO_FOLD_BOX (object);

  switch (prop_id)
    {
    case PROP_PICTURE:
      self->picture = adopt (self, value);
      break;
    case PROP_PANEL:
      self->panel = adopt (self, value);
      break;
    case PROP_NOTE:
      self->note = adopt (self, value);
      break;
    case PROP_OPENER:
      self->opener = adopt (self, value);
      g_signal_connect_object (self->opener, "toggled", G_CALLBACK (gtk_widget_queue_allocate),
                               self, G_CONNECT_SWAPPED);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_fold_box_class_init (PalcoFoldBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = palco_fold_box_dispose;
  object_class->set_property = palco_fold_box_set_property;

  widget_class->get_request_mode = palco_fold_box_get_request_mode;
  widget_class->measure = palco_fold_box_measure;
  widget_class->size_allocate = palco_fold_box_size_allocate;

  properties[PROP_PICTURE] = g_param_spec_object ("picture", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_PANEL] = g_param_spec_object ("panel", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_NOTE] = g_param_spec_object ("note", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_OPENER] =
    g_param_spec_object ("opener", NULL, NULL, GTK_TYPE_TOGGLE_BUTTON, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palco_fold_box_init (PalcoFoldBox *self)
{
}
