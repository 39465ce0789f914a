/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-part.c - tests in which order parts go out: that of every source is kept */
#include "assembly-script.h"

static const ScriptCase cases[] = {
  /* what is whole waits for what its source gave before */
  { "/part/behind-an-open-one", { 0 }, "a1@0 a2@1 b2@2", "" },
  { "/part/crossed", { 0 }, "a1 a2 b2 b1 look@0", "complete(a1,b1) complete(a2,b2)" },
  { "/part/behind-a-timeout", { 0 }, "a1@0 a2@1 b2@2 look@9 look@10",
    "timeout(a1,-) complete(a2,b2)" },
  { "/part/of-another-source", { 0 }, "a1@0 b2@1 b3@2 a3@3 look@10 look@11",
    "timeout(a1,-) timeout(-,b2) complete(a3,b3)" },
  /* a part that others' order puts first, though it was opened last */
  { "/part/opened-last", { .counters = TRUE }, "b5 a4 a5", "passed(a4,-) complete(a5,b5)" },
  { "/part/three-lanes", { .n_sources = 3 }, "a1 b1 c2 a2 c1 b2",
    "complete(a1,b1,c1) complete(a2,b2,c2)" },
  { "/part/end", { 0 }, "a1 b2 a3 b3 end", "stopped(a1,-) stopped(-,b2) complete(a3,b3)" },
  { "/part/end-of-nothing", { 0 }, "end", "" },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  script_add_tests (cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
