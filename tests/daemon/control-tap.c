/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* control-tap.c - tests looking at a source over the bus: options, too many, the end of the source
 */
#include "buses.h"
#include "stream/leatd-taps.h"
#include "tap-reader.h"
#include <gio/gunixfdlist.h>

/* a batch each time somebody has looked */
#define SOURCE \
  "stop-timeout=5s\n" \
  "[source numbers]\nplugin=fixture-source\nbatches=0\nrecords=3\ninterval=5ms\n" \
  "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n"

typedef struct {
  TestControl *control;
  LeatDBusSource *source;
} Fixture;

static void
fixture_init (Fixture *self)
{
  g_autoptr (LeatDBusObject) object = NULL;
  g_autoptr (LeatDBusComponent) component = NULL;

  self->control = test_control_new (SOURCE);
  object = test_control_get (self->control, "source/numbers");
  component = leat_dbus_object_get_component (object);
  self->source = leat_dbus_object_get_source (object);
  leatd_pipeline_start (self->control->pipeline->pipeline);
  test_await_state (component, "running");
}

static void
fixture_clear (Fixture *self)
{
  g_object_unref (self->source);
  test_control_free (self->control);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

/* @options: as text; -1: it failed */
static int
tap (Fixture *self, const char *options, GError **error)
{
  g_autoptr (GVariant) told = g_variant_ref_sink (g_variant_new_parsed (options));
  GAsyncResult *answered = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GUnixFDList) descriptors = NULL;
  g_autoptr (GVariant) answer = NULL;

  g_dbus_proxy_call_with_unix_fd_list (G_DBUS_PROXY (self->source), "Tap",
                                       g_variant_new ("(@a{sv})", told), G_DBUS_CALL_FLAGS_NONE, -1,
                                       NULL, NULL, test_answered, &answered);
  result = test_await_answer (&answered);
  answer = g_dbus_proxy_call_with_unix_fd_list_finish (G_DBUS_PROXY (self->source), &descriptors,
                                                       result, error);
  if (answer == NULL)
    return -1;
  return g_unix_fd_list_get (descriptors, 0, error);
}

static char *
await_message (int fd)
{
  char *message;

  while ((message = tap_reader_try (fd)) == NULL)
    g_main_context_iteration (NULL, FALSE);
  return message;
}

static const struct {
  const char *path;
  const char *options;
  guint n_lines; /* of the first message */
} rights[] = {
  { "/control-tap/records", "@a{sv} {}", 3 },
  { "/control-tap/options", "{'what': <'records'>, 'filter': <'num>10'>, 'sample': <uint32 3>}",
    1 },
};

static void
test_right (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_auto (Fixture) fixture;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  guint64 dropped = 0;
  int fd;

  fixture_init (&fixture);
  fd = tap (&fixture, rights[i].options, &error);
  g_assert_no_error (error);
  message = await_message (fd);
  g_assert_cmpuint (tap_reader_count (message, &dropped), ==, rights[i].n_lines);
  g_assert_nonnull (strstr (message, "\"source\":\"numbers\""));
  close (fd);
}

static const struct {
  const char *path;
  const char *options;
  const char *text;
} wrongs[] = {
  { "/control-tap/wrong/what", "{'what': <'bytes'>}", "option what: \"records\", \"frames\"" },
  { "/control-tap/wrong/what-type", "{'what': <1>}", "option what: \"records\", \"frames\"" },
  { "/control-tap/wrong/sample", "{'sample': <uint32 0>}", "option sample: a number (u) from 1" },
  { "/control-tap/wrong/sample-type", "{'sample': <'3'>}", "option sample: a number (u) from 1" },
  { "/control-tap/wrong/filter", "{'filter': <'a b'>}", "numbers: the condition \"a b\" names" },
  { "/control-tap/wrong/filter-type", "{'filter': <true>}", "option filter: a string is right" },
  { "/control-tap/wrong/raw-filter", "{'what': <'raw'>, 'filter': <'num=1'>}",
    "numbers: a filter is of records" },
  { "/control-tap/wrong/unknown", "{'colour': <'red'>}", "option colour: there is none" },
};

static void
test_wrong (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_auto (Fixture) fixture;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);
  g_assert_cmpint (tap (&fixture, wrongs[i].options, &error), ==, -1);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  if (strstr (error->message, wrongs[i].text) == NULL)
    g_error ("it said \"%s\", not \"%s\"", error->message, wrongs[i].text);
}

/* 100 of them, none of which reads; and again when those have died */
static void
test_many (void)
{
  g_auto (Fixture) fixture;
  int fds[100];

  fixture_init (&fixture);
  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
        {
          g_autoptr (GError) error = NULL;

          fds[i] = tap (&fixture, "@a{sv} {}", &error);
          if (i < LEATD_TAPS_MAX)
            g_assert_no_error (error);
          else
            g_assert_error (error, LEAT_ERROR, LEAT_ERROR_BUSY);
        }
      for (guint i = 0; i < LEATD_TAPS_MAX; i++)
        close (fds[i]);
    }
}

static void
test_end (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (GError) error = NULL;
  char byte;
  int fd;

  fixture_init (&fixture);
  fd = tap (&fixture, "{'what': <'raw'>}", &error);
  g_assert_no_error (error);
  test_pipeline_stop (fixture.control->pipeline);
  g_assert_cmpint (recv (fd, &byte, 1, 0), ==, 0);
  close (fd);
  g_assert_cmpint (tap (&fixture, "@a{sv} {}", &error), ==, -1);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  (void) LEAT_ERROR; /* its names on the bus */
  for (gsize i = 0; i < G_N_ELEMENTS (rights); i++)
    g_test_add_data_func (rights[i].path, GSIZE_TO_POINTER (i), test_right);
  for (gsize i = 0; i < G_N_ELEMENTS (wrongs); i++)
    g_test_add_data_func (wrongs[i].path, GSIZE_TO_POINTER (i), test_wrong);
  g_test_add_func ("/control-tap/many", test_many);
  g_test_add_func ("/control-tap/end", test_end);
  return g_test_run ();
}
