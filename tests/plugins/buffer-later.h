/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-later.h - a store of a test's own, to which it is later than it is */
#pragma once
#include <string.h>
#include "buffer-store-fixture.h"

/* of a test; atomic */
static gint seconds_later;
/* by so much the machine's clock is wrong in addition */
static gint seconds_wrong;

static inline LeatMoment
tell_time (gpointer data)
{
  const gint64 later = g_atomic_int_get (&seconds_later) * LEAT_NSEC_PER_SEC;

  return (LeatMoment) {
    g_get_real_time () * 1000 + later + g_atomic_int_get (&seconds_wrong) * LEAT_NSEC_PER_SEC,
    g_get_monotonic_time () * 1000 + later,
  };
}

static inline void
set_up (Fixture *fixture, gconstpointer options)
{
  g_atomic_int_set (&seconds_later, 0);
  g_atomic_int_set (&seconds_wrong, 0);
  leat_clock_inject (tell_time, NULL);
  fixture_set_up (fixture, options);
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  fixture_tear_down (fixture, data);
  leat_clock_inject (NULL, NULL);
}

/* arrived now */
static inline LeatBatch *
make (Fixture *fixture, guint n_records)
{
  LeatBatch *batch = leat_batch_new (n_records);

  for (guint i = 0; i < n_records; i++)
    {
      leat_batch_append (batch, fixture->origin, leat_clock_now ());
      leat_batch_set_int (batch, 0, (gint64) (fixture->next + i));
    }
  leat_batch_seal (batch, &fixture->next);
  return batch;
}

/* until the keeper has come by */
static inline void
await (Fixture *fixture, const char *sql, const char *expected)
{
  const gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  gboolean found = FALSE;

  while (!found)
    {
      g_autofree char *answer = buffer_worker_query (&fixture->worker, sql);

      g_assert_cmpint (g_get_monotonic_time (), <, end);
      found = g_str_equal (answer, expected);
    }
}

static inline gboolean
has_note (Fixture *fixture, const char *text)
{
  g_autofree char *notes = buffer_worker_notes (&fixture->worker);

  return strstr (notes, text) != NULL;
}

static inline void
await_note (Fixture *fixture, const char *text)
{
  const gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  while (!has_note (fixture, text))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_thread_yield ();
    }
}
