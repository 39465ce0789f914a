/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-rescue.c - tests that whatever can be read of a file is copied, in all its tables */
#include "buffer-file.h"
#include "buffer-rescue.h"

static void
fill (BufferFile *file)
{
  g_assert_true (buffer_database_run (
      file->database,
      "INSERT INTO schemas VALUES (1, 'h', 'numbers', '', NULL);"
      "INSERT INTO streams VALUES (1, 1, 's', 'e', NULL, '[]', '', '', '');"
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)"
      " INSERT INTO rows (id, stream, sequence, time, flags, fields)"
      " SELECT i + 50, 1, i, i, 0, '{}' FROM n;"
      "DELETE FROM rows WHERE id > 9000;"
      "INSERT INTO places VALUES (1, 'mes', 0, 60, 9040, 'here', '[]', 7);"
      "INSERT INTO facts VALUES ('mes', 'part', '17');"
      "INSERT INTO rejects (reader, row, time, reason, status) VALUES ('mes', 55, 0, 'no', 422);"
      "INSERT INTO again (reader, row, flags) VALUES ('mes', 56, 1)",
      NULL));
}

typedef struct {
  LeatSinkHost table; /* first */
  guint64 done, total;
  guint n_told;
} Host;

static gboolean
on_progress (LeatSink *sink, guint64 done, guint64 total)
{
  Host *host = sink->host;

  g_assert_cmpuint (done, >, host->done);
  host->done = done;
  host->total = total;
  host->n_told++;
  return TRUE;
}

static void
test_all (void)
{
  Host host = { .table = { .progress = on_progress } };
  LeatSink sink = { .host = &host };
  BufferFile file, rest;
  g_auto (BufferRescue) rescue = { 0 };
  g_autoptr (GError) error = NULL;

  buffer_file_init (&file);
  buffer_file_init (&rest);
  fill (&file);
  g_assert_true (buffer_rescue_run (&rescue, rest.database, file.path, &sink, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (rescue.n_rows, ==, 8950);
  g_assert_cmpuint (rescue.n_lost, ==, 0);
  g_assert_cmpuint (host.n_told, >, 1);
  g_assert_cmpuint (host.done, ==, host.total);
  buffer_file_expect (&rest, "SELECT count(*) || ' ' || min (id) || ' ' || max (id) FROM rows",
                      "8950 51 9000");
  buffer_file_expect (&rest, "SELECT position || claimed FROM places", "here9040");
  buffer_file_expect (&rest, "SELECT value FROM facts", "17");
  buffer_file_expect (&rest, "SELECT reason FROM rejects", "no");
  buffer_file_expect (&rest, "SELECT row FROM again", "56");
  buffer_file_expect (&rest, "SELECT count(*) FROM schemas JOIN streams", "1");
  /* ids go on where they were, though the last rows are gone */
  buffer_file_expect (&rest, "SELECT seq FROM sqlite_sequence WHERE name = 'rows'", "9050");
  buffer_file_clear (&file);
  buffer_file_clear (&rest);
}

static void
test_nothing (void)
{
  BufferFile rest;
  g_auto (BufferRescue) rescue = { 0 };
  g_autofree char *path = NULL;
  const int fd = g_file_open_tmp ("leat-buffer-XXXXXX.db", &path, NULL);

  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path,
                                      "no database at all, but long enough to be one: "
                                      "..............................................",
                                      -1, NULL));
  buffer_file_init (&rest);
  g_assert_true (buffer_rescue_run (&rescue, rest.database, path, NULL, NULL));
  g_assert_cmpuint (rescue.n_rows, ==, 0);
  g_unlink (path);
  buffer_file_clear (&rest);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-rescue/all", test_all);
  g_test_add_func ("/buffer-rescue/nothing", test_nothing);
  return g_test_run ();
}
