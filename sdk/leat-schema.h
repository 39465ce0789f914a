/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-schema.h - what records look like, and how a frame becomes one */
#pragma once
#include "leat-clock.h"
#include "leat-error.h"
#include "leat-value.h"
G_BEGIN_DECLS
#pragma GCC visibility push(default)

typedef struct _LeatBatch  LeatBatch;
typedef struct _LeatOrigin LeatOrigin;

/**
 * LeatRole:
 * @LEAT_ROLE_NONE: a field like any other
 * @LEAT_ROLE_JUDGEMENT: good, bad, none: as words
 * @LEAT_ROLE_COUNTER: counts the machine's results: gaps, repeats and resets are watched
 * @LEAT_ROLE_PART: identifies the part: serial number, code
 * @LEAT_ROLE_PROGRAM: the machine's program
 * @LEAT_ROLE_CAMERA: the camera or head
 * @LEAT_ROLE_TIME: the device's own clock: its offset to ours is watched
 *
 * What the rest of the pipeline may know of a field without knowing the machine.
 */
typedef enum {
  LEAT_ROLE_NONE,
  LEAT_ROLE_JUDGEMENT,
  LEAT_ROLE_COUNTER,
  LEAT_ROLE_PART,
  LEAT_ROLE_PROGRAM,
  LEAT_ROLE_CAMERA,
  LEAT_ROLE_TIME,
} LeatRole;

/**
 * LeatField:
 * @name: [a-z][a-z0-9_]*
 * @type: what its values are, if they could be decoded
 * @role: what others may know it for
 * @unit: "mm", "°C"; %NULL: none
 * @summary: (nullable): what it is, in one sentence
 */
typedef struct {
  const char *name;
  LeatType    type;
  LeatRole    role;
  const char *unit;
  const char *summary;
  gpointer    reserved[3];
} LeatField;

/**
 * LeatSchema:
 *
 * The fields of a kind of record, and (if it was loaded from a file) the way from a frame to them.
 * Immutable; shared by all batches and threads; known by its name and the hash of its text.
 */
typedef struct _LeatSchema LeatSchema;

LeatSchema      *leat_schema_new          (const char *name, const LeatField *fields,
                                           guint n_fields);
LeatSchema      *leat_schema_load         (const char *path, GError **error);
LeatSchema      *leat_schema_new_from_text (const char *name, const char *text, gssize length,
                                           GError **error);
LeatSchema      *leat_schema_ref          (LeatSchema *self);
void             leat_schema_unref        (LeatSchema *self);
const char      *leat_schema_get_name     (const LeatSchema *self);
const char      *leat_schema_get_summary  (const LeatSchema *self);
const char      *leat_schema_get_hash     (const LeatSchema *self);
const char      *leat_schema_get_text     (const LeatSchema *self);
guint            leat_schema_get_n_fields (const LeatSchema *self);
const LeatField *leat_schema_get_field    (const LeatSchema *self, guint index);
gboolean         leat_schema_find_field   (const LeatSchema *self, const char *name, guint *index);
gboolean         leat_schema_find_role    (const LeatSchema *self, LeatRole role, guint *index);

gboolean         leat_schema_decode       (LeatSchema *self, const guint8 *frame, gsize length,
                                           LeatBatch *batch, const LeatOrigin *origin,
                                           LeatMoment arrival, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatSchema, leat_schema_unref)
#pragma GCC visibility pop
G_END_DECLS
