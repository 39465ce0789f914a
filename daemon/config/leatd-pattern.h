/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-pattern.h - a regular expression on the bytes of a frame, with a bound on its work */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* immutable: any thread */
typedef struct _LeatdPattern LeatdPattern;

LeatdPattern *leatd_pattern_new     (const char *text, GError **error);
void          leatd_pattern_free    (LeatdPattern *self);
gboolean      leatd_pattern_fits    (const LeatdPattern *self, const guint8 *data, gsize length);
const char   *leatd_pattern_get_text (const LeatdPattern *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdPattern, leatd_pattern_free)
G_END_DECLS
