/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-via.c - finds the store that a sink reads from */
#include "config/leatd-config-private.h"

gboolean
leatd_sink_config_is_store (const LeatdSinkConfig *self)
{
  return self->klass != NULL && LEAT_CLASS_HAS (self->klass, store);
}

static LeatdSinkConfig *
get_sink (LeatdConfig *self, guint index)
{
  return g_ptr_array_index (self->sinks, index);
}

static GPtrArray *
list_stores (LeatdConfig *self)
{
  GPtrArray *stores = g_ptr_array_new ();

  for (guint i = 0; i < self->sinks->len; i++)
    if (leatd_sink_config_is_store (get_sink (self, i)))
      g_ptr_array_add (stores, get_sink (self, i));
  return stores;
}

/* (transfer full): "a, b" */
static char *
join_names (const GPtrArray *stores)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < stores->len; i++)
    g_strv_builder_add (builder, ((LeatdSinkConfig *) stores->pdata[i])->name);
  names = g_strv_builder_end (builder);
  return g_strjoinv (", ", names);
}

static const LeatdSinkConfig *
find_sink (LeatdConfig *self, const char *name)
{
  for (guint i = 0; i < self->sinks->len; i++)
    if (g_str_equal (get_sink (self, i)->name, name))
      return get_sink (self, i);
  return NULL;
}

static void
fault_name (LeatdConfig *self, const LeatdSinkConfig *sink, const GPtrArray *stores,
            LeatFaults *faults)
{
  const LeatdSinkConfig *named = find_sink (self, sink->settings.via);
  g_autofree char *names = join_names (stores);

  if (named == sink)
    leat_group_fault (sink->group, "via", faults, "a sink cannot read from itself");
  else if (named != NULL)
    leat_group_fault (sink->group, "via", faults, "%s is a sink that cannot be read from%s%s",
                      named->name, stores->len > 0 ? "; a store is " : "; there is no store",
                      names);
  else
    leat_group_fault (sink->group, "via", faults, "there is no store called %s%s%s",
                      sink->settings.via, stores->len > 0 ? "; there is " : "; none is there",
                      names);
}

/* the store that via= names; NULL: none, or a fault. One whose module is left out leaves the sink
 * to its queue: the rest runs */
static const LeatdSinkConfig *
find_store (LeatdConfig *self, const LeatdSinkConfig *sink, const GPtrArray *stores,
            LeatFaults *faults)
{
  const char *via = sink->settings.via;
  const LeatdSinkConfig *named;

  if (g_str_equal (via, "none"))
    return NULL;
  if (g_str_equal (via, "auto"))
    {
      g_autofree char *names = join_names (stores);

      if (stores->len > 1)
        leat_group_fault (sink->group, leat_group_find (sink->group, "via") != NULL ? "via" : NULL,
                          faults, "there are several stores: %s; via= names one of them, or none",
                          names);
      return stores->len == 1 ? stores->pdata[0] : NULL;
    }
  named = find_sink (self, via);
  if (named != NULL && named != sink && named->klass == NULL)
    return NULL;
  if (named != NULL && named != sink && leatd_sink_config_is_store (named))
    return named;
  fault_name (self, sink, stores, faults);
  return NULL;
}

/* what the sink wants by name and its store does not take would never come */
static void
check_from (LeatdConfig *self, const LeatdSinkConfig *sink, LeatFaults *faults)
{
  if (sink->via == NULL || leat_group_find (sink->group, "from") == NULL)
    return;
  for (guint i = 0; i < self->sources->len; i++)
    {
      const char *source = ((LeatdSourceConfig *) self->sources->pdata[i])->name;

      if (leatd_globs_match ((const char *const *) sink->settings.from, source) &&
          !leatd_globs_match ((const char *const *) sink->via->settings.from, source))
        leat_group_fault (sink->group, "from", faults,
                          "%s does not go into store %s; mend from= of that, or say via=none",
                          source, sink->via->name);
    }
}

/* what is set where it says nothing is meant for somebody else */
static void
check_keys (const LeatdSinkConfig *sink, LeatFaults *faults)
{
  static const char *const of_queue[] = { "queue-size", "queue-records", "when-full", "settles" };

  for (guint i = 0; i < G_N_ELEMENTS (of_queue) && sink->via != NULL; i++)
    if (leat_group_find (sink->group, of_queue[i]) != NULL)
      leat_group_fault (sink->group, of_queue[i], faults,
                        "says nothing of a sink that reads from a store; put it into [sink %s], "
                        "or say via=none here",
                        sink->via->name);
}

static void
judge_via (LeatdConfig *self, LeatdSinkConfig *sink, const GPtrArray *stores, LeatFaults *faults)
{
  if (sink->klass == NULL)
    return;
  if (!leatd_sink_config_is_store (sink))
    {
      sink->via = find_store (self, sink, stores, faults);
      check_from (self, sink, faults);
      check_keys (sink, faults);
    }
  else if (leat_group_find (sink->group, "via") != NULL &&
           !g_str_equal (sink->settings.via, "none"))
    leat_group_fault (sink->group, "via", faults,
                      "a store is fed by sources, not by a store; leave via= out");
}

/**
 * leatd_config_judge_via:
 *
 * Finds the store of each sink, when all sinks are known.
 */
void
leatd_config_judge_via (LeatdConfig *self, LeatFaults *faults)
{
  g_autoptr (GPtrArray) stores = list_stores (self);

  for (guint i = 0; i < self->sinks->len; i++)
    judge_via (self, get_sink (self, i), stores, faults);
}
