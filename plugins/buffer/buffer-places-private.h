/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-places-private.h - the inside of a place */
#pragma once
#include "buffer-places.h"
#include "buffer-refusal.h"
G_BEGIN_DECLS

struct _BufferPlace {
  char    *reader;
  gboolean again;
  char    *sources;        /* a JSON array of globs */
  guint    n_entered;

  guint64  acknowledged;
  BufferClaims *claims;
  guint    news;           /* of them: counted */
  char    *position;
  gint64   seen;           /* by the machine's clock: for people */
  gboolean came;           /* somebody has entered it since the file was opened, or is expected */
  gint64   absent_since;   /* by the store's clock, as the file has it; -1: it does not say so */
  GQueue   refusals;       /* of BufferRefusal: not in the file yet */

  gboolean is_ahead;
  gint64   ahead_since;    /* µs */
  guint64  written;        /* acknowledged, as it stands in the file */
  guint    lasting_news;   /* of the claims in the file */
};

struct _BufferPlaces {
  GMutex     mutex;
  GPtrArray *places;
  GPtrArray *expected;   /* of names: of readers that have come, or will */
  gboolean   is_loaded;  /* it is known what the file says */
  gboolean   told_absent;
};

/* under the lock: it is ahead of the file */
static inline void
buffer_place_advance (BufferPlace *place)
{
  if (!place->is_ahead)
    place->ahead_since = g_get_monotonic_time ();
  place->is_ahead = TRUE;
}

/* under the lock: nobody has opened it since the file was, nor will */
static inline gboolean
buffer_place_is_absent (const BufferPlace *place)
{
  return !place->again && place->n_entered == 0 && !place->came;
}

G_END_DECLS
