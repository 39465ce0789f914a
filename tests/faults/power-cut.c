/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* power-cut.c - proof: what a source was told to be safe is there after a power cut
 *
 * The store is on a file system of its own in an image file. While leatd writes it is stopped, and
 * the image is copied: the copy has what had reached the device, and nothing of what the kernel
 * still held in memory, as a disk has after a power cut. The next life goes on with the copy. The
 * CSV file is elsewhere: it is the world, which does not forget. */
#include "../integration/daemons.h"
#include "settled.h"
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>

#define ROUNDS_MIN 5
#define PATIENCE 20000     /* ms */
#define PER_ROUND 10000000 /* numbers of a round begin with a multiple of it */

typedef struct {
  const char *path; /* of the test */
  const char *sinks;
  const char *records; /* the file that is looked at in the end */
} Case;

static const Case cases[] = {
  { "/faults/power-cut/csv",
    "[sink file]\nplugin=csv\npath=DIR/mnt/records.csv\ncolumns=num\nwhen-full=block\n",
    "mnt/records.csv" },
  { "/faults/power-cut/store",
    "[sink store]\nplugin=buffer\npath=DIR/mnt/buffer.db\nwhen-full=block\n"
    "[sink file]\nplugin=csv\npath=DIR/records.csv\ncolumns=num\n",
    "records.csv" },
  { "/faults/power-cut/store-and-csv",
    "[sink store]\nplugin=buffer\nwhen-full=block\n"
    "[sink file]\nplugin=csv\npath=DIR/mnt/records.csv\ncolumns=num\n",
    "mnt/records.csv" },
};

typedef struct {
  const Case *the;
  TestDaemon *daemon;
  char *image;
  char *copy;
  char *mount;
  char *settled;
  GArray *safe; /* of guint: records told to be safe, of each round */
} Cut;

static gboolean
run (const char *first, ...)
{
  g_autoptr (GPtrArray) command = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  va_list arguments;

  va_start (arguments, first);
  for (const char *word = first; word != NULL; word = va_arg (arguments, const char *))
    g_ptr_array_add (command, (char *) word);
  va_end (arguments);
  g_ptr_array_add (command, NULL);
  process = g_subprocess_newv ((const char *const *) command->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_MERGE,
                               NULL);
  return process != NULL && g_subprocess_wait_check (process, NULL, NULL);
}

static void
write_config (Cut *self, guint round, const char *batches)
{
  g_autofree char *text = g_strdup_printf (
      "[source machine]\nplugin=fixture-patient\nbatches=%s\nrecords=7\nfirst=%u\nsettled=%s\n%s",
      batches, round * PER_ROUND, self->settled, self->the->sinks);

  test_daemon_write_config (self->daemon, text);
}

static void
await_safe (Cut *self, guint n)
{
  GPollFD changes = { .fd = inotify_init1 (IN_CLOEXEC), .events = G_IO_IN };
  char event[4096];

  inotify_add_watch (changes.fd, self->daemon->directory, IN_MODIFY | IN_CREATE);
  while (settled_count (self->settled) < n)
    if (g_poll (&changes, 1, PATIENCE) == 1)
      g_assert_cmpint (read (changes.fd, event, sizeof event), >, 0);
    else
      g_error ("%u records were told to be safe of %u, and no more come",
               settled_count (self->settled), n);
  close (changes.fd);
}

static gboolean
cut_make (Cut *self)
{
  g_autofree char *state = NULL, *inner = NULL;

  self->daemon = test_daemon_new ("");
  self->image = test_path (self->daemon, "image");
  self->copy = test_path (self->daemon, "copy");
  self->mount = test_path (self->daemon, "mnt");
  self->settled = test_path (self->daemon, "settled");
  state = test_path (self->daemon, "state");
  inner = g_build_filename (self->mount, "state", NULL);
  self->safe = g_array_new (FALSE, FALSE, sizeof (guint));
  g_assert_cmpint (g_mkdir (self->mount, 0700), ==, 0);
  if (!run ("truncate", "-s", "64M", self->image, NULL) ||
      !run ("mkfs.ext4", "-q", self->image, NULL) ||
      !run ("mount", "-o", "loop", self->image, self->mount, NULL))
    return FALSE;
  g_assert_cmpint (g_mkdir (inner, 0700), ==, 0);
  g_assert_cmpint (symlink (inner, state), ==, 0);
  sync (); /* the folder itself is nobody's promise */
  return TRUE;
}

static void
cut_clear (Cut *self)
{
  umount2 (self->mount, MNT_DETACH);
  test_daemon_free (self->daemon);
  g_free (self->image);
  g_free (self->copy);
  g_free (self->mount);
  g_free (self->settled);
  g_array_unref (self->safe);
}

/* it is stopped when this returns */
static void
stop_clock (Cut *self)
{
  const pid_t pid = atoi (g_subprocess_get_identifier (self->daemon->process));
  siginfo_t information;

  g_subprocess_send_signal (self->daemon->process, SIGSTOP);
  g_assert_cmpint (waitid (P_PID, (id_t) pid, &information, WSTOPPED | WNOWAIT), ==, 0);
}

static void
forget_process (Cut *self)
{
  g_clear_object (&self->daemon->errors);
  g_clear_object (&self->daemon->process);
}

/* one life under load, and its end */
static void
cut_power (Cut *self, guint round)
{
  guint safe;

  g_unlink (self->settled);
  write_config (self, round, "0");
  test_daemon_start (self->daemon);
  await_safe (self, (guint) g_test_rand_int_range (1, 20000));
  stop_clock (self);
  safe = settled_count (self->settled); /* before the copy: what was said must be in it */
  g_assert_true (run ("cp", "--sparse=always", self->image, self->copy, NULL));
  g_subprocess_force_exit (self->daemon->process);
  g_assert_true (g_subprocess_wait (self->daemon->process, NULL, NULL));
  forget_process (self);
  g_array_append_val (self->safe, safe);
  g_assert_cmpint (umount (self->mount), ==, 0);
  g_assert_cmpint (g_rename (self->copy, self->image), ==, 0);
  g_assert_true (run ("mount", "-o", "loop", self->image, self->mount, NULL));
}

/* a life without new records, to its end: all that is in the store comes out of it */
static void
drain (Cut *self, guint round)
{
  g_autofree char *config = test_path (self->daemon, "leat.conf");

  g_unlink (self->settled);
  write_config (self, round, "1");
  g_assert_true (
      run (g_getenv ("LEATD_COMMAND"), "--config", config, "--bus=none", "--exit-when-done", NULL));
}

typedef struct {
  GArray *safe;
  guint round;
  guint next; /* of the round */
} Oracle;

static void
oracle_end_round (Oracle *self)
{
  if (self->round < self->safe->len)
    g_assert_cmpuint (self->next, >=, g_array_index (self->safe, guint, self->round));
}

static void
oracle_see (const char *line, gpointer user_data)
{
  Oracle *self = user_data;
  const guint num = (guint) g_ascii_strtoull (line, NULL, 10);

  while (num / PER_ROUND > self->round)
    {
      oracle_end_round (self);
      self->round++;
      self->next = 0;
    }
  g_assert_cmpuint (num, ==, self->round * PER_ROUND + self->next);
  self->next++;
}

static void
test_rounds (gconstpointer data)
{
  const guint n_rounds = g_test_slow () ? 30 : ROUNDS_MIN;
  Cut self = { .the = data };
  Oracle oracle = { NULL };
  g_autofree char *csv = NULL;

  if (unshare (CLONE_NEWNS) != 0 || mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
    {
      g_test_skip ("may not mount: not root, or in a container");
      return;
    }
  if (!cut_make (&self))
    {
      g_test_skip ("no loop device here");
      cut_clear (&self);
      return;
    }
  for (guint round = 0; round < n_rounds; round++)
    cut_power (&self, round);
  drain (&self, n_rounds);
  csv = test_path (self.daemon, self.the->records);
  oracle.safe = self.safe;
  test_csv_each (csv, oracle_see, &oracle);
  g_assert_cmpuint (oracle.round, ==, n_rounds);
  cut_clear (&self);
}

int
main (int argc, char **argv)
{
  g_autofree char *modules = g_strconcat (g_getenv ("LEAT_FIXTURES"), ":",
                                          g_getenv ("LEAT_PLUGINS"), NULL);

  g_test_init (&argc, &argv, NULL);
  g_setenv ("LEAT_PLUGIN_PATH", modules, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_rounds);
  return g_test_run ();
}
