/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-place.h - one place of a reader in a store, seen from the thread that reads */
#pragma once
#include "worker/leatd-bell.h"
#include "leatd-pending.h"
#include "worker/leatd-stuck-watch.h"
G_BEGIN_DECLS

/**
 * LeatdPlaceSetup:
 * @name: the reader's
 * @from: globs over sources
 * @again: whether it is the second place of that name
 * @bell: rung when there is more
 * @guard: of the store, in this thread: a crash or a stall in it is not the sink's
 * @stuck_watch: of the pipeline
 */
typedef struct {
  const char        *name;
  const char *const *from;
  gboolean           again;
  LeatdBell         *bell;
  LeatdGuard        *guard;
  LeatdStuckWatch   *stuck_watch;
} LeatdPlaceSetup;

/**
 * LeatdPlace:
 * @setup: as given
 * @store: whose place it is
 * @klass: of @store
 * @mutex: of @reader against who asks for its backlog
 * @reader: %NULL: not open
 * @more: atomic; the next read may give something
 * @given: atomic; records that were read and not acknowledged or given up
 * @acknowledged: up to where
 * @position: what went with the last acknowledgement
 * @doubt: (nullable): called when the store failed to do what it was asked
 * @doubt_data: for @doubt
 */
typedef struct {
  LeatdPlaceSetup       setup;
  LeatSink             *store;
  const LeatStoreClass *klass;
  GMutex                mutex;
  LeatStoreReader      *reader;
  gint                  more;
  gint                  given;
  guint64               acknowledged;
  char                 *position;
  void                (*doubt) (gpointer user_data);
  gpointer              doubt_data;
} LeatdPlace;

void          leatd_place_init        (LeatdPlace *self, const LeatdPlaceSetup *setup);
void          leatd_place_clear       (LeatdPlace *self);
/* the thread that reads */
gboolean      leatd_place_open        (LeatdPlace *self, LeatSink *store, GError **error);
void          leatd_place_close       (LeatdPlace *self);
LeatdPortion *leatd_place_read        (LeatdPlace *self, guint max_records, gsize max_size,
                                       GError **error);
gboolean      leatd_place_claim       (LeatdPlace *self, const guint64 *ends, guint n_ends,
                                       GError **error);
gboolean      leatd_place_acknowledge (LeatdPlace *self, guint64 up_to, const char *position,
                                       GError **error);
gboolean      leatd_place_reject      (LeatdPlace *self, guint64 id, const LeatRefusal *refusal,
                                       GError **error);
gboolean      leatd_place_remember    (LeatdPlace *self, const char *key, const char *value,
                                       GError **error);
char         *leatd_place_recall      (LeatdPlace *self, const char *key);
/* any thread; FALSE: it is not open */
gboolean      leatd_place_get_backlog (LeatdPlace *self, guint64 *records, gint64 *oldest);
guint64       leatd_place_count_waiting (LeatdPlace *self);

G_END_DECLS
