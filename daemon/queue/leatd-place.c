/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-place.c - one place of a reader in a store, seen from the thread that reads */
#include "leatd-place.h"

/* each call into the store: a crash or a stall there is the store's, not the sink's */
#define IN_STORE(self, call) \
  G_STMT_START \
  { \
    leatd_stuck_watch_arm ((self)->setup.stuck_watch); \
    leatd_guard_enter ((self)->setup.guard); \
    call; \
    leatd_guard_leave ((self)->setup.guard); \
  } \
  G_STMT_END

void
leatd_place_init (LeatdPlace *self, const LeatdPlaceSetup *setup)
{
  *self = (LeatdPlace) { .setup = *setup };
  g_mutex_init (&self->mutex);
}

void
leatd_place_clear (LeatdPlace *self)
{
  g_mutex_clear (&self->mutex);
  g_clear_pointer (&self->position, g_free);
}

/* any thread */
static void
on_more (gpointer user_data)
{
  LeatdPlace *self = user_data;

  g_atomic_int_set (&self->more, 1);
  leatd_bell_ring (self->setup.bell, LEATD_BELL_STORE);
}

/* what the store was asked for: if it failed, and not because it is not open, its own thread is to
 * look at it. It may have nothing else to do, and hence not know. */
static gboolean
place_judge (LeatdPlace *self, gboolean done, GError *failure, GError **error)
{
  if (done)
    return TRUE;
  if (self->doubt != NULL && !g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_BUSY))
    self->doubt (self->doubt_data);
  g_propagate_error (error, failure);
  return FALSE;
}

static void
place_set_reader (LeatdPlace *self, LeatStoreReader *reader)
{
  g_mutex_lock (&self->mutex);
  self->reader = reader;
  g_mutex_unlock (&self->mutex);
}

/**
 * leatd_place_open:
 * @store: where it is a place of
 * @error: %LEAT_ERROR_BUSY while the store is not open
 *
 * What was read and not acknowledged is read again.
 */
gboolean
leatd_place_open (LeatdPlace *self, LeatSink *store, GError **error)
{
  const LeatStoreReaderSetup setup = {
    .struct_size = sizeof setup,
    .name = self->setup.name,
    .from = self->setup.from,
    .again = self->setup.again,
    .wake = on_more,
    .user_data = self,
  };
  g_autofree char *position = NULL;
  GError *failure = NULL;
  LeatStoreReader *reader;

  if (self->reader != NULL)
    return TRUE;
  self->store = store;
  self->klass = store->klass->store;
  IN_STORE (self, reader = self->klass->open_reader (store, &setup, &position, &failure));
  if (!place_judge (self, reader != NULL, failure, error))
    return FALSE;
  g_free (self->position);
  self->position = g_steal_pointer (&position);
  self->acknowledged = 0;
  g_atomic_int_set (&self->given, 0);
  g_atomic_int_set (&self->more, 1);
  place_set_reader (self, reader);
  return TRUE;
}

/* what it acknowledged is lasting */
void
leatd_place_close (LeatdPlace *self)
{
  LeatStoreReader *reader = self->reader;

  if (reader == NULL)
    return;
  place_set_reader (self, NULL);
  IN_STORE (self, self->klass->close_reader (reader));
}

/**
 * leatd_place_read:
 * @max_records: at the most
 * @max_size: bytes at the most, but a record in any case
 *
 * Returns: (transfer full) (nullable): the next records; %NULL without error: the bell will ring
 */
LeatdPortion *
leatd_place_read (LeatdPlace *self, guint max_records, gsize max_size, GError **error)
{
  GError *failure = NULL;
  guint64 *ids = NULL;
  LeatBatch *batch;

  /* before the read, so that a wake() during it is not forgotten */
  g_atomic_int_set (&self->more, 0);
  IN_STORE (self, batch = self->klass->read (self->reader, max_records, max_size, &ids, &failure));
  if (batch != NULL)
    {
      g_atomic_int_set (&self->more, 1);
      g_atomic_int_add (&self->given, (gint) leat_batch_get_n_records (batch));
      return leatd_portion_new (batch, ids, self->setup.again);
    }
  if (failure == NULL || g_error_matches (failure, LEAT_ERROR, LEAT_ERROR_BUSY))
    {
      g_clear_error (&failure);
      return NULL;
    }
  g_atomic_int_set (&self->more, 1);
  place_judge (self, FALSE, failure, error);
  return NULL;
}

gboolean
leatd_place_claim (LeatdPlace *self, const guint64 *ends, guint n_ends, GError **error)
{
  GError *failure = NULL;
  gboolean claimed;

  IN_STORE (self, claimed = self->klass->claim (self->reader, ends, n_ends, &failure));
  return place_judge (self, claimed, failure, error);
}

/**
 * leatd_place_acknowledge:
 * @up_to: not less than before
 * @position: (nullable): goes with it; %NULL: none ever did
 */
gboolean
leatd_place_acknowledge (LeatdPlace *self, guint64 up_to, const char *position, GError **error)
{
  GError *failure = NULL;
  gboolean acknowledged;

  IN_STORE (self, acknowledged = self->klass->ack (self->reader, up_to, position, &failure));
  if (!place_judge (self, acknowledged, failure, error))
    return FALSE;
  self->acknowledged = up_to;
  if (position != self->position)
    {
      g_free (self->position);
      self->position = g_strdup (position);
    }
  return TRUE;
}

gboolean
leatd_place_reject (LeatdPlace *self, guint64 id, const LeatRefusal *refusal, GError **error)
{
  GError *failure = NULL;
  gboolean rejected;

  IN_STORE (self, rejected = self->klass->reject (self->reader, id, refusal, &failure));
  return place_judge (self, rejected, failure, error);
}

gboolean
leatd_place_remember (LeatdPlace *self, const char *key, const char *value, GError **error)
{
  GError *failure = NULL;
  gboolean remembered;

  IN_STORE (self, remembered = self->klass->remember (self->reader, key, value, &failure));
  return place_judge (self, remembered, failure, error);
}

char *
leatd_place_recall (LeatdPlace *self, const char *key)
{
  char *value;

  IN_STORE (self, value = self->klass->recall (self->reader, key));
  return value;
}

/**
 * leatd_place_get_backlog:
 * @records: (out): not yet acknowledged
 * @oldest: (out): arrival of the oldest, nanoseconds since 1970; 0: none
 *
 * Any thread.
 *
 * Returns: %FALSE if it is not open: nothing is known
 */
gboolean
leatd_place_get_backlog (LeatdPlace *self, guint64 *records, gint64 *oldest)
{
  gboolean open;

  *records = 0;
  *oldest = 0;
  g_mutex_lock (&self->mutex);
  open = self->reader != NULL;
  if (open)
    self->klass->get_backlog (self->reader, records, oldest);
  g_mutex_unlock (&self->mutex);
  return open;
}

/**
 * leatd_place_count_waiting:
 *
 * Returns: records that were not read yet, as far as that is known
 */
guint64
leatd_place_count_waiting (LeatdPlace *self)
{
  guint64 records;
  gint64 oldest;

  leatd_place_get_backlog (self, &records, &oldest);
  return records - MIN (records, (guint64) g_atomic_int_get (&self->given));
}
