/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-day-times.h - times of day somewhere on earth, each once a day */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* immutable: any thread */
typedef struct _LeatdDayTimes LeatdDayTimes;

LeatdDayTimes *leatd_day_times_new  (const char *const *times, const char *zone, GError **error);
void           leatd_day_times_free (LeatdDayTimes *self);
/* seconds since 1970: the first of them behind @after */
gint64         leatd_day_times_next (const LeatdDayTimes *self, gint64 after);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdDayTimes, leatd_day_times_free)
G_END_DECLS
