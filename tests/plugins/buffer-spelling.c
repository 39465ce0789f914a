/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-spelling.c - tests what is read of a JSON text, and what is refused */
#include <string.h>
#include "leat-host.h"
#include "buffer-spelling.h"

typedef struct {
  const char *text;
  gboolean    good;
  gint64      time;
} TimeCase;

static const TimeCase times[] = {
  { "1970-01-01T00:00:00Z", TRUE, 0 },
  { "2018-10-13T06:03:22.104518Z", TRUE, 1539410602104518000 },
  { "1969-12-31T23:59:59.999999999Z", TRUE, -1 },
  { "2000-02-29T00:00:00Z", TRUE, 951782400 * LEAT_NSEC_PER_SEC },
  { "1677-09-21T00:12:43.145224192Z", TRUE, G_MININT64 },
  { "2262-04-11T23:47:16.854775807Z", TRUE, G_MAXINT64 },
  { "2262-04-11T23:47:16.854775808Z", FALSE, 0 },
  { "1677-09-21T00:12:43.145224191Z", FALSE, 0 },
  { "2018-10-13T06:03:22", FALSE, 0 },
  { "2018-10-13T06:03:22.Z", FALSE, 0 },
  { "2018-10-13T06:03:22.1234567891Z", FALSE, 0 },
  { "2018-10-13 06:03:22Z", FALSE, 0 },
  { "2018-10-13T24:00:00Z", FALSE, 0 },
  { "2018-00-13T06:03:22Z", FALSE, 0 },
  { "2018-10-32T06:03:22Z", FALSE, 0 },
  { "18-10-13T06:03:22Z", FALSE, 0 },
  { "2018-10-13T06:03:2", FALSE, 0 },
  { "", FALSE, 0 },
};

static void
test_times (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      gint64 time = 0;

      g_assert_cmpint (buffer_spelling_time (times[i].text, strlen (times[i].text), &time), ==,
                       times[i].good);
      if (times[i].good)
        g_assert_cmpint (time, ==, times[i].time);
    }
}

/* what the SDK writes is read back, over all years that there are */
static void
test_all_years (void)
{
  const gint64 step = G_GINT64_CONSTANT (86400) * LEAT_NSEC_PER_SEC / 7 * 30 + 123456789;
  char text[LEAT_VALUE_TEXT_MAX];

  for (gint64 time = G_MININT64; time < G_MAXINT64 - step; time += step)
    {
      gint64 back = 0;

      leat_time_write (time, text);
      g_assert_true (buffer_spelling_time (text, strlen (text), &back));
      g_assert_cmpint (back, ==, time);
    }
}

typedef struct {
  const char *text;
  const char *string;   /* NULL: it is none */
} StringCase;

static const StringCase strings[] = {
  { "\"\"", "" },
  { "\"abc\"", "abc" },
  { "\"a\\\"\\\\\\b\\f\\n\\r\\t\\u001fz\"", "a\"\\\b\f\n\r\t\x1fz" },
  { "\"\\u0041\"", "A" },
  { "\"µ\"", "µ" },
  { "\"abc", NULL },
  { "abc\"", NULL },
  { "\"\\x\"", NULL },
  { "\"\\u00g0\"", NULL },
  { "\"\\u0080\"", NULL },
  { "\"\\", NULL },
  { "\"a\nb\"", NULL },
};

static void
test_strings (void)
{
  g_autoptr (GString) scratch = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      BufferText text = { strings[i].text, strings[i].text + strlen (strings[i].text) };
      const char *string = NULL;
      gsize length = 0;
      const gboolean good = buffer_text_take_string (&text, scratch, &string, &length);

      g_assert_cmpint (good, ==, strings[i].string != NULL);
      if (!good)
        continue;
      g_assert_cmpmem (string, (int) length, strings[i].string, (int) strlen (strings[i].string));
      g_assert_true (buffer_text_is_at_end (&text));
    }
}

static void
test_numbers (void)
{
  BufferText text = { "-1.5e+3,", NULL };
  const char *number;
  gsize length;
  double value;

  text.end = text.cursor + 8;
  g_assert_true (buffer_text_take_number (&text, &number, &length));
  g_assert_cmpmem (number, (int) length, "-1.5e+3", 7);
  g_assert_true (buffer_spelling_double (number, length, &value));
  g_assert_cmpfloat (value, ==, -1500);
  g_assert_false (buffer_text_take_number (&text, &number, &length));
  g_assert_false (buffer_spelling_double ("1.5.5", 5, &value));
  g_assert_false (buffer_spelling_double ("", 0, &value));
}

static void
test_bytes (void)
{
  g_autoptr (GBytes) bytes = buffer_spelling_bytes ("AP8=", 4);
  g_autoptr (GBytes) none = buffer_spelling_bytes ("", 0);

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), (int) g_bytes_get_size (bytes), "\0\xff", 2);
  g_assert_cmpuint (g_bytes_get_size (none), ==, 0);
  g_assert_null (buffer_spelling_bytes ("AP8", 3));
  g_assert_null (buffer_spelling_bytes ("AP\"8", 4));
  g_assert_null (buffer_spelling_bytes ("A===", 4));
  g_assert_null (buffer_spelling_bytes ("=AP8", 4));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer-spelling/times", test_times);
  g_test_add_func ("/buffer-spelling/all-years", test_all_years);
  g_test_add_func ("/buffer-spelling/strings", test_strings);
  g_test_add_func ("/buffer-spelling/numbers", test_numbers);
  g_test_add_func ("/buffer-spelling/bytes", test_bytes);
  return g_test_run ();
}
