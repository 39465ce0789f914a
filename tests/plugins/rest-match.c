/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-match.c - tests what is found in an answer, and what is missed */
#include "rest-match.h"
#include <string.h>
#include "rest-records.h"

#define ANSWER "{\"num\":17,\"data\":{\"m\":\"1.730\",\"none\":null}}"

typedef struct {
  const char *name;
  const char *list[4];
  const char *text;
  const char *missing;
} Case;

static const Case cases[] = {
  { "nothing", { NULL }, "", NULL },
  { "values", { "/num={fields.num}", "/data/m={fields.measure}" }, ANSWER, NULL },
  { "value", { "/num=17", "/data/m=1.731" }, ANSWER, "/data/m=1.731" },
  { "no-value", { "/data/n=1" }, ANSWER, "/data/n=1" },
  { "pointer", { "/num", "/data" }, ANSWER, NULL },
  { "null", { "/data/none" }, ANSWER, NULL },
  { "no-pointer", { "/num", "/id" }, ANSWER, "/id" },
  { "page", { "/id" }, "<h1>Sign in</h1>", "/id" },
  { "empty", { "/id" }, "", "/id" },
  { "text", { "OK", "{fields.num}" }, "OK 17\r\n", NULL },
  { "no-text", { "OK" }, "O\0K", "OK" },
};

static RestMatch *
new_match (const char *const *list, gboolean takes_more, GError **error)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  RestMatchSetup setup = { "accepted-body", list, takes_more, utc };

  return rest_match_new (&setup, error);
}

static void
test_find (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (LeatBatch) batch = rest_new_record ();
  g_autoptr (RestMatch) match = new_match (test->list, TRUE, NULL);
  RestTemplateInput input = { leat_batch_get_record (batch, 0), NULL };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (rest_match_is_empty (match), ==, test->list[0] == NULL);
  rest_match_fill (match, &input, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (rest_match_find_missing (match, test->text, strlen (test->text)), ==,
                   test->missing);
}

/* a text that is no text of C's, and a record that has no such field */
static void
test_bytes (void)
{
  static const char *const text[] = { "b", NULL };
  static const char *const field[] = { "/a={fields.width}", NULL };
  g_autoptr (LeatBatch) batch = rest_new_record ();
  g_autoptr (RestMatch) bytes = new_match (text, TRUE, NULL);
  g_autoptr (RestMatch) lacking = new_match (field, TRUE, NULL);
  RestTemplateInput input = { leat_batch_get_record (batch, 0), NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (rest_match_fill (bytes, &input, NULL));
  g_assert_null (rest_match_find_missing (bytes, "a\0b", 3));
  g_assert_false (rest_match_needs_record (bytes));
  g_assert_true (rest_match_needs_record (lacking));
  g_assert_false (rest_match_fill (lacking, &input, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_HELD);
}

static void
test_faults (void)
{
  static const struct {
    const char *item;
    gboolean takes_more;
  } wrong[] = {
    { "num", FALSE },   { "/num", FALSE }, { "num={id}", FALSE },
    { "=a", FALSE },    { "/a~=b", TRUE }, { "/num={nim}", TRUE },
    { "{nothing", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      const char *const list[] = { wrong[i].item, NULL };
      g_autoptr (GError) error = NULL;

      g_assert_null (new_match (list, wrong[i].takes_more, &error));
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
      g_assert_true (g_str_has_prefix (error->message, "accepted-body: "));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rest-match/find/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_find);
    }
  g_test_add_func ("/rest-match/bytes", test_bytes);
  g_test_add_func ("/rest-match/faults", test_faults);
  return g_test_run ();
}
