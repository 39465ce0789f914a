/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-language.c - tests what the languages of vision machines have in common */
#include "vision-language.h"
#include <string.h>

static const VisionFault faults[] = {
  { "02", "command-error", "it is not known" },
  { .code = NULL },
};
static const VisionLanguage language = { .name = "test", .faults = faults };
static const VisionLanguage without = { .name = "test" };

#define TEXT(text) vision_text (text, strlen (text))

static void
test_take (void)
{
  VisionText text = TEXT ("ER,PW,");

  g_assert_true (vision_text_is (vision_text_take (&text, ','), "ER"));
  g_assert_true (vision_text_is (vision_text_take (&text, ','), "PW"));
  g_assert_true (vision_text_is (vision_text_take (&text, ','), ""));
  g_assert_null (text.text);
  g_assert_null (vision_text_take (&text, ',').text);
  g_assert_false (vision_text_is (text, ""));
}

static void
test_number (void)
{
  guint number = 0;

  g_assert_true (vision_text_number (TEXT ("007"), &number));
  g_assert_cmpuint (number, ==, 7);
  g_assert_false (vision_text_number (TEXT (""), &number));
  g_assert_false (vision_text_number (TEXT ("-1"), &number));
  g_assert_false (vision_text_number (TEXT ("1a"), &number));
  g_assert_false (vision_text_number (TEXT ("1234567890"), &number));
  g_assert_false (vision_text_number (vision_text (NULL, 0), &number));
  g_assert_cmpuint (number, ==, 7);
}

static void
test_faults (void)
{
  VisionEvent event = { .command = TEXT ("PW"), .code = TEXT ("02") };
  g_autofree char *known = vision_language_tell_fault (&language, &event);
  g_autofree char *unknown = vision_language_tell_fault (&without, &event);
  VisionEvent strange = { .code = vision_text ("0\x01\xff", 3) };
  g_autofree char *escaped = vision_language_tell_fault (&language, &strange);

  g_assert_cmpstr (known, ==, "refused PW: command-error 02: it is not known");
  g_assert_cmpstr (unknown, ==, "refused PW: unknown code 02: the manual's list does not have it");
  g_assert_true (g_str_is_ascii (escaped));
}

static void
test_lacks (void)
{
  g_autoptr (GError) trigger = NULL, program = NULL;

  g_assert_false (vision_language_lacks (&language, VISION_TRIGGER, &trigger));
  g_assert_error (trigger, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_nonnull (strstr (trigger->message, "trigger-command="));
  g_assert_false (vision_language_lacks (&language, VISION_PROGRAM, &program));
  g_assert_cmpstr (program->message, ==, "test has no command that is known to switch the program");
}

static void
test_names (void)
{
  for (guint i = 0; i < VISION_N_ACTS; i++)
    g_assert_nonnull (vision_act_get_name ((VisionAct) i));
  g_assert_cmpstr (vision_mode_get_name (VISION_MODE_OFFLINE), ==, "offline");
}

/* whoever says no says it to the question, or to nobody */
static void
test_refuse (void)
{
  const VisionQuestion question = { VISION_WORD, "PW,1,003", 0, 0 };
  VisionEvent asked = { .kind = VISION_BAD }, unasked = { .kind = VISION_BAD };

  vision_event_refuse (&asked, &question, vision_text ("22", 2));
  g_assert_cmpint (asked.kind, ==, VISION_REFUSAL);
  g_assert_true (vision_text_is (asked.code, "22"));
  g_assert_true (vision_text_is (asked.command, "PW,1,003"));
  vision_event_refuse (&unasked, NULL, vision_text ("22", 2));
  g_assert_cmpint (unasked.kind, ==, VISION_STRAY);
  g_assert_null (unasked.command.text);
}

static void
test_equal (void)
{
  const VisionText text = vision_text ("PW,1", 2);

  g_assert_true (vision_text_equal (text, vision_text ("PWX", 2)));
  g_assert_false (vision_text_equal (text, vision_text ("PWX", 3)));
  g_assert_false (vision_text_equal (text, vision_text ("PR", 2)));
  g_assert_false (vision_text_equal (text, vision_text (NULL, 0)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language/take", test_take);
  g_test_add_func ("/language/number", test_number);
  g_test_add_func ("/language/faults", test_faults);
  g_test_add_func ("/language/lacks", test_lacks);
  g_test_add_func ("/language/names", test_names);
  g_test_add_func ("/language/refuse", test_refuse);
  g_test_add_func ("/language/equal", test_equal);
  return g_test_run ();
}
