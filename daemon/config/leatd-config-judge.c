/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-judge.c - judges every group, and then what only the groups together can show */
#include <string.h>

#include "config/leatd-config-private.h"

#define NAME_LENGTH 64

static gboolean
is_name (const char *name)
{
  const gsize length = strlen (name);

  return length >= 1 && length <= NAME_LENGTH && g_ascii_isalnum (name[0]) &&
         strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == length;
}

/* the name behind the kind, as in "source camera0"; NULL after a fault */
static const char *
get_name (const LeatGroup *group, const char *kind, LeatFaults *faults)
{
  const char *blank = strchr (group->name, ' ');

  if (blank == NULL || blank[1] == '\0')
    {
      leat_group_fault (group, NULL, faults, "has no name; [%s NAME] is right", kind);
      return NULL;
    }
  if (is_name (blank + 1))
    return blank + 1;
  leat_group_fault (group, NULL, faults,
                    "\"%s\" is no name; a-z, 0-9, - and _ are right, %d at the most, "
                    "the first a letter or digit",
                    blank + 1, NAME_LENGTH);
  return NULL;
}

static void
fault_kind (const LeatGroup *group, const char *kind, LeatFaults *faults)
{
  static const char *const kinds[] = { "daemon", "source", "sink", "framer", NULL };
  const char *nearest = leat_nearest (kind, kinds);
  const char *rest = group->name + strlen (kind);

  if (g_str_equal (kind, "daemon"))
    leat_group_fault (group, NULL, faults, "has a name; [daemon] is right");
  else if (nearest != NULL)
    leat_group_fault (group, NULL, faults, "is not known; did you mean [%s%s]?", nearest,
                      g_str_equal (nearest, "daemon") ? "" : rest);
  else
    leat_group_fault (group, NULL, faults,
                      "is not known; [daemon], [source NAME], [sink NAME] and [framer NAME] are");
}

static void
judge_group (LeatdConfig *self, const LeatGroup *group, LeatFaults *faults)
{
  static const struct {
    const char *kind;
    void (*judge) (LeatdConfig *self, const LeatGroup *group, const char *name, LeatFaults *faults);
  } judges[] = {
    { "source", leatd_config_judge_source },
    { "sink", leatd_config_judge_sink },
    { "framer", leatd_config_judge_framer },
  };
  g_autofree char *kind = g_strndup (group->name, strcspn (group->name, " "));

  if (g_str_equal (group->name, "daemon"))
    return; /* filled before all others: they need its schema-path= */
  for (guint i = 0; i < G_N_ELEMENTS (judges); i++)
    if (g_str_equal (kind, judges[i].kind))
      {
        const char *name = get_name (group, kind, faults);

        if (name != NULL)
          judges[i].judge (self, group, name, faults);
        return;
      }
  fault_kind (group, kind, faults);
}

/**
 * leatd_config_try_options:
 * @size: of the instance
 */
void
leatd_config_try_options (const LeatGroup *group, const LeatOption *table, gsize size,
                          LeatFaults *faults)
{
  g_autofree gpointer scratch = g_malloc0 (size);

  leat_group_fill (group, table, scratch, faults);
  leat_options_clear (table, scratch);
}

/**
 * leatd_config_check_retry:
 * @first: µs
 * @longest: µs
 */
void
leatd_config_check_retry (const LeatGroup *group, gint64 first, gint64 longest, LeatFaults *faults)
{
  const char *key = leat_group_find (group, "retry-first") != NULL ? "retry-first"
                                                                   : "retry-longest";

  if (first > longest)
    leat_group_fault (group, key, faults, "the first wait is longer than the longest one");
}

/* --- what only several groups together can show --- */

static LeatdSourceConfig *
get_source (LeatdConfig *self, guint index)
{
  return g_ptr_array_index (self->sources, index);
}

/**
 * leatd_globs_match:
 * @globs: (nullable): as in from=; %NULL fits nothing
 */
gboolean
leatd_globs_match (const char *const *globs, const char *name)
{
  for (guint i = 0; globs != NULL && globs[i] != NULL; i++)
    if (g_pattern_match_simple (globs[i], name))
      return TRUE;
  return FALSE;
}

static gboolean
fits_source (LeatdConfig *self, const char *glob)
{
  for (guint i = 0; i < self->sources->len; i++)
    if (g_pattern_match_simple (glob, get_source (self, i)->name))
      return TRUE;
  return FALSE;
}

/* (transfer none) (nullable) */
static const char *
find_nearest_source (LeatdConfig *self, const char *glob)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < self->sources->len; i++)
    g_ptr_array_add (names, get_source (self, i)->name);
  g_ptr_array_add (names, NULL);
  return leat_nearest (glob, (const char *const *) names->pdata);
}

/* a glob of from= that fits nothing is a slip of the fingers; * may fit nothing */
static void
check_from (LeatdConfig *self, const LeatGroup *group, char **from, LeatFaults *faults)
{
  for (; from != NULL && *from != NULL; from++)
    {
      const char *nearest;

      if (g_str_equal (*from, "*") || fits_source (self, *from))
        continue;
      nearest = find_nearest_source (self, *from);
      leat_group_fault (group, "from", faults, "no source is called %s%s%s%s", *from,
                        nearest != NULL ? "; did you mean " : "", nearest != NULL ? nearest : "",
                        nearest != NULL ? "?" : "");
    }
}

/* a path from source @at to source @end along what junctions take; those seen are not gone to again
 */
static gboolean
find_way (LeatdConfig *self, guint at, guint end, gboolean *seen, GPtrArray *way)
{
  g_ptr_array_add (way, get_source (self, at)->name);
  seen[at] = TRUE;
  for (guint next = end; next < self->sources->len; next++)
    if (leatd_config_feeds (get_source (self, at), get_source (self, next)))
      {
        if (next == end)
          return TRUE;
        if (!seen[next] && find_way (self, next, end, seen, way))
          return TRUE;
      }
  g_ptr_array_remove_index (way, way->len - 1);
  return FALSE;
}

/* records that come back to where they were: a circle is told once, at its first junction */
static void
check_circles (LeatdConfig *self, LeatFaults *faults)
{
  for (guint i = 0; i < self->sources->len; i++)
    {
      g_autofree gboolean *seen = g_new0 (gboolean, self->sources->len);
      g_autoptr (GPtrArray) way = g_ptr_array_new ();
      g_autofree char *text = NULL;

      if (!find_way (self, i, i, seen, way))
        continue;
      g_ptr_array_add (way, get_source (self, i)->name);
      g_ptr_array_add (way, NULL);
      text = g_strjoinv (" to ", (char **) way->pdata);
      leat_group_fault (get_source (self, i)->group, "from", faults,
                        "records would go round for ever: %s", text);
    }
}

/* the path of a line, with or without its scheme; NULL: it is none */
static const char *
get_line (const char *device)
{
  g_autofree char *of_lines = leatd_device_scheme ("/");
  g_autofree char *scheme = device != NULL ? leatd_device_scheme (device) : NULL;

  if (g_strcmp0 (scheme, of_lines) != 0)
    return NULL;
  return *device == '/' ? device : device + strlen (scheme) + strlen ("://");
}

/* a line has one reader: two would each get half of the bytes */
static void
check_devices (LeatdConfig *self, LeatFaults *faults)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->sources->len; i++)
    {
      LeatdSourceConfig *source = get_source (self, i);
      const char *device = get_line (source->settings.device);
      const LeatdSourceConfig *other;

      if (device == NULL)
        continue;
      other = g_hash_table_lookup (seen, device);
      if (other != NULL)
        leat_group_fault (source->group, "device", faults,
                          "%s is read by source %s already; a line has one reader", device,
                          other->name);
      else
        g_hash_table_insert (seen, (gpointer) device, source);
    }
}

void
leatd_config_judge (LeatdConfig *self, LeatFaults *faults)
{
  for (guint i = 0; i < leat_keyfile_get_n_groups (self->keyfile); i++)
    judge_group (self, leat_keyfile_get_group (self->keyfile, i), faults);
  for (guint i = 0; i < self->sources->len; i++)
    check_from (self, get_source (self, i)->group, get_source (self, i)->settings.from, faults);
  for (guint i = 0; i < self->sinks->len; i++)
    {
      const LeatdSinkConfig *sink = g_ptr_array_index (self->sinks, i);

      check_from (self, sink->group, sink->settings.from, faults);
      if (sink->settings.from == NULL || *sink->settings.from == NULL)
        leat_group_fault (sink->group, "from", faults, "is empty; from=* is all sources");
    }
  leatd_config_judge_via (self, faults);
  check_circles (self, faults);
  check_devices (self, faults);
  leatd_config_judge_joins (self, faults);
}
