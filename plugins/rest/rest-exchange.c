/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-exchange.c - a request, and what was answered */
#include "rest-exchange.h"
#include <string.h>

/* as much of an answer as a line for people shows */
#define SHOWN_MAX 200

void
rest_answer_init (RestAnswer *self)
{
  *self = (RestAnswer) { .body = g_string_new (NULL) };
}

void
rest_answer_reset (RestAnswer *self)
{
  self->status = 0;
  self->is_cut = self->is_broken = FALSE;
  g_string_truncate (self->body, 0);
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->type, g_free);
  g_clear_pointer (&self->retry_after, g_free);
  g_clear_pointer (&self->location, g_free);
}

void
rest_answer_clear (RestAnswer *self)
{
  if (self->body == NULL)
    return;
  rest_answer_reset (self);
  g_string_free (self->body, TRUE);
  self->body = NULL;
}

/* words with one blank between them: a page of HTML becomes a line */
static void
append_line (GString *line, const char *text, gsize length)
{
  gsize start = line->len;
  gsize end = start + SHOWN_MAX;
  gboolean is_apart = FALSE;

  for (gsize i = 0; i < length && line->len < end; i++)
    {
      gboolean is_blank = g_ascii_isspace (text[i]) || g_ascii_iscntrl (text[i]);

      if (!is_blank && is_apart)
        g_string_append_c (line, ' ');
      if (!is_blank)
        g_string_append_c (line, text[i]);
      is_apart = is_blank && line->len > start;
    }
  if (line->len >= end)
    g_string_append (line, " …");
}

char *
rest_answer_describe (const RestAnswer *self)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *shown = NULL;

  g_string_printf (line, "%u", self->status);
  if (self->reason != NULL && *self->reason != '\0')
    g_string_append_printf (line, " %s", self->reason);
  if (self->body->len > 0)
    {
      g_string_append (line, ": ");
      append_line (line, self->body->str, self->body->len);
    }
  shown = g_utf8_make_valid (line->str, (gssize) line->len);
  return g_steal_pointer (&shown);
}

char *
rest_request_describe (const RestRequest *self)
{
  g_autofree char *uri = g_uri_to_string_partial (self->uri, G_URI_HIDE_USERINFO |
                                                                 G_URI_HIDE_QUERY |
                                                                 G_URI_HIDE_FRAGMENT);

  return g_strconcat (self->method, " ", uri, NULL);
}

/* By hand: it may be no address at all. A password may hold any character, so the last @ counts,
 * wherever it is. */
char *
rest_address_describe (const char *text)
{
  const char *slashes = text + strspn (text, "abcdefghijklmnopqrstuvwxyz");
  const char *at = strrchr (text, '@');
  const char *rest = at != NULL ? at + 1 : text;
  gsize scheme = at != NULL && g_str_has_prefix (slashes, "://") ? (gsize) (slashes + 3 - text) : 0;
  gsize length = strcspn (rest, "?#");

  return g_strdup_printf ("%.*s%s%.*s%s", (int) scheme, text, at != NULL ? "***@" : "",
                          (int) length, rest, rest[length] != '\0' ? "?…" : "");
}
