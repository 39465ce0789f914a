/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-line-plan.c - whatever is heard at each rate, scores stay in bounds and the plan has an end
 *
 * No trial is made twice. A byte of the input is one that was heard, with an error if it stands
 * behind a '!'; a line feed ends a trial. */
#include <stdint.h>

#include "probe/line-plan.h"

#define TRIALS_MAX 64

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check (const LeatLineScore *score)
{
  g_assert_cmpfloat (score->score, >=, 0);
  g_assert_cmpfloat (score->score, <=, 1);
  g_assert_cmpfloat (score->text, >=, 0);
  g_assert_cmpfloat (score->text, <=, 1);
  g_assert_cmpuint (score->n_errors, <=, score->n_bytes);
  g_assert_cmpuint (score->is.rate, ==, score->heard_at.rate);
}

/* what comes next; the bytes up to a line feed, and how many of the input they took */
static gsize
take_trial (const uint8_t *data, size_t size, GByteArray *bytes, GByteArray *bad)
{
  gsize at = 0;

  g_byte_array_set_size (bytes, 0);
  g_byte_array_set_size (bad, 0);
  for (; at < size && data[at] != '\n'; at++)
    {
      const guint8 mark = data[at] == '!' && at + 1 < size;

      at += mark;
      g_byte_array_append (bytes, &data[at], 1);
      g_byte_array_append (bad, &mark, 1);
    }
  return MIN (at + 1, size);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GArray) scores = g_array_new (FALSE, FALSE, sizeof (LeatLineScore));
  g_autoptr (GByteArray) bytes = g_byte_array_new (), bad = g_byte_array_new ();
  LeatLineSettings next;

  while (leat_line_plan_next (leat_line_rates, scores, &next))
    {
      const gsize used = take_trial (data, size, bytes, bad);
      LeatLineScore score;

      g_assert_cmpuint (scores->len, <, TRIALS_MAX);
      for (guint i = 0; i < scores->len; i++)
        g_assert_false (
            leat_line_settings_equal (&g_array_index (scores, LeatLineScore, i).heard_at, &next));
      leat_line_score_init (&score, &next, bytes->data, bad->data, bytes->len);
      check (&score);
      leat_line_score_strip (&score, bytes->data, bytes->len);
      g_array_append_val (scores, score);
      data += used;
      size -= used;
    }
  leat_line_plan_best (scores);
  return 0;
}
