/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tape.c - tests what of a stream is recorded: bytes, ends, errors of the line, its settings */
#include "stream/leatd-tape.h"
#include "../sdk/recordings.h"
#include "configs.h"
#include "worker/leatd-counters.h"
#include "scratch.h"

#define CONFIG \
  "[daemon]\nstate-dir=/nonexistent\n[source line]\nplugin=serial\ndevice=/dev/ttyS99\n" \
  "baud-rate=4800\nframer=cr\n[framer cr]\ntype=delimiter\ndelimiter=\\r\n" \
  "[sink file]\nplugin=fixture-sink\npath=x\n"

static LeatdConfig *
load (void)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  LeatdConfig *config = test_config (CONFIG, faults);
  g_autofree char *text = leat_faults_to_string (faults);

  g_assert_cmpstr (text, ==, "");
  return config;
}

static void
test_describe (void)
{
  g_autoptr (LeatdConfig) config = load ();
  g_autofree char *text = leatd_tape_describe (
      g_ptr_array_index (leatd_config_get_sources (config), 0));

  g_assert_true (g_str_has_prefix (text, "line: serial, baud-rate=4800, data-bits=8, parity=none"));
}

static void
test_events (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "line.pcapng", NULL);
  g_autoptr (LeatdConfig) config = load ();
  guint64 counters[LEATD_SOURCE_N_COUNTERS] = { [LEATD_SOURCE_PARITY] = 7 };
  const LeatdSourceSettings settings = { .record = path, .record_size = 1000000,
                                         .record_files = 1 };
  LeatdRecorder *recorder = leatd_recorder_new ("line", counters);
  const LeatArrival arrival = { .struct_size = sizeof arrival, .line_error = TRUE };
  LeatdTape *tape = leatd_tape_new (&(LeatdTapeSetup) {
      recorder, g_ptr_array_index (leatd_config_get_sources (config), 0), counters,
      RECORDING_EPOCH, NULL });
  static const LeatRecordingKind kinds[] = { LEAT_RECORDING_OPENED, LEAT_RECORDING_READ,
                                             LEAT_RECORDING_READ,   LEAT_RECORDING_READ,
                                             LEAT_RECORDING_WRITTEN, LEAT_RECORDING_GONE };
  static const guint64 lengths[] = { 0, 3, 0, 0, 2, 0 };
  static const LeatEnd ends[] = { LEAT_END_NO, LEAT_END_NO, LEAT_END_SILENCE, LEAT_END_CUT,
                                  LEAT_END_NO, LEAT_END_NO };
  g_autoptr (LeatRecording) recording = NULL;
  LeatRecordingEvent event;

  leatd_tape_opened (tape); /* nothing is recorded yet */
  leatd_recorder_configure (recorder, &settings, folder);
  leatd_tape_opened (tape);
  counters[LEATD_SOURCE_PARITY] = 9;
  leatd_tape_read (tape, (const guint8 *) "abc", 3, &arrival);
  leatd_tape_ended (tape, LEAT_END_SILENCE, (LeatMoment) { 5, 5 });
  leatd_tape_ended (tape, LEAT_END_CUT, (LeatMoment) { 6, 6 });
  leatd_tape_ended (tape, LEAT_END_CUT, (LeatMoment) { 7, 7 });
  leatd_tape_written (tape, (const guint8 *) "T1", 2);
  leatd_tape_free (tape);
  leatd_recorder_free (recorder);

  recording = leat_recording_open (path, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_assert_true (leat_recording_next (recording, &event, NULL));
      g_assert_cmpint (event.kind, ==, kinds[i]);
      g_assert_cmpuint (event.length, ==, lengths[i]);
      g_assert_cmpint (event.arrival.end, ==, ends[i]);
      g_assert_cmpuint (event.errors[0], ==, i == 1 ? 2 : 0);
    }
  g_assert_false (leat_recording_next (recording, &event, NULL));
  g_assert_cmpstr (leat_recording_get_stream (recording, 0)->name, ==, "/dev/ttyS99");
}

/* where nothing can be recorded there is none */
static void
test_none (void)
{
  const LeatArrival arrival = { .struct_size = sizeof arrival };

  g_assert_null (leatd_tape_new (&(LeatdTapeSetup) { NULL, NULL, NULL, NULL, NULL }));
  leatd_tape_read (NULL, NULL, 0, &arrival);
  leatd_tape_ended (NULL, LEAT_END_CUT, (LeatMoment) { 0, 0 });
  leatd_tape_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tape/describe", test_describe);
  g_test_add_func ("/tape/events", test_events);
  g_test_add_func ("/tape/none", test_none);
  return g_test_run ();
}
