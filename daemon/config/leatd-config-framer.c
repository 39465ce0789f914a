/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-framer.c - judges what is named as a framer: a [framer NAME] group, framer= */
#include "config/leatd-config-private.h"

static void
judge_class (LeatdConfig *self, const LeatGroup *group, const char *name, LeatFaults *faults)
{
  g_auto (LeatdFramerPlan) plan = { NULL };
  const guint before = leat_faults_get_n (faults);
  g_autoptr (GError) error = NULL;
  LeatFramer *framer;

  if (!leatd_framer_plan_init (&plan, self, name, &error))
    {
      leat_group_fault (group, "type", faults, "%s", error->message);
      return;
    }

  const LeatOption *tables[] = { leatd_framer_options, plan.klass->options, NULL };

  leat_group_check_keys (group, tables, NULL, faults);
  leatd_config_try_options (plan.group, plan.klass->options, plan.klass->instance_size, faults);
  if (leat_faults_get_n (faults) != before)
    return;
  framer = leatd_config_new_framer (self, name, &error);
  if (framer == NULL)
    leat_group_fault_error (plan.group, error, faults);
  leat_framer_free (framer);
}

/* is @name, which stands in @group, a class, or a preset that is sound? if not, that is told */
static gboolean
check_type (LeatdConfig *self, const LeatGroup *group, const char *key, const char *name,
            LeatFaults *faults)
{
  LeatdPreset *preset;

  if (leatd_registry_find_framer (self->registry, name, NULL) != NULL)
    return TRUE;
  preset = leatd_config_find_preset (self, group, key, name);
  if (preset != NULL)
    leatd_preset_tell (preset, faults);
  else if (!leatd_config_leaves_out (self, LEATD_KIND_FRAMER, name))
    leatd_config_fault_class (self, group, key, LEATD_KIND_FRAMER, name, faults);
  return preset != NULL && leatd_preset_is_sound (preset);
}

void
leatd_config_judge_framer (LeatdConfig *self, const LeatGroup *group, const char *name,
                           LeatFaults *faults)
{
  LeatdFramerSettings settings = { 0 };

  leat_group_fill (group, leatd_framer_options, &settings, faults);
  if (settings.type != NULL && check_type (self, group, "type", settings.type, faults))
    judge_class (self, group, name, faults);
  leat_options_clear (leatd_framer_options, &settings);
}

/**
 * leatd_config_judge_framer_name:
 * @group: of a source
 * @name: what its framer= names, or its class
 *
 * A group of that name has its own faults, at its own lines.
 */
void
leatd_config_judge_framer_name (LeatdConfig *self, const LeatGroup *group, const char *name,
                                LeatFaults *faults)
{
  g_autofree char *own = g_strconcat ("framer ", name, NULL);
  g_autoptr (GError) error = NULL;
  LeatFramer *framer;

  if (leat_keyfile_find_group (self->keyfile, own) != NULL ||
      !check_type (self, group, "framer", name, faults))
    return;
  framer = leatd_config_new_framer (self, name, &error);
  if (framer == NULL)
    leat_group_fault (group, "framer", faults, "%s", error->message);
  leat_framer_free (framer);
}
