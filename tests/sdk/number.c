/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* number.c - tests numbers of devices beyond what cell.c reaches: lengths, spelling, exact
 * comparison */
#include <string.h>
#include "leat-number.h"

static void
test_too_long (void)
{
  const LeatNumberForm form = { 0 };
  g_autofree char *digits = g_strnfill (LEAT_NUMBER_LENGTH_MAX + 1, '7');
  gint64 integer = 0;
  guint8 scale = 0;
  double number = 0;

  g_assert_cmpint (leat_number_read_int (&form, digits, LEAT_NUMBER_LENGTH_MAX, &integer), ==,
                   LEAT_DECIMAL_LONG);
  g_assert_cmpint (leat_number_read_int (&form, digits, LEAT_NUMBER_LENGTH_MAX + 1, &integer), ==,
                   LEAT_DECIMAL_NONE);
  g_assert_cmpint (leat_number_read_decimal (&form, digits, LEAT_NUMBER_LENGTH_MAX + 1, &integer,
                                             &scale),
                   ==, LEAT_DECIMAL_NONE);
  g_assert_true (leat_number_read_double (&form, digits, LEAT_NUMBER_LENGTH_MAX, &number));
  g_assert_cmpfloat (number, >, 7e255);
  g_assert_false (leat_number_read_double (&form, digits, LEAT_NUMBER_LENGTH_MAX + 1, &number));
}

static void
test_spell_longest (void)
{
  const LeatNumberForm forms[] = { { 0 }, { .comma = TRUE }, { .spaced_sign = TRUE } };
  g_autofree char *digits = g_strnfill (LEAT_NUMBER_LENGTH_MAX, '7');
  char spelled[LEAT_NUMBER_ROOM (LEAT_NUMBER_LENGTH_MAX)];

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      digits[0] = forms[i].comma ? ',' : '.';
      g_assert_cmpuint (leat_number_spell (&forms[i], digits, LEAT_NUMBER_LENGTH_MAX, spelled), ==,
                        LEAT_NUMBER_LENGTH_MAX + 1);
      g_assert_true (g_str_has_prefix (spelled, "0.777"));
    }
}

/* in ascending order: each is compared with each */
static const char *const ascending[] = {
  "-100000000000000000000", "-100", "-99.5", "-2", "-1.51", "-1.5", "-0.001", "0",
  "0.0000000000000000001",
  "0.3", "0.30000000000000000001", "1", "1.5", "1.51", "2", "99.5", "100", "100000000000000000000",
};

static void
test_compare (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ascending); i++)
    for (guint k = 0; k < G_N_ELEMENTS (ascending); k++)
      {
        const int sign = leat_number_compare (ascending[i], ascending[k]);

        g_assert_cmpint ((sign > 0) - (sign < 0), ==, (i > k) - (i < k));
      }
}

static void
test_compare_equal (void)
{
  g_assert_cmpint (leat_number_compare ("0", "-0.000"), ==, 0);
  g_assert_cmpint (leat_number_compare ("1.5", "1.500"), ==, 0);
  g_assert_cmpint (leat_number_compare ("-17", "-17.0"), ==, 0);
}

/* the nearest double, as the C library finds it */
static void
test_double_random (void)
{
  const LeatNumberForm form = { 0 };

  for (guint i = 0; i < 100000; i++)
    {
      g_autofree char *text = g_strdup_printf ("%s%u.%0*u", g_test_rand_bit () ? "-" : "",
                                               (guint) g_test_rand_int () % 100000,
                                               g_test_rand_int_range (1, 10),
                                               (guint) g_test_rand_int () % 1000000000);
      double number = 0;

      g_assert_true (leat_number_read_double (&form, text, strlen (text), &number));
      g_assert_cmpfloat (number, ==, g_ascii_strtod (text, NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number/too-long", test_too_long);
  g_test_add_func ("/number/spell-longest", test_spell_longest);
  g_test_add_func ("/number/compare", test_compare);
  g_test_add_func ("/number/compare-equal", test_compare_equal);
  g_test_add_func ("/number/double-random", test_double_random);
  return g_test_run ();
}
