/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* source-life.c - tests the lives of a source: absent and back, silent and back, opened again */
#include "heard.h"
#include "pipeline/leatd-pipeline-private.h"
#include "pipelines.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define READER \
  "[source lines]\nplugin=fixture-reader\ndevice=fixture://DIR/input\nframer=cr\n%s" \
  "[framer cr]\ntype=delimiter\ndelimiter=\\r\n%s"
#define GOOD "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n"
#define STALLED \
  "[sink slow]\nplugin=fixture-sink\npath=DIR/taken\nqueue-records=4\nwhen-full=block\n" \
  "stall-at=1\nstall-until=DIR/go\n"

/* a FIFO that both ends are open on: no read ends, and none blocks */
static int
make_fifo (TestPipeline *pipeline)
{
  g_autofree char *path = g_build_filename (pipeline->directory, "input", NULL);
  int fd;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  fd = open (path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  return fd;
}

static void
say (int fd, const char *text)
{
  g_assert_cmpint (write (fd, text, strlen (text)), ==, (gssize) strlen (text));
}

/* @said: what waits in the FIFO when it is opened */
static TestPipeline *
begin_with (const char *keys, const char *sinks, int *fd, const char *said)
{
  TestPipeline *pipeline = test_pipeline_begin ();
  g_autofree char *text = g_strdup_printf (READER, keys, sinks);

  heard_forget ();
  if (fd != NULL)
    {
      *fd = make_fifo (pipeline);
      say (*fd, said);
    }
  test_pipeline_load (pipeline, text);
  leatd_pipeline_start (pipeline->pipeline);
  return pipeline;
}

static TestPipeline *
begin (const char *keys, const char *sinks, int *fd)
{
  return begin_with (keys, sinks, fd, "");
}

static void
await_report (TestPipeline *pipeline, const char *text)
{
  g_autofree char *json = NULL;

  do
    {
      g_free (json);
      json = leatd_pipeline_to_json (pipeline->pipeline);
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
    }
  while (strstr (json, text) == NULL);
}

static void
await_heard (const char *pattern, guint n)
{
  while (heard_count (pattern) < n)
    g_thread_yield ();
}

/* it may have gone on by the time that it is looked at */
static void
await_count (TestPipeline *pipeline, const char *counter, gint64 count)
{
  gint64 now;

  do
    {
      g_autofree char *json = leatd_pipeline_to_json (pipeline->pipeline);

      g_clear_pointer (&pipeline->balance, json_node_unref);
      pipeline->balance = json_from_string (json, NULL);
      now = test_pipeline_count (pipeline, "sources", "lines", counter);
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
    }
  while (now < count);
  g_clear_pointer (&pipeline->balance, json_node_unref);
}

/* not there at the start: absent and why, tried again, and served when it has come */
static void
test_absent (void)
{
  g_autoptr (TestPipeline) pipeline = begin ("retry-first=1ms\nretry-longest=2ms\n", GOOD, NULL);
  g_autofree char *taken = NULL;

  heard_await ("lines absent: absent: fixture://*");
  await_count (pipeline, "failures", 3);
  test_pipeline_write (pipeline, "input", "one\rtwo\r", -1);
  test_pipeline_await (&pipeline->done);
  test_pipeline_stop (pipeline);
  taken = test_pipeline_read (pipeline, "taken");
  g_assert_true (g_str_has_prefix (taken, "lines 1 "));
  g_assert_cmpint (test_pipeline_count (pipeline, "sources", "lines", "records"), ==, 2);
  g_assert_cmpint (test_pipeline_count (pipeline, "sources", "lines", "connects"), ==,
                   test_pipeline_count (pipeline, "sources", "lines", "failures") + 1);
}

/* one that breaks each time is left alone for longer each time, whatever it said before: 1, 2, 4, …
 * ms, each less a fifth at the most */
static void
test_broken (void)
{
  const guint n = 9;
  g_autoptr (TestPipeline) pipeline = test_pipeline_begin ();
  g_autofree char *text = g_strdup_printf (READER,
                                           "at-end=break\nretry-first=1ms\nretry-longest=1h\n",
                                           GOOD);
  const gint64 begin = g_get_monotonic_time ();

  test_pipeline_write (pipeline, "input", "one\r", -1);
  test_pipeline_load (pipeline, text);
  leatd_pipeline_start (pipeline->pipeline);
  await_count (pipeline, "failures", n);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 800 * ((1 << (n - 1)) - 1));
  test_pipeline_stop (pipeline);
  g_assert_cmpint (test_pipeline_count (pipeline, "sources", "lines", "records"), >=, n);
}

static void
test_silent (void)
{
  int fd;
  g_autoptr (TestPipeline) pipeline = begin ("expect-every=200ms\n", GOOD, &fd);

  await_heard ("lines silent: silent: nothing came for 200 ms (expect-every=)", 1);
  say (fd, "one\r");
  await_heard ("lines running: *", 2);
  await_heard ("lines silent: *", 2);
  test_pipeline_stop (pipeline);
  g_assert_cmpint (test_pipeline_count (pipeline, "sources", "lines", "failures"), ==, 0);
  close (fd);
}

/* a source without a link is not silent while it pushes */
static void
test_not_silent (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (
      "[source numbers]\nplugin=fixture-source\nbatches=350\nrecords=1\ninterval=10ms\nthen=wait\n"
      "expect-every=3s\n"
      "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n");

  leatd_pipeline_start (pipeline->pipeline);
  await_report (pipeline, "\"batches\":350,");
  g_assert_cmpuint (heard_count ("numbers silent: *"), ==, 0);
  test_pipeline_stop (pipeline);
}

/* the port is opened again, and what stood in it half goes to the rejects */
static void
test_idle_reopen (void)
{
  int fd;
  g_autoptr (TestPipeline)
      pipeline = begin_with ("idle-reopen=150ms\nretry-first=1ms\nretry-longest=2ms\n", GOOD, &fd,
                             "one\rha");

  await_count (pipeline, "connects", 2);
  say (fd, "two\r");
  await_count (pipeline, "records", 2);
  test_pipeline_stop (pipeline);
  g_assert_cmpint (test_pipeline_count (pipeline, "sources", "lines", "reject_bytes"), ==, 2);
  g_assert_cmpint (test_pipeline_count (pipeline, "sources", "lines", "bytes"), ==, 10);
  close (fd);
}

/* nobody listens while a queue is full: that is neither silence nor a reason to open again */
static void
test_held_back (void)
{
  int fd;
  g_autoptr (TestPipeline)
      pipeline = begin ("expect-every=50ms\nidle-reopen=100ms\nframe-timeout=50ms\n", STALLED, &fd);
  const guint64 *counters;
  guint64 connects;
  gint64 end;

  say (fd, "1\r2\r3\r4\r5\r6\r");
  await_report (pipeline, "\"lines\":{\"state\":\"waiting\"");
  say (fd, "7\r");
  counters = leatd_source_worker_get_counters (pipeline->pipeline->sources->pdata[0]);
  connects = leatd_counter_get (&counters[LEATD_SOURCE_CONNECTS]);
  for (end = g_get_monotonic_time () + 400000; g_get_monotonic_time () < end;)
    {
      g_autofree char *json = leatd_pipeline_to_json (pipeline->pipeline);

      g_assert_nonnull (strstr (json, "\"lines\":{\"state\":\"waiting\""));
      g_assert_cmpuint (leatd_counter_get (&counters[LEATD_SOURCE_CONNECTS]), ==, connects);
      g_usleep (5000);
    }
  test_pipeline_write (pipeline, "go", "", 0);
  await_count (pipeline, "records", 7);
  test_pipeline_stop (pipeline);
  close (fd);
}

/* --- a source's end: it hears of each batch that it gave, and stops behind that --- */

#define SETTLES \
  "[source numbers]\nplugin=%s\nbatches=3\nrecords=5\nthen=%s\nsettled=DIR/told\n" \
  "calls=DIR/told\nretry-first=1h\nretry-longest=1h\n" \
  "[sink slow]\nplugin=fixture-lasting\npath=DIR/taken\nstall-until=DIR/go\n"

typedef struct {
  const char *path;
  const char *plugin;
  const char *then;
  const char *keys;
  const char *given; /* what the report says when the source has given all */
  const char *told;
} EndCase;

#define ALL "\"batches\":3,"
#define ABSENT "\"state\":\"absent\""
#define SAFE "safe 5\nsafe 5\nsafe 5\n"
#define UNSAFE "unsafe 5\nunsafe 5\nunsafe 5\n"

static const EndCase end_cases[] = {
  { "/source-life/end/stopped", "fixture-source", "wait", "", ALL, "start\n" SAFE "stop\nclear\n" },
  { "/source-life/end/run", "fixture-runner", "wait", "", ALL, "run\n" SAFE "stop\nclear\n" },
  { "/source-life/end/its-own", "fixture-source", "done", "", ALL, "start\n" SAFE "stop\nclear\n" },
  { "/source-life/end/its-own-run", "fixture-runner", "done", "", ALL,
    "run\n" SAFE "stop\nclear\n" },
  { "/source-life/end/out-of-time", "fixture-source", "wait", "stop-timeout=4s\n", ALL,
    "start\n" UNSAFE "stop\nclear\n" },
  { "/source-life/end/between-two-lives", "fixture-source", "fail", "", ABSENT,
    "start\nstop\n" SAFE "clear\n" },
};

static void
await_rest (TestPipeline *pipeline)
{
  while (!leatd_source_worker_is_at_rest (pipeline->pipeline->sources->pdata[0]))
    g_main_context_iteration (NULL, FALSE);
}

/* the sink stalls until the source is at rest: what it makes safe then, the source still hears */
static void
test_end (gconstpointer data)
{
  const EndCase *c = data;
  gboolean stopped = !g_str_equal (c->then, "done");
  g_autoptr (TestPipeline) pipeline = test_pipeline_begin ();
  g_autofree char *rest = g_strdup_printf (SETTLES, c->plugin, c->then);
  g_autofree char *text = g_strconcat (c->keys, rest, NULL);
  g_autofree char *told = NULL;

  test_pipeline_load (pipeline, text);
  test_pipeline_write (pipeline, "told", "", 0); /* as of now: another instance was judged */
  leatd_pipeline_start (pipeline->pipeline);
  await_report (pipeline, c->given);
  if (stopped)
    leatd_pipeline_stop (pipeline->pipeline, test_pipeline_stopped, pipeline);
  await_rest (pipeline);
  g_assert_false (pipeline->stopped);
  if (strstr (c->told, "unsafe") == NULL)
    test_pipeline_write (pipeline, "go", "", 0);
  if (!stopped)
    {
      test_pipeline_await (&pipeline->done);
      leatd_pipeline_stop (pipeline->pipeline, test_pipeline_stopped, pipeline);
    }
  test_pipeline_await (&pipeline->stopped);
  g_assert_false (pipeline->stuck);
  g_clear_pointer (&pipeline->pipeline, leatd_pipeline_free);
  told = test_pipeline_read (pipeline, "told");
  g_assert_cmpstr (told, ==, c->told);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source-life/absent", test_absent);
  g_test_add_func ("/source-life/broken", test_broken);
  g_test_add_func ("/source-life/silent", test_silent);
  g_test_add_func ("/source-life/not-silent", test_not_silent);
  g_test_add_func ("/source-life/idle-reopen", test_idle_reopen);
  g_test_add_func ("/source-life/held-back", test_held_back);
  for (guint i = 0; i < G_N_ELEMENTS (end_cases); i++)
    g_test_add_data_func (end_cases[i].path, &end_cases[i], test_end);
  return g_test_run ();
}
