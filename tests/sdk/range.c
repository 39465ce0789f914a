/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* range.c - tests that bounds are compared exactly, against numbers compared as text */
#include <string.h>
#include "leat-error.h"
#include "leat-number.h"
#include "leat-range.h"

static const char *const numbers[] = {
  "-999999999999999999", "-99999999999999999.9", "-1.5", "-1.49", "-1", "-0.000000000000000001",
  "0",
  "0.0", "0.000000000000000001", "0.999999999999999999", "1", "1.49", "1.50", "1.5000", "1.51", "9",
  "99999999999999999.9", "999999999999999999",
};

static LeatValue
make_value (const char *text)
{
  const LeatNumberForm form = { 0 };
  LeatValue value = { .type = LEAT_TYPE_DECIMAL };

  g_assert_cmpint (leat_number_read_decimal (&form, text, strlen (text), &value.integer,
                                             &value.scale),
                   ==, LEAT_DECIMAL_NUMBER);
  return value;
}

static void
test_each_with_each (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    for (guint k = 0; k < G_N_ELEMENTS (numbers); k++)
      {
        const LeatValue value = make_value (numbers[k]);
        const int sign = leat_number_compare (numbers[k], numbers[i]);
        LeatRange from, to;

        g_test_message ("%s and %s", numbers[k], numbers[i]);
        g_assert_true (leat_range_init (&from, numbers[i], NULL, NULL));
        g_assert_true (leat_range_init (&to, NULL, numbers[i], NULL));
        g_assert_cmpint (leat_range_includes (&from, &value), ==, sign >= 0);
        g_assert_cmpint (leat_range_includes (&to, &value), ==, sign <= 0);
        leat_range_clear (&from);
        leat_range_clear (&to);
      }
}

static void
test_open (void)
{
  const LeatValue value = make_value ("1.5");
  LeatRange range;

  g_assert_true (leat_range_init (&range, NULL, NULL, NULL));
  g_assert_true (leat_range_is_open (&range));
  g_assert_true (leat_range_includes (&range, &value));
  leat_range_clear (&range);
}

typedef struct {
  const char *name;
  const char *lowest;
  const char *highest;
  const char *message;
} RefuseCase;

static const RefuseCase refuse_cases[] = {
  { "letters", "1x", NULL, "\"1x\" is no decimal number of at most 18 digits, such as -1.730" },
  { "empty", NULL, "", "\"\" is no decimal number of at most 18 digits, such as -1.730" },
  { "exponent", "1e3", NULL, "\"1e3\" is no decimal number of at most 18 digits, such as -1.730" },
  { "too-long", "1234567890123456789", NULL,
    "\"1234567890123456789\" is no decimal number of at most 18 digits, such as -1.730" },
  { "upside-down", "2", "1.999", "\"2\" is more than \"1.999\"" },
};

static void
test_refuse (gconstpointer data)
{
  const RefuseCase *test = data;
  g_autoptr (GError) error = NULL;
  LeatRange range;

  g_assert_false (leat_range_init (&range, test->lowest, test->highest, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, test->message);
  leat_range_clear (&range);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/range/each-with-each", test_each_with_each);
  g_test_add_func ("/range/open", test_open);
  for (guint i = 0; i < G_N_ELEMENTS (refuse_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/range/refused/", refuse_cases[i].name, NULL);
      g_test_add_data_func (path, &refuse_cases[i], test_refuse);
    }
  return g_test_run ();
}
