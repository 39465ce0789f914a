/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-header.c - tests of what stands before a picture that is pushed */
#include "pictures-header.h"
#include "pictures-pushed.h"

typedef struct {
  const char *path;
  const char *bytes;
  PushOrder order;
  PushCounts counts;
  gint64 size;
} Size;

static const Size sizes[] = {
  { "/header/size/big-data", "\0\1\2\3", PUSH_BIG, PUSH_COUNTS_DATA, 0x010203 },
  { "/header/size/big-name", "\0\1\2\3", PUSH_BIG, PUSH_COUNTS_NAME, 0x010203 - 128 },
  { "/header/size/big-type", "\0\1\2\3", PUSH_BIG, PUSH_COUNTS_TYPE, 0x010203 - 132 },
  { "/header/size/big-all", "\0\1\2\3", PUSH_BIG, PUSH_COUNTS_ALL, 0x010203 - 136 },
  { "/header/size/little-data", "\3\2\1\0", PUSH_LITTLE, PUSH_COUNTS_DATA, 0x010203 },
  { "/header/size/little-name", "\3\2\1\0", PUSH_LITTLE, PUSH_COUNTS_NAME, 0x010203 - 128 },
  { "/header/size/little-type", "\3\2\1\0", PUSH_LITTLE, PUSH_COUNTS_TYPE, 0x010203 - 132 },
  { "/header/size/little-all", "\3\2\1\0", PUSH_LITTLE, PUSH_COUNTS_ALL, 0x010203 - 136 },
  { "/header/size/none", "\0\0\0\0", PUSH_BIG, PUSH_COUNTS_DATA, 0 },
  { "/header/size/nothing-counted", "\0\0\0\0", PUSH_BIG, PUSH_COUNTS_ALL, -136 },
  { "/header/size/largest", "\xff\xff\xff\xff", PUSH_BIG, PUSH_COUNTS_DATA, G_MAXUINT32 },
};

static void
test_size (gconstpointer data)
{
  const Size *test = data;
  guint8 header[PUSH_HEADER] = { 0 };

  memcpy (header, test->bytes, 4);
  g_assert_cmpint (pictures_header_get_size (&(PushGrammar) { test->order, test->counts }, header),
                   ==, test->size);
}

typedef struct {
  const char *path;
  const char *field;
  const char *name;
  gboolean is_one; /* may a header have it? */
} Name;

static const Name names[] = {
  { "/header/name/plain", "image_17.jpg", "image_17.jpg", TRUE },
  { "/header/name/blanks", "a b.jpg    ", "a b.jpg", TRUE },
  { "/header/name/empty", "", "picture", TRUE },
  { "/header/name/only-blanks", "   ", "picture", TRUE },
  { "/header/name/folder", "shots/17.jpg", "17.jpg", TRUE },
  { "/header/name/root", "/etc/passwd", "passwd", TRUE },
  { "/header/name/up", "../../etc/passwd", "passwd", TRUE },
  { "/header/name/dots", "..", "__", TRUE },
  { "/header/name/dot", ".", "_", TRUE },
  { "/header/name/hidden", ".17.jpg", "_17.jpg", TRUE },
  { "/header/name/only-a-folder", "shots/", "picture", TRUE },
  { "/header/name/backslashes", "C:\\shots\\17.jpg", "17.jpg", TRUE },
  { "/header/name/utf-8", "\xe5\x9c\x96.jpg", "\xe5\x9c\x96.jpg", TRUE },
  { "/header/name/latin-1", "gr\xfc\xdf.jpg", "gr__.jpg", TRUE },
  { "/header/name/half-a-character", "\xe5\x9c", "__", TRUE },
  { "/header/name/line", "a\nb.jpg", "a_b.jpg", FALSE },
  { "/header/name/escape", "\x1b[2J.jpg", "_[2J.jpg", FALSE },
  { "/header/name/delete", "a\x7f", "a_", FALSE },
};

static void
test_name (gconstpointer data)
{
  const Name *test = data;
  g_autoptr (GByteArray) header = g_byte_array_new ();
  g_autofree char *name = NULL;
  g_autofree char *type = NULL;

  pushed_append (header, FALSE, 0, test->field, NULL, 0);
  g_assert_cmpuint (header->len, ==, PUSH_HEADER);
  name = pictures_header_make_name (header->data);
  type = pictures_header_make_type (header->data);
  g_assert_cmpstr (name, ==, test->name);
  g_assert_cmpint (pictures_header_has_name (header->data), ==, test->is_one);
  g_assert_cmpstr (type, ==, "0001abff");
}

/* it fills its field, and no NUL is behind it */
static void
test_longest (void)
{
  guint8 header[PUSH_HEADER + 1];
  g_autofree char *name = NULL;

  memset (header, 'n', sizeof header);
  name = pictures_header_make_name (header);
  g_assert_cmpuint (strlen (name), ==, PUSH_NAME_LENGTH);
}

/* what is behind the NUL is not cleared by every machine */
static void
test_rest (void)
{
  guint8 header[PUSH_HEADER] = { 0 };
  g_autofree char *name = NULL;

  memcpy (header + PUSH_NAME_AT, "a.jpg\0/\n\xff", 9);
  name = pictures_header_make_name (header);
  g_assert_cmpstr (name, ==, "a.jpg");
  g_assert_true (pictures_header_has_name (header));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    g_test_add_data_func (sizes[i].path, &sizes[i], test_size);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_test_add_data_func (names[i].path, &names[i], test_name);
  g_test_add_func ("/header/name/longest", test_longest);
  g_test_add_func ("/header/name/rest", test_rest);
  return g_test_run ();
}
