/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-json-source.c - tests what a source makes of a child's lines, and what it answers */
#include "exec-json-source.h"
#include "exec-link.h"
#include "leat-host.h"
#include <string.h>

typedef struct {
  LeatSettledFunc settled;
  gpointer user_data;
  GDestroyNotify notify;
} Wait;

/**
 * Host:
 * @host: first: the source's host
 * @link_host: its link's
 * @stream: what frame() is given
 * @told: notes
 * @failure: what leat_source_fail() was given
 * @written: to the child
 * @waits: for the batch at hand
 * @is_deaf: nothing is taken
 */
typedef struct {
  LeatSourceHost host;
  LeatLinkHost link_host;
  LeatLink link;
  LeatStream stream;
  LeatSource *source;
  LeatOrigin *origin;
  LeatBatch *batch;
  GString *told;
  GString *written;
  GError *failure;
  GArray *waits;
  gboolean is_deaf;
} Host;

static Host *the_host;

static LeatLink *
host_open_link (LeatSource *source, GCancellable *cancellable, GError **error)
{
  return &the_host->link;
}

static gboolean
host_write (LeatSource *source, GBytes *bytes, GError **error)
{
  if (the_host->is_deaf)
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_BUSY, "later");
      return FALSE;
    }
  g_string_append_len (the_host->written, g_bytes_get_data (bytes, NULL),
                       (gssize) g_bytes_get_size (bytes));
  return TRUE;
}

static void
host_note (LeatSource *source, const char *event, const char *text)
{
  g_string_append_printf (the_host->told, "%s: %s\n", event, text);
}

static void
host_fail (LeatSource *source, GError *error)
{
  g_clear_error (&the_host->failure);
  the_host->failure = error;
}

static const char *
link_get_source (LeatLink *link)
{
  return "gauge";
}

static const LeatOrigin *
stream_get_origin (LeatStream *stream)
{
  return the_host->origin;
}

static void
stream_when_settled (LeatStream *stream, LeatSettledFunc settled, gpointer user_data,
                     GDestroyNotify notify)
{
  const Wait wait = { settled, user_data, notify };

  g_array_append_val (the_host->waits, wait);
}

static const LeatStreamHost stream_host = { .get_origin = stream_get_origin,
                                            .when_settled = stream_when_settled };

static void
host_settle (Host *self, gboolean safe)
{
  for (guint i = 0; i < self->waits->len; i++)
    {
      const Wait wait = g_array_index (self->waits, Wait, i);

      wait.settled (safe, wait.user_data);
      wait.notify (wait.user_data);
    }
  g_array_set_size (self->waits, 0);
}

static void
host_start (Host *self)
{
  g_assert_true (exec_json_source_class.start (self->source, NULL, NULL));
  g_assert_cmpstr (self->written->str, ==,
                   "{\"type\":\"hello\",\"version\":1,\"source\":\"gauge\"}\n");
  g_string_truncate (self->written, 0);
}

static void
set_up (Host *self, gconstpointer data)
{
  static const char text[] = "[schema]\nname=scale\nformat=json\n"
                             "[field weight]\ntype=decimal\nrequired=yes\n";
  g_autoptr (LeatSchema) schema = leat_schema_new_from_text ("scale", text, -1, NULL);

  g_assert_nonnull (schema);
  the_host = self;
  self->host = (LeatSourceHost) { .open_link = host_open_link,
                                  .write = host_write,
                                  .note = host_note,
                                  .fail = host_fail };
  self->link_host = (LeatLinkHost) { .get_source = link_get_source };
  self->link = (LeatLink) { .klass = &exec_link_class, .host = &self->link_host };
  self->stream.host = &stream_host;
  self->origin = leat_origin_new ("gauge", "00000000000000000000", schema, "", NULL);
  self->batch = leat_batch_new (0);
  self->told = g_string_new (NULL);
  self->written = g_string_new (NULL);
  self->waits = g_array_new (FALSE, FALSE, sizeof (Wait));
  self->source = leat_source_instance_new (&exec_json_source_class);
  self->source->host = self;
  g_assert_true (leat_source_instance_init (self->source, NULL));
  host_start (self);
}

static void
tear_down (Host *self, gconstpointer data)
{
  host_settle (self, FALSE);
  leat_source_instance_free (self->source);
  leat_batch_unref (self->batch);
  leat_origin_unref (self->origin);
  g_string_free (self->told, TRUE);
  g_string_free (self->written, TRUE);
  g_array_unref (self->waits);
  g_clear_error (&self->failure);
}

/* what was written is, and is forgotten */
static void
expect_written (Host *self, const char *text)
{
  g_assert_cmpstr (self->written->str, ==, text);
  g_string_truncate (self->written, 0);
}

/* @message: why it is a reject; NULL: it is none */
static void
say (Host *self, const char *line, const char *message)
{
  const LeatFrame frame = { .struct_size = sizeof frame,
                            .used = strlen (line) + 1,
                            .payload = (const guint8 *) line,
                            .length = strlen (line) };
  const LeatArrival arrival = { .struct_size = sizeof arrival };
  g_autoptr (GError) error = NULL;
  const LeatVerdict verdict = exec_json_source_class.frame (self->source, &self->stream, &frame,
                                                            &arrival, self->batch, &error);

  if (message == NULL)
    {
      g_assert_no_error (error);
      g_assert_cmpint (verdict, ==, LEAT_VERDICT_TAKEN);
      return;
    }
  g_assert_cmpint (verdict, ==, LEAT_VERDICT_REJECTED);
  g_assert_nonnull (error);
  if (!g_pattern_match_simple (message, error->message))
    g_error ("%s", error->message);
}

#define HELLO "{\"type\":\"hello\",\"version\":1}"
#define RECORD(id) "{\"type\":\"record\",\"id\":\"" id "\",\"fields\":{\"weight\":1.730}}"

static guint
n_records (Host *self)
{
  return leat_batch_get_n_records (self->batch);
}

/* acknowledged when it is safe, and not before */
static void
test_acknowledged (Host *self, gconstpointer data)
{
  say (self, HELLO, NULL);
  say (self, RECORD ("17"), NULL);
  say (self, RECORD ("18"), NULL);
  say (self, "{\"type\":\"record\",\"fields\":{\"weight\":2},\"test\":true}", NULL);
  g_assert_cmpuint (n_records (self), ==, 3);
  g_assert_cmpuint (leat_batch_get_record (self->batch, 2)->flags, ==, LEAT_RECORD_TEST);
  expect_written (self, "");
  host_settle (self, TRUE);
  expect_written (self, "{\"type\":\"ack\",\"id\":\"17\"}\n{\"type\":\"ack\",\"id\":\"18\"}\n");
}

static void
test_unsafe (Host *self, gconstpointer data)
{
  say (self, HELLO, NULL);
  say (self, RECORD ("17"), NULL);
  host_settle (self, FALSE);
  expect_written (self, "{\"type\":\"unsafe\",\"id\":\"17\"}\n");
  say (self, RECORD ("17"), NULL);
  g_assert_cmpuint (n_records (self), ==, 2);
}

static void
test_refused (Host *self, gconstpointer data)
{
  say (self, HELLO, NULL);
  say (self, "{\"type\":\"record\",\"id\":\"1\",\"fields\":{\"weight\":\"x\"}}", "*weight*");
  g_assert_true (
      g_str_has_prefix (self->written->str, "{\"type\":\"refused\",\"id\":\"1\",\"reason\":\""));
  g_string_truncate (self->written, 0);
  say (self, "{\"type\":\"reject\",\"id\":\"2\",\"text\":\"sum wrong\"}", "sum wrong");
  expect_written (self, "{\"type\":\"refused\",\"id\":\"2\",\"reason\":\"sum wrong\"}\n");
  say (self, "{\"type\":\"reject\"}", "the child gives no reason");
  say (self, "garbage", "*no JSON*");
  expect_written (self, "");
  g_assert_cmpuint (self->waits->len, ==, 0);
}

/* a record that is sent again while it is on its way is one record; who sent it last is told */
static void
test_again (Host *self, gconstpointer data)
{
  say (self, HELLO, NULL);
  say (self, RECORD ("17"), NULL);
  say (self, RECORD ("17"), NULL);
  exec_json_source_class.stop (self->source);
  expect_written (self, "{\"type\":\"stop\"}\n");
  host_start (self);
  say (self, HELLO, NULL);
  say (self, RECORD ("17"), NULL);
  g_assert_cmpuint (n_records (self), ==, 1);
  host_settle (self, TRUE);
  expect_written (self, "{\"type\":\"ack\",\"id\":\"17\"}\n");
}

/* a child that has gone is not answered, and its successor not for what it did not say */
static void
test_gone (Host *self, gconstpointer data)
{
  say (self, HELLO, NULL);
  say (self, RECORD ("17"), NULL);
  exec_json_source_class.stop (self->source);
  g_string_truncate (self->written, 0);
  host_start (self);
  host_settle (self, TRUE);
  expect_written (self, "");
}

static void
test_hello (Host *self, gconstpointer data)
{
  say (self, RECORD ("17"), "a child begins with *");
  say (self, "{\"type\":\"hello\",\"version\":1,\"schema\":\"scale\"}", NULL);
  g_assert_no_error (self->failure);
  say (self, "{\"type\":\"hello\",\"version\":1,\"schema\":\"other\"}", NULL);
  g_assert_error (self->failure, LEAT_ERROR, LEAT_ERROR_CONFIG);
  say (self, "{\"type\":\"hello\",\"version\":2}", NULL);
  g_assert_cmpstr (self->failure->message, ==,
                   "the child speaks version 2 of the protocol; 1 is understood here");
  say (self, "{\"type\":\"hello\",\"version\":1,\"role\":\"sink\"}", NULL);
  g_assert_cmpstr (self->failure->message, ==,
                   "the child says that it is a sink: it is for a group [sink NAME]");
}

/* said once, however often it is said */
static void
test_told (Host *self, gconstpointer data)
{
  say (self, HELLO, NULL);
  for (guint i = 0; i < 3; i++)
    {
      say (self, "{\"type\":\"state\",\"text\":\"ready\"}", NULL);
      say (self, "{\"type\":\"odd\"}", NULL);
    }
  say (self, "{\"type\":\"log\",\"level\":\"warning\",\"text\":\"hot\"}", NULL);
  say (self, "{\"type\":\"log\",\"text\":\"hot\"}", NULL);
  g_assert_cmpstr (self->told->str, ==,
                   "state: ready\n"
                   "message: the child's messages of type \"odd\" are not known here, and passed "
                   "over\n"
                   "log: warning: hot\nlog: hot\n");
}

static void
test_many_unknown (Host *self, gconstpointer data)
{
  g_auto (GStrv) lines = NULL;

  say (self, HELLO, NULL);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *line = g_strdup_printf ("{\"type\":\"%u\"}", i);

      say (self, line, NULL);
    }
  lines = g_strsplit (self->told->str, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 17);
}

/* a child that takes no answers is not served for ever */
static void
test_deaf (Host *self, gconstpointer data)
{
  g_autofree char *id = g_strnfill (256, 'x');
  g_autofree char *line = g_strdup_printf ("{\"type\":\"reject\",\"id\":\"%s\"}", id);

  say (self, HELLO, NULL);
  self->is_deaf = TRUE;
  for (guint i = 0; i < 20000 && self->failure == NULL; i++)
    say (self, line, "*");
  g_assert_error (self->failure, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
}

static void
on_answer (LeatCommand *command, GVariant *answer, GError *error)
{
  g_assert_no_error (error);
  g_string_append (the_host->told, "answered\n");
}

static void
test_command (Host *self, gconstpointer data)
{
  g_autoptr (GVariant) argument = g_variant_ref_sink (g_variant_new_string ("T1\r"));
  LeatCommand command = { .name = (char *) "send", .argument = argument, .answer = on_answer };

  exec_json_source_class.command (self->source, &command);
  expect_written (self, "{\"type\":\"command\",\"name\":\"send\",\"argument\":\"T1\\r\"}\n");
  g_assert_cmpstr (self->told->str, ==, "answered\n");
}

#define ADD(path, func) g_test_add ("/exec-json/" path, Host, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("acknowledged", test_acknowledged);
  ADD ("unsafe", test_unsafe);
  ADD ("refused", test_refused);
  ADD ("again", test_again);
  ADD ("gone", test_gone);
  ADD ("hello", test_hello);
  ADD ("told", test_told);
  ADD ("many-unknown", test_many_unknown);
  ADD ("deaf", test_deaf);
  ADD ("command", test_command);
  return g_test_run ();
}
