/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* option.c - tests one option: from the text of the key file to a member */
#include "leat-host.h"

#include <string.h>

typedef struct {
  gboolean bool_;
  gint64 int_;
  double double_;
  gint64 size;
  gint64 duration;
  int choice;
  char *string;
  GBytes *bytes;
  char **list;
  GPtrArray *bytes_list;
  gint64 count;
  double ratio;
  gint64 buffer;
  gint64 wait;
  char *password;
} Sample;

static const char *const parities[] = { "none", "even", "odd", "mark", "space", NULL };

static const LeatOption table[] = {
  LEAT_OPTION_BOOL (Sample, bool_, .key = "bool", .summary = "A word."),
  LEAT_OPTION_INT (Sample, int_, .key = "baud-rate", .minimum = 50, .maximum = 4000000,
                   .summary = "A number."),
  LEAT_OPTION_DOUBLE (Sample, double_, .key = "double", .summary = "A number."),
  LEAT_OPTION_SIZE (Sample, size, .key = "size", .summary = "A size."),
  LEAT_OPTION_DURATION (Sample, duration, .key = "duration", .summary = "A time."),
  LEAT_OPTION_CHOICE (Sample, choice, .key = "parity", .choices = parities, .summary = "A choice."),
  LEAT_OPTION_STRING (Sample, string, .key = "string", .summary = "A text."),
  LEAT_OPTION_BYTES (Sample, bytes, .key = "bytes", .summary = "Some bytes."),
  LEAT_OPTION_LIST (Sample, list, .key = "list", .summary = "Some texts."),
  LEAT_OPTION_BYTES_LIST (Sample, bytes_list, .key = "bytes-list", .summary = "Some bytes."),
  LEAT_OPTION_INT (Sample, count, .key = "count", .summary = "A number."),
  LEAT_OPTION_DOUBLE (Sample, ratio, .key = "ratio", .minimum = 0.25, .maximum = 1,
                      .summary = "A ratio."),
  LEAT_OPTION_SIZE (Sample, buffer, .key = "buffer", .minimum = 1024, .maximum = 16 << 20,
                    .summary = "A size."),
  LEAT_OPTION_DURATION (Sample, wait, .key = "wait", .minimum = 1000,
                        .maximum = LEAT_OPTION_NO_MAXIMUM, .summary = "A time."),
  LEAT_OPTION_STRING (Sample, password, .key = "password", .flags = LEAT_OPTION_SECRET,
                      .summary = "A secret."),
  LEAT_OPTION_END
};

/* what the member holds, as text */
static char *
show (const LeatOption *option, const Sample *sample)
{
  const char *member = (const char *) sample + option->offset;
  g_autoptr (GString) text = g_string_new (NULL);
  const GPtrArray *items;

  switch (option->type)
    {
    case LEAT_OPTION_TYPE_BOOL: return g_strdup (*(const gboolean *) member ? "yes" : "no");
    case LEAT_OPTION_TYPE_CHOICE: return g_strdup_printf ("%d", *(const int *) member);
    case LEAT_OPTION_TYPE_DOUBLE: return g_strdup_printf ("%.17g", *(const double *) member);
    case LEAT_OPTION_TYPE_STRING: return g_strdup (*(char *const *) member);
    case LEAT_OPTION_TYPE_BYTES:
      return leat_escape_do (g_bytes_get_data (*(GBytes *const *) member, NULL),
                             g_bytes_get_size (*(GBytes *const *) member));
    case LEAT_OPTION_TYPE_LIST: return g_strjoinv ("|", *(char **const *) member);
    case LEAT_OPTION_TYPE_BYTES_LIST:
      items = *(GPtrArray *const *) member;
      for (guint i = 0; i < items->len; i++)
        {
          g_autofree char *item = leat_escape_do (g_bytes_get_data (items->pdata[i], NULL),
                                                  g_bytes_get_size (items->pdata[i]));

          g_string_append_printf (text, "%s%s", i == 0 ? "" : "|", item);
        }
      return g_string_free (g_steal_pointer (&text), FALSE);
    default: return g_strdup_printf ("%" G_GINT64_FORMAT, *(const gint64 *) member);
    }
}

static const struct {
  const char *key;
  const char *value;
  const char *shown;
} right[] = {
  { "bool", "yes", "yes" },
  { "bool", "true", "yes" },
  { "bool", "on", "yes" },
  { "bool", "1", "yes" },
  { "bool", "no", "no" },
  { "bool", "false", "no" },
  { "bool", "off", "no" },
  { "bool", "0", "no" },
  { "baud-rate", "9600", "9600" },
  { "baud-rate", "50", "50" },
  { "baud-rate", "4000000", "4000000" },
  { "count", "-7", "-7" },
  { "count", "-9223372036854775808", "-9223372036854775808" },
  { "count", "9223372036854775807", "9223372036854775807" },
  { "double", "0.5", "0.5" },
  { "double", "-1e-3", "-0.001" },
  { "double", "2", "2" },
  { "ratio", "0.25", "0.25" },
  { "ratio", "1", "1" },
  { "size", "0", "0" },
  { "size", "4096", "4096" },
  { "size", "64k", "65536" },
  { "size", "64K", "65536" },
  { "size", "64KiB", "65536" },
  { "size", "8M", "8388608" },
  { "size", "8 MiB", "8388608" },
  { "size", "1G", "1073741824" },
  { "size", "1.5G", "1610612736" },
  { "size", "2T", "2199023255552" },
  { "size", "7TiB", "7696581394432" },
  { "buffer", "1k", "1024" },
  { "buffer", "16M", "16777216" },
  { "duration", "none", "0" },
  { "duration", "0", "0" },
  { "duration", "0s", "0" },
  { "duration", "7us", "7" },
  { "duration", "250ms", "250000" },
  { "duration", "1.5s", "1500000" },
  { "duration", "0.000001s", "1" },
  { "duration", "2min", "120000000" },
  { "duration", "1h", "3600000000" },
  { "duration", "30d", "2592000000000" },
  { "wait", "1ms", "1000" },
  { "parity", "none", "0" },
  { "parity", "space", "4" },
  { "string", "", "" },
  { "string", "C:\\\\data\\sx", "C:\\data x" },
  { "string", "\\xc2\\xb5m", "µm" },
  { "string", "a;b", "a;b" },
  { "bytes", "\\r\\n", "\\r\\n" },
  { "bytes", "\\x00\\xff", "\\x00\\xFF" },
  { "bytes", "", "" },
  { "list", "", "" },
  { "list", "a", "a" },
  { "list", "a;b;c", "a|b|c" },
  { "list", "a; b ;c;", "a|b|c" },
  { "list", "a\\;b;c\\\\;d", "a;b|c\\|d" },
  { "list", "camera*;!camera1", "camera*|!camera1" },
  { "bytes-list", "\\r\\n;\\r;\\x3b", "\\r\\n|\\r|\\;" },
  { "bytes-list", "\\;;,", "\\;|," },
  { "password", "tops\\x3bcret", "tops;cret" },
};

static void
test_right (void)
{
  Sample sample = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (right); i++)
    {
      const LeatOption *option = leat_options_find (table, right[i].key);
      g_autoptr (GError) error = NULL;
      g_autofree char *shown = NULL;

      g_test_message ("%s=%s", right[i].key, right[i].value);
      g_assert_true (leat_option_set (option, &sample, right[i].value, &error));
      g_assert_no_error (error);
      shown = show (option, &sample);
      g_assert_cmpstr (shown, ==, right[i].shown);
    }
  leat_options_clear (table, &sample);
  g_assert_null (sample.string);
  g_assert_null (sample.bytes_list);
}

#define NO_SIZE "\" is no size; sizes are spelled 4096, 64k, 8M or 1G, where k is 1024 bytes"
#define NO_DURATION "\" is no duration; durations are spelled 250ms, 1.5s, 2min, 1h, 30d or none"
#define NO_ESCAPE "begins no escape; \\r \\n \\t \\s \\\\ \\; and \\xHH are right"
#define NO_NUMBER "\" is no number; numbers are spelled 2, 0.5 or 1e-3"

static const struct {
  const char *key;
  const char *value;
  const char *message;
} wrong[] = {
  { "bool", "maybe", "bool: \"maybe\" is neither yes nor no" },
  { "bool", "", "bool: \"\" is neither yes nor no" },
  { "baud-rate", "0", "baud-rate: 0 is out of range, 50 to 4000000 is right" },
  { "baud-rate", "4000001", "baud-rate: 4000001 is out of range, 50 to 4000000 is right" },
  { "baud-rate", "99999999999999999999",
    "baud-rate: 99999999999999999999 is out of range, 50 to 4000000 is right" },
  { "baud-rate", "96oo", "baud-rate: \"96oo\" is no whole number; 50 to 4000000 is right" },
  { "baud-rate", "9600.5", "baud-rate: \"9600.5\" is no whole number; 50 to 4000000 is right" },
  { "baud-rate", "0x100", "baud-rate: \"0x100\" is no whole number; 50 to 4000000 is right" },
  { "count", "", "count: \"\" is no whole number" },
  { "count", "9223372036854775808",
    "count: 9223372036854775808 is out of range, a 64-bit number is right" },
  { "double", "abc", "double: \"abc" NO_NUMBER },
  { "double", "nan", "double: \"nan" NO_NUMBER },
  { "double", "inf", "double: \"inf" NO_NUMBER },
  { "double", "1e999", "double: \"1e999" NO_NUMBER },
  { "double", "0x10", "double: \"0x10" NO_NUMBER },
  { "double", "1,5", "double: \"1,5" NO_NUMBER },
  { "double", "", "double: \"" NO_NUMBER },
  { "ratio", "1.01", "ratio: 1.01 is out of range, 0.25 to 1 is right" },
  { "size", "64kB", "size: \"64kB" NO_SIZE },
  { "size", "64m", "size: \"64m" NO_SIZE },
  { "size", "-1", "size: \"-1" NO_SIZE },
  { "size", ".5k", "size: \".5k" NO_SIZE },
  { "size", "1.k", "size: \"1.k" NO_SIZE },
  { "size", "0.3k", "size: \"0.3k" NO_SIZE },
  { "size", "99999999T", "size: \"99999999T" NO_SIZE },
  { "size", "none", "size: \"none" NO_SIZE },
  { "buffer", "512", "buffer: 512 is out of range, 1k to 16M is right" },
  { "buffer", "1G", "buffer: 1G is out of range, 1k to 16M is right" },
  { "duration", "5", "duration: 5 has no unit; us, ms, s, min, h or d is right: 5s" },
  { "duration", "", "duration: \"" NO_DURATION },
  { "duration", "5 sec", "duration: \"5 sec" NO_DURATION },
  { "duration", "-5s", "duration: \"-5s" NO_DURATION },
  { "duration", "0.5us", "duration: \"0.5us" NO_DURATION },
  { "duration", "1e3s", "duration: \"1e3s" NO_DURATION },
  { "wait", "none", "wait: none is out of range, 1ms or more is right" },
  { "wait", "999us", "wait: 999us is out of range, 1ms or more is right" },
  { "parity", "evn",
    "parity: \"evn\" is not one of none, even, odd, mark, space; did you mean even?" },
  { "parity", "Even",
    "parity: \"Even\" is not one of none, even, odd, mark, space; did you mean even?" },
  { "parity", "7", "parity: \"7\" is not one of none, even, odd, mark, space" },
  { "string", "C:\\data", "string: the backslash at byte 3 " NO_ESCAPE },
  { "string", "a\\x00b", "string: \\x00 cannot stand in a text" },
  { "string", "\\xff", "string: the bytes that its \\x escapes make are not UTF-8" },
  { "bytes", "\\x0", "bytes: the backslash at byte 1 " NO_ESCAPE },
  { "list", "a;;b", "list: item 2 is empty; a ; in an item is spelled \\;" },
  { "list", ";", "list: item 1 is empty; a ; in an item is spelled \\;" },
  { "list", "a;\\q", "list: item 2: the backslash at byte 1 " NO_ESCAPE },
  { "bytes-list", "\\r;;", "bytes-list: item 2 is empty; a ; in an item is spelled \\;" },
  { "password", "hush\\q", "password: the backslash at byte 5 " NO_ESCAPE },
};

static void
test_wrong (void)
{
  Sample sample = { .int_ = 1234 };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      const LeatOption *option = leat_options_find (table, wrong[i].key);
      g_autoptr (GError) error = NULL;

      g_assert_false (leat_option_set (option, &sample, wrong[i].value, &error));
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
      g_assert_cmpstr (error->message, ==, wrong[i].message);
    }
  /* a member keeps what it had */
  g_assert_cmpint (sample.int_, ==, 1234);
  g_assert_null (sample.string);
}

static void
test_range (void)
{
  static const char *const ranges[][2] = {
    { "bool", "yes or no" },
    { "baud-rate", "50 to 4000000" },
    { "double", NULL },
    { "ratio", "0.25 to 1" },
    { "buffer", "1k to 16M" },
    { "wait", "1ms or more" },
    { "string", NULL },
    { "duration", NULL },
    { "parity", "none, even, odd, mark or space" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autofree char *range = leat_option_range (leat_options_find (table, ranges[i][0]));

      g_assert_cmpstr (range, ==, ranges[i][1]);
    }
}

static void
test_type_names (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (int type = LEAT_OPTION_TYPE_BOOL; type <= LEAT_OPTION_TYPE_BYTES_LIST; type++)
    g_assert_true (
        g_hash_table_add (names, (gpointer) leat_option_type_name ((LeatOptionType) type)));
  g_assert_cmpstr (leat_option_type_name ((LeatOptionType) 99), ==, "none");
  g_assert_cmpstr (leat_option_type_name (LEAT_OPTION_TYPE_NONE), ==, "none");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/option/right", test_right);
  g_test_add_func ("/option/wrong", test_wrong);
  g_test_add_func ("/option/range", test_range);
  g_test_add_func ("/option/type-names", test_type_names);
  return g_test_run ();
}
