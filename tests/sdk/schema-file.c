/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* schema-file.c - tests what schema files say, and every fault of one with its whole message */
#include <string.h>
#include <glib/gstdio.h>
#include <unistd.h>
#include "leat-schema-draft.h"
#include "leat-batch.h"
#include "leat-schema-host.h"

#define HEAD  "[schema]\nname=test\n"
#define FORMATS \
  "csv, fixed, tokens, pairs, text, regex, json, binary, nmea, obis; did you mean json?"
#define NUM   "[field num]\ncolumn=1\ntype=int\n"
#define GAP   "[field gap]\ncolumn=1\ntype=decimal\n"
#define TEXT  "[field text]\ncolumn=1\ntype=string\n"
#define CLOCK "[field clock]\ncolumn=1\ntype=time\n"

typedef struct {
  const char *name;
  const char *text;
  const char *faults;   /* where its line does not end, it goes on in words of the option tables */
} Case;

static const Case cases[] = {
  { "empty", "",
    "test: has no group [schema]: it names the schema and its format\n"
    "test: has no group [field NAME]: a record without fields says nothing\n" },
  { "no-schema", NUM, "test: has no group [schema]: it names the schema and its format\n" },
  { "no-field", HEAD, "test: has no group [field NAME]: a record without fields says nothing\n" },
  { "no-name", "[schema]\nformat=csv\n" NUM,
    "test:1: [schema] name: is missing: What its records are called: a-z, 0-9, _ and -.\n" },
  { "name", "[schema]\nname=../x\n" NUM,
    "test:2: [schema] name: \"../x\" is no name: it begins with a-z and goes on with a-z, 0-9, _ "
    "and -\n" },
  { "format", HEAD "format=jsn\n" NUM,
    "test:3: [schema] format: \"jsn\" is not one of " FORMATS "\n" },
  { "unknown-key", HEAD "delimeter=;\n" NUM,
    "test:3: [schema] delimeter: is not known here; did you mean delimiter?\n" },
  { "unknown-group", HEAD NUM "[filed x]\ncolumn=2\n",
    "test:6: [filed x]: a schema file has [schema], [field NAME] and [example N]; did you mean "
    "field?\n" },
  { "delimiter", HEAD "delimiter=,;\n" NUM,
    "test:3: [schema] delimiter: must be one byte, such as , or ; or \\t\n" },
  { "delimiter-empty", HEAD "delimiter=\n" NUM,
    "test:3: [schema] delimiter: must be one byte, such as , or ; or \\t\n" },
  { "quote", HEAD "quote=''\n" NUM,
    "test:3: [schema] quote: must be one byte, such as \", or none\n" },
  { "quote-is-delimiter", HEAD "quote=,\n" NUM, "test:3: [schema] quote: is the delimiter too\n" },
  { "columns", HEAD "columns=2\n[field num]\ncolumn=3\ntype=int\n",
    "test:3: [schema] columns: is 2, but a field has column 3\n" },
  { "columns-none", HEAD "columns=0\n" NUM,
    "test:3: [schema] columns: 0 is out of range, 1 to 1024 is right\n" },

  { "field/name", HEAD "[field Num]\ncolumn=1\ntype=int\n",
    "test:3: [field Num]: \"Num\" is no name of a field: it begins with a-z and goes on with a-z, "
    "0-9 and _\n" },
  { "field/no-name", HEAD "[field]\ncolumn=1\ntype=int\n",
    "test:3: [field]: \"\" is no name of a field: it begins with a-z and goes on with a-z, 0-9 and "
    "_\n" },
  { "field/reserved-name", HEAD "[field frame]\ncolumn=1\ntype=int\n",
    "test:3: [field frame]: \"frame\" is no name of a field: an [example] needs the word for "
    "itself\n" },
  { "field/no-column", HEAD "[field num]\ntype=int\n",
    "test:3: [field num] column: is missing: say which column it is, from 1; or "
    "judgement=FIELD;FIELD\n" },
  { "field/no-type", HEAD "[field num]\ncolumn=1\n",
    "test:3: [field num] type: is missing: bool, int, decimal, double, time, string, bytes\n" },
  { "field/column-0", HEAD "[field num]\ncolumn=0\ntype=int\n",
    "test:4: [field num] column: \"0\" is no column: 3, or 1-2, from 1 to 1024\n" },
  { "field/column-1025", HEAD "[field num]\ncolumn=1025\ntype=int\n",
    "test:4: [field num] column: \"1025\" is no column: 3, or 1-2, from 1 to 1024\n" },
  { "field/column-word", HEAD "[field num]\ncolumn=first\ntype=int\n",
    "test:4: [field num] column: \"first\" is no column: 3, or 1-2, from 1 to 1024\n" },
  { "field/column-backwards", HEAD "[field num]\ncolumn=2-1\ntype=int\n",
    "test:4: [field num] column: \"2-1\" is no column: 3, or 1-2, from 1 to 1024\n" },
  { "field/column-rest", HEAD "[field num]\ncolumn=1-2-3\ntype=int\n",
    "test:4: [field num] column: \"1-2-3\" is no column: 3, or 1-2, from 1 to 1024\n" },
  { "field/key", HEAD NUM "requird=yes\n",
    "test:6: [field num] requird: is not known here; did you mean required?\n" },
  { "field/no-use", HEAD NUM "pattern=%Y\n",
    "test:6: [field num] pattern: has no meaning for type=int; it is for time\n" },
  { "field/no-use-of-limits", HEAD TEXT "minimum=1\n",
    "test:6: [field text] minimum: has no meaning for type=string; it is for int, decimal, "
    "double\n" },
  { "field/role", HEAD TEXT "role=counter\n",
    "test:6: [field text] role: counter needs type=int, not string\n" },
  { "field/role-time", HEAD NUM "role=time\n",
    "test:6: [field num] role: time needs type=time, not int\n" },
  { "field/role-twice", HEAD NUM "role=counter\n[field second]\ncolumn=2\ntype=int\nrole=counter\n",
    "test:10: [field second] role: counter has field num already; a record has one\n" },
  { "field/role-judgement", HEAD TEXT "role=judgement\n",
    "test:6: [field text] role: judgement needs to know the device's words: good=OK and bad=NG, "
    "for example; "
    "or, without a column, judgement=FIELD;FIELD\n" },
  { "field/given-place", HEAD NUM "[field latency]\ncolumn=2\ntype=decimal\ngiven=yes\n",
    "test:7: [field latency] column: has no meaning beside given=yes, which takes the place of one "
    "in the frame\n" },
  { "field/words-without-role", HEAD TEXT "good=OK\n",
    "test:3: [field text] role: must be judgement where good=, bad= or none= stand\n" },
  { "field/minimum", HEAD GAP "minimum=few\n",
    "test:6: [field gap] minimum: \"few\" is no decimal number of at most 18 digits, such as "
    "-1.730\n" },
  { "field/upside-down", HEAD GAP "minimum=2\nmaximum=1\n",
    "test:6: [field gap] minimum: \"2\" is more than \"1\", which is maximum\n" },
  { "field/limits-upside-down", HEAD GAP "lower-limit=2\nupper-limit=1.99\n",
    "test:6: [field gap] lower-limit: \"2\" is more than \"1.99\", which is upper-limit\n" },
  { "field/saturated", HEAD GAP "saturated=9.9;max\n",
    "test:6: [field gap] saturated: \"max\" is no decimal number of at most 18 digits, such as "
    "-1.730\n" },
  { "field/mark-twice", HEAD GAP "missing=***\noverflow=OL;***\n",
    "test:7: [field gap] overflow: \"***\" has a meaning in this field already\n" },
  { "field/true-is-false", HEAD "[field on]\ncolumn=1\ntype=bool\ntrue=1\nfalse=1\n",
    "test:7: [field on] false: \"1\" has a meaning in this field already\n" },
  { "field/no-pattern", HEAD CLOCK,
    "test:3: [field clock] pattern: is missing: a time is written in some way, such as %Y-%m-%d "
    "%H:%M:%S\n" },
  { "field/pattern", HEAD CLOCK "pattern=%H:%M\n",
    "test:6: [field clock] pattern: \"%H:%M\" is no time pattern: it says no date: %Y or %y with "
    "%m and %d, "
    "or %j; or %s alone\n" },
  { "field/timezone", HEAD CLOCK "pattern=%Y-%m-%d\ntimezone=Asia/Taipeh\n",
    "test:7: [field clock] timezone: \"Asia/Taipeh\" is no time zone that is known here; write "
    "UTC, local, "
    "+08:00 or a name such as Asia/Taipei (names come with the package tzdata)\n" },
  { "field/encoding", HEAD TEXT "encoding=sjis\n",
    "test:6: [field text] encoding: \"sjis\" is not one of utf-8, latin-1, "
    "shift-jis\n" },
  { "field/max-length", HEAD TEXT "max-length=0\n",
    "test:6: [field text] max-length: 0 is out of range, 1 to 16M is right\n" },
  { "field/comment-behind", HEAD NUM "maximum=10 # mm\n",
    "test:6: [field num] maximum: \"10 # mm\" is no decimal number of at most 18 digits, such as "
    "-1.730; a "
    "comment needs a line of its own\n" },

  { "judgement/no-tolerance", HEAD GAP "[field verdict]\njudgement=gap\n",
    "test:7: [field verdict] judgement: gap has no tolerance: it needs lower-limit= or "
    "upper-limit=\n" },
  { "judgement/unknown", HEAD GAP "upper-limit=2\n[field verdict]\njudgement=gab\n",
    "test:8: [field verdict] judgement: \"gab\" is no field with a place in the frame; did you "
    "mean gap?\n" },
  { "judgement/of-judgement",
    HEAD GAP "upper-limit=2\n[field verdict]\njudgement=gap\n[field other]\njudgement=verdict\n",
    "test:10: [field other] judgement: \"verdict\" is no field with a place in the frame\n" },
  { "judgement/of-nothing", HEAD GAP "[field verdict]\njudgement=\n",
    "test:7: [field verdict] judgement: names no field\n" },
  { "judgement/column", HEAD GAP "upper-limit=2\n[field verdict]\njudgement=gap\ncolumn=2\n",
    "test:9: [field verdict] column: has no meaning beside judgement=, which takes the place of "
    "one in the frame\n" },
  { "judgement/type", HEAD GAP "upper-limit=2\n[field verdict]\njudgement=gap\ntype=int\n",
    "test:9: [field verdict] type: must be string: a judgement is good, bad or none\n" },
  { "judgement/role", HEAD GAP "upper-limit=2\n[field verdict]\njudgement=gap\nrole=part\n",
    "test:9: [field verdict] role: must be judgement beside judgement=\n" },

  { "all-at-once",
    HEAD "trim=maybe\n[field a]\ncolumn=x\ntype=int\n[field b]\ncolumn=1\ntype=integer\n",
    "test:3: [schema] trim: \"maybe\" is neither yes nor no\n"
    "test:5: [field a] column: \"x\" is no column: 3, or 1-2, from 1 to 1024\n"
    "test:9: [field b] type: \"integer\" is not one of bool, int, decimal, double, "
    "time, string, bytes; did you mean int?\n" },
};

static void
test_faults (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatSchema) schema = leat_schema_load_text ("test", test->text, -1, faults);
  g_autofree char *said = leat_faults_to_string (faults);

  g_assert_cmpstr (said, ==, test->faults);
  g_assert_null (schema);
}

#define WHOLE \
  HEAD "summary=A test\n" NUM "role=counter\nunit=pieces\n[field verdict]\njudgement=gap\n" \
  "[field gap]\ncolumn=2\ntype=decimal\nunit=mm\nupper-limit=2\n"

static void
test_whole (void)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatSchema) schema = leat_schema_load_text ("test", WHOLE, -1, faults);
  g_autoptr (LeatSchema) other = leat_schema_load_text ("test", WHOLE "#\n", -1, faults);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, WHOLE, -1);

  g_assert_cmpuint (leat_faults_get_n (faults), ==, 0);
  g_assert_cmpstr (leat_schema_get_name (schema), ==, "test");
  g_assert_cmpstr (leat_schema_get_summary (schema), ==, "A test");
  g_assert_cmpstr (leat_schema_get_hash (schema), ==, hash);
  g_assert_cmpstr (leat_schema_get_hash (other), !=, hash);
  g_assert_cmpuint (leat_schema_get_n_fields (schema), ==, 3);
  g_assert_cmpstr (leat_schema_get_field (schema, 0)->unit, ==, "pieces");
  g_assert_cmpint (leat_schema_get_field (schema, 0)->role, ==, LEAT_ROLE_COUNTER);
  g_assert_cmpint (leat_schema_get_field (schema, 1)->role, ==, LEAT_ROLE_JUDGEMENT);
  g_assert_cmpint (leat_schema_get_field (schema, 1)->type, ==, LEAT_TYPE_STRING);
  g_assert_cmpint (leat_schema_get_field (schema, 2)->type, ==, LEAT_TYPE_DECIMAL);
}

/* what the source knows has no place in the frame, and waits for it */
static void
test_given (void)
{
  static const char text[] = HEAD NUM
      "[field latency]\ntype=decimal\nunit=ms\ngiven=yes\n"
      "[field verdict]\ntype=string\nrole=judgement\ngiven=yes\n[field last]\ncolumn=2\n"
      "type=int\n";
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatSchema) schema = leat_schema_load_text ("test", text, -1, faults);
  LeatOrigin *origin = leat_origin_new ("test", "epoch", schema, "gateway", NULL);
  g_autoptr (LeatBatch) batch = leat_batch_new (1);
  g_autoptr (GError) error = NULL;
  const LeatRecord *record;

  g_assert_cmpuint (leat_faults_get_n (faults), ==, 0);
  g_assert_cmpuint (leat_schema_get_n_fields (schema), ==, 4);
  leat_schema_decode (schema, (const guint8 *) "7,8", 3, batch, origin, leat_clock_now (), &error);
  g_assert_no_error (error);
  record = leat_batch_get_record (batch, 0);
  g_assert_cmpint (record->values[0].integer, ==, 7);
  g_assert_cmpint (record->values[1].quality, ==, LEAT_QUALITY_MISSING);
  g_assert_cmpint (record->values[2].quality, ==, LEAT_QUALITY_MISSING);
  g_assert_cmpint (record->values[3].integer, ==, 8);
  leat_origin_unref (origin);
}

static void
test_text (void)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatSchema) schema = leat_schema_load_text ("test", WHOLE, -1, faults);
  g_autoptr (LeatSchema) made = leat_schema_new ("made", NULL, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatSchema)
      again = leat_schema_new_from_text ("store", leat_schema_get_text (schema), -1, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (leat_schema_get_text (schema), ==, WHOLE);
  g_assert_cmpstr (leat_schema_get_hash (again), ==, leat_schema_get_hash (schema));
  g_assert_null (leat_schema_get_text (made));
  g_assert_null (leat_schema_new_from_text ("store", "[schema]\n", -1, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_true (g_str_has_prefix (error->message, "store:"));
}

static void
test_load (void)
{
  g_autofree char *folder = g_dir_make_tmp ("leat-schema-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "test.schema", NULL);
  g_autofree char *absent = g_strconcat (path, ": cannot be read: No such file or directory", NULL);
  g_autofree char *wrong = g_strconcat (path, ":6: [field num] role: time needs type=time, not int",
                                        NULL);
  g_autofree char *giant = g_strconcat (path, ": is longer than 16 MiB", NULL);
  g_autoptr (GError) first = NULL, second = NULL, third = NULL, fourth = NULL, fifth = NULL;
  g_autoptr (LeatSchema) schema = NULL;

  g_assert_null (leat_schema_load (path, &first));
  g_assert_error (first, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_true (g_ascii_strcasecmp (first->message, absent) == 0);

  g_assert_true (g_file_set_contents (path, HEAD NUM "role=time\n", -1, NULL));
  g_assert_null (leat_schema_load (path, &second));
  g_assert_error (second, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (second->message, ==, wrong);

  g_assert_true (g_file_set_contents (path, HEAD NUM, -1, NULL));
  schema = leat_schema_load (path, &third);
  g_assert_no_error (third);
  g_assert_nonnull (schema);

  g_assert_cmpint (truncate (path, (off_t) 1 << 36), ==, 0);
  g_assert_null (leat_schema_load (path, &fourth));
  g_assert_cmpstr (fourth->message, ==, giant);
  g_assert_null (leat_schema_load ("/dev/zero", &fifth));
  g_assert_cmpstr (fifth->message, ==, "/dev/zero: cannot be read: it is no regular file");
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_tables (void)
{
  g_autoptr (GError) error = NULL;

  leat_options_check (leat_schema_find_options ("schema"), sizeof (LeatSchemaOptions), &error);
  g_assert_no_error (error);
  leat_options_check (leat_schema_find_options ("field"), sizeof (LeatFieldOptions), &error);
  g_assert_no_error (error);
  leat_options_check (leat_schema_find_options ("example"), sizeof (LeatExampleOptions), &error);
  g_assert_no_error (error);
  g_assert_null (leat_schema_find_options ("record"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/schema-file/faults/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_faults);
    }
  g_test_add_func ("/schema-file/whole", test_whole);
  g_test_add_func ("/schema-file/given", test_given);
  g_test_add_func ("/schema-file/text", test_text);
  g_test_add_func ("/schema-file/load", test_load);
  g_test_add_func ("/schema-file/tables", test_tables);
  return g_test_run ();
}
