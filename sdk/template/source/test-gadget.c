/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test-gadget.c - tests what is understood of what the gadget says */
#include "gadget-language.h"
#include <string.h>

typedef struct {
  const char *path;
  const char *frame;
  GadgetWord word;
  guint code;
} Case;

static const Case cases[] = {
  { "/gadget/result", "1.730", GADGET_RESULT, 0 },
  { "/gadget/alive", "HB", GADGET_ALIVE, 0 },
  { "/gadget/error", "ER,04", GADGET_ERROR, 4 },
  { "/gadget/error-without-code", "ER,", GADGET_RESULT, 0 },
  { "/gadget/nothing", "", GADGET_RESULT, 0 },
};

static void
test_understand (gconstpointer data)
{
  const Case *c = data;
  guint code = 0;

  g_assert_cmpint (gadget_understand ((const guint8 *) c->frame, strlen (c->frame), &code), ==,
                   c->word);
  g_assert_cmpuint (code, ==, c->code);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_understand);
  return g_test_run ();
}
