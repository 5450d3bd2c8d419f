/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-resolver.h"

struct _PalcoTestResolver
{
  GResolver   parent_instance;
  GHashTable *names;      /* name → GPtrArray of addresses as text */
  GResolver  *former;
  gboolean    hang;
  guint       n_asked;
};

G_DEFINE_FINAL_TYPE (PalcoTestResolver, palco_test_resolver, G_TYPE_RESOLVER)

static void
wait_until_cancelled (GCancellable *cancellable)
{
  GPollFD fd;

  g_assert_true (g_cancellable_make_pollfd (cancellable, &fd));
  g_poll (&fd, 1, -1);
  g_cancellable_release_fd (cancellable);
}

/* Called in the threads of those who ask. */
static GList *
palco_test_resolver_lookup_by_name (GResolver     *resolver,
                                    const char    *name,
                                    GCancellable  *cancellable,
                                    GError       **error)
{
  PalcoTestResolver *self = PALCO_TEST_RESOLVER (resolver);
  GPtrArray *addresses = g_hash_table_lookup (self->names, name);
  GList *list = NULL;

  g_atomic_int_inc (&self->n_asked);
  if (self->hang)
    wait_until_cancelled (cancellable);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  for (guint i = 0; addresses != NULL && i < addresses->len; i++)
    list = g_list_append (list, g_inet_address_new_from_string (addresses->pdata[i]));

  if (list == NULL)
    g_set_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "%s is not known here", name);

  return list;
}

static void
palco_test_resolver_finalize (GObject *object)
{
  PalcoTestResolver *self = PALCO_TEST_RESOLVER (object);

  g_hash_table_unref (self->names);
  g_clear_object (&self->former);

  G_OBJECT_CLASS (palco_test_resolver_parent_class)->finalize (object);
}

static void
palco_test_resolver_class_init (PalcoTestResolverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palco_test_resolver_finalize;
  G_RESOLVER_CLASS (klass)->lookup_by_name = palco_test_resolver_lookup_by_name;
}

static void
palco_test_resolver_init (PalcoTestResolver *self)
{
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) g_ptr_array_unref);
}

PalcoTestResolver *
palco_test_resolver_install (void)
{
  PalcoTestResolver *self = g_object_new (PALCO_TEST_TYPE_RESOLVER, NULL);

  self->former = g_resolver_get_default ();
  g_resolver_set_default (G_RESOLVER (self));

  return self;
}

void
palco_test_resolver_remove (PalcoTestResolver *self)
{
  g_resolver_set_default (self->former);
}

/* A name may have several addresses. */
void
palco_test_resolver_add (PalcoTestResolver *self,
                         const char        *name,
                         const char        *address)
{
  GPtrArray *addresses = g_hash_table_lookup (self->names, name);

  if (addresses == NULL)
    {
      addresses = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->names, g_strdup (name), addresses);
    }

  g_ptr_array_add (addresses, g_strdup (address));
}

/* From now on it answers only those who give up. */
void
palco_test_resolver_hang (PalcoTestResolver *self)
{
  self->hang = TRUE;
}

guint
palco_test_resolver_count (PalcoTestResolver *self)
{
  return g_atomic_int_get (&self->n_asked);
}
