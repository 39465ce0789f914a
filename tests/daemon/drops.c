/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* drops.c - tests that what gave way is named by its ranges: all of it, and nothing else */
#include "batches.h"
#include "queue/leatd-drops.h"
#include <string.h>

/* what was told, as "first-word number source first-last;" */
static GString *told;

static GLogWriterOutput
keep_ranges (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  for (gsize i = 0; i < n_fields; i++)
    {
      g_auto (GStrv) words = NULL;
      g_auto (GStrv) parts = NULL;
      guint at = 0;

      if (!g_str_equal (fields[i].key, "MESSAGE"))
        continue;
      /* … N records, SOURCE/EPOCH/FIRST-LAST; … */
      words = g_strsplit_set (fields[i].value, " ;", -1);
      while (!g_str_equal (words[at], "records,"))
        at++;
      parts = g_strsplit (words[at + 1], "/", -1);
      g_string_append_printf (told, "%s %s %s %s;", words[0], words[at - 1], parts[0], parts[2]);
    }
  return G_LOG_WRITER_HANDLED;
}

typedef struct {
  LeatOrigin *origins[2];
  guint64 next[2];
  LeatdDrops *drops;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_string_truncate (told, 0);
  fixture->drops = leatd_drops_new ("sink", g_main_context_default ());
  for (guint i = 0; i < 2; i++)
    {
      fixture->origins[i] = test_origin_new (i == 0 ? "one" : "two");
      fixture->next[i] = 1;
    }
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->drops, leatd_drops_free);
  for (guint i = 0; i < 2; i++)
    leat_origin_unref (fixture->origins[i]);
}

static void
drop (Fixture *fixture, guint source, guint n_records)
{
  g_autoptr (LeatBatch)
      batch = test_batch_new (fixture->origins[source], n_records, &fixture->next[source]);

  leatd_drops_add (fixture->drops, batch, 0);
}

static void
test_what_touches_is_one (Fixture *fixture, gconstpointer data)
{
  drop (fixture, 0, 10);
  drop (fixture, 0, 5);
  leatd_drops_tell (fixture->drops, LEATD_LOSS_DROPPED);
  g_assert_cmpstr (told->str, ==, "queue 15 one 1-15;");
}

static void
test_gaps_part (Fixture *fixture, gconstpointer data)
{
  drop (fixture, 0, 10);
  fixture->next[0] = 21;
  drop (fixture, 0, 1);
  leatd_drops_tell (fixture->drops, LEATD_LOSS_DROPPED);
  g_assert_cmpstr (told->str, ==, "queue 10 one 1-10;queue 1 one 21-21;");
}

static void
test_sources_do_not_mix (Fixture *fixture, gconstpointer data)
{
  drop (fixture, 0, 2);
  drop (fixture, 1, 3);
  drop (fixture, 0, 2);
  drop (fixture, 1, 3);
  leatd_drops_tell (fixture->drops, LEATD_LOSS_DROPPED);
  g_assert_cmpstr (told->str, ==, "queue 4 one 1-4;queue 6 two 1-6;");
}

static void
test_told_once (Fixture *fixture, gconstpointer data)
{
  drop (fixture, 0, 2);
  leatd_drops_tell (fixture->drops, LEATD_LOSS_DROPPED);
  leatd_drops_tell (fixture->drops, LEATD_LOSS_DROPPED);
  g_assert_cmpstr (told->str, ==, "queue 2 one 1-2;");
  drop (fixture, 0, 2);
  g_clear_pointer (&fixture->drops, leatd_drops_free);
  g_assert_cmpstr (told->str, ==, "queue 2 one 1-2;queue 2 one 3-4;");
  fixture->drops = leatd_drops_new ("sink", g_main_context_default ());
}

/* at a stop: from the first record that is not out */
static void
test_left (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LeatBatch) batch = test_batch_new (fixture->origins[0], 10, &fixture->next[0]);

  leatd_drops_add (fixture->drops, batch, 4);
  leatd_drops_tell (fixture->drops, LEATD_LOSS_LEFT);
  g_assert_cmpstr (told->str, ==, "not 6 one 5-10;");
}

/* without anybody asking, within a second or so */
static void
test_told_by_itself (Fixture *fixture, gconstpointer data)
{
  drop (fixture, 0, 2);
  while (told->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (told->str, ==, "queue 2 one 1-2;");
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  told = g_string_new (NULL);
  g_log_set_writer_func (keep_ranges, NULL, NULL);
  ADD ("/drops/what-touches-is-one", test_what_touches_is_one);
  ADD ("/drops/gaps-part", test_gaps_part);
  ADD ("/drops/sources-do-not-mix", test_sources_do_not_mix);
  ADD ("/drops/told-once", test_told_once);
  ADD ("/drops/left", test_left);
  ADD ("/drops/told-by-itself", test_told_by_itself);
  return g_test_run ();
}
