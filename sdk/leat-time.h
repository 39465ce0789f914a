/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-time.h - time patterns: a device's way to write a moment */
#pragma once
#include "leat-clock.h"
G_BEGIN_DECLS

/* compiled once; shared by threads */
typedef struct _LeatTimePattern LeatTimePattern;

LeatTimePattern *leat_time_pattern_new   (const char *pattern, const char *zone, GError **error);
void             leat_time_pattern_free  (LeatTimePattern *self);
gboolean         leat_time_pattern_parse (const LeatTimePattern *self, const char *text,
                                          gsize length, gint64 arrival, gint64 *time,
                                          gboolean *unclear);

#define LEAT_TIME_MEMO_MAX 32

/* The last text that was read, and what it came to: a machine that is fast says the same second
 * many times. Zeroed: none yet. In one thread at a time */
typedef struct {
  const LeatTimePattern *pattern;
  gint64                 arrival;
  gint64                 time;
  gboolean               unclear;
  guint                  length;
  char                   text[LEAT_TIME_MEMO_MAX];
} LeatTimeMemo;

gboolean         leat_time_pattern_repeat (const LeatTimePattern *self, LeatTimeMemo *memo,
                                           const char *text, gsize length, gint64 arrival,
                                           gint64 *time, gboolean *unclear);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatTimePattern, leat_time_pattern_free)
G_END_DECLS
