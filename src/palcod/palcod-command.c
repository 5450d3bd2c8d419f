/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-command.h"

#include "palcod-accounts.h"
#include "palcod-secret.h"
#include "palcod-service.h"
#include "palcod-signing-key.h"

#include <stdlib.h>
#include <string.h>

#define USAGE \
  "Usage: palcod account add [ID]\n" \
  "       palcod account list\n" \
  "       palcod account rotate ID primary|secondary\n" \
  "       palcod account remove ID\n"

static const char * const key_names[] = { "primary", "secondary" };

typedef int (*AccountCommand) (const PalcodConfig *config,
                               PalcodStore        *store,
                               const char * const *arguments);

static int G_GNUC_PRINTF (1, 2)
fail (const char *format,
      ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_printerr ("palcod: %s\n", message);

  return EXIT_FAILURE;
}

static gboolean
has_id (gconstpointer account,
        gconstpointer id)
{
  return g_str_equal (((const PalcodAccountRecord *) account)->id, id);
}

/* The only moment at which a key is to be seen. */
static void
print_new_key (PalcodAccountRecord *account,
               guint                index)
{
  g_autoptr(PalcoSecret) key = palcod_secret_new ();

  g_free (account->key_hashes[index]);
  account->key_hashes[index] = palcod_secret_hash (key);
  g_print ("%s key: %s\n", key_names[index], key);
}

static int
save (const PalcodConfig        *config,
      PalcodStore               *store,
      const PalcodAccountRecord *account)
{
  g_autoptr(GError) error = NULL;

  if (!palcod_store_save_account (store, account, &error) ||
      !palcod_accounts_announce_change (config->state_dir, &error))
    return fail ("The account was not saved, its new keys are worth nothing: %s", error->message);

  g_printerr ("Write the keys down now: only their hashes are kept.\n");

  return EXIT_SUCCESS;
}

static int
add_account (const PalcodConfig *config,
             PalcodStore        *store,
             const char * const *arguments)
{
  g_autoptr(PalcodAccountRecord) account = g_new0 (PalcodAccountRecord, 1);
  g_autoptr(GPtrArray) accounts = NULL;
  g_autoptr(GError) error = NULL;

  account->id = arguments[0] != NULL ? g_strdup (arguments[0]) : g_uuid_string_random ();
  account->creation_time = g_get_real_time ();

  if (!palcod_account_id_is_valid (account->id))
    return fail ("“%s” cannot be an account ID; write 1 to 64 letters, digits, “-” or “_”.",
                 account->id);

  accounts = palcod_store_load_accounts (store, &error);

  if (accounts == NULL)
    return fail ("The accounts cannot be read: %s", error->message);

  if (g_ptr_array_find_with_equal_func (accounts, account->id, has_id, NULL))
    return fail ("There is an account %s already; use `palcod account rotate` for new keys.",
                 account->id);

  g_print ("account: %s\n", account->id);
  print_new_key (account, 0);
  print_new_key (account, 1);

  return save (config, store, account);
}

static int
list_accounts (const PalcodConfig *config,
               PalcodStore        *store,
               const char * const *arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) accounts = palcod_store_load_accounts (store, &error);

  if (accounts == NULL)
    return fail ("The accounts cannot be read: %s", error->message);

  for (guint i = 0; i < accounts->len; i++)
    {
      const PalcodAccountRecord *account = g_ptr_array_index (accounts, i);
      g_autoptr(GDateTime) time = NULL;
      g_autofree char *text = NULL;

      time = g_date_time_new_from_unix_local (account->creation_time / G_USEC_PER_SEC);
      text = time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M") : g_strdup ("-");
      g_print ("%s\t%s\n", account->id, text);
    }

  return EXIT_SUCCESS;
}

/* Says so when there is none. (transfer full) */
static PalcodAccountRecord *
take_account (PalcodStore *store,
              const char  *id)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) accounts = palcod_store_load_accounts (store, &error);
  guint index;

  if (accounts == NULL)
    {
      fail ("The accounts cannot be read: %s", error->message);
      return NULL;
    }

  if (!g_ptr_array_find_with_equal_func (accounts, id, has_id, &index))
    {
      fail ("There is no account %s; `palcod account list` shows which there are.", id);
      return NULL;
    }

  return g_ptr_array_steal_index (accounts, index);
}

static int
rotate_key (const PalcodConfig *config,
            PalcodStore        *store,
            const char * const *arguments)
{
  guint index = g_str_equal (arguments[1], key_names[0]) ? 0 : 1;
  g_autoptr(PalcodAccountRecord) account = NULL;

  if (!g_str_equal (arguments[1], key_names[index]))
    return fail ("“%s” is not a key of an account; write primary or secondary.", arguments[1]);

  account = take_account (store, arguments[0]);

  if (account == NULL)
    return EXIT_FAILURE;

  print_new_key (account, index);

  return save (config, store, account);
}

static int
remove_account (const PalcodConfig *config,
                PalcodStore        *store,
                const char * const *arguments)
{
  g_autoptr(PalcodAccountRecord) account = take_account (store, arguments[0]);
  g_autoptr(GError) error = NULL;

  if (account == NULL)
    return EXIT_FAILURE;

  if (!palcod_store_remove_account (store, account->id, &error) ||
      !palcod_accounts_announce_change (config->state_dir, &error))
    return fail ("The account was not removed: %s", error->message);

  return EXIT_SUCCESS;
}

static const struct
{
  const char     *name;
  guint           n_arguments_min;
  guint           n_arguments_max;
  AccountCommand  run;
} commands[] = {
  { "add", 0, 1, add_account },
  { "list", 0, 0, list_accounts },
  { "rotate", 2, 2, rotate_key },
  { "remove", 1, 1, remove_account },
};

int
palcod_command_account (const PalcodConfig *config,
                        const char * const *arguments)
{
  guint n_arguments = g_strv_length ((char **) arguments);
  g_autoptr(PalcodStore) store = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; n_arguments > 0 && i < G_N_ELEMENTS (commands); i++)
    {
      if (!g_str_equal (arguments[0], commands[i].name) ||
          n_arguments - 1 < commands[i].n_arguments_min ||
          n_arguments - 1 > commands[i].n_arguments_max)
        continue;

      store = palcod_service_open_store (config->state_dir, &error);

      if (store == NULL)
        return fail ("The accounts cannot be opened: %s", error->message);

      return commands[i].run (config, store, arguments + 1);
    }

  g_printerr (USAGE);

  return PALCOD_EXIT_USAGE;
}

static gboolean
check_certificate (const PalcodConfig  *config,
                   GError             **error)
{
  g_autoptr(GTlsCertificate) certificate = NULL;

  if (config->certificate_path == NULL)
    return TRUE;

  certificate = g_tls_certificate_new_from_files (config->certificate_path,
                                                  config->private_key_path, error);
  g_prefix_error (error, "[listen] certificate %s, private-key %s: write PEM files that the user "
                  "of the service can read: ", config->certificate_path, config->private_key_path);

  return certificate != NULL;
}

static gboolean
check_control_ca (const PalcodConfig  *config,
                  GError             **error)
{
  g_autoptr(GTlsDatabase) ca = NULL;

  if (config->control_ca_path == NULL)
    return TRUE;

  ca = g_tls_file_database_new (config->control_ca_path, error);
  g_prefix_error (error, "[hosts] control-ca %s: write a PEM file that the user of the service can "
                  "read: ", config->control_ca_path);

  return ca != NULL;
}

static gboolean
check_sts_key (const PalcodConfig  *config,
               GError             **error)
{
  g_autoptr(PalcodSigningKey) key = NULL;

  if (config->sts_public_key_path == NULL)
    return TRUE;

  key = palcod_signing_key_load_public (config->sts_public_key_path, error);
  g_prefix_error (error, "[service] sts-public-key: ");

  return key != NULL;
}

int
palcod_command_check_files (const PalcodConfig *config,
                            const char         *path)
{
  g_autoptr(GError) error = NULL;

  if (!check_certificate (config, &error) || !check_control_ca (config, &error) ||
      !check_sts_key (config, &error))
    {
      fail ("%s: %s", path, error->message);
      return PALCOD_EXIT_CONFIG;
    }

  if (!g_file_test (config->host_program, G_FILE_TEST_IS_EXECUTABLE))
    {
      fail ("%s: [hosts] program: %s is not there or cannot be run; write the path of palco-host.",
            path, config->host_program);
      return PALCOD_EXIT_CONFIG;
    }

  return EXIT_SUCCESS;
}

int
palcod_command_check_config (const PalcodConfig *config,
                             const char         *path)
{
  int code = palcod_command_check_files (config, path);

  if (code == EXIT_SUCCESS)
    g_print ("%s is valid.\n", path);

  return code;
}
