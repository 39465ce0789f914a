/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-trigger.c - tests triggers of ours, and which result is whose */
#include "vision-desk.h"

static void
begin_command (Desk *desk)
{
  desk_init (desk, &desk_language);
  desk->options.trigger = VISION_TRIGGER_COMMAND;
  desk_begin (desk);
}

/* the first result behind it is its own, before its answer too; the next is nobody's */
static void
test_bound (void)
{
  g_auto (Desk) desk = { NULL };

  begin_command (&desk);
  desk_command (&desk, "trigger", "");
  desk_expect (desk.said, "T");
  desk.now += 1234;
  g_assert_cmpint (desk_hear (&desk, "#1", NULL), ==, LEAT_VERDICT_RECORD);
  g_assert_cmpuint (desk.found.trigger, ==, 1);
  g_assert_cmpint (desk.found.latency, ==, 1235);
  desk_hear (&desk, "T", NULL);
  g_assert_cmpstr (desk.answer, ==, "");
  desk_hear (&desk, "#2", NULL);
  g_assert_cmpuint (desk.found.trigger, ==, 0);
  desk_command (&desk, "trigger", "");
  desk_hear (&desk, "T", NULL);
  desk_hear (&desk, "#3", NULL);
  g_assert_cmpuint (desk.found.trigger, ==, 2);
}

/* offline, and no command asks for it: a trigger does, now and then */
static void
test_offline (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk.options.trigger = VISION_TRIGGER_INTERVAL;
  desk.options.read_state_interval = 4000;
  desk_begin (&desk);
  desk_wait (&desk, 1000);
  desk_expect (desk.said, "T");
  desk_hear (&desk, "S,offline", NULL);
  desk_hear (&desk, "E,03", NULL);
  g_assert_nonnull (desk.held);
  desk_wait (&desk, 1000);
  desk_wait (&desk, 1000);
  desk_expect (desk.said, "");
  for (guint i = 0; i < 3; i++)
    desk_wait (&desk, 1000);
  desk_expect (desk.said, "T");
  desk_hear (&desk, "T", NULL);
  g_assert_null (desk.held);

  desk_hear (&desk, "S,offline", NULL);
  g_assert_nonnull (desk.held);
  desk_hear (&desk, "#1", NULL);
  g_assert_null (desk.held);
}

static void
test_external (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk_begin (&desk);
  desk_command (&desk, "trigger", "");
  g_assert_nonnull (strstr (desk.answer, "trigger=command"));
  desk_expect (desk.said, "");
}

static void
test_own_command (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk.options.trigger = VISION_TRIGGER_COMMAND;
  desk.options.trigger_command = (char *) "9";
  desk_begin (&desk);
  desk_command (&desk, "trigger", "");
  desk_hear (&desk, "T9", NULL);
  desk_hear (&desk, "#1", NULL);
  desk_command (&desk, "trigger", "2");
  desk_expect (desk.said, "T9/T2");
}

static void
test_busy (void)
{
  g_auto (Desk) desk = { NULL };

  begin_command (&desk);
  desk_command (&desk, "trigger", "");
  desk_hear (&desk, "T", NULL);
  desk_command (&desk, "trigger", "");
  g_assert_cmpstr (desk.answer, ==, "! the result of trigger 1 is awaited (result-timeout=)");
  desk_expect (desk.said, "T");
}

/* a result behind the deadline is of no trigger, and is not the next one's */
static void
test_late (void)
{
  g_auto (Desk) desk = { NULL };

  begin_command (&desk);
  desk_command (&desk, "trigger", "");
  desk_hear (&desk, "T", NULL);
  desk_wait (&desk, 5000);
  desk_expect (desk.told, "no-result");
  desk_command (&desk, "trigger", "");
  g_assert_nonnull (strstr (desk.answer, "is awaited"));
  desk_hear (&desk, "#1", NULL);
  g_assert_cmpuint (desk.found.trigger, ==, 0);
  desk_expect (desk.told, "late-result");
  desk_wait (&desk, 500);
  desk_command (&desk, "trigger", "");
  desk_hear (&desk, "#2", NULL);
  g_assert_cmpuint (desk.found.trigger, ==, 2);
}

/* a result that must be asked for is its trigger's, too */
static void
test_asked_result (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk.options.trigger = VISION_TRIGGER_COMMAND;
  desk.options.result_command = (char *) "7";
  desk_begin (&desk);
  desk_command (&desk, "trigger", "");
  desk_command (&desk, "say", "1");
  desk_hear (&desk, "T", NULL);
  desk_expect (desk.said, "T/RES7");
  g_assert_cmpint (desk_hear (&desk, "RES7,1,2", NULL), ==, LEAT_VERDICT_RECORD);
  g_assert_cmpuint (desk.found.trigger, ==, 1);
  g_assert_cmpmem (desk.found.result.text, (int) desk.found.result.length, "1,2", 3);
  desk_expect (desk.said, "X1");
}

static void
test_refused (void)
{
  g_auto (Desk) desk = { NULL };

  begin_command (&desk);
  desk_command (&desk, "trigger", "");
  desk_hear (&desk, "E,03", NULL);
  desk_wait (&desk, 500);
  desk_expect (desk.told, "refused");
  desk_hear (&desk, "#1", NULL);
  g_assert_cmpuint (desk.found.trigger, ==, 0);
}

static void
test_interval (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk.options.trigger = VISION_TRIGGER_INTERVAL;
  desk_begin (&desk);
  desk_expect (desk.said, "");
  desk_wait (&desk, 1000);
  desk_expect (desk.said, "T");
  desk_hear (&desk, "T", NULL);
  desk_wait (&desk, 1000);
  desk_wait (&desk, 1000);
  desk_expect (desk.said, "");
  desk_expect (desk.told, "trigger-left-out");
  desk_hear (&desk, "#1", NULL);
  desk_wait (&desk, 1000);
  desk_expect (desk.said, "T");
}

/* a machine that is being set up is not triggered */
static void
test_interval_setup (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk.options.trigger = VISION_TRIGGER_INTERVAL;
  desk_begin (&desk);
  desk_hear (&desk, "S,offline", NULL);
  desk_wait (&desk, 1000);
  desk_expect (desk.said, "");
  desk_hear (&desk, "S,run", NULL);
  desk_wait (&desk, 1000);
  desk_expect (desk.said, "T");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trigger/bound", test_bound);
  g_test_add_func ("/trigger/external", test_external);
  g_test_add_func ("/trigger/own-command", test_own_command);
  g_test_add_func ("/trigger/busy", test_busy);
  g_test_add_func ("/trigger/late", test_late);
  g_test_add_func ("/trigger/asked-result", test_asked_result);
  g_test_add_func ("/trigger/refused", test_refused);
  g_test_add_func ("/trigger/interval", test_interval);
  g_test_add_func ("/trigger/interval/setup", test_interval_setup);
  g_test_add_func ("/trigger/interval/offline", test_offline);
  return g_test_run ();
}
