/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-ownership.c - who may change a module */
#include "leatd-ownership.h"
#include "leat-error.h"
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* the name where there is one */
static char *
ownership_name (uid_t user)
{
  const struct passwd *entry = getpwuid (user);

  return entry != NULL ? g_strdup (entry->pw_name) : g_strdup_printf ("user %u", (guint) user);
}

/* A group may write: who put the module there has chosen whom that is. The world may not. */
static gboolean
ownership_judge_one (const char *path, GError **error)
{
  g_autofree char *owner = NULL;
  g_autofree char *self = NULL;
  struct stat status;

  if (stat (path, &status) != 0)
    return leat_error_fail (error, LEAT_ERROR_PLUGIN, "%s: %s", path, g_strerror (errno));
  if ((status.st_mode & S_IWOTH) != 0)
    return leat_error_fail (error, LEAT_ERROR_PLUGIN,
                            "%s: anybody may write to it, and so decide what this process does; "
                            "chmod o-w it",
                            path);
  if (status.st_uid == 0 || status.st_uid == geteuid ())
    return TRUE;
  owner = ownership_name (status.st_uid);
  self = ownership_name (geteuid ());
  return leat_error_fail (error, LEAT_ERROR_PLUGIN,
                          "%s: belongs to %s, who could so decide what this process of %s does; "
                          "chown it to %s",
                          path, owner, self, self);
}

gboolean
leatd_ownership_judge (const char *path, GError **error)
{
  g_autofree char *file = realpath (path, NULL);
  g_autofree char *folder = NULL;

  if (file == NULL)
    return leat_error_fail (error, LEAT_ERROR_PLUGIN, "%s: %s", path, g_strerror (errno));
  folder = g_path_get_dirname (file);
  return ownership_judge_one (folder, error) && ownership_judge_one (file, error);
}
