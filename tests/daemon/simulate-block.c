/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-block.c - tests that a block is made of what its pieces say, and nothing else */
#include "simulate-block.h"
#include "leat-clock.h"
#include <string.h>

static LeatMoment
tell_time (gpointer user_data)
{
  return (LeatMoment) { .time = 1537197300 * LEAT_NSEC_PER_SEC, .monotonic = 0 };
}

static LeatSimulatedBlock *
block_new (const LeatSimulatedPlan *plan, guint32 seed)
{
  LeatSimulatedBlock *block = g_new0 (LeatSimulatedBlock, 1);

  leat_simulated_block_init (block, &leat_pv200_machine, 1, plan, seed);
  return block;
}

static void
block_free (LeatSimulatedBlock *block)
{
  leat_simulated_block_clear (block);
  g_free (block);
}

/* the one CR LF of a piece stands at its end; only a hangup has none */
static void
check_piece (const guint8 *bytes, gsize length, LeatSimulatedFault fault)
{
  const guint8 *end = memchr (bytes, '\r', length);
  gboolean dated = length > 17 && memcmp (bytes, "18/09/17,23:15:00, ", MIN (length, 19)) == 0;

  g_assert_cmpuint (length, >, 0);
  if (fault == LEAT_SIMULATED_HANGUP)
    {
      g_assert_null (end);
      g_assert_cmpint (bytes[0], ==, '1');
      return;
    }

  g_assert_true (end == bytes + length - 2);
  g_assert_cmpint (bytes[length - 1], ==, '\n');
  switch (fault)
    {
    case LEAT_SIMULATED_NOISE:
      g_assert_cmpint (bytes[0], >=, 0x80);
      break;
    case LEAT_SIMULATED_CUT:
      g_assert_cmpuint (length, <=, leat_pv200_machine.certain + 2);
      break;
    default:
      g_assert_true (dated);
      break;
    }
}

static void
test_pieces (void)
{
  const LeatSimulatedPlan plan = { .probability = { 0.2, 0.1, 0.1, 0 },
                                   .times = { 0, 0, 0, 9 },
                                   .any = TRUE };
  LeatSimulatedBlock *block = block_new (&plan, 3);
  guint counts[LEAT_SIMULATED_FAULTS + 1] = { 0 };
  guint64 made = 0;

  while (made < 20000)
    {
      gsize start = 0;

      made += leat_simulated_block_fill (block, 20000 - made, 20000 - made);
      g_assert_cmpuint (block->length, <=, sizeof block->bytes);
      for (guint i = 0; i < block->pieces->len; i++)
        {
          const LeatSimulatedPiece *piece = &g_array_index (block->pieces, LeatSimulatedPiece, i);

          check_piece (block->bytes + start, piece->end - start, piece->fault);
          g_assert_true (piece->fault != LEAT_SIMULATED_HANGUP || i == block->pieces->len - 1);
          counts[piece->fault]++;
          start = piece->end;
        }
      g_assert_cmpuint (start, ==, block->length);
    }

  g_assert_cmpuint (made, ==, 20000);
  g_assert_cmpuint (counts[LEAT_SIMULATED_HANGUP], ==, 9);
  g_assert_cmpuint (counts[LEAT_SIMULATED_CUT] + counts[LEAT_SIMULATED_BAD] + 9 +
                        counts[LEAT_SIMULATED_FAULTS],
                    ==, 20000);
  g_assert_cmpuint (counts[LEAT_SIMULATED_NOISE], >, 3500);
  block_free (block);
}

static void
test_seed (void)
{
  const LeatSimulatedPlan plan = { .probability = { 0.2, 0.2, 0.2, 0.2 }, .any = TRUE };
  LeatSimulatedBlock *one = block_new (&plan, 5), *same = block_new (&plan, 5),
                     *other = block_new (&plan, 6);

  leat_simulated_block_fill (one, 1000, 1000);
  leat_simulated_block_fill (same, 1000, 1000);
  leat_simulated_block_fill (other, 1000, 1000);
  g_assert_cmpmem (one->bytes, (int) one->length, same->bytes, (int) same->length);
  g_assert_true (one->length != other->length ||
                 memcmp (one->bytes, other->bytes, one->length) != 0);
  block_free (one);
  block_free (same);
  block_free (other);
}

static void
test_most (void)
{
  const LeatSimulatedPlan plan = { .any = FALSE };
  LeatSimulatedBlock *block = block_new (&plan, 5);

  g_assert_cmpuint (leat_simulated_block_fill (block, 3, 100), ==, 3);
  g_assert_cmpuint (block->pieces->len, ==, 3);
  g_assert_cmpuint (leat_simulated_block_fill (block, G_MAXUINT64, G_MAXUINT64), >, 1000);
  g_assert_cmpuint (block->length, <=, sizeof block->bytes);
  g_assert_true (g_str_has_prefix ((const char *) block->bytes, "18/09/17,23:15:00, 3, 1,"));
  block_free (block);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  leat_clock_inject (tell_time, NULL);
  g_test_add_func ("/simulate/block/pieces", test_pieces);
  g_test_add_func ("/simulate/block/seed", test_seed);
  g_test_add_func ("/simulate/block/most", test_most);
  return g_test_run ();
}
