/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sink-trouble.c - tests what is told of a sink in trouble, what is held, what comes once more, and
 * how readers come to rest */
#include "heard.h"
#include "numbers.h"

#define RETRY "retry-first=1ms\nretry-longest=4ms\n"
#define STORE(name) "[sink store]\nplugin=fixture-store\nmemory=" name "\ntold=DIR/told\n" RETRY
#define SOURCE(options) "[source numbers]\nplugin=fixture-patient\nrecords=10\n" options
#define FILE_SINK "[sink file]\npath=DIR/taken\n" RETRY
#define REQUESTS FILE_SINK "plugin=fixture-requests\nreject-blind=yes\n"

/* --- one event for each change --- */

static const struct {
  const char *path;
  const char *sink;
  guint offline;
  guint held;
} changes[] = {
  { "/sink-trouble/told/none", "", 0, 0 },
  { "/sink-trouble/told/busy", "busy=7\nbusy-at=20\n", 1, 0 },
  { "/sink-trouble/told/busy-once-with-a-delay", "busy=1\nretry-after=1ms\n", 0, 0 },
  { "/sink-trouble/told/busy-with-a-delay", "busy=7\nretry-after=1ms\n", 1, 0 },
  { "/sink-trouble/told/away", "fail-at=50\nfail-writes=7\n", 1, 0 },
  { "/sink-trouble/told/away-and-busy", "fail-opens=3\nfail-writes=2\nbusy=5\n", 1, 0 },
  { "/sink-trouble/told/held", "held-until=DIR/mended\n", 0, 1 },
  { "/sink-trouble/told/away-and-held", "fail-opens=3\nheld-until=DIR/mended\n", 1, 1 },
};

/* waits until the sink was tried so often */
static void
await_retries (TestPipeline *pipeline, gint64 n)
{
  gint64 retries = 0;

  while (retries < n)
    {
      g_autofree char *json = leatd_pipeline_to_json (pipeline->pipeline);
      const char *at = strstr (json, "\"retries\":");

      for (; at != NULL; at = strstr (at + 1, "\"retries\":"))
        retries = MAX (retries, g_ascii_strtoll (at + strlen ("\"retries\":"), NULL, 10));
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
    }
}

static void
test_told (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autofree char *text = g_strconcat (SOURCE ("batches=20\n") STORE ("told") REQUESTS
                                       "batch-records=10\n",
                                       changes[i].sink, NULL);
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (text);

  heard_forget ();
  leatd_pipeline_start (pipeline->pipeline);
  if (changes[i].held > 0)
    await_retries (pipeline, 20);
  test_pipeline_write (pipeline, "mended", "", 0);
  test_pipeline_await (&pipeline->done);
  g_assert_cmpuint (heard_count ("file offline: offline: *"), ==, changes[i].offline);
  g_assert_cmpuint (heard_count ("file held: held: *"), ==, changes[i].held);
  g_assert_cmpuint (heard_count ("file online: online: *"), ==,
                    changes[i].offline + changes[i].held > 0);
  test_pipeline_stop (pipeline);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "held"), ==, changes[i].held);
}

/* --- a service that refuses all --- */

static void
test_hold_after (gconstpointer sinks)
{
  g_autofree char *text = g_strconcat (SOURCE ("batches=20\n"), sinks,
                                       "hold-after=3\nrefuse-until=DIR/mended\n", NULL);
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (text);
  g_autofree char *expected = test_expected_lines (4, 200, NULL);
  g_autofree char *taken = NULL;

  leatd_pipeline_start (pipeline->pipeline);
  await_retries (pipeline, 20);
  test_pipeline_write (pipeline, "mended", "", 0);
  test_pipeline_await (&pipeline->done);
  test_pipeline_stop (pipeline);
  taken = test_pipeline_read (pipeline, "taken");
  g_assert_cmpstr (taken, ==, expected);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "rejects"), ==, 3);
}

/* --- records that were asked for once more --- */

/* each number's first time is in the order of the line, and so is its second */
static void
check_twice (const char *taken, guint n_live, guint n_again)
{
  g_auto (GStrv) lines = g_strsplit (taken, "\n", -1);
  guint live = 0, again = 0;

  for (guint i = 0; *lines[i] != '\0'; i++)
    {
      guint num = (guint) g_ascii_strtoull (strrchr (lines[i], ' ') + 1, NULL, 10);

      if (num == live + 1)
        live = num;
      else
        g_assert_cmpuint (num, ==, ++again);
    }
  g_assert_cmpuint (live, ==, n_live);
  g_assert_cmpuint (again, ==, n_again);
}

static void
test_again (gconstpointer sink)
{
  g_autofree char *text = g_strconcat (SOURCE ("batches=20\n") STORE ("again") "again=50\n", sink,
                                       NULL);
  g_autoptr (TestPipeline) pipeline = NULL;
  g_autofree char *name = g_strdup_printf ("memory=%p", sink);
  g_autoptr (GString) own = g_string_new (text);
  g_autofree char *taken = NULL;

  g_string_replace (own, "memory=again", name, 0);
  pipeline = test_pipeline_new (own->str);
  test_pipeline_run (pipeline);
  taken = test_pipeline_read (pipeline, "taken");
  check_twice (taken, 200, 50);
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "backlog_again"), ==, 0);
}

/* one that breaks the peer does not keep the live ones waiting, and is refused once more in the end
 */
static void
test_again_breaks (gconstpointer batch_records)
{
  g_autofree char *text =
      g_strdup_printf (SOURCE ("batches=0\ninterval=1ms\n")
                           STORE ("again-breaks-%s") "again=20\n" REQUESTS
                                                     "batch-records=%s\nsuspect-after=2\nfault=7\n",
                       (const char *) batch_records, (const char *) batch_records);
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (text);
  g_autofree char *told = NULL;

  leatd_pipeline_start (pipeline->pipeline);
  test_pipeline_await_text (pipeline, "told", "file again ack 20 ");
  test_pipeline_stop (pipeline);
  told = test_pipeline_read (pipeline, "told");
  g_assert_nonnull (strstr (told, "file reject 7 500 fixture: broken by 7: it broke\n"));
  g_assert_nonnull (strstr (told, "file again reject 7 500 fixture: broken by 7: it broke\n"));
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "rejects"), ==, 2);
}

/* --- the stop --- */

/* a request that hangs is cancelled, its reader leaves, then the store closes: no record is lost */
static void
test_stop_order (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (
      "stop-timeout=4s\n" SOURCE ("batches=3\nthen=wait\nsettled=DIR/settled\n") STORE ("stop")
          REQUESTS "batch-records=10\nstall-at=12\nstall-until=DIR/never\n");
  g_autofree char *told = NULL;
  gboolean sent = FALSE;

  heard_forget ();
  leatd_pipeline_start (pipeline->pipeline);
  while (!sent)
    {
      g_autofree char *so_far = test_pipeline_read (pipeline, "told");
      g_autofree char *stored = test_pipeline_read (pipeline, "settled");

      g_main_context_iteration (NULL, FALSE);
      sent = strstr (so_far, "file ack 10 ") != NULL &&
             g_str_equal (stored, "safe 10\nsafe 10\nsafe 10\n");
    }
  test_pipeline_stop (pipeline);
  told = test_pipeline_read (pipeline, "told");
  g_assert_nonnull (strstr (told, "file close\n"));
  g_assert_nonnull (strstr (told, "file again close\n"));
  g_assert_true (g_str_has_suffix (told, "store close\n"));
  g_assert_false (pipeline->stuck);
  g_assert_cmpuint (g_strv_length (pipeline->left), ==, 0);
  g_assert_cmpuint (heard_count ("file backlog: 20 records wait in store store*"), ==, 1);
}

/* what a reader has not had yet is kept: a stop does not wait for it */
static void
test_stop_with_backlog (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (SOURCE ("batches=200\nthen=wait\n") STORE (
      "backlog") REQUESTS "batch-records=1\ndelay=5ms\n");
  g_autofree char *expected = NULL, *taken = NULL;
  gint64 begun, left;

  leatd_pipeline_start (pipeline->pipeline);
  test_pipeline_await_text (pipeline, "taken", "\n");
  begun = g_get_monotonic_time ();
  test_pipeline_stop (pipeline);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 6 * G_USEC_PER_SEC);
  left = test_pipeline_count (pipeline, "sinks", "file", "backlog");
  g_assert_cmpint (left, >, 0);
  g_assert_cmpint (left + test_pipeline_count (pipeline, "sinks", "file", "acked"), ==,
                   test_pipeline_count (pipeline, "sources", "numbers", "records"));
  g_assert_cmpuint (g_strv_length (pipeline->left), ==, 0);

  test_pipeline_renew (pipeline, SOURCE ("batches=1\nfirst=2001\n") STORE ("backlog") REQUESTS);
  test_pipeline_run (pipeline);
  g_free (taken);
  taken = test_pipeline_read (pipeline, "taken");
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "acked"), ==, left + 10);
}

/* --- from a queue to a store and back --- */

#define LIVES(via, first) \
  SOURCE ("batches=3\nfirst=" first "\n") \
  STORE ("lives") FILE_SINK "plugin=fixture-sink\ncalls=DIR/calls\nvia=" via "\n"

static void
test_lives (void)
{
  static const char *const texts[] = { LIVES ("none", "1"),   LIVES ("store", "31"),
                                       LIVES ("store", "61"), LIVES ("none", "91"),
                                       LIVES ("none", "121"), LIVES ("auto", "151") };
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (texts[0]);
  g_autofree char *taken = NULL;
  guint num = 0;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (i > 0)
        test_pipeline_renew (pipeline, texts[i]);
      test_pipeline_run (pipeline);
    }
  /* each life's own, and what the store had of the queue's lives: at least once, nothing is lost */
  taken = test_pipeline_read (pipeline, "taken");
  for (const char *at = taken; *at != '\0'; at = strchr (at, '\n') + 1, num++)
    ;
  g_assert_cmpuint (num, ==, 30 + 30 + 30 + 30 + 30 + 30 + 90);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    g_test_add_data_func (changes[i].path, GUINT_TO_POINTER (i), test_told);
  g_test_add_data_func ("/sink-trouble/hold-after/store",
                        STORE ("hold") REQUESTS "batch-records=50\n", test_hold_after);
  g_test_add_data_func ("/sink-trouble/hold-after/queue", REQUESTS, test_hold_after);
  g_test_add_data_func ("/sink-trouble/hold-after/no-requests", FILE_SINK "plugin=fixture-sink\n",
                        test_hold_after);
  g_test_add_data_func ("/sink-trouble/again/requests", REQUESTS "batch-records=7\n", test_again);
  g_test_add_data_func ("/sink-trouble/again/one-by-one", REQUESTS "batch-records=1\n", test_again);
  g_test_add_data_func ("/sink-trouble/again/fails",
                        REQUESTS "batch-records=7\nbusy=5\nbusy-at=30\nfail-at=60\n"
                                 "fail-writes=5\n",
                        test_again);
  g_test_add_data_func ("/sink-trouble/again/file", FILE_SINK "plugin=fixture-sink\n", test_again);
  g_test_add_data_func ("/sink-trouble/again/breaks", "10", test_again_breaks);
  g_test_add_data_func ("/sink-trouble/again/breaks-one-by-one", "1", test_again_breaks);
  g_test_add_func ("/sink-trouble/stop/order", test_stop_order);
  g_test_add_func ("/sink-trouble/stop/with-backlog", test_stop_with_backlog);
  g_test_add_func ("/sink-trouble/lives", test_lives);
  return g_test_run ();
}
