/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-preset-private.h"

#include "palco-enums.h"
#include "palco-error.h"
#include "palco-protocol.h"

#define NAME_MAX_LENGTH 64

/**
 * PalcoPreset:
 *
 * A start that somebody made once and wants to make again: what of, where, how big, how long.
 *
 * A preset never changes: [method@Palco.PresetList.save_async] puts another one with the same
 * uid in its place.
 *
 * Since: 1.0
 */

struct _PalcoPreset
{
  GObject        parent_instance;
  char          *uid;
  char          *name;
  char          *account_uid;
  char          *region_id;
  char          *size_id;
  guint          lease_minutes;
  guint          cap_minutes;
  PalcoWhenFull  when_full;
};

enum {
  PROP_UID = 1,
  PROP_NAME,
  PROP_ACCOUNT_UID,
  PROP_REGION_ID,
  PROP_SIZE_ID,
  PROP_LEASE_MINUTES,
  PROP_CAP_MINUTES,
  PROP_WHEN_FULL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PalcoPreset, palco_preset, G_TYPE_OBJECT)

static void
palco_preset_constructed (GObject *object)
{
  PalcoPreset *self = PALCO_PRESET (object);

  G_OBJECT_CLASS (palco_preset_parent_class)->constructed (object);

  if (self->uid == NULL)
    self->uid = g_uuid_string_random ();
}

static void
palco_preset_finalize (GObject *object)
{
  PalcoPreset *self = PALCO_PRESET (object);

  g_free (self->uid);
  g_free (self->name);
  g_free (self->account_uid);
  g_free (self->region_id);
  g_free (self->size_id);

  G_OBJECT_CLASS (palco_preset_parent_class)->finalize (object);
}

static void
palco_preset_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  PalcoPreset *self = PALCO_PRESET (object);

  switch (prop_id)
    {
    case PROP_UID:
      g_value_set_string (value, self->uid);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_ACCOUNT_UID:
      g_value_set_string (value, self->account_uid);
      break;

    case PROP_REGION_ID:
      g_value_set_string (value, self->region_id);
      break;

    case PROP_SIZE_ID:
      g_value_set_string (value, self->size_id);
      break;

    case PROP_LEASE_MINUTES:
      g_value_set_uint (value, self->lease_minutes);
      break;

    case PROP_CAP_MINUTES:
      g_value_set_uint (value, self->cap_minutes);
      break;

    case PROP_WHEN_FULL:
      g_value_set_flags (value, self->when_full);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* Names that people type have blanks around them now and then. */
static char *
dup_stripped (const GValue *value)
{
  const char *text = g_value_get_string (value);

  return g_strstrip (g_strdup (text != NULL ? text : ""));
}

static void
palco_preset_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  PalcoPreset *self = PALCO_PRESET (object);

  switch (prop_id)
    {
    case PROP_UID:
      self->uid = g_value_dup_string (value);
      break;

    case PROP_NAME:
      self->name = dup_stripped (value);
      break;

    case PROP_ACCOUNT_UID:
      self->account_uid = dup_stripped (value);
      break;

    case PROP_REGION_ID:
      self->region_id = dup_stripped (value);
      break;

    case PROP_SIZE_ID:
      self->size_id = dup_stripped (value);
      break;

    case PROP_LEASE_MINUTES:
      self->lease_minutes = g_value_get_uint (value);
      break;

    case PROP_CAP_MINUTES:
      self->cap_minutes = g_value_get_uint (value);
      break;

    case PROP_WHEN_FULL:
      self->when_full = g_value_get_flags (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
palco_preset_class_init (PalcoPresetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = palco_preset_constructed;
  object_class->finalize = palco_preset_finalize;
  object_class->get_property = palco_preset_get_property;
  object_class->set_property = palco_preset_set_property;

  /**
   * PalcoPreset:uid:
   *
   * What names the preset on this computer, for ever; a random UUID unless given.
   *
   * Since: 1.0
   */
  properties[PROP_UID] =
    g_param_spec_string ("uid", NULL, NULL, NULL, once);

  /**
   * PalcoPreset:name:
   *
   * What people call it.
   *
   * Since: 1.0
   */
  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, "", once);

  /**
   * PalcoPreset:account-uid:
   *
   * The uid of the account to start sessions of; empty for this computer.
   *
   * Since: 1.0
   */
  properties[PROP_ACCOUNT_UID] =
    g_param_spec_string ("account-uid", NULL, NULL, "", once);

  /**
   * PalcoPreset:region-id:
   *
   * The id of the region to start them in; empty for the nearest.
   *
   * Since: 1.0
   */
  properties[PROP_REGION_ID] =
    g_param_spec_string ("region-id", NULL, NULL, "", once);

  /**
   * PalcoPreset:size-id:
   *
   * The id of the size to start them on.
   *
   * Since: 1.0
   */
  properties[PROP_SIZE_ID] =
    g_param_spec_string ("size-id", NULL, NULL, "", once);

  /**
   * PalcoPreset:lease-minutes:
   *
   * How long a session may run at first.
   *
   * Since: 1.0
   */
  properties[PROP_LEASE_MINUTES] =
    g_param_spec_uint ("lease-minutes", NULL, NULL, 0, G_MAXUINT, 0, once);

  /**
   * PalcoPreset:cap-minutes:
   *
   * How long it may run in all when its lease is extended by itself; 0 to let the lease run
   * out.
   *
   * Since: 1.0
   */
  properties[PROP_CAP_MINUTES] =
    g_param_spec_uint ("cap-minutes", NULL, NULL, 0, G_MAXUINT, 0, once);

  /**
   * PalcoPreset:when-full:
   *
   * What to do when all servers are in use.
   *
   * Since: 1.0
   */
  properties[PROP_WHEN_FULL] =
    g_param_spec_flags ("when-full", NULL, NULL, PALCO_TYPE_WHEN_FULL, PALCO_WHEN_FULL_NONE, once);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palco_preset_init (PalcoPreset *self)
{
}

/**
 * palco_preset_new:
 * @uid: (nullable): the uid of a preset that it is to replace, or %NULL for a new one
 * @name: what people call it
 * @account_uid: the uid of an account, or “” for this computer
 * @region_id: the id of a region, or “” for the nearest
 * @size_id: the id of a size
 * @lease_minutes: how long a session may run at first
 * @cap_minutes: how long it may run in all, or 0 to let the lease run out
 * @when_full: what to do when all servers are in use
 *
 * Makes a preset. [method@Palco.PresetList.add_async] checks and stores it.
 *
 * Returns: (transfer full): a new preset
 *
 * Since: 1.0
 */
PalcoPreset *
palco_preset_new (const char    *uid,
                  const char    *name,
                  const char    *account_uid,
                  const char    *region_id,
                  const char    *size_id,
                  guint          lease_minutes,
                  guint          cap_minutes,
                  PalcoWhenFull  when_full)
{
  return g_object_new (PALCO_TYPE_PRESET,
                       "uid", uid,
                       "name", name,
                       "account-uid", account_uid,
                       "region-id", region_id,
                       "size-id", size_id,
                       "lease-minutes", lease_minutes,
                       "cap-minutes", cap_minutes,
                       "when-full", when_full,
                       NULL);
}

/**
 * palco_preset_get_uid:
 * @self: a preset
 *
 * What names the preset on this computer, for ever; a random UUID unless given.
 *
 * Returns: the uid
 *
 * Since: 1.0
 */
const char *
palco_preset_get_uid (PalcoPreset *self)
{
  g_return_val_if_fail (PALCO_IS_PRESET (self), NULL);

  return self->uid;
}

/**
 * palco_preset_get_name:
 * @self: a preset
 *
 * What people call it.
 *
 * Returns: the name
 *
 * Since: 1.0
 */
const char *
palco_preset_get_name (PalcoPreset *self)
{
  g_return_val_if_fail (PALCO_IS_PRESET (self), NULL);

  return self->name;
}

/**
 * palco_preset_get_account_uid:
 * @self: a preset
 *
 * The uid of the account to start sessions of; empty for this computer.
 *
 * Returns: a uid, or “”
 *
 * Since: 1.0
 */
const char *
palco_preset_get_account_uid (PalcoPreset *self)
{
  g_return_val_if_fail (PALCO_IS_PRESET (self), NULL);

  return self->account_uid;
}

/**
 * palco_preset_get_region_id:
 * @self: a preset
 *
 * The id of the region to start them in; empty for the nearest.
 *
 * Returns: an id, or “”
 *
 * Since: 1.0
 */
const char *
palco_preset_get_region_id (PalcoPreset *self)
{
  g_return_val_if_fail (PALCO_IS_PRESET (self), NULL);

  return self->region_id;
}

/**
 * palco_preset_get_size_id:
 * @self: a preset
 *
 * The id of the size to start them on.
 *
 * Returns: an id
 *
 * Since: 1.0
 */
const char *
palco_preset_get_size_id (PalcoPreset *self)
{
  g_return_val_if_fail (PALCO_IS_PRESET (self), NULL);

  return self->size_id;
}

/**
 * palco_preset_get_lease_minutes:
 * @self: a preset
 *
 * How long a session may run at first.
 *
 * Returns: minutes
 *
 * Since: 1.0
 */
guint
palco_preset_get_lease_minutes (PalcoPreset *self)
{
  g_return_val_if_fail (PALCO_IS_PRESET (self), 0);

  return self->lease_minutes;
}

/**
 * palco_preset_get_cap_minutes:
 * @self: a preset
 *
 * How long it may run in all when its lease is extended by itself; 0 to let the lease run out.
 *
 * Returns: minutes, or 0
 *
 * Since: 1.0
 */
guint
palco_preset_get_cap_minutes (PalcoPreset *self)
{
  g_return_val_if_fail (PALCO_IS_PRESET (self), 0);

  return self->cap_minutes;
}

/**
 * palco_preset_get_when_full:
 * @self: a preset
 *
 * What to do when all servers are in use.
 *
 * Returns: the flags
 *
 * Since: 1.0
 */
PalcoWhenFull
palco_preset_get_when_full (PalcoPreset *self)
{
  g_return_val_if_fail (PALCO_IS_PRESET (self), PALCO_WHEN_FULL_NONE);

  return self->when_full;
}

static gboolean
name_is_valid (const char *name)
{
  if (*name == '\0' || !g_utf8_validate (name, -1, NULL) || g_utf8_strlen (name, -1) > NAME_MAX_LENGTH)
    return FALSE;

  for (const char *c = name; *c != '\0'; c = g_utf8_next_char (c))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (c)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
set_invalid (GError     **error,
             const char  *message)
{
  g_set_error_literal (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT, message);

  return FALSE;
}

/**
 * palco_preset_validate:
 * @self: a preset
 * @error: return location for a #GError
 *
 * Checks whether sessions can be started like this, as far as it can be known here.
 *
 * Returns: %FALSE with %PALCO_ERROR_INVALID_ARGUMENT if not
 *
 * Since: 1.0
 */
gboolean
palco_preset_validate (PalcoPreset  *self,
                       GError      **error)
{
  g_return_val_if_fail (PALCO_IS_PRESET (self), FALSE);

  if (!name_is_valid (self->name))
    return set_invalid (error, "A preset needs a name of at most 64 characters, in one line");

  if (*self->size_id == '\0')
    return set_invalid (error, "A preset needs a size, like “Standard”");

  if (self->lease_minutes == 0 || self->lease_minutes > PALCO_LEASE_MAX_MINUTES)
    return set_invalid (error, "The lease of a preset is at least one minute and at most a day");

  if (self->cap_minutes != 0 && self->cap_minutes < self->lease_minutes)
    return set_invalid (error, "A session may run in all as long as its lease, or longer, but not shorter");

  return TRUE;
}

static gpointer
read_preset (GKeyFile    *key_file,
             const char  *group,
             const char  *uid,
             GError     **error)
{
  g_autofree char *name = g_key_file_get_string (key_file, group, "Name", NULL);
  g_autofree char *account_uid = g_key_file_get_string (key_file, group, "Account", NULL);
  g_autofree char *region_id = g_key_file_get_string (key_file, group, "Region", NULL);
  g_autofree char *size_id = g_key_file_get_string (key_file, group, "Size", NULL);
  gboolean next_region = g_key_file_get_boolean (key_file, group, "NextRegionWhenFull", NULL);
  gboolean other_size = g_key_file_get_boolean (key_file, group, "OtherSizeWhenFull", NULL);
  PalcoWhenFull when_full = (next_region ? PALCO_WHEN_FULL_NEXT_REGION : 0) |
                            (other_size ? PALCO_WHEN_FULL_OTHER_SIZE : 0);
  int lease_minutes = g_key_file_get_integer (key_file, group, "LeaseMinutes", NULL);
  int cap_minutes = g_key_file_get_integer (key_file, group, "CapMinutes", NULL);
  g_autoptr(PalcoPreset) self = palco_preset_new (uid, name, account_uid, region_id, size_id,
                                                  MAX (lease_minutes, 0), MAX (cap_minutes, 0),
                                                  when_full);

  return palco_preset_validate (self, error) ? g_steal_pointer (&self) : NULL;
}

static void
write_preset (GKeyFile   *key_file,
              const char *group,
              gpointer    record)
{
  PalcoPreset *self = record;

  g_key_file_set_string (key_file, group, "Name", self->name);
  g_key_file_set_string (key_file, group, "Account", self->account_uid);
  g_key_file_set_string (key_file, group, "Region", self->region_id);
  g_key_file_set_string (key_file, group, "Size", self->size_id);
  g_key_file_set_integer (key_file, group, "LeaseMinutes", self->lease_minutes);
  g_key_file_set_integer (key_file, group, "CapMinutes", self->cap_minutes);
  g_key_file_set_boolean (key_file, group, "NextRegionWhenFull",
                          self->when_full & PALCO_WHEN_FULL_NEXT_REGION);
  g_key_file_set_boolean (key_file, group, "OtherSizeWhenFull",
                          self->when_full & PALCO_WHEN_FULL_OTHER_SIZE);
}

static const char *
get_record_uid (gpointer record)
{
  return palco_preset_get_uid (record);
}

static const char *
get_record_name (gpointer record)
{
  return palco_preset_get_name (record);
}

const PalcoIniKind palco_preset_file_kind = {
  .group_prefix = "Preset ",
  .item = "a preset",
  .items = "presets",
  .read = read_preset,
  .write = write_preset,
  .get_uid = get_record_uid,
  .get_name = get_record_name,
  .free = g_object_unref,
};
