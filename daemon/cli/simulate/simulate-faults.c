/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-faults.c - which faults strike a simulated machine, and when */
#include "simulate-faults.h"
#include "leat-host.h"
#include <string.h>

const char *const leat_simulated_fault_names[] = {
  "noise", "gap", "setup", "cut", "bad", "missing", "saturated", "code-page",
  "hangup", "power-cycle", "late", "double", "wrong", "mute", NULL,
};

const char *const leat_simulated_fault_summaries[] = {
  "random bytes and the end of a result before a result",
  "one to nine results that are counted and not sent",
  "a whole result, and somebody puts it into setup mode for --away seconds",
  "a result of which only the beginning comes, and its end",
  "a whole result with a value that is no number",
  "a whole result with a value that could not be measured",
  "a whole result with a value beyond what can be printed",
  "a whole result with a text that is no UTF-8",
  "the line is pulled out inside a result, and comes back",
  "half a result, silence or a hangup, its counter anew",
  "an answer that comes --late-by seconds after its time",
  "an answer that comes twice",
  "the answer of another command",
  "no answer",
};

static int
find_fault (const char *name)
{
  for (int i = 0; leat_simulated_fault_names[i] != NULL; i++)
    if (g_str_equal (leat_simulated_fault_names[i], name))
      return i;
  return -1;
}

static gboolean
set_unknown_error (GError **error, const char *name)
{
  const char *nearest = leat_nearest (name, leat_simulated_fault_names);
  g_autofree char *known = g_strjoinv (", ", (char **) leat_simulated_fault_names);

  return leat_error_fail (error, LEAT_ERROR_CONFIG, "--faults: no fault \"%s\"%s%s%s; there are %s",
                          name, nearest != NULL ? ", did you mean \"" : "",
                          nearest != NULL ? nearest : "", nearest != NULL ? "\"?" : "", known);
}

/* "late@3": the third */
static gboolean
parse_turn (LeatSimulatedPlan *self, const char *item, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (item, "@", 2);
  int fault = find_fault (g_strstrip (parts[0]));
  char *end = NULL;
  guint64 turn;

  if (fault < 0)
    return set_unknown_error (error, parts[0]);
  turn = g_ascii_isdigit (parts[1][0]) ? g_ascii_strtoull (parts[1], &end, 10) : 0;
  if (turn == 0 || *end != '\0')
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "--faults: \"%s\" wants which it strikes, counted from 1: %s@17", item,
                            parts[0]);
  if (self->n_turns == LEAT_SIMULATED_TURNS)
    return leat_error_fail (error, LEAT_ERROR_CONFIG, "--faults: at most %d of the form KIND@N",
                            LEAT_SIMULATED_TURNS);

  self->turns[self->n_turns++] = (LeatSimulatedTurn) { .fault = (LeatSimulatedFault) fault,
                                                       .turn = turn };
  return TRUE;
}

/* "noise=0.01" or "hangup=200" */
static gboolean
parse_item (LeatSimulatedPlan *self, const char *item, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (item, "=", 2);
  gboolean is_probability = parts[0] != NULL && parts[1] != NULL && strchr (parts[1], '.') != NULL;
  int fault = find_fault (g_strstrip (parts[0]));
  char *end = NULL;

  if (fault < 0)
    return set_unknown_error (error, parts[0]);

  if (is_probability)
    self->probability[fault] = g_ascii_strtod (parts[1], &end);
  else if (parts[1] != NULL && g_ascii_isdigit (parts[1][0]))
    self->times[fault] = g_ascii_strtoull (parts[1], &end, 10);

  if (end == NULL || *end != '\0' ||
      !(self->probability[fault] >= 0 && self->probability[fault] <= 1))
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "--faults: \"%s\" wants a share from 0.0 to 1.0, how many times, or "
                            "which: %s=0.01, %s=200 or %s@17",
                            item, parts[0], parts[0], parts[0]);
  return TRUE;
}

/* each spoils a result of its own: there must be enough of them */
static gboolean
check_sums (const LeatSimulatedPlan *self, guint64 count, GError **error)
{
  guint64 times = 0, most = 0;
  double probability = 0;

  for (int i = LEAT_SIMULATED_FIRST_OF_RESULT; i <= LEAT_SIMULATED_LAST_OF_RESULT; i++)
    {
      times += self->times[i];
      probability += self->probability[i];
    }
  for (int i = 0; i < LEAT_SIMULATED_FIRST_OF_RESULT; i++)
    most = MAX (most, self->times[i]);
  most = MAX (most, times);

  if (most > count)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "--faults: %" G_GUINT64_FORMAT
                            " times needs a --count of at least as many results",
                            most);
  if (probability > 1)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "--faults: what strikes a result strikes more than there are; "
                            "the sum is at most 1.0");
  return TRUE;
}

/**
 * leat_simulated_plan_parse:
 * @self: (out caller-allocated): a plan
 * @text: (nullable): "noise=0.01,hangup=200,late@3": shares with a point, else how many times, or
 *   which
 * @count: results that will be made; 0: not known
 * @error: return location for LEAT_ERROR_CONFIG
 *
 * Returns: whether @text could be understood
 */
gboolean
leat_simulated_plan_parse (LeatSimulatedPlan *self, const char *text, guint64 count, GError **error)
{
  g_auto (GStrv) items = g_strsplit (text != NULL ? text : "", ",", -1);

  *self = (LeatSimulatedPlan) { 0 };
  for (gsize i = 0; items[i] != NULL; i++)
    if (!(strchr (items[i], '@') != NULL ? parse_turn : parse_item) (self, items[i], error))
      return FALSE;

  for (int i = 0; i < LEAT_SIMULATED_FAULTS; i++)
    self->any = self->any || leat_simulated_plan_has (self, (LeatSimulatedFault) i);
  return check_sums (self, count, error);
}

/**
 * leat_simulated_plan_has:
 * @self: a plan
 * @fault: a kind
 *
 * Returns: whether it may strike
 */
gboolean
leat_simulated_plan_has (const LeatSimulatedPlan *self, LeatSimulatedFault fault)
{
  for (guint i = 0; i < self->n_turns; i++)
    if (self->turns[i].fault == fault)
      return TRUE;
  return self->probability[fault] > 0 || self->times[fault] > 0;
}

static gboolean
take_turn (const LeatSimulatedPlan *self, LeatSimulatedFault first, LeatSimulatedFault last,
           guint64 turn, LeatSimulatedFault *fault)
{
  for (guint i = 0; i < self->n_turns; i++)
    {
      const LeatSimulatedTurn *planned = &self->turns[i];

      if (planned->turn == turn && planned->fault >= first && planned->fault <= last)
        {
          *fault = planned->fault;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * leat_simulated_plan_draw:
 * @self: a plan
 * @first: the first kind of fault that may come
 * @last: the last one
 * @turn: which result or answer it is, from 1 on
 * @remaining: results that are still to come, with this one
 * @random: decides
 *
 * Draws as from a bag with @remaining lots in it, so that faults that are to strike so many times
 * do so exactly, anywhere among the results, and no two of @first to @last at once.
 *
 * Returns: the fault that strikes this one; LEAT_SIMULATED_FAULTS: none
 */
LeatSimulatedFault
leat_simulated_plan_draw (LeatSimulatedPlan *self, LeatSimulatedFault first,
                          LeatSimulatedFault last, guint64 turn, guint64 remaining, GRand *random)
{
  double lot = g_rand_double (random) * (double) remaining;
  double share = g_rand_double (random);
  LeatSimulatedFault planned;

  if (take_turn (self, first, last, turn, &planned))
    return planned;

  for (LeatSimulatedFault fault = first; fault <= last; fault++)
    {
      if (lot < (double) self->times[fault])
        {
          self->times[fault]--;
          return fault;
        }
      lot -= (double) self->times[fault];
    }

  for (LeatSimulatedFault fault = first; fault <= last; fault++)
    {
      if (share < self->probability[fault])
        return fault;
      share -= self->probability[fault];
    }

  return LEAT_SIMULATED_FAULTS;
}
