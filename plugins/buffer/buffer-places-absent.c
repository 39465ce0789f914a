/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-places-absent.c - readers that are in no configuration any more, and for how long */
#include "buffer-places-private.h"

/* Since when, is written down once: what is written when they come or go would be lost by a kill.
 * Whether the last try came into the file is not asked: where it is there, nothing is written. */
static gboolean
note_absent (BufferPlace *place, BufferDatabase *database, gint64 now, GError **error)
{
  if (!buffer_place_is_absent (place))
    return TRUE;
  if (place->absent_since < 0)
    place->absent_since = now;
  return buffer_database_do (database, error,
                             "INSERT INTO absent (reader, since) VALUES (?, ?)"
                             " ON CONFLICT (reader) DO NOTHING",
                             "si", place->reader, place->absent_since);
}

gboolean
buffer_places_note_absent (BufferPlaces *self, BufferDatabase *database, gint64 now, GError **error)
{
  gboolean noted = TRUE;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->places->len && noted; i++)
    noted = note_absent (g_ptr_array_index (self->places, i), database, now, error);
  g_mutex_unlock (&self->mutex);
  return noted;
}

gboolean
buffer_places_erase (BufferDatabase *database, const char *reader, GError **error)
{
  static const char *const tables[] = { "places", "claims", "facts", "rejects", "again", "absent" };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE reader = ?", tables[i]);

      if (!buffer_database_do (database, error, sql, "s", reader))
        return FALSE;
    }
  return TRUE;
}

static gboolean
count_refused (BufferDatabase *database, const char *reader, gint64 *n_refused, GError **error)
{
  g_autoptr (sqlite3_stmt)
      row = buffer_database_query (database, error,
                                   "SELECT (SELECT count(*) FROM rejects WHERE reader = ?1) +"
                                   " (SELECT count(*) FROM again WHERE reader = ?1)",
                                   "s", reader);

  if (row == NULL || !buffer_database_step (database, row, error))
    return FALSE;
  *n_refused = sqlite3_column_int64 (row, 0);
  return TRUE;
}

static gboolean
expire (const BufferPlace *place, BufferDatabase *database, GString *told, GError **error)
{
  gint64 n_refused;

  if (!count_refused (database, place->reader, &n_refused, error) ||
      !buffer_places_erase (database, place->reader, error))
    return FALSE;
  g_string_append_printf (told,
                          "%s%s, with what it had not had behind id %" G_GUINT64_FORMAT
                          " and %" G_GINT64_FORMAT " records that were refused or asked for again",
                          told->len > 0 ? "; " : "", place->reader, place->acknowledged, n_refused);
  return TRUE;
}

static gboolean
expire_all (BufferPlaces *self, BufferDatabase *database, gint64 before, GString *told,
            GError **error)
{
  gboolean expired = TRUE;

  for (guint i = 0; i < self->places->len && expired; i++)
    {
      const BufferPlace *place = g_ptr_array_index (self->places, i);

      /* what is ahead would be written behind it */
      if (buffer_place_is_absent (place) && !place->is_ahead && place->absent_since >= 0 &&
          place->absent_since < before)
        expired = expire (place, database, told, error);
    }
  return expired;
}

gboolean
buffer_places_expire (BufferPlaces *self, BufferDatabase *database, gint64 now, gint64 keep,
                      char **told, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  gboolean expired;

  *told = NULL;
  g_mutex_lock (&self->mutex);
  expired = expire_all (self, database, now - MIN (keep, G_MAXINT64 / 1000) * 1000, names, error);
  g_mutex_unlock (&self->mutex);
  if (expired && names->len > 0)
    *told = g_strdup (names->str);
  return expired;
}

char *
buffer_places_tell_absent (BufferPlaces *self)
{
  g_autoptr (GString) names = g_string_new (NULL);

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->places->len && !self->told_absent; i++)
    {
      const BufferPlace *place = g_ptr_array_index (self->places, i);

      if (buffer_place_is_absent (place))
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", place->reader);
    }
  self->told_absent = TRUE;
  g_mutex_unlock (&self->mutex);
  return names->len > 0 ? g_strdup (names->str) : NULL;
}
