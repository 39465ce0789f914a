/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ask.c - tests which of what comes is whose answer: by scripts, and by a device that does all that
 * it should not */
#include "leat-ask.h"
#include <string.h>

#define TIMEOUT 100
#define SETTLE 80
#define GAP 10

/* what a question asks for: frames that begin with it; "" is anything, and ! ends an answer */
static gboolean
begins_so (const guint8 *data, gsize length, gpointer user_data)
{
  const gsize n = strlen (user_data);

  return length >= n && memcmp (data, user_data, n) == 0;
}

static gboolean
is_end (const guint8 *data, gsize length, gpointer user_data)
{
  return length > 0 && data[length - 1] == '!';
}

static LeatQuestion
question (const char *begin, guint n_frames, gboolean ends)
{
  return (LeatQuestion) {
    .struct_size = sizeof (LeatQuestion),
    .timeout = TIMEOUT,
    .settle = SETTLE,
    .gap = GAP,
    .n_frames = n_frames,
    .fits = *begin != '\0' ? begins_so : NULL,
    .ends = ends ? is_end : NULL,
    .user_data = (gpointer) begin,
  };
}

/* --- scripts --- */

/* "10?a" asks a at 10; "20a1=answer": a1 comes at 20 and is that; "30~" half a frame; "40>"
 * resumes; "50!" is given up then; "60-" is not; "70.free" is in that state; "80*" forgets */
typedef struct {
  const char *name;
  guint n_frames;
  gboolean ends;
  const char *script;
} Case;

static const Case cases[] = {
  { "answer", 1, FALSE, "0.free 0?a 0.asked 50a1=answer 50.resting 59- 59.resting 60- 60.free" },
  { "timeout", 1, FALSE, "0?a 99- 99.asked 100! 100.settling 179- 180- 180.free" },
  { "late", 1, FALSE, "0?a 100! 150a1=late 179- 229.settling 230- 230.free 230?a 240a2=answer" },
  { "late-in-pieces", 1, FALSE, "0?a 100! 170~ 180- 180.settling 200a1=late 280- 280.free" },
  { "twice", 1, FALSE, "0?a 10a1=answer 15a1=again 24- 24.resting 25- 25.free" },
  { "twice-and-late", 1, FALSE, "0?a 100! 180- 180?a 190a1=answer 195a2=again 195.doubt" },
  { "no-doubt", 1, FALSE, "0?a 100! 180- 180?a 190a1=answer 200- 200?a 210a2=answer 215a2=again "
                          "215.sure" },
  { "slipped", 1, FALSE, "0?a 10a1=answer 20- 20.free 30a2=unasked 30.settling 109- 110-" },
  { "owed", 1, FALSE, "0?a 100! 180- 180?a 190a1=answer 200- 210a2=unasked 210.doubt" },
  { "never-asked", 1, FALSE, "0a1=unasked 0.free" },
  { "others-between", 1, FALSE, "0?a 10x=unasked 20a1=answer 25x=unasked 30- 30.free" },
  { "others-while-settling", 1, FALSE, "0?a 100! 150x=unasked 180- 180.free" },
  { "of-the-one-before", 1, FALSE, "0?a 100! 180- 180?b 190a1=late 190.asked 200b1=answer" },
  { "of-the-one-before-answered", 1, FALSE, "0?a 10a1=answer 20- 20?b 30a1=unasked 40b1=answer" },
  { "anything", 1, FALSE, "0? 10x=answer 15y=again 25- 25? 125! 130z=late" },
  { "frames", 3, FALSE, "0?a 90a1=part 180a2=part 190x=unasked 270a3=answer 280- 280.free" },
  { "frames-cut", 3, FALSE, "0?a 90a1=part 190! 190.settling" },
  { "ends", 9, TRUE, "0?a 10a1=part 20a2=part 30!=end 30.resting" },
  { "ends-with-a-part", 9, TRUE, "0?a 10a1=part 20a2!=answer 20.resting" },
  { "never-ends", 2, TRUE, "0?a 10a1=part 20a2=answer 25a3=again" },
  { "held", 1, FALSE, "0?a 90> 100- 150a1=answer 155> 160- 165- 165.free" },
  { "forgotten", 1, FALSE, "0?a 50* 50.settling 60x=late 60~ 129- 130- 130.free 130y=unasked" },
  { "forgotten-when-free", 1, FALSE, "0?a 10a1=answer 20- 20* 20.free 25a1=unasked 25.free" },
};

static const char *const states[] = { "free", "asked", "resting", "settling" };
static const char *const verdicts[] = { "unasked", "part", "answer", "end", "late", "again" };

static void
check_state (LeatAsk *ask, const char *word)
{
  if (g_str_equal (word, "doubt") || g_str_equal (word, "sure"))
    g_assert_cmpint (leat_ask_is_doubtful (ask), ==, g_str_equal (word, "doubt"));
  else
    g_assert_cmpstr (states[leat_ask_get_state (ask)], ==, word);
}

static void
check_frame (LeatAsk *ask, gint64 now, const char *word)
{
  g_auto (GStrv) parts = g_strsplit (word, "=", 2);

  g_assert_cmpstr (verdicts[leat_ask_frame (ask, now, (const guint8 *) parts[0],
                                            strlen (parts[0]))],
                   ==, parts[1]);
}

static void
do_word (const Case *test, LeatAsk *ask, gint64 now, const char *word, GPtrArray *kept)
{
  if (*word == '?')
    {
      LeatQuestion next = question (word + 1, test->n_frames, test->ends);

      next.user_data = g_strdup (word + 1);
      g_ptr_array_add (kept, next.user_data);
      leat_ask_put (ask, now, &next);
    }
  else if (*word == '.')
    check_state (ask, word + 1);
  else if (g_str_equal (word, "!") || g_str_equal (word, "-"))
    g_assert_cmpint (leat_ask_is_given_up (ask, now), ==, *word == '!');
  else if (*word == '~')
    leat_ask_seen (ask, now);
  else if (*word == '>')
    leat_ask_resume (ask, now);
  else if (*word == '*')
    leat_ask_reset (ask, now, SETTLE);
  else
    check_frame (ask, now, word);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (LeatAsk) ask = leat_ask_new ();
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) words = g_strsplit (test->script, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *word;
      const gint64 now = g_ascii_strtoll (words[i], &word, 10);

      g_test_message ("%s", words[i]);
      do_word (test, ask, now, word, kept);
    }
}

/* --- a device that does what it should not --- */

/* Each frame is the letter of its question and the question's number. What it says late comes
 * before the silence is over, what it says twice before the gap is; nothing else is asked of it. */
typedef struct {
  LeatAsk *ask;
  GRand *random;
  GQueue line; /* of Frame, by their times */
  gint64 now;
  guint asked;
  guint answered;
  guint given_up;
  guint refused;
  gboolean letters; /* do questions and answers go through the alphabet? */
} Device;

typedef struct {
  gint64 when;
  char text[24];
} Frame;

static gint
compare_frames (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const gint64 first = ((const Frame *) a)->when, second = ((const Frame *) b)->when;

  return (first > second) - (first < second);
}

static char
get_letter (const Device *self, guint number)
{
  return self->letters ? (char) ('a' + number % 3) : 'a';
}

static void
device_say (Device *self, gint64 when, guint number)
{
  Frame *frame = g_new0 (Frame, 1);

  frame->when = when;
  g_snprintf (frame->text, sizeof frame->text, "%c%u", get_letter (self, number), number);
  g_queue_insert_sorted (&self->line, frame, compare_frames, NULL);
}

static void
device_answer (Device *self, guint number)
{
  const gint64 in_time = self->now + g_rand_int_range (self->random, 1, TIMEOUT);
  const gint64 late = self->now + TIMEOUT + g_rand_int_range (self->random, 1, SETTLE);

  switch (g_rand_int_range (self->random, 0, 6))
    {
    case 0: /* nothing */
      break;
    case 1:
      device_say (self, late, number);
      break;
    case 2:
      device_say (self, in_time, number);
      device_say (self, in_time + g_rand_int_range (self->random, 0, GAP), number);
      break;
    case 3: /* late, and twice */
      device_say (self, late, number);
      device_say (self, late + g_rand_int_range (self->random, 0, SETTLE), number);
      break;
    default:
      device_say (self, in_time, number);
    }
}

/* the oracle: whose it is stands in the frame */
static void
device_deliver (Device *self)
{
  g_autofree Frame *frame = g_queue_pop_head (&self->line);
  const guint number = (guint) g_ascii_strtoull (frame->text + 1, NULL, 10);
  const LeatAskVerdict verdict = leat_ask_frame (self->ask, self->now, (guint8 *) frame->text,
                                                 strlen (frame->text));

  if (verdict == LEAT_ASK_ANSWER)
    {
      g_assert_cmpuint (number, ==, self->asked);
      self->answered++;
    }
  else
    {
      g_assert_cmpint (verdict, !=, LEAT_ASK_PART);
      self->refused++;
    }
}

static void
device_ask (Device *self)
{
  static const char *const letters[] = { "a", "b", "c" };
  const char letter = get_letter (self, ++self->asked);
  const LeatQuestion next = question (letters[letter - 'a'], 1, FALSE);

  leat_ask_put (self->ask, self->now, &next);
  device_answer (self, self->asked);
}

static void
test_device (gconstpointer data)
{
  const guint seed = GPOINTER_TO_UINT (data);
  Device device = { .ask = leat_ask_new (),
                    .random = g_rand_new_with_seed (seed),
                    .letters = seed % 2 != 0 };

  g_queue_init (&device.line);
  while (device.asked < 10000 || !g_queue_is_empty (&device.line))
    {
      const Frame *next = g_queue_peek_head (&device.line);
      const gint64 due = leat_ask_get_due (device.ask);

      if (due != G_MAXINT64 || next != NULL)
        device.now = MIN (due, next != NULL ? next->when : G_MAXINT64);
      if (next != NULL && next->when <= due) /* what has come is read before the clock is */
        device_deliver (&device);
      else
        device.given_up += leat_ask_is_given_up (device.ask, device.now);
      if (leat_ask_get_state (device.ask) == LEAT_ASK_FREE && device.asked < 10000)
        device_ask (&device);
    }
  g_test_message ("%u asked, %u answered, %u given up, %u refused", device.asked, device.answered,
                  device.given_up, device.refused);
  g_assert_cmpuint (device.answered + device.given_up, >=, device.asked - 1);
  g_assert_cmpuint (device.answered, >, device.asked / 3);
  g_assert_cmpuint (device.refused, >, device.asked / 4);
  g_rand_free (device.random);
  leat_ask_free (device.ask);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ask/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  for (guint seed = 1; seed <= 8; seed++)
    {
      g_autofree char *path = g_strdup_printf ("/ask/device/%u", seed);

      g_test_add_data_func (path, GUINT_TO_POINTER (seed), test_device);
    }
  return g_test_run ();
}
