/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* events.c - tests leat events from the outside: what has happened, and what happens */
#include "bus-machine.h"
#include "follower.h"

static void
test_kept (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "events");
  g_assert_cmpstr (self->words.errors, ==, "");
  g_assert_cmpint (self->words.code, ==, 0);
  g_assert_nonnull (strstr (self->words.output, " info    archive running"));
  g_assert_nonnull (strstr (self->words.output, " scale1 absent: "));
}

/* of one, and only what is urgent */
static void
test_wants (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "events scale1 --level=warning");
  g_assert_cmpint (self->words.code, ==, 0);
  g_assert_nonnull (strstr (self->words.output, " warning scale1 absent: "));
  g_assert_null (strstr (self->words.output, "archive"));
  g_assert_null (strstr (self->words.output, " info "));
  words_run (&self->words, "events archive --level=error");
  words_expect (&self->words, 0, "", "");
}

/* who asked for what */
static void
test_caller (BusMachine *self, gconstpointer data)
{
  g_autoptr (JsonNode) root = NULL;
  g_auto (GStrv) lines = NULL;
  JsonObject *object;

  words_run (&self->words, "pause camera0");
  words_run (&self->words, "events leatd --json");
  g_assert_cmpint (self->words.code, ==, 0);
  lines = g_strsplit (g_strchomp (self->words.output), "\n", -1);
  root = json_from_string (lines[g_strv_length (lines) - 1], NULL);
  object = json_node_get_object (root);
  g_assert_cmpstr (json_object_get_string_member (object, "component"), ==, "leatd");
  g_assert_cmpstr (json_object_get_string_member (object, "event"), ==, "control");
  g_assert_cmpstr (json_object_get_string_member (object, "level"), ==, "info");
  g_assert_true (g_str_has_prefix (json_object_get_string_member (object, "text"),
                                   "Pause() at /org/leat/Leat1/source/camera0 by :"));
  g_assert_cmpint (json_object_get_int_member (object, "number"), >, 1);
  g_assert_false (json_object_has_member (object, "about"));
}

/* what was before, what comes, and what the next leatd says */
static void
test_follow (BusMachine *self, gconstpointer data)
{
  g_autoptr (Follower) follower = follower_new ("events --follow");

  follower_await (follower, " archive running");
  words_run (&self->words, "pause archive");
  follower_await (follower, " archive paused");
  g_assert_cmpint (test_daemon_stop (self->daemon), ==, 0);
  follower_await_error (follower, "leat events: there is no leatd on the bus; it is waited for");
  bus_machine_start (self);
  follower_await (follower, " archive running");
}

static void
test_bus_goes (BusMachine *self, gconstpointer data)
{
  g_autoptr (Follower) follower = follower_new ("events --follow");

  follower_await_error (follower, "there is no leatd on the bus");
  g_test_dbus_stop (self->bus);
  follower_await_error (follower, "leat events: the bus is gone");
  g_assert_true (g_subprocess_wait (follower->process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (follower->process), ==, 1);
}

static void
test_wrong (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "events --level=loud");
  words_expect (&self->words, 2, "",
                "leat events: --level loud: error, warning, info or debug is right; leat events "
                "--help tells more\n");
  words_run (&self->words, "events");
  g_assert_cmpint (self->words.code, ==, 1);
  g_assert_nonnull (strstr (self->words.errors, "leat events: there is no leatd on the bus "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bus_machine_add ("/events/kept", test_kept);
  bus_machine_add ("/events/wants", test_wants);
  bus_machine_add ("/events/caller", test_caller);
  bus_machine_add ("/events/follow", test_follow);
  bus_machine_add_bus ("/events/bus-goes", test_bus_goes);
  bus_machine_add_bus ("/events/wrong", test_wrong);
  return g_test_run ();
}
