/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-directory.h - the directory of a file: made as needed, made lasting */
#pragma once
#include <sys/types.h>
#include "leat.h"
G_BEGIN_DECLS

/**
 * CsvRights:
 * @mode: of files; a directory can be entered by those who may read
 * @owner: (uid_t) -1: who makes it
 * @group: (gid_t) -1: likewise
 *
 * Whom files and directories that are made belong to.
 */
typedef struct {
  mode_t mode;
  uid_t  owner;
  gid_t  group;
} CsvRights;

/* with all that lead to it; those that are there stay as they are */
gboolean csv_directory_make (const char *path, const CsvRights *rights, GError **error);
/* that of @file: which files are in it outlives a power cut then */
gboolean csv_directory_sync (const char *file, GError **error);

G_END_DECLS
