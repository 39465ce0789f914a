/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-drops.c - records that went before every reader had them, by name */
#include "buffer-drops.h"

/* a stretch of one stream */
typedef struct {
  guint64 first;
  guint64 last;
  guint64 n;
} Stretch;

/* each of "source/epoch" -> Stretch */
struct _BufferDrops {
  GHashTable *stretches;
  GHashTable *ahead;   /* of the open transaction */
};

static GHashTable *
new_stretches (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

BufferDrops *
buffer_drops_new (void)
{
  BufferDrops *self = g_new0 (BufferDrops, 1);

  self->stretches = new_stretches ();
  self->ahead = new_stretches ();
  return self;
}

void
buffer_drops_free (BufferDrops *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->stretches);
  g_hash_table_unref (self->ahead);
  g_free (self);
}

static void
add_stretch (GHashTable *stretches, const char *name, const Stretch *more)
{
  Stretch *stretch = g_hash_table_lookup (stretches, name);

  if (stretch == NULL)
    {
      g_hash_table_insert (stretches, g_strdup (name), g_memdup2 (more, sizeof *more));
      return;
    }
  stretch->first = MIN (stretch->first, more->first);
  stretch->last = MAX (stretch->last, more->last);
  stretch->n += more->n;
}

static void
add_row (BufferDrops *self, sqlite3_stmt *row)
{
  const Stretch stretch = {
    .n = (guint64) sqlite3_column_int64 (row, 1),
    .first = (guint64) sqlite3_column_int64 (row, 2),
    .last = (guint64) sqlite3_column_int64 (row, 3),
  };

  add_stretch (self->ahead, (const char *) sqlite3_column_text (row, 0), &stretch);
}

gboolean
buffer_drops_add (BufferDrops *self, BufferDatabase *database, guint64 behind, guint64 up_to,
                  const char *unpinned, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT source || '/' || epoch, count(*), min (sequence), max (sequence) FROM rows"
      " JOIN streams ON streams.id = rows.stream WHERE rows.id > ? AND rows.id <= ? AND%s"
      " GROUP BY rows.stream",
      unpinned);
  g_autoptr (sqlite3_stmt)
      row = buffer_database_query (database, error, sql, "ii", (gint64) behind, (gint64) up_to);
  g_autoptr (GError) failure = NULL;

  if (row == NULL)
    return FALSE;
  while (buffer_database_step (database, row, &failure))
    add_row (self, row);
  return buffer_is_done (&failure, error);
}

void
buffer_drops_settle (BufferDrops *self, gboolean committed)
{
  GHashTableIter iter;
  gpointer name, stretch;

  g_hash_table_iter_init (&iter, self->ahead);
  while (committed && g_hash_table_iter_next (&iter, &name, &stretch))
    add_stretch (self->stretches, name, stretch);
  g_hash_table_remove_all (self->ahead);
}

char *
buffer_drops_tell (BufferDrops *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GHashTableIter iter;
  gpointer name, value;

  if (g_hash_table_size (self->stretches) == 0)
    return NULL;
  g_hash_table_iter_init (&iter, self->stretches);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      const Stretch *stretch = value;

      g_string_append_printf (text,
                              "%s%" G_GUINT64_FORMAT " of %s/%" G_GUINT64_FORMAT
                              "-%" G_GUINT64_FORMAT,
                              text->len > 0 ? ", " : "", stretch->n, (const char *) name,
                              stretch->first, stretch->last);
    }
  g_hash_table_remove_all (self->stretches);
  return g_strdup (text->str);
}
