/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-streams.h - where records come from, kept once: origins and schemas by their number */
#pragma once
#include "buffer-database.h"
#include "buffer-form.h"
G_BEGIN_DECLS

/* one stream, immutable, with what is made of it once; counted by who uses it */
typedef struct {
  gint        n_refs;    /* atomic */
  gint64      id;
  LeatOrigin *origin;
  BufferForm *form;
} BufferStream;

BufferStream *buffer_stream_ref   (BufferStream *self);
void          buffer_stream_unref (BufferStream *self);

/* those that are known of one file; any thread */
typedef struct _BufferStreams BufferStreams;

BufferStreams *buffer_streams_new   (void);
void           buffer_streams_free  (BufferStreams *self);
/* another file has come: its numbers mean something else */
void           buffer_streams_clear (BufferStreams *self);

/* (transfer full) the stream of @origin; adds it to the file, inside the writer's transaction */
BufferStream  *buffer_streams_store (BufferStreams *self, BufferDatabase *database,
                                     const LeatOrigin *origin, GError **error);
/* (transfer full) known, or read from the file; NULL without error: there is none */
BufferStream  *buffer_streams_load  (BufferStreams *self, BufferDatabase *database, gint64 id,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferStream, buffer_stream_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferStreams, buffer_streams_free)
G_END_DECLS
