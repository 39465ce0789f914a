/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-listeners.h - the readers, as the sink's thread sees them */
#pragma once
#include "buffer-backlog.h"
#include "buffer-places.h"
G_BEGIN_DECLS

/**
 * BufferListener:
 * @wake: there is more
 * @user_data: for @wake
 * @is_waiting: atomic: it is to be woken
 * @claims: atomic: it claims what it reads: so many records at the most at once; 0: it does not
 * @max_bytes: atomic: of one of its claims
 * @again: it reads what was asked for once more: what is committed is not for it
 * @place: the reader's
 * @fresh: gets what is committed
 * @backlog: counts it
 * @is_stale: atomic: it is to be counted anew
 *
 * One of them.
 */
typedef struct {
  void         (*wake) (gpointer user_data);
  gpointer       user_data;
  gint           is_waiting;
  gint           claims;
  gint           max_bytes;
  gboolean       again;
  BufferPlace   *place;
  BufferFresh   *fresh;
  BufferBacklog *backlog;
  gint           is_stale;
} BufferListener;

/* any thread; wake() is called under its lock */
typedef struct _BufferListeners BufferListeners;

BufferListeners *buffer_listeners_new         (void);
void             buffer_listeners_free        (BufferListeners *self);
/* while it is added, its wake() may be called; not once remove() has returned */
void             buffer_listeners_add         (BufferListeners *self, BufferListener *listener);
void             buffer_listeners_remove      (BufferListeners *self, BufferListener *listener);

/* Before a commit of these: a reader that waits for them will claim them before it sends them; that
 * goes into the same commit, so that it need not wait for another one. */
void             buffer_listeners_claim_ahead (BufferListeners *self, BufferPlaces *places,
                                               const GArray *segments);
/* after it */
void             buffer_listeners_offer       (BufferListeners *self, const GArray *segments,
                                               guint64 last_id);
/* rows went, or came, by another way */
void             buffer_listeners_recount     (BufferListeners *self);
/* those who wait will be woken by the next wake(), of whatever thread */
void             buffer_listeners_stir        (BufferListeners *self);
void             buffer_listeners_wake        (BufferListeners *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferListeners, buffer_listeners_free)
G_END_DECLS
