/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-join.c - what junctions make of the records that they will be given */
#include "config/leatd-config-private.h"
#include "plugin/leatd-contract.h"
#include "config/leatd-text-schema.h"
#include "plugin/leatd-guard.h"

gboolean
leatd_config_feeds (const LeatdSourceConfig *from, const LeatdSourceConfig *to)
{
  if (to == from || to->klass == NULL || !LEAT_CLASS_HAS (to->klass, records))
    return FALSE;
  return leatd_globs_match ((const char *const *) to->settings.from, from->name);
}

/* (transfer full) (nullable): NULL: it makes several kinds of records */
static LeatSchema *
find_schema (const LeatdSourceConfig *source)
{
  const LeatRecordTable *const *makes;

  if (source->schema != NULL)
    return leat_schema_ref (source->schema);
  if (source->link != NULL)
    return leatd_text_schema_new ();
  makes = source->klass != NULL && LEAT_CLASS_HAS (source->klass, makes) ? source->klass->makes
                                                                         : NULL;
  if (makes == NULL || makes[0] == NULL || makes[1] != NULL)
    return NULL;
  return leat_schema_new (makes[0]->name, makes[0]->fields, makes[0]->n_fields);
}

static void
clear_input (gpointer data)
{
  g_clear_pointer (&((LeatInput *) data)->schema, leat_schema_unref);
}

static GArray *
list_inputs (const LeatdSourceConfig *source)
{
  const GPtrArray *sources = source->config->sources;
  GArray *inputs = g_array_new (FALSE, FALSE, sizeof (LeatInput));

  g_array_set_clear_func (inputs, clear_input);
  for (guint i = 0; i < sources->len; i++)
    {
      const LeatdSourceConfig *other = g_ptr_array_index (sources, i);
      LeatInput input = { sizeof input, other->name, NULL };

      if (!leatd_config_feeds (other, source))
        continue;
      input.schema = find_schema (other);
      g_array_append_val (inputs, input);
      for (guint k = 0; other->others != NULL && k < other->others->len; k++)
        {
          input.schema = leat_schema_ref (other->others->pdata[k]);
          g_array_append_val (inputs, input);
        }
    }
  return inputs;
}

/**
 * leatd_config_join:
 * @self: of @source: its init() was called
 * @schema: (out) (optional) (nullable) (transfer full): of what it makes; %NULL: its class does not
 *   say
 *
 * Main thread.
 */
gboolean
leatd_config_join (const LeatdSourceConfig *source, LeatSource *self, LeatSchema **schema,
                   GError **error)
{
  LeatdGuard guard = { .module = source->module->path, .instance = source->name };
  g_autoptr (GArray) inputs = NULL;
  g_autoptr (LeatSchema) made = NULL;

  if (!LEAT_CLASS_HAS (source->klass, join))
    return TRUE;
  inputs = list_inputs (source);
  leatd_guard_enter (&guard);
  made = source->klass->join (self, (const LeatInput *) inputs->data, inputs->len, error);
  leatd_guard_leave (&guard);
  if (!leatd_contract_judge (made != NULL, source->klass->name, "join()", error))
    return FALSE;
  if (schema != NULL)
    *schema = g_steal_pointer (&made);
  return TRUE;
}

static void
judge_join (LeatdSourceConfig *source, LeatFaults *faults)
{
  g_autoptr (GError) error = NULL;
  LeatSource *trial = leatd_config_new_source (source, NULL, NULL);

  if (trial == NULL) /* that was told */
    return;
  if (!leatd_config_join (source, trial, &source->schema, &error))
    leat_group_fault_error (source->group, error, faults);
  leat_source_instance_free (trial);
}

/* is it known what it gives? If not, that was told */
static gboolean
is_sound (const LeatdSourceConfig *source)
{
  return source->klass != NULL && (source->settings.schema == NULL || source->schema != NULL) &&
         (source->schema != NULL || !LEAT_CLASS_HAS (source->klass, join));
}

/* those that feed it first; circles were told, and are not gone round */
static void
visit (LeatdConfig *self, guint at, gboolean *seen, LeatFaults *faults)
{
  LeatdSourceConfig *source = g_ptr_array_index (self->sources, at);

  gboolean all_sound = TRUE;

  if (seen[at])
    return;
  seen[at] = TRUE;
  for (guint i = 0; i < self->sources->len; i++)
    if (leatd_config_feeds (g_ptr_array_index (self->sources, i), source))
      {
        visit (self, i, seen, faults);
        all_sound = all_sound && is_sound (g_ptr_array_index (self->sources, i));
      }
  if (all_sound && source->klass != NULL && source->schema == NULL &&
      LEAT_CLASS_HAS (source->klass, join))
    judge_join (source, faults);
}

/**
 * leatd_config_judge_joins:
 * @self: its sources are judged, each for itself
 *
 * The schema of a junction is made of those of the sources that it takes records from, which may be
 * junctions.
 */
void
leatd_config_judge_joins (LeatdConfig *self, LeatFaults *faults)
{
  g_autofree gboolean *seen = g_new0 (gboolean, self->sources->len);

  for (guint i = 0; i < self->sources->len; i++)
    visit (self, i, seen, faults);
}
