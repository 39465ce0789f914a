/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* harness-feed.c - what plugins are fed with: bytes for framers, records for sinks */
#include "harness.h"
#include <string.h>

/* --- bytes --- */

static void
add_bytes (GByteArray *all, GBytes *bytes)
{
  gsize length = 0;
  const guint8 *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  if (length > 0)
    g_byte_array_append (all, data, (guint) length);
}

/* delimiters, marks and the like: what its options hold */
static GByteArray *
gather_bytes (const LeatOption *options, gconstpointer instance)
{
  static const char usual[] = "\r\n\x02\x03\x06\x15\x1b\x7e\x7d\xc0\xdb\x00:$%*,;\" 0123456789AZaz";
  GByteArray *all = g_byte_array_new ();

  g_byte_array_append (all, (const guint8 *) usual, sizeof usual - 1);
  for (; options != NULL && options->type != LEAT_OPTION_TYPE_NONE; options++)
    {
      const gconstpointer member = (const char *) instance + options->offset;

      if (options->type == LEAT_OPTION_TYPE_BYTES)
        add_bytes (all, *(GBytes *const *) member);
      if (options->type == LEAT_OPTION_TYPE_BYTES_LIST && *(GPtrArray *const *) member != NULL)
        g_ptr_array_foreach (*(GPtrArray *const *) member, (GFunc) (void (*) (void)) add_bytes,
                             NULL);
    }
  return all;
}

/* a stretch of what a device really sends */
static void
put_stretch (guint8 *data, gsize length, GBytes *stream, GRand *random)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (stream, &size);
  const gsize from = (gsize) g_rand_int_range (random, 0, (gint32) MIN (size, G_MAXINT32));

  for (gsize i = 0; i < length; i++)
    data[i] = bytes[(from + i) % size];
}

GBytes *
harness_stream_new (const Harness *self, const LeatOption *options, gconstpointer instance,
                    gsize length, GRand *random)
{
  g_autoptr (GByteArray) likely = gather_bytes (options, instance);
  guint8 *data = g_malloc (length);
  const int share = g_rand_int_range (random, 0, 10); /* of bytes that are just any */

  if (self->stream != NULL && g_bytes_get_size (self->stream) > 0)
    put_stretch (data, length, self->stream, random);
  else
    for (gsize i = 0; i < length; i++)
      data[i] = likely->data[g_rand_int_range (random, 0, (gint32) likely->len)];
  for (gsize i = 0; i < length; i++)
    if (g_rand_int_range (random, 0, 40) < share)
      data[i] = (guint8) g_rand_int (random);
  return g_bytes_new_take (data, length);
}

/* --- records --- */

LeatSchema *
harness_schema_new (void)
{
  static const LeatField fields[] = {
    { .name = "flag", .type = LEAT_TYPE_BOOL },
    { .name = "count", .type = LEAT_TYPE_INT, .role = LEAT_ROLE_COUNTER },
    { .name = "exact", .type = LEAT_TYPE_DECIMAL, .unit = "mm" },
    { .name = "number", .type = LEAT_TYPE_DOUBLE, .unit = "°C" },
    { .name = "moment", .type = LEAT_TYPE_TIME, .role = LEAT_ROLE_TIME },
    { .name = "text", .type = LEAT_TYPE_STRING, .role = LEAT_ROLE_PART },
    { .name = "raw", .type = LEAT_TYPE_BYTES },
  };

  return leat_schema_new ("harness", fields, G_N_ELEMENTS (fields));
}

static void
set_decimal (LeatBatch *batch, guint field, guint which)
{
  static const char *const texts[] = { "1.730", "-0.000", "0", "999999999999999999",
                                       "0.000000000000000001",
                                       "123456789012345678901234567890.5" };
  const char *text = texts[which % G_N_ELEMENTS (texts)];

  leat_batch_set_decimal_text (batch, field, text, strlen (text));
}

static void
set_text (LeatBatch *batch, guint field, guint which)
{
  static const char *const texts[] = { "", "a", "; , \" \t \\ '", "two\nlines\r\n",
                                       "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", "<&>{}%s" };
  g_autofree char *letters = g_strnfill (20000, 'y');
  const guint n = G_N_ELEMENTS (texts) + 1;

  leat_batch_set_string (batch, field, which % n < n - 1 ? texts[which % n] : letters, -1);
}

static void
set_value (LeatBatch *batch, const LeatField *field, guint index, guint which)
{
  static const gint64 integers[] = { 0, 1, -1, G_MAXINT64, G_MININT64 };
  static const double numbers[] = { 0, -1.5, 1e300, 5e-324, 3.25 };
  static const gint64 times[] = { 0, 1539410602500000000, -1,
                                  G_GINT64_CONSTANT (9214646399) * 1000000000 };
  guint8 bytes[256];

  switch (field->type)
    {
    case LEAT_TYPE_BOOL: leat_batch_set_bool (batch, index, which % 2 == 0); break;
    case LEAT_TYPE_INT:
      leat_batch_set_int (batch, index, integers[which % G_N_ELEMENTS (integers)]);
      break;
    case LEAT_TYPE_DECIMAL: set_decimal (batch, index, which); break;
    case LEAT_TYPE_DOUBLE:
      leat_batch_set_double (batch, index, numbers[which % G_N_ELEMENTS (numbers)]);
      break;
    case LEAT_TYPE_TIME:
      leat_batch_set_time (batch, index, times[which % G_N_ELEMENTS (times)]);
      break;
    case LEAT_TYPE_STRING: set_text (batch, index, which); break;
    case LEAT_TYPE_BYTES:
      for (guint i = 0; i < sizeof bytes; i++)
        bytes[i] = (guint8) i;
      leat_batch_set_bytes (batch, index, bytes, which % 2 == 0 ? sizeof bytes : 0);
      break;
    }
}

/* a quality goes with a value or without one */
static void
append_record (LeatBatch *batch, const LeatOrigin *origin, guint which)
{
  const guint n_fields = leat_schema_get_n_fields (origin->schema);
  const LeatQuality quality = (LeatQuality) (which % (LEAT_QUALITY_SUSPECT + 1));
  const LeatMoment arrival = { G_GINT64_CONSTANT (1539410602000000000) + which, which };

  leat_batch_append (batch, origin, arrival);
  for (guint i = 0; i < n_fields; i++)
    {
      if (quality == LEAT_QUALITY_UNDECODABLE)
        {
          leat_batch_set_undecodable (batch, i, "#?;\"\n", -1);
          continue;
        }
      set_value (batch, leat_schema_get_field (origin->schema, i), i, which);
      if (quality != LEAT_QUALITY_GOOD)
        leat_batch_set_quality (batch, i, quality);
    }
  leat_batch_set_frame (batch, "18/10/13,14:03:22", 17);
  leat_batch_add_flags (batch, (LeatRecordFlags) (which % 16));
}

LeatBatch *
harness_records_new (LeatSchema *schema, const char *source, guint n, GRand *random)
{
  g_autofree char *epoch = leat_epoch_new ();
  const char *const tags[] = { "line", "3", "peer", "10.0.0.7", NULL };
  LeatOrigin *origin = leat_origin_new (source, epoch, schema, "harness-gateway", tags);
  const guint n_records = n > 0 ? n : 11 * 7;
  LeatBatch *batch = leat_batch_new (n_records);
  guint64 next = 1;

  for (guint i = 0; i < n_records; i++)
    append_record (batch, origin, n > 0 ? (guint) g_rand_int_range (random, 0, 77) : i);
  leat_batch_seal (batch, &next);
  leat_origin_unref (origin);
  return batch;
}
