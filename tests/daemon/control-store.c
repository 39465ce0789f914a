/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* control-store.c - tests what a store can be asked over the bus: readers, size, limits, words */
#include "buses.h"
#include <gio/gunixfdlist.h>
#include <glib-unix.h>
#include <unistd.h>

#define N_RECORDS 100
#define PIPELINE \
  "[source numbers]\nplugin=fixture-source\nbatches=10\nrecords=10\nthen=wait\n" \
  "[sink store]\nplugin=buffer\npath=DIR/buffer.db\nmax-age=30d\n" \
  "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n"

typedef struct {
  TestControl *control;
  LeatDBusStore *store;
  LeatDBusSink *sink;
} Fixture;

/* all is safe, and acknowledged */
static void
fixture_init (Fixture *self)
{
  g_autoptr (LeatDBusObject) store = NULL;
  g_autoptr (LeatDBusObject) sink = NULL;
  g_autoptr (LeatDBusComponent) component = NULL;

  self->control = test_control_new (PIPELINE);
  store = test_control_get (self->control, "sink/store");
  sink = test_control_get (self->control, "sink/file");
  self->store = leat_dbus_object_get_store (store);
  self->sink = leat_dbus_object_get_sink (sink);
  component = leat_dbus_object_get_component (sink);
  leatd_pipeline_start (self->control->pipeline->pipeline);
  while (test_get_counter (component, "acked") < N_RECORDS)
    g_main_context_iteration (NULL, FALSE);
}

static void
fixture_clear (Fixture *self)
{
  g_object_unref (self->store);
  g_object_unref (self->sink);
  test_control_free (self->control);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static void
test_properties (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (GVariant) readers = NULL;
  g_autoptr (GVariant) limits = NULL;
  const char *name;
  const char *text = NULL;
  guint64 backlog, again, oldest;

  fixture_init (&fixture);
  readers = test_get_property (fixture.store, "Readers");
  g_assert_cmpuint (g_variant_n_children (readers), ==, 1);
  g_variant_get_child (readers, 0, "(&sttt)", &name, &backlog, &again, &oldest);
  g_assert_cmpstr (name, ==, "file");
  g_assert_cmpuint (backlog, ==, 0);
  g_assert_cmpuint (again, ==, 0);
  g_assert_cmpuint (oldest, ==, 0);
  g_assert_cmpuint (test_get_number (fixture.store, "Size"), >=, 4096);
  limits = test_get_property (fixture.store, "Limits");
  g_assert_true (g_variant_lookup (limits, "max-age", "&s", &text));
  g_assert_cmpstr (text, ==, "30d");
  g_assert_true (g_variant_lookup (limits, "max-size", "&s", &text)); /* its preset */
}

/* (transfer full): the lines of an answer, as one text */
static char *
ask (gpointer proxy, const char *method, GVariant *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = test_call (proxy, method, arguments, &error);
  g_autofree const char **lines = NULL;

  g_assert_no_error (error);
  g_variant_get (answer, "(^a&s)", &lines);
  return g_strjoinv ("\n", (char **) lines);
}

static void
test_check (void)
{
  g_auto (Fixture) fixture;
  g_autofree char *lines = NULL;

  fixture_init (&fixture);
  lines = ask (fixture.store, "Check", NULL);
  g_assert_cmpstr (lines, !=, "");
}

/* its store writes it down with the next commit */
static void
await_reader (Fixture *self)
{
  g_autoptr (GVariant) answer = NULL;

  while (answer == NULL)
    answer = test_call (self->store, "Replay", g_variant_new ("(sss)", "file", "2000-01-01", ""),
                        NULL);
}

/* a reader has the records again */
static void
test_replay (void)
{
  g_auto (Fixture) fixture;
  g_autofree char *lines = NULL;

  fixture_init (&fixture);
  await_reader (&fixture);
  lines = ask (fixture.store, "Replay", g_variant_new ("(sss)", "file", "2000-01-01", ""));
  g_assert_true (g_str_has_prefix (lines, "file: ")); /* as many as its store knows it has had */
  g_assert_true (g_str_has_suffix (lines, " records once more, marked as a test"));
  test_call_badly (fixture.store, "Replay", g_variant_new ("(sss)", "weather", "2000-01-01", ""),
                   LEAT_ERROR_FAILED, "weather");
  test_call_badly (fixture.store, "Replay", g_variant_new ("(sss)", "file", "yesterday", ""),
                   LEAT_ERROR_CONFIG, "yesterday");
  test_call_badly (fixture.store, "Replay", g_variant_new ("(sss)", "-x", "2000-01-01", ""),
                   LEAT_ERROR_CONFIG, "\"-x\" is no name and no time");
}

static void
test_forget (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (GVariant) readers = NULL;

  fixture_init (&fixture);
  test_call_badly (fixture.store, "Forget", g_variant_new ("(s)", "file"), LEAT_ERROR_BUSY,
                   "file: a running leatd reads under that name");
  readers = test_get_property (fixture.store, "Readers");
  g_assert_cmpuint (g_variant_n_children (readers), ==, 1);
}

static void
test_rejects (void)
{
  g_auto (Fixture) fixture;
  g_autofree char *lines = NULL;
  g_autofree char *retried = NULL;
  const char *const none[] = { NULL };

  fixture_init (&fixture);
  lines = ask (fixture.store, "Rejects", g_variant_new ("(s)", ""));
  g_assert_cmpstr (lines, ==, "");
  retried = ask (fixture.sink, "RetryRejects", g_variant_new ("(^as)", none));
  g_assert_nonnull (retried);
}

/* into a descriptor of the caller's */
static gboolean export(Fixture *self, int fd, const char *from, GError **error)
{
  g_autoptr (GUnixFDList) list = g_unix_fd_list_new_from_array (&fd, 1);
  GAsyncResult *answered = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GVariant) answer = NULL;

  g_dbus_proxy_call_with_unix_fd_list (G_DBUS_PROXY (self->store), "Export",
                                       g_variant_new ("(hsss)", 0, "", from, ""),
                                       G_DBUS_CALL_FLAGS_NONE, -1, list, NULL, test_answered,
                                       &answered);
  g_clear_object (&list);
  result = test_await_answer (&answered);
  answer = g_dbus_proxy_call_with_unix_fd_list_finish (G_DBUS_PROXY (self->store), NULL, result,
                                                       error);
  return answer != NULL;
}

static gpointer
count_lines (gpointer data)
{
  const int fd = GPOINTER_TO_INT (data);
  char bytes[4096];
  gssize length;
  gsize n = 0;

  while ((length = read (fd, bytes, sizeof bytes)) > 0)
    for (gssize i = 0; i < length; i++)
      n += bytes[i] == '\n';
  close (fd);
  return GSIZE_TO_POINTER (n);
}

static void
test_export (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (GError) error = NULL;
  GThread *reader;
  int ends[2];

  fixture_init (&fixture);
  g_assert_true (g_unix_open_pipe (ends, FD_CLOEXEC, NULL));
  reader = g_thread_new ("reader", count_lines, GINT_TO_POINTER (ends[0]));
  export(&fixture, ends[1], "", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (GPOINTER_TO_SIZE (g_thread_join (reader)), ==, N_RECORDS);
}

/* whoever reads is gone: no signal, an error */
static void
test_export_gone (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (GError) error = NULL;
  int ends[2];

  fixture_init (&fixture);
  g_assert_true (g_unix_open_pipe (ends, FD_CLOEXEC, NULL));
  close (ends[0]);
  g_assert_false (export(&fixture, ends[1], "", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  test_call_badly (fixture.store, "Export", g_variant_new ("(hsss)", 0, "", "", ""),
                   LEAT_ERROR_CONFIG, "no file came with the call");
}

/* what was written is lasting; who is not at work cannot */
static void
test_flush (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (LeatDBusComponent) component = NULL;

  fixture_init (&fixture);
  component = test_control_get_component (fixture.control, "sink/file");
  test_call_well (fixture.sink, "Flush");
  g_assert_cmpuint (test_get_number (fixture.sink, "Backlog"), ==, 0);
  test_call_well (component, "Pause");
  test_call_badly (fixture.sink, "Flush", NULL, LEAT_ERROR_DISCONNECTED,
                   "file: is paused; nothing was flushed");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/control-store/properties", test_properties);
  g_test_add_func ("/control-store/check", test_check);
  g_test_add_func ("/control-store/replay", test_replay);
  g_test_add_func ("/control-store/forget", test_forget);
  g_test_add_func ("/control-store/rejects", test_rejects);
  g_test_add_func ("/control-store/export", test_export);
  g_test_add_func ("/control-store/export-gone", test_export_gone);
  g_test_add_func ("/control-store/flush", test_flush);
  return g_test_run ();
}
