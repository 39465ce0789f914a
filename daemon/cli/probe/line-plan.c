/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* line-plan.c - at which rates and parities a line is listened to, and in which order
 *
 * All rates at 8N1 first, which tells 7E1, 7O1, 8E1 and 8O1 as well; then those in earnest, for
 * receivers that do not find the next byte behind an error. */
#include "line-plan.h"

/* scores that are so near say the same */
#define TIE 0.02
/* a receiver that is much too fast takes the space of one start bit for a whole byte of zeros */
#define MANY_ZEROS 0.4

/* text with errors in it: the rate is right, perhaps, and the parity is not */
#define SOME_TEXT 0.6
#define SOME_ERRORS 0.1

const guint leat_line_rates[] = {
  9600, 19200, 115200, 38400, 57600, 4800, 2400, 1200, 230400, 460800, 921600, 0,
};

static const LeatLineSettings formats[] = {
  { 0, 8, 'N', 1 },
  { 0, 8, 'E', 1 },
  { 0, 8, 'O', 1 },
  { 0, 7, 'E', 1 },
  { 0, 7, 'O', 1 },
};

static gboolean
was_tried (const GArray *scores, const LeatLineSettings *settings)
{
  for (guint i = 0; i < scores->len; i++)
    if (leat_line_settings_equal (&g_array_index (scores, LeatLineScore, i).heard_at, settings))
      return TRUE;
  return FALSE;
}

/* with the rate of @last: a receiver that goes on in the midst of the next byte behind an error
 * tells no more than this of a parity */
static gboolean
find_parity (const GArray *scores, const LeatLineScore *last, LeatLineSettings *next)
{
  if (last->n_bytes == 0 || last->text < SOME_TEXT ||
      (double) last->n_errors < SOME_ERRORS * (double) last->n_bytes)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      *next = formats[i];
      next->rate = last->heard_at.rate;
      if (next->data_bits == 8 && !was_tried (scores, next))
        return TRUE;
    }
  return FALSE;
}

/* @below: 0, or rates lower than this alone */
static gboolean
find_rate (const guint *rates, const GArray *scores, const LeatLineSettings *format, guint below,
           LeatLineSettings *next)
{
  for (*next = *format; *rates != 0; rates++)
    {
      next->rate = *rates;
      if ((below == 0 || *rates < below) && !was_tried (scores, next))
        return TRUE;
    }
  return FALSE;
}

/* what is heard at half its rate may be clean, too: of two that are, the faster one is right */
static gboolean
is_better (const LeatLineScore *score, const LeatLineScore *best)
{
  return score->score > best->score + TIE ||
         (score->score >= best->score - TIE && score->heard_at.rate > best->heard_at.rate);
}

const LeatLineScore *
leat_line_plan_best (const GArray *scores)
{
  const LeatLineScore *best = NULL;

  for (guint i = 0; i < scores->len; i++)
    {
      const LeatLineScore *score = &g_array_index (scores, LeatLineScore, i);

      if (score->n_bytes > 0 && (best == NULL || is_better (score, best)))
        best = score;
    }
  return best;
}

gboolean
leat_line_plan_next (const guint *rates, const GArray *scores, LeatLineSettings *next)
{
  const LeatLineScore *last = scores->len > 0
                                  ? &g_array_index (scores, LeatLineScore, scores->len - 1)
                                  : NULL;

  if (last != NULL && !last->unproved && last->score >= LEAT_LINE_SURE)
    return FALSE;
  if (last != NULL && last->unproved && !was_tried (scores, &last->is))
    {
      *next = last->is;
      return TRUE;
    }
  if (last != NULL && find_parity (scores, last, next))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      const gboolean is_fast = last != NULL && last->n_bytes > 0 &&
                               (double) last->n_zeros >= MANY_ZEROS * (double) last->n_bytes;

      if ((is_fast && find_rate (rates, scores, &formats[i], last->heard_at.rate, next)) ||
          find_rate (rates, scores, &formats[i], 0, next))
        return TRUE;
    }
  return FALSE;
}
