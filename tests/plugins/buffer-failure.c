/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-failure.c - tests that each failure names the file and the way out */
#include "buffer-failure.h"

typedef struct {
  const char *name;
  const char *sql;
  int         code;      /* of LeatError */
  const char *text;
} Case;

static const Case cases[] = {
  { "full",
    "PRAGMA max_page_count = 3; CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob (99999))",
    LEAT_ERROR_FULL, "store.db: no room; make room on the disk, or raise max-size=" },
  { "read-only", "PRAGMA query_only = 1; CREATE TABLE t (a)", LEAT_ERROR_FAILED,
    "store.db: it cannot be written; *" },
  { "other", "SELECT nowhere", LEAT_ERROR_FAILED, "store.db: no such column: nowhere" },
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GError) error = NULL;
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (":memory:", &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, test->sql, NULL, NULL, NULL), !=, SQLITE_OK);
  g_assert_false (buffer_fail (&error, handle, "store.db"));
  g_assert_error (error, LEAT_ERROR, test->code);
  g_test_message ("%s", error->message);
  g_assert_true (g_pattern_match_simple (test->text, error->message));
  sqlite3_close (handle);
}

static void
test_damage (void)
{
  g_assert_true (buffer_is_damage (SQLITE_CORRUPT_INDEX));
  g_assert_true (buffer_is_damage (SQLITE_NOTADB));
  g_assert_false (buffer_is_damage (SQLITE_FULL));
  g_assert_false (buffer_is_damage (SQLITE_IOERR_FSYNC));
}

static void
test_error_of_damage (void)
{
  g_autoptr (GError) damage = NULL, other = NULL;
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (":memory:", &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "SELECT nowhere", NULL, NULL, NULL), !=, SQLITE_OK);
  buffer_fail (&other, handle, "store.db");
  g_assert_false (buffer_error_is_damage (other));
  g_assert_cmpint (sqlite3_deserialize (handle, "main",
                                        (guchar *) "no database, but long enough ...", 32, 32,
                                        SQLITE_DESERIALIZE_READONLY),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "SELECT * FROM t", NULL, NULL, NULL), !=, SQLITE_OK);
  buffer_fail (&damage, handle, "store.db");
  g_test_message ("%s", damage->message);
  g_assert_true (buffer_error_is_damage (damage));
  sqlite3_close (handle);
}

static void
test_done (void)
{
  g_autoptr (GError) error = NULL;
  GError *failure = NULL;

  g_assert_true (buffer_is_done (&failure, &error));
  g_assert_no_error (error);
  failure = g_error_new_literal (LEAT_ERROR, LEAT_ERROR_FULL, "no room");
  g_assert_false (buffer_is_done (&failure, &error));
  g_assert_null (failure);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/buffer-failure/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/buffer-failure/damage", test_damage);
  g_test_add_func ("/buffer-failure/error-of-damage", test_error_of_damage);
  g_test_add_func ("/buffer-failure/done", test_done);
  return g_test_run ();
}
