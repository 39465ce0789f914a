/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rejects-view.c - tests how a reject looks to a human */
#include "rejects/leat-rejects-view.h"
#include <string.h>

static LeatdRejectLine
make (const char *source, const char *stage, const char *reason, const char *raw, gsize length)
{
  return (LeatdRejectLine) {
    .id = 17,
    .time = (char *) "2018-10-13T06:03:22.104518000Z",
    .source = (char *) source,
    .stage = (char *) stage,
    .reason = (char *) reason,
    .offset = 4711,
    .raw = g_bytes_new (raw, length),
    .text = leat_escape_do (raw, length),
  };
}

static void
clear (LeatdRejectLine *line)
{
  g_bytes_unref (line->raw);
  g_free (line->text);
}

typedef struct {
  const char *path;
  const char *source;
  const char *stage;
  const char *reason;
  const char *raw;
  glong       width;
  const char *row;
} Case;

static const Case cases[] = {
  { "/rejects-view/row/fits", "camera0", "framer", "no delimiter", "a,b", 80,
    "     17 2018-10-13T06:03:22Z camera0    framer no delimiter          3 a,b\n" },
  { "/rejects-view/row/just-fits", "camera-012", "schema", "sixteen letters!", "123456789", 80,
    "     17 2018-10-13T06:03:22Z camera-012 schema sixteen letters!      9 123456789\n" },
  { "/rejects-view/row/cut", "camera-0123", "schema", "longer than max-frame", "1234567890", 80,
    "     17 2018-10-13T06:03:22Z camera-01… schema longer than max…     10 12345678…\n" },
  { "/rejects-view/row/wide", "camera0", "schema", "longer than max-frame", "1234567890", 100,
    "     17 2018-10-13T06:03:22Z camera0    schema longer than max-frame          10 "
    "1234567890\n" },
  { "/rejects-view/row/narrow", "camera0", "framer", "no delimiter", "a,b", 20,
    "     17 2018-10-13T06:03:22Z camera0    framer no delimiter          3 a,b\n" },
  { "/rejects-view/row/nothing", "camera0", "framer", "cut", "", 80,
    "     17 2018-10-13T06:03:22Z camera0    framer cut                   0\n" },
  { "/rejects-view/row/letters-not-bytes", "größe", "framer", "zu groß", "ß", 80,
    "     17 2018-10-13T06:03:22Z größe      framer zu groß               2 ß\n" },
  { "/rejects-view/row/no-commands", "camera0", "framer", "\x1b[31mred\n\xc2\x9b", "\x1b[2J", 80,
    "     17 2018-10-13T06:03:22Z camera0    framer \xef\xbf\xbd[31mred\xef\xbf\xbd\xef\xbf\xbd"
    "            4 \\x1B[2J\n" },
};

static void
test_view_row (gconstpointer data)
{
  const Case *c = data;
  LeatdRejectLine line = make (c->source, c->stage, c->reason, c->raw, strlen (c->raw));
  g_autoptr (GString) text = g_string_new (NULL);

  leat_rejects_view_append_row (text, &line, c->width);
  g_assert_cmpstr (text->str, ==, c->row);
  g_assert_cmpint (g_utf8_strlen (text->str, -1), <=, MAX (c->width, LEAT_REJECTS_VIEW_WIDTH) + 1);
  clear (&line);
}

static void
test_view_heading (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  leat_rejects_view_append_heading (text, 80);
  g_assert_cmpstr (text->str, ==,
                   "     ID TIME                 SOURCE     STAGE  REASON           "
                   "LENGTH BYTES\n");
}

static void
test_view_whole (void)
{
  LeatdRejectLine line = make ("camera0", "schema", "a reason \x1b that is long, and not cut",
                               "18/10/13,14:03\r\n\xff\x00", 18);
  g_autoptr (GString) text = g_string_new (NULL);

  leat_rejects_view_append_whole (text, &line);
  g_assert_cmpstr (text->str, ==,
                   "id      17\n"
                   "time    2018-10-13T06:03:22.104518000Z\n"
                   "source  camera0\n"
                   "stage   schema\n"
                   "reason  a reason \xef\xbf\xbd that is long, and not cut\n"
                   "offset  4711\n"
                   "length  18\n"
                   "\n"
                   "00000000  31 38 2f 31 30 2f 31 33  2c 31 34 3a 30 33 0d 0a  "
                   "|18/10/13,14:03..|\n"
                   "00000010  ff 00                                             |..|\n");
  clear (&line);
}

static const LeatRefusedLine refused = {
  .id = 1841,
  .name = (char *) "camera0/E/17",
  .sink = (char *) "mes",
  .time = (char *) "2018-10-13T06:05:00.000000000Z",
  .arrival = (char *) "2018-10-13T06:03:22.104518000Z",
  .source = (char *) "camera0",
  .status = 422,
  .reason = (char *) "refused \x1b by the service",
  .answer = (char *) "{\"num\":[\"a number\"]}\r\nmore\x1b",
};

/* as wide as the other table; of the answer, the first line */
static void
test_view_refused (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  leat_rejects_view_append_refused_heading (text, 80);
  leat_rejects_view_append_refused_row (text, &refused, 80);
  g_assert_cmpstr (text->str, ==,
                   "     ID SINK       TIME                 STATUS REASON           ANSWER\n"
                   "   1841 mes        2018-10-13T06:03:22Z    422 refused \xef\xbf\xbd by th… "
                   "{\"num\":[\"a numb…\n");
}

static void
test_view_refused_whole (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  leat_rejects_view_append_refused_whole (text, &refused);
  g_assert_cmpstr (text->str, ==,
                   "id      1841\n"
                   "record  camera0/E/17\n"
                   "time    2018-10-13T06:03:22.104518000Z\n"
                   "sink    mes\n"
                   "refused 2018-10-13T06:05:00.000000000Z\n"
                   "status  422\n"
                   "reason  refused \xef\xbf\xbd by the service\n"
                   "\n"
                   "{\"num\":[\"a number\"]}\n"
                   "more\xef\xbf\xbd\n");
}

typedef struct {
  const char *path;
  const char *text;
  const char *time;   /* NULL: refused */
} TimeCase;

static const TimeCase times[] = {
  { "/rejects-view/time/utc", "2018-10-13T06:03:22Z", "2018-10-13T06:03:22.000000000Z" },
  { "/rejects-view/time/fraction", "2018-10-13T06:03:22.5Z", "2018-10-13T06:03:22.500000000Z" },
  { "/rejects-view/time/offset", "2018-10-13T06:03:22+08:00", "2018-10-12T22:03:22.000000000Z" },
  { "/rejects-view/time/local", "2018-10-13T06:03:22", "2018-10-12T22:03:22.000000000Z" },
  { "/rejects-view/time/blank", "2018-10-13 06:03:22", "2018-10-12T22:03:22.000000000Z" },
  { "/rejects-view/time/date", "2018-10-13", "2018-10-12T16:00:00.000000000Z" },
  { "/rejects-view/time/old", "1678-01-01T00:00:00Z", "1678-01-01T00:00:00.000000000Z" },
  { "/rejects-view/time/too-old", "1600-01-01T00:00:00Z", NULL },
  { "/rejects-view/time/too-late", "2300-01-01T00:00:00Z", NULL },
  { "/rejects-view/time/word", "yesterday", NULL },
  { "/rejects-view/time/empty", "", NULL },
  { "/rejects-view/time/no-such-day", "2018-02-30", NULL },
};

static void
test_view_time (gconstpointer data)
{
  const TimeCase *c = data;
  g_autofree char *message = g_strconcat (c->text,
                                          " is no time; 2018-10-13 or 2018-10-13T06:03:22Z is one",
                                          NULL);
  g_autoptr (GError) error = NULL;
  char time[LEAT_VALUE_TEXT_MAX] = "";

  g_assert_cmpint (leat_rejects_view_parse_time (c->text, time, &error), ==, c->time != NULL);
  if (c->time != NULL)
    {
      g_assert_no_error (error);
      g_assert_cmpstr (time, ==, c->time);
      return;
    }
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, message);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Taipei", TRUE);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_view_row);
  g_test_add_func ("/rejects-view/heading", test_view_heading);
  g_test_add_func ("/rejects-view/whole", test_view_whole);
  g_test_add_func ("/rejects-view/refused", test_view_refused);
  g_test_add_func ("/rejects-view/refused-whole", test_view_refused_whole);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    g_test_add_data_func (times[i].path, &times[i], test_view_time);
  return g_test_run ();
}
