/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-account-private.h"

#include "palco-address.h"
#include "palco-error.h"

char *
palco_account_dup_stripped (const char *text)
{
  return g_strstrip (g_strdup (text != NULL ? text : ""));
}

/* People type “render.example.org” and “https://render.example.org/”: both are the same. */
char *
palco_account_normalize_address (const char *text)
{
  g_autofree char *address = palco_account_dup_stripped (text);
  gsize length;

  if (*address != '\0' && strstr (address, "://") == NULL)
    {
      g_autofree char *host = g_steal_pointer (&address);

      address = g_strconcat ("https://", host, NULL);
    }

  length = strlen (address);
  while (length > 0 && address[length - 1] == '/' && !g_str_has_suffix (address, "://"))
    address[--length] = '\0';

  return g_steal_pointer (&address);
}

static gboolean
validate_name (const char  *name,
               GError     **error)
{
  if (*name != '\0' && g_utf8_validate (name, -1, NULL))
    return TRUE;

  g_set_error_literal (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                       "The name of the account is empty. Give it one that tells it from your other accounts.");
  return FALSE;
}

static gboolean
validate_uri_parts (GUri        *uri,
                    const char  *address,
                    GError     **error)
{
  if (g_uri_get_userinfo (uri) != NULL)
    {
      g_set_error_literal (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                           "The address contains a user name or password. Leave out everything up to the “@”: "
                           "the account id and the key have places of their own.");
      return FALSE;
    }

  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    {
      g_set_error (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                   "The address “%s” has a part that begins with “?” or “#”. Leave that part out.", address);
      return FALSE;
    }

  return TRUE;
}

static gboolean
validate_address (const char  *address,
                  GError     **error)
{
  g_autoptr(GUri) uri = NULL;

  if (*address == '\0')
    {
      g_set_error_literal (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                           "The address is empty. Enter that of the service, for example “https://render.example.org”.");
      return FALSE;
    }

  /* GUri is more forgiving than the resolver. */
  if (address[strcspn (address, " \t\r\n\\\"<>")] != '\0')
    {
      g_set_error (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                   "The address “%s” contains a character that an address cannot have.", address);
      return FALSE;
    }

  uri = palco_address_parse (address, error);
  if (uri == NULL)
    return FALSE;

  return validate_uri_parts (uri, address, error);
}

static gboolean
validate_account_id (const char  *account_id,
                     GError     **error)
{
  if (*account_id == '\0')
    {
      g_set_error_literal (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                           "The account id is empty. Whoever runs the service gives it to you, together with the key.");
      return FALSE;
    }

  /* It becomes one segment of a path, and stands before a colon in front of the key. */
  if (account_id[strspn (account_id, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-._~")] != '\0' ||
      strcmp (account_id, ".") == 0 || strcmp (account_id, "..") == 0)
    {
      g_set_error_literal (error, PALCO_ERROR, PALCO_ERROR_INVALID_ARGUMENT,
                           "The account id contains a character that it cannot have. "
                           "It consists of letters, digits, “-”, “.”, “_” and “~”.");
      return FALSE;
    }

  return TRUE;
}

/**
 * palco_account_validate:
 * @name: (nullable): what people call it
 * @address: (nullable): the URL of the service
 * @account_id: (nullable): the id that the service knows the account by
 * @error: return location for a #GError
 *
 * Checks what somebody entered, in this order, and tells the first fault:
 * %PALCO_ERROR_INVALID_ARGUMENT, or %PALCO_ERROR_INSECURE for an address that is neither
 * `https:` nor on this computer. Blanks around the values do not count.
 *
 * Returns: whether an account can be made of it
 *
 * Since: 1.0
 */
gboolean
palco_account_validate (const char  *name,
                        const char  *address,
                        const char  *account_id,
                        GError     **error)
{
  g_autofree char *clean_name = palco_account_dup_stripped (name);
  g_autofree char *clean_address = palco_account_normalize_address (address);
  g_autofree char *clean_id = palco_account_dup_stripped (account_id);

  return validate_name (clean_name, error) &&
         validate_address (clean_address, error) &&
         validate_account_id (clean_id, error);
}
