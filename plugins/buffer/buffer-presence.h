/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-presence.h - whether a reader is at work, which other processes can see */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* A lock on a byte of the file @path-readers, by the reader's name: the kernel lets go of it when
 * its process is no more, however that ended. */

/* until that is closed, it is present; waits for a word that is about to take it out. -1: the file
 * cannot be made */
int      buffer_presence_enter   (const char *path, const char *reader);
/* It is not present, and will not be until *@fd is closed; or LEAT_ERROR_BUSY. *@fd: -1: there
 * is no such file. */
gboolean buffer_presence_exclude (const char *path, const char *reader, int *fd, GError **error);

G_END_DECLS
