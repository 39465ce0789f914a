/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-shape.h - what the record of a part looks like, and how it is made of its partners' */
#pragma once
#include "assembly-kept.h"
#include "assembly-plan.h"
G_BEGIN_DECLS

typedef struct _AssemblyShape AssemblyShape;

AssemblyShape *assembly_shape_new        (const AssemblyPlan *plan, char **fields, GError **error);
void           assembly_shape_free       (AssemblyShape *self);
LeatSchema    *assembly_shape_get_schema (AssemblyShape *self);
/* finds the fields of a source's records; FALSE: some are not there as the schema of the key file
 * has them, and will be missing. Again when the schema is another one */
gboolean       assembly_shape_look       (AssemblyShape *self, AssemblyKept *record);
guint          assembly_shape_count      (const AssemblyShape *self,
                                          AssemblyRecord *const *records);
void           assembly_shape_append     (AssemblyShape *self, LeatBatch *batch,
                                          const LeatOrigin *origin, AssemblyReason reason,
                                          AssemblyRecord *const *records, guint64 sequence);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssemblyShape, assembly_shape_free)
G_END_DECLS
