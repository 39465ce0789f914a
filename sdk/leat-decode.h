/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode.h - from a frame to the fields of a record, whatever the format */
#pragma once
#include "leat-cell.h"
G_BEGIN_DECLS

typedef struct _LeatFormat LeatFormat;

/* places that a schema may have: what is found in a frame is kept on the stack */
#define LEAT_PLACES_MAX 1024

/* none of the places */
#define LEAT_NO_PLACE G_MAXUINT

/* where a field stands in a frame, as its format has it */
typedef struct {
  guint64   shapes;           /* bits of the shapes of records in which it counts */
  guint     status;           /* the place whose words tell of this one's value; or LEAT_NO_PLACE */
  gboolean  required;
  LeatCell  cell;
  char     *name;             /* for messages: "column 3" */
  LeatWords states;           /* those words; meaning: a LeatQuality */
} LeatPlace;

/* records of a stream may have several shapes, told apart by one field */
#define LEAT_SHAPES_MAX 63
#define LEAT_SHAPES_ALL G_MAXUINT64   /* the highest bit: all that no when= names */

/* a field made of others: are they within their tolerances? */
typedef struct {
  guint   field;
  GArray *judged;             /* of guint: places in LeatDecoder */
} LeatVerdict;

/* the way from a frame to the fields of a schema, compiled */
typedef struct _LeatDecoder {
  const LeatFormat *format;
  gpointer          form;     /* what the format made of the schema's keys; NULL: nothing yet */
  GArray           *places;   /* of LeatPlace */
  GArray           *verdicts; /* of LeatVerdict */
  guint             branch;   /* the place that tells the shape; or LEAT_NO_PLACE */
  LeatWords         shapes;   /* what it says; meaning: the shape's bit */
  gboolean          rejects_others;
} LeatDecoder;

typedef enum {
  LEAT_FOUND_ABSENT,          /* the frame has no such place */
  LEAT_FOUND_EMPTY,           /* nothing stands there */
  LEAT_FOUND_TEXT,
  LEAT_FOUND_VALUE,           /* of the type of the field */
} LeatFoundKind;

/* what a format found in the place of a field; text lives as long as frame and batch */
typedef struct {
  union {
    struct {
      const char *text;
      guint32     length;
    };
    LeatValue value;
  };
  guint32 offset;             /* in the frame */
  guint8  kind;               /* a LeatFoundKind */
} LeatFound;

/* one frame on its way */
typedef struct {
  const LeatDecoder *decoder;
  const LeatSchema  *schema;
  const char        *frame;
  guint32            length;
  LeatFound         *pieces;  /* one for each place */
  LeatBatch         *batch;   /* its last record is that of the frame */
} LeatWork;

void         leat_place_init     (LeatPlace *self);
void         leat_place_clear    (LeatPlace *self);

LeatDecoder *leat_decoder_new    (const LeatFormat *format);
void         leat_decoder_free   (LeatDecoder *self);
gboolean     leat_decoder_decode (const LeatDecoder *self, const LeatSchema *schema,
                                  const guint8 *frame, gsize length, LeatBatch *batch,
                                  const LeatOrigin *origin, LeatMoment arrival, GError **error);

/* what is left of @text in a message; (transfer full) */
char        *leat_work_show      (const char *text, gsize length);
/* the frame is a reject: "field gap: column 3, byte 7: …"; always FALSE */
gboolean     leat_work_refuse    (const LeatWork *self, guint place, guint32 offset, GError **error,
                                  const char *format, ...) G_GNUC_PRINTF (5, 6);
/* does the frame have so many bytes? 0: any number will do */
gboolean     leat_work_check_length (const LeatWork *self, guint length, GError **error);

static inline const LeatPlace *
leat_work_get_place (const LeatWork *self, guint index)
{
  return &g_array_index (self->decoder->places, LeatPlace, index);
}

static inline void
leat_found_set_text (LeatFound *self, const char *text, gsize length, gsize offset)
{
  *self = (LeatFound) {
    .text = text,
    .length = (guint32) length,
    .offset = (guint32) offset,
    .kind = LEAT_FOUND_TEXT,
  };
}

static inline void
leat_found_set_nothing (LeatFound *self, LeatFoundKind kind, gsize offset)
{
  *self = (LeatFound) { .offset = (guint32) offset, .kind = (guint8) kind };
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatDecoder, leat_decoder_free)
G_END_DECLS
