/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-keyence-cvx-language.c - what a Keyence CV-X or XG-X says, and is told
 *
 * Non-procedural communication, as the client CVXCommunication speaks it: RM, R0, PR, PW, EXR, EXW,
 * TA, RS, BS; S0 stands beside R0 in its table and was not seen in use. A trigger is answered by
 * its word, its result comes as a line of its own, before or behind that. How results look is a
 * setting of the controller: Output > Ethernet (Non-procedural). */
#include "vision-keyence-cvx-language.h"
#include "vision-keyence.h"
#include <string.h>

#define CARD_MAX 2
#define PROGRAM_MAX 999

static const VisionKeyenceSpoken cvx_spoken[VISION_N_ACTS] = {
  [VISION_TRIGGER] = { "TA", FALSE },
  [VISION_READ_MODE] = { "RM", TRUE },
  [VISION_RUN] = { "R0", FALSE },
  [VISION_SETUP] = { "S0", FALSE },
  [VISION_READ_PROGRAM] = { "PR", TRUE },
  [VISION_PROGRAM] = { "PW", FALSE },
  [VISION_RESET] = { "RS", FALSE },
};

/* what no result begins with */
static const char *const cvx_words[] = { "TA", "RM", "R0",  "S0",  "PR", "PW",
                                         "RS", "BS", "EXR", "EXW", "ER", NULL };

static const VisionFault cvx_faults[] = {
  { "02", "command-error", "the machine does not know the command" },
  { "03", "command-disabled",
    "the machine does not take the command as it is: it may be in the other mode" },
  { "22", "parameter-error", "an argument is missing, or out of its range" },
  { .code = NULL },
};

/* card and number, as the machine writes them: 1,003 */
static gboolean
cvx_say_program (const char *argument, VisionMessage *message, GError **error)
{
  VisionText rest = vision_text (argument, strlen (argument));
  const VisionText card_text = vision_text_take (&rest, ',');
  guint card, number;

  if (!vision_text_number (card_text, &card) || !vision_text_number (rest, &number) || card < 1 ||
      card > CARD_MAX || number > PROGRAM_MAX)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "\"%s\" is no program: SD card (1 or 2) and number (0 to 999) are one, "
                            "such as 1,003",
                            argument);
  g_string_append_printf (message->bytes, "PW,%u,%03u\r", card, number);
  return TRUE;
}

static gboolean
cvx_say (gconstpointer grammar, VisionAct act, const char *argument, VisionMessage *message,
         GError **error)
{
  if (act == VISION_PROGRAM)
    return cvx_say_program (argument, message, error);
  return vision_keyence_say (&vision_keyence_cvx_language, cvx_spoken, act, argument, message,
                             error);
}

static void
cvx_read_mode (VisionEvent *event)
{
  if (vision_text_is (event->value, "0"))
    event->mode = VISION_MODE_SETUP;
  else if (vision_text_is (event->value, "1"))
    event->mode = VISION_MODE_RUN;
  else
    {
      event->kind = VISION_STRAY;
      event->reason = "a mode that is neither 0 (setup) nor 1 (run)";
    }
}

static void
cvx_understand (gconstpointer grammar, const VisionQuestion *question, const guint8 *frame,
                gsize length, VisionEvent *event)
{
  const VisionText line = vision_text ((const char *) frame, length);

  if (vision_keyence_refuses (cvx_spoken, question, line, event))
    return;
  if (vision_keyence_answers (cvx_spoken, question, line, event))
    {
      if (question->act == VISION_READ_MODE)
        cvx_read_mode (event);
      return;
    }
  event->kind = vision_keyence_is_word (cvx_words, line) ? VISION_STRAY : VISION_RESULT;
}

const VisionLanguage vision_keyence_cvx_language = {
  .name = "keyence-cvx",
  .acts = 1 << VISION_TRIGGER | 1 << VISION_READ_MODE | 1 << VISION_RUN | 1 << VISION_SETUP |
          1 << VISION_READ_PROGRAM | 1 << VISION_PROGRAM | 1 << VISION_RESET,
  .faults = cvx_faults,
  .say = cvx_say,
  .understand = cvx_understand,
};
