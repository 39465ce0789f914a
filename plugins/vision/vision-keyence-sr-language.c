/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-keyence-sr-language.c - what a Keyence SR code reader says, and is told
 *
 * LON and LOFF begin and end reading; a code comes as a line of its own (as clients have it:
 * github.com/brianteachman/mqtt_serial_scanner_nodes, sr_scanner.py). OK,word,values accepts a
 * command, ER,word,code refuses it. Heads on one line name themselves as those of an N-410 do
 * (manual, page 94): %Pmm-nnnn, which head and how many bytes; ERROR is no code, OVER one that was
 * too long, ERRmm a head that does not answer. */
#include "vision-keyence-sr-language.h"
#include "vision-keyence.h"

#define HEAD_LENGTH 9 /* %Pmm-nnnn */

static const VisionKeyenceSpoken sr_spoken[VISION_N_ACTS] = {
  [VISION_TRIGGER] = { "LON", FALSE },
};

static const char *const sr_words[] = { "LON", "LOFF", "NUM", NULL };

static const VisionFault sr_faults[] = {
  { "00", "unknown-command", "the reader does not know the command" },
  { "01", "format", "the command is written wrongly" },
  { "02", "range", "an argument is out of its range" },
  { "03", "range", "an argument is out of its range" },
  { "04", "hexadecimal", "an argument that is no hexadecimal number" },
  { "05", "hexadecimal", "an argument that is no hexadecimal number" },
  { "20", "not-executable", "the reader cannot do it as it is now" },
  { "21", "buffer-overflow", "the reader's buffer is full" },
  { "22", "file", "a fault of the reader's files" },
  { "23", "connected", "the reader is being set up from a computer" },
  { "99", "fault", "a fault of the reader's own" },
  { .code = NULL },
};

static gboolean
sr_say (gconstpointer data, VisionAct act, const char *argument, VisionMessage *message,
        GError **error)
{
  const VisionKeyenceSrGrammar *grammar = data;

  if (act == VISION_TRIGGER)
    message->is_silent = !grammar->answers_trigger;
  else if (act != VISION_WORD || *argument == '\0')
    return vision_language_lacks (&vision_keyence_sr_language, act, error);
  return vision_keyence_say (&vision_keyence_sr_language, sr_spoken, act, argument, message, error);
}

/* %Pmm-nnnn takes its head off @line; FALSE: it is not as long as it says */
static gboolean
sr_take_head (VisionText *line, VisionText *camera)
{
  VisionText head = vision_text (line->text, HEAD_LENGTH);
  guint number, length;

  if (line->length < HEAD_LENGTH || !vision_text_begins (head, "%P") || head.text[4] != '-' ||
      !vision_text_number (vision_text (head.text + 2, 2), &number) ||
      !vision_text_number (vision_text (head.text + 5, 4), &length))
    return TRUE;
  *camera = vision_text (head.text + 2, 2);
  *line = vision_text (line->text + HEAD_LENGTH, line->length - HEAD_LENGTH);
  return line->length == length;
}

static gboolean
is_lost_head (VisionText line)
{
  guint number;

  return line.length == 5 && vision_text_begins (line, "ERR") &&
         vision_text_number (vision_text (line.text + 3, 2), &number);
}

static void
sr_take_code (const VisionKeyenceSrGrammar *grammar, VisionText line, VisionEvent *event)
{
  if (!sr_take_head (&line, &event->camera))
    {
      event->kind = VISION_BAD;
      event->reason = "a code that is not as long as its head says";
      return;
    }
  event->kind = VISION_RESULT;
  event->result = line;
  event->judgement = VISION_JUDGEMENT_GOOD;
  if (vision_text_is (line, grammar->no_read) || vision_text_is (line, grammar->overflow) ||
      (event->camera.text != NULL && is_lost_head (line)))
    event->judgement = VISION_JUDGEMENT_BAD;
}

/* OK,word,values: FALSE: it is none */
static gboolean
sr_accepts (const VisionQuestion *question, VisionText line, VisionEvent *event)
{
  VisionText rest = line;

  if (!vision_text_is (vision_text_take (&rest, ','), "OK") || rest.text == NULL)
    return FALSE;
  if (question != NULL)
    {
      VisionText values = rest;
      const VisionText named = vision_text_take (&values, ',');

      if (vision_text_equal (named, vision_keyence_get_word (sr_spoken, question)))
        {
          event->kind = VISION_ANSWER;
          event->value = values.text != NULL ? values : vision_text ("", 0);
          return TRUE;
        }
    }
  event->kind = VISION_STRAY;
  return vision_keyence_is_word (sr_words, rest);
}

static void
sr_understand (gconstpointer grammar, const VisionQuestion *question, const guint8 *frame,
               gsize length, VisionEvent *event)
{
  const VisionText line = vision_text ((const char *) frame, length);

  if (!vision_keyence_refuses (sr_spoken, question, line, event) &&
      !sr_accepts (question, line, event))
    sr_take_code (grammar, line, event);
}

const VisionLanguage vision_keyence_sr_language = {
  .name = "keyence-sr",
  .acts = 1 << VISION_TRIGGER,
  .gives_camera = TRUE,
  .gives_judgement = TRUE,
  .faults = sr_faults,
  .say = sr_say,
  .understand = sr_understand,
};
