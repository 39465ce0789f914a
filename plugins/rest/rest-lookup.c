/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-lookup.c - whether a record is in what a service says it has */
#include "rest-lookup.h"
#include "rest-json.h"
#include "rest-match.h"

struct _RestLookup {
  char      *pointer;
  RestMatch *match;
};

RestLookup *
rest_lookup_new (const RestLookupSetup *setup, GError **error)
{
  g_autoptr (RestLookup) self = g_new0 (RestLookup, 1);
  const RestMatchSetup match = {
    .key = "lookup-match",
    .list = setup->match,
    .zone = setup->zone,
  };

  self->pointer = g_strdup (setup->pointer);
  if (!rest_json_is_pointer (setup->pointer))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "lookup-pointer: \"%s\" is no JSON pointer; give one such as /results",
                   setup->pointer);
      return NULL;
    }
  self->match = rest_match_new (&match, error);
  return self->match != NULL ? g_steal_pointer (&self) : NULL;
}

void
rest_lookup_free (RestLookup *self)
{
  if (self == NULL)
    return;
  rest_match_free (self->match);
  g_free (self->pointer);
  g_free (self);
}

gboolean
rest_lookup_is_plain (const RestLookup *self)
{
  return rest_match_is_empty (self->match);
}

/* what a server says it has may be longer than what is read of it: the newest come first, where
 * such lists have an order */
static gboolean
search (RestLookup *self, const RestAnswer *answer, gboolean *is_there, GError **error)
{
  RestJson array, element;
  gsize cursor = 0;
  guint n = 0;

  if (!rest_json_open_array (answer->body->str, answer->body->len, self->pointer, &array))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_HELD,
                   "lookup-url: there is no list at \"%s\" in what it answers; check "
                   "lookup-pointer",
                   self->pointer);
      return FALSE;
    }
  for (*is_there = FALSE; !*is_there && rest_json_next (&array, &cursor, &element); n++)
    *is_there = rest_match_find_missing (self->match, element.text, element.length) == NULL;
  if (n == 0 && answer->is_cut)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_HELD,
                   "lookup-url: not one element of what it answers fits into answer-size; give "
                   "more, or ask for less");
      return FALSE;
    }
  return TRUE;
}

gboolean
rest_lookup_find (RestLookup *self, const RestAnswer *answer, const RestTemplateInput *input,
                  gboolean *is_there, GError **error)
{
  if (rest_lookup_is_plain (self))
    {
      *is_there = answer->status != 404;
      return TRUE;
    }
  return rest_match_fill (self->match, input, error) && search (self, answer, is_there, error);
}
