/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-hall.h - a source of pictures in the hands of a test: two folders, results, records */
#pragma once
#include "pictures-desk.h"
#include "pictures-source.h"
#include "leat-host.h"
#include "../daemon/batches.h"
#include "../daemon/scratch.h"
#include <string.h>

typedef struct {
  LeatSourceHost host;    /* first */
  LeatStream     stream;
  LeatOrigin    *origin;  /* of the source's stream */
  LeatOrigin    *results; /* of camera, with num */
  guint64        sequence;
  char          *drop;
  char          *store;
  LeatPush       push;
  GString       *given;   /* "17 stored " of each record: num, or - */
  GString       *notes;   /* "EVENT " of each */
  char          *held;
  GError        *failure;
} PicturesHall;

static PicturesHall *pictures_hall; /* the one that there is */

static inline LeatStream *
hall_open_stream (LeatSource *source, const char *peer)
{
  return &pictures_hall->stream;
}

static inline const LeatOrigin *
hall_get_origin (LeatStream *stream)
{
  return pictures_hall->origin;
}

static inline const LeatValue *
hall_find (const LeatRecord *record, const char *name)
{
  guint index;

  return leat_schema_find_field (record->origin->schema, name, &index) &&
                 leat_value_is_present (&record->values[index])
             ? &record->values[index]
             : NULL;
}

static inline LeatPush
hall_push_batch (LeatSource *source, LeatBatch *batch, LeatSettledFunc settled, gpointer user_data,
                 GDestroyNotify notify)
{
  guint64 next = 1000;

  leat_batch_seal (batch, &next);
  for (guint i = 0; i < leat_batch_get_n_records (batch); i++)
    {
      const LeatRecord *record = leat_batch_get_record (batch, i);
      const LeatValue *num = hall_find (record, "num");
      const LeatValue *path = hall_find (record, "picture");

      g_string_append_printf (pictures_hall->given, "%" G_GINT64_FORMAT " %s ",
                              num != NULL ? num->integer : -1,
                              hall_find (record, "picture_state")->string);
      g_assert_cmpuint (record->sequence, <, 1000);
      g_assert_true (path == NULL || g_file_test (path->string, G_FILE_TEST_IS_REGULAR));
    }
  leat_batch_unref (batch);
  return pictures_hall->push;
}

static inline void
hall_fail (LeatSource *source, GError *error)
{
  g_clear_error (&pictures_hall->failure);
  pictures_hall->failure = error;
}

static inline void
hall_note (LeatSource *source, const char *event, const char *text)
{
  g_string_append_printf (pictures_hall->notes, "%s ", event);
}

static inline void
hall_hold (LeatSource *source, const char *reason)
{
  g_free (pictures_hall->held);
  pictures_hall->held = g_strdup (reason);
}

static inline void
hall_init (PicturesHall *self)
{
  static const LeatStreamHost stream_host = { .get_origin = hall_get_origin };

  *self = (PicturesHall) {
    .host = { .open_stream = hall_open_stream,
              .push_batch = hall_push_batch,
              .fail = hall_fail,
              .note = hall_note,
              .hold = hall_hold },
    .stream = { .host = &stream_host },
    .origin = test_origin_new ("pics"),
    .results = test_origin_new ("camera"),
    .sequence = 1,
    .drop = scratch_new (),
    .store = scratch_new (),
    .given = g_string_new (NULL),
    .notes = g_string_new (NULL),
  };
  pictures_hall = self;
}

static inline void
hall_clear (PicturesHall *self)
{
  leat_origin_unref (self->origin);
  leat_origin_unref (self->results);
  scratch_free (self->drop);
  scratch_free (self->store);
  g_string_free (self->given, TRUE);
  g_string_free (self->notes, TRUE);
  g_free (self->held);
  g_clear_error (&self->failure);
}

static inline void
hall_drop (PicturesHall *self, const char *name)
{
  g_autofree char *part = g_build_filename (self->drop, ".part", NULL);
  g_autofree char *path = g_build_filename (self->drop, name, NULL);

  g_assert_true (g_file_set_contents (part, "picture", -1, NULL));
  g_assert_cmpint (g_rename (part, path), ==, 0);
}

/* (transfer full): sealed, with one record, which came now */
static inline LeatBatch *
hall_make_result (PicturesHall *self, gint64 num)
{
  LeatBatch *batch = leat_batch_new (1);

  leat_batch_append (batch, self->results, leat_clock_now ());
  leat_batch_set_int (batch, 0, num);
  leat_batch_seal (batch, &self->sequence);
  return batch;
}
