/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pending.c - tests the list of records that a sink holds and has not called safe */
#include "batches.h"
#include "queue/leatd-pending.h"

typedef struct {
  LeatOrigin *origin;
  LeatdPending pending;
  guint64 next;
  guint done; /* batches */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->origin = test_origin_new ("numbers");
  fixture->next = 1;
  for (guint n = 2; n <= 4; n++)
    leatd_pending_add (&fixture->pending,
                       leatd_portion_new (test_batch_new (fixture->origin, n, &fixture->next), NULL,
                                          FALSE));
}

static void
count_done (LeatdPortion *portion, gpointer user_data)
{
  ((Fixture *) user_data)->done++;
  leatd_portion_free (portion);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  leatd_pending_clear (&fixture->pending, count_done, fixture);
  g_assert_cmpuint (fixture->done, ==, 3);
  g_assert_cmpuint (fixture->pending.size, ==, 0);
  leat_origin_unref (fixture->origin);
}

/* the sequence of the record to be written next; 0: none */
static guint64
next_sequence (Fixture *fixture)
{
  guint from, count;
  LeatdPortion *portion = leatd_pending_get (&fixture->pending, &from, &count);

  return portion != NULL ? leat_batch_get_record (portion->batch, from)->sequence : 0;
}

static void
write_records (Fixture *fixture, guint n)
{
  guint from, count;

  while (n > 0)
    {
      guint part;

      g_assert_nonnull (leatd_pending_get (&fixture->pending, &from, &count));
      part = MIN (n, count);
      leatd_pending_advance (&fixture->pending, part);
      n -= part;
    }
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (leatd_pending_count (&fixture->pending), ==, 9);
  for (guint64 sequence = 1; sequence <= 9; sequence++)
    {
      g_assert_cmpuint (next_sequence (fixture), ==, sequence);
      write_records (fixture, 1);
    }
  g_assert_cmpuint (next_sequence (fixture), ==, 0);
  g_assert_cmpuint (fixture->pending.written, ==, 9);
}

/* records written, called safe; then what is pending, what is next after a rewind, and batches done
 * with */
static const struct {
  const char *path;
  guint written;
  guint safe;
  guint count;
  guint rewound;
  guint done;
} cases[] = {
  { "/pending/settle/none", 5, 0, 9, 1, 0 },
  { "/pending/settle/part-of-batch", 5, 1, 8, 2, 0 },
  { "/pending/settle/one-batch", 5, 2, 7, 3, 1 },
  { "/pending/settle/into-second-batch", 5, 3, 6, 4, 1 },
  { "/pending/settle/to-the-end-of-written", 5, 5, 4, 6, 2 },
  { "/pending/settle/never-more-than-written", 4, 9, 5, 5, 1 },
  { "/pending/settle/all", 9, 9, 0, 0, 3 },
};

static void
test_settle (Fixture *fixture, gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);

  write_records (fixture, cases[i].written);
  leatd_pending_settle (&fixture->pending, cases[i].safe, count_done, fixture);
  g_assert_cmpuint (leatd_pending_count (&fixture->pending), ==, cases[i].count);
  g_assert_cmpuint (fixture->done, ==, cases[i].done);
  leatd_pending_rewind (&fixture->pending);
  g_assert_cmpuint (next_sequence (fixture), ==, cases[i].rewound);
  g_assert_cmpuint (fixture->pending.written, ==, 0);
}

/* what comes while all is written is next */
static void
test_add_behind_the_written (Fixture *fixture, gconstpointer data)
{
  write_records (fixture, 9);
  leatd_pending_settle (&fixture->pending, 9, count_done, fixture);
  leatd_pending_add (&fixture->pending,
                     leatd_portion_new (test_batch_new (fixture->origin, 1, &fixture->next), NULL,
                                        FALSE));
  g_assert_cmpuint (next_sequence (fixture), ==, 10);
  fixture->done--;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/pending/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/pending/add-behind-the-written", Fixture, NULL, set_up, test_add_behind_the_written,
              tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Fixture, GUINT_TO_POINTER (i), set_up, test_settle, tear_down);
  return g_test_run ();
}
