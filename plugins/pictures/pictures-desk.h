/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-desk.h - where results and pictures meet, and become records */
#pragma once
#include "pictures-folder.h"
#include "pictures-match.h"
#include "pictures-name.h"
#include "pictures-options.h"
#include "pictures-shape.h"
#include "pictures-shelf.h"
G_BEGIN_DECLS

/**
 * PicturesDesk:
 * @source: whose it is
 * @options: of it
 * @pairs: results are given to it; else each picture is a record of its own
 * @name: of image-name=
 * @shape: of its records
 * @shelf: from the first start on
 * @match: likewise
 * @origin: likewise; of an epoch of its own: a picture is stored by an id that its record gets
 *   later
 * @sequence: of its last record
 * @is_full: a sink is: no more pictures are taken
 * @knows_old: pictures that an earlier leatd took are known
 * @told: of the last picture
 */
typedef struct {
  LeatSource            *source;
  const PicturesOptions *options;
  gboolean               pairs;
  PicturesName          *name;
  PicturesShape         *shape;
  PicturesShelf         *shelf;
  PicturesMatch         *match;
  LeatOrigin            *origin;
  guint64                sequence;
  gboolean               is_full;
  gboolean               knows_old;
  PictureState           told;
} PicturesDesk;

/* the source starts, the first time or again */
gboolean pictures_desk_open        (PicturesDesk *self, GError **error);
void     pictures_desk_clear       (PicturesDesk *self);
void     pictures_desk_add_results (PicturesDesk *self, LeatBatch *batch);
/* takes a file out of image-folder= */
void     pictures_desk_take        (PicturesDesk *self, const char *name);
/* who has waited long enough, and what is there from before */
void     pictures_desk_look        (PicturesDesk *self);
/* no picture of a result will come any more; pictures that wait are there at the next start */
void     pictures_desk_finish      (PicturesDesk *self);
/* when to look, on the clock of LeatMoment.monotonic; G_MAXINT64: nothing waits */
gint64   pictures_desk_get_due     (const PicturesDesk *self);

G_END_DECLS
