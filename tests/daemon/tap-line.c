/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tap-line.c - tests how a person sees records, frames and bytes of a tap */
#include "bus/tap-line.h"

static const struct {
  const char *path;
  const char *line;
  const char *text;
} cases[] = {
  { "/tap-line/record",
    "{\"id\":\"camera0/0K3Q/1841\",\"source\":\"camera0\",\"schema\":\"pv200\","
    "\"time\":\"2018-10-13T06:03:22.104518000Z\",\"tags\":{\"a\":\"}\"},"
    "\"fields\":{\"num\":17,\"measure_1\":1.730,\"part\":\"A,\\\"} 1\",\"b\":null}}",
    "2018-10-13 06:03:22.104 camera0 1841 num=17 measure_1=1.730 part=\"A,\\\"} 1\" b=null\n" },
  { "/tap-line/quality",
    "{\"id\":\"camera0/0K3Q/2\",\"source\":\"camera0\",\"time\":\"2018-10-13T06:03:22Z\","
    "\"test\":true,\"fields\":{\"num\":1},\"quality\":{\"num\":\"implausible\"}}",
    "2018-10-13 06:03:22.000 camera0 2 num=1 num:\"implausible\" test\n" },
  { "/tap-line/dropped", "{\"dropped\":123}", "(123 are not shown: there was no time for them)\n" },
  { "/tap-line/frame",
    "{\"source\":\"camera0\",\"time\":\"2018-10-13T06:03:22Z\",\"offset\":16,\"length\":3,"
    "\"frame\":\"QUJD\"}",
    "2018-10-13 06:03:22.000 camera0 frame of 3 bytes at 16\n"
    "00000010  41 42 43                                          |ABC|\n" },
  { "/tap-line/noise",
    "{\"source\":\"camera0\",\"time\":\"2018-10-13T06:03:22Z\",\"offset\":0,\"length\":1,"
    "\"noise\":\"QQ==\",\"reason\":\"cut\"}",
    "2018-10-13 06:03:22.000 camera0 noise of 1 bytes at 0: \"cut\"\n"
    "00000000  41                                                |A|\n" },
  { "/tap-line/unknown", "{\"later\":1}", "{\"later\":1}\n" },
  { "/tap-line/no-json", "what\033?", "what??\n" },
  { "/tap-line/no-utf8", "{\"source\":\"a\xff", "{\"source\":\"a?\n" },
  { "/tap-line/cut", "{\"fields\":{\"num", "{\"fields\":{\"num\n" },
};

static void
test_line (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GString) text = g_string_new (NULL);

  leat_tap_line_append (text, cases[i].line, LEAT_TEXT_ASCII);
  if (!g_str_equal (cases[i].path, "/tap-line/cut")) /* of what is cut, anything but a crash */
    g_assert_cmpstr (text->str, ==, cases[i].text);
}

int
main (int argc, char **argv)
{
  g_assert_true (g_setenv ("TZ", "UTC", TRUE));
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, GSIZE_TO_POINTER (i), test_line);
  return g_test_run ();
}
