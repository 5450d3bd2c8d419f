/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-http-error-private.h"

#include "palco-catalogue-private.h"
#include "palco-error-private.h"
#include "palco-json.h"
#include "palco-service-text.h"

typedef struct
{
  guint       status;
  PalcoError  code;
  const char *what;   /* what happened, and what to do */
} StatusError;

static const StatusError status_errors[] = {
  { 400, PALCO_ERROR_INVALID_ARGUMENT, "The service refused a value of the request" },
  { 401, PALCO_ERROR_AUTHENTICATION,
    "The service did not accept the account id or its key; check both" },
  { 403, PALCO_ERROR_FORBIDDEN, "The account may not do this; ask who manages it" },
  { 404, PALCO_ERROR_NOT_FOUND, "The service does not know it" },
  { 408, PALCO_ERROR_UNAVAILABLE, "The service waited too long for the request; try again" },
  { 409, PALCO_ERROR_CONFLICT,
    "The id is taken by a session with other settings; choose another id" },
  { 422, PALCO_ERROR_REFUSED, "The session cannot be changed like this" },
  { 429, PALCO_ERROR_THROTTLED, "The service got too many requests; try again later" },
};

static StatusError
classify (guint status)
{
  for (guint i = 0; i < G_N_ELEMENTS (status_errors); i++)
    {
      if (status_errors[i].status == status)
        return status_errors[i];
    }

  if (status >= 500)
    return (StatusError) { status, PALCO_ERROR_UNAVAILABLE,
                           "The service cannot answer right now; try again later" };

  return (StatusError) { status, PALCO_ERROR_PROTOCOL,
                         "The service gave an answer that is not one of this API; "
                         "check its address" };
}

/* The words of the service, from {"error": {"code": …, "message": …}}; often there is no
 * body at all, or one of a proxy between (rule 8.7). */
static char *
dup_service_message (const char *body,
                     gsize       length)
{
  g_autoptr(JsonObject) root = palco_json_parse_object (body, length, NULL);
  JsonObject *error = NULL;
  const char *message = NULL;
  const char *code = NULL;

  if (root == NULL ||
      !palco_json_read_object (root, "error", PALCO_JSON_REQUIRED, &error, NULL))
    return NULL;

  palco_json_read_string (error, "message", PALCO_JSON_OPTIONAL, &message, NULL);
  palco_json_read_string (error, "code", PALCO_JSON_OPTIONAL, &code, NULL);

  if (message == NULL || *message == '\0')
    message = code;

  if (message == NULL || *message == '\0')
    return NULL;

  return palco_service_text_dup_words (message);
}

GError *
palco_http_error_from_status (SoupMessage *message,
                              const char  *body,
                              gsize        length)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  guint status = soup_message_get_status (message);
  StatusError kind = classify (status);
  g_autofree char *service_message = dup_service_message (body, length);
  GError *error;

  if (service_message != NULL)
    error = g_error_new (PALCO_ERROR, kind.code, "%s. It says: “%s”", kind.what, service_message);
  else
    error = g_error_new (PALCO_ERROR, kind.code, "%s (HTTP status %u)", kind.what, status);

  palco_error_set_correlation_vector (error, soup_message_headers_get_one (headers, "MS-CV"));

  if (status >= 500 || status == 408)
    palco_error_set_uncertain (error);

  return error;
}

static const char *
describe_certificate (GTlsCertificateFlags flags)
{
  static const struct {
    GTlsCertificateFlags flag;
    const char          *text;
  } reasons[] = {
    { G_TLS_CERTIFICATE_REVOKED, "it was revoked; ask who runs the service for a new one" },
    { G_TLS_CERTIFICATE_EXPIRED, "it has expired; ask who runs the service for a new one" },
    { G_TLS_CERTIFICATE_NOT_ACTIVATED, "it is not valid yet; check the clock of this computer" },
    { G_TLS_CERTIFICATE_BAD_IDENTITY, "it belongs to another host; check the address" },
    { G_TLS_CERTIFICATE_UNKNOWN_CA, "this computer does not know who signed it; "
      "ask who runs the service for its CA certificate, and add that to those of this computer" },
    { G_TLS_CERTIFICATE_INSECURE, "its algorithm is not safe any more; ask who runs the service for a new one" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      if (flags & reasons[i].flag)
        return reasons[i].text;
    }

  return "it is not valid; ask who runs the service for a new one";
}

/* Whether the connection was never made, so that the service cannot have seen anything. */
gboolean
palco_http_error_was_not_sent (const GError *error)
{
  return error->domain == G_RESOLVER_ERROR ||
         error->domain == G_TLS_ERROR ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE);
}

static gboolean
is_certificate_error (SoupMessage  *message,
                      const GError *error)
{
  return error->domain == G_TLS_ERROR && soup_message_get_tls_peer_certificate_errors (message) != 0;
}

static char *
describe_transport (SoupMessage  *message,
                    const GError *error)
{
  const char *host = g_uri_get_host (soup_message_get_uri (message));
  GTlsCertificateFlags flags = soup_message_get_tls_peer_certificate_errors (message);

  if (palco_catalogue_knows_host (host))
    return g_strdup_printf ("Microsoft has ended Azure Remote Rendering, and “%s” does not answer; "
                            "use an account of another service", host);

  if (is_certificate_error (message, error))
    return g_strdup_printf ("The certificate of “%s” is not accepted: %s",
                            host, describe_certificate (flags));

  if (error->domain == G_TLS_ERROR)
    return g_strdup_printf ("No safe connection to “%s”: %s", host, error->message);

  if (error->domain == G_RESOLVER_ERROR ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND))
    return g_strdup_printf ("The host “%s” was not found; check the address and the network", host);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return g_strdup_printf ("Nothing answers at “%s”, port %d; is the service running?",
                            host, g_uri_get_port (soup_message_get_uri (message)));

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_strdup_printf ("“%s” did not answer in time; try again", host);

  return g_strdup_printf ("The connection to “%s” failed: %s; check the network and try again",
                          host, error->message);
}

GError *
palco_http_error_from_transport (SoupMessage  *message,
                                 const GError *error)
{
  g_autofree char *text = NULL;
  PalcoError code = PALCO_ERROR_CONNECTION;
  GError *result;

  if (palco_error_is_cancelled (error))
    return g_error_copy (error);

  if (is_certificate_error (message, error))
    code = PALCO_ERROR_CERTIFICATE;
  else if (error->domain == SOUP_SESSION_ERROR)
    code = PALCO_ERROR_PROTOCOL;

  text = describe_transport (message, error);
  result = g_error_new_literal (PALCO_ERROR, code, text);
  if (!palco_http_error_was_not_sent (error))
    palco_error_set_uncertain (result);

  return result;
}
