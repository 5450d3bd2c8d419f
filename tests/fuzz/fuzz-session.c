/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "fuzz.h"

#include "palco-catalogue-private.h"
#include "palco-json.h"
#include "palco-region-private.h"
#include "palco-session-page.h"
#include "palco-session-private.h"
#include "palco-token-private.h"

/* Whatever a service answers, read as everything that it could be an answer to. */

static void
take_facts (JsonObject *object)
{
  const PalcoRegionInfo info = { .id = "here", .endpoint = "https://here.example" };
  g_autoptr(PalcoRegion) region = palco_region_new (&info);
  g_autoptr(PalcoSession) session = palco_session_new ("s1", region);
  g_auto(PalcoSessionFacts) facts = PALCO_SESSION_FACTS_INIT;

  if (!palco_session_facts_read (&facts, object, NULL))
    return;

  palco_session_take_facts (session, &facts, NULL);
  g_assert_cmpint (palco_session_get_seconds_left (session), >=, -1);
  g_free (palco_session_dup_inspector_url (session));
}

static void
take_page (JsonObject *object)
{
  g_autoptr(PalcoSessionPage) page = palco_session_page_read (object, NULL);

  g_assert_true (page == NULL || page->next_link == NULL || *page->next_link != '\0');
}

static void
take_catalogue (JsonObject *object)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PalcoCatalogue) catalogue = palco_catalogue_new_from_json (object, FALSE, &error);

  g_assert_true ((catalogue == NULL) == (error != NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = palco_json_parse_object ((const char *) data, size, &error);

  g_assert_true ((object == NULL) == (error != NULL));
  palco_token_read_expiry (text, 0);

  if (object == NULL)
    return 0;

  take_facts (object);
  take_page (object);
  take_catalogue (object);

  return 0;
}
