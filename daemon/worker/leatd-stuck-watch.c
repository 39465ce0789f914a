/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-stuck-watch.c - sees that a plugin has not returned */
#include "leatd-stuck-watch.h"

typedef struct {
  LeatdGuard *guard;
  LeatdState *state;
  gboolean stuck;
} Watched;

struct _LeatdStuckWatch {
  gint64 stuck_after; /* µs */
  GMainContext *context;
  GPtrArray *watched; /* of Watched; the main thread's */
  GMutex mutex;       /* of the timer */
  GSource *timer;
  gint armed; /* atomic */
};

/**
 * leatd_stuck_watch_new:
 * @stuck_after: µs; 0: never
 * @context: where states are set: the main thread's
 */
LeatdStuckWatch *
leatd_stuck_watch_new (gint64 stuck_after, GMainContext *context)
{
  LeatdStuckWatch *self = g_new0 (LeatdStuckWatch, 1);

  self->stuck_after = stuck_after;
  self->context = g_main_context_ref (context);
  self->watched = g_ptr_array_new_with_free_func (g_free);
  g_mutex_init (&self->mutex);
  return self;
}

void
leatd_stuck_watch_free (LeatdStuckWatch *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  g_ptr_array_unref (self->watched);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * leatd_stuck_watch_add:
 * @guard: (transfer none): of a worker
 * @state: (transfer none): of the same
 *
 * Before its worker runs. Main thread.
 */
void
leatd_stuck_watch_add (LeatdStuckWatch *self, LeatdGuard *guard, LeatdState *state)
{
  Watched *watched = g_new0 (Watched, 1);

  watched->guard = guard;
  watched->state = state;
  g_ptr_array_add (self->watched, watched);
}

/* "3 s", "250 ms" */
static char *
time_to_text (gint64 microseconds)
{
  const gint64 milliseconds = microseconds / 1000;

  return milliseconds < 10000 ? g_strdup_printf ("%" G_GINT64_FORMAT " ms", milliseconds)
                              : g_strdup_printf ("%" G_GINT64_FORMAT " s", milliseconds / 1000);
}

/* Several may share a state, as the instances of one sink do: it is stuck while one of them is, and
 * names the one that is so for the longest. */
static void
tell (LeatdStuckWatch *self, LeatdState *state)
{
  g_autofree char *reason = NULL;
  gint64 longest = 0;

  for (guint i = 0; i < self->watched->len; i++)
    {
      const Watched *watched = g_ptr_array_index (self->watched, i);
      const gint64 inside = leatd_guard_inside (watched->guard);
      g_autofree char *time = NULL;

      if (watched->state != state || inside < self->stuck_after || inside < longest)
        continue;
      longest = inside;
      time = time_to_text (inside);
      g_free (reason);
      reason = g_strdup_printf ("%s has not returned for %s", watched->guard->module, time);
    }
  leatd_state_set_stuck (state, reason);
}

void
leatd_stuck_watch_remove (LeatdStuckWatch *self, LeatdGuard *guard)
{
  for (guint i = self->watched->len; i > 0; i--)
    {
      const Watched watched = *(Watched *) g_ptr_array_index (self->watched, i - 1);

      if (watched.guard != guard)
        continue;
      g_ptr_array_remove_index (self->watched, i - 1);
      if (watched.stuck)
        tell (self, watched.state);
    }
}

static void
look (LeatdStuckWatch *self, Watched *watched, gint64 inside)
{
  const gboolean stuck = inside >= self->stuck_after;

  if (stuck == watched->stuck)
    return;
  watched->stuck = stuck;
  tell (self, watched->state);
}

static gboolean
on_timer (gpointer user_data)
{
  LeatdStuckWatch *self = user_data;
  gboolean busy = FALSE;

  /* whoever goes in from here on arms anew, so none is missed by what follows */
  g_atomic_int_set (&self->armed, 0);
  for (guint i = 0; i < self->watched->len; i++)
    {
      Watched *watched = g_ptr_array_index (self->watched, i);
      gint64 inside = leatd_guard_inside (watched->guard);

      look (self, watched, inside);
      busy = busy || inside > 0;
    }
  if (busy)
    g_atomic_int_set (&self->armed, 1);
  else
    {
      g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

      if (g_atomic_int_get (&self->armed) == 0)
        {
          g_clear_pointer (&self->timer, g_source_unref);
          return G_SOURCE_REMOVE;
        }
    }
  return G_SOURCE_CONTINUE;
}

/**
 * leatd_stuck_watch_arm:
 *
 * Called before each call of a plugin; a single load while the watch is armed. Any thread.
 */
void
leatd_stuck_watch_arm (LeatdStuckWatch *self)
{
  if (self->stuck_after == 0 || g_atomic_int_get (&self->armed) != 0)
    return;
  g_mutex_lock (&self->mutex);
  g_atomic_int_set (&self->armed, 1);
  if (self->timer == NULL)
    {
      self->timer = g_timeout_source_new ((guint) MAX (self->stuck_after / 4 / 1000, 1));
      g_source_set_callback (self->timer, on_timer, self, NULL);
      g_source_attach (self->timer, self->context);
    }
  g_mutex_unlock (&self->mutex);
}
