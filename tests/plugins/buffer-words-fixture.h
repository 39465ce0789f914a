/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-words-fixture.h - a store with ten records, and what it says to people */
#pragma once
#include "buffer-worker.h"

typedef struct {
  BufferWorker          worker;
  const LeatStoreClass *store;
  LeatOrigin           *origin;
  guint64               next;
  GString              *said;
} Fixture;

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const options[] = { "keep-acknowledged", "36500d", NULL };

  buffer_worker_init (&fixture->worker, options);
  fixture->store = buffer_worker_class (&fixture->worker);
  fixture->origin = buffer_worker_origin ("camera0", "E");
  fixture->next = 1;
  fixture->said = g_string_new (NULL);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  buffer_worker_put (&fixture->worker, buffer_worker_batch (fixture->origin, 10, &fixture->next));
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_string_free (fixture->said, TRUE);
  leat_origin_unref (fixture->origin);
  buffer_worker_clear (&fixture->worker);
}

static inline void
on_line (const char *line, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GString) named = g_string_new (line);

  g_string_replace (named, fixture->worker.folder, "FOLDER", 0);
  g_string_append_printf (fixture->said, "%s\n", named->str);
}

static inline gboolean
run (Fixture *fixture, const char *line, GError **error)
{
  g_autoptr (GString) whole = g_string_new (line);
  g_auto (GStrv) words = NULL;

  g_string_replace (whole, "FOLDER", fixture->worker.folder, 0);
  words = g_strsplit (whole->str, " ", -1);
  g_string_truncate (fixture->said, 0);
  for (const LeatStoreWord *word = fixture->store->words; word->name != NULL; word++)
    if (g_str_equal (word->name, words[0]))
      return word->run (fixture->worker.sink, (const char *const *) words + 1, on_line, fixture,
                        error);
  g_assert_not_reached ();
}

static inline void
assert_says (Fixture *fixture, const char *line, const char *pattern)
{
  g_autoptr (GError) error = NULL;

  run (fixture, line, &error);
  g_assert_no_error (error);
  if (!g_pattern_match_simple (pattern, fixture->said->str))
    g_error ("%s: %s", line, fixture->said->str);
}

static inline void
assert_refuses (Fixture *fixture, const char *line, const char *pattern)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (run (fixture, line, &error));
  if (!g_pattern_match_simple (pattern, error->message))
    g_error ("%s: %s", line, error->message);
}
