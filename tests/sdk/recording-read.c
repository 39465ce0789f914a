/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* recording-read.c - tests how recordings of other programs and machines are read */
#include "recordings.h"

/* of LINKTYPE_RTAC_SERIAL, with @event in its header */
static void
put_rtac (GByteArray *blocks, guint8 event, const char *text, guint32 flags)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  const guint8 header[12] = { [8] = event };

  g_byte_array_append (data, header, sizeof header);
  g_byte_array_append (data, (const guint8 *) text, (guint) strlen (text));
  recording_put_packet (blocks, 0, 1, (const char *) data->data, data->len, flags, TRUE);
}

static LeatRecordingEvent
read_one (GByteArray *blocks)
{
  g_autoptr (LeatRecording) recording = leat_recording_new ("r", blocks->data, blocks->len);
  g_autoptr (GError) error = NULL;
  LeatRecordingEvent event;

  g_assert_true (leat_recording_next (recording, &event, &error));
  g_assert_no_error (error);
  event.data = NULL; /* not valid any more */
  return event;
}

typedef struct {
  const char       *name;
  guint8            event;
  guint32           flags;
  LeatRecordingKind kind;
  int               error; /* which; < 0: none */
} Case;

static const Case cases[] = {
  { "rx-start", 2, 1, LEAT_RECORDING_READ, -1 },
  { "rx-end", 4, 0, LEAT_RECORDING_READ, -1 },
  { "tx-start", 1, 0, LEAT_RECORDING_WRITTEN, -1 },
  { "tx-end", 3, 2, LEAT_RECORDING_WRITTEN, -1 },
  { "outbound", 4, 2, LEAT_RECORDING_WRITTEN, -1 },
  { "lost", 5, 0, LEAT_RECORDING_LOST, -1 },
  { "framing", 7, 0, LEAT_RECORDING_READ, 1 },
  { "parity", 8, 0, LEAT_RECORDING_READ, 0 },
  { "break", 9, 0, LEAT_RECORDING_READ, 3 },
  { "overflow", 10, 0, LEAT_RECORDING_READ, 2 },
  { "unknown", 99, 0, LEAT_RECORDING_READ, -1 },
};

static void
test_event (gconstpointer data)
{
  const Case *expected = data;
  g_autoptr (GByteArray) blocks = g_byte_array_new ();
  LeatRecordingEvent event;

  recording_put_section (blocks, TRUE);
  recording_put_interface (blocks, 250, 9, 0, TRUE);
  put_rtac (blocks, expected->event, "abc", expected->flags);
  event = read_one (blocks);
  g_assert_cmpint (event.kind, ==, expected->kind);
  g_assert_cmpuint (event.length, ==, 3);
  g_assert_cmpint (event.arrival.line_error, ==, expected->error >= 0);
  for (int i = 0; i < LEAT_RECORDING_ERRORS; i++)
    g_assert_cmpuint (event.errors[i], ==, i == expected->error);
}

/* blocks and options that nobody knows, and packets without a time */
static void
test_unknown (void)
{
  g_autoptr (GByteArray) blocks = g_byte_array_new ();
  g_autoptr (GByteArray) body = g_byte_array_new ();

  recording_put_section (blocks, FALSE);
  recording_put_block (blocks, 0x40000001, body, FALSE);
  recording_put_interface (blocks, 162, 9, 0, FALSE);
  recording_put_packet (blocks, 0, 7, "one", 3, 0, FALSE);
  recording_put_u32 (body, 3, FALSE);
  g_byte_array_append (body, (const guint8 *) "two", 3);
  recording_put_block (blocks, 3, body, FALSE);
  recording_put_block (blocks, 5, body, FALSE);
  recording_assert (blocks, "one|two|");
}

static void
test_other_link_type (void)
{
  g_autoptr (GByteArray) blocks = g_byte_array_new ();

  recording_put_section (blocks, FALSE);
  recording_put_interface (blocks, 1, 9, 0, FALSE);
  recording_put_interface (blocks, 147, 9, 0, FALSE);
  recording_put_packet (blocks, 0, 7, "ethernet", 8, 0, FALSE);
  recording_put_packet (blocks, 0, 8, "ethernet", 8, 0, FALSE);
  recording_put_packet (blocks, 1, 9, "serial", 6, 0, FALSE);
  recording_assert (blocks, "!r: byte 108: packets of link type 1 are passed over; 250 and 147 to "
                            "162 are those of serial lines|serial|");
}

/* an interface belongs to its section; a stream is known by its epoch */
static void
test_sections (void)
{
  g_autoptr (GByteArray) blocks = g_byte_array_new ();
  g_autoptr (LeatRecording) recording = NULL;
  static const guint streams[] = { 0, 0, 1 };

  recording_begin (blocks, RECORDING_EPOCH);
  recording_say (blocks, "one", 1);
  recording_begin (blocks, RECORDING_EPOCH);
  recording_say (blocks, "two", 2);
  recording_begin (blocks, "00000000000000000000");
  recording_say (blocks, "three", 3);
  leat_recording_append_section (blocks, NULL);
  recording_say (blocks, "four", 4);
  recording = leat_recording_new ("r", blocks->data, blocks->len);
  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      LeatRecordingEvent event;

      g_assert_true (leat_recording_next (recording, &event, NULL));
      g_assert_cmpuint (event.stream, ==, streams[i]);
    }
  {
    g_autofree char *told = recording_tell (recording);

    g_assert_nonnull (strstr (told, "a packet of an interface that there is not"));
  }
  g_assert_cmpuint (leat_recording_get_n_streams (recording), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recording/unknown", test_unknown);
  g_test_add_func ("/recording/other-link-type", test_other_link_type);
  g_test_add_func ("/recording/sections", test_sections);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/recording/event/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_event);
    }
  return g_test_run ();
}
