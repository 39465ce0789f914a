/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-template.c - texts with places for what a record holds */
#include "rest-template.h"
#include <string.h>
#include "rest-json.h"

/* a text, and the place behind it, if there is one */
typedef struct {
  char      *text;
  gsize      length;
  RestPlace *place;
} Part;

struct _RestTemplate {
  char     *what;
  GArray   *parts;
  RestScope scope;
  gboolean  has_prepared;
  gboolean  needs_record;
};

/* where the parser is: in JSON, whether inside of a string */
typedef struct {
  const RestTemplateForm *form;
  const char             *text;
  const char             *at;
  gboolean                is_in_string;
  GString                *literal;
  GString                *stand_in;   /* as long as the text, a value in each place */
} Parser;

static void
clear_part (gpointer data)
{
  Part *self = data;

  g_free (self->text);
  rest_place_free (self->place);
}

/* url: line 2, column 5: … */
static void
fault (const Parser *self, const char *place, GError **error, const char *message)
{
  guint line = 1;
  const char *begin = self->text;

  for (const char *cursor = self->text; cursor < place; cursor++)
    if (*cursor == '\n')
      {
        line++;
        begin = cursor + 1;
      }
  if (strchr (self->text, '\n') != NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "%s: line %u, column %u: %s",
                 self->form->what, line, (guint) (place - begin) + 1, message);
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "%s: column %u: %s", self->form->what,
                 (guint) (place - begin) + 1, message);
}

static void
end_part (RestTemplate *self, Parser *parser, RestPlace *place)
{
  Part part = {
    .text = g_strdup (parser->literal->str),
    .length = parser->literal->len,
    .place = place,
  };

  g_array_append_val (self->parts, part);
  g_string_truncate (parser->literal, 0);
}

/* JSON has a brace before a name, before a blank, and before the one that closes it */
static gboolean
is_brace_itself (char next)
{
  return next == '\0' || next == '"' || next == '}' || g_ascii_isspace (next);
}

/* for JSON: a number with blanks behind it, or letters inside of a string */
static void
stand_in (Parser *self, gsize length)
{
  for (gsize i = 0; i < length; i++)
    g_string_append_c (self->stand_in, self->is_in_string ? 'x' : i == 0 ? '0' : ' ');
}

static gboolean
read_place (RestTemplate *self, Parser *parser, GError **error)
{
  const RestTemplateForm *form = parser->form;
  gsize length = strcspn (parser->at + 1, "{}\n");
  gboolean is_json = form->spelling == REST_SPELL_JSON;
  g_autoptr (GError) wrong = NULL;
  RestPlace *place;

  if (parser->at[1 + length] != '}')
    {
      fault (parser, parser->at, error, "a brace opens and nothing closes it; {{ is a brace");
      return FALSE;
    }
  place = rest_place_new (parser->at + 1, length,
                          is_json && parser->is_in_string ? REST_SPELL_JSON_TEXT : form->spelling,
                          form->zone, &wrong);
  if (place == NULL)
    {
      fault (parser, parser->at, error, wrong->message);
      return FALSE;
    }
  end_part (self, parser, place);
  if (rest_place_is_prepared (place) && !form->has_prepared)
    {
      fault (parser, parser->at, error, "{prepared.id} is there in requests behind prepare-url=");
      return FALSE;
    }
  self->scope = MAX (self->scope, rest_place_get_scope (place));
  if (rest_place_is_prepared (place))
    self->has_prepared = TRUE;
  else
    self->needs_record = TRUE;
  stand_in (parser, length + 2);
  parser->at += length + 2;
  return TRUE;
}

static void
read_literal (Parser *self)
{
  char character = *self->at++;

  if (character == '"')
    self->is_in_string = !self->is_in_string;
  g_string_append_c (self->literal, character);
  g_string_append_c (self->stand_in, character);
  if (character == '\\' && self->is_in_string && *self->at != '\0' && *self->at != '{')
    {
      g_string_append_c (self->literal, *self->at);
      g_string_append_c (self->stand_in, *self->at++);
    }
}

static gboolean
check_json (const Parser *self, GError **error)
{
  gsize place;

  if (self->form->spelling != REST_SPELL_JSON ||
      rest_json_check (self->stand_in->str, self->stand_in->len, &place))
    return TRUE;
  fault (self, self->text + place, error, "this is no JSON");
  return FALSE;
}

static gboolean
parse (RestTemplate *self, Parser *parser, GError **error)
{
  while (*parser->at != '\0')
    if (parser->at[0] == '{' && parser->at[1] == '{')
      {
        g_string_append_c (parser->literal, '{');
        g_string_append (parser->stand_in, parser->is_in_string ? "{x" : "{ ");
        parser->at += 2;
      }
    else if (*parser->at != '{' || is_brace_itself (parser->at[1]))
      read_literal (parser);
    else if (!read_place (self, parser, error))
      return FALSE;
  end_part (self, parser, NULL);
  return check_json (parser, error);
}

/**
 * rest_template_new:
 * @text: the template
 * @form: what it is for
 *
 * Returns: (transfer full): a template, or %NULL with %LEAT_ERROR_CONFIG that names the place
 */
RestTemplate *
rest_template_new (const char *text, const RestTemplateForm *form, GError **error)
{
  g_autoptr (RestTemplate) self = g_new0 (RestTemplate, 1);
  g_autoptr (GString) literal = g_string_new (NULL);
  g_autoptr (GString) values = g_string_new (NULL);
  Parser parser = {
    .form = form, .text = text, .at = text, .literal = literal, .stand_in = values
  };

  self->what = g_strdup (form->what);
  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (self->parts, clear_part);
  return parse (self, &parser, error) ? g_steal_pointer (&self) : NULL;
}

void
rest_template_free (RestTemplate *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->parts);
  g_free (self->what);
  g_free (self);
}

RestScope
rest_template_get_scope (const RestTemplate *self)
{
  return self->scope;
}

gboolean
rest_template_has_prepared (const RestTemplate *self)
{
  return self->has_prepared;
}

gboolean
rest_template_needs_record (const RestTemplate *self)
{
  return self->needs_record;
}

/**
 * rest_template_render:
 * @input: what it is filled from
 * @out: the text goes behind what is there
 *
 * Returns: %FALSE with %LEAT_ERROR_HELD if records of this kind have no such field or tag
 */
gboolean
rest_template_render (RestTemplate *self, const RestTemplateInput *input, GString *out,
                      GError **error)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = &g_array_index (self->parts, Part, i);

      g_string_append_len (out, part->text, (gssize) part->length);
      if (part->place != NULL && !rest_place_render (part->place, input, out, error))
        {
          g_prefix_error (error, "%s: ", self->what);
          return FALSE;
        }
    }
  return TRUE;
}
