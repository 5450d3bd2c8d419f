/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "host-certificate.h"
#include "host-trust.h"

static GTlsCertificate *
new_certificate (const char *hostname)
{
  g_autoptr(GError) error = NULL;
  GTlsCertificate *certificate = host_certificate_new (hostname, &error);

  g_assert_no_error (error);

  return certificate;
}

static gboolean
is_for (GTlsCertificate *certificate,
        const char      *hostname)
{
  g_autoptr(GSocketConnectable) identity = g_network_address_new (hostname, 443);

  return g_tls_certificate_verify (certificate, identity, certificate) == 0;
}

static void
test_is_for_its_name (void)
{
  g_autoptr(GTlsCertificate) by_name = new_certificate ("render-3.studio.example");
  g_autoptr(GTlsCertificate) by_address = new_certificate ("192.0.2.7");
  g_autoptr(GTlsCertificate) by_address_6 = new_certificate ("2001:db8::7");

  g_assert_true (is_for (by_name, "render-3.studio.example"));
  g_assert_false (is_for (by_name, "render-4.studio.example"));
  g_assert_true (is_for (by_address, "192.0.2.7"));
  g_assert_false (is_for (by_address, "192.0.2.8"));
  g_assert_true (is_for (by_address_6, "2001:db8::7"));
}

static void
test_outlives_the_longest_lease (void)
{
  g_autoptr(GTlsCertificate) certificate = new_certificate ("h");
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(GDateTime) tomorrow = g_date_time_add_days (now, 1);
  g_autoptr(GDateTime) begin = g_tls_certificate_get_not_valid_before (certificate);
  g_autoptr(GDateTime) end = g_tls_certificate_get_not_valid_after (certificate);

  g_assert_cmpint (g_date_time_compare (begin, now), <, 0);
  g_assert_cmpint (g_date_time_compare (end, tomorrow), >, 0);
}

static void
test_is_new_each_time (void)
{
  g_autoptr(GTlsCertificate) one = new_certificate ("h");
  g_autoptr(GTlsCertificate) two = new_certificate ("h");

  g_assert_false (g_tls_certificate_is_same (one, two));
}

static void
test_trust_takes_each_of_several (void)
{
  g_autoptr(GTlsCertificate) one = new_certificate ("one.example");
  g_autoptr(GTlsCertificate) two = new_certificate ("two.example");
  g_autoptr(GTlsCertificate) other = new_certificate ("two.example");
  g_autoptr(GUri) uri = g_uri_parse ("wss://two.example:8443/", G_URI_FLAGS_NONE, NULL);
  g_autoptr(GPtrArray) authorities = NULL;
  g_autofree char *pem_one = NULL;
  g_autofree char *pem_two = NULL;
  g_autofree char *pem = NULL;

  g_object_get (one, "certificate-pem", &pem_one, NULL);
  g_object_get (two, "certificate-pem", &pem_two, NULL);
  pem = g_strconcat (pem_one, pem_two, NULL);
  authorities = host_trust_parse (pem, NULL);

  g_assert_cmpuint (authorities->len, ==, 2);
  g_assert_true (host_trust_accepts (authorities, two, uri));
  g_assert_false (host_trust_accepts (authorities, one, uri));
  g_assert_false (host_trust_accepts (authorities, other, uri));
}

static void
test_trust_refuses_garbage (void)
{
  static const char * const texts[] = {
    "", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    "-----BEGIN CERTIFICATE-----",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (host_trust_parse (texts[i], &error));
      g_assert_nonnull (error);
    }
}

static void
test_trust_of_nobody (void)
{
  g_autoptr(GPtrArray) authorities = host_trust_parse (NULL, NULL);

  g_assert_cmpuint (authorities->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/certificate/is-for-its-name", test_is_for_its_name);
  g_test_add_func ("/certificate/outlives-the-longest-lease", test_outlives_the_longest_lease);
  g_test_add_func ("/certificate/is-new-each-time", test_is_new_each_time);
  g_test_add_func ("/trust/takes-each-of-several", test_trust_takes_each_of_several);
  g_test_add_func ("/trust/refuses-garbage", test_trust_refuses_garbage);
  g_test_add_func ("/trust/of-nobody", test_trust_of_nobody);

  return g_test_run ();
}
