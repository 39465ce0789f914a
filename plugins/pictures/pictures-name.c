/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-name.c - what the name of a picture says of its result: STATION_{num}_*.jpg */
#include "pictures-name.h"
#include <string.h>

#define FIELDS_MAX 8

struct _PicturesName {
  GRegex *regex;
  GPtrArray *fields;
};

/* "{num}": a field; moves @at behind it */
static gboolean
take_field (PicturesName *self, const char **at, GString *regex, GError **error)
{
  const char *end = strchr (*at, '}');

  if (end == NULL || end == *at + 1)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "image-name: { is not followed by the name of a field and }");
  if (self->fields->len == FIELDS_MAX)
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "image-name: more than %d fields",
                            FIELDS_MAX);
  g_ptr_array_add (self->fields, g_strndup (*at + 1, (gsize) (end - *at - 1)));
  g_string_append (regex, "(.+?)");
  *at = end + 1;
  return TRUE;
}

static gboolean
make_regex (PicturesName *self, const char *pattern, GError **error)
{
  g_autoptr (GString) regex = g_string_new ("^");
  const char *at = pattern;

  while (*at != '\0')
    if (*at == '{')
      {
        if (!take_field (self, &at, regex, error))
          return FALSE;
      }
    else
      {
        g_autofree char *literal = g_regex_escape_string (at, 1);

        g_string_append (regex, *at == '*' ? ".*?" : *at == '?' ? "." : literal);
        at++;
      }
  g_string_append (regex, "$");
  /* names may be of any code page */
  self->regex = g_regex_new (regex->str,
                             G_REGEX_RAW | G_REGEX_CASELESS | G_REGEX_DOTALL |
                                 G_REGEX_DOLLAR_ENDONLY,
                             G_REGEX_MATCH_DEFAULT, error);
  return self->regex != NULL;
}

/**
 * pictures_name_new:
 * @pattern: * and ? stand for others, {FIELD} for what a field of the result says
 */
PicturesName *
pictures_name_new (const char *pattern, GError **error)
{
  g_autoptr (PicturesName) self = g_new0 (PicturesName, 1);
  gboolean is_made;

  self->fields = g_ptr_array_new_with_free_func (g_free);
  is_made = make_regex (self, pattern, error);
  g_ptr_array_add (self->fields, NULL);
  return is_made ? g_steal_pointer (&self) : NULL;
}

void
pictures_name_free (PicturesName *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->regex, g_regex_unref);
  g_ptr_array_unref (self->fields);
  g_free (self);
}

const char *const *
pictures_name_get_fields (const PicturesName *self)
{
  return (const char *const *) self->fields->pdata;
}

void
pictures_key_add (GString *key, const char *text, gsize length)
{
  gsize at = 0, digits = 0;

  while (digits < length && g_ascii_isdigit (text[digits]))
    digits++;
  while (digits == length && at + 1 < length && text[at] == '0')
    at++;
  g_string_append_len (key, text + at, (gssize) (length - at));
  g_string_append_c (key, '\x1f');
}

char *
pictures_name_read (const PicturesName *self, const char *name)
{
  g_autoptr (GMatchInfo) info = NULL;
  g_autoptr (GString) key = g_string_new (NULL);

  if (!g_regex_match (self->regex, name, G_REGEX_MATCH_DEFAULT, &info))
    return NULL;
  for (guint i = 0; self->fields->pdata[i] != NULL; i++)
    {
      int from = 0, to = 0;

      g_match_info_fetch_pos (info, (int) i + 1, &from, &to);
      pictures_key_add (key, name + from, (gsize) (to - from));
    }
  return g_string_free (g_steal_pointer (&key), FALSE);
}
