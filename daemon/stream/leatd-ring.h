/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-ring.h - the last bytes that a source has read, for someone who wants to look */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* Written by the source's thread, read by any other. A reader copies in pieces of 16 KiB, so the
 * writer waits for one of them at the most; what was overwritten while it was copied is left
 * out. */
typedef struct _LeatdRing LeatdRing;

/* a power of two; its pages are touched only as they fill */
LeatdRing *leatd_ring_new  (gsize size);
void       leatd_ring_free (LeatdRing *self);
void       leatd_ring_add  (LeatdRing *self, const guint8 *data, gsize length);
/* what is there; @offset: of its first byte in the stream */
GBytes    *leatd_ring_copy (LeatdRing *self, guint64 *offset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdRing, leatd_ring_free)
G_END_DECLS
