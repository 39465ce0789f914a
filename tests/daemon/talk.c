/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* talk.c - tests polls: what is asked when, and which of what a device says is whose answer */
#include "talks.h"

#define POLL "poll-command=a\\r;b\\r\npoll-interval=1s\npoll-timeout=100ms\npoll-gap=10ms\n"
#define FITS POLL "poll-answer=^a;^b\n"

static void
test_rounds (void)
{
  g_autoptr (Talk) talk = talk_new (POLL "poll-name=one;two\n");

  talk_open (talk, FALSE);
  talk_expect (talk->sent, "a\r");
  talk_wait (talk, 30);
  talk_hear_text (talk, "1\r");
  talk_expect (talk->sent, "");
  talk_wait (talk, 9);
  talk_expect (talk->sent, "");
  talk_wait (talk, 1);
  talk_expect (talk->sent, "b\r");
  talk_hear_text (talk, "2\r");
  talk_wait (talk, 959);
  talk_expect (talk->sent, "");
  talk_wait (talk, 1);
  talk_expect (talk->sent, "a\r");
  talk_expect (talk->records, "one=1 two=2 ");
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_POLLS), ==, 3);
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_ANSWERS), ==, 2);
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_POLL_TIMEOUTS), ==, 0);
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_POLLS_LEFT_OUT), ==, 0);
}

static void
test_answer_time (void)
{
  g_autoptr (Talk) talk = talk_new (POLL);

  talk_open (talk, FALSE);
  talk_wait (talk, 30);
  talk_hear_text (talk, "1\r");
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_ANSWER_TIME), ==, 30 * 1000 * 1000);
}

/* late: waited out, and nobody's */
static void
test_late (void)
{
  g_autoptr (Talk) talk = talk_new (POLL);

  talk_open (talk, FALSE);
  talk_wait (talk, 150);
  g_assert_cmpuint (heard_count ("c poll-timeout: a was not answered in 100 ms (poll-timeout=)"),
                    ==, 1);
  talk_hear_text (talk, "1\r");
  talk_wait (talk, 99);
  talk_expect (talk->sent, "a\r");
  talk_wait (talk, 1);
  talk_expect (talk->sent, "b\r");
  talk_hear_text (talk, "2\r");
  talk_expect (talk->records, "b=2 ");
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_LATE_ANSWERS), ==, 1);
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_POLL_TIMEOUTS), ==, 1);
  talk_wait (talk, 800);
  talk_hear_text (talk, "3\r");
  g_assert_cmpuint (heard_count ("c poll-answer: a is answered again"), ==, 1);
}

/* half of it comes late, the rest never: it is no part of the next one */
static void
test_cut (void)
{
  g_autoptr (Talk) talk = talk_new (POLL);

  talk_open (talk, FALSE);
  talk_wait (talk, 90);
  talk_hear_text (talk, "1");
  talk_wait (talk, 109);
  talk_expect (talk->sent, "a\r");
  talk_wait (talk, 1);
  talk_expect (talk->sent, "b\r");
  talk_hear_text (talk, "2\r");
  talk_expect (talk->records, "b=2 ");
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_REJECTS), ==, 1);
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_REJECT_BYTES), ==, 1);
}

static void
test_twice (void)
{
  g_autoptr (Talk) talk = talk_new (POLL);

  talk_open (talk, FALSE);
  talk_hear_text (talk, "1\r1\r");
  talk_wait (talk, 5);
  talk_hear_text (talk, "1\r");
  talk_wait (talk, 10);
  talk_expect (talk->sent, "a\rb\r");
  talk_hear_text (talk, "2\r");
  talk_expect (talk->records, "a=1 b=2 ");
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_LATE_ANSWERS), ==, 2);
}

static void
test_wrong (void)
{
  g_autoptr (Talk) talk = talk_new (FITS);

  talk_open (talk, FALSE);
  talk_hear_text (talk, "b1\rx\ra1\r");
  talk_wait (talk, 10);
  talk_hear_text (talk, "a2\rb2\r");
  talk_expect (talk->records, "a=a1 b=b2 ");
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_UNASKED), ==, 3);
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_REJECTS), ==, 3);
}

static void
test_unasked_recorded (void)
{
  g_autoptr (Talk) talk = talk_new (FITS "poll-unasked=record\n");

  talk_open (talk, FALSE);
  talk_hear_text (talk, "x1\ra1\rx2\r");
  talk_wait (talk, 10);
  talk_hear_text (talk, "a2\rb2\r");
  talk_wait (talk, 100);
  talk_hear_text (talk, "x3\r");
  talk_expect (talk->records, "=x1 a=a1 =x2 =a2 b=b2 =x3 ");
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_UNASKED), ==, 4);
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_REJECTS), ==, 0);
}

static void
test_frames (void)
{
  g_autoptr (Talk) talk = talk_new (FITS "poll-frames=2\n");

  talk_open (talk, FALSE);
  talk_hear_text (talk, "a1\ra2\ra3\r");
  talk_wait (talk, 10);
  talk_hear_text (talk, "b1\r");
  talk_wait (talk, 200);
  g_assert_cmpuint (heard_count ("c poll-timeout: b was answered by 1 frames, and then by none for "
                                 "100 ms (poll-timeout=, poll-frames=)"),
                    ==, 1);
  talk_expect (talk->records, "a=a1 a=a2 b=b1 ");
}

static void
test_until (void)
{
  g_autoptr (Talk) talk = talk_new (FITS "poll-until=!$\n");

  talk_open (talk, FALSE);
  talk_hear_text (talk, "a1\ra2\r!\r");
  talk_wait (talk, 10);
  talk_hear_text (talk, "b1\rb2!\r");
  talk_expect (talk->records, "a=a1 a=a2 b=b1 b=b2! ");
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_ANSWERS), ==, 2);
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_TAKEN_BYTES), ==, 2);
}

/* an answer that never ends has an end */
static void
test_endless (void)
{
  g_autoptr (Talk) talk = talk_new (FITS "poll-until=!$\n");

  talk_open (talk, FALSE);
  for (guint i = 0; i < 1100; i++)
    talk_hear_text (talk, "a\r");
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_RECORDS), ==, 0); /* the worker counts them */
  g_assert_cmpuint (talk->records->len, ==, 1000 * strlen ("a=a "));
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_LATE_ANSWERS), ==, 100);
}

static void
test_failures (void)
{
  g_autoptr (Talk) talk = talk_new (POLL "poll-failures=2\n");

  talk_open (talk, FALSE);
  talk_wait (talk, 299);
  g_assert_no_error (talk->error);
  talk_wait (talk, 1);
  g_assert_error (talk->error, LEAT_ERROR, LEAT_ERROR_TIMED_OUT);
  g_assert_cmpstr (talk->error->message, ==,
                   "/dev/ttyS0: does not answer: 2 questions in a row, the last was b "
                   "(poll-failures=)");
  g_assert_cmpuint (heard_count ("c poll-timeout: *"), ==, 2);
}

static void
test_silent (void)
{
  g_autoptr (Talk) talk = talk_new (POLL "poll-failures=0\n");

  talk_open (talk, FALSE);
  talk_wait (talk, 1100);
  g_assert_cmpstr (talk->silent, ==,
                   "/dev/ttyS0: does not answer: 3 questions in a row, the last was a");
  talk_wait (talk, 3000);
  g_assert_no_error (talk->error);
  talk_wait (talk, 900);
  g_string_set_size (talk->sent, 0);
  talk_hear_text (talk, "1\r");
  g_assert_null (talk->silent);
}

/* slower than its interval: told once, and never made up for */
static void
test_slow (void)
{
  g_autoptr (Talk) talk = talk_new ("poll-command=a\\r\npoll-interval=100ms\npoll-timeout=1s\n");

  talk_open (talk, FALSE);
  for (guint i = 0; i < 3; i++)
    {
      talk_expect (talk->sent, "a\r");
      talk_wait (talk, 250);
      talk_hear_text (talk, "1\r");
      talk_wait (talk, 49);
      talk_expect (talk->sent, "");
      talk_wait (talk, 1);
    }
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_POLLS_LEFT_OUT), ==, 6);
  g_assert_cmpuint (heard_count ("c poll-slow: *"), ==, 1);
}

static void
test_held (void)
{
  g_autoptr (Talk) talk = talk_new (POLL);

  talk_open (talk, FALSE);
  talk_wait (talk, 90);
  leatd_talk_hold (talk->talk);
  talk_wait (talk, 10000);
  talk_expect (talk->sent, "a\r");
  leatd_talk_resume (talk->talk);
  talk_wait (talk, 90);
  talk_hear_text (talk, "1\r");
  talk_expect (talk->records, "a=1 ");
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_POLL_TIMEOUTS), ==, 0);
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_POLLS_LEFT_OUT), ==, 0);
}

/* the question before is still in the line: with the next one it would be two */
static void
test_not_taken (void)
{
  g_autoptr (Talk) talk = talk_new (POLL);

  talk_open (talk, FALSE);
  talk->unsent = 2;
  talk_wait (talk, 100);
  g_assert_error (talk->error, LEAT_ERROR, LEAT_ERROR_TIMED_OUT);
  g_assert_cmpstr (talk->error->message, ==, "/dev/ttyS0: does not take what is sent to it: a");
}

/* a new connection, or the same one after a reload: the answer may still come */
static void
test_again (void)
{
  g_autoptr (Talk) talk = talk_new (POLL);

  talk_open (talk, FALSE);
  talk_wait (talk, 50);
  leatd_talk_end (talk->talk);
  talk_expect (talk->sent, "a\r");
  talk_open (talk, TRUE);
  talk_hear_text (talk, "1\r");
  talk_wait (talk, 99);
  talk_expect (talk->sent, "");
  talk_wait (talk, 1);
  talk_expect (talk->sent, "a\r");
  talk_hear_text (talk, "2\r");
  talk_expect (talk->records, "a=2 ");
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_LATE_ANSWERS), ==, 1);
}

/* it never stops, and nobody can tell what is an answer */
static void
test_chatters (void)
{
  g_autoptr (Talk) talk = talk_new (POLL);

  talk_open (talk, FALSE);
  for (guint i = 0; i < 1000 && talk->error == NULL; i++)
    {
      talk_hear_text (talk, "x\r");
      talk_wait (talk, 5);
    }
  g_assert_error (talk->error, LEAT_ERROR, LEAT_ERROR_TIMED_OUT);
  g_assert_nonnull (strstr (talk->error->message, "poll-answer= is to tell its answers"));
  talk_expect (talk->records, "a=x ");
}

static void
test_doubt (void)
{
  g_autoptr (Talk) talk = talk_new (POLL "poll-settle=10ms\n");

  talk_open (talk, FALSE);
  talk_wait (talk, 110);
  talk_expect (talk->sent, "a\rb\r");
  talk_hear_text (talk, "1\r2\r");
  g_assert_cmpuint (heard_count ("c poll-doubt: b was answered twice, and the question before it "
                                 "not at all: *"),
                    ==, 1);
}

static void
test_live (void)
{
  g_autoptr (Talk) talk = talk_new (POLL);
  g_autoptr (LeatdConfig) former = NULL;

  talk_open (talk, FALSE);
  talk_hear_text (talk, "1\r");
  talk_wait (talk, 10);
  talk_hear_text (talk, "2\r");
  talk_expect (talk->sent, "a\rb\r");
  former = talk->config;
  talk->config = talk_load ("poll-command=a\\r;b\\r\npoll-interval=50ms\npoll-timeout=9ms\n");
  leatd_talk_set_config (talk->talk, talk_get_config (talk));
  talk_wait (talk, 50);
  talk_expect (talk->sent, "a\r");
  talk_wait (talk, 9);
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_POLL_TIMEOUTS), ==, 1);
  talk_open (talk, TRUE);
}

static gint64
read_wall (const char *text)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (text, NULL);

  return g_date_time_to_unix (moment) * (gint64) G_USEC_PER_SEC;
}

static void
test_times (void)
{
  g_autoptr (Talk) talk = talk_new ("poll-command=a\\r\npoll-times=06:00;14:00\npoll-zone=UTC\n");

  talk->wall = read_wall ("2026-01-01T05:59:00Z");
  talk_open (talk, FALSE);
  talk_wait (talk, 59999);
  talk_expect (talk->sent, "");
  talk_wait (talk, 1);
  talk_expect (talk->sent, "a\r");
  talk_hear_text (talk, "1\r");
  talk_wait (talk, 8 * 3600 * 1000 - 1);
  talk_expect (talk->sent, "");
  talk_wait (talk, 1);
  talk_expect (talk->sent, "a\r");
  talk_expect (talk->records, "a=1 ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/talk/poll/rounds", test_rounds);
  g_test_add_func ("/talk/poll/answer-time", test_answer_time);
  g_test_add_func ("/talk/poll/late", test_late);
  g_test_add_func ("/talk/poll/cut", test_cut);
  g_test_add_func ("/talk/poll/twice", test_twice);
  g_test_add_func ("/talk/poll/wrong", test_wrong);
  g_test_add_func ("/talk/poll/unasked-recorded", test_unasked_recorded);
  g_test_add_func ("/talk/poll/frames", test_frames);
  g_test_add_func ("/talk/poll/until", test_until);
  g_test_add_func ("/talk/poll/endless", test_endless);
  g_test_add_func ("/talk/poll/failures", test_failures);
  g_test_add_func ("/talk/poll/silent", test_silent);
  g_test_add_func ("/talk/poll/slow", test_slow);
  g_test_add_func ("/talk/poll/held", test_held);
  g_test_add_func ("/talk/poll/not-taken", test_not_taken);
  g_test_add_func ("/talk/poll/again", test_again);
  g_test_add_func ("/talk/poll/chatters", test_chatters);
  g_test_add_func ("/talk/poll/doubt", test_doubt);
  g_test_add_func ("/talk/poll/live", test_live);
  g_test_add_func ("/talk/poll/times", test_times);
  return g_test_run ();
}
