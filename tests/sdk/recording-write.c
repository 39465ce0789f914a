/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* recording-write.c - tests that what is written is read again as it was, by others too */
#include "recordings.h"
#include <glib/gstdio.h>

static const LeatRecordingEvent events[] = {
  { .kind = LEAT_RECORDING_OPENED, .arrival = { .moment = { 1539410602000000001, 77 } } },
  { .kind = LEAT_RECORDING_WRITTEN,
    .arrival = { .moment = { 1539410602000000002, 78 } },
    .data = (const guint8 *) "T1\r",
    .length = 3 },
  { .kind = LEAT_RECORDING_READ,
    .arrival = { .moment = { 1539410602000000003, 79 }, .byte_time = 1041667 },
    .data = (const guint8 *) "\0\xff\r\n",
    .length = 4 },
  { .kind = LEAT_RECORDING_READ,
    .arrival = { .moment = { 1539410602000000004, 80 }, .byte_time = 86806, .line_error = TRUE },
    .errors = { 1, 0, 3 },
    .data = (const guint8 *) "x",
    .length = 1 },
  { .kind = LEAT_RECORDING_READ,
    .arrival = { .moment = { 1539410602000000005, 81 }, .line_error = TRUE },
    .data = (const guint8 *) "yz",
    .length = 2 },
  { .kind = LEAT_RECORDING_READ,
    .arrival = { .moment = { 1539410602000000006, 82 }, .end = LEAT_END_SILENCE } },
  { .kind = LEAT_RECORDING_READ,
    .arrival = { .moment = { 1539410602000000007, 83 }, .end = LEAT_END_MESSAGE },
    .data = (const guint8 *) "datagram",
    .length = 8 },
  { .kind = LEAT_RECORDING_READ,
    .arrival = { .moment = { 1539410602000000008, 84 } },
    .errors = { 0, 0, 0, 1, 2 } },
  { .kind = LEAT_RECORDING_LOST, .arrival = { .moment = { 1539410602000000009, 85 } } },
  { .kind = LEAT_RECORDING_READ,
    .arrival = { .moment = { 1539410602000000010, 86 }, .end = LEAT_END_CUT } },
  { .kind = LEAT_RECORDING_GONE, .arrival = { .moment = { 1539410602000000011, 87 } } },
};

static GByteArray *
write_all (void)
{
  GByteArray *blocks = g_byte_array_new ();
  const LeatRecordingStream client = { .name = "10.0.0.7",
                                       .epoch = "00000000000000000000",
                                       .peer = "10.0.0.7" };

  recording_begin (blocks, RECORDING_EPOCH);
  leat_recording_append_stream (blocks, &client);
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      LeatRecordingEvent event = events[i];

      event.stream = i % 2;
      leat_recording_append_event (blocks, &event);
    }
  return blocks;
}

static void
assert_same (const LeatRecordingEvent *got, const LeatRecordingEvent *expected)
{
  g_assert_cmpint (got->kind, ==, expected->kind);
  g_assert_cmpint (got->arrival.moment.time, ==, expected->arrival.moment.time);
  g_assert_cmpint (got->arrival.moment.monotonic, ==, expected->arrival.moment.monotonic);
  g_assert_cmpint (got->arrival.byte_time, ==, expected->arrival.byte_time);
  g_assert_cmpint (got->arrival.end, ==, expected->arrival.end);
  g_assert_cmpint (got->arrival.line_error, ==, expected->arrival.line_error);
  g_assert_cmpmem (got->errors, sizeof got->errors, expected->errors, sizeof expected->errors);
  g_assert_cmpuint (got->length, ==, expected->length);
  g_assert_true (got->length == 0 || memcmp (got->data, expected->data, got->length) == 0);
}

static void
test_again (void)
{
  g_autoptr (GByteArray) blocks = write_all ();
  g_autoptr (LeatRecording) recording = leat_recording_new ("r", blocks->data, blocks->len);
  g_autoptr (GError) error = NULL;
  LeatRecordingEvent event;

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      g_assert_true (leat_recording_next (recording, &event, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (event.stream, ==, i % 2);
      assert_same (&event, &events[i]);
    }
  g_assert_false (leat_recording_next (recording, &event, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (leat_recording_get_stream (recording, 0)->name, ==, "/dev/ttyUSB0");
  g_assert_cmpstr (leat_recording_get_stream (recording, 0)->description, ==,
                   "camera0: baud-rate=9600");
  g_assert_cmpstr (leat_recording_get_stream (recording, 0)->epoch, ==, RECORDING_EPOCH);
  g_assert_null (leat_recording_get_stream (recording, 0)->peer);
  g_assert_cmpstr (leat_recording_get_stream (recording, 1)->peer, ==, "10.0.0.7");
  g_assert_cmpuint (leat_recording_get_offset (recording), ==, blocks->len);
}

/* the first block, byte by byte, as it is in little-endian: draft-ietf-opsawg-pcapng, 4.1 */
static void
test_section (void)
{
  static const guint8 expected[] = {
    0x0a, 0x0d, 0x0d, 0x0a, 40,   0,    0,    0,    0x4d, 0x3c, 0x2b, 0x1a, 1,    0,
    0,    0,    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 4,    0,    4,    0,
    'l',  'e',  'a',  't',  0,    0,    0,    0,    40,   0,    0,    0
  };
  g_autoptr (GByteArray) blocks = g_byte_array_new ();

  leat_recording_append_section (blocks, "leat");
  if (G_BYTE_ORDER == G_LITTLE_ENDIAN)
    g_assert_cmpmem (blocks->data, blocks->len, expected, sizeof expected);
  else
    g_assert_cmpuint (blocks->len, ==, sizeof expected);
}

static void
test_error_names (void)
{
  g_assert_cmpstr (leat_recording_get_error_name (0), ==, "parity");
  g_assert_cmpstr (leat_recording_get_error_name (4), ==, "line-errors");
  g_assert_null (leat_recording_get_error_name (6));
}

/* --- readers that are not ours --- */

static char *
save_all (void)
{
  g_autoptr (GByteArray) blocks = write_all ();
  char *path = NULL;
  const int fd = g_file_open_tmp ("leat-XXXXXX.pcapng", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, (const char *) blocks->data, blocks->len, NULL));
  return path;
}

/* libpcap makes a file of its own format of it: each packet with all its bytes and its time */
static void
test_tcpdump (void)
{
  g_autofree char *program = g_find_program_in_path ("tcpdump");
  g_autofree char *path = NULL, *copy = NULL, *pcap = NULL, *messages = NULL;
  g_autoptr (GError) error = NULL;
  gsize length, expected = 24;
  int status;

  if (program == NULL)
    {
      g_test_skip ("tcpdump is not installed");
      return;
    }
  path = save_all ();
  copy = g_strconcat (path, ".pcap", NULL);
  {
    const char *command[] = { program, "-r", path, "-w", copy, NULL };

    g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, &messages,
                  &status, &error);
  }
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, &error))
    g_error ("tcpdump: %s", messages);
  g_assert_nonnull (strstr (messages, "RTAC_SERIAL"));
  g_assert_true (g_file_get_contents (copy, &pcap, &length, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    expected += 16 + 12 + events[i].length;
  g_assert_cmpuint (length, ==, expected);
  g_unlink (path);
  g_unlink (copy);
}

/* what Wireshark would show */
static void
test_tshark (void)
{
  g_autofree char *program = g_find_program_in_path ("tshark");
  g_autofree char *path = NULL, *output = NULL, *messages = NULL;
  g_autoptr (GError) error = NULL;

  if (program == NULL)
    {
      g_test_skip ("tshark is not installed");
      return;
    }
  path = save_all ();
  {
    const char *command[] = { program, "-n", "-r", path, "-T", "fields", "-E", "separator=;",
                              "-e", "frame.time_epoch", "-e", "rtacser.eventtype",
                              "-e", "frame.packet_flags_direction", "-e", "frame.comment", NULL };

    g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, &messages,
                  NULL, &error);
  }
  g_assert_no_error (error);
  g_assert_cmpstr (output, ==,
                   "1539410602.000000001;0x00;0x00000000;opened\n"
                   "1539410602.000000002;0x01;0x00000002;\n"
                   "1539410602.000000003;0x04;0x00000001;\n"
                   "1539410602.000000004;0x08;0x00000001;parity 1, overrun 3\n"
                   "1539410602.000000005;0x04;0x00000001;line error\n"
                   "1539410602.000000006;0x00;0x00000000;silence\n"
                   "1539410602.000000007;0x04;0x00000001;end of message\n"
                   "1539410602.000000008;0x00;0x00000000;breaks 1, line-errors 2\n"
                   "1539410602.000000009;0x05;0x00000000;bytes were lost here\n"
                   "1539410602.000000010;0x00;0x00000000;cut\n"
                   "1539410602.000000011;0x06;0x00000000;gone\n");
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recording/again", test_again);
  g_test_add_func ("/recording/section", test_section);
  g_test_add_func ("/recording/error-names", test_error_names);
  g_test_add_func ("/recording/tcpdump", test_tcpdump);
  g_test_add_func ("/recording/tshark", test_tshark);
  return g_test_run ();
}
