/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-kept-link.h - opens a link, or goes on with what was kept open for it */
#pragma once
#include "stream/leatd-stream.h"
G_BEGIN_DECLS

/* @stream: gets what was read of it before and was no whole frame yet. The source's thread */
gboolean leatd_link_open (LeatLink *link, const LeatdSourceConfig *config, LeatdStream *stream,
                          GCancellable *cancellable, GError **error);

G_END_DECLS
