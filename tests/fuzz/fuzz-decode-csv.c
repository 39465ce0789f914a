/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-decode-csv.c - any frame, by the schema that its first byte chooses */
#include <stdint.h>
#include <string.h>
#include "leat-batch.h"
#include "leat-schema-host.h"

#define FIELD(NAME, COLUMN, TYPE, MORE) "[field " NAME "]\ncolumn=" COLUMN "\ntype=" TYPE "\n" MORE

static const char *const texts[] = {
  "[schema]\nname=pv200\ncolumns=6\nshortage=reject\n"
  FIELD ("clock", "1-2", "time",
    "pattern=%y/%m/%d,%H:%M:%S\ntimezone=Europe/Berlin\nrequired=yes\n")
  FIELD ("num", "3", "int", "required=yes\n")
  FIELD ("gap", "5", "decimal", "missing=***\nminimum=0\nlower-limit=1.5\nupper-limit=2\n")
  "[field verdict]\njudgement=gap\n",

  "[schema]\nname=all\nsurplus=mark\ntrailing-delimiter=required\n"
  FIELD ("on", "1", "bool", "true=ON\nfalse=OFF\n")
  FIELD ("hex", "2", "int", "base=auto\nsaturated=255\n")
  FIELD ("ratio", "3", "double", "maximum=1.5\n")
  FIELD ("bytes", "4", "bytes", "")
  FIELD ("base64", "5", "bytes", "bytes-as=base64\nmax-length=8\n")
  FIELD ("kanji", "6-7", "string", "encoding=shift-jis\n")
  FIELD ("verdict", "8", "string", "role=judgement\ngood=OK\nbad=NG\n"),

  "[schema]\nname=comma\ndelimiter=;\ndecimal-comma=yes\nspaced-sign=yes\nquote='\nsurplus=reject\n"
  FIELD ("gap", "1", "decimal", "maximum=9.99\n")
  FIELD ("text", "2", "string", "encoding=latin-1\nmax-length=5\n")
  FIELD ("number", "3", "double", "")
  FIELD ("time", "4", "time", "pattern=%d-%b-%Y %I:%M:%S.%f %p %z\n"),

  "[schema]\nname=raw\ndelimiter=\\x00\ntrim=no\nquote=none\ntrailing-delimiter=no\n"
  FIELD ("text", "1", "string", "") FIELD ("same", "1", "string", "required=yes\n")
  FIELD ("far", "40", "int", ""),
};

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static LeatSchema *
get_schema (guint index)
{
  static LeatSchema *schemas[G_N_ELEMENTS (texts)];

  if (schemas[index] == NULL)
    {
      g_autoptr (LeatFaults) faults = leat_faults_new ();

      schemas[index] = leat_schema_load_text ("fuzz", texts[index], -1, faults);
      g_assert (schemas[index] != NULL);
    }
  return schemas[index];
}

static void
check_value (const LeatValue *value)
{
  char text[LEAT_VALUE_TEXT_MAX];

  leat_value_write (value, text);
  if (leat_value_is_text (value))
    g_assert (value->string[value->length] == '\0');
  if (value->type == LEAT_TYPE_STRING && value->quality == LEAT_QUALITY_GOOD)
    for (const char *at = value->string; at <= value->string + value->length; at += strlen (at) + 1)
      g_assert (g_utf8_validate (at, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const no_tags[] = { NULL };
  LeatSchema *schema = size > 0 ? get_schema (data[0] % G_N_ELEMENTS (texts)) : get_schema (0);
  LeatOrigin *origin = leat_origin_new ("fuzz", "", schema, "", no_tags);
  g_autoptr (LeatBatch) batch = leat_batch_new (0);
  g_autoptr (GError) error = NULL;
  const LeatMoment arrival = { .time = 1540688400 * LEAT_NSEC_PER_SEC };
  const size_t length = size > 0 ? size - 1 : 0;
  g_autofree guint8 *frame = g_memdup2 (data + size - length, length);
  const gboolean decoded = leat_schema_decode (schema, frame, length, batch, origin, arrival,
                                               &error);

  g_assert (decoded == (error == NULL) && leat_batch_get_n_records (batch) == (decoded ? 1 : 0));
  for (guint i = 0; decoded && i < leat_schema_get_n_fields (schema); i++)
    check_value (&leat_batch_get_record (batch, 0)->values[i]);
  leat_origin_unref (origin);
  return 0;
}
