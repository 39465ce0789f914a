/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-claims.c - where the requests end that a reader has sent, or is about to send */
#include "buffer-claims.h"
#include <string.h>

BufferClaims *
buffer_claims_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (guint64));
}

BufferClaims *
buffer_claims_copy (const BufferClaims *self)
{
  BufferClaims *copy = buffer_claims_new ();

  g_array_append_vals (copy, self->data, self->len);
  return copy;
}

static guint64
get_end (const BufferClaims *self, guint index)
{
  return g_array_index (self, guint64, index);
}

/* how many there are up to there */
static guint
count_up_to (const BufferClaims *self, guint64 up_to)
{
  guint n = 0;

  while (n < self->len && get_end (self, n) <= up_to)
    n++;
  return n;
}

gboolean
buffer_claims_set (BufferClaims *self, const guint64 *ends, guint n_ends)
{
  const guint n = count_up_to (self, ends[n_ends - 1]);

  if (n == n_ends && memcmp (self->data, ends, n * sizeof *ends) == 0)
    return FALSE;
  g_array_remove_range (self, 0, n);
  g_array_prepend_vals (self, ends, n_ends);
  return TRUE;
}

void
buffer_claims_settle (BufferClaims *self, guint64 up_to)
{
  g_array_remove_range (self, 0, count_up_to (self, up_to));
}

guint64
buffer_claims_get_last (const BufferClaims *self)
{
  return self->len > 0 ? get_end (self, self->len - 1) : 0;
}

gboolean
buffer_claims_load (BufferClaims *self, BufferDatabase *database, const char *reader,
                    gboolean again, guint64 acknowledged, guint64 last, GError **error)
{
  g_autoptr (sqlite3_stmt) row = buffer_database_query (
      database, error,
      "SELECT up_to FROM claims WHERE reader = ? AND again = ? AND up_to > ? AND up_to < ?"
      " ORDER BY up_to",
      "siii", reader, (gint64) again, (gint64) acknowledged, (gint64) last);
  g_autoptr (GError) failure = NULL;

  if (row == NULL)
    return FALSE;
  while (buffer_database_step (database, row, &failure))
    {
      const guint64 end = (guint64) sqlite3_column_int64 (row, 0);

      g_array_append_val (self, end);
    }
  if (last > acknowledged)
    g_array_append_val (self, last);
  return buffer_is_done (&failure, error);
}

gboolean
buffer_claims_write (const BufferClaims *self, BufferDatabase *database, const char *reader,
                     gboolean again, GError **error)
{
  if (!buffer_database_do (database, error, "DELETE FROM claims WHERE reader = ? AND again = ?",
                           "si", reader, (gint64) again))
    return FALSE;
  for (guint i = 0; i + 1 < self->len; i++)
    if (!buffer_database_do (database, error,
                             "INSERT INTO claims (reader, again, up_to) VALUES (?, ?, ?)", "sii",
                             reader, (gint64) again, (gint64) get_end (self, i)))
      return FALSE;
  return TRUE;
}
