/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-match.h - which picture is of which result */
#pragma once
#include <leat.h>
G_BEGIN_DECLS

typedef enum {
  PICTURES_RESULT,
  PICTURES_PICTURE,
  PICTURES_N_SIDES,
} PicturesSide;

/* @both: by PicturesSide, (transfer full); one of them may be NULL: it has waited long enough, or
 * too many wait */
typedef void (*PicturesPairFunc) (gpointer const *both, gpointer user_data);

/* Each with the first of the other side that has the same key and is not further away in time than
 * they wait. No clock of its own, no thread; moments in nanoseconds. */
typedef struct _PicturesMatch PicturesMatch;

/* @frees: by PicturesSide, what becomes of those that wait when it is freed */
PicturesMatch *pictures_match_new     (gint64 wait, guint most, const GDestroyNotify *frees,
                                       PicturesPairFunc func, gpointer user_data);
void           pictures_match_free    (PicturesMatch *self);
void           pictures_match_add     (PicturesMatch *self, PicturesSide side, gpointer partner,
                                       const char *key, gint64 moment, gint64 now);
void           pictures_match_look    (PicturesMatch *self, gint64 now);
/* none of that side waits any longer */
void           pictures_match_finish  (PicturesMatch *self, PicturesSide side);
/* when to look; G_MAXINT64: nothing waits */
gint64         pictures_match_get_due (const PicturesMatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PicturesMatch, pictures_match_free)
G_END_DECLS
