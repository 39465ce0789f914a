/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-source.c - tests the serial source: it opens its link, and sends what it is told to */
#include "serial-line.h"
#include "serial-records.h"
#include <sys/ioctl.h>
#include <termios.h>

typedef struct {
  LeatSourceHost host;
  gboolean       has_link;
  gboolean       can_write;
  GBytes        *written;
  LeatLink      *link;      /* NULL: one that does nothing */
  LeatStream     stream;
  LeatOrigin    *origin;
  GString       *told;      /* "EVENT: TEXT;" */
  GString       *records;   /* "LINE STATE COUNT;" */
  LeatPush       push;
} Host;

static Host host;

static const LeatPlugin *
get_plugin (void)
{
  const LeatPlugin *leat_plugin_get (void);

  return leat_plugin_get ();
}

static LeatLink *
host_open_link (LeatSource *source, GCancellable *cancellable, GError **error)
{
  static const LeatLinkClass klass = { .struct_size = G_STRUCT_OFFSET (LeatLinkClass, control) };
  static LeatLink link = { .klass = &klass }; /* as a recording's: no line */

  if (host.has_link)
    return host.link != NULL ? host.link : &link;
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "no such device");
  return NULL;
}

static gboolean
host_write (LeatSource *source, GBytes *bytes, GError **error)
{
  if (!host.can_write)
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "hung up");
      return FALSE;
    }
  host.written = g_bytes_ref (bytes);
  return TRUE;
}

static LeatSource *
source_new (void)
{
  LeatSource *source = leat_source_instance_new (get_plugin ()->sources[0]);

  host = (Host) { .host = { .open_link = host_open_link, .write = host_write },
                  .has_link = TRUE,
                  .can_write = TRUE };
  source->host = &host;
  g_assert_true (leat_source_instance_init (source, NULL));
  return source;
}

static void
test_plugin (void)
{
  g_autoptr (GError) error = NULL;

  leat_plugin_check (get_plugin (), &error);
  g_assert_no_error (error);
  g_assert_true (get_plugin ()->links[0] == &serial_link_class);
  g_assert_cmpstr (get_plugin ()->sources[0]->name, ==, "serial");
  g_assert_cmpstr (get_plugin ()->sources[0]->schemes, ==, serial_link_class.schemes);
}

static void
test_start (void)
{
  g_autoptr (GError) error = NULL;
  LeatSource *source = source_new ();

  g_assert_true (source->klass->start (source, NULL, &error));
  g_assert_no_error (error);
  host.has_link = FALSE;
  g_assert_false (source->klass->start (source, NULL, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  leat_source_instance_free (source);
}

typedef struct {
  const char *name;
  const char *command;
  const char *argument;     /* as g_variant_parse() reads it; NULL: none */
  gboolean    cannot_write;
  const char *written;      /* NULL: it fails with: */
  const char *message;
} CommandCase;

#define NEEDS_BYTES "\"send\" needs the bytes to be sent, or a text"

static const CommandCase command_cases[] = {
  { "bytes", "send", "[byte 0x25, 0x54, 0x0d]", FALSE, "%T\r", NULL },
  { "nothing", "send", NULL, FALSE, NULL, NEEDS_BYTES },
  { "hung-up", "send", "'x'", TRUE, NULL, "hung up" },
  { "unknown", "trigger", "'x'", FALSE, NULL,
    "no command \"trigger\"; a serial source knows send, break, get-lines and set-lines" },
  { "no-line", "get-lines", NULL, FALSE, NULL,
    "get-lines: no line; its device= has none of its signals" },
};

typedef struct {
  LeatCommand command;
  GVariant   *answer;
  GError     *error;
} Command;

static void
take_answer (LeatCommand *command, GVariant *answer, GError *error)
{
  Command *self = (Command *) command;

  self->answer = answer;
  self->error = error;
}

static void
test_command (gconstpointer data)
{
  const CommandCase *test = data;
  LeatSource *source = source_new ();
  g_autoptr (GVariant) argument = test->argument != NULL
                                      ? g_variant_parse (NULL, test->argument, NULL, NULL, NULL)
                                      : NULL;
  Command command = { .command = { (char *) test->command, argument, take_answer } };

  host.can_write = !test->cannot_write;
  g_assert_true (source->klass->start (source, NULL, NULL));
  source->klass->command (source, &command.command);
  if (test->written != NULL)
    {
      g_assert_no_error (command.error);
      g_assert_cmpmem (g_bytes_get_data (host.written, NULL), (int) g_bytes_get_size (host.written),
                       test->written, (int) strlen (test->written));
      g_assert_cmpuint (g_variant_get_uint64 (command.answer), ==, strlen (test->written));
      g_variant_unref (command.answer);
      g_bytes_unref (host.written);
    }
  else
    {
      g_assert_null (command.answer);
      g_assert_null (host.written);
      g_assert_cmpstr (command.error->message, ==, test->message);
      g_error_free (command.error);
    }
  leat_source_instance_free (source);
}

/* --- a break --- */

static GString *controls;

static gboolean
fake_control (LeatLink *link, const char *request, GVariant *argument, GVariant **answer,
              GError **error)
{
  g_string_append_printf (controls, "%s %d;", request, g_variant_get_boolean (argument));
  *answer = g_variant_new_string ("");
  return TRUE;
}

/* it takes its time, in which its thread does other things; one at a time; a stop ends it */
static void
test_break (void)
{
  static const LeatLinkClass klass = { .struct_size = sizeof (LeatLinkClass),
                                       .control = fake_control };
  LeatLink link = { .klass = &klass };
  LeatSource *source = source_new ();
  Command first = { .command = { (char *) "break", NULL, take_answer } };
  Command second = first, third = first;

  controls = g_string_new (NULL);
  host.link = &link;
  g_assert_true (source->klass->start (source, NULL, NULL));
  source->klass->command (source, &first.command);
  g_assert_null (first.answer);
  source->klass->command (source, &second.command);
  g_assert_error (second.error, LEAT_ERROR, LEAT_ERROR_BUSY);
  while (first.answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (controls->str, ==, "break 1;break 0;");
  source->klass->command (source, &third.command);
  source->klass->stop (source);
  g_assert_nonnull (third.answer);
  g_assert_cmpstr (controls->str, ==, "break 1;break 0;break 1;break 0;");
  g_variant_unref (first.answer);
  g_variant_unref (third.answer);
  g_error_free (second.error);
  g_string_free (controls, TRUE);
  leat_source_instance_free (source);
}

/* --- lines that are watched --- */

static void
host_note (LeatSource *source, const char *event, const char *text)
{
  g_string_append_printf (host.told, "%s: %s;", event, text);
}

static const LeatOrigin *
host_get_origin (LeatStream *stream)
{
  return host.origin;
}

static LeatStream *
host_open_stream (LeatSource *source, const char *peer)
{
  static const LeatStreamHost stream_host = { .get_origin = host_get_origin };

  host.stream.host = &stream_host;
  return &host.stream;
}

static LeatPush
host_push_batch (LeatSource *source, LeatBatch *batch, LeatSettledFunc settled, gpointer user_data,
                 GDestroyNotify notify)
{
  for (guint i = 0; i < leat_batch_get_n_records (batch); i++)
    {
      const LeatRecord *record = leat_batch_get_record (batch, i);

      g_assert_cmpstr (leat_schema_get_name (record->origin->schema), ==, "serial-line");
      g_string_append_printf (host.records, "%s %d %" G_GINT64_FORMAT ";", record->values[0].string,
                              record->values[1].boolean, record->values[2].integer);
    }
  leat_batch_unref (batch);
  return host.push;
}

static int modem_bits;

static gboolean
modem_ioctl (unsigned long request, gpointer argument, int *result)
{
  if (request != TIOCMGET)
    return FALSE;
  *(int *) argument = modem_bits;
  *result = 0;
  return TRUE;
}

/* a source with a line of a made-up driver, on which CTS is off */
static LeatSource *
watching_new (const char *line_records)
{
  const LeatSourceClass *klass = get_plugin ()->sources[0];
  LeatSource *source = leat_source_instance_new (klass);
  const struct {
    const char *key, *value;
  } options[] = { { "watch-lines", "cts;break" }, { "watch-interval", "5ms" },
                  { "line-records", line_records } };
  g_autoptr (LeatSchema) schema = leat_schema_new ("raw", serial_line_table.fields, 1);

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    g_assert_true (leat_option_set (leat_options_find (klass->options, options[i].key), source,
                                    options[i].value, NULL));
  host = (Host) { .host = { .open_link = host_open_link, .open_stream = host_open_stream,
                            .push_batch = host_push_batch, .note = host_note },
                  .has_link = TRUE,
                  .link = line->link,
                  .told = g_string_new (NULL),
                  .records = g_string_new (NULL) };
  host.origin = leat_origin_new ("line", "0K3Q9V2M7WB1X5T4E8ZC", schema, NULL, NULL);
  source->host = &host;
  g_assert_true (leat_source_instance_init (source, NULL));
  return source;
}

static void
watching_free (LeatSource *source)
{
  source->klass->stop (source);
  leat_source_instance_free (source);
  leat_origin_unref (host.origin);
  g_string_free (host.told, TRUE);
  g_string_free (host.records, TRUE);
  modem_bits = 0;
  line_free ();
}

static void
await_text (const GString *text, const char *expected)
{
  while (text->len < strlen (expected))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (text->str, ==, expected);
}

/* an event each, and a record each; a queue that is full is waited for, and nothing is missed */
static void
test_watch (void)
{
  LeatSource *source;

  line_new_made_up ();
  line_open ();
  driver.counting = TRUE;
  driver.ioctl = modem_ioctl;
  source = watching_new ("yes");
  g_assert_true (source->klass->start (source, NULL, NULL));

  driver.counts.cts = 1;
  modem_bits = TIOCM_CTS;
  await_text (host.records, "cts 1 1;");
  g_assert_cmpstr (host.told->str, ==, "line: cts is on now;");
  host.push = LEAT_PUSH_FULL;
  driver.counts.breaks = 1;
  await_text (host.records, "cts 1 1;break 0 1;");
  driver.counts.cts = 4;
  modem_bits = 0;
  for (guint i = 0; i < 3; i++)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (host.records->str, ==, "cts 1 1;break 0 1;");
  source->klass->resume (source);
  await_text (host.records, "cts 1 1;break 0 1;cts 0 3;");
  g_assert_cmpstr (host.told->str, ==,
                   "line: cts is on now;break: a break has come;line: cts is off now, after 3 "
                   "changes;");
  watching_free (source);
}

/* a change that is told and no more; a driver that does not count is said to be one */
static void
test_watch_events (void)
{
  LeatSource *source;
  g_autofree char *told = NULL;
  g_autofree char *both = NULL;

  line_new_made_up ();
  line_open ();
  driver.ioctl = modem_ioctl;
  source = watching_new ("no");
  g_assert_true (source->klass->start (source, NULL, NULL));
  told =
      g_strdup_printf ("lines: the driver of %s does not count: breaks are not seen, nor changes "
                       "of a line that are over before watch-interval= is;",
                       line->pty.name);
  g_assert_cmpstr (host.told->str, ==, told);
  modem_bits = TIOCM_CTS;
  both = g_strconcat (told, "line: cts is on now;", NULL);
  await_text (host.told, both);
  g_assert_cmpstr (host.records->str, ==, "");
  watching_free (source);
}

/* a pseudo-terminal goes on without */
static void
test_watch_pseudo (void)
{
  LeatSource *source;
  g_autofree char *told = NULL;

  line_new ();
  line_open ();
  source = watching_new ("yes");
  g_assert_true (source->klass->start (source, NULL, NULL));
  told = g_strdup_printf ("lines: %s has no modem lines to watch: it is a pseudo-terminal, or its "
                          "driver does not know them; going on;",
                          line->pty.name);
  g_assert_cmpstr (host.told->str, ==, told);
  watching_free (source);
}

static const struct {
  const char *name;
  const char *key;
  const char *value;
  const char *message;
} wrong_cases[] = {
  { "line", "watch-lines", "cts;rts",
    "watch-lines: \"rts\" is none; cts, dsr, dcd, ri and break are right" },
  { "records-of-nothing", "line-records", "yes",
    "line-records=yes needs watch-lines=, such as watch-lines=cts;dcd" },
};

static void
test_wrong (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  const LeatSourceClass *klass = get_plugin ()->sources[0];
  LeatSource *source = leat_source_instance_new (klass);
  g_autoptr (GError) error = NULL;

  g_assert_true (leat_option_set (leat_options_find (klass->options, wrong_cases[i].key), source,
                                  wrong_cases[i].value, NULL));
  g_assert_false (leat_source_instance_init (source, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, wrong_cases[i].message);
  leat_source_instance_free (source);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/serial/source/break", test_break);
  g_test_add_func ("/serial/source/watch", test_watch);
  g_test_add_func ("/serial/source/watch/events", test_watch_events);
  g_test_add_func ("/serial/source/watch/pseudo", test_watch_pseudo);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/serial/source/wrong/%s", wrong_cases[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_wrong);
    }
  g_test_add_func ("/serial/source/plugin", test_plugin);
  g_test_add_func ("/serial/source/start", test_start);
  for (gsize i = 0; i < G_N_ELEMENTS (command_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/serial/source/command/%s", command_cases[i].name);

      g_test_add_data_func (path, &command_cases[i], test_command);
    }
  return g_test_run ();
}
