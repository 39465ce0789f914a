/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-cases.h - tables for tests of formats: a schema, a frame, what must come of it */
#pragma once
#include "leat-batch.h"
#include "leat-schema-host.h"

typedef struct {
  const char *name;
  const char *schema;
  const char *frame;      /* \\0 is a NUL, \\xHH a byte */
  const char *expected;   /* the fields in their order, or the message of the reject */
  gboolean    rejected;
} DecodeCase;

/* schemas that have faults, and what is said of them */
typedef struct {
  const char *name;
  const char *schema;
  const char *faults;
} FaultCase;

/* of a text that has no fault */
LeatSchema *load_schema      (const char *text);
/* its fields in their order, as @expected has them */
char       *spell_record     (const LeatSchema *schema, const LeatRecord *record);
void        add_decode_cases (const char *prefix, const DecodeCase *cases, gsize n_cases);
void        add_fault_cases  (const char *prefix, const FaultCase *cases, gsize n_cases);
