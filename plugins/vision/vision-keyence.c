/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-keyence.c - lines of words and commas: what the families of Keyence have in common */
#include "vision-keyence.h"
#include <string.h>

VisionText
vision_keyence_get_word (const VisionKeyenceSpoken *spoken, const VisionQuestion *question)
{
  const char *word = spoken[question->act].word;
  VisionText text;

  if (question->act == VISION_WORD || (question->act == VISION_TRIGGER && *question->argument))
    word = question->argument;
  text = vision_text (word != NULL ? word : "", word != NULL ? strlen (word) : 0);
  return vision_text_take (&text, ',');
}

gboolean
vision_keyence_say (const VisionLanguage *language, const VisionKeyenceSpoken *spoken,
                    VisionAct act, const char *argument, VisionMessage *message, GError **error)
{
  const char *command = *argument != '\0' ? argument : spoken[act].word;

  if (command == NULL)
    return vision_language_lacks (language, act, error);
  if (!vision_message_add (message, command, error))
    return FALSE;
  g_string_append_c (message->bytes, '\r');
  return TRUE;
}

static gboolean
is_word_of (const VisionKeyenceSpoken *spoken, const VisionQuestion *question, VisionText word)
{
  return question != NULL && vision_text_equal (vision_keyence_get_word (spoken, question), word);
}

gboolean
vision_keyence_refuses (const VisionKeyenceSpoken *spoken, const VisionQuestion *question,
                        VisionText line, VisionEvent *event)
{
  VisionText rest = line;
  guint code;

  if (!vision_text_is (vision_text_take (&rest, ','), "ER"))
    return FALSE;
  event->command = vision_text_take (&rest, ',');
  event->code = vision_text_take (&rest, ',');
  if (rest.text != NULL || !vision_text_number (event->code, &code))
    return FALSE;
  event->kind = is_word_of (spoken, question, event->command) ? VISION_REFUSAL : VISION_STRAY;
  return TRUE;
}

gboolean
vision_keyence_answers (const VisionKeyenceSpoken *spoken, const VisionQuestion *question,
                        VisionText line, VisionEvent *event)
{
  VisionText rest = line;
  const VisionText word = vision_text_take (&rest, ',');
  const gboolean has_value = rest.text != NULL;

  if (!is_word_of (spoken, question, word) ||
      (question->act != VISION_WORD && has_value != spoken[question->act].has_value))
    return FALSE;
  event->kind = VISION_ANSWER;
  event->value = has_value ? rest : vision_text ("", 0);
  return TRUE;
}

gboolean
vision_keyence_is_word (const char *const *words, VisionText line)
{
  VisionText rest = line;
  const VisionText word = vision_text_take (&rest, ',');

  for (; *words != NULL; words++)
    if (vision_text_is (word, *words))
      return TRUE;
  return FALSE;
}
