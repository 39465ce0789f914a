/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* window.c - tests the window on a stream: its bytes, its cost, its size */
#include "leat-window.h"

/* the byte of the stream at an offset */
static guint8
byte_at (guint64 offset)
{
  return (guint8) (offset * 7 + (offset >> 8));
}

static void
write_bytes (LeatWindow *window, gsize size, gsize largest, gsize length)
{
  guint8 *room = leat_window_reserve (window, size, largest);

  for (gsize i = 0; i < length; i++)
    room[i] = byte_at (window->end + i);
  window->end += length;
}

static void
assert_bytes (const LeatWindow *window)
{
  for (guint64 offset = window->start; offset < window->end; offset++)
    g_assert_cmpuint (*leat_window_at (window, offset), ==, byte_at (offset));
}

/* whatever is written and taken, what is wanted is there, and the buffer is bounded */
static void
test_bytes (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  LeatWindow window = { 0 };

  for (guint round = 0; round < 20000; round++)
    {
      gsize size = (gsize) g_rand_int_range (random, 1, 100);

      write_bytes (&window, size, 300, (gsize) g_rand_int_range (random, 0, (gint32) size + 1));
      assert_bytes (&window);
      g_assert_cmpuint (window.capacity, <=, 2 * (300 + 100));
      if (window.end - window.start > 200 || g_rand_boolean (random))
        window.start += (guint64) g_rand_int_range (random, 0,
                                                    (gint32) (window.end - window.start) + 1);
      if (window.end - window.start > 300)
        window.start = window.end - 300;
    }
  leat_window_clear (&window);
}

/* bytes come one by one though each time there must be room for many: few moves */
static void
test_cost (gconstpointer data)
{
  const gsize wanted = GPOINTER_TO_SIZE (data);
  const guint64 n_bytes = 1000000;
  LeatWindow window = { 0 };
  guint64 moved = 0, base = 0;

  for (guint64 i = 0; i < n_bytes; i++)
    {
      write_bytes (&window, 4096, 10000, 1);
      if (window.base != base)
        moved += window.end - window.start;
      base = window.base;
      if (window.end - window.start > wanted)
        window.start++;
    }
  g_assert_cmpuint (moved, <=, n_bytes);
  g_assert_cmpuint (window.capacity, <=, 2 * (10000 + 4096));
  leat_window_clear (&window);
}

static void
test_empty_begins_at_the_front (void)
{
  LeatWindow window = { 0 };
  const guint8 *front;

  write_bytes (&window, 100, 1000, 100);
  front = window.data;
  window.start = window.end;
  g_assert_true (leat_window_reserve (&window, 10, 1000) == front);
  g_assert_cmpuint (window.end, ==, 100);
  leat_window_clear (&window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window/bytes", test_bytes);
  g_test_add_data_func ("/window/cost/wanted-1", GSIZE_TO_POINTER (1), test_cost);
  g_test_add_data_func ("/window/cost/wanted-5000", GSIZE_TO_POINTER (5000), test_cost);
  g_test_add_data_func ("/window/cost/wanted-10000", GSIZE_TO_POINTER (10000), test_cost);
  g_test_add_func ("/window/empty-begins-at-the-front", test_empty_begins_at_the_front);
  return g_test_run ();
}
