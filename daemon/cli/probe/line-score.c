/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* line-score.c - how likely a serial line is set as it was listened to, judged by what was heard
 *
 * A rate that is wrong puts the stop bit where data is: about half of the bytes of a burst have
 * framing errors, and the rest is no text. A parity that is wrong is told by one reading at 8N1:
 * seven bits with parity are eight without an error, whose number of ones is always even, or always
 * odd; eight bits with parity have their parity bit where the stop bit is awaited, so there is a
 * framing error exactly where it is 0. */
#include "line-score.h"
#include <stdio.h>
#include <string.h>

/* fewer good bytes tell nothing of parity */
#define TELLING 12
/* of all: a first byte that began before we listened, and a spike, are no evidence */
#define NEARLY 0.97
/* seven bits with an eighth that is always 1 look like two bytes that were heard at half their
 * rate: such a line is not sure */
#define STOPS_ONLY 0.8
/* text without the end of a line in it, likewise: at half the rate two letters are another one */
#define ENDLESS 0.7
#define ENDS 2
/* noise has less of text, text in which some bytes are not has more */
#define TEXT_NONE 0.5
#define TEXT_ALL 0.95

/* counts of what came, at 8 data bits */
typedef struct {
  gsize n_good;
  gsize n_high;        /* good ones whose highest bit is 1 */
  gsize n_even;        /* good ones with an even number of ones */
  gsize n_bad_if_even; /* those with an error just if that number is even */
  gsize n_low_text;    /* good ones that are text without their highest bit */
} Counts;

char *
leat_line_settings_spell (const LeatLineSettings *self, char *text)
{
  g_snprintf (text, LEAT_LINE_FORMAT_MAX, "%u%c%u", self->data_bits, self->parity, self->stop_bits);
  return text;
}

gboolean
leat_line_settings_equal (const LeatLineSettings *self, const LeatLineSettings *other)
{
  return self->rate == other->rate && self->data_bits == other->data_bits &&
         self->parity == other->parity && self->stop_bits == other->stop_bits;
}

/* printable, or what instruments put around it: line ends, STX, ETX, EOT, ENQ, ACK, NAK, GS … */
static gboolean
is_text (guint8 byte)
{
  static const char controls[] = "\t\n\r\002\003\004\005\006\025\033\035\036";

  return g_ascii_isprint (byte) || (byte != 0 && strchr (controls, byte) != NULL);
}

static gboolean
is_even (guint8 byte)
{
  return __builtin_parity (byte) == 0;
}

static void
count (Counts *self, const guint8 *bytes, const guint8 *bad, gsize length)
{
  *self = (Counts) { 0 };
  for (gsize i = 0; i < length; i++)
    {
      self->n_bad_if_even += is_even (bytes[i]) == (bad[i] != 0);
      if (bad[i])
        continue;
      self->n_good++;
      self->n_high += bytes[i] >= 0x80;
      self->n_even += is_even (bytes[i]);
      self->n_low_text += is_text (bytes[i] & 0x7f);
    }
}

static gboolean
is_nearly_all (gsize n, gsize of)
{
  return (double) n >= NEARLY * (double) of;
}

/* seven bits of text, and an eighth that is no data */
static void
judge_seven (LeatLineScore *self, const Counts *counts)
{
  if (counts->n_high == 0 || counts->n_good < TELLING ||
      !is_nearly_all (counts->n_good, self->n_bytes) ||
      (double) counts->n_low_text < TEXT_ALL * (double) counts->n_good)
    return;
  if (is_nearly_all (counts->n_even, counts->n_good))
    self->is.parity = 'E';
  else if (is_nearly_all (counts->n_good - counts->n_even, counts->n_good))
    self->is.parity = 'O';
  else if (is_nearly_all (counts->n_high, counts->n_good))
    self->is.stop_bits = 2; /* or a parity bit that is always 1: it reads the same */
  else
    return;
  self->is.data_bits = 7;
}

/* eight bits, and an error where the parity bit is 0 */
static void
judge_eight (LeatLineScore *self, const Counts *counts)
{
  if (self->n_bytes < TELLING || self->n_errors == 0 || counts->n_good == 0)
    return;
  if (is_nearly_all (counts->n_bad_if_even, self->n_bytes))
    self->is.parity = 'E';
  else if (is_nearly_all (self->n_bytes - counts->n_bad_if_even, self->n_bytes))
    self->is.parity = 'O';
  self->unproved = self->is.parity != 'N';
}

static double
get_share (gsize n, gsize of)
{
  return of > 0 ? (double) n / (double) of : 0;
}

/* of the bytes without an error: how much of them is text, and how many end a line */
static void
judge_text (LeatLineScore *self, const guint8 *bytes, const guint8 *bad)
{
  const guint8 mask = self->is.data_bits == 7 ? 0x7f : 0xff;
  gsize n_text = 0;

  for (gsize i = 0; i < self->n_bytes; i++)
    {
      const guint8 byte = bytes[i] & mask;

      n_text += !bad[i] && is_text (byte);
      self->n_ends += !bad[i] && (byte == '\r' || byte == '\n' || byte == '\003');
    }
  self->text = get_share (n_text, self->n_bytes - self->n_errors);
}

/* 0 to 1: none of it, lines */
static double
weigh_text (const LeatLineScore *self)
{
  const double text = CLAMP ((self->text - TEXT_NONE) / (TEXT_ALL - TEXT_NONE), 0, 1);

  return text * (self->n_ends >= ENDS ? 1 : ENDLESS);
}

/* what its errors leave of it; few bytes prove little */
static double
get_soundness (const LeatLineScore *self)
{
  const double sound = 1 - get_share (self->n_errors, self->n_bytes);

  return sound * sound * sound * MIN (1, get_share (self->n_bytes, TELLING));
}

void
leat_line_score_init (LeatLineScore *self, const LeatLineSettings *heard_at, const guint8 *bytes,
                      const guint8 *bad, gsize length)
{
  Counts counts;

  *self = (LeatLineScore) { .heard_at = *heard_at, .is = *heard_at, .n_bytes = length };
  for (gsize i = 0; i < length; i++)
    {
      self->n_errors += bad[i] != 0;
      self->n_zeros += bytes[i] == 0;
    }
  count (&counts, bytes, bad, length);
  if (heard_at->data_bits == 8 && heard_at->parity == 'N')
    {
      judge_seven (self, &counts);
      judge_eight (self, &counts);
    }
  judge_text (self, bytes, bad);
  self->score = get_soundness (self) * (0.5 + 0.5 * weigh_text (self)) *
                (self->is.data_bits == 7 && self->is.parity == 'N' ? STOPS_ONLY : 1);
}

void
leat_line_score_prove (LeatLineScore *self)
{
  self->score = MAX (self->score, get_soundness (self));
}

void
leat_line_score_strip (const LeatLineScore *self, guint8 *bytes, gsize length)
{
  for (gsize i = 0; i < length && self->is.data_bits == 7; i++)
    bytes[i] &= 0x7f;
}
