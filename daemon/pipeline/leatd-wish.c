/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-wish.c - what someone wants of a worker while it lives: that it pauses, or begins anew */
#include "pipeline/leatd-wish.h"

void
leatd_wish_init (LeatdWish *self)
{
  g_mutex_init (&self->mutex);
  self->code = LEATD_WISH_NONE;
  self->cancellable = g_cancellable_new ();
}

void
leatd_wish_clear (LeatdWish *self)
{
  g_clear_object (&self->cancellable);
  g_mutex_clear (&self->mutex);
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
  cancellable = g_object_ref (self->cancellable);
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

/* called under the lock: (transfer none); a wish that cancels late does not reach it */
static GCancellable *
wish_renew (LeatdWish *self)
{
  g_object_unref (self->cancellable);
  return self->cancellable = g_cancellable_new ();
}

/**
 * leatd_wish_begin:
 *
 * Each life behind a restart has a cancellable of its own: a wish that was made for the one before
 * and cancels late does not reach it.
 */
GCancellable *
leatd_wish_begin (LeatdWish *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (g_atomic_int_compare_and_exchange (&self->code, LEATD_WISH_RESTART, LEATD_WISH_NONE))
    wish_renew (self);
  return leatd_wish_get (self) == LEATD_WISH_NONE ? self->cancellable : NULL;
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
  const LeatdWishCode code = leatd_wish_get (self);

  return code == LEATD_WISH_PAUSE || code == LEATD_WISH_RESTART ? wish_renew (self) : NULL;
}
