/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-omron-language.c - what an Omron FZ, FH, FQ2 or F250 says, and is told
 *
 * Non-procedural communication, text. A command is a line; what it reads comes first, a line of its
 * own, then OK, or ER alone (FQ2 user's manual, page 359 in its appendix; FQ-CR2, page 131: MEASURE
 * is answered by the result and OK). FZ and FH send measurements by themselves (FZ3 user's manual,
 * non-procedural data output), numbers whose digits and separators are settings. A judgement is a
 * number, too: 1 is good on an FZ, 0 on FQ2 and F250 (F250 user's manual, page 955). */
#include "vision-omron-language.h"

static const VisionFault omron_faults[] = {
  { .code = "ER", .name = "refused",
    .meaning = "the machine does not say why: it does not know the command, an argument is wrong, "
               "or it cannot do it as it is" },
  { .code = NULL },
};

static gboolean
omron_say (gconstpointer grammar, VisionAct act, const char *argument, VisionMessage *message,
           GError **error)
{
  if (act != VISION_TRIGGER && (act != VISION_WORD || *argument == '\0'))
    return vision_language_lacks (&vision_omron_language, act, error);
  if (!vision_message_add (message, *argument != '\0' ? argument : "MEASURE", error))
    return FALSE;
  g_string_append_c (message->bytes, '\r');
  return TRUE;
}

/* --- judgement --- */

static VisionText
strip_blanks (VisionText text)
{
  while (text.length > 0 && text.text[0] == ' ')
    text = vision_text (text.text + 1, text.length - 1);
  while (text.length > 0 && text.text[text.length - 1] == ' ')
    text.length--;
  return text;
}

/* the value in @column, from 1; text NULL: there are fewer */
static VisionText
find_value (VisionText line, guint column, char separator)
{
  VisionText value;

  do
    {
      if (separator == ' ')
        line = strip_blanks (line);
      value = vision_text_take (&line, separator);
    }
  while (value.text != NULL && --column > 0);
  return value.text != NULL ? strip_blanks (value) : value;
}

/* a whole number, whatever digits behind its point it is sent with: -1.000; blanks may stand
 * behind the sign */
static gboolean
read_whole (VisionText text, int *number)
{
  const gboolean negative = vision_text_begins (text, "-");
  VisionText fraction = negative ? strip_blanks (vision_text (text.text + 1, text.length - 1))
                                 : text;
  const VisionText whole = vision_text_take (&fraction, '.');
  guint digits;

  if (!vision_text_number (whole, &digits))
    return FALSE;
  for (gsize i = 0; i < fraction.length; i++)
    if (fraction.text[i] != '0')
      return FALSE;
  *number = negative ? -(int) digits : (int) digits;
  return TRUE;
}

static VisionJudgement
judge (const VisionOmronGrammar *grammar, VisionText line)
{
  static const int good[] = { 1, 0, 0 };
  static const int bad[] = { -1, -1000, -1 };
  const VisionText value = find_value (line, grammar->judgement_column, grammar->separator);
  int number;

  if (value.text == NULL || !read_whole (value, &number))
    return VISION_JUDGEMENT_UNKNOWN;
  if (number == good[grammar->series])
    return VISION_JUDGEMENT_GOOD;
  return number == bad[grammar->series] ? VISION_JUDGEMENT_BAD : VISION_JUDGEMENT_NONE;
}

static void
omron_understand (gconstpointer data, const VisionQuestion *question, const guint8 *frame,
                  gsize length, VisionEvent *event)
{
  const VisionOmronGrammar *grammar = data;
  const VisionText line = vision_text ((const char *) frame, length);

  if (vision_text_is (line, "OK"))
    {
      event->kind = question != NULL ? VISION_ANSWER : VISION_STRAY;
      event->reason = "an answer, and nothing was asked";
    }
  else if (vision_text_is (line, "ER"))
    vision_event_refuse (event, question, line);
  else if (question != NULL && question->act == VISION_WORD)
    {
      event->kind = VISION_PART;
      event->value = line;
    }
  else
    {
      event->kind = VISION_RESULT;
      if (grammar->judgement_column > 0)
        event->judgement = judge (grammar, line);
    }
}

const VisionLanguage vision_omron_language = {
  .name = "omron",
  .acts = 1 << VISION_TRIGGER,
  .gives_judgement = TRUE,
  .faults = omron_faults,
  .say = omron_say,
  .understand = omron_understand,
};
