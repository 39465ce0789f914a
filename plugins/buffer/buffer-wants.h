/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-wants.h - which sources a reader wants */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/**
 * BufferWants:
 * @sources: globs over the names of sources; NULL: every one
 * @is_all: it wants every source there may be
 *
 * A reader's from=.
 */
typedef struct {
  const char *const *sources;
  gboolean           is_all;
} BufferWants;

/* @sources outlives it */
BufferWants buffer_wants_new    (const char *const *sources);
gboolean    buffer_wants_source (const BufferWants *self, const char *source);
gboolean    buffer_wants_record (const BufferWants *self, const LeatRecord *record);

G_END_DECLS
