/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rejects.c - tests what keeps rejects: nothing lost, bounded, on disks that fail, killed */
#include "pipeline/leatd-rejects.h"
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <glib/gstdio.h>
#include "pipeline/leatd-event.h"
#include "pipeline/leatd-reject-files.h"

#define MIB (1 << 20)

static GMutex lock;
static GCond changed;
static GPtrArray *events;         /* "drop: text" */
static guint n_syncs;             /* fdatasync() calls */
static gboolean syncs_fail;
static gboolean syncs_wait;       /* as a disk that does not answer */
static guint n_waiting;

/* in the place of the daemon's: keeps what a human would hear of */
void
leatd_event (GLogLevelFlags level, const char *component, const char *event, const char *format,
             ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_assert_cmpstr (component, ==, "rejects");
  g_mutex_lock (&lock);
  g_ptr_array_add (events, g_strdup_printf ("%s: %s", event, text));
  g_cond_broadcast (&changed);
  g_mutex_unlock (&lock);
}

/* in the place of the C library's: counts, waits or fails when it is told to */
int
fdatasync (int fd)
{
  gboolean fails;

  g_mutex_lock (&lock);
  n_syncs++;
  n_waiting++;
  g_cond_broadcast (&changed);
  while (syncs_wait)
    g_cond_wait (&changed, &lock);
  n_waiting--;
  fails = syncs_fail;
  g_mutex_unlock (&lock);

  if (!fails)
    return (int) syscall (SYS_fdatasync, fd);
  errno = EIO;
  return -1;
}

static void
set_syncs (gboolean fail, gboolean wait)
{
  g_mutex_lock (&lock);
  syncs_fail = fail;
  syncs_wait = wait;
  g_cond_broadcast (&changed);
  g_mutex_unlock (&lock);
}

static void
await_sync_that_waits (void)
{
  g_mutex_lock (&lock);
  while (n_waiting == 0)
    g_cond_wait (&changed, &lock);
  g_mutex_unlock (&lock);
}

static guint
count_events (const char *pattern)
{
  guint n = 0;

  g_mutex_lock (&lock);
  for (guint i = 0; i < events->len; i++)
    n += g_pattern_match_simple (pattern, events->pdata[i]);
  g_mutex_unlock (&lock);
  return n;
}

static void
await_event (const char *pattern)
{
  const gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (count_events (pattern) == 0)
    {
      g_mutex_lock (&lock);
      if (!g_cond_wait_until (&changed, &lock, end))
        g_error ("no event like '%s'", pattern);
      g_mutex_unlock (&lock);
    }
}

typedef struct {
  char         *directory;
  LeatdRejects *rejects;
  GPtrArray    *lines;    /* of LeatdRejectLine: what read_all() found */
  GPtrArray    *broken;   /* "file:line: why" */
} Place;

static void
place_make (Place *place, gconstpointer data)
{
  g_autofree char *top = g_dir_make_tmp ("leat-rejects-XXXXXX", NULL);

  place->directory = g_build_filename (top, "rejects", NULL);
  place->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) leatd_reject_line_free);
  place->broken = g_ptr_array_new_with_free_func (g_free);
  g_mutex_lock (&lock);
  g_ptr_array_set_size (events, 0);
  n_syncs = 0;
  g_mutex_unlock (&lock);
}

static void
empty_directory (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      g_unlink (path);
    }
  g_rmdir (directory);
}

static void
place_clear (Place *place, gconstpointer data)
{
  g_autofree char *top = g_path_get_dirname (place->directory);

  leatd_rejects_free (place->rejects);
  empty_directory (place->directory);
  g_assert_cmpint (g_rmdir (top), ==, 0);
  g_ptr_array_unref (place->lines);
  g_ptr_array_unref (place->broken);
  g_free (place->directory);
}

static void
begin (Place *place, gint64 max_size)
{
  g_autoptr (GError) error = NULL;

  place->rejects = leatd_rejects_new (place->directory, max_size, &error);
  g_assert_no_error (error);
  g_assert_nonnull (place->rejects);
}

static void
end (Place *place)
{
  g_clear_pointer (&place->rejects, leatd_rejects_free);
}

/* a reject that tells by itself which one it is: number @n at offset @n, all its bytes made of @n
 * */
static void
put (LeatdRejects *rejects, guint n, gsize length)
{
  g_autofree guint8 *data = g_malloc (length);
  const LeatdReject reject = {
    .source = "camera0",
    .stage = "framer",
    .reason = "no delimiter",
    .data = data,
    .length = length,
    .offset = n,
    .arrival = { .time = G_GINT64_CONSTANT (1539410602104518000) + n },
  };

  for (gsize i = 0; i < length; i++)
    data[i] = (guint8) (n * 31 + i * 7);
  leatd_rejects_put (rejects, &reject);
}

static void
assert_is (const LeatdRejectLine *line, guint n, gsize length)
{
  gsize size;
  const guint8 *raw = g_bytes_get_data (line->raw, &size);

  g_assert_cmpuint (line->offset, ==, n);
  g_assert_cmpuint (size, ==, length);
  for (gsize i = 0; i < length; i++)
    if (raw[i] != (guint8) (n * 31 + i * 7))
      g_error ("byte %" G_GSIZE_FORMAT " of reject %u is wrong", i, n);
}

static gboolean
on_line (const LeatdRejectLine *line, gpointer user_data)
{
  Place *place = user_data;
  LeatdRejectLine *copy = g_memdup2 (line, sizeof *line);

  copy->time = g_strdup (line->time);
  copy->source = g_strdup (line->source);
  copy->stage = g_strdup (line->stage);
  copy->reason = g_strdup (line->reason);
  copy->text = g_strdup (line->text);
  copy->raw = g_bytes_ref (line->raw);
  g_ptr_array_add (place->lines, copy);
  return TRUE;
}

static void
on_broken (const char *where, const GError *error, gpointer user_data)
{
  Place *place = user_data;

  g_ptr_array_add (place->broken, g_strdup_printf ("%s: %s", where, error->message));
}

static guint
read_all (Place *place)
{
  g_autoptr (GError) error = NULL;

  g_ptr_array_set_size (place->lines, 0);
  g_ptr_array_set_size (place->broken, 0);
  g_assert_true (leatd_reject_files_read (place->directory, on_line, on_broken, place, &error));
  g_assert_no_error (error);
  return place->lines->len;
}

static const LeatdRejectLine *
line_at (Place *place, guint index)
{
  g_assert_cmpuint (index, <, place->lines->len);
  return place->lines->pdata[index];
}

static LeatdRejectsCounts
get_counts (Place *place)
{
  LeatdRejectsCounts counts;

  leatd_rejects_get_counts (place->rejects, &counts);
  return counts;
}

static void
await_kept (Place *place, guint64 n)
{
  const gint64 end_time = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (get_counts (place).kept < n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end_time);
      g_thread_yield ();
    }
}

static void
test_rejects_keep (Place *place, gconstpointer data)
{
  const LeatdRejectLine *line;

  begin (place, MIB);
  for (guint n = 0; n < 100; n++)
    put (place->rejects, n, n % 7 == 0 ? 0 : n * 3);
  end (place);

  g_assert_cmpuint (read_all (place), ==, 100);
  g_assert_cmpuint (place->broken->len, ==, 0);
  for (guint n = 0; n < 100; n++)
    {
      line = line_at (place, n);
      g_assert_cmpuint (line->id, ==, n + 1);
      assert_is (line, n, n % 7 == 0 ? 0 : n * 3);
    }
  line = line_at (place, 5);
  g_assert_cmpstr (line->time, ==, "2018-10-13T06:03:22.104518005Z");
  g_assert_cmpstr (line->source, ==, "camera0");
  g_assert_cmpstr (line->stage, ==, "framer");
  g_assert_cmpstr (line->reason, ==, "no delimiter");
  g_assert_cmpuint (events->len, ==, 0);
}

/* what waits while the disk works goes out in one write and one sync */
static void
test_rejects_group (Place *place, gconstpointer data)
{
  begin (place, 64 * MIB);
  set_syncs (FALSE, TRUE);
  put (place->rejects, 0, 10);
  await_sync_that_waits ();
  for (guint n = 1; n < 1000; n++)
    put (place->rejects, n, 10);
  g_assert_cmpuint (get_counts (place).kept, ==, 0);
  set_syncs (FALSE, FALSE);
  await_kept (place, 1000);
  g_assert_cmpuint (n_syncs, ==, 2);
  end (place);
  g_assert_cmpuint (read_all (place), ==, 1000);
}

static void
test_rejects_resume (Place *place, gconstpointer data)
{
  for (guint round = 0; round < 5; round++)
    {
      begin (place, MIB);
      for (guint n = 0; n < 3; n++)
        put (place->rejects, round * 3 + n, 5);
      end (place);
    }
  g_assert_cmpuint (read_all (place), ==, 15);
  for (guint n = 0; n < 15; n++)
    {
      g_assert_cmpuint (line_at (place, n)->id, ==, n + 1);
      assert_is (line_at (place, n), n, 5);
    }
  g_assert_cmpuint (events->len, ==, 0);
}

static guint64
sum_sizes (Place *place, guint *n_files, gint64 *largest)
{
  g_autoptr (GArray) files = leatd_reject_files_scan (place->directory, NULL);
  guint64 sum = 0;

  *n_files = files->len;
  *largest = 0;
  for (guint i = 0; i < files->len; i++)
    {
      const LeatdRejectFile *file = &g_array_index (files, LeatdRejectFile, i);

      sum += (guint64) file->size;
      *largest = MAX (*largest, file->size);
    }
  return sum;
}

/* the oldest files give way, whole, counted, told; what is left is the newest without a hole */
static void
test_rejects_bounded (Place *place, gconstpointer data)
{
  const gint64 max_size = 100000;
  LeatdRejectsCounts counts;
  guint n_files, n;
  gint64 largest;

  begin (place, max_size);
  for (n = 0; n < 2000; n++)
    {
      put (place->rejects, n, 100);
      if (n % 100 == 0)
        {
          await_kept (place, n + 1);
          g_assert_cmpuint (sum_sizes (place, &n_files, &largest), <=, max_size);
          g_assert_cmpint (largest, <=, max_size / 8);
        }
    }
  await_kept (place, n);
  counts = get_counts (place);
  end (place);

  g_assert_cmpuint (sum_sizes (place, &n_files, &largest), >, max_size * 3 / 4);
  g_assert_cmpuint (n_files, >=, 7);
  g_assert_cmpuint (read_all (place), ==, n - counts.dropped);
  g_assert_cmpuint (counts.kept, ==, n);
  g_assert_cmpuint (counts.dropped_bytes, ==, counts.dropped * 100);
  for (guint i = 0; i < place->lines->len; i++)
    {
      g_assert_cmpuint (line_at (place, i)->id, ==, counts.dropped + i + 1);
      assert_is (line_at (place, i), (guint) counts.dropped + i, 100);
    }
  g_assert_cmpuint (count_events ("drop: * rejects (1 to * gave way: *rejects-size"), ==, 1);
  g_assert_cmpuint (events->len, >=, 10);
}

/* one that is larger than all of the room there is, among others that are not */
static void
test_rejects_too_large (Place *place, gconstpointer data)
{
  begin (place, 20000);
  put (place->rejects, 0, 10);
  await_kept (place, 1);
  put (place->rejects, 1, 20000);
  await_event ("drop: 1 rejects (20000 bytes) are lost: they are larger than rejects-size");
  put (place->rejects, 2, 10);
  await_kept (place, 2);
  g_assert_cmpuint (get_counts (place).dropped, ==, 1);
  g_assert_cmpuint (get_counts (place).dropped_bytes, ==, 20000);
  end (place);
  g_assert_cmpuint (read_all (place), ==, 2);
  assert_is (line_at (place, 1), 2, 10);
}

/* a frame of the largest size there is: in its own file, and back to the byte */
static void
test_rejects_large (Place *place, gconstpointer data)
{
  begin (place, 128 * MIB);
  put (place->rejects, 0, 100);
  put (place->rejects, 1, 16 * MIB);
  put (place->rejects, 2, 16 * MIB);
  put (place->rejects, 3, 100);
  await_kept (place, 4 - get_counts (place).dropped);
  end (place);
  read_all (place);
  g_assert_cmpuint (place->broken->len, ==, 0);
  assert_is (line_at (place, place->lines->len - 1), 3, 100);
  for (guint i = 0; i < place->lines->len; i++)
    {
      const LeatdRejectLine *line = line_at (place, i);

      assert_is (line, (guint) line->offset, line->offset % 3 == 0 ? 100 : 16 * MIB);
    }
}

/* a disk that does not answer: whoever puts does not wait, the queue keeps the newest 16 MiB */
static void
test_rejects_overflow (Place *place, gconstpointer data)
{
  const guint n_put = 40000;
  LeatdRejectsCounts counts;
  guint first;

  begin (place, 256 * MIB);
  set_syncs (FALSE, TRUE);
  put (place->rejects, 0, 1000);
  await_sync_that_waits ();
  for (guint n = 1; n < n_put; n++)
    put (place->rejects, n, 1000);
  counts = get_counts (place);
  g_assert_cmpuint (counts.kept, ==, 0);
  g_assert_cmpuint (counts.dropped, >, n_put - 16 * MIB / 1000);
  g_assert_cmpuint (counts.dropped, <, n_put - 10000);
  g_assert_cmpuint (counts.dropped_bytes, ==, counts.dropped * 1000);
  set_syncs (FALSE, FALSE);
  end (place);

  g_assert_cmpuint (count_events ("overflow: *"), ==, 1);
  g_assert_cmpuint (count_events ("overflow-end: *"), ==, 1);
  g_assert_cmpuint (events->len, ==, 2);
  g_assert_cmpuint (read_all (place), ==, n_put - counts.dropped);
  assert_is (line_at (place, 0), 0, 1000);
  first = (guint) counts.dropped + 1;
  for (guint i = 1; i < place->lines->len; i++)
    {
      g_assert_cmpuint (line_at (place, i)->id, ==, i + 1);
      assert_is (line_at (place, i), first + i - 1, 1000);
    }
}

/* fails, recovers by itself, loses nothing, says so once each */
static void
test_rejects_sync_fails (Place *place, gconstpointer data)
{
  begin (place, MIB);
  put (place->rejects, 0, 10);
  await_kept (place, 1);
  set_syncs (TRUE, FALSE);
  for (guint n = 1; n < 50; n++)
    put (place->rejects, n, 10);
  await_event ("unwritable: *.jsonl: cannot sync: Input/output error; its disk is failing; they *");
  for (guint n = 50; n < 100; n++)
    put (place->rejects, n, 10);
  g_assert_cmpuint (get_counts (place).kept, ==, 1);
  set_syncs (FALSE, FALSE);
  await_event ("writable: *");
  await_kept (place, 100);
  end (place);

  g_assert_cmpuint (events->len, ==, 2);
  g_assert_cmpuint (read_all (place), ==, 100);
  for (guint n = 0; n < 100; n++)
    {
      g_assert_cmpuint (line_at (place, n)->id, ==, n + 1);
      assert_is (line_at (place, n), n, 10);
    }
}

static void
limit_file_size (rlim_t size)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (size, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* a write that ends half-way: no half line is left, nothing comes twice */
static void
test_rejects_write_fails (Place *place, gconstpointer data)
{
  begin (place, MIB);
  put (place->rejects, 0, 100);
  await_kept (place, 1);
  limit_file_size (1000);
  for (guint n = 1; n < 20; n++)
    put (place->rejects, n, 100);
  await_event ("unwritable: *.jsonl: cannot write: File too large; *");
  limit_file_size (RLIM_INFINITY);
  await_event ("writable: *");
  end (place);

  g_assert_cmpuint (read_all (place), ==, 20);
  g_assert_cmpuint (place->broken->len, ==, 0);
  for (guint n = 0; n < 20; n++)
    assert_is (line_at (place, n), n, 100);
}

/* the end comes while nothing can be written: it is not waited for for ever, and the loss is told
 * */
static void
test_rejects_end_while_failing (Place *place, gconstpointer data)
{
  begin (place, MIB);
  put (place->rejects, 0, 10);
  await_kept (place, 1);
  set_syncs (TRUE, FALSE);
  for (guint n = 1; n < 50; n++)
    put (place->rejects, n, 10);
  await_event ("unwritable: *");
  end (place);
  set_syncs (FALSE, FALSE);
  g_assert_cmpuint (count_events ("drop: * are lost: they cannot be written, and this is the end"),
                    >=, 1);
  g_assert_cmpuint (count_events ("unwritable: *"), ==, 1);
  read_all (place);
  g_assert_cmpuint (place->broken->len, ==, 0);
}

/* someone deletes all of it under our feet */
static void
test_rejects_directory_gone (Place *place, gconstpointer data)
{
  begin (place, MIB);
  put (place->rejects, 0, 10);
  await_kept (place, 1);
  empty_directory (place->directory);
  put (place->rejects, 1, 10);
  await_kept (place, 2);
  end (place);
  g_assert_cmpuint (read_all (place), ==, 1);
  assert_is (line_at (place, 0), 1, 10);
  g_assert_cmpuint (line_at (place, 0)->id, ==, 2);
}

static void
test_rejects_new_fails (Place *place, gconstpointer data)
{
  g_autofree char *top = g_path_get_dirname (place->directory);
  g_autofree char *message = g_strconcat (place->directory,
                                          ": cannot make the directory: File exists", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (place->directory, "", 0, NULL));
  g_assert_null (leatd_rejects_new (place->directory, MIB, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_assert_cmpstr (error->message, ==, message);
  g_unlink (place->directory);
}

/* a last line that is torn at any byte is cut and told; what is before it stays, ids go on */
static void
test_rejects_torn (Place *place, gconstpointer data)
{
  g_autofree char *path = leatd_reject_files_path (place->directory, 1);
  g_autofree char *whole = NULL;
  gsize length, last;

  begin (place, MIB);
  put (place->rejects, 0, 10);
  put (place->rejects, 1, 10);
  end (place);
  g_assert_true (g_file_get_contents (path, &whole, &length, NULL));
  last = (gsize) ((char *) memrchr (whole, '\n', length - 1) + 1 - whole);

  for (gsize cut = last - 1; cut < length; cut++)
    {
      const guint n_whole = cut >= last ? 1 : 0;
      const gboolean is_torn = cut > 0 && whole[cut - 1] != '\n';

      g_ptr_array_set_size (events, 0);
      g_assert_true (g_file_set_contents (path, whole, (gssize) cut, NULL));
      begin (place, MIB);
      put (place->rejects, 7, 10);
      end (place);
      g_assert_cmpuint (count_events ("cut: */0000000001.jsonl: its last line was torn, * bytes *"),
                        ==, is_torn);
      g_assert_cmpuint (events->len, ==, is_torn);
      g_assert_cmpuint (read_all (place), ==, n_whole + 1);
      g_assert_cmpuint (place->broken->len, ==, 0);
      g_assert_cmpuint (line_at (place, n_whole)->id, ==, n_whole + 1);
      assert_is (line_at (place, n_whole), 7, 10);
    }
}

/* clearing while the daemon writes: nothing comes twice, no id comes back, all that is left is
 * whole */
static void
test_rejects_clear_under_way (Place *place, gconstpointer data)
{
  guint64 n_cleared_in_all = 0;
  guint64 last_id = 0;
  const guint n_put = 3000;

  begin (place, MIB);
  for (guint n = 0; n < n_put; n++)
    {
      put (place->rejects, n, 20);
      if (n % 600 == 50)
        await_kept (place, n + 1);
      if (n % 100 == 50)
        {
          g_autoptr (GError) error = NULL;
          const guint64 before = n % 300 == 50 ? G_MAXUINT64 : n > 60 ? n - 60 : 1;
          guint64 n_cleared;

          leatd_reject_files_clear (place->directory, before, &n_cleared, &error);
          g_assert_no_error (error);
          n_cleared_in_all += n_cleared;
        }
    }
  end (place);

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

/* what was counted as kept is there after a kill at any moment, once, in order, and whole */
static void
test_rejects_killed (Place *place, gconstpointer data)
{
  guint first = 0;

  for (guint round = 0; round < 10; round++)
    {
      guint64 kept = 0, told;
      int fds[2], status;
      GPid pid;

      g_assert_cmpint (pipe (fds), ==, 0);
      pid = fork ();
      if (pid == 0)
        child_puts (place->directory, fds[1], first);
      close (fds[1]);
      for (gint n = g_test_rand_int_range (1, 30); n > 0; n--)
        if (read (fds[0], &told, sizeof told) == sizeof told)
          kept = told;
      kill (pid, SIGKILL);
      while (read (fds[0], &told, sizeof told) == sizeof told)
        kept = told;
      close (fds[0]);
      g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);

      begin (place, 64 * MIB);
      end (place);
      g_assert_cmpuint (kept, >, 0);
      g_assert_cmpuint (read_all (place), >=, first + kept);
      g_assert_cmpuint (place->broken->len, ==, 0);
      for (guint i = 0; i < place->lines->len; i++)
        {
          g_assert_cmpuint (line_at (place, i)->id, ==, i + 1);
          assert_is (line_at (place, i), i, 50);
        }
      first = place->lines->len;
    }
}

static gpointer
put_many (gpointer user_data)
{
  for (guint n = 0; n < 2000; n++)
    put (user_data, n, 30);
  return NULL;
}

/* many sources at once: all of it is there, each source's in its order */
static void
test_rejects_threads (Place *place, gconstpointer data)
{
  GThread *threads[4];

  begin (place, 64 * MIB);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("source", put_many, place->rejects);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  end (place);

  g_assert_cmpuint (read_all (place), ==, 8000);
  for (guint i = 0; i < 8000; i++)
    g_assert_cmpuint (line_at (place, i)->id, ==, i + 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGXFSZ, SIG_IGN);
  events = g_ptr_array_new_with_free_func (g_free);
#define ADD(name, func) g_test_add ("/rejects/" name, Place, NULL, place_make, func, place_clear)
  ADD ("keep", test_rejects_keep);
  ADD ("group", test_rejects_group);
  ADD ("resume", test_rejects_resume);
  ADD ("bounded", test_rejects_bounded);
  ADD ("too-large", test_rejects_too_large);
  ADD ("large", test_rejects_large);
  ADD ("overflow", test_rejects_overflow);
  ADD ("sync-fails", test_rejects_sync_fails);
  ADD ("write-fails", test_rejects_write_fails);
  ADD ("end-while-failing", test_rejects_end_while_failing);
  ADD ("directory-gone", test_rejects_directory_gone);
  ADD ("new-fails", test_rejects_new_fails);
  ADD ("torn", test_rejects_torn);
  ADD ("clear-under-way", test_rejects_clear_under_way);
  ADD ("killed", test_rejects_killed);
  ADD ("threads", test_rejects_threads);
  return g_test_run ();
}
