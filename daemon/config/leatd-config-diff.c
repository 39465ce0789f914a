/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-diff.c - what of one key file is otherwise in another */
#include "config/leatd-config-diff.h"
#include "config/leatd-config-private.h"
#include "config/leatd-settings.h"
#include <sys/stat.h>

static gboolean
groups_equal (const LeatGroup *group, const LeatGroup *other)
{
  if (group == NULL || other == NULL)
    return group == other;
  if (group->entries->len != other->entries->len)
    return FALSE;
  for (guint i = 0; i < group->entries->len; i++)
    {
      const LeatEntry *entry = g_ptr_array_index (group->entries, i);

      if (g_strcmp0 (entry->value, leat_group_get (other, entry->key)) != 0)
        return FALSE;
    }
  return TRUE;
}

/* the kernel's clock of files is that much behind, at the most, µs */
#define CLOCK_BEHIND (20 * 1000)

static gint64
get_changed (const struct stat *status)
{
  return (gint64) status->st_ctim.tv_sec * G_USEC_PER_SEC + status->st_ctim.tv_nsec / 1000;
}

/* written, or put in its place, since; one that is a link, or what it leads to */
static gboolean
has_changed (const char *path, gint64 since)
{
  struct stat link, file;

  return (lstat (path, &link) == 0 && get_changed (&link) >= since - CLOCK_BEHIND) ||
         (stat (path, &file) == 0 && get_changed (&file) >= since - CLOCK_BEHIND);
}

static gboolean
has_other_file (const LeatGroup *group, const char *key, gint64 since)
{
  const char *value = leat_group_get (group, key);
  const char *credentials = g_getenv ("CREDENTIALS_DIRECTORY");
  g_autofree char *path = value != NULL ? leat_group_find_path (group, key, value) : NULL;
  g_autofree char *credential = value != NULL && credentials != NULL
                                    ? g_build_filename (credentials, value, NULL)
                                    : NULL;

  return (path != NULL && has_changed (path, since)) ||
         (credential != NULL && has_changed (credential, since));
}

/* one that is read: a template, a certificate, a secret */
static gboolean
have_other_files (const LeatGroup *group, const LeatOption *option, gint64 since)
{
  for (; option != NULL && option->type != LEAT_OPTION_TYPE_NONE; option++)
    {
      g_autofree char *file_key = g_strconcat (option->key, "-file", NULL);

      if (((option->flags & LEAT_OPTION_PATH) != 0 && has_other_file (group, option->key, since)) ||
          ((option->flags & LEAT_OPTION_SECRET) != 0 && has_other_file (group, file_key, since)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
framers_equal (LeatdConfig *config, LeatdConfig *other, const char *name, guint depth);

/* each framer that an option names, or a list of them */
static gboolean
named_equal (LeatdConfig *config, LeatdConfig *other, const char *value, guint depth)
{
  g_auto (GStrv) names = g_strsplit (value, ";", -1);

  for (guint i = 0; names[i] != NULL; i++)
    if (leatd_config_is_framer (config, g_strstrip (names[i])) &&
        !framers_equal (config, other, names[i], depth + 1))
      return FALSE;
  return TRUE;
}

/* the framer itself, and each that its options name; those that are deeper than framers may go are
 * a fault, and so in no configuration */
static gboolean
framers_equal (LeatdConfig *config, LeatdConfig *other, const char *name, guint depth)
{
  g_auto (LeatdFramerPlan) plan = { NULL }, there = { NULL };

  if (name == NULL || depth > FRAMER_DEPTH)
    return TRUE;
  if (!leatd_framer_plan_init (&plan, config, name, NULL) ||
      !leatd_framer_plan_init (&there, other, name, NULL) || plan.klass != there.klass ||
      !groups_equal (plan.group, there.group))
    return FALSE;
  for (guint i = 0; plan.group != NULL && i < plan.group->entries->len; i++)
    {
      const LeatEntry *entry = g_ptr_array_index (plan.group->entries, i);

      if (!named_equal (config, other, entry->value, depth))
        return FALSE;
    }
  return TRUE;
}

static gboolean
schemas_equal (const LeatSchema *schema, const LeatSchema *other)
{
  if (schema == NULL || other == NULL)
    return schema == other;
  return g_str_equal (leat_schema_get_hash (schema), leat_schema_get_hash (other)) &&
         g_strcmp0 (leat_schema_get_text (schema), leat_schema_get_text (other)) == 0;
}

/* a certificate that was renewed: the next handshake is by the new one */
static gboolean
has_other_link_files (const LeatdSourceConfig *self)
{
  return self->link != NULL &&
         have_other_files (self->group, self->link->options, self->config->loaded);
}

/* but for what their groups say */
static gboolean
sources_equal (const LeatdSourceConfig *self, const LeatdSourceConfig *other)
{
  return self->klass == other->klass && self->link == other->link &&
         !have_other_files (self->group, self->klass->options, self->config->loaded) &&
         !has_other_link_files (self) &&
         !have_other_files (self->group, leatd_source_options, self->config->loaded) &&
         framers_equal (self->config, other->config, self->settings.framer, 0) &&
         schemas_equal (self->schema, other->schema) &&
         g_str_equal (self->config->daemon.gateway, other->config->daemon.gateway);
}

gboolean
leatd_source_config_equals (const LeatdSourceConfig *self, const LeatdSourceConfig *other)
{
  return groups_equal (self->group, other->group) && sources_equal (self, other);
}

/* the same of sinks */
static gboolean
sinks_equal (const LeatdSinkConfig *self, const LeatdSinkConfig *other)
{
  return self->klass == other->klass &&
         !have_other_files (self->group, self->klass->options, self->config->loaded) &&
         g_strcmp0 (self->via != NULL ? self->via->name : NULL,
                    other->via != NULL ? other->via->name : NULL) == 0;
}

gboolean
leatd_sink_config_equals (const LeatdSinkConfig *self, const LeatdSinkConfig *other)
{
  return groups_equal (self->group, other->group) && sinks_equal (self, other);
}

/* --- what changes in place --- */

/* one without a preset cannot be left out again in place, but for a list, which is none then */
static gboolean
is_live (const LeatOption *const *tables, const char *key, const char *next)
{
  const LeatOption *option = NULL;

  for (; *tables != NULL && option == NULL; tables++)
    option = leat_options_find (*tables, key);
  return option != NULL && (option->flags & LEAT_OPTION_LIVE) != 0 &&
         (next != NULL || option->preset != NULL || option->type == LEAT_OPTION_TYPE_LIST);
}

/* adds the keys of @self that are otherwise in @other; FALSE: one may not change in place */
static gboolean
add_live (const LeatGroup *self, const LeatGroup *other, const LeatOption *const *tables,
          const LeatGroup *next, GPtrArray *keys)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const LeatEntry *entry = g_ptr_array_index (self->entries, i);

      if (g_strcmp0 (entry->value, leat_group_get (other, entry->key)) == 0 ||
          g_ptr_array_find_with_equal_func (keys, entry->key, g_str_equal, NULL))
        continue;
      if (!is_live (tables, entry->key, leat_group_get (next, entry->key)))
        return FALSE;
      g_ptr_array_add (keys, g_strdup (entry->key));
    }
  return TRUE;
}

/* @link: (nullable): likewise */
static GStrv
list_live (const LeatGroup *former, const LeatGroup *next, const LeatOption *host,
           const LeatOption *own, const LeatOption *link)
{
  const LeatOption *tables[] = { host, own, link, NULL };
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  if (!add_live (former, next, tables, next, keys) || !add_live (next, former, tables, next, keys))
    return NULL;
  g_ptr_array_add (keys, NULL);
  return (GStrv) g_ptr_array_steal (keys, NULL);
}

/**
 * leatd_source_config_list_live:
 *
 * One that blocks in run() has no moment between two batches.
 */
GStrv
leatd_source_config_list_live (const LeatdSourceConfig *self, const LeatdSourceConfig *next)
{
  return sources_equal (self, next) && !LEAT_CLASS_HAS (self->klass, run)
             ? list_live (self->group, next->group, leatd_source_options, self->klass->options,
                          self->link != NULL ? self->link->options : NULL)
             : NULL;
}

/**
 * leatd_sink_config_list_live:
 *
 * With order=none several instances are at work, each in a thread of its own.
 */
GStrv
leatd_sink_config_list_live (const LeatdSinkConfig *self, const LeatdSinkConfig *next)
{
  return sinks_equal (self, next) && self->settings.order == LEATD_ORDER_SOURCE
             ? list_live (self->group, next->group, leatd_sink_options, self->klass->options, NULL)
             : NULL;
}

/**
 * leatd_source_config_list_link:
 *
 * Returns: (transfer container): the keys of its link that are otherwise in @other
 */
GPtrArray *
leatd_source_config_list_link (const LeatdSourceConfig *self, const LeatdSourceConfig *other)
{
  GPtrArray *keys = g_ptr_array_new ();

  for (const LeatOption *option = self->link->options;
       option != NULL && option->type != LEAT_OPTION_TYPE_NONE; option++)
    if (g_strcmp0 (leat_group_get (self->group, option->key),
                   leat_group_get (other->group, option->key)) != 0)
      g_ptr_array_add (keys, (gpointer) option->key);
  return keys;
}

gboolean
leatd_source_config_shares_link (const LeatdSourceConfig *self, const LeatdSourceConfig *other)
{
  g_autoptr (GPtrArray) keys = NULL;

  if (self->link == NULL || self->link != other->link ||
      g_strcmp0 (self->settings.device, other->settings.device) != 0 || has_other_link_files (self))
    return FALSE;
  keys = leatd_source_config_list_link (self, other);
  for (guint i = 0; i < keys->len; i++)
    {
      const LeatOption *tables[] = { self->link->options, NULL };
      const char *key = g_ptr_array_index (keys, i);

      if (!is_live (tables, key, leat_group_get (other->group, key)))
        return FALSE;
    }
  return TRUE;
}

gboolean
leatd_source_config_shares_framer (const LeatdSourceConfig *self, const LeatdSourceConfig *other)
{
  return g_strcmp0 (self->settings.framer, other->settings.framer) == 0 &&
         framers_equal (self->config, other->config, self->settings.framer, 0);
}

const char *
leatd_config_find_fixed (LeatdConfig *self, LeatdConfig *other)
{
  static const char *const keys[] = { "state-dir", "plugin-path", "stuck-after", "rejects-size" };
  const LeatGroup *group = leat_keyfile_find_group (self->keyfile, "daemon");
  const LeatGroup *there = leat_keyfile_find_group (other->keyfile, "daemon");

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_strcmp0 (group != NULL ? leat_group_get (group, keys[i]) : NULL,
                   there != NULL ? leat_group_get (there, keys[i]) : NULL) != 0)
      return keys[i];
  return NULL;
}
