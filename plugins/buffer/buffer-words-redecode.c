/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-words-redecode.c - leat store redecode: frames that were kept, by a mended schema */
#include <string.h>
#include "buffer-corrections.h"
#include "buffer-walk.h"
#include "buffer-words.h"
#include "buffer-writer.h"

/* as many corrections go with one commit: a daemon waits no longer than that takes */
#define SLICE 1000

typedef struct {
  LeatSchema   *schema;
  BufferWriter *writer;
  BufferCorrections *corrections;   /* of earlier times */
  GHashTable   *origins;    /* "source/epoch" of the old -> LeatOrigin of the corrections */
  guint64       n_corrected;
  guint64       n_alike;    /* as it came, or as it was corrected before */
  guint64       n_failed;
  guint64       n_frameless;
  guint64       n_others;   /* of another schema, or of this very text */
} Redecode;

static LeatOrigin *
make_origin (const Redecode *self, const LeatOrigin *old, const char *name)
{
  g_autoptr (GPtrArray) tags = g_ptr_array_new ();
  g_autofree char *epoch = leat_epoch_new ();

  for (guint i = 0; old->tags[i] != NULL; i += 2)
    if (strcmp (old->tags[i], BUFFER_TAG_CORRECTS) != 0)
      {
        g_ptr_array_add (tags, (gpointer) old->tags[i]);
        g_ptr_array_add (tags, (gpointer) old->tags[i + 1]);
      }
  g_ptr_array_add (tags, (gpointer) BUFFER_TAG_CORRECTS);
  g_ptr_array_add (tags, (gpointer) name);
  g_ptr_array_add (tags, NULL);
  return leat_origin_new (old->source, epoch, self->schema, old->gateway,
                          (const char *const *) tags->pdata);
}

static const LeatOrigin *
find_origin (Redecode *self, const LeatOrigin *old)
{
  g_autofree char *name = buffer_corrections_name (old);
  LeatOrigin *origin = g_hash_table_lookup (self->origins, name);

  if (origin == NULL)
    {
      origin = make_origin (self, old, name);
      g_hash_table_insert (self->origins, g_steal_pointer (&name), origin);
    }
  return origin;
}

/* what its fields are and what is said of them */
static void
write_fields (GString *text, const LeatRecord *record)
{
  const LeatSchema *schema = record->origin->schema;

  for (guint i = 0; i < leat_schema_get_n_fields (schema); i++)
    {
      const LeatValue *value = &record->values[i];

      g_string_append_printf (text, "%s %u ", leat_schema_get_field (schema, i)->name,
                              leat_value_get_quality (value));
      leat_json_append_value (text, value);
      if (leat_value_is_text (value))
        g_string_append_len (text, value->string, value->length);
      g_string_append_c (text, '\n');
    }
}

static gboolean
are_alike (const LeatRecord *record, const LeatRecord *other)
{
  g_autoptr (GString) first = g_string_new (NULL);
  g_autoptr (GString) second = g_string_new (NULL);

  write_fields (first, record);
  write_fields (second, other);
  return g_string_equal (first, second);
}

static gboolean
add_correction (Redecode *self, const LeatRecord *record, GError **error)
{
  if (!buffer_writer_add (self->writer, record, error))
    return FALSE;
  self->n_corrected++;
  return buffer_writer_get_n_added (self->writer) < SLICE ||
         buffer_writer_commit (self->writer, error);
}

/* @said: by the record, or by its newest correction */
static gboolean
redecode_frame (Redecode *self, const LeatRecord *record, const LeatRecord *said, GError **error)
{
  g_autoptr (LeatBatch) batch = leat_batch_new (1);
  const LeatMoment arrival = { .time = record->time };
  const guint32 kept = LEAT_RECORD_TEST | LEAT_RECORD_CLOCK_UNSYNCED | LEAT_RECORD_LINE_ERROR;

  if (!leat_schema_decode (self->schema, record->frame, record->frame_length, batch,
                           find_origin (self, record->origin), arrival, NULL))
    {
      self->n_failed++;
      return TRUE;
    }
  leat_batch_set_sequence (batch, record->sequence);
  leat_batch_set_frame (batch, record->frame, record->frame_length);
  leat_batch_add_flags (batch, (LeatRecordFlags) (record->flags & kept));
  if (!are_alike (said, leat_batch_get_record (batch, 0)))
    return add_correction (self, leat_batch_get_record (batch, 0), error);
  self->n_alike++;
  return TRUE;
}

/* Where the newest that is said of a record is what the schema makes of it, nothing is added: the
 * same word a second time changes nothing. */
static gboolean
redecode (const LeatRecord *record, guint64 id, gpointer user_data, GError **error)
{
  Redecode *self = user_data;
  g_autoptr (LeatBatch) newest = NULL;
  const LeatRecord *said;
  gboolean is_turn;

  if (!buffer_corrections_take (self->corrections, record, &is_turn, &newest, error))
    return FALSE;
  if (!is_turn)
    return TRUE;
  said = newest != NULL ? leat_batch_get_record (newest, 0) : record;
  if (strcmp (leat_schema_get_name (record->origin->schema), leat_schema_get_name (self->schema)) !=
      0)
    self->n_others++;
  else if (strcmp (leat_schema_get_hash (said->origin->schema),
                   leat_schema_get_hash (self->schema)) == 0)
    *(newest != NULL ? &self->n_alike : &self->n_others) += 1;
  else if (record->frame == NULL)
    self->n_frameless++;
  else
    return redecode_frame (self, record, said, error);
  return TRUE;
}

static void
tell (const Redecode *self, const BufferListening *listening)
{
  buffer_words_tell (listening,
                     "%" G_GUINT64_FORMAT " records corrected, %" G_GUINT64_FORMAT
                     " need no correction, %" G_GUINT64_FORMAT
                     " frames are none by this schema, %" G_GUINT64_FORMAT
                     " records have no frame, %" G_GUINT64_FORMAT
                     " were made by another schema than an older %s",
                     self->n_corrected, self->n_alike, self->n_failed, self->n_frameless,
                     self->n_others, leat_schema_get_name (self->schema));
}

static gboolean
redecode_all (LeatSink *sink, const BufferWalk *walk, LeatSchema *schema,
              const BufferListening *listening, GError **error)
{
  g_autoptr (BufferDatabase) database = buffer_words_open (sink, FALSE, error);
  g_autoptr (BufferStreams) streams = buffer_streams_new ();
  g_autoptr (GHashTable) origins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                          (GDestroyNotify) leat_origin_unref);
  g_autoptr (BufferCorrections) corrections = NULL;
  g_autoptr (BufferWriter) writer = NULL;
  g_autofree char *told = NULL;
  Redecode self = { .schema = schema, .origins = origins };

  if (database == NULL)
    return FALSE;
  self.corrections = corrections = buffer_corrections_new (database, streams, error);
  if (corrections == NULL)
    return FALSE;
  self.writer = writer = buffer_writer_new (database->path, FALSE, streams, &told, error);
  if (writer == NULL || !buffer_walk_run (walk, database, redecode, &self, error) ||
      !buffer_writer_commit (writer, error))
    return FALSE;
  tell (&self, listening);
  return TRUE;
}

#define USAGE "SCHEMA-FILE [--source GLOB] [--from TIME] [--to TIME]"

gboolean
buffer_word_redecode (LeatSink *sink, const char *const *arguments, LeatStorePrint print,
                      gpointer user_data, GError **error)
{
  const BufferListening listening = { print, user_data };
  g_autofree char *source = NULL, *from = NULL, *to = NULL;
  const GOptionEntry entries[] = {
    { "source", 0, 0, G_OPTION_ARG_STRING, &source, NULL, NULL },
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, NULL, NULL },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) rest = buffer_words_parse (arguments, entries, 1, 1, USAGE, error);
  BufferWalk walk = { .from = G_MININT64, .to = G_MAXINT64, .sink = sink };
  g_autoptr (LeatSchema) schema = NULL;

  walk.source = source;
  if (rest == NULL || !buffer_words_parse_time (from, &walk.from, error) ||
      !buffer_words_parse_time (to, &walk.to, error))
    return FALSE;
  schema = leat_schema_load (rest[0], error);
  return schema != NULL && redecode_all (sink, &walk, schema, &listening, error);
}
