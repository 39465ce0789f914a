/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-restore.c - tests that what waits survives a kill, once and in order */
#include "assembly-hall.h"

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
  g_test_add_func ("/restore/stamp", test_stamp);
  g_test_add_func ("/restore/records", test_records);
  g_test_add_func ("/restore/other-rules", test_other_rules);
  return g_test_run ();
}
