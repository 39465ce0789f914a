/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-wish.h - what someone wants of a worker while it lives: that it pauses, or begins anew */
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
 *
 * Made known by any thread, heard by the worker's, between two lives and wherever it waits.
 */
typedef struct {
  GMutex        mutex;
  gint          code;
  GCancellable *cancellable;
} LeatdWish;

void          leatd_wish_init   (LeatdWish *self);
void          leatd_wish_clear  (LeatdWish *self);

/* any thread: who makes one wakes the worker then */
void          leatd_wish_make   (LeatdWish *self, LeatdWishCode code);
/* ends a pause; FALSE: there was none */
gboolean      leatd_wish_resume (LeatdWish *self);
LeatdWishCode leatd_wish_get    (LeatdWish *self);

/* the worker's thread, before a life: a restart is granted by it. (transfer none): what the life is
 * cancelled by; NULL: it must not begin */
GCancellable *leatd_wish_begin  (LeatdWish *self);
/* the same, at the end of a life for a pause or a restart: what it still has to do is cancelled by
 * this one; NULL: there is no time for that */
GCancellable *leatd_wish_grant  (LeatdWish *self);

G_END_DECLS
