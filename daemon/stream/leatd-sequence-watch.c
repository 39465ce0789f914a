/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-sequence-watch.c - watches the counter and the clock in a stream's records */
#include "leatd-sequence-watch.h"
#include "worker/leatd-event.h"
#include <string.h>

#define N_CAMERAS 64
#define NO_CAMERA G_MAXUINT64

/* a text stands for its hash: two of 64 texts with the same one are not to be expected */
typedef struct {
  guint64 key;
  guint64 seen; /* when: by count of records; 0: never, free */
  gint64 last;
} Camera;

#define N_SCHEMAS 64

/* where in its records what is watched stands */
typedef struct {
  LeatSchema *schema;
  gboolean has_counter;
  gboolean has_camera;
  gboolean has_time;
  gboolean has_program;
  guint counter;
  guint camera;
  guint time;
} Places;

struct _LeatdSequenceWatch {
  LeatSchema *schema;
  GArray *places; /* of Places: those of its schema first, then of others that were seen */
  LeatdSequenceFunc func;
  gpointer user_data;
  guint64 n_seen;
  gboolean names_cameras; /* some record had one */
  Camera *current; /* machines send runs of the same camera, or take turns of two */
  Camera cameras[N_CAMERAS];
};

/**
 * leatd_sequence_watch_needed:
 * @schema: what records look like
 *
 * Returns: %TRUE if it has a field with role counter or role time
 */
gboolean
leatd_sequence_watch_needed (LeatSchema *schema)
{
  guint field;

  return leat_schema_find_role (schema, LEAT_ROLE_COUNTER, &field) ||
         leat_schema_find_role (schema, LEAT_ROLE_TIME, &field);
}

static Places
find_places (LeatSchema *schema)
{
  Places places = { .schema = leat_schema_ref (schema) };
  guint program;

  places.has_program = leat_schema_find_role (schema, LEAT_ROLE_PROGRAM, &program);
  places.has_counter = leat_schema_find_role (schema, LEAT_ROLE_COUNTER, &places.counter);
  places.has_camera = leat_schema_find_role (schema, LEAT_ROLE_CAMERA, &places.camera);
  places.has_time = leat_schema_find_role (schema, LEAT_ROLE_TIME, &places.time);
  return places;
}

static void
clear_places (gpointer places)
{
  leat_schema_unref (((Places *) places)->schema);
}

/**
 * leatd_sequence_watch_new:
 * @schema: what records look like
 * @func: (nullable): called from leatd_sequence_watch_see()
 * @user_data: for @func
 *
 * Begins anew: the first number of each camera is what it counts from.
 *
 * Returns: (transfer full): the watch of one stream
 */
LeatdSequenceWatch *
leatd_sequence_watch_new (LeatSchema *schema, LeatdSequenceFunc func, gpointer user_data)
{
  LeatdSequenceWatch *self = g_new0 (LeatdSequenceWatch, 1);
  const Places own = find_places (schema);

  self->schema = leat_schema_ref (schema);
  self->places = g_array_new (FALSE, FALSE, sizeof (Places));
  g_array_set_clear_func (self->places, clear_places);
  g_array_append_val (self->places, own);
  self->func = func;
  self->user_data = user_data;
  self->current = self->cameras;
  return self;
}

/**
 * leatd_sequence_watch_free:
 * @self: (transfer full) (nullable): a watch
 */
void
leatd_sequence_watch_free (LeatdSequenceWatch *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->places);
  leat_schema_unref (self->schema);
  g_free (self);
}

void
leatd_sequence_watch_take_over (LeatdSequenceWatch *self, const LeatdSequenceWatch *former)
{
  if (!g_str_equal (leat_schema_get_hash (self->schema), leat_schema_get_hash (former->schema)))
    return;
  memcpy (self->cameras, former->cameras, sizeof self->cameras);
  self->n_seen = former->n_seen;
  self->names_cameras = former->names_cameras;
  self->current = self->cameras + (former->current - former->cameras);
}

/**
 * leatd_sequence_ran_over:
 * @last: the number before a reset
 * @first: the number that it began with
 *
 * A reset is never passed over in silence: no one tells us where a machine's counter ends. But one
 * that ends where counters end need not alarm anyone.
 *
 * Returns: %TRUE if @last is the largest number of so many decimal digits or bits, 99 or more, and
 *   @first is 0 or 1
 */
gboolean
leatd_sequence_ran_over (gint64 last, gint64 first)
{
  const guint64 end = (guint64) last + 1;
  guint64 power = 100;

  if (last < 99 || (first != 0 && first != 1))
    return FALSE;
  if ((end & (end - 1)) == 0)
    return TRUE;
  while (power < end && power <= G_MAXINT64 / 10)
    power *= 10;
  return power == end;
}

/* FNV-1a, 64 bit */
static guint64
hash_text (const char *text, gsize length)
{
  guint64 hash = 0xcbf29ce484222325u;

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guint8) text[i]) * 0x100000001b3u;
  return hash;
}

/* most are good: that saves a call for each */
static gboolean
value_is_there (const LeatValue *value)
{
  return value->quality == LEAT_QUALITY_GOOD || leat_value_is_present (value);
}

/* a whole number that is held as one */
static gboolean
value_get_whole (const LeatValue *value, gint64 *number)
{
  const gboolean whole = value->type == LEAT_TYPE_INT || (value->type == LEAT_TYPE_DECIMAL &&
                                                          (value->scale & LEAT_SCALE_MASK) == 0);

  if (!whole || value->length != 0 || !value_is_there (value))
    return FALSE;
  *number = value->integer;
  return TRUE;
}

static gboolean
value_get_key (const LeatValue *value, guint64 *key)
{
  gint64 number;

  if (value_get_whole (value, &number))
    *key = (guint64) number;
  else if (!value_is_there (value))
    return FALSE;
  else if (value->type == LEAT_TYPE_BOOL)
    *key = (guint64) (value->boolean != FALSE);
  else if (value->length != 0)
    *key = hash_text (value->string, value->length);
  else if (value->type == LEAT_TYPE_STRING || value->type == LEAT_TYPE_BYTES)
    *key = 0;
  else
    *key = (guint64) value->integer;
  return TRUE;
}

/* the place of a camera; one that is new takes a free one, or that of who was silent the longest */
static Camera *
sequence_watch_find (LeatdSequenceWatch *self, guint64 key, LeatdSequenceCounts *counts)
{
  Camera *oldest = self->cameras;

  if (self->current->key == key && self->current->seen != 0)
    return self->current;

  for (Camera *camera = self->cameras; camera < self->cameras + N_CAMERAS; camera++)
    {
      if (camera->seen != 0 && camera->key == key)
        return camera;
      if (camera->seen < oldest->seen)
        oldest = camera;
    }

  counts->forgotten += oldest->seen != 0;
  *oldest = (Camera) { .key = key };
  return oldest;
}

static void
sequence_watch_tell (LeatdSequenceWatch *self, LeatdSequenceKind kind, gint64 first, gint64 last)
{
  if (self->func != NULL)
    self->func (kind, first, last, self->user_data);
}

static void
sequence_watch_judge (LeatdSequenceWatch *self, gint64 last, gint64 number,
                      LeatdSequenceCounts *counts)
{
  if (number == last)
    {
      counts->repeats++;
      sequence_watch_tell (self, LEATD_SEQUENCE_REPEAT, number, number);
    }
  else if (number < last)
    {
      counts->resets++;
      sequence_watch_tell (self, LEATD_SEQUENCE_RESET, number, last);
    }
  else
    {
      counts->gaps++;
      counts->missing += (guint64) number - (guint64) last - 1;
      sequence_watch_tell (self, LEATD_SEQUENCE_GAP, last + 1, number - 1);
    }
}

/* A machine that has never named a camera has one, though its schema knows more: a code reader
 * without heads. FALSE: it has named others, and whose number this is nobody knows. */
static gboolean
sequence_watch_get_camera (LeatdSequenceWatch *self, const Places *places, const LeatRecord *record,
                           guint64 *key)
{
  *key = NO_CAMERA;
  if (!places->has_camera || !value_get_key (&record->values[places->camera], key))
    return !self->names_cameras;
  self->names_cameras = TRUE;
  return TRUE;
}

static void
sequence_watch_count (LeatdSequenceWatch *self, const Places *places, const LeatRecord *record,
                      LeatdSequenceCounts *counts)
{
  Camera *camera;
  gboolean known;
  gint64 number;
  gint64 last;
  guint64 key;

  if (!value_get_whole (&record->values[places->counter], &number) ||
      !sequence_watch_get_camera (self, places, record, &key))
    return;

  camera = sequence_watch_find (self, key, counts);
  known = camera->seen != 0;
  last = camera->last;
  camera->seen = ++self->n_seen;
  camera->last = number;
  self->current = camera;
  if (known && (number <= last || number - 1 != last))
    sequence_watch_judge (self, last, number, counts);
}

/* a time that may be an hour off says nothing of the clock */
static void
sequence_watch_clock (const Places *places, const LeatRecord *record, LeatdSequenceCounts *counts)
{
  const LeatValue *time = &record->values[places->time];

  if (time->type != LEAT_TYPE_TIME || time->length != 0 || !value_is_there (time) ||
      time->quality == LEAT_QUALITY_AMBIGUOUS)
    return;

  if (__builtin_sub_overflow (time->integer, record->time, &counts->clock_offset))
    counts->clock_offset = time->integer < 0 ? G_MININT64 : G_MAXINT64;
  counts->clock_known = TRUE;
}

static const char *
find_counter_name (const Places *places)
{
  return places->has_counter ? leat_schema_get_field (places->schema, places->counter)->name : NULL;
}

/* A machine that has a schema for each of its programs (role program) counts over all of them: its
 * counter has one name. Records of any other schema are none of its business. */
static void
judge_other (const Places *own, Places *other)
{
  const char *name = find_counter_name (own);

  if (own->has_program && other->has_program && own->has_camera == other->has_camera &&
      name != NULL && g_strcmp0 (name, find_counter_name (other)) == 0)
    return;
  other->has_counter = other->has_time = FALSE;
}

static const Places *
sequence_watch_find_places (LeatdSequenceWatch *self, LeatSchema *schema)
{
  Places other;

  for (guint i = 0; i < self->places->len; i++)
    if (g_array_index (self->places, Places, i).schema == schema)
      return &g_array_index (self->places, Places, i);
  if (self->places->len > N_SCHEMAS)
    g_array_set_size (self->places, 1);
  other = find_places (schema);
  judge_other (&g_array_index (self->places, Places, 0), &other);
  g_array_append_val (self->places, other);
  return &g_array_index (self->places, Places, self->places->len - 1);
}

/**
 * leatd_sequence_watch_see:
 * @self: a watch
 * @batch: records; those of another schema, unless it has the same counter, and fields without a
 *   value, are passed over
 * @from: the first of them to look at
 * @counts: (inout): what was found is added to it
 *
 * Called by the source's thread.
 */
void
leatd_sequence_watch_see (LeatdSequenceWatch *self, const LeatBatch *batch, guint from,
                          LeatdSequenceCounts *counts)
{
  const guint n_records = leat_batch_get_n_records (batch);

  for (guint i = from; i < n_records; i++)
    {
      const LeatRecord *record = leat_batch_get_record (batch, i);
      const Places *places = sequence_watch_find_places (self, record->origin->schema);

      if (places->has_counter)
        sequence_watch_count (self, places, record, counts);
      if (places->has_time)
        sequence_watch_clock (places, record, counts);
    }
}

void
leatd_sequence_tell (const char *source, LeatdSequenceKind kind, gint64 first, gint64 last)
{
  switch (kind)
    {
    case LEATD_SEQUENCE_GAP:
      leatd_event (G_LOG_LEVEL_WARNING, source, "gap",
                   "the machine's counter says that results are missing: %" G_GINT64_FORMAT
                   " to %" G_GINT64_FORMAT,
                   first, last);
      break;
    case LEATD_SEQUENCE_REPEAT:
      leatd_event (G_LOG_LEVEL_INFO, source, "repeat",
                   "the machine's counter came again: %" G_GINT64_FORMAT, first);
      break;
    case LEATD_SEQUENCE_RESET:
      leatd_event (G_LOG_LEVEL_INFO, source, "reset",
                   "the machine's counter begins anew: %" G_GINT64_FORMAT
                   " after %" G_GINT64_FORMAT,
                   first, last);
      break;
    }
}
