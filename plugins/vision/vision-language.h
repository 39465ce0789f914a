/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-language.h - what a family of vision machines says and is told: pure functions
 *
 * A family is two files, and lines in lists:
 *   vision-NAME-language.[ch]  a VisionLanguage: say() makes bytes of an act, understand() makes an
 *                              event of a frame, and a table of its faults. Nothing of a link, a
 *                              clock or an option table: what options change is in its grammar, a
 *                              struct of its own that both functions are given.
 *   vision-NAME.c              the contract: a struct that begins with a VisionSource, the options
 *                              (its own, then VISION_OPTIONS), an init() that fills in the grammar
 *                              and calls vision_source_init(), and the class, whose other members
 *                              are VISION_CLASS_MEMBERS.
 * Then a line in each of: plugins/vision/meson.build (vision_families), vision-source.h (the
 * class), vision-plugin.c, tests/plugins/meson.build ('vision-NAME-language': a table of
 * vision-vectors.h), tests/fuzz/meson.build ('vision-NAME': fuzz-vision-NAME.c, which calls
 * vision_any()), tests/integration/proof-vision.c (against its simulator);
 * schemas/records/NAME.schema, schemas/framers/NAME.framer, examples/NAME.conf.
 *
 * What families share is done once, by VisionSession: one question at a time, its deadline, what is
 * late, triggers and their results, mode and program, login. understand() need not remember
 * anything: it is given what was asked last. */
#pragma once
#include <leat.h>
G_BEGIN_DECLS

/* what can be said to a machine; no family knows all */
typedef enum {
  VISION_TRIGGER,      /* argument: trigger-command=, or which camera; "": the family's own */
  VISION_READ_MODE,
  VISION_RUN,
  VISION_SETUP,
  VISION_READ_PROGRAM,
  VISION_PROGRAM,      /* argument: as program= has it */
  VISION_RESET,
  VISION_READ_RESULT,  /* argument: result-command=: the last result, behind a trigger of ours */
  VISION_WORD,         /* argument: a whole command, without header and terminator */
  VISION_N_ACTS,
} VisionAct;

/* the mode of a machine, if it says one */
typedef enum {
  VISION_MODE_UNKNOWN,
  VISION_MODE_RUN,
  VISION_MODE_SETUP,   /* somebody sets it up: what it sends then is no part's result */
  VISION_MODE_OFFLINE, /* it does not measure, and is not being set up */
} VisionMode;

typedef enum {
  VISION_JUDGEMENT_UNKNOWN, /* the schema knows, or nobody */
  VISION_JUDGEMENT_GOOD,
  VISION_JUDGEMENT_BAD,
  VISION_JUDGEMENT_NONE,
} VisionJudgement;

/* a piece of a frame, of the scratch of its event, or static; text NULL: there is none */
typedef struct {
  const char *text;
  gsize       length;
} VisionText;

/**
 * VisionMessage:
 * @bytes: what is sent, whole: header, command, terminator
 * @is_silent: the machine does not answer it; a result may come of it all the same
 *
 * What say() makes; both are empty before it.
 */
typedef struct {
  GString *bytes;
  gboolean is_silent;
} VisionMessage;

/**
 * VisionQuestion:
 * @act: what was said
 * @argument: as say() was given it
 * @n_parts: frames of its answer that have come: 0 for the first
 * @n_bytes: that are to come, as the event of the last part has it
 *
 * What was asked, and is not answered yet; or was not answered in time, and may be still.
 */
typedef struct {
  VisionAct   act;
  const char *argument;
  guint       n_parts;
  guint       n_bytes;
} VisionQuestion;

typedef enum {
  VISION_NOTHING,       /* a banner, an echo: it is done with */
  VISION_RESULT,        /* of a part, though a question may be open: what a machine sends by itself,
                         * or values that come before the OK of a trigger */
  VISION_ANSWER,        /* the answer to the question, or its last frame; is_result: a result too */
  VISION_PART,          /* of the answer; more of it follows */
  VISION_REFUSAL,       /* the machine says no to the question: code, perhaps the command */
  VISION_STRAY,         /* an answer or a refusal, not of this question: it becomes a reject */
  VISION_STATE,         /* its mode, told by itself */
  VISION_ASKS_USER,     /* login: it wants a name */
  VISION_ASKS_PASSWORD, /* login: it wants a password */
  VISION_LOGGED_IN,     /* login: commands are taken from now on */
  VISION_LOGIN_REFUSED, /* login: wrong name or password */
  VISION_BAD,           /* none of these: it becomes a reject, for @reason */
} VisionKind;

/**
 * VisionEvent:
 * @kind: what it is
 * @reason: BAD, STRAY: static text, for people
 * @is_result: of ANSWER: @result is a result too
 * @result: of a result: what the schema is given; text NULL: the whole frame, or of an ANSWER that
 *   had parts with values all of these, joined by line feeds
 * @torn: of a result: what stands before it in its frame, and was never ended: the machine lost its
 *   power in the midst of it
 * @camera: of a result: which camera or head sent it, if not the schema but a prefix says so
 * @judgement: of a result, if not the schema but the language knows
 * @command: of REFUSAL, STRAY: the command that it names
 * @code: of REFUSAL, STRAY: what stands in the table of faults
 * @value: of ANSWER, PART: what was asked for: the program, the value; those of parts are joined by
 *   line feeds
 * @n_bytes: of PART: of the rest of the answer, if its machine says so: the next question has it
 * @mode: of ANSWER to READ_MODE, of STATE, and of a REFUSAL that tells it (offline)
 * @scratch: empty; for texts that do not stand in the frame as they are to be read
 *
 * What a frame says; but for @scratch it is zeroed before understand().
 */
typedef struct {
  VisionKind      kind;
  const char     *reason;
  gboolean        is_result;
  VisionText      result;
  VisionText      torn;
  VisionText      camera;
  VisionJudgement judgement;
  VisionText      command;
  VisionText      code;
  VisionText      value;
  guint           n_bytes;
  VisionMode      mode;
  GString        *scratch;
} VisionEvent;

/**
 * VisionFault:
 * @code: as the machine sends it; %NULL ends a table
 * @name: a word of it that stays the same: "wrong-mode"
 * @meaning: as the manual has it, and where that says it the way out
 *
 * An error code of a machine.
 */
typedef struct {
  const char *code;
  const char *name;
  const char *meaning;
} VisionFault;

/**
 * VisionLanguage:
 * @name: of the family: plugin= in the key file
 * @acts: bits 1 << #VisionAct: what say() knows without an argument of the user's; RUN and SETUP
 *   are known together
 * @has_login: it asks for a name before anything can be said to it
 * @sets_up_for_program: its program can be switched in setup mode only
 * @gives_camera: events may have a camera
 * @gives_judgement: events may have a judgement
 * @faults: its error codes; (nullable)
 * @say: what is sent for @act. %FALSE with %LEAT_ERROR_CONFIG: it has no such command, or
 *   @argument is none; names the option that would help
 * @understand: what @frame is; @question: (nullable): nothing is asked, nor late
 *
 * Pure: any thread, no memory between two calls, nothing allocated that is not in @message or
 * @event. Any bytes may come, a NUL too; nothing ends with one.
 */
typedef struct {
  const char        *name;
  guint              acts;
  gboolean           has_login;
  gboolean           sets_up_for_program;
  gboolean           gives_camera;
  gboolean           gives_judgement;
  const VisionFault *faults;

  gboolean (*say)        (gconstpointer grammar, VisionAct act, const char *argument,
                          VisionMessage *message, GError **error);
  void     (*understand) (gconstpointer grammar, const VisionQuestion *question,
                          const guint8 *frame, gsize length, VisionEvent *event);
} VisionLanguage;

/* --- what languages have in common --- */

static inline VisionText
vision_text (const char *text, gsize length)
{
  return (VisionText) { text, length };
}

/* is it @word, letter by letter? */
gboolean     vision_text_is      (VisionText self, const char *word);
gboolean     vision_text_equal   (VisionText self, VisionText other);
/* does it begin with @word? */
gboolean     vision_text_begins  (VisionText self, const char *word);
/* takes what stands before the first @delimiter off its front; without one all of it */
VisionText   vision_text_take    (VisionText *self, char delimiter);
/* a small number of digits alone; FALSE: it is none */
gboolean     vision_text_number  (VisionText self, guint *number);

/* (transfer full): for people, whatever bytes it has; of long ones the beginning */
char        *vision_text_show    (VisionText self);

const char  *vision_act_get_name (VisionAct act);
const char  *vision_mode_get_name (VisionMode mode);
/* (nullable): NULL: the code is not known */
const VisionFault *vision_language_find_fault (const VisionLanguage *self, VisionText code);
/* (transfer full): "refused PW: wrong-mode (03): …", of a REFUSAL or STRAY; for people */
char        *vision_language_tell_fault (const VisionLanguage *self, const VisionEvent *event);
/* for understand(): the machine says no to @question, or (NULL) to nothing that was asked */
void         vision_event_refuse (VisionEvent *self, const VisionQuestion *question,
                                  VisionText code);
/* for say(): always FALSE; "keyence-sr: knows no command to switch programs" */
gboolean     vision_language_lacks (const VisionLanguage *self, VisionAct act, GError **error);
/* for say(): a text of the user's in a line; FALSE: it has bytes below 0x20 in it, that would end
 * it */
gboolean     vision_message_add  (VisionMessage *self, const char *argument, GError **error);

G_END_DECLS
