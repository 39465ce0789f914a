/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* framer-any.h - any options and any stream for a framer, and payloads that come back */
#pragma once
#include "../../plugins/framers/framers.h"
#include "../sdk/feed.h"
G_BEGIN_DECLS

#define FRAMER_ANY_MAX_FRAME 2400

/* what a machine does: writes one frame; @coding: the caller's */
typedef void (*FramerAnyPut) (GString *stream, const guint8 *payload, gsize length,
                              gconstpointer coding);

/* the first bytes choose options, max-frame and end, the others are a stream: the same is found in
 * it however it is cut */
void framer_any_check  (const LeatFramerClass *klass, const guint8 *data, gsize size);

/* behind the noise, in which no frame may begin, each @length bytes of @data are the payload of a
 * frame, and nothing is left */
void framer_any_return (const LeatFramerClass *klass, const char *const *options,
                        const GString *noise, FramerAnyPut put, gconstpointer coding,
                        const guint8 *data, gsize size, gsize length);

/* noise of @data: what is @one is @other instead */
GString *framer_any_noise (const guint8 *data, gsize size, guint8 one, guint8 other);

G_END_DECLS
