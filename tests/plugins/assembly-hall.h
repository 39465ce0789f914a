/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-hall.h - a junction in the hands of a test: what it is given, what it gives, and a
 * daemon that dies */
#pragma once
#include <string.h>
#include "leat-host.h"
#include "../daemon/scratch.h"

#define HALL_FIELDS "fields=seq;reason;key;a.num;b.num"
#define HALL_FIELDS_OF_NO_KEY "fields=seq;reason;a.num;b.num"

typedef struct {
  LeatSettledFunc settled;
  gpointer        user_data;
} HallPush;

typedef struct {
  LeatSourceHost  host;   /* first */
  LeatStream      stream;
  LeatOrigin     *origin;
  LeatOrigin     *origins[2];
  guint64         sequences[2];
  char           *folder;
  LeatSource     *source;
  GCancellable   *cancellable;
  LeatPush        push;
  GArray         *pushed;     /* of HallPush: not settled */
  GString        *given;      /* "1 complete(17,17) " of each part */
  GString        *notes;      /* "EVENT " of each */
  GError         *failure;
  guint           n_safe;     /* batches that were given and are safe */
} Hall;

static Hall *hall_open;   /* the one that there is, for what has no user data */

static inline const LeatSourceClass *
hall_get_class (void)
{
  const LeatPlugin *leat_plugin_get (void);

  return leat_plugin_get ()->sources[0];
}

static inline LeatStream *
hall_open_stream (LeatSource *source, const char *peer)
{
  return &((Hall *) source->host)->stream;
}

static inline const LeatOrigin *
hall_get_origin (LeatStream *stream)
{
  return hall_open->origin;
}

static inline void
hall_append_cell (GString *text, const LeatRecord *record, const char *field, const char *end)
{
  guint index;
  char number[LEAT_VALUE_TEXT_MAX] = "-";

  g_assert_true (leat_schema_find_field (record->origin->schema, field, &index));
  if (record->values[index].type == LEAT_TYPE_STRING)
    g_string_append (text, record->values[index].string);
  else if (leat_value_is_present (&record->values[index]))
    leat_value_write (&record->values[index], number);
  if (record->values[index].type != LEAT_TYPE_STRING)
    g_string_append (text, number);
  g_string_append (text, end);
}

static inline LeatPush
hall_push_batch (LeatSource *source, LeatBatch *batch, LeatSettledFunc settled, gpointer user_data,
                 GDestroyNotify notify)
{
  Hall *self = source->host;
  const HallPush push = { settled, user_data };

  if (self->push == LEAT_PUSH_STOP)
    settled (FALSE, user_data);
  for (guint i = 0; self->push != LEAT_PUSH_STOP && i < leat_batch_get_n_records (batch); i++)
    {
      const LeatRecord *record = leat_batch_get_record (batch, i);

      hall_append_cell (self->given, record, "seq", " ");
      hall_append_cell (self->given, record, "reason", "(");
      hall_append_cell (self->given, record, "a_num", ",");
      hall_append_cell (self->given, record, "b_num", ") ");
      g_assert_cmpstr (record->origin->source, ==, "part");
    }
  if (self->push != LEAT_PUSH_STOP)
    g_array_append_val (self->pushed, push);
  leat_batch_unref (batch);
  return self->push;
}

static inline void
hall_fail (LeatSource *source, GError *error)
{
  Hall *self = source->host;

  g_clear_error (&self->failure);
  self->failure = error;
}

static inline void
hall_note (LeatSource *source, const char *event, const char *text)
{
  g_string_append_printf (((Hall *) source->host)->notes, "%s ", event);
}

static inline const char *
hall_get_state_dir (LeatSource *source)
{
  return ((Hall *) source->host)->folder;
}

/* as the key file would: @options "KEY=VALUE" each, ends with NULL */
static inline LeatSource *
hall_make_source (Hall *self, const char *const *options)
{
  LeatSource *source = leat_source_instance_new (hall_get_class ());
  const LeatInput inputs[] = {
    { sizeof (LeatInput), "a", self->origins[0]->schema },
    { sizeof (LeatInput), "b", self->origins[1]->schema },
  };
  g_autoptr (GError) error = NULL;
  LeatSchema *schema;

  source->host = self;
  for (; *options != NULL; options++)
    {
      g_auto (GStrv) words = g_strsplit (*options, "=", 2);

      g_assert_true (leat_option_set (leat_options_find (hall_get_class ()->options, words[0]),
                                      source, words[1], &error));
    }
  g_assert_true (leat_source_instance_init (source, &error));
  schema = hall_get_class ()->join (source, inputs, G_N_ELEMENTS (inputs), &error);
  g_assert_no_error (error);
  g_assert_nonnull (schema);
  g_clear_pointer (&self->origin, leat_origin_unref);
  self->origin = leat_origin_new ("part", "0K3Q9V2M7WB1X5T4E8ZC", schema, "line-3", NULL);
  leat_schema_unref (schema);
  return source;
}

static inline void
hall_start (Hall *self, const char *const *options)
{
  g_autoptr (GError) error = NULL;

  self->source = hall_make_source (self, options);
  g_assert_true (hall_get_class ()->start (self->source, self->cancellable, &error));
  g_assert_no_error (error);
}

static inline void
hall_init (Hall *self, const char *const *options)
{
  static const LeatStreamHost stream_host = { .get_origin = hall_get_origin };
  static const LeatField fields[] = {
    { .name = "num", .type = LEAT_TYPE_INT, .role = LEAT_ROLE_COUNTER },
    { .name = "note", .type = LEAT_TYPE_STRING },
  };
  g_autoptr (LeatSchema) schema = leat_schema_new ("machine", fields, G_N_ELEMENTS (fields));

  *self = (Hall) {
    .host = { .open_stream = hall_open_stream,
              .push_batch = hall_push_batch,
              .fail = hall_fail,
              .note = hall_note,
              .get_state_dir = hall_get_state_dir },
    .stream = { .host = &stream_host },
    .origins = { leat_origin_new ("a", "AAAAAAAAAAAAAAAAAAAA", schema, "line-3", NULL),
                 leat_origin_new ("b", "BBBBBBBBBBBBBBBBBBBB", schema, "line-3", NULL) },
    .sequences = { 1, 1 },
    .folder = scratch_new (),
    .cancellable = g_cancellable_new (),
    .pushed = g_array_new (FALSE, FALSE, sizeof (HallPush)),
    .given = g_string_new (NULL),
    .notes = g_string_new (NULL),
  };
  hall_open = self;
  hall_start (self, options);
}

/* one call of records() for "a17 b17 a18": NUMBER behind the source, ? none */
static inline void
hall_settled (gboolean safe, gpointer user_data)
{
  ((Hall *) user_data)->n_safe += safe != FALSE;
}

static inline void
hall_give (Hall *self, const char *records)
{
  g_auto (GStrv) words = g_strsplit (records, " ", -1);
  LeatBatch *batch = leat_batch_new (0);
  guint64 next = 1;

  for (guint i = 0; words[i] != NULL; i++)
    {
      const guint source = (guint) (*words[i] - 'a');

      leat_batch_append (batch, self->origins[source], leat_clock_now ());
      leat_batch_set_sequence (batch, self->sequences[source]++);
      if (words[i][1] != '?')
        leat_batch_set_int (batch, 0, atoi (words[i] + 1));
      leat_batch_set_string (batch, 1, words[i], -1);
    }
  leat_batch_seal (batch, &next);
  leat_batch_watch (batch, hall_settled, self);
  leat_batch_expect (batch);
  leat_batch_settle (batch, TRUE); /* the router */
  g_assert_true (hall_get_class ()->records (self->source, batch, NULL));
  leat_batch_unref (batch);
}

/* what is due now */
static inline void
hall_run (Hall *self)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static inline void
hall_settle (Hall *self, gboolean safe)
{
  g_autoptr (GArray) pushed = g_steal_pointer (&self->pushed);

  self->pushed = g_array_new (FALSE, FALSE, sizeof (HallPush));
  for (guint i = 0; i < pushed->len; i++)
    {
      const HallPush *push = &g_array_index (pushed, HallPush, i);

      push->settled (safe, push->user_data);
    }
}

/* what was given since, once */
static inline void
hall_assert_given (Hall *self, const char *given)
{
  g_assert_cmpstr (self->given->str, ==, given);
  g_string_truncate (self->given, 0);
}

/* kill -9, and a new daemon */
static inline void
hall_kill (Hall *self, const char *const *options)
{
  g_array_set_size (self->pushed, 0);
  leat_source_instance_free (self->source);
  hall_start (self, options);
}

static inline void
hall_end (Hall *self)
{
  hall_get_class ()->ending (self->source);
  hall_get_class ()->stop (self->source);
}

static inline char *
hall_get_path (Hall *self)
{
  return g_build_filename (self->folder, "assemblies", "part.parts", NULL);
}

static inline void
hall_clear (Hall *self)
{
  leat_source_instance_free (self->source);
  g_object_unref (self->cancellable);
  for (guint i = 0; i < 2; i++)
    leat_origin_unref (self->origins[i]);
  leat_origin_unref (self->origin);
  g_array_unref (self->pushed);
  g_string_free (self->given, TRUE);
  g_string_free (self->notes, TRUE);
  g_clear_error (&self->failure);
  scratch_remove (self->folder);
  g_free (self->folder);
}
