/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-records.c - tests changes of modem lines as records and as sentences */
#include "leat-host.h"
#include "serial-records.h"
#include <string.h>

static const struct {
  const char   *name;
  SerialWatched line;
  SerialChange  change;
  const char   *json;
  const char   *text;
} cases[] = {
  { "on", SERIAL_WATCHED_CTS, { 1, TRUE }, "\"line\":\"cts\",\"state\":true,\"count\":1",
    "cts is on now" },
  { "off-again", SERIAL_WATCHED_DCD, { 4, FALSE }, "\"line\":\"dcd\",\"state\":false,\"count\":4",
    "dcd is off now, after 4 changes" },
  { "break", SERIAL_WATCHED_BREAK, { 1, FALSE }, "\"line\":\"break\",\"state\":null,\"count\":1",
    "a break has come" },
  { "breaks", SERIAL_WATCHED_BREAK, { 2, FALSE }, "\"line\":\"break\",\"state\":null,\"count\":2",
    "2 breaks have come" },
};

static void
test_case (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (LeatSchema) schema = leat_schema_new (serial_line_table.name, serial_line_table.fields,
                                                   serial_line_table.n_fields);
  LeatOrigin *origin = leat_origin_new ("line", "0K3Q9V2M7WB1X5T4E8ZC", schema, NULL, NULL);
  g_autoptr (LeatBatch) batch = leat_batch_new (1);
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *text = serial_records_tell (cases[i].line, &cases[i].change);
  guint64 sequence = 1;

  serial_records_append (batch, origin, (LeatMoment) { 0 }, cases[i].line, &cases[i].change);
  leat_batch_seal (batch, &sequence);
  leat_json_append_record (json, leat_batch_get_record (batch, 0));
  g_test_message ("%s", json->str);
  g_assert_nonnull (strstr (json->str, cases[i].json));
  g_assert_cmpstr (text, ==, cases[i].text);
  leat_origin_unref (origin);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/serial/records/%s", cases[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_case);
    }
  return g_test_run ();
}
