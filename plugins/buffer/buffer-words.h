/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-words.h - what a person can ask a store for: leat store WORD */
#pragma once
#include "buffer-database.h"
G_BEGIN_DECLS

extern const LeatStoreWord buffer_words[];

/* the file of a store that need not be open */
char *buffer_sink_find_file (LeatSink *sink);

/* who listens to a word */
typedef struct {
  LeatStorePrint print;
  gpointer       user_data;
} BufferListening;

void            buffer_words_tell       (const BufferListening *listening, const char *format, ...)
                                         G_GNUC_PRINTF (2, 3);
/* a connection, beside that of a daemon: what it writes must be short */
BufferDatabase *buffer_words_open       (LeatSink *sink, gboolean writes, GError **error);
/* Sets what @entries say, and gives what else stands there: from @minimum to @maximum of them.
 * @usage: told where it is not so */
GStrv           buffer_words_parse      (const char *const *arguments, const GOptionEntry *entries,
                                         guint minimum, guint maximum, const char *usage,
                                         GError **error);
/* @text: (nullable) "2018-10-13", "2018-10-13T06:03:22", "…Z"; NULL: *@time stays as it is */
gboolean        buffer_words_parse_time (const char *text, gint64 *time, GError **error);

/* FALSE: the file knows no reader of that name */
gboolean        buffer_words_find_reader (BufferDatabase *database, const char *reader,
                                          gint64 *acknowledged, GError **error);

/* the words, each as LeatStoreWord has them */
typedef gboolean BufferWord (LeatSink *sink, const char *const *arguments, LeatStorePrint print,
                             gpointer user_data, GError **error);

BufferWord buffer_word_status;
BufferWord buffer_word_readers;
BufferWord buffer_word_forget;
BufferWord buffer_word_skip;
BufferWord buffer_word_replay;
BufferWord buffer_word_rejects;
BufferWord buffer_word_retry;
BufferWord buffer_word_drop;
BufferWord buffer_word_redecode;
BufferWord buffer_word_export;
BufferWord buffer_word_check;
BufferWord buffer_word_vacuum;
BufferWord buffer_word_backup;
BufferWord buffer_word_files;

G_END_DECLS
