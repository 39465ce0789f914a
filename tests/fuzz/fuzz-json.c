/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-json.c - any bytes become a valid JSON string that a reader of JSON takes back */
#include <json-glib/json-glib.h>
#include <stdint.h>
#include <string.h>
#include "leat-json.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GString) json = g_string_new ("[");
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = g_utf8_make_valid ((const char *) data, (gssize) size);
  const char *text;

  leat_json_append_string (json, (const char *) data, (gssize) size);
  g_string_append_c (json, ']');
  g_assert_true (g_utf8_validate_len (json->str, json->len, NULL));
  json_parser_load_from_data (parser, json->str, (gssize) json->len, &error);
  g_assert_no_error (error);
  text = json_array_get_string_element (json_node_get_array (json_parser_get_root (parser)), 0);

  /* json-glib's strings end at a NUL */
  if (memchr (data, '\0', size) == NULL)
    g_assert_cmpstr (text, ==, expected);
  return 0;
}
