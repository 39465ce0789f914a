/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-rest-json.c - any answer is read or refused, in the same way each time; any certificate */
#include <stdint.h>
#include <string.h>
#include <glib.h>
#include "../../plugins/rest/rest-json.h"
#include "../../plugins/tls/tls-pin.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* what is found is JSON itself, and inside of the text */
static void
check_value (const char *text, gsize size, const RestJson *value)
{
  g_autofree char *plain = rest_json_to_text (value);
  gsize place;

  g_assert_true (value->text >= text && value->text + value->length <= text + size);
  g_assert_true (rest_json_check (value->text, value->length, &place));
  g_assert_nonnull (plain);
}

static void
check_elements (const char *text, gsize size)
{
  RestJson array, element;
  gsize cursor = 0;

  if (!rest_json_open_array (text, size, "", &array))
    return;
  while (rest_json_next (&array, &cursor, &element))
    check_value (text, size, &element);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const pointers[] = { "", "/id", "/0", "/a/b/0", "/" };
  g_autofree char *text = g_memdup2 (data, size);
  g_autofree char *pin = tls_pin_of (data, size);
  RestJson value;
  gsize place;

  if (size > 0 && rest_json_check (text, size, &place))
    g_assert_true (rest_json_find (text, size, "", &value));
  for (guint i = 0; size > 0 && i < G_N_ELEMENTS (pointers); i++)
    if (rest_json_find (text, size, pointers[i], &value))
      check_value (text, size, &value);
  if (size > 0)
    check_elements (text, size);
  g_assert_true (pin == NULL || tls_pin_is_sound (pin));
  return 0;
}
