/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-worker.c - a worker around a rest sink, as the daemon has one, for tests: in one thread */
#include "rest-worker.h"
#include <string.h>

static const LeatSinkClass *
get_class (void)
{
  return leat_plugin_get ()->sinks[0];
}

static void
host_retry_after (LeatSink *sink, gint64 microseconds)
{
  ((RestWorker *) sink->host)->delay = microseconds;
}

static void
host_answer (LeatSink *sink, guint status, gconstpointer body, gsize length)
{
  RestWorker *self = sink->host;

  self->status = status;
  g_string_truncate (self->answered, 0);
  g_string_append_len (self->answered, body, (gssize) length);
}

static void
host_note (LeatSink *sink, const char *event, const char *text)
{
  g_string_append_printf (((RestWorker *) sink->host)->notes, "%s: %s\n", event, text);
}

static gboolean
host_remember (LeatSink *sink, const char *key, const char *value, GError **error)
{
  RestWorker *self = sink->host;

  if (value == NULL)
    g_hash_table_remove (self->facts, key);
  else
    g_hash_table_replace (self->facts, g_strdup (key), g_strdup (value));
  return TRUE;
}

static char *
host_recall (LeatSink *sink, const char *key)
{
  return g_strdup (g_hash_table_lookup (((RestWorker *) sink->host)->facts, key));
}

static void
init (RestWorker *self, FakeHandler handler, gpointer user_data)
{
  *self = (RestWorker) {
    .host = { .retry_after = host_retry_after,
              .answer = host_answer,
              .note = host_note,
              .warn = host_note,
              .remember = host_remember,
              .recall = host_recall },
    .server = fake_server_new (handler, user_data),
    .answered = g_string_new (NULL),
    .facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .notes = g_string_new (NULL),
  };
}

void
rest_worker_init (RestWorker *self, FakeHandler handler, gpointer user_data,
                  const char *const *options)
{
  g_autoptr (GError) error = NULL;

  init (self, handler, user_data);
  self->url = g_strdup_printf ("http://127.0.0.1:%u", fake_server_listen (self->server, 0, NULL));
  if (options == NULL)
    return;
  rest_worker_open (self, options, &error);
  g_assert_no_error (error);
}

void
rest_worker_init_tls (RestWorker *self, FakeHandler handler, gpointer user_data,
                      const char *certificate)
{
  g_autofree char *file = g_strconcat (certificate, ".pem", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("LEAT_CERTIFICATES"), file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) loaded = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);
  init (self, handler, user_data);
  self->url = g_strdup_printf ("https://127.0.0.1:%u",
                               fake_server_listen (self->server, 0, loaded));
}

void
rest_worker_init_raw (RestWorker *self, FakeRaw *raw, const char *const *options)
{
  g_autoptr (GError) error = NULL;

  init (self, NULL, NULL);
  self->url = g_strdup_printf ("http://127.0.0.1:%u", fake_raw_get_port (raw));
  rest_worker_open (self, options, &error);
  g_assert_no_error (error);
}

void
rest_worker_close (RestWorker *self)
{
  if (self->sink != NULL)
    get_class ()->close (self->sink);
  g_clear_pointer (&self->sink, leat_sink_instance_free);
}

void
rest_worker_clear (RestWorker *self)
{
  rest_worker_close (self);
  fake_server_free (self->server);
  g_free (self->url);
  g_hash_table_unref (self->facts);
  g_string_free (self->answered, TRUE);
  g_string_free (self->notes, TRUE);
}

static gboolean
set_options (RestWorker *self, const char *const *options, GError **error)
{
  for (; *options != NULL; options += 2)
    {
      const LeatOption *option = leat_options_find (get_class ()->options, options[0]);
      g_autoptr (GString) value = g_string_new (options[1]);

      g_assert_nonnull (option);
      g_string_replace (value, "URL", self->url, 0);
      g_string_replace (value, "PROXY", strstr (self->url, "//") + 2, 0);
      if (g_getenv ("LEAT_CERTIFICATES") != NULL)
        g_string_replace (value, "PEM", g_getenv ("LEAT_CERTIFICATES"), 0);
      if (!leat_option_set (option, self->sink, value->str, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
rest_worker_open (RestWorker *self, const char *const *options, GError **error)
{
  self->sink = leat_sink_instance_new (get_class ());
  self->sink->host = self;
  if (set_options (self, options, error) && leat_sink_instance_init (self->sink, error) &&
      get_class ()->open (self->sink, NULL, NULL, error))
    return TRUE;
  g_clear_pointer (&self->sink, leat_sink_instance_free);
  return FALSE;
}

gboolean
rest_worker_write (RestWorker *self, LeatBatch *batch, guint from, guint count, guint *taken,
                   GError **error)
{
  self->delay = 0;
  self->status = 0;
  return get_class ()->write (self->sink, batch, from, count, taken, NULL, error);
}

LeatBatch *
rest_new_batch (const char *source, guint first, guint count)
{
  static const LeatField fields[] = {
    { .name = "num", .type = LEAT_TYPE_INT, .role = LEAT_ROLE_COUNTER },
    { .name = "measure", .type = LEAT_TYPE_DECIMAL },
    { .name = "code", .type = LEAT_TYPE_STRING },
  };
  static const char *const tags[] = { "station", "hall 3", NULL };
  g_autoptr (LeatSchema) schema = leat_schema_new ("pv200", fields, G_N_ELEMENTS (fields));
  LeatOrigin *origin = leat_origin_new (source, "EPOCH", schema, "line-3", tags);
  LeatBatch *batch = leat_batch_new (count);
  guint64 next = first + 1;

  for (guint i = 0; i < count; i++)
    {
      leat_batch_append (batch, origin, (LeatMoment) { (first + i) * LEAT_NSEC_PER_SEC, 0 });
      leat_batch_set_int (batch, 0, first + i);
      leat_batch_set_decimal (batch, 1, 1730, 3);
      leat_batch_set_string (batch, 2, "A\"1", -1);
    }
  leat_origin_unref (origin);
  leat_batch_seal (batch, &next);
  return batch;
}

void
rest_put (RestWorker *self, const char *source, guint num)
{
  g_autoptr (LeatBatch) batch = rest_new_batch (source, num, 1);
  g_autoptr (GError) error = NULL;
  guint taken = 77;

  rest_worker_write (self, batch, 0, 1, &taken, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (taken, ==, 1);
}

void
rest_expect_failure (RestWorker *self, const char *source, guint num, int code, const char *pattern)
{
  g_autoptr (LeatBatch) batch = rest_new_batch (source, num, 1);
  g_autoptr (GError) error = NULL;
  guint taken = 77;

  g_assert_false (rest_worker_write (self, batch, 0, 1, &taken, &error));
  g_assert_cmpuint (taken, ==, 0);
  g_assert_error (error, LEAT_ERROR, code);
  if (!g_pattern_match_simple (pattern, error->message))
    g_error ("\"%s\" is not like \"%s\"", error->message, pattern);
}

void
rest_expect_fault (const char *const *options, const char *pattern)
{
  g_autoptr (GError) error = NULL;
  RestWorker worker;

  rest_worker_init (&worker, NULL, NULL, NULL);
  g_assert_false (rest_worker_open (&worker, options, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  if (pattern != NULL && !g_pattern_match_simple (pattern, error->message))
    g_error ("\"%s\" is not like \"%s\"", error->message, pattern);
  rest_worker_clear (&worker);
}

static void
test_fault (gconstpointer data)
{
  const RestFault *fault = data;

  rest_expect_fault (fault->options, fault->message);
}

void
rest_add_faults (const char *suite, const RestFault *faults, guint n_faults)
{
  for (guint i = 0; i < n_faults; i++)
    {
      g_autofree char *path = g_strdup_printf ("/%s/fault/%u", suite, i);

      g_test_add_data_func (path, &faults[i], test_fault);
    }
}

const FakeRequest *
rest_last (RestWorker *self)
{
  return fake_server_get (self->server, fake_server_count (self->server) - 1);
}
