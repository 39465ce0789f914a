/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* frame-range.c - tests which bytes FROM:TO means */
#include "frame-range.h"

typedef struct {
  const char *path;
  const char *text;
  gsize end;
  gsize begin;
  gsize length;
} FindCase;

#define NOT_THERE G_MAXSIZE

static const FindCase find_cases[] = {
  { "/range/find/all", ":", 5, 0, 5 },
  { "/range/find/from", "2:", 5, 2, 3 },
  { "/range/find/to", ":2", 5, 0, 2 },
  { "/range/find/both", "1:4", 5, 1, 3 },
  { "/range/find/back", "1:-1", 5, 1, 3 },
  { "/range/find/nothing", "5:", 5, 5, 0 },
  { "/range/find/nothing-of-nothing", "0:", 0, 0, 0 },
  { "/range/find/begins-behind", "6:", 5, NOT_THERE, 0 },
  { "/range/find/ends-behind", "0:6", 5, NOT_THERE, 0 },
  { "/range/find/ends-before", "0:-6", 5, NOT_THERE, 0 },
  { "/range/find/ends-before-its-begin", "3:-3", 5, NOT_THERE, 0 },
};

static void
test_find (gconstpointer data)
{
  const FindCase *this = data;
  gsize begin, length;
  g_autoptr (GError) error = NULL;
  FrameRange range;

  frame_range_read (&range, "payload", this->text, &error);
  g_assert_no_error (error);
  if (this->begin == NOT_THERE)
    {
      g_assert_false (frame_range_find (&range, this->end, &begin, &length));
      return;
    }
  g_assert_true (frame_range_find (&range, this->end, &begin, &length));
  g_assert_cmpuint (begin, ==, this->begin);
  g_assert_cmpuint (length, ==, this->length);
}

static void
test_read (gconstpointer data)
{
  FrameRange range;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;

  g_assert_false (frame_range_read (&range, "payload", data, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  message = g_strdup_printf (
      "payload: \"%s\" is no FROM:TO; right are 2: for all from the third byte on, 1:-1, 4:8",
      (const char *) data);
  g_assert_cmpstr (error->message, ==, message);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (find_cases); i++)
    g_test_add_data_func (find_cases[i].path, &find_cases[i], test_find);
  g_test_add_data_func ("/range/read/empty", "", test_read);
  g_test_add_data_func ("/range/read/one-place", "3", test_read);
  g_test_add_data_func ("/range/read/three-places", "1:2:3", test_read);
  g_test_add_data_func ("/range/read/from-the-end", "-3:", test_read);
  g_test_add_data_func ("/range/read/word", "1:x", test_read);
  g_test_add_data_func ("/range/read/huge", "99999999999999999999:", test_read);
  return g_test_run ();
}
