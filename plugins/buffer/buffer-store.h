/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-store.h - what the sink's thread and the readers' threads of one store share */
#pragma once
#include "buffer-limits.h"
#include "buffer-listeners.h"
#include "buffer-streams.h"
G_BEGIN_DECLS

typedef struct {
  gboolean            is_relaxed;
  guint               commit_records;
  gint64              keep_acknowledged;  /* µs: so long what every reader has had stays */
  gint64              max_age;          /* µs: how long after its arrival; 0: that does not count */
  gint64              forgotten_keep;   /* µs: so long an absent reader keeps its backlog */
  gint64              check_first;      /* bytes: larger files are checked beside the work */
  BufferLimitSettings limits;
} BufferSettings;

/**
 * BufferLife:
 * @number: counts from 1; another one: the file may be another
 * @last_id: of the last record that is committed
 *
 * One life of an open store.
 */
typedef struct {
  guint   number;
  guint64 last_id;
} BufferLife;

/* It has many lives, from open() to close(), and readers that outlive them. */
typedef struct _BufferStore BufferStore;

BufferStore   *buffer_store_new          (LeatSink *sink, const BufferSettings *settings);
void           buffer_store_free         (BufferStore *self);

/* the sink's thread */
gboolean       buffer_store_open         (BufferStore *self, const char *path, GError **error);
void           buffer_store_close        (BufferStore *self);
void           buffer_store_set_commit_records (BufferStore *self, guint commit_records);
gboolean       buffer_store_write        (BufferStore *self, LeatBatch *batch, guint from,
                                          guint count, guint *taken, GError **error);
gboolean       buffer_store_flush        (BufferStore *self, guint64 *safe, GError **error);

/* any thread: an event for people */
void           buffer_store_note         (BufferStore *self, const char *event,
                                          const char *format, ...) G_GNUC_PRINTF (3, 4);
LeatSink        *buffer_store_get_sink      (BufferStore *self);
BufferPlaces    *buffer_store_get_places    (BufferStore *self);
BufferListeners *buffer_store_get_listeners (BufferStore *self);
BufferStreams *buffer_store_get_streams  (BufferStore *self);
/* FALSE: it is not open, LEAT_ERROR_BUSY */
gboolean       buffer_store_get_life     (BufferStore *self, BufferLife *life, GError **error);
/* (transfer full): of the file */
char          *buffer_store_get_path    (BufferStore *self);
/* (transfer full) a connection to the file of this life */
BufferDatabase *buffer_store_connect     (BufferStore *self, GError **error);
/* what is ahead of the file in any place is lasting; and the records that wait for their commit */
gboolean       buffer_store_commit       (BufferStore *self, GError **error);
/* FALSE: refused records are at their bound, LEAT_ERROR_BUSY */
gboolean       buffer_store_can_reject  (BufferStore *self, const LeatRefusal *refusal,
                                          GError **error);
/* the same, soon, in a thread that nobody waits for */
void           buffer_store_hasten       (BufferStore *self);
/* a reader has found the file damaged: the sink's next call fails, and open() mends it */
void           buffer_store_fail         (BufferStore *self, const GError *failure);
gboolean       buffer_store_remember     (BufferStore *self, const char *reader, const char *key,
                                          const char *value, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferStore, buffer_store_free)
G_END_DECLS
