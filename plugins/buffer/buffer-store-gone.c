/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-store-gone.c - a file that is deleted, moved or replaced while it is written, or was */
#include <errno.h>
#include <glib/gstdio.h>
#include "buffer-aside.h"
#include "buffer-mount.h"
#include "buffer-presence.h"
#include "buffer-store-private.h"

/* a look costs two calls */
#define LOOK_INTERVAL (250 * 1000)   /* µs */
/* what cannot be saved now is tried again so much later */
#define SAVE_INTERVAL (60 * G_USEC_PER_SEC)

#define FACT_PATH  "path"
#define FACT_MOUNT "mount"

void
buffer_store_recall_place (BufferStore *self)
{
  g_autofree char *path = leat_sink_recall (self->sink, FACT_PATH);

  self->is_known = g_strcmp0 (path, self->path) == 0;
  g_free (self->mount);
  self->mount = self->is_known ? leat_sink_recall (self->sink, FACT_MOUNT) : NULL;
}

void
buffer_store_keep_place (BufferStore *self)
{
  g_autofree char *mount = buffer_mount_find (self->path);
  g_autoptr (GError) error = NULL;

  if (self->is_known && g_strcmp0 (mount, self->mount) == 0)
    return;
  if (!leat_sink_remember (self->sink, FACT_MOUNT, mount, &error) ||
      !leat_sink_remember (self->sink, FACT_PATH, self->path, &error))
    leat_sink_warn (self->sink, "place",
                    "where the store lies cannot be remembered, so that a disk that is not mounted "
                    "would not be missed: %s",
                    error->message);
  g_free (self->mount);
  self->mount = g_steal_pointer (&mount);
}

gboolean
buffer_store_is_mounted (BufferStore *self, GError **error)
{
  if (self->mount == NULL || buffer_mount_is_there (self->mount))
    return TRUE;
  g_set_error (
      error, LEAT_ERROR, LEAT_ERROR_FAILED,
      "%s: nothing is mounted on %s, where the disk of the store was: mount it, no new one "
      "is begun beside it; if that disk never comes back, let path= name another file",
      self->path, self->mount);
  return FALSE;
}

gboolean
buffer_store_has_file (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 && status.st_size > 0;
}

/* the first look says which one it is */
static gboolean
is_the_same (const char *path, const char *end, guint64 *inode)
{
  g_autofree char *name = g_strconcat (path, end, NULL);
  GStatBuf status;

  if (g_stat (name, &status) != 0)
    return errno != ENOENT || *inode == 0;
  if (*inode == 0)
    *inode = status.st_ino;
  return status.st_ino == *inode;
}

static gboolean
is_in_place (BufferStore *self)
{
  return is_the_same (self->path, "", &self->inode) &&
         is_the_same (self->path, "-wal", &self->log_inode);
}

void
buffer_store_begin_watch (BufferStore *self)
{
  self->inode = self->log_inode = 0;
  self->look_earliest = 0;
  is_in_place (self);
}

/* what has no name any more is still there for who has it open */
static gboolean
save (BufferStore *self, GError **error)
{
  g_autofree char *part = buffer_aside_get_part (self->path);

  g_unlink (part);
  return buffer_store_commit_locked (self, error) &&
         buffer_database_do (buffer_writer_get_database (self->writer), error, "VACUUM INTO ?", "s",
                             part) &&
         buffer_aside_complete (self->path, error);
}

void
buffer_store_look_at_file (BufferStore *self)
{
  g_autoptr (GError) error = NULL;

  if (self->writer == NULL || self->failure != NULL || is_in_place (self))
    return;
  if (!buffer_store_is_mounted (self, &self->failure))
    {
      leat_sink_warn (self->sink, "disk-gone", "%s", self->failure->message);
      return;
    }
  if (!save (self, &error))
    {
      self->look_earliest = g_get_monotonic_time () + SAVE_INTERVAL;
      leat_sink_warn (self->sink, "file-gone",
                      "%s: was deleted, moved or replaced while it was written, and what it holds "
                      "cannot be put back: %s; as long as leatd runs nothing is lost",
                      self->path, error->message);
      return;
    }
  leat_sink_warn (
      self->sink, "file-gone",
      "%s: was deleted, moved or replaced while it was written; all that it held is put "
      "back",
      self->path);
  self->failure = g_error_new (LEAT_ERROR, LEAT_ERROR_FAILED,
                               "%s: was deleted, moved or replaced; it is put back", self->path);
}

void
buffer_store_watch_file (BufferStore *self)
{
  const gint64 now = g_get_monotonic_time ();

  if (now < self->look_earliest)
    return;
  self->look_earliest = now + LOOK_INTERVAL;
  buffer_store_look_at_file (self);
}

void
buffer_store_tell_lost (BufferStore *self, gboolean was_there)
{
  const gboolean was_used = buffer_presence_used (self->owned) || self->is_known;

  if (was_used && !was_there && buffer_writer_get_next_id (self->writer) == 1)
    leat_sink_warn (
        self->sink, "file-gone",
        "%s: is not there any more, or is empty; what it held is lost, and a new one is "
        "begun",
        self->path);
}
