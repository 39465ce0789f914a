/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stream-clock.c - tests that a device's clock that goes wrong is told of, once each way */
#include "heard.h"
#include "pipelines.h"
#include "stream/leatd-stream.h"

static void
test_clock (void)
{
  LeatdMark mark = { .high = 2 * LEAT_NSEC_PER_SEC, .low = LEAT_NSEC_PER_SEC };

  leatd_stream_watch_clock ("camera0", &mark, 2 * LEAT_NSEC_PER_SEC);
  leatd_stream_watch_clock ("camera0", &mark, -2 * LEAT_NSEC_PER_SEC);
  g_assert_cmpuint (heard_count ("*"), ==, 0);
  leatd_stream_watch_clock ("camera0", &mark, -3500 * (LEAT_NSEC_PER_SEC / 1000));
  leatd_stream_watch_clock ("camera0", &mark, -4 * LEAT_NSEC_PER_SEC);
  g_assert_cmpuint (heard_count ("camera0 clock-offset: its clock is 3.500 s behind ours *"), ==,
                    1);
  g_assert_cmpuint (heard_count ("*"), ==, 1);
  leatd_stream_watch_clock ("camera0", &mark, 0);
  g_assert_cmpuint (heard_count ("camera0 clock-offset-end: *"), ==, 1);
  leatd_stream_watch_clock ("camera0", &mark, 3 * LEAT_NSEC_PER_SEC);
  g_assert_cmpuint (heard_count ("camera0 clock-offset: its clock is 3.000 s before ours *"), ==,
                    1);
}

/* a machine whose clock shows another year */
static void
test_stream (void)
{
  static const char frame[] = "18/10/13,14:03:22, 17, 1,1.730,2.104,\r";
  g_autoptr (TestPipeline) pipeline = test_pipeline_begin ();

  heard_forget ();
  test_pipeline_write (pipeline, "input", frame, -1);
  test_pipeline_load (pipeline, "[source line]\nplugin=fixture-reader\ndevice=fixture://DIR/input\n"
                                "framer=lines\nschema=pv200\nclock-mark=1h\n"
                                "[framer lines]\ntype=delimiter\ndelimiter=\\r\n"
                                "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n");
  test_pipeline_run (pipeline);
  g_assert_cmpuint (heard_count ("line clock-offset: its clock is * s behind ours (clock-mark=)"),
                    ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stream-clock/mark", test_clock);
  g_test_add_func ("/stream-clock/stream", test_stream);
  return g_test_run ();
}
