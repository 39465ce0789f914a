/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-drift.c - how far partners have moved apart, before they lose each other */
#include "assembly-drift.h"

/* the mean follows over about so many parts */
#define WEIGHT 16

static AssemblyDriftNews
feed_one (AssemblyDrift *self, const AssemblyRules *rules, guint source, gint64 behind)
{
  self->behind[source] += (behind - self->behind[source]) / WEIGHT;
  if (!self->is_far[source] && self->behind[source] > rules->apart / 2)
    {
      self->is_far[source] = TRUE;
      return ASSEMBLY_DRIFT_FAR;
    }
  if (self->is_far[source] && self->behind[source] < rules->apart / 4)
    {
      self->is_far[source] = FALSE;
      return ASSEMBLY_DRIFT_NEAR;
    }
  return ASSEMBLY_DRIFT_NONE;
}

/**
 * assembly_drift_feed:
 * @records: of a part that is complete
 *
 * One that is near the end of what skew= or window= allows is news, before its records find no
 * partner any more; at one call of one source, the others' follow with the next parts.
 */
AssemblyDriftNews
assembly_drift_feed (AssemblyDrift *self, const AssemblyRules *rules,
                     AssemblyRecord *const *records, guint *source)
{
  gint64 first = G_MAXINT64;
  AssemblyDriftNews news = ASSEMBLY_DRIFT_NONE;

  if (rules->apart == 0 || rules->match == ASSEMBLY_MATCH_LATEST)
    return ASSEMBLY_DRIFT_NONE;
  for (guint i = 0; i < rules->n_sources; i++)
    first = MIN (first, records[i]->moment);
  for (guint i = 0; i < rules->n_sources && news == ASSEMBLY_DRIFT_NONE; i++)
    {
      news = feed_one (self, rules, i, records[i]->moment - first);
      *source = i;
    }
  return news;
}
