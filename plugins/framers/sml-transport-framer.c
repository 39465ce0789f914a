/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sml-transport-framer.c - files of electricity meters in SML's transport protocol, version 1
 *
 * BSI TR-03109-1, annex IV (Smart Message Language 1.04): four 1B and four 01, then
 * words of four bytes; a word of four 1B in the file is sent twice; at the end four 1B, 1A, how
 * many bytes fill the last word, and a CRC of all up to that. An escape is one only where a word
 * begins.
 *
 * Each byte is looked at once for escapes, once for the CRC and, where there were some, once to
 * undo them; in noise four times as often, as words begin at any byte. */
#include "framers.h"
#include <string.h>

#define WORD 4
#define N_START 8

typedef struct {
  LeatFramer parent;
  char *checksum_name; /* option */

  LeatChecksum *checksum;
  gsize looked_at; /* bytes from data[0] on in which the frame does not end; whole words */
  gsize n_escapes; /* words in them that are sent for the next one's sake */
} SmlFramer;

static const guint8 start[N_START] = { 0x1b, 0x1b, 0x1b, 0x1b, 0x01, 0x01, 0x01, 0x01 };

static const LeatOption sml_transport_framer_options[] = {
  LEAT_OPTION_STRING (SmlFramer, checksum_name, .key = "checksum", .preset = "crc-16/x-25",
                      .summary = "Checksum of 16 bits that this meter sends, its lower byte first; "
                                 "some of Holley's send crc-16/kermit."),
  LEAT_OPTION_END
};

static gboolean
sml_framer_init (LeatFramer *framer, GError **error)
{
  SmlFramer *self = (SmlFramer *) framer;

  self->checksum = leat_checksum_new (self->checksum_name != NULL ? self->checksum_name : "",
                                      error);
  if (self->checksum == NULL)
    {
      g_prefix_error (error, "checksum: ");
      return FALSE;
    }
  if (leat_checksum_get_width (self->checksum) == 16)
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "checksum: %s has no 16 bits; crc-16/x-25 and crc-16/kermit have",
               self->checksum_name);
  return FALSE;
}

static void
sml_framer_clear (LeatFramer *framer)
{
  g_clear_pointer (&((SmlFramer *) framer)->checksum, leat_checksum_free);
}

static gboolean
is_escape (const guint8 *word)
{
  return memcmp (word, start, WORD) == 0;
}

/* FRAME: the last word begins at looked_at */
static LeatScan
sml_framer_seek_end (SmlFramer *self, const LeatScanInput *input, LeatFrame *frame)
{
  const guint8 *data = input->data;

  self->looked_at = MAX (self->looked_at, N_START);
  for (; self->looked_at + WORD <= input->length; self->looked_at += WORD)
    {
      const guint8 *word = data + self->looked_at;

      if (!is_escape (word))
        continue;
      if (self->looked_at + 2 * WORD > input->length)
        break;
      if (word[WORD] == 0x1a)
        {
          self->looked_at += WORD;
          return LEAT_SCAN_FRAME;
        }
      frame->reason = "an escape that is none";
      if (!is_escape (word + WORD))
        return LEAT_SCAN_BAD;
      self->n_escapes++;
      self->looked_at += WORD;
    }
  return framers_wait (input, "no end", frame);
}

/* @data: words, @length: of them all */
static void
sml_framer_undo (const guint8 *data, gsize length, guint8 *out)
{
  for (gsize at = 0; at < length; at += WORD)
    {
      if (is_escape (data + at))
        at += WORD;
      memcpy (out, data + at, WORD);
      out += WORD;
    }
}

/* the last word begins at looked_at */
static LeatScan
sml_framer_judge (const SmlFramer *self, const LeatScanInput *input, LeatFrame *frame)
{
  const guint8 *data = input->data;
  const guint8 *last = data + self->looked_at;
  const gsize n_words = self->looked_at - WORD - N_START;
  const gsize n_fill = last[1];

  frame->reason = "too much filling";
  if (n_fill >= WORD || n_fill > n_words - self->n_escapes * WORD)
    return LEAT_SCAN_BAD;
  frame->reason = "checksum";
  if (!leat_checksum_agrees (self->checksum, data, self->looked_at + 2, LEAT_CHECKSUM_LITTLE,
                             last + 2, 2))
    return LEAT_SCAN_BAD;
  frame->used = self->looked_at + WORD;
  frame->payload = data + N_START;
  frame->length = n_words - self->n_escapes * WORD - n_fill;
  if (self->n_escapes > 0)
    {
      sml_framer_undo (data + N_START, n_words, input->scratch);
      frame->payload = input->scratch;
    }
  return LEAT_SCAN_FRAME;
}

static void
sml_framer_reset (LeatFramer *framer)
{
  SmlFramer *self = (SmlFramer *) framer;

  self->looked_at = self->n_escapes = 0;
}

static LeatScan
sml_framer_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  SmlFramer *self = (SmlFramer *) framer;
  LeatScan scan = LEAT_SCAN_BAD;

  frame->reason = "no start";
  if (memcmp (input->data, start, MIN (input->length, N_START)) == 0)
    scan = input->length < N_START ? framers_wait (input, "no end", frame)
                                   : sml_framer_seek_end (self, input, frame);
  if (scan == LEAT_SCAN_FRAME)
    scan = sml_framer_judge (self, input, frame);
  if (scan != LEAT_SCAN_MORE)
    sml_framer_reset (framer);
  return scan;
}

static gsize
sml_framer_find (LeatFramer *framer, const guint8 *data, gsize length)
{
  for (gsize at = 0; at < length; at++)
    {
      const guint8 *hit = memchr (data + at, start[0], length - at);

      if (hit == NULL)
        return length;
      at = (gsize) (hit - data);
      if (memcmp (hit, start, MIN (length - at, N_START)) == 0)
        return at;
    }
  return length;
}

const LeatFramerClass sml_transport_framer_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (SmlFramer),
  .name = "sml-transport",
  .summary =
      "Files of electricity meters that send SML, between 1B1B1B1B 01010101 and 1B1B1B1B 1A.",
  .options = sml_transport_framer_options,
  .init = sml_framer_init,
  .clear = sml_framer_clear,
  .scan = sml_framer_scan,
  .find = sml_framer_find,
  .reset = sml_framer_reset,
};
