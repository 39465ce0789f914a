/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-body.c - tests what bodies look like, and what cannot be one */
#include "rest-body.h"
#include <glib/gstdio.h>
#include "rest-worker.h"

#define RECORD \
  "{\"id\":\"a/EPOCH/2\",\"source\":\"a\",\"gateway\":\"line-3\",\"schema\":\"pv200\"," \
  "\"time\":\"1970-01-01T00:00:01.000000000Z\",\"tags\":{\"station\":\"hall 3\"}," \
  "\"fields\":{\"num\":1,\"measure\":1.730,\"code\":\"A\\\"1\"}}"

static const char *const chosen[] = { "n={fields.num}", "c={fields.code}", NULL };

typedef struct {
  const char *name;
  RestBodySetup setup;
  guint count;
  const char *text;
} Case;

static const Case cases[] = {
  { "json", { .kind = REST_BODY_JSON }, 1, RECORD },
  { "template", { .kind = REST_BODY_TEMPLATE, .template = "{\"n\":\" {fields.num}\"}" }, 1,
    "{\"n\":\" 1\"}" },
  { "twice",
    { .kind = REST_BODY_TEMPLATE, .template = "{\"c\":{fields.code}}", .encode_twice = TRUE }, 1,
    "\"{\\\"c\\\":\\\"A\\\\\\\"1\\\"}\"" },
  { "text", { .kind = REST_BODY_TEXT, .template = "<n>{fields.num}</n>" }, 1, "<n>1</n>" },
  { "form", { .kind = REST_BODY_FORM, .columns = chosen }, 1, "n=1&c=A%221" },
  { "csv", { .kind = REST_BODY_CSV, .columns = chosen }, 3,
    "n,c\r\n1,\"A\"\"1\"\r\n2,\"A\"\"1\"\r\n3,\"A\"\"1\"\r\n" },
  { "none", { .kind = REST_BODY_NONE }, 1, "" },
};

static RestBody *
new_body (const RestBodySetup *setup, GError **error)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  RestBodySetup with_zone = *setup;

  with_zone.zone = utc;
  return rest_body_new (&with_zone, error);
}

static void
test_append (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (LeatBatch) batch = rest_new_batch ("a", 0, 4);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (RestBody) body = new_body (&test->setup, &error);
  guint count;

  g_assert_no_error (error);
  count = rest_body_count (body, batch, 1, 3);
  g_assert_cmpuint (count, ==, test->count);
  rest_body_append (body, batch, 1, count, NULL, out, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (out->str, ==, test->text);
  g_assert_cmpint (rest_body_get_type (body) == NULL, ==, test->setup.kind == REST_BODY_NONE);
}

/* a table of all fields is one of one schema */
static void
test_schemas (void)
{
  static const RestBodySetup setup = { .kind = REST_BODY_CSV };
  g_autoptr (RestBody) body = new_body (&setup, NULL);
  g_autoptr (LeatSchema) first = leat_schema_new ("a", NULL, 0);
  g_autoptr (LeatSchema) second = leat_schema_new ("b", NULL, 0);
  LeatOrigin *origins[] = { leat_origin_new ("a", "E", first, NULL, NULL),
                            leat_origin_new ("b", "E", second, NULL, NULL) };
  g_autoptr (LeatBatch) batch = leat_batch_new (4);

  for (guint i = 0; i < 4; i++)
    leat_batch_append (batch, origins[i / 3], (LeatMoment) { 0 });
  g_assert_cmpuint (rest_body_count (body, batch, 0, 4), ==, 3);
  g_assert_cmpuint (rest_body_count (body, batch, 3, 1), ==, 1);
  leat_origin_unref (origins[0]);
  leat_origin_unref (origins[1]);
}

static void
test_file (void)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("leat-rest-XXXXXX.json", &path, NULL);
  RestBodySetup setup = { .kind = REST_BODY_TEMPLATE, .template_file = path };
  g_autoptr (LeatBatch) batch = rest_new_batch ("a", 0, 1);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (RestBody) body = NULL;
  g_autofree char *expected = g_strconcat ("template-file: ", path,
                                           ": line 2, column 8: {feld} is not known; *", NULL);

  close (fd);
  g_file_set_contents (path, "{\n  \"a\": {source}\n}\n", -1, NULL);
  body = new_body (&setup, &error);
  g_assert_no_error (error);
  g_assert_true (rest_body_append (body, batch, 0, 1, NULL, out, NULL));
  g_assert_cmpstr (out->str, ==, "{\n  \"a\": \"a\"\n}");
  g_file_set_contents (path, "{\n  \"a\": {feld}\n}\n", -1, NULL);
  g_assert_null (new_body (&setup, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_true (g_pattern_match_simple (expected, error->message));
  g_unlink (path);
}

typedef struct {
  RestBodySetup setup;
  const char *message;
} FaultCase;

static const FaultCase fault_cases[] = {
  { { .kind = REST_BODY_TEMPLATE }, "body: template needs template= or template-file=" },
  { { .kind = REST_BODY_JSON, .template = "{}" }, "template: body=json has none; *" },
  { { .kind = REST_BODY_JSON, .template_file = "/a" }, "template-file: body=json has none; *" },
  { { .kind = REST_BODY_TEXT, .template = "a", .template_file = "/a" },
    "template: stands beside template-file; *" },
  { { .kind = REST_BODY_JSON, .columns = chosen }, "columns: body=json has none; *" },
  { { .kind = REST_BODY_FORM, .encode_twice = TRUE }, "encode-twice: body=form is not one *" },
  { { .kind = REST_BODY_TEXT, .template_file = "/nowhere/a" }, "template-file: cannot be read: *" },
  { { .kind = REST_BODY_TEXT, .template_file = "/dev/null" },
    "template-file: /dev/null is no regular file" },
};

static void
test_fault (gconstpointer data)
{
  const FaultCase *test = data;
  g_autoptr (GError) error = NULL;

  g_assert_null (new_body (&test->setup, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  if (!g_pattern_match_simple (test->message, error->message))
    g_error ("\"%s\" is not like \"%s\"", error->message, test->message);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rest-body/append/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_append);
    }
  g_test_add_func ("/rest-body/schemas", test_schemas);
  g_test_add_func ("/rest-body/file", test_file);
  for (guint i = 0; i < G_N_ELEMENTS (fault_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/rest-body/fault/%u", i);

      g_test_add_data_func (path, &fault_cases[i], test_fault);
    }
  return g_test_run ();
}
