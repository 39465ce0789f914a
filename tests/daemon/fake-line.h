/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-line.h - a link to a serial line that is simulated bit by bit: it gives what a receiver
 * would that is set as the link's options say */
#pragma once
#include "leat-host.h"
#include "uart.h"
#include <sys/eventfd.h>
#include <unistd.h>
G_BEGIN_DECLS

/**
 * FakeSender:
 * @settings: of what is sent
 * @text: a message
 * @n_messages: at each opening; 0: silence
 * @answers: it says nothing before it is asked
 * @refuses: (nullable): what open() says
 * @is_gone: the other end closes behind the messages
 * @n_opened: how often somebody listened
 * @asked: what was written
 *
 * The machine at the other end: one for all links.
 */
typedef struct {
  LeatLineSettings settings;
  const char      *text;
  guint            n_messages;
  gboolean         answers;
  const GError    *refuses;
  gboolean         is_gone;
  guint            n_opened;
  GString         *asked;
} FakeSender;

static FakeSender fake_sender;

static const char *const fake_parities[] = { "none", "even", "odd", NULL };

typedef struct {
  LeatLink link;
  gint64   rate;
  gint64   data_bits;
  int      parity;
  gint64   stop_bits;
  Uart     uart;
  gsize    at;
  int      fd;   /* readable as long as there is something */
} FakeLine;

static const LeatOption fake_line_options[] = {
  LEAT_OPTION_INT (FakeLine, rate, .key = "baud-rate", .preset = "9600", .minimum = 1,
                   .maximum = 1e8, .summary = "Rate."),
  LEAT_OPTION_INT (FakeLine, data_bits, .key = "data-bits", .preset = "8", .minimum = 7,
                   .maximum = 8, .summary = "Bits."),
  LEAT_OPTION_CHOICE (FakeLine, parity, .key = "parity", .preset = "none",
                      .choices = fake_parities, .summary = "Parity."),
  LEAT_OPTION_INT (FakeLine, stop_bits, .key = "stop-bits", .preset = "1", .minimum = 1,
                   .maximum = 2, .summary = "Stop bits."),
  LEAT_OPTION_END,
};

static inline void
fake_line_hear (FakeLine *self)
{
  const LeatLineSettings receiver = { (guint) self->rate, (guint) self->data_bits,
                                      "NEO"[self->parity], (guint) self->stop_bits };

  for (guint i = 0; i < fake_sender.n_messages; i++)
    {
      uart_rest (&self->uart, 50);
      uart_send (&self->uart, (const guint8 *) fake_sender.text, strlen (fake_sender.text));
    }
  uart_rest (&self->uart, 50);
  uart_receive (&self->uart, &receiver, FALSE);
  if (self->uart.bytes->len > 0 || fake_sender.is_gone)
    eventfd_write (self->fd, 1);
}

static gboolean
fake_line_open (LeatLink *link, const char *device, GCancellable *cancellable, GError **error)
{
  FakeLine *self = (FakeLine *) link;

  fake_sender.n_opened++;
  if (fake_sender.refuses != NULL)
    {
      g_propagate_error (error, g_error_copy (fake_sender.refuses));
      return FALSE;
    }
  self->fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  uart_init (&self->uart, &fake_sender.settings);
  self->at = 0;
  if (!fake_sender.answers)
    fake_line_hear (self);
  return TRUE;
}

static void
fake_line_close (LeatLink *link)
{
  uart_clear (&((FakeLine *) link)->uart);
  close (((FakeLine *) link)->fd);
}

static int
fake_line_get_fd (LeatLink *link)
{
  return ((FakeLine *) link)->fd;
}

/* good and bad bytes by turns, as links give them */
static gssize
fake_line_read (LeatLink *link, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  FakeLine *self = (FakeLine *) link;
  const GByteArray *bad = self->uart.bad;
  gsize n = 0;

  for (; self->at < bad->len && n < size; self->at++)
    {
      if (n > 0 && bad->data[self->at] != bad->data[self->at - 1])
        break;
      arrival->line_error = bad->data[self->at] != 0;
      data[n++] = self->uart.bytes->data[self->at];
    }
  if (n > 0 || fake_sender.is_gone)
    return (gssize) n;
  eventfd_read (self->fd, &(eventfd_t){ 0 });
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "not now");
  return -1;
}

static gssize
fake_line_write (LeatLink *link, const guint8 *data, gsize length, GError **error)
{
  FakeLine *self = (FakeLine *) link;

  g_string_append_len (fake_sender.asked, (const char *) data, (gssize) length);
  if (fake_sender.answers && self->rate == fake_sender.settings.rate)
    fake_line_hear (self);
  return (gssize) length;
}

static const LeatLinkClass fake_line_class = {
  .struct_size = sizeof (LeatLinkClass),
  .instance_size = sizeof (FakeLine),
  .schemes = "fake",
  .summary = "A line that is not there.",
  .options = fake_line_options,
  .open = fake_line_open,
  .close = fake_line_close,
  .get_fd = fake_line_get_fd,
  .read = fake_line_read,
  .write = fake_line_write,
};

G_END_DECLS
