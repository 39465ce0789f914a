/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-state.c - tests mode and program: as they are found, and as they are wanted */
#include "vision-desk.h"
#include "vision-session-private.h"

static void
begin_reading (Desk *desk)
{
  desk_init (desk, &desk_language);
  desk->options.read_state = TRUE;
}

static void
test_read (void)
{
  g_auto (Desk) desk = { NULL };

  begin_reading (&desk);
  desk_begin (&desk);
  desk_hear (&desk, "M?,run", NULL);
  desk_hear (&desk, "P?,001", NULL);
  desk_expect (desk.said, "M?/P?");
  desk_hear (&desk, "#1", NULL);
  g_assert_cmpstr (desk.found.program, ==, "001");
  g_assert_null (desk.held);
  desk_expect (desk.told, "");
  desk_wait (&desk, 1000000000);
  desk_hear (&desk, "M?,run", NULL);
  desk_hear (&desk, "P?,2", NULL);
  desk_expect (desk.said, "M?/P?");
  desk_expect (desk.told, "program");
}

/* a warning, until somebody puts it into run mode */
static void
test_found_in_setup (void)
{
  g_auto (Desk) desk = { NULL };

  begin_reading (&desk);
  desk_begin (&desk);
  desk_hear (&desk, "M?,setup", NULL);
  g_assert_nonnull (strstr (desk.held, "setup mode"));
  desk_hear (&desk, "P?,1", NULL);
  desk_expect (desk.said, "M?/P?");
  desk_wait (&desk, 5000000);
  desk_expect (desk.said, "M?");
  desk_hear (&desk, "M?,run", NULL);
  g_assert_null (desk.held);
}

static void
test_wanted (void)
{
  g_auto (Desk) desk = { NULL };

  begin_reading (&desk);
  desk.options.run_mode = VISION_WANT_RUN;
  desk.options.program = (char *) "2";
  desk_begin (&desk);
  desk_hear (&desk, "M?,setup", NULL);
  desk_hear (&desk, "P?,001", NULL);
  desk_hear (&desk, "RUN", NULL);
  desk_hear (&desk, "P=2", NULL);
  desk_expect (desk.said, "M?/P?/RUN/P=2");
  g_assert_null (desk.held);
  desk_hear (&desk, "#1", NULL);
  g_assert_cmpstr (desk.found.program, ==, "2");
}

/* it is as it should be: nothing is said */
static void
test_wanted_and_found (void)
{
  g_auto (Desk) desk = { NULL };

  begin_reading (&desk);
  desk.options.run_mode = VISION_WANT_RUN;
  desk.options.program = (char *) "2";
  desk_begin (&desk);
  desk_hear (&desk, "M?,run", NULL);
  desk_hear (&desk, "P?,002", NULL);
  desk_expect (desk.said, "M?/P?");
}

static void
test_wanted_and_refused (void)
{
  g_auto (Desk) desk = { NULL };

  begin_reading (&desk);
  desk.options.program = (char *) "2";
  desk_begin (&desk);
  desk_hear (&desk, "M?,run", NULL);
  desk_hear (&desk, "P?,001", NULL);
  desk_hear (&desk, "E,03", NULL);
  g_assert_cmpstr (desk.held, ==,
                   "program=2: to switch the program: refused: wrong-mode 03: not in this mode");
  desk_wait (&desk, 1000000000);
  desk_hear (&desk, "M?,run", NULL);
  desk_hear (&desk, "P?,2", NULL);
  g_assert_null (desk.held);
}

/* a machine that switches in setup mode only is put back into run mode */
static void
test_around_program (void)
{
  VisionLanguage language = desk_language;
  g_auto (Desk) desk = { NULL };

  language.sets_up_for_program = TRUE;
  desk_init (&desk, &language);
  desk.options.read_state = TRUE;
  desk.options.program = (char *) "2";
  desk_begin (&desk);
  desk_hear (&desk, "M?,run", NULL);
  desk_hear (&desk, "P?,001", NULL);
  desk_hear (&desk, "SET", NULL);
  desk_hear (&desk, "P=2", NULL);
  desk_hear (&desk, "RUN", NULL);
  desk_expect (desk.said, "M?/P?/SET/P=2/RUN");
  g_assert_null (desk.held);
}

/* of a machine that is only told */
static void
test_not_read (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk.options.run_mode = VISION_WANT_RUN;
  desk.options.program = (char *) "2";
  desk_begin (&desk);
  desk_hear (&desk, "RUN", NULL);
  desk_hear (&desk, "P=2", NULL);
  desk_expect (desk.said, "RUN/P=2");
}

static void
test_offline (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk_begin (&desk);
  desk_hear (&desk, "S,offline", NULL);
  g_assert_nonnull (strstr (desk.held, "offline"));
  desk_hear (&desk, "S,run", NULL);
  g_assert_null (desk.held);
  desk_expect (desk.told, "mode");
}

static void
test_equal (void)
{
  g_assert_true (vision_program_equal ("001", "1"));
  g_assert_true (vision_program_equal ("1,001", "1,1"));
  g_assert_true (vision_program_equal ("000", "0"));
  g_assert_true (vision_program_equal ("inspect", "inspect"));
  g_assert_false (vision_program_equal ("10", "1"));
  g_assert_false (vision_program_equal ("1,001", "1"));
  g_assert_false (vision_program_equal ("a", "b"));
  g_assert_false (vision_program_equal ("", "0"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state/read", test_read);
  g_test_add_func ("/state/found-in-setup", test_found_in_setup);
  g_test_add_func ("/state/wanted", test_wanted);
  g_test_add_func ("/state/wanted/found", test_wanted_and_found);
  g_test_add_func ("/state/wanted/refused", test_wanted_and_refused);
  g_test_add_func ("/state/around-program", test_around_program);
  g_test_add_func ("/state/not-read", test_not_read);
  g_test_add_func ("/state/offline", test_offline);
  g_test_add_func ("/state/equal", test_equal);
  return g_test_run ();
}
