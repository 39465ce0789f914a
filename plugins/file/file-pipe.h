/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-pipe.h - a FIFO that writers come to and leave, standard input */
#pragma once
#include "file-device.h"
G_BEGIN_DECLS

/* > 0: bytes; 0: the end; or that nothing is there */
#define FILE_PIPE_NOTHING (-1)
#define FILE_PIPE_FAILED (-2)
/* the last writer has left, and the next one may come */
#define FILE_PIPE_LEFT (-3)

/* never waits */
gssize file_pipe_read   (int fd, guint8 *data, gsize size);
/* @fd is as if it had just been opened: it tells when the next writer leaves, not the last */
gboolean file_pipe_renew (int fd, const char *path, GError **error);

G_END_DECLS
