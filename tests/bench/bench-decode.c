/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-decode.c - how fast frames become records: `bench-decode [SCHEMA-FILE [FRAME]]` */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "leat-batch.h"

#define N_RECORDS 4000000
#define N_BATCH 512

static double
measure (LeatSchema *schema, const char *frame, const LeatOrigin *origin)
{
  const LeatMoment arrival = { .time = 1539410602 * LEAT_NSEC_PER_SEC };
  const gsize length = strlen (frame);
  const clock_t begin = clock ();

  for (guint done = 0; done < N_RECORDS; done += N_BATCH)
    {
      g_autoptr (LeatBatch) batch = leat_batch_new (N_BATCH);
      g_autoptr (GError) error = NULL;

      for (guint i = 0; i < N_BATCH; i++)
        if (!leat_schema_decode (schema, (const guint8 *) frame, length, batch, origin, arrival,
                                 &error))
          g_error ("%s", error->message);
    }
  return (double) (clock () - begin) * 1e9 / CLOCKS_PER_SEC / N_RECORDS;
}

int
main (int argc, char **argv)
{
  static const char *const no_tags[] = { NULL };
  const char *path = argc > 1 ? argv[1] : "schemas/records/pv200.schema";
  const char *frame = argc > 2 ? argv[2] : "18/10/13,14:03:22, 1234, 1,1.730,2.104,";
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatSchema) schema = leat_schema_load (path, &error);
  LeatOrigin *origin;
  double best = G_MAXDOUBLE;

  if (schema == NULL)
    {
      g_printerr ("bench-decode: %s\n", error->message);
      return 1;
    }
  origin = leat_origin_new ("bench", "", schema, "", no_tags);
  for (guint i = 0; i < 5; i++)
    best = MIN (best, measure (schema, frame, origin));
  g_print ("%s, %zu bytes: %.1f ns a record, %.2f million records/s (best of 5)\n",
           leat_schema_get_name (schema), strlen (frame), best, 1000 / best);
  leat_origin_unref (origin);
  return 0;
}
