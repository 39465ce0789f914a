/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-mount.h - whether the disk is there on which a store lies */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* Where a disk is not mounted there is a folder all the same, into which a new store could be begun
 * while the old one is only away. Not the disk is remembered, which may have another name after
 * each start, but the folder that it is mounted on. */

/* (transfer full) (nullable): the folder that the disk of this file, which need not be there, is
 * mounted on; NULL: it is that of the system itself */
char    *buffer_mount_find     (const char *path);
/* something is mounted on it */
gboolean buffer_mount_is_there (const char *folder);

G_END_DECLS
