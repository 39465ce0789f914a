/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-in-sight.c - Cognex In-Sight, native mode, as a source */
#include "vision-in-sight-language.h"
#include "vision-source.h"

typedef struct {
  VisionSource vision;
  gboolean login;
  gboolean trigger_value;
  int terminator;
  int program_by;
  int event_answer;
  VisionInSightGrammar grammar;
} VisionInSight;

static const char *const terminators[] = { "crlf", "cr", NULL };
static const char *const terminator_bytes[] = { "\r\n", "\r" };
static const char *const program_bys[] = { "file", "number", NULL };
static const char *const event_answers[] = { "status", "sized", NULL };

static const LeatOption in_sight_options[] = {
  LEAT_OPTION_BOOL (VisionInSight, login, .key = "login", .preset = "yes",
                    .summary = "Whether the camera asks for a name and a password, as Telnet does "
                               "and serial lines do not."),
  LEAT_OPTION_BOOL (VisionInSight, trigger_value, .key = "trigger-value", .preset = "no",
                    .summary = "Whether the result follows the status of trigger-command=: a line, "
                               "as it may for SM, or what event-answer=sized says."),
  LEAT_OPTION_CHOICE (VisionInSight, event_answer, .key = "event-answer", .preset = "status",
                      .choices = event_answers,
                      .summary = "What SE is answered by: a status, or a status, a length and as "
                                 "many bytes, as some models do."),
  LEAT_OPTION_CHOICE (VisionInSight, terminator, .key = "terminator", .preset = "crlf",
                      .choices = terminators,
                      .summary = "What ends a command: CR LF over Telnet, CR on serial lines as "
                                 "they are set if nothing else was; what the camera says ends as "
                                 "framer= has it, a group with delimiter=\\r for CR."),
  LEAT_OPTION_CHOICE (VisionInSight, program_by, .key = "program-by", .preset = "file",
                      .choices = program_bys,
                      .summary = "What program= names: the file of a job (LF, GF), or its number "
                                 "(SJ, GJ)."),
  VISION_OPTIONS (VisionInSight),
  VISION_RESULT_OPTIONS (VisionInSight),
  VISION_LOGIN_OPTIONS (VisionInSight),
  LEAT_OPTION_END,
};

static gboolean
in_sight_init (LeatSource *source, GError **error)
{
  VisionInSight *self = (VisionInSight *) source;

  self->grammar = (VisionInSightGrammar) {
    .terminator = terminator_bytes[self->terminator],
    .trigger_value = self->trigger_value,
    .sized_events = self->event_answer == 1,
    .numbers = self->program_by == 1,
  };
  return vision_source_init (&self->vision,
                             self->login ? &vision_in_sight_language
                                         : &vision_in_sight_open_language,
                             &self->grammar, error);
}

const LeatSourceClass vision_in_sight_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (VisionInSight),
  .name = "in-sight",
  .summary = "Results of a Cognex In-Sight in native mode.",
  .options = in_sight_options,
  .framer = "in-sight-lines",
  .schema = "result-line",
  .init = in_sight_init,
  VISION_CLASS_MEMBERS,
};
