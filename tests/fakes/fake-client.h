/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-client.h - asks a fake service, and compares with what was recorded */
#pragma once
#include <string.h>
#include "fake-server.h"

/**
 * FakeCase:
 * @name: of the case
 * @method: POST
 * @path: with its slashes
 * @type: (nullable): of @body; %NULL: application/json
 * @body: (nullable): what is sent
 * @status: what was recorded
 * @answer: (nullable): a pattern
 *
 * One request, as it was recorded.
 */
typedef struct {
  const char *name;
  const char *method;
  const char *path;
  const char *type;
  const char *body;
  guint       status;
  const char *answer;
} FakeCase;

static inline void
fake_check (guint port, const FakeCase *test)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u%s", port, test->path);
  g_autoptr (SoupSession) soup = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new (test->method, url);
  g_autoptr (GBytes) body = g_bytes_new_static (test->body, test->body ? strlen (test->body) : 0);
  g_autoptr (GBytes) answer = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (test->body != NULL)
    soup_message_set_request_body_from_bytes (
        message, test->type != NULL ? test->type : "application/json", body);
  answer = soup_session_send_and_read (soup, message, NULL, &error);
  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  g_assert_cmpuint (soup_message_get_status (message), ==, test->status);
  if (test->answer != NULL && !g_pattern_match_simple (test->answer, text))
    g_error ("%s: \"%s\" is not like \"%s\"", test->name, text, test->answer);
}
