/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* facts.c - tests small lasting facts: torn, killed, grown, on a disk that fails */
#include "worker/leatd-facts.h"
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include "disk-in-hand.h"
#include "leat-error.h"
#include "scratch.h"

typedef struct {
  char *directory;
  char *path;
} Place;

static void
place_make (Place *place, gconstpointer data)
{
  place->directory = scratch_new ();
  place->path = g_build_filename (place->directory, "facts", NULL);
}

static void
place_clear (Place *place, gconstpointer data)
{
  scratch_free (place->directory);
  g_free (place->path);
}

static LeatdFacts *
open_good (const char *path)
{
  g_autoptr (GError) error = NULL;
  LeatdFacts *facts = leatd_facts_open (path, &error);

  g_assert_no_error (error);
  g_assert_nonnull (facts);
  return facts;
}

static void
set_good (LeatdFacts *facts, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (leatd_facts_set (facts, key, value, &error));
  g_assert_no_error (error);
}

static void
assert_open_fails (const char *path, const char *pattern)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (leatd_facts_open (path, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_assert_true (g_str_has_prefix (error->message, path));
  if (!g_pattern_match_simple (pattern, error->message))
    g_error ("'%s' is not like '%s'", error->message, pattern);
}

static void
test_facts_keep (Place *place, gconstpointer data)
{
  g_autoptr (LeatdFacts) facts = open_good (place->path);

  g_assert_null (leatd_facts_get (facts, "a"));
  set_good (facts, "a", "1");
  set_good (facts, "empty", "");
  set_good (facts, "/data/2018-10-13/camera0.csv", "102934\n\xff=\\");
  set_good (facts, "a", leatd_facts_get (facts, "a"));
  set_good (facts, "gone", "x");
  set_good (facts, "gone", NULL);
  set_good (facts, "never", NULL);
  g_assert_cmpstr (leatd_facts_get (facts, "a"), ==, "1");

  g_clear_pointer (&facts, leatd_facts_free);
  facts = open_good (place->path);
  g_assert_cmpstr (leatd_facts_get (facts, "a"), ==, "1");
  g_assert_cmpstr (leatd_facts_get (facts, "empty"), ==, "");
  g_assert_cmpstr (leatd_facts_get (facts, "/data/2018-10-13/camera0.csv"), ==, "102934\n\xff=\\");
  g_assert_null (leatd_facts_get (facts, "gone"));
  g_assert_null (leatd_facts_get (facts, "never"));
}

static void
test_facts_directories (Place *place, gconstpointer data)
{
  g_autofree char *path = g_build_filename (place->directory, "sinks", "archive", "facts", NULL);
  g_autoptr (LeatdFacts) facts = open_good (path);

  set_good (facts, "a", "1");
}

/* one fdatasync() for each set(), and none for get() */
static void
test_facts_cost (Place *place, gconstpointer data)
{
  g_autoptr (LeatdFacts) facts = open_good (place->path);

  disk_take_syncs ();
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *value = g_strdup_printf ("%u", i);

      set_good (facts, "position", value);
      g_assert_cmpstr (leatd_facts_get (facts, "position"), ==, value);
      g_assert_cmpuint (disk_take_syncs (), ==, 1);
    }
}

/* what a set() to "new" over "old" leaves behind when it is cut after some of its bytes, or some of
 * its sectors */
typedef struct {
  guint8 *before;
  guint8 *after;
  gsize   size;
} Cut;

/* the head of the slot, and the facts in it; what is behind them is of no interest to anyone */
#define USED (128 + sizeof "other" + sizeof "stays" + sizeof "key" + sizeof "new")

static Cut
make_cut (Place *place)
{
  g_autoptr (LeatdFacts) facts = open_good (place->path);
  Cut cut;
  gsize size;

  set_good (facts, "other", "stays");
  set_good (facts, "key", "older and longer than both of the others");
  set_good (facts, "key", "old");
  g_assert_true (g_file_get_contents (place->path, (char **) &cut.before, &cut.size, NULL));
  set_good (facts, "key", "new");
  g_assert_true (g_file_get_contents (place->path, (char **) &cut.after, &size, NULL));
  g_assert_cmpuint (size, ==, cut.size);
  return cut;
}

/* in place: ext4 syncs a file that is cut to nothing and closed, and these are thousands */
static void
write_file (const char *path, const guint8 *data, gsize size)
{
  const int fd = open (path, O_WRONLY | O_CREAT, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (ftruncate (fd, (off_t) size), ==, 0);
  g_assert_cmpint (pwrite (fd, data, size, 0), ==, (gssize) size);
  close (fd);
}

static void
assert_old_or_new (const char *path, gboolean whole)
{
  g_autoptr (LeatdFacts) facts = open_good (path);

  g_assert_cmpstr (leatd_facts_get (facts, "other"), ==, "stays");
  g_assert_cmpstr (leatd_facts_get (facts, "key"), ==, whole ? "new" : "old");
}

static void
test_facts_torn_byte (Place *place, gconstpointer data)
{
  const Cut cut = make_cut (place);
  g_autofree guint8 *file = g_memdup2 (cut.before, cut.size);
  guint n_torn = 0;

  for (gsize i = 0; i < cut.size; i++)
    {
      if (cut.before[i] == cut.after[i])
        continue;
      write_file (place->path, file, cut.size);
      assert_old_or_new (place->path, FALSE);
      file[i] = cut.after[i];
      n_torn++;
    }
  g_assert_cmpuint (n_torn, >, 60);
  write_file (place->path, file, cut.size);
  assert_old_or_new (place->path, TRUE);

  g_free (cut.before);
  g_free (cut.after);
}

/* a slot that is half full of anything: NULs, ones, what was there; the other slot holds */
static void
test_facts_torn_rubbish (Place *place, gconstpointer data)
{
  const Cut cut = make_cut (place);
  const gsize slot_size = cut.size / 2;
  const gsize slot = memcmp (cut.before, cut.after, slot_size) != 0 ? 0 : slot_size;

  for (gsize n = 0; n < USED; n++)
    for (guint rubbish = 0; rubbish < 3; rubbish++)
      {
        g_autofree guint8 *file = g_memdup2 (cut.after, cut.size);

        for (gsize i = n; i < USED; i++)
          file[slot + i] = rubbish == 0 ? 0x00 : rubbish == 1 ? 0xff : (guint8) g_test_rand_int ();
        write_file (place->path, file, cut.size);
        assert_old_or_new (place->path, memcmp (file, cut.after, cut.size) == 0);
      }

  g_free (cut.before);
  g_free (cut.after);
}

/* no bit of the slot that holds can turn without being seen */
static void
test_facts_bit (Place *place, gconstpointer data)
{
  const Cut cut = make_cut (place);
  const gsize slot_size = cut.size / 2;
  const gsize slot = memcmp (cut.before, cut.after, slot_size) != 0 ? 0 : slot_size;

  for (gsize bit = 0; bit < USED * 8; bit++)
    {
      g_autofree guint8 *file = g_memdup2 (cut.after, cut.size);

      file[slot + bit / 8] ^= (guint8) (1 << bit % 8);
      write_file (place->path, file, cut.size);
      assert_old_or_new (place->path, FALSE);
    }

  g_free (cut.before);
  g_free (cut.after);
}

/* facts that outgrow their slot get a larger file, and all of it is kept; too much is refused, and
 * what was is kept */
static void
test_facts_grow (Place *place, gconstpointer data)
{
  g_autoptr (LeatdFacts) facts = open_good (place->path);
  g_autofree char *value = g_strnfill (20000, 'v');
  g_autofree char *long_key = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;
  guint n = 0;

  for (;; n++)
    {
      g_autofree char *key = g_strdup_printf ("%u", n);

      if (!leatd_facts_set (facts, key, value, &error))
        break;
      g_assert_cmpuint (n, <, 60);
    }
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FULL);
  g_assert_true (g_str_has_prefix (error->message, place->path));
  g_assert_true (g_str_has_suffix (error->message, " bytes of facts, there is room for 1048576"));
  g_assert_cmpuint (n, >, 50);

  long_key = g_strdup_printf ("%u", n);
  g_assert_null (leatd_facts_get (facts, long_key));
  set_good (facts, "0", "short");
  set_good (facts, "1", NULL);
  g_clear_pointer (&facts, leatd_facts_free);

  facts = open_good (place->path);
  g_assert_cmpstr (leatd_facts_get (facts, "0"), ==, "short");
  g_assert_null (leatd_facts_get (facts, "1"));
  for (guint i = 2; i < n; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      g_assert_cmpstr (leatd_facts_get (facts, key), ==, value);
    }
  g_assert_cmpint (g_stat (place->path, &status), ==, 0);
  g_assert_cmpint (status.st_size, ==, 2 << 20);
}

static void
test_facts_sync_fails (Place *place, gconstpointer data)
{
  g_autoptr (LeatdFacts) facts = open_good (place->path);
  g_autoptr (GError) error = NULL;

  set_good (facts, "key", "old");
  for (guint i = 0; i < 3; i++)
    {
      disk_set (TRUE, FALSE);
      g_assert_false (leatd_facts_set (facts, "key", "unsure", &error));
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
      g_assert_true (g_str_has_suffix (error->message, "/facts: cannot sync: Input/output error; "
                                                       "its disk is failing"));
      g_clear_error (&error);
      g_assert_cmpstr (leatd_facts_get (facts, "key"), ==, "old");
      g_assert_false (leatd_facts_set (facts, "fresh", "unsure", NULL));
      g_assert_null (leatd_facts_get (facts, "fresh"));
    }

  disk_set (FALSE, FALSE);

  /* what was refused must not come back from the slot that it may have reached */
  set_good (facts, "key", "old");
  g_clear_pointer (&facts, leatd_facts_free);
  facts = open_good (place->path);
  g_assert_cmpstr (leatd_facts_get (facts, "key"), ==, "old");
  g_assert_null (leatd_facts_get (facts, "fresh"));
}

/* no room for the larger file: refused, and the smaller one goes on */
static void
test_facts_grow_fails (Place *place, gconstpointer data)
{
  g_autoptr (LeatdFacts) facts = open_good (place->path);
  g_autofree char *value = g_strnfill (10000, 'v');
  g_autoptr (GError) error = NULL;

  set_good (facts, "key", "old");
  disk_set_room (9000);
  g_assert_false (leatd_facts_set (facts, "key", value, &error));
  disk_set_room (RLIM_INFINITY);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FULL);

  set_good (facts, "other", "goes on");
  g_assert_cmpstr (leatd_facts_get (facts, "key"), ==, "old");
  set_good (facts, "key", value);
  g_clear_pointer (&facts, leatd_facts_free);
  facts = open_good (place->path);
  g_assert_cmpstr (leatd_facts_get (facts, "key"), ==, value);
  g_assert_cmpstr (leatd_facts_get (facts, "other"), ==, "goes on");
}

/* the file of a name that is a directory, too small, too large, of odd size, or all NULs */
static void
test_facts_broken (Place *place, gconstpointer data)
{
  const gsize sizes[] = { 0, 1, 4096, 8191, 8193, 12288, 4 << 20 };
  g_autofree guint8 *zeros = g_malloc0 (4 << 20);

  assert_open_fails (place->directory, "*: cannot open: Is a directory");
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      write_file (place->path, zeros, sizes[i]);
      assert_open_fails (place->path, "*: has not the size of a file of facts; put back a copy *");
    }
  write_file (place->path, zeros, 8192);
  assert_open_fails (place->path, "*: neither of its two copies is whole; put back a copy of it, "
                                  "or move it away to begin without what it kept");
}

/* sets 1, 2, 3, …, and tells each that is safe; @growing: with more and more facts, through files
 * of each size */
static void
child_sets (const char *path, int fd, gboolean growing)
{
  g_autoptr (LeatdFacts) facts = leatd_facts_open (path, NULL);
  const guint first = (guint) g_ascii_strtoull (leatd_facts_get (facts, "n") ?: "0", NULL, 10) + 1;
  g_autofree char *ballast = g_strnfill (500, 'b');

  for (guint i = first; i < first + 100000; i++)
    {
      g_autofree char *value = g_strdup_printf ("%u", i);
      g_autofree char *key = g_strdup_printf ("ballast%u", i % 400);

      if ((growing && !leatd_facts_set (facts, key, ballast, NULL)) ||
          !leatd_facts_set (facts, "n", value, NULL) || write (fd, &i, sizeof i) != sizeof i)
        _exit (1);
    }
  _exit (0);
}

/* reads what the child told until its end; kills it when it has told @n */
static guint
kill_after (GPid pid, int fd, guint n)
{
  guint last = 0, number, n_told = 0;

  while (read (fd, &number, sizeof number) == sizeof number)
    {
      last = number;
      if (++n_told == n)
        kill (pid, SIGKILL);
    }
  return last;
}

static void
test_facts_killed (Place *place, gconstpointer data)
{
  guint least = 0;

  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (LeatdFacts) facts = NULL;
      int fds[2], status;
      guint told, kept;
      GPid pid;

      g_assert_cmpint (pipe (fds), ==, 0);
      pid = fork ();
      g_assert_cmpint (pid, >=, 0);
      if (pid == 0)
        child_sets (place->path, fds[1], i % 2);
      close (fds[1]);

      told = kill_after (pid, fds[0], (guint) g_test_rand_int_range (1, 20));
      close (fds[0]);
      g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
      g_assert_true (WIFSIGNALED (status));

      facts = open_good (place->path);
      kept = (guint) g_ascii_strtoull (leatd_facts_get (facts, "n"), NULL, 10);
      g_assert_cmpuint (told, >, least);
      g_assert_cmpuint (kept, >=, told);
      g_assert_cmpuint (kept, <=, told + 1);
      least = kept;
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/facts/" name, Place, NULL, place_make, func, place_clear)
  ADD ("keep", test_facts_keep);
  ADD ("directories", test_facts_directories);
  ADD ("cost", test_facts_cost);
  ADD ("torn/byte", test_facts_torn_byte);
  ADD ("torn/rubbish", test_facts_torn_rubbish);
  ADD ("torn/bit", test_facts_bit);
  ADD ("grow", test_facts_grow);
  ADD ("sync-fails", test_facts_sync_fails);
  ADD ("grow-fails", test_facts_grow_fails);
  ADD ("broken", test_facts_broken);
  ADD ("killed", test_facts_killed);
  return g_test_run ();
}
