/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-accounts.h"
#include "palcod-secret.h"
#include "palcod-service.h"
#include "palcod-tokens.h"

#include "palco-json.h"
#include "palco-test-await.h"

#include <glib/gstdio.h>
#include <jwt.h>

#define NOW G_GINT64_CONSTANT (1800000000)

typedef struct
{
  char           *dir;
  PalcodConfig   *config;
  PalcodStore    *store;
  PalcodAccounts *accounts;
  PalcodTokens   *tokens;
  char           *keys[2];
} Fixture;

static void
save_account (Fixture    *fixture,
              const char *id)
{
  g_autoptr(PalcodAccountRecord) account = g_new0 (PalcodAccountRecord, 1);
  g_autoptr(GError) error = NULL;

  account->id = g_strdup (id);

  for (guint i = 0; i < 2; i++)
    account->key_hashes[i] = palcod_secret_hash (fixture->keys[i]);

  g_assert_true (palcod_store_save_account (fixture->store, account, &error));
  g_assert_no_error (error);
}

static void
rotate (Fixture *fixture,
        guint    index)
{
  palco_secret_free (fixture->keys[index]);
  fixture->keys[index] = palcod_secret_new ();
  save_account (fixture, "studio");
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->dir = palco_test_make_dir ();
  fixture->config = palcod_config_new_local (&error);
  g_free (fixture->config->state_dir);
  fixture->config->state_dir = g_strdup (fixture->dir);
  fixture->keys[0] = palcod_secret_new ();
  fixture->keys[1] = palcod_secret_new ();
  fixture->store = palcod_service_open_store (fixture->dir, &error);
  g_assert_no_error (error);
  save_account (fixture, "studio");
  fixture->accounts = palcod_accounts_new (fixture->store, fixture->dir, &error);
  g_assert_no_error (error);
  fixture->tokens = palcod_tokens_new (fixture->config, fixture->accounts, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->tokens);
  g_assert_finalize_object (fixture->accounts);
  g_assert_finalize_object (fixture->store);
  palcod_config_free (fixture->config);
  palco_secret_free (fixture->keys[0]);
  palco_secret_free (fixture->keys[1]);
  palco_test_remove_dir (fixture->dir);
  g_free (fixture->dir);
}

static char *
issue (Fixture *fixture,
       guint    index)
{
  const char *mark = palcod_accounts_check_key (fixture->accounts, "studio", fixture->keys[index]);
  g_autoptr(GError) error = NULL;
  char *token;

  g_assert_nonnull (mark);
  token = palcod_tokens_issue (fixture->tokens, "studio", mark, NOW, &error);
  g_assert_no_error (error);

  return token;
}

static void
test_claims (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *token = issue (fixture, 0);
  g_auto(GStrv) parts = g_strsplit (token, ".", -1);
  g_autofree char *padded = NULL;
  g_autofree guchar *payload = NULL;
  g_autoptr(JsonObject) claims = NULL;
  gint64 expiry = 0;
  gsize length;

  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  g_assert_null (strpbrk (parts[1], "-_="));

  padded = g_strconcat (parts[1], "===", NULL);
  padded[(strlen (parts[1]) + 3) / 4 * 4] = '\0';
  payload = g_base64_decode (padded, &length);
  claims = palco_json_parse_object ((const char *) payload, length, NULL);
  g_assert_nonnull (claims);
  g_assert_true (palco_json_read_int (claims, "exp", PALCO_JSON_REQUIRED, 0, G_MAXINT64, &expiry,
                                      NULL));
  g_assert_cmpint (expiry, ==, NOW + 24 * 60 * 60);
  g_assert_null (strstr (token, fixture->keys[0]));
}

static void
test_expiry (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *token = issue (fixture, 0);

  for (guint i = 0; i < 2; i++)   /* the second time from the cache */
    g_assert_cmpstr (palcod_tokens_check (fixture->tokens, token, NOW + 86399), ==, "studio");

  g_assert_null (palcod_tokens_check (fixture->tokens, token, NOW + 86400));
  g_assert_null (palcod_tokens_check (fixture->tokens, token, NOW + 86400));
}

/* One byte of each part changed, cut or added: never a good token, never a warning. */
static void
test_tampered (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *token = issue (fixture, 0);
  gsize length = strlen (token);

  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *changed = g_strdup (token);
      g_autofree char *cut = g_strndup (token, i);

      g_assert_null (palcod_tokens_check (fixture->tokens, cut, NOW));

      /* The last character of a part carries bits that decoding drops. */
      if (token[i] == '.' || token[i + 1] == '.' || token[i + 1] == '\0')
        continue;

      changed[i] = token[i] == 'A' ? 'B' : 'A';
      g_assert_null (palcod_tokens_check (fixture->tokens, changed, NOW));
    }
}

static char *
sign (Fixture    *fixture,
      jwt_alg_t   algorithm,
      const char *key,
      const char *audience)
{
  jwt_t *jwt;
  char *encoded;
  char *token;

  g_assert_cmpint (jwt_new (&jwt), ==, 0);
  jwt_add_grant (jwt, "aud", audience);
  jwt_add_grant (jwt, "sub", "studio");
  jwt_add_grant (jwt, "key", palcod_accounts_check_key (fixture->accounts, "studio",
                                                        fixture->keys[0]));
  jwt_add_grant_int (jwt, "exp", NOW + 1000);
  g_assert_cmpint (jwt_set_alg (jwt, algorithm, (const guchar *) key,
                                key != NULL ? strlen (key) : 0), ==, 0);
  encoded = jwt_encode_str (jwt);
  g_assert_nonnull (encoded);
  token = g_strdup (encoded);
  free (encoded);
  jwt_free (jwt);

  return token;
}

static char *
read_state (Fixture    *fixture,
            const char *name)
{
  g_autofree char *path = g_build_filename (fixture->dir, name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));

  return text;
}

static void
test_algorithms (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *public_pem = read_state (fixture, "token-key.pub");
  g_autofree char *private_pem = read_state (fixture, "token-key.pem");
  g_autofree char *none = sign (fixture, JWT_ALG_NONE, NULL, "localhost");
  g_autofree char *confused = sign (fixture, JWT_ALG_HS256, public_pem, "localhost");
  g_autofree char *elsewhere = sign (fixture, JWT_ALG_ES256, private_pem, "other.example");
  g_autofree char *good = sign (fixture, JWT_ALG_ES256, private_pem, "localhost");

  g_assert_null (palcod_tokens_check (fixture->tokens, none, NOW));
  g_assert_null (palcod_tokens_check (fixture->tokens, confused, NOW));
  g_assert_null (palcod_tokens_check (fixture->tokens, elsewhere, NOW));
  g_assert_cmpstr (palcod_tokens_check (fixture->tokens, good, NOW), ==, "studio");
}

static void
test_no_token (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *account_key = g_strconcat ("studio:", fixture->keys[0], NULL);
  g_autofree char *endless = g_strnfill (60000, 'a');
  const char * const bad[] = { "", ".", "..", "...", "a.b.c", "e30.e30.", "\xff.\xff.\xff",
                               "eyJhbGciOiJFUzI1NiJ9..", account_key, fixture->keys[0], endless };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (palcod_tokens_check (fixture->tokens, bad[i], NOW));
}

static void
test_key_file (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "token-key.pem", NULL);
  g_autofree char *token = issue (fixture, 0);
  g_autoptr(PalcodTokens) again = NULL;
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);

  again = palcod_tokens_new (fixture->config, fixture->accounts, NULL);
  g_assert_nonnull (again);
  g_assert_cmpstr (palcod_tokens_check (again, token, NOW), ==, "studio");
}

static void
test_broken_key_file (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "token-key.pem", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "nonsense", -1, NULL));
  g_assert_null (palcod_tokens_new (fixture->config, fixture->accounts, &error));
  g_assert_nonnull (strstr (error->message, path));
}

/* Another region knows the public key and nobody's account. */
static void
test_other_region (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *token = issue (fixture, 0);
  g_autoptr(PalcodTokens) region = NULL;
  g_autoptr(GError) error = NULL;

  fixture->config->sts_public_key_path = g_build_filename (fixture->dir, "token-key.pub", NULL);
  region = palcod_tokens_new (fixture->config, fixture->accounts, &error);
  g_assert_no_error (error);
  g_assert_false (palcod_tokens_can_issue (region));
  g_assert_cmpstr (palcod_tokens_check (region, token, NOW), ==, "studio");
  g_assert_null (palcod_tokens_check (region, token, NOW + 86400));
}

static void
test_keys (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *primary = g_strdup (palcod_accounts_check_key (fixture->accounts, "studio",
                                                                  fixture->keys[0]));
  g_autofree char *secondary = g_strdup (palcod_accounts_check_key (fixture->accounts, "studio",
                                                                    fixture->keys[1]));

  g_assert_nonnull (primary);
  g_assert_nonnull (secondary);
  g_assert_cmpstr (primary, !=, secondary);
  g_assert_null (palcod_accounts_check_key (fixture->accounts, "studio", ""));
  g_assert_null (palcod_accounts_check_key (fixture->accounts, "studio", primary));
  g_assert_null (palcod_accounts_check_key (fixture->accounts, "Studio", fixture->keys[0]));
  g_assert_null (palcod_accounts_check_key (fixture->accounts, "", fixture->keys[0]));
}

/* What `palcod account` does to a running service. Nothing else has it look again: nobody is
 * turned away before. */
static void
await_refusal (Fixture    *fixture,
               const char *token)
{
  g_assert_true (palcod_accounts_announce_change (fixture->dir, NULL));
  palco_test_await_that (palcod_tokens_check (fixture->tokens, token, NOW) == NULL);
}

static void
test_rotated (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *old_key = g_strdup (fixture->keys[0]);
  g_autofree char *primary = issue (fixture, 0);
  g_autofree char *secondary = issue (fixture, 1);

  g_assert_nonnull (palcod_tokens_check (fixture->tokens, primary, NOW));
  rotate (fixture, 0);
  await_refusal (fixture, primary);

  g_assert_null (palcod_accounts_check_key (fixture->accounts, "studio", old_key));
  g_assert_nonnull (palcod_accounts_check_key (fixture->accounts, "studio", fixture->keys[0]));
  g_assert_nonnull (palcod_tokens_check (fixture->tokens, secondary, NOW));
}

static void
test_removed (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *token = issue (fixture, 0);

  g_assert_true (palcod_store_remove_account (fixture->store, "studio", NULL));
  await_refusal (fixture, token);
  g_assert_null (palcod_accounts_check_key (fixture->accounts, "studio", fixture->keys[0]));
}

static void
test_embedded (Fixture       *fixture,
               gconstpointer  data)
{
  palcod_accounts_set_embedded (fixture->accounts, "local", "first");
  g_assert_nonnull (palcod_accounts_check_key (fixture->accounts, "local", "first"));

  palcod_accounts_set_embedded (fixture->accounts, "local", "second");
  g_assert_null (palcod_accounts_check_key (fixture->accounts, "local", "first"));
  g_assert_nonnull (palcod_accounts_check_key (fixture->accounts, "local", "second"));
  g_assert_nonnull (palcod_accounts_check_key (fixture->accounts, "studio", fixture->keys[0]));
}

static void
test_account_ids (void)
{
  g_autofree char *longest = g_strnfill (64, 'a');
  g_autofree char *too_long = g_strnfill (65, 'a');

  g_assert_true (palcod_account_id_is_valid ("d3b07384-d113-4ec2-a5d6-9c2f1ff3f9f4"));
  g_assert_true (palcod_account_id_is_valid (longest));
  g_assert_false (palcod_account_id_is_valid (too_long));
  g_assert_false (palcod_account_id_is_valid (""));
  g_assert_false (palcod_account_id_is_valid ("a/b"));
  g_assert_false (palcod_account_id_is_valid ("a:b"));
  g_assert_false (palcod_account_id_is_valid ("ä"));
}

#define ADD(name, test) g_test_add (name, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/tokens/claims", test_claims);
  ADD ("/tokens/expiry", test_expiry);
  ADD ("/tokens/tampered", test_tampered);
  ADD ("/tokens/algorithms", test_algorithms);
  ADD ("/tokens/no-token", test_no_token);
  ADD ("/tokens/key-file", test_key_file);
  ADD ("/tokens/broken-key-file", test_broken_key_file);
  ADD ("/tokens/other-region", test_other_region);
  ADD ("/accounts/keys", test_keys);
  ADD ("/accounts/rotated", test_rotated);
  ADD ("/accounts/removed", test_removed);
  ADD ("/accounts/embedded", test_embedded);
  g_test_add_func ("/accounts/ids", test_account_ids);

  return g_test_run ();
}
