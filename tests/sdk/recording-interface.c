/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* recording-interface.c - tests how the times of an interface are read */
#include "recordings.h"

typedef struct {
  const char *name;
  int         resolution;
  gint64      offset;
  guint64     units;
  gint64      time;
} Case;

static const Case cases[] = {
  { "microseconds", -1, 0, 1539410602000001, 1539410602000001000 },
  { "nanoseconds", 9, 0, 1539410602000000001, 1539410602000000001 },
  { "milliseconds", 3, 0, 1539410602123, 1539410602123000000 },
  { "seconds", 0, 0, 1539410602, 1539410602000000000 },
  { "picoseconds", 12, 0, 1500000000007, 1500000000 },
  { "halves", 0x81, 0, 3, 1500000000 },
  { "binary", 0x80 | 32, 0, G_GUINT64_CONSTANT (1) << 33 | G_GUINT64_CONSTANT (1) << 31,
    2500000000 },
  { "later", 6, 3600, 1000000, 3601000000000 },
  { "earlier", 6, -3600, 1000000, 0 },
  { "end-of-time", 9, 0, G_MAXUINT64, G_MAXINT64 },
  { "beyond-seconds", 0, 0, G_MAXUINT64, 0 },
  { "beyond-offset", 6, G_MAXINT64, 1, 0 },
  { "before-all", 6, G_MININT64, 1, 0 },
};

static void
test_time (gconstpointer data, gboolean swapped)
{
  const Case *expected = data;
  g_autoptr (GByteArray) blocks = g_byte_array_new ();
  g_autoptr (LeatRecording) recording = NULL;
  g_autoptr (GError) error = NULL;
  LeatRecordingEvent event;

  recording_put_section (blocks, swapped);
  recording_put_interface (blocks, 147, expected->resolution, expected->offset, swapped);
  recording_put_packet (blocks, 0, expected->units, "x", 1, 0, swapped);
  recording = leat_recording_new ("r", blocks->data, blocks->len);
  g_assert_true (leat_recording_next (recording, &event, &error));
  g_assert_no_error (error);
  g_assert_cmpint (event.arrival.moment.time, ==, expected->time);
  g_assert_cmpint (event.arrival.moment.monotonic, ==, expected->time);
}

static void
test_own (gconstpointer data)
{
  test_time (data, FALSE);
}

static void
test_swapped (gconstpointer data)
{
  test_time (data, TRUE);
}

static void
test_no_resolution (void)
{
  g_autoptr (GByteArray) blocks = g_byte_array_new ();

  recording_put_section (blocks, FALSE);
  recording_put_interface (blocks, 147, 77, 0, FALSE);
  recording_put_packet (blocks, 0, 1, "x", 1, 0, FALSE);
  recording_assert (blocks, "!r: byte 28: an interface whose resolution of time is none|");
}

static void
test_too_short (void)
{
  g_autoptr (GByteArray) blocks = g_byte_array_new ();
  g_autoptr (GByteArray) body = g_byte_array_new ();

  recording_put_section (blocks, FALSE);
  recording_put_u32 (body, 147, FALSE);
  recording_put_block (blocks, 1, body, FALSE);
  recording_assert (blocks, "!r: byte 28: an interface that is too short to be one|");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recording/no-resolution", test_no_resolution);
  g_test_add_func ("/recording/interface-too-short", test_too_short);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *own = g_strconcat ("/recording/time/", cases[i].name, NULL);
      g_autofree char *swapped = g_strconcat ("/recording/time-swapped/", cases[i].name, NULL);

      g_test_add_data_func (own, &cases[i], test_own);
      g_test_add_data_func (swapped, &cases[i], test_swapped);
    }
  return g_test_run ();
}
