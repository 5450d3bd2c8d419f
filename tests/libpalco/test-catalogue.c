/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-test-client.h"

#include "palco-address.h"
#include "palco-catalogue-private.h"
#include "palco-json.h"

static PalcoCatalogue *
read_fixture (const char  *name,
              GError     **error)
{
  g_autofree char *path = g_strconcat ("api/", name, NULL);
  g_autofree char *text = palco_test_dup_fixture (path);
  g_autoptr(JsonObject) object = palco_json_parse_object (text, -1, error);

  g_assert_no_error (*error);

  return palco_catalogue_new_from_json (object, FALSE, error);
}

static void
test_discovery (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoCatalogue) catalogue = read_fixture ("reply-discovery.json", &error);
  PalcoRegion *milan;
  PalcoSize *standard;
  PalcoSize *premium;
  double latitude, price;
  const char *currency;

  g_assert_no_error (error);
  g_assert_true (palco_catalogue_is_discovered (catalogue));
  g_assert_cmpstr (palco_catalogue_get_sts_url (catalogue), ==, "https://sts.palco.example");

  milan = palco_catalogue_lookup_region (catalogue, "MILAN");
  g_assert_cmpstr (palco_region_get_name (milan), ==, "Milan");
  g_assert_cmpuint (palco_region_get_probe_port (milan), ==, 8443);
  g_assert_true (palco_region_get_location (milan, &latitude, NULL));
  g_assert_cmpfloat (latitude, ==, 45.46);
  g_assert_false (palco_region_get_location (palco_catalogue_lookup_region (catalogue, "attic"),
                                             NULL, NULL));

  standard = palco_catalogue_lookup_size (catalogue, "standard");
  g_assert_true (palco_size_get_price (standard, &price, &currency));
  g_assert_cmpfloat (price, ==, 4.6);
  g_assert_cmpstr (currency, ==, "EUR");
  g_assert_cmpint (palco_size_get_free (standard), ==, 3);

  premium = palco_catalogue_lookup_size (catalogue, "Premium");
  g_assert_false (palco_size_get_price (premium, NULL, NULL));
  g_assert_cmpint (palco_size_get_polygon_limit (premium), ==, 0);
  g_assert_null (palco_catalogue_lookup_size (catalogue, "Gigantic"));
}

/* One good region is enough; the others are passed over. */
static void
test_odd (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoCatalogue) catalogue = read_fixture ("hostile/discovery-odd.json", &error);
  PalcoRegion *region;
  PalcoSize *size;

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (palco_catalogue_get_regions (catalogue)), ==, 1);
  region = palco_catalogue_lookup_region (catalogue, "c");
  g_assert_cmpstr (palco_region_get_endpoint (region), ==, "https://c.example");
  g_assert_cmpstr (palco_region_get_probe_host (region), ==, "c.example");
  g_assert_cmpuint (palco_region_get_probe_port (region), ==, 443);
  g_assert_false (palco_region_get_location (region, NULL, NULL));

  g_assert_cmpuint (g_list_model_get_n_items (palco_catalogue_get_sizes (catalogue)), ==, 1);
  size = palco_catalogue_lookup_size (catalogue, "Standard");
  g_assert_cmpint (palco_size_get_total (size), ==, -1);
  g_assert_false (palco_size_get_price (size, NULL, NULL));
}

static PalcoCatalogue *
read_text (const char *text,
           gboolean    is_local)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = palco_json_parse_object (text, -1, &error);
  PalcoCatalogue *catalogue;

  g_assert_no_error (error);
  catalogue = palco_catalogue_new_from_json (object, is_local, &error);
  g_assert_no_error (error);

  return catalogue;
}

/* A proxy would be asked for them in lines. */
static void
test_hosts_of_more_lines (void)
{
  g_autoptr(PalcoCatalogue) catalogue =
    read_text ("{\"regions\": [{\"id\": \"a\", \"endpoint\": \"https://a%0d%0aX:1.example\"},"
               " {\"id\": \"b\", \"endpoint\": \"https://b.example\", \"probe\":"
               " {\"host\": \"p.example HTTP/1.0\\r\\nX: y\", \"port\": 8443}},"
               " {\"id\": \"c\", \"endpoint\": \"https://c.example\", \"probe\": {\"host\": \"fe80::1%eth0\"}}]}", FALSE);
  PalcoRegion *region = palco_catalogue_lookup_region (catalogue, "b");

  g_assert_null (palco_catalogue_lookup_region (catalogue, "a"));
  g_assert_cmpstr (palco_region_get_probe_host (region), ==, "b.example");
  region = palco_catalogue_lookup_region (catalogue, "c");
  g_assert_cmpstr (palco_region_get_probe_host (region), ==, "fe80::1%eth0");
}

/* Requests with its tokens, made by us, at what listens here. */
static void
test_this_computer (void)
{
  const char *text = "{\"regions\": [{\"id\": \"a\", \"endpoint\": \"http://127.0.0.1:631\"},"
                     " {\"id\": \"b\", \"endpoint\": \"https://b.example\", \"probe\": {\"host\": \"127.1\"}},"
                     " {\"id\": \"c\", \"endpoint\": \"https://c.example/?to=\"},"
                     " {\"id\": \"d\", \"endpoint\": \"https://d.example/#to\"},"
                     " {\"id\": \"e\", \"endpoint\": \"https://me@e.example\"}]}";
  g_autoptr(PalcoCatalogue) remote = read_text (text, FALSE);
  g_autoptr(PalcoCatalogue) local = read_text (text, TRUE);

  g_assert_null (palco_catalogue_lookup_region (remote, "a"));
  g_assert_nonnull (palco_catalogue_lookup_region (local, "a"));
  g_assert_cmpuint (g_list_model_get_n_items (palco_catalogue_get_regions (remote)), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (palco_catalogue_get_regions (local)), ==, 2);
  g_assert_cmpstr (palco_region_get_probe_host (palco_catalogue_lookup_region (remote, "b")), ==, "b.example");
  g_assert_cmpstr (palco_region_get_probe_host (palco_catalogue_lookup_region (local, "b")), ==, "127.1");
}

/* As a service may give it for an endpoint, a probe, a token service or the end of a redirect. */
static void
test_leads_here (void)
{
  static const char * const here[] = {
    "https://localhost/", "https://LOCALHOST./", "https://a.localhost/", "https://127.0.0.1:8443/",
    "https://127.1/", "https://0/", "https://0.0.0.0/", "https://2130706433/", "https://[::]/",
    "https://[::1]/", "https://[::1%25lo]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:0.0.0.0]/",
    "http://127.0.0.1/",
  };
  static const char * const elsewhere[] = {
    "https://localhost.example/", "https://10.0.0.1/", "https://128.0.0.1/", "https://[fe80::1]/",
    "https://[::ffff:10.0.0.1]/", "https://host.example/sign-in?to=127.0.0.1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (here); i++)
    {
      g_autoptr(GUri) uri = palco_address_parse_given (here[i], FALSE, NULL);

      g_test_message ("%s", here[i]);
      g_assert_null (uri);
    }

  for (guint i = 0; i < G_N_ELEMENTS (elsewhere); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GUri) uri = palco_address_parse_given (elsewhere[i], FALSE, &error);

      g_assert_no_error (error);
      g_assert_nonnull (uri);
    }
}

/* Nobody reads that many, but the window would draw them. */
static void
test_endless (void)
{
  g_autoptr(GString) text = g_string_new ("{\"regions\": [");
  g_autoptr(PalcoCatalogue) catalogue = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (text, "%s{\"id\": \"r%u\", \"endpoint\": \"https://r.example\"}",
                            i > 0 ? "," : "", i);
  g_string_append (text, "], \"sizes\": [");
  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (text, "%s{\"id\": \"s%u\"}", i > 0 ? "," : "", i);
  g_string_append (text, "]}");

  catalogue = read_text (text->str, FALSE);
  g_assert_cmpuint (g_list_model_get_n_items (palco_catalogue_get_regions (catalogue)), ==, 1000);
  g_assert_cmpuint (g_list_model_get_n_items (palco_catalogue_get_sizes (catalogue)), ==, 100);
}

/* Digits enough to fill the window. */
static void
test_price (void)
{
  g_autoptr(PalcoCatalogue) catalogue =
    read_text ("{\"regions\": [{\"id\": \"a\", \"endpoint\": \"https://a.example\"}], \"sizes\": ["
               "{\"id\": \"s\", \"price\": {\"perHour\": 1e308, \"currency\": \"EUR\"}},"
               "{\"id\": \"t\", \"price\": {\"perHour\": 1e6, \"currency\": \"EUR\"}}]}", FALSE);

  g_assert_false (palco_size_get_price (palco_catalogue_lookup_size (catalogue, "s"), NULL, NULL));
  g_assert_true (palco_size_get_price (palco_catalogue_lookup_size (catalogue, "t"), NULL, NULL));
}

/* They stand in questions about money: nothing there may speak for the program that asks. */
static void
test_names_that_say_more (void)
{
  g_autofree char *endless = g_strnfill (5000, 'x');
  g_autofree char *text =
    g_strdup_printf ("{\"regions\": [{\"id\": \"a\", \"name\": \"A\\u202e00.1$\", \"endpoint\": \"https://a.example\"},"
                     "{\"id\": \"b\", \"name\": \"%s\", \"endpoint\": \"https://b.example\"},"
                     "{\"id\": \"c\\nd\", \"endpoint\": \"https://c.example\"}], \"sizes\": ["
                     "{\"id\": \"s\", \"price\": {\"perHour\": 9, \"currency\": \"EUR a year, all of it free\"}},"
                     "{\"id\": \"t\", \"price\": {\"perHour\": 9}}]}", endless);
  g_autoptr(PalcoCatalogue) catalogue = read_text (text, FALSE);

  g_assert_cmpuint (g_list_model_get_n_items (palco_catalogue_get_regions (catalogue)), ==, 2);
  g_assert_cmpstr (palco_region_get_name (palco_catalogue_lookup_region (catalogue, "a")), ==, "a");
  g_assert_cmpstr (palco_region_get_name (palco_catalogue_lookup_region (catalogue, "b")), ==, "b");
  g_assert_false (palco_size_get_price (palco_catalogue_lookup_size (catalogue, "s"), NULL, NULL));
  g_assert_false (palco_size_get_price (palco_catalogue_lookup_size (catalogue, "t"), NULL, NULL));
}

static void
test_refused (gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (read_fixture (data, &error));
  g_assert_true (g_error_matches (error, PALCO_ERROR, PALCO_ERROR_PROTOCOL) ||
                 g_error_matches (error, PALCO_ERROR, PALCO_ERROR_INSECURE));
}

static void
test_azure (void)
{
  g_autoptr(PalcoCatalogue) catalogue =
    palco_catalogue_new_built_in ("https://remoterendering.westeurope.mixedreality.azure.com");
  PalcoRegion *region = palco_catalogue_lookup_region (catalogue, "japaneast");

  g_assert_false (palco_catalogue_is_discovered (catalogue));
  g_assert_cmpuint (g_list_model_get_n_items (palco_catalogue_get_regions (catalogue)), ==, 10);
  g_assert_cmpstr (palco_region_get_name (region), ==, "Japan East");
  g_assert_cmpstr (palco_region_get_endpoint (region), ==,
                   "https://remoterendering.japaneast.mixedreality.azure.com");
  g_assert_cmpint (palco_size_get_polygon_limit (palco_catalogue_lookup_size (catalogue,
                                                                              "Standard")),
                   ==, 20 * 1000 * 1000);
  g_assert_false (palco_catalogue_knows_host ("mixedreality.azure.com.example"));
  g_assert_false (palco_catalogue_knows_host ("notmixedreality.azure.com"));
}

static PalcoCatalogue *
load (PalcoTestClient  *self,
      GError          **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  palco_client_load_catalogue_async (self->client, NULL, palco_test_await_cb, &result);
  palco_test_await (&result);

  return palco_client_load_catalogue_finish (self->client, result, error);
}

/* A service that does not know the question is its own only region. */
static void
test_no_discovery (PalcoTestClient *self,
                   gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoCatalogue) catalogue = NULL;
  g_autoptr(PalcoRegion) region = NULL;

  palco_test_server_reset (self->server, "GET", DISCOVERY);
  catalogue = load (self, &error);
  g_assert_no_error (error);
  g_assert_false (palco_catalogue_is_discovered (catalogue));

  region = g_list_model_get_item (palco_catalogue_get_regions (catalogue), 0);
  g_assert_cmpstr (palco_region_get_endpoint (region), ==,
                   palco_test_server_get_url (self->server));
  g_assert_true (palco_client_get_catalogue (self->client) == catalogue);
}

/* One that is not well is not guessed about, and the old catalogue stays. */
static void
test_unavailable (PalcoTestClient *self,
                  gconstpointer    data)
{
  g_autoptr(GError) error = NULL;
  PalcoCatalogue *before = palco_client_get_catalogue (self->client);

  palco_test_server_reset (self->server, "GET", DISCOVERY);
  palco_test_server_answer (self->server, "GET", DISCOVERY, &(PalcoTestAnswer) { .status = 503 });
  g_assert_null (load (self, &error));
  g_assert_error (error, PALCO_ERROR, PALCO_ERROR_UNAVAILABLE);
  g_assert_true (palco_client_get_catalogue (self->client) == before);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/catalogue/discovery", test_discovery);
  g_test_add_func ("/catalogue/odd", test_odd);
  g_test_add_func ("/catalogue/hosts-of-more-lines", test_hosts_of_more_lines);
  g_test_add_func ("/catalogue/this-computer", test_this_computer);
  g_test_add_func ("/catalogue/leads-here", test_leads_here);
  g_test_add_func ("/catalogue/endless", test_endless);
  g_test_add_func ("/catalogue/price", test_price);
  g_test_add_func ("/catalogue/names-that-say-more", test_names_that_say_more);
  g_test_add_data_func ("/catalogue/refused/no-regions", "hostile/discovery-no-regions.json",
                        test_refused);
  g_test_add_data_func ("/catalogue/refused/insecure", "hostile/discovery-insecure.json",
                        test_refused);
  g_test_add_func ("/catalogue/azure", test_azure);
  g_test_add ("/catalogue/no-discovery", PalcoTestClient, NULL,
              palco_test_client_set_up, test_no_discovery, palco_test_client_tear_down);
  g_test_add ("/catalogue/unavailable", PalcoTestClient, NULL,
              palco_test_client_set_up, test_unavailable, palco_test_client_tear_down);

  return g_test_run ();
}
