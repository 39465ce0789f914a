/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-accept.c - whether an answer that accepts is the service's own */
#include "rest-accept.h"
#include <string.h>

struct _RestAccept {
  char     **types;    /* patterns, in small letters */
  char      *wanted;   /* for people */
  RestMatch *body;
};

static gboolean
add_types (RestAccept *self, const char *const *types, GError **error)
{
  static const char *const none[] = { NULL };

  if (types == NULL)
    types = none;
  self->types = g_new0 (char *, g_strv_length ((char **) types) + 1);
  for (guint i = 0; types[i] != NULL; i++)
    {
      if (strchr (types[i], '/') == NULL || strpbrk (types[i], "; \t") != NULL)
        {
          g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "accepted-type: \"%s\" is no media type; give one such as application/json",
                       types[i]);
          return FALSE;
        }
      self->types[i] = g_ascii_strdown (types[i], -1);
    }
  self->wanted = g_strjoinv (" or ", self->types);
  return TRUE;
}

static gboolean
make_body (RestAccept *self, const RestAcceptSetup *setup, GError **error)
{
  const RestMatchSetup match = {
    .key = "accepted-body",
    .list = setup->body,
    .takes_more = TRUE,
    .zone = setup->zone,
  };

  self->body = rest_match_new (&match, error);
  if (self->body == NULL || setup->is_single || !rest_match_needs_record (self->body))
    return self->body != NULL;
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "accepted-body: a request of several records has one answer; take the "
                       "places in braces out, or give body=json, form, template or text");
  return FALSE;
}

RestAccept *
rest_accept_new (const RestAcceptSetup *setup, GError **error)
{
  g_autoptr (RestAccept) self = g_new0 (RestAccept, 1);

  if (!add_types (self, setup->types, error) || !make_body (self, setup, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
rest_accept_free (RestAccept *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->types);
  g_free (self->wanted);
  rest_match_free (self->body);
  g_free (self);
}

gboolean
rest_accept_fill (RestAccept *self, const RestTemplateInput *input, GError **error)
{
  return rest_match_fill (self->body, input, error);
}

/* an answer without a body is of no type: 204 */
static gboolean
is_right_type (const RestAccept *self, const RestAnswer *answer)
{
  if (self->types[0] == NULL || answer->body->len == 0)
    return TRUE;
  for (guint i = 0; answer->type != NULL && self->types[i] != NULL; i++)
    if (g_pattern_match_simple (self->types[i], answer->type))
      return TRUE;
  return FALSE;
}

char *
rest_accept_explain (const RestAccept *self, const RestAnswer *answer, gboolean is_step)
{
  const char *missing;

  if (!is_right_type (self, answer))
    return g_strdup_printf ("it is %s, and accepted-type wants %s",
                            answer->type != NULL ? answer->type : "of no type", self->wanted);
  if (is_step)
    return NULL;
  missing = rest_match_find_missing (self->body, answer->body->str, answer->body->len);
  if (missing == NULL)
    return NULL;
  return g_strdup_printf ("accepted-body wants %s, which is not in it%s", missing,
                          answer->is_cut ? ", as far as it was read" : "");
}
