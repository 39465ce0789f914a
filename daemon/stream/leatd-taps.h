/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-taps.h - who looks at a source, live, without slowing it */
#pragma once
#include "leatd-tap.h"
G_BEGIN_DECLS

/* of one source at the same time */
#define LEATD_TAPS_MAX 16

/**
 * LeatdTaps:
 * @wanted: atomic: a bit for each #LeatdTapKind that somebody looks at; read without the lock
 * @name: of the source
 * @mutex: of what follows
 * @taps: of #LeatdTap
 * @credit: µs that all of them may still take of the source's thread, times %LEATD_TAPS_SHARE
 * @since: monotonic µs to which @credit is counted
 * @is_closed: the source has come to its end
 *
 * They write in the source's thread, which never waits for them. Of its time they have one part in
 * %LEATD_TAPS_SHARE: what does not fit into that is dropped, and told where they read.
 */
typedef struct {
  guint      wanted;
  char      *name;
  GMutex     mutex;
  GPtrArray *taps;
  gint64     credit;
  gint64     since;
  gboolean   is_closed;
} LeatdTaps;

#define LEATD_TAPS_SHARE 10

void     leatd_taps_init        (LeatdTaps *self, const char *name);
void     leatd_taps_clear       (LeatdTaps *self);
/* main thread */
gboolean leatd_taps_open        (LeatdTaps *self, const LeatdTapWishes *wishes,
                                 const LeatSchema *schema, int *fd, GError **error);

/* the source's thread, each if leatd_taps_want() that kind */
void     leatd_taps_give_batch  (LeatdTaps *self, const LeatBatch *batch);
void     leatd_taps_give_piece  (LeatdTaps *self, const LeatPiece *piece);
/* behind the last one of a turn */
void     leatd_taps_end_pieces  (LeatdTaps *self);
void     leatd_taps_give_bytes  (LeatdTaps *self, guint64 offset, const guint8 *data, gsize length,
                                 gint64 time);
/* nothing follows: readers see the end */
void     leatd_taps_close       (LeatdTaps *self);

/* all that it costs where nobody looks; @self: nullable */
static inline gboolean
leatd_taps_want (LeatdTaps *self, LeatdTapKind kind)
{
  return self != NULL && (__atomic_load_n (&self->wanted, __ATOMIC_RELAXED) & 1u << kind) != 0;
}

G_END_DECLS
