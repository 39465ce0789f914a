/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* source.c - tests that what a source, stream or command asks arrives at the host as it was asked
 */
#include "leat-host.h"

/* remembers the last call */
typedef struct {
  LeatSourceHost table;
  char *call;
  GError *error;
} Host;

static void
remember_call (Host *host, char *call)
{
  g_free (host->call);
  host->call = call;
}

static LeatLink *
open_link (LeatSource *source, GCancellable *cancellable, GError **error)
{
  remember_call (source->host, g_strdup_printf ("open_link %d", cancellable != NULL));
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "no device");
  return NULL;
}

static LeatStream *
open_stream (LeatSource *source, const char *peer)
{
  remember_call (source->host, g_strdup_printf ("open_stream %s", peer));
  return NULL;
}

static gboolean
write_bytes (LeatSource *source, GBytes *bytes, GError **error)
{
  remember_call (source->host, g_strdup_printf ("write %zu", g_bytes_get_size (bytes)));
  if (g_bytes_get_size (bytes) > 0)
    return TRUE;
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_BUSY, "nothing to send");
  return FALSE;
}

static LeatPush
push_batch (LeatSource *source, LeatBatch *batch, LeatSettledFunc settled, gpointer user_data,
            GDestroyNotify notify)
{
  remember_call (source->host, g_strdup_printf ("push_batch %d", batch != NULL));
  if (settled != NULL)
    settled (TRUE, user_data);
  notify (user_data);
  return LEAT_PUSH_FULL;
}

static void
fail (LeatSource *source, GError *error)
{
  Host *host = source->host;

  remember_call (host, g_strdup ("fail"));
  host->error = error;
}

static void
note (LeatSource *source, const char *event, const char *text)
{
  remember_call (source->host, g_strdup_printf ("note %s: %s", event, text));
}

static char *
recall (LeatSource *source, const char *key)
{
  remember_call (source->host, g_strdup_printf ("recall %s", key));
  return g_strdup ("42");
}

static gboolean
remember (LeatSource *source, const char *key, const char *value, GError **error)
{
  remember_call (source->host, g_strdup_printf ("remember %s=%s", key, value));
  return TRUE;
}

static void
each_component (LeatSource *source, LeatComponentFunc func, gpointer user_data)
{
  const LeatComponent component = { .struct_size = sizeof component, .name = "archive" };

  remember_call (source->host, g_strdup ("each_component"));
  func (&component, user_data);
}

static const char *
get_state_dir (LeatSource *source)
{
  return "/var/lib/leat";
}

static const LeatSourceHost table = {
  .open_link = open_link,
  .open_stream = open_stream,
  .write = write_bytes,
  .push_batch = push_batch,
  .fail = fail,
  .note = note,
  .recall = recall,
  .remember = remember,
  .each_component = each_component,
  .get_state_dir = get_state_dir,
};

static void
take_component (const LeatComponent *component, gpointer user_data)
{
  *(const char **) user_data = component->name;
}

static void
count_settled (gboolean safe, gpointer user_data)
{
  *(guint *) user_data += safe ? 1 : 0;
}

static void
count_notified (gpointer user_data)
{
  *(guint *) user_data += 10;
}

static void
test_source (void)
{
  Host host = { .table = table };
  LeatSource source = { .host = &host };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr (GError) error = NULL;
  g_autofree char *recalled = NULL, *path = NULL;
  const char *shown = NULL;
  guint told = 0;

  g_assert_null (leat_source_open_link (&source, cancellable, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  g_assert_cmpstr (host.call, ==, "open_link 1");
  leat_source_open_stream (&source, "10.0.0.7:8500");
  g_assert_cmpstr (host.call, ==, "open_stream 10.0.0.7:8500");
  g_assert_true (leat_source_write (&source, bytes, NULL));
  g_assert_cmpstr (host.call, ==, "write 3");
  g_assert_cmpint (leat_source_push_batch (&source, NULL, count_settled, &told, count_notified), ==,
                   LEAT_PUSH_FULL);
  g_assert_cmpstr (host.call, ==, "push_batch 0");
  g_assert_cmpuint (told, ==, 11);
  leat_source_note (&source, "silent", "for %d s", 7);
  g_assert_cmpstr (host.call, ==, "note silent: for 7 s");
  recalled = leat_source_recall (&source, "cursor");
  g_assert_cmpstr (recalled, ==, "42");
  g_assert_true (leat_source_remember (&source, "cursor", "43", NULL));
  g_assert_cmpstr (host.call, ==, "remember cursor=43");
  leat_source_each_component (&source, take_component, &shown);
  g_assert_cmpstr (host.call, ==, "each_component");
  g_assert_cmpstr (shown, ==, "archive");
  path = leat_source_get_path (&source, "assemblies/part");
  g_assert_cmpstr (path, ==, "/var/lib/leat/assemblies/part");

  leat_source_fail (&source, NULL);
  g_assert_cmpstr (host.call, ==, "fail");
  g_assert_null (host.error);
  leat_source_fail (&source, g_error_new_literal (LEAT_ERROR, LEAT_ERROR_FAILED, "gone"));
  g_assert_error (host.error, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_clear_error (&host.error);
  g_free (host.call);
}

/* a junction's answer is the last one that a batch waits for */
static void
test_settle (void)
{
  static const LeatSourceHost nowhere = { NULL };
  LeatSource source = { .host = (gpointer) &nowhere };
  LeatBatch *batch = leat_batch_new (1);
  guint told = 0;

  leat_batch_watch (batch, count_settled, &told);
  leat_batch_expect (batch);
  leat_batch_settle (batch, TRUE);
  g_assert_cmpuint (told, ==, 0);
  leat_source_settle (&source, batch, TRUE);
  g_assert_cmpuint (told, ==, 1);
  leat_batch_unref (batch);
  g_assert_null (leat_source_get_path (&source, "x"));
}

typedef struct {
  LeatStream stream;
  gsize pushed;
  guint told;
} Stream;

static LeatPush
push_bytes (LeatStream *stream, const guint8 *data, gsize length, const LeatArrival *arrival)
{
  ((Stream *) stream)->pushed += length;
  return arrival->end == LEAT_END_NO ? LEAT_PUSH_ROOM : LEAT_PUSH_STOP;
}

static LeatPush
push_frame (LeatStream *stream, const guint8 *data, gsize length, const LeatArrival *arrival,
            LeatSettledFunc settled, gpointer user_data, GDestroyNotify notify)
{
  ((Stream *) stream)->pushed += 100 * length;
  settled (TRUE, user_data);
  notify (user_data);
  return LEAT_PUSH_FULL;
}

static const LeatOrigin *
get_origin (LeatStream *stream)
{
  return (const LeatOrigin *) stream;
}

static void
when_settled (LeatStream *stream, LeatSettledFunc settled, gpointer user_data,
              GDestroyNotify notify)
{
  settled (TRUE, user_data);
  notify (user_data);
}

/* a host that keeps nothing, as leat decode, answers for nothing */
static void
test_when_settled (void)
{
  static const LeatStreamHost keeps = { .when_settled = when_settled }, keeps_not = { 0 };
  LeatStream self = { .host = &keeps };
  guint told = 0;

  leat_stream_when_settled (&self, count_settled, &told, count_notified);
  g_assert_cmpuint (told, ==, 11);
  self.host = &keeps_not;
  leat_stream_when_settled (&self, count_settled, &told, count_notified);
  g_assert_cmpuint (told, ==, 21);
}

static void
test_stream (void)
{
  static const LeatStreamHost stream_table = { .push_bytes = push_bytes,
                                               .push_frame = push_frame,
                                               .get_origin = get_origin };
  Stream self = { .stream = { .host = &stream_table } };
  LeatArrival arrival = { .struct_size = sizeof arrival };
  const guint8 data[3] = { 1, 2, 3 };

  g_assert_cmpint (leat_stream_push_bytes (&self.stream, data, 3, &arrival), ==, LEAT_PUSH_ROOM);
  arrival.end = LEAT_END_CUT;
  g_assert_cmpint (leat_stream_push_bytes (&self.stream, data, 2, &arrival), ==, LEAT_PUSH_STOP);
  g_assert_cmpint (leat_stream_push_frame (&self.stream, data, 1, &arrival, count_settled,
                                           &self.told, count_notified),
                   ==, LEAT_PUSH_FULL);
  g_assert_cmpuint (self.pushed, ==, 105);
  g_assert_cmpuint (self.told, ==, 11);
  g_assert_true (leat_stream_get_origin (&self.stream) == (const LeatOrigin *) &self);
}

static GVariant *answered;
static GError *failed;

static void
answer (LeatCommand *command, GVariant *value, GError *error)
{
  answered = value;
  failed = error;
}

static void
test_command (void)
{
  GVariant *argument = g_variant_ref_sink (g_variant_new_string ("T1"));
  LeatCommand command = { .name = (char *) "send", .argument = argument, .answer = answer };

  g_assert_cmpstr (leat_command_get_name (&command), ==, "send");
  g_assert_true (leat_command_get_argument (&command) == argument);
  leat_command_answer (&command, g_variant_new_string ("RT"));
  g_assert_false (g_variant_is_floating (answered));
  g_assert_cmpstr (g_variant_get_string (answered, NULL), ==, "RT");
  g_assert_no_error (failed);
  g_clear_pointer (&answered, g_variant_unref);

  leat_command_answer (&command, NULL);
  g_assert_null (answered);
  g_assert_no_error (failed);

  leat_command_fail (&command, g_error_new_literal (LEAT_ERROR, LEAT_ERROR_BUSY, "later"));
  g_assert_null (answered);
  g_assert_error (failed, LEAT_ERROR, LEAT_ERROR_BUSY);
  g_clear_error (&failed);
  g_variant_unref (argument);
}

typedef struct {
  const char *name;
  const char *argument; /* as g_variant_parse() reads it; NULL: none */
  const char *call;     /* what the host was asked; NULL: nothing */
  const char *message;  /* NULL: it is answered */
} SendCase;

#define NEEDS_BYTES "\"send\" needs the bytes to be sent, or a text"

static const SendCase send_cases[] = {
  { "bytes", "[byte 0x25, 0x54, 0x0d]", "write 3", NULL },
  { "bytes-with-nul", "[byte 0x25, 0x00, 0x00]", "write 3", NULL },
  { "text", "'%T\\r'", "write 3", NULL },
  { "nothing", NULL, NULL, NEEDS_BYTES },
  { "number", "7", NULL, NEEDS_BYTES },
  { "refused", "''", "write 0", "nothing to send" },
};

static void
test_send (gconstpointer data)
{
  const SendCase *test = data;
  Host host = { .table = table };
  LeatSource source = { .host = &host };
  g_autoptr (GVariant) argument = test->argument != NULL
                                      ? g_variant_parse (NULL, test->argument, NULL, NULL, NULL)
                                      : NULL;
  LeatCommand command = { .name = (char *) "send", .argument = argument, .answer = answer };

  leat_command_send (&command, &source);
  g_assert_cmpstr (host.call, ==, test->call);
  if (test->message == NULL)
    {
      g_assert_no_error (failed);
      g_assert_cmpuint (g_variant_get_uint64 (answered), ==, 3);
      g_clear_pointer (&answered, g_variant_unref);
    }
  else
    {
      g_assert_null (answered);
      g_assert_cmpstr (failed->message, ==, test->message);
      g_clear_error (&failed);
    }
  g_free (host.call);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/calls", test_source);
  g_test_add_func ("/source/settle", test_settle);
  g_test_add_func ("/source/stream", test_stream);
  g_test_add_func ("/source/when-settled", test_when_settled);
  g_test_add_func ("/source/command", test_command);
  for (gsize i = 0; i < G_N_ELEMENTS (send_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/source/send/%s", send_cases[i].name);

      g_test_add_data_func (path, &send_cases[i], test_send);
    }
  return g_test_run ();
}
