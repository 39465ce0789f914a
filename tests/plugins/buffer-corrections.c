/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-corrections.c - which of a record's corrections is the newest, and whose turn it is */
#include "buffer-corrections.h"
#include "buffer-file.h"
#include "buffer-writer.h"

typedef struct {
  BufferFile         file;
  BufferStreams     *streams;
  BufferWriter      *writer;
  BufferCorrections *corrections;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *told = NULL;

  buffer_file_init (&self->file);
  self->streams = buffer_streams_new ();
  self->writer = buffer_writer_new (self->file.path, FALSE, self->streams, &told, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->corrections, buffer_corrections_free);
  buffer_writer_free (self->writer);
  buffer_streams_free (self->streams);
  buffer_file_clear (&self->file);
}

static void
look (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->corrections, buffer_corrections_free);
  self->corrections = buffer_corrections_new (self->file.database, self->streams, &error);
  g_assert_no_error (error);
}

/* one record, which says @value. @tags: "corrects", what; another tag, its value */
static LeatBatch *
make (const char *epoch, guint64 sequence, gint64 value, const char *const *tags)
{
  static const LeatField fields[] = { { .name = "num", .type = LEAT_TYPE_INT } };
  static const char *const no_tags[] = { NULL };
  g_autoptr (LeatSchema) schema = leat_schema_new ("numbers", fields, 1);
  LeatOrigin *origin = leat_origin_new ("scale", epoch, schema, NULL,
                                        tags != NULL ? tags : no_tags);
  LeatBatch *batch = leat_batch_new (1);

  leat_batch_append (batch, origin, (LeatMoment) { 0 });
  leat_batch_set_int (batch, 0, value);
  leat_batch_seal (batch, &sequence);
  leat_origin_unref (origin);
  return batch;
}

static LeatBatch *
put (Fixture *self, const char *epoch, guint64 sequence, gint64 value, const char *const *tags)
{
  LeatBatch *batch = make (epoch, sequence, value, tags);
  g_autoptr (GError) error = NULL;

  g_assert_true (buffer_writer_add (self->writer, leat_batch_get_record (batch, 0), &error) &&
                 buffer_writer_commit (self->writer, &error));
  return batch;
}

/* @value: what its newest correction says; 0: it has none */
static void
expect (Fixture *self, const LeatBatch *batch, gboolean is_turn, gint64 value)
{
  g_autoptr (LeatBatch) newest = NULL;
  g_autoptr (GError) error = NULL;
  gboolean took = !is_turn;

  buffer_corrections_take (self->corrections, leat_batch_get_record (batch, 0), &took, &newest,
                           &error);
  g_assert_no_error (error);
  g_assert_cmpint (took, ==, is_turn);
  g_assert_cmpint (newest != NULL, ==, value != 0);
  if (newest != NULL)
    g_assert_cmpint (leat_batch_get_record (newest, 0)->values[0].integer, ==, value);
}

static const char *const corrects[] = { "line", "3", "corrects", "scale/OLD", NULL };

static void
test_none (Fixture *self, gconstpointer data)
{
  g_autoptr (LeatBatch) batch = put (self, "OLD", 7, 1, NULL);

  look (self);
  expect (self, batch, TRUE, 0);
  expect (self, batch, TRUE, 0);
}

static void
test_newest (Fixture *self, gconstpointer data)
{
  g_autoptr (LeatBatch) record = put (self, "OLD", 7, 1, NULL);
  g_autoptr (LeatBatch) other = put (self, "OLD", 8, 10, NULL);
  g_autoptr (LeatBatch) first = put (self, "B", 7, 2, corrects);
  g_autoptr (LeatBatch) second = put (self, "C", 7, 3, corrects);

  look (self);
  expect (self, record, TRUE, 3);
  expect (self, other, TRUE, 0);
  expect (self, first, FALSE, 0);
  expect (self, second, FALSE, 0);
  look (self);
  expect (self, first, TRUE, 3);
  expect (self, second, FALSE, 0);
}

/* earlier versions let a correction of a correction have the tag twice */
static void
test_twice (Fixture *self, gconstpointer data)
{
  static const char *const twice[] = { "corrects", "scale/OLD", "corrects", "scale/B", NULL };
  g_autoptr (LeatBatch) record = put (self, "OLD", 7, 1, NULL);
  g_autoptr (LeatBatch) correction = put (self, "C", 7, 3, twice);

  look (self);
  expect (self, record, TRUE, 3);
  expect (self, correction, FALSE, 0);
}

/* a tag's value is no tag's name */
static void
test_value (Fixture *self, gconstpointer data)
{
  static const char *const tags[] = { "this", "corrects", "that", "scale/OLD", NULL };
  g_autoptr (LeatBatch) record = put (self, "OLD", 7, 1, NULL);
  g_autoptr (LeatBatch) other = put (self, "B", 7, 2, tags);

  look (self);
  expect (self, record, TRUE, 0);
  expect (self, other, TRUE, 0);
}

#define ADD(name, function) \
  g_test_add ("/buffer-corrections/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("none", test_none);
  ADD ("newest", test_newest);
  ADD ("twice", test_twice);
  ADD ("value", test_value);
  return g_test_run ();
}
