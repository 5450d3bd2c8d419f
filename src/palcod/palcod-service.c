/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-service.h"

#include "palcod-allocator-local.h"
#include "palcod-error.h"

#include <errno.h>
#include <string.h>

#define STORE_NAME "palcod.sqlite"
#define PORT_NAME  "port"

struct _PalcodService
{
  GObject         parent_instance;
  PalcodConfig   *config;
  PalcodAccounts *accounts;
  PalcodManager  *manager;
  PalcodServer   *server;
};

G_DEFINE_FINAL_TYPE (PalcodService, palcod_service, G_TYPE_OBJECT)

static char *
dup_port_path (PalcodService *self)
{
  return g_build_filename (self->config->state_dir, PORT_NAME, NULL);
}

/* The port of the last run, so that hosts which outlived it find the service again. */
static guint
read_last_port (const char *path)
{
  g_autofree char *text = NULL;
  guint64 port;

  if (!g_file_get_contents (path, &text, NULL, NULL) ||
      !g_ascii_string_to_unsigned (g_strstrip (text), 10, 1, G_MAXUINT16, &port, NULL))
    return 0;

  return port;
}

static gboolean
listen_as_before (PalcodService  *self,
                  GError        **error)
{
  g_autofree char *path = dup_port_path (self);
  g_autofree char *url = NULL;

  self->config->listen_port = read_last_port (path);

  if (self->config->listen_port == 0 || !palcod_server_listen (self->server, NULL))
    {
      self->config->listen_port = 0;

      if (!palcod_server_listen (self->server, error))
        return FALSE;
    }

  url = g_strdup_printf ("http://%s:%u", self->config->listen_address,
                         palcod_server_get_port (self->server));
  palcod_config_set_own_url (self->config, url);

  return TRUE;
}

/* Not before the folder is ours alone: its hosts look for the one that has it. */
static gboolean
remember_port (PalcodService  *self,
               GError        **error)
{
  g_autofree char *path = dup_port_path (self);
  g_autofree char *port = g_strdup_printf ("%u", palcod_server_get_port (self->server));

  return g_file_set_contents (path, port, -1, error);
}

/* Besides the system's, hosts trust what they are told to; without that, the service's own
 * certificate, which may be one that it signed itself. */
static gboolean
read_control_ca (const PalcodConfig  *config,
                 char               **pem,
                 GError             **error)
{
  const char *path = config->control_ca_path != NULL ? config->control_ca_path
                                                     : config->certificate_path;

  return path == NULL || g_file_get_contents (path, pem, NULL, error);
}

static gboolean
start_manager (PalcodService  *self,
               GError        **error)
{
  const char *url = palcod_service_get_url (self);
  g_autofree char *control_url = g_strconcat ("ws", url + strlen ("http"), NULL);
  g_autofree char *control_ca = NULL;

  return read_control_ca (self->config, &control_ca, error) &&
         palcod_manager_start (self->manager, control_url, control_ca, error);
}

static gboolean
palcod_service_start (PalcodService  *self,
                      GError        **error)
{
  const PalcodConfig *config = self->config;
  g_autoptr(PalcodStore) store = NULL;
  g_autoptr(PalcodTokens) tokens = NULL;
  g_autoptr(PalcodAllocator) allocator = NULL;

  store = palcod_service_open_store (config->state_dir, error);

  if (store == NULL)
    return FALSE;

  self->accounts = palcod_accounts_new (store, config->state_dir, error);

  if (self->accounts == NULL)
    return FALSE;

  tokens = palcod_tokens_new (config, self->accounts, error);

  if (tokens == NULL)
    return FALSE;

  allocator = PALCOD_ALLOCATOR (palcod_allocator_local_new (config));
  self->manager = palcod_manager_new (config, store, allocator);
  self->server = palcod_server_new (config, self->accounts, tokens, self->manager);

  return (config->is_local ? listen_as_before (self, error)
                           : palcod_server_listen (self->server, error)) &&
         start_manager (self, error) &&
         (!config->is_local || remember_port (self, error));
}

static void
palcod_service_dispose (GObject *object)
{
  PalcodService *self = PALCOD_SERVICE (object);

  /* The server holds the manager and answers through it: it goes first. */
  g_clear_object (&self->server);
  g_clear_object (&self->manager);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (palcod_service_parent_class)->dispose (object);
}

static void
palcod_service_finalize (GObject *object)
{
  PalcodService *self = PALCOD_SERVICE (object);

  g_clear_pointer (&self->config, palcod_config_free);

  G_OBJECT_CLASS (palcod_service_parent_class)->finalize (object);
}

static void
palcod_service_class_init (PalcodServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = palcod_service_dispose;
  object_class->finalize = palcod_service_finalize;
}

static void
palcod_service_init (PalcodService *self)
{
}

PalcodService *
palcod_service_new (PalcodConfig  *config,
                    GError       **error)
{
  g_autoptr(PalcodService) self = g_object_new (PALCOD_TYPE_SERVICE, NULL);

  self->config = config;

  return palcod_service_start (self, error) ? g_steal_pointer (&self) : NULL;
}

PalcodManager *
palcod_service_get_manager (PalcodService *self)
{
  return self->manager;
}

PalcodAccounts *
palcod_service_get_accounts (PalcodService *self)
{
  return self->accounts;
}

const char *
palcod_service_get_url (PalcodService *self)
{
  return palcod_config_get_region (self->config)->endpoint;
}

PalcodStore *
palcod_service_open_store (const char  *state_dir,
                           GError     **error)
{
  g_autofree char *path = g_build_filename (state_dir, STORE_NAME, NULL);

  if (g_mkdir_with_parents (state_dir, 0700) < 0)
    {
      g_set_error (error, PALCOD_ERROR, PALCOD_ERROR_STORAGE,
                   "Cannot make the state folder %s: %s", state_dir, g_strerror (errno));
      return NULL;
    }

  return palcod_store_open (path, error);
}
