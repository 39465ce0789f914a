/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-session-heard.c - tests what becomes of each frame: record, done with, or reject */
#include "vision-desk.h"

static void
desk_is_result (Desk *desk, const char *frame, const char *result)
{
  g_assert_cmpint (desk_hear (desk, frame, NULL), ==, LEAT_VERDICT_RECORD);
  g_assert_cmpmem (desk->found.result.text, (int) desk->found.result.length, result,
                   (int) strlen (result));
}

static void
test_result (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk_begin (&desk);
  desk_is_result (&desk, "#1,2", "1,2");
  g_assert_cmpuint (desk.found.trigger, ==, 0);
  g_assert_false (desk.found.is_test);
}

/* between a command and its answer */
static void
test_result_between (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk_begin (&desk);
  desk_command (&desk, "say", "1");
  desk_is_result (&desk, "#7", "7");
  desk_hear (&desk, "Va", NULL);
  desk_is_result (&desk, "#8", "8");
  desk_hear (&desk, "X1", NULL);
  g_assert_cmpstr (desk.answer, ==, "Va");
}

/* a result in parts is all of them */
static void
test_result_in_parts (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk.options.trigger = VISION_TRIGGER_COMMAND;
  desk.options.result_command = (char *) "7";
  desk_begin (&desk);
  desk_command (&desk, "trigger", "");
  desk_hear (&desk, "T", NULL);
  desk_hear (&desk, "Va", NULL);
  desk_hear (&desk, "Vb", NULL);
  desk_is_result (&desk, "Wc", "Va\nVb\nWc");
  g_assert_cmpuint (desk.found.trigger, ==, 1);
}

/* the last part of an answer that comes too late is nothing else */
static void
test_late_parts (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk_begin (&desk);
  desk_command (&desk, "say", "1");
  desk_wait (&desk, 2000);
  desk_expect (desk.told, "no-answer");
  desk_hear (&desk, "Va", "behind its deadline");
  desk_hear (&desk, "Wb", "behind its deadline");
  desk_hear (&desk, "Wb", "the answer to another command");
  desk_wait (&desk, 500);
  desk_command (&desk, "say", "2");
  desk_hear (&desk, "Wb", "the answer to another command");
  desk_hear (&desk, "X2,c", NULL);
  g_assert_cmpstr (desk.answer, ==, "c");
}

static void
test_strays (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk_begin (&desk);
  desk_hear (&desk, "X1", "the answer to another command");
  desk_hear (&desk, "E,03", "wrong-mode");
  desk_command (&desk, "say", "1");
  desk_hear (&desk, "P?,001", "the answer to another command");
  desk_hear (&desk, "?\x01", "garbage");
  g_assert_null (desk.answer);
  desk_hear (&desk, "X1", NULL);
  g_assert_nonnull (desk.answer);
}

/* marked as a test, refused, or like any other */
static void
test_setup_results (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk_begin (&desk);
  desk_command (&desk, "mode", "");
  desk_hear (&desk, "M?,setup", NULL);
  desk_is_result (&desk, "#1", "1");
  g_assert_true (desk.found.is_test);
  desk.options.setup_results = VISION_SETUP_REJECT;
  g_assert_cmpint (desk_hear (&desk, "#2", "setup mode"), ==, LEAT_VERDICT_REJECTED);
  desk.options.setup_results = VISION_SETUP_RECORD;
  desk_is_result (&desk, "#3", "3");
  g_assert_false (desk.found.is_test);
}

/* what was never ended is told of */
static void
test_torn (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk_begin (&desk);
  desk_is_result (&desk, "#1", "1");
  desk_expect (desk.told, "");
  desk_is_result (&desk, "#!1", "!1");
  desk_expect (desk.told, "torn");
}

/* a machine whose answers have any code page */
static void
test_code_page (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk_begin (&desk);
  desk_command (&desk, "say", "1");
  desk_hear (&desk, "X1,153.2\xb0", NULL);
  g_assert_cmpstr (desk.answer, ==, "153.2\xef\xbf\xbd");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/heard/result", test_result);
  g_test_add_func ("/heard/result/between", test_result_between);
  g_test_add_func ("/heard/result/in-parts", test_result_in_parts);
  g_test_add_func ("/heard/late-parts", test_late_parts);
  g_test_add_func ("/heard/strays", test_strays);
  g_test_add_func ("/heard/setup-results", test_setup_results);
  g_test_add_func ("/heard/torn", test_torn);
  g_test_add_func ("/heard/code-page", test_code_page);
  return g_test_run ();
}
