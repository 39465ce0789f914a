/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-match.c - tests which records meet: by key, order, window and stamp */
#include "assembly-script.h"

#define COUNTERS { .counters = TRUE }
#define SKEW(seconds) { .apart = seconds }
#define ORDER { .match = ASSEMBLY_MATCH_ORDER }
#define ORDER_SKEW(seconds) { .match = ASSEMBLY_MATCH_ORDER, .apart = seconds }
#define WINDOW(seconds) { .match = ASSEMBLY_MATCH_WINDOW, .apart = seconds }
#define STAMP_A { .match = ASSEMBLY_MATCH_LATEST, .stamps = 1 }

static const ScriptCase cases[] = {
  /* the same key, whoever is first */
  { "/key/two", { 0 }, "a1 b1 b2 a2", "complete(a1,b1) complete(a2,b2)" },
  { "/key/three", { .n_sources = 3 }, "c1 a1 b1", "complete(a1,b1,c1)" },
  { "/key/text", { 0 }, "a\"x b\"y b\"x a\"y look@10",
    "complete(a\"x,b\"x) complete(a\"y,b\"y)" },
  { "/key/none", { 0 }, "a? b1 a1", "keyless(a?,-) complete(a1,b1)" },
  /* the same source gives the same key again: the newer one waits */
  { "/key/repeated", { 0 }, "a1 a1 b1", "repeated(a1,-) complete(a1,b1)" },
  { "/key/repeated-behind", { 0 }, "a1 b1 b1 look@10", "complete(a1,b1) timeout(-,b1)" },
  { "/key/timeout", { 0 }, "a1@0 look@9 look@10 b1@11 look@21", "timeout(a1,-) timeout(-,b1)" },
  /* late, but nobody looked: a partner right behind it counts */
  { "/key/late", { 0 }, "a1@0 b1@30", "complete(a1,b1)" },
  /* further apart than skew= they are strangers */
  { "/key/apart", SKEW (2), "a1@0 b1@3 look@13", "apart(a1,-) timeout(-,b1)" },
  { "/key/just-near", SKEW (2), "a1@0 b1@2", "complete(a1,b1)" },
  { "/key/apart-backwards", SKEW (2), "a1@5 b1~1@6 look@20", "apart(a1,-) timeout(-,b1)" },
  /* a clock that was never set: the difference is more than 64 bits hold */
  { "/key/apart-by-centuries", SKEW (2), "a1~-5000000000 b1~5000000000 look@10",
    "apart(a1,-) timeout(-,b1)" },
  { "/key/apart-of-three", { .n_sources = 3, .apart = 2 }, "a1@0 b1@1 c1@3 look@20",
    "apart(a1,b1,-) timeout(-,-,c1)" },

  /* a counter that has gone past it does not come back */
  { "/counter/passed", COUNTERS, "a1 b2", "passed(a1,-)" },
  { "/counter/passed-then-meets", COUNTERS, "a1 a2 b2", "passed(a1,-) complete(a2,b2)" },
  { "/counter/plain-keys-do-not-pass", { 0 }, "a1 b2", "" },
  /* today's 17 never meets yesterday's */
  { "/counter/reset", COUNTERS, "a17 a0 b17 b0", "complete(a17,b17) complete(a0,b0)" },
  { "/counter/reset-of-the-other", COUNTERS, "a20 b20 a21 b0 b21 look@10",
    "complete(a20,b20) passed(a21,-) timeout(-,b0) timeout(-,b21)" },
  { "/counter/reset-apart", COUNTERS, "a8 b8 a17 b9 b0@1 a0@2 b17@3 a17@4",
    "complete(a8,b8) passed(-,b9) passed(a17,-) complete(a0,b0) complete(a17,b17)" },
  /* one has reset alone: the other's tail is of before, but not for ever */
  { "/counter/reset-alone", COUNTERS, "a5 b5 a0@1 b6@2 a6@3 look@13 b20@14 a20@15",
    "complete(a5,b5) passed(-,b6) timeout(a0,-) timeout(a6,-) complete(a20,b20)" },
  { "/counter/resets-of-both-after-one-alone", COUNTERS,
    "a5 b5 a0@1 b6@20 a9@21 a0@22 b0@22", "complete(a5,b5) passed(a0,-) passed(-,b6) "
    "passed(a9,-) complete(a0,b0)" },

  { "/order/two", ORDER, "a1 a2 b8 b9", "complete(a1,b8) complete(a2,b9)" },
  { "/order/turns", ORDER, "a1 b8 b9 a2", "complete(a1,b8) complete(a2,b9)" },
  { "/order/timeout", ORDER, "a1@0 look@10 b8@11 a2@12", "timeout(a1,-) complete(a2,b8)" },
  { "/order/skew", ORDER_SKEW (2), "a1@0 a2@5 b8@6", "apart(a1,-) complete(a2,b8)" },
  { "/order/skew-backwards", ORDER_SKEW (2), "a1@5 b8~1@6 b9@6",
    "apart(-,b8) complete(a1,b9)" },
  { "/order/three", { .match = ASSEMBLY_MATCH_ORDER, .n_sources = 3 }, "a1 a2 b1 c1 c2 b2",
    "complete(a1,b1,c1) complete(a2,b2,c2)" },

  { "/window/near", WINDOW (1), "a1@0 b8@1", "complete(a1,b8)" },
  { "/window/far", WINDOW (1), "a1@0 b8@2 a2@3", "apart(a1,-) complete(a2,b8)" },
  { "/window/first-and-last", { .match = ASSEMBLY_MATCH_WINDOW, .apart = 2, .n_sources = 3 },
    "a1@0 b1@2 c1@3 look@20", "apart(a1,b1,-) timeout(-,-,c1)" },

  { "/latest/stamp", STAMP_A, "a7 b1 b2 a8 b3",
    "complete(a7,b1) complete(a7,b2) complete(a8,b3)" },
  { "/latest/none-yet", STAMP_A, "b1 a7 b2", "unstamped(-,b1) complete(a7,b2)" },
  { "/latest/unused", STAMP_A, "a7 a8 b1 a9", "unused(a7,-) complete(a8,b1)" },
  { "/latest/too-old", { .match = ASSEMBLY_MATCH_LATEST, .stamps = 1, .apart = 60 },
    "a7@0 b1@60 b2@61", "complete(a7,b1) apart(-,b2)" },
  { "/latest/apart-by-centuries", { .match = ASSEMBLY_MATCH_LATEST, .stamps = 1, .apart = 60 },
    "a7~-5000000000 b1~5000000000", "apart(-,b1)" },
  { "/latest/two-stamps", { .match = ASSEMBLY_MATCH_LATEST, .stamps = 3, .n_sources = 3 },
    "a7 c1 b8 c2", "unstamped(a7,-,c1) complete(a7,b8,c2)" },
  { "/latest/holds-on", STAMP_A, "a7 b1 end b2", "complete(a7,b1) complete(a7,b2)" },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  script_add_tests (cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
