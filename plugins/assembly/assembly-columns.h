/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-columns.h - the fields of a part, as fields= wants them */
#pragma once
#include "assembly-plan.h"
G_BEGIN_DECLS

typedef enum {
  ASSEMBLY_COLUMN_KEY,
  ASSEMBLY_COLUMN_SEQ,
  ASSEMBLY_COLUMN_COMPLETE,
  ASSEMBLY_COLUMN_REASON,
  ASSEMBLY_COLUMN_SOURCE,
  ASSEMBLY_COLUMN_ARRIVAL,
  ASSEMBLY_COLUMN_RECORD,
  ASSEMBLY_COLUMN_FIELD,
} AssemblyColumnKind;

typedef struct {
  AssemblyColumnKind kind;
  guint source;   /* of those that are of one */
  char *field;    /* ASSEMBLY_COLUMN_FIELD: its name there */
  char *name;     /* in the part */
  LeatType type;
  LeatRole role;
  const char *unit;
  guint indexes[ASSEMBLY_SOURCES_MAX]; /* in the records of a source, as they are now */
} AssemblyColumn;

/* (transfer full): of AssemblyColumn; what is pointed to is the plan's, or the array's */
GArray *assembly_columns_new (const AssemblyPlan *plan, char **fields, GError **error);

G_END_DECLS
