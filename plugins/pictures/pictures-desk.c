/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-desk.c - where results and pictures meet, and become records */
#include "pictures-desk.h"
#include <string.h>

/* results, or pictures, that wait for each other */
#define WAITING_MAX 1000

/* a result that waits */
typedef struct {
  LeatBatch *batch;
  const LeatRecord *record;
} Result;

static void
free_result (gpointer data)
{
  Result *self = data;

  leat_batch_unref (self->batch);
  g_free (self);
}

static void
free_picture (gpointer data)
{
  picture_free (data);
}

/* --- records --- */

static void
desk_tell (PicturesDesk *self, const GError *why, PictureState state)
{
  if (why != NULL && state != self->told)
    leat_source_note (self->source, "picture-lost", "%s", why->message);
  self->told = state;
}

/* the id that a picture is stored by: of its result, else of its own record */
static char *
make_id (PicturesDesk *self, const LeatRecord *result)
{
  if (result != NULL)
    return leat_record_make_id (result);
  return g_strdup_printf ("%s/%s/%" G_GUINT64_FORMAT, self->origin->source, self->origin->epoch,
                          self->sequence);
}

static PictureState
get_state (const PicturesDesk *self, const LeatRecord *result, const Picture *picture)
{
  if (picture == NULL)
    return PICTURE_MISSING;
  return picture->state == PICTURE_STORED && result == NULL && self->pairs ? PICTURE_UNPAIRED
                                                                           : picture->state;
}

static void
desk_give (PicturesDesk *self, const LeatRecord *result, Picture *picture)
{
  LeatBatch *batch = leat_batch_new (1);
  g_autoptr (GError) why = NULL;

  self->sequence++;
  if (picture != NULL)
    {
      g_autofree char *id = make_id (self, result);

      if (!pictures_shelf_place (self->shelf, picture, id, &why))
        desk_tell (self, why, picture->state);
    }
  pictures_shape_append (self->shape, batch, self->origin, result, picture,
                         get_state (self, result, picture), self->sequence);
  if (leat_source_push_batch (self->source, batch, NULL, NULL, NULL) == LEAT_PUSH_FULL)
    self->is_full = TRUE;
}

static void
on_pair (gpointer const *both, gpointer user_data)
{
  Result *result = both[PICTURES_RESULT];
  g_autoptr (Picture) picture = both[PICTURES_PICTURE];

  desk_give (user_data, result != NULL ? result->record : NULL, picture);
  if (result != NULL)
    free_result (result);
}

/* --- results --- */

static void
add_field (GString *key, const LeatValue *value)
{
  char text[LEAT_VALUE_TEXT_MAX];

  if (!leat_value_is_present (value))
    return;
  if (leat_value_is_text (value))
    pictures_key_add (key, value->string, value->length);
  else
    pictures_key_add (key, text, (gsize) (leat_value_write (value, text) - text));
}

/* (transfer full): what the name of its picture must say */
static char *
make_key (PicturesDesk *self, const LeatRecord *record)
{
  const char *const *fields = pictures_name_get_fields (self->name);
  GString *key = g_string_new (NULL);
  guint index;

  for (; *fields != NULL; fields++)
    if (leat_schema_find_field (record->origin->schema, *fields, &index))
      add_field (key, &record->values[index]);
    else if (g_str_equal (*fields, "source"))
      pictures_key_add (key, record->origin->source, strlen (record->origin->source));
  return g_string_free (key, FALSE);
}

void
pictures_desk_add_results (PicturesDesk *self, LeatBatch *batch)
{
  const gint64 now = leat_clock_now ().monotonic;

  for (guint i = 0; i < leat_batch_get_n_records (batch); i++)
    {
      const LeatRecord *record = leat_batch_get_record (batch, i);
      g_autofree char *key = make_key (self, record);
      Result *result = g_new0 (Result, 1);

      *result = (Result) { leat_batch_ref (batch), record };
      pictures_match_add (self->match, PICTURES_RESULT, result, key, record->monotonic, now);
    }
}

/* --- pictures --- */

/* one from before this life is as old as its file, on the clock that results have */
static gint64
find_moment (const Picture *picture)
{
  const LeatMoment now = leat_clock_now ();

  return now.monotonic - MAX (now.time - picture->time, 0);
}

static void
desk_add_picture (PicturesDesk *self, Picture *picture, const char *key)
{
  pictures_match_add (self->match, PICTURES_PICTURE, picture, key, find_moment (picture),
                      leat_clock_now ().monotonic);
}

void
pictures_desk_take (PicturesDesk *self, const char *name)
{
  g_autofree char *key = pictures_name_read (self->name, name);
  g_autoptr (GError) why = NULL;
  Picture *picture;

  if (key == NULL)
    return;
  picture = pictures_shelf_take (self->shelf, self->options->folder, name, self->options->largest,
                                 &why);
  if (picture == NULL && why != NULL)
    leat_source_hold (self->source, why->message);
  if (picture == NULL)
    return;
  leat_source_hold (self->source, NULL);
  desk_tell (self, why, picture->state);
  desk_add_picture (self, picture, key);
}

static void
on_old (Picture *picture, gpointer user_data)
{
  PicturesDesk *self = user_data;
  g_autofree char *key = pictures_name_read (self->name, picture->name);

  /* one that was taken when image-name= was another one is of no result */
  desk_add_picture (self, picture, key != NULL ? key : picture->name);
}

/* --- life --- */

/* where there are results, a stream of the source's own is not what its records are of: see
 * PicturesDesk.origin */
static void
desk_make_origin (PicturesDesk *self)
{
  const LeatOrigin *stream = leat_stream_get_origin (leat_source_open_stream (self->source, NULL));
  g_autofree char *epoch = leat_epoch_new ();

  self->origin = leat_origin_new (stream->source, epoch, pictures_shape_get_schema (self->shape),
                                  stream->gateway, stream->tags);
}

gboolean
pictures_desk_open (PicturesDesk *self, GError **error)
{
  const GDestroyNotify frees[] = { free_result, free_picture };

  if (self->shelf == NULL)
    self->shelf = pictures_shelf_new (self->options->directory, &self->options->bounds, error);
  if (self->shelf == NULL)
    return FALSE;
  if (self->origin == NULL)
    desk_make_origin (self);
  if (self->match == NULL)
    self->match = pictures_match_new (self->pairs ? self->options->wait * 1000 : 0, WAITING_MAX,
                                      frees, on_pair, self);
  return TRUE;
}

void
pictures_desk_clear (PicturesDesk *self)
{
  g_clear_pointer (&self->match, pictures_match_free);
  g_clear_pointer (&self->shelf, pictures_shelf_free);
  g_clear_pointer (&self->shape, pictures_shape_free);
  g_clear_pointer (&self->name, pictures_name_free);
  g_clear_pointer (&self->origin, leat_origin_unref);
}

void
pictures_desk_look (PicturesDesk *self)
{
  if (!self->knows_old)
    pictures_shelf_each_old (self->shelf, on_old, self);
  self->knows_old = TRUE;
  pictures_match_look (self->match, leat_clock_now ().monotonic);
}

void
pictures_desk_finish (PicturesDesk *self)
{
  if (self->match != NULL)
    pictures_match_finish (self->match, PICTURES_RESULT);
}

gint64
pictures_desk_get_due (const PicturesDesk *self)
{
  return pictures_match_get_due (self->match);
}
