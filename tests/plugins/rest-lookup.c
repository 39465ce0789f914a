/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-lookup.c - tests whether a record is found in what a service says it has */
#include "rest-lookup.h"
#include <string.h>
#include "rest-records.h"

static const char *const match[] = { "/num={fields.num}", "/data/m={fields.measure}", NULL };

typedef struct {
  const char *name;
  const char *pointer;
  const char *body;
  gboolean is_cut;
  int found;   /* -1: held */
} Case;

static const Case cases[] = {
  { "there", "", "[{\"num\":18},{\"num\":17,\"data\":{\"m\":1.730}}]", FALSE, TRUE },
  { "as-text", "", "[{\"num\":\"17\",\"data\":{\"m\":\"1.730\"}}]", FALSE, TRUE },
  { "not-there", "", "[{\"num\":18},{\"num\":17,\"data\":{\"m\":1.731}}]", FALSE, FALSE },
  { "empty", "", "[]", FALSE, FALSE },
  { "pointer", "/results", "{\"n\":1,\"results\":[{\"num\":17,\"data\":{\"m\":1.730}}]}", FALSE,
    TRUE },
  { "cut", "", "[{\"num\":1},{\"num\":2},{\"nu", TRUE, FALSE },
  { "cut-first", "", "[{\"num\":1,\"data", TRUE, -1 },
  { "no-list", "", "{\"num\":17}", FALSE, -1 },
  { "html", "", "<h1>hello</h1>", FALSE, -1 },
};

static void
test_find (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  RestLookupSetup setup = { test->pointer, match, utc };
  g_autoptr (RestLookup) lookup = rest_lookup_new (&setup, NULL);
  g_autoptr (LeatBatch) batch = rest_new_record ();
  g_autoptr (GString) body = g_string_new (test->body);
  g_autoptr (GError) error = NULL;
  RestTemplateInput input = { leat_batch_get_record (batch, 0), NULL };
  RestAnswer answer = { .status = 200, .body = body, .is_cut = test->is_cut };
  gboolean is_there = FALSE;

  if (rest_lookup_find (lookup, &answer, &input, &is_there, &error))
    g_assert_cmpint (is_there, ==, test->found);
  else
    {
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_HELD);
      g_assert_cmpint (test->found, ==, -1);
    }
}

static void
test_no_match (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  RestLookupSetup setup = { "", NULL, utc };
  g_autoptr (RestLookup) lookup = rest_lookup_new (&setup, NULL);
  RestAnswer answer = { .status = 200 };
  gboolean is_there;

  g_assert_true (rest_lookup_find (lookup, &answer, NULL, &is_there, NULL));
  g_assert_true (is_there);
  answer.status = 404;
  g_assert_true (rest_lookup_find (lookup, &answer, NULL, &is_there, NULL));
  g_assert_false (is_there);
}

static void
test_faults (void)
{
  static const char *const wrong[] = { "num", "num={id}", "=a", "/num={nim}", "/a~={id}" };
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      const char *const list[] = { wrong[i], NULL };
      RestLookupSetup setup = { "", list, utc };
      g_autoptr (GError) error = NULL;

      g_assert_null (rest_lookup_new (&setup, &error));
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
      g_assert_true (g_str_has_prefix (error->message, "lookup-match: "));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rest-lookup/find/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_find);
    }
  g_test_add_func ("/rest-lookup/no-match", test_no_match);
  g_test_add_func ("/rest-lookup/faults", test_faults);
  return g_test_run ();
}
