/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-sink.c - the store: keeps records in a SQLite file until every reader has had them */
#include <glib/gstdio.h>
#include "buffer-look.h"
#include "buffer-reader.h"
#include "buffer-words.h"

typedef struct {
  LeatSink     sink;

  char        *path;
  int          durability;
  gint64       commit_records;
  gint64       max_size;
  gint64       max_age;
  gint64       min_free;
  gint64       check_first;
  int          at_limit;
  gint64       rejects_size;
  gint64       keep_acknowledged;
  gint64       forgotten_keep;

  BufferStore *store;   /* with its readers, over all lives */
} BufferSink;

typedef enum {
  DURABILITY_FULL,
  DURABILITY_RELAXED,
} Durability;

typedef enum {
  AT_LIMIT_DROP_OLDEST,
  AT_LIMIT_BLOCK,
} AtLimit;

static const char *const at_limits[] = { "drop-oldest", "block", NULL };
static const char *const durabilities[] = { "full", "relaxed", NULL };

static const LeatOption buffer_sink_options[] = {
  LEAT_OPTION_STRING (BufferSink, path, .key = "path", .preset = "buffer.db",
    .summary = "The store's file; a relative one is meant from state-dir=."),
  LEAT_OPTION_CHOICE (BufferSink, durability, .key = "durability", .preset = "full",
    .choices = durabilities,
    .summary = "Whether a commit waits for the disk (full); with relaxed a power cut may take back "
               "the last seconds of what was called safe, a crash of the daemon nothing."),
  LEAT_OPTION_INT (BufferSink, commit_records, .key = "commit-records", .preset = "10000",
    .flags = LEAT_OPTION_LIVE, .minimum = 1, .maximum = 1000000,
    .summary = "How many records are committed at once at the most; a lone one is committed at "
               "once."),
  LEAT_OPTION_SIZE (BufferSink, max_size, .key = "max-size", .preset = "1G", .minimum = 0,
    .maximum = 0x1p43,
    .summary = "How much the file may hold; 0: as much as the disk."),
  LEAT_OPTION_DURATION (BufferSink, max_age, .key = "max-age", .preset = "none",
    .summary = "How long after its arrival a record stays that every reader has had, or that "
               "nobody reads. As all ages here it counts time that really passed, whatever the "
               "machine's clock is set to; while the machine is off, a day each time at the most."),
  LEAT_OPTION_SIZE (BufferSink, min_free, .key = "min-free", .preset = "256M", .minimum = 0,
    .maximum = 0x1p43,
    .summary = "How much the disk must have free for the file to grow. Beside it up to 8M are kept "
               "in a file of its name and -reserve, which is given up when the disk is full, so "
               "that readers can drain the store."),
  LEAT_OPTION_CHOICE (BufferSink, at_limit, .key = "at-limit", .preset = "drop-oldest",
    .choices = at_limits,
    .summary = "What is done where nothing is left that every reader has had: the oldest records "
               "are dropped and named, or no more are taken."),
  LEAT_OPTION_SIZE (BufferSink, rejects_size, .key = "rejects-size", .preset = "100M",
    .minimum = 0, .maximum = 0x1p43,
    .summary = "How much of the store records may hold that a server has refused, with its "
               "answers; never more than half of max-size=, which 0 means. At this bound too "
               "at-limit= has its say: the oldest of them are let go and named, or no more are put "
               "by: who refuses waits for leat rejects retry or drop."),
  LEAT_OPTION_SIZE (BufferSink, check_first, .key = "check-first", .preset = "64M", .minimum = 0,
    .maximum = 0x1p43,
    .summary = "Up to this size the file is gone through for damage before work begins; in a "
               "larger one only its head and its newest records are, and the rest beside the work. "
               "Damage that is found then is mended as at the start: what can be read is saved "
               "into a new file, which takes the new records."),
  LEAT_OPTION_DURATION (BufferSink, keep_acknowledged, .key = "keep-acknowledged",
    .preset = "1h",
    .summary = "How long a record stays for leat store replay once every reader has had it, over "
               "restarts too; max-age= or a limit of size may shorten that."),
  LEAT_OPTION_DURATION (BufferSink, forgotten_keep, .key = "forgotten-keep", .preset = "30d",
    .summary = "How long a reader that is in no configuration any more keeps its backlog, and what "
               "it was refused; then it is forgotten, and named."),
  LEAT_OPTION_END,
};

static gboolean
buffer_sink_init (LeatSink *sink, GError **error)
{
  BufferSink *self = (BufferSink *) sink;
  const BufferSettings settings = {
    .is_relaxed = self->durability == DURABILITY_RELAXED,
    .commit_records = (guint) self->commit_records,
    .keep_acknowledged = self->keep_acknowledged,
    .max_age = self->max_age,
    .forgotten_keep = self->forgotten_keep,
    .check_first = self->check_first,
    .limits = {
      .max_size = self->max_size,
      .min_free = self->min_free,
      .rejects_size = self->rejects_size,
      .blocks = self->at_limit == AT_LIMIT_BLOCK,
    },
  };

  if (self->path[0] == '\0')
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "path: names no file");
      return FALSE;
    }
  self->store = buffer_store_new (sink, &settings);
  return TRUE;
}

static void
buffer_sink_clear (LeatSink *sink)
{
  g_clear_pointer (&((BufferSink *) sink)->store, buffer_store_free);
}

char *
buffer_sink_find_file (LeatSink *sink)
{
  return leat_sink_get_path (sink, ((BufferSink *) sink)->path);
}

static gboolean
buffer_sink_open (LeatSink *sink, const char *position, GCancellable *cancellable, GError **error)
{
  BufferSink *self = (BufferSink *) sink;
  g_autofree char *path = buffer_sink_find_file (sink);

  return buffer_store_open (self->store, path, error);
}

static gboolean
buffer_sink_write (LeatSink *sink, LeatBatch *batch, guint from, guint count, guint *taken,
                   GCancellable *cancellable, GError **error)
{
  return buffer_store_write (((BufferSink *) sink)->store, batch, from, count, taken, error);
}

static gboolean
buffer_sink_flush (LeatSink *sink, guint64 *safe, char **position, GCancellable *cancellable,
                   GError **error)
{
  return buffer_store_flush (((BufferSink *) sink)->store, safe, error);
}

/* commit-records= alone */
static void
buffer_sink_changed (LeatSink *sink, const char *key)
{
  BufferSink *self = (BufferSink *) sink;

  buffer_store_set_commit_records (self->store, (guint) self->commit_records);
}

static void
buffer_sink_close (LeatSink *sink)
{
  buffer_store_close (((BufferSink *) sink)->store);
}

static LeatStoreReader *
buffer_sink_open_reader (LeatSink *sink, const LeatStoreReaderSetup *setup, char **position,
                         GError **error)
{
  return buffer_reader_open (((BufferSink *) sink)->store, setup, position, error);
}

static void
buffer_sink_expect (LeatSink *sink, const char *reader)
{
  buffer_places_expect (buffer_store_get_places (((BufferSink *) sink)->store), reader);
}

static void
buffer_sink_dismiss (LeatSink *sink, const char *reader)
{
  buffer_places_dismiss (buffer_store_get_places (((BufferSink *) sink)->store), reader);
}

static LeatBatch *
buffer_sink_look (LeatSink *sink, const char *reader, const char *const *from,
                  const char *const *names, GError **error)
{
  g_autoptr (BufferDatabase) database = buffer_words_open (sink, FALSE, error);

  return database != NULL ? buffer_look (database, reader, from, names, error) : NULL;
}

/* the file and its log; what is in the log is not in the file yet */
static guint64
buffer_sink_get_size (LeatSink *sink)
{
  static const char *const ends[] = { "", "-wal" };
  g_autofree char *path = buffer_sink_find_file (sink);
  guint64 size = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *file = g_strconcat (path, ends[i], NULL);
      GStatBuf status;

      if (g_stat (file, &status) == 0)
        size += (guint64) status.st_size;
    }
  return size;
}

static const LeatStoreClass buffer_store_class = {
  .struct_size = sizeof (LeatStoreClass),
  .open_reader = buffer_sink_open_reader,
  .read = buffer_reader_read,
  .claim = buffer_reader_claim,
  .ack = buffer_reader_ack,
  .reject = buffer_reader_reject,
  .get_backlog = buffer_reader_get_backlog,
  .remember = buffer_reader_remember,
  .recall = buffer_reader_recall,
  .close_reader = buffer_reader_close,
  .words = buffer_words,
  .look = buffer_sink_look,
  .expect = buffer_sink_expect,
  .dismiss = buffer_sink_dismiss,
  .get_size = buffer_sink_get_size,
};

static const LeatSinkClass buffer_sink_class = {
  .struct_size = sizeof (LeatSinkClass),
  .instance_size = sizeof (BufferSink),
  .name = "buffer",
  .summary = "Keeps records in a SQLite file until every reader has had them.",
  .options = buffer_sink_options,
  .flags = LEAT_SINK_LASTING,
  .store = &buffer_store_class,
  .init = buffer_sink_init,
  .clear = buffer_sink_clear,
  .open = buffer_sink_open,
  .write = buffer_sink_write,
  .flush = buffer_sink_flush,
  .close = buffer_sink_close,
  .changed = buffer_sink_changed,
};

static const LeatSinkClass *const sinks[] = { &buffer_sink_class, NULL };

LEAT_PLUGIN_DEFINE (
  .name = "buffer",
  .version = "0.1.0",
  .summary = "The store: records are kept until every sink has had them.",
  .license = "LGPL-2.1-or-later",
  .sinks = sinks)
