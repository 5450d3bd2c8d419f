/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-client.h"

#include "palco-account-private.h"
#include "palco-catalogue-private.h"
#include "palco-sign-in-private.h"

/* What reaches the network of keys and tokens. */

static char *
get_token (PalcoTestClient  *self,
           GError          **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_token_get_async (self->client->token, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_token_get_finish (self->client->token, result, error);
}

static void
assert_token (PalcoTestClient *self,
              const char      *expected)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *token = get_token (self, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, expected);
}

static void
assert_no_token (PalcoTestClient *self,
                 PalcoError       code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (get_token (self, &error));
  g_assert_error (error, PALCO_ERROR, (int) code);
}

/* The service names another token service from now on. */
static void
name_sts (PalcoTestClient *self,
          const char      *sts_url)
{
  g_autoptr(PalcoCatalogue) catalogue = palco_catalogue_new ("Test", sts_url, TRUE);

  palco_client_set_catalogue (self->client, catalogue);
}

static void
test_first_sts_is_trusted (PalcoTestClient *self,
                           gconstpointer    data)
{
  g_assert_null (palco_account_get_trusted_sts_url (self->account));
  assert_token (self, TEST_TOKEN);
  g_assert_cmpstr (palco_account_get_trusted_sts_url (self->account), ==,
                   palco_test_server_get_url (self->server));
  g_assert_null (palco_account_get_offered_sts_url (self->account));
}

static void
test_failure_is_not_trusted (PalcoTestClient *self,
                             gconstpointer    data)
{
  palco_test_server_reset (self->server, "GET", TOKEN_PATH);
  palco_test_client_answer (self, "GET", TOKEN_PATH, 401, NULL);
  assert_no_token (self, PALCO_ERROR_AUTHENTICATION);
  g_assert_null (palco_account_get_trusted_sts_url (self->account));
}

/* The heart of it: a service that was taken over asks for the key, and does not get it. */
static void
test_hostile_discovery (PalcoTestClient *self,
                        gconstpointer    data)
{
  PalcoTestServer *intruder = palco_test_server_new ();
  const char *intruder_url = palco_test_server_get_url (intruder);

  palco_test_server_answer (intruder, "GET", TOKEN_PATH,
                            &(PalcoTestAnswer) { .body = "{\"AccessToken\":\"theirs\"}" });
  assert_token (self, TEST_TOKEN);

  name_sts (self, intruder_url);
  assert_no_token (self, PALCO_ERROR_STS_CHANGED);
  assert_no_token (self, PALCO_ERROR_STS_CHANGED);
  g_assert_cmpuint (palco_test_server_count (intruder, "GET", TOKEN_PATH), ==, 0);
  g_assert_cmpstr (palco_account_get_offered_sts_url (self->account), ==, intruder_url);

  /* It comes to its senses. */
  name_sts (self, palco_test_server_get_url (self->server));
  assert_token (self, TEST_TOKEN);

  /* Or the move was meant: somebody accepts it. */
  name_sts (self, intruder_url);
  palco_account_set_trusted_sts_url (self->account, intruder_url);
  g_assert_null (palco_account_get_offered_sts_url (self->account));
  assert_token (self, "theirs");
  g_assert_cmpuint (palco_test_server_count (intruder, "GET", TOKEN_PATH), ==, 1);

  palco_test_server_free (intruder);
}

/* A service that says nothing for once is asked where it was asked before. */
static void
test_silent_discovery (PalcoTestClient *self,
                       gconstpointer    data)
{
  palco_account_set_trusted_sts_url (self->account, palco_test_server_get_url (self->server));
  palco_account_move (self->account, "https://elsewhere.invalid", TEST_ACCOUNT);
  name_sts (self, NULL);
  assert_token (self, TEST_TOKEN);
}

/* Who entered an address means it, whatever the service says. */
static void
test_entered_sts (PalcoTestClient *self,
                  gconstpointer    data)
{
  palco_account_set_sts_url (self->account, palco_test_server_get_url (self->server));
  name_sts (self, "https://elsewhere.invalid");
  assert_token (self, TEST_TOKEN);
  g_assert_null (palco_account_get_trusted_sts_url (self->account));
}

static void
test_given_token (PalcoTestClient *self,
                  gconstpointer    data)
{
  g_autoptr(PalcoSignIn) sign_in = palco_sign_in_new_token ("given-1", NULL);

  palco_account_set_sign_in (self->account, sign_in);
  palco_key_holder_set_key (self->keys, self->account, "given-1");
  assert_token (self, "given-1");
  g_assert_cmpuint (palco_test_server_count (self->server, "GET", TOKEN_PATH), ==, 0);
  g_assert_null (palco_account_get_trusted_sts_url (self->account));
}

/* It is refused with a word about the token, not about a key that there is none of. */
static void
test_refused_token (PalcoTestClient *self,
                    gconstpointer    data)
{
  g_autoptr(PalcoSignIn) sign_in = palco_sign_in_new_token ("given-1", NULL);
  g_autoptr(GError) error = NULL;

  palco_account_set_sign_in (self->account, sign_in);
  palco_key_holder_set_key (self->keys, self->account, "given-1");
  palco_test_client_answer (self, "GET", SESSIONS_PATH, 401, NULL);
  g_assert_null (palco_test_client_list (self, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_TOKEN);
  g_assert_cmpuint (palco_test_server_count (self->server, "GET", SESSIONS_PATH), ==, 1);

  palco_key_holder_set_key (self->keys, self->account, "given-2");
  assert_token (self, "given-2");
}

static void
test_expired_token (PalcoTestClient *self,
                    gconstpointer    data)
{
  g_autoptr(PalcoSignIn) sign_in = palco_sign_in_new_token ("given-1", NULL);

  palco_account_set_sign_in (self->account, sign_in);
  palco_key_holder_set_key (self->keys, self->account, "e30.eyJleHAiOjEwMDB9.c2ln");
  assert_no_token (self, PALCO_ERROR_TOKEN);
}

static void
set_command (PalcoTestClient *self,
             const char      *command_line)
{
  g_autoptr(PalcoSignIn) sign_in = palco_sign_in_new_command (command_line, NULL);

  palco_account_set_sign_in (self->account, sign_in);
}

static void
test_command (PalcoTestClient *self,
              gconstpointer    data)
{
  set_command (self, "echo printed-1");
  assert_token (self, "printed-1");

  /* Another command, another token. */
  set_command (self, "echo printed-2");
  assert_token (self, "printed-2");

  set_command (self, "echo two words");
  assert_no_token (self, PALCO_ERROR_TOKEN_COMMAND);
  set_command (self, "false");
  assert_no_token (self, PALCO_ERROR_TOKEN_COMMAND);

  g_assert_cmpuint (palco_test_server_count (self->server, "GET", TOKEN_PATH), ==, 0);
}

static void
test_command_from_elsewhere (PalcoTestClient *self,
                             gconstpointer    data)
{
  g_autofree char *trace = g_build_filename (self->dir, "ran", NULL);
  const char * const command[] = { "touch", trace, NULL };
  g_autoptr(PalcoSignIn) sign_in = NULL;

  sign_in = palco_sign_in_new_stored (PALCO_SIGN_IN_COMMAND, NULL, command, FALSE);
  palco_account_set_sign_in (self->account, sign_in);
  assert_no_token (self, PALCO_ERROR_TOKEN_COMMAND_DENIED);
  g_assert_false (g_file_test (trace, G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  static const PalcoTestClientTest tests[] = {
    { "/sign-in-wire/first-sts-is-trusted", test_first_sts_is_trusted },
    { "/sign-in-wire/failure-is-not-trusted", test_failure_is_not_trusted },
    { "/sign-in-wire/hostile-discovery", test_hostile_discovery },
    { "/sign-in-wire/silent-discovery", test_silent_discovery },
    { "/sign-in-wire/entered-sts", test_entered_sts },
    { "/sign-in-wire/given-token", test_given_token },
    { "/sign-in-wire/refused-token", test_refused_token },
    { "/sign-in-wire/expired-token", test_expired_token },
    { "/sign-in-wire/command", test_command },
    { "/sign-in-wire/command-from-elsewhere", test_command_from_elsewhere },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  palco_test_client_add (tests, G_N_ELEMENTS (tests));

  return g_test_run ();
}
