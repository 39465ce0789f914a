/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-keyence-im-language.c - tests every line of an IM's block that is known */
#include "vision-keyence-im-language.h"
#include "vision-vectors.h"

/* github.com/mathieu-girard/pyIM at 24cefc40, pyIM.py; the values are of the tests */
#define BLOCK \
  "ST\r\nJG\r\nSE 123 1.00\r\nDA 2019/05/07 10:21:33\r\nMS P1\r\nLO\r\nCH\r\n" \
  "IT 1 1,234 mm Width left 1,200 0,050 -0,050 0\r\nIT 12 0,5 mm\r\nEN"
#define PAIRS \
  "JG=\nSE=123 1.00\nDA=2019/05/07 10:21:33\nMS=P1\nLO=\nCH=\n" \
  "1.value=1,234\n1.unit=mm\n1.name=Width left\n1.nominal=1,200\n1.upper=0,050\n" \
  "1.lower=-0,050\n1.last=0\n12.value=0,5\n12.unit=mm\n"

static const VisionHeard heard[] = {
  VISION_HEARD ("/im/block", VISION_UNASKED, BLOCK, VISION_RESULT, PAIRS),
  VISION_HEARD ("/im/block/empty", VISION_UNASKED, "ST\r\nEN", VISION_RESULT, ""),
  VISION_HEARD ("/im/block/cr", VISION_UNASKED, "ST\rMS P1\rEN", VISION_RESULT, "MS=P1\n"),
  VISION_HEARD ("/im/block/lf", VISION_UNASKED, "ST\nMS P1\nEN", VISION_RESULT, "MS=P1\n"),
  /* the machine lost its power in the midst of a line, and is back; a program called TEST is none
   */
  VISION_HEARD ("/im/torn", VISION_UNASKED, "ST\r\nMS P9\r\nIT 1 9,99" BLOCK, VISION_RESULT, PAIRS),
  VISION_HEARD ("/im/torn/at-once", VISION_UNASKED, "ST\r\nST\r\nJG OK\r\nEN", VISION_RESULT,
                "JG=OK\n"),
  VISION_HEARD ("/im/torn/not", VISION_UNASKED, "ST\r\nMS TEST\r\nLO 1\r\nEN", VISION_RESULT,
                "MS=TEST\nLO=1\n"),
  VISION_HEARD ("/im/block/jh", VISION_UNASKED, "ST\r\nJH\r\nMS P1\r\nEN", VISION_RESULT,
                "JH=\nMS=P1\n"),
  /* latin-1, as it came */
  VISION_HEARD ("/im/block/latin-1", VISION_UNASKED,
                "ST\r\nMS Gr\xf6\xdf"
                "e\r\nEN",
                VISION_RESULT,
                "MS=Gr\xf6\xdf"
                "e\n"),
  VISION_HEARD ("/im/item/no-value", VISION_UNASKED, "ST\r\nIT 1\r\nEN", VISION_BAD, NULL),
  VISION_HEARD ("/im/item/no-number", VISION_UNASKED, "ST\r\nIT x 1,0\r\nEN", VISION_BAD, NULL),
  VISION_HEARD ("/im/item/nothing", VISION_UNASKED, "ST\r\nIT\r\nEN", VISION_BAD, NULL),
  VISION_HEARD ("/im/other", VISION_UNASKED, "IT 1 1,234 mm\r\nEN", VISION_BAD, NULL),
  VISION_HEARD ("/im/empty", VISION_UNASKED, "", VISION_BAD, NULL),
};

static const VisionKeyenceImGrammar plain = { FALSE };
static const VisionKeyenceImGrammar summed = { TRUE };

static const VisionSaid said[] = {
  VISION_SAID ("/im/say/trigger", VISION_TRIGGER, "", NULL),
  VISION_SAID ("/im/say/trigger/own", VISION_TRIGGER, "T1", "T1\r", .is_silent = TRUE),
  VISION_SAID ("/im/say/word", VISION_WORD, "T1", NULL),
};

/* S + T is 0xa7, E + N 0x93, "MS P1" 0x41 with its blank 0x141 */
static void
test_sums (void)
{
  const struct {
    const char *block;
    VisionKind kind;
  } cases[] = {
    { "STA7\r\nMS P141\r\nEN93", VISION_RESULT }, { "STa7\r\nEN93", VISION_RESULT },
    { "STA7\r\nMS P241\r\nEN93", VISION_BAD },    { "STA7\r\nMS P1\r\nEN93", VISION_BAD },
    { "STA7\r\nM\r\nEN93", VISION_BAD },
  };
  g_autoptr (GString) scratch = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      VisionEvent event = { .scratch = scratch };

      g_test_message ("%s", cases[i].block);
      vision_keyence_im_language.understand (&summed, NULL, (const guint8 *) cases[i].block,
                                             strlen (cases[i].block), &event);
      g_assert_cmpint (event.kind, ==, cases[i].kind);
      if (i == 0)
        g_assert_cmpstr (scratch->str, ==, "MS=P1\n");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  vision_add_vectors (&vision_keyence_im_language, &plain, heard, G_N_ELEMENTS (heard), said,
                      G_N_ELEMENTS (said));
  g_test_add_func ("/im/sums", test_sums);
  return g_test_run ();
}
