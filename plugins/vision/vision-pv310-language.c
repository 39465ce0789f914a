/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-pv310-language.c - what a Panasonic PV310 or AX40 says, and is told
 *
 * Micro-Imagechecker PV310 manual, chapter 11, and AX40, page 234: a message is %, a letter,
 * arguments and CR. A command that is accepted comes back, a read command with what it reads: %H01
 * as %H01,100,000. %U and %Z say no. What does not begin with % is a result; how results look is a
 * setting of the machine, and was not found in the manual's pages at hand. */
#include "vision-pv310-language.h"

static const VisionFault pv310_faults[] = {
  { "U", "unknown-command", "the command is not specified, or unknown" },
  { "Z", "out-of-range",
    "its target is missing, or a value is out of range; the ERROR output is on (E0175 to E0179)" },
  { .code = NULL },
};

static gboolean
pv310_say (gconstpointer grammar, VisionAct act, const char *argument, VisionMessage *message,
           GError **error)
{
  if ((act != VISION_TRIGGER && act != VISION_WORD) || *argument == '\0')
    return vision_language_lacks (&vision_pv310_language, act, error);
  if (argument[0] != '%' || !g_ascii_isalpha (argument[1]))
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "\"%s\" is no command: %% and a letter begin one, such as %%G05,080",
                            argument);
  if (!vision_message_add (message, argument, error))
    return FALSE;
  g_string_append_c (message->bytes, '\r');
  return TRUE;
}

static void
pv310_understand (gconstpointer grammar, const VisionQuestion *question, const guint8 *frame,
                  gsize length, VisionEvent *event)
{
  const char *text = (const char *) frame;
  const gboolean asks = question != NULL && question->argument[0] == '%';

  event->kind = VISION_RESULT;
  if (length == 0 || text[0] != '%')
    return;
  if (length == 2 && (text[1] == 'U' || text[1] == 'Z'))
    vision_event_refuse (event, question, vision_text (text + 1, 1));
  else if (length >= 2 && asks && question->argument[1] == text[1])
    {
      event->kind = VISION_ANSWER;
      event->value = vision_text (text, length);
    }
  else
    {
      event->kind = VISION_STRAY;
      event->reason = "the answer to another command";
    }
}

const VisionLanguage vision_pv310_language = {
  .name = "pv310",
  .faults = pv310_faults,
  .say = pv310_say,
  .understand = pv310_understand,
};
