/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stream.c - tests what becomes of the bytes of a link: records, rejects, what is taken and
 * skipped; none is unaccounted for */
#include "pipelines.h"
#include <fcntl.h>

#define PIPELINE \
  "plugin=fixture-reader\ndevice=fixture://DIR/input\nframer=lines\ngrammar=yes\n" \
  "max-frame=1k\n[framer lines]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n" \
  "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n"

typedef struct {
  const char *path;
  const char *input;
  const char *options; /* of the source, beside the others */
  const char *taken;   /* texts that became records, blank separated */
  gint64 rejects;
  gint64 reject_bytes;
  gint64 taken_bytes;
  gint64 skipped_bytes;
} Case;

static const Case cases[] = {
  { "/stream/lines", "one\rtwo\rthree\r", "", "one two three ", 0, 0, 0, 0 },
  { "/stream/crlf", "one\r\ntwo\r\n", "", "one two ", 0, 0, 0, 2 },
  { "/stream/empty-lines", "one\r\r\r\rtwo\r", "", "one two ", 0, 0, 0, 3 },
  { "/stream/tail-of-a-file-is-whole", "one\rtwo", "", "one two ", 0, 0, 0, 0 },
  { "/stream/hangup-cuts", "one\rtw", "at-end=hangup\nretry-first=1h\nretry-longest=1h\n", "one ",
    1, 2, 0, 0 },
  { "/stream/device-says-no", "one\rE12\rtwo\r", "", "one two ", 1, 4, 0, 0 },
  { "/stream/answers-are-taken", "#hello\rone\r#\r", "", "one ", 0, 0, 9, 0 },
  { "/stream/nothing", "", "", "", 0, 0, 0, 0 },
  { "/stream/only-noise", "\r\r\r", "", "", 0, 0, 0, 3 },
};

/* the texts of "line SEQUENCE TEXT", with sequences that have no gap */
static char *
texts_of (const char *taken)
{
  g_auto (GStrv) lines = g_strsplit (taken, "\n", -1);
  GString *texts = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 3);

      g_assert_cmpuint (g_ascii_strtoull (words[1], NULL, 10), ==, i + 1);
      g_string_append_printf (texts, "%s ", words[2]);
    }
  return g_string_free (texts, FALSE);
}

static gint64
count (TestPipeline *pipeline, const char *counter)
{
  return test_pipeline_count (pipeline, "sources", "line", counter);
}

static void
check_balance (TestPipeline *pipeline)
{
  g_assert_cmpint (count (pipeline, "bytes"), ==,
                   count (pipeline, "record_bytes") + count (pipeline, "reject_bytes") +
                       count (pipeline, "taken_bytes") + count (pipeline, "skipped_bytes") +
                       count (pipeline, "pending_bytes"));
  g_assert_cmpint (count (pipeline, "pending_bytes"), ==, 0);
}

static void
test_case (gconstpointer data)
{
  const Case *a_case = data;
  static const char *const chunks[] = { "chunk=0\n", "chunk=1\n", "chunk=2\n", "chunk=3\n" };

  for (guint i = 0; i < G_N_ELEMENTS (chunks); i++)
    {
      g_autoptr (TestPipeline) pipeline = test_pipeline_begin ();
      g_autofree char *text = g_strconcat ("[source line]\n", chunks[i], a_case->options, PIPELINE,
                                           NULL);
      g_autofree char *taken = NULL, *texts = NULL;

      test_pipeline_write (pipeline, "input", a_case->input, -1);
      test_pipeline_load (pipeline, text);
      leatd_pipeline_start (pipeline->pipeline);
      while (!pipeline->done)
        {
          g_autofree char *json = leatd_pipeline_to_json (pipeline->pipeline);

          if (strstr (json, "\"state\":\"absent\"") != NULL)
            break;
          g_main_context_iteration (NULL, FALSE);
        }
      test_pipeline_stop (pipeline);
      taken = test_pipeline_read (pipeline, "taken");
      texts = texts_of (taken);
      g_assert_cmpstr (texts, ==, a_case->taken);
      g_assert_cmpint (count (pipeline, "bytes"), ==, strlen (a_case->input));
      g_assert_cmpint (count (pipeline, "rejects"), ==, a_case->rejects);
      g_assert_cmpint (count (pipeline, "reject_bytes"), ==, a_case->reject_bytes);
      g_assert_cmpint (count (pipeline, "taken_bytes"), ==, a_case->taken_bytes);
      g_assert_cmpint (count (pipeline, "skipped_bytes"), ==, a_case->skipped_bytes);
      check_balance (pipeline);
    }
}

/* a frame longer than max-frame is a reject, and the next good one is found */
static void
test_max_frame (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_begin ();
  g_autofree char *noise = g_strnfill (100000, 'x');
  g_autofree char *input = g_strconcat ("one\r", noise, "\rtwo\r", NULL);
  g_autofree char *taken = NULL, *texts = NULL;

  test_pipeline_write (pipeline, "input", input, -1);
  test_pipeline_load (pipeline, "[source line]\n" PIPELINE);
  test_pipeline_run (pipeline);
  taken = test_pipeline_read (pipeline, "taken");
  texts = texts_of (taken);
  g_assert_cmpstr (texts, ==, "one two ");
  g_assert_cmpint (count (pipeline, "reject_bytes"), ==, 100001);
  check_balance (pipeline);
}

typedef struct {
  const char *path;
  const char *keys;
  const char *taken;
  gint64 records, rejects, reject_bytes;
} SilenceCase;

/* the beginning is a reject at once, the end of it when it comes, unless it is none */
static const SilenceCase silence_cases[] = {
  { "/stream/silence", "frame-timeout=5ms\n", "one three ", 2, 2, 4 },
  { "/stream/silence/next-is-a-frame", "frame-timeout=5ms\nframe-timeout-next=frame\n",
    "one o three ", 3, 1, 2 },
};

/* frame-timeout=: the rest did not come; and what expect-every= says of a line on which nothing
 * comes */
static void
test_silence (gconstpointer data)
{
  const SilenceCase *c = data;
  g_autofree char *config = g_strconcat ("[source line]\nexpect-every=20ms\n", c->keys, PIPELINE,
                                         NULL);
  g_autofree char *taken = NULL, *texts = NULL;
  g_autoptr (TestPipeline) pipeline = test_pipeline_begin ();
  g_autofree char *fifo = g_build_filename (pipeline->directory, "input", NULL);
  gboolean silent = FALSE;
  FILE *writer;

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  test_pipeline_load (pipeline, config);
  /* before the source opens it: what nobody writes to is at its end */
  writer = fdopen (open (fifo, O_RDWR | O_CLOEXEC), "w");
  g_assert_nonnull (writer);
  leatd_pipeline_start (pipeline->pipeline);
  fputs ("one\rtw", writer);
  fflush (writer);
  while (!silent)
    {
      g_autofree char *json = leatd_pipeline_to_json (pipeline->pipeline);

      silent = strstr (json, "\"state\":\"silent\"") != NULL;
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
    }
  fputs ("o\rthree\r", writer);
  fclose (writer);
  test_pipeline_await (&pipeline->done);
  test_pipeline_stop (pipeline);
  taken = test_pipeline_read (pipeline, "taken");
  texts = texts_of (taken);
  g_assert_cmpstr (texts, ==, c->taken);
  g_assert_cmpint (count (pipeline, "records"), ==, c->records);
  g_assert_cmpint (count (pipeline, "rejects"), ==, c->rejects);
  g_assert_cmpint (count (pipeline, "reject_bytes"), ==, c->reject_bytes);
  check_balance (pipeline);
}

typedef struct {
  const char *path;
  const char *source;
  const char *sink;
  const char *told;
} SettledCase;

/* several frames of a batch, or each a batch of its own; the sink settles, or it does not */
static const SettledCase settled_cases[] = {
  { "/stream/settled/batch", "", "settles=yes\n", "safe !a\nsafe !b\nsafe !c\n" },
  { "/stream/settled/each", "chunk=3\n", "settles=yes\n", "safe !a\nsafe !b\nsafe !c\n" },
  { "/stream/settled/never", "", "settles=no\n", "unsafe !a\nunsafe !b\nunsafe !c\n" },
};

/* leat_stream_when_settled(): who asks in frame() is told of each such frame once, in order */
static void
test_settled (gconstpointer data)
{
  const SettledCase *test = data;
  g_autoptr (TestPipeline) pipeline = test_pipeline_begin ();
  g_autofree char *text = g_strconcat ("[source line]\nsettled=DIR/settled\n", test->source,
                                       PIPELINE, test->sink, NULL);
  g_autofree char *told = NULL, *taken = NULL, *texts = NULL;

  test_pipeline_write (pipeline, "input", "!a\rone\r!b\r#!\rE!\r!c\r", -1);
  test_pipeline_load (pipeline, text);
  test_pipeline_run (pipeline);
  told = test_pipeline_read (pipeline, "settled");
  g_assert_cmpstr (told, ==, test->told);
  taken = test_pipeline_read (pipeline, "taken");
  texts = texts_of (taken);
  g_assert_cmpstr (texts, ==, "!a one !b !c ");
  check_balance (pipeline);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  g_test_add_func ("/stream/max-frame", test_max_frame);
  for (gsize i = 0; i < G_N_ELEMENTS (silence_cases); i++)
    g_test_add_data_func (silence_cases[i].path, &silence_cases[i], test_silence);
  for (guint i = 0; i < G_N_ELEMENTS (settled_cases); i++)
    g_test_add_data_func (settled_cases[i].path, &settled_cases[i], test_settled);
  return g_test_run ();
}
