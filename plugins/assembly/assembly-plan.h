/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-plan.h - what the options mean for the sources that are given: keys, stamps, rules */
#pragma once
#include "assembly-table.h"
#include "leat.h"
G_BEGIN_DECLS

typedef enum {
  ASSEMBLY_GIVE_PART,       /* one record of all partners */
  ASSEMBLY_GIVE_RECORDS,    /* one of each partner, with what is of the part */
} AssemblyGive;

typedef enum {
  ASSEMBLY_CLOCK_ARRIVAL,   /* when a record came */
  ASSEMBLY_CLOCK_DEVICE,    /* its field with role=time */
} AssemblyClock;

/* as the key file has them */
typedef struct {
  int     match;
  int     clock;
  int     give;
  char  **keys;
  char  **stamps;
  char  **fields;
  gint64  window;
  gint64  skew;
  gint64  timeout;
  gint64  most_waiting;
} AssemblyOptions;

/**
 * AssemblyInput:
 * @name: of a source
 * @schema: the fields of all @schemas
 * @schemas: of its records, as the key file has them: that of most, and those of programs
 * @key: (nullable): name of the field that is its key
 * @clock: (nullable): name of the field with role=time, if that is the clock
 */
typedef struct {
  char       *name;
  LeatSchema *schema;
  GPtrArray  *schemas;
  char       *key;
  char       *clock;
} AssemblyInput;

/**
 * AssemblyPlan:
 * @inputs: of #AssemblyInput
 * @by_record: a part is given as a record of each partner
 * @by_device: of @clock of each input, not of arrival
 * @rules: for the table
 * @key: what the key of a part looks like; of match=key
 */
typedef struct {
  GArray       *inputs;
  gboolean      by_record;
  gboolean      by_device;
  AssemblyRules rules;
  LeatField     key;
} AssemblyPlan;

/* one more line of what is told of the options */
void     assembly_fault          (GError **all, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* what can be said of them without the sources */
gboolean assembly_options_check  (const AssemblyOptions *self, GError **error);
gboolean assembly_plan_init      (AssemblyPlan *self, const AssemblyOptions *options,
                                  const LeatInput *inputs, guint n_inputs, GError **error);
void     assembly_plan_clear     (AssemblyPlan *self);
/* FALSE: there is no such source */
gboolean assembly_plan_find      (const AssemblyPlan *self, const char *name, gsize length,
                                  guint *source);
const AssemblyInput *assembly_plan_get (const AssemblyPlan *self, guint source);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AssemblyPlan, assembly_plan_clear)
G_END_DECLS
