/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-keyence-im-language.c - what a Keyence IM says
 *
 * As a client has it (github.com/mathieu-girard/pyIM at 24cefc40, pyIM.py): a measurement is a
 * block of lines from ST to EN. A line is a tag of two letters and values behind blanks: JG or JH,
 * SE serial number and version, DA date and time, MS program, LO, CH, and for each item IT number
 * value unit name nominal upper lower and one more; a name may have blanks. Two hexadecimal digits
 * may end each line, the sum of its bytes. Nothing is known that it could be told.
 *
 * For the schema (format=pairs) a block becomes lines of KEY=VALUE: those of a tag by the tag,
 * those of an item by its number, 1.value, 1.unit, 1.name, 1.nominal, 1.upper, 1.lower, 1.last. */
#include "vision-keyence-im-language.h"

static gboolean
im_say (gconstpointer grammar, VisionAct act, const char *argument, VisionMessage *message,
        GError **error)
{
  if (act != VISION_TRIGGER || *argument == '\0')
    return vision_language_lacks (&vision_keyence_im_language, act, error);
  if (!vision_message_add (message, argument, error))
    return FALSE;
  g_string_append_c (message->bytes, '\r');
  message->is_silent = TRUE;
  return TRUE;
}

static VisionText
strip (VisionText line)
{
  while (line.length > 0 && line.text[line.length - 1] == ' ')
    line.length--;
  return line;
}

/* up to CR or LF; with both there is an empty one between them */
static VisionText
take_line (VisionText *block)
{
  const VisionText all = *block;
  gsize length = 0;

  while (length < all.length && all.text[length] != '\r' && all.text[length] != '\n')
    length++;
  *block = length < all.length ? vision_text (all.text + length + 1, all.length - length - 1)
                               : vision_text (NULL, 0);
  return strip (vision_text (all.text, length));
}

/* takes the two digits of its sum off a line; FALSE: they are not right */
static gboolean
take_sum (VisionText *line)
{
  guint8 sum = 0;
  int high, low;

  if (line->length < 2)
    return FALSE;
  high = g_ascii_xdigit_value (line->text[line->length - 2]);
  low = g_ascii_xdigit_value (line->text[line->length - 1]);
  line->length -= 2;
  for (gsize i = 0; i < line->length; i++)
    sum = (guint8) (sum + (guint8) line->text[i]);
  *line = strip (*line);
  return high >= 0 && low >= 0 && sum == high * 16 + low;
}

/* the last word of @line, taken off it; text NULL: it is the only one */
static VisionText
take_last (VisionText *line)
{
  const char *blank = line->length > 0 ? g_strrstr_len (line->text, (gssize) line->length, " ")
                                       : NULL;
  VisionText word;

  if (blank == NULL)
    return vision_text (NULL, 0);
  word = vision_text (blank + 1, line->length - (gsize) (blank + 1 - line->text));
  *line = strip (vision_text (line->text, (gsize) (blank - line->text)));
  return word;
}

static void
add_pair (GString *to, VisionText number, const char *key, VisionText value)
{
  if (value.text == NULL)
    return;
  g_string_append_len (to, number.text, (gssize) number.length);
  g_string_append (to, key);
  g_string_append_c (to, '=');
  g_string_append_len (to, value.text, (gssize) value.length);
  g_string_append_c (to, '\n');
}

/* number value unit name.. nominal upper lower last; FALSE: it has no value */
static gboolean
add_item (GString *to, VisionText rest)
{
  static const char *const keys[] = { ".last", ".lower", ".upper", ".nominal" };
  const VisionText number = vision_text_take (&rest, ' ');
  const VisionText value = vision_text_take (&rest, ' ');
  VisionText last[G_N_ELEMENTS (keys)];
  guint digits;

  if (!vision_text_number (number, &digits) || value.text == NULL || value.length == 0)
    return FALSE;
  add_pair (to, number, ".value", value);
  add_pair (to, number, ".unit", vision_text_take (&rest, ' '));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    last[i] = take_last (&rest);
  add_pair (to, number, ".name", rest);
  for (guint i = G_N_ELEMENTS (keys); i-- > 0;)
    add_pair (to, number, keys[i], last[i]);
  return TRUE;
}

/* NULL: it is one; else why not */
static const char *
add_line (const VisionKeyenceImGrammar *grammar, VisionText line, GString *to)
{
  VisionText rest = line;
  VisionText tag;

  if (rest.length == 0)
    return NULL;
  if (grammar->has_sums && !take_sum (&rest))
    return "a line whose sum is wrong (line-sums=)";
  tag = vision_text_take (&rest, ' ');
  if (vision_text_is (tag, "ST") || vision_text_is (tag, "EN"))
    return NULL;
  if (vision_text_is (tag, "IT"))
    return add_item (to, rest) ? NULL : "an item without its number or its value";
  add_pair (to, tag, "", rest.text != NULL ? rest : vision_text ("", 0));
  return NULL;
}

/* the sum of ST, where lines have one */
#define SUM_OF_START "A7"

/* ST on a line's end, and behind it what a block begins with: a program may be called TEST */
static gboolean
is_begin (VisionText block)
{
  static const char *const first[] = { "JG", "JH", "SE" };
  gsize at = vision_text_begins (block, "ST" SUM_OF_START) ? 4 : 2;
  const gsize end = at;

  if (!vision_text_begins (block, "ST"))
    return FALSE;
  while (at < block.length && (block.text[at] == '\r' || block.text[at] == '\n'))
    at++;
  for (guint i = 0; i < G_N_ELEMENTS (first) && at > end; i++)
    if (vision_text_begins (vision_text (block.text + at, block.length - at), first[i]))
      return TRUE;
  return FALSE;
}

/* A machine that loses its power in the midst of a line ends neither it nor its block: ST of the
 * next one stands behind it, and items of two parts would be one record. */
static void
drop_torn (VisionText *block, VisionEvent *event)
{
  for (gsize at = block->length; at-- > 1;)
    if (block->text[at] == 'S' && is_begin (vision_text (block->text + at, block->length - at)))
      {
        event->torn = vision_text (block->text, at);
        *block = vision_text (block->text + at, block->length - at);
        return;
      }
}

static void
im_understand (gconstpointer grammar, const VisionQuestion *question, const guint8 *frame,
               gsize length, VisionEvent *event)
{
  VisionText block = vision_text ((const char *) frame, length);

  event->kind = VISION_BAD;
  if (!vision_text_begins (block, "ST"))
    {
      event->reason = "no block that begins with ST";
      return;
    }
  drop_torn (&block, event);
  while (block.text != NULL)
    {
      event->reason = add_line (grammar, take_line (&block), event->scratch);
      if (event->reason != NULL)
        return;
    }
  event->kind = VISION_RESULT;
  event->result = vision_text (event->scratch->str, event->scratch->len);
}

const VisionLanguage vision_keyence_im_language = {
  .name = "keyence-im",
  .say = im_say,
  .understand = im_understand,
};
