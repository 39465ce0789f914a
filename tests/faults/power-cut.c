/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* power-cut.c - proof: what a source was told to be safe is there after a power cut
 *
 * The store is on a file system of its own in an image file. While leatd writes it is stopped, and
 * the image is copied: the copy has what had reached the device, and nothing of what the kernel
 * still held in memory, as a disk has after a power cut. The next life goes on with the copy. The
 * CSV file is elsewhere: it is the world, which does not forget. */
#include "lives.h"
#include <sched.h>
#include <sys/mount.h>

#define ROUNDS_MIN 5

typedef struct {
  const char *path; /* of the test */
  const char *sinks;
  const char *records; /* the file that is looked at in the end */
} Case;

/* The image has room for all that thirty rounds leave, for a store keeps what was had for an hour;
 * it is small all the same, and a store there would make room by its min-free=. */
static const Case cases[] = {
  { "/faults/power-cut/csv",
    "[sink file]\nplugin=csv\npath=DIR/mnt/records.csv\ncolumns=num\nwhen-full=block\n",
    "mnt/records.csv" },
  { "/faults/power-cut/store",
    "[sink store]\nplugin=buffer\npath=DIR/mnt/buffer.db\nwhen-full=block\nmin-free=1M\n"
    "[sink file]\nplugin=csv\npath=DIR/records.csv\ncolumns=num\n",
    "records.csv" },
  { "/faults/power-cut/store-and-csv",
    "[sink store]\nplugin=buffer\nwhen-full=block\nmin-free=1M\n"
    "[sink file]\nplugin=csv\npath=DIR/mnt/records.csv\ncolumns=num\n",
    "mnt/records.csv" },
};

typedef struct {
  const Case *the;
  Lives lives;
  char *image;
  char *copy;
  char *mount;
} Cut;

static gboolean
cut_make (Cut *self)
{
  g_autofree char *state = NULL, *inner = NULL;

  lives_init (&self->lives);
  self->image = test_path (self->lives.daemon, "image");
  self->copy = test_path (self->lives.daemon, "copy");
  self->mount = test_path (self->lives.daemon, "mnt");
  state = test_path (self->lives.daemon, "state");
  inner = g_build_filename (self->mount, "state", NULL);
  g_assert_cmpint (g_mkdir (self->mount, 0700), ==, 0);
  if (!run_command ("truncate", "-s", "256M", self->image, NULL) ||
      !run_command ("mkfs.ext4", "-q", self->image, NULL) ||
      !run_command ("mount", "-o", "loop", self->image, self->mount, NULL))
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
  lives_clear (&self->lives);
  g_free (self->image);
  g_free (self->copy);
  g_free (self->mount);
}

/* it is stopped when this returns */
static void
stop_clock (Cut *self)
{
  const pid_t pid = atoi (g_subprocess_get_identifier (self->lives.daemon->process));
  siginfo_t information;

  g_subprocess_send_signal (self->lives.daemon->process, SIGSTOP);
  g_assert_cmpint (waitid (P_PID, (id_t) pid, &information, WSTOPPED | WNOWAIT), ==, 0);
}

/* one life under load, and its end */
static void
cut_power (Cut *self)
{
  lives_write_config (&self->lives, "batches=0", self->the->sinks, 0);
  test_daemon_start (self->lives.daemon);
  lives_await_safe (&self->lives, (guint) g_test_rand_int_range (1, 20000));
  stop_clock (self);
  lives_count (&self->lives); /* before the copy: what was said must be in it */
  g_assert_true (run_command ("cp", "--sparse=always", self->image, self->copy, NULL));
  lives_kill (self->lives.daemon);
  g_assert_cmpint (umount (self->mount), ==, 0);
  g_assert_cmpint (g_rename (self->copy, self->image), ==, 0);
  g_assert_true (run_command ("mount", "-o", "loop", self->image, self->mount, NULL));
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
    cut_power (&self);
  lives_write_config (&self.lives, "batches=1", self.the->sinks, 0);
  lives_drain (self.lives.daemon);
  csv = test_path (self.lives.daemon, self.the->records);
  oracle.safe = self.lives.safe;
  test_csv_each (csv, oracle_see_line, &oracle);
  g_test_message ("%u rounds, %u records were safe before a cut", n_rounds, oracle_end (&oracle));
  cut_clear (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_rounds);
  return g_test_run ();
}
