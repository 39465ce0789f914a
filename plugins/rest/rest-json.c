/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-json.c - finds values in JSON that others wrote (RFC 8259, RFC 6901) */
#include "rest-json.h"
#include <string.h>

/* a text that is nested deeper is not read: who answers so means no good */
#define DEPTH_MAX 64

typedef struct {
  const char *at;
  const char *end;
} Reader;

static void
skip_blanks (Reader *self)
{
  while (self->at < self->end && strchr (" \t\r\n", *self->at) != NULL && *self->at != '\0')
    self->at++;
}

static gboolean
skip_one (Reader *self, char character)
{
  if (self->at >= self->end || *self->at != character)
    return FALSE;
  self->at++;
  return TRUE;
}

static gboolean
skip_word (Reader *self, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return FALSE;
  self->at += length;
  return TRUE;
}

/* behind the backslash */
static gboolean
skip_escape (Reader *self)
{
  if (self->at >= self->end)
    return FALSE;
  if (*self->at != 'u')
    return *self->at != '\0' && strchr ("\"\\/bfnrt", *self->at++) != NULL;
  self->at++;
  for (guint i = 0; i < 4; i++, self->at++)
    if (self->at >= self->end || !g_ascii_isxdigit (*self->at))
      return FALSE;
  return TRUE;
}

static gboolean
skip_string (Reader *self)
{
  if (!skip_one (self, '"'))
    return FALSE;
  while (self->at < self->end && (guchar) *self->at >= 0x20)
    switch (*self->at++)
      {
      case '"':
        return TRUE;
      case '\\':
        if (!skip_escape (self))
          return FALSE;
        break;
      default:
        break;
      }
  return FALSE;
}

static gboolean
skip_digits (Reader *self)
{
  const char *begin = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at > begin;
}

static gboolean
skip_number (Reader *self)
{
  skip_one (self, '-');
  if (!skip_one (self, '0') && !skip_digits (self))
    return FALSE;
  if (skip_one (self, '.') && !skip_digits (self))
    return FALSE;
  if (!skip_one (self, 'e') && !skip_one (self, 'E'))
    return TRUE;
  if (!skip_one (self, '+'))
    skip_one (self, '-');
  return skip_digits (self);
}

static gboolean skip_value (Reader *self, guint depth);

/* "name": with the blanks around it */
static gboolean
skip_name (Reader *self, RestJson *name)
{
  skip_blanks (self);
  name->text = self->at;
  if (!skip_string (self))
    return FALSE;
  name->length = (gsize) (self->at - name->text);
  skip_blanks (self);
  return skip_one (self, ':');
}

static gboolean
skip_members (Reader *self, char close, guint depth)
{
  RestJson name;

  self->at++;
  skip_blanks (self);
  if (skip_one (self, close))
    return TRUE;
  do
    {
      if ((close == '}' && !skip_name (self, &name)) || !skip_value (self, depth + 1))
        return FALSE;
      skip_blanks (self);
    }
  while (skip_one (self, ','));
  return skip_one (self, close);
}

static gboolean
skip_value (Reader *self, guint depth)
{
  skip_blanks (self);
  if (self->at >= self->end || depth > DEPTH_MAX)
    return FALSE;
  switch (*self->at)
    {
    case '{':
      return skip_members (self, '}', depth);
    case '[':
      return skip_members (self, ']', depth);
    case '"':
      return skip_string (self);
    case 't':
      return skip_word (self, "true");
    case 'f':
      return skip_word (self, "false");
    case 'n':
      return skip_word (self, "null");
    default:
      return skip_number (self);
    }
}

/* the value that begins here, and the reader behind it */
static gboolean
take_value (Reader *self, RestJson *value)
{
  skip_blanks (self);
  value->text = self->at;
  if (!skip_value (self, 0))
    return FALSE;
  value->length = (gsize) (self->at - value->text);
  return TRUE;
}

gboolean
rest_json_check (const char *text, gsize length, gsize *place)
{
  Reader reader = { text, text + length };
  gboolean is_value = skip_value (&reader, 0);

  if (is_value)
    skip_blanks (&reader);
  *place = (gsize) (reader.at - text);
  return is_value && reader.at == reader.end;
}

/* a part of a pointer: ~1 is a slash, ~0 a tilde (RFC 6901, section 4) */
static char *
read_part (const char *pointer, gsize length)
{
  g_autoptr (GString) part = g_string_new_len (pointer, (gssize) length);

  g_string_replace (part, "~1", "/", 0);
  g_string_replace (part, "~0", "~", 0);
  return g_string_free (g_steal_pointer (&part), FALSE);
}

static gboolean
enter_object (Reader *self, const char *part)
{
  RestJson name;

  self->at++;
  do
    {
      g_autofree char *text = NULL;

      if (!skip_name (self, &name))
        return FALSE;
      text = rest_json_to_text (&name);
      if (g_str_equal (text, part))
        return TRUE;
      if (!skip_value (self, 1))
        return FALSE;
      skip_blanks (self);
    }
  while (skip_one (self, ','));
  return FALSE;
}

static gboolean
enter_array (Reader *self, const char *part)
{
  guint64 index;

  self->at++;
  if (!g_ascii_string_to_unsigned (part, 10, 0, G_MAXUINT32, &index, NULL))
    return FALSE;
  for (; index > 0; index--)
    {
      if (!skip_value (self, 1))
        return FALSE;
      skip_blanks (self);
      if (!skip_one (self, ','))
        return FALSE;
    }
  return TRUE;
}

static gboolean
enter (Reader *self, const char *part)
{
  skip_blanks (self);
  if (self->at >= self->end)
    return FALSE;
  if (*self->at == '{')
    return enter_object (self, part);
  return *self->at == '[' && enter_array (self, part);
}

/* to where the pointer leads */
static gboolean
go_to (Reader *self, const char *pointer)
{
  while (*pointer == '/')
    {
      gsize length = strcspn (++pointer, "/");
      g_autofree char *part = read_part (pointer, length);

      if (!enter (self, part))
        return FALSE;
      pointer += length;
    }
  skip_blanks (self);
  return TRUE;
}

gboolean
rest_json_find (const char *text, gsize length, const char *pointer, RestJson *value)
{
  Reader reader = { text, text + length };

  return go_to (&reader, pointer) && take_value (&reader, value);
}

gboolean
rest_json_open_array (const char *text, gsize length, const char *pointer, RestJson *array)
{
  Reader reader = { text, text + length };

  if (!go_to (&reader, pointer) || reader.at >= reader.end || *reader.at != '[')
    return FALSE;
  *array = (RestJson) { reader.at, (gsize) (reader.end - reader.at) };
  return TRUE;
}

/* RFC 6901, section 3 */
gboolean
rest_json_is_pointer (const char *pointer)
{
  if (*pointer != '\0' && *pointer != '/')
    return FALSE;
  for (; *pointer != '\0'; pointer++)
    if (*pointer == '~' && pointer[1] != '0' && pointer[1] != '1')
      return FALSE;
  return TRUE;
}

gboolean
rest_json_next (const RestJson *array, gsize *cursor, RestJson *element)
{
  Reader reader = { array->text + *cursor, array->text + array->length };

  if (!skip_one (&reader, *cursor == 0 ? '[' : ',') || !take_value (&reader, element))
    return FALSE;
  skip_blanks (&reader);
  *cursor = (gsize) (reader.at - array->text);
  return TRUE;
}

static gunichar
read_hex (const char *text)
{
  gunichar character = 0;

  for (guint i = 0; i < 4; i++)
    character = character * 16 + (gunichar) g_ascii_xdigit_value (text[i]);
  return character;
}

/* \uXXXX, or two of them; how many bytes they take */
static gsize
append_unicode (GString *text, const char *at, const char *end)
{
  gunichar high = read_hex (at + 2);
  gunichar low = 0;

  if (high >= 0xd800 && high < 0xdc00 && end - at >= 12 && at[6] == '\\' && at[7] == 'u')
    low = read_hex (at + 8);
  if (low >= 0xdc00 && low < 0xe000)
    {
      g_string_append_unichar (text, 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
      return 12;
    }
  g_string_append_unichar (text, high >= 0xd800 && high < 0xe000 ? 0xfffd : high);
  return 6;
}

/* of a string that was read before: it is sound */
static void
append_unescaped (GString *text, const char *at, const char *end)
{
  static const char forms[] = "b\bf\fn\nr\rt\t";

  while (at < end)
    {
      const char *form;

      if (*at != '\\')
        g_string_append_c (text, *at++);
      else if (at[1] == 'u')
        at += append_unicode (text, at, end);
      else
        {
          form = strchr (forms, at[1]);
          g_string_append_c (text, form != NULL ? form[1] : at[1]);
          at += 2;
        }
    }
}

char *
rest_json_to_text (const RestJson *self)
{
  GString *text;

  if (self->length < 2 || *self->text != '"')
    return g_strndup (self->text, self->length);
  text = g_string_sized_new (self->length);
  append_unescaped (text, self->text + 1, self->text + self->length - 1);
  return g_string_free (text, FALSE);
}

gboolean
rest_json_is_null (const RestJson *self)
{
  return self->length == 4 && memcmp (self->text, "null", 4) == 0;
}
