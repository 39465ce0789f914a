/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-database.c - tests one connection to a store's file */
#include "buffer-file.h"

static void
test_settings (void)
{
  BufferFile file;

  buffer_file_init (&file);
  buffer_file_expect (&file, "PRAGMA journal_mode", "wal");
  buffer_file_expect (&file, "PRAGMA synchronous", "2");
  buffer_file_expect (&file, "PRAGMA auto_vacuum", "2");
  buffer_file_expect (&file, "PRAGMA application_id", "1279607124");
  buffer_file_clear (&file);
}

static void
test_relaxed (void)
{
  BufferFile file;
  g_autofree char *told = NULL;

  buffer_file_init (&file);
  buffer_database_close (file.database);
  file.database = buffer_database_open_writing (file.path, TRUE, &told, NULL);
  buffer_file_expect (&file, "PRAGMA synchronous", "1");
  buffer_file_clear (&file);
}

static void
test_types (void)
{
  BufferFile file;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a\0b", 3);
  g_autoptr (GError) error = NULL;

  buffer_file_init (&file);
  g_assert_true (buffer_database_do (file.database, &error,
                                     "INSERT INTO rejects (reader, row, time, reason, status,"
                                     " answer) VALUES (?, ?, ?, ?, ?, ?)",
                                     "siisib", "mes", (gint64) 7, G_MININT64, "no", (gint64) 422,
                                     bytes));
  g_assert_no_error (error);
  buffer_file_expect (&file, "SELECT reader || row || time || hex (answer) FROM rejects",
                      "mes7-9223372036854775808610062");
  g_assert_false (buffer_database_do (file.database, &error,
                                      "UPDATE rejects SET reason = ?, answer = ?", "sb", NULL,
                                      NULL));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  buffer_file_clear (&file);
}

static void
test_reading (void)
{
  BufferFile file;
  g_autoptr (GError) error = NULL;
  g_autoptr (BufferDatabase) reading = NULL;
  gint64 number = 7;

  buffer_file_init (&file);
  reading = buffer_database_open_reading (file.path, &error);
  g_assert_no_error (error);
  g_assert_true (buffer_database_get (reading, "SELECT count(*) FROM rows", &number, &error));
  g_assert_cmpint (number, ==, 0);
  g_assert_false (buffer_database_run (reading, "DELETE FROM rows", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  buffer_file_clear (&file);
}

static void
test_no_folder (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *told = NULL;

  g_assert_null (buffer_database_open_writing ("/nowhere/at/all.db", FALSE, &told, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_assert_true (g_str_has_prefix (error->message, "/nowhere/at/all.db: it cannot be opened; "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-database/settings", test_settings);
  g_test_add_func ("/buffer-database/relaxed", test_relaxed);
  g_test_add_func ("/buffer-database/types", test_types);
  g_test_add_func ("/buffer-database/reading", test_reading);
  g_test_add_func ("/buffer-database/no-folder", test_no_folder);
  return g_test_run ();
}
