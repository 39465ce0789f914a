/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-failure.c - what SQLite says of a file, and the way out */
#include "buffer-failure.h"

typedef struct {
  int         code;
  LeatError   error;
  const char *text;
} Failure;

static const Failure failures[] = {
  { SQLITE_FULL, LEAT_ERROR_FULL, "no room; make room on the disk, or raise max-size=" },
  { SQLITE_READONLY, LEAT_ERROR_FAILED,
    "it cannot be written; mount its file system for writing, or let the daemon's user write it" },
  { SQLITE_PERM, LEAT_ERROR_FAILED, "permission denied; let the daemon's user write it" },
  { SQLITE_CANTOPEN, LEAT_ERROR_FAILED,
    "it cannot be opened; mount its file system for writing, let the daemon's user write its "
    "folder, or change path=" },
  { SQLITE_BUSY, LEAT_ERROR_FAILED, "another program has been writing to it for too long" },
  { SQLITE_CORRUPT, LEAT_ERROR_FAILED,
    "it is damaged; what can be read is saved at the next start" },
  { SQLITE_NOTADB, LEAT_ERROR_FAILED,
    "it is damaged, or no store at all; what can be read is saved at the next start" },
};

gboolean
buffer_fail (GError **error, sqlite3 *handle, const char *path)
{
  const int code = sqlite3_errcode (handle) & 0xff;
  const int number = sqlite3_system_errno (handle);

  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    if (failures[i].code == code)
      {
        g_set_error (error, LEAT_ERROR, failures[i].error, "%s: %s", path, failures[i].text);
        return FALSE;
      }
  if (code == SQLITE_IOERR && number != 0)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "%s: the disk fails: %s", path,
                 g_strerror (number));
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "%s: %s", path, sqlite3_errmsg (handle));
  return FALSE;
}

gboolean
buffer_error_is_damage (const GError *error)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    if (buffer_is_damage (failures[i].code) && g_str_has_suffix (error->message, failures[i].text))
      return TRUE;
  return FALSE;
}

gboolean
buffer_is_done (GError **failure, GError **error)
{
  if (*failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (failure));
  return FALSE;
}

gboolean
buffer_is_damage (int code)
{
  return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
}
