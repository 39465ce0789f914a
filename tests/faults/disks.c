/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* disks.c - proof: a disk is full, or cannot be written: what was safe stays so, sources feel it,
 * and when it is mended all goes on without a restart
 *
 * The file systems are real: a small tmpfs, and one in an image file that the kernel gives up. The
 * test is alone with them in a mount namespace of its own. */
#include "../integration/daemons.h"
#include "run-command.h"
#include "settled.h"
#include "web-oracle.h"
#include <sched.h>
#include <sqlite3.h>
#include <sys/mount.h>

#define N_BATCHES 1500
#define N_RECORDS (20 * N_BATCHES)
#define PATIENCE 240 /* seconds: thirty thousand requests one by one, by whatever build */

/* what a store of N_RECORDS needs with its log is there without the ballast, and not with it */
#define DISK_SIZE "size=40M"
#define BALLAST (34 * 1024 * 1024)
typedef struct {
  TestDaemon *daemon;
  WebOracle *web;
  char *mount;
  char *settled;
} Disk;

/* a source that makes N_RECORDS, the store on the disk, and a web service behind it */
static void
disk_init (Disk *self, const char *source, const char *options)
{
  g_autofree char *text = NULL;

  self->web = web_oracle_new ();
  text = g_strdup_printf (
      "[source machine]\nplugin=%s\nbatches=%u\nrecords=20\npayload=200\nfirst=1\nthen=wait\n"
      "interval=1ms\nsettled=DIR/settled\n"
      "[sink store]\nplugin=buffer\npath=DIR/mnt/buffer.db\nmin-free=0\nmax-size=0\n"
      "queue-records=1000\nretry-first=5ms\nretry-longest=50ms\n"
      "[sink web]\nplugin=rest\nurl=http://127.0.0.1:%u/\naccept-test=yes\nbody=json-array\n"
      "retry-first=5ms\nretry-longest=50ms\n%s",
      source, N_BATCHES, self->web->port, options);
  self->daemon = test_daemon_new (text);
  self->mount = test_path (self->daemon, "mnt");
  self->settled = test_path (self->daemon, "settled");
  g_assert_cmpint (g_mkdir (self->mount, 0700), ==, 0);
}

static void
disk_clear (Disk *self)
{
  while (umount2 (self->mount, MNT_DETACH) == 0)
    ;
  test_daemon_free (self->daemon);
  web_oracle_free (self->web);
  g_free (self->mount);
  g_free (self->settled);
}

static void
await_settled (Disk *self, guint n_records)
{
  GPollFD changes = { .fd = inotify_init1 (IN_CLOEXEC), .events = G_IO_IN };
  Settled settled;
  char events[4096];

  inotify_add_watch (changes.fd, self->daemon->directory, IN_CREATE | IN_MODIFY);
  while (settled = settled_read (self->settled), settled.safe + settled.unsafe < n_records)
    if (g_poll (&changes, 1, PATIENCE * 1000) == 1)
      g_assert_cmpint (read (changes.fd, events, sizeof events), >, 0);
    else
      g_error ("%u records are safe and %u are not, of %u, and no more come", settled.safe,
               settled.unsafe, n_records);
  close (changes.fd);
}

/* all that was safe has come, in order, and nothing else */
static void
finish (Disk *self)
{
  Settled settled;
  guint last = 0;

  await_settled (self, N_RECORDS);
  settled = settled_read (self->settled);
  if (self->web->server == NULL)
    web_oracle_come (self->web);
  web_oracle_await (self->web, 0, settled.safe, PATIENCE);
  g_assert_cmpint (test_daemon_stop (self->daemon), ==, 0);
  web_oracle_go (self->web);
  g_test_message ("%u records safe, %u shed, %u requests repeated with their keys", settled.safe,
                  settled.unsafe, self->web->n_repeats);
  g_assert_cmpuint (self->web->nums->len, ==, settled.safe);
  g_assert_cmpint (test_daemon_count (self->daemon, "sinks", "store", "drops"), ==, settled.unsafe);
  for (guint i = 0; i < self->web->nums->len; i++)
    {
      const guint num = g_array_index (self->web->nums, guint, i);

      g_assert_cmpuint (num, >, last);
      last = num;
    }
}

/* --- full --- */

static void
mount_full (Disk *self)
{
  g_autofree char *ballast = g_build_filename (self->mount, "ballast", NULL);
  g_autofree char *bytes = g_malloc0 (BALLAST);

  g_assert_cmpint (mount ("leat-test", self->mount, "tmpfs", 0, DISK_SIZE), ==, 0);
  g_assert_true (g_file_set_contents (ballast, bytes, BALLAST, NULL));
}

static void
make_room (Disk *self)
{
  g_autofree char *ballast = g_build_filename (self->mount, "ballast", NULL);

  g_assert_cmpint (g_unlink (ballast), ==, 0);
}

/* a source that can wait waits: nothing is lost at all */
static void
test_full_waits (void)
{
  Disk self;
  guint safe;

  disk_init (&self, "fixture-patient", "");
  mount_full (&self);
  web_oracle_go (self.web);
  test_daemon_start (self.daemon);
  test_daemon_await (self.daemon, "store: offline: ");
  g_assert_nonnull (strstr (self.daemon->log->str, "no room; make room on the disk"));
  safe = settled_count (self.settled);
  g_assert_cmpuint (safe, >, 0);
  g_assert_cmpuint (safe, <, N_RECORDS);
  make_room (&self);
  test_daemon_await (self.daemon, "store: online: ");
  finish (&self);
  g_assert_cmpuint (self.web->nums->len, ==, N_RECORDS);
  disk_clear (&self);
}

/* as the file has it */
static void
await_acknowledged (Disk *self, guint n_records)
{
  const gint64 end = g_get_monotonic_time () + PATIENCE * G_USEC_PER_SEC;
  g_autofree char *path = g_build_filename (self->mount, "buffer.db", NULL);
  gint64 acknowledged = 0;
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (handle, 10000);
  while (acknowledged < n_records)
    {
      sqlite3_stmt *row;

      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_assert_cmpint (sqlite3_prepare_v2 (handle,
                                           "SELECT acknowledged FROM places WHERE reader = 'web'",
                                           -1, &row, NULL),
                       ==, SQLITE_OK);
      if (sqlite3_step (row) == SQLITE_ROW)
        acknowledged = sqlite3_column_int64 (row, 0);
      sqlite3_finalize (row);
    }
  sqlite3_close (handle);
}

/* The service is given all that is there while the disk is full, one by one or by requests that are
 * claimed; and that it has had it is lasting. */
static void
test_full_drains (gconstpointer options)
{
  Disk self;
  guint safe;
  gint64 begun;

  disk_init (&self, "fixture-patient", options);
  mount_full (&self);
  web_oracle_go (self.web);
  test_daemon_start (self.daemon);
  test_daemon_await (self.daemon, "store: offline: ");
  safe = settled_count (self.settled);
  g_assert_cmpuint (safe, >=, N_RECORDS / 20);
  web_oracle_come (self.web);
  begun = g_get_monotonic_time ();
  web_oracle_await (self.web, 0, safe, PATIENCE);
  g_test_message ("%u records drained while the disk was full, %.0f/s", safe,
                  (double) safe * G_USEC_PER_SEC / (double) (g_get_monotonic_time () - begun));
  await_acknowledged (&self, safe);
  make_room (&self);
  finish (&self);
  g_assert_cmpuint (self.web->nums->len, ==, N_RECORDS);
  disk_clear (&self);
}

/* one that cannot wait has its oldest dropped, and named; what was safe stays so */
static void
test_full_sheds (void)
{
  Disk self;

  disk_init (&self, "fixture-source", "");
  mount_full (&self);
  web_oracle_go (self.web);
  test_daemon_start (self.daemon);
  test_daemon_await (self.daemon, "store: offline: ");
  test_daemon_await (self.daemon, "store: queue full: dropped ");
  make_room (&self);
  test_daemon_await (self.daemon, "store: online: ");
  finish (&self);
  g_assert_cmpuint (self.web->nums->len, <, N_RECORDS);
  disk_clear (&self);
}

/* --- read-only --- */

static void
test_read_only_at_start (void)
{
  Disk self;

  disk_init (&self, "fixture-patient", "");
  g_assert_cmpint (mount ("leat-test", self.mount, "tmpfs", MS_RDONLY, DISK_SIZE), ==, 0);
  test_daemon_start (self.daemon);
  test_daemon_await (self.daemon, "store: offline: ");
  g_assert_cmpuint (settled_count (self.settled), ==, 0);
  g_assert_cmpint (mount (NULL, self.mount, NULL, MS_REMOUNT, DISK_SIZE), ==, 0);
  test_daemon_await (self.daemon, "store: online: ");
  finish (&self);
  disk_clear (&self);
}

/* The kernel finds a fault in the file system and lets nobody write to it any more; it is checked,
 * and mounted again while leatd waits. */
static void
test_given_up (void)
{
  g_autofree char *image = NULL, *mended = NULL;
  Disk self;

  disk_init (&self, "fixture-patient", "");
  image = test_path (self.daemon, "image");
  mended = test_path (self.daemon, "mended");
  if (!run_command ("truncate", "-s", "64M", image, NULL) ||
      !run_command ("mkfs.ext4", "-q", image, NULL) ||
      !run_command ("mount", "-o", "loop", image, self.mount, NULL))
    {
      g_test_skip ("no loop device here");
      disk_clear (&self);
      return;
    }
  test_daemon_start (self.daemon);
  await_settled (&self, N_RECORDS / 10);
  g_assert_true (run_command ("mount", "-o", "remount,abort", self.mount, NULL));
  test_daemon_await (self.daemon, "store: offline: ");
  g_assert_true (run_command ("cp", "--sparse=always", image, mended, NULL));
  run_command ("e2fsck", "-fy", mended, NULL);
  /* on top: were it bare for a moment, a store would be begun in the folder below */
  g_assert_true (run_command ("mount", "-o", "loop", mended, self.mount, NULL));
  test_daemon_await (self.daemon, "store: online: ");
  finish (&self);
  g_assert_cmpuint (self.web->nums->len, ==, N_RECORDS);
  disk_clear (&self);
}

/* Somebody unmounts the disk, and mounts it again, while leatd is at work: nothing is begun in the
 * folder below. */
static void
test_unmounted (void)
{
  g_autofree char *away = NULL;
  Disk self;

  disk_init (&self, "fixture-patient", "");
  away = test_path (self.daemon, "away");
  g_assert_cmpint (g_mkdir (away, 0700), ==, 0);
  g_assert_cmpint (mount ("leat-test", away, "tmpfs", 0, DISK_SIZE), ==, 0);
  g_assert_cmpint (mount (away, self.mount, NULL, MS_BIND, NULL), ==, 0);
  test_daemon_start (self.daemon);
  await_settled (&self, N_RECORDS / 10);
  g_assert_cmpint (umount2 (self.mount, MNT_DETACH), ==, 0);
  test_daemon_await (self.daemon, "store: offline: ");
  g_assert_nonnull (strstr (self.daemon->log->str, "where the disk of the store was: mount it"));
  g_assert_cmpuint (settled_count (self.settled), <, N_RECORDS);
  g_assert_cmpint (g_rmdir (self.mount), ==, 0);
  g_assert_cmpint (g_mkdir (self.mount, 0700), ==, 0);
  g_assert_cmpint (mount (away, self.mount, NULL, MS_BIND, NULL), ==, 0);
  test_daemon_await (self.daemon, "store: online: ");
  finish (&self);
  g_assert_cmpuint (self.web->nums->len, ==, N_RECORDS);
  umount2 (away, MNT_DETACH);
  disk_clear (&self);
}

static void
test_none (void)
{
  g_test_skip ("may not mount: not root, or in a container");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (unshare (CLONE_NEWNS) != 0 || mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
    {
      g_test_add_func ("/faults/disks", test_none);
      return g_test_run ();
    }
  g_test_add_func ("/faults/disks/full/waits", test_full_waits);
  g_test_add_data_func ("/faults/disks/full/drains/one-by-one", "batch-records=1\n",
                        test_full_drains);
  g_test_add_data_func ("/faults/disks/full/drains/claimed", "batch-records=100\n",
                        test_full_drains);
  g_test_add_func ("/faults/disks/full/sheds", test_full_sheds);
  g_test_add_func ("/faults/disks/unmounted", test_unmounted);
  g_test_add_func ("/faults/disks/read-only/at-start", test_read_only_at_start);
  g_test_add_func ("/faults/disks/given-up", test_given_up);
  return g_test_run ();
}
