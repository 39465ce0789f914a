/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-pv200-language.c - tests every message of a PV200 that is known */
#include "vision-pv200-language.h"
#include "vision-vectors.h"

/* the mock of the machine in github.com/chairco/kaohsiung.py_talk at a21e08c, client/mock.py; what
 * becomes of the columns is in schemas/records/pv200.schema, whose examples are tests */
#define FIRST "18/09/17,23:15:00, 0, 1,1.523,2.004,"

static const VisionHeard heard[] = {
  VISION_HEARD ("/pv200/result", VISION_UNASKED, FIRST, VISION_RESULT, FIRST),
  VISION_HEARD ("/pv200/result/short-digits", VISION_UNASKED, "18/09/17,23:15:01, 1, 2,1.5,2.004,",
    VISION_RESULT, "18/09/17,23:15:01, 1, 2,1.5,2.004,"),
  /* the machine lost its power, and is back */
  VISION_HEARD ("/pv200/result/torn", VISION_UNASKED, "26/11/23,0" FIRST, VISION_RESULT, FIRST),
  VISION_HEARD ("/pv200/result/torn-late", VISION_UNASKED, "18/09/17,23:14:59, 9, 1,1.5" FIRST,
                VISION_RESULT, FIRST),
  VISION_HEARD ("/pv200/result/torn-twice", VISION_UNASKED, "18/09/17,23:14:59, 9," "18" FIRST,
                VISION_RESULT, FIRST),
  /* the schema refuses these, with their bytes */
  VISION_HEARD ("/pv200/result/cut", VISION_UNASKED, "3:15:00, 0, 1,1.523,2.004,", VISION_RESULT,
                NULL),
  VISION_HEARD ("/pv200/result/noise", VISION_UNASKED, "\xff\x01", VISION_RESULT, NULL),
  VISION_HEARD ("/pv200/result/empty", VISION_UNASKED, "", VISION_RESULT, NULL),
  /* between a trigger and its echo */
  VISION_HEARD ("/pv200/result/asked", VISION_ASKS (VISION_TRIGGER, "%S"), FIRST, VISION_RESULT,
                FIRST),
  VISION_HEARD ("/pv200/echo", VISION_ASKS (VISION_TRIGGER, "%S"), "%S", VISION_ANSWER, "%S"),
  VISION_HEARD ("/pv200/echo/other", VISION_ASKS (VISION_TRIGGER, "%S"), "%Sx", VISION_RESULT,
                NULL),
  VISION_HEARD ("/pv200/word", VISION_ASKS (VISION_WORD, "%R"), "%R01", VISION_ANSWER, "%R01"),
  VISION_HEARD ("/pv200/word/result", VISION_ASKS (VISION_WORD, "%R"), FIRST, VISION_RESULT, FIRST),
};

static const VisionPv200Grammar silent;
static const VisionPv200Grammar echoes = { TRUE };

static const VisionSaid said[] = {
  VISION_SAID ("/pv200/say/trigger", VISION_TRIGGER, "%S", "%S\r", .is_silent = TRUE),
  VISION_SAID ("/pv200/say/word", VISION_WORD, "%R", "%R\r"),
  VISION_SAID ("/pv200/say/trigger-unknown", VISION_TRIGGER, "", NULL),
  VISION_SAID ("/pv200/say/program", VISION_PROGRAM, "1", NULL),
};

static void
test_echo (void)
{
  const VisionSaid trigger = VISION_SAID (NULL, VISION_TRIGGER, "%S", "%S\r");

  vision_test_grammar = &echoes;
  vision_say (&trigger);
  g_assert_false (trigger.is_silent);
  vision_test_grammar = &silent;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  vision_add_vectors (&vision_pv200_language, &silent, heard, G_N_ELEMENTS (heard), said,
                      G_N_ELEMENTS (said));
  g_test_add_func ("/pv200/say/echo", test_echo);
  return g_test_run ();
}
