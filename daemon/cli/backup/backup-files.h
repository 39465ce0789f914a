/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup-files.h - the files that options of a key file name: templates, certificates, secrets */
#pragma once
#include "config/leatd-config.h"
G_BEGIN_DECLS

/**
 * LeatBackupFiles:
 * @plain: what anybody may have who has the key file
 * @secret: private keys, and what KEY-file= names
 * @missing: what is not here
 *
 * Their paths, each once.
 */
typedef struct {
  GPtrArray *plain;
  GPtrArray *secret;
  GPtrArray *missing;
} LeatBackupFiles;

LeatBackupFiles *leat_backup_find_files (LeatdConfig *config);
void             leat_backup_files_free (LeatBackupFiles *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatBackupFiles, leat_backup_files_free)
G_END_DECLS
