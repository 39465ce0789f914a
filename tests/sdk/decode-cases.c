/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-cases.c - tables for tests of formats: a schema, a frame, what must come of it */
#include <string.h>
#include "decode-cases.h"

static void
append_text (GString *text, const char *data, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (data[i] == '\0')
      g_string_append (text, "\\0");
    else
      g_string_append_c (text, data[i]);
}

char *
spell_record (const LeatSchema *schema, const LeatRecord *record)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < leat_schema_get_n_fields (schema); i++)
    {
      const LeatValue *value = &record->values[i];
      char written[LEAT_VALUE_TEXT_MAX];

      g_string_append_printf (text, "%s%s%c", i > 0 ? " " : "",
                              leat_schema_get_field (schema, i)->name,
                              value->quality == LEAT_QUALITY_UNDECODABLE ? '!' : '=');
      leat_value_write (value, written);
      if (leat_value_is_text (value))
        append_text (text, value->string, value->length);
      else
        g_string_append (text, written);
      if (value->quality != LEAT_QUALITY_GOOD)
        g_string_append_printf (text, "(%s)", leat_quality_get_name (value->quality));
    }
  if (record->flags & LEAT_RECORD_SURPLUS)
    g_string_append (text, " +surplus");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

LeatSchema *
load_schema (const char *text)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  LeatSchema *schema = leat_schema_load_text ("test", text, -1, faults);
  g_autofree char *said = leat_faults_to_string (faults);

  g_assert_cmpstr (said, ==, "");
  return schema;
}

/* no byte behind the frame, so that ASan sees one too far */
static guint8 *
make_frame (const char *text, gsize *length)
{
  g_autoptr (GString) frame = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (text[0] == '\\' && text[1] == '0')
      {
        g_string_append_c (frame, '\0');
        text++;
      }
    else if (text[0] == '\\' && text[1] == 'x')
      {
        const int byte = g_ascii_xdigit_value (text[2]) << 4 | g_ascii_xdigit_value (text[3]);

        g_string_append_c (frame, (char) byte);
        text += 3;
      }
    else
      g_string_append_c (frame, *text);
  *length = frame->len;
  return g_memdup2 (frame->str, frame->len);
}

static void
test_frame (gconstpointer data)
{
  static const char *const no_tags[] = { NULL };
  const DecodeCase *test = data;
  g_autoptr (LeatSchema) schema = load_schema (test->schema);
  g_autoptr (LeatBatch) batch = leat_batch_new (0);
  g_autoptr (GError) error = NULL;
  LeatOrigin *origin = leat_origin_new ("test", "", schema, "", no_tags);
  const LeatMoment arrival = { .time = 1539410602 * LEAT_NSEC_PER_SEC, .monotonic = 5 };
  gsize length = 0;
  g_autofree guint8 *frame = make_frame (test->frame, &length);

  leat_batch_append (batch, origin, arrival);   /* one that was there before */

  const gboolean decoded = leat_schema_decode (schema, frame, length, batch, origin, arrival,
                                               &error);

  g_assert_cmpint (decoded, ==, !test->rejected);
  g_assert_cmpuint (leat_batch_get_n_records (batch), ==, decoded ? 2 : 1);
  if (decoded)
    {
      const LeatRecord *record = leat_batch_get_record (batch, 1);
      g_autofree char *spelled = spell_record (schema, record);

      g_assert_no_error (error);
      g_assert_cmpstr (spelled, ==, test->expected);
      g_assert_cmpint (record->time, ==, arrival.time);
      g_assert_cmpint (record->monotonic, ==, arrival.monotonic);
    }
  else
    {
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED);
      g_assert_cmpstr (error->message, ==, test->expected);
    }
  leat_origin_unref (origin);
}

void
add_decode_cases (const char *prefix, const DecodeCase *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autofree char *path = g_strconcat (prefix, cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_frame);
    }
}

static void
test_faults (gconstpointer data)
{
  const FaultCase *test = data;
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatSchema) schema = leat_schema_load_text ("test", test->schema, -1, faults);
  g_autofree char *said = leat_faults_to_string (faults);

  g_assert_cmpstr (said, ==, test->faults);
  g_assert_null (schema);
}

void
add_fault_cases (const char *prefix, const FaultCase *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autofree char *path = g_strconcat (prefix, "fault/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_faults);
    }
}
