/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* line-score.c - tests that a line's settings are told by what a receiver hears of it */
#include "probe/line-score.h"
#include "uart.h"
#include <string.h>

#define LINE "18/10/13,14:03:22, 17, 1,1.730,2.104,\r\n"

/* what is sent, how it is listened to, and what that shows */
typedef struct {
  const char      *path;
  LeatLineSettings sender;
  LeatLineSettings receiver;
  const char      *format; /* that of the sender, as it is told; NULL: it cannot be told */
  gboolean         unproved;
} Case;

static const Case cases[] = {
  { "/line-score/right", { 9600, 8, 'N', 1 }, { 9600, 8, 'N', 1 }, "8N1", FALSE },
  { "/line-score/two-stop-bits", { 9600, 8, 'N', 2 }, { 9600, 8, 'N', 1 }, "8N1", FALSE },
  { "/line-score/7e1", { 9600, 7, 'E', 1 }, { 9600, 8, 'N', 1 }, "7E1", FALSE },
  { "/line-score/7o1", { 19200, 7, 'O', 1 }, { 19200, 8, 'N', 1 }, "7O1", FALSE },
  { "/line-score/7e2", { 9600, 7, 'E', 2 }, { 9600, 8, 'N', 1 }, "7E1", FALSE },
  { "/line-score/7n2", { 9600, 7, 'N', 2 }, { 9600, 8, 'N', 1 }, "7N2", FALSE },
  { "/line-score/8e1", { 9600, 8, 'E', 1 }, { 9600, 8, 'N', 1 }, "8E1", TRUE },
  { "/line-score/8o1", { 9600, 8, 'O', 1 }, { 9600, 8, 'N', 1 }, "8O1", TRUE },
  { "/line-score/7e1-in-earnest", { 9600, 7, 'E', 1 }, { 9600, 7, 'E', 1 }, "7E1", FALSE },
  { "/line-score/8e1-in-earnest", { 9600, 8, 'E', 1 }, { 9600, 8, 'E', 1 }, "8E1", FALSE },
  { "/line-score/2-percent-off", { 9600, 8, 'N', 1 }, { 9792, 8, 'N', 1 }, "8N1", FALSE },
  { "/line-score/wrong-parity", { 9600, 8, 'E', 1 }, { 9600, 8, 'O', 1 }, NULL, FALSE },
};

static void
send_lines (Uart *uart, guint n_lines)
{
  for (guint i = 0; i < n_lines; i++)
    {
      uart_rest (uart, 50);
      uart_send (uart, (const guint8 *) LINE, strlen (LINE));
    }
  uart_rest (uart, 50);
}

static void
hear (LeatLineScore *score, Uart *uart, const LeatLineSettings *receiver, gboolean like_16550)
{
  uart_receive (uart, receiver, like_16550);
  leat_line_score_init (score, receiver, uart->bytes->data, uart->bad->data, uart->bytes->len);
  g_test_message ("%u at %u: %zu bytes, %zu errors, %zu zeros, text %.2f, score %.2f",
                  uart->sender.rate, receiver->rate, score->n_bytes, score->n_errors,
                  score->n_zeros, score->text, score->score);
}

static void
test_case (gconstpointer data)
{
  const Case *the = data;
  g_auto (Uart) uart = { NULL };
  char format[LEAT_LINE_FORMAT_MAX];
  LeatLineScore score;

  uart_init (&uart, &the->sender);
  send_lines (&uart, 5);
  hear (&score, &uart, &the->receiver, FALSE);
  if (the->format == NULL)
    {
      g_assert_cmpfloat (score.score, <, 0.2);
      return;
    }
  g_assert_cmpstr (leat_line_settings_spell (&score.is, format), ==, the->format);
  g_assert_cmpint (score.unproved, ==, the->unproved);
  if (the->unproved)
    return;
  if (g_str_equal (the->format, "7N2"))
    g_assert_cmpfloat (score.score, <, LEAT_LINE_SURE);
  else
    g_assert_cmpfloat (score.score, >=, LEAT_LINE_SURE);
  leat_line_score_strip (&score, uart.bytes->data, uart.bytes->len);
  g_assert_cmpuint (uart.bytes->len, ==, 5 * strlen (LINE));
  g_assert_cmpmem (uart.bytes->data, strlen (LINE), LINE, strlen (LINE));
}

/* each rate at each other one, with both ways to go on behind an error: none is taken for right */
static void
test_wrong_rates (void)
{
  static const guint rates[] = { 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200 };

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    for (guint k = 0; k < G_N_ELEMENTS (rates) * 2; k++)
      {
        const LeatLineSettings sender = { rates[i], 8, 'N', 1 };
        const LeatLineSettings receiver = { rates[k / 2], 8, 'N', 1 };
        g_auto (Uart) uart = { NULL };
        LeatLineScore score;

        uart_init (&uart, &sender);
        send_lines (&uart, 5);
        hear (&score, &uart, &receiver, k % 2 == 1);
        if (rates[i] == rates[k / 2])
          g_assert_cmpfloat (score.score, >=, LEAT_LINE_SURE);
        else
          g_assert_cmpfloat (score.score, <, LEAT_LINE_SURE);
      }
}

/* bytes that are no text: clean is half of what there is to say, checksums say the rest */
static void
test_binary (void)
{
  const LeatLineSettings settings = { 9600, 8, 'E', 1 };
  g_auto (Uart) uart = { NULL };
  LeatLineScore score;
  guint8 byte = 0;

  uart_init (&uart, &settings);
  for (guint i = 0; i < 200; i++, byte = (guint8) (byte * 5 + 113))
    uart_send (&uart, &byte, 1);
  hear (&score, &uart, &settings, FALSE);
  g_assert_cmpuint (score.n_errors, ==, 0);
  g_assert_cmpfloat (score.score, >=, 0.5);
  g_assert_cmpfloat (score.score, <, LEAT_LINE_SURE);
  leat_line_score_prove (&score);
  g_assert_cmpfloat (score.score, >=, LEAT_LINE_SURE);
}

/* nothing, one byte, and bytes that began before somebody listened */
static void
test_little (void)
{
  const LeatLineSettings settings = { 9600, 8, 'N', 1 };
  const guint8 bad[40] = { 1 };
  LeatLineScore score;

  leat_line_score_init (&score, &settings, NULL, NULL, 0);
  g_assert_cmpfloat (score.score, ==, 0);
  leat_line_score_init (&score, &settings, (const guint8 *) "1", bad + 1, 1);
  g_assert_cmpfloat (score.score, <, 0.2);
  leat_line_score_init (&score, &settings, (const guint8 *) LINE, bad, strlen (LINE));
  g_assert_cmpuint (score.n_errors, ==, 1);
  g_assert_cmpfloat (score.score, >=, LEAT_LINE_SURE);
  g_assert_false (score.unproved);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  g_test_add_func ("/line-score/wrong-rates", test_wrong_rates);
  g_test_add_func ("/line-score/binary", test_binary);
  g_test_add_func ("/line-score/little", test_little);
  return g_test_run ();
}
