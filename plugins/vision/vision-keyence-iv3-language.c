/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-keyence-iv3-language.c - what a Keyence IV3 says, and is told
 *
 * As a client and a simulator of the community have it (github.com/GrTravis2/iv3 at 1a0dff85 and
 * 832bb411), partly untested there: T1 triggers, T2 triggers and is answered by the result itself,
 * RT,00000,NG, which RT asks for again; then a pair of value and OK or NG for each tool. PR, PW,
 * DR, DW, CR and CNR read and write. ER,word,code refuses; its codes were not found. */
#include "vision-keyence-iv3-language.h"
#include "vision-keyence.h"
#include <string.h>

#define PROGRAM_MAX 127

static const VisionKeyenceSpoken iv3_spoken[VISION_N_ACTS] = {
  [VISION_TRIGGER] = { "T2", FALSE },
  [VISION_READ_PROGRAM] = { "PR", TRUE },
  [VISION_PROGRAM] = { "PW", FALSE },
};

/* what no result begins with */
static const char *const iv3_words[] = { "T1", "T2", "PR", "PW", "DR", "DW",
                                         "CR", "CNR", "ER", NULL };

static gboolean
iv3_say_program (const char *argument, VisionMessage *message, GError **error)
{
  guint number;

  if (!vision_text_number (vision_text (argument, strlen (argument)), &number) ||
      number > PROGRAM_MAX)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "\"%s\" is no program: a number from 0 to 127 is one", argument);
  g_string_append_printf (message->bytes, "PW,%03u\r", number);
  return TRUE;
}

static gboolean
iv3_say (gconstpointer grammar, VisionAct act, const char *argument, VisionMessage *message,
         GError **error)
{
  if (act == VISION_PROGRAM)
    return iv3_say_program (argument, message, error);
  return vision_keyence_say (&vision_keyence_iv3_language, iv3_spoken, act, argument, message,
                             error);
}

/* RT,number,OK|NG and what follows; a judgement that is neither is left to the schema */
static gboolean
iv3_takes_result (VisionText line, VisionEvent *event)
{
  VisionText rest = line;
  VisionText verdict;

  if (!vision_text_is (vision_text_take (&rest, ','), "RT"))
    return FALSE;
  vision_text_take (&rest, ',');
  verdict = vision_text_take (&rest, ',');
  if (vision_text_is (verdict, "OK"))
    event->judgement = VISION_JUDGEMENT_GOOD;
  else if (vision_text_is (verdict, "NG"))
    event->judgement = VISION_JUDGEMENT_BAD;
  event->kind = VISION_RESULT;
  return TRUE;
}

/* T2 has no answer but its result; RT that was asked for by people is the last result again, and
 * no part's */
static gboolean
iv3_answers_by_result (const VisionQuestion *question, VisionEvent *event, VisionText line)
{
  if (question == NULL)
    return FALSE;
  if (question->act == VISION_WORD && strcmp (question->argument, "RT") == 0)
    event->value = line;
  else if (question->act == VISION_TRIGGER && strcmp (question->argument, "T1") != 0)
    event->is_result = TRUE;
  else
    return FALSE;
  event->kind = VISION_ANSWER;
  return TRUE;
}

static void
iv3_understand (gconstpointer grammar, const VisionQuestion *question, const guint8 *frame,
                gsize length, VisionEvent *event)
{
  const VisionText line = vision_text ((const char *) frame, length);

  if (iv3_takes_result (line, event))
    {
      iv3_answers_by_result (question, event, line);
      return;
    }
  if (vision_keyence_refuses (iv3_spoken, question, line, event) ||
      vision_keyence_answers (iv3_spoken, question, line, event))
    return;
  event->kind = vision_keyence_is_word (iv3_words, line) ? VISION_STRAY : VISION_RESULT;
}

const VisionLanguage vision_keyence_iv3_language = {
  .name = "keyence-iv3",
  .acts = 1 << VISION_TRIGGER | 1 << VISION_READ_PROGRAM | 1 << VISION_PROGRAM,
  .gives_judgement = TRUE,
  .say = iv3_say,
  .understand = iv3_understand,
};
