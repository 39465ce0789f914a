/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rejects.c - tests what keeps rejects: no one waits for it, nothing is lost without a word */
#include "rejects/leatd-rejects.h"
#include <sys/wait.h>
#include "disk-in-hand.h"
#include "heard.h"
#include "some-rejects.h"

static LeatdRejects *
begin (Place *place, gint64 max_size)
{
  g_autoptr (GError) error = NULL;
  LeatdRejects *rejects = leatd_rejects_new (place->directory, max_size, &error);

  g_assert_no_error (error);
  g_assert_nonnull (rejects);
  return rejects;
}

static void
put (LeatdRejects *rejects, guint n, gsize length)
{
  g_autofree guint8 *data = g_malloc (length + 1);
  const LeatdReject reject = some_reject (n, length, data);

  leatd_rejects_put (rejects, &reject);
}

static LeatdRejectsCounts
get_counts (LeatdRejects *rejects)
{
  LeatdRejectsCounts counts;

  leatd_rejects_get_counts (rejects, &counts);
  return counts;
}

static void
await_kept (LeatdRejects *rejects, guint64 n)
{
  const gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (get_counts (rejects).kept < n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_thread_yield ();
    }
}

static void
test_rejects_keep (Place *place, gconstpointer data)
{
  LeatdRejects *rejects = begin (place, MIB);

  for (guint n = 0; n < 100; n++)
    put (rejects, n, n % 7 == 0 ? 0 : n * 3);
  leatd_rejects_free (rejects);

  assert_all_from (place, 1, 100);
  for (guint n = 0; n < 100; n++)
    assert_is (line_at (place, n), n, n % 7 == 0 ? 0 : n * 3);
  g_assert_cmpuint (heard_count ("*"), ==, 0);
}

static void
test_rejects_go_on (Place *place, gconstpointer data)
{
  for (guint round = 0; round < 5; round++)
    {
      LeatdRejects *rejects = begin (place, MIB);

      for (guint n = 0; n < 3; n++)
        put (rejects, round * 3 + n, 5);
      leatd_rejects_free (rejects);
    }
  assert_all_from (place, 1, 15);
  for (guint n = 0; n < 15; n++)
    assert_is (line_at (place, n), n, 5);
}

/* what waits while the disk works goes out in one write and one sync */
static void
test_rejects_group (Place *place, gconstpointer data)
{
  LeatdRejects *rejects = begin (place, 64 * MIB);

  disk_take_syncs ();
  disk_set (FALSE, TRUE);
  put (rejects, 0, 10);
  disk_await_waiting ();
  for (guint n = 1; n < 1000; n++)
    put (rejects, n, 10);
  g_assert_cmpuint (get_counts (rejects).kept, ==, 0);
  disk_set (FALSE, FALSE);
  await_kept (rejects, 1000);
  g_assert_cmpuint (disk_take_syncs (), ==, 2);
  leatd_rejects_free (rejects);
  assert_all_from (place, 1, 1000);
}

/* files that give way are counted, to the byte */
static void
test_rejects_bounded (Place *place, gconstpointer data)
{
  LeatdRejects *rejects = begin (place, 100000);
  LeatdRejectsCounts counts;

  for (guint n = 0; n < 2000; n++)
    put (rejects, n, 100);
  await_kept (rejects, 2000);
  counts = get_counts (rejects);
  leatd_rejects_free (rejects);

  g_assert_cmpuint (counts.kept, ==, 2000);
  g_assert_cmpuint (counts.dropped_bytes, ==, counts.dropped * 100);
  g_assert_cmpuint (counts.dropped, >, 1000);
  assert_all_from (place, counts.dropped + 1, (guint) (2000 - counts.dropped));
  g_assert_cmpuint (heard_count ("rejects drop: * gave way: *"), >=, 10);
}

/* one that is larger than all of the room there is, among others that are not */
static void
test_rejects_too_large (Place *place, gconstpointer data)
{
  LeatdRejects *rejects = begin (place, 20000);

  put (rejects, 0, 10);
  put (rejects, 1, 20000);
  put (rejects, 2, 10);
  await_kept (rejects, 2);
  g_assert_cmpuint (get_counts (rejects).dropped, ==, 1);
  g_assert_cmpuint (get_counts (rejects).dropped_bytes, ==, 20000);
  leatd_rejects_free (rejects);

  assert_all_from (place, 1, 2);
  assert_is (line_at (place, 0), 0, 10);
  assert_is (line_at (place, 1), 2, 10);
  g_assert_cmpuint (heard_count ("rejects drop: 1 rejects (20000 bytes) are lost: they are larger "
                                 "than rejects-size"),
                    ==, 1);
}

/* frames of the largest size there is: one waits though it fills the queue, and is kept to the byte
 * */
static void
test_rejects_large (Place *place, gconstpointer data)
{
  LeatdRejects *rejects = begin (place, 128 * MIB);

  put (rejects, 0, 16 * MIB);
  await_kept (rejects, 1);
  put (rejects, 1, 100);
  put (rejects, 2, MIB);
  leatd_rejects_free (rejects);
  assert_all_from (place, 1, 3);
  assert_is (line_at (place, 0), 0, 16 * MIB);
  assert_is (line_at (place, 1), 1, 100);
  assert_is (line_at (place, 2), 2, MIB);
}

/* a disk that does not answer: who puts does not wait, the queue keeps the newest 16 MiB */
static void
test_rejects_overflow (Place *place, gconstpointer data)
{
  const guint n_put = 3000;
  LeatdRejects *rejects = begin (place, 256 * MIB);
  LeatdRejectsCounts counts;

  disk_set (FALSE, TRUE);
  put (rejects, 0, 16000);
  disk_await_waiting ();
  for (guint n = 1; n < n_put; n++)
    put (rejects, n, 16000);
  counts = get_counts (rejects);
  g_assert_cmpuint (counts.kept, ==, 0);
  g_assert_cmpuint (counts.dropped, >, n_put - 16 * MIB / 16000 - 2);
  g_assert_cmpuint (counts.dropped, <, n_put - 1000);
  g_assert_cmpuint (counts.dropped_bytes, ==, counts.dropped * 16000);
  disk_set (FALSE, FALSE);
  leatd_rejects_free (rejects);

  g_assert_cmpuint (heard_count ("rejects overflow: *"), ==, 1);
  g_assert_cmpuint (heard_count ("rejects overflow-end: *"), ==, 1);
  g_assert_cmpuint (heard_count ("*"), ==, 2);
  assert_all_from (place, 1, (guint) (n_put - counts.dropped));
  assert_is (line_at (place, 0), 0, 16000);
  for (guint i = 1; i < place->lines->len; i++)
    assert_is (line_at (place, i), (guint) counts.dropped + i, 16000);
}

/* fails, recovers by itself, loses nothing, says so once each */
static void
test_rejects_disk_fails (Place *place, gconstpointer data)
{
  LeatdRejects *rejects = begin (place, MIB);

  put (rejects, 0, 10);
  await_kept (rejects, 1);
  disk_set (TRUE, FALSE);
  for (guint n = 1; n < 50; n++)
    put (rejects, n, 10);
  heard_await ("rejects unwritable: *.jsonl: cannot sync: Input/output error; its disk is failing; "
               "they wait in memory until it can be written");
  for (guint n = 50; n < 100; n++)
    put (rejects, n, 10);
  g_assert_cmpuint (get_counts (rejects).kept, ==, 1);
  disk_set (FALSE, FALSE);
  heard_await ("rejects writable: *");
  await_kept (rejects, 100);
  leatd_rejects_free (rejects);

  g_assert_cmpuint (heard_count ("*"), ==, 2);
  assert_all_from (place, 1, 100);
  for (guint n = 0; n < 100; n++)
    assert_is (line_at (place, n), n, 10);
}

static void
test_rejects_disk_full (Place *place, gconstpointer data)
{
  LeatdRejects *rejects = begin (place, MIB);

  put (rejects, 0, 100);
  await_kept (rejects, 1);
  disk_set_room (1000);
  for (guint n = 1; n < 20; n++)
    put (rejects, n, 100);
  heard_await ("rejects unwritable: *.jsonl: cannot write: File too large; *");
  disk_set_room (RLIM_INFINITY);
  heard_await ("rejects writable: *");
  leatd_rejects_free (rejects);

  assert_all_from (place, 1, 20);
  for (guint n = 0; n < 20; n++)
    assert_is (line_at (place, n), n, 100);
}

/* the end comes while nothing can be written: it is not put off for ever, and the loss is told */
static void
test_rejects_end_while_failing (Place *place, gconstpointer data)
{
  LeatdRejects *rejects = begin (place, MIB);

  put (rejects, 0, 10);
  await_kept (rejects, 1);
  disk_set (TRUE, FALSE);
  for (guint n = 1; n < 50; n++)
    put (rejects, n, 10);
  heard_await ("rejects unwritable: *");
  leatd_rejects_free (rejects);
  disk_set (FALSE, FALSE);

  g_assert_cmpuint (heard_count ("rejects unwritable: *"), ==, 1);
  g_assert_cmpuint (heard_count ("rejects drop: * rejects (* bytes) are lost: they cannot be "
                                 "written, and this is the end"),
                    >=, 1);
  read_all (place);
  g_assert_cmpuint (place->broken->len, ==, 0);
}

static void
test_rejects_no_place (Place *place, gconstpointer data)
{
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;

  message = g_strconcat (place->directory, ": cannot make the directory: File exists", NULL);
  g_assert_true (g_file_set_contents (place->directory, "", 0, NULL));
  g_assert_null (leatd_rejects_new (place->directory, MIB, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_assert_cmpstr (error->message, ==, message);
}

/* clearing while leatd writes: nothing comes twice, no id comes back, all that is left is whole */
static void
test_rejects_clear_under_way (Place *place, gconstpointer data)
{
  const guint n_put = 3000;
  LeatdRejects *rejects = begin (place, MIB);
  guint64 n_cleared_in_all = 0, n_cleared, last_id = 0;

  for (guint n = 0; n < n_put; n++)
    {
      const guint64 before = n % 300 == 50 ? G_MAXUINT64 : n > 60 ? n - 60 : 1;
      g_autoptr (GError) error = NULL;

      put (rejects, n, 20);
      if (n % 600 == 50)
        await_kept (rejects, n + 1);
      if (n % 100 != 50)
        continue;
      leatd_reject_files_clear (place->directory, before, &n_cleared, &error);
      g_assert_no_error (error);
      n_cleared_in_all += n_cleared;
    }
  leatd_rejects_free (rejects);

  g_assert_cmpuint (n_cleared_in_all, >, 1000);
  g_assert_cmpuint (read_all (place) + n_cleared_in_all, ==, n_put);
  g_assert_cmpuint (place->broken->len, ==, 0);
  for (guint i = 0; i < place->lines->len; i++)
    {
      const LeatdRejectLine *line = line_at (place, i);

      g_assert_cmpuint (line->id, >, last_id);
      g_assert_cmpuint (line->id, ==, line->offset + 1);
      assert_is (line, (guint) line->offset, 20);
      last_id = line->id;
    }
  g_assert_cmpuint (last_id, ==, n_put);
}

/* puts for ever, at most 20 ahead of the disk, and tells how many are on it */
static void
child_puts (const char *directory, int fd, guint first)
{
  LeatdRejects *rejects = leatd_rejects_new (directory, 64 * MIB, NULL);
  LeatdRejectsCounts counts = { 0 };
  guint64 told = 0;
  guint n = first;

  while (TRUE)
    {
      if (n - first < counts.kept + 20)
        put (rejects, n++, 50);
      leatd_rejects_get_counts (rejects, &counts);
      if (counts.kept > told && write (fd, &counts.kept, sizeof counts.kept) < 0)
        _exit (1);
      told = counts.kept;
    }
}

/* kills a child that has told so many times, and returns the last number that it told */
static guint64
run_and_kill (const char *directory, guint first, gint n_tells)
{
  guint64 kept = 0, told;
  int fds[2], status;
  GPid pid;

  g_assert_cmpint (pipe (fds), ==, 0);
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    child_puts (directory, fds[1], first);
  close (fds[1]);
  while (read (fds[0], &told, sizeof told) == sizeof told)
    {
      kept = told;
      if (--n_tells == 0)
        kill (pid, SIGKILL);
    }
  close (fds[0]);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  return kept;
}

/* what was counted as kept is there after a kill at any moment, once, in order, and whole */
static void
test_rejects_killed (Place *place, gconstpointer data)
{
  guint first = 0;

  for (guint round = 0; round < 10; round++)
    {
      const guint64 kept = run_and_kill (place->directory, first, g_test_rand_int_range (1, 30));

      leatd_rejects_free (begin (place, 64 * MIB));
      g_assert_cmpuint (kept, >, 0);
      g_assert_cmpuint (read_all (place), >=, first + kept);
      assert_all_from (place, 1, place->lines->len);
      for (guint i = 0; i < place->lines->len; i++)
        assert_is (line_at (place, i), i, 50);
      first = place->lines->len;
    }
}

static gpointer
put_many (gpointer rejects)
{
  for (guint n = 0; n < 2000; n++)
    put (rejects, n, 30);
  return NULL;
}

/* many sources at once: all of it is there */
static void
test_rejects_threads (Place *place, gconstpointer data)
{
  LeatdRejects *rejects = begin (place, 64 * MIB);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("source", put_many, rejects);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  leatd_rejects_free (rejects);
  assert_all_from (place, 1, 8000);
}

static void
silence (Place *place, gconstpointer data)
{
  heard_forget ();
  place_make (place, data);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/rejects/" name, Place, NULL, silence, func, place_clear)
  ADD ("keep", test_rejects_keep);
  ADD ("go-on", test_rejects_go_on);
  ADD ("group", test_rejects_group);
  ADD ("bounded", test_rejects_bounded);
  ADD ("too-large", test_rejects_too_large);
  ADD ("large", test_rejects_large);
  ADD ("overflow", test_rejects_overflow);
  ADD ("disk-fails", test_rejects_disk_fails);
  ADD ("disk-full", test_rejects_disk_full);
  ADD ("end-while-failing", test_rejects_end_while_failing);
  ADD ("no-place", test_rejects_no_place);
  ADD ("clear-under-way", test_rejects_clear_under_way);
  ADD ("killed", test_rejects_killed);
  ADD ("threads", test_rejects_threads);
  return g_test_run ();
}
