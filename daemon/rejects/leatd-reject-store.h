/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-reject-store.h - appends lines to a directory of rejects that never outgrows its limit */
#pragma once
#include "leatd-reject-files.h"
G_BEGIN_DECLS

/* what gave way */
typedef struct {
  guint64 n_rejects;
  guint64 n_bytes;     /* raw */
} LeatdRejectLoss;

/* The one writer of a directory. Files are changed at an eighth of the limit; the oldest is deleted
 * when the next lines would not fit. In one thread. */
typedef struct _LeatdRejectStore LeatdRejectStore;

LeatdRejectStore *leatd_reject_store_new         (const char *directory, gint64 max_size,
                                                  GError **error);
void              leatd_reject_store_free        (LeatdRejectStore *self);
guint64           leatd_reject_store_get_next_id (const LeatdRejectStore *self);
gboolean          leatd_reject_store_commit      (LeatdRejectStore *self, const GString *lines,
                                                  guint n_lines, LeatdRejectLoss *loss,
                                                  GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdRejectStore, leatd_reject_store_free)
G_END_DECLS
