/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* render-records.h - the records whose requests are to be shown */
#pragma once
#include "config/leatd-config.h"
G_BEGIN_DECLS

/* (transfer full) those of the store that @sink reads from; @names: as look() of LeatStoreClass */
LeatBatch *leat_render_find   (const LeatdSinkConfig *sink, const char *const *names,
                               GError **error);
/* (transfer full) the one that the frame in the file @path ("-": standard input) would make. A line
 * end behind it is none of its bytes. @source: (nullable): whose frame; the only one that the sink
 * takes */
LeatBatch *leat_render_decode (const LeatdSinkConfig *sink, const char *source, const char *path,
                               GError **error);

G_END_DECLS
