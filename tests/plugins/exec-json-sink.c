/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-json-sink.c - tests a sink whose child is well, slow, dead */
#include "exec-sink-host.h"

/* --- one that is well --- */

static void
test_acknowledged (Host *self, gconstpointer data)
{
  begin (self, data);
  offer (self, 1, 5, "5");
  expect_safe (self, 5);
  expect_safe (self, 0);
  offer (self, 1, 1, "1");
  offer (self, 2, 1, "1");
  expect_safe (self, 2);
  end (self);
  g_assert_cmpstr (self->told->str, ==, "");
}

/* digits are digits; the child knows whose it is */
static void
test_exact (Host *self, gconstpointer data)
{
  begin (self, CHILD ("    if record: say(type='reject', id=m['id'], text=line[:-1] + "
                      "os.environ['LEAT_SINK'])\n"));
  offer (self, 1, 1,
         "0 REJECTED: {\"type\":\"record\",\"id\":\"s/00000000000000000000/1\",\"source\":\"s\","
         "\"gateway\":\"\",\"schema\":\"scale\",\"time\":\"1970-01-01T00:00:00.000000000Z\","
         "\"fields\":{\"weight\":1.730}}ledger");
  expect_safe (self, 0);
  end (self);
}

/* those behind a refused one are not sent again */
static void
test_refused (Host *self, gconstpointer data)
{
  begin (self, CHILD ("    if record and number == 3: say(type='reject', id=m['id'], text=str(n))\n"
                      "    elif record: ack()\n"));
  offer (self, 1, 5, "2 REJECTED: 3");
  offer (self, 4, 2, "2");
  expect_safe (self, 4);
  offer (self, 3, 1, "0 REJECTED: 6"); /* held meanwhile, say: it is asked again */
  end (self);
}

/* the worker looks for it by halves */
static void
test_refused_first (Host *self, gconstpointer data)
{
  begin (self, CHILD ("    if record and number == 1: say(type='reject', id=m['id'], text=str(n))\n"
                      "    elif record: ack()\n"));
  offer (self, 1, 5, "0 REJECTED: 1");
  offer (self, 1, 2, "0 REJECTED: 1");
  offer (self, 1, 1, "0 REJECTED: 1");
  offer (self, 2, 4, "4");
  expect_safe (self, 4);
  end (self);
}

static void
test_in_flight (Host *self, gconstpointer data)
{
  set (self, "in-flight", "2");
  begin (self, CHILD ("    if m['type'] == 'flush' and n > 2: say(type='log', text='many')\n"
                      "    if record: ack()\n"
                      "    if m['type'] == 'flush': n = 0\n"));
  offer (self, 1, 5, "2");
  offer (self, 3, 3, "2");
  offer (self, 5, 1, "1");
  expect_safe (self, 5);
  end (self);
  g_assert_cmpstr (self->told->str, ==, "");
}

/* what it did not answer is sent again */
static void
test_put_off (Host *self, gconstpointer data)
{
  begin (self, CHILD ("    if m['type'] == 'flush' and n == 5: say(type='busy', text='later', "
                      "seconds=7)\n"
                      "    elif record and n == 9: say(type='held', text='no rights')\n"
                      "    elif record and n != 3 and n < 9 or n > 12: ack()\n"));
  offer (self, 1, 5, "2 BUSY: later");
  g_assert_cmpint (self->retry_after, ==, 7 * G_USEC_PER_SEC);
  offer (self, 3, 3, "3");             /* the third alone is new: 4 and 5 were acknowledged */
  offer (self, 1, 2, "2");             /* 7 and 8 */
  offer (self, 1, 4, "0 HELD: no rights");
  offer (self, 1, 1, "1");
  expect_safe (self, 8);
  end (self);
}

static void
test_options (Host *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  set (self, "command", "'");
  g_assert_false (leat_sink_instance_init (self->sink, &error));
  g_assert_true (g_str_has_prefix (error->message, "command: \"'\" is no command: "));
}

/* --- one that is slow, or dead --- */

#define HELLO "echo \"{\\\"type\\\":\\\"hello\\\",\\\"version\\\":1,\\\"role\\\":\\\"sink\\\"}\""

static void
begin_silent (Host *self, const char *rest)
{
  g_autofree char *command = g_strdup_printf ("/bin/sh -c '%s; %s'", HELLO, rest);

  set (self, "answer-timeout", "3s");
  set (self, "term-after", "0s");
  g_assert_true (try_open (self, command, NULL));
}

/* it reads, and has nothing to say */
static void
test_silent (Host *self, gconstpointer data)
{
  begin_silent (self, "while read line; do :; done");
  offer (self, 1, 5,
         "0 DISCONNECTED: the child has acknowledged none of 5 records for 3 s (answer-timeout=), "
         "and is killed");
  end (self);
}

/* a pipe holds 64 KiB */
static void
test_deaf (Host *self, gconstpointer data)
{
  g_autofree char *much = g_strnfill (300000, 'x');
  static const LeatField fields[] = { { .name = "text", .type = LEAT_TYPE_STRING } };
  g_autoptr (LeatSchema) schema = leat_schema_new ("text", fields, 1);
  LeatOrigin *origin = leat_origin_new ("s", "00000000000000000000", schema, "", NULL);
  guint64 sequence = 1;

  leat_batch_unref (self->batch);
  self->batch = leat_batch_new (1);
  leat_batch_append (self->batch, origin, (LeatMoment) { 0 });
  leat_batch_set_string (self->batch, 0, much, -1);
  leat_batch_seal (self->batch, &sequence);
  leat_origin_unref (origin);
  begin_silent (self, "exec sleep 1000");
  offer (self, 1, 1,
         "0 DISCONNECTED: the child has not read its standard input for 3 s (answer-timeout=), and "
         "is killed");
  end (self);
}

/* the next one is given them again */
static void
test_dead (Host *self, gconstpointer data)
{
  begin (self, CHILD ("    if record and number == 3: os.kill(os.getpid(), 9)\n"
                      "    if record: ack()\n"));
  offer (self, 1, 2, "2");
  expect_safe (self, 2);
  offer (self, 3, 1, "0 DISCONNECTED: the child has ended: killed by signal 9 (Killed)");
  end (self);
  g_assert_true (exec_json_sink_class.open (self->sink, NULL, NULL, NULL));
  offer (self, 4, 2, "2");
  expect_safe (self, 2);
  end (self);
}

static gpointer
cancel (gpointer data)
{
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancelled (Host *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread;
  guint taken;

  set (self, "term-after", "0s");
  begin (self, CHILD ("    pass\n"));
  thread = g_thread_new ("cancel", cancel, cancellable);
  g_assert_false (
      exec_json_sink_class.write (self->sink, self->batch, 0, 5, &taken, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  end (self);
}

static void
test_render (Host *self, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint taken;

  set (self, "command", "/bin/cat");
  g_assert_true (leat_sink_instance_init (self->sink, NULL));
  g_assert_true (exec_json_sink_class.render (self->sink, self->batch, 1, 2, &taken, text, NULL));
  g_assert_cmpuint (taken, ==, 2);
  g_assert_true (g_str_has_prefix (text->str, "{\"type\":\"record\",\"id\":\"s/0000"));
  g_assert_true (g_str_has_suffix (text->str, "\"fields\":{\"weight\":1.730}}\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/exec-json-sink/acknowledged/each", CHILD ("    if record: ack()\n"), test_acknowledged);
  ADD ("/exec-json-sink/acknowledged/through",
       CHILD ("    last = m['id'] if record else last\n"
              "    if m['type'] == 'flush': say(type='ack', through=last)\n"),
       test_acknowledged);
  ADD ("/exec-json-sink/acknowledged/backwards",
       CHILD ("    if record: waiting.append(m['id'])\n"
              "    if m['type'] == 'flush':\n"
              "        while waiting: say(type='ack', id=waiting.pop())\n"),
       test_acknowledged);
  ADD ("/exec-json-sink/exact", NULL, test_exact);
  ADD ("/exec-json-sink/refused", NULL, test_refused);
  ADD ("/exec-json-sink/refused-first", NULL, test_refused_first);
  ADD ("/exec-json-sink/in-flight", NULL, test_in_flight);
  ADD ("/exec-json-sink/put-off", NULL, test_put_off);
  ADD ("/exec-json-sink/options", NULL, test_options);
  ADD ("/exec-json-sink/silent", NULL, test_silent);
  ADD ("/exec-json-sink/deaf", NULL, test_deaf);
  ADD ("/exec-json-sink/dead", NULL, test_dead);
  ADD ("/exec-json-sink/cancelled", NULL, test_cancelled);
  ADD ("/exec-json-sink/render", NULL, test_render);
  return g_test_run ();
}
