/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-records.h - results become records: which schema, and what the frame does not say */
#pragma once
#include "vision-session.h"
G_BEGIN_DECLS

/* The schema of a source is what schema= names, with fields for what is known beside the frame:
 * trigger and latency of a trigger of ours, program, camera, judgement; a schema that has such a
 * field is left as it is. Programs may have schemas of their own (program-schema=). */
typedef struct _VisionRecords VisionRecords;

VisionRecords *vision_records_new    (const VisionLanguage *language, const VisionOptions *options);
void           vision_records_free   (VisionRecords *self);
/* of a class's shape(); main thread */
LeatSchema    *vision_records_shape  (VisionRecords *self, LeatSchema *schema,
                                      LeatFindSchemaFunc find, gpointer finder, GError **error);
/* appends @found; %FALSE: it is no record of its schema. @origin: of the stream */
gboolean       vision_records_append (VisionRecords *self, const LeatOrigin *origin,
                                      LeatBatch *batch, const VisionFound *found,
                                      LeatMoment arrival, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VisionRecords, vision_records_free)
G_END_DECLS
