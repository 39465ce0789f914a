/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-lock.h - lock files of ports, by which programs such as minicom and pppd agree */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* lock-file= */
typedef enum {
  SERIAL_LOCK_AUTO, /* written where that is possible */
  SERIAL_LOCK_YES,  /* nothing goes without it */
  SERIAL_LOCK_NO,   /* neither looked at nor written */
} SerialLockMode;

gboolean serial_lock_take    (const char *directory, const char *path, SerialLockMode mode,
                              gboolean inherited, char **file, char **note, GError **error);
void     serial_lock_release (const char *file);

G_END_DECLS
