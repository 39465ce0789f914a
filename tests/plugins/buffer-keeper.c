/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-keeper.c - tests that somebody looks after the store, and stops when told */
#include "buffer-keeper.h"

typedef struct {
  GMutex mutex;
  GCond  cond;
  guint  n_calls;
} Count;

static gboolean
count (gpointer data)
{
  Count *self = data;
  gboolean more;

  g_mutex_lock (&self->mutex);
  more = ++self->n_calls < 1000;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  return more;
}

static void
await (Count *self, guint n_calls)
{
  g_mutex_lock (&self->mutex);
  while (self->n_calls < n_calls)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

/* at once while there is more, and now and then when there is not */
static void
test_calls (void)
{
  Count self = { .n_calls = 0 };
  const gint64 begun = g_get_monotonic_time ();
  BufferKeeper *keeper = buffer_keeper_new (count, &self);

  await (&self, 1000);
  await (&self, 1002);
  g_assert_cmpint (g_get_monotonic_time () - begun, >, 500 * 1000);
  buffer_keeper_free (keeper);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-keeper/calls", test_calls);
  return g_test_run ();
}
