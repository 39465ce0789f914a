/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* places.h - places in a store in memory, and what is told of them */
#pragma once
#include "../fixtures/memory-store.h"
#include "batches.h"
#include "queue/leatd-place.h"

typedef struct {
  LeatSink         sink;      /* first: the store's instance */
  MemoryStore     *store;
  GString         *told;      /* all that its readers did, a line each */
  LeatOrigin      *origin;
  guint64          next;
  LeatdBell        bell;
  LeatdGuard       guard;
  LeatdStuckWatch *stuck_watch;
} TestStore;

static inline LeatStoreReader *
test_store_open_reader (LeatSink *sink, const LeatStoreReaderSetup *setup, char **position,
                        GError **error)
{
  return memory_open_reader (((TestStore *) sink)->store, setup, position, error);
}

static inline void
test_store_told (const char *reader, const char *line, gpointer user_data)
{
  g_string_append_printf (((TestStore *) user_data)->told, "%s\n", line);
}

static inline void
test_store_init (TestStore *self)
{
  static const LeatStoreClass store_class = MEMORY_STORE_CLASS (test_store_open_reader, NULL);
  static const LeatSinkClass sink_class = { .struct_size = sizeof (LeatSinkClass),
                                            .name = "memory",
                                            .store = &store_class };

  self->sink.klass = &sink_class;
  self->store = memory_store_new ();
  self->store->is_open = TRUE;
  self->store->told = test_store_told;
  self->store->user_data = self;
  self->told = g_string_new (NULL);
  self->origin = test_origin_new ("numbers");
  self->next = 1;
  leatd_bell_init (&self->bell);
  self->stuck_watch = leatd_stuck_watch_new (G_USEC_PER_SEC * 30, g_main_context_default ());
}

static inline void
test_store_clear (TestStore *self)
{
  leatd_stuck_watch_free (self->stuck_watch);
  leatd_bell_clear (&self->bell);
  leat_origin_unref (self->origin);
  g_string_free (self->told, TRUE);
  memory_store_free (self->store);
}

/* numbers go on */
static inline void
test_store_add (TestStore *self, guint n_records)
{
  g_autoptr (LeatBatch) batch = test_batch_new (self->origin, n_records, &self->next);

  memory_store_add (self->store, batch, 0, n_records);
}

/* what was told since the last time */
static inline void
test_store_assert_told (TestStore *self, const char *expected)
{
  g_assert_cmpstr (self->told->str, ==, expected);
  g_string_truncate (self->told, 0);
}

static inline void
test_store_init_place (TestStore *self, LeatdPlace *place, gboolean again)
{
  static const char *const from[] = { "*", NULL };
  const LeatdPlaceSetup setup = { .name = "reader",
                                  .from = from,
                                  .again = again,
                                  .bell = &self->bell,
                                  .guard = &self->guard,
                                  .stuck_watch = self->stuck_watch };

  leatd_place_init (place, &setup);
}
