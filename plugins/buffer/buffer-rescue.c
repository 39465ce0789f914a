/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-rescue.c - copies what can be read of a damaged file */
#include "buffer-rescue.h"

/* as many ids are tried at once */
#define RANGE 4096
/* so far beyond what the file says was given no id is */
#define BEYOND_MAX (G_GINT64_CONSTANT (1) << 32)
/* what is said of lost ranges, in bytes */
#define LOST_MAX 400

typedef struct {
  BufferRescue   *rescue;
  BufferDatabase *database;
  const char     *table;
  sqlite3_stmt   *copy;
  LeatSink       *sink;         /* NULL: nobody looks */
  gboolean        is_rows;
  gint64          lost_first;   /* of an open stretch; 0: none */
  gint64          lost_last;
} Table;

/* Does the last statement's failure tell of what it was to read? All else, such as a full disk, is
 * no reason to call a row lost. */
static gboolean
is_lost (sqlite3 *handle)
{
  const int code = sqlite3_extended_errcode (handle);

  switch (code & 0xff)
    {
    case SQLITE_ERROR: /* its table is not there */
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
      return TRUE;
    default:
      return code == SQLITE_IOERR_READ || code == SQLITE_IOERR_SHORT_READ ||
             code == SQLITE_IOERR_CORRUPTFS;
    }
}

/* goes on where what was to be read is lost, and only there */
static gboolean
go_on (BufferDatabase *database, gboolean done, GError **failure, GError **error)
{
  if (!done && is_lost (database->handle))
    g_clear_error (failure);
  return buffer_is_done (failure, error);
}

/* *@number stays as it is where that cannot be read */
static gboolean
ask (BufferDatabase *database, const char *sql, gint64 *number, GError **error)
{
  g_autoptr (GError) failure = NULL;
  const gboolean done = buffer_database_get (database, sql, number, &failure);

  return go_on (database, done, &failure, error);
}

static void
end_lost (Table *self)
{
  GString *lost = self->rescue->lost;

  if (self->lost_first != 0 && lost->len < LOST_MAX)
    g_string_append_printf (lost, "%s%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT,
                            lost->len > 0 ? ", " : "", self->lost_first, self->lost_last);
  self->lost_first = 0;
}

static void
add_lost (Table *self, gint64 id)
{
  if (!self->is_rows)
    return;
  self->rescue->n_lost++;
  if (self->lost_first != 0 && self->lost_last == id - 1)
    {
      self->lost_last = id;
      return;
    }
  end_lost (self);
  self->lost_first = self->lost_last = id;
}

/* *@copied: all of it; FALSE: there is no going on */
static gboolean
try_range (Table *self, gint64 first, gint64 last, gboolean *copied, GError **error)
{
  sqlite3 *handle = self->database->handle;
  int code;

  sqlite3_bind_int64 (self->copy, 1, first);
  sqlite3_bind_int64 (self->copy, 2, last);
  code = sqlite3_step (self->copy);
  sqlite3_reset (self->copy);
  *copied = code == SQLITE_DONE;
  if (*copied && self->is_rows)
    self->rescue->n_rows += (guint64) sqlite3_changes (handle);
  return *copied || is_lost (handle) || buffer_fail (error, handle, self->database->path);
}

/* halves until the ids stand alone that cannot be read */
static gboolean
copy_range (Table *self, gint64 first, gint64 last, GError **error)
{
  const gint64 middle = first + (last - first) / 2;
  gboolean copied;

  if (!try_range (self, first, last, &copied, error))
    return FALSE;
  if (copied)
    return TRUE;
  if (first < last)
    return copy_range (self, first, middle, error) && copy_range (self, middle + 1, last, error);
  add_lost (self, first);
  return TRUE;
}

/* the greatest that any of these says: each of them may be what is damaged; but not what no store
 * could have come to */
static gboolean
find_last_id (BufferDatabase *database, const char *table, gint64 *last, GError **error)
{
  g_autofree char *by_order = g_strdup_printf ("SELECT coalesce (max (rowid), 0) FROM damaged.%s",
                                               table);
  g_autofree char *by_sequence = g_strdup_printf (
      "SELECT coalesce (max (seq), 0) FROM damaged.sqlite_sequence WHERE name = '%s'", table);
  gint64 first = 0, second = 0;

  if (!ask (database, by_order, &first, error) || !ask (database, by_sequence, &second, error))
    return FALSE;
  *last = second > 0 && first - second > BEYOND_MAX ? second : MAX (first, second);
  return TRUE;
}

/* moves *@id to the first one from there on that can be found: those before may be gone */
static gboolean
find_next_id (const Table *self, gint64 *id, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT coalesce (min (rowid), %" G_GINT64_FORMAT
                                          ") FROM damaged.%s WHERE rowid >= %" G_GINT64_FORMAT,
                                          G_MAXINT64, self->table, *id);
  gint64 next = *id;

  if (!ask (self->database, sql, &next, error))
    return FALSE;
  *id = MAX (next, *id);
  return TRUE;
}

static gboolean
copy_ids (Table *self, gint64 last, GError **error)
{
  gint64 id = 1, first = 0;

  for (;;)
    {
      if (!find_next_id (self, &id, error))
        return FALSE;
      if (id > last)
        return TRUE;
      if (first == 0)
        first = id;
      if (!copy_range (self, id, MIN (id + RANGE - 1, last), error))
        return FALSE;
      id += RANGE;
      if (self->is_rows && self->sink != NULL)
        leat_sink_progress (self->sink, (guint64) MIN (id - first, last - first + 1),
                            (guint64) (last - first + 1));
    }
}

static gboolean
copy_table (BufferRescue *rescue, BufferDatabase *database, const char *table, LeatSink *sink,
            GError **error)
{
  Table self = { .rescue = rescue, .database = database, .table = table, .sink = sink };
  g_autofree char *sql = g_strdup_printf (
      "INSERT OR IGNORE INTO main.%s SELECT * FROM damaged.%s WHERE rowid BETWEEN ? AND ?", table,
      table);
  g_autoptr (GError) failure = NULL;
  g_autoptr (sqlite3_stmt) copy = buffer_database_prepare (database, sql, &failure);
  gint64 last;

  /* not even its head can be read, or an older file has none */
  if (copy == NULL)
    return go_on (database, FALSE, &failure, error);
  if (!find_last_id (database, table, &last, error))
    return FALSE;
  self.copy = copy;
  self.is_rows = g_str_equal (table, "rows");
  if (!copy_ids (&self, last, error))
    return FALSE;
  end_lost (&self);
  return TRUE;
}

/* facts have no number to go by */
static gboolean
copy_facts (BufferDatabase *database, GError **error)
{
  g_autoptr (GError) failure = NULL;
  const gboolean done = buffer_database_run (database,
                                             "INSERT INTO main.facts SELECT * FROM damaged.facts",
                                             &failure);

  return go_on (database, done, &failure, error);
}

/* an id never comes back, and no reader stands beyond the last one */
static gboolean
raise_ids (BufferDatabase *database, GError **error)
{
  static const char *const tables[] = { "rows", "rejects", "again" };
  gint64 had = 0;

  if (!buffer_database_get (database,
                            "SELECT coalesce (max (max (acknowledged, claimed)), 0) FROM places"
                            " WHERE again = 0",
                            &had, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      gint64 last;

      if (!find_last_id (database, tables[i], &last, error))
        return FALSE;
      if (i == 0)
        last = MAX (last, had);
      if (!buffer_database_do (database, error, "DELETE FROM sqlite_sequence WHERE name = ?", "s",
                               tables[i]) ||
          !buffer_database_do (database, error,
                               "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", "si",
                               tables[i], last))
        return FALSE;
    }
  return TRUE;
}

gboolean
buffer_rescue_run (BufferRescue *self, BufferDatabase *database, const char *damaged,
                   LeatSink *sink, GError **error)
{
  static const char *const tables[] = { "schemas", "streams", "rows",  "places",  "claims",
                                        "rejects", "again",   "clock", "moments", "absent" };

  g_autoptr (GError) failure = NULL;

  *self = (BufferRescue) { .lost = g_string_new (NULL) };
  /* one definition that cannot be read, of a view, is no reason to read none */
  buffer_database_run (database, "PRAGMA writable_schema = ON", NULL);
  /* a head that is destroyed has nothing to copy */
  if (!buffer_database_do (database, &failure, "ATTACH ? AS damaged", "s", damaged))
    return go_on (database, FALSE, &failure, error);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!copy_table (self, database, tables[i], sink, error))
      return FALSE;
  return copy_facts (database, error) && raise_ids (database, error) &&
         buffer_database_run (database, "DETACH damaged; PRAGMA writable_schema = OFF", error);
}

void
buffer_rescue_clear (BufferRescue *self)
{
  if (self->lost != NULL)
    g_string_free (self->lost, TRUE);
  self->lost = NULL;
}
