/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-salvage.c - tests what is left of a store whose file was damaged */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "buffer-worker.h"

#define PAGE 4096
#define N_RECORDS 20000

typedef struct {
  BufferWorker          worker;
  const LeatStoreClass *store;
  LeatOrigin           *origin;
  guint64               next;
  char                 *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  buffer_worker_init (&fixture->worker, data);
  fixture->store = buffer_worker_class (&fixture->worker);
  fixture->origin = buffer_worker_origin ("camera0", "E");
  fixture->next = 1;
  fixture->path = buffer_worker_path (&fixture->worker, "buffer.db");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  leat_origin_unref (fixture->origin);
  g_free (fixture->path);
  buffer_worker_clear (&fixture->worker);
}

static void
put (Fixture *fixture, guint n_records)
{
  buffer_worker_put (&fixture->worker,
                     buffer_worker_batch (fixture->origin, n_records, &fixture->next));
}

static void
fill (Fixture *fixture)
{
  LeatStoreReader *reader;

  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  put (fixture, N_RECORDS);
  g_assert_true (fixture->store->ack (reader, 100, "here", NULL));
  fixture->store->close_reader (reader);
  buffer_worker_end (&fixture->worker);
}

static void
overwrite (const char *path, gint64 offset, gsize length)
{
  const int fd = open (path, O_WRONLY | O_CLOEXEC);
  g_autofree char *garbage = g_malloc (length);

  memset (garbage, 0xa5, length);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (pwrite (fd, garbage, length, offset), ==, (gssize) length);
  close (fd);
}

/* how many numbers the reader gets, all above the one before */
static guint
count_rest (Fixture *fixture, LeatStoreReader *reader)
{
  gint64 before = 0;
  guint n_records = 0;

  for (;;)
    {
      g_autofree guint64 *ids = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (LeatBatch) batch = fixture->store->read (reader, 1000, G_MAXSIZE, &ids, &error);

      g_assert_no_error (error);
      if (batch == NULL)
        return n_records;
      for (guint i = 0; i < leat_batch_get_n_records (batch); i++)
        {
          const gint64 number = leat_batch_get_record (batch, i)->values[0].integer;

          g_assert_cmpint (number, >, before);
          g_assert_cmpuint (ids[i], ==, (guint64) number);
          before = number;
        }
      n_records += leat_batch_get_n_records (batch);
    }
}

static void
assert_note (Fixture *fixture, const char *pattern)
{
  g_autofree char *notes = buffer_worker_notes (&fixture->worker);

  g_test_message ("%s", notes);
  g_assert_true (g_pattern_match_simple (pattern, notes));
}

static void
test_page (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader;
  g_autofree char *position = NULL;
  guint n_rest;

  fill (fixture);
  overwrite (fixture->path, 100 * PAGE, PAGE);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  assert_note (fixture, "salvaged: FOLDER/buffer.db was damaged (*): 19* records are saved, * ids "
                        "could not be read: *; the damaged file is kept in "
                        "FOLDER/buffer.db.damaged-*\n");
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", &position);
  g_assert_cmpstr (position, ==, "here");
  n_rest = count_rest (fixture, reader);
  g_assert_cmpuint (n_rest, >, N_RECORDS - 100 - 200);
  g_assert_cmpuint (n_rest, <, N_RECORDS - 100);
  put (fixture, 5);
  g_assert_cmpuint (count_rest (fixture, reader), ==, 5);
  fixture->store->close_reader (reader);
}

/* in the first page: how a table or a view is defined */
static void
damage_text (const char *path, const char *text)
{
  g_autofree char *head = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &head, &length, NULL));
  for (gsize i = 0; i + strlen (text) < length; i++)
    if (memcmp (head + i, text, strlen (text)) == 0)
      {
        overwrite (path, (gint64) i, 4);
        return;
      }
  g_error ("%s holds no \"%s\"", path, text);
}

static void
test_definition (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader;

  fill (fixture);
  damage_text (fixture->path, "CREATE VIEW records");
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  assert_note (fixture,
               "salvaged: FOLDER/buffer.db was damaged (*): 20000 records are saved, 0 ids "
               "could not be read; *");
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  g_assert_cmpuint (count_rest (fixture, reader), ==, N_RECORDS - 100);
  fixture->store->close_reader (reader);
}

/* nothing is left of it, but it is still ours: a new one is begun */
static void
test_first_pages (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  overwrite (fixture->path, 0, 3 * PAGE);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  assert_note (fixture, "salvaged: *: 0 records are saved, *");
  put (fixture, 5);
}

static void
test_not_ours (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "dear diary", -1, NULL));
  g_assert_false (buffer_worker_open (&fixture->worker, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_true (g_str_has_suffix (error->message, "is no store; move it away, or change path="));
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "dear diary");
}

static void
child_fills (Fixture *fixture)
{
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  for (guint i = 0; i < 50; i++)
    put (fixture, 10);
  raise (SIGKILL);
}

/* what was committed last is gone with it, and what comes then does not take its place */
static void
test_truncated_log (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  LeatStoreReader *reader;
  GStatBuf status;
  guint n_rest;
  const pid_t pid = fork ();

  if (pid == 0)
    child_fills (fixture);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  g_assert_cmpint (g_stat (log, &status), ==, 0);
  g_assert_cmpint (truncate (log, status.st_size / 2), ==, 0);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  n_rest = count_rest (fixture, reader);
  g_assert_cmpuint (n_rest, >, 0);
  g_assert_cmpuint (n_rest, <, 500);
  fixture->next = n_rest + 1;
  put (fixture, 5);
  g_assert_cmpuint (count_rest (fixture, reader), ==, 5);
  fixture->store->close_reader (reader);
}

static void
await_note (Fixture *fixture, const char *text)
{
  const gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  for (;;)
    {
      g_autofree char *notes = buffer_worker_notes (&fixture->worker);

      if (strstr (notes, text) != NULL)
        return;
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_thread_yield ();
    }
}

/* damaged while it is open: when a reader finds it out, it is opened anew */
static void
test_while_open (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint64 *ids = NULL;
  LeatStoreReader *reader;
  LeatBatch *batch = NULL;

  fill (fixture);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  overwrite (fixture->path, 60 * PAGE, 5 * PAGE);
  while ((batch = fixture->store->read (reader, 1000, G_MAXSIZE, &ids, &error)) != NULL)
    {
      leat_batch_unref (batch);
      g_clear_pointer (&ids, g_free);
    }
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  await_note (fixture, "salvaged: ");
  put (fixture, 5);
  g_assert_cmpuint (count_rest (fixture, reader), >, N_RECORDS / 2);
  fixture->store->close_reader (reader);
}

/* every file is a large one */
static const char *const beside[] = { "check-first", "0", NULL };

/* records are taken at once, and while it is put right none of the new ones, none of those that can
 * be read, is lost */
static void
test_beside_the_work (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader;
  g_autofree char *notes = NULL;
  guint n_rest;

  fill (fixture);
  overwrite (fixture->path, 100 * PAGE, PAGE);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  notes = buffer_worker_notes (&fixture->worker);
  g_assert_null (strstr (notes, "salvaged: "));
  for (guint i = 0; i < 50; i++)
    buffer_worker_put_stubbornly (&fixture->worker, fixture->origin, &fixture->next, 10);
  await_note (fixture, "salvaged: ");
  buffer_worker_put_stubbornly (&fixture->worker, fixture->origin, &fixture->next, 10);
  assert_note (fixture, "check: *salvaged: FOLDER/buffer.db was damaged (*): *");
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  n_rest = count_rest (fixture, reader);
  g_assert_cmpuint (n_rest, >, N_RECORDS - 100 - 200 + 510);
  g_assert_cmpuint (n_rest, <, N_RECORDS - 100 + 510);
  fixture->store->close_reader (reader);
}

static void
test_sound (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  put (fixture, 5);
  await_note (fixture, "check: FOLDER/buffer.db: is sound, with the ");
}

static void
test_broken_off (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  for (guint i = 0; i < 20; i++)
    {
      g_assert_true (buffer_worker_open (&fixture->worker, NULL));
      buffer_worker_close (&fixture->worker);
    }
}

/* without its head, a large one cannot be at work either */
static void
test_page_of_head (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  overwrite (fixture->path, PAGE, 2 * PAGE);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  assert_note (fixture, "*salvaged: FOLDER/buffer.db was damaged (*): *");
  put (fixture, 5);
}

/* an older file is copied before it is brought up to date, which goes through all of it */
static void
test_older (Fixture *fixture, gconstpointer data)
{
  sqlite3 *handle;

  fill (fixture);
  g_assert_cmpint (sqlite3_open (fixture->path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "DROP TABLE clock; PRAGMA user_version = 4", NULL, NULL,
                                 NULL),
                   ==, SQLITE_OK);
  sqlite3_close (handle);
  overwrite (fixture->path, 100 * PAGE, PAGE);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  assert_note (fixture, "*salvaged: FOLDER/buffer.db was damaged (*): *");
  put (fixture, 5);
}

#define ADD(name, options, function) \
  g_test_add ("/buffer-salvage/" name, Fixture, options, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("page", NULL, test_page);
  ADD ("definition", NULL, test_definition);
  ADD ("first-pages", NULL, test_first_pages);
  ADD ("not-ours", NULL, test_not_ours);
  ADD ("truncated-log", NULL, test_truncated_log);
  ADD ("while-open", NULL, test_while_open);
  ADD ("beside-the-work", beside, test_beside_the_work);
  ADD ("beside-the-work-sound", beside, test_sound);
  ADD ("beside-the-work-broken-off", beside, test_broken_off);
  ADD ("large-older", beside, test_older);
  ADD ("large-head", beside, test_page_of_head);
  return g_test_run ();
}
