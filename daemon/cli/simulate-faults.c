/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-faults.c - which faults strike a simulated line, and when */
#include "simulate-faults.h"
#include "leat-host.h"
#include <string.h>

const char *const leat_simulated_fault_names[] = { "noise", "cut", "bad", "hangup", NULL };

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

  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "--faults: no fault \"%s\"%s%s%s; there are noise, cut, bad and hangup", name,
               nearest != NULL ? ", did you mean \"" : "", nearest != NULL ? nearest : "",
               nearest != NULL ? "\"?" : "");
  return FALSE;
}

/* "noise=0.01" or "hangup=200" */
static gboolean
parse_item (LeatSimulatedPlan *self, const char *item, guint64 count, GError **error)
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
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "--faults: \"%s\" wants a share of the records from 0.0 to 1.0, "
                   "or how many times: %s=0.01 or %s=200",
                   item, parts[0], parts[0]);
      return FALSE;
    }
  return TRUE;
}

/* each spoils a record of its own: there must be enough of them */
static gboolean
check_sums (const LeatSimulatedPlan *self, guint64 count, GError **error)
{
  guint64 times = self->times[LEAT_SIMULATED_CUT] + self->times[LEAT_SIMULATED_BAD] +
                  self->times[LEAT_SIMULATED_HANGUP];
  double probability = self->probability[LEAT_SIMULATED_CUT] +
                       self->probability[LEAT_SIMULATED_BAD] +
                       self->probability[LEAT_SIMULATED_HANGUP];

  if (MAX (times, self->times[LEAT_SIMULATED_NOISE]) > count)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "--faults: %" G_GUINT64_FORMAT
                 " times needs a --count of at least as many records",
                 MAX (times, self->times[LEAT_SIMULATED_NOISE]));
  else if (probability > 1)
    g_set_error_literal (
        error, LEAT_ERROR, LEAT_ERROR_CONFIG,
        "--faults: cut, "
        "bad and hangup strike more records than there are; their sum is at most 1.0");
  else
    return TRUE;
  return FALSE;
}

/**
 * leat_simulated_plan_parse:
 * @self: (out caller-allocated): a plan
 * @text: (nullable): "noise=0.01,hangup=200": shares of all records with a point, else how many
 *   times
 * @count: records that will be sent; 0: not known
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
    if (!parse_item (self, items[i], count, error))
      return FALSE;

  for (int i = 0; i < LEAT_SIMULATED_FAULTS; i++)
    if (self->probability[i] > 0 || self->times[i] > 0)
      self->any = TRUE;
  return check_sums (self, count, error);
}

/**
 * leat_simulated_plan_draw:
 * @self: a plan
 * @first: the first kind of fault that may come
 * @last: the last one
 * @remaining: records that are still to come, with this one
 * @random: decides
 *
 * Draws as from a bag with @remaining lots in it, so that faults that are to strike so many times
 * do so exactly, anywhere among the records, and no two of @first to @last at once.
 *
 * Returns: the fault that strikes this record; LEAT_SIMULATED_FAULTS: none
 */
LeatSimulatedFault
leat_simulated_plan_draw (LeatSimulatedPlan *self, LeatSimulatedFault first,
                          LeatSimulatedFault last, guint64 remaining, GRand *random)
{
  double lot = g_rand_double (random) * (double) remaining;
  double share = g_rand_double (random);

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
