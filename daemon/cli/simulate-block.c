/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-block.c - a stretch of what a simulated line carries, and what its bytes belong to */
#include "simulate-block.h"
#include "leat.h"
#include <string.h>

#define NOISE_SIZE 48

/**
 * leat_simulated_block_init:
 * @self: (out caller-allocated): a block
 * @machine: who speaks
 * @unit: which of several such machines
 * @plan: the faults to come
 * @seed: makes the same bytes again
 */
void
leat_simulated_block_init (LeatSimulatedBlock *self, const LeatSimulatedMachine *machine,
                           guint unit, const LeatSimulatedPlan *plan, guint32 seed)
{
  self->machine = machine;
  self->state = (LeatSimulatedState) { .random = g_rand_new_with_seed (seed),
                                       .unit = unit,
                                       .second = G_MININT64 };
  self->plan = *plan;
  self->length = 0;
  self->pieces = g_array_new (FALSE, FALSE, sizeof (LeatSimulatedPiece));
}

/**
 * leat_simulated_block_clear:
 * @self: a block
 */
void
leat_simulated_block_clear (LeatSimulatedBlock *self)
{
  g_rand_free (self->state.random);
  g_array_unref (self->pieces);
}

static void
end_piece (LeatSimulatedBlock *self, LeatSimulatedFault fault)
{
  const LeatSimulatedPiece piece = { .end = self->length, .fault = fault };

  g_array_append_val (self->pieces, piece);
}

static void
append_end (LeatSimulatedBlock *self)
{
  gsize length = strlen (self->machine->end);

  memcpy (self->bytes + self->length, self->machine->end, length);
  self->length += length;
}

/* any byte but those that end a record; the first is none that a reader may pass over as blank */
static void
append_noise (LeatSimulatedBlock *self)
{
  GRand *random = self->state.random;
  gint32 length = g_rand_int_range (random, 1, NOISE_SIZE);

  self->bytes[self->length++] = (guint8) g_rand_int_range (random, 0x80, 0x100);
  while (--length > 0)
    {
      guint8 byte = (guint8) g_rand_int_range (random, 0, 0x100);

      self->bytes[self->length++] =
          memchr (self->machine->end, byte, strlen (self->machine->end)) != NULL ? 0xff : byte;
    }
  append_end (self);
  end_piece (self, LEAT_SIMULATED_NOISE);
}

/* the record in place, or what @fault leaves of it */
static void
append_record (LeatSimulatedBlock *self, LeatSimulatedFault fault)
{
  GRand *random = self->state.random;
  gsize length = self->machine->write (&self->state, fault == LEAT_SIMULATED_BAD,
                                       self->bytes + self->length);

  if (fault == LEAT_SIMULATED_HANGUP)
    length = (gsize) g_rand_int_range (random, 1,
                                       (gint32) (length - strlen (self->machine->end)) + 1);
  else if (fault == LEAT_SIMULATED_CUT)
    length = (gsize) g_rand_int_range (random, 1, (gint32) self->machine->certain + 1);

  self->length += length;
  if (fault == LEAT_SIMULATED_CUT)
    append_end (self);
  end_piece (self, fault);
}

static void
prepare (LeatSimulatedBlock *self)
{
  gint64 second = leat_clock_now ().time / LEAT_NSEC_PER_SEC;

  if (second == self->state.second)
    return;
  self->state.second = second;
  self->machine->prepare (&self->state);
}

/**
 * leat_simulated_block_fill:
 * @self: a block; what was in it is forgotten
 * @most: no more records than this
 * @remaining: records that are still to come, of which these are the first
 *
 * Makes the next records, with their faults. Ends early when the block is full, and behind a
 * hangup.
 *
 * Returns: how many records were made, with those that faults spoil
 */
guint64
leat_simulated_block_fill (LeatSimulatedBlock *self, guint64 most, guint64 remaining)
{
  gsize room = sizeof self->bytes - NOISE_SIZE - self->machine->record_size -
               2 * strlen (self->machine->end);
  LeatSimulatedFault fault = LEAT_SIMULATED_FAULTS;
  guint64 made;

  prepare (self);
  self->length = 0;
  g_array_set_size (self->pieces, 0);

  for (made = 0; made < most && self->length <= room && fault != LEAT_SIMULATED_HANGUP; made++)
    {
      if (self->plan.any)
        {
          guint64 left = remaining - made;

          if (leat_simulated_plan_draw (&self->plan, LEAT_SIMULATED_NOISE, LEAT_SIMULATED_NOISE,
                                        left, self->state.random) == LEAT_SIMULATED_NOISE)
            append_noise (self);
          fault = leat_simulated_plan_draw (&self->plan, LEAT_SIMULATED_CUT, LEAT_SIMULATED_HANGUP,
                                            left, self->state.random);
        }
      append_record (self, fault);
    }

  return made;
}
