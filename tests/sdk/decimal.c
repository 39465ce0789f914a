/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decimal.c - tests which texts are decimal numbers, and that no digit is lost */
#include "leat-decimal.h"
#include <string.h>

typedef struct {
  const char     *text;
  LeatDecimalForm form;
  gint64          integer;
  guint           scale;
  const char     *spelled;
} Case;

#define MINUS LEAT_SCALE_MINUS_ZERO

static const Case cases[] = {
  { "1.730", LEAT_DECIMAL_NUMBER, 1730, 3, "1.730" },
  { "0", LEAT_DECIMAL_NUMBER, 0, 0, "0" },
  { "-0", LEAT_DECIMAL_NUMBER, 0, MINUS, "-0" },
  { "-0.000", LEAT_DECIMAL_NUMBER, 0, 3 | MINUS, "-0.000" },
  { "+0.000", LEAT_DECIMAL_NUMBER, 0, 3, "0.000" },
  { "+1.5", LEAT_DECIMAL_NUMBER, 15, 1, "1.5" },
  { "-1.5", LEAT_DECIMAL_NUMBER, -15, 1, "-1.5" },
  { "007", LEAT_DECIMAL_NUMBER, 7, 0, "7" },
  { "-007.10", LEAT_DECIMAL_NUMBER, -710, 2, "-7.10" },
  { "000", LEAT_DECIMAL_NUMBER, 0, 0, "0" },
  { "00.0", LEAT_DECIMAL_NUMBER, 0, 1, "0.0" },
  { ".5", LEAT_DECIMAL_NUMBER, 5, 1, "0.5" },
  { "-.5", LEAT_DECIMAL_NUMBER, -5, 1, "-0.5" },
  { "5.", LEAT_DECIMAL_NUMBER, 5, 0, "5" },
  { "0.", LEAT_DECIMAL_NUMBER, 0, 0, "0" },
  { "999999999999999999", LEAT_DECIMAL_NUMBER, 999999999999999999, 0, "999999999999999999" },
  { "-999999999999999999", LEAT_DECIMAL_NUMBER, -999999999999999999, 0, "-999999999999999999" },
  { "0.999999999999999999", LEAT_DECIMAL_NUMBER, 999999999999999999, 18, "0.999999999999999999" },
  { "000000000000000000000001", LEAT_DECIMAL_NUMBER, 1, 0, "1" },
  { "1000000000000000000", LEAT_DECIMAL_LONG, 0, 0, "1000000000000000000" },
  { "+001000000000000000000.", LEAT_DECIMAL_LONG, 0, 0, "1000000000000000000" },
  { "-.1234567890123456789", LEAT_DECIMAL_LONG, 0, 0, "-0.1234567890123456789" },
  { "0.0000000000000000000", LEAT_DECIMAL_LONG, 0, 0, "0.0000000000000000000" },
  { "-0.0000000000000000000", LEAT_DECIMAL_LONG, 0, 0, "-0.0000000000000000000" },
  { "12345678901234567890.12345678901234567890", LEAT_DECIMAL_LONG, 0, 0,
    "12345678901234567890.12345678901234567890" },
  { "", LEAT_DECIMAL_NONE, 0, 0, NULL },
  { "-", LEAT_DECIMAL_NONE, 0, 0, NULL },
  { "+", LEAT_DECIMAL_NONE, 0, 0, NULL },
  { ".", LEAT_DECIMAL_NONE, 0, 0, NULL },
  { "-.", LEAT_DECIMAL_NONE, 0, 0, NULL },
  { "--1", LEAT_DECIMAL_NONE, 0, 0, NULL },
  { "+-1", LEAT_DECIMAL_NONE, 0, 0, NULL },
  { "1-", LEAT_DECIMAL_NONE, 0, 0, NULL },
  { "1.2.3", LEAT_DECIMAL_NONE, 0, 0, NULL },
  { "1,5", LEAT_DECIMAL_NONE, 0, 0, NULL },
  { "1e5", LEAT_DECIMAL_NONE, 0, 0, NULL },
  { "1.7x0", LEAT_DECIMAL_NONE, 0, 0, NULL },
  { " 1", LEAT_DECIMAL_NONE, 0, 0, NULL },
  { "1 ", LEAT_DECIMAL_NONE, 0, 0, NULL },
  { "nan", LEAT_DECIMAL_NONE, 0, 0, NULL },
  { "*****", LEAT_DECIMAL_NONE, 0, 0, NULL },
  { "\xb2", LEAT_DECIMAL_NONE, 0, 0, NULL },
};

static void
test_read (gconstpointer data)
{
  const Case *test = data;
  gsize length = strlen (test->text);
  g_autofree char *exact = g_memdup2 (test->text, length);   /* so that ASan sees a byte too far */
  gint64 integer = -1;
  guint8 scale = 77;

  g_assert_cmpint (leat_decimal_read (exact, length, &integer, &scale), ==, test->form);
  if (test->form != LEAT_DECIMAL_NUMBER)
    return;
  g_assert_cmpint (integer, ==, test->integer);
  g_assert_cmpuint (scale, ==, test->scale);
}

static void
test_spell (gconstpointer data)
{
  const Case *test = data;
  gsize length = strlen (test->text);
  g_autofree char *spelled = g_malloc (length + 2);

  spelled[leat_decimal_spell (test->text, length, spelled)] = '\0';
  g_assert_cmpstr (spelled, ==, test->spelled);
}

/* a number that fits and is written is what spell() makes of its text */
static void
test_round_trip (gconstpointer data)
{
  const Case *test = data;
  char text[LEAT_VALUE_TEXT_MAX];
  LeatValue value = { .type = LEAT_TYPE_DECIMAL };

  leat_decimal_read (test->text, strlen (test->text), &value.integer, &value.scale);
  leat_value_write (&value, text);
  g_assert_cmpstr (text, ==, test->spelled);
}

static void
add (const char *what, const Case *test, GTestDataFunc func)
{
  g_autofree char *escaped = g_uri_escape_string (test->text, NULL, FALSE);
  int index = (int) (test - cases);
  g_autofree char *path = g_strdup_printf ("/decimal/%s/%d-%s", what, index, escaped);

  g_test_add_data_func (path, test, func);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      add ("read", &cases[i], test_read);
      if (cases[i].form != LEAT_DECIMAL_NONE)
        add ("spell", &cases[i], test_spell);
      if (cases[i].form == LEAT_DECIMAL_NUMBER)
        add ("round-trip", &cases[i], test_round_trip);
    }
  return g_test_run ();
}
