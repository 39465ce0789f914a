/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-name.c - tests of what names of pictures say */
#include "pictures-name.h"

typedef struct {
  const char *path;
  const char *pattern;
  const char *name;
  const char *key; /* "|" behind each field; NULL: no such name */
} Case;

static const Case cases[] = {
  { "/name/any", "*", "x.jpg", "" },
  { "/name/case", "*.jpg", "X.JPG", "" },
  { "/name/other", "*.jpg", "x.bmp", NULL },
  { "/name/dot-is-a-dot", "*.jpg", "xjpg", NULL },
  { "/name/one-letter", "cam?.jpg", "cam1.jpg", "" },
  { "/name/field", "*_{num}.jpg", "cam_17.jpg", "17|" },
  { "/name/zeros", "*_{num}.jpg", "cam_000170.jpg", "170|" },
  { "/name/zero", "*_{num}.jpg", "cam_000.jpg", "0|" },
  { "/name/text-keeps-zeros", "{code}.jpg", "0A7.jpg", "0A7|" },
  { "/name/between", "*_{num}_*.jpg", "cam_17_20180101.jpg", "17|" },
  { "/name/two", "{source}-{num}.png", "camera0-0017.png", "camera0|17|" },
  { "/name/empty-field", "a{num}.jpg", "a.jpg", NULL },
  { "/name/any-bytes", "{num}_*.jpg", "7_\xff\xfe.jpg", "7|" },
  { "/name/newline", "{num}.jpg", "7.jpg\n", NULL },
  { "/name/signs", "(a+)[{num}].jpg", "(a+)[7].jpg", "7|" },
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PicturesName) name = pictures_name_new (test->pattern, &error);
  g_autofree char *key = NULL;

  g_assert_no_error (error);
  key = pictures_name_read (name, test->name);
  for (char *at = key; at != NULL && *at != '\0'; at++)
    if (*at == '\x1f')
      *at = '|';
  g_assert_cmpstr (key, ==, test->key);
}

static void
test_wrong (void)
{
  static const char *const wrong[] = { "{", "{}", "a{num", "{a}{b}{c}{d}{e}{f}{g}{h}{i}" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (pictures_name_new (wrong[i], &error));
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
    }
}

static void
test_fields (void)
{
  g_autoptr (PicturesName) name = pictures_name_new ("{source}_*_{num}", NULL);
  const char *const *fields = pictures_name_get_fields (name);

  g_assert_cmpstr (fields[0], ==, "source");
  g_assert_cmpstr (fields[1], ==, "num");
  g_assert_null (fields[2]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  g_test_add_func ("/name/wrong", test_wrong);
  g_test_add_func ("/name/fields", test_fields);
  return g_test_run ();
}
