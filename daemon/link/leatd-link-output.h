/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-link-output.h - what waits to be written to a device */
#pragma once
#include "config/leatd-config.h"
G_BEGIN_DECLS

/* FALSE with LEAT_ERROR_BUSY: too much waits already */
gboolean leatd_link_output_add  (GByteArray *output, const char *device, GBytes *bytes,
                                 GError **error);
/* what still waits is given up, told and counted; @counters: of #LeatdSourceCounter */
void     leatd_link_output_drop (GByteArray *output, const LeatdSourceConfig *config,
                                 guint64 *counters);

G_END_DECLS
