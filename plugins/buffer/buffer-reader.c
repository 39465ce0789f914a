/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-reader.c - a sink's way through the store */
#include "buffer-reader.h"
#include <unistd.h>
#include "buffer-pages.h"
#include "buffer-presence.h"

struct _LeatStoreReader {
  BufferStore   *store;
  BufferPlaces  *places;
  BufferPlace   *place;
  BufferListener listener;
  char          *name;
  char         **sources;
  gboolean       again;
  int            presence;   /* -1: it cannot be told */

  BufferFresh   *fresh;
  BufferBacklog *backlog;
  guint          life;       /* of @database */
  gint           counted_life; /* atomic: of which @backlog knows */
  BufferDatabase *database;
  BufferPages   *pages;      /* NULL: to be opened */
  guint64        behind;     /* the last id that was looked at */
  BufferClaims  *claims;     /* to be read first, as they were claimed */
  guint          max_records; /* of the last read() */
  gboolean       is_at_end;   /* it gave nothing */
};

LeatStoreReader *
buffer_reader_open (BufferStore *store, const LeatStoreReaderSetup *setup, char **position,
                    GError **error)
{
  g_autofree char *path = NULL;
  LeatStoreReader *self;
  BufferLife life;

  if (!buffer_store_get_life (store, &life, error))
    return NULL;
  self = g_new0 (LeatStoreReader, 1);
  self->store = store;
  self->places = buffer_store_get_places (store);
  self->name = g_strdup (setup->name);
  self->sources = g_strdupv ((char **) setup->from);
  self->again = setup->again;
  path = buffer_store_get_path (store);
  self->presence = buffer_presence_enter (path, setup->name);
  self->place = buffer_places_enter (self->places, setup->name, setup->again, setup->from,
                                     life.last_id);
  buffer_place_get (self->places, self->place, &self->behind, &self->claims, position);
  self->fresh = buffer_fresh_new ((const char *const *) self->sources);
  self->backlog = buffer_backlog_new ((const char *const *) self->sources);
  self->listener = (BufferListener) {
    .wake = setup->wake,
    .user_data = setup->user_data,
    .again = self->again,
    .place = self->place,
    .fresh = self->fresh,
    .backlog = self->backlog,
  };
  buffer_listeners_add (buffer_store_get_listeners (store), &self->listener);
  return self;
}

static void
disconnect_pages (LeatStoreReader *self)
{
  g_clear_pointer (&self->pages, buffer_pages_free);
  g_clear_pointer (&self->database, buffer_database_close);
}

void
buffer_reader_close (LeatStoreReader *self)
{
  buffer_listeners_remove (buffer_store_get_listeners (self->store), &self->listener);
  buffer_places_leave (self->places, self->place);
  buffer_store_commit (self->store, NULL);
  if (self->presence >= 0)
    close (self->presence);
  disconnect_pages (self);
  buffer_fresh_free (self->fresh);
  buffer_backlog_free (self->backlog);
  g_array_unref (self->claims);
  g_strfreev (self->sources);
  g_free (self->name);
  g_free (self);
}

/* behind what it has had */
static gboolean
count_backlog (LeatStoreReader *self, const BufferLife *life, GError **error)
{
  return buffer_backlog_count (self->backlog, self->database, self->again ? self->name : NULL,
                               self->behind, life->last_id, error);
}

static gboolean
needs_count (LeatStoreReader *self)
{
  const gboolean is_stale = g_atomic_int_compare_and_exchange (&self->listener.is_stale, TRUE,
                                                               FALSE);

  return is_stale || (self->again && self->is_at_end);
}

/* a connection to the file of this life */
static gboolean
connect_pages (LeatStoreReader *self, BufferLife *life, GError **error)
{
  if (self->pages != NULL && self->life == life->number)
    return TRUE;
  disconnect_pages (self);
  buffer_fresh_leave (self->fresh);
  buffer_backlog_reset (self->backlog);
  /* what was committed before it left is offered to it no more: it is in the file */
  if (!buffer_store_get_life (self->store, life, error))
    return FALSE;
  self->database = buffer_store_connect (self->store, error);
  if (self->database == NULL || !count_backlog (self, life, error))
    return FALSE;
  self->life = life->number;
  g_atomic_int_set (&self->counted_life, (gint) life->number);
  self->pages = buffer_pages_new (self->database, buffer_store_get_streams (self->store),
                                  (const char *const *) self->sources,
                                  self->again ? self->name : NULL, error);
  return self->pages != NULL;
}

static void
tell_damaged (LeatStoreReader *self)
{
  const guint64 n_damaged = buffer_pages_take_n_damaged (self->pages);

  if (n_damaged > 0)
    leat_sink_warn (buffer_store_get_sink (self->store), "damaged-rows",
                    "%" G_GUINT64_FORMAT " rows up to id %" G_GUINT64_FORMAT
                    " are no records; %s passes them over",
                    n_damaged, self->behind, self->name);
}

/* the next records up to there, which may be none that are wanted; *@at_end: nothing is left */
static LeatBatch *
read_stretch (LeatStoreReader *self, BufferStretch *stretch, GArray *ids, gboolean *at_end,
              GError **error)
{
  LeatBatch *batch = buffer_pages_read (self->pages, stretch, ids, at_end, error);

  self->behind = stretch->behind;
  if (*at_end && !self->again)
    self->behind = MAX (self->behind, stretch->up_to);
  tell_damaged (self);
  return batch;
}

/* exactly what was claimed as one request, whatever would be read otherwise; NULL without error: it
 * is all gone */
static LeatBatch *
read_claimed (LeatStoreReader *self, GArray *ids, GError **error)
{
  const guint64 end = g_array_index (self->claims, guint64, 0);
  BufferStretch stretch = { self->behind, end, G_MAXUINT, G_MAXSIZE };
  g_autoptr (GError) failure = NULL;
  gboolean at_end = FALSE;
  LeatBatch *batch = NULL;

  while (batch == NULL && failure == NULL && !at_end)
    batch = read_stretch (self, &stretch, ids, &at_end, &failure);
  if (buffer_is_done (&failure, error))
    buffer_claims_settle (self->claims, end);
  return batch;
}

static LeatBatch *
read_on (LeatStoreReader *self, guint max_records, gsize max_bytes, guint64 last_id, GArray *ids,
         GError **error)
{
  BufferStretch stretch = { self->behind, self->again ? G_MAXUINT64 : last_id, max_records,
                            max_bytes };
  g_autoptr (GError) failure = NULL;
  gboolean at_end = !self->again && self->behind >= last_id;
  LeatBatch *batch = NULL;

  while (batch == NULL && failure == NULL && !at_end)
    batch = read_stretch (self, &stretch, ids, &at_end, &failure);
  buffer_is_done (&failure, error);
  return batch;
}

/* from memory if it can be, else from the file, until there is neither */
static LeatBatch *
read_next (LeatStoreReader *self, guint max_records, gsize max_bytes, BufferLife *life, GArray *ids,
           GError **error)
{
  g_autoptr (GError) failure = NULL;
  LeatBatch *batch = NULL;

  while (batch == NULL && failure == NULL && self->claims->len > 0)
    batch = read_claimed (self, ids, &failure);
  while (batch == NULL && failure == NULL)
    {
      batch = buffer_fresh_take (self->fresh, max_records, max_bytes, ids, &self->behind);
      if (batch != NULL || buffer_fresh_is_joined (self->fresh))
        break;
      batch = read_on (self, max_records, max_bytes, life->last_id, ids, &failure);
      if (self->again ||
          (batch == NULL && failure == NULL && !buffer_fresh_join (self->fresh, self->behind) &&
           !buffer_store_get_life (self->store, life, &failure)))
        break;
    }
  buffer_is_done (&failure, error);
  return batch;
}

LeatBatch *
buffer_reader_read (LeatStoreReader *self, guint max_records, gsize max_bytes, guint64 **ids,
                    GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GError) failure = NULL;
  LeatBatch *batch;
  BufferLife life;

  *ids = NULL;
  self->max_records = max_records;
  g_atomic_int_set (&self->listener.max_bytes, (gint) MIN (max_bytes, G_MAXINT));
  /* who comes to wait says so before looking: what is committed in between wakes */
  g_atomic_int_set (&self->listener.is_waiting, TRUE);
  if (!buffer_store_get_life (self->store, &life, error) || !connect_pages (self, &life, error) ||
      (needs_count (self) && !count_backlog (self, &life, error)))
    return NULL;
  batch = read_next (self, max_records, max_bytes, &life, found, &failure);
  self->is_at_end = batch == NULL;
  if (batch == NULL && failure == NULL)
    buffer_backlog_end (self->backlog, self->again ? G_MAXUINT64 : self->behind);
  if (failure != NULL && buffer_is_damage (sqlite3_errcode (self->database->handle)))
    buffer_store_fail (self->store, failure);
  if (!buffer_is_done (&failure, error) || batch == NULL)
    return NULL;
  g_atomic_int_set (&self->listener.is_waiting, FALSE);
  buffer_backlog_deliver (self->backlog, batch, found);
  *ids = (guint64 *) g_array_free (g_steal_pointer (&found), FALSE);
  return batch;
}

gboolean
buffer_reader_claim (LeatStoreReader *self, const guint64 *ends, guint n_ends, GError **error)
{
  g_atomic_int_set (&self->listener.claims, (gint) MIN (self->max_records, G_MAXINT));
  return buffer_place_claim (self->places, self->place, ends, n_ends) ||
         buffer_store_commit (self->store, error);
}

gboolean
buffer_reader_ack (LeatStoreReader *self, guint64 up_to, const char *position, GError **error)
{
  buffer_backlog_settle (self->backlog, up_to);
  switch (buffer_place_acknowledge (self->places, self->place, up_to, position))
    {
    case BUFFER_DUE_SOON:
      buffer_store_hasten (self->store);
      break;
    case BUFFER_DUE_NOW:
      /* where no commit is possible now, the next one will carry it: nobody need wait for that */
      buffer_store_commit (self->store, NULL);
      break;
    case BUFFER_DUE_NOT:
    default:
      break;
    }
  return TRUE;
}

gboolean
buffer_reader_reject (LeatStoreReader *self, guint64 id, const LeatRefusal *refusal, GError **error)
{
  if (!buffer_store_can_reject (self->store, refusal, error))
    return FALSE;
  buffer_place_refuse (self->places, self->place, id, refusal);
  return TRUE;
}

void
buffer_reader_get_backlog (LeatStoreReader *self, guint64 *records, gint64 *oldest)
{
  guint64 acknowledged;
  BufferLife life;
  gboolean counted;

  buffer_store_get_life (self->store, &life, NULL);
  counted = (guint) g_atomic_int_get (&self->counted_life) == life.number;
  buffer_backlog_get (self->backlog, records, oldest); /* after that: it may be counted just now */
  if (self->again || counted)
    return;
  /* it has not looked into the file of this life yet: all that is there may be for it */
  buffer_place_get (self->places, self->place, &acknowledged, NULL, NULL);
  *records += buffer_backlog_get_uncounted (self->backlog, acknowledged, life.last_id);
}

gboolean
buffer_reader_remember (LeatStoreReader *self, const char *key, const char *value, GError **error)
{
  return buffer_store_remember (self->store, self->name, key, value, error);
}

char *
buffer_reader_recall (LeatStoreReader *self, const char *key)
{
  g_autoptr (BufferDatabase) database = buffer_store_connect (self->store, NULL);
  g_autoptr (sqlite3_stmt) row = NULL;

  if (database == NULL)
    return NULL;
  row = buffer_database_query (database, NULL,
                               "SELECT value FROM facts WHERE reader = ? AND key = ?", "ss",
                               self->name, key);
  if (row == NULL || !buffer_database_step (database, row, NULL))
    return NULL;
  return g_strdup ((const char *) sqlite3_column_text (row, 0));
}
