/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-presence.h - who is at work on a store, which other processes can see */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* A lock on a byte of the file @path-readers, by the reader's name, or the owner's: the kernel lets
 * go of it when its process is no more, however that ended. */

/* until that is closed, it is present; waits for a word that is about to take it out. -1: the file
 * cannot be made */
int      buffer_presence_enter   (const char *path, const char *reader);
/* It is not present, and will not be until *@fd is closed; or LEAT_ERROR_BUSY. *@fd: -1: there
 * is no such file. */
gboolean buffer_presence_exclude (const char *path, const char *reader, int *fd, GError **error);

/* The store is this process's until *@fd is closed; or LEAT_ERROR_FAILED: it is another's. *@fd:
 * -1: the file cannot be made. */
gboolean buffer_presence_own     (const char *path, int *fd, GError **error);
/* whether the file was a store before, for the one that owns it; from now on it was */
gboolean buffer_presence_used    (int fd);

G_END_DECLS
