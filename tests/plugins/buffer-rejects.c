/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-rejects.c - tests the bound of what was refused */
#include "buffer-rejects.h"
#include "buffer-file.h"

/* an answer of 800 bytes makes a reject of about 1000 */
#define REJECTS \
  "INSERT INTO rejects (reader, row, time, reason, status, answer)" \
  " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)" \
  " SELECT 'mes', 10 + i, 1, 'no', 422, zeroblob (800) FROM n"

static void
refuse (BufferFile *file, BufferRejects *rejects, int n)
{
  g_autofree char *sql = g_strdup_printf (REJECTS, n);
  g_autoptr (GError) error = NULL;

  buffer_database_run (file->database, "DELETE FROM rejects", &error);
  buffer_database_run (file->database, sql, &error);
  g_assert_no_error (error);
  g_assert_true (buffer_rejects_count (rejects, file->database, &error));
}

/* counted once, however often it is looked */
static void
test_count (void)
{
  g_autoptr (BufferRejects) rejects = buffer_rejects_new (50000);
  BufferFile file;

  buffer_file_init (&file);
  refuse (&file, rejects, 30);
  g_assert_false (buffer_rejects_is_over (rejects));
  g_assert_true (buffer_rejects_count (rejects, file.database, NULL));
  g_assert_false (buffer_rejects_is_over (rejects));
  g_assert_cmpint (buffer_rejects_get_room (rejects), >, 15);
  g_assert_cmpint (buffer_rejects_get_room (rejects), <, 25);
  refuse (&file, rejects, 30);
  g_assert_true (buffer_rejects_is_over (rejects));
  g_assert_cmpint (buffer_rejects_get_room (rejects), ==, 0);
  /* the first thirty are there no more */
  buffer_rejects_reset (rejects);
  g_assert_true (buffer_rejects_count (rejects, file.database, NULL));
  g_assert_false (buffer_rejects_is_over (rejects));
  buffer_file_clear (&file);
}

static void
test_no_bound (void)
{
  g_autoptr (BufferRejects) rejects = buffer_rejects_new (0);
  BufferFile file;

  buffer_file_init (&file);
  refuse (&file, rejects, 1000);
  g_assert_false (buffer_rejects_is_over (rejects));
  g_assert_cmpint (buffer_rejects_get_room (rejects), ==, G_MAXINT);
  buffer_file_clear (&file);
}

static guint
drop (BufferFile *file, BufferRejects *rejects, gboolean all, guint max_rows)
{
  g_autoptr (GError) error = NULL;
  guint n_dropped;

  g_assert_true (buffer_rejects_drop (rejects, file->database, all, max_rows, &n_dropped, &error));
  g_assert_no_error (error);
  return n_dropped;
}

/* the oldest go, a slice at a time, until there is some room */
static void
test_drop (void)
{
  g_autoptr (BufferRejects) rejects = buffer_rejects_new (50000);
  g_autofree char *named = NULL;
  BufferFile file;

  buffer_file_init (&file);
  buffer_database_run (file.database,
                       "INSERT INTO schemas (name, hash, fields) VALUES ('s', 's', '');"
                       "INSERT INTO streams (schema, source, epoch, tags, head, middle, tail)"
                       " VALUES (1, 'camera0', 'E', '[]', '', '', '');"
                       "INSERT INTO rows (id, stream, sequence, time, flags, fields)"
                       " VALUES (11, 1, 7, 0, 0, '{}'), (13, 1, 9, 0, 0, '{}')",
                       NULL);
  refuse (&file, rejects, 100);
  g_assert_true (buffer_rejects_is_over (rejects));
  /* a disk on which nothing can go either */
  g_assert_true (buffer_database_run (file.database, "BEGIN", NULL));
  g_assert_cmpuint (drop (&file, rejects, FALSE, 1000), >, 10);
  g_assert_true (buffer_database_run (file.database, "ROLLBACK", NULL));
  buffer_rejects_settle (rejects, FALSE);
  g_assert_null (buffer_rejects_tell (rejects));
  g_assert_true (buffer_rejects_count (rejects, file.database, NULL));
  g_assert_true (buffer_rejects_is_over (rejects));
  g_assert_cmpuint (drop (&file, rejects, FALSE, 20), ==, 20);
  g_assert_true (buffer_rejects_is_over (rejects));
  g_assert_cmpuint (drop (&file, rejects, FALSE, 1000), <, 60);
  g_assert_false (buffer_rejects_is_over (rejects));
  buffer_file_expect (&file, "SELECT max (row) FROM rejects", "110");
  buffer_rejects_settle (rejects, TRUE);
  named = buffer_rejects_tell (rejects);
  g_assert_cmpstr (named, ==, "2 of camera0/E/7-9");
  g_assert_null (buffer_rejects_tell (rejects));
  /* the disk is short: they are all that is left */
  g_assert_cmpuint (drop (&file, rejects, TRUE, 10), ==, 10);
  g_assert_cmpuint (drop (&file, rejects, TRUE, 1000), >, 10);
  g_assert_cmpuint (drop (&file, rejects, TRUE, 1000), ==, 0);
  buffer_file_expect (&file, "SELECT count(*) FROM rejects", "0");
  buffer_file_clear (&file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-rejects/count", test_count);
  g_test_add_func ("/buffer-rejects/no-bound", test_no_bound);
  g_test_add_func ("/buffer-rejects/drop", test_drop);
  return g_test_run ();
}
