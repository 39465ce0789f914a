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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatTimePattern, leat_time_pattern_free)
G_END_DECLS
