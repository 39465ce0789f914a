/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-ring.h - the last bytes that a source has read, for someone who wants to look */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* Written by the source's thread without a lock, read by any other: what was overwritten while it was copied is left out. */
typedef struct _LeatdRing LeatdRing;

LeatdRing *leatd_ring_new  (gsize size);   /* a power of two; its pages are touched only as they fill */
void       leatd_ring_free (LeatdRing *self);
void       leatd_ring_add  (LeatdRing *self, const guint8 *data, gsize length);
GBytes    *leatd_ring_copy (LeatdRing *self, guint64 *offset);   /* what is there; @offset: of its first byte in the stream */

G_END_DECLS
