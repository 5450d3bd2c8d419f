/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-import-text-private.h"

#include "palco-account.h"
#include "palco-error.h"
#include "palco-json.h"
#include "palco-protocol.h"

#include <stdio.h>
#include <string.h>

/* Files of Microsoft's own tools for this API: arrconfig.json of the scripts in
 * Azure/azure-remote-rendering, ARR-profiles.json of the asset tool. Their members, and what
 * a short region name stands for, are known from there. */

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define AZURE_DOMAIN    "mixedreality.azure.com"
#define MINUTES_PER_DAY (24 * 60)

static gboolean
refuse (GError     **error,
        const char  *what)
{
  g_set_error (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
               "The file cannot be imported: %s. It was left as it is.", what);

  return FALSE;
}

/* Returns where the JSON begins, NULL with an error. */
static const char *
skip_mark (const char  *text,
           gsize       *length,
           GError     **error)
{
  gsize mark_length = strlen (BYTE_ORDER_MARK);

  if (*length >= 2 && (memcmp (text, "\xff\xfe", 2) == 0 || memcmp (text, "\xfe\xff", 2) == 0))
    {
      refuse (error, "it is in UTF-16; save it as UTF-8");
      return NULL;
    }

  if (*length >= mark_length && memcmp (text, BYTE_ORDER_MARK, mark_length) == 0)
    {
      *length -= mark_length;
      text += mark_length;
    }

  return text;
}

static JsonObject *
parse (const char  *text,
       gsize        length,
       GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  const char *json = skip_mark (text, &length, error);
  JsonObject *object;

  if (json == NULL)
    return NULL;

  object = palco_json_parse_object (json, length, &local_error);
  if (object == NULL)
    refuse (error, local_error->message);

  return object;
}

/* A template says “<fill in …>” where nobody has filled in anything. */
static const char *
take_filled_in (const char *text)
{
  if (text == NULL || *text == '\0')
    return NULL;

  return *text == '<' && g_str_has_suffix (text, ">") ? NULL : text;
}

static gboolean
read_text (JsonObject  *object,
           const char  *name,
           const char **text,
           GError     **error)
{
  g_autoptr(GError) local_error = NULL;

  *text = NULL;
  if (!palco_json_read_string (object, name, PALCO_JSON_OPTIONAL, text, &local_error))
    return refuse (error, local_error->message);

  *text = take_filled_in (*text);

  return TRUE;
}

static gboolean
read_object (JsonObject  *object,
             const char  *name,
             JsonObject **member,
             GError     **error)
{
  g_autoptr(GError) local_error = NULL;

  *member = NULL;

  return palco_json_read_object (object, name, PALCO_JSON_OPTIONAL, member, &local_error) ||
         refuse (error, local_error->message);
}

/* “westus2” stands for a host of Azure; anything else is the address itself. */
static char *
dup_script_address (const char *domain,
                    const char *prefix)
{
  if (domain == NULL)
    return NULL;

  if (strpbrk (domain, ".:/") != NULL)
    return g_strdup (domain);

  return g_strdup_printf ("https://%s.%s." AZURE_DOMAIN, prefix, domain);
}

/* The asset tool stores what comes behind the prefix. */
static char *
dup_profile_address (const char *domain,
                     const char *prefix)
{
  if (domain == NULL)
    return NULL;

  if (strstr (domain, "://") != NULL)
    return g_strdup (domain);

  return g_strdup_printf ("https://%s.%s", prefix, domain);
}

/* “4:0:0”, “04:00” or “1.00:00:00”; 0 for what is none of them. */
static guint
read_lease (const char *text)
{
  guint days = 0;
  guint hours = 0;
  guint minutes = 0;

  if (text == NULL || text[strspn (text, G_CSET_DIGITS ".:")] != '\0')
    return 0;

  if (sscanf (text, "%2u.%2u:%2u", &days, &hours, &minutes) != 3)
    {
      days = 0;
      if (sscanf (text, "%4u:%2u", &hours, &minutes) != 2)
        return 0;
    }

  return MIN (days * MINUTES_PER_DAY + hours * 60 + minutes, PALCO_LEASE_MAX_MINUTES);
}

static const char *
find_size (const char *text)
{
  const char *canonical = text != NULL ? palco_size_canonicalize (text) : NULL;

  return canonical != NULL ? canonical : text;
}

static char *
dup_host (const char *address)
{
  g_autoptr(GUri) uri = address != NULL ? g_uri_parse (address, G_URI_FLAGS_NONE, NULL) : NULL;

  return g_strdup (uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : address);
}

static gboolean
read_script_config (JsonObject  *settings,
                    JsonObject  *rendering,
                    GPtrArray   *accounts,
                    GError     **error)
{
  PalcoImportFields fields = { NULL };
  const char *account_domain = NULL;
  const char *rendering_domain = NULL;
  const char *region = NULL;
  const char *lease = NULL;
  g_autofree char *address = NULL;
  g_autofree char *sts_url = NULL;
  g_autofree char *name = NULL;

  if (!read_text (settings, "arrAccountId", &fields.account_id, error) ||
      !read_text (settings, "arrAccountKey", &fields.key, error) ||
      !read_text (settings, "arrAccountDomain", &account_domain, error) ||
      !read_text (settings, "region", &region, error))
    return FALSE;

  if (rendering != NULL &&
      (!read_text (rendering, "remoteRenderingDomain", &rendering_domain, error) ||
       !read_text (rendering, "vmSize", &fields.size_id, error) ||
       !read_text (rendering, "maxLeaseTime", &lease, error)))
    return FALSE;

  /* Files of 2020 have one region for both. */
  account_domain = account_domain != NULL ? account_domain : region;
  rendering_domain = rendering_domain != NULL ? rendering_domain : region;

  address = dup_script_address (rendering_domain != NULL ? rendering_domain : account_domain,
                                "remoterendering");
  sts_url = dup_script_address (account_domain, "sts");
  name = dup_host (address);

  fields.name = name;
  fields.address = address;
  fields.sts_url = sts_url;
  fields.size_id = find_size (fields.size_id);
  fields.lease_minutes = read_lease (lease);
  g_ptr_array_add (accounts, palco_import_account_new (&fields));

  return TRUE;
}

static gboolean
read_profile (JsonObject  *profile,
              GPtrArray   *accounts,
              gboolean    *has_other_secrets,
              GError     **error)
{
  PalcoImportFields fields = { NULL };
  const char *account_domain = NULL;
  const char *region = NULL;
  const char *storage_key = NULL;
  g_autofree char *address = NULL;
  g_autofree char *sts_url = NULL;
  g_autofree char *name = NULL;

  if (!read_text (profile, "name", &fields.name, error) ||
      !read_text (profile, "arr_account_id", &fields.account_id, error) ||
      !read_text (profile, "arr_account_key", &fields.key, error) ||
      !read_text (profile, "arr_account_domain", &account_domain, error) ||
      !read_text (profile, "arr_region", &region, error) ||
      !read_text (profile, "storage_account_key", &storage_key, error))
    return FALSE;

  *has_other_secrets |= storage_key != NULL;
  address = dup_profile_address (region, "remoterendering");
  sts_url = dup_profile_address (account_domain, "sts");
  name = dup_host (address);

  fields.name = fields.name != NULL ? fields.name : name;
  fields.address = address;
  fields.sts_url = sts_url;
  g_ptr_array_add (accounts, palco_import_account_new (&fields));

  return TRUE;
}

static gboolean
read_profiles (JsonArray  *profiles,
               GPtrArray  *accounts,
               gboolean   *has_other_secrets,
               GError    **error)
{
  for (guint i = 0; i < json_array_get_length (profiles); i++)
    {
      JsonNode *node = json_array_get_element (profiles, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return refuse (error, "its profiles are not profiles");

      if (!read_profile (json_node_get_object (node), accounts, has_other_secrets, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_accounts (JsonObject  *root,
               GPtrArray   *accounts,
               gboolean    *has_other_secrets,
               GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  JsonObject *settings = NULL;
  JsonObject *rendering = NULL;
  JsonArray *profiles = NULL;

  if (!palco_json_read_array (root, "Profiles", PALCO_JSON_OPTIONAL, &profiles, &local_error))
    return refuse (error, local_error->message);

  if (!read_object (root, "accountSettings", &settings, error) ||
      !read_object (root, "renderingSessionSettings", &rendering, error))
    return FALSE;

  if (settings != NULL && !read_script_config (settings, rendering, accounts, error))
    return FALSE;

  if (profiles != NULL && !read_profiles (profiles, accounts, has_other_secrets, error))
    return FALSE;

  return accounts->len > 0 ||
         refuse (error, "it has no accounts; it should be arrconfig.json or ARR-profiles.json");
}

static gboolean
is_same (PalcoImportAccount *a,
         PalcoImportAccount *b)
{
  PalcoAccount *account = palco_import_account_get_account (a);
  PalcoAccount *other = palco_import_account_get_account (b);

  return account != NULL && other != NULL &&
         g_str_equal (palco_account_get_address (account), palco_account_get_address (other)) &&
         g_str_equal (palco_account_get_account_id (account), palco_account_get_account_id (other));
}

/* Profiles are often copies that differ in their storage only: the first of them counts. */
static void
drop_copies (GPtrArray *accounts,
             gboolean  *has_other_secrets)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      for (guint j = accounts->len - 1; j > i; j--)
        {
          if (!is_same (accounts->pdata[i], accounts->pdata[j]))
            continue;

          *has_other_secrets |= g_strcmp0 (palco_import_account_get_key (accounts->pdata[i]),
                                           palco_import_account_get_key (accounts->pdata[j])) != 0;
          g_ptr_array_remove_index (accounts, j);
        }
    }
}

/* Returns #PalcoImportAccount objects, or NULL with %PALCO_ERROR_INVALID_ARGUMENT. */
GPtrArray *
palco_import_text_parse (const char  *text,
                         gsize        length,
                         gboolean    *has_other_secrets,
                         GError     **error)
{
  g_autoptr(GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(JsonObject) root = NULL;

  *has_other_secrets = FALSE;

  if (length == 0 || length > PALCO_IMPORT_MAX_BYTES)
    {
      refuse (error, length == 0 ? "it is empty" : "it is larger than 64 KiB");
      return NULL;
    }

  root = parse (text, length, error);
  if (root == NULL || !read_accounts (root, accounts, has_other_secrets, error))
    return NULL;

  drop_copies (accounts, has_other_secrets);

  return g_steal_pointer (&accounts);
}
