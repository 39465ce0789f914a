/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* arrivals.c - tests when the bytes of a stream came */
#include "leat-arrivals.h"

typedef struct {
  LeatArrivals arrivals;
  LeatArrival found;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  leat_arrivals_init (&self->arrivals);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
}

static void
add_read (Fixture *self, guint64 end, gint64 moment, gint64 byte_time, gboolean line_error)
{
  LeatArrival arrival = { sizeof (LeatArrival),
                          { moment, moment },
                          byte_time,
                          LEAT_END_NO,
                          line_error };

  leat_arrivals_add (&self->arrivals, end, &arrival);
}

static gint64
find_moment (Fixture *self, guint64 offset, gsize length)
{
  leat_arrivals_find (&self->arrivals, offset, length, &self->found);
  return self->found.moment.monotonic;
}

static void
test_bytes_take_their_time (Fixture *self, gconstpointer data)
{
  add_read (self, 10, 1000, 7, FALSE);
  g_assert_cmpint (find_moment (self, 0, 2), ==, 1000 - 9 * 7);
  g_assert_cmpint (find_moment (self, 2, 2), ==, 1000 - 7 * 7);
  g_assert_cmpint (find_moment (self, 9, 1), ==, 1000);
}

static void
test_not_before_the_read_before (Fixture *self, gconstpointer data)
{
  add_read (self, 10, 1000, 7, FALSE);
  add_read (self, 20, 1030, 7, FALSE);
  add_read (self, 30, 1100, 7, FALSE);
  g_assert_cmpint (find_moment (self, 10, 2), ==, 1000);
  g_assert_cmpint (find_moment (self, 18, 2), ==, 1030 - 7);
  g_assert_cmpint (find_moment (self, 20, 2), ==, 1100 - 9 * 7);
}

static void
test_unknown_byte_time (Fixture *self, gconstpointer data)
{
  add_read (self, 10, 1000, 0, FALSE);
  add_read (self, 20, 2000, -5, FALSE);
  g_assert_cmpint (find_moment (self, 0, 2), ==, 1000);
  g_assert_cmpint (find_moment (self, 10, 2), ==, 2000);
}

/* a clock that goes back must not put a byte after the read that brought it */
static void
test_clock_goes_back (Fixture *self, gconstpointer data)
{
  add_read (self, 10, 1000, 7, FALSE);
  add_read (self, 20, 900, 7, FALSE);
  g_assert_cmpint (find_moment (self, 10, 2), ==, 900);
}

static void
test_line_error (Fixture *self, gconstpointer data)
{
  static const struct {
    guint64 offset;
    gsize length;
    gboolean line_error;
  } pieces[] = {
    { 0, 10, FALSE }, { 5, 6, TRUE },   { 10, 1, TRUE }, { 10, 15, TRUE }, { 11, 9, FALSE },
    { 15, 16, TRUE }, { 21, 9, FALSE }, { 29, 2, TRUE }, { 30, 1, TRUE },
  };

  add_read (self, 10, 1, 0, FALSE);
  add_read (self, 11, 2, 0, TRUE);
  add_read (self, 20, 3, 0, FALSE);
  add_read (self, 30, 4, 0, FALSE);
  add_read (self, 31, 5, 0, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      find_moment (self, pieces[i].offset, pieces[i].length);
      g_assert_cmpint (self->found.line_error, ==, pieces[i].line_error);
    }
}

/* more reads than there is room for: bounded, a little late, never early, in order, no error
 * forgotten */
static void
test_many_reads (Fixture *self, gconstpointer data)
{
  const guint64 n_reads = 100000;
  gint64 last = 0;

  for (guint64 i = 0; i < n_reads; i++)
    add_read (self, i + 1, (gint64) i * 100, 0, i % 1000 == 500);
  for (guint64 i = 0; i < n_reads; i++)
    {
      gint64 moment = find_moment (self, i, 1);

      g_assert_cmpint (moment, >=, last);
      g_assert_cmpint (moment, >=, (gint64) i * 100);
      g_assert_cmpint (moment, <, (gint64) (i + n_reads / 64) * 100);
      g_assert_true (i % 1000 != 500 || self->found.line_error);
      last = moment;
    }
}

/* as it is when nothing waits long: no coarser for all the reads there were */
static void
test_many_reads_asked_for (Fixture *self, gconstpointer data)
{
  for (guint64 i = 0; i < 10000; i++)
    {
      add_read (self, i + 1, (gint64) i * 100, 0, FALSE);
      if (i >= 100)
        g_assert_cmpint (find_moment (self, i - 100, 1), ==, (gint64) (i - 100) * 100);
    }
}

#define add(path, function) \
  g_test_add ("/arrivals/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("bytes-take-their-time", test_bytes_take_their_time);
  add ("not-before-the-read-before", test_not_before_the_read_before);
  add ("unknown-byte-time", test_unknown_byte_time);
  add ("clock-goes-back", test_clock_goes_back);
  add ("line-error", test_line_error);
  add ("many-reads", test_many_reads);
  add ("many-reads-asked-for", test_many_reads_asked_for);
  return g_test_run ();
}
