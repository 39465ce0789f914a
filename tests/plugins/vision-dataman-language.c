/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-dataman-language.c - tests every message of a DataMan reader that is known */
#include "vision-dataman-language.h"
#include "vision-vectors.h"

#define GOOD .judgement = VISION_JUDGEMENT_GOOD
#define BAD .judgement = VISION_JUDGEMENT_BAD

/* docs.cognex.com/dmst_2310, DMCAP, Command Syntax; field notes of a DM475V, firmware 6.1.16_sr4 */
static const VisionHeard heard[] = {
  VISION_HEARD ("/dataman/code", VISION_UNASKED, "01234567890128", VISION_RESULT, "01234567890128",
                GOOD),
  VISION_HEARD ("/dataman/no-read", VISION_UNASKED, "NOREAD", VISION_RESULT, "NOREAD", BAD),
  /* apart from the answer to the trigger, before or behind it */
  VISION_HEARD ("/dataman/code/asked", VISION_ASKS (VISION_TRIGGER, ""), "01234567890128",
                VISION_RESULT, "01234567890128", GOOD),
  VISION_HEARD ("/dataman/trigger", VISION_ASKS (VISION_TRIGGER, ""), "||:::2[0]", VISION_ANSWER,
                ""),
  VISION_HEARD ("/dataman/answer/numbered", VISION_ASKS (VISION_WORD, "GET SYMBOL.MAX"),
                "||0:7[0]42", VISION_ANSWER, "42"),
  VISION_HEARD ("/dataman/answer/brackets", VISION_ASKS (VISION_WORD, "GET DEVICE.NAME"),
                "||0:7[0]camera[3]", VISION_ANSWER, "camera[3]"),
  VISION_HEARD ("/dataman/refused", VISION_ASKS (VISION_WORD, "SET X 1"), "||0:7[102]",
                VISION_REFUSAL, "SET X 1 102"),
  VISION_HEARD ("/dataman/refused/unidentified", VISION_ASKS (VISION_WORD, "SET X 1"), "||0:7[100]",
                VISION_REFUSAL, "SET X 1 100"),
  VISION_HEARD ("/dataman/refused/command", VISION_ASKS (VISION_WORD, "SET X 1"), "||0:7[101]",
                VISION_REFUSAL, "SET X 1 101"),
  VISION_HEARD ("/dataman/refused/checksum", VISION_ASKS (VISION_WORD, "SET X 1"), "||1:7[103]",
                VISION_REFUSAL, "SET X 1 103"),
  VISION_HEARD ("/dataman/refused/offline", VISION_ASKS (VISION_TRIGGER, ""), "||[105]",
                VISION_REFUSAL, " 105", .mode = VISION_MODE_OFFLINE),
  VISION_HEARD ("/dataman/unasked", VISION_UNASKED, "||:::2[0]", VISION_STRAY, NULL),
  VISION_HEARD ("/dataman/unasked/refused", VISION_UNASKED, "||[104]", VISION_STRAY, " 104"),
  /* codes that only begin like an answer */
  VISION_HEARD ("/dataman/code/bars", VISION_UNASKED, "||12", VISION_RESULT, "||12", GOOD),
  VISION_HEARD ("/dataman/code/bracket", VISION_UNASKED, "||12[x]", VISION_RESULT, "||12[x]", GOOD),
  VISION_HEARD ("/dataman/code/open", VISION_UNASKED, "||12[0", VISION_RESULT, "||12[0", GOOD),
  VISION_HEARD ("/dataman/code/empty", VISION_UNASKED, "", VISION_RESULT, "", GOOD),
};

static const VisionDatamanGrammar extended = { TRUE, "NOREAD" };
static const VisionDatamanGrammar silent = { FALSE, NULL };

static const VisionSaid said[] = {
  VISION_SAID ("/dataman/say/trigger", VISION_TRIGGER, "", "||>TRIGGER ON\r\n"),
  VISION_SAID ("/dataman/say/word", VISION_WORD, "GET SYMBOL.MAX", "||>GET SYMBOL.MAX\r\n"),
  /* what a quoted argument has escaped is sent as it was given */
  VISION_SAID ("/dataman/say/word/quoted", VISION_WORD, "SET X \"\\\"\\\\\\|\\t\\r\\n\"",
               "||>SET X \"\\\"\\\\\\|\\t\\r\\n\"\r\n"),
  VISION_SAID ("/dataman/say/word/none", VISION_WORD, "", NULL),
  VISION_SAID ("/dataman/say/program", VISION_PROGRAM, "1", NULL),
};

/* a reader as it is delivered: a command has no answer, but for what is asked for */
static void
test_silent (void)
{
  const struct {
    VisionAct act;
    const char *argument;
    gboolean is_silent;
  } cases[] = {
    { VISION_TRIGGER, "", TRUE },
    { VISION_WORD, "SET SYMBOL.MAX 1", TRUE },
    { VISION_WORD, "get SYMBOL.MAX", FALSE },
  };
  const VisionHeard answer = VISION_HEARD ("", VISION_ASKS (VISION_WORD, "GET SYMBOL.MAX"), "42",
                                           VISION_ANSWER, "42");
  const VisionHeard code = VISION_HEARD ("", VISION_UNASKED, "42", VISION_RESULT, "42");

  vision_test_grammar = &silent;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      VisionMessage message = { .bytes = g_string_new (NULL) };

      g_assert_true (
          vision_dataman_language.say (&silent, cases[i].act, cases[i].argument, &message, NULL));
      g_assert_cmpint (message.is_silent, ==, cases[i].is_silent);
      g_string_free (message.bytes, TRUE);
    }
  vision_hear (&answer);
  vision_hear (&code);
  vision_test_grammar = &extended;
}

/* a digest of Cognex's guide to DataMan Control Commands */
static void
test_names (void)
{
  static const char *const names[] = {
    "100", "unidentified",
    "101", "command-invalid",
    "102", "parameter-invalid",
    "103", "checksum",
    "104", "rejected",
    "105", "offline",
    NULL,
  };

  vision_expect_names (&vision_dataman_language, names);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  vision_add_vectors (&vision_dataman_language, &extended, heard, G_N_ELEMENTS (heard), said,
                      G_N_ELEMENTS (said));
  g_test_add_func ("/dataman/silent", test_silent);
  g_test_add_func ("/dataman/names", test_names);
  return g_test_run ();
}
