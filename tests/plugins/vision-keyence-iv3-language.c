/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-keyence-iv3-language.c - tests every message of an IV3 that is known */
#include "vision-keyence-iv3-language.h"
#include "vision-vectors.h"

/* github.com/GrTravis2/iv3: Operate/Operate.go at 1a0dff85, Simulator/Simulator.go at 832bb411 */
static const VisionHeard heard[] = {
  VISION_HEARD ("/iv3/trigger", VISION_ASKS (VISION_TRIGGER, "T1"), "T1", VISION_ANSWER, ""),
  /* T2 is answered by the result alone */
  VISION_HEARD ("/iv3/trigger/result", VISION_ASKS (VISION_TRIGGER, ""), "RT,00000,NG",
                VISION_ANSWER, "RT,00000,NG", .is_result = TRUE,
                .judgement = VISION_JUDGEMENT_BAD),
  VISION_HEARD ("/iv3/trigger/t1-result", VISION_ASKS (VISION_TRIGGER, "T1"), "RT,00001,OK",
                VISION_RESULT, "RT,00001,OK", .judgement = VISION_JUDGEMENT_GOOD),
  VISION_HEARD ("/iv3/result", VISION_UNASKED, "RT,00012,OK,0000093,OK,0000041,NG", VISION_RESULT,
                "RT,00012,OK,0000093,OK,0000041,NG", .judgement = VISION_JUDGEMENT_GOOD),
  VISION_HEARD ("/iv3/result/no-judgement", VISION_UNASKED, "RT,00012", VISION_RESULT, "RT,00012"),
  /* the last result once more is no part's */
  VISION_HEARD ("/iv3/last", VISION_ASKS (VISION_WORD, "RT"), "RT,00000,NG", VISION_ANSWER,
                "RT,00000,NG", .judgement = VISION_JUDGEMENT_BAD),
  VISION_HEARD ("/iv3/program", VISION_ASKS (VISION_READ_PROGRAM, ""), "PR,099", VISION_ANSWER,
                "099"),
  VISION_HEARD ("/iv3/program/set", VISION_ASKS (VISION_PROGRAM, "99"), "PW", VISION_ANSWER, ""),
  VISION_HEARD ("/iv3/threshold", VISION_ASKS (VISION_WORD, "DR,03,0"), "DR,03,0,0023250",
                VISION_ANSWER, "03,0,0023250"),
  /* blanks at the end of a fixed text are of it */
  VISION_HEARD ("/iv3/code", VISION_ASKS (VISION_WORD, "CR,01"), "CR,01,123456789ABCDE  ",
                VISION_ANSWER, "01,123456789ABCDE  "),
  VISION_HEARD ("/iv3/threshold/set", VISION_ASKS (VISION_WORD, "DW,03,0,0023250"), "DW",
                VISION_ANSWER, ""),
  VISION_HEARD ("/iv3/code/number", VISION_ASKS (VISION_WORD, "CNR"), "CNR,01", VISION_ANSWER,
                "01"),
  VISION_HEARD ("/iv3/refused", VISION_ASKS (VISION_PROGRAM, "99"), "ER,PW,22", VISION_REFUSAL,
                "PW 22"),
  VISION_HEARD ("/iv3/refused/trigger", VISION_ASKS (VISION_TRIGGER, ""), "ER,T2,03",
                VISION_REFUSAL, "T2 03"),
  VISION_HEARD ("/iv3/other", VISION_ASKS (VISION_READ_PROGRAM, ""), "DR,03,0,0023250",
                VISION_STRAY, NULL),
  VISION_HEARD ("/iv3/unasked", VISION_UNASKED, "T1", VISION_STRAY, NULL),
  VISION_HEARD ("/iv3/noise", VISION_UNASKED, "\xff\x01", VISION_RESULT, "\xff\x01"),
};

static const VisionSaid said[] = {
  VISION_SAID ("/iv3/say/trigger", VISION_TRIGGER, "", "T2\r"),
  VISION_SAID ("/iv3/say/trigger/only", VISION_TRIGGER, "T1", "T1\r"),
  VISION_SAID ("/iv3/say/read-program", VISION_READ_PROGRAM, "", "PR\r"),
  VISION_SAID ("/iv3/say/program", VISION_PROGRAM, "99", "PW,099\r"),
  VISION_SAID ("/iv3/say/program/number", VISION_PROGRAM, "128", NULL),
  VISION_SAID ("/iv3/say/program/none", VISION_PROGRAM, "", NULL),
  VISION_SAID ("/iv3/say/mode", VISION_READ_MODE, "", NULL),
  VISION_SAID ("/iv3/say/word", VISION_WORD, "DR,03,0", "DR,03,0\r"),
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  vision_add_vectors (&vision_keyence_iv3_language, NULL, heard, G_N_ELEMENTS (heard), said,
                      G_N_ELEMENTS (said));
  return g_test_run ();
}
