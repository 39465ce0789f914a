/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-lookup.c - whether a record is in what a service says it has */
#include "rest-lookup.h"
#include <string.h>
#include "rest-json.h"

typedef struct {
  char         *pointer;
  RestTemplate *template;
  GString      *value;
} Match;

struct _RestLookup {
  char   *pointer;
  GArray *matches;
};

static void
clear_match (gpointer data)
{
  Match *self = data;

  g_free (self->pointer);
  rest_template_free (self->template);
  g_string_free (self->value, TRUE);
}

static gboolean
add_match (RestLookup *self, const char *text, GTimeZone *zone, GError **error)
{
  RestTemplateForm form = { "lookup-match", REST_SPELL_RAW, zone, FALSE };
  const char *equals = strchr (text, '=');
  g_autofree char *pointer = g_strndup (text, equals != NULL ? (gsize) (equals - text) : 0);
  Match match;

  if (equals == NULL || *pointer == '\0' || !rest_json_is_pointer (pointer))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "lookup-match: \"%s\" is no pointer and value; give such as /num={fields.num}",
                   text);
      return FALSE;
    }
  match.template = rest_template_new (equals + 1, &form, error);
  if (match.template == NULL)
    return FALSE;
  match.pointer = g_steal_pointer (&pointer);
  match.value = g_string_new (NULL);
  g_array_append_val (self->matches, match);
  return TRUE;
}

RestLookup *
rest_lookup_new (const RestLookupSetup *setup, GError **error)
{
  g_autoptr (RestLookup) self = g_new0 (RestLookup, 1);

  self->pointer = g_strdup (setup->pointer);
  self->matches = g_array_new (FALSE, FALSE, sizeof (Match));
  g_array_set_clear_func (self->matches, clear_match);
  if (!rest_json_is_pointer (setup->pointer))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "lookup-pointer: \"%s\" is no JSON pointer; give one such as /results",
                   setup->pointer);
      return NULL;
    }
  for (guint i = 0; setup->match != NULL && setup->match[i] != NULL; i++)
    if (!add_match (self, setup->match[i], setup->zone, error))
      return NULL;
  return g_steal_pointer (&self);
}

void
rest_lookup_free (RestLookup *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->matches);
  g_free (self->pointer);
  g_free (self);
}

gboolean
rest_lookup_is_plain (const RestLookup *self)
{
  return self->matches->len == 0;
}

static gboolean
render (RestLookup *self, const RestTemplateInput *input, GError **error)
{
  for (guint i = 0; i < self->matches->len; i++)
    {
      Match *match = &g_array_index (self->matches, Match, i);

      g_string_truncate (match->value, 0);
      if (!rest_template_render (match->template, input, match->value, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_it (const RestLookup *self, const RestJson *element)
{
  for (guint i = 0; i < self->matches->len; i++)
    {
      const Match *match = &g_array_index (self->matches, Match, i);
      g_autofree char *text = NULL;
      RestJson value;

      if (!rest_json_find (element->text, element->length, match->pointer, &value))
        return FALSE;
      text = rest_json_to_text (&value);
      if (!g_str_equal (text, match->value->str))
        return FALSE;
    }
  return TRUE;
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
    *is_there = is_it (self, &element);
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
  return render (self, input, error) && search (self, answer, is_there, error);
}
