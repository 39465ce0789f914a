/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-store-private.h - the inside of a store */
#pragma once
#include "buffer-clock.h"
#include "buffer-inspection.h"
#include "buffer-keeper.h"
#include "buffer-moments.h"
#include "buffer-rejects.h"
#include "buffer-repeats.h"
#include "buffer-reserve.h"
#include "buffer-store.h"
#include "buffer-writer.h"
G_BEGIN_DECLS

/* Two locks. `writing` is held while something is written and made lasting, so long as that takes;
 * `state` for moments, never while the file is touched: reads and acknowledgements never wait for a
 * commit. */
struct _BufferStore {
  LeatSink        *sink;
  BufferSettings   settings;
  BufferStreams   *streams;
  BufferPlaces    *places;
  BufferListeners *listeners;

  GMutex           writing;
  int              owned;          /* a lock: no other process writes; -1: none */
  BufferWriter    *writer;         /* NULL: not open */
  GError          *failure;        /* a commit failed: to be opened anew */
  gint64           heal_earliest;  /* µs */
  guint64          n_unsafe;       /* taken, and not yet told to be safe */
  guint64          first_unsafe;   /* id of the first of them; 0: before the first open() */
  BufferRepeats   *repeats;        /* of them, those that were committed: they come again */
  GArray          *segments;       /* of BufferSegment: in the open transaction */
  BufferReserve   *reserve;
  gboolean         is_full;        /* the disk is, or was when records were last written */
  gboolean         is_doubtful;    /* a sync may have failed since the log was last renewed */
  BufferLimits    *limits;
  BufferClock     *clock;
  BufferMoments   *acknowledged;
  BufferMoments   *arrived;
  BufferDrops     *drops;
  BufferRejects   *rejects;
  gint             rejects_granted;  /* KiB that might be put by when the keeper came */
  gint             rejects_room;   /* atomic: what is left of that */
  gint64           now;            /* by the store's clock, and when this life began */
  gint64           opened;
  gint64           data_version;   /* changes when somebody else writes */
  gboolean         told_blocked;
  gboolean         told_full;      /* of rejects */

  gboolean         is_known;       /* the file has been this store's before */
  char            *mount;          /* the folder that its disk is mounted on; NULL: none */
  guint64          inode;          /* of the file that is written */
  guint64          log_inode;      /* 0: it has none yet */
  gint64           look_earliest;  /* µs */

  BufferInspection *inspection;    /* NULL: none is at work */
  gint64           check_told;     /* when it was told how far that is: µs */
  gboolean         is_checked;     /* nothing is wrong with the file, so far as can be known */
  char            *damage;         /* that was met: the next open() mends it; NULL: none */

  GMutex           state;
  BufferKeeper    *keeper;         /* NULL: not open */
  gboolean         is_open;
  char            *path;
  BufferLife       life;
};

/* under the lock for writing */
gboolean buffer_store_commit_locked (BufferStore *self, GError **error);
/* nothing of what is uncommitted is so, or has gone */
void     buffer_store_roll_back     (BufferStore *self);
/* After a failure of a commit that a reader or the keeper asked for: opens the file anew, if
 * nothing of the sink's is lost by that. If it is, the sink comes by itself: its flush() fails. */
void     buffer_store_heal          (BufferStore *self);
/* What is uncommitted is lost to the file; if records are, the sink's next call fails. Always
 * FALSE */
gboolean buffer_store_give_up       (BufferStore *self, const GError *failure);
/* what of the sink's was committed already comes again */
gboolean buffer_store_load_repeats  (BufferStore *self, GError **error);
/* the file is damaged, and to be mended by the next open() */
void     buffer_store_suspect       (BufferStore *self, const char *damage);
/* what is committed can be read */
void     buffer_store_publish       (BufferStore *self);
/* deletes a little of what is over a limit. *@more: there may be more of it */
gboolean buffer_store_make_room     (BufferStore *self, guint max_rows, gboolean *more,
                                     GError **error);

/* under the lock for writing: what time it is, by the store's clock */
void     buffer_store_tick          (BufferStore *self);
void     buffer_store_tell_drops    (BufferStore *self);
/* as many may be put by as there is room for */
void     buffer_store_grant_rejects (BufferStore *self);
/* lets go of some of the refused, if there are too many */
gboolean buffer_store_keep_rejects  (BufferStore *self, guint max_rows, gboolean *more,
                                     GError **error);

/* under the lock for writing: beside a life that begins, if its file is not checked yet */
void     buffer_store_begin_check   (BufferStore *self);
void     buffer_store_end_check     (BufferStore *self);
void     buffer_store_look_at_check (BufferStore *self);

/* the sink's thread: what is remembered of the file, elsewhere than on its disk */
void     buffer_store_recall_place  (BufferStore *self);
void     buffer_store_keep_place    (BufferStore *self);
/* FALSE: its disk is not mounted */
gboolean buffer_store_is_mounted    (BufferStore *self, GError **error);
/* whether there is a file with something in it */
gboolean buffer_store_has_file      (const char *path);
/* under the lock for writing: the file is open now; it is another one if it is not there later */
void     buffer_store_begin_watch   (BufferStore *self);
/* If it was deleted, moved or replaced, what was written to it is gone with this process: it is
 * saved, and the next open() puts it in its place. */
void     buffer_store_look_at_file  (BufferStore *self);
/* the same, now and then */
void     buffer_store_watch_file    (BufferStore *self);
/* @was_there: before it was opened */
void     buffer_store_tell_lost     (BufferStore *self, gboolean was_there);

/* the keeper's thread, now and then: TRUE: at once again */
gboolean buffer_store_keep          (gpointer store);
/* the keeper's thread: somebody is in a hurry */
void     buffer_store_keep_up       (gpointer store);

G_END_DECLS
