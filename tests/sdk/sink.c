/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sink.c - tests that what a sink asks arrives at the host as it was asked */
#include "leat-host.h"

typedef struct {
  LeatSinkHost table;
  gint64 delay;
  guint status;
  gsize answer_length;
  char *event, *text, *key, *value;
} Host;

static void
retry_after (LeatSink *sink, gint64 microseconds)
{
  ((Host *) sink->host)->delay = microseconds;
}

static void
answer (LeatSink *sink, guint status, gconstpointer body, gsize length)
{
  Host *host = sink->host;

  host->status = status;
  host->answer_length = length;
}

static void
note (LeatSink *sink, const char *event, const char *text)
{
  Host *host = sink->host;

  host->event = g_strdup (event);
  host->text = g_strdup (text);
}

static gboolean
remember (LeatSink *sink, const char *key, const char *value, GError **error)
{
  Host *host = sink->host;

  if (value == NULL)
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_FULL, "no room");
      return FALSE;
    }
  host->key = g_strdup (key);
  host->value = g_strdup (value);
  return TRUE;
}

static char *
recall (LeatSink *sink, const char *key)
{
  Host *host = sink->host;

  return g_strcmp0 (host->key, key) == 0 ? g_strdup (host->value) : NULL;
}

static gboolean
has_more (LeatSink *sink)
{
  return TRUE;
}

static void
test_calls (void)
{
  Host host = { .table = { retry_after, answer, note, remember, recall, .warn = note } };
  LeatSink sink = { .host = &host };
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;

  g_assert_false (leat_sink_has_more (&sink));
  host.table.has_more = has_more;
  g_assert_true (leat_sink_has_more (&sink));
  leat_sink_retry_after (&sink, 5 * G_USEC_PER_SEC);
  g_assert_cmpint (host.delay, ==, 5000000);
  leat_sink_answer (&sink, 422, "no such part", 12);
  g_assert_cmpuint (host.status, ==, 422);
  g_assert_cmpuint (host.answer_length, ==, 12);
  leat_sink_note (&sink, "cut-back", "%d bytes of %s", 17, "a.csv");
  g_assert_cmpstr (host.event, ==, "cut-back");
  g_assert_cmpstr (host.text, ==, "17 bytes of a.csv");
  g_free (host.event);
  g_free (host.text);
  leat_sink_warn (&sink, "dropped", "%d records", 3);
  g_assert_cmpstr (host.event, ==, "dropped");
  g_assert_cmpstr (host.text, ==, "3 records");
  g_assert_true (leat_sink_remember (&sink, "part", "7", NULL));
  value = leat_sink_recall (&sink, "part");
  g_assert_cmpstr (value, ==, "7");
  g_assert_null (leat_sink_recall (&sink, "other"));
  g_assert_false (leat_sink_remember (&sink, "part", NULL, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FULL);
  g_free (host.event);
  g_free (host.text);
  g_free (host.key);
  g_free (host.value);
}

static const char *
get_state_dir (LeatSink *sink)
{
  return "/var/lib/here";
}

static void
test_path (void)
{
  Host with = { .table = { .get_state_dir = get_state_dir } };
  Host without = { 0 };
  LeatSink sink = { .host = &with };
  g_autofree char *relative = leat_sink_get_path (&sink, "buffer.db");
  g_autofree char *absolute = leat_sink_get_path (&sink, "/data/buffer.db");
  g_autofree char *alone = NULL;

  g_assert_cmpstr (relative, ==, "/var/lib/here/buffer.db");
  g_assert_cmpstr (absolute, ==, "/data/buffer.db");
  sink.host = &without;
  alone = leat_sink_get_path (&sink, "buffer.db");
  g_assert_cmpstr (alone, ==, "buffer.db");
}

static gboolean
progress (LeatSink *sink, guint64 done, guint64 total)
{
  Host *host = sink->host;

  host->status = (guint) done;
  host->answer_length = total;
  return done < total;
}

/* nobody need look */
static void
test_progress (void)
{
  Host with = { .table = { .progress = progress } };
  Host without = { 0 };
  LeatSink sink = { .host = &with };

  g_assert_true (leat_sink_progress (&sink, 3, 7));
  g_assert_cmpuint (with.status, ==, 3);
  g_assert_cmpuint (with.answer_length, ==, 7);
  g_assert_false (leat_sink_progress (&sink, 7, 7));
  sink.host = &without;
  g_assert_true (leat_sink_progress (&sink, 7, 7));
  g_assert_cmpuint (without.status, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sink/calls", test_calls);
  g_test_add_func ("/sink/path", test_path);
  g_test_add_func ("/sink/progress", test_progress);
  return g_test_run ();
}
