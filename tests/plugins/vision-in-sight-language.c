/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-in-sight-language.c - tests every message of an In-Sight that is known */
#include "vision-in-sight-language.h"
#include "vision-vectors.h"

static const VisionHeard heard[] = {
  /* recorded login of an 8502P, with the two prompts that nothing ends */
  VISION_HEARD ("/in-sight/login/banner", VISION_UNASKED,
                "Welcome to In-Sight(tm)  8502P Session 0", VISION_NOTHING, NULL),
  VISION_HEARD ("/in-sight/login/user", VISION_UNASKED, "User: ", VISION_ASKS_USER, NULL),
  VISION_HEARD ("/in-sight/login/password", VISION_UNASKED, "Password: ", VISION_ASKS_PASSWORD,
                NULL),
  VISION_HEARD ("/in-sight/login/done", VISION_UNASKED, "User Logged In", VISION_LOGGED_IN, NULL),
  VISION_HEARD ("/in-sight/login/wrong", VISION_UNASKED, "Invalid Password",
                VISION_LOGIN_REFUSED, NULL),
  VISION_HEARD ("/in-sight/result", VISION_UNASKED, "(28.9,24.2) 153.2\xb0 score = 70.2",
                VISION_RESULT, "(28.9,24.2) 153.2\xb0 score = 70.2"),

  /* Get Value: a status, and the value on the next line, which may be empty */
  VISION_HEARD ("/in-sight/value/status", VISION_ASKS (VISION_WORD, "GVtag"), "1", VISION_PART,
                NULL),
  VISION_HEARD ("/in-sight/value/value", VISION_ASKS (VISION_WORD, "GVtag"), "1.000",
                VISION_ANSWER, "1.000", .n_parts = 1),
  VISION_HEARD ("/in-sight/value/one", VISION_ASKS (VISION_WORD, "gvtag"), "1", VISION_ANSWER, "1",
                .n_parts = 1),
  VISION_HEARD ("/in-sight/value/empty", VISION_ASKS (VISION_WORD, "GVtag"), "", VISION_ANSWER,
                NULL, .n_parts = 1),
  VISION_HEARD ("/in-sight/value/refused", VISION_ASKS (VISION_WORD, "GVtag"), "-1",
                VISION_REFUSAL, " -1"),
  /* Get Info: five lines */
  VISION_HEARD ("/in-sight/info", VISION_ASKS (VISION_WORD, "GI"), "Serial Number: 123",
                VISION_PART, "Serial Number: 123", .n_parts = 1),
  VISION_HEARD ("/in-sight/info/last", VISION_ASKS (VISION_WORD, "GI"), "Date of Build: Today",
                VISION_ANSWER, "Date of Build: Today", .n_parts = 5),

  /* SetOnline: 1, 0, -1, -2, -5, -6; Get Online answers by its value alone */
  VISION_HEARD ("/in-sight/online", VISION_ASKS (VISION_RUN, ""), "1", VISION_ANSWER, NULL),
  VISION_HEARD ("/in-sight/online/unknown", VISION_ASKS (VISION_RUN, ""), "0", VISION_REFUSAL,
                " 0"),
  VISION_HEARD ("/in-sight/online/not-executed", VISION_ASKS (VISION_RUN, ""), "-2",
                VISION_REFUSAL, " -2"),
  VISION_HEARD ("/in-sight/online/by-hand", VISION_ASKS (VISION_RUN, ""), "-5", VISION_REFUSAL,
                " -5", .mode = VISION_MODE_OFFLINE),
  VISION_HEARD ("/in-sight/online/no-access", VISION_ASKS (VISION_RUN, ""), "-6", VISION_REFUSAL,
                " -6"),
  VISION_HEARD ("/in-sight/mode/online", VISION_ASKS (VISION_READ_MODE, ""), "1", VISION_ANSWER,
                "1", .mode = VISION_MODE_RUN),
  VISION_HEARD ("/in-sight/mode/offline", VISION_ASKS (VISION_READ_MODE, ""), "0", VISION_ANSWER,
                "0", .mode = VISION_MODE_OFFLINE),

  /* jobs */
  VISION_HEARD ("/in-sight/program/status", VISION_ASKS (VISION_READ_PROGRAM, ""), "1",
                VISION_PART, NULL),
  VISION_HEARD ("/in-sight/program/file", VISION_ASKS (VISION_READ_PROGRAM, ""), "Example.job",
                VISION_ANSWER, "Example.job", .n_parts = 1),
  VISION_HEARD ("/in-sight/program/not-saved", VISION_ASKS (VISION_READ_PROGRAM, ""), "-2",
                VISION_REFUSAL, " -2"),

  /* triggers; a result between a command and its status */
  VISION_HEARD ("/in-sight/trigger", VISION_ASKS (VISION_TRIGGER, ""), "1", VISION_ANSWER, NULL),
  VISION_HEARD ("/in-sight/trigger/offline", VISION_ASKS (VISION_TRIGGER, "SE8"), "-2",
                VISION_REFUSAL, " -2"),
  VISION_HEARD ("/in-sight/trigger/result-before", VISION_ASKS (VISION_TRIGGER, ""),
                "[UH587IX1CGC3,398.000,1.000]", VISION_RESULT, "[UH587IX1CGC3,398.000,1.000]"),
  VISION_HEARD ("/in-sight/read-result/status", VISION_ASKS (VISION_READ_RESULT, "GVResult"), "1",
                VISION_PART, NULL),
  VISION_HEARD ("/in-sight/read-result/value", VISION_ASKS (VISION_READ_RESULT, "GVResult"),
                "398.000", VISION_ANSWER, "398.000", .n_parts = 1, .is_result = TRUE),

  /* nothing was asked */
  VISION_HEARD ("/in-sight/stray/status", VISION_UNASKED, "1", VISION_STRAY, NULL),
  VISION_HEARD ("/in-sight/stray/fault", VISION_UNASKED, "-2", VISION_STRAY, NULL),
  VISION_HEARD ("/in-sight/empty", VISION_UNASKED, "", VISION_NOTHING, NULL),
};

static const VisionInSightGrammar plain = { .terminator = "\r\n" };
static const VisionInSightGrammar values = { .terminator = "\r",
                                             .trigger_value = TRUE,
                                             .numbers = TRUE };

static const VisionSaid said[] = {
  VISION_SAID ("/in-sight/say/trigger", VISION_TRIGGER, "", "SW8\r\n"),
  VISION_SAID ("/in-sight/say/trigger/own", VISION_TRIGGER, "SE8", "SE8\r\n"),
  VISION_SAID ("/in-sight/say/trigger/event", VISION_TRIGGER, "SE0", "SE0\r\n"),
  VISION_SAID ("/in-sight/say/mode", VISION_READ_MODE, "", "GO\r\n"),
  VISION_SAID ("/in-sight/say/run", VISION_RUN, "", "SO1\r\n"),
  VISION_SAID ("/in-sight/say/setup", VISION_SETUP, "", "SO0\r\n"),
  VISION_SAID ("/in-sight/say/program", VISION_PROGRAM, "a.job", "LFa.job\r\n"),
  VISION_SAID ("/in-sight/say/program/none", VISION_PROGRAM, "", NULL),
  VISION_SAID ("/in-sight/say/read-program", VISION_READ_PROGRAM, "", "GF\r\n"),
  VISION_SAID ("/in-sight/say/word", VISION_WORD, "GVtag", "GVtag\r\n"),
  VISION_SAID ("/in-sight/say/word/none", VISION_WORD, "", NULL),
  VISION_SAID ("/in-sight/say/word/two", VISION_WORD, "GVa\r\nSO0", NULL),
  VISION_SAID ("/in-sight/say/reset", VISION_RESET, "", NULL),
};

/* tests/test_response_framing.py of CognexNativePy at 2ad1155: SE is answered by 1, 8 and <r>1</r>
 * on lines of their own, or by another status alone, and -1 is no length. Others are made of that:
 * an end of a line within, which the bytes count, and a length that is not kept */
static const VisionInSightGrammar sized_grammar = { .terminator = "\r\n", .sized_events = TRUE };

#define ASKS_EVENT VISION_ASKS (VISION_WORD, "SE0")

static const VisionHeard sized[] = {
  VISION_HEARD (NULL, ASKS_EVENT, "1", VISION_PART, NULL),
  VISION_HEARD (NULL, ASKS_EVENT, "0", VISION_REFUSAL, " 0"),
  VISION_HEARD (NULL, ASKS_EVENT, "8", VISION_PART, NULL, .n_parts = 1, .rest = 8),
  VISION_HEARD (NULL, ASKS_EVENT, "<r>1</r>", VISION_ANSWER, "<r>1</r>", .n_parts = 2,
                .n_bytes = 8),
  VISION_HEARD (NULL, ASKS_EVENT, "-1", VISION_STRAY, NULL, .n_parts = 1),
  VISION_HEARD (NULL, ASKS_EVENT, "65537", VISION_STRAY, NULL, .n_parts = 1),
  VISION_HEARD (NULL, ASKS_EVENT, "0", VISION_PART, NULL, .n_parts = 1),
  VISION_HEARD (NULL, ASKS_EVENT, "", VISION_ANSWER, NULL, .n_parts = 2),
  VISION_HEARD (NULL, ASKS_EVENT, "<r>", VISION_PART, "<r>", .n_parts = 2, .n_bytes = 10,
                .rest = 5),
  VISION_HEARD (NULL, ASKS_EVENT, "1</r>", VISION_ANSWER, "1</r>", .n_parts = 3, .n_bytes = 5),
  VISION_HEARD (NULL, ASKS_EVENT, "<r>1</r>", VISION_STRAY, NULL, .n_parts = 2, .n_bytes = 7),
  VISION_HEARD (NULL, ASKS_EVENT, "<r>1</r>", VISION_STRAY, NULL, .n_parts = 2, .n_bytes = 9),
  VISION_HEARD (NULL, VISION_ASKS (VISION_TRIGGER, "se8"), "<r>1</r>", VISION_ANSWER, "<r>1</r>",
                .n_parts = 2, .n_bytes = 8),
  VISION_HEARD (NULL, VISION_ASKS (VISION_READ_RESULT, "SE1"), "<r>1</r>", VISION_ANSWER,
                "<r>1</r>", .n_parts = 2, .n_bytes = 8, .is_result = TRUE),
  /* SetEvent and Wait: the status alone, as there */
  VISION_HEARD (NULL, VISION_ASKS (VISION_TRIGGER, "SW8"), "1", VISION_ANSWER, NULL),
  VISION_HEARD (NULL, VISION_ASKS (VISION_TRIGGER, ""), "1", VISION_ANSWER, NULL),
};

static void
test_sized (void)
{
  static const VisionInSightGrammar results = { .terminator = "\r\n",
                                                .trigger_value = TRUE,
                                                .sized_events = TRUE };
  static const VisionHeard result = VISION_HEARD (NULL, VISION_ASKS (VISION_TRIGGER, "SE8"),
                                                  "<r>1</r>", VISION_ANSWER, "<r>1</r>",
                                                  .n_parts = 2, .n_bytes = 8, .is_result = TRUE);
  const VisionQuestion question = { VISION_WORD, "SE0", 1, 0 };
  VisionEvent event = { .kind = VISION_BAD };

  vision_in_sight_language.understand (&sized_grammar, &question, (const guint8 *) "x", 1, &event);
  g_assert_nonnull (strstr (event.reason, "event-answer="));
  vision_test_grammar = &sized_grammar;
  for (guint i = 0; i < G_N_ELEMENTS (sized); i++)
    vision_hear (&sized[i]);
  vision_test_grammar = &results;
  vision_hear (&result);
  vision_test_grammar = &plain;
}

/* SM"string"event: a status, then [string, score, passed]; programs by their numbers */
static void
test_settings (void)
{
  static const VisionHeard status = VISION_HEARD (NULL, VISION_ASKS (VISION_TRIGGER, "SM\"a\"8"),
                                                  "1", VISION_PART, NULL);
  static const VisionHeard value = VISION_HEARD (NULL, VISION_ASKS (VISION_TRIGGER, "SM\"a\"8"),
                                                 "[UH587IX1CGC3,398.000,1.000]", VISION_ANSWER,
                                                 "[UH587IX1CGC3,398.000,1.000]", .n_parts = 1,
                                                 .is_result = TRUE);
  static const VisionSaid program = VISION_SAID (NULL, VISION_PROGRAM, "42", "SJ42\r");
  static const VisionSaid read = VISION_SAID (NULL, VISION_READ_PROGRAM, "", "GJ\r");

  vision_test_grammar = &values;
  vision_hear (&status);
  vision_hear (&value);
  vision_say (&program);
  vision_say (&read);
  vision_test_grammar = &plain;
  g_assert_false (vision_in_sight_open_language.has_login);
}

/* docs.cognex.com/isvs_2530: SetOnline, Get */
static void
test_names (void)
{
  static const char *const names[] = {
    "0", "unrecognized-command",
    "-1", "invalid-parameter",
    "-2", "not-executed",
    "-5", "offline",
    "-6", "no-full-access",
    NULL,
  };

  vision_expect_names (&vision_in_sight_language, names);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  vision_add_vectors (&vision_in_sight_language, &plain, heard, G_N_ELEMENTS (heard), said,
                      G_N_ELEMENTS (said));
  g_test_add_func ("/in-sight/settings", test_settings);
  g_test_add_func ("/in-sight/sized", test_sized);
  g_test_add_func ("/in-sight/names", test_names);
  return g_test_run ();
}
