/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-tap.h - what a source makes, live, for one who looks */
#pragma once
#include "leat-framing.h"
#include "leatd-tap-filter.h"
G_BEGIN_DECLS

/* bytes of a frame or a read that a line has at the most */
#define LEATD_TAP_DATA_MAX (16 * 1024)

typedef enum {
  LEATD_TAP_RECORDS,
  LEATD_TAP_FRAMES,
  LEATD_TAP_RAW,
  LEATD_TAP_N_KINDS,
} LeatdTapKind;

/**
 * LeatdTapWishes:
 * @kind: what is looked at
 * @filter: (nullable): of records
 * @sample: of so many that are meant, one is shown; 1: all are
 *
 * What somebody wants to see.
 */
typedef struct {
  LeatdTapKind kind;
  const char  *filter;
  guint        sample;
} LeatdTapWishes;

/**
 * LeatdTap:
 *
 * Writes lines of JSON into a socket, several whole ones in a message, and never waits: what finds
 * no room is dropped, counted, and told by a line {"dropped":N} before the next one that does.
 */
typedef struct _LeatdTap LeatdTap;

gboolean     leatd_tap_kind_from_name (const char *name, LeatdTapKind *kind);

/* @schema: (nullable): that its records surely have; @fd: (out): the reader's end */
LeatdTap    *leatd_tap_new            (const LeatdTapWishes *wishes, const LeatSchema *schema,
                                       int *fd, GError **error);
void         leatd_tap_free           (LeatdTap *self);
LeatdTapKind leatd_tap_get_kind       (const LeatdTap *self);

/* any thread, one at a time; FALSE: its reader is gone */
gboolean     leatd_tap_is_read        (LeatdTap *self);
/* whether there is room, and a reader; until leatd_tap_end() what is given is kept back */
gboolean     leatd_tap_begin          (LeatdTap *self);
void         leatd_tap_end            (LeatdTap *self);
void         leatd_tap_give_record    (LeatdTap *self, const LeatRecord *record);
void         leatd_tap_give_piece     (LeatdTap *self, const char *source, const LeatPiece *piece);
void         leatd_tap_give_bytes     (LeatdTap *self, const char *source, guint64 offset,
                                       const guint8 *data, gsize length, gint64 time);
/* so many are not even looked at */
void         leatd_tap_drop           (LeatdTap *self, guint64 n);

G_END_DECLS
