/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-inspection.c - tests what is found in a file that is at work, and that it can be broken
 * off */
#include "buffer-inspection.h"
#include "buffer-file.h"

#define N_ROWS 30000

static void
fill (BufferFile *file)
{
  g_autoptr (GError) error = NULL;

  buffer_file_init (file);
  buffer_database_run (
      file->database,
      "BEGIN; INSERT INTO rows (stream, sequence, time, flags, fields)"
      " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <" G_STRINGIFY (
          N_ROWS) ") SELECT 1, i, i, 0, '{\"num\":' || i || '}' FROM n;"
                  "COMMIT; PRAGMA wal_checkpoint (TRUNCATE)",
      &error);
  g_assert_no_error (error);
}

static void
await_end (BufferInspection *inspection, BufferInspectionReport *report)
{
  const gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  for (buffer_inspection_get (inspection, report); report->state == BUFFER_INSPECTION_RUNS;
       buffer_inspection_get (inspection, report))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_thread_yield ();
    }
}

static void
test_sound (void)
{
  g_autoptr (BufferInspection) inspection = NULL;
  g_autoptr (GError) error = NULL;
  BufferInspectionReport report;
  BufferFile file;

  fill (&file);
  inspection = buffer_inspection_new (file.path, &error);
  g_assert_no_error (error);
  await_end (inspection, &report);
  g_assert_cmpint (report.state, ==, BUFFER_INSPECTION_SOUND);
  g_assert_cmpuint (report.n_rows, ==, N_ROWS);
  g_assert_cmpuint (report.percent, ==, 100);
  g_assert_null (report.what);
  g_clear_pointer (&inspection, buffer_inspection_free);
  buffer_file_clear (&file);
}

static void
test_empty (void)
{
  g_autoptr (BufferInspection) inspection = NULL;
  BufferInspectionReport report;
  BufferFile file;

  buffer_file_init (&file);
  inspection = buffer_inspection_new (file.path, NULL);
  await_end (inspection, &report);
  g_assert_cmpint (report.state, ==, BUFFER_INSPECTION_SOUND);
  g_assert_cmpuint (report.n_rows, ==, 0);
  g_clear_pointer (&inspection, buffer_inspection_free);
  buffer_file_clear (&file);
}

/* the log can be brought into the file, and begun anew, all the while */
static void
test_holds_no_snapshot (void)
{
  g_autoptr (BufferInspection) inspection = NULL;
  g_autoptr (GError) error = NULL;
  BufferFile file;
  guint n_whole = 0;

  fill (&file);
  inspection = buffer_inspection_new (file.path, &error);
  for (guint i = 0; i < 20 && n_whole == 0; i++)
    {
      gint64 busy;

      buffer_database_run (file.database, "UPDATE rows SET flags = flags + 1 WHERE id < 100", NULL);
      g_assert_true (
          buffer_database_get (file.database, "PRAGMA wal_checkpoint (RESTART)", &busy, &error));
      n_whole += busy == 0;
    }
  g_assert_cmpuint (n_whole, >, 0);
  g_clear_pointer (&inspection, buffer_inspection_free);
  buffer_file_clear (&file);
}

typedef struct {
  const char *name;
  const char *sql;    /* as a broken disk, or a broken program, would */
} Damage;

static const Damage damages[] = {
  { "text-for-number", "UPDATE rows SET time = 'noon' WHERE id = 17" },
  { "blob-for-text", "UPDATE rows SET fields = x'00' WHERE id = 29999" },
  { "frame-of-number", "UPDATE rows SET frame = zeroblob (7) WHERE id = 2" },
  { "place", "INSERT INTO places (reader, again, acknowledged, claimed, sources, seen)"
    " VALUES ('mes', 'x', 0, 0, '[]', 0)" },
};

/* a table that is not STRICT takes anything: it is made so once that is in it */
static void
test_damage (gconstpointer data)
{
  const Damage *damage = data;
  g_autoptr (BufferInspection) inspection = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sql = NULL;
  BufferInspectionReport report;
  BufferFile file;

  fill (&file);
  sql = g_strdup_printf ("PRAGMA writable_schema = ON;"
                         "UPDATE sqlite_schema SET sql = replace (sql, ') STRICT', ')');"
                         "PRAGMA writable_schema = RESET; %s; PRAGMA writable_schema = ON;"
                         "UPDATE sqlite_schema SET sql = sql || ' STRICT' WHERE type = 'table' AND"
                         " name IN ('rows', 'places'); PRAGMA writable_schema = RESET",
                         damage->sql);
  sqlite3_db_config (file.database->handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  buffer_database_run (file.database, sql, &error);
  g_assert_no_error (error);
  inspection = buffer_inspection_new (file.path, &error);
  g_assert_no_error (error);
  await_end (inspection, &report);
  g_assert_cmpint (report.state, ==, BUFFER_INSPECTION_DAMAGED);
  g_test_message ("%s", report.what);
  g_free (report.what);
  g_clear_pointer (&inspection, buffer_inspection_free);
  buffer_file_clear (&file);
}

static void
test_broken_off (void)
{
  BufferFile file;

  fill (&file);
  for (guint i = 0; i < 50; i++)
    {
      BufferInspection *inspection = buffer_inspection_new (file.path, NULL);

      g_assert_nonnull (inspection);
      for (guint j = 0; j < i; j++)
        g_thread_yield ();
      buffer_inspection_free (inspection);
    }
  buffer_file_clear (&file);
}

static void
test_not_there (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (buffer_inspection_new ("/nonexistent/buffer.db", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-inspection/sound", test_sound);
  g_test_add_func ("/buffer-inspection/empty", test_empty);
  g_test_add_func ("/buffer-inspection/holds-no-snapshot", test_holds_no_snapshot);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *path = g_strconcat ("/buffer-inspection/damage/", damages[i].name, NULL);

      g_test_add_data_func (path, &damages[i], test_damage);
    }
  g_test_add_func ("/buffer-inspection/broken-off", test_broken_off);
  g_test_add_func ("/buffer-inspection/not-there", test_not_there);
  return g_test_run ();
}
