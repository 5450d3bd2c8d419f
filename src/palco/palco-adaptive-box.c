/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-adaptive-box.h"

/**
 * PalcoAdaptiveBox:
 *
 * Lays its children out in a line where they fit with their natural widths, below each other
 * where they do not. In a line the first child takes the width that is left.
 *
 * Newer libadwaita has breakpoints for this.
 */

struct _PalcoAdaptiveBox
{
  GtkWidget parent_instance;
  int       spacing;
};

enum {
  PROP_SPACING = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void palco_adaptive_box_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PalcoAdaptiveBox, palco_adaptive_box, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      palco_adaptive_box_buildable_init))

static GtkBuildableIface *parent_buildable_iface;

static GtkWidget *
next_visible (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);

  return child;
}

#define FOREACH_VISIBLE(child, self) \
  for (GtkWidget *child = next_visible (gtk_widget_get_first_child (GTK_WIDGET (self))); \
       child != NULL; \
       child = next_visible (gtk_widget_get_next_sibling (child)))

/* The width of all children in a line, of which the first alone can be made narrower. */
static int
line_width (PalcoAdaptiveBox *self,
            gboolean          narrowest)
{
  gboolean is_first = TRUE;
  int width = 0;

  FOREACH_VISIBLE (child, self)
    {
      int minimum;
      int natural;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
      width += is_first && narrowest ? minimum : self->spacing * !is_first + natural;
      is_first = FALSE;
    }

  return width;
}

static int
column_width (PalcoAdaptiveBox *self)
{
  int width = 0;

  FOREACH_VISIBLE (child, self)
    {
      int minimum;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      width = MAX (width, minimum);
    }

  return width;
}

static int
child_height (GtkWidget *child,
              int        width)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);

  return natural;
}

static int
natural_width (GtkWidget *child)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);

  return natural;
}

static gboolean
fits_in_line (PalcoAdaptiveBox *self,
              int               width)
{
  return width < 0 || width >= line_width (self, TRUE);
}

/* In a line all but the first child keep their natural width. */
static int
first_width (PalcoAdaptiveBox *self,
             int               width)
{
  GtkWidget *first = next_visible (gtk_widget_get_first_child (GTK_WIDGET (self)));

  if (first == NULL)
    return 0;

  return width - (line_width (self, FALSE) - natural_width (first));
}

static int
line_height (PalcoAdaptiveBox *self,
             int               width)
{
  gboolean is_first = TRUE;
  int height = 0;

  FOREACH_VISIBLE (child, self)
    {
      int child_width = is_first && width >= 0 ? first_width (self, width) : natural_width (child);

      height = MAX (height, child_height (child, child_width));
      is_first = FALSE;
    }

  return height;
}

static int
column_height (PalcoAdaptiveBox *self,
               int               width)
{
  int height = 0;

  FOREACH_VISIBLE (child, self)
    height += (height > 0 ? self->spacing : 0) + child_height (child, width);

  return height;
}

static GtkSizeRequestMode
palco_adaptive_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
palco_adaptive_box_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  PalcoAdaptiveBox *self = PALCO_ADAPTIVE_BOX (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = column_width (self);
      *natural = MAX (*minimum, line_width (self, FALSE));
    }
  else if (fits_in_line (self, for_size))
    {
      *minimum = *natural = line_height (self, for_size);
    }
  else
    {
      *minimum = *natural = column_height (self, for_size);
    }
}

static void
allocate_line (PalcoAdaptiveBox *self,
               int               width,
               int               height)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean is_first = TRUE;
  int x = 0;

  FOREACH_VISIBLE (child, self)
    {
      int child_width = is_first ? first_width (self, width) : natural_width (child);
      GtkAllocation allocation = { is_rtl ? width - x - child_width : x, 0, child_width, height };

      gtk_widget_size_allocate (child, &allocation, -1);
      x += child_width + self->spacing;
      is_first = FALSE;
    }
}

static void
allocate_column (PalcoAdaptiveBox *self,
                 int               width)
{
  int y = 0;

  FOREACH_VISIBLE (child, self)
    {
      GtkAllocation allocation = { 0, y, width, child_height (child, width) };

      gtk_widget_size_allocate (child, &allocation, -1);
      y += allocation.height + self->spacing;
    }
}

static void
palco_adaptive_box_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  PalcoAdaptiveBox *self = PALCO_ADAPTIVE_BOX (widget);

  if (fits_in_line (self, width))
    allocate_line (self, width, height);
  else
    allocate_column (self, width);
}

static void
palco_adaptive_box_add_child (GtkBuildable *buildable,
                              GtkBuilder   *builder,
                              GObject      *child,
                              const char   *type)
{
  if (GTK_IS_WIDGET (child))
    gtk_widget_set_parent (GTK_WIDGET (child), GTK_WIDGET (buildable));
  else
    parent_buildable_iface->add_child (buildable, builder, child, type);
}

static void
palco_adaptive_box_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = palco_adaptive_box_add_child;
}

static void
palco_adaptive_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (palco_adaptive_box_parent_class)->dispose (object);
}

static void
palco_adaptive_box_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  PalcoAdaptiveBox *self = PALCO_ADAPTIVE_BOX (object);

  switch (prop_id)
    {
    case PROP_SPACING:
      g_value_set_int (value, self->spacing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_adaptive_box_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  PalcoAdaptiveBox *self = PALCO_ADAPTIVE_BOX (object);

  switch (prop_id)
    {
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_adaptive_box_class_init (PalcoAdaptiveBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = palco_adaptive_box_dispose;
  object_class->get_property = palco_adaptive_box_get_property;
  object_class->set_property = palco_adaptive_box_set_property;

  widget_class->get_request_mode = palco_adaptive_box_get_request_mode;
  widget_class->measure = palco_adaptive_box_measure;
  widget_class->size_allocate = palco_adaptive_box_size_allocate;

  properties[PROP_SPACING] =
    g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palco_adaptive_box_init (PalcoAdaptiveBox *self)
{
}
