/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-store-fixture.h - an open store of a test's own, and records of one camera for it */
#pragma once
#include "buffer-worker.h"

typedef struct {
  BufferWorker          worker;
  const LeatStoreClass *store;
  LeatOrigin           *origin;
  guint64               next;
} Fixture;

/* @options: (nullable) key, value, key, value, … */
static inline void
fixture_set_up (Fixture *fixture, gconstpointer options)
{
  buffer_worker_init (&fixture->worker, options);
  fixture->store = buffer_worker_class (&fixture->worker);
  fixture->origin = buffer_worker_origin ("camera0", "E");
  fixture->next = 1;
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
}

static inline void
fixture_tear_down (Fixture *fixture, gconstpointer options)
{
  leat_origin_unref (fixture->origin);
  buffer_worker_clear (&fixture->worker);
}

static inline LeatBatch *
fixture_make (Fixture *fixture, guint n_records)
{
  return buffer_worker_batch (fixture->origin, n_records, &fixture->next);
}

static inline void
fixture_put (Fixture *fixture, guint n_records)
{
  buffer_worker_put (&fixture->worker, fixture_make (fixture, n_records));
}

/* one request ends there */
static inline gboolean
fixture_claim (Fixture *fixture, LeatStoreReader *reader, guint64 end, GError **error)
{
  return fixture->store->claim (reader, &end, 1, error);
}
