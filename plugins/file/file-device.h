/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-device.h - what device= names: a path, or standard input */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

typedef enum {
  FILE_KIND_REGULAR,
  FILE_KIND_FIFO,
  FILE_KIND_STREAM,  /* standard input, where it is no file; a device */
} FileKind;

/* in @device: the path; "-": standard input */
const char *file_device_get_path (const char *device);
gboolean    file_device_judge    (const char *device, GError **error);
/* -1: the error names @path and the way out */
int         file_device_open     (const char *path, gboolean makes_fifo, FileKind *kind,
                                  GError **error);
/* always FALSE */
gboolean    file_device_fail     (const char *path, int code, GError **error);

G_END_DECLS
