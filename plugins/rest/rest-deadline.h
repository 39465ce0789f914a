/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-deadline.h - ends what takes too long in another thread */
#pragma once
#include "rest-stall.h"
G_BEGIN_DECLS

/* libsoup knows a limit for each read and write, none for a whole request. One thread looks at a
 * clock every now and then while something is under way; begin and end cost no wake-up. */
typedef struct _RestDeadline RestDeadline;

/* @tick: microseconds, how late it may be */
RestDeadline *rest_deadline_new   (gint64 tick);
void          rest_deadline_free  (RestDeadline *self);

/* One thing at a time, all in one thread. What it gives is cancelled at the deadline, and with
 * @cancellable; valid until end() */
GCancellable *rest_deadline_begin (RestDeadline *self, gint64 microseconds,
                                   GCancellable *cancellable);
/* from now on */
void          rest_deadline_move  (RestDeadline *self, gint64 microseconds);
/* and sooner, if nothing moves on @socket for so long; 0: that does not matter */
void          rest_deadline_watch (RestDeadline *self, GSocket *socket, gint64 microseconds);

/**
 * RestDeadlineEnd:
 * @REST_DEADLINE_IN_TIME: before it
 * @REST_DEADLINE_PASSED: it was cancelled by it
 * @REST_DEADLINE_STALLED: it was cancelled, for nothing moved
 *
 * How something ended.
 */
typedef enum {
  REST_DEADLINE_IN_TIME,
  REST_DEADLINE_PASSED,
  REST_DEADLINE_STALLED,
} RestDeadlineEnd;

RestDeadlineEnd rest_deadline_end (RestDeadline *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RestDeadline, rest_deadline_free)
G_END_DECLS
