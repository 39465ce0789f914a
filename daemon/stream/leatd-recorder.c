/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-recorder.c - keeps the bytes of a source's links, with their times, in files (record=) */
#include "leatd-recorder.h"
#include "worker/leatd-counters.h"
#include "worker/leatd-event.h"
#include "leatd-recorder-file.h"

/* what waits is written after so long, or when it is so much */
#define WRITE_AFTER (1 * G_USEC_PER_SEC)
#define WRITE_SIZE (256 * 1024)

#define RETRY_AFTER (30 * G_USEC_PER_SEC)

/* blocks that go to one file */
typedef struct {
  GByteArray *blocks;
  guint64 bytes;    /* of the link, in them */
  gboolean rotates; /* they begin another file */
} Chunk;

struct _LeatdRecorder {
  const char *name;
  guint64 *counters;
  LeatdRecorderFile file; /* of its thread, while that runs */
  gint64 size;            /* of a file */
  gint64 retry_after;     /* a failure, µs */
  GThread *thread;        /* NULL: nothing is recorded */

  GMutex lock; /* of what follows */
  GCond cond;
  GQueue chunks; /* of Chunk, to be written */
  gsize waiting; /* bytes of their blocks */
  gboolean hurry;
  gboolean stop;
  gint64 there;     /* bytes of the file before this section */
  guint64 section;  /* counts from 1; 0: none has begun */
  gsize written;    /* bytes of its blocks */
  guint streams;    /* that it has */
  gboolean is_lost; /* something was not recorded, and the file does not say so yet */
  gboolean told;    /* that something was not recorded */
  gint64 retry;     /* monotonic µs: the disk failed, and is tried again then; 0: it did not */
};

LeatdRecorder *
leatd_recorder_new (const char *name, guint64 *counters)
{
  LeatdRecorder *self = g_new0 (LeatdRecorder, 1);

  self->name = name;
  self->counters = counters;
  self->retry_after = RETRY_AFTER;
  self->file.source = name;
  self->file.fd = -1;
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  g_queue_init (&self->chunks);
  return self;
}

void
leatd_recorder_set_retry (LeatdRecorder *self, gint64 microseconds)
{
  self->retry_after = microseconds;
}

static void
chunk_free (Chunk *self)
{
  g_byte_array_unref (self->blocks);
  g_free (self);
}

gboolean
leatd_recorder_is_on (const LeatdRecorder *self)
{
  return self->thread != NULL;
}

/* --- its thread --- */

/* held: the lock */
static void
recorder_drop (LeatdRecorder *self, guint64 bytes)
{
  leatd_count (&self->counters[LEATD_SOURCE_UNRECORDED_BYTES], bytes);
  self->is_lost = TRUE;
}

/* what waits behind it would be of a section that is not there */
static void
recorder_fail (LeatdRecorder *self, guint64 bytes, const GError *error)
{
  Chunk *chunk;

  leatd_recorder_file_close (&self->file);
  g_mutex_lock (&self->lock);
  while ((chunk = g_queue_pop_head (&self->chunks)) != NULL)
    {
      bytes += chunk->bytes;
      chunk_free (chunk);
    }
  self->waiting = 0;
  self->written = 0;
  self->retry = g_get_monotonic_time () + self->retry_after;
  recorder_drop (self, bytes);
  self->told = TRUE;
  g_mutex_unlock (&self->lock);
  leatd_event (G_LOG_LEVEL_WARNING, self->name, "recording",
               "%s; what comes is not recorded (unrecorded_bytes), and it is tried again in "
               "%" G_GINT64_FORMAT " s",
               error->message, self->retry_after / G_USEC_PER_SEC);
}

static gboolean
recorder_write_chunk (LeatdRecorder *self, const Chunk *chunk, GError **error)
{
  const gboolean opens = self->file.fd < 0;

  if (chunk->rotates && !leatd_recorder_file_rotate (&self->file, error))
    return FALSE;
  if (!chunk->rotates && opens && !leatd_recorder_file_open (&self->file, error))
    return FALSE;
  if (opens && !chunk->rotates)
    {
      g_mutex_lock (&self->lock);
      self->there = self->file.offset;
      g_mutex_unlock (&self->lock);
    }
  return leatd_recorder_file_append (&self->file, chunk->blocks, error);
}

static void
recorder_write (LeatdRecorder *self, Chunk *chunk)
{
  g_autoptr (GError) error = NULL;

  if (!recorder_write_chunk (self, chunk, &error))
    recorder_fail (self, chunk->bytes, error);
  else
    {
      g_mutex_lock (&self->lock);
      self->waiting -= MIN (self->waiting, chunk->blocks->len);
      g_mutex_unlock (&self->lock);
    }
  chunk_free (chunk);
}

/* held: the lock; until it is time to write, or to stop */
static void
recorder_wait (LeatdRecorder *self)
{
  gint64 until;

  while (g_queue_is_empty (&self->chunks) && !self->stop)
    g_cond_wait (&self->cond, &self->lock);
  until = g_get_monotonic_time () + WRITE_AFTER;
  while (!self->hurry && !self->stop)
    if (!g_cond_wait_until (&self->cond, &self->lock, until))
      break;
  self->hurry = FALSE;
}

static gpointer
recorder_thread (gpointer data)
{
  LeatdRecorder *self = data;
  gboolean goes_on = TRUE;

  while (goes_on)
    {
      Chunk *chunk;

      g_mutex_lock (&self->lock);
      recorder_wait (self);
      chunk = g_queue_pop_head (&self->chunks);
      goes_on = chunk != NULL || !self->stop;
      self->hurry = !g_queue_is_empty (&self->chunks);
      g_mutex_unlock (&self->lock);
      if (chunk != NULL)
        recorder_write (self, chunk);
    }
  leatd_recorder_file_close (&self->file);
  return NULL;
}

/* --- what it is set to --- */

static void
recorder_stop (LeatdRecorder *self)
{
  if (self->thread == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->stop = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->thread, g_thread_join);
  self->stop = FALSE;
}

static void
recorder_start (LeatdRecorder *self)
{
  g_autofree char *thread = g_strdup_printf ("rec-%s", self->name);

  self->written = 0;
  self->there = 0;
  self->waiting = 0;
  self->retry = 0;
  self->told = self->hurry = FALSE;
  self->thread = g_thread_new (thread, recorder_thread, self);
}

/**
 * leatd_recorder_configure:
 *
 * What waits for another file than before is written there first.
 */
void
leatd_recorder_configure (LeatdRecorder *self, const LeatdSourceSettings *settings,
                          const char *state_dir)
{
  const gboolean wanted = settings->record != NULL && *settings->record != '\0';
  g_autofree char *path = wanted ? g_canonicalize_filename (settings->record, state_dir) : NULL;

  if (g_strcmp0 (path, self->file.path) == 0 && self->size == settings->record_size &&
      self->file.files == settings->record_files)
    return;
  recorder_stop (self);
  g_free (self->file.path);
  self->file.path = g_steal_pointer (&path);
  self->file.files = (guint) settings->record_files;
  self->size = settings->record_size;
  if (wanted)
    recorder_start (self);
}

void
leatd_recorder_free (LeatdRecorder *self)
{
  if (self == NULL)
    return;
  recorder_stop (self);
  g_queue_clear_full (&self->chunks, (GDestroyNotify) chunk_free);
  g_free (self->file.path);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  g_free (self);
}

/* --- what is added: the lock is held --- */

/* where the next blocks go */
static Chunk *
recorder_get_chunk (LeatdRecorder *self, gboolean rotates)
{
  Chunk *chunk = rotates ? NULL : g_queue_peek_tail (&self->chunks);

  if (chunk != NULL)
    return chunk;
  chunk = g_new0 (Chunk, 1);
  chunk->blocks = g_byte_array_new ();
  chunk->rotates = rotates;
  g_queue_push_tail (&self->chunks, chunk);
  return chunk;
}

static Chunk *
recorder_begin_section (LeatdRecorder *self, gboolean rotates)
{
  Chunk *chunk = recorder_get_chunk (self, rotates);

  self->section++;
  self->streams = 0;
  self->written = 0;
  if (rotates)
    self->there = 0;
  leat_recording_append_section (chunk->blocks, "leatd " LEATD_VERSION);
  return chunk;
}

/* the blocks of an event, behind those that it needs before it */
static void
recorder_append (LeatdRecorder *self, LeatdRecorderStream *stream, LeatRecordingEvent *event)
{
  const gboolean is_full = self->written > 0 && self->there + (gint64) self->written > self->size;
  Chunk *chunk = self->written == 0 || is_full ? recorder_begin_section (self, is_full)
                                               : recorder_get_chunk (self, FALSE);
  const gsize before = self->written == 0 ? 0 : chunk->blocks->len;

  if (stream->section != self->section)
    {
      leat_recording_append_stream (chunk->blocks, &stream->stream);
      stream->section = self->section;
      stream->number = self->streams++;
    }
  event->stream = stream->number;
  if (self->is_lost)
    {
      const LeatRecordingEvent lost = { .kind = LEAT_RECORDING_LOST,
                                        .stream = stream->number,
                                        .arrival = { .moment = event->arrival.moment } };

      leat_recording_append_event (chunk->blocks, &lost);
      self->is_lost = FALSE;
    }
  leat_recording_append_event (chunk->blocks, event);
  chunk->bytes += event->length;
  self->written += chunk->blocks->len - before;
  self->waiting += chunk->blocks->len - before;
}

static gboolean
recorder_has_room (LeatdRecorder *self)
{
  if (self->retry != 0 && g_get_monotonic_time () < self->retry)
    return FALSE;
  return self->waiting < LEATD_RECORDER_WAITING_MAX;
}

/* TRUE: it is to be told that what comes is not recorded */
static gboolean
recorder_add (LeatdRecorder *self, LeatdRecorderStream *stream, LeatRecordingEvent *event)
{
  const gboolean was_empty = g_queue_is_empty (&self->chunks);

  if (!recorder_has_room (self))
    {
      const gboolean tells = !self->told;

      recorder_drop (self, event->length);
      self->told = TRUE;
      return tells;
    }
  self->retry = 0;
  self->told = FALSE;
  recorder_append (self, stream, event);
  if (self->waiting > WRITE_SIZE || event->kind == LEAT_RECORDING_GONE ||
      event->arrival.end == LEAT_END_CUT || event->arrival.end == LEAT_END_STREAM)
    self->hurry = TRUE;
  if (was_empty || self->hurry)
    g_cond_signal (&self->cond);
  return FALSE;
}

void
leatd_recorder_add (LeatdRecorder *self, LeatdRecorderStream *stream, LeatRecordingEvent *event)
{
  gboolean tells;

  g_mutex_lock (&self->lock);
  tells = recorder_add (self, stream, event);
  g_mutex_unlock (&self->lock);
  if (tells)
    leatd_event (G_LOG_LEVEL_WARNING, self->name, "recording",
                 "%s: its disk is slower than the link: what comes is not recorded "
                 "(unrecorded_bytes) until it has caught up",
                 self->file.path);
}
