/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-tokens.h"

#include "palcod-error.h"
#include "palcod-signing-key.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <jwt.h>

#include <string.h>

#define CACHE_MAX        4096
#define TOKEN_MAX_LENGTH 4096
#define TOKEN_CHARACTERS G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_."
#define DIGEST_LENGTH    32

/* A token whose signature was found good. Everything that can change is looked at each time. */
typedef struct
{
  guint8  digest[DIGEST_LENGTH];
  gint64  expiry_secs;
  char   *account_id;
  char   *mark;
} Verified;

struct _PalcodTokens
{
  GObject           parent_instance;
  PalcodAccounts   *accounts;   /* NULL where another service is the STS */
  PalcodSigningKey *key;
  char             *audience;
  GHashTable       *cache;      /* set of Verified, by digest */
  GQueue            oldest;     /* of the same, in order of arrival */
};

G_DEFINE_FINAL_TYPE (PalcodTokens, palcod_tokens, G_TYPE_OBJECT)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (jwt_t, jwt_free)

static void
verified_free (Verified *self)
{
  g_free (self->account_id);
  g_free (self->mark);
  g_free (self);
}

/* A digest is as good as random. */
static guint
verified_hash (gconstpointer key)
{
  guint hash;

  memcpy (&hash, ((const Verified *) key)->digest, sizeof hash);

  return hash;
}

static gboolean
verified_equal (gconstpointer a,
                gconstpointer b)
{
  return memcmp (((const Verified *) a)->digest, ((const Verified *) b)->digest,
                 DIGEST_LENGTH) == 0;
}

/* On every request; GnuTLS uses the processor's instructions for it, GLib does not. */
static gboolean
compute_digest (const char *token,
                guint8     *digest)
{
  return gnutls_hash_fast (GNUTLS_DIG_SHA256, token, strlen (token), digest) == 0;
}

static void
forget (PalcodTokens *self,
        Verified     *verified)
{
  g_queue_remove (&self->oldest, verified);
  g_hash_table_remove (self->cache, verified);
}

static Verified *
remember (PalcodTokens *self,
          Verified     *verified)
{
  if (g_queue_get_length (&self->oldest) >= CACHE_MAX)
    g_hash_table_remove (self->cache, g_queue_pop_head (&self->oldest));

  g_queue_push_tail (&self->oldest, verified);
  g_hash_table_add (self->cache, verified);

  return verified;
}

static Verified *
verify (PalcodTokens *self,
        const char   *token,
        const guint8 *digest)
{
  g_autoptr(jwt_t) jwt = NULL;
  const char *account_id;
  const char *mark;
  Verified *verified;

  if (strlen (token) > TOKEN_MAX_LENGTH || token[strspn (token, TOKEN_CHARACTERS)] != '\0' ||
      jwt_decode (&jwt, token, (const guchar *) self->key->public_pem,
                  strlen (self->key->public_pem)) != 0)
    return NULL;

  /* The algorithm is ours to choose: HS256 would have been checked against the public key, which
   * anybody may have, and “none” against nothing (rule 14). */
  if (jwt_get_alg (jwt) != JWT_ALG_ES256 ||
      g_strcmp0 (jwt_get_grant (jwt, "aud"), self->audience) != 0)
    return NULL;

  account_id = jwt_get_grant (jwt, "sub");
  mark = jwt_get_grant (jwt, "key");

  if (account_id == NULL || mark == NULL)
    return NULL;

  verified = g_new0 (Verified, 1);
  memcpy (verified->digest, digest, DIGEST_LENGTH);
  verified->expiry_secs = jwt_get_grant_int (jwt, "exp");
  verified->account_id = g_strdup (account_id);
  verified->mark = g_strdup (mark);

  return verified;
}

static gboolean
is_current (PalcodTokens   *self,
            const Verified *verified,
            gint64          now_secs)
{
  return now_secs < verified->expiry_secs &&
         (self->accounts == NULL ||
          palcod_accounts_check_mark (self->accounts, verified->account_id, verified->mark));
}

static void
palcod_tokens_dispose (GObject *object)
{
  PalcodTokens *self = PALCOD_TOKENS (object);

  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (palcod_tokens_parent_class)->dispose (object);
}

static void
palcod_tokens_finalize (GObject *object)
{
  PalcodTokens *self = PALCOD_TOKENS (object);

  g_queue_clear (&self->oldest);
  g_clear_pointer (&self->cache, g_hash_table_unref);
  g_clear_pointer (&self->key, palcod_signing_key_free);
  g_clear_pointer (&self->audience, g_free);

  G_OBJECT_CLASS (palcod_tokens_parent_class)->finalize (object);
}

static void
palcod_tokens_class_init (PalcodTokensClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palcod_tokens_dispose;
  object_class->finalize = palcod_tokens_finalize;
}

static void
palcod_tokens_init (PalcodTokens *self)
{
  self->cache = g_hash_table_new_full (verified_hash, verified_equal,
                                       (GDestroyNotify) verified_free, NULL);
}

PalcodTokens *
palcod_tokens_new (const PalcodConfig  *config,
                   PalcodAccounts      *accounts,
                   GError             **error)
{
  g_autoptr(PalcodTokens) self = g_object_new (PALCOD_TYPE_TOKENS, NULL);

  self->audience = g_strdup (config->account_domain);

  if (config->sts_public_key_path != NULL)
    {
      self->key = palcod_signing_key_load_public (config->sts_public_key_path, error);
    }
  else
    {
      self->accounts = g_object_ref (accounts);
      self->key = palcod_signing_key_load (config->state_dir, error);
    }

  return self->key != NULL ? g_steal_pointer (&self) : NULL;
}

gboolean
palcod_tokens_can_issue (PalcodTokens *self)
{
  return self->key->private_pem != NULL;
}

char *
palcod_tokens_issue (PalcodTokens  *self,
                     const char    *account_id,
                     const char    *mark,
                     gint64         now_secs,
                     GError       **error)
{
  g_autoptr(jwt_t) jwt = NULL;
  char *encoded = NULL;
  char *token;

  if (jwt_new (&jwt) != 0 ||
      jwt_add_grant (jwt, "aud", self->audience) != 0 ||
      jwt_add_grant (jwt, "sub", account_id) != 0 ||
      jwt_add_grant (jwt, "key", mark) != 0 ||
      jwt_add_grant_int (jwt, "iat", now_secs) != 0 ||
      jwt_add_grant_int (jwt, "exp", now_secs + PALCOD_TOKEN_LIFETIME_SECS) != 0 ||
      jwt_set_alg (jwt, JWT_ALG_ES256, (const guchar *) self->key->private_pem,
                   strlen (self->key->private_pem)) != 0 ||
      (encoded = jwt_encode_str (jwt)) == NULL)
    {
      g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_CONFIG,
                   "A token could not be signed: is the signing key in the state folder intact?");
      return NULL;
    }

  token = g_strdup (encoded);
  free (encoded);

  return token;
}

const char *
palcod_tokens_check (PalcodTokens *self,
                     const char   *token,
                     gint64        now_secs)
{
  Verified wanted;
  Verified *verified;

  if (!compute_digest (token, wanted.digest))
    return NULL;

  verified = g_hash_table_lookup (self->cache, &wanted);

  if (verified == NULL)
    {
      verified = verify (self, token, wanted.digest);

      if (verified == NULL)
        return NULL;

      remember (self, verified);
    }

  if (is_current (self, verified, now_secs))
    return verified->account_id;

  forget (self, verified);

  return NULL;
}
