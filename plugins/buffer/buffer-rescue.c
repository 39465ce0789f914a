/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-rescue.c - copies what can be read of a damaged file */
#include "buffer-rescue.h"

/* as many ids are tried at once */
#define RANGE 4096
/* what is said of lost ranges, in bytes */
#define LOST_MAX 400

typedef struct {
  BufferRescue   *rescue;
  BufferDatabase *database;
  const char     *table;
  sqlite3_stmt   *copy;
  gboolean        is_rows;
  gint64          lost_first;   /* of an open stretch; 0: none */
  gint64          lost_last;
} Table;

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

static gboolean
try_range (Table *self, gint64 first, gint64 last)
{
  int code;

  sqlite3_bind_int64 (self->copy, 1, first);
  sqlite3_bind_int64 (self->copy, 2, last);
  code = sqlite3_step (self->copy);
  sqlite3_reset (self->copy);
  if (code == SQLITE_DONE && self->is_rows)
    self->rescue->n_rows += (guint64) sqlite3_changes (self->database->handle);
  return code == SQLITE_DONE;
}

/* halves until the ids stand alone that cannot be read */
static void
copy_range (Table *self, gint64 first, gint64 last)
{
  const gint64 middle = first + (last - first) / 2;

  if (try_range (self, first, last))
    return;
  if (first == last)
    {
      add_lost (self, first);
      return;
    }
  copy_range (self, first, middle);
  copy_range (self, middle + 1, last);
}

/* the greatest that any of these says: each of them may be what is damaged */
static gint64
find_last_id (BufferDatabase *database, const char *table)
{
  g_autofree char *by_order = g_strdup_printf ("SELECT coalesce (max (rowid), 0) FROM damaged.%s",
                                               table);
  g_autofree char *by_sequence = g_strdup_printf (
      "SELECT coalesce (max (seq), 0) FROM damaged.sqlite_sequence WHERE name = '%s'", table);
  gint64 first = 0, second = 0;

  buffer_database_get (database, by_order, &first, NULL);
  buffer_database_get (database, by_sequence, &second, NULL);
  return MAX (first, second);
}

/* the first id that can be found: those before may be gone long since */
static gint64
find_first_id (BufferDatabase *database, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT coalesce (min (rowid), 1) FROM damaged.%s",
                                          table);
  gint64 first = 1;

  buffer_database_get (database, sql, &first, NULL);
  return MAX (first, 1);
}

static gboolean
copy_table (BufferRescue *rescue, BufferDatabase *database, const char *table, GError **error)
{
  Table self = { .rescue = rescue, .database = database, .table = table };
  g_autofree char *sql = g_strdup_printf (
      "INSERT OR IGNORE INTO main.%s SELECT * FROM damaged.%s WHERE rowid BETWEEN ? AND ?", table,
      table);
  const gint64 last = find_last_id (database, table);
  g_autoptr (sqlite3_stmt) copy = buffer_database_prepare (database, sql, NULL);

  /* not even its head can be read */
  if (copy == NULL)
    return TRUE;
  self.copy = copy;
  self.is_rows = g_str_equal (table, "rows");
  for (gint64 id = find_first_id (database, table); id <= last; id += RANGE)
    copy_range (&self, id, MIN (id + RANGE - 1, last));
  end_lost (&self);
  return TRUE;
}

/* facts have no number to go by */
static void
copy_facts (BufferDatabase *database)
{
  buffer_database_run (database, "INSERT INTO main.facts SELECT * FROM damaged.facts", NULL);
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
      const gint64 last = MAX (find_last_id (database, tables[i]), i == 0 ? had : 0);

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
                   GError **error)
{
  static const char *const tables[] = { "schemas", "streams", "rows", "places",
                                        "claims",  "rejects", "again" };

  *self = (BufferRescue) { .lost = g_string_new (NULL) };
  /* a head that is destroyed has nothing to copy */
  if (!buffer_database_do (database, NULL, "ATTACH ? AS damaged", "s", damaged))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!copy_table (self, database, tables[i], error))
      return FALSE;
  copy_facts (database);
  return raise_ids (database, error) && buffer_database_run (database, "DETACH damaged", error);
}

void
buffer_rescue_clear (BufferRescue *self)
{
  if (self->lost != NULL)
    g_string_free (self->lost, TRUE);
  self->lost = NULL;
}
