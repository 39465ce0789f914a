/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* options.c - tests what is said of a table of options */
#include "leat-host.h"

#include <math.h>

typedef struct {
  char *name;
  gint64 count;
  int choice;
  GBytes *bytes;
  char *password;
} Sample;

#define OFFSET(member) G_STRUCT_OFFSET (Sample, member)

static const char *const choices[] = { "one", "two", NULL };
static const char *const no_choices[] = { NULL };
static const char *const equal_choices[] = { "one", "one", NULL };
static const char *const empty_choice[] = { "one", "", NULL };

/* key, type, member and summary can each be the wrong one */
#define OPTION(the_key, the_type, the_offset, the_summary, ...) \
  { \
    .key = the_key, .type = (LeatOptionType) (the_type), .offset = the_offset, \
    .summary = the_summary, __VA_ARGS__ \
  }
#define KEY(key) OPTION (key, LEAT_OPTION_TYPE_STRING, OFFSET (name), "A name.")
#define MEMBER(offset) OPTION ("name", LEAT_OPTION_TYPE_STRING, offset, "A name.")
#define TYPE(type) OPTION ("name", type, OFFSET (name), "A name.")
#define SUMMARY(text) OPTION ("name", LEAT_OPTION_TYPE_STRING, OFFSET (name), text)
#define NAME(...) OPTION ("name", LEAT_OPTION_TYPE_STRING, OFFSET (name), "A name.", __VA_ARGS__)
#define COUNT(...) OPTION ("count", LEAT_OPTION_TYPE_INT, OFFSET (count), "A count.", __VA_ARGS__)
#define CHOICE(...) \
  OPTION ("choice", LEAT_OPTION_TYPE_CHOICE, OFFSET (choice), "A choice.", __VA_ARGS__)
#define BAD_KEY ": a key is lower-case letters, digits and single dashes, 40 at the most"

static const struct {
  const char *path;
  LeatOption table[3];
  const char *message; /* NULL: sound */
} cases[] = {
  { "/options/check/empty", { LEAT_OPTION_END }, NULL },
  { "/options/check/sound",
    { NAME (.preset = "camera0"), COUNT (.preset = "7", .maximum = 9), LEAT_OPTION_END },
    NULL },
  { "/options/check/required",
    { NAME (.flags = LEAT_OPTION_REQUIRED | LEAT_OPTION_LIVE), LEAT_OPTION_END },
    NULL },
  { "/options/check/no-key", { KEY (NULL), LEAT_OPTION_END }, "option without a key" BAD_KEY },
  { "/options/check/empty-key", { KEY (""), LEAT_OPTION_END }, "option without a key" BAD_KEY },
  { "/options/check/upper-case", { KEY ("Name"), LEAT_OPTION_END }, "option Name" BAD_KEY },
  { "/options/check/underscore", { KEY ("the_name"), LEAT_OPTION_END }, "option the_name" BAD_KEY },
  { "/options/check/digit-first", { KEY ("2nd"), LEAT_OPTION_END }, "option 2nd" BAD_KEY },
  { "/options/check/dash-last", { KEY ("name-"), LEAT_OPTION_END }, "option name-" BAD_KEY },
  { "/options/check/two-dashes",
    { KEY ("the--name"), LEAT_OPTION_END },
    "option the--name" BAD_KEY },
  { "/options/check/long-key",
    { KEY ("a1234567890123456789012345678901234567890"), LEAT_OPTION_END },
    "option a1234567890123456789012345678901234567890" BAD_KEY },
  { "/options/check/twice", { NAME (), NAME (), LEAT_OPTION_END }, "option name: stands twice" },
  { "/options/check/type", { TYPE (77), LEAT_OPTION_END }, "option name: type 77 is not known" },
  { "/options/check/negative-type",
    { TYPE (-1), LEAT_OPTION_END },
    "option name: type -1 is not known" },
  { "/options/check/no-summary",
    { SUMMARY (NULL), LEAT_OPTION_END },
    "option name: its summary must be one sentence that ends in a full stop" },
  { "/options/check/no-full-stop",
    { SUMMARY ("A name"), LEAT_OPTION_END },
    "option name: its summary must be one sentence that ends in a full stop" },
  { "/options/check/two-lines",
    { SUMMARY ("A\nname."), LEAT_OPTION_END },
    "option name: its summary must be one sentence that ends in a full stop" },
  { "/options/check/flags",
    { NAME (.flags = (LeatOptionFlags) 0x81), LEAT_OPTION_END },
    "option name: flags 0x80 are not known" },
  { "/options/check/outside",
    { MEMBER (sizeof (Sample)), LEAT_OPTION_END },
    "option name: its member lies outside the instance of 40 bytes" },
  { "/options/check/partly-outside",
    { MEMBER (sizeof (Sample) - 4), LEAT_OPTION_END },
    "option name: its member lies outside the instance of 40 bytes" },
  { "/options/check/far-outside",
    { MEMBER (G_MAXSIZE - 3), LEAT_OPTION_END },
    "option name: its member lies outside the instance of 40 bytes" },
  { "/options/check/not-aligned",
    { MEMBER (3), LEAT_OPTION_END },
    "option name: its member at offset 3 is not aligned" },
  { "/options/check/same-member",
    { NAME (), OPTION ("count", LEAT_OPTION_TYPE_INT, OFFSET (name), "A count."), LEAT_OPTION_END },
    "option count: its member is that of option name too" },
  { "/options/check/overlap",
    { NAME (), OPTION ("choice", LEAT_OPTION_TYPE_CHOICE, 4, "A choice.", .choices = choices),
      LEAT_OPTION_END },
    "option choice: its member is that of option name too" },
  { "/options/check/no-choices",
    { CHOICE (), LEAT_OPTION_END },
    "option choice: is a choice without choices" },
  { "/options/check/empty-choices",
    { CHOICE (.choices = no_choices), LEAT_OPTION_END },
    "option choice: is a choice without choices" },
  { "/options/check/equal-choices",
    { CHOICE (.choices = equal_choices), LEAT_OPTION_END },
    "option choice: choice one stands twice" },
  { "/options/check/empty-choice",
    { CHOICE (.choices = empty_choice), LEAT_OPTION_END },
    "option choice: choice 2 is empty" },
  { "/options/check/choices-of-none",
    { NAME (.choices = choices), LEAT_OPTION_END },
    "option name: has choices, but is no choice" },
  { "/options/check/limits-of-none",
    { NAME (.maximum = 7), LEAT_OPTION_END },
    "option name: has limits, but is no number" },
  { "/options/check/limits",
    { COUNT (.minimum = 7, .maximum = 5), LEAT_OPTION_END },
    "option count: its maximum is less than its minimum" },
  { "/options/check/limit-nan",
    { COUNT (.minimum = 0.0, .maximum = (double) NAN), LEAT_OPTION_END },
    "option count: its maximum is less than its minimum" },
  { "/options/check/negative-size",
    { OPTION ("count", LEAT_OPTION_TYPE_SIZE, OFFSET (count), "A count.", .minimum = -1,
              .maximum = 5),
      LEAT_OPTION_END },
    "option count: its minimum is negative" },
  { "/options/check/preset",
    { COUNT (.preset = "many"), LEAT_OPTION_END },
    "option count: its preset: \"many\" is no whole number" },
  { "/options/check/preset-range",
    { COUNT (.preset = "10", .minimum = 1, .maximum = 9), LEAT_OPTION_END },
    "option count: its preset: 10 is out of range, 1 to 9 is right" },
  { "/options/check/preset-choice",
    { CHOICE (.choices = choices, .preset = "tow"), LEAT_OPTION_END },
    "option choice: its preset: \"tow\" is not one of one, two; did you mean two?" },
  { "/options/check/preset-of-required",
    { NAME (.preset = "x", .flags = LEAT_OPTION_REQUIRED), LEAT_OPTION_END },
    "option name: is required, and has a preset" },
  { "/options/check/secret-number",
    { COUNT (.flags = LEAT_OPTION_SECRET), LEAT_OPTION_END },
    "option count: only a text can be a secret" },
  { "/options/check/path-number",
    { COUNT (.flags = LEAT_OPTION_PATH), LEAT_OPTION_END },
    "option count: only a text or a list can be a path" },
  { "/options/check/secret-file",
    { NAME (.flags = LEAT_OPTION_SECRET),
      OPTION ("name-file", LEAT_OPTION_TYPE_INT, OFFSET (count), "A count."), LEAT_OPTION_END },
    "option name-file: is how the secret name is read from a file" },
};

static void
test_check (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  const gboolean sound = leat_options_check (cases[i].table, sizeof (Sample), &error);

  g_assert_cmpstr (error != NULL ? error->message : NULL, ==, cases[i].message);
  g_assert_cmpint (sound, ==, error == NULL);
  if (error != NULL)
    g_assert_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN);
}

static const LeatOption sample_table[] = {
  LEAT_OPTION_STRING (Sample, name, .key = "name", .preset = "camera0", .summary = "A name."),
  LEAT_OPTION_INT (Sample, count, .key = "count", .summary = "A count."),
  LEAT_OPTION_BYTES (Sample, bytes, .key = "bytes", .preset = "\\r", .summary = "Some bytes."),
  LEAT_OPTION_STRING (Sample, password, .key = "password", .flags = LEAT_OPTION_SECRET,
                      .summary = "A secret."),
  LEAT_OPTION_END
};

static void
test_find (void)
{
  g_assert_true (leat_options_find (sample_table, "count") == &sample_table[1]);
  g_assert_true (leat_options_find (sample_table, "password") == &sample_table[3]);
  g_assert_true (leat_options_find (sample_table, "password-file") == &sample_table[3]);
  g_assert_null (leat_options_find (sample_table, "name-file"));
  g_assert_null (leat_options_find (sample_table, "nam"));
  g_assert_null (leat_options_find (sample_table, "names"));
  g_assert_null (leat_options_find (sample_table, ""));
  g_assert_null (leat_options_find (NULL, "name"));
}

static void
test_clash (void)
{
  static const LeatOption apart[] = { CHOICE (.choices = choices), LEAT_OPTION_END };
  static const LeatOption same[] = { COUNT (), LEAT_OPTION_END };
  static const LeatOption file[] = {
    OPTION ("password-file", LEAT_OPTION_TYPE_INT, OFFSET (count), "A count."), LEAT_OPTION_END
  };

  g_assert_null (leat_options_clash (sample_table, apart));
  g_assert_null (leat_options_clash (sample_table, NULL));
  g_assert_null (leat_options_clash (NULL, sample_table));
  g_assert_cmpstr (leat_options_clash (sample_table, same), ==, "count");
  g_assert_cmpstr (leat_options_clash (same, sample_table), ==, "count");
  g_assert_cmpstr (leat_options_clash (sample_table, file), ==, "password-file");
  g_assert_cmpstr (leat_options_clash (file, sample_table), ==, "password-file");
}

static void
test_preset_and_clear (void)
{
  Sample sample = { .count = 5 };

  leat_options_preset (sample_table, &sample);
  g_assert_cmpstr (sample.name, ==, "camera0");
  g_assert_cmpint (sample.count, ==, 5);
  g_assert_cmpuint (g_bytes_get_size (sample.bytes), ==, 1);
  g_assert_null (sample.password);

  /* again: what was there is freed, which the leak checker of the sanitizer sees */
  leat_options_preset (sample_table, &sample);
  leat_options_clear (sample_table, &sample);
  g_assert_null (sample.name);
  g_assert_null (sample.bytes);
  leat_options_clear (sample_table, &sample);
  leat_options_clear (NULL, &sample);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, GUINT_TO_POINTER (i), test_check);
  g_test_add_func ("/options/find", test_find);
  g_test_add_func ("/options/clash", test_clash);
  g_test_add_func ("/options/preset-and-clear", test_preset_and_clear);
  return g_test_run ();
}
