/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-feed.h - where a sink's records come from: its queue, or a reader of a store */
#pragma once
#include "worker/leatd-bell.h"
#include "worker/leatd-facts.h"
#include "leatd-pending.h"
#include "rejects/leatd-rejects.h"
#include "leatd-router.h"
#include "worker/leatd-stuck-watch.h"
G_BEGIN_DECLS

typedef struct _LeatdFeed LeatdFeed;

/**
 * LeatdFeedSetup:
 * @config: the sink's
 * @state_dir: where its facts are
 * @rejects: of the pipeline
 * @stuck_watch: of the pipeline
 * @state: the sink's
 * @context: the main thread's
 * @bell: rung when there is more
 */
typedef struct {
  const LeatdSinkConfig *config;
  const char            *state_dir;
  LeatdRejects          *rejects;
  LeatdStuckWatch       *stuck_watch;
  LeatdState            *state;
  GMainContext          *context;
  LeatdBell             *bell;
} LeatdFeedSetup;

/**
 * LeatdFeedClass:
 * @keeps: what was not acknowledged is kept elsewhere, and comes again: nothing is lost by ending
 * @open: ready to be read; again when it is: %TRUE. %LEAT_ERROR_BUSY: not yet, the bell will ring
 * @get_position: (nullable): the sink's, as its last acknowledgement gave it
 * @next: (transfer full) (nullable): the next records. @until: to wait for at the most, 0: not at
 *   all, -1: without end; a bell ends it. %NULL without error also when what was given must be
 *   acknowledged first
 * @get_successor: (transfer full) (nullable): the same of where the last ones came from, if they
 *   are there, whatever waits elsewhere
 * @next_whole: (transfer full) (nullable): the next records, if as many as a request may hold are
 *   there
 * @has_more: would next() give some at once? (optional)
 * @gather: waits for @n_records more, for much, or until @until: what comes until then need not
 *   be given at once (optional)
 * @claim: (nullable): up to the last of these @ends, which are ids of where @portion came from,
 *   requests end there and nowhere else
 * @acknowledge: all up to record @index of @portion is safe (%NULL: nothing new is), and
 *   @position goes with it
 * @reject: record @index of @portion is refused for ever; its acknowledge() comes after
 * @release: @portion (transfer full) is done with; @safe: and safe. Otherwise it is given up: what
 *   @from on is of it was not acknowledged
 * @recall: (transfer full) (nullable)
 * @get_left: records that it has or has given, and that are not acknowledged
 * @count: brings the counters up to date
 * @wake: ends a next() or gather() that waits
 * @close: nothing more is asked for
 *
 * next() to release(), open() and close() are called in the sink's thread, the rest in any.
 */
typedef struct {
  gboolean      keeps;
  gboolean      (*open)         (LeatdFeed *self, GError **error);
  const char   *(*get_position) (LeatdFeed *self);
  LeatdPortion *(*next)         (LeatdFeed *self, gint64 until, GError **error);
  LeatdPortion *(*get_successor) (LeatdFeed *self);
  LeatdPortion *(*next_whole)   (LeatdFeed *self);
  gboolean      (*has_more)     (LeatdFeed *self);
  void          (*gather)       (LeatdFeed *self, gint64 until, guint64 n_records);
  gboolean      (*claim)        (LeatdFeed *self, const LeatdPortion *portion, const guint64 *ends,
                                 guint n_ends, GError **error);
  gboolean      (*acknowledge)  (LeatdFeed *self, const LeatdPortion *portion, guint index,
                                 const char *position, GError **error);
  gboolean      (*reject)       (LeatdFeed *self, const LeatdPortion *portion, guint index,
                                 const LeatRefusal *refusal, GError **error);
  void          (*release)      (LeatdFeed *self, LeatdPortion *portion, gboolean safe, guint from);
  gboolean      (*remember)     (LeatdFeed *self, const char *key, const char *value,
                                 GError **error);
  char         *(*recall)       (LeatdFeed *self, const char *key);
  guint64       (*get_left)     (LeatdFeed *self);
  void          (*count)        (LeatdFeed *self);
  void          (*wake)         (LeatdFeed *self);
  void          (*close)        (LeatdFeed *self);
  void          (*free)         (LeatdFeed *self);
} LeatdFeedClass;

/**
 * LeatdFeed:
 * @klass: its class
 * @setup: as given
 * @counters: of #LeatdSinkCounter: the sink's
 *
 * First member of both.
 */
struct _LeatdFeed {
  const LeatdFeedClass *klass;
  LeatdFeedSetup        setup;
  guint64              *counters;
};

/* @settles: a source's acknowledgement waits for it */
LeatdFeed  *leatd_queue_feed_new       (const LeatdFeedSetup *setup, gboolean settles);
LeatdInlet *leatd_queue_feed_get_inlet (LeatdFeed *self);
void        leatd_queue_feed_name_left (LeatdFeed *self, LeatdPending *pending);
/* the worker is parked */
void        leatd_queue_feed_renew     (LeatdFeed *self, const LeatdSinkConfig *config);

LeatdFeed  *leatd_reader_feed_new      (const LeatdFeedSetup *setup);
void        leatd_reader_feed_connect  (LeatdFeed *self, LeatSink *store,
                                        void (*doubt) (gpointer user_data), gpointer user_data);
void        leatd_reader_feed_put_back (LeatdFeed *self, gint64 wait);

LeatdFacts *leatd_feed_open_facts      (const LeatdFeedSetup *setup, GError **error);

G_END_DECLS
