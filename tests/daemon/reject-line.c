/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reject-line.c - tests a reject as a line of JSON, and back */
#include "rejects/leatd-reject-line.h"
#include <string.h>

static void
test_line_exact (void)
{
  const LeatdReject reject = {
    .source = "camera0",
    .stage = "schema",
    .reason = "column 5: \"1.7*0\" is no decimal",
    .data = (const guint8 *) "1.7*0\r\n\xff",
    .length = 8,
    .offset = 4711,
    .arrival = { .time = G_GINT64_CONSTANT (1539410602104518000) },
  };
  g_autoptr (GString) json = g_string_new ("before\n");

  leatd_reject_line_append (json, 17, &reject);
  g_assert_cmpstr (json->str, ==,
                   "before\n"
                   "{\"id\":17,\"time\":\"2018-10-13T06:03:22.104518000Z\",\"source\":\"camera0\","
                   "\"stage\":\"schema\",\"reason\":\"column 5: \\\"1.7*0\\\" is no decimal\","
                   "\"offset\":4711,\"length\":8,\"raw\":\"MS43KjANCv8=\","
                   "\"text\":\"1.7*0\\\\r\\\\n\\\\xFF\"}\n");
}

typedef struct {
  const char *path;
  const char *reason;
  const char *data;
  gsize       length;
  const char *reason_back;   /* NULL: as it was */
  const char *text;
} Case;

static const Case cases[] = {
  { "/reject-line/nothing", "cut", "", 0, NULL, "" },
  { "/reject-line/null", "cut", NULL, 0, NULL, "" },
  { "/reject-line/one-nul", "bad", "\0", 1, NULL, "\\x00" },
  { "/reject-line/text", "bad", "abc", 3, NULL, "abc" },
  { "/reject-line/utf-8", "größer", "gr\xc3\xb6\xc3\x9f", 6, NULL, "größ" },
  { "/reject-line/half-a-character", "bad", "a\xc3", 2, NULL, "a\\xC3" },
  { "/reject-line/quotes", "\"length\":99,\"raw\":\"x\"", "\"\\\"", 3, NULL, "\"\\\\\"" },
  { "/reject-line/mark-in-text", "bad", ",\"length\":77", 12, NULL, ",\"length\":77" },
  { "/reject-line/newlines", "a\nb\rc", "a\nb", 3, NULL, "a\\nb" },
  { "/reject-line/reason-not-utf-8", "bad \xff byte", "x", 1, "bad \xef\xbf\xbd byte", "x" },
  { "/reject-line/empty-reason", "", "x", 1, NULL, "x" },
};

static LeatdRejectLine *
there_and_back (const LeatdReject *reject, guint64 id)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  LeatdRejectLine *line;
  guint64 n_lines;

  leatd_reject_line_append (json, id, reject);
  g_assert_cmpuint (strlen (json->str), ==, json->len);
  g_assert_true (strchr (json->str, '\n') == json->str + json->len - 1);
  g_assert_true (g_utf8_validate (json->str, (gssize) json->len, NULL));
  g_assert_cmpuint (leatd_reject_line_count (json->str, json->len, &n_lines), ==, reject->length);
  g_assert_cmpuint (n_lines, ==, 1);

  line = leatd_reject_line_read (json->str, json->len, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_cmpuint (line->id, ==, id);
  g_assert_cmpuint (line->offset, ==, reject->offset);
  g_assert_cmpstr (line->source, ==, reject->source);
  g_assert_cmpstr (line->stage, ==, reject->stage);
  g_assert_cmpuint (g_bytes_get_size (line->raw), ==, reject->length);
  if (reject->length > 0)
    g_assert_true (memcmp (g_bytes_get_data (line->raw, NULL), reject->data, reject->length) == 0);
  return line;
}

static void
test_line_case (gconstpointer data)
{
  const Case *c = data;
  const LeatdReject reject = {
    .source = "camera0",
    .stage = "framer",
    .reason = c->reason,
    .data = (const guint8 *) c->data,
    .length = c->length,
    .offset = G_MAXINT64,
    .arrival = { .time = -1 },
  };
  g_autoptr (LeatdRejectLine) line = there_and_back (&reject, G_MAXINT64);

  g_assert_cmpstr (line->time, ==, "1969-12-31T23:59:59.999999999Z");
  g_assert_cmpstr (line->reason, ==, c->reason_back != NULL ? c->reason_back : c->reason);
  g_assert_cmpstr (line->text, ==, c->text);
}

/* every byte there is, and more of them than the text shows */
static void
test_line_long (void)
{
  guint8 bytes[1000];
  const LeatdReject reject = {
    .source = "s", .stage = "framer", .reason = "r", .data = bytes, .length = sizeof bytes
  };
  g_autoptr (LeatdRejectLine) line = NULL;

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) i;
  line = there_and_back (&reject, 1);
  g_assert_cmpuint (strlen (line->text), >, 256);
  g_assert_cmpuint (strlen (line->text), <=, 1024);
  g_assert_true (g_str_has_suffix (line->text, "\\xFF"));
}

static const char good[] =
    "{\"id\":1,\"time\":\"t\",\"source\":\"s\",\"stage\":\"f\",\"reason\":\"r\",\"offset\":0,"
    "\"length\":3,\"raw\":\"YWJj\",\"text\":\"abc\"}";

typedef struct {
  const char *path;
  const char *from;      /* this of the good line … */
  const char *to;        /* … is this in the broken one */
  const char *message;
} Broken;

static const Broken broken[] = {
  { "/reject-line/broken/no-json", "{\"id\"", "id", "it is no JSON object" },
  { "/reject-line/broken/half", "\"abc\"}", "\"ab", "it is no JSON object" },
  { "/reject-line/broken/array", good, "[1,2]", "it is no JSON object" },
  { "/reject-line/broken/empty", good, "", "it is no JSON object" },
  { "/reject-line/broken/no-id", "\"id\":1,", "", "it lacks \"id\"" },
  { "/reject-line/broken/no-time", "\"time\":\"t\",", "", "it lacks \"time\"" },
  { "/reject-line/broken/no-raw", "\"raw\":\"YWJj\",", "", "it lacks \"raw\"" },
  { "/reject-line/broken/no-text", ",\"text\":\"abc\"", "", "it lacks \"text\"" },
  { "/reject-line/broken/id-is-text", "\"id\":1", "\"id\":\"1\"", "\"id\" is of another type" },
  { "/reject-line/broken/source-is-null", "\"s\"", "null", "\"source\" is of another type" },
  { "/reject-line/broken/stage-is-object", "\"f\"", "{}", "\"stage\" is of another type" },
  { "/reject-line/broken/offset-is-fraction", "\"offset\":0", "\"offset\":0.5",
    "\"offset\" is of another type" },
  { "/reject-line/broken/length-is-wrong", "\"length\":3", "\"length\":4",
    "\"raw\" is 3 bytes, \"length\" says 4" },
  { "/reject-line/broken/negative", "\"length\":3", "\"length\":-3", "\"length\" is negative" },
  { "/reject-line/broken/no-base64", "YWJj", "****", "\"raw\" is 0 bytes, \"length\" says 3" },
};

static void
test_line_broken (gconstpointer data)
{
  const Broken *c = data;
  g_autoptr (GString) line = g_string_new (good);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_string_replace (line, c->from, c->to, 1), ==, 1);
  g_assert_null (leatd_reject_line_read (line->str, line->len, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED);
  g_assert_cmpstr (error->message, ==, c->message);
}

/* lines of any kind, torn at any byte */
static void
test_line_count (void)
{
  static const char lines[] = "{\"id\":1,\"length\":3,\"raw\":\"\"}\nrubbish\n\n"
                              "{\"id\":4,\"length\":40,\"raw\":\"\"}\n{\"id\":5,\"length\":500";
  guint64 n_lines;

  g_assert_cmpuint (leatd_reject_line_count (NULL, 0, &n_lines), ==, 0);
  g_assert_cmpuint (n_lines, ==, 0);
  g_assert_cmpuint (leatd_reject_line_count (lines, sizeof lines - 1, &n_lines), ==, 43);
  g_assert_cmpuint (n_lines, ==, 4);
  for (gsize length = 0; length < sizeof lines; length++)
    {
      g_autofree char *cut = g_memdup2 (lines, length);

      g_assert_cmpuint (leatd_reject_line_count (cut, length, &n_lines), <=, 43);
      g_assert_cmpuint (n_lines, <=, 4);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reject-line/exact", test_line_exact);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_line_case);
  g_test_add_func ("/reject-line/long", test_line_long);
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    g_test_add_data_func (broken[i].path, &broken[i], test_line_broken);
  g_test_add_func ("/reject-line/count", test_line_count);
  return g_test_run ();
}
