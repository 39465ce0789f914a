/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-restore.c - tests that what waits survives a kill, once and in order */
#include "assembly-hall.h"
#include "assembly-journal.h"

static const char *const plain[] = { HALL_FIELDS, NULL };
static const char *const latest[] = { HALL_FIELDS_OF_NO_KEY, "match=latest", "stamp=a", NULL };

static void
test_waits (void)
{
  Hall hall;

  hall_init (&hall, plain);
  hall_give (&hall, "a1 a2 b1");
  hall_run (&hall);
  hall_assert_given (&hall, "1 complete(1,1) ");
  hall_settle (&hall, TRUE);
  hall_kill (&hall, plain);
  hall_run (&hall);
  hall_assert_given (&hall, "");
  hall_give (&hall, "b2 a3");
  hall_run (&hall);
  hall_assert_given (&hall, "2 complete(2,2) ");
  hall_kill (&hall, plain); /* nobody said that 2 is safe: again, with its number */
  hall_kill (&hall, plain);
  hall_run (&hall);
  hall_assert_given (&hall, "2 complete(2,2) ");
  hall_end (&hall);
  hall_assert_given (&hall, "3 stopped(3,-) ");
  hall_clear (&hall);
}

/* a reset before the kill is known behind it: today's 17 does not meet yesterday's */
static void
test_epochs (void)
{
  Hall hall;

  hall_init (&hall, plain);
  hall_give (&hall, "a16 b16 a17 a0");
  hall_run (&hall);
  hall_settle (&hall, TRUE);
  hall_assert_given (&hall, "1 complete(16,16) ");
  g_assert_nonnull (strstr (hall.notes->str, "key-epoch "));
  hall_kill (&hall, plain);
  hall_give (&hall, "b0 b17");
  hall_run (&hall);
  hall_assert_given (&hall, "2 passed(17,-) 3 complete(0,0) ");
  hall_clear (&hall);
}

static LeatMoment now;

static LeatMoment
tell_time (gpointer user_data)
{
  return now;
}

/* a kill between the reset of one and that of the other: what the second has still to say is of
 * before */
static void
test_amid_a_reset (void)
{
  Hall hall;

  now = (LeatMoment) { 1000 * LEAT_NSEC_PER_SEC, 100 * LEAT_NSEC_PER_SEC };
  leat_clock_inject (tell_time, NULL);
  hall_init (&hall, plain);
  hall_give (&hall, "a5 b5 a6 a0");
  hall_run (&hall);
  hall_settle (&hall, TRUE);
  hall_assert_given (&hall, "1 complete(5,5) ");
  hall_kill (&hall, plain);
  hall_give (&hall, "b6 b0");
  hall_run (&hall);
  hall_assert_given (&hall, "2 complete(6,6) 3 complete(0,0) ");
  hall_clear (&hall);
  leat_clock_inject (NULL, NULL);
}

/* keys that were counters, then were not, and are again: nothing of before keeps partners apart */
static void
test_lost_lanes (void)
{
  static const char *const order[] = { HALL_FIELDS_OF_NO_KEY, "match=order", NULL };
  Hall hall;

  hall_init (&hall, plain);
  hall_give (&hall, "a5 b5 a0 b0 a1");
  hall_run (&hall);
  hall_settle (&hall, TRUE);
  hall_assert_given (&hall, "1 complete(5,5) 2 complete(0,0) ");
  hall_kill (&hall, order);
  hall_run (&hall);
  hall_kill (&hall, plain);
  hall_give (&hall, "b1");
  hall_run (&hall);
  hall_assert_given (&hall, "3 complete(1,1) ");
  hall_clear (&hall);
}

/* as the last boot left it: @records of a, at @time of its clock */
static void
write_waiting (Hall *hall, gint64 time)
{
  g_autofree char *path = hall_get_path (hall);
  g_autoptr (AssemblyJournal) journal = assembly_journal_new (path);
  LeatBatch *batch = leat_batch_new (1);
  guint64 sequence = 1;
  AssemblyKept *kept;

  leat_batch_append (batch, hall->origins[0], (LeatMoment) { time, 5000 });
  leat_batch_set_int (batch, 0, 1);
  leat_batch_seal (batch, &sequence);
  kept = assembly_kept_new (leat_batch_get_record (batch, 0), 0, 1);
  assembly_journal_begin (journal, "EPOCH", "another boot", 0, 0);
  assembly_journal_add_record (journal, kept);
  g_assert_true (assembly_journal_commit (journal, TRUE, NULL));
  assembly_kept_unref (kept);
  leat_batch_unref (batch);
}

/* the machine began anew, with a clock that was set back: what waits is not of the future */
static void
test_clock_back (void)
{
  static const char *const skew[] = { HALL_FIELDS_OF_NO_KEY, "match=order", "skew=2s", NULL };
  static const struct {
    gint64 before; /* nanoseconds */
    const char *given;
  } cases[] = {
    { -1000 * LEAT_NSEC_PER_SEC, "1 complete(1,8) 2 complete(2,9) " },
    { LEAT_NSEC_PER_SEC, "1 complete(1,8) 2 complete(2,9) " },
    { 3 * LEAT_NSEC_PER_SEC, "1 apart(1,-) 2 complete(2,8) " },
  };

  now = (LeatMoment) { 5000 * LEAT_NSEC_PER_SEC, 100 * LEAT_NSEC_PER_SEC };
  leat_clock_inject (tell_time, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Hall hall;

      hall_init (&hall, skew);
      write_waiting (&hall, now.time - cases[i].before);
      hall_kill (&hall, skew);
      hall_give (&hall, "b8 a2 b9");
      hall_run (&hall);
      hall_assert_given (&hall, cases[i].given);
      hall_clear (&hall);
    }
  leat_clock_inject (NULL, NULL);
}

/* what is not whole at the end of the file is told of, and what stands before it waits on */
static void
test_torn (void)
{
  Hall hall;
  g_autofree char *path = NULL, *data = NULL;
  gsize length;

  hall_init (&hall, plain);
  path = hall_get_path (&hall);
  hall_give (&hall, "a1");
  hall_run (&hall);
  hall_give (&hall, "a2");
  hall_run (&hall);
  hall_kill (&hall, plain);
  g_assert_cmpstr (hall.notes->str, ==, ""); /* a kill leaves it whole */
  hall_give (&hall, "a3");
  hall_run (&hall);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  g_assert_true (g_file_set_contents (path, data, (gssize) length - 1, NULL));
  hall_kill (&hall, plain);
  g_assert_cmpstr (hall.notes->str, ==, "journal ");
  hall_give (&hall, "b1 b2");
  hall_run (&hall);
  hall_assert_given (&hall, "1 complete(1,1) 2 complete(2,2) ");
  hall_clear (&hall);
}

static void
test_stamp (void)
{
  Hall hall;

  hall_init (&hall, latest);
  hall_give (&hall, "a1 a2 b7");
  hall_run (&hall);
  hall_settle (&hall, TRUE);
  hall_assert_given (&hall, "1 unused(1,-) 2 complete(2,7) ");
  hall_kill (&hall, latest);
  hall_give (&hall, "b8");
  hall_run (&hall);
  hall_assert_given (&hall, "3 complete(2,8) ");
  hall_end (&hall);
  hall_kill (&hall, latest); /* an orderly stop, too, leaves the order that holds */
  hall_give (&hall, "a3 b9");
  hall_run (&hall);
  hall_assert_given (&hall, "3 complete(2,8) 4 complete(3,9) ");
  hall_clear (&hall);
}

/* other options, or a source less: what waits goes by the rules of today */
static void
test_other_rules (void)
{
  static const char *const order[] = { HALL_FIELDS_OF_NO_KEY, "match=order", NULL };
  Hall hall;

  hall_init (&hall, plain);
  hall_give (&hall, "a1 a2");
  hall_run (&hall);
  hall_kill (&hall, order);
  hall_give (&hall, "b8");
  hall_run (&hall);
  hall_assert_given (&hall, "1 complete(1,8) ");
  hall_clear (&hall);
}

/* one record for each partner: the numbers of both are the part's, before a kill and behind it */
static void
test_records (void)
{
  static const char *const records[] = { "fields=seq;reason;a_num=num;b_num=record", "give=records",
                                         NULL };
  Hall hall;

  hall_init (&hall, records);
  hall_give (&hall, "a7 b7 a8 a9 b9");
  hall_run (&hall);
  hall_assert_given (&hall, "1 complete(7,AAAAAAAAAAAAAAAAAAAA/1) "
                            "1 complete(7,BBBBBBBBBBBBBBBBBBBB/1) "
                            "3 passed(8,AAAAAAAAAAAAAAAAAAAA/2) "
                            "4 complete(9,AAAAAAAAAAAAAAAAAAAA/3) "
                            "4 complete(9,BBBBBBBBBBBBBBBBBBBB/2) ");
  hall_settle (&hall, TRUE);
  hall_kill (&hall, records);
  hall_give (&hall, "a10 b10");
  hall_run (&hall);
  hall_assert_given (&hall, "6 complete(10,AAAAAAAAAAAAAAAAAAAA/4) "
                            "6 complete(10,BBBBBBBBBBBBBBBBBBBB/3) ");
  hall_kill (&hall, records);
  hall_give (&hall, "a11 b11");
  hall_run (&hall);
  hall_assert_given (&hall, "6 complete(10,AAAAAAAAAAAAAAAAAAAA/4) "
                            "6 complete(10,BBBBBBBBBBBBBBBBBBBB/3) "
                            "8 complete(11,AAAAAAAAAAAAAAAAAAAA/5) "
                            "8 complete(11,BBBBBBBBBBBBBBBBBBBB/4) ");
  hall_clear (&hall);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/restore/waits", test_waits);
  g_test_add_func ("/restore/epochs", test_epochs);
  g_test_add_func ("/restore/amid-a-reset", test_amid_a_reset);
  g_test_add_func ("/restore/lost-lanes", test_lost_lanes);
  g_test_add_func ("/restore/clock-back", test_clock_back);
  g_test_add_func ("/restore/torn", test_torn);
  g_test_add_func ("/restore/stamp", test_stamp);
  g_test_add_func ("/restore/records", test_records);
  g_test_add_func ("/restore/other-rules", test_other_rules);
  return g_test_run ();
}
