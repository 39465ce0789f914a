/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* line-plan.c - tests that the settings of any sender are found, and after how many tries */
#include "probe/line-plan.h"
#include "uart.h"
#include <string.h>

#define LINE "18/10/13,14:03:22, 17, 1,1.730,2.104,\r\n"
#define TRIES_MAX 64

typedef struct {
  const char      *path;
  LeatLineSettings sender;
  guint            n_tries; /* at most, with a receiver that finds the next byte behind an error */
} Case;

static const Case cases[] = {
  { "/line-plan/9600-8n1", { 9600, 8, 'N', 1 }, 1 },
  { "/line-plan/9600-7e1", { 9600, 7, 'E', 1 }, 1 },
  { "/line-plan/9600-7o1", { 9600, 7, 'O', 1 }, 1 },
  { "/line-plan/9600-8e1", { 9600, 8, 'E', 1 }, 2 },
  { "/line-plan/19200-8n1", { 19200, 8, 'N', 1 }, 2 },
  { "/line-plan/19200-8o1", { 19200, 8, 'O', 1 }, 3 },
  { "/line-plan/115200-8n1", { 115200, 8, 'N', 1 }, 3 },
  { "/line-plan/38400-7e1", { 38400, 7, 'E', 1 }, 6 },
  { "/line-plan/57600-8n1", { 57600, 8, 'N', 1 }, 7 },
  { "/line-plan/4800-8e1", { 4800, 8, 'E', 1 }, 10 },
  { "/line-plan/2400-7e1", { 2400, 7, 'E', 1 }, 9 },
  { "/line-plan/1200-8n1", { 1200, 8, 'N', 1 }, 10 },
};

static void
listen (const Case *the, const LeatLineSettings *receiver, gboolean like_16550, GArray *scores)
{
  g_auto (Uart) uart = { NULL };
  LeatLineScore score;

  uart_init (&uart, &the->sender);
  for (guint i = 0; i < 5; i++)
    {
      uart_rest (&uart, 50);
      uart_send (&uart, (const guint8 *) LINE, strlen (LINE));
    }
  uart_receive (&uart, receiver, like_16550);
  leat_line_score_init (&score, receiver, uart.bytes->data, uart.bad->data, uart.bytes->len);
  g_array_append_val (scores, score);
  g_test_message ("%u %u%c: %zu bytes, %zu errors, %zu zeros, text %.2f: %.2f", receiver->rate,
                  receiver->data_bits, receiver->parity, score.n_bytes, score.n_errors,
                  score.n_zeros, score.text, score.score);
}

/* what is found, and after how many tries */
static guint
run (const Case *the, gboolean like_16550)
{
  g_autoptr (GArray) scores = g_array_new (FALSE, FALSE, sizeof (LeatLineScore));
  const LeatLineScore *best;
  LeatLineSettings next;

  while (leat_line_plan_next (leat_line_rates, scores, &next))
    {
      g_assert_cmpuint (scores->len, <, TRIES_MAX);
      listen (the, &next, like_16550, scores);
    }
  best = leat_line_plan_best (scores);
  g_assert_nonnull (best);
  g_test_message ("%u %u%c: %u tries, score %.2f", best->is.rate, best->is.data_bits,
                  best->is.parity, scores->len, best->score);
  g_assert_true (leat_line_settings_equal (&best->is, &the->sender));
  g_assert_cmpfloat (best->score, >=, LEAT_LINE_SURE);
  return scores->len;
}

static void
test_case (gconstpointer data)
{
  const Case *the = data;

  g_assert_cmpuint (run (the, FALSE), <=, the->n_tries);
  run (the, TRUE);
}

/* a rate that is not among those is not found, and that comes to an end */
static void
test_unknown (void)
{
  static const guint rates[] = { 9600, 1200, 0 };
  const Case the = { "", { 31250, 8, 'N', 1 }, 0 };
  g_autoptr (GArray) scores = g_array_new (FALSE, FALSE, sizeof (LeatLineScore));
  LeatLineSettings next;

  g_assert_null (leat_line_plan_best (scores));
  while (leat_line_plan_next (rates, scores, &next))
    {
      g_assert_cmpuint (scores->len, <, TRIES_MAX);
      listen (&the, &next, FALSE, scores);
    }
  g_assert_cmpuint (scores->len, >=, 2);
  g_assert_cmpfloat (leat_line_plan_best (scores)->score, <, LEAT_LINE_SURE);
}

/* of bytes that are no text, those at the faster of two rates that are as clean */
static void
test_clean (void)
{
  LeatLineSettings settings = { 9600, 8, 'N', 1 };
  g_autoptr (GArray) scores = g_array_new (FALSE, FALSE, sizeof (LeatLineScore));
  guint8 bytes[128], bad[128] = { 0 };
  LeatLineSettings next;
  LeatLineScore score;

  for (guint i = 0; i < G_N_ELEMENTS (bytes); i++)
    bytes[i] = (guint8) (0x80 | i);
  leat_line_score_init (&score, &settings, bytes, bad, sizeof bytes);
  g_array_append_val (scores, score);
  g_assert_true (leat_line_plan_next (leat_line_rates, scores, &next));
  settings.rate = 4800;
  leat_line_score_init (&score, &settings, bytes, bad, sizeof bytes / 2);
  g_array_append_val (scores, score);
  g_assert_cmpuint (leat_line_plan_best (scores)->is.rate, ==, 9600);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  g_test_add_func ("/line-plan/unknown", test_unknown);
  g_test_add_func ("/line-plan/clean", test_clean);
  return g_test_run ();
}
