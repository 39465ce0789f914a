/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-link-changes.c - options of a link that have changed, until it is told */
#include "leatd-link-changes.h"
#include "config/leatd-config-diff.h"

/**
 * leatd_link_changes_add:
 * @former: what the link has, or was not told yet to have
 * @config: whose link could be the same
 *
 * The link itself is its thread's: it is told there, by leatd_link_changes_tell().
 */
void
leatd_link_changes_add (LeatdLinkChanges *self, const LeatdSourceConfig *former,
                        const LeatdSourceConfig *config)
{
  g_autoptr (GPtrArray) keys = leatd_source_config_list_link (former, config);

  if (self->keys == NULL)
    self->keys = g_ptr_array_new ();
  for (guint i = 0; i < keys->len; i++)
    if (!g_ptr_array_find (self->keys, g_ptr_array_index (keys, i), NULL))
      g_ptr_array_add (self->keys, g_ptr_array_index (keys, i));
  self->group = config->group;
}

void
leatd_link_changes_tell (LeatdLinkChanges *self, LeatLink *link)
{
  for (guint i = 0; self->keys != NULL && i < self->keys->len; i++)
    {
      const char *key = g_ptr_array_index (self->keys, i);

      if (leatd_config_set_live (self->group, link->klass->options, link, key) &&
          LEAT_CLASS_HAS (link->klass, changed))
        link->klass->changed (link, key);
    }
  leatd_link_changes_clear (self);
}

void
leatd_link_changes_clear (LeatdLinkChanges *self)
{
  g_clear_pointer (&self->keys, g_ptr_array_unref);
}
