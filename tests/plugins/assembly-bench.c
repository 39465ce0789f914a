/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-bench.c - tests what is safe before anything is said: the file, parts, answers */
#include "assembly-hall.h"

static const char *const plain[] = { HALL_FIELDS, NULL };
static const char *const crowded[] = { HALL_FIELDS, "most-waiting=2", NULL };

static void
test_pair (void)
{
  Hall hall;

  hall_init (&hall, plain);
  hall_give (&hall, "a1 b1 a2");
  g_assert_cmpuint (hall.n_safe, ==, 0); /* it is not in the file yet */
  hall_assert_given (&hall, "");
  hall_run (&hall);
  g_assert_cmpuint (hall.n_safe, ==, 1);
  hall_assert_given (&hall, "1 complete(1,1) ");
  hall_give (&hall, "b2");
  hall_run (&hall);
  hall_assert_given (&hall, "2 complete(2,2) ");
  hall_end (&hall);
  hall_assert_given (&hall, "");
  hall_clear (&hall);
}

/* many batches, one write: and not later than when so many records came */
static void
test_flood (void)
{
  g_autoptr (GString) records = g_string_new ("a0");
  Hall hall;

  for (guint i = 1; i < 5000; i++)
    g_string_append_printf (records, " a%u b%u", i, i);
  hall_init (&hall, crowded);
  hall_give (&hall, records->str);
  g_assert_cmpuint (hall.n_safe, ==, 1);
  g_assert_true (g_str_has_prefix (hall.given->str, "1 passed(0,-) 2 complete(1,1) "));
  g_assert_true (g_str_has_suffix (hall.given->str, "5000 complete(4999,4999) "));
  hall_clear (&hall);
}

/* a queue is full: nothing more is pushed until there is room */
static void
test_full (void)
{
  Hall hall;

  hall_init (&hall, plain);
  hall.push = LEAT_PUSH_FULL;
  hall_give (&hall, "a1 b1");
  hall_run (&hall);
  hall_assert_given (&hall, "1 complete(1,1) ");
  hall_give (&hall, "a2 b2");
  hall_run (&hall);
  hall_assert_given (&hall, "");
  hall.push = LEAT_PUSH_ROOM;
  hall_get_class ()->resume (hall.source);
  hall_assert_given (&hall, "2 complete(2,2) ");
  hall_clear (&hall);
}

/* the disk says no: nothing is said of what came, and it is not forgotten */
static void
test_no_disk (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL, *folder = NULL, *away = NULL;
  Hall hall;

  hall_init (&hall, plain);
  path = hall_get_path (&hall);
  folder = g_path_get_dirname (path);
  away = g_strconcat (folder, ".away", NULL);
  hall_get_class ()->stop (hall.source);
  g_assert_cmpint (g_rename (folder, away), ==, 0);
  g_assert_true (g_file_set_contents (folder, "no folder", -1, NULL));
  g_assert_false (hall_get_class ()->start (hall.source, hall.cancellable, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  hall_give (&hall, "a1 b1 a2");
  hall_get_class ()->stop (hall.source);
  g_assert_cmpuint (hall.n_safe, ==, 0);
  hall_assert_given (&hall, "");
  g_assert_cmpstr (hall.notes->str, ==, "journal ");
  g_assert_false (hall_get_class ()->start (hall.source, hall.cancellable, NULL));
  hall_get_class ()->stop (hall.source);
  g_assert_cmpstr (hall.notes->str, ==, "journal "); /* the next try is no news */

  g_assert_cmpint (g_unlink (folder), ==, 0);
  g_assert_cmpint (g_rename (away, folder), ==, 0);
  g_clear_error (&error);
  g_assert_true (hall_get_class ()->start (hall.source, hall.cancellable, &error));
  hall_run (&hall);
  g_assert_cmpuint (hall.n_safe, ==, 1);
  hall_assert_given (&hall, "1 complete(1,1) ");
  hall_kill (&hall, plain);
  hall_end (&hall);
  hall_assert_given (&hall, "1 complete(1,1) 2 stopped(2,-) ");
  hall_clear (&hall);
}

/* what is safe is out of the file; so is what nobody will make safe */
static void
test_settled (void)
{
  static const struct {
    gboolean safe;
    gboolean stopping;
    const char *again;
  } cases[] = {
    { TRUE, FALSE, "" },
    { FALSE, FALSE, "" },
    { TRUE, TRUE, "" },
    { FALSE, TRUE, "1 complete(1,1) " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Hall hall;

      hall_init (&hall, plain);
      hall_give (&hall, "a1 b1");
      hall_run (&hall);
      hall_assert_given (&hall, "1 complete(1,1) ");
      if (cases[i].stopping)
        g_cancellable_cancel (hall.cancellable);
      hall_settle (&hall, cases[i].safe);
      hall_kill (&hall, plain);
      hall_run (&hall);
      hall_assert_given (&hall, cases[i].again);
      hall_clear (&hall);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bench/pair", test_pair);
  g_test_add_func ("/bench/flood", test_flood);
  g_test_add_func ("/bench/full", test_full);
  g_test_add_func ("/bench/no-disk", test_no_disk);
  g_test_add_func ("/bench/settled", test_settled);
  return g_test_run ();
}
