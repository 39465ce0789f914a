/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-time-private.h - a compiled time pattern: steps that each read one thing */
#pragma once
#include "leat-time.h"
#include "leat-zone.h"
G_BEGIN_DECLS

#define LEAT_FIRST_YEAR 1678
#define LEAT_LAST_YEAR  2261

typedef enum {
  STEP_NUMBER,
  STEP_FRACTION,
  STEP_EPOCH,
  STEP_MONTH_NAME,
  STEP_HALF,
  STEP_OFFSET,
  STEP_LITERAL,
  STEP_BLANK,
} LeatTimeStepKind;

typedef enum {
  PART_YEAR,
  PART_MONTH,
  PART_DAY,
  PART_DAY_OF_YEAR,
  PART_HOUR,
  PART_HALF,
  PART_MINUTE,
  PART_SECOND,
  PART_NANOSECOND,
  PART_OFFSET,
  PART_EPOCH,
  N_PARTS,
} LeatTimePart;

#define HAS(PART) (1u << PART_##PART)

typedef struct {
  guint8  kind;
  guint8  part;
  guint8  least_digits;
  guint8  most_digits;
  gint16  lowest;
  gint16  highest;
  char    literal;
} LeatTimeStep;

#define LEAT_TIME_STEPS_MAX 64

/* where a number stands if each has its full width */
typedef struct {
  guint8 offset;
  guint8 part;
  guint8 n_digits;
  gint16 lowest;
  gint16 highest;
} LeatTimeNumber;

/* where a literal stands then */
typedef struct {
  guint8 offset;
  char   literal;
} LeatTimeLiteral;

struct _LeatTimePattern {
  LeatZone       *zone;
  guint           has;          /* bits of LeatTimePart */
  gboolean        short_year;
  guint           n_steps;
  LeatTimeStep    steps[LEAT_TIME_STEPS_MAX];

  /* the same steps for texts of just this width, as most are; 0: they have no one width */
  guint           width;
  guint           n_numbers;
  guint           n_literals;
  LeatTimeNumber  numbers[N_PARTS];
  LeatTimeLiteral literals[LEAT_TIME_STEPS_MAX];
};

G_END_DECLS
