/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-session.c - tests what is said to a machine, in turn, and that nothing hangs when it does
 * not answer */
#include "vision-desk.h"

static void
test_one_at_a_time (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk_begin (&desk);
  desk_command (&desk, "say", "1");
  desk_command (&desk, "say", "2");
  desk_expect (desk.said, "X1");
  g_assert_cmpint (desk_hear (&desk, "X1,one", NULL), ==, LEAT_VERDICT_TAKEN);
  g_assert_cmpstr (desk.answer, ==, "one");
  desk_expect (desk.said, "X2");
  desk_hear (&desk, "Va", NULL);
  desk_hear (&desk, "Vb", NULL);
  desk_hear (&desk, "X2,c", NULL);
  g_assert_cmpstr (desk.answer, ==, "Va\nVb\nc");
}

static void
test_silent (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk_begin (&desk);
  desk_command (&desk, "say", "silent");
  g_assert_cmpstr (desk.answer, ==, "");
  desk_command (&desk, "say", "2");
  desk_expect (desk.said, "X/X2");
}

/* the command fails, what comes late is a reject, and only then the next is asked */
static void
test_no_answer (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk_begin (&desk);
  desk_command (&desk, "say", "1");
  desk_wait (&desk, 1999);
  g_assert_null (desk.answer);
  desk_wait (&desk, 1);
  g_assert_cmpstr (desk.answer, ==, "! to say: no answer in 2 ms (answer-timeout=)");
  g_assert_nonnull (strstr (desk.held, "does not answer"));
  desk_expect (desk.told, "no-answer");
  desk_command (&desk, "say", "2");
  desk_expect (desk.said, "X1");
  desk_hear (&desk, "X1,late", "behind its deadline");
  desk_wait (&desk, 499);
  desk_expect (desk.said, "");
  desk_wait (&desk, 1);
  desk_expect (desk.said, "X2");
  desk_hear (&desk, "X2", NULL);
  g_assert_null (desk.held);
}

static void
test_refused (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk_begin (&desk);
  desk_command (&desk, "say", "1");
  desk_hear (&desk, "E,03", NULL);
  g_assert_cmpstr (desk.answer, ==, "! to say: refused: wrong-mode 03: not in this mode");
  desk_expect (desk.told, "refused");
  desk_command (&desk, "say", "2");
  desk_hear (&desk, "E,99", NULL);
  g_assert_nonnull (strstr (desk.answer, "unknown code 99"));
}

static void
test_not_known (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk_begin (&desk);
  desk_command (&desk, "reset", "");
  g_assert_cmpstr (desk.answer, ==, "! desk has no command that is known to reset");
  desk_command (&desk, "sing", "");
  g_assert_nonnull (strstr (desk.answer, "no command \"sing\""));
  desk_command (&desk, "say", "a\rb");
  g_assert_nonnull (strstr (desk.answer, "control characters"));
  desk_expect (desk.said, "");
}

/* commands that wait fail with the connection, and the next one begins anew */
static void
test_ends (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk_begin (&desk);
  desk_command (&desk, "say", "1");
  vision_session_end (desk.session);
  g_assert_nonnull (strstr (desk.answer, "the connection ended"));
  g_assert_cmpint (vision_session_run (desk.session), ==, G_MAXINT64);
  desk_expect (desk.said, "X1");
  desk_begin (&desk);
  desk_hear (&desk, "X1,late", "the answer to another command");
  desk_wait (&desk, 500);
  desk_command (&desk, "say", "2");
  desk_expect (desk.said, "X2");
}

static void
test_too_many (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_language);
  desk_begin (&desk);
  for (guint i = 0; i < 65; i++)
    desk_command (&desk, "say", "1");
  g_assert_null (desk.answer);
  desk_command (&desk, "say", "1");
  g_assert_cmpstr (desk.answer, ==, "! 64 commands wait already");
}

static void
test_login (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_login_language);
  desk.options.login_user = (char *) "admin";
  desk.options.login_password = (char *) "secret";
  desk_begin (&desk);
  desk_command (&desk, "say", "1");
  desk_expect (desk.said, "");
  desk_hear (&desk, "Hello", NULL);
  desk_hear (&desk, "User:", NULL);
  desk_expect (desk.said, "admin\r\n");
  desk_hear (&desk, "Password:", NULL);
  desk_expect (desk.said, "secret\r\n");
  desk_hear (&desk, "Welcome", NULL);
  desk_expect (desk.said, "X1");
  g_assert_no_error (desk.failure);
}

static void
test_login_refused (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_login_language);
  desk.options.login_user = (char *) "admin";
  desk_begin (&desk);
  desk_hear (&desk, "Wrong", NULL);
  g_assert_error (desk.failure, LEAT_ERROR, LEAT_ERROR_HELD);
  g_assert_nonnull (strstr (desk.failure->message, "the login of admin"));
}

static void
test_login_silent (void)
{
  g_auto (Desk) desk = { NULL };

  desk_init (&desk, &desk_login_language);
  desk_begin (&desk);
  desk_wait (&desk, 2000);
  g_assert_error (desk.failure, LEAT_ERROR, LEAT_ERROR_TIMED_OUT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/session/silent", test_silent);
  g_test_add_func ("/session/no-answer", test_no_answer);
  g_test_add_func ("/session/refused", test_refused);
  g_test_add_func ("/session/not-known", test_not_known);
  g_test_add_func ("/session/ends", test_ends);
  g_test_add_func ("/session/too-many", test_too_many);
  g_test_add_func ("/session/login", test_login);
  g_test_add_func ("/session/login/refused", test_login_refused);
  g_test_add_func ("/session/login/silent", test_login_silent);
  return g_test_run ();
}
