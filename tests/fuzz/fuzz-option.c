/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-option.c - any text as the value of every type of option; what is refused changes nothing */
#include <stdint.h>
#include <string.h>

#include "leat-host.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

typedef struct {
  gboolean boolean;
  gint64 integer;
  double number;
  gint64 size;
  gint64 duration;
  int choice;
  char *string;
  GBytes *bytes;
  char **list;
  GPtrArray *bytes_list;
} Sample;

static const char *const choices[] = { "none", "even", "odd", "mark", "space", NULL };

static const LeatOption table[] = {
  LEAT_OPTION_BOOL (Sample, boolean, .key = "bool", .summary = "One."),
  LEAT_OPTION_INT (Sample, integer, .key = "int", .minimum = -5, .maximum = 1000000,
                   .summary = "One."),
  LEAT_OPTION_DOUBLE (Sample, number, .key = "double", .minimum = -1, .maximum = 1e9,
                      .summary = "One."),
  LEAT_OPTION_SIZE (Sample, size, .key = "size", .summary = "One."),
  LEAT_OPTION_DURATION (Sample, duration, .key = "duration", .minimum = 0, .maximum = 1e15,
                        .summary = "One."),
  LEAT_OPTION_CHOICE (Sample, choice, .key = "choice", .choices = choices, .summary = "One."),
  LEAT_OPTION_STRING (Sample, string, .key = "string", .summary = "One."),
  LEAT_OPTION_BYTES (Sample, bytes, .key = "bytes", .summary = "One."),
  LEAT_OPTION_LIST (Sample, list, .key = "list", .summary = "One."),
  LEAT_OPTION_BYTES_LIST (Sample, bytes_list, .key = "bytes-list", .summary = "One."),
  LEAT_OPTION_END
};

static void
check_bounds (const Sample *sample)
{
  g_assert_cmpint (sample->integer, >=, -5);
  g_assert_cmpint (sample->integer, <=, 1000000);
  g_assert_true (sample->number >= -1 && sample->number <= 1e9);
  g_assert_cmpint (sample->size, >=, 0);
  g_assert_cmpint (sample->duration, >=, 0);
  g_assert_cmpint (sample->choice, >=, 0);
  g_assert_cmpint (sample->choice, <, 5);
  g_assert_true (sample->string == NULL || g_utf8_validate (sample->string, -1, NULL));
}

/* spelled and undone, the bytes are the same */
static void
check_there_and_back (const char *data, gsize size)
{
  g_autofree char *text = leat_escape_do (data, size);
  g_autoptr (GBytes) bytes = leat_escape_undo (text, strlen (text), NULL);
  g_autoptr (GBytes) expected = g_bytes_new_static (data, size);

  g_assert_true (g_bytes_equal (bytes, expected));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *value = g_strndup ((const char *) data, size);
  Sample sample = { 0 };

  for (const LeatOption *option = table; option->type != LEAT_OPTION_TYPE_NONE; option++)
    {
      g_autoptr (GError) error = NULL;
      const gboolean set = leat_option_set (option, &sample, value, &error);

      g_assert_cmpint (set, ==, error == NULL);
      g_assert_true (set || g_str_has_prefix (error->message, option->key));
    }
  check_bounds (&sample);
  check_there_and_back ((const char *) data, size);
  leat_nearest (value, choices);
  leat_options_clear (table, &sample);
  return 0;
}
