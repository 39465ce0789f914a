/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* contract.c - tests what is made of a failure without an error, and of a count beyond its bound */
#include "plugin/leatd-contract.h"
#include "leat-error.h"

static void
test_judge (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (leatd_contract_judge (TRUE, "csv", "open()", &error));
  g_assert_no_error (error);
  g_assert_false (leatd_contract_judge (FALSE, "csv", "open()", NULL));
  g_assert_false (leatd_contract_judge (FALSE, "csv", "open()", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN);
  g_assert_cmpstr (error->message, ==, "csv: open() failed and named no error");
}

/* what it said itself stays */
static void
test_judge_told (void)
{
  g_autoptr (GError) error = g_error_new_literal (LEAT_ERROR, LEAT_ERROR_BUSY, "not now");

  g_assert_false (leatd_contract_judge (FALSE, "csv", "open()", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_BUSY);
}

static void
test_count (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (leatd_contract_count (7, 7, "serial", "read()", &error), ==, 7);
  g_assert_cmpint (leatd_contract_count (0, 7, "serial", "read()", &error), ==, 0);
  g_assert_no_error (error);
  g_assert_cmpint (leatd_contract_count (8, 7, "serial", "read()", &error), ==, -1);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN);
  g_assert_cmpstr (error->message, ==, "serial: read() gave 8 bytes of 7");
  g_clear_error (&error);
  g_assert_cmpint (leatd_contract_count (-2, 7, "serial", "read()", &error), ==, -1);
  g_assert_cmpstr (error->message, ==, "serial: read() failed and named no error");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contract/judge", test_judge);
  g_test_add_func ("/contract/judge/told", test_judge_told);
  g_test_add_func ("/contract/count", test_count);
  return g_test_run ();
}
