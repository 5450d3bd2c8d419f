/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palcod-config.h"
#include "palcod-error.h"

#include <glib/gstdio.h>

/* One valid configuration; each case below spoils one line of it. */
static const char valid[] =
  "[service]\n"
  "name=Studio\n"
  "account-domain=palco.example:8443\n"
  "region=milan\n"
  "state=/var/lib/palcod\n"
  "[listen]\n"
  "address=0.0.0.0\n"
  "port=8443\n"
  "certificate=/etc/palco/cert.pem\n"
  "private-key=/etc/palco/key.pem\n"
  "[hosts]\n"
  "name=render.example\n"
  "[limits]\n"
  "requests-per-second=50\n"
  "burst=80\n"
  "page-size=10\n"
  "[region milan]\n"
  "name=Milan\n"
  "latitude=45.46\n"
  "longitude=9.19\n"
  "endpoint=https://palco.example:8443\n"
  "[size standard]\n"
  "capacity=4\n"
  "teraflops=8.1\n"
  "price-per-hour=4.60\n"
  "currency=EUR\n";

typedef struct
{
  const char *line;      /* of the valid one */
  const char *instead;
  const char *message;   /* a part of it: group, key, what is wrong, what to write */
} BadCase;

static const BadCase bad_cases[] = {
  { "port=8443", "port=http", "[listen] port: “http” is not valid; write a port number" },
  { "port=8443", "port=0", "[listen] port: “0” is not valid" },
  { "port=8443", "port=65536", "[listen] port: “65536” is not valid" },
  { "port=8443", "#", "[listen] port: is missing; write a port number" },
  { "port=8443", "port=8443\npot=1", "[listen] pot: is not known here; remove it or write one of: "
                                     "address, port" },
  { "address=0.0.0.0", "address=localhost", "[listen] address: “localhost” is not valid; write an "
                                            "IP address" },
  { "certificate=/etc/palco/cert.pem", "#", "[listen] certificate: is missing" },
  { "private-key=/etc/palco/key.pem", "#", "[listen] private-key: is missing" },
  { "certificate=/etc/palco/cert.pem\nprivate-key=/etc/palco/key.pem", "#",
    "the API needs HTTPS" },
  { "certificate=/etc/palco/cert.pem\nprivate-key=/etc/palco/key.pem",
    "allow-plain-http-on-loopback=true", "[listen] address: plain HTTP is for loopback only" },
  { "certificate=/etc/palco/cert.pem", "certificate=cert.pem",
    "[listen] certificate: “cert.pem” is not valid; write an absolute path" },
  { "name=render.example", "name=render example", "[hosts] name: “render example” is not valid; "
                                                  "write a host name" },
  { "region=milan", "region=rome", "[service] region: there is no such region; add a group "
                                   "[region rome]" },
  { "account-domain=palco.example:8443", "account-domain=", "[service] account-domain: “” is not" },
  { "page-size=10", "page-size=0", "[limits] page-size: “0” is not valid" },
  { "page-size=10", "page-size=-1", "[limits] page-size: “-1” is not valid; write a whole number" },
  { "burst=80", "burst=8", "[limits] burst: is less than requests-per-second (50)" },
  { "latitude=45.46", "latitude=91", "[region milan] latitude: “91” is not valid; write degrees" },
  { "latitude=45.46", "latitude=nan", "[region milan] latitude: “nan” is not valid" },
  { "latitude=45.46\n", "", "[region milan] latitude: is missing; write both" },
  { "endpoint=https://palco.example:8443", "endpoint=palco.example",
    "[region milan] endpoint: “palco.example” is not valid; write an address such as" },
  { "endpoint=https://palco.example:8443", "endpoint=https://palco.example/?a=b",
    "[region milan] endpoint:" },
  { "endpoint=https://palco.example:8443", "endpoint=https://palco.example/{x}",
    "[region milan] endpoint:" },
  { "[size standard]", "[size huge]", "[size huge]: is not a size; write [size Standard]" },
  { "endpoint=https://palco.example:8443", "endpoint=http://palco.example:8443",
    "[region milan] endpoint: “http://palco.example:8443” is not what a certificate is for" },
  { "[size standard]", "[size STANDARD]\ncapacity=1\n[size standard]",
    "[size standard]: is there twice; leave one [size Standard]" },
  { "[size standard]", "[sizes]", "[sizes]: is not known; write [service]" },
  { "capacity=4", "capacity=four", "[size standard] capacity: “four” is not valid" },
  { "currency=EUR", "currency=euro", "[size standard] currency: “euro” is not valid" },
  { "currency=EUR", "", "[size standard] currency: is missing" },
  { "price-per-hour=4.60", "price-per-hour=4,60", "price-per-hour: “4,60” is not valid" },
  { "name=Studio", "name=\xff", "[service] name: cannot be read" },
  { "name=Studio", "sts-public-key=/k.pub", "[service] sts: is missing" },
  { "name=Studio", "nonsense", "Cannot read the configuration" },
};

typedef struct
{
  char *dir;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->dir = g_dir_make_tmp ("palcod-config-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "palcod.conf", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_unlink (fixture->path);
  g_rmdir (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->dir);
}

static PalcodConfig *
load (Fixture     *fixture,
      const char  *text,
      GError     **error)
{
  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));

  return palcod_config_load (fixture->path, error);
}

static void
test_valid (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcodConfig) config = load (fixture, valid, &error);
  const PalcodSize *size;

  g_assert_no_error (error);
  g_assert_cmpstr (config->service_name, ==, "Studio");
  g_assert_cmpuint (config->listen_port, ==, 8443);
  g_assert_cmpuint (config->page_size, ==, 10);
  g_assert_cmpstr (config->sts_url, ==, "https://palco.example:8443");
  g_assert_cmpstr (palcod_config_get_region (config)->name, ==, "Milan");
  g_assert_true (palcod_config_get_region (config)->has_location);
  g_assert_false (config->is_local);

  size = palcod_config_lookup_size (config, "Standard");
  g_assert_nonnull (size);
  g_assert_cmpuint (size->capacity, ==, 4);
  g_assert_cmpfloat (size->price_per_hour, ==, 4.6);
  g_assert_null (palcod_config_lookup_size (config, "Premium"));
}

static void
test_bad (Fixture       *fixture,
          gconstpointer  data)
{
  const BadCase *bad = data;
  g_autoptr(GString) text = g_string_new (valid);
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (g_string_replace (text, bad->line, bad->instead, 1), ==, 1);
  g_assert_null (load (fixture, text->str, &error));
  g_assert_error (error, PALCOD_ERROR, PALCOD_ERROR_CONFIG);
  g_assert_nonnull (strstr (error->message, fixture->path));

  if (strstr (error->message, bad->message) == NULL)
    g_error ("Expected “%s” in “%s”", bad->message, error->message);
}

static void
test_missing_file (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (palcod_config_load (fixture->path, &error));
  g_assert_error (error, PALCOD_ERROR, PALCOD_ERROR_CONFIG);
}

static void
test_plain_http (Fixture       *fixture,
                 gconstpointer  data)
{
  static const struct
  {
    const char *endpoint;
    gboolean    is_valid;
  } cases[] = {
    { "endpoint=http://127.0.0.1:8443", TRUE },
    { "endpoint=http://[::1]:8443", TRUE },
    { "endpoint=https://palco.example", TRUE },   /* a proxy in front of it */
    { "endpoint=http://localhost:8443", FALSE },
    { "endpoint=http://palco.example:8443", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GString) text = g_string_new (valid);
      g_autoptr(PalcodConfig) config = NULL;
      g_autoptr(GError) error = NULL;

      g_string_replace (text, "address=0.0.0.0", "address=127.0.0.1", 1);
      g_string_replace (text, "certificate=/etc/palco/cert.pem\nprivate-key=/etc/palco/key.pem",
                        "allow-plain-http-on-loopback=true", 1);
      g_string_replace (text, "endpoint=https://palco.example:8443", cases[i].endpoint, 1);
      config = load (fixture, text->str, &error);

      if (cases[i].is_valid)
        g_assert_no_error (error);
      else
        g_assert_nonnull (strstr (error->message, "write http://127.0.0.1:8443"));
    }
}

/* What an administrator begins with, also with every line that is commented out. */
static void
test_example (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "palcod.conf", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GRegex) commented = g_regex_new ("^#([a-z-]+=)", G_REGEX_MULTILINE, 0, NULL);
  g_autofree char *full = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  full = g_regex_replace (commented, text, -1, 0, "\\1", 0, NULL);
  g_assert_cmpstr (full, !=, text);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(PalcodConfig) config = load (fixture, i == 0 ? text : full, &error);

      g_assert_no_error (error);
      g_assert_nonnull (config);
    }
}

static void
test_local (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcodConfig) config = palcod_config_new_local (&error);

  g_assert_no_error (error);
  g_assert_true (config->is_local);
  g_assert_cmpstr (config->listen_address, ==, "127.0.0.1");
  g_assert_null (palcod_config_get_region (config)->endpoint);

  palcod_config_set_own_url (config, "http://127.0.0.1:4711");
  g_assert_cmpstr (palcod_config_get_region (config)->endpoint, ==, "http://127.0.0.1:4711");
  g_assert_cmpstr (config->sts_url, ==, "http://127.0.0.1:4711");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/config/valid", Fixture, NULL, set_up, test_valid, tear_down);
  g_test_add ("/config/missing-file", Fixture, NULL, set_up, test_missing_file, tear_down);
  g_test_add ("/config/plain-http", Fixture, NULL, set_up, test_plain_http, tear_down);
  g_test_add ("/config/example", Fixture, NULL, set_up, test_example, tear_down);
  g_test_add_func ("/config/local", test_local);

  for (guint i = 0; i < G_N_ELEMENTS (bad_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/config/bad/%u", i);

      g_test_add (path, Fixture, &bad_cases[i], set_up, test_bad, tear_down);
    }

  return g_test_run ();
}
