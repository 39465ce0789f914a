/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-json-read.c - reads a JSON text once, strictly (RFC 8259), and shows what somebody looks for
 */
#include <string.h>
#include "leat-json-read.h"

/* with both a number is shorter than LEAT_JSON_PLAIN_MAX */
#define EXPONENT_MAX 150
#define MANTISSA_MAX 50

typedef struct {
  const char            *text;
  guint32                length;
  guint32                at;
  guint                  depth;
  LeatBatch             *batch;
  const LeatJsonVisitor *visitor;
  const char            *wrong;
} Reader;

static gboolean read_value (Reader *reader, gconstpointer place);

static gboolean
fail (Reader *reader, const char *wrong)
{
  reader->wrong = wrong;
  return FALSE;
}

static inline char
peek (const Reader *reader)
{
  return reader->at < reader->length ? reader->text[reader->at] : '\0';
}

static void
skip_blanks (Reader *reader)
{
  while (reader->at < reader->length && strchr (" \t\r\n", reader->text[reader->at]) != NULL &&
         reader->text[reader->at] != '\0')
    reader->at++;
}

static gboolean
skip_escape (Reader *reader)
{
  const char kind = peek (reader);

  if (kind == '\0' || strchr ("\"\\/bfnrtu", kind) == NULL)
    return fail (reader, "no escape");
  reader->at++;
  for (guint i = 0; kind == 'u' && i < 4; i++, reader->at++)
    if (!g_ascii_isxdigit (peek (reader)))
      return fail (reader, "\\u needs four hexadecimal digits");
  return TRUE;
}

/* the reader stands behind the first quote, and then behind the last one */
static gboolean
skip_string (Reader *reader, gboolean *escaped)
{
  *escaped = FALSE;
  while (reader->at < reader->length)
    {
      const guint8 byte = (guint8) reader->text[reader->at++];

      if (byte == '"')
        return TRUE;
      if (byte < ' ')
        {
          reader->at--;
          return fail (reader, "a control character in a string");
        }
      if (byte == '\\')
        {
          *escaped = TRUE;
          if (!skip_escape (reader))
            return FALSE;
        }
    }
  return fail (reader, "a string that never ends");
}

static gunichar
read_hex (const char *digits)
{
  gunichar sum = 0;

  for (guint i = 0; i < 4; i++)
    sum = sum << 4 | (gunichar) g_ascii_xdigit_value (digits[i]);
  return sum;
}

/* @text: behind \u; returns how many bytes it has; a surrogate that stands alone is no character */
static gsize
undo_unicode (const char *text, const char *end, gunichar *character)
{
  *character = read_hex (text);
  if (*character >= 0xd800 && *character < 0xdc00 && end - text >= 10 && text[4] == '\\' &&
      text[5] == 'u')
    {
      const gunichar low = read_hex (text + 6);

      if (low >= 0xdc00 && low < 0xe000)
        {
          *character = 0x10000 + ((*character - 0xd800) << 10) + (low - 0xdc00);
          return 10;
        }
    }
  if (*character >= 0xd800 && *character < 0xe000)
    *character = 0xfffd;
  return 4;
}

/* of a sound string; never longer than it was */
static gsize
undo_escapes (const char *text, gsize length, char *plain)
{
  static const char kinds[] = "bfnrt", bytes[] = "\b\f\n\r\t";
  const char *end = text + length;
  char *at = plain;

  while (text < end)
    if (*text != '\\')
      *at++ = *text++;
    else if (text[1] == 'u')
      {
        gunichar character;

        text += 2;
        text += undo_unicode (text, end, &character);
        at += g_unichar_to_utf8 (character, at);
      }
    else
      {
        const char *kind = strchr (kinds, text[1]);

        *at++ = kind != NULL ? bytes[kind - kinds] : text[1];
        text += 2;
      }
  return (gsize) (at - plain);
}

/* the reader stands behind the first quote; @wanted: is the text asked for? */
static gboolean
read_string (Reader *reader, gboolean wanted, const char **text, gsize *length)
{
  const guint32 begin = reader->at;
  gboolean escaped = FALSE;
  char *plain;

  if (!skip_string (reader, &escaped))
    return FALSE;
  *text = reader->text + begin;
  *length = reader->at - 1 - begin;
  if (escaped && wanted)
    {
      plain = leat_batch_alloc_bytes (reader->batch, *length + 1);
      *length = undo_escapes (*text, *length, plain);
      *text = plain;
    }
  return TRUE;
}

static guint
skip_digits (Reader *reader)
{
  const guint32 begin = reader->at;

  while (g_ascii_isdigit (peek (reader)))
    reader->at++;
  return reader->at - begin;
}

static gboolean
skip_number (Reader *reader)
{
  if (peek (reader) == '-')
    reader->at++;
  if (peek (reader) == '0')
    reader->at++;
  else if (skip_digits (reader) == 0)
    return fail (reader, "neither a value nor an end");
  if (peek (reader) == '.')
    {
      reader->at++;
      if (skip_digits (reader) == 0)
        return fail (reader, "no digit behind a point");
    }
  if (peek (reader) == 'e' || peek (reader) == 'E')
    {
      reader->at++;
      if (peek (reader) == '+' || peek (reader) == '-')
        reader->at++;
      if (skip_digits (reader) == 0)
        return fail (reader, "no digit in an exponent");
    }
  return TRUE;
}

static gboolean
skip_word (Reader *reader, const char *word)
{
  const gsize length = strlen (word);

  if (reader->length - reader->at < length || memcmp (reader->text + reader->at, word, length) != 0)
    return fail (reader, "neither a value nor an end");
  reader->at += (guint32) length;
  return TRUE;
}

static gboolean
read_members (Reader *reader, gconstpointer place)
{
  for (guint n = 0;; n++)
    {
      const char *name = NULL;
      gsize length = 0;

      skip_blanks (reader);
      if (n == 0 && peek (reader) == '}')
        break;
      if (peek (reader) != '"')
        return fail (reader, "no name of a member");
      reader->at++;
      if (!read_string (reader, place != NULL, &name, &length))
        return FALSE;
      skip_blanks (reader);
      if (peek (reader) != ':')
        return fail (reader, "no colon behind a name");
      reader->at++;
      if (!read_value (reader, place != NULL ? reader->visitor->member (reader->visitor->data,
                                                                        place, name, length)
                                             : NULL))
        return FALSE;
      if (peek (reader) != ',')
        break;
      reader->at++;
    }
  if (peek (reader) != '}')
    return fail (reader, "neither a comma nor the end of an object");
  reader->at++;
  return TRUE;
}

static gboolean
read_elements (Reader *reader, gconstpointer place)
{
  for (guint n = 0;; n++)
    {
      skip_blanks (reader);
      if (n == 0 && peek (reader) == ']')
        break;
      if (!read_value (reader, place != NULL
                                   ? reader->visitor->element (reader->visitor->data, place, n)
                                   : NULL))
        return FALSE;
      if (peek (reader) != ',')
        break;
      reader->at++;
    }
  if (peek (reader) != ']')
    return fail (reader, "neither a comma nor the end of an array");
  reader->at++;
  return TRUE;
}

static gboolean
read_nested (Reader *reader, gconstpointer place, LeatJsonToken *token)
{
  const gboolean is_object = peek (reader) == '{';
  gboolean sound;

  if (reader->depth == LEAT_JSON_DEPTH_MAX)
    return fail (reader, "more than 64 objects and arrays in one another");
  token->kind = LEAT_JSON_NESTED;
  reader->at++;
  reader->depth++;
  sound = is_object ? read_members (reader, place) : read_elements (reader, place);
  reader->depth--;
  return sound;
}

static gboolean
read_token (Reader *reader, gconstpointer place, LeatJsonToken *token)
{
  switch (peek (reader))
    {
    case '{':
    case '[':
      return read_nested (reader, place, token);
    case 't':
      token->kind = LEAT_JSON_BOOL;
      return skip_word (reader, "true");
    case 'f':
      token->kind = LEAT_JSON_BOOL;
      return skip_word (reader, "false");
    case 'n':
      token->kind = LEAT_JSON_NULL;
      return skip_word (reader, "null");
    default:
      token->kind = LEAT_JSON_NUMBER;
      return skip_number (reader);
    }
}

/* and the blanks around it */
static gboolean
read_value (Reader *reader, gconstpointer place)
{
  LeatJsonToken token = { .kind = LEAT_JSON_STRING };

  skip_blanks (reader);
  token.offset = reader->at;
  if (peek (reader) == '"')
    {
      reader->at++;
      if (!read_string (reader, place != NULL, &token.text, &token.length))
        return FALSE;
    }
  else
    {
      token.text = reader->text + reader->at;
      if (!read_token (reader, place, &token))
        return FALSE;
      token.length = reader->at - token.offset;
    }
  if (place != NULL)
    reader->visitor->take (reader->visitor->data, place, &token);
  skip_blanks (reader);
  return TRUE;
}

/**
 * leat_json_read:
 * @batch: where strings with escapes are kept without them
 * @root: what the visitor calls the whole text
 *
 * Work is linear in @length, but for the visitor's own. What @root and its likes are not found for
 * is judged all the same.
 */
gboolean
leat_json_read (const char *text, guint32 length, LeatBatch *batch, const LeatJsonVisitor *visitor,
                gconstpointer root, guint32 *offset, const char **wrong)
{
  Reader reader = { .text = text, .length = length, .batch = batch, .visitor = visitor };

  if (read_value (&reader, root) && reader.at < length)
    fail (&reader, "something behind its end");
  *offset = reader.at;
  *wrong = reader.wrong;
  return reader.wrong == NULL;
}

/* of digits with or without a sign; what is far out is only known to be that */
static gint64
read_exponent (const char *text, const char *end)
{
  const gboolean negative = *text == '-';
  gint64 sum = 0;

  for (text += *text == '-' || *text == '+'; text < end && sum <= EXPONENT_MAX; text++)
    sum = sum * 10 + (*text - '0');
  return negative ? -sum : sum;
}

/**
 * leat_json_spell_plain:
 * @number: of JSON
 * @plain: (out): room for LEAT_JSON_PLAIN_MAX bytes
 *
 * The same number without its exponent, and with all its digits: 1.50e-1 is 0.150.
 *
 * Returns: the length of @plain; 0: it has no exponent, or would be too long
 */
gsize
leat_json_spell_plain (const char *number, gsize length, char *plain)
{
  char digits[MANTISSA_MAX];
  gint64 point = -1, n = 0, exponent = 0;
  gsize at = number[0] == '-';
  char *end = plain;

  for (; at < length && number[at] != 'e' && number[at] != 'E' && n < MANTISSA_MAX; at++)
    if (number[at] == '.')
      point = n;
    else
      digits[n++] = number[at];
  if (at + 1 >= length || (number[at] != 'e' && number[at] != 'E'))
    return 0;
  exponent = read_exponent (number + at + 1, number + length);
  if (ABS (exponent) > EXPONENT_MAX)
    return 0;
  point = (point < 0 ? n : point) + exponent;
  if (number[0] == '-')
    *end++ = '-';
  if (point <= 0)
    *end++ = '0';
  for (gint64 i = MIN (point, 0); i < MAX (n, point); i++)
    {
      if (i == point)
        *end++ = '.';
      *end++ = i >= 0 && i < n ? digits[i] : '0';
    }
  return (gsize) (end - plain);
}
