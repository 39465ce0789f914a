/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-keyence.c - tests what the languages of Keyence have in common */
#include "vision-keyence.h"
#include <string.h>

static const VisionKeyenceSpoken spoken[VISION_N_ACTS] = {
  [VISION_TRIGGER] = { "TA", FALSE },
  [VISION_READ_MODE] = { "RM", TRUE },
};

/* the word of a question is its act's, or what the user said up to the first comma */
static void
test_word (void)
{
  const struct {
    VisionQuestion question;
    const char *word;
  } cases[] = {
    { { VISION_TRIGGER, "", 0, 0 }, "TA" },
    { { VISION_TRIGGER, "T2", 0, 0 }, "T2" },
    { { VISION_READ_MODE, "", 0, 0 }, "RM" },
    { { VISION_PROGRAM, "1,003", 0, 0 }, "" },
    { { VISION_WORD, "EXW,4", 0, 0 }, "EXW" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const VisionText word = vision_keyence_get_word (spoken, &cases[i].question);

      g_assert_true (vision_text_is (word, cases[i].word));
    }
}

static void
test_refuses (void)
{
  const struct {
    const char *line;
    gboolean refuses;
    VisionKind kind;
  } cases[] = {
    { "ER,RM,03", TRUE, VISION_REFUSAL }, { "ER,TA,03", TRUE, VISION_STRAY },
    { "ER,RM,3x", FALSE, VISION_BAD },    { "ER,RM,03,1", FALSE, VISION_BAD },
    { "ER,RM", FALSE, VISION_BAD },       { "ER", FALSE, VISION_BAD },
    { "ERR,RM,03", FALSE, VISION_BAD },   { "", FALSE, VISION_BAD },
  };
  const VisionQuestion question = { VISION_READ_MODE, "", 0, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      VisionEvent event = { .kind = VISION_BAD };
      const VisionText line = vision_text (cases[i].line, strlen (cases[i].line));

      g_test_message ("%s", cases[i].line);
      g_assert_cmpint (vision_keyence_refuses (spoken, &question, line, &event), ==,
                       cases[i].refuses);
      g_assert_cmpint (event.kind, ==, cases[i].kind);
    }
}

/* an answer without its value is none, and the other way round */
static void
test_answers (void)
{
  const struct {
    VisionQuestion question;
    const char *line;
    const char *value;
  } cases[] = {
    { { VISION_READ_MODE, "", 0, 0 }, "RM,1", "1" },
    { { VISION_READ_MODE, "", 0, 0 }, "RM", NULL },
    { { VISION_READ_MODE, "", 0, 0 }, "RMX,1", NULL },
    { { VISION_TRIGGER, "", 0, 0 }, "TA", "" },
    { { VISION_TRIGGER, "", 0, 0 }, "TA,1", NULL },
    { { VISION_WORD, "TA", 0, 0 }, "TA,1,2", "1,2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      VisionEvent event = { .kind = VISION_BAD };
      const VisionText line = vision_text (cases[i].line, strlen (cases[i].line));

      g_test_message ("%s", cases[i].line);
      g_assert_cmpint (vision_keyence_answers (spoken, &cases[i].question, line, &event), ==,
                       cases[i].value != NULL);
      if (cases[i].value != NULL)
        g_assert_true (vision_text_is (event.value, cases[i].value));
    }
}

/* what the user says goes before the word of the act; bytes NULL: it cannot be said */
static void
test_say (void)
{
  static const VisionLanguage language = { .name = "keyence" };
  const struct {
    VisionAct act;
    const char *argument;
    const char *bytes;
  } cases[] = {
    { VISION_WORD, "PW,1,003", "PW,1,003\r" }, { VISION_TRIGGER, "", "TA\r" },
    { VISION_TRIGGER, "T2", "T2\r" },          { VISION_WORD, "PW,1\r", NULL },
    { VISION_WORD, "", NULL },                 { VISION_RUN, "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      VisionMessage message = { .bytes = g_string_new (NULL) };
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (vision_keyence_say (&language, spoken, cases[i].act, cases[i].argument,
                                           &message, &error),
                       ==, cases[i].bytes != NULL);
      if (cases[i].bytes != NULL)
        g_assert_cmpstr (message.bytes->str, ==, cases[i].bytes);
      else
        g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
      g_string_free (message.bytes, TRUE);
    }
}

static void
test_is_word (void)
{
  static const char *const words[] = { "TA", "RM", NULL };

  g_assert_true (vision_keyence_is_word (words, vision_text ("RM,1", 4)));
  g_assert_true (vision_keyence_is_word (words, vision_text ("TA", 2)));
  g_assert_false (vision_keyence_is_word (words, vision_text ("TAX", 3)));
  g_assert_false (vision_keyence_is_word (words, vision_text ("1.5,TA", 6)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyence/word", test_word);
  g_test_add_func ("/keyence/refuses", test_refuses);
  g_test_add_func ("/keyence/answers", test_answers);
  g_test_add_func ("/keyence/say", test_say);
  g_test_add_func ("/keyence/is-word", test_is_word);
  return g_test_run ();
}
