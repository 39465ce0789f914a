/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* control-source.c - tests commands to a source, and its last bytes */
#include "buses.h"
#include <pty.h>
#include <unistd.h>

#define READER \
  "[source lines]\nplugin=fixture-reader\ndevice=fixture://DIR/input\nframer=cr\n" \
  "sent=DIR/sent\nallow-commands=%s\n" \
  "[framer cr]\ntype=delimiter\ndelimiter=\\r\n" \
  "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n"

typedef struct {
  TestControl *control;
  int device; /* the machine's end of a pseudo-terminal */
  int line;   /* ours, open so that it does not hang up */
  LeatDBusComponent *component;
  LeatDBusSource *source;
} Fixture;

static void
make_line (Fixture *self, const char *path)
{
  struct termios settings;
  char name[64];

  g_assert_cmpint (openpty (&self->device, &self->line, name, NULL, NULL), ==, 0);
  tcgetattr (self->line, &settings);
  cfmakeraw (&settings);
  tcsetattr (self->line, TCSANOW, &settings);
  g_assert_cmpint (symlink (name, path), ==, 0);
}

static void
fixture_init (Fixture *self, const char *allow)
{
  g_autofree char *text = g_strdup_printf (READER, allow);
  g_autoptr (LeatDBusObject) object = NULL;
  g_autofree char *path = NULL;

  self->control = test_control_new (text);
  path = g_build_filename (self->control->pipeline->directory, "input", NULL);
  make_line (self, path);
  object = test_control_get (self->control, "source/lines");
  self->component = leat_dbus_object_get_component (object);
  self->source = leat_dbus_object_get_source (object);
  leatd_pipeline_start (self->control->pipeline->pipeline);
  test_await_state (self->component, "running");
}

static void
fixture_clear (Fixture *self)
{
  g_object_unref (self->source);
  g_object_unref (self->component);
  test_control_free (self->control);
  close (self->line);
  close (self->device);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static GVariant *
new_command (const char *name, const char *text, guint timeout)
{
  return g_variant_new ("(svu)", name, g_variant_new_string (text), timeout);
}

/* the text that it answers */
static char *
send_text (Fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) inner = NULL;
  g_autoptr (GVariant)
      answer = test_call (fixture->source, "Command", new_command ("send", text, 0), &error);

  g_assert_no_error (error);
  g_variant_get (answer, "(v)", &inner);
  return g_variant_dup_string (inner, NULL);
}

static void
test_command (void)
{
  g_auto (Fixture) fixture;
  g_autofree char *answer = NULL;
  g_autofree char *sent = NULL;

  fixture_init (&fixture, "yes");
  answer = send_text (&fixture, "status?");
  g_assert_cmpstr (answer, ==, "status?");
  do
    {
      g_free (sent);
      sent = test_pipeline_read (fixture.control->pipeline, "sent");
      g_main_context_iteration (NULL, FALSE);
    }
  while (!g_str_equal (sent, "status?"));
}

/* the device is another program's while it is paused */
static void
test_paused (void)
{
  g_auto (Fixture) fixture;
  g_autofree char *answer = NULL;

  fixture_init (&fixture, "yes");
  test_call_well (fixture.component, "Pause");
  test_call_badly (fixture.source, "Command", new_command ("send", "a", 0), LEAT_ERROR_DISCONNECTED,
                   "lines: not connected");
  test_call_well (fixture.component, "Resume");
  test_await_state (fixture.component, "running");
  answer = send_text (&fixture, "b");
  g_assert_cmpstr (answer, ==, "b");
}

static void
test_read_only (void)
{
  g_auto (Fixture) fixture;

  fixture_init (&fixture, "no");
  test_call_badly (fixture.source, "Command", new_command ("send", "a", 0), LEAT_ERROR_CONFIG,
                   "lines: is read-only; allow-commands=yes in its group opens it");
}

static void
test_unknown (void)
{
  g_autoptr (TestControl) control = test_control_new (
      "[source numbers]\nplugin=fixture-source\nbatches=1\nthen=wait\nallow-commands=yes\n"
      "[sink file]\nplugin=fixture-sink\npath=DIR/taken\n");
  g_autoptr (LeatDBusObject) object = test_control_get (control, "source/numbers");
  g_autoptr (LeatDBusSource) source = leat_dbus_object_get_source (object);

  leatd_pipeline_start (control->pipeline->pipeline);
  test_call_badly (source, "Command", new_command ("frob", "a", 0), LEAT_ERROR_FAILED,
                   "fixture-source knows no command frob");
  g_assert_true (LEAT_DBUS_IS_SOURCE (source));
}

/* what the device answers too late is forgotten, and disturbs nobody */
static void
test_timeout (void)
{
  g_auto (Fixture) fixture;
  g_autofree char *answer = NULL;

  fixture_init (&fixture, "yes");
  test_call_badly (fixture.source, "Command", new_command ("keep", "", 20), LEAT_ERROR_TIMED_OUT,
                   "keep: no answer in time");
  answer = send_text (&fixture, "late");
  g_assert_cmpstr (answer, ==, "late");
}

#define MANY 80
#define COMMANDS_MAX 64 /* as the daemon has it */

typedef struct {
  guint n_well;
  guint n_busy;
  guint n_stopped;
} Answers;

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answers *answers = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;

  if (leat_dbus_source_call_command_finish (LEAT_DBUS_SOURCE (source), &answer, result, &error))
    answers->n_well++;
  else if (g_error_matches (error, LEAT_ERROR, LEAT_ERROR_BUSY))
    answers->n_busy++;
  else if (g_error_matches (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED))
    answers->n_stopped++;
  else
    g_assert_no_error (error);
}

/* a device that answers nothing keeps a bounded number of commands */
static void
test_busy (void)
{
  g_auto (Fixture) fixture;
  Answers answers = { 0 };

  fixture_init (&fixture, "yes");
  for (guint i = 0; i < MANY; i++)
    leat_dbus_source_call_command (fixture.source, "keep",
                                   g_variant_new_variant (g_variant_new_string ("")), 3600 * 1000,
                                   NULL, on_kept, &answers);
  while (answers.n_busy < MANY - COMMANDS_MAX)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (answers.n_well + answers.n_stopped, ==, 0);
  /* its stop() fails what it has been given; what was still on its way is given to the next */
  while (answers.n_stopped < COMMANDS_MAX)
    test_call_well (fixture.component, "Restart");
}

/* who waits for an answer when the daemon ends is answered */
static void
test_freed (void)
{
  g_auto (Fixture) fixture;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;
  GAsyncResult *answered = NULL;
  gboolean begun = FALSE;

  fixture_init (&fixture, "yes");
  test_note_call (LEAT_DBUS_TYPE_SOURCE, "handle-command", &begun);
  leat_dbus_source_call_command (fixture.source, "keep",
                                 g_variant_new_variant (g_variant_new_string ("")), 3600 * 1000,
                                 NULL, test_answered, &answered);
  test_await_call (&begun);
  test_pipeline_stop (fixture.control->pipeline);
  result = test_await_answer (&answered);
  g_assert_false (leat_dbus_source_call_command_finish (fixture.source, &answer, result, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
}

/* --- its last bytes --- */

static void
check_last_bytes (Fixture *fixture, guint most, guint64 offset, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant)
      answer = test_call (fixture->source, "LastBytes", g_variant_new ("(u)", most), &error);
  g_autoptr (GVariant) bytes = NULL;
  g_autofree char *text = NULL;
  guint64 found;

  g_assert_no_error (error);
  g_variant_get (answer, "(t@ay)", &found, &bytes);
  /* of no bytes there is no data */
  text = g_strndup (g_variant_get_data (bytes) != NULL ? g_variant_get_data (bytes) : "",
                    g_variant_get_size (bytes));
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpuint (found, ==, offset);
}

static void
test_last_bytes (void)
{
  g_auto (Fixture) fixture;

  fixture_init (&fixture, "yes");
  check_last_bytes (&fixture, 0, 0, "");
  g_assert_cmpint (write (fixture.device, "abc\rdef\rgh", 10), ==, 10);
  test_await_counter (fixture.component, "bytes", 10);
  check_last_bytes (&fixture, 0, 0, "abc\rdef\rgh");
  check_last_bytes (&fixture, 4, 6, "f\rgh");
  check_last_bytes (&fixture, G_MAXUINT32, 0, "abc\rdef\rgh");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/control-source/command", test_command);
  g_test_add_func ("/control-source/paused", test_paused);
  g_test_add_func ("/control-source/read-only", test_read_only);
  g_test_add_func ("/control-source/unknown", test_unknown);
  g_test_add_func ("/control-source/timeout", test_timeout);
  g_test_add_func ("/control-source/busy", test_busy);
  g_test_add_func ("/control-source/freed", test_freed);
  g_test_add_func ("/control-source/last-bytes", test_last_bytes);
  return g_test_run ();
}
