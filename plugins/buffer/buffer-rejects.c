/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-rejects.c - refused records have a bound of their own, inside the store's */
#include "buffer-rejects.h"

/* once over the bound, it goes down to so many hundredths of it */
#define LOW_MARK 95

struct _BufferRejects {
  gint64       bound;
  gint64       size;       /* of those up to @counted */
  gint64       counted;    /* an id */
  gboolean     is_over;
  BufferDrops *drops;
};

/* what one holds: itself, its record, and what both cost beside their texts */
#define SIZE \
  "length (reason) + coalesce (length (answer), 0) + coalesce (length (fields), 0) +" \
  " coalesce (length (text), 0) + coalesce (length (frame), 0) + 200"

#define FROM " FROM rejects LEFT JOIN rows ON rows.id = rejects.row"

BufferRejects *
buffer_rejects_new (gint64 bound)
{
  BufferRejects *self = g_new0 (BufferRejects, 1);

  self->bound = bound;
  self->drops = buffer_drops_new ();
  return self;
}

void
buffer_rejects_free (BufferRejects *self)
{
  if (self == NULL)
    return;
  buffer_drops_free (self->drops);
  g_free (self);
}

void
buffer_rejects_reset (BufferRejects *self)
{
  self->counted = self->size = 0;
}

static void
judge (BufferRejects *self)
{
  if (self->bound > 0 && self->size >= self->bound)
    self->is_over = TRUE;
  else if (self->bound == 0 || self->size < self->bound / 100 * LOW_MARK)
    self->is_over = FALSE;
}

gboolean
buffer_rejects_is_over (const BufferRejects *self)
{
  return self->is_over;
}

gint
buffer_rejects_get_room (const BufferRejects *self)
{
  if (self->is_over)
    return 0;
  return self->bound > 0 ? (gint) MIN ((self->bound - self->size) / 1024 + 1, G_MAXINT) : G_MAXINT;
}

gboolean
buffer_rejects_count (BufferRejects *self, BufferDatabase *database, GError **error)
{
  g_autoptr (sqlite3_stmt)
      row = buffer_database_query (database, error,
                                   "SELECT total (" SIZE "), coalesce (max (rejects.id), ?1)" FROM
                                   " WHERE rejects.id > ?1",
                                   "i", self->counted);

  if (row == NULL || !buffer_database_step (database, row, error))
    return FALSE;
  self->size += sqlite3_column_int64 (row, 0);
  self->counted = sqlite3_column_int64 (row, 1);
  judge (self);
  return TRUE;
}

/* the id up to which they go, and what they hold */
static gboolean
find_end (const BufferRejects *self, BufferDatabase *database, gboolean all, guint max_rows,
          gint64 *end, gint64 *size, GError **error)
{
  g_autoptr (sqlite3_stmt)
      row = buffer_database_query (database, error,
                                   "SELECT rejects.id, " SIZE FROM " ORDER BY rejects.id LIMIT ?",
                                   "i", (gint64) max_rows);
  g_autoptr (GError) failure = NULL;

  *end = *size = 0;
  if (row == NULL)
    return FALSE;
  while ((all || self->size - *size >= self->bound / 100 * LOW_MARK) &&
         buffer_database_step (database, row, &failure))
    {
      *end = sqlite3_column_int64 (row, 0);
      *size += sqlite3_column_int64 (row, 1);
    }
  return buffer_is_done (&failure, error);
}

gboolean
buffer_rejects_drop (BufferRejects *self, BufferDatabase *database, gboolean all, guint max_rows,
                     guint *n_dropped, GError **error)
{
  g_autofree char *which = NULL;
  gint64 end, size;

  *n_dropped = 0;
  if (!find_end (self, database, all, max_rows, &end, &size, error))
    return FALSE;
  if (end == 0)
    return TRUE;
  which = g_strdup_printf (" rows.id IN (SELECT row FROM rejects WHERE id <= %" G_GINT64_FORMAT ")",
                           end);
  if (!buffer_drops_add (self->drops, database, 0, G_MAXINT64, which, error) ||
      !buffer_database_do (database, error, "DELETE FROM rejects WHERE id <= ?", "i", end))
    return FALSE;
  *n_dropped = (guint) sqlite3_changes (database->handle);
  self->size = MAX (self->size - size, 0);
  judge (self);
  return TRUE;
}

void
buffer_rejects_settle (BufferRejects *self, gboolean committed)
{
  buffer_drops_settle (self->drops, committed);
  if (!committed)
    buffer_rejects_reset (self);
}

char *
buffer_rejects_tell (BufferRejects *self)
{
  return buffer_drops_tell (self->drops);
}
