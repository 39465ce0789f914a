/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-places.c - how far each reader is: in memory at once, in the file with the next commit */
#include "buffer-places-private.h"

/* Acknowledgements ride on the commits of records and of claims. Where none come, the keeper makes
 * one after so many records, or so long, and nobody waits for it, but if the disk is so slow that
 * ten times as many are ahead: what a crash repeats is bounded. */
#define AHEAD_RECORDS 2000
#define AHEAD_RECORDS_MAX (10 * AHEAD_RECORDS)
#define AHEAD_TIME (250 * 1000) /* µs */

static void
place_free (gpointer data)
{
  BufferPlace *self = data;

  g_queue_clear_full (&self->refusals, buffer_refusal_free);
  g_array_unref (self->claims);
  g_free (self->reader);
  g_free (self->sources);
  g_free (self->position);
  g_free (self);
}

BufferPlaces *
buffer_places_new (void)
{
  BufferPlaces *self = g_new0 (BufferPlaces, 1);

  g_mutex_init (&self->mutex);
  self->places = g_ptr_array_new_with_free_func (place_free);
  self->expected = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
buffer_places_free (BufferPlaces *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->places);
  g_ptr_array_unref (self->expected);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static BufferPlace *
find_place (BufferPlaces *self, const char *reader, gboolean again)
{
  for (guint i = 0; i < self->places->len; i++)
    {
      BufferPlace *place = g_ptr_array_index (self->places, i);

      if (place->again == again && g_str_equal (place->reader, reader))
        return place;
    }
  return NULL;
}

static BufferPlace *
add_place (BufferPlaces *self, const char *reader, gboolean again)
{
  BufferPlace *place = g_new0 (BufferPlace, 1);

  place->reader = g_strdup (reader);
  place->again = again;
  place->sources = g_strdup ("[]");
  place->claims = buffer_claims_new ();
  place->absent_since = -1;
  g_ptr_array_add (self->places, place);
  return place;
}

/* what every other one has had is not for a newcomer: it can ask for that by leat store replay */
static guint64
find_beginning (BufferPlaces *self)
{
  guint64 beginning = G_MAXUINT64;

  for (guint i = 0; i < self->places->len; i++)
    {
      const BufferPlace *place = g_ptr_array_index (self->places, i);

      if (!place->again)
        beginning = MIN (beginning, place->acknowledged);
    }
  return beginning != G_MAXUINT64 ? beginning : 0;
}

static gboolean
is_expected (BufferPlaces *self, const char *reader, guint *index)
{
  return g_ptr_array_find_with_equal_func (self->expected, reader, g_str_equal, index);
}

/* what others have from now on is for those, too */
static void
add_expected (BufferPlaces *self)
{
  const guint64 beginning = find_beginning (self);

  for (guint i = 0; i < self->expected->len; i++)
    {
      const char *reader = g_ptr_array_index (self->expected, i);
      BufferPlace *place = find_place (self, reader, FALSE);

      if (place == NULL)
        {
          place = add_place (self, reader, FALSE);
          place->acknowledged = place->written = beginning;
          place->seen = leat_clock_now ().time;
        }
      place->came = TRUE;
      buffer_place_advance (place);
    }
}

void
buffer_places_expect (BufferPlaces *self, const char *reader)
{
  g_mutex_lock (&self->mutex);
  if (!is_expected (self, reader, NULL))
    g_ptr_array_add (self->expected, g_strdup (reader));
  if (self->is_loaded)
    add_expected (self);
  g_mutex_unlock (&self->mutex);
}

/* one that another sink of the same name has entered is not left by that */
void
buffer_places_dismiss (BufferPlaces *self, const char *reader)
{
  BufferPlace *place;
  guint index;

  g_mutex_lock (&self->mutex);
  place = find_place (self, reader, FALSE);
  if (place == NULL || place->n_entered == 0)
    {
      if (is_expected (self, reader, &index))
        g_ptr_array_remove_index_fast (self->expected, index);
      if (place != NULL)
        place->came = self->told_absent = FALSE;
    }
  g_mutex_unlock (&self->mutex);
}

static gboolean
load_place (BufferPlaces *self, BufferDatabase *database, sqlite3_stmt *row, GError **error)
{
  const char *reader = (const char *) sqlite3_column_text (row, 0);
  const gboolean again = sqlite3_column_int (row, 1) != 0;
  BufferPlace *place = find_place (self, reader, again);
  const gboolean is_new = place == NULL;

  if (is_new)
    place = add_place (self, reader, again);
  place->absent_since = sqlite3_column_int64 (row, 7);
  if (!is_new)
    return TRUE;
  place->acknowledged = (guint64) sqlite3_column_int64 (row, 2);
  place->position = g_strdup ((const char *) sqlite3_column_text (row, 4));
  g_free (place->sources);
  place->sources = g_strdup ((const char *) sqlite3_column_text (row, 5));
  place->seen = sqlite3_column_int64 (row, 6);
  place->written = place->acknowledged;
  return buffer_claims_load (place->claims, database, reader, again, place->acknowledged,
                             (guint64) sqlite3_column_int64 (row, 3), error);
}

gboolean
buffer_places_load (BufferPlaces *self, BufferDatabase *database, GError **error)
{
  g_autoptr (sqlite3_stmt) row = buffer_database_query (
      database, error,
      "SELECT places.reader, again, acknowledged, claimed, position, sources, seen,"
      " coalesce (since, -1) FROM places LEFT JOIN absent ON absent.reader = places.reader",
      "");
  g_autoptr (GError) failure = NULL;

  if (row == NULL)
    return FALSE;
  g_mutex_lock (&self->mutex);
  self->told_absent = FALSE;
  /* Those that are entered are newer, and may be of a file that is no more: it has them again. So
   * is one that is made for who is expected. */
  for (guint i = self->places->len; i > 0; i--)
    {
      BufferPlace *place = g_ptr_array_index (self->places, i - 1);
      const gboolean is_made = place->is_ahead && is_expected (self, place->reader, NULL);

      buffer_place_advance (place);
      place->news++;
      if (place->n_entered == 0 && !is_made)
        g_ptr_array_remove_index (self->places, i - 1);
    }
  while (buffer_database_step (database, row, &failure) &&
         load_place (self, database, row, &failure))
    ;
  self->is_loaded = failure == NULL;
  if (self->is_loaded)
    add_expected (self);
  g_mutex_unlock (&self->mutex);
  return buffer_is_done (&failure, error);
}

static char *
write_sources (const char *const *sources)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; sources != NULL && sources[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      leat_json_append_string (json, sources[i], -1);
    }
  g_string_append_c (json, ']');
  return g_string_free (json, FALSE);
}

BufferPlace *
buffer_places_enter (BufferPlaces *self, const char *reader, gboolean again,
                     const char *const *sources, guint64 last_id)
{
  BufferPlace *place;

  g_mutex_lock (&self->mutex);
  place = find_place (self, reader, again);
  if (place == NULL)
    {
      const guint64 beginning = again ? 0 : find_beginning (self);

      place = add_place (self, reader, again);
      place->acknowledged = place->written = MIN (beginning, last_id);
    }
  g_free (place->sources);
  place->sources = write_sources (sources);
  place->seen = leat_clock_now ().time;
  place->n_entered++;
  place->came = TRUE;
  buffer_place_advance (place);
  g_mutex_unlock (&self->mutex);
  return place;
}

void
buffer_places_leave (BufferPlaces *self, BufferPlace *place)
{
  g_mutex_lock (&self->mutex);
  place->n_entered--;
  place->seen = leat_clock_now ().time;
  buffer_place_advance (place);
  g_mutex_unlock (&self->mutex);
}

void
buffer_place_get (BufferPlaces *self, BufferPlace *place, guint64 *acknowledged,
                  BufferClaims **claims, char **position)
{
  g_mutex_lock (&self->mutex);
  *acknowledged = place->acknowledged;
  if (claims != NULL)
    *claims = buffer_claims_copy (place->claims);
  if (position != NULL)
    *position = g_strdup (place->position);
  g_mutex_unlock (&self->mutex);
}

static BufferDue
judge_due (const BufferPlace *place)
{
  const guint64 ahead = place->acknowledged - place->written;

  if (ahead >= AHEAD_RECORDS_MAX)
    return BUFFER_DUE_NOW;
  return ahead >= AHEAD_RECORDS || g_get_monotonic_time () - place->ahead_since >= AHEAD_TIME
             ? BUFFER_DUE_SOON
             : BUFFER_DUE_NOT;
}

BufferDue
buffer_place_acknowledge (BufferPlaces *self, BufferPlace *place, guint64 up_to,
                          const char *position)
{
  BufferDue due;

  g_mutex_lock (&self->mutex);
  if (up_to > place->acknowledged)
    place->acknowledged = up_to;
  buffer_claims_settle (place->claims, place->acknowledged);
  if (position != NULL)
    {
      g_free (place->position);
      place->position = g_strdup (position);
    }
  buffer_place_advance (place);
  due = judge_due (place);
  g_mutex_unlock (&self->mutex);
  return due;
}

gboolean
buffer_place_claim (BufferPlaces *self, BufferPlace *place, const guint64 *ends, guint n_ends)
{
  gboolean lasting;

  g_mutex_lock (&self->mutex);
  if (buffer_claims_set (place->claims, ends, n_ends))
    place->news++;
  lasting = place->lasting_news == place->news;
  if (!lasting)
    buffer_place_advance (place);
  g_mutex_unlock (&self->mutex);
  return lasting;
}

void
buffer_place_claim_ahead (BufferPlaces *self, BufferPlace *place, guint64 up_to)
{
  g_mutex_lock (&self->mutex);
  if (place->claims->len == 0)
    {
      buffer_claims_set (place->claims, &up_to, 1);
      place->news++;
      buffer_place_advance (place);
    }
  g_mutex_unlock (&self->mutex);
}

void
buffer_place_refuse (BufferPlaces *self, BufferPlace *place, guint64 id, const LeatRefusal *refusal)
{
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&place->refusals, buffer_refusal_new (id, refusal));
  buffer_place_advance (place);
  g_mutex_unlock (&self->mutex);
}

gboolean
buffer_place_is_ahead (BufferPlaces *self, BufferPlace *place)
{
  gboolean ahead;

  g_mutex_lock (&self->mutex);
  ahead = place->is_ahead;
  g_mutex_unlock (&self->mutex);
  return ahead;
}

gboolean
buffer_places_are_ahead (BufferPlaces *self)
{
  gboolean ahead = FALSE;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->places->len; i++)
    ahead |= ((const BufferPlace *) g_ptr_array_index (self->places, i))->is_ahead;
  g_mutex_unlock (&self->mutex);
  return ahead;
}
