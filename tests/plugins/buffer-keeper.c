/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-keeper.c - tests that somebody looks after the store, and stops when told */
#include "buffer-keeper.h"

typedef struct {
  GMutex mutex;
  GCond  cond;
  guint  n_calls;
  guint  n_hurries;
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

static void
keep_up (gpointer data)
{
  Count *self = data;

  g_mutex_lock (&self->mutex);
  self->n_hurries++;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/* at once while there is more, and now and then when there is not */
static void
test_calls (void)
{
  Count self = { .n_calls = 0 };
  const gint64 begun = g_get_monotonic_time ();
  BufferKeeper *keeper = buffer_keeper_new (count, keep_up, &self);

  await (&self, 1000);
  await (&self, 1002);
  g_assert_cmpint (g_get_monotonic_time () - begun, >, 500 * 1000);
  buffer_keeper_free (keeper);
}

/* who is in a hurry is heard long before the time, and each time */
static void
test_hastens (void)
{
  Count self = { .n_calls = 1000 };
  BufferKeeper *keeper = buffer_keeper_new (count, keep_up, &self);

  await (&self, 1001);
  for (guint i = 1; i <= 100; i++)
    {
      buffer_keeper_hasten (keeper);
      g_mutex_lock (&self.mutex);
      while (self.n_hurries < i)
        g_cond_wait (&self.cond, &self.mutex);
      g_mutex_unlock (&self.mutex);
    }
  g_assert_cmpuint (self.n_hurries, ==, 100);
  await (&self, 1002);
  buffer_keeper_free (keeper);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-keeper/calls", test_calls);
  g_test_add_func ("/buffer-keeper/hastens", test_hastens);
  return g_test_run ();
}
