/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-source.c - tests the serial source: it opens its link, and sends what it is told to */
#include "serial-line.h"

typedef struct {
  LeatSourceHost host;
  gboolean       has_link;
  gboolean       can_write;
  GBytes        *written;
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
  static LeatLink link;

  if (host.has_link)
    return &link;
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
  LeatSource *source = source_new ();
  Command first = { .command = { (char *) "break", NULL, take_answer } };
  Command second = first, third = first;

  controls = g_string_new (NULL);
  host_open_link (source, NULL, NULL)->klass = &klass;
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/serial-source/break", test_break);
  g_test_add_func ("/serial/source/plugin", test_plugin);
  g_test_add_func ("/serial/source/start", test_start);
  for (gsize i = 0; i < G_N_ELEMENTS (command_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/serial/source/command/%s", command_cases[i].name);

      g_test_add_data_func (path, &command_cases[i], test_command);
    }
  return g_test_run ();
}
