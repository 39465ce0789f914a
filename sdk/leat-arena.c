/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-arena.c - memory that grows and never moves, of chunks that a pool keeps */
#include "leat-arena.h"
#include <pthread.h>

#define CHUNK_MIN      1024
#define CHUNK_MAX      65536
#define N_CHUNK_SIZES  7                  /* 1, 2, 4, … 64 KiB */
#define POOL_MAX       (2 * 1024 * 1024)  /* what an idle daemon keeps of a flood */

struct _LeatChunk {
  LeatChunk *next;
  gsize      size;   /* of all of it */
};

/* chunks are taken in the sources' threads and come back in the sinks'; a pthread mutex, because
 * ThreadSanitizer does not * see a GMutex */
static struct {
  pthread_mutex_t mutex;
  LeatChunk      *chunks[N_CHUNK_SIZES];
  gsize           held;
} pool = { .mutex = PTHREAD_MUTEX_INITIALIZER };

/* who still reads a chunk that was given back is found out */
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(start, size) ((void) (start), (void) (size))
#define ASAN_UNPOISON_MEMORY_REGION(start, size) ((void) (start), (void) (size))
#endif

static gboolean
find_size_class (gsize size, guint *size_class)
{
  if (size > CHUNK_MAX)
    return FALSE;
  *size_class = size <= CHUNK_MIN ? 0 : g_bit_storage (size - 1) - 10;
  return TRUE;
}

static LeatChunk *
take_from_pool (guint size_class)
{
  LeatChunk *chunk;

  pthread_mutex_lock (&pool.mutex);
  chunk = pool.chunks[size_class];
  if (chunk != NULL)
    {
      ASAN_UNPOISON_MEMORY_REGION (chunk + 1, chunk->size - sizeof *chunk);
      pool.chunks[size_class] = chunk->next;
      pool.held -= chunk->size;
    }
  pthread_mutex_unlock (&pool.mutex);
  return chunk;
}

/* the mutex is held */
static gboolean
give_to_pool (LeatChunk *chunk)
{
  guint size_class;

  if (!find_size_class (chunk->size, &size_class) || pool.held + chunk->size > POOL_MAX)
    return FALSE;
  chunk->next = pool.chunks[size_class];
  pool.chunks[size_class] = chunk;
  pool.held += chunk->size;
  ASAN_POISON_MEMORY_REGION (chunk + 1, chunk->size - sizeof *chunk);
  return TRUE;
}

static void
add_chunk (LeatArena *self, gsize size)
{
  LeatChunk *chunk = NULL;
  guint size_class;

  if (find_size_class (size, &size_class))
    {
      size = (gsize) CHUNK_MIN << size_class;
      chunk = take_from_pool (size_class);
    }
  if (chunk == NULL)
    chunk = g_malloc (size);
  chunk->size = size;
  chunk->next = self->chunks;
  self->chunks = chunk;
  self->cursor = (guint8 *) (chunk + 1);
  self->end = (guint8 *) chunk + size;
  self->floor = self->cursor;
  self->held += size;
}

/* @size: what is expected; it grows further if need be */
void
leat_arena_init (LeatArena *self, gsize size)
{
  *self = (LeatArena) { 0 };
  add_chunk (self, CLAMP (size, CHUNK_MIN, CHUNK_MAX));
}

void
leat_arena_clear (LeatArena *self)
{
  LeatChunk *surplus = NULL;
  LeatChunk *chunk = self->chunks;

  pthread_mutex_lock (&pool.mutex);
  while (chunk != NULL)
    {
      LeatChunk *next = chunk->next;

      if (!give_to_pool (chunk))
        {
          chunk->next = surplus;
          surplus = chunk;
        }
      chunk = next;
    }
  pthread_mutex_unlock (&pool.mutex);

  while (surplus != NULL)
    {
      LeatChunk *next = surplus->next;

      g_free (surplus);
      surplus = next;
    }
  *self = (LeatArena) { 0 };
}

/* the slow way of alloc(): a new chunk, as large as all before it together; the rest of the last
 * one stays unused */
gpointer
leat_arena_grow (LeatArena *self, gsize size)
{
  gsize whole = sizeof (LeatChunk) + ((size + 7) & ~(gsize) 7);
  gpointer start;

  g_assert (size < G_MAXUINT32);
  add_chunk (self, MAX (whole, MIN (self->held, CHUNK_MAX)));
  start = self->cursor;
  self->cursor += size;
  return start;
}

void
leat_arena_rewind (LeatArena *self, gpointer start)
{
  guint8 *from = start;
  gboolean in_newest = from >= (guint8 *) (self->chunks + 1) && from < self->end;

  self->cursor = in_newest ? MAX (from, self->floor) : self->floor;
}
