/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup-stores.h - a copy of each store of a key file, for an archive */
#pragma once
#include "backup-archive.h"
#include "config/leatd-config.h"
G_BEGIN_DECLS

/* adds to *@n_files how many were added */
gboolean leat_backup_stores (LeatdConfig *config, LeatArchive *archive, guint *n_files,
                             GError **error);

G_END_DECLS
