/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-framer.c - judges a [framer NAME] group */
#include "config/leatd-config-private.h"

static void
judge_class (LeatdConfig *self, const LeatGroup *group, const char *name,
             const LeatFramerClass *klass, LeatFaults *faults)
{
  const LeatOption *tables[] = { leatd_framer_options, klass->options, NULL };
  const guint before = leat_faults_get_n (faults);
  g_autoptr (GError) error = NULL;
  LeatFramer *framer;

  leat_group_check_keys (group, tables, NULL, faults);
  leatd_config_try_options (group, klass->options, klass->instance_size, faults);
  if (leat_faults_get_n (faults) != before)
    return;
  framer = leatd_config_new_framer (self, name, &error);
  if (framer == NULL)
    leat_group_fault_error (group, error, faults);
  leat_framer_free (framer);
}

void
leatd_config_judge_framer (LeatdConfig *self, const LeatGroup *group, const char *name,
                           LeatFaults *faults)
{
  LeatdFramerSettings settings = { 0 };
  const LeatFramerClass *klass = NULL;

  leat_group_fill (group, leatd_framer_options, &settings, faults);
  if (settings.type != NULL)
    klass = leatd_registry_find_framer (self->registry, settings.type, NULL);
  if (klass != NULL)
    judge_class (self, group, name, klass, faults);
  else if (settings.type != NULL &&
           !leatd_config_leaves_out (self, LEATD_KIND_FRAMER, settings.type))
    leatd_config_fault_class (self, group, "type", LEATD_KIND_FRAMER, settings.type, faults);
  leat_options_clear (leatd_framer_options, &settings);
}
