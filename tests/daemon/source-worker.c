/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* source-worker.c - tests commands to a source in each of its states: answered once, always */
#include "heard.h"
#include "pipeline/leatd-pipeline-private.h"
#include "pipelines.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  LeatCommand parent;
  GMutex mutex;
  GCond cond;
  guint n_answers;
  char *said;
} Ask;

static void
on_answer (LeatCommand *command, GVariant *answer, GError *error)
{
  Ask *ask = (Ask *) command;

  g_mutex_lock (&ask->mutex);
  ask->n_answers++;
  ask->said = error != NULL ? g_strdup (error->message) : g_strdup ("answered");
  g_cond_signal (&ask->cond);
  g_mutex_unlock (&ask->mutex);
  g_clear_pointer (&answer, g_variant_unref);
  g_clear_error (&error);
}

static void
ask_begin (Ask *ask, LeatdSourceWorker *worker, const char *name)
{
  *ask = (Ask) { .parent = { .name = (char *) name, .answer = on_answer } };
  ask->parent.argument = g_variant_ref_sink (g_variant_new_string ("go"));
  g_mutex_init (&ask->mutex);
  g_cond_init (&ask->cond);
  leatd_source_worker_command (worker, &ask->parent);
}

static void
ask_end (Ask *ask, const char *expected)
{
  g_mutex_lock (&ask->mutex);
  while (ask->n_answers == 0)
    g_cond_wait (&ask->cond, &ask->mutex);
  g_mutex_unlock (&ask->mutex);
  g_assert_cmpstr (ask->said, ==, expected);
  g_assert_cmpuint (ask->n_answers, ==, 1);
  g_free (ask->said);
  g_variant_unref (ask->parent.argument);
  g_mutex_clear (&ask->mutex);
  g_cond_clear (&ask->cond);
}

static LeatdSourceWorker *
get_worker (TestPipeline *pipeline)
{
  return g_ptr_array_index (pipeline->pipeline->sources, 0);
}

static void
await_state (TestPipeline *pipeline, LeatdStateCode code)
{
  while (leatd_state_get (leatd_source_worker_get_state (get_worker (pipeline)), NULL, NULL) !=
         code)
    g_thread_yield ();
}

typedef struct {
  const char *path;
  const char *keys;
  LeatdStateCode state;
  const char *said;
  const char *name;
} Case;

#define OPEN "plugin=fixture-source\nallow-commands=yes\n"
#define LINE "plugin=fixture-reader\nframer=cr\nallow-commands=yes\n"
#define PLAIN "plugin=fixture-plain\nframer=cr\nallow-commands=yes\n"
#define LONG "retry-first=1h\nretry-longest=1h\n"

static const Case cases[] = {
  { "/source-worker/command/read-only", "plugin=fixture-source\nthen=wait\n", LEATD_STATE_RUNNING,
    "numbers: is read-only; allow-commands=yes in its group opens it", "trigger" },
  { "/source-worker/command/unknown", OPEN "then=wait\n", LEATD_STATE_RUNNING,
    "numbers: fixture-source knows no command trigger", "trigger" },
  { "/source-worker/command/ended", OPEN "then=done\n", LEATD_STATE_ENDED, "numbers: has ended",
    "trigger" },
  { "/source-worker/command/answered", LINE "device=fixture://DIR/line\n", LEATD_STATE_RUNNING,
    "answered", "trigger" },
  { "/source-worker/command/absent", LINE "device=fixture://DIR/none\n" LONG, LEATD_STATE_ABSENT,
    "numbers: not connected", "trigger" },
  { "/source-worker/command/twice", LINE "device=fixture://DIR/line\n", LEATD_STATE_RUNNING,
    "answered", "twice" },
  { "/source-worker/command/plain", PLAIN "device=fixture://DIR/line\n",
    LEATD_STATE_RUNNING,
    "answered", "send" },
  { "/source-worker/command/plain-unknown", PLAIN "device=fixture://DIR/line\n",
    LEATD_STATE_RUNNING,
    "numbers: fixture-plain knows no command trigger, only send and ask", "trigger" },
};

static void
test_command (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *text =
      g_strdup_printf ("[source numbers]\n%s[framer cr]\ntype=delimiter\ndelimiter=\\r\n"
                       "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n",
                       c->keys);
  g_autoptr (TestPipeline) pipeline = test_pipeline_begin ();
  g_autofree char *line = g_build_filename (pipeline->directory, "line", NULL);
  int fd;
  Ask asks[3];

  g_assert_cmpint (mkfifo (line, 0600), ==, 0);
  fd = open (line, O_RDWR | O_CLOEXEC);
  test_pipeline_load (pipeline, text);
  leatd_pipeline_start (pipeline->pipeline);
  await_state (pipeline, c->state);
  if (c->state == LEATD_STATE_ENDED)
    test_pipeline_await (&pipeline->done);
  for (guint i = 0; i < G_N_ELEMENTS (asks); i++)
    ask_begin (&asks[i], get_worker (pipeline), c->name);
  for (guint i = 0; i < G_N_ELEMENTS (asks); i++)
    ask_end (&asks[i], c->said);
  if (g_str_equal (c->name, "twice"))
    heard_await ("numbers plugin: *fixture-file.so breaks its contract: answers a command twice*");
  test_pipeline_stop (pipeline);
  close (fd);
}

/* asked before the thread begins, and never begun: answered all the same */
static void
test_never_begun (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (
      "[source numbers]\nplugin=fixture-source\n[sink file]\nplugin=fixture-sink\npath=DIR/t\n");
  Ask ask;

  ask_begin (&ask, get_worker (pipeline), "trigger");
  g_assert_cmpuint (ask.n_answers, ==, 0);
  leatd_pipeline_free (g_steal_pointer (&pipeline->pipeline));
  ask_end (&ask, "numbers: has ended");
  pipeline->pipeline = leatd_pipeline_new (pipeline->config, NULL);
}

/* whatever moment of the stop it falls into, each is answered once */
static void
test_while_it_stops (void)
{
  g_autoptr (TestPipeline) pipeline = test_pipeline_new (
      "[source numbers]\nplugin=fixture-patient\nbatches=0\nallow-commands=yes\n"
      "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n");
  static Ask asks[400];

  leatd_pipeline_start (pipeline->pipeline);
  await_state (pipeline, LEATD_STATE_RUNNING);
  for (guint i = 0; i < G_N_ELEMENTS (asks); i++)
    {
      ask_begin (&asks[i], get_worker (pipeline), "trigger");
      if (i == 100)
        leatd_source_worker_stop (get_worker (pipeline));
    }
  test_pipeline_stop (pipeline);
  for (guint i = 0; i < G_N_ELEMENTS (asks); i++)
    {
      g_autofree char *said = NULL;

      g_mutex_lock (&asks[i].mutex);
      said = g_strdup (asks[i].said);
      g_mutex_unlock (&asks[i].mutex);
      g_assert_nonnull (said);
      ask_end (&asks[i], said);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_command);
  g_test_add_func ("/source-worker/command/never-begun", test_never_begun);
  g_test_add_func ("/source-worker/command/while-it-stops", test_while_it_stops);
  return g_test_run ();
}
