/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guess-shape.h - how the frames of a recording seem to hold their fields */
#pragma once
#include "guess-frames.h"
G_BEGIN_DECLS

/**
 * LeatGuessColumn:
 * @name: (nullable): what the machine calls it
 * @key: what its [field NAME] says of its place: "column=3", "key=gap", "pointer=/data/gap"
 * @texts: of char *, one for each frame that fits; %NULL: it is not there
 */
typedef struct {
  char      *name;
  char      *key;
  GPtrArray *texts;
} LeatGuessColumn;

/**
 * LeatGuessShape:
 * @format: value of format=
 * @options: what else [schema] says, a line each; may be empty
 * @joint: (nullable): what stands between two columns that are one field
 * @has_header: the first frame names the columns
 * @columns: of LeatGuessColumn
 * @fitting: of LeatGuessFrame, those that have this shape
 */
typedef struct {
  const char *format;
  char       *options;
  char       *joint;
  gboolean    has_header;
  GPtrArray  *columns;
  GArray     *fitting;
} LeatGuessShape;

void leat_guess_shape_init  (LeatGuessShape *self, const GArray *frames);
void leat_guess_shape_clear (LeatGuessShape *self);

/* --- for the files that know a format: FALSE: the frames have not this shape --- */

gboolean         leat_guess_shape_try_pairs  (LeatGuessShape *self, const GArray *frames);
gboolean         leat_guess_shape_try_json   (LeatGuessShape *self, const GArray *frames);

/* are so many of all frames enough to say how they are? */
gboolean         leat_guess_shape_agrees     (guint n, const GArray *frames);
LeatGuessColumn *leat_guess_shape_add_column (LeatGuessShape *self, const char *name, char *key);
/* @text: (transfer full) (nullable): of the frame that was added last */
void             leat_guess_column_add       (const LeatGuessShape *self, LeatGuessColumn *column,
                                              char *text);
/* a frame more: columns that get no text of it have none there */
void             leat_guess_shape_add_frame  (LeatGuessShape *self, const LeatGuessFrame *frame);
/* all columns have as many texts as there are frames */
void             leat_guess_shape_level      (LeatGuessShape *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LeatGuessShape, leat_guess_shape_clear)
G_END_DECLS
