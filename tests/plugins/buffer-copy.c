/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-copy.c - tests that a copy is whole, or is not there */
#include "buffer-file.h"

static void
test_copy (void)
{
  BufferFile file;
  BufferFile copy = { NULL, NULL };
  g_autoptr (GError) error = NULL;

  buffer_file_init (&file);
  copy.path = g_strconcat (file.path, ".copy", NULL);
  g_assert_true (
      buffer_database_run (file.database, "INSERT INTO facts VALUES ('a', 'b', 'c')", NULL));
  g_assert_true (buffer_database_copy (file.database, copy.path, &error));
  g_assert_no_error (error);
  buffer_file_open (&copy);
  buffer_file_expect (&copy, "SELECT value FROM facts", "c");
  g_assert_false (buffer_database_copy (file.database, copy.path, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (buffer_database_copy (file.database, "/nowhere/copy.db", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  buffer_file_clear (&copy);
  buffer_file_clear (&file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-copy/copy", test_copy);
  return g_test_run ();
}
