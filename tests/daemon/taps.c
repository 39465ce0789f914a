/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* taps.c - tests that who looks at a source does not slow it, and how many may */
#include "pipelines.h"
#include "source/leatd-source-worker.h"
#include "stream/leatd-taps.h"
#include "tap-reader.h"

static const LeatdTapWishes records = { .kind = LEATD_TAP_RECORDS, .sample = 1 };

static int
open_tap (LeatdTaps *taps, const LeatdTapWishes *wishes)
{
  g_autoptr (GError) error = NULL;
  int fd = -1;

  g_assert_true (leatd_taps_open (taps, wishes, NULL, &fd, &error));
  g_assert_no_error (error);
  return fd;
}

static void
test_wanted (void)
{
  const LeatdTapWishes raw = { .kind = LEATD_TAP_RAW, .sample = 1 };
  LeatdTaps taps;
  int fd;

  leatd_taps_init (&taps, "camera0");
  g_assert_false (leatd_taps_want (NULL, LEATD_TAP_RAW));
  g_assert_false (leatd_taps_want (&taps, LEATD_TAP_RAW));
  fd = open_tap (&taps, &raw);
  g_assert_true (leatd_taps_want (&taps, LEATD_TAP_RAW));
  g_assert_false (leatd_taps_want (&taps, LEATD_TAP_RECORDS));
  close (fd);
  leatd_taps_give_bytes (&taps, 0, (const guint8 *) "a", 1, 0);
  g_assert_false (leatd_taps_want (&taps, LEATD_TAP_RAW));
  leatd_taps_clear (&taps);
}

/* those that are gone make room, though the source is silent */
static void
test_bound (void)
{
  LeatdTaps taps;
  int fds[LEATD_TAPS_MAX];
  g_autoptr (GError) error = NULL;
  int fd = -1;

  leatd_taps_init (&taps, "camera0");
  for (guint i = 0; i < LEATD_TAPS_MAX; i++)
    fds[i] = open_tap (&taps, &records);
  for (guint i = 0; i < 100; i++)
    {
      g_clear_error (&error);
      g_assert_false (leatd_taps_open (&taps, &records, NULL, &fd, &error));
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_BUSY);
    }
  close (fds[3]);
  fds[3] = open_tap (&taps, &records);
  for (guint i = 0; i < LEATD_TAPS_MAX; i++)
    close (fds[i]);
  leatd_taps_clear (&taps);
}

static void
test_close (void)
{
  LeatdTaps taps;
  g_autoptr (GError) error = NULL;
  int fd;
  char byte;

  leatd_taps_init (&taps, "camera0");
  fd = open_tap (&taps, &records);
  leatd_taps_close (&taps);
  g_assert_cmpint (recv (fd, &byte, 1, 0), ==, 0);
  close (fd);
  g_assert_false (leatd_taps_open (&taps, &records, NULL, &fd, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  leatd_taps_clear (&taps);
}

/* a read of 64 KiB is several lines, in their order */
static void
test_long_read (void)
{
  const LeatdTapWishes raw = { .kind = LEATD_TAP_RAW, .sample = 1 };
  g_autofree guint8 *data = g_malloc0 (64 * 1024);
  LeatdTaps taps;
  guint64 n = 0, dropped = 0;
  char *message;
  int fd;

  leatd_taps_init (&taps, "camera0");
  fd = open_tap (&taps, &raw);
  leatd_taps_give_bytes (&taps, 100, data, 64 * 1024, 0);
  while ((message = tap_reader_try (fd)) != NULL)
    {
      n += tap_reader_count (message, &dropped);
      g_free (message);
    }
  g_assert_cmpuint (n + dropped, <=, 4);
  g_assert_cmpuint (n, >, 0);
  close (fd);
  leatd_taps_clear (&taps);
}

/* --- a pipeline at full speed --- */

#define BATCHES 3000
#define PIPELINE \
  "stop-timeout=60s\n" \
  "[source numbers]\nplugin=fixture-patient\nbatches=3000\nrecords=100\n" \
  "[sink file]\nplugin=fixture-sink\npath=DIR/taken\nwhen-full=block\n"

static LeatdSourceWorker *
get_source (TestPipeline *self)
{
  return g_ptr_array_index (leatd_pipeline_get_sources (self->pipeline), 0);
}

static int
open_source (TestPipeline *self)
{
  g_autoptr (GError) error = NULL;
  int fd = -1;

  leatd_source_worker_open_tap (get_source (self), &records, &fd, &error);
  g_assert_no_error (error);
  return fd;
}

static void
check_whole (TestPipeline *self)
{
  g_assert_cmpint (test_pipeline_count (self, "sources", "numbers", "records"), ==, BATCHES * 100);
  g_assert_cmpint (test_pipeline_count (self, "sinks", "file", "safe"), ==, BATCHES * 100);
}

/* 16 of them, none of which ever reads */
static void
test_never_read (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (PIPELINE);
  int fds[LEATD_TAPS_MAX];

  for (guint i = 0; i < LEATD_TAPS_MAX; i++)
    fds[i] = open_source (pipeline);
  test_pipeline_run (pipeline);
  check_whole (pipeline);
  for (guint i = 0; i < LEATD_TAPS_MAX; i++)
    close (fds[i]);
}

static gpointer
read_all (gpointer data)
{
  const int fd = GPOINTER_TO_INT (data);
  g_autofree char *message = g_malloc (TAP_MESSAGE_MAX + 1);
  guint64 *counts = g_new0 (guint64, 2);
  gssize length;

  while ((length = recv (fd, message, TAP_MESSAGE_MAX, 0)) > 0)
    {
      message[length] = '\0';
      counts[0] += tap_reader_count (message, &counts[1]);
    }
  g_assert_cmpint (length, ==, 0);
  close (fd);
  return counts;
}

/* one that reads as fast as it can: of what it does not see it is told the number */
static void
test_read (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (PIPELINE);
  GThread *reader = g_thread_new ("reader", read_all, GINT_TO_POINTER (open_source (pipeline)));
  g_autofree guint64 *counts = NULL;

  test_pipeline_run (pipeline);
  check_whole (pipeline);
  counts = g_thread_join (reader);
  g_test_message ("seen %" G_GUINT64_FORMAT ", dropped %" G_GUINT64_FORMAT, counts[0], counts[1]);
  g_assert_cmpuint (counts[0], >, 0);
  g_assert_cmpuint (counts[0] + counts[1], <=, BATCHES * 100);
}

static gpointer
die_often (gpointer data)
{
  TestPipeline *self = data;

  for (guint i = 0; i < 300; i++)
    {
      char byte;
      int fd = -1;

      if (!leatd_source_worker_open_tap (get_source (self), &records, &fd, NULL))
        break;
      (void) recv (fd, &byte, 1, MSG_DONTWAIT);
      close (fd);
    }
  return NULL;
}

/* readers that come, read a little and die */
static void
test_dying (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (PIPELINE);
  GThread *thread;

  leatd_pipeline_start (pipeline->pipeline);
  thread = g_thread_new ("dying", die_often, pipeline);
  test_pipeline_await (&pipeline->done);
  g_thread_join (thread);
  test_pipeline_stop (pipeline);
  check_whole (pipeline);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/taps/wanted", test_wanted);
  g_test_add_func ("/taps/bound", test_bound);
  g_test_add_func ("/taps/close", test_close);
  g_test_add_func ("/taps/long-read", test_long_read);
  g_test_add_func ("/taps/never-read", test_never_read);
  g_test_add_func ("/taps/read", test_read);
  g_test_add_func ("/taps/dying", test_dying);
  return g_test_run ();
}
