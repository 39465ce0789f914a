/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-pv310-language.c - tests every message of a PV310 or AX40 that is known */
#include "vision-pv310-language.h"
#include "vision-vectors.h"

/* Micro-Imagechecker PV310 manual, chapter 11, and AX40 manual, page 234 */
static const VisionHeard heard[] = {
  /* a command that is accepted comes back */
  VISION_HEARD ("/pv310/accepted", VISION_ASKS (VISION_WORD, "%G05,80"), "%G05,080", VISION_ANSWER,
    "%G05,080"),
  VISION_HEARD ("/pv310/accepted/fixed", VISION_ASKS (VISION_WORD, "%G0500800100"), "%G0500800100",
    VISION_ANSWER, "%G0500800100"),
  /* places that are not used are 0 or blank */
  VISION_HEARD ("/pv310/accepted/blanks", VISION_ASKS (VISION_WORD, "%G05  80 100"), "%G05  80 100",
                VISION_ANSWER, "%G05  80 100"),
  VISION_HEARD ("/pv310/accepted/spelt-otherwise", VISION_ASKS (VISION_WORD, "%G0500800100"),
                "%G05  80 100", VISION_ANSWER, "%G05  80 100"),
  /* of two thresholds the one that is not set is 0 */
  VISION_HEARD ("/pv310/read", VISION_ASKS (VISION_WORD, "%H01"), "%H01,100,000", VISION_ANSWER,
    "%H01,100,000"),
  /* a minimum and a maximum of 12 characters each: C reads, N writes */
  VISION_HEARD ("/pv310/read/limits", VISION_ASKS (VISION_WORD, "%C01"),
                "%C01-02147483648002147483647", VISION_ANSWER, "%C01-02147483648002147483647"),
  VISION_HEARD ("/pv310/write/limits", VISION_ASKS (VISION_WORD, "%N01-02147483648002147483647"),
                "%N01-02147483648002147483647", VISION_ANSWER, "%N01-02147483648002147483647"),
  VISION_HEARD ("/pv310/read/not-write", VISION_ASKS (VISION_WORD, "%C01"),
                "%N01-02147483648002147483647", VISION_STRAY, NULL),
  /* of thresholds: H reads, G writes */
  VISION_HEARD ("/pv310/write/two", VISION_ASKS (VISION_WORD, "%G01,100,000"), "%G01,100,000",
                VISION_ANSWER, "%G01,100,000"),
  VISION_HEARD ("/pv310/slice-level", VISION_ASKS (VISION_WORD, "%T08"), "%T08", VISION_ANSWER,
                "%T08"),
  VISION_HEARD ("/pv310/trigger", VISION_ASKS (VISION_TRIGGER, "%S"), "%S", VISION_ANSWER, "%S"),
  /* refusals */
  VISION_HEARD ("/pv310/refused/unknown", VISION_ASKS (VISION_WORD, "%X"), "%U", VISION_REFUSAL,
                "%X U"),
  VISION_HEARD ("/pv310/refused/range", VISION_ASKS (VISION_WORD, "%G99,1"), "%Z", VISION_REFUSAL,
    "%G99,1 Z"),
  VISION_HEARD ("/pv310/refused/unasked", VISION_UNASKED, "%U", VISION_STRAY, " U"),
  /* what is of another command, or of none */
  VISION_HEARD ("/pv310/other", VISION_ASKS (VISION_WORD, "%G05,80"), "%H01,100,000", VISION_STRAY,
                NULL),
  VISION_HEARD ("/pv310/unasked", VISION_UNASKED, "%G05,080", VISION_STRAY, NULL),
  VISION_HEARD ("/pv310/percent", VISION_ASKS (VISION_WORD, "%G"), "%", VISION_STRAY, NULL),
  /* results come between a command and its answer */
  VISION_HEARD ("/pv310/result", VISION_UNASKED, "1,1.523,2.004", VISION_RESULT, "1,1.523,2.004"),
  VISION_HEARD ("/pv310/result/asked", VISION_ASKS (VISION_WORD, "%G05,80"), "1,1.523",
                VISION_RESULT,
    "1,1.523"),
  VISION_HEARD ("/pv310/result/empty", VISION_UNASKED, "", VISION_RESULT, ""),
};

static const VisionSaid said[] = {
  VISION_SAID ("/pv310/say/word", VISION_WORD, "%G05,80", "%G05,80\r"),
  VISION_SAID ("/pv310/say/trigger", VISION_TRIGGER, "%S", "%S\r"),
  VISION_SAID ("/pv310/say/trigger-unknown", VISION_TRIGGER, "", NULL),
  VISION_SAID ("/pv310/say/no-command", VISION_WORD, "G05", NULL),
  VISION_SAID ("/pv310/say/two-lines", VISION_WORD, "%G05\r%H01", NULL),
  VISION_SAID ("/pv310/say/mode", VISION_READ_MODE, "", NULL),
};

static void
test_faults (void)
{
  VisionEvent event = { .command = vision_text ("%G99,1", 6), .code = vision_text ("Z", 1) };
  g_autofree char *told = vision_language_tell_fault (&vision_pv310_language, &event);

  g_assert_cmpstr (told, ==,
                   "refused %G99,1: out-of-range Z: its target is missing, or a value is out of "
                   "range; the ERROR output is on (E0175 to E0179)");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  vision_add_vectors (&vision_pv310_language, NULL, heard, G_N_ELEMENTS (heard), said,
                      G_N_ELEMENTS (said));
  g_test_add_func ("/pv310/faults", test_faults);
  return g_test_run ();
}
