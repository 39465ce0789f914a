/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-migrations.c - tests that a store is made, and that what is none is left alone */
#include "buffer-file.h"
#include "buffer-migrations.h"

static void
set_version (BufferFile *file, const char *sql)
{
  g_autoptr (GError) error = NULL;

  buffer_database_run (file->database, sql, &error);
  g_assert_no_error (error);
}

static void
assert_refused (BufferFile *file, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *told = NULL;
  g_autofree char *expected = g_strdup_printf ("%s: %s", file->path, text);

  g_clear_pointer (&file->database, buffer_database_close);
  g_assert_null (buffer_database_open_writing (file->path, FALSE, &told, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_newer (void)
{
  BufferFile file;

  buffer_file_init (&file);
  set_version (&file, "PRAGMA user_version = 99");
  assert_refused (&file, "is a store of version 99, of a newer Leat; this one knows versions up to "
                         "6; install the newer one, or change path=");
  buffer_file_clear (&file);
}

static void
test_other_program (void)
{
  BufferFile file;

  buffer_file_init (&file);
  set_version (&file, "PRAGMA application_id = 4711");
  assert_refused (&file, "is a file of another program; change path=");
  buffer_file_clear (&file);
}

static void
test_twice (void)
{
  BufferFile file;
  g_autofree char *told = NULL;

  buffer_file_init (&file);
  g_assert_true (buffer_migrations_run (file.database, &told, NULL));
  g_assert_null (told);
  buffer_file_expect (&file, "PRAGMA user_version", "6");
  buffer_file_clear (&file);
}

/* what an older Leat has left: a copy of it is kept, and all that is in it is there */
static void
test_older (void)
{
  BufferFile file;
  g_autoptr (GError) error = NULL;
  g_autofree char *told = NULL, *copy = NULL, *expected = NULL;

  buffer_file_init (&file);
  copy = g_strdup_printf ("%s.version-1", file.path);
  expected = g_strdup_printf ("was of version 1, is of version 6 now; a copy of what it was is in "
                              "%s",
                              copy);
  set_version (&file, "DROP VIEW records; DROP VIEW backlog; DROP VIEW refused; DROP TABLE claims;"
                      "DROP TABLE clock; DROP TABLE moments; DROP TABLE absent;"
                      "INSERT INTO facts VALUES ('mes', 'part', '17'); PRAGMA user_version = 1");
  buffer_database_close (file.database);
  file.database = buffer_database_open_writing (file.path, FALSE, &told, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (told, ==, expected);
  buffer_file_expect (&file, "PRAGMA user_version", "6");
  buffer_file_expect (&file, "SELECT count(*) FROM claims", "0");
  buffer_file_expect (&file, "SELECT count(*) FROM records", "0");
  buffer_file_expect (&file, "SELECT value FROM facts", "17");
  buffer_database_close (file.database);

  file.database = buffer_database_open_reading (copy, &error);
  g_assert_no_error (error);
  buffer_file_expect (&file, "PRAGMA user_version", "1");
  buffer_file_expect (&file, "SELECT value FROM facts", "17");
  g_unlink (copy);
  buffer_file_clear (&file);
}

/* only what takes time is told before: neither a new file, nor one of this version */
static void
test_is_older (void)
{
  BufferFile file;
  gint64 size = 0;

  g_assert_false (buffer_migrations_is_older ("/nowhere/buffer.db", &size));
  buffer_file_init (&file);
  g_assert_false (buffer_migrations_is_older (file.path, &size));
  set_version (&file, "PRAGMA user_version = 4");
  g_assert_true (buffer_migrations_is_older (file.path, &size));
  g_assert_cmpint (size, >, 0);
  buffer_file_clear (&file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-migrations/newer", test_newer);
  g_test_add_func ("/buffer-migrations/other-program", test_other_program);
  g_test_add_func ("/buffer-migrations/older", test_older);
  g_test_add_func ("/buffer-migrations/twice", test_twice);
  g_test_add_func ("/buffer-migrations/is-older", test_is_older);
  return g_test_run ();
}
