/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-store.h - a sink that can be read back: store-and-forward */
#pragma once
#include "leat-batch.h"
G_BEGIN_DECLS

typedef struct _LeatSink        LeatSink;
typedef struct _LeatStoreReader LeatStoreReader;

/**
 * LeatStoreReaderSetup:
 * @struct_size: sizeof (LeatStoreReaderSetup)
 * @name: the reader's, under which its place is kept for ever
 * @from: globs over the names of sources: it is given no other records
 * @again: its second place, beside the live one, with ids of its own: what was asked for once more
 *   (replays, refused records that someone mended)
 * @wake: there is more to read, or the store is open again; any thread, must not block
 * @user_data: for @wake
 */
typedef struct {
  gsize              struct_size;
  const char        *name;
  const char *const *from;
  gboolean           again;
  void             (*wake) (gpointer user_data);
  gpointer           user_data;
} LeatStoreReaderSetup;

/**
 * LeatRefusal:
 * @struct_size: sizeof (LeatRefusal)
 * @reason: a sentence for people
 * @status: what the peer answered: an HTTP status; 0: there is no such thing
 * @answer: (nullable): the first bytes of its answer
 *
 * Why a record was refused for ever.
 */
typedef struct {
  gsize       struct_size;
  const char *reason;
  guint       status;
  GBytes     *answer;
} LeatRefusal;

/* one line of what a word of `leat store` has to say, without its end */
typedef void (*LeatStorePrint) (const char *line, gpointer user_data);

/**
 * LeatStoreWord:
 * @name: %NULL ends the table
 * @arguments: as in a usage line: "READER --from TIME [--to TIME]"
 * @summary: (nullable): one sentence; %NULL: it is not for `leat store`, see below
 * @run: @arguments as typed, %NULL-terminated; the sink is not open, a daemon may be at work on the
 *   same store in another process. One that may take long tells leat_sink_progress()
 *
 * What a person can ask a store for: `leat store NAME`. Three words serve `leat rejects`, without
 * a summary: `rejects [READER]` prints a line of JSON for each record that was refused for ever
 * (id, time, sink, status, reason, answer, record); `retry` and `drop`, READER ID…|--all, settle
 * them.
 */
typedef struct {
  const char *name;
  const char *arguments;
  const char *summary;
  gboolean  (*run) (LeatSink *self, const char *const *arguments, LeatStorePrint print,
                    gpointer user_data, GError **error);
} LeatStoreWord;

/**
 * LeatStoreClass:
 * @struct_size: sizeof (LeatStoreClass)
 * @open_reader: %LEAT_ERROR_BUSY while the store is not open. *@position: what its last ack() said
 * @read: the next records for it, oldest first, and the store's *@ids of them, which only grow;
 *   %NULL without error: caught up, wake() will tell; %LEAT_ERROR_BUSY: the store is not open now,
 *   wake() will tell. It moves on with each call; behind open_reader() it begins with the first
 *   record that was not acknowledged and, as long as there are claims, ends where the next of them
 *   ends
 * @claim: what is about to be sent as requests ends with these @ends, which grow: up to the last of
 *   them requests end there and nowhere else, and what was claimed behind it stays. Lasting when it
 *   returns %TRUE, so that after a crash the same records make the same requests again. Blocks for
 *   a commit, but if it is lasting already
 * @ack: nothing up to there is needed any more; lasting with the store's next commit. @position
 *   (nullable) goes with it
 * @reject: the record is refused for ever: pinned with its refusal until someone decides; its
 *   ack() comes after. Lasting with the store's next commit. %LEAT_ERROR_BUSY: there are too many
 *   of them; it is to be offered again later
 * @get_backlog: records not yet acknowledged, and the arrival of the oldest (0: none); any thread
 * @remember: a small lasting fact of a reader; %NULL: forget it. Lasting when it returns %TRUE
 * @recall: (transfer full) (nullable): what was remembered
 * @close_reader: its place stays; what it acknowledged is lasting
 * @words: (nullable): what `leat store` offers
 * @look: (nullable) (transfer full): records for a person to look at, in the order of @names: each
 *   the store's id of one, or SOURCE/EPOCH/SEQUENCE. No names: one, the next of the backlog of
 *   @reader, or the newest that it wants (@from as in a setup). As with a word, the sink is not
 *   open, and a daemon may be at work on the same store; nothing is written
 *
 * @expect: (nullable) (main thread): a reader of that name is about to come for the first time, or
 *   again. What the store takes from now on is for it, however late it comes: others may have had
 *   it by then. Before open() or behind it
 *
 * @dismiss: (nullable) (main thread): the reader of that name, which is closed, comes no more: it
 *   is in no configuration any more, or reads from another store. What is kept for it is no longer
 *   for somebody who will come
 * @get_size: (nullable): bytes that it takes on the disk now, with what its file needs beside it,
 *   such as a log; 0: there is none yet. As with a word, the sink is not open
 *
 * What a sink offers that can be read back. A reader has a thread of its own, in which all but
 * get_backlog(), words, look(), expect(), dismiss() and get_size() is called. Reads never wait for
 * writes, and no snapshot is held while records are sent. Readers may outlive close() and another
 * open() of the sink, not its clear().
 */
typedef struct {
  gsize struct_size;
  LeatStoreReader *(*open_reader)  (LeatSink *self, const LeatStoreReaderSetup *setup,
                                    char **position, GError **error);
  LeatBatch       *(*read)         (LeatStoreReader *reader, guint max_records, gsize max_bytes,
                                    guint64 **ids, GError **error);
  gboolean         (*claim)        (LeatStoreReader *reader, const guint64 *ends, guint n_ends,
                                    GError **error);
  gboolean         (*ack)          (LeatStoreReader *reader, guint64 up_to, const char *position,
                                    GError **error);
  gboolean         (*reject)       (LeatStoreReader *reader, guint64 id,
                                    const LeatRefusal *refusal, GError **error);
  void             (*get_backlog)  (LeatStoreReader *reader, guint64 *records, gint64 *oldest);
  gboolean         (*remember)     (LeatStoreReader *reader, const char *key, const char *value,
                                    GError **error);
  char            *(*recall)       (LeatStoreReader *reader, const char *key);
  void             (*close_reader) (LeatStoreReader *reader);
  const LeatStoreWord *words;
  LeatBatch       *(*look)         (LeatSink *self, const char *reader, const char *const *from,
                                    const char *const *names, GError **error);
  void             (*expect)       (LeatSink *self, const char *reader);
  void             (*dismiss)      (LeatSink *self, const char *reader);
  guint64          (*get_size)     (LeatSink *self);
} LeatStoreClass;

G_END_DECLS
