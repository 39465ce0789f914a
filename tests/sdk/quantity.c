/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* quantity.c - tests numbers with a unit */
#include "leat-option-private.h"

#define NONE G_MININT64

static const struct {
  const char *text;
  gint64 size;     /* NONE: it is none */
  gint64 duration; /* NONE: it is none */
} cases[] = {
  { "0", 0, 0 },
  { "0.0", 0, 0 },
  { "000", 0, 0 },
  { "7", 7, NONE },
  { "9223372036854775807", G_MAXINT64, NONE },
  { "9223372036854775808", NONE, NONE },
  { "1k", 1024, NONE },
  { "0.5k", 512, NONE },
  { "1.25 KiB", 1280, NONE },
  { "0.0001k", NONE, NONE },
  { "8388607T", 8388607 * (G_GINT64_CONSTANT (1) << 40), NONE },
  { "8388608T", NONE, NONE },
  { "3us", NONE, 3 },
  { "0.5us", NONE, NONE },
  { "1.000001s", NONE, 1000001 },
  { "1.0000001s", NONE, NONE },
  { "1.5 h", NONE, G_GINT64_CONSTANT (5400000000) },
  { "106751991d", NONE, 106751991 * G_TIME_SPAN_DAY },
  { "106751992d", NONE, NONE },
  { "1m", NONE, NONE },
  { "1 ", NONE, NONE },
  { "", NONE, NONE },
  { " 1", NONE, NONE },
  { "-1", NONE, NONE },
  { "+1", NONE, NONE },
  { ".5s", NONE, NONE },
  { "5.s", NONE, NONE },
  { "1.2.3s", NONE, NONE },
  { "1,5s", NONE, NONE },
  { "s", NONE, NONE },
  { "1S", NONE, NONE },
  { "1kk", NONE, NONE },
  { "0.00000000000000000000000001s", NONE, NONE },
};

static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 size = NONE, duration = NONE;

      g_test_message ("\"%s\"", cases[i].text);
      leat_quantity_parse (cases[i].text, leat_size_units, &size);
      leat_quantity_parse (cases[i].text, leat_duration_units, &duration);
      g_assert_cmpint (size, ==, cases[i].size);
      g_assert_cmpint (duration, ==, cases[i].duration);
    }
}

static void
test_write (void)
{
  static const struct {
    gint64 quantity;
    const char *size, *duration;
  } written[] = {
    { 0, "0", "0" },
    { 1, "1", "1us" },
    { 1000, "1000", "1ms" },
    { 1024, "1k", "1024us" },
    { 65536, "64k", "65536us" },
    { 1 << 20, "1M", "1048576us" },
    { 1500000, "1500000", "1500ms" },
    { 60000000, "60000000", "1min" },
    { 86400000000, "84375000k", "1d" },
    { (gint64) 10 << 30, "10G", "10737418240us" },
    { (gint64) 3 << 40, "3T", "3298534883328us" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (written); i++)
    {
      g_autofree char *size = leat_quantity_write (written[i].quantity, leat_size_units);
      g_autofree char *duration = leat_quantity_write (written[i].quantity, leat_duration_units);

      g_assert_cmpstr (size, ==, written[i].size);
      g_assert_cmpstr (duration, ==, written[i].duration);
    }
}

/* what is written is read back as the same */
static void
test_there_and_back (void)
{
  for (guint i = 0; i < 10000; i++)
    {
      const gint64 quantity = (gint64) (((guint64) g_random_int () << 31 | g_random_int ()) >>
                                        g_test_rand_int_range (0, 62));
      g_autofree char *size = leat_quantity_write (quantity, leat_size_units);
      g_autofree char *duration = leat_quantity_write (quantity, leat_duration_units);
      gint64 back = -1;

      g_assert_true (leat_quantity_parse (size, leat_size_units, &back));
      g_assert_cmpint (back, ==, quantity);
      g_assert_true (leat_quantity_parse (duration, leat_duration_units, &back));
      g_assert_cmpint (back, ==, quantity);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quantity/parse", test_parse);
  g_test_add_func ("/quantity/write", test_write);
  g_test_add_func ("/quantity/there-and-back", test_there_and_back);
  return g_test_run ();
}
