/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* arena.c - tests that memory grows, never moves, and comes back */
#include "leat-arena.h"
#include <string.h>

static void
test_grows (void)
{
  guint8 *pieces[2000];
  gsize used = 0;
  LeatArena arena;

  leat_arena_init (&arena, 0);
  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      gsize size = 1 + i % 300;

      pieces[i] = leat_arena_alloc (&arena, size);
      g_assert_cmpuint ((guintptr) pieces[i] % 8, ==, 0);
      memset (pieces[i], (int) (i % 251), size);
      used += size;
    }
  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    for (guint k = 0; k <= i % 300; k++)
      g_assert_cmpuint (pieces[i][k], ==, i % 251);
  g_assert_cmpuint (arena.held, >=, used);
  g_assert_cmpuint (arena.held, <=, used * 2);
  leat_arena_clear (&arena);
}

/* a lone record's arena is one small chunk */
static void
test_small (void)
{
  LeatArena arena;

  leat_arena_init (&arena, 0);
  leat_arena_alloc (&arena, 900);
  g_assert_cmpuint (arena.held, ==, 1024);
  leat_arena_alloc (&arena, 900);
  g_assert_cmpuint (arena.held, ==, 2048);
  leat_arena_clear (&arena);
}

static void
test_large (void)
{
  LeatArena arena;
  guint8 *start;

  leat_arena_init (&arena, 0);
  start = leat_arena_alloc_bytes (&arena, 1000001);
  memset (start, 1, 1000001);
  g_assert_cmpuint (arena.held, <, 1003000);
  start = leat_arena_alloc (&arena, 24);
  g_assert_cmpuint ((guintptr) start % 8, ==, 0);
  memset (start, 2, 24);
  leat_arena_clear (&arena);
}

static void
test_text_is_packed (void)
{
  LeatArena arena;
  char *first;

  leat_arena_init (&arena, 0);
  first = leat_arena_alloc_bytes (&arena, 3);
  g_assert_true ((char *) leat_arena_alloc_bytes (&arena, 5) == first + 3);
  g_assert_cmpuint ((guintptr) leat_arena_alloc (&arena, 8) % 8, ==, 0);
  leat_arena_clear (&arena);
}

static void
test_rewind (void)
{
  LeatArena arena;
  gpointer kept, again;

  leat_arena_init (&arena, 0);
  again = leat_arena_alloc (&arena, 100);
  leat_arena_rewind (&arena, again);
  g_assert_true (leat_arena_alloc (&arena, 100) == again);

  kept = leat_arena_alloc (&arena, 16);
  leat_arena_keep (&arena);
  leat_arena_rewind (&arena, again);
  g_assert_true ((guint8 *) leat_arena_alloc (&arena, 8) == (guint8 *) kept + 16);

  /* from a place in an older chunk: all of the newest is free again */
  leat_arena_alloc (&arena, 900);
  again = arena.cursor;
  leat_arena_alloc (&arena, 40);
  leat_arena_rewind (&arena, kept);
  g_assert_true (arena.cursor < (guint8 *) again);
  g_assert_true (arena.cursor == arena.floor);
  leat_arena_clear (&arena);
}

/* what one gives back the next one gets */
static void
test_pool (void)
{
  LeatArena arena;
  LeatChunk *chunk;

  leat_arena_init (&arena, 4096);
  chunk = arena.chunks;
  leat_arena_clear (&arena);
  leat_arena_init (&arena, 4096);
  g_assert_true (arena.chunks == chunk);
  leat_arena_clear (&arena);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/arena/grows", test_grows);
  g_test_add_func ("/arena/small", test_small);
  g_test_add_func ("/arena/large", test_large);
  g_test_add_func ("/arena/text-is-packed", test_text_is_packed);
  g_test_add_func ("/arena/rewind", test_rewind);
  g_test_add_func ("/arena/pool", test_pool);
  return g_test_run ();
}
