/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* recorder.c - tests what is recorded: in order, in files of a size; and what is not, when the disk
 * is full or slow, which its file says */
#include "stream/leatd-recorder.h"
#include "../sdk/recordings.h"
#include "heard.h"
#include "worker/leatd-counters.h"
#include "scratch.h"
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct {
  GMutex lock;
  GCond changed;
  gboolean waits; /* a write does not come back */
  gboolean fails;
  guint n_waiting;
} disk;

/* in the place of the C library's */
ssize_t
pwrite (int fd, const void *data, size_t length, off_t offset)
{
  gboolean fails;

  g_mutex_lock (&disk.lock);
  disk.n_waiting++;
  g_cond_broadcast (&disk.changed);
  while (disk.waits)
    g_cond_wait (&disk.changed, &disk.lock);
  disk.n_waiting--;
  fails = disk.fails;
  g_mutex_unlock (&disk.lock);
  if (!fails)
    return syscall (SYS_pwrite64, fd, data, length, offset);
  errno = ENOSPC;
  return -1;
}

static void
disk_set (gboolean waits, gboolean fails)
{
  g_mutex_lock (&disk.lock);
  disk.waits = waits;
  disk.fails = fails;
  g_cond_broadcast (&disk.changed);
  g_mutex_unlock (&disk.lock);
}

typedef struct {
  char *folder;
  char *path;
  guint64 counters[LEATD_SOURCE_N_COUNTERS];
  LeatdSourceSettings settings;
  LeatdRecorder *recorder;
  LeatdRecorderStream stream;
  gint64 time;
} Fixture;

static void
fixture_begin (Fixture *self, gconstpointer data)
{
  heard_forget ();
  self->folder = scratch_new ();
  self->path = g_build_filename (self->folder, "line.pcapng", NULL);
  self->settings = (LeatdSourceSettings) { .record = (char *) "line.pcapng",
                                           .record_size = 1024 * 1024,
                                           .record_files = 100 };
  self->recorder = leatd_recorder_new ("line", self->counters);
  leatd_recorder_set_retry (self->recorder, 1);
  self->stream.stream = (LeatRecordingStream) { .name = "x", .epoch = RECORDING_EPOCH };
}

static void
fixture_end (Fixture *self, gconstpointer data)
{
  leatd_recorder_free (self->recorder);
  scratch_free (self->folder);
  g_free (self->path);
}

static void
configure (Fixture *self)
{
  leatd_recorder_configure (self->recorder, &self->settings, self->folder);
}

static void
say (Fixture *self, const char *text, gsize length, LeatEnd end)
{
  LeatRecordingEvent event = {
    .kind = LEAT_RECORDING_READ,
    .arrival = { .struct_size = sizeof (LeatArrival), .moment = { ++self->time, 0 }, .end = end },
    .data = (const guint8 *) text,
    .length = length,
  };

  leatd_recorder_add (self->recorder, &self->stream, &event);
}

/* what waits is written */
static void
finish (Fixture *self)
{
  g_clear_pointer (&self->recorder, leatd_recorder_free);
}

static void
assert_says (const char *path, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatRecording) recording = leat_recording_open (path, &error);
  g_autofree char *told = NULL;

  g_assert_no_error (error);
  told = recording_tell (recording);
  g_assert_cmpstr (told, ==, expected);
}

static void
test_plain (Fixture *self, gconstpointer data)
{
  g_assert_false (leatd_recorder_is_on (self->recorder));
  configure (self);
  g_assert_true (leatd_recorder_is_on (self->recorder));
  say (self, "one", 3, LEAT_END_NO);
  say (self, "two", 3, LEAT_END_NO);
  finish (self);
  assert_says (self->path, "one|two|");
  g_assert_cmpuint (self->counters[LEATD_SOURCE_UNRECORDED_BYTES], ==, 0);
}

/* at a reload: another file, then none, then the first again */
static void
test_configure (Fixture *self, gconstpointer data)
{
  g_autofree char *other = g_build_filename (self->folder, "other.pcapng", NULL);

  configure (self);
  say (self, "one", 3, LEAT_END_NO);
  configure (self); /* nothing is otherwise */
  say (self, "two", 3, LEAT_END_NO);
  self->settings.record = other;
  configure (self);
  say (self, "three", 5, LEAT_END_NO);
  self->settings.record = NULL;
  configure (self);
  g_assert_false (leatd_recorder_is_on (self->recorder));
  self->settings.record = (char *) "line.pcapng";
  configure (self);
  say (self, "four", 4, LEAT_END_NO);
  finish (self);
  assert_says (self->path, "one|two|four|");
  assert_says (other, "three|");
}

/* each file is of the size and opens by itself; together they have all */
static void
test_rotate (Fixture *self, gconstpointer data)
{
  guint n = 0;

  self->settings.record_size = 4096;
  configure (self);
  for (guint i = 0; i < 500; i++)
    say (self, "0123456789", 10, LEAT_END_NO);
  finish (self);
  for (guint i = 0;; i++)
    {
      g_autofree char *path = i == 0 ? g_strdup (self->path)
                                     : g_strdup_printf ("%s/line.%u.pcapng", self->folder, i);
      g_autoptr (LeatRecording) recording = leat_recording_open (path, NULL);
      LeatRecordingEvent event;

      if (recording == NULL)
        break;
      while (leat_recording_next (recording, &event, NULL))
        n++;
      g_assert_cmpuint (leat_recording_get_offset (recording), <, 4096 + 200);
      g_assert_cmpuint (leat_recording_get_n_streams (recording), ==, 1);
    }
  g_assert_cmpuint (n, ==, 500);
}

/* an end of the link is on the disk without more waiting than the disk needs */
static void
test_end_is_written (Fixture *self, gconstpointer data)
{
  const gint64 began = g_get_monotonic_time ();
  gsize length = 0;

  configure (self);
  say (self, "one", 3, LEAT_END_CUT);
  while (length == 0)
    {
      g_autofree char *text = NULL;

      if (!g_file_get_contents (self->path, &text, &length, NULL))
        g_thread_yield ();
      g_assert_cmpint (g_get_monotonic_time () - began, <, 60 * G_USEC_PER_SEC);
    }
}

/* a disk that does not come back: the source goes on, and what has no room is counted */
static void
test_slow_disk (Fixture *self, gconstpointer data)
{
  g_autofree char *text = g_strnfill (64 * 1024, 'x');
  g_autoptr (LeatRecording) recording = NULL;
  LeatRecordingEvent event;
  guint64 bytes = 0, lost = 0;

  disk_set (TRUE, FALSE);
  configure (self);
  for (guint i = 0; i < 2 * LEATD_RECORDER_WAITING_MAX / (64 * 1024); i++)
    say (self, text, 64 * 1024, LEAT_END_NO);
  g_assert_cmpuint (self->counters[LEATD_SOURCE_UNRECORDED_BYTES], >=, LEATD_RECORDER_WAITING_MAX);
  g_assert_cmpuint (heard_count ("line recording: *its disk is slower than the link*"), ==, 1);
  disk_set (FALSE, FALSE);
  self->settings.record_files = 101; /* waits until all is written */
  configure (self);
  say (self, "one", 3, LEAT_END_NO);
  finish (self);
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *path = i == 0 ? g_strdup (self->path)
                                     : g_strdup_printf ("%s/line.%u.pcapng", self->folder, i);

      g_clear_pointer (&recording, leat_recording_free);
      recording = leat_recording_open (path, NULL);
      while (recording != NULL && leat_recording_next (recording, &event, NULL))
        {
          bytes += event.length;
          lost += event.kind == LEAT_RECORDING_LOST;
        }
    }
  g_assert_cmpuint (bytes + self->counters[LEATD_SOURCE_UNRECORDED_BYTES], ==,
                    2 * LEATD_RECORDER_WAITING_MAX + 3);
  g_assert_cmpuint (lost, ==, 1);
}

/* a disk that is full, and has room again */
static void
test_full_disk (Fixture *self, gconstpointer data)
{
  configure (self);
  say (self, "one", 3, LEAT_END_CUT);
  disk_set (FALSE, TRUE);
  say (self, "two", 3, LEAT_END_CUT);
  heard_await ("line recording: *what comes is not recorded (unrecorded_bytes)*");
  disk_set (FALSE, FALSE);
  say (self, "three", 5, LEAT_END_CUT);
  finish (self);
  g_assert_cmpuint (self->counters[LEATD_SOURCE_UNRECORDED_BYTES], >=, 3);
  g_assert_cmpuint (self->counters[LEATD_SOURCE_UNRECORDED_BYTES], <=, 6);
  {
    g_autoptr (LeatRecording) recording = leat_recording_open (self->path, NULL);
    g_autofree char *told = recording_tell (recording);

    /* the first may have waited for the same write */
    g_assert_true (g_str_equal (told, "one||three|") || g_str_equal (told, "|three|"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) \
  g_test_add ("/recorder/" path, Fixture, NULL, fixture_begin, test, fixture_end)
  ADD ("plain", test_plain);
  ADD ("configure", test_configure);
  ADD ("rotate", test_rotate);
  ADD ("end-is-written", test_end_is_written);
  ADD ("slow-disk", test_slow_disk);
  ADD ("full-disk", test_full_disk);
  return g_test_run ();
}
