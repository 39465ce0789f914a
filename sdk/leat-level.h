/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-level.h - how urgent an event is */
#pragma once
#include <glib.h>
G_BEGIN_DECLS
#pragma GCC visibility push(default)

/**
 * LeatLevel:
 * @LEAT_LEVEL_ERROR: something is broken
 * @LEAT_LEVEL_WARNING: somebody should look: silent, held, a gap, a drop
 * @LEAT_LEVEL_INFO: what was done
 * @LEAT_LEVEL_DEBUG: what only who searches a fault wants to know
 *
 * How urgent an event is; a smaller one is more urgent.
 */
typedef enum {
  LEAT_LEVEL_ERROR,
  LEAT_LEVEL_WARNING,
  LEAT_LEVEL_INFO,
  LEAT_LEVEL_DEBUG,
} LeatLevel;

const char *leat_level_get_name  (LeatLevel level);
gboolean    leat_level_from_name (const char *name, LeatLevel *level);

#pragma GCC visibility pop
G_END_DECLS
