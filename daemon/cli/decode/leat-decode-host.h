/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-host.h - the host of a source that is given a recording: no device, nothing lasts */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

/* What it sends goes nowhere, what it remembers is forgotten at the end, what it notes and how it
 * fails is told on standard error. */
typedef struct _LeatDecodeHost LeatDecodeHost;

/* gets what the source pushes itself; (transfer full), sealed or not */
typedef void (*LeatDecodeTakeFunc) (LeatBatch *batch, gpointer user_data);

LeatDecodeHost *leat_decode_host_new     (const char *name);
void            leat_decode_host_free    (LeatDecodeHost *self);
/* once, before start() */
void            leat_decode_host_connect (LeatDecodeHost *self, LeatStream *stream,
                                          LeatDecodeTakeFunc take, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatDecodeHost, leat_decode_host_free)
G_END_DECLS
