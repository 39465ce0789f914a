/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-value.h - one typed cell of a record */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS
#pragma GCC visibility push(default)

/**
 * LeatType:
 * @LEAT_TYPE_BOOL: true or false
 * @LEAT_TYPE_INT: a #gint64
 * @LEAT_TYPE_DECIMAL: exact: integer × 10^-scale, as the instrument printed it; 1.730 stays 1.730,
 *   -0.000 stays -0.000
 * @LEAT_TYPE_DOUBLE: a binary float, only where the schema asks for it
 * @LEAT_TYPE_TIME: nanoseconds since 1970-01-01 UTC in a #gint64: the years 1678 to 2261
 * @LEAT_TYPE_STRING: UTF-8, ends with a NUL that length does not count
 * @LEAT_TYPE_BYTES: any bytes
 */
typedef enum {
  LEAT_TYPE_BOOL,
  LEAT_TYPE_INT,
  LEAT_TYPE_DECIMAL,
  LEAT_TYPE_DOUBLE,
  LEAT_TYPE_TIME,
  LEAT_TYPE_STRING,
  LEAT_TYPE_BYTES,
} LeatType;

/**
 * LeatQuality:
 * @LEAT_QUALITY_GOOD: nothing is said against it
 * @LEAT_QUALITY_MISSING: the device sent nothing, or its "no value" mark
 * @LEAT_QUALITY_OVERFLOW: its "over range" mark
 * @LEAT_QUALITY_UNDERFLOW: its "under range" mark
 * @LEAT_QUALITY_DEVICE_ERROR: its error word in the place of a value
 * @LEAT_QUALITY_UNDECODABLE: bytes that are no value of this type; string and length hold them as
 *   text
 * @LEAT_QUALITY_SATURATED: at the end of the device's scale
 * @LEAT_QUALITY_UNSTABLE: the device says: still moving
 * @LEAT_QUALITY_IMPLAUSIBLE: outside the schema's minimum..maximum
 * @LEAT_QUALITY_AMBIGUOUS: a time that occurs twice or never on its calendar
 * @LEAT_QUALITY_SUSPECT: a line error (parity, overrun) fell into the frame
 *
 * What the device says of a value, or what the schema says of it. Quality never removes a number: a
 * value that was decoded is delivered, whatever its quality. Only MISSING, OVERFLOW, UNDERFLOW,
 * DEVICE_ERROR and UNDECODABLE come without one.
 */
typedef enum {
  LEAT_QUALITY_GOOD,
  LEAT_QUALITY_MISSING,
  LEAT_QUALITY_OVERFLOW,
  LEAT_QUALITY_UNDERFLOW,
  LEAT_QUALITY_DEVICE_ERROR,
  LEAT_QUALITY_UNDECODABLE,
  LEAT_QUALITY_SATURATED,
  LEAT_QUALITY_UNSTABLE,
  LEAT_QUALITY_IMPLAUSIBLE,
  LEAT_QUALITY_AMBIGUOUS,
  LEAT_QUALITY_SUSPECT,
} LeatQuality;

/**
 * LeatValue:
 * @boolean: BOOL
 * @integer: INT; TIME; DECIMAL: the digits without their point
 * @number: DOUBLE
 * @string: STRING; also INT and DECIMAL that do not fit 18 digits, and UNDECODABLE of any type:
 *   their text, length ≠ 0
 * @bytes: BYTES
 * @length: of @string or @bytes in bytes; 0 for numbers that are held as numbers
 * @type: a #LeatType
 * @scale: DECIMAL: digits behind the point, 0 to 18, and LEAT_SCALE_MINUS_ZERO
 * @quality: a #LeatQuality
 *
 * The memory behind string and bytes is the batch's. The layout is frozen for ABI 1.
 */
typedef struct {
  union {
    gboolean      boolean;
    gint64        integer;
    double        number;
    const char   *string;
    const guint8 *bytes;
  };
  guint32 length;
  guint8  type;
  guint8  scale;
  guint8  quality;
  guint8  reserved;
} LeatValue;

#ifndef __GI_SCANNER__
G_STATIC_ASSERT (sizeof (LeatValue) == 16);
#endif

#define LEAT_SCALE_MAX        18
#define LEAT_SCALE_MASK       0x1f
#define LEAT_SCALE_MINUS_ZERO 0x80

/* what leat_value_write() writes at the most */
#define LEAT_VALUE_TEXT_MAX 48

gboolean    leat_value_is_present    (const LeatValue *self);
gboolean    leat_value_is_text       (const LeatValue *self);
LeatQuality leat_value_get_quality   (const LeatValue *self);
double      leat_value_get_double    (const LeatValue *self);
char       *leat_value_write         (const LeatValue *self, char *text);
char       *leat_time_write          (gint64 time, char *text);
gboolean    leat_time_read           (const char *text, GTimeZone *zone, gint64 *time);

const char *leat_type_get_name       (LeatType type);
gboolean    leat_type_from_name      (const char *name, LeatType *type);
const char *leat_quality_get_name    (LeatQuality quality);

#pragma GCC visibility pop
G_END_DECLS
