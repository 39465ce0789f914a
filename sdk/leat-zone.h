/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-zone.h - from the time on a wall to UTC, also where it occurs twice or never */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* a place on earth, or a fixed distance from UTC; shared by threads */
typedef struct _LeatZone LeatZone;

LeatZone *leat_zone_new          (const char *name, GError **error);
void      leat_zone_free         (LeatZone *self);
gint64    leat_zone_to_utc       (LeatZone *self, gint64 wall, gint64 near, gboolean *unclear);
gboolean  leat_zone_parse_offset (const char **text, const char *end, int *seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatZone, leat_zone_free)
G_END_DECLS
