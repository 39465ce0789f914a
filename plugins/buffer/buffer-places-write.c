/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-places-write.c - what is ahead in memory goes into a commit, and is lasting, or is not */
#include "buffer-places-private.h"

typedef struct {
  BufferPlace *place;
  char        *reader;
  gboolean     again;
  char        *sources;
  guint64      acknowledged;
  guint64      claimed;
  BufferClaims *claims;    /* NULL: they stand in the file */
  guint        news;
  char        *position;
  gint64       seen;
  gboolean     is_back;    /* it was absent */
  GQueue       refusals;
} Change;

static void
change_free (gpointer data)
{
  Change *self = data;

  g_queue_clear_full (&self->refusals, buffer_refusal_free);
  g_clear_pointer (&self->claims, g_array_unref);
  g_free (self->reader);
  g_free (self->sources);
  g_free (self->position);
  g_free (self);
}

static Change *
take_change (BufferPlace *place)
{
  Change *change = g_new0 (Change, 1);

  change->place = place;
  change->reader = g_strdup (place->reader);
  change->again = place->again;
  change->sources = g_strdup (place->sources);
  change->acknowledged = place->acknowledged;
  change->claimed = buffer_claims_get_last (place->claims);
  if (place->lasting_news != place->news)
    change->claims = buffer_claims_copy (place->claims);
  change->news = place->news;
  change->position = g_strdup (place->position);
  if (place->n_entered > 0)
    place->seen = leat_clock_now ().time;
  change->seen = place->seen;
  change->is_back = place->came && place->absent_since >= 0;
  change->refusals = place->refusals;
  g_queue_init (&place->refusals);
  place->is_ahead = FALSE;
  return change;
}

BufferPlaceChanges *
buffer_places_take_changes (BufferPlaces *self)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func (change_free);

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->places->len; i++)
    {
      BufferPlace *place = g_ptr_array_index (self->places, i);

      if (place->is_ahead)
        g_ptr_array_add (changes, take_change (place));
    }
  g_mutex_unlock (&self->mutex);
  return changes;
}

#define WRITE_PLACE \
  "INSERT INTO places (reader, again, acknowledged, claimed, position, sources, seen)" \
  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (reader, again) DO UPDATE SET" \
  " acknowledged = ?3, claimed = ?4, position = ?5, sources = ?6, seen = ?7"

static gboolean
write_change (const Change *change, BufferDatabase *database, GError **error)
{
  for (GList *refusal = change->refusals.head; refusal != NULL; refusal = refusal->next)
    if (!buffer_refusal_write (refusal->data, change->reader, change->again, database, error))
      return FALSE;
  if (change->again &&
      !buffer_database_do (database, error, "DELETE FROM again WHERE reader = ? AND id <= ?", "si",
                           change->reader, (gint64) change->acknowledged))
    return FALSE;
  if (change->is_back &&
      !buffer_database_do (database, error, "DELETE FROM absent WHERE reader = ?", "s",
                           change->reader))
    return FALSE;
  if (change->claims != NULL &&
      !buffer_claims_write (change->claims, database, change->reader, change->again, error))
    return FALSE;
  return buffer_database_do (database, error, WRITE_PLACE, "siiissi", change->reader,
                             (gint64) change->again, (gint64) change->acknowledged,
                             (gint64) change->claimed, change->position, change->sources,
                             change->seen);
}

gboolean
buffer_places_write_changes (const BufferPlaceChanges *changes, BufferDatabase *database,
                             GError **error)
{
  for (guint i = 0; i < changes->len; i++)
    if (!write_change (g_ptr_array_index (changes, i), database, error))
      return FALSE;
  return TRUE;
}

static void
settle_change (Change *change, gboolean committed)
{
  BufferPlace *place = change->place;
  gpointer refusal;

  if (committed)
    {
      place->written = change->acknowledged;
      place->lasting_news = change->news;
      if (change->is_back)
        place->absent_since = -1;
      return;
    }
  while ((refusal = g_queue_pop_tail (&change->refusals)) != NULL)
    g_queue_push_head (&place->refusals, refusal);
  buffer_place_advance (place);
}

void
buffer_places_settle (BufferPlaces *self, BufferPlaceChanges *changes, gboolean committed)
{
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < changes->len; i++)
    settle_change (g_ptr_array_index (changes, i), committed);
  g_mutex_unlock (&self->mutex);
  g_ptr_array_unref (changes);
}
