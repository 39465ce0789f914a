/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-file.c - tests one file: whether it is the same again, and what was done to it */
#include "csv-file.h"
#include "csv-worker.h"
#include <glib/gstdio.h>
#include <unistd.h>

static const CsvFileSettings settings = {
  .with_header = TRUE,
  .rights = { .mode = 0640, .owner = (uid_t) -1, .group = (gid_t) -1 },
};

typedef struct {
  CsvWorker worker; /* a folder, and who hears the notes */
  LeatSink sink;
  char *path;
  CsvFile *file;
} Fixture;

static void
open_file (Fixture *self, gboolean expected_same)
{
  g_autoptr (GError) error = NULL;
  gboolean is_same = !expected_same;

  csv_file_open (self->file, &settings, &self->sink, &is_same, &error);
  g_assert_no_error (error);
  g_assert_cmpint (is_same, ==, expected_same);
}

static void
fixture_init (Fixture *self)
{
  *self = (Fixture) { 0 };
  csv_worker_init (&self->worker, NULL);
  self->sink.host = &self->worker;
  self->path = csv_worker_path (&self->worker, "a.csv");
  self->file = csv_file_new (self->path, "num\n", 0);
  open_file (self, FALSE);
}

static void
fixture_clear (Fixture *self)
{
  csv_file_free (self->file);
  g_free (self->path);
  csv_worker_clear (&self->worker);
}

static void
write_text (Fixture *self, const char *text)
{
  g_autoptr (GError) error = NULL;

  csv_text_append (&self->file->text, text);
  csv_file_write (self->file, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (self->file->text.length, ==, 0);
}

static void
test_write (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  Fixture fixture;

  fixture_init (&fixture);
  g_assert_true (fixture.file->is_made);
  write_text (&fixture, "num\n1\n");
  write_text (&fixture, "2\n");
  g_assert_true (fixture.file->is_dirty && fixture.file->is_touched);
  g_assert_cmpint (fixture.file->length, ==, 8);
  csv_file_sync (fixture.file, &error);
  g_assert_no_error (error);
  g_assert_false (fixture.file->is_dirty || fixture.file->is_made);
  text = csv_worker_read (&fixture.worker, "a.csv");
  g_assert_cmpstr (text, ==, "num\n1\n2\n");
  fixture_clear (&fixture);
}

static void
test_same_again (void)
{
  Fixture fixture;
  g_autofree char *old = NULL;

  fixture_init (&fixture);
  write_text (&fixture, "num\n1\n");
  csv_file_close (fixture.file);
  open_file (&fixture, TRUE);
  g_assert_cmpint (fixture.file->length, ==, 6);
  csv_file_close (fixture.file);
  old = csv_worker_path (&fixture.worker, "old.csv"); /* so that nobody else gets its inode */
  g_assert_cmpint (g_rename (fixture.path, old), ==, 0);
  csv_worker_store (&fixture.worker, "a.csv", "num\n");
  open_file (&fixture, FALSE);
  fixture_clear (&fixture);
}

static void
test_find_here (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  write_text (&fixture, "num\n1\n");
  g_assert_cmpint (csv_file_find (fixture.file), ==, CSV_FILE_HERE);
  csv_file_close (fixture.file);
  g_assert_cmpint (csv_file_find (fixture.file), ==, CSV_FILE_HERE);
  fixture_clear (&fixture);
}

static void
test_find_moved (void)
{
  Fixture fixture;
  g_autofree char *moved = NULL;

  fixture_init (&fixture);
  moved = csv_worker_path (&fixture.worker, "a.csv.1");
  g_assert_cmpint (g_rename (fixture.path, moved), ==, 0);
  g_assert_cmpint (csv_file_find (fixture.file), ==, CSV_FILE_MOVED);
  csv_file_close (fixture.file);
  g_assert_cmpint (csv_file_find (fixture.file), ==, CSV_FILE_DELETED); /* nobody can tell */
  fixture_clear (&fixture);
}

static void
test_find_deleted (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  g_assert_cmpint (g_unlink (fixture.path), ==, 0);
  g_assert_cmpint (csv_file_find (fixture.file), ==, CSV_FILE_DELETED);
  fixture_clear (&fixture);
}

static void
test_find_cut (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  write_text (&fixture, "num\n1\n");
  g_assert_cmpint (truncate (fixture.path, 5), ==, 0);
  g_assert_cmpint (csv_file_find (fixture.file), ==, CSV_FILE_CUT);
  g_assert_cmpint (truncate (fixture.path, 9), ==, 0);
  g_assert_cmpint (csv_file_find (fixture.file), ==, CSV_FILE_HERE);
  g_assert_cmpint (fixture.file->length, ==, 9);
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv-file/write", test_write);
  g_test_add_func ("/csv-file/same-again", test_same_again);
  g_test_add_func ("/csv-file/find/here", test_find_here);
  g_test_add_func ("/csv-file/find/moved", test_find_moved);
  g_test_add_func ("/csv-file/find/deleted", test_find_deleted);
  g_test_add_func ("/csv-file/find/cut", test_find_cut);
  return g_test_run ();
}
