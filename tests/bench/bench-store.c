/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-store.c - how fast records are made lasting, and read back:
 * `bench-store [FOLDER [RECORDS [RECORDS-A-BATCH]]]` */
#include <glib/gstdio.h>
#include <string.h>
#include "leat-host.h"

#define FRAME "18/10/13,14:03:22, 1234, 1,1.730,2.104,"
/* as the sink worker spaces its flushes under load */
#define FLUSH_DISTANCE 4
#define FLUSH_DISTANCE_MAX (10 * 1000)

const LeatPlugin *leat_plugin_get (void);

typedef struct {
  LeatSinkHost          host;
  const char           *folder;
  guint                 n_records;
  guint                 n_batch;
  LeatSink             *sink;
  const LeatStoreClass *store;
  GPtrArray            *batches;
  guint                 n_flushes;
} Bench;

static void
host_note (LeatSink *sink, const char *event, const char *text)
{
  g_printerr ("%s: %s\n", event, text);
}

static gboolean
host_remember (LeatSink *sink, const char *key, const char *value, GError **error)
{
  return TRUE;
}

static char *
host_recall (LeatSink *sink, const char *key)
{
  return NULL;
}

static const char *
host_get_state_dir (LeatSink *sink)
{
  return ((Bench *) sink->host)->folder;
}

static void
die (const GError *error)
{
  g_printerr ("bench-store: %s\n", error->message);
  exit (1);
}

static void
make_batches (Bench *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatSchema) schema = leat_schema_load ("schemas/records/pv200.schema", &error);
  g_autofree char *epoch = leat_epoch_new ();
  LeatOrigin *origin;
  guint64 next = 1;

  if (schema == NULL)
    die (error);
  origin = leat_origin_new ("camera0", epoch, schema, "line-3", NULL);
  self->batches = g_ptr_array_new_with_free_func ((GDestroyNotify) leat_batch_unref);
  for (guint done = 0; done < self->n_records; done += self->n_batch)
    {
      LeatBatch *batch = leat_batch_new (self->n_batch);

      for (guint i = 0; i < self->n_batch; i++)
        if (!leat_schema_decode (schema, (const guint8 *) FRAME, strlen (FRAME), batch, origin,
                                 leat_clock_now (), &error))
          die (error);
      leat_batch_seal (batch, &next);
      g_ptr_array_add (self->batches, batch);
    }
  leat_origin_unref (origin);
}

static void
flush (Bench *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *position = NULL;
  guint64 safe;

  if (!self->sink->klass->flush (self->sink, &safe, &position, NULL, &error))
    die (error);
  self->n_flushes++;
}

static void
write_all (Bench *self)
{
  g_autoptr (GError) error = NULL;
  gint64 earliest = 0;

  for (guint i = 0; i < self->batches->len; i++)
    {
      gint64 begun;
      guint taken;

      if (!self->sink->klass->write (self->sink, g_ptr_array_index (self->batches, i), 0,
                                     self->n_batch, &taken, NULL, &error))
        die (error);
      begun = g_get_monotonic_time ();
      if (begun < earliest)
        continue;
      flush (self);
      earliest = g_get_monotonic_time ();
      earliest += MIN (FLUSH_DISTANCE * (earliest - begun), FLUSH_DISTANCE_MAX);
    }
  flush (self);
}

static void
on_wake (gpointer user_data)
{
}

static LeatStoreReader *
open_reader (Bench *self)
{
  const LeatStoreReaderSetup setup = { .struct_size = sizeof setup, .name = "bench",
                                       .wake = on_wake };
  g_autoptr (GError) error = NULL;
  g_autofree char *position = NULL;
  LeatStoreReader *reader = self->store->open_reader (self->sink, &setup, &position, &error);

  if (reader == NULL)
    die (error);
  return reader;
}

/* batches of 1,000, each claimed and acknowledged if @claims */
static void
drain (Bench *self, gboolean claims)
{
  LeatStoreReader *reader = open_reader (self);
  g_autoptr (GError) error = NULL;
  guint64 n_read = 0;

  while (n_read < (guint64) self->batches->len * self->n_batch)
    {
      g_autofree guint64 *ids = NULL;
      g_autoptr (LeatBatch) batch = self->store->read (reader, 1000, 1024 * 1024, &ids, &error);
      const guint n = batch != NULL ? leat_batch_get_n_records (batch) : 0;

      if (error != NULL)
        die (error);
      if (n == 0)
        break;
      if ((claims && !self->store->claim (reader, &ids[n - 1], 1, &error)) ||
          !self->store->ack (reader, ids[n - 1], NULL, &error))
        die (error);
      n_read += n;
    }
  if (n_read != (guint64) self->batches->len * self->n_batch)
    g_error ("read %" G_GUINT64_FORMAT " records", n_read);
  self->store->close_reader (reader);
}

static void
tell (const char *what, guint n_records, gint64 begun)
{
  const double seconds = (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC;

  g_print ("%s: %u records in %.3f s, %.0f records/s\n", what, n_records, seconds,
           n_records / seconds);
}

static void
remove_store (Bench *self)
{
  static const char *const names[] = { "buffer.db", "buffer.db-wal", "buffer.db-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, names[i], NULL);

      g_unlink (path);
    }
}

static void
run_once (Bench *self, gboolean claims)
{
  const guint n_records = self->batches->len * self->n_batch;
  g_autoptr (GError) error = NULL;
  LeatStoreReader *reader;
  gint64 begun;

  remove_store (self);
  self->sink = leat_sink_instance_new (leat_plugin_get ()->sinks[0]);
  self->store = self->sink->klass->store;
  self->sink->host = self;
  self->n_flushes = 0;
  if (!leat_sink_instance_init (self->sink, &error) ||
      !self->sink->klass->open (self->sink, NULL, NULL, &error))
    die (error);
  reader = open_reader (self);
  self->store->close_reader (reader);
  begun = g_get_monotonic_time ();
  write_all (self);
  tell ("made lasting", n_records, begun);
  g_print ("  in %u commits\n", self->n_flushes);
  begun = g_get_monotonic_time ();
  drain (self, claims);
  tell (claims ? "read back, claimed" : "read back", n_records, begun);
  self->sink->klass->close (self->sink);
  leat_sink_instance_free (self->sink);
  remove_store (self);
}

int
main (int argc, char **argv)
{
  Bench self = {
    .host = { .note = host_note, .warn = host_note, .get_state_dir = host_get_state_dir,
              .remember = host_remember, .recall = host_recall },
    .folder = argc > 1 ? argv[1] : ".",
    .n_records = argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : 300000,
    .n_batch = argc > 3 ? (guint) g_ascii_strtoull (argv[3], NULL, 10) : 500,
  };

  make_batches (&self);
  run_once (&self, FALSE);
  run_once (&self, TRUE);
  g_ptr_array_unref (self.batches);
  return 0;
}
