/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-faults.c - tests how faults are planned, and that each strikes as often */
#include "simulate-faults.h"
#include "leat.h"

typedef struct {
  const char *name;
  const char *text;
  guint64     count;
  const char *message;   /* NULL: it is understood */
  double      probability[LEAT_SIMULATED_FAULTS];
  guint64     times[LEAT_SIMULATED_FAULTS];
} ParseCase;

#define WANTS(item, kind) \
  "--faults: \"" item "\" wants a share from 0.0 to 1.0, how many times, or which: " kind \
  "=0.01, " kind "=200 or " kind "@17"
#define KNOWN \
  "there are noise, gap, setup, cut, bad, missing, saturated, code-page, hangup, power-cycle, " \
  "late, double, wrong, mute"
#define AT(name) [LEAT_SIMULATED_##name]

static const ParseCase parse_cases[] = {
  { "none", NULL, 0, NULL, { 0 }, { 0 } },
  { "empty", "", 0, NULL, { 0 }, { 0 } },
  { "shares", "noise=0.5,cut=0.25,bad=0.125,hangup=0.001", 0, NULL,
    { AT (NOISE) = 0.5, AT (CUT) = 0.25, AT (BAD) = 0.125, AT (HANGUP) = 0.001 }, { 0 } },
  { "times", "hangup=200,noise=1", 200, NULL, { 0 },
    { AT (NOISE) = 1, AT (HANGUP) = 200 } },
  { "blanks", "noise=0.5, cut=3", 3, NULL, { 0.5 }, { AT (CUT) = 3 } },
  { "always", "cut=1.0", 0, NULL, { AT (CUT) = 1 }, { 0 } },
  { "turn", "cut@3,late@1", 0, NULL, { 0 }, { 0 } },
  { "answers", "late=0.5,mute=7", 0, NULL, { AT (LATE) = 0.5 }, { AT (MUTE) = 7 } },
  { "unknown", "flood=3", 3, "--faults: no fault \"flood\"; " KNOWN,
    { 0 }, { 0 } },
  { "nearly", "nois=3", 3,
    "--faults: no fault \"nois\", did you mean \"noise\"?; " KNOWN,
    { 0 }, { 0 } },
  { "no-number", "cut", 9, WANTS ("cut", "cut"), { 0 }, { 0 } },
  { "nothing-behind", "cut=", 9, WANTS ("cut=", "cut"), { 0 }, { 0 } },
  { "word", "cut=often", 9, WANTS ("cut=often", "cut"), { 0 }, { 0 } },
  { "negative", "cut=-1", 9, WANTS ("cut=-1", "cut"), { 0 }, { 0 } },
  { "above-one", "cut=1.5", 9, WANTS ("cut=1.5", "cut"), { 0 }, { 0 } },
  { "rubbish-behind", "cut=0.5x", 9, WANTS ("cut=0.5x", "cut"), { 0 }, { 0 } },
  { "turn-of-none", "cut@0", 9,
    "--faults: \"cut@0\" wants which it strikes, counted from 1: cut@17", { 0 }, { 0 } },
  { "turn-of-unknown", "flood@1", 9, "--faults: no fault \"flood\"; " KNOWN, { 0 }, { 0 } },
  { "times-without-count", "cut=3", 0,
    "--faults: 3 times needs a --count of at least as many results", { 0 }, { 0 } },
  { "times-together", "cut=3,bad=3", 5,
    "--faults: 6 times needs a --count of at least as many results", { 0 }, { 0 } },
  { "shares-together", "cut=0.75,bad=0.5", 5,
    "--faults: what strikes a result strikes more than there are; the sum is at most 1.0",
    { 0 }, { 0 } },
};

static void
test_parse (gconstpointer data)
{
  const ParseCase *test = data;
  g_autoptr (GError) error = NULL;
  LeatSimulatedPlan plan;
  gboolean any = FALSE;

  if (test->message != NULL)
    {
      g_assert_false (leat_simulated_plan_parse (&plan, test->text, test->count, &error));
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
      g_assert_cmpstr (error->message, ==, test->message);
      return;
    }

  leat_simulated_plan_parse (&plan, test->text, test->count, &error);
  g_assert_no_error (error);
  for (int i = 0; i < LEAT_SIMULATED_FAULTS; i++)
    {
      g_assert_cmpfloat (plan.probability[i], ==, test->probability[i]);
      g_assert_cmpuint (plan.times[i], ==, test->times[i]);
      any = any || leat_simulated_plan_has (&plan, (LeatSimulatedFault) i);
    }
  g_assert_cmpint (plan.any, ==, any);
}

static void
draw_all (LeatSimulatedPlan *plan, guint64 count, guint32 seed,
          guint struck[LEAT_SIMULATED_FAULTS + 1])
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  for (guint64 remaining = count; remaining > 0; remaining--)
    struck[leat_simulated_plan_draw (plan, LEAT_SIMULATED_CUT, LEAT_SIMULATED_HANGUP, 1, remaining,
                                     random)]++;
}

/* so many times is exact, also where every record is struck */
static void
test_times (void)
{
  for (guint32 seed = 0; seed < 100; seed++)
    {
      LeatSimulatedPlan plan = { .times = { AT (CUT) = 2, AT (BAD) = 3, AT (HANGUP) = 5 } };
      guint struck[LEAT_SIMULATED_FAULTS + 1] = { 0 };

      draw_all (&plan, 10 + seed % 3, seed, struck);
      g_assert_cmpuint (struck[LEAT_SIMULATED_CUT], ==, 2);
      g_assert_cmpuint (struck[LEAT_SIMULATED_BAD], ==, 3);
      g_assert_cmpuint (struck[LEAT_SIMULATED_HANGUP], ==, 5);
      g_assert_cmpuint (struck[LEAT_SIMULATED_FAULTS], ==, seed % 3);
    }
}

static void
test_shares (void)
{
  LeatSimulatedPlan plan = { .probability = { AT (CUT) = 0.1, AT (BAD) = 0.2 } };
  guint struck[LEAT_SIMULATED_FAULTS + 1] = { 0 };

  draw_all (&plan, 100000, 1, struck);
  g_assert_cmpuint (struck[LEAT_SIMULATED_CUT], >, 9500);
  g_assert_cmpuint (struck[LEAT_SIMULATED_CUT], <, 10500);
  g_assert_cmpuint (struck[LEAT_SIMULATED_BAD], >, 19500);
  g_assert_cmpuint (struck[LEAT_SIMULATED_BAD], <, 20500);
  g_assert_cmpuint (struck[LEAT_SIMULATED_HANGUP], ==, 0);
}

static void
test_both (void)
{
  LeatSimulatedPlan plan = { .probability = { AT (CUT) = 1.0 }, .times = { AT (HANGUP) = 7 } };
  guint struck[LEAT_SIMULATED_FAULTS + 1] = { 0 };

  draw_all (&plan, 100, 1, struck);
  g_assert_cmpuint (struck[LEAT_SIMULATED_CUT], ==, 93);
  g_assert_cmpuint (struck[LEAT_SIMULATED_HANGUP], ==, 7);
}

/* which was named, and only if it is asked for its kind */
static void
test_turns (void)
{
  LeatSimulatedPlan plan;
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  g_assert_true (leat_simulated_plan_parse (&plan, "hangup@3,late@3", 0, NULL));
  for (guint64 turn = 1; turn < 10; turn++)
    {
      g_assert_cmpint (leat_simulated_plan_draw (&plan, LEAT_SIMULATED_FIRST_OF_RESULT,
                                                 LEAT_SIMULATED_LAST_OF_RESULT, turn, 9, random),
                       ==, turn == 3 ? LEAT_SIMULATED_HANGUP : LEAT_SIMULATED_FAULTS);
      g_assert_cmpint (leat_simulated_plan_draw (&plan, LEAT_SIMULATED_FIRST_OF_ANSWER,
                                                 LEAT_SIMULATED_LAST_OF_ANSWER, turn, 1, random),
                       ==, turn == 3 ? LEAT_SIMULATED_LATE : LEAT_SIMULATED_FAULTS);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (parse_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/simulate/faults/parse/%s", parse_cases[i].name);

      g_test_add_data_func (path, &parse_cases[i], test_parse);
    }
  g_test_add_func ("/simulate/faults/times", test_times);
  g_test_add_func ("/simulate/faults/shares", test_shares);
  g_test_add_func ("/simulate/faults/both", test_both);
  g_test_add_func ("/simulate/faults/turns", test_turns);
  return g_test_run ();
}
