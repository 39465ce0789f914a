/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-speech.c - what a simulated machine is about to say, and the ledger of it */
#include "simulate-speech.h"
#include "leat-host.h"

typedef struct {
  guint64            end; /* of all that was ever put in */
  LeatSimulatedKind  kind;
  LeatSimulatedFault fault;
  char              *note;
  char              *shown; /* NULL: it is not */
} Piece;

static void
piece_free (gpointer data)
{
  Piece *piece = data;

  g_free (piece->note);
  g_free (piece->shown);
  g_free (piece);
}

/**
 * leat_simulated_speech_init:
 * @self: (out caller-allocated): a speech
 * @wishes: where it is told
 * @sums: gets what was said
 */
void
leat_simulated_speech_init (LeatSimulatedSpeech *self, const LeatSimulationWishes *wishes,
                            LeatSimulationSums *sums)
{
  *self = (LeatSimulatedSpeech) { .bytes = g_byte_array_new (), .wishes = wishes, .sums = sums };
  g_queue_init (&self->pieces);
}

/**
 * leat_simulated_speech_clear:
 * @self: a speech
 */
void
leat_simulated_speech_clear (LeatSimulatedSpeech *self)
{
  g_byte_array_unref (self->bytes);
  g_queue_clear_full (&self->pieces, piece_free);
}

/**
 * leat_simulated_speech_note:
 * @self: a speech
 * @note: members of an object
 *
 * Tells the ledger of something, now.
 */
void
leat_simulated_speech_note (LeatSimulatedSpeech *self, const char *note)
{
  if (self->wishes->ledger != NULL)
    fprintf (self->wishes->ledger, "{\"time\":%" G_GINT64_FORMAT ",%s}\n", leat_clock_now ().time,
             note);
}

static const char *
name_piece (const Piece *piece)
{
  static const char *const names[] = { "result", "spoilt", "answer", "greet" };

  return piece->kind == LEAT_SIMULATED_SPOILT ? leat_simulated_fault_names[piece->fault]
                                              : names[piece->kind];
}

static void
tell (LeatSimulatedSpeech *self, const Piece *piece)
{
  if (piece->kind == LEAT_SIMULATED_RESULT)
    self->sums->results++;
  if (piece->kind == LEAT_SIMULATED_ANSWER)
    self->sums->answers++;
  if (piece->fault < LEAT_SIMULATED_FAULTS)
    self->sums->faults[piece->fault]++;
  leat_simulated_speech_note (self, piece->note);
  if (piece->shown != NULL)
    fprintf (stderr, "%-11s %s\n", name_piece (piece), piece->shown);
}

static void
tell_whole (LeatSimulatedSpeech *self)
{
  guint64 taken = self->queued - self->bytes->len;
  const Piece *piece;

  while ((piece = g_queue_peek_head (&self->pieces)) != NULL && piece->end <= taken)
    {
      tell (self, piece);
      piece_free (g_queue_pop_head (&self->pieces));
    }
}

/**
 * leat_simulated_speech_append:
 * @self: a speech
 * @piece: what is to be said
 *
 * One without bytes is told as soon as what is before it is said.
 */
void
leat_simulated_speech_append (LeatSimulatedSpeech *self, const LeatSimulatedPiece *said)
{
  Piece *piece = g_new0 (Piece, 1);

  g_byte_array_append (self->bytes, said->bytes, (guint) said->length);
  self->queued += said->length;
  *piece = (Piece) { .end = self->queued,
                     .kind = said->kind,
                     .fault = said->fault,
                     .note = g_strdup (said->note) };
  if (self->wishes->print && said->length > 0)
    piece->shown = leat_escape_do (said->bytes, said->length);
  g_queue_push_tail (&self->pieces, piece);
  tell_whole (self);
}

/**
 * leat_simulated_speech_take:
 * @self: a speech
 * @length: bytes that were taken of it
 */
void
leat_simulated_speech_take (LeatSimulatedSpeech *self, gsize length)
{
  if (self->wishes->record != NULL)
    fwrite (self->bytes->data, 1, length, self->wishes->record);
  self->sums->bytes += length;
  g_byte_array_remove_range (self->bytes, 0, (guint) length);
  tell_whole (self);
}

/**
 * leat_simulated_speech_drop:
 * @self: a speech
 *
 * Nobody is there any more: what was not taken is noted as "unsent", and forgotten.
 */
void
leat_simulated_speech_drop (LeatSimulatedSpeech *self)
{
  Piece *piece;

  while ((piece = g_queue_pop_head (&self->pieces)) != NULL)
    {
      g_autofree char *note = g_strconcat ("\"unsent\":true,", piece->note, NULL);

      leat_simulated_speech_note (self, note);
      piece_free (piece);
    }
  self->queued -= self->bytes->len;
  g_byte_array_set_size (self->bytes, 0);
}
