/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-option.h - a plugin's options as a table that checks, fills and documents them */
#pragma once
#include "leat-error.h"
#include "leat-schema.h"
G_BEGIN_DECLS

/**
 * LeatOptionType:
 * @LEAT_OPTION_TYPE_NONE: end of the table
 * @LEAT_OPTION_TYPE_BOOL: yes, no, true, false, on, off, 1, 0; a #gboolean
 * @LEAT_OPTION_TYPE_INT: 9600; a #gint64
 * @LEAT_OPTION_TYPE_DOUBLE: 0.5; a #gdouble
 * @LEAT_OPTION_TYPE_SIZE: 4096, 64k, 8M, 1.5G, 2T, where k is 1024 (also KiB, MiB, …); a #gint64,
 *   bytes
 * @LEAT_OPTION_TYPE_DURATION: 7us, 250ms, 1.5s, 2min, 1h, 30d, none; a #gint64, microseconds
 * @LEAT_OPTION_TYPE_CHOICE: even; an int, the index in the table's choices
 * @LEAT_OPTION_TYPE_STRING: any text, escapes undone; a char *
 * @LEAT_OPTION_TYPE_BYTES: \r\n or \x02; a #GBytes
 * @LEAT_OPTION_TYPE_LIST: a;b;c, blanks around an item are not part of it, \; is a ; in one; a
 *   char **
 * @LEAT_OPTION_TYPE_BYTES_LIST: \r\n;\r; a #GPtrArray of #GBytes
 *
 * How an option is spelled in the key file, and what it is in the struct.
 */
typedef enum {
  LEAT_OPTION_TYPE_NONE,
  LEAT_OPTION_TYPE_BOOL,
  LEAT_OPTION_TYPE_INT,
  LEAT_OPTION_TYPE_DOUBLE,
  LEAT_OPTION_TYPE_SIZE,
  LEAT_OPTION_TYPE_DURATION,
  LEAT_OPTION_TYPE_CHOICE,
  LEAT_OPTION_TYPE_STRING,
  LEAT_OPTION_TYPE_BYTES,
  LEAT_OPTION_TYPE_LIST,
  LEAT_OPTION_TYPE_BYTES_LIST,
} LeatOptionType;

/**
 * LeatOptionFlags:
 * @LEAT_OPTION_FLAGS_NONE: an ordinary option
 * @LEAT_OPTION_REQUIRED: the key file must have it
 * @LEAT_OPTION_SECRET: never logged, never on the bus; KEY-file= reads it from a file
 * @LEAT_OPTION_LIVE: of a source, its link or a sink: changes while the instance lives: at a reload
 *   the member gets its new value in the instance's thread, between two calls, then changed() is
 *   called; not where run() blocks
 * @LEAT_OPTION_DEPRECATED: still understood, no longer offered
 * @LEAT_OPTION_PATH: STRING, LIST: paths that are read: a relative one is meant from the key file
 *   in which it stands
 */
typedef enum {
  LEAT_OPTION_FLAGS_NONE = 0,
  LEAT_OPTION_REQUIRED   = 1 << 0,
  LEAT_OPTION_SECRET     = 1 << 1,
  LEAT_OPTION_LIVE       = 1 << 2,
  LEAT_OPTION_DEPRECATED = 1 << 3,
  LEAT_OPTION_PATH       = 1 << 4,
} LeatOptionFlags;

/**
 * LeatOption:
 * @key: "baud-rate"
 * @type: how it is spelled
 * @flags: what is special about it
 * @offset: of the member in the instance
 * @preset: the default as the key file would spell it; %NULL: none
 * @summary: one sentence
 * @minimum: INT, DOUBLE, SIZE, DURATION (in the unit of the member); both 0: no limit
 * @maximum: likewise; LEAT_OPTION_NO_MAXIMUM: a minimum alone
 * @choices: CHOICE: ends with %NULL, index = value
 */
typedef struct {
  const char        *key;
  LeatOptionType     type;
  LeatOptionFlags    flags;
  gsize              offset;
  const char        *preset;
  const char        *summary;
  double             minimum;
  double             maximum;
  const char *const *choices;
  gpointer           reserved[2];
} LeatOption;

/* A table's stride is frozen for ABI 1. */
#ifndef __GI_SCANNER__
G_STATIC_ASSERT (sizeof (LeatOption) == 80);
#endif

/* more than any gint64 */
#define LEAT_OPTION_NO_MAXIMUM 0x1p63

#ifndef __cplusplus
/* the offset of a member, and a compile error if the member has another type */
#define LEAT_MEMBER(Type, member, CType) \
  _Generic (((Type *) 0)->member, CType: G_STRUCT_OFFSET (Type, member))

/* LEAT_OPTION_INT (FooSource, count, .key = "count", .summary = "A count.") */
#define LEAT_OPTION(TYPE, Type, member, CType, ...) \
  { .type = LEAT_OPTION_TYPE_##TYPE, .offset = LEAT_MEMBER (Type, member, CType), __VA_ARGS__ }
#define LEAT_OPTION_END { .type = LEAT_OPTION_TYPE_NONE }
#else
#define LEAT_MEMBER(Type, member, CType) \
  (G_STRUCT_OFFSET (Type, member) + \
   0 * sizeof (static_cast<CType *> (&static_cast<Type *> (nullptr)->member)))

/* C++17 has no designated initializers: in order, from flags on as far as wanted
 * LEAT_OPTION_INT (FooSource, count, "count", "A count.", "1", LEAT_OPTION_FLAGS_NONE, 1, 8) */
extern "C++" {
static inline constexpr LeatOption
leat_option_make (LeatOptionType type, gsize offset, const char *key, const char *summary,
                  const char *preset = nullptr, LeatOptionFlags flags = LEAT_OPTION_FLAGS_NONE,
                  double minimum = 0, double maximum = 0, const char *const *choices = nullptr)
{
  return { key, type, flags, offset, preset, summary, minimum, maximum, choices, {} };
}
}
#define LEAT_OPTION(TYPE, Type, member, CType, ...) \
  leat_option_make (LEAT_OPTION_TYPE_##TYPE, LEAT_MEMBER (Type, member, CType), __VA_ARGS__)
#define LEAT_OPTION_END LeatOption {}
#endif

#define LEAT_OPTION_BOOL(Type, member, ...) \
  LEAT_OPTION (BOOL, Type, member, gboolean, __VA_ARGS__)
#define LEAT_OPTION_INT(Type, member, ...) \
  LEAT_OPTION (INT, Type, member, gint64, __VA_ARGS__)
#define LEAT_OPTION_DOUBLE(Type, member, ...) \
  LEAT_OPTION (DOUBLE, Type, member, double, __VA_ARGS__)
#define LEAT_OPTION_SIZE(Type, member, ...) \
  LEAT_OPTION (SIZE, Type, member, gint64, __VA_ARGS__)
#define LEAT_OPTION_DURATION(Type, member, ...) \
  LEAT_OPTION (DURATION, Type, member, gint64, __VA_ARGS__)
#define LEAT_OPTION_CHOICE(Type, member, ...) \
  LEAT_OPTION (CHOICE, Type, member, int, __VA_ARGS__)
#define LEAT_OPTION_STRING(Type, member, ...) \
  LEAT_OPTION (STRING, Type, member, char *, __VA_ARGS__)
#define LEAT_OPTION_BYTES(Type, member, ...) \
  LEAT_OPTION (BYTES, Type, member, GBytes *, __VA_ARGS__)
#define LEAT_OPTION_LIST(Type, member, ...) \
  LEAT_OPTION (LIST, Type, member, char **, __VA_ARGS__)
#define LEAT_OPTION_BYTES_LIST(Type, member, ...) \
  LEAT_OPTION (BYTES_LIST, Type, member, GPtrArray *, __VA_ARGS__)

G_END_DECLS
