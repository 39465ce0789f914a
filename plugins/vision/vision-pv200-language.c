/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-pv200-language.c - what a Panasonic PV200 says, and is told
 *
 * No manual of its serial commands was at hand. What is known is what the gateway read that such a
 * machine had before (chairco/kaohsiung.py_talk at a21e08c, client/): it sends results by itself, a
 * line for each, and is told nothing. So each line is a result here, and the schema says whether it
 * is one; a command is what the key file says, and its answer is none, or its echo. */
#include "vision-pv200-language.h"

/* of 18/09/17,23:15:00, */
#define BEGIN_LENGTH 18

static gboolean
pv200_say (gconstpointer data, VisionAct act, const char *argument, VisionMessage *message,
           GError **error)
{
  const VisionPv200Grammar *grammar = data;

  if ((act != VISION_TRIGGER && act != VISION_WORD) || *argument == '\0')
    return vision_language_lacks (&vision_pv200_language, act, error);
  if (!vision_message_add (message, argument, error))
    return FALSE;
  g_string_append_c (message->bytes, '\r');
  message->is_silent = act == VISION_TRIGGER && !grammar->echoes;
  return TRUE;
}

/* a line of which nothing is known answers the command that waits for one: there is no other that
 * it could be told from */
static gboolean
is_answer (const VisionQuestion *question, VisionText line)
{
  return question != NULL &&
         (question->act == VISION_WORD || vision_text_is (line, question->argument));
}

/* date and time, as every result begins: 18/09/17,23:15:00, */
static gboolean
is_begin (const char *text)
{
  static const char form[BEGIN_LENGTH + 1] = "00/00/00,00:00:00,";

  for (guint i = 0; i < BEGIN_LENGTH; i++)
    if (form[i] == '0' ? !g_ascii_isdigit (text[i]) : text[i] != form[i])
      return FALSE;
  return TRUE;
}

/* A machine that loses its power in the midst of a result ends it by nothing: the first one that it
 * sends when it is back stands in the same line. */
static void
pv200_take_result (VisionText line, VisionEvent *event)
{
  event->kind = VISION_RESULT;
  for (gsize at = line.length > BEGIN_LENGTH ? line.length - BEGIN_LENGTH : 0; at > 0; at--)
    if (is_begin (line.text + at))
      {
        event->torn = vision_text (line.text, at);
        event->result = vision_text (line.text + at, line.length - at);
        return;
      }
}

static void
pv200_understand (gconstpointer grammar, const VisionQuestion *question, const guint8 *frame,
                  gsize length, VisionEvent *event)
{
  const VisionText line = vision_text ((const char *) frame, length);

  if (!is_answer (question, line) || (length > 0 && g_ascii_isdigit (frame[0])))
    {
      pv200_take_result (line, event);
      return;
    }
  event->kind = VISION_ANSWER;
  event->value = line;
}

const VisionLanguage vision_pv200_language = {
  .name = "pv200",
  .say = pv200_say,
  .understand = pv200_understand,
};
