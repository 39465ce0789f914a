/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* probe-take.h - the bytes of a recording, as if they were heard */
#pragma once
#include "line-probe.h"
G_BEGIN_DECLS

/* a file of raw bytes, or pcapng, of which the stream that says something first is taken */
gboolean leat_probe_take_recording (LeatLineProbe *self, const char *path, GError **error);

G_END_DECLS
