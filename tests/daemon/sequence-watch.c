/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sequence-watch.c - tests what is said of counters and clocks in records */
#include "cpu-time.h"
#include "stream/leatd-sequence-watch.h"

enum { COUNTER, CAMERA, TIME, N_FIELDS };

/* what the watch told, as text */
static void
on_sequence (LeatdSequenceKind kind, gint64 first, gint64 last, gpointer user_data)
{
  static const char *const names[] = { "gap", "repeat", "reset" };

  g_string_append_printf (user_data, " %s:%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT, names[kind],
                          first, last);
}

static LeatSchema *
make_schema (LeatType counter, LeatRole camera, LeatType camera_type)
{
  const LeatField fields[N_FIELDS] = {
    { .name = "num", .type = counter, .role = LEAT_ROLE_COUNTER },
    { .name = "camera", .type = camera_type, .role = camera },
    { .name = "device_time", .type = LEAT_TYPE_TIME, .role = LEAT_ROLE_TIME },
  };

  return leat_schema_new ("test", fields, N_FIELDS);
}

typedef struct {
  LeatSchema         *schema;
  LeatOrigin         *origin;
  LeatdSequenceWatch *watch;
  LeatdSequenceCounts counts;
  GString            *told;
} Stream;

static void
stream_make (Stream *self, LeatSchema *schema)
{
  *self = (Stream) { .schema = schema, .told = g_string_new (NULL) };
  self->origin = leat_origin_new ("camera0", "0123456789abcdefghij", schema, "line-3", NULL);
  self->watch = leatd_sequence_watch_new (schema, on_sequence, self->told);
}

static void
stream_clear (Stream *self)
{
  leatd_sequence_watch_free (self->watch);
  leat_origin_unref (self->origin);
  leat_schema_unref (self->schema);
  g_string_free (self->told, TRUE);
}

static LeatBatch *
append (Stream *self, LeatBatch *batch)
{
  const LeatMoment arrival = { .time = 1000 * LEAT_NSEC_PER_SEC, .monotonic = 5 };

  leat_batch_append (batch, self->origin, arrival);
  return batch;
}

/* words of @numbers: a number, which a letter before it gives to a camera; "-": no number; "|": the
 * end of a batch */
static void
see (Stream *self, const char *numbers)
{
  g_auto (GStrv) words = g_strsplit (numbers, " ", -1);
  g_autoptr (LeatBatch) batch = leat_batch_new (8);

  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *word = words[i];

      if (*word == '|')
        {
          leatd_sequence_watch_see (self->watch, batch, 0, &self->counts);
          leat_batch_unref (batch);
          batch = leat_batch_new (8);
          continue;
        }
      append (self, batch);
      if (g_ascii_isalpha (*word))
        leat_batch_set_string (batch, CAMERA, word++, 1);
      if (*word == '?')
        leat_batch_set_undecodable (batch, COUNTER, word, -1);
      else if (g_strcmp0 (word, "-") != 0 && *word != '\0')
        leat_batch_set_int (batch, COUNTER, g_ascii_strtoll (word, NULL, 10));
    }
  leatd_sequence_watch_see (self->watch, batch, 0, &self->counts);
}

typedef struct {
  const char *path;
  gboolean    cameras;
  const char *numbers;
  const char *told;
  guint64     gaps, missing, repeats, resets;
} Case;

#define LOWEST  "-9223372036854775808"
#define HIGHEST "9223372036854775807"

static const Case cases[] = {
  { "/sequence-watch/steady", FALSE, "1 2 3 4 5", "", 0, 0, 0, 0 },
  { "/sequence-watch/begins-anywhere", FALSE, "4711 4712", "", 0, 0, 0, 0 },
  { "/sequence-watch/one-missing", FALSE, "1 3", " gap:2,2", 1, 1, 0, 0 },
  { "/sequence-watch/many-missing", FALSE, "1 1000", " gap:2,999", 1, 998, 0, 0 },
  { "/sequence-watch/two-gaps", FALSE, "1 3 7 8", " gap:2,2 gap:4,6", 2, 4, 0, 0 },
  { "/sequence-watch/over-batches", FALSE, "1 2 | 3 | 5 | | 6", " gap:4,4", 1, 1, 0, 0 },
  { "/sequence-watch/repeat", FALSE, "1 2 2 2 3", " repeat:2,2 repeat:2,2", 0, 0, 2, 0 },
  { "/sequence-watch/reset", FALSE, "7 8 0 1 2", " reset:0,8", 0, 0, 0, 1 },
  { "/sequence-watch/reset-then-gap", FALSE, "8 0 2", " reset:0,8 gap:1,1", 1, 1, 0, 1 },
  { "/sequence-watch/late", FALSE, "5 7 6 8", " gap:6,6 reset:6,7 gap:7,7", 2, 2, 0, 1 },
  { "/sequence-watch/not-there", FALSE, "1 - 2 ?x 3 - - 5", " gap:4,4", 1, 1, 0, 0 },
  { "/sequence-watch/never-there", FALSE, "- - -", "", 0, 0, 0, 0 },
  { "/sequence-watch/negative", FALSE, "-3 -2 -1 0 1 3", " gap:2,2", 1, 1, 0, 0 },
  { "/sequence-watch/end-of-all-numbers", FALSE, "9223372036854775806 " HIGHEST " " LOWEST,
    " reset:" LOWEST "," HIGHEST, 0, 0, 0, 1 },
  { "/sequence-watch/all-numbers-missing", FALSE, LOWEST " " HIGHEST,
    " gap:-9223372036854775807,9223372036854775806", 1, G_MAXUINT64 - 1, 0, 0 },
  { "/sequence-watch/two-cameras", TRUE, "a1 b1 a2 b2 a3 b3", "", 0, 0, 0, 0 },
  { "/sequence-watch/gap-of-one-camera", TRUE, "a1 b7 a2 b9 a3 b9 a1",
    " gap:8,8 repeat:9,9 reset:1,3", 1, 1, 1, 1 },
  { "/sequence-watch/no-camera", TRUE, "a1 2 a2 3 a3", "", 0, 0, 0, 0 },
  { "/sequence-watch/never-a-camera", TRUE, "1 2 4 | 5 0", " gap:3,3 reset:0,5", 1, 1, 0, 1 },
  { "/sequence-watch/camera-later", TRUE, "1 2 a7 9 a9", " gap:8,8", 1, 1, 0, 0 },
  { "/sequence-watch/cameras-do-not-matter", FALSE, "a1 b2 a3 b5", " gap:4,4", 1, 1, 0, 0 },
};

static void
test_watch_case (gconstpointer data)
{
  const Case *c = data;
  Stream stream;

  stream_make (&stream, make_schema (LEAT_TYPE_INT, c->cameras ? LEAT_ROLE_CAMERA : LEAT_ROLE_NONE,
                                     LEAT_TYPE_STRING));
  see (&stream, c->numbers);
  g_assert_cmpstr (stream.told->str, ==, c->told);
  g_assert_cmpuint (stream.counts.gaps, ==, c->gaps);
  g_assert_cmpuint (stream.counts.missing, ==, c->missing);
  g_assert_cmpuint (stream.counts.repeats, ==, c->repeats);
  g_assert_cmpuint (stream.counts.resets, ==, c->resets);
  g_assert_false (stream.counts.clock_known);
  stream_clear (&stream);
}

/* 64 cameras are known; one more takes the place of who was silent the longest, and that is counted
 * */
static void
test_watch_many_cameras (void)
{
  Stream stream;
  g_autoptr (LeatBatch) batch = leat_batch_new (1024);

  stream_make (&stream, make_schema (LEAT_TYPE_INT, LEAT_ROLE_CAMERA, LEAT_TYPE_INT));
  for (gint64 round = 0; round < 10; round++)
    for (gint64 camera = 0; camera < 64; camera++)
      {
        append (&stream, batch);
        leat_batch_set_int (batch, COUNTER, round);
        leat_batch_set_int (batch, CAMERA, camera - 7);
      }
  leatd_sequence_watch_see (stream.watch, batch, 0, &stream.counts);
  g_assert_cmpstr (stream.told->str, ==, "");
  g_assert_cmpuint (stream.counts.forgotten, ==, 0);

  leat_batch_unref (batch);
  batch = leat_batch_new (8);
  for (gint64 camera = 100; camera < 103; camera++)
    {
      append (&stream, batch);
      leat_batch_set_int (batch, COUNTER, 5);
      leat_batch_set_int (batch, CAMERA, camera);
    }
  for (gint64 camera = 3; camera < 6; camera++)
    {
      append (&stream, batch);
      leat_batch_set_int (batch, COUNTER, 20);
      leat_batch_set_int (batch, CAMERA, camera - 7);
    }
  leatd_sequence_watch_see (stream.watch, batch, 0, &stream.counts);
  g_assert_cmpstr (stream.told->str, ==, " gap:10,19 gap:10,19 gap:10,19");
  g_assert_cmpuint (stream.counts.forgotten, ==, 3);
  stream_clear (&stream);
}

/* only records from an index on, and only those of its own schema */
static void
test_watch_from (void)
{
  Stream stream, other;
  g_autoptr (LeatBatch) batch = leat_batch_new (8);

  stream_make (&stream, make_schema (LEAT_TYPE_INT, LEAT_ROLE_NONE, LEAT_TYPE_STRING));
  stream_make (&other, make_schema (LEAT_TYPE_INT, LEAT_ROLE_NONE, LEAT_TYPE_STRING));
  leat_batch_set_int (append (&stream, batch), COUNTER, 90);
  leat_batch_set_int (append (&stream, batch), COUNTER, 1);
  leat_batch_set_int (append (&other, batch), COUNTER, 50);
  leat_batch_set_int (append (&stream, batch), COUNTER, 2);
  leatd_sequence_watch_see (stream.watch, batch, 1, &stream.counts);
  leatd_sequence_watch_see (stream.watch, batch, 4, &stream.counts);
  leatd_sequence_watch_see (stream.watch, batch, 5, &stream.counts);
  g_assert_cmpstr (stream.told->str, ==, "");
  stream_clear (&stream);
  stream_clear (&other);
}

static LeatSchema *
make_program_schema (const char *name, const char *counter)
{
  const LeatField fields[] = {
    { .name = "program", .type = LEAT_TYPE_STRING, .role = LEAT_ROLE_PROGRAM },
    { .name = counter, .type = LEAT_TYPE_INT, .role = LEAT_ROLE_COUNTER },
  };

  return leat_schema_new (name, fields, G_N_ELEMENTS (fields));
}

/* a machine with a schema for each program counts over all of them */
static void
test_watch_programs (void)
{
  Stream a, b, other;
  g_autoptr (LeatBatch) batch = leat_batch_new (8);

  stream_make (&a, make_program_schema ("inspect-a", "num"));
  stream_make (&b, make_program_schema ("inspect-b", "num"));
  stream_make (&other, make_program_schema ("lots", "lot"));
  leat_batch_set_int (append (&a, batch), 1, 7);
  leat_batch_set_int (append (&b, batch), 1, 8);
  leat_batch_set_int (append (&other, batch), 1, 99);
  leat_batch_set_int (append (&b, batch), 1, 11);
  leat_batch_set_int (append (&a, batch), 1, 12);
  leatd_sequence_watch_see (a.watch, batch, 0, &a.counts);
  g_assert_cmpstr (a.told->str, ==, " gap:9,10");
  stream_clear (&a);
  stream_clear (&b);
  stream_clear (&other);
}

/* a counter that is printed as a decimal without a point counts; one with a point does not */
static void
test_watch_decimal (void)
{
  Stream stream;
  g_autoptr (LeatBatch) batch = leat_batch_new (8);

  stream_make (&stream, make_schema (LEAT_TYPE_DECIMAL, LEAT_ROLE_NONE, LEAT_TYPE_STRING));
  leat_batch_set_decimal (append (&stream, batch), COUNTER, 7, 0);
  leat_batch_set_decimal (append (&stream, batch), COUNTER, 99, 1);
  leat_batch_set_decimal (append (&stream, batch), COUNTER, 9, 0);
  leat_batch_set_decimal_text (append (&stream, batch), COUNTER, "12345678901234567890123", 23);
  leatd_sequence_watch_see (stream.watch, batch, 0, &stream.counts);
  g_assert_cmpstr (stream.told->str, ==, " gap:8,8");
  stream_clear (&stream);
}

typedef struct {
  const char *path;
  gint64      device;     /* its time */
  LeatQuality quality;
  gboolean    known;
  gint64      offset;
} ClockCase;

/* a record arrives at 1000 s */
static const ClockCase clock_cases[] = {
  { "/sequence-watch/clock/equal", 1000 * LEAT_NSEC_PER_SEC, LEAT_QUALITY_GOOD, TRUE, 0 },
  { "/sequence-watch/clock/ahead", 1060 * LEAT_NSEC_PER_SEC, LEAT_QUALITY_GOOD, TRUE,
    60 * LEAT_NSEC_PER_SEC },
  { "/sequence-watch/clock/behind", 0, LEAT_QUALITY_GOOD, TRUE, -1000 * LEAT_NSEC_PER_SEC },
  { "/sequence-watch/clock/suspect", 1001 * LEAT_NSEC_PER_SEC, LEAT_QUALITY_SUSPECT, TRUE,
    LEAT_NSEC_PER_SEC },
  { "/sequence-watch/clock/ambiguous", 4600 * LEAT_NSEC_PER_SEC, LEAT_QUALITY_AMBIGUOUS, FALSE, 0 },
  { "/sequence-watch/clock/first-of-all", G_MININT64, LEAT_QUALITY_GOOD, TRUE, G_MININT64 },
};

static void
test_watch_clock (gconstpointer data)
{
  const ClockCase *c = data;
  Stream stream;
  g_autoptr (LeatBatch) batch = leat_batch_new (8);

  stream_make (&stream, make_schema (LEAT_TYPE_INT, LEAT_ROLE_NONE, LEAT_TYPE_STRING));
  leat_batch_set_time (append (&stream, batch), TIME, c->device);
  leat_batch_set_quality (batch, TIME, c->quality);
  append (&stream, batch);
  leat_batch_set_undecodable (append (&stream, batch), TIME, "99/99/99", -1);
  leatd_sequence_watch_see (stream.watch, batch, 0, &stream.counts);
  g_assert_cmpint (stream.counts.clock_known, ==, c->known);
  g_assert_cmpint (stream.counts.clock_offset, ==, c->offset);
  stream_clear (&stream);
}

static void
test_watch_needed (void)
{
  const LeatField fields[] = {
    { .name = "width", .type = LEAT_TYPE_DECIMAL },
    { .name = "camera", .type = LEAT_TYPE_INT, .role = LEAT_ROLE_CAMERA },
    { .name = "clock", .type = LEAT_TYPE_TIME, .role = LEAT_ROLE_TIME },
  };
  g_autoptr (LeatSchema) none = leat_schema_new ("none", fields, 2);
  g_autoptr (LeatSchema) clock = leat_schema_new ("clock", fields, 3);
  g_autoptr (LeatSchema) all = make_schema (LEAT_TYPE_INT, LEAT_ROLE_NONE, LEAT_TYPE_STRING);

  g_assert_false (leatd_sequence_watch_needed (none));
  g_assert_true (leatd_sequence_watch_needed (clock));
  g_assert_true (leatd_sequence_watch_needed (all));
}

static void
test_watch_ran_over (void)
{
  const gint64 ends[] = { 99, 127, 255, 999, 9999, 32767, 65535, 99999, G_MAXINT32, G_MAXUINT32,
                          G_GINT64_CONSTANT (999999999999999999), G_MAXINT64 };
  const gint64 others[] = { G_MININT64, -1, 0, 1, 9, 15, 98, 100, 256, 1000, 5000, 65534 };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_assert_true (leatd_sequence_ran_over (ends[i], 0));
      g_assert_true (leatd_sequence_ran_over (ends[i], 1));
      g_assert_false (leatd_sequence_ran_over (ends[i], 2));
      g_assert_false (leatd_sequence_ran_over (ends[i], -1));
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (leatd_sequence_ran_over (others[i], 0));
}

/* how long a record takes; said, and judged only for being out of all proportion */
static void
test_watch_speed (void)
{
  enum { N_RECORDS = 100000 };
  Stream stream;
  g_autoptr (LeatBatch) batch = leat_batch_new (N_RECORDS);
  gint64 begin, nanoseconds;

  stream_make (&stream, make_schema (LEAT_TYPE_INT, LEAT_ROLE_CAMERA, LEAT_TYPE_INT));
  for (gint64 i = 0; i < N_RECORDS; i++)
    {
      append (&stream, batch);
      leat_batch_set_int (batch, COUNTER, i / 2);
      leat_batch_set_int (batch, CAMERA, i % 2);
      leat_batch_set_time (batch, TIME, i);
    }

  begin = test_cpu_time ();
  leatd_sequence_watch_see (stream.watch, batch, 0, &stream.counts);
  nanoseconds = test_cpu_time () - begin;
  g_assert_cmpstr (stream.told->str, ==, "");
  g_test_message ("%.1f ns a record", (double) nanoseconds / N_RECORDS);
  g_assert_cmpint (nanoseconds / N_RECORDS, <, 2000);
  stream_clear (&stream);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_watch_case);
  for (guint i = 0; i < G_N_ELEMENTS (clock_cases); i++)
    g_test_add_data_func (clock_cases[i].path, &clock_cases[i], test_watch_clock);
  g_test_add_func ("/sequence-watch/many-cameras", test_watch_many_cameras);
  g_test_add_func ("/sequence-watch/from", test_watch_from);
  g_test_add_func ("/sequence-watch/programs", test_watch_programs);
  g_test_add_func ("/sequence-watch/decimal", test_watch_decimal);
  g_test_add_func ("/sequence-watch/needed", test_watch_needed);
  g_test_add_func ("/sequence-watch/ran-over", test_watch_ran_over);
  g_test_add_func ("/sequence-watch/speed", test_watch_speed);
  return g_test_run ();
}
