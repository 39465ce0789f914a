/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-acknowledged.c - when every reader had had what, from which its keeping counts */
#include "buffer-acknowledged.h"

/* so many moments are noted over the time that is kept */
#define N_MOMENTS 32

typedef struct {
  gint64  time;     /* nanoseconds since 1970 */
  guint64 up_to;
} Moment;

struct _BufferAcknowledged {
  gint64  keep;      /* µs */
  GArray *moments;   /* of Moment, in order; the first is over, or all are to come */
};

BufferAcknowledged *
buffer_acknowledged_new (gint64 keep)
{
  BufferAcknowledged *self = g_new0 (BufferAcknowledged, 1);

  self->keep = MIN (keep, G_MAXINT64 / 1000);
  self->moments = g_array_new (FALSE, FALSE, sizeof (Moment));
  return self;
}

void
buffer_acknowledged_free (BufferAcknowledged *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->moments);
  g_free (self);
}

gboolean
buffer_acknowledged_load (BufferAcknowledged *self, BufferDatabase *database, GError **error)
{
  g_autoptr (sqlite3_stmt)
      row = buffer_database_query (database, error,
                                   "SELECT time, up_to FROM acknowledged ORDER BY id", "");
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
get_moment (const BufferAcknowledged *self, guint index)
{
  return &g_array_index (self->moments, Moment, index);
}

/* how many of them are long enough ago */
static guint
count_over (const BufferAcknowledged *self, gint64 now)
{
  guint n = 0;

  while (n < self->moments->len && get_moment (self, n)->time <= now - self->keep * 1000)
    n++;
  return n;
}

/* the last one that is over says all that those before it do */
static gboolean
remove_old (BufferAcknowledged *self, BufferDatabase *database, gint64 now, GError **error)
{
  const guint n_over = count_over (self, now);

  if (n_over < 2)
    return TRUE;
  if (!buffer_database_do (database, error, "DELETE FROM acknowledged WHERE up_to < ?", "i",
                           (gint64) get_moment (self, n_over - 1)->up_to))
    return FALSE;
  g_array_remove_range (self->moments, 0, n_over - 1);
  return TRUE;
}

gboolean
buffer_acknowledged_note (BufferAcknowledged *self, BufferDatabase *database,
                          const BufferMarks *marks, GError **error)
{
  const Moment *last = self->moments->len > 0 ? get_moment (self, self->moments->len - 1) : NULL;
  const Moment moment = { marks->now, marks->by_all };

  if (self->keep == 0 || !marks->has_readers || marks->by_all == 0)
    return TRUE;
  if (last != NULL && (marks->by_all <= last->up_to ||
                       llabs (marks->now - last->time) < self->keep * 1000 / N_MOMENTS))
    return TRUE;
  if (!remove_old (self, database, marks->now, error) ||
      !buffer_database_do (database, error, "INSERT INTO acknowledged (time, up_to) VALUES (?, ?)",
                           "ii", moment.time, (gint64) moment.up_to))
    return FALSE;
  g_array_append_val (self->moments, moment);
  return TRUE;
}

guint64
buffer_acknowledged_get_end (const BufferAcknowledged *self, const BufferMarks *marks)
{
  const guint n_over = count_over (self, marks->now);

  if (!marks->has_readers)
    return 0;
  if (self->keep == 0)
    return marks->by_all;
  return n_over > 0 ? MIN (get_moment (self, n_over - 1)->up_to, marks->by_all) : 0;
}
