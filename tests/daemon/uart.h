/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* uart.h - a serial line bit by bit: what a receiver makes of what a sender sends, each at its own
 * rate and format */
#pragma once
#include "probe/line-score.h"
G_BEGIN_DECLS

/* moments in which the line is looked at, for each bit of the sender: as fine as real receivers */
#define UART_STEPS 16

/**
 * Uart:
 * @levels: of the line, UART_STEPS a bit of the sender
 * @bytes: what was received
 * @bad: of each of them: whether it had an error
 */
typedef struct {
  GByteArray      *levels;
  GByteArray      *bytes;
  GByteArray      *bad;
  LeatLineSettings sender;
} Uart;

static inline void
uart_init (Uart *self, const LeatLineSettings *sender)
{
  *self = (Uart) { g_byte_array_new (), g_byte_array_new (), g_byte_array_new (), *sender };
}

static inline void
uart_clear (Uart *self)
{
  g_byte_array_unref (self->levels);
  g_byte_array_unref (self->bytes);
  g_byte_array_unref (self->bad);
}

static inline void
uart_put_bits (Uart *self, guint8 level, guint n_bits)
{
  for (guint i = 0; i < n_bits * UART_STEPS; i++)
    g_byte_array_append (self->levels, &level, 1);
}

/* the line rests */
static inline void
uart_rest (Uart *self, guint n_bits)
{
  uart_put_bits (self, 1, n_bits);
}

static inline guint8
uart_get_parity (const LeatLineSettings *settings, guint byte)
{
  return (guint8) (__builtin_parity (byte) ^ (settings->parity == 'O'));
}

/* @text: one byte behind the other, without a pause */
static inline void
uart_send (Uart *self, const guint8 *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      const guint byte = text[i] & ((1u << self->sender.data_bits) - 1);

      uart_put_bits (self, 0, 1);
      for (guint bit = 0; bit < self->sender.data_bits; bit++)
        uart_put_bits (self, (guint8) (byte >> bit & 1), 1);
      if (self->sender.parity != 'N')
        uart_put_bits (self, uart_get_parity (&self->sender, byte), 1);
      uart_put_bits (self, 1, self->sender.stop_bits);
    }
}

/* the level at @at, in bits of the sender */
static inline guint8
uart_look (const Uart *self, double at)
{
  const gsize index = (gsize) (at * UART_STEPS);

  return index < self->levels->len ? self->levels->data[index] : 1;
}

/* one byte whose start bit begins at @at; the place of its stop bit's midst */
static inline double
uart_receive_byte (Uart *self, const LeatLineSettings *receiver, double at)
{
  const double width = (double) self->sender.rate / receiver->rate;
  guint8 byte = 0, bad = 0;

  at += width / 2;
  for (guint bit = 0; bit < receiver->data_bits; bit++)
    byte = (guint8) (byte | uart_look (self, at += width) << bit);
  if (receiver->parity != 'N')
    bad = uart_look (self, at += width) != uart_get_parity (receiver, byte);
  at += width;
  bad |= uart_look (self, at) == 0;
  g_byte_array_append (self->bytes, &byte, 1);
  g_byte_array_append (self->bad, &bad, 1);
  return at;
}

/* The whole line as @receiver hears it. @takes_error_for_start: what a 16550 does behind a framing
 * error: the bit in the place of the stop bit is the next start bit; others wait for the next edge
 */
static inline void
uart_receive (Uart *self, const LeatLineSettings *receiver, gboolean takes_error_for_start)
{
  const double width = (double) self->sender.rate / receiver->rate, step = 1.0 / UART_STEPS;
  const double end = (double) self->levels->len / UART_STEPS;
  guint8 before = 1;

  g_byte_array_set_size (self->bytes, 0);
  g_byte_array_set_size (self->bad, 0);
  for (double at = 0; at < end;)
    {
      const guint8 level = uart_look (self, at);

      if (before == 1 && level == 0)
        {
          at = uart_receive_byte (self, receiver, at);
          while (takes_error_for_start && uart_look (self, at) == 0 && at < end)
            at = uart_receive_byte (self, receiver, at - width / 2);
          before = uart_look (self, at);
        }
      else
        before = level;
      at += step;
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Uart, uart_clear)
G_END_DECLS
