/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-places-marks.c - how far all readers are together: what is behind that, nobody needs */
#include "buffer-places-private.h"

void
buffer_places_get_marks (BufferPlaces *self, gboolean is_settled, BufferMarks *marks)
{
  *marks = (BufferMarks) { G_MAXUINT64, G_MAXUINT64, FALSE };
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->places->len; i++)
    {
      const BufferPlace *place = g_ptr_array_index (self->places, i);

      if (place->again)
        continue;
      marks->has_readers = TRUE;
      marks->by_all = MIN (marks->by_all, place->acknowledged);
      if (!is_settled || !buffer_place_is_absent (place))
        marks->by_present = MIN (marks->by_present, place->acknowledged);
    }
  g_mutex_unlock (&self->mutex);
}

guint64
buffer_places_get_highest (BufferPlaces *self)
{
  guint64 highest = 0;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->places->len; i++)
    {
      const BufferPlace *place = g_ptr_array_index (self->places, i);

      if (!place->again)
        highest = MAX (highest, MAX (place->acknowledged, buffer_claims_get_last (place->claims)));
    }
  g_mutex_unlock (&self->mutex);
  return highest;
}

static char *
make_key (const char *reader, gboolean again)
{
  return g_strdup_printf ("%d%s", again, reader);
}

static GHashTable *
read_keys (BufferDatabase *database, GError **error)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (sqlite3_stmt)
      row = buffer_database_query (database, error, "SELECT reader, again FROM places", "");
  g_autoptr (GError) failure = NULL;

  if (row == NULL)
    return NULL;
  while (buffer_database_step (database, row, &failure))
    g_hash_table_add (keys, make_key ((const char *) sqlite3_column_text (row, 0),
                                      sqlite3_column_int (row, 1) != 0));
  return buffer_is_done (&failure, error) ? g_steal_pointer (&keys) : NULL;
}

gboolean
buffer_places_forget (BufferPlaces *self, BufferDatabase *database, GError **error)
{
  g_autoptr (GHashTable) keys = read_keys (database, error);

  if (keys == NULL)
    return FALSE;
  g_mutex_lock (&self->mutex);
  for (guint i = self->places->len; i > 0; i--)
    {
      const BufferPlace *place = g_ptr_array_index (self->places, i - 1);
      g_autofree char *key = make_key (place->reader, place->again);

      if (place->n_entered == 0 && !place->is_ahead && !g_hash_table_contains (keys, key))
        g_ptr_array_remove_index (self->places, i - 1);
    }
  g_mutex_unlock (&self->mutex);
  return TRUE;
}
