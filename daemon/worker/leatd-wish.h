/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-wish.h - what someone wants of a worker while it lives: that it pauses, begins anew, parks
 */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

typedef enum {
  LEATD_WISH_NONE,
  LEATD_WISH_PAUSE,
  LEATD_WISH_RESTART,
  LEATD_WISH_STOP,      /* for good: no other wish comes behind it */
} LeatdWishCode;

/**
 * LeatdWish:
 * @mutex: of what follows
 * @code: a LeatdWishCode; read without the lock too
 * @cancellable: of the life at hand: what blocks there ends when there is a wish
 * @is_spent: whether @cancellable is cancelled, or is about to be
 * @parking: atomic; where the worker is to stand still, whatever else is wished: between two lives,
 *   or amid one
 * @parked: atomic; it does
 * @n_unparked: how often it was let go on: it does so each time before it stands still again
 * @cond: parking is over
 *
 * Made known by any thread, heard by the worker's, between two lives and wherever it waits.
 */
typedef struct {
  GMutex        mutex;
  gint          code;
  GCancellable *cancellable;
  gboolean      is_spent;
  gint          parking;
  gint          parked;
  guint         n_unparked;
  GCond         cond;
} LeatdWish;

void          leatd_wish_init   (LeatdWish *self);
void          leatd_wish_clear  (LeatdWish *self);

/* any thread: who makes one wakes the worker then */
void          leatd_wish_make   (LeatdWish *self, LeatdWishCode code);
/* ends a pause; FALSE: there was none */
gboolean      leatd_wish_resume (LeatdWish *self);
LeatdWishCode leatd_wish_get    (LeatdWish *self);
/* is there any, or is it to park? */
gboolean      leatd_wish_is_there (LeatdWish *self);

/* main thread: while it is parked, all that is the worker's may be touched. What is wished
 * meanwhile holds behind it; a stop ends it */
void          leatd_wish_park      (LeatdWish *self);
void          leatd_wish_hurry     (LeatdWish *self);
void          leatd_wish_unpark    (LeatdWish *self);
gboolean      leatd_wish_is_parked (LeatdWish *self);
/* any thread */
gboolean      leatd_wish_is_parking (LeatdWish *self);
/* the worker's, between two lives: stands still; @parked: called when it does */
void          leatd_wish_stand_still (LeatdWish *self, void (*parked) (gpointer user_data),
                                      gpointer user_data);
/* the same amid a life, which goes on behind it: main thread, any thread, the worker's */
void          leatd_wish_park_amid    (LeatdWish *self);
gboolean      leatd_wish_is_parking_amid (LeatdWish *self);
void          leatd_wish_stand_amid   (LeatdWish *self, void (*parked) (gpointer user_data),
                                      gpointer user_data);

/* the worker's thread, before a life: a restart is granted by it. (transfer none): what the life is
 * cancelled by; NULL: it must not begin */
GCancellable *leatd_wish_begin  (LeatdWish *self);
/* the same, at the end of a life for a pause, a restart or to park: what it still has to do is
 * cancelled by this one; NULL: there is no time for that */
GCancellable *leatd_wish_grant  (LeatdWish *self);

G_END_DECLS
