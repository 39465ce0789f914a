/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-body.c - tests the forms of a body */
#include "rest-body.h"

static void
test_forms (void)
{
  guint n_forms = 0;

  for (; rest_body_forms[n_forms] != NULL; n_forms++)
    g_assert_nonnull (rest_body_get_type ((RestBodyForm) n_forms));
  g_assert_true (rest_body_is_single (REST_BODY_JSON));
  g_assert_false (rest_body_is_single (REST_BODY_JSON_ARRAY));
  g_assert_cmpstr (rest_body_forms[REST_BODY_JSON_LINES], ==, "json-lines");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rest-body/forms", test_forms);
  return g_test_run ();
}
