/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-claims.h - where the requests end that a reader has sent, or is about to send */
#pragma once
#include "buffer-database.h"
G_BEGIN_DECLS

/* of guint64: ids, which grow */
typedef GArray BufferClaims;

BufferClaims *buffer_claims_new      (void);
BufferClaims *buffer_claims_copy     (const BufferClaims *self);
/* Up to the last of @ends, which grow, requests end at these and nowhere else; what was claimed
 * behind it stays. TRUE: that is news */
gboolean      buffer_claims_set      (BufferClaims *self, const guint64 *ends, guint n_ends);
/* those up to there are over */
void          buffer_claims_settle   (BufferClaims *self, guint64 up_to);
/* 0: there is none */
guint64       buffer_claims_get_last (const BufferClaims *self);

/* those behind @acknowledged; the last of them, or 0, stands in the place itself */
gboolean      buffer_claims_load     (BufferClaims *self, BufferDatabase *database,
                                      const char *reader, gboolean again, guint64 acknowledged,
                                      guint64 last, GError **error);
/* inside the writer's transaction: all but the last */
gboolean      buffer_claims_write    (const BufferClaims *self, BufferDatabase *database,
                                      const char *reader, gboolean again, GError **error);

G_END_DECLS
