/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-ends.c - whether all that comes in would go out; told of a file without other
 * faults, from which it might come */
#include "config/leatd-config-private.h"

static gboolean
has_kind (LeatKeyfile *keyfile, const char *prefix)
{
  for (guint i = 0; i < leat_keyfile_get_n_groups (keyfile); i++)
    if (g_str_has_prefix (leat_keyfile_get_group (keyfile, i)->name, prefix))
      return TRUE;
  return FALSE;
}

/**
 * leatd_config_judge_ends:
 * @path: of the key file
 */
void
leatd_config_judge_ends (LeatdConfig *self, const char *path, LeatFaults *faults)
{
  if (!has_kind (self->keyfile, "source "))
    leat_faults_add (faults, path, 0, NULL, NULL,
                     "there is no [source NAME]: nothing would come in");
  if (!has_kind (self->keyfile, "sink "))
    leat_faults_add (faults, path, 0, NULL, NULL, "there is no [sink NAME]: nothing would go out");
}

static gboolean
takes (char **globs, const LeatdSourceConfig *source)
{
  return leatd_globs_match ((const char *const *) globs, source->name);
}

static gboolean
is_taken (LeatdConfig *self, const LeatdSourceConfig *source)
{
  for (guint i = 0; i < self->sinks->len; i++)
    if (takes (((const LeatdSinkConfig *) self->sinks->pdata[i])->settings.from, source))
      return TRUE;
  for (guint i = 0; i < self->sources->len; i++)
    {
      const LeatdSourceConfig *other = self->sources->pdata[i];

      if (other != source && takes (other->settings.from, source))
        return TRUE;
    }
  return FALSE;
}

/**
 * leatd_config_judge_ways:
 * @self: judged, without a fault; what is left out is still in it
 *
 * Records that nobody takes would be gone without a word.
 */
void
leatd_config_judge_ways (LeatdConfig *self, LeatFaults *faults)
{
  for (guint i = 0; i < self->sources->len && self->sinks->len > 0; i++)
    {
      const LeatdSourceConfig *source = self->sources->pdata[i];

      if (!is_taken (self, source))
        leat_group_fault (source->group, NULL, faults,
                          "no sink takes its records; name it in from= of one, or take it out");
    }
}
