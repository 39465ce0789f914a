/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-next.h - finds files beside a followed one: where a place is now, what was written behind it
 */
#pragma once
#include "file-place.h"
G_BEGIN_DECLS

/* a file that is open for reading; -1: there is none */
int      file_next_find_place (const char *path, const FilePlace *place);
/* the file that was begun next behind the one that ends at @place: one of those that were renamed
 * meanwhile, the oldest of them, or what has the name now. @done: of FilePlace: files that were
 * read to their end: neither they nor copies of them. *@error: it is there, and cannot be read */
int      file_next_open       (const char *path, const FilePlace *place, const GArray *done,
                               GError **error);

G_END_DECLS
