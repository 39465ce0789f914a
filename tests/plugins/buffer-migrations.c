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
                         "1; install the newer one, or change path=");
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
  buffer_file_expect (&file, "PRAGMA user_version", "1");
  buffer_file_clear (&file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-migrations/newer", test_newer);
  g_test_add_func ("/buffer-migrations/other-program", test_other_program);
  g_test_add_func ("/buffer-migrations/twice", test_twice);
  return g_test_run ();
}
