/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-wish.c - what someone wants of a worker while it lives: that it pauses, begins anew, parks
 */
#include "leatd-wish.h"

/* where the worker is to stand still */
enum {
  PARKING_NOWHERE,
  PARKING_BETWEEN, /* two lives */
  PARKING_AMID,    /* one */
};

void
leatd_wish_init (LeatdWish *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->code = LEATD_WISH_NONE;
  self->cancellable = g_cancellable_new ();
  self->is_spent = FALSE;
  self->parking = self->parked = 0;
  self->n_unparked = 0;
}

void
leatd_wish_clear (LeatdWish *self)
{
  g_clear_object (&self->cancellable);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
}

/* called under the lock; (transfer full): to be cancelled when it is left */
static GCancellable *
wish_spend (LeatdWish *self)
{
  self->is_spent = TRUE;
  return g_object_ref (self->cancellable);
}

/**
 * leatd_wish_make:
 * @code: not %LEATD_WISH_NONE
 *
 * The life at hand is cancelled.
 */
void
leatd_wish_make (LeatdWish *self, LeatdWishCode code)
{
  g_autoptr (GCancellable) cancellable = NULL;

  g_mutex_lock (&self->mutex);
  if (self->code != LEATD_WISH_STOP)
    g_atomic_int_set (&self->code, (gint) code);
  cancellable = wish_spend (self);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_cancellable_cancel (cancellable); /* not under the lock: a plugin's handler runs in it */
}

/* one that was not heard yet has cancelled the life at hand all the same: it begins anew */
gboolean
leatd_wish_resume (LeatdWish *self)
{
  return g_atomic_int_compare_and_exchange (&self->code, LEATD_WISH_PAUSE, LEATD_WISH_RESTART);
}

LeatdWishCode
leatd_wish_get (LeatdWish *self)
{
  return (LeatdWishCode) g_atomic_int_get (&self->code);
}

gboolean
leatd_wish_is_parking (LeatdWish *self)
{
  return g_atomic_int_get (&self->parking) == PARKING_BETWEEN;
}

gboolean
leatd_wish_is_there (LeatdWish *self)
{
  return leatd_wish_get (self) != LEATD_WISH_NONE || leatd_wish_is_parking (self);
}

/**
 * leatd_wish_park:
 *
 * The life at hand is to end as soon as it has done what it is at, and no other begins. It is not
 * cancelled: what is on its way to a peer arrives. Who calls this wakes the worker then. One that
 * was to stand still amid its life and does not yet is to park instead.
 */
void
leatd_wish_park (LeatdWish *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (!leatd_wish_is_parked (self))
    g_atomic_int_set (&self->parking, PARKING_BETWEEN);
}

/**
 * leatd_wish_park_amid:
 *
 * The worker is to stand still as soon as it has done what it is at; its life goes on behind that.
 * Who calls this wakes the worker then.
 */
void
leatd_wish_park_amid (LeatdWish *self)
{
  g_atomic_int_set (&self->parking, PARKING_AMID);
}

gboolean
leatd_wish_is_parking_amid (LeatdWish *self)
{
  return g_atomic_int_get (&self->parking) == PARKING_AMID;
}

/* the life at hand is cancelled, so that it parks */
void
leatd_wish_hurry (LeatdWish *self)
{
  g_autoptr (GCancellable) cancellable = NULL;

  g_mutex_lock (&self->mutex);
  if (leatd_wish_is_parking (self) && !leatd_wish_is_parked (self))
    cancellable = wish_spend (self);
  g_mutex_unlock (&self->mutex);
  if (cancellable != NULL)
    g_cancellable_cancel (cancellable);
}

/* the next life begins, or what is wished comes about. One that is not parked yet may have heard of
 * it: it begins anew */
void
leatd_wish_unpark (LeatdWish *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (!leatd_wish_is_parked (self) && leatd_wish_is_parking (self))
    g_atomic_int_compare_and_exchange (&self->code, LEATD_WISH_NONE, LEATD_WISH_RESTART);
  g_atomic_int_set (&self->parked, 0);
  g_atomic_int_set (&self->parking, PARKING_NOWHERE);
  self->n_unparked++;
  g_cond_broadcast (&self->cond);
}

gboolean
leatd_wish_is_parked (LeatdWish *self)
{
  return g_atomic_int_get (&self->parked) != 0;
}

static void
wish_stand (LeatdWish *self, gint where, void (*parked) (gpointer user_data), gpointer user_data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const guint n_unparked = self->n_unparked;

  /* what it was let go on for, it does before it stands still for another */
  while (g_atomic_int_get (&self->parking) == where && leatd_wish_get (self) != LEATD_WISH_STOP &&
         self->n_unparked == n_unparked)
    {
      if (!leatd_wish_is_parked (self))
        {
          g_atomic_int_set (&self->parked, 1);
          parked (user_data);
        }
      g_cond_wait (&self->cond, &self->mutex);
    }
}

void
leatd_wish_stand_still (LeatdWish *self, void (*parked) (gpointer user_data), gpointer user_data)
{
  wish_stand (self, PARKING_BETWEEN, parked, user_data);
}

void
leatd_wish_stand_amid (LeatdWish *self, void (*parked) (gpointer user_data), gpointer user_data)
{
  wish_stand (self, PARKING_AMID, parked, user_data);
}

/* called under the lock: (transfer none); a wish that cancels late does not reach it */
static GCancellable *
wish_renew (LeatdWish *self)
{
  self->is_spent = FALSE;
  g_object_unref (self->cancellable);
  return self->cancellable = g_cancellable_new ();
}

/**
 * leatd_wish_begin:
 *
 * Each life behind a wish has a cancellable of its own: one that was made for the life before and
 * cancels late does not reach it.
 */
GCancellable *
leatd_wish_begin (LeatdWish *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (leatd_wish_is_parking (self))
    return NULL;
  g_atomic_int_compare_and_exchange (&self->code, LEATD_WISH_RESTART, LEATD_WISH_NONE);
  if (leatd_wish_get (self) != LEATD_WISH_NONE)
    return NULL;
  return self->is_spent ? wish_renew (self) : self->cancellable;
}

/**
 * leatd_wish_grant:
 *
 * The life at hand is to end in good order.
 */
GCancellable *
leatd_wish_grant (LeatdWish *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return leatd_wish_is_there (self) && leatd_wish_get (self) != LEATD_WISH_STOP ? wish_renew (self)
                                                                                : NULL;
}
