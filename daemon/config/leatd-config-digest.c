/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-digest.c - a few digits of what makes records of a source's bytes */
#include "config/leatd-config-digest.h"
#include "config/leatd-config-private.h"
#include <string.h>

/* of the checksum: it has to tell two settings of one source apart */
#define DIGITS 16

/* with its NUL, so that no two texts look like others in a row */
static void
add_text (GChecksum *sum, const char *text)
{
  if (text != NULL)
    g_checksum_update (sum, (const guchar *) text, (gssize) strlen (text) + 1);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const LeatEntry *const *) a)->key, (*(const LeatEntry *const *) b)->key);
}

static void add_framer (GChecksum *sum, LeatdConfig *config, const char *name, guint depth);

/* each framer that an option names stands for what it is */
static void
add_named (GChecksum *sum, LeatdConfig *config, const char *value, guint depth)
{
  g_auto (GStrv) names = g_strsplit (value, ";", -1);

  for (guint i = 0; names[i] != NULL; i++)
    if (leatd_config_is_framer (config, g_strstrip (names[i])))
      add_framer (sum, config, names[i], depth + 1);
}

static void
add_framer (GChecksum *sum, LeatdConfig *config, const char *name, guint depth)
{
  g_auto (LeatdFramerPlan) plan = { .klass = NULL };
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();

  if (name == NULL || depth > FRAMER_DEPTH || !leatd_framer_plan_init (&plan, config, name, NULL))
    return;
  add_text (sum, plan.klass->name);
  for (guint i = 0; plan.group != NULL && i < plan.group->entries->len; i++)
    g_ptr_array_add (entries, g_ptr_array_index (plan.group->entries, i));
  g_ptr_array_sort (entries, compare_entries);
  for (guint i = 0; i < entries->len; i++)
    {
      const LeatEntry *entry = g_ptr_array_index (entries, i);

      add_text (sum, entry->key);
      add_text (sum, entry->value);
      add_named (sum, config, entry->value, depth);
    }
}

/**
 * leatd_source_config_digest:
 *
 * Two that are alike make the same records of the same bytes: the framer with its options and those
 * it names, max-frame=, the schema. Main thread.
 *
 * Returns: (transfer full): lower-case hex
 */
char *
leatd_source_config_digest (const LeatdSourceConfig *self)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *max_frame = g_strdup_printf ("%" G_GINT64_FORMAT, self->settings.max_frame);

  add_text (sum, self->klass->name);
  add_text (sum, max_frame);
  add_framer (sum, self->config, self->settings.framer, 0);
  if (self->schema != NULL)
    {
      add_text (sum, leat_schema_get_hash (self->schema));
      add_text (sum, leat_schema_get_text (self->schema));
    }
  return g_strndup (g_checksum_get_string (sum), DIGITS);
}
