/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-any.c - any frames, and any commands, for the language of a family */
#include "vision-any.h"
#include <stdlib.h>
#include <string.h>

/* one byte may be read of each, so that a text that lies elsewhere is seen by ASan */
static guint
touch (VisionText text)
{
  return text.text != NULL && text.length > 0
             ? (guint) (guchar) text.text[0] + (guint) (guchar) text.text[text.length - 1]
             : 0;
}

static void
check_event (const VisionLanguage *language, const VisionEvent *event)
{
  g_autofree char *told = vision_language_tell_fault (language, event);
  const guint touched = touch (event->result) + touch (event->torn) + touch (event->camera) +
                        touch (event->command) + touch (event->code) + touch (event->value);

  if (event->kind > VISION_BAD || event->mode > VISION_MODE_OFFLINE ||
      event->judgement > VISION_JUDGEMENT_NONE || touched > 12 * 255 ||
      !g_utf8_validate (told, -1, NULL))
    abort ();
}

/* returns how many bytes are to come, if it says so */
static guint
understand (const VisionLanguage *language, gconstpointer grammar, const VisionQuestion *question,
            const uint8_t *line, size_t length)
{
  g_autofree guint8 *copy = length > 0 ? g_memdup2 (line, length) : NULL;
  g_autoptr (GString) scratch = g_string_new (NULL);
  VisionEvent event = { .kind = VISION_BAD, .scratch = scratch };

  language->understand (grammar, question, copy, length, &event);
  check_event (language, &event);
  return event.n_bytes;
}

/* what is said is one message: nothing of the argument's ends it before its end */
static void
say (const VisionLanguage *language, gconstpointer grammar, VisionAct act, const char *argument)
{
  VisionMessage message = { .bytes = g_string_new (NULL) };
  g_autoptr (GError) error = NULL;

  if (language->say (grammar, act, argument, &message, &error))
    {
      if (message.bytes->len == 0)
        abort ();
    }
  else if (error == NULL)
    abort ();
  g_string_free (message.bytes, TRUE);
}

int
vision_any (const VisionLanguage *language, gconstpointer grammar, const uint8_t *data, size_t size)
{
  VisionQuestion question = { .act = VISION_N_ACTS };
  const uint8_t *line = size > 0 ? memchr (data, '\n', size) : NULL;
  g_autofree char *argument = NULL;

  if (line == NULL)
    return 0;
  argument = g_strndup ((const char *) data + 1, line > data ? (gsize) (line - data - 1) : 0);
  question.act = (VisionAct) (data[0] % (VISION_N_ACTS + 1));
  question.argument = argument;
  if (question.act < VISION_N_ACTS)
    say (language, grammar, question.act, argument);
  for (const uint8_t *end = data + size; line != NULL && line < end;)
    {
      const uint8_t *begin = line + 1;

      line = begin < end ? memchr (begin, '\n', (size_t) (end - begin)) : NULL;
      question.n_bytes = understand (language, grammar,
                                     question.act < VISION_N_ACTS ? &question : NULL, begin,
                                     (size_t) ((line != NULL ? line : end) - begin));
      question.n_parts++;
    }
  return 0;
}
