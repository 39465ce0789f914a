/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-known.c - what is known of one module's file */
#include "leatd-known.h"
#include <errno.h>
#include <sys/stat.h>

#define NSEC_PER_SEC G_GINT64_CONSTANT (1000000000)

void
leatd_known_free (gpointer data)
{
  LeatdKnown *known = data;

  g_free (known->reason);
  g_free (known->instance);
  g_strfreev (known->brings);
  g_free (known);
}

/* 0 or errno */
int
leatd_identity_read (LeatdIdentity *self, const char *path)
{
  struct stat status;

  if (stat (path, &status) != 0)
    return errno;
  self->mtime = status.st_mtim.tv_sec * NSEC_PER_SEC + status.st_mtim.tv_nsec;
  self->size = (guint64) status.st_size;
  self->inode = status.st_ino;
  return 0;
}

gboolean
leatd_identity_equals (const LeatdIdentity *self, const LeatdIdentity *other)
{
  return self->mtime == other->mtime && self->size == other->size && self->inode == other->inode;
}

static char *
known_get_text (GKeyFile *file, const char *group, const char *key)
{
  g_autofree char *text = g_key_file_get_string (file, group, key, NULL);

  return text != NULL ? g_strcompress (text) : NULL;
}

/* paths are bytes, key files are UTF-8 */
static void
known_set_text (GKeyFile *file, const char *group, const char *key, const char *text)
{
  g_autofree char *escaped = text != NULL ? g_strescape (text, NULL) : NULL;

  if (escaped != NULL)
    g_key_file_set_string (file, group, key, escaped);
}

/**
 * leatd_known_forget:
 *
 * As if the file were a new one; what it brought when it was last loaded, and whose it was, stays.
 */
void
leatd_known_forget (LeatdKnown *self)
{
  g_auto (GStrv) brings = g_steal_pointer (&self->brings);

  g_free (self->reason);
  g_free (self->instance);
  *self = (LeatdKnown) { .brings = g_steal_pointer (&brings),
                         .is_third_party = self->is_third_party };
}

/**
 * leatd_known_load:
 * @path: (out) (transfer full): the module's file
 *
 * Returns: (transfer full) (nullable): %NULL if the group is of something else
 */
LeatdKnown *
leatd_known_load (GKeyFile *file, const char *group, char **path)
{
  LeatdKnown *known;

  *path = known_get_text (file, group, "path");
  if (*path == NULL)
    return NULL;
  known = g_new0 (LeatdKnown, 1);
  known->brings = g_key_file_get_string_list (file, group, "brings", NULL, NULL);
  known->is_third_party = g_key_file_get_boolean (file, group, "third-party", NULL);
  known->identity.mtime = g_key_file_get_int64 (file, group, "mtime", NULL);
  known->identity.size = g_key_file_get_uint64 (file, group, "size", NULL);
  known->identity.inode = g_key_file_get_uint64 (file, group, "inode", NULL);
  known->reason = known_get_text (file, group, "deadly");
  known->verdict = known->reason != NULL                                 ? LEATD_VERDICT_DEADLY
                   : g_key_file_get_boolean (file, group, "sound", NULL) ? LEATD_VERDICT_SOUND
                                                                         : LEATD_VERDICT_NONE;
  known->crashes = (guint) g_key_file_get_integer (file, group, "crashes", NULL);
  known->crash_time = g_key_file_get_int64 (file, group, "crash-time", NULL);
  known->signal = g_key_file_get_integer (file, group, "signal", NULL);
  known->instance = known_get_text (file, group, "instance");
  return known;
}

/**
 * leatd_known_save:
 * @index: number of its group
 *
 * Writes what is known into a group of its own.
 */
void
leatd_known_save (const LeatdKnown *self, GKeyFile *file, guint index, const char *path)
{
  g_autofree char *group = g_strdup_printf ("module %u", index);

  known_set_text (file, group, "path", path);
  if (self->brings != NULL)
    g_key_file_set_string_list (file, group, "brings", (const char *const *) self->brings,
                                g_strv_length (self->brings));
  if (self->is_third_party)
    g_key_file_set_boolean (file, group, "third-party", TRUE);
  g_key_file_set_int64 (file, group, "mtime", self->identity.mtime);
  g_key_file_set_uint64 (file, group, "size", self->identity.size);
  g_key_file_set_uint64 (file, group, "inode", self->identity.inode);
  if (self->verdict == LEATD_VERDICT_SOUND)
    g_key_file_set_boolean (file, group, "sound", TRUE);
  if (self->verdict == LEATD_VERDICT_DEADLY)
    known_set_text (file, group, "deadly", self->reason);
  if (self->crashes == 0)
    return;
  g_key_file_set_integer (file, group, "crashes", (int) self->crashes);
  g_key_file_set_int64 (file, group, "crash-time", self->crash_time);
  g_key_file_set_integer (file, group, "signal", self->signal);
  known_set_text (file, group, "instance", self->instance);
}
