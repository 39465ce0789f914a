/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* frame-marks.c - tests where several marks stand, and where they may */
#include "frame-marks.h"
#include <string.h>

/* separated by blanks */
static GPtrArray *
make_list (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; *text != '\0' && words[i] != NULL; i++)
    g_ptr_array_add (list, g_bytes_new (words[i], strlen (words[i])));
  return list;
}

typedef struct {
  const char *path;
  const char *marks;
  const char *bytes;
  gboolean more;
  FrameMatch match;
  gsize at;
  gsize width;
} SearchCase;

static const SearchCase search_cases[] = {
  { "/marks/search/one", "ab", "xxaby", TRUE, FRAME_MATCH_FOUND, 2, 2 },
  { "/marks/search/none", "ab", "xxay", TRUE, FRAME_MATCH_NONE, 4, 0 },
  { "/marks/search/begins", "ab", "xxa", TRUE, FRAME_MATCH_BEGINS, 2, 2 },
  { "/marks/search/begins-and-no-more", "ab", "xxa", FALSE, FRAME_MATCH_NONE, 3, 0 },
  { "/marks/search/longest", "a ab abc", "xabcd", TRUE, FRAME_MATCH_FOUND, 1, 3 },
  { "/marks/search/longer-may-come", "a ab abc", "xab", TRUE, FRAME_MATCH_BEGINS, 1, 3 },
  { "/marks/search/longer-does-not-come", "a ab abc", "xab", FALSE, FRAME_MATCH_FOUND, 1, 2 },
  { "/marks/search/earliest", "b xyz", "xybxyz", TRUE, FRAME_MATCH_FOUND, 2, 1 },
};

static void
test_search (gconstpointer data)
{
  const SearchCase *this = data;
  const gsize length = strlen (this->bytes);
  g_autofree guint8 *bytes = g_memdup2 (this->bytes, length);
  g_autoptr (GPtrArray) list = make_list (this->marks);
  g_autoptr (GError) error = NULL;
  FrameMarks marks = { 0 };
  const FrameMark *found = NULL;
  gsize at = 0;

  frame_marks_init (&marks, "start", "some", list, &error);
  g_assert_no_error (error);
  g_assert_cmpint (frame_marks_search (&marks, bytes, length, this->more, &at, &found), ==,
                   this->match);
  g_assert_cmpuint (at, ==, this->at);
  if (this->match != FRAME_MATCH_NONE)
    g_assert_cmpuint (found->length, ==, this->width);
  frame_marks_clear (&marks);
}

static void
assert_refused (const char *texts, const char *message)
{
  g_autoptr (GPtrArray) list = make_list (texts);
  g_autoptr (GError) error = NULL;
  FrameMarks marks = { 0 };

  g_assert_false (frame_marks_init (&marks, "start", "the bytes, as in \\x02", list, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, message);
  frame_marks_clear (&marks);
}

/* the longest counts, whichever list it is of */
static void
test_add (void)
{
  g_autoptr (GPtrArray) list = make_list ("a abc"), others = make_list ("ab x");
  const FrameMark *found = NULL;
  FrameMarks marks = { 0 };
  gsize at = 0;

  g_assert_true (frame_marks_init (&marks, "start", "some", list, NULL));
  g_assert_true (frame_marks_add (&marks, "other", "some", others, 7, NULL));
  g_assert_cmpint (frame_marks_search (&marks, (const guint8 *) "-abd", 4, TRUE, &at, &found), ==,
                   FRAME_MATCH_FOUND);
  g_assert_cmpuint (at, ==, 1);
  g_assert_cmpuint (found->tag, ==, 7);
  frame_marks_clear (&marks);
}

static void
test_init (void)
{
  assert_refused ("", "start: is empty; give the bytes, as in \\x02");
  assert_refused ("a  b", "start: number 2 is empty; give the bytes, as in \\x02");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (search_cases); i++)
    g_test_add_data_func (search_cases[i].path, &search_cases[i], test_search);
  g_test_add_func ("/marks/add", test_add);
  g_test_add_func ("/marks/init", test_init);
  return g_test_run ();
}
