/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-assembly.c - how many records a second a junction puts together, with its file on a disk */
#include <stdio.h>
#include "../daemon/scratch.h"
#include "cpu-time.h"
#include "leat-host.h"

#define N_SOURCES 2
#define N_BATCHES 400
#define N_RECORDS 1024

typedef struct {
  LeatSourceHost host; /* first */
  LeatStream stream;
  const char *folder;
  guint64 n_parts;
} Host;

static LeatOrigin *part_origin;

static LeatStream *
host_open_stream (LeatSource *source, const char *peer)
{
  return &((Host *) source->host)->stream;
}

static const LeatOrigin *
host_get_origin (LeatStream *stream)
{
  return part_origin;
}

/* a sink that has it at once */
static LeatPush
host_push_batch (LeatSource *source, LeatBatch *batch, LeatSettledFunc settled, gpointer user_data,
                 GDestroyNotify notify)
{
  ((Host *) source->host)->n_parts += leat_batch_get_n_records (batch);
  leat_batch_unref (batch);
  return LEAT_PUSH_ROOM;
}

static void
host_note (LeatSource *source, const char *event, const char *text)
{
  printf ("%s: %s\n", event, text);
}

static void
host_fail (LeatSource *source, GError *error)
{
  g_error ("%s", error->message);
}

static const char *
host_get_state_dir (LeatSource *source)
{
  return ((Host *) source->host)->folder;
}

static LeatBatch *
make_batch (const LeatOrigin *origin, gint64 first)
{
  LeatBatch *batch = leat_batch_new (N_RECORDS);
  guint64 sequence = (guint64) first + 1;

  for (guint i = 0; i < N_RECORDS; i++)
    {
      leat_batch_append (batch, origin, leat_clock_now ());
      leat_batch_set_int (batch, 0, first + i);
      leat_batch_set_int (batch, 1, 1);
      leat_batch_set_decimal (batch, 2, 1730 + i, 3);
      leat_batch_set_decimal (batch, 3, 2104, 3);
    }
  leat_batch_seal (batch, &sequence);
  leat_batch_expect (batch);
  leat_batch_settle (batch, TRUE);
  return batch;
}

static LeatSource *
start (Host *host, LeatSchema *schema)
{
  const LeatPlugin *leat_plugin_get (void);
  const LeatSourceClass *klass = leat_plugin_get ()->sources[0];
  const LeatInput inputs[] = {
    { sizeof (LeatInput), "camera0", schema },
    { sizeof (LeatInput), "camera1", schema },
  };
  LeatSource *source = leat_source_instance_new (klass);
  g_autoptr (GError) error = NULL;
  LeatSchema *made;

  source->host = host;
  if (!leat_source_instance_init (source, &error))
    g_error ("%s", error->message);
  made = klass->join (source, inputs, N_SOURCES, &error);
  part_origin = leat_origin_new ("part", "E", made, "g", NULL);
  leat_schema_unref (made);
  if (!klass->start (source, NULL, &error))
    g_error ("%s", error->message);
  return source;
}

int
main (void)
{
  static const LeatField fields[] = {
    { .name = "num", .type = LEAT_TYPE_INT, .role = LEAT_ROLE_COUNTER },
    { .name = "machine", .type = LEAT_TYPE_INT },
    { .name = "measure_1", .type = LEAT_TYPE_DECIMAL },
    { .name = "measure_2", .type = LEAT_TYPE_DECIMAL },
  };
  static const LeatStreamHost stream_host = { .get_origin = host_get_origin };
  g_auto (Scratch) folder = scratch_new ();
  g_autoptr (LeatSchema) schema = leat_schema_new ("camera", fields, G_N_ELEMENTS (fields));
  LeatOrigin *origins[N_SOURCES] = { leat_origin_new ("camera0", "A", schema, "g", NULL),
                                     leat_origin_new ("camera1", "B", schema, "g", NULL) };
  Host host = { .host = { .open_stream = host_open_stream,
                          .push_batch = host_push_batch,
                          .fail = host_fail,
                          .note = host_note,
                          .get_state_dir = host_get_state_dir },
                .stream = { .host = &stream_host },
                .folder = folder };
  LeatSource *source = start (&host, schema);
  double cpu = 0, wall = 0;

  for (guint i = 0; i < N_BATCHES; i++)
    {
      LeatBatch *batch = make_batch (origins[i % N_SOURCES], (gint64) i / N_SOURCES * N_RECORDS);
      const double cpu_before = cpu_time_get ();
      const gint64 before = g_get_monotonic_time ();

      source->klass->records (source, batch, NULL);
      cpu += cpu_time_get () - cpu_before;
      wall += (double) (g_get_monotonic_time () - before) / G_USEC_PER_SEC;
      leat_batch_unref (batch);
    }
  printf ("%u records of %d sources, %" G_GUINT64_FORMAT " parts: %.2f million records a second of "
          "CPU, %.2f by the clock, with %d records a sync\n",
          N_BATCHES * N_RECORDS, N_SOURCES, host.n_parts, N_BATCHES * N_RECORDS / cpu / 1e6,
          N_BATCHES * N_RECORDS / wall / 1e6, 8 * N_RECORDS);
  source->klass->stop (source);
  leat_source_instance_free (source);
  leat_origin_unref (part_origin);
  for (guint i = 0; i < N_SOURCES; i++)
    leat_origin_unref (origins[i]);
  return 0;
}
