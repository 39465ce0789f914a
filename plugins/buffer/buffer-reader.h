/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-reader.h - a sink's way through the store */
#pragma once
#include "buffer-store.h"
G_BEGIN_DECLS

/* these are members of LeatStoreClass, but for the store in the place of the sink */
LeatStoreReader *buffer_reader_open        (BufferStore *store, const LeatStoreReaderSetup *setup,
                                            char **position, GError **error);
LeatBatch       *buffer_reader_read        (LeatStoreReader *self, guint max_records,
                                            gsize max_bytes, guint64 **ids, GError **error);
gboolean         buffer_reader_claim       (LeatStoreReader *self, const guint64 *ends,
                                            guint n_ends, GError **error);
gboolean         buffer_reader_ack         (LeatStoreReader *self, guint64 up_to,
                                            const char *position, GError **error);
gboolean         buffer_reader_reject      (LeatStoreReader *self, guint64 id,
                                            const LeatRefusal *refusal, GError **error);
void             buffer_reader_get_backlog (LeatStoreReader *self, guint64 *records,
                                            gint64 *oldest);
gboolean         buffer_reader_remember    (LeatStoreReader *self, const char *key,
                                            const char *value, GError **error);
char            *buffer_reader_recall      (LeatStoreReader *self, const char *key);
void             buffer_reader_close       (LeatStoreReader *self);

G_END_DECLS
