/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tap-word.c - tests leat tap from the outside: records, frames and bytes of a machine */
#include "bus-machine.h"
#include "follower.h"

/* it looks: leatd says so */
static Follower *
begin (BusMachine *self, const char *words)
{
  Follower *follower = follower_new (words);

  do
    words_run (&self->words, "events leatd --json --level=debug");
  while (strstr (self->words.output, " looks at camera0") == NULL);
  return follower;
}

/* what it shows when the machine has measured; (transfer full) */
static char *
show (BusMachine *self, const char *words, const char *text)
{
  g_autoptr (Follower) follower = begin (self, words);

  bus_machine_measure (self, 3);
  return follower_read (follower->lines, text);
}

static void
test_records (BusMachine *self, gconstpointer data)
{
  g_autofree char *line = show (self, "tap camera0 --filter 'num>2'", " camera0 ");

  g_assert_nonnull (strstr (line, " camera0 3 device_time="));
  g_assert_nonnull (strstr (line, " num=3 machine="));
}

static void
test_json (BusMachine *self, gconstpointer data)
{
  g_autofree char *line = show (self, "tap camera0 --json", "\"num\":2,");
  g_autoptr (JsonNode) root = json_from_string (line, NULL);

  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (root), "source"), ==,
                   "camera0");
}

static void
test_frames (BusMachine *self, gconstpointer data)
{
  g_autofree char *line = show (self, "tap camera0 --frames", " camera0 frame of ");

  g_assert_true (g_str_has_suffix (line, " at 0"));
}

static void
test_raw (BusMachine *self, gconstpointer data)
{
  g_autofree char *line = show (self, "tap camera0 --raw", "00000000  ");

  g_assert_true (g_str_has_suffix (line, "|"));
}

/* what leatd refuses, and what the word does */
static void
test_wrong (BusMachine *self, gconstpointer data)
{
  words_run (&self->words, "tap camera0 --filter nun=3");
  words_expect (&self->words, 1, "",
                "leat tap: camera0: schema pv200 has no field nun; did you mean num?\n");
  words_run (&self->words, "tap archive");
  g_assert_cmpint (self->words.code, ==, 1);
  words_run (&self->words, "tap camera0 --frames --raw");
  words_expect (&self->words, 2, "",
                "leat tap: --frames or --raw is right; leat tap "
                "--help tells more\n");
  words_run (&self->words, "tap camera0 --sample 0");
  words_expect (&self->words, 2, "",
                "leat tap: --sample 0: 1 or more is right; leat tap "
                "--help tells more\n");
  words_run (&self->words, "tap");
  g_assert_cmpint (self->words.code, ==, 2);
}

static void
test_end (BusMachine *self, gconstpointer data)
{
  g_autoptr (Follower) follower = begin (self, "tap camera0");

  g_assert_cmpint (test_daemon_stop (self->daemon), ==, 0);
  follower_await_error (follower, "leat tap: the source has come to its end");
  g_assert_true (g_subprocess_wait (follower->process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (follower->process), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bus_machine_add ("/tap-word/records", test_records);
  bus_machine_add ("/tap-word/json", test_json);
  bus_machine_add ("/tap-word/frames", test_frames);
  bus_machine_add ("/tap-word/raw", test_raw);
  bus_machine_add ("/tap-word/wrong", test_wrong);
  bus_machine_add ("/tap-word/end", test_end);
  return g_test_run ();
}
