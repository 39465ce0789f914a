/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-omron-language.c - tests every message of an FZ, FH, FQ2 or F250 that is known */
#include "vision-omron-language.h"
#include "vision-vectors.h"

#define GOOD .judgement = VISION_JUDGEMENT_GOOD
#define BAD .judgement = VISION_JUDGEMENT_BAD
#define NEITHER .judgement = VISION_JUDGEMENT_NONE

/* FZ3 user's manual, non-procedural data output; FQ2 user's manual, appendix; FQ-CR2, page 131 */
static const VisionHeard heard[] = {
  VISION_HEARD ("/omron/result", VISION_UNASKED, "1,1.523,2.004", VISION_RESULT, "1,1.523,2.004",
                GOOD),
  VISION_HEARD ("/omron/result/bad", VISION_UNASKED, "-1.0000,1.523", VISION_RESULT,
                "-1.0000,1.523", BAD),
  VISION_HEARD ("/omron/result/neither", VISION_UNASKED, "0,1.523", VISION_RESULT, "0,1.523",
                NEITHER),
  VISION_HEARD ("/omron/result/no-number", VISION_UNASKED, "x,1.523", VISION_RESULT, "x,1.523"),
  VISION_HEARD ("/omron/result/fraction", VISION_UNASKED, "1.5,1.523", VISION_RESULT, "1.5,1.523"),
  VISION_HEARD ("/omron/result/saturated", VISION_UNASKED, "-1,-999999999.9999", VISION_RESULT,
                "-1,-999999999.9999", BAD),
  VISION_HEARD ("/omron/result/empty", VISION_UNASKED, "", VISION_RESULT, ""),
  /* the result comes before the OK */
  VISION_HEARD ("/omron/trigger/result", VISION_ASKS (VISION_TRIGGER, ""), "1,256.324",
                VISION_RESULT, "1,256.324", GOOD),
  VISION_HEARD ("/omron/trigger/done", VISION_ASKS (VISION_TRIGGER, ""), "OK", VISION_ANSWER,
                NULL),
  VISION_HEARD ("/omron/trigger/refused", VISION_ASKS (VISION_TRIGGER, ""), "ER", VISION_REFUSAL,
                " ER"),
  VISION_HEARD ("/omron/word/value", VISION_ASKS (VISION_WORD, "ITEMDATA0 10 1"), "256.324",
                VISION_PART, "256.324"),
  VISION_HEARD ("/omron/word/done", VISION_ASKS (VISION_WORD, "ITEMDATA0 10 1 100"), "OK",
                VISION_ANSWER, NULL),
  VISION_HEARD ("/omron/word/refused", VISION_ASKS (VISION_WORD, "ITEMDATA0"), "ER",
                VISION_REFUSAL, "ITEMDATA0 ER"),
  VISION_HEARD ("/omron/unasked", VISION_UNASKED, "OK", VISION_STRAY, NULL),
  VISION_HEARD ("/omron/unasked/refused", VISION_UNASKED, "ER", VISION_STRAY, " ER"),
};

static const VisionOmronGrammar fz = { VISION_OMRON_FZ, 1, ',' };

static const VisionSaid said[] = {
  VISION_SAID ("/omron/say/trigger", VISION_TRIGGER, "", "MEASURE\r"),
  VISION_SAID ("/omron/say/trigger/continuous", VISION_TRIGGER, "MEASURE /C", "MEASURE /C\r"),
  VISION_SAID ("/omron/say/trigger/end", VISION_TRIGGER, "MEASURE /E", "MEASURE /E\r"),
  VISION_SAID ("/omron/say/trigger/short", VISION_TRIGGER, "M", "M\r"),
  VISION_SAID ("/omron/say/trigger/fq-cr2", VISION_TRIGGER, "GL", "GL\r"),
  VISION_SAID ("/omron/say/word", VISION_WORD, "ITEMDATA0 10 1 100", "ITEMDATA0 10 1 100\r"),
  VISION_SAID ("/omron/say/word/none", VISION_WORD, "", NULL),
  VISION_SAID ("/omron/say/program", VISION_PROGRAM, "1", NULL),
};

/* what is good differs by series, and a number may be written in several ways */
static void
test_judgement (void)
{
  const struct {
    VisionOmronGrammar grammar;
    const char *line;
    VisionJudgement judgement;
  } cases[] = {
    { { VISION_OMRON_FZ, 2, ',' }, "1.5,1", VISION_JUDGEMENT_GOOD },
    { { VISION_OMRON_FZ, 2, ',' }, "1.5,-1", VISION_JUDGEMENT_BAD },
    { { VISION_OMRON_FQ2, 1, ' ' }, "0.000 256.324", VISION_JUDGEMENT_GOOD },
    { { VISION_OMRON_FQ2, 2, ' ' }, "256.324   -1000", VISION_JUDGEMENT_BAD },
    { { VISION_OMRON_FQ2, 1, ' ' }, "1", VISION_JUDGEMENT_NONE },
    /* F250 user's manual, page 955: blanks between sign and digits */
    { { VISION_OMRON_F250, 3, ',' }, "12345.678 , 567.321 , -  1.000", VISION_JUDGEMENT_BAD },
    { { VISION_OMRON_F250, 1, ',' }, "   0.000 , 567.321", VISION_JUDGEMENT_GOOD },
    { { VISION_OMRON_F250, 4, ',' }, "12345.678 , 567.321 , 0", VISION_JUDGEMENT_UNKNOWN },
    { { VISION_OMRON_FZ, 0, ',' }, "1,1", VISION_JUDGEMENT_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      VisionEvent event = { .kind = VISION_BAD };

      g_test_message ("%s", cases[i].line);
      vision_omron_language.understand (&cases[i].grammar, NULL, (const guint8 *) cases[i].line,
                                        strlen (cases[i].line), &event);
      g_assert_cmpint (event.kind, ==, VISION_RESULT);
      g_assert_cmpint (event.judgement, ==, cases[i].judgement);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  vision_add_vectors (&vision_omron_language, &fz, heard, G_N_ELEMENTS (heard), said,
                      G_N_ELEMENTS (said));
  g_test_add_func ("/omron/judgement", test_judgement);
  return g_test_run ();
}
