/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sink-claims.c - tests that requests are claimed several at once, and that behind a crash each
 * comes again as it was */
#include "numbers.h"

/* records 1 to RECORDS, in batches of ten */
#define RECORDS 200

#define LIFE(name, store, sink) \
  "stop-timeout=4s\n" \
  "[source numbers]\nplugin=fixture-patient\nrecords=10\nbatches=20\nthen=wait\n" \
  "[sink store]\nplugin=fixture-store\nmemory=" name "\ntold=DIR/told\n" store \
  "[sink file]\npath=DIR/taken\nplugin=fixture-requests\nreject-blind=yes\nreject=35\n" \
  "held-until=DIR/mended\nretry-first=1ms\nretry-longest=4ms\n" sink

/* the next life has no source that sends: a store has what is to be sent */
#define LAST_LIFE(name, sink) \
  "[source numbers]\nplugin=fixture-patient\nrecords=10\nbatches=1\nfirst=201\n" \
  "[sink store]\nplugin=fixture-store\nmemory=" name "\ntold=DIR/told\ncrash=yes\n" \
  "[sink file]\npath=DIR/taken\nplugin=fixture-requests\nreject-blind=yes\nreject=35\n" sink

/* all that its source sent waits, and then the service is there */
static void
begin (TestPipeline *pipeline)
{
  gboolean waits = FALSE;

  leatd_pipeline_start (pipeline->pipeline);
  while (!waits)
    {
      g_autofree char *json = leatd_pipeline_to_json (pipeline->pipeline);

      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
      waits = strstr (json, "\"backlog\":200,") != NULL;
    }
  test_pipeline_write (pipeline, "mended", "", 0);
}

/* the end of the last request that was ever claimed; *@most: by one claim */
static guint
find_last_end (const char *told, guint *most)
{
  g_auto (GStrv) lines = g_strsplit (told, "\n", -1);
  guint last = 0;

  *most = 0;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);
      const guint n_words = g_strv_length (words);

      if (!g_str_has_prefix (lines[i], "file claim "))
        continue;
      *most = MAX (*most, n_words - 2);
      last = MAX (last, (guint) g_ascii_strtoull (words[n_words - 1], NULL, 10));
    }
  return last;
}

/* the records of each of its reads: "10 10 7 " */
static char *
list_reads (const char *told)
{
  g_auto (GStrv) lines = g_strsplit (told, "\n", -1);
  GString *reads = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "file read "))
      g_string_append_printf (reads, "%s ", lines[i] + strlen ("file read "));
  return g_string_free (reads, FALSE);
}

/* in the midst of a request that was halved, with others claimed behind it */
static void
test_crash (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (
      LIFE ("crash", "", "batch-records=10\nstall-at=32\nstall-until=DIR/never\n"));
  g_autofree char *told = NULL, *reads = NULL, *taken = NULL, *whole = NULL;
  g_autoptr (GString) expected = g_string_new ("2 1 5 ");
  guint last, most;

  begin (pipeline);
  test_pipeline_await_text (pipeline, "told", "file claim 34\n");
  test_pipeline_stop (pipeline);
  told = test_pipeline_read (pipeline, "told");
  last = find_last_end (told, &most);
  g_assert_cmpuint (most, >, 4);
  g_assert_cmpuint (last, >=, 80);
  test_pipeline_write (pipeline, "told", "", 0);

  test_pipeline_renew (pipeline, LAST_LIFE ("crash", "batch-records=7\n"));
  test_pipeline_run (pipeline);
  g_free (told);
  told = test_pipeline_read (pipeline, "told");
  reads = list_reads (told);
  for (guint end = 40; end < last; end += 10)
    g_string_append (expected, "10 ");
  if (last < RECORDS)
    g_string_append (expected, "7 ");
  g_assert_true (g_str_has_prefix (reads, expected->str));
  taken = test_pipeline_read (pipeline, "taken");
  whole = test_expected_lines (1, RECORDS, "35;");
  g_assert_true (g_str_has_prefix (taken, whole));
  g_assert_cmpint (test_pipeline_count (pipeline, "sinks", "file", "rejects"), ==, 1);
}

/* few claims for many requests, and what is read ahead is bounded */
static void
test_ahead (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (LIFE ("ahead", "", "batch-records=2\n"));
  g_autofree char *told = NULL, *taken = NULL, *expected = NULL;
  guint last, most;
  guint n_claims = 0;

  begin (pipeline);
  test_pipeline_await_text (pipeline, "told", "file ack 200 ");
  test_pipeline_stop (pipeline);
  told = test_pipeline_read (pipeline, "told");
  taken = test_pipeline_read (pipeline, "taken");
  expected = test_expected_lines (1, RECORDS, "35;");
  g_assert_cmpstr (taken, ==, expected);
  last = find_last_end (told, &most);
  g_assert_cmpuint (last, ==, RECORDS);
  g_assert_cmpuint (most, ==, 16);
  for (const char *at = told; (at = strstr (at, "file claim ")) != NULL; at++)
    n_claims++;
  g_assert_cmpuint (n_claims, <, 30);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sink-claims/crash", test_crash);
  g_test_add_func ("/sink-claims/ahead", test_ahead);
  return g_test_run ();
}
