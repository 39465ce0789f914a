/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-failure.c - what the system says of a file, and the way out */
#include "csv-failure.h"
#include <errno.h>

typedef struct {
  int         number;
  LeatError   code;
  const char *text;
} Failure;

static const Failure failures[] = {
  { ENOSPC, LEAT_ERROR_FULL, "no room on the disk; make room, or move path= to another disk" },
  { EDQUOT, LEAT_ERROR_FULL, "the quota is used up; raise it, or move path= to another disk" },
  { EFBIG, LEAT_ERROR_FULL, "larger than the file system allows; set rotate-size=" },
  { EACCES, LEAT_ERROR_HELD,
    "permission denied; let the daemon's user write there, or change path=" },
  { EPERM, LEAT_ERROR_HELD,
    "not permitted; let the daemon's user do that, or change path=, owner= or group=" },
  { EROFS, LEAT_ERROR_HELD, "the file system is read-only; mount it for writing, or change path=" },
  { ENOENT, LEAT_ERROR_HELD,
    "is not there and cannot be made, as behind a link that leads nowhere; change path=" },
  { ENOTDIR, LEAT_ERROR_HELD, "a part of its path is a file and no directory; change path=" },
  { EISDIR, LEAT_ERROR_HELD, "a directory; add the name of a file to path=" },
  { ELOOP, LEAT_ERROR_HELD, "a link of its path leads in a circle; remove it, or change path=" },
  { ENAMETOOLONG, LEAT_ERROR_HELD, "the name is too long; shorten path=" },
  { EIO, LEAT_ERROR_DISCONNECTED,
    "the disk fails; the kernel's log says more; move path= to another disk" },
};

gboolean
csv_fail (GError **error, const char *path, int number)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    if (failures[i].number == number)
      {
        g_set_error (error, LEAT_ERROR, failures[i].code, "%s: %s", path, failures[i].text);
        return FALSE;
      }
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "%s: %s", path,
               g_strerror (number));
  return FALSE;
}

gboolean
csv_fail_amid (GError **error, GError *cause)
{
  if (g_error_matches (cause, LEAT_ERROR, LEAT_ERROR_HELD))
    cause->code = LEAT_ERROR_DISCONNECTED;
  g_propagate_error (error, cause);
  return FALSE;
}
