/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-decode.c - how fast frames become records: `bench-decode [SCHEMA-FILE FRAME]` */
#include "cpu-time.h"
#include "feed.h"
#include "framers.h"
#include "leat-batch.h"
#include <string.h>

#define N_RECORDS 2000000
#define N_BATCH 512
#define N_ROUNDS 5
#define READ_SIZE 65536

/* 49 bytes with its end */
#define PV200_FRAME "18/10/13,14:03:22, 1234567, 1,1.730,2.104,00000,"
#define FIELD(NAME, MORE) "[field " NAME "]\n" MORE
#define TIME "type=time\npattern=%y/%m/%d,%H:%M:%S\ntimezone=Asia/Taipei\n"
#define DECIMAL(NAME, MORE) FIELD (NAME, "type=decimal\n" MORE "\n")

typedef struct {
  const char *name;
  const char *keys;
  const char *frame;
  gsize       length;
} Case;

#define CASE(NAME, KEYS, FRAME) { NAME, KEYS, FRAME, sizeof FRAME - 1 }

static const Case cases[] = {
  CASE ("csv", "columns=7\n" FIELD ("time", "column=1-2\n" TIME)
    FIELD ("num", "column=3\ntype=int\n") FIELD ("machine", "column=4\ntype=int\n")
    DECIMAL ("a", "column=5") DECIMAL ("b", "column=6"), PV200_FRAME),
  CASE ("fixed", FIELD ("status", "bytes=1-2\ntype=string\n") DECIMAL ("weight", "bytes=4-12")
    FIELD ("unit", "bytes=13-15\ntype=string\n"), "ST,+00012.78  g"),
  CASE ("tokens", FIELD ("status", "column=2\ntype=string\n") DECIMAL ("weight", "column=3")
    FIELD ("unit", "column=4\ntype=string\n"), "S S     100.00 g"),
  CASE ("pairs", DECIMAL ("a", "key=a") DECIMAL ("b", "key=b")
    FIELD ("n", "type=int\n") FIELD ("judge", "type=string\n"),
    "n=1234567,a=1.730,b=2.104,judge=OK"),
  CASE ("text", FIELD ("code", "type=string\n"), "]C10104912345123459"),
  CASE ("regex", "pattern=^(?<status>..),(?<weight>[-+][0-9.]+) *(?<unit>[a-z]+)$\n"
    FIELD ("status", "type=string\n") DECIMAL ("weight", "") FIELD ("unit", "type=string\n"),
    "ST,+00012.78  g"),
  CASE ("json", FIELD ("n", "type=int\n") DECIMAL ("a", "pointer=/data/a")
    DECIMAL ("b", "pointer=/data/b") FIELD ("judge", "type=string\n"),
    "{\"n\":1234567,\"data\":{\"a\":1.730,\"b\":2.104},\"judge\":\"OK\"}"),
  CASE ("binary", "endian=big\n" FIELD ("n", "offset=0\nwidth=4\ntype=int\n")
    DECIMAL ("a", "offset=4\nwidth=4\nas=signed\nscale=0.001")
    DECIMAL ("b", "offset=8\nwidth=4\nas=signed\nscale=0.001")
    FIELD ("on", "offset=12\nwidth=1\nbits=3\ntype=bool\n"),
    "\0\1\2\3\0\3\xe9\x44\xff\xff\xfc\x18\x08"),
  CASE ("nmea", FIELD ("kind", "part=sentence\ntype=string\n")
    DECIMAL ("lat", "column=3\ndegrees=yes") DECIMAL ("lon", "column=5\ndegrees=yes")
    DECIMAL ("speed", "column=7"),
    "$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A"),
  CASE ("obis", DECIMAL ("in", "obis=1-0:1.8.1\nunit=kWh") DECIMAL ("out", "obis=1-0:2.8.1"),
    "/ABC5\r\n\r\n1-0:1.8.1(001581.123*kWh)\r\n1-0:2.8.1(000000.000*kWh)\r\n"),
};

static const LeatMoment arrival = { .time = 1539410602 * LEAT_NSEC_PER_SEC };

static void
decode (LeatSchema *schema, const void *frame, gsize length, LeatBatch *batch,
        const LeatOrigin *origin)
{
  g_autoptr (GError) error = NULL;

  if (!leat_schema_decode (schema, frame, length, batch, origin, arrival, &error))
    g_error ("%s: %s", leat_schema_get_name (schema), error->message);
}

static double
run_decoder (LeatSchema *schema, const Case *test, const LeatOrigin *origin)
{
  const double start = cpu_time_get ();

  for (guint done = 0; done < N_RECORDS; done += N_BATCH)
    {
      g_autoptr (LeatBatch) batch = leat_batch_new (N_BATCH);

      for (guint i = 0; i < N_BATCH; i++)
        decode (schema, test->frame, test->length, batch, origin);
    }
  return cpu_time_get () - start;
}

/* with the delimiter's framer before it, as bytes are read; of as many records */
static double
run_stream (LeatSchema *schema, const Case *test, const LeatOrigin *origin)
{
  static const char *const options[] = { "delimiter", "\\n", NULL };
  g_autoptr (LeatFraming)
      framing = leat_framing_new (feed_framer_new (&delimiter_framer_class, options), 65536);
  const LeatArrival read = { .struct_size = sizeof (LeatArrival), .byte_time = 1000 };
  g_autoptr (LeatBatch) batch = leat_batch_new (N_BATCH);
  g_autoptr (GString) stream = g_string_new (NULL);
  const double start = cpu_time_get ();
  LeatPiece piece;

  while (stream->len + test->length + 1 <= READ_SIZE)
    {
      g_string_append_len (stream, test->frame, (gssize) test->length);
      g_string_append_c (stream, '\n');
    }
  for (guint done = 0; done < N_RECORDS;)
    {
      memcpy (leat_framing_reserve (framing, READ_SIZE), stream->str, stream->len);
      leat_framing_commit (framing, stream->len, &read);
      for (; leat_framing_next (framing, &piece); done++)
        {
          decode (schema, piece.frame.payload, piece.frame.length, batch, origin);
          if (leat_batch_get_n_records (batch) == N_BATCH)
            {
              leat_batch_unref (batch);
              batch = leat_batch_new (N_BATCH);
            }
        }
    }
  return cpu_time_get () - start;
}

/* what there is to compare with: a search for a byte that is not there */
static double
run_memchr (const Case *test)
{
  const double start = cpu_time_get ();
  volatile gboolean found = FALSE;

  for (guint i = 0; i < N_RECORDS; i++)
    found |= memchr (test->frame, 0x7f, test->length) != NULL;
  return cpu_time_get () - start;
}

static void
report (const char *name, double seconds, const Case *test)
{
  g_print ("%-16s %4zu bytes  %7.1f ns a frame  %8.1f MB/s  %7.2f million/s\n", name, test->length,
           seconds * 1e9 / N_RECORDS, (double) test->length * N_RECORDS / seconds / 1e6,
           N_RECORDS / seconds / 1e6);
}

static void
measure (LeatSchema *schema, const Case *test)
{
  static const char *const no_tags[] = { NULL };
  LeatOrigin *origin = leat_origin_new ("bench", "", schema, "", no_tags);
  double decoder = G_MAXDOUBLE, stream = G_MAXDOUBLE, raw = G_MAXDOUBLE;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      decoder = MIN (decoder, run_decoder (schema, test, origin));
      raw = MIN (raw, run_memchr (test));
      if (strcmp (test->name, "csv") == 0)
        stream = MIN (stream, run_stream (schema, test, origin));
    }
  report (test->name, decoder, test);
  if (stream < G_MAXDOUBLE)
    report ("delimiter + csv", stream, test);
  report ("  memchr", raw, test);
  leat_origin_unref (origin);
}

static void
measure_case (const Case *test)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strconcat ("[schema]\nname=bench\nformat=", test->name, "\n",
                                       test->keys, NULL);
  g_autoptr (LeatSchema) schema = leat_schema_new_from_text (test->name, text, -1, &error);

  if (schema == NULL)
    g_error ("%s", error->message);
  measure (schema, test);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatSchema) schema = argc > 2 ? leat_schema_load (argv[1], &error) : NULL;

  if (schema != NULL)
    measure (schema, &(Case) { argv[1], "", argv[2], strlen (argv[2]) });
  else if (error != NULL)
    g_printerr ("bench-decode: %s\n", error->message);
  for (guint i = 0; argc <= 2 && i < G_N_ELEMENTS (cases); i++)
    measure_case (&cases[i]);
  return error != NULL;
}
