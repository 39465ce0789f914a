/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-file.h - a file that a person wrote, read whole: regular, and of a bounded length */
#pragma once
#include "leat-keyfile.h"
G_BEGIN_DECLS

#define LEAT_FILE_MAX (16 * 1024 * 1024)

/* (transfer full) (nullable): NULL, and a fault: it cannot be read, or is too long */
GByteArray *leat_file_read       (const char *path, LeatFaults *faults);
/* FALSE, and a fault: so long a file is none that a person wrote */
gboolean    leat_file_is_bounded (const char *path, gsize length, LeatFaults *faults);

G_END_DECLS
