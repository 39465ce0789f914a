/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* probe-take.c - tests that recordings, raw or pcapng, are as good as a line */
#include "probe/probe-take.h"
#include "leat-recording.h"
#include "scratch.h"
#include <string.h>

#define LINE "ST,+00012.78  g\r\n"

/* what came, not what was written; errors are counted, and only the first stream is taken */
static void
test_packets (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "x.pcapng", NULL);
  g_autoptr (GByteArray) blocks = g_byte_array_new ();
  const LeatRecordingStream streams[] = { { .name = "/dev/ttyS7", .epoch = "0" },
                                          { .name = "/dev/ttyS8", .epoch = "1" } };
  g_auto (LeatLineProbe) probe = { NULL };
  g_autoptr (GError) error = NULL;

  leat_recording_append_section (blocks, "test");
  leat_recording_append_stream (blocks, &streams[0]);
  leat_recording_append_stream (blocks, &streams[1]);
  for (guint i = 0; i < 9; i++)
    {
      const char *text = i == 5 ? "\xff" : LINE;
      LeatRecordingEvent event = {
        .kind = i == 3 ? LEAT_RECORDING_WRITTEN : LEAT_RECORDING_READ,
        .stream = i == 8,
        .arrival = { .struct_size = sizeof (LeatArrival),
                     .moment = { .time = i * LEAT_NSEC_PER_SEC },
                     .line_error = i == 5 },
        .errors = { 0, i == 5 },
        .data = (const guint8 *) text,
        .length = strlen (text),
      };

      leat_recording_append_event (blocks, &event);
    }
  g_assert_true (g_file_set_contents (path, (const char *) blocks->data, blocks->len, NULL));
  leat_line_probe_init (&probe);
  g_assert_true (leat_probe_take_recording (&probe, path, &error));
  g_assert_no_error (error);
  g_assert_nonnull (probe.best);
  g_assert_cmpuint (probe.best->score.heard_at.rate, ==, 0);
  g_assert_cmpuint (probe.best->score.n_bytes, ==, 6 * strlen (LINE) + 1);
  g_assert_cmpuint (probe.best->score.n_errors, ==, 1);
  g_assert_cmpuint (probe.best->bytes->len, ==, 6 * strlen (LINE));
  g_assert_cmpint (probe.best->time, ==, 7 * G_USEC_PER_SEC);
}

static void
test_raw (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "x.bin", NULL);
  g_auto (LeatLineProbe) probe = { NULL };
  g_autoptr (GError) error = NULL;

  leat_line_probe_init (&probe);
  g_assert_false (leat_probe_take_recording (&probe, path, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_true (leat_probe_take_recording (&probe, path, NULL));
  g_assert_null (probe.best);
  g_assert_true (g_file_set_contents (path, LINE LINE, -1, NULL));
  g_assert_true (leat_probe_take_recording (&probe, path, NULL));
  g_assert_cmpuint (probe.best->bytes->len, ==, 2 * strlen (LINE));
}

/* a recording that is cut off, or of which a byte is wrong, is told or taken as far as it goes */
static void
test_damaged (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "x.pcapng", NULL);
  g_autoptr (GByteArray) blocks = g_byte_array_new ();
  const LeatRecordingStream stream = { .name = "/dev/ttyS7" };
  LeatRecordingEvent event = { .kind = LEAT_RECORDING_READ,
                               .arrival = { .struct_size = sizeof (LeatArrival) },
                               .data = (const guint8 *) LINE,
                               .length = strlen (LINE) };

  leat_recording_append_section (blocks, "test");
  leat_recording_append_stream (blocks, &stream);
  leat_recording_append_event (blocks, &event);
  for (guint length = 28; length < blocks->len; length += 4)
    {
      g_auto (LeatLineProbe) probe = { NULL };
      g_autoptr (GError) error = NULL;

      leat_line_probe_init (&probe);
      g_assert_true (g_file_set_contents (path, (const char *) blocks->data, length, NULL));
      if (leat_probe_take_recording (&probe, path, &error))
        g_assert_null (probe.best);
      else
        g_assert_nonnull (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe-take/packets", test_packets);
  g_test_add_func ("/probe-take/raw", test_raw);
  g_test_add_func ("/probe-take/damaged", test_damaged);
  return g_test_run ();
}
