/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-inspection.c - a thread that looks for damage in a large file that is at work */
#include "buffer-inspection.h"

/* as many rows are looked at with one snapshot: a few milliseconds */
#define N_LOOK_MAX 4096
#define INTERRUPT_INTERVAL (10 * 1000)   /* µs */

struct _BufferInspection {
  BufferDatabase *database;
  GThread        *thread;

  GMutex          mutex;
  GCond           cond;
  gboolean        ended;
  BufferInspectionState state;
  char           *what;
  guint64         n_rows;
  gint64          first;    /* ids, as they were in the beginning */
  gint64          last;
  gint64          next;     /* those from here on were looked at */
};

#define ROWS \
  "SELECT id, stream, sequence, time, flags, fields, quality, text, exact, frame FROM rows" \
  " WHERE id < ? ORDER BY id DESC LIMIT ?"

/* of the columns behind the id: what they are, and how many of them there always are */
#define N_NUMBERS 4
#define N_TEXTS   5

/* a STRICT table holds nothing else; reading a text goes through all its pages */
static gboolean
is_whole_row (sqlite3_stmt *row)
{
  for (int i = 1; i <= N_NUMBERS; i++)
    if (sqlite3_column_type (row, i) != SQLITE_INTEGER)
      return FALSE;
  for (int i = N_NUMBERS + 1; i <= N_NUMBERS + N_TEXTS; i++)
    {
      const int type = sqlite3_column_type (row, i);

      if (type == SQLITE_TEXT && sqlite3_column_text (row, i) != NULL)
        continue;
      if (type != SQLITE_NULL || i == N_NUMBERS + 1)
        return FALSE;
    }
  return TRUE;
}

static void
end (BufferInspection *self, BufferInspectionState state, const char *what)
{
  g_mutex_lock (&self->mutex);
  self->state = state;
  self->what = g_strdup (what);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/* the statement has failed */
static gboolean
end_failed (BufferInspection *self)
{
  const int code = sqlite3_errcode (self->database->handle);

  end (self, buffer_is_damage (code) ? BUFFER_INSPECTION_DAMAGED : BUFFER_INSPECTION_HINDERED,
       sqlite3_errmsg (self->database->handle));
  return FALSE;
}

/* the next rows before @before; *@n: so many were there. FALSE: it is at its end */
static gboolean
look_at_rows (BufferInspection *self, sqlite3_stmt *rows, gint64 *before, guint *n)
{
  int code;

  *n = 0;
  sqlite3_bind_int64 (rows, 1, *before);
  sqlite3_bind_int (rows, 2, N_LOOK_MAX);
  while ((code = sqlite3_step (rows)) == SQLITE_ROW)
    {
      const gint64 id = sqlite3_column_int64 (rows, 0);

      if (id >= *before || !is_whole_row (rows))
        {
          g_autofree char *what = g_strdup_printf ("row %" G_GINT64_FORMAT " is no record, or not "
                                                   "in its place",
                                                   id);

          end (self, BUFFER_INSPECTION_DAMAGED, what);
          break;
        }
      *before = id;
      ++*n;
    }
  sqlite3_reset (rows);
  return code == SQLITE_DONE || (code != SQLITE_ROW && end_failed (self));
}

/* FALSE: it was broken off */
static gboolean
rest (BufferInspection *self, gint64 since, gint64 next, guint n)
{
  const gint64 now = g_get_monotonic_time ();
  gboolean ended;

  g_mutex_lock (&self->mutex);
  self->next = next;
  self->n_rows += n;
  while (!self->ended && g_cond_wait_until (&self->cond, &self->mutex, now + (now - since)))
    ;
  ended = self->ended;
  g_mutex_unlock (&self->mutex);
  if (ended)
    end (self, BUFFER_INSPECTION_HINDERED, "broken off");
  return !ended;
}

static gboolean
look_at_all_rows (BufferInspection *self)
{
  g_autoptr (sqlite3_stmt) rows = buffer_database_prepare (self->database, ROWS, NULL);
  gint64 before = self->next, since;
  guint n = 0;

  if (rows == NULL)
    return end_failed (self);
  do
    {
      since = g_get_monotonic_time ();
      if (!look_at_rows (self, rows, &before, &n) || !rest (self, since, before, n))
        return FALSE;
    }
  while (n == N_LOOK_MAX);
  return TRUE;
}

static gboolean
look_at_table (BufferInspection *self, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA quick_check ('%s')", table);
  g_autoptr (sqlite3_stmt) row = buffer_database_prepare (self->database, sql, NULL);
  const char *text;

  if (row == NULL || sqlite3_step (row) != SQLITE_ROW)
    return end_failed (self);
  text = (const char *) sqlite3_column_text (row, 0);
  if (g_strcmp0 (text, "ok") == 0)
    return TRUE;
  end (self, BUFFER_INSPECTION_DAMAGED, text);
  return FALSE;
}

static gpointer
run (gpointer data)
{
  static const char *const tables[] = { "places", "claims", "facts", "streams", "schemas",
                                        "rejects", "again", "clock", "moments", "absent" };
  BufferInspection *self = data;

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!look_at_table (self, tables[i]))
      return NULL;
  if (look_at_all_rows (self))
    end (self, BUFFER_INSPECTION_SOUND, NULL);
  return NULL;
}

BufferInspection *
buffer_inspection_new (const char *path, GError **error)
{
  g_autoptr (BufferDatabase) database = buffer_database_open_reading (path, error);
  gint64 first, last;
  BufferInspection *self;

  if (database == NULL ||
      !buffer_database_run (database, "PRAGMA cell_size_check = ON; PRAGMA cache_size = -1000",
                            error) ||
      !buffer_database_get (database, "SELECT coalesce (min (id), 0) FROM rows", &first, error) ||
      !buffer_database_get (database, "SELECT coalesce (max (id), 0) FROM rows", &last, error))
    return NULL;
  self = g_new0 (BufferInspection, 1);
  self->database = g_steal_pointer (&database);
  self->first = first;
  self->last = last;
  self->next = last + 1;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("store-check", run, self);
  return self;
}

void
buffer_inspection_free (BufferInspection *self)
{
  g_mutex_lock (&self->mutex);
  self->ended = TRUE;
  g_cond_broadcast (&self->cond);
  /* once may be just before a statement begins, and in vain */
  while (self->state == BUFFER_INSPECTION_RUNS)
    {
      sqlite3_interrupt (self->database->handle);
      g_cond_wait_until (&self->cond, &self->mutex, g_get_monotonic_time () + INTERRUPT_INTERVAL);
    }
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);
  buffer_database_close (self->database);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->what);
  g_free (self);
}

void
buffer_inspection_get (BufferInspection *self, BufferInspectionReport *report)
{
  g_mutex_lock (&self->mutex);
  *report = (BufferInspectionReport) {
    .state = self->state,
    .what = g_strdup (self->what),
    .n_rows = self->n_rows,
    .percent = self->last >= self->first ? (guint) ((self->last - self->next + 1) * 100 /
                                                    (self->last - self->first + 1))
                                         : 100,
  };
  g_mutex_unlock (&self->mutex);
}
