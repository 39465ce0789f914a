/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-limits.c - how much the store may hold, and what goes when it is more */
#include "buffer-limits.h"
#include <sys/statvfs.h>

/* once over the limit, it goes down to so many hundredths of it: not row by row from then on */
#define LOW_MARK 95
/* and free disk space must be so many hundredths of min-free= again */
#define FREE_MARK 110
/* what the file may have on a short disk at the least */
#define DISK_SIZE_MIN (1024 * 1024)
/* beyond max-size=, for what is written before something is deleted */
#define HEADROOM (64 * 1024 * 1024)

struct _BufferLimits {
  BufferLimitSettings settings;
  BufferRoom          room;
  gboolean            is_shrinking;   /* towards the low mark */
  gint64              disk_size;      /* of the file, while the disk is short; 0: it is not */
  guint64             deleted;        /* up to here only pinned rows are left */
};

BufferLimits *
buffer_limits_new (const BufferLimitSettings *settings)
{
  BufferLimits *self = g_new0 (BufferLimits, 1);

  self->settings = *settings;
  return self;
}

void
buffer_limits_free (BufferLimits *self)
{
  g_free (self);
}

void
buffer_limits_reset (BufferLimits *self)
{
  self->deleted = 0;
}

BufferRoom
buffer_limits_get_room (const BufferLimits *self)
{
  return self->room;
}

gint64
buffer_limits_get_rejects_size (const BufferLimits *self)
{
  const gint64 half = self->settings.max_size / 2;

  if (self->settings.rejects_size == 0 || half == 0)
    return MAX (self->settings.rejects_size, half);
  return MIN (self->settings.rejects_size, half);
}

gboolean
buffer_limits_apply (BufferLimits *self, BufferDatabase *database, GError **error)
{
  g_autofree char *sql = NULL;
  gint64 page_size;

  if (self->settings.max_size == 0)
    return TRUE;
  if (!buffer_database_get (database, "PRAGMA page_size", &page_size, error))
    return FALSE;
  sql = g_strdup_printf ("PRAGMA max_page_count = %" G_GINT64_FORMAT,
                         MIN ((self->settings.max_size + HEADROOM) / page_size, 0x7ffffffe));
  return buffer_database_run (database, sql, error);
}

/* of rows and their tables; free pages are used again before the file grows */
static gboolean
measure (BufferDatabase *database, gint64 *used, GError **error)
{
  gint64 page_size, n_pages, n_free;

  if (!buffer_database_get (database, "PRAGMA page_size", &page_size, error) ||
      !buffer_database_get (database, "PRAGMA page_count", &n_pages, error) ||
      !buffer_database_get (database, "PRAGMA freelist_count", &n_free, error))
    return FALSE;
  *used = (n_pages - n_free) * page_size;
  return TRUE;
}

/* a short disk: the file keeps the size that it has now, as long as that lasts */
static void
look_at_disk (BufferLimits *self, const char *path, gint64 used)
{
  struct statvfs disk;
  gint64 n_free;

  if (self->settings.min_free == 0 || statvfs (path, &disk) != 0)
    return;
  n_free = (gint64) disk.f_bavail * (gint64) disk.f_frsize;
  if (self->disk_size == 0 && n_free < self->settings.min_free)
    self->disk_size = MAX (used, DISK_SIZE_MIN);
  else if (self->disk_size > 0 && n_free >= self->settings.min_free / 100 * FREE_MARK)
    self->disk_size = 0;
}

static gboolean
is_over (BufferLimits *self, gint64 used)
{
  gint64 limit = self->settings.max_size;

  if (self->disk_size > 0)
    limit = limit > 0 ? MIN (limit, self->disk_size) : self->disk_size;
  if (limit == 0)
    return FALSE;
  if (used > limit)
    self->is_shrinking = TRUE;
  else if (used < limit / 100 * LOW_MARK)
    self->is_shrinking = FALSE;
  return self->is_shrinking;
}

/* the last id of the next @max_rows rows, but none above @limit; 0: there is none */
static gboolean
find_end (BufferLimits *self, BufferDatabase *database, guint64 limit, guint max_rows, guint64 *end,
          GError **error)
{
  g_autoptr (sqlite3_stmt) row =
      buffer_database_query (database, error,
                             "SELECT coalesce (max (id), 0) FROM"
                             " (SELECT id FROM rows WHERE id > ? AND id <= ? ORDER BY id LIMIT ?)",
                             "iii", (gint64) self->deleted, (gint64) MIN (limit, G_MAXINT64),
                             (gint64) max_rows);

  if (row == NULL || !buffer_database_step (database, row, error))
    return FALSE;
  *end = (guint64) sqlite3_column_int64 (row, 0);
  return TRUE;
}

#define UNPINNED \
  " NOT EXISTS (SELECT 1 FROM rejects WHERE rejects.row = rows.id)" \
  " AND NOT EXISTS (SELECT 1 FROM again WHERE again.row = rows.id)"

/* from the last deleted one to @end; those above @had were not had by everybody */
static gboolean
delete_up_to (BufferLimits *self, BufferDatabase *database, guint64 end, guint64 had,
              BufferDrops *drops, guint *n_deleted, GError **error)
{
  if (end > had &&
      !buffer_drops_add (drops, database, MAX (self->deleted, had), end, UNPINNED, error))
    return FALSE;
  if (!buffer_database_do (database, error,
                           "DELETE FROM rows WHERE id > ? AND id <= ? AND" UNPINNED, "ii",
                           (gint64) self->deleted, (gint64) end))
    return FALSE;
  *n_deleted = (guint) sqlite3_changes (database->handle);
  /* a stretch of pinned ones alone was worth the look, too */
  *n_deleted = MAX (*n_deleted, 1);
  self->deleted = end;
  return TRUE;
}

static guint64
find_droppable (const BufferLimits *self, const BufferMarks *marks)
{
  if (!self->settings.blocks)
    return G_MAXUINT64;
  return marks->has_readers ? marks->by_present : 0;
}

gboolean
buffer_limits_delete (BufferLimits *self, BufferDatabase *database, const BufferMarks *marks,
                      guint64 old, guint max_rows, BufferDrops *drops, guint *n_deleted,
                      GError **error)
{
  const guint64 had = marks->has_readers ? marks->by_all : G_MAXUINT64;
  guint64 end = 0;
  gboolean over;
  gint64 used;

  *n_deleted = 0;
  if (!measure (database, &used, error))
    return FALSE;
  look_at_disk (self, database->path, used);
  over = is_over (self, used);
  self->room = over ? BUFFER_OVER : BUFFER_ROOM;
  if (over)
    {
      if (!find_end (self, database, find_droppable (self, marks), max_rows, &end, error))
        return FALSE;
      if (end == 0 && self->settings.blocks)
        self->room = BUFFER_BLOCKED;
    }
  else if (!find_end (self, database, MIN (had, old), max_rows, &end, error))
    return FALSE;
  if (end == 0)
    return TRUE;
  /* nobody reads: nobody misses anything that goes because of its age, but what goes for want of
   * room is told */
  return delete_up_to (self, database, end, over && !marks->has_readers ? 0 : had, drops, n_deleted,
                       error);
}
