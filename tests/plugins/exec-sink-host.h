/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-sink-host.h - a sink with a child in a test: its host, records for it, what is told */
#pragma once
#include "exec-json-sink.h"
#include "leat-host.h"
#include <string.h>
G_BEGIN_DECLS

#define N_RECORDS 5

/* a child: its body knows each message as m, and how many records it has seen as n */
#define CHILD(body)                                                                                \
  "import json, os, sys, time\n"                                                                   \
  "def say(**m): print(json.dumps(m), flush=True)\n"                                               \
  "def ack(): say(type='ack', id=m['id'])\n"                                                       \
  "n, last, waiting = 0, None, []\n"                                                               \
  "say(type='hello', version=1, role='sink')\n"                                                    \
  "for line in sys.stdin:\n"                                                                       \
  "    m = json.loads(line)\n"                                                                     \
  "    record = m['type'] == 'record'\n"                                                           \
  "    number = int(m['id'].split('/')[2]) if record else 0\n"                                     \
  "    n += record\n" body

/**
 * Host:
 * @host: first: the sink's
 * @mutex: of @told: the child's standard error has a thread of its own
 * @told: "event: text", a line each
 * @retry_after: µs, as the sink said last
 * @batch: records 1 to N_RECORDS
 */
typedef struct {
  LeatSinkHost host;
  LeatSink *sink;
  GMutex mutex;
  GString *told;
  gint64 retry_after;
  LeatBatch *batch;
} Host;

static inline void
host_note (LeatSink *sink, const char *event, const char *text)
{
  Host *self = sink->host;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_string_append_printf (self->told, "%s: %s\n", event, text);
}

static inline void
host_retry_after (LeatSink *sink, gint64 microseconds)
{
  ((Host *) sink->host)->retry_after = microseconds;
}

static inline const char *
host_get_name (LeatSink *sink)
{
  return "ledger";
}

static inline LeatBatch *
make_batch (void)
{
  static const LeatField fields[] = { { .name = "weight", .type = LEAT_TYPE_DECIMAL } };
  g_autoptr (LeatSchema) schema = leat_schema_new ("scale", fields, 1);
  LeatOrigin *origin = leat_origin_new ("s", "00000000000000000000", schema, "", NULL);
  LeatBatch *batch = leat_batch_new (N_RECORDS);
  guint64 sequence = 1;

  for (guint i = 0; i < N_RECORDS; i++)
    {
      leat_batch_append (batch, origin, (LeatMoment) { 0 });
      leat_batch_set_decimal (batch, 0, 1730, 3);
    }
  leat_batch_seal (batch, &sequence);
  leat_origin_unref (origin);
  return batch;
}

static inline void
set_up (Host *self, gconstpointer data)
{
  self->host = (LeatSinkHost) { .note = host_note,
                                .warn = host_note,
                                .retry_after = host_retry_after,
                                .get_name = host_get_name };
  g_mutex_init (&self->mutex);
  self->told = g_string_new (NULL);
  self->batch = make_batch ();
  self->sink = leat_sink_instance_new (&exec_json_sink_class);
  self->sink->host = self;
}

static inline void
tear_down (Host *self, gconstpointer data)
{
  leat_sink_instance_free (self->sink);
  leat_batch_unref (self->batch);
  g_string_free (self->told, TRUE);
  g_mutex_clear (&self->mutex);
}

static inline void
set (Host *self, const char *key, const char *value)
{
  const LeatOption *option = leat_options_find (exec_json_sink_class.options, key);

  g_autoptr (GString) escaped = g_string_new (value);
  g_autoptr (GError) error = NULL;

  g_string_replace (escaped, "\\", "\\\\", 0);
  leat_option_set (option, self->sink, escaped->str, &error);
  g_assert_no_error (error);
}

static inline gboolean
try_open (Host *self, const char *command, GError **error)
{
  set (self, "command", command);
  g_assert_true (leat_sink_instance_init (self->sink, NULL));
  return exec_json_sink_class.open (self->sink, NULL, NULL, error);
}

static inline void
begin (Host *self, const char *script)
{
  g_autofree char *quoted = g_shell_quote (script);
  g_autofree char *command = g_strconcat ("/usr/bin/python3 -c ", quoted, NULL);
  g_autoptr (GError) error = NULL;

  try_open (self, command, &error);
  g_assert_no_error (error);
}

static inline void
end (Host *self)
{
  exec_json_sink_class.close (self->sink);
}

/* offers records @from (1: the first); "3" were taken, or "2 REJECTED: reason" of them */
static inline void
offer (Host *self, guint from, guint count, const char *expected)
{
  static const char *const codes[] = { [LEAT_ERROR_DISCONNECTED] = "DISCONNECTED",
                                       [LEAT_ERROR_BUSY] = "BUSY",
                                       [LEAT_ERROR_REJECTED] = "REJECTED",
                                       [LEAT_ERROR_HELD] = "HELD" };
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  guint taken = 77;
  const gboolean done = exec_json_sink_class.write (self->sink, self->batch, from - 1, count,
                                                    &taken, NULL, &error);

  g_assert_true (done == (error == NULL));
  if (done)
    said = g_strdup_printf ("%u", taken);
  else
    said = g_strdup_printf ("%u %s: %s", taken,
                            error->domain == LEAT_ERROR ? codes[error->code] : "?", error->message);
  g_assert_cmpstr (said, ==, expected);
}

static inline void
expect_safe (Host *self, guint64 expected)
{
  guint64 safe = 77;

  g_assert_true (exec_json_sink_class.flush (self->sink, &safe, NULL, NULL, NULL));
  g_assert_cmpuint (safe, ==, expected);
}

#define ADD(name, data, func) g_test_add (name, Host, data, set_up, func, tear_down)

G_END_DECLS
