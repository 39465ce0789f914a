/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-moments.c - when what had come so far, from which its keeping counts */
#include "buffer-moments.h"

/* so many moments are noted over the time that is kept */
#define N_MOMENTS 32

typedef struct {
  gint64  passed;   /* ns */
  guint64 up_to;
} Moment;

struct _BufferMoments {
  BufferKind kind;
  gint64     keep;      /* ns */
  GArray    *moments;   /* of Moment, in order; the first is over, or all are to come */
};

BufferMoments *
buffer_moments_new (BufferKind kind, gint64 keep)
{
  BufferMoments *self = g_new0 (BufferMoments, 1);

  self->kind = kind;
  self->keep = MIN (keep, G_MAXINT64 / 1000) * 1000;
  self->moments = g_array_new (FALSE, FALSE, sizeof (Moment));
  return self;
}

void
buffer_moments_free (BufferMoments *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->moments);
  g_free (self);
}

gboolean
buffer_moments_load (BufferMoments *self, BufferDatabase *database, GError **error)
{
  g_autoptr (sqlite3_stmt) row =
      buffer_database_query (database, error,
                             "SELECT passed, up_to FROM moments WHERE kind = ? ORDER BY passed",
                             "i", (gint64) self->kind);
  g_autoptr (GError) failure = NULL;

  if (row == NULL)
    return FALSE;
  g_array_set_size (self->moments, 0);
  while (buffer_database_step (database, row, &failure))
    {
      const Moment moment = { sqlite3_column_int64 (row, 0),
                              (guint64) sqlite3_column_int64 (row, 1) };

      g_array_append_val (self->moments, moment);
    }
  return buffer_is_done (&failure, error);
}

static const Moment *
get_moment (const BufferMoments *self, guint index)
{
  return &g_array_index (self->moments, Moment, index);
}

/* how many of them are long enough ago */
static guint
count_over (const BufferMoments *self, gint64 now)
{
  guint n = 0;

  while (n < self->moments->len && get_moment (self, n)->passed <= now - self->keep)
    n++;
  return n;
}

/* the last one that is over says all that those before it do */
static gboolean
remove_old (BufferMoments *self, BufferDatabase *database, gint64 now, GError **error)
{
  const guint n_over = count_over (self, now);

  if (n_over < 2)
    return TRUE;
  if (!buffer_database_do (database, error, "DELETE FROM moments WHERE kind = ? AND up_to < ?",
                           "ii", (gint64) self->kind,
                           (gint64) get_moment (self, n_over - 1)->up_to))
    return FALSE;
  g_array_remove_range (self->moments, 0, n_over - 1);
  return TRUE;
}

gboolean
buffer_moments_note (BufferMoments *self, BufferDatabase *database, gint64 now, guint64 up_to,
                     GError **error)
{
  const Moment *last = self->moments->len > 0 ? get_moment (self, self->moments->len - 1) : NULL;
  const Moment moment = { now, up_to };

  if (self->keep == 0 || up_to == 0)
    return TRUE;
  if (last != NULL && (up_to <= last->up_to || now - last->passed < self->keep / N_MOMENTS))
    return TRUE;
  if (!remove_old (self, database, now, error) ||
      !buffer_database_do (database, error,
                           "INSERT INTO moments (kind, passed, up_to) VALUES (?, ?, ?)", "iii",
                           (gint64) self->kind, moment.passed, (gint64) moment.up_to))
    return FALSE;
  g_array_append_val (self->moments, moment);
  return TRUE;
}

guint64
buffer_moments_get_over (const BufferMoments *self, gint64 now)
{
  const guint n_over = count_over (self, now);

  return n_over > 0 ? get_moment (self, n_over - 1)->up_to : 0;
}
