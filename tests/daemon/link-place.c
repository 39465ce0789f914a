/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* link-place.c - tests that a link which can be read again goes on behind what is safe: over
 * restarts, reloads of its own and pauses, with the numbers that its records had */
#include "heard.h"
#include "pipeline/leatd-pipeline-private.h"
#include "pipelines.h"
#include <fcntl.h>
#include <unistd.h>

#define FOLLOW \
  "[source log]\nplugin=file\ndevice=file://DIR/input\nframer=lines\nrotate-wait=0\n" \
  "[framer lines]\ntype=delimiter\n"
#define CSV "[sink out]\nplugin=csv\npath=DIR/out.csv\ncolumns=sequence;text\n"

static void
append (TestPipeline *pipeline, const char *text)
{
  g_autofree char *path = g_build_filename (pipeline->directory, "input", NULL);
  const int fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

  g_assert_cmpint (write (fd, text, strlen (text)), ==, (gssize) strlen (text));
  close (fd);
}

/* the column text, one after the other */
static char *
read_texts (TestPipeline *pipeline)
{
  g_autofree char *csv = test_pipeline_read (pipeline, "out.csv");
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);
  GString *texts = g_string_new (NULL);

  for (guint i = 1; lines[0] != NULL && lines[i] != NULL && *lines[i] != '\0'; i++)
    g_string_append_printf (texts, "%s ", lines[i]);
  return g_string_free (texts, FALSE);
}

static void
await_texts (TestPipeline *pipeline, const char *expected)
{
  const gint64 deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  g_autofree char *texts = NULL;

  do
    {
      g_free (texts);
      texts = read_texts (pipeline);
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
    }
  while (!g_str_equal (texts, expected) && g_get_monotonic_time () < deadline);
  g_assert_cmpstr (texts, ==, expected);
}

static void
assert_balanced (TestPipeline *pipeline)
{
  g_assert_cmpint (test_pipeline_count (pipeline, "sources", "log", "bytes"), ==,
                   test_pipeline_count (pipeline, "sources", "log", "record_bytes"));
  g_assert_cmpint (test_pipeline_count (pipeline, "sources", "log", "rejects"), ==, 0);
}

/* half a line is no reject: it is read when it is whole, by whoever lives then */
static void
test_restart (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_begin ();

  append (pipeline, "a\nb\nc");
  test_pipeline_load (pipeline, FOLLOW CSV);
  leatd_pipeline_start (pipeline->pipeline);
  await_texts (pipeline, "1,a 2,b ");
  test_pipeline_stop (pipeline);
  assert_balanced (pipeline);
  append (pipeline, "c\nd\n");
  test_pipeline_renew (pipeline, FOLLOW CSV);
  leatd_pipeline_start (pipeline->pipeline);
  await_texts (pipeline, "1,a 2,b 3,cc 4,d ");
  test_pipeline_stop (pipeline);
  assert_balanced (pipeline);
}

/* what has taken its place meanwhile comes behind the rest of the old one */
static void
test_rotated_between (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_begin ();
  g_autofree char *old = g_build_filename (pipeline->directory, "input", NULL);
  g_autofree char *new = g_build_filename (pipeline->directory, "input.1", NULL);

  append (pipeline, "a\n");
  test_pipeline_load (pipeline, FOLLOW CSV);
  leatd_pipeline_start (pipeline->pipeline);
  await_texts (pipeline, "1,a ");
  test_pipeline_stop (pipeline);
  append (pipeline, "b\n");
  g_assert_cmpint (g_rename (old, new), ==, 0);
  append (pipeline, "c\n");
  test_pipeline_renew (pipeline, FOLLOW CSV);
  leatd_pipeline_start (pipeline->pipeline);
  await_texts (pipeline, "1,a 2,b 3,c ");
  test_pipeline_stop (pipeline);
}

/* what was read is not there any more: what is there is new, and so are its numbers */
static void
test_lost_between (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_begin ();

  append (pipeline, "a\nb\n");
  test_pipeline_load (pipeline, FOLLOW CSV);
  leatd_pipeline_start (pipeline->pipeline);
  await_texts (pipeline, "1,a 2,b ");
  test_pipeline_stop (pipeline);
  test_pipeline_write (pipeline, "input", "c\nd\ne\n", -1);
  heard_forget ();
  test_pipeline_renew (pipeline, FOLLOW CSV);
  leatd_pipeline_start (pipeline->pipeline);
  await_texts (pipeline, "1,a 2,b 1,c 2,d 3,e ");
  test_pipeline_stop (pipeline);
  g_assert_cmpuint (heard_count ("log place-lost*"), ==, 1);
}

/* in the same life: closed amid a line, and opened again */
static void
test_reopened (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_begin ();
  LeatdSourceWorker *worker;

  append (pipeline, "a\nb");
  test_pipeline_load (pipeline, FOLLOW CSV);
  worker = g_ptr_array_index (pipeline->pipeline->sources, 0);
  leatd_pipeline_start (pipeline->pipeline);
  await_texts (pipeline, "1,a ");
  leatd_source_worker_restart (worker);
  append (pipeline, "\nc\n");
  await_texts (pipeline, "1,a 2,b 3,c ");
  test_pipeline_stop (pipeline);
  assert_balanced (pipeline);
}

/* before what begins anew is read, all before it is safe: both come once, in their order */
static void
test_truncated (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_begin ();
  g_autofree char *path = g_build_filename (pipeline->directory, "input", NULL);

  append (pipeline, "a\n");
  test_pipeline_load (pipeline, FOLLOW CSV);
  leatd_pipeline_start (pipeline->pipeline);
  await_texts (pipeline, "1,a ");
  g_assert_cmpint (truncate (path, 0), ==, 0);
  append (pipeline, "b\n");
  await_texts (pipeline, "1,a 2,b ");
  test_pipeline_stop (pipeline);
  test_pipeline_renew (pipeline, FOLLOW CSV);
  leatd_pipeline_start (pipeline->pipeline);
  append (pipeline, "c\n");
  await_texts (pipeline, "1,a 2,b 3,c ");
  test_pipeline_stop (pipeline);
}

/* the LF of a line that was whole before comes in another life: it is nothing */
static void
test_cut_amid_ends (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_begin ();
  const char *config = FOLLOW "delimiter=\\r\nswallow=\\n\nskip-empty=no\n" CSV;

  append (pipeline, "a\r\nb\r");
  test_pipeline_load (pipeline, config);
  leatd_pipeline_start (pipeline->pipeline);
  await_texts (pipeline, "1,a 2,b ");
  test_pipeline_stop (pipeline);
  append (pipeline, "\nc\r\n");
  test_pipeline_renew (pipeline, config);
  leatd_pipeline_start (pipeline->pipeline);
  await_texts (pipeline, "1,a 2,b 3,c ");
  test_pipeline_stop (pipeline);
  append (pipeline, "\rd\r"); /* an empty line stays one */
  test_pipeline_renew (pipeline, config);
  leatd_pipeline_start (pipeline->pipeline);
  await_texts (pipeline, "1,a 2,b 3,c 4, 5,d ");
  test_pipeline_stop (pipeline);
}

/* other records than before are told, and have other numbers; once */
static void
test_other_framer (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_begin ();
  const char *config = FOLLOW "delimiter=|\n" CSV;

  append (pipeline, "a\n");
  test_pipeline_load (pipeline, FOLLOW CSV);
  leatd_pipeline_start (pipeline->pipeline);
  await_texts (pipeline, "1,a ");
  test_pipeline_stop (pipeline);
  append (pipeline, "b|c|");
  heard_forget ();
  test_pipeline_renew (pipeline, config);
  leatd_pipeline_start (pipeline->pipeline);
  await_texts (pipeline, "1,a 1,b 2,c ");
  test_pipeline_stop (pipeline);
  g_assert_cmpuint (heard_count ("log place-framing*"), ==, 1);
  append (pipeline, "d|");
  test_pipeline_renew (pipeline, config);
  leatd_pipeline_start (pipeline->pipeline);
  await_texts (pipeline, "1,a 1,b 2,c 3,d ");
  test_pipeline_stop (pipeline);
  g_assert_cmpuint (heard_count ("log place-framing*"), ==, 1);
}

/* comes when it comes: its folder is watched */
static void
test_absent (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_begin ();

  heard_forget ();
  test_pipeline_load (pipeline, FOLLOW CSV);
  leatd_pipeline_start (pipeline->pipeline);
  heard_await ("log absent: absent: */input: there is no such file yet");
  append (pipeline, "a\n");
  await_texts (pipeline, "1,a ");
  test_pipeline_stop (pipeline);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-place/restart", test_restart);
  g_test_add_func ("/link-place/rotated-between", test_rotated_between);
  g_test_add_func ("/link-place/lost-between", test_lost_between);
  g_test_add_func ("/link-place/reopened", test_reopened);
  g_test_add_func ("/link-place/truncated", test_truncated);
  g_test_add_func ("/link-place/cut-amid-ends", test_cut_amid_ends);
  g_test_add_func ("/link-place/other-framer", test_other_framer);
  g_test_add_func ("/link-place/absent", test_absent);
  return g_test_run ();
}
