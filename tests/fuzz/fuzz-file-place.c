/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-file-place.c - any text as a kept place: what is one comes out as it went in */
#include <stdint.h>
#include "../../plugins/file/file-place.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  FilePlace place, again;

  if (file_place_parse (&place, text))
    {
      g_autofree char *first = file_place_to_string (&place);
      g_autofree char *second = NULL;

      g_assert_true (file_place_parse (&again, first));
      second = file_place_to_string (&again);
      g_assert_cmpstr (first, ==, second);
    }
  return 0;
}
