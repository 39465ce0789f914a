/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test-errors.c - what becomes of the records, by the server's SQLSTATE */
#include "../postgres-session.h"

typedef struct {
  const char *state;
  LeatError code;
} Case;

static const Case cases[] = {
  { "22001", LEAT_ERROR_REJECTED },     /* string_data_right_truncation */
  { "22P02", LEAT_ERROR_REJECTED },     /* invalid_text_representation */
  { "23514", LEAT_ERROR_REJECTED },     /* check_violation */
  { "54000", LEAT_ERROR_REJECTED },     /* program_limit_exceeded */
  { "08006", LEAT_ERROR_DISCONNECTED }, /* connection_failure */
  { "57P01", LEAT_ERROR_DISCONNECTED }, /* admin_shutdown */
  { "57P03", LEAT_ERROR_DISCONNECTED }, /* cannot_connect_now */
  { "57014", LEAT_ERROR_BUSY },         /* query_canceled */
  { "53300", LEAT_ERROR_BUSY },         /* too_many_connections */
  { "53100", LEAT_ERROR_BUSY },         /* disk_full */
  { "40P01", LEAT_ERROR_BUSY },         /* deadlock_detected */
  { "55P03", LEAT_ERROR_BUSY },         /* lock_not_available */
  { "25006", LEAT_ERROR_HELD },         /* read_only_sql_transaction */
  { "28P01", LEAT_ERROR_HELD },         /* invalid_password */
  { "3D000", LEAT_ERROR_HELD },         /* invalid_catalog_name */
  { "42P01", LEAT_ERROR_HELD },         /* undefined_table */
  { "42501", LEAT_ERROR_HELD },         /* insufficient_privilege */
  { "XX000", LEAT_ERROR_FAILED },       /* internal_error */
  { "", LEAT_ERROR_FAILED },
};

static void
test_state (gconstpointer data)
{
  const Case *one = data;

  g_assert_cmpint (postgres_error_judge (one->state), ==, one->code);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/errors/%u-%s", i, cases[i].state);

      g_test_add_data_func (path, &cases[i], test_state);
    }
  return g_test_run ();
}
