/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-keyence-cvx-language.c - tests every message of a CV-X or XG-X that is known */
#include "vision-keyence-cvx-language.h"
#include "vision-vectors.h"

/* the client CVXCommunication, non-procedural communication */
static const VisionHeard heard[] = {
  VISION_HEARD ("/cvx/mode/run", VISION_ASKS (VISION_READ_MODE, ""), "RM,1", VISION_ANSWER, "1",
                .mode = VISION_MODE_RUN),
  VISION_HEARD ("/cvx/mode/setup", VISION_ASKS (VISION_READ_MODE, ""), "RM,0", VISION_ANSWER, "0",
                .mode = VISION_MODE_SETUP),
  VISION_HEARD ("/cvx/mode/other", VISION_ASKS (VISION_READ_MODE, ""), "RM,2", VISION_STRAY, NULL),
  VISION_HEARD ("/cvx/mode/none", VISION_ASKS (VISION_READ_MODE, ""), "RM", VISION_STRAY, NULL),
  VISION_HEARD ("/cvx/run", VISION_ASKS (VISION_RUN, ""), "R0", VISION_ANSWER, ""),
  VISION_HEARD ("/cvx/setup", VISION_ASKS (VISION_SETUP, ""), "S0", VISION_ANSWER, ""),
  VISION_HEARD ("/cvx/program", VISION_ASKS (VISION_READ_PROGRAM, ""), "PR,1,003", VISION_ANSWER,
                "1,003"),
  VISION_HEARD ("/cvx/program/set", VISION_ASKS (VISION_PROGRAM, "2,15"), "PW", VISION_ANSWER, ""),
  VISION_HEARD ("/cvx/condition", VISION_ASKS (VISION_WORD, "EXR"), "EXR,04", VISION_ANSWER, "04"),
  VISION_HEARD ("/cvx/condition/set", VISION_ASKS (VISION_WORD, "EXW,4"), "EXW", VISION_ANSWER, ""),
  VISION_HEARD ("/cvx/trigger", VISION_ASKS (VISION_TRIGGER, ""), "TA", VISION_ANSWER, ""),
  VISION_HEARD ("/cvx/trigger/other", VISION_ASKS (VISION_TRIGGER, "T2"), "T2", VISION_ANSWER, ""),
  VISION_HEARD ("/cvx/reset", VISION_ASKS (VISION_RESET, ""), "RS", VISION_ANSWER, ""),
  VISION_HEARD ("/cvx/register", VISION_ASKS (VISION_WORD, "BS,1,003"), "BS", VISION_ANSWER, ""),
  /* refusals name the command */
  VISION_HEARD ("/cvx/refused/command", VISION_ASKS (VISION_WORD, "QQ"), "ER,QQ,02",
                VISION_REFUSAL, "QQ 02"),
  VISION_HEARD ("/cvx/refused/mode", VISION_ASKS (VISION_TRIGGER, ""), "ER,TA,03", VISION_REFUSAL,
                "TA 03"),
  VISION_HEARD ("/cvx/refused/argument", VISION_ASKS (VISION_PROGRAM, "1,999"), "ER,PW,22",
                VISION_REFUSAL, "PW 22"),
  VISION_HEARD ("/cvx/refused/other", VISION_ASKS (VISION_READ_MODE, ""), "ER,PW,22", VISION_STRAY,
                "PW 22"),
  VISION_HEARD ("/cvx/refused/unasked", VISION_UNASKED, "ER,TA,03", VISION_STRAY, "TA 03"),
  VISION_HEARD ("/cvx/refused/cut", VISION_ASKS (VISION_TRIGGER, ""), "ER,TA", VISION_STRAY, NULL),
  /* answers of another command */
  VISION_HEARD ("/cvx/other", VISION_ASKS (VISION_READ_MODE, ""), "PR,1,003", VISION_STRAY, NULL),
  VISION_HEARD ("/cvx/unasked", VISION_UNASKED, "TA", VISION_STRAY, NULL),
  /* results come by themselves, also between a trigger and its answer */
  VISION_HEARD ("/cvx/result", VISION_UNASKED, "1.523,2.004,OK", VISION_RESULT, "1.523,2.004,OK"),
  VISION_HEARD ("/cvx/result/asked", VISION_ASKS (VISION_TRIGGER, ""), "1.523,2.004,OK",
                VISION_RESULT, "1.523,2.004,OK"),
  VISION_HEARD ("/cvx/result/empty", VISION_UNASKED, "", VISION_RESULT, ""),
  VISION_HEARD ("/cvx/result/bytes", VISION_UNASKED, "\x82\xa0,1", VISION_RESULT, "\x82\xa0,1"),
};

static const VisionSaid said[] = {
  VISION_SAID ("/cvx/say/trigger", VISION_TRIGGER, "", "TA\r"),
  VISION_SAID ("/cvx/say/trigger/camera", VISION_TRIGGER, "T2", "T2\r"),
  VISION_SAID ("/cvx/say/mode", VISION_READ_MODE, "", "RM\r"),
  VISION_SAID ("/cvx/say/run", VISION_RUN, "", "R0\r"),
  VISION_SAID ("/cvx/say/setup", VISION_SETUP, "", "S0\r"),
  VISION_SAID ("/cvx/say/read-program", VISION_READ_PROGRAM, "", "PR\r"),
  VISION_SAID ("/cvx/say/program", VISION_PROGRAM, "1,003", "PW,1,003\r"),
  VISION_SAID ("/cvx/say/program/short", VISION_PROGRAM, "2,15", "PW,2,015\r"),
  VISION_SAID ("/cvx/say/program/card", VISION_PROGRAM, "3,1", NULL),
  VISION_SAID ("/cvx/say/program/number", VISION_PROGRAM, "1,1000", NULL),
  VISION_SAID ("/cvx/say/program/alone", VISION_PROGRAM, "3", NULL),
  VISION_SAID ("/cvx/say/program/none", VISION_PROGRAM, "", NULL),
  VISION_SAID ("/cvx/say/reset", VISION_RESET, "", "RS\r"),
  VISION_SAID ("/cvx/say/word", VISION_WORD, "EXW,4", "EXW,4\r"),
  VISION_SAID ("/cvx/say/word/two-lines", VISION_WORD, "RM\rRS", NULL),
};

/* the client CVXCommunication: what ER,<command>,nn means */
static void
test_names (void)
{
  static const char *const names[] = {
    "02", "command-error",
    "03", "command-disabled",
    "22", "parameter-error",
    NULL,
  };

  vision_expect_names (&vision_keyence_cvx_language, names);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  vision_add_vectors (&vision_keyence_cvx_language, NULL, heard, G_N_ELEMENTS (heard), said,
                      G_N_ELEMENTS (said));
  g_test_add_func ("/cvx/names", test_names);
  return g_test_run ();
}
