/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-schema-file.c - any text as a schema file; if it is one, its examples are tried */
#include <stdint.h>
#include "leat-schema-host.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatSchema) schema = NULL;

  schema = leat_schema_load_text ("fuzz", (const char *) data, (gssize) size, faults);
  g_assert ((schema == NULL) == (leat_faults_get_n (faults) > 0));
  if (schema != NULL)
    leat_schema_try_examples (schema, faults);
  return 0;
}
