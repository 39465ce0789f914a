/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* recording-bytes.c - tests that bytes are the same, raw or recorded, and what errors fell on */
#include "decode/recording-bytes.h"
#include "../sdk/recordings.h"
#include "scratch.h"
#include <fcntl.h>
#include <unistd.h>

static GByteArray *
make_blocks (void)
{
  GByteArray *blocks = g_byte_array_new ();
  const LeatRecordingEvent bad = {
    .kind = LEAT_RECORDING_READ,
    .arrival = { .struct_size = sizeof (LeatArrival),
                 .moment = { .time = 3 * LEAT_NSEC_PER_SEC },
                 .line_error = TRUE },
    .errors = { 0, 4 },
    .data = (const guint8 *) "cd",
    .length = 2,
  };

  recording_begin (blocks, RECORDING_EPOCH);
  recording_say (blocks, "ab", LEAT_NSEC_PER_SEC);
  leat_recording_append_event (blocks, &bad);
  recording_say (blocks, "e", 6 * LEAT_NSEC_PER_SEC);
  return blocks;
}

static void
test_recorded (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "x.pcapng", NULL);
  g_autoptr (GByteArray) blocks = make_blocks ();
  g_auto (LeatRecordingBytes) heard = { .bytes = NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, (const char *) blocks->data, blocks->len, NULL));
  g_assert_true (leat_recording_bytes_init (&heard, path, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (heard.bytes->data, heard.bytes->len, "abcde", 5);
  g_assert_cmpmem (heard.bad->data, heard.bad->len, "\0\0\1\1\0", 5);
  g_assert_cmpuint (heard.errors, ==, 4);
  g_assert_cmpint (heard.time, ==, 5 * G_USEC_PER_SEC);
}

static void
test_raw (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "x.bin", NULL);
  g_auto (LeatRecordingBytes) heard = { .bytes = NULL };
  g_auto (LeatRecordingBytes) none = { .bytes = NULL };
  g_autoptr (GError) error = NULL;

  g_assert_false (leat_recording_bytes_init (&none, path, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND);
  g_assert_true (g_file_set_contents (path, "ab\0c", 4, NULL));
  g_assert_true (leat_recording_bytes_init (&heard, path, NULL));
  g_assert_cmpmem (heard.bytes->data, heard.bytes->len, "ab\0c", 4);
  g_assert_cmpmem (heard.bad->data, heard.bad->len, "\0\0\0\0", 4);
  g_assert_cmpuint (heard.errors, ==, 0);
}

/* it is looked into where it stands, which stays; a pipe would lose what is looked at */
static void
test_judge (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "x.pcapng", NULL);
  g_autoptr (GByteArray) blocks = make_blocks ();
  int fd, pipes[2];

  g_assert_true (g_file_set_contents (path, (const char *) blocks->data, blocks->len, NULL));
  fd = open (path, O_RDONLY | O_CLOEXEC);
  g_assert_true (leat_recording_bytes_judge (fd));
  g_assert_cmpint (lseek (fd, 0, SEEK_CUR), ==, 0);
  lseek (fd, 4, SEEK_SET);
  g_assert_false (leat_recording_bytes_judge (fd));
  close (fd);
  g_assert_cmpint (pipe (pipes), ==, 0);
  g_assert_cmpint (write (pipes[1], blocks->data, blocks->len), ==, (gssize) blocks->len);
  g_assert_false (leat_recording_bytes_judge (pipes[0]));
  close (pipes[0]);
  close (pipes[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recording-bytes/recorded", test_recorded);
  g_test_add_func ("/recording-bytes/raw", test_raw);
  g_test_add_func ("/recording-bytes/judge", test_judge);
  return g_test_run ();
}
