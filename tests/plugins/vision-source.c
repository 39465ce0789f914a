/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-source.c - tests the source of a family as the host has it: options, lives, frames */
#include "vision-source.h"
#include "leat-host.h"
#include <string.h>

/**
 * Host:
 * @host: first: the source's
 * @stream: its
 * @said: what was written, with / between two
 * @held: (nullable): why
 */
typedef struct {
  LeatSourceHost host;
  LeatStream stream;
  LeatSource *source;
  LeatOrigin *origin;
  LeatBatch *batch;
  GString *said;
  GString *told;
  char *held;
  GMainContext *context;
} Host;

static LeatLink *
host_open_link (LeatSource *source, GCancellable *cancellable, GError **error)
{
  static LeatLink link;

  return &link;
}

static gboolean
host_write (LeatSource *source, GBytes *bytes, GError **error)
{
  Host *self = source->host;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  g_string_append_len (self->said, text, (gssize) length);
  return TRUE;
}

static void
host_note (LeatSource *source, const char *event, const char *text)
{
  g_string_append_printf (((Host *) source->host)->told, "%s\n", event);
}

static void
host_hold (LeatSource *source, const char *reason)
{
  Host *self = source->host;

  g_free (self->held);
  self->held = g_strdup (reason);
}

static Host *the_host; /* a LeatStream has nothing of its own */

static const LeatOrigin *
stream_get_origin (LeatStream *stream)
{
  return the_host->origin;
}

static const LeatStreamHost stream_host = { .get_origin = stream_get_origin };

/* @options: "key=value key=value" */
static gboolean
host_init (Host *self, const LeatSourceClass *klass, const char *options, GError **error)
{
  g_auto (GStrv) pairs = g_strsplit (options, " ", -1);

  *self = (Host) { .host = { .open_link = host_open_link,
                             .write = host_write,
                             .note = host_note,
                             .hold = host_hold },
                   .stream = { &stream_host } };
  the_host = self;
  self->said = g_string_new (NULL);
  self->told = g_string_new (NULL);
  self->batch = leat_batch_new (4);
  self->context = g_main_context_new ();
  g_main_context_push_thread_default (self->context);
  self->source = leat_source_instance_new (klass);
  self->source->host = self;
  for (guint i = 0; pairs[i] != NULL && *pairs[i] != '\0'; i++)
    {
      g_auto (GStrv) pair = g_strsplit (pairs[i], "=", 2);
      const LeatOption *option = leat_options_find (klass->options, pair[0]);

      g_assert_nonnull (option);
      g_assert_true (leat_option_set (option, self->source, pair[1], NULL));
    }
  return leat_source_instance_init (self->source, error);
}

static void
host_clear (Host *self)
{
  leat_source_instance_free (self->source);
  leat_batch_unref (self->batch);
  g_clear_pointer (&self->origin, leat_origin_unref);
  g_string_free (self->said, TRUE);
  g_string_free (self->told, TRUE);
  g_free (self->held);
  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Host, host_clear)

static void
host_shape (Host *self, const char *text)
{
  g_autoptr (LeatSchema) named = leat_schema_new_from_text ("test", text, -1, NULL);
  g_autoptr (LeatSchema)
      schema = self->source->klass->shape (self->source, named, NULL, NULL, NULL);

  self->origin = leat_origin_new ("test", "epoch", schema, "gateway", NULL);
}

static LeatVerdict
host_frame (Host *self, const char *text, GError **error)
{
  const LeatFrame frame = { .struct_size = sizeof frame,
                            .payload = (const guint8 *) text,
                            .length = strlen (text) };
  const LeatArrival arrival = { .struct_size = sizeof arrival, .moment = leat_clock_now () };

  return self->source->klass->frame (self->source, &self->stream, &frame, &arrival, self->batch,
                                     error);
}

#define SCHEMA "[schema]\nname=test\n[field num]\ncolumn=1\ntype=int\n"

/* a life with a trigger of its own timer, twice */
static void
test_lives (void)
{
  g_auto (Host) host = { .source = NULL };
  g_autoptr (GError) error = NULL;

  host_init (&host, &vision_pv200_class, "trigger=interval trigger-interval=1ms trigger-command=%S",
             &error);
  g_assert_no_error (error);
  host_shape (&host, SCHEMA);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (host.source->klass->start (host.source, NULL, NULL));
      while (host.said->len < 3)
        g_main_context_iteration (host.context, TRUE);
      g_assert_cmpstr (host.said->str, ==, "%S\r");
      g_assert_cmpint (host_frame (&host, "7", NULL), ==, LEAT_VERDICT_TAKEN);
      host.source->klass->stop (host.source);
      g_string_truncate (host.said, 0);
    }
  g_assert_cmpuint (leat_batch_get_n_records (host.batch), ==, 2);
  g_assert_cmpint (leat_batch_get_record (host.batch, 1)->values[1].integer, ==, 2);
}

/* without a schema the host makes a text of it */
static void
test_text (void)
{
  g_auto (Host) host = { .source = NULL };
  g_autoptr (LeatSchema) schema = leat_schema_new ("text", NULL, 0);

  host_init (&host, &vision_pv310_class, "", NULL);
  host.origin = leat_origin_new ("test", "epoch", schema, "gateway", NULL);
  g_assert_cmpint (host_frame (&host, "1,2,3", NULL), ==, LEAT_VERDICT_RECORD);
}

static void
test_rejects (void)
{
  g_auto (Host) host = { .source = NULL };
  g_autoptr (GError) stray = NULL, short_of = NULL;

  host_init (&host, &vision_pv310_class, "", NULL);
  host_shape (&host, SCHEMA "required=yes\n");
  g_assert_cmpint (host_frame (&host, "%U", &stray), ==, LEAT_VERDICT_REJECTED);
  g_assert_nonnull (strstr (stray->message, "unknown-command"));
  g_assert_cmpint (host_frame (&host, "x", &short_of), ==, LEAT_VERDICT_REJECTED);
  g_assert_nonnull (strstr (short_of->message, "field num"));
  g_assert_cmpuint (leat_batch_get_n_records (host.batch), ==, 0);
}

typedef struct {
  const char *path;
  const char *options;
  const char *fault;
} Case;

static const Case cases[] = {
  { "/source/options/trigger", "trigger=interval",
    "trigger: pv200 has no trigger command that is known; trigger-command= names it" },
  { "/source/options/program", "program=1",
    "program: pv200 has no command that is known to switch the program" },
  { "/source/options/run-mode", "run-mode=run",
    "run-mode: pv200 has no command that is known to switch to run mode" },
};

static void
test_options (gconstpointer data)
{
  const Case *test = data;
  g_auto (Host) host = { .source = NULL };
  g_autoptr (GError) error = NULL;

  g_assert_false (host_init (&host, &vision_pv200_class, test->options, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, test->fault);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/lives", test_lives);
  g_test_add_func ("/source/text", test_text);
  g_test_add_func ("/source/rejects", test_rejects);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_options);
  return g_test_run ();
}
