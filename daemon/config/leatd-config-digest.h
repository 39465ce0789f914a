/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-digest.h - a few digits of what makes records of a source's bytes */
#pragma once
#include "config/leatd-config.h"
G_BEGIN_DECLS

/* (transfer full): the same as long as framer, its options, max-frame= and schema are */
char *leatd_source_config_digest (const LeatdSourceConfig *self);

G_END_DECLS
