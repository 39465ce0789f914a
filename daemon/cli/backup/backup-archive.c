/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup-archive.c - files with their absolute paths in one compressed tar file, and back again */
#include "backup-archive.h"
#include "leatd-replace.h"
#include "worker/leatd-disk.h"
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX "files"
#define BLOCK (64 * 1024)

typedef struct archive Archive;
typedef struct archive_entry Entry;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Entry, archive_entry_free)

struct _LeatArchive {
  char *path;
  char *part; /* where it grows */
  int fd;     /* of part */
  Archive *archive;
  Archive *names;      /* of users and groups */
  GHashTable *folders; /* that are in it */
};

static gboolean
fail (Archive *archive, const char *path, const char *what, GError **error)
{
  const char *said = archive_error_string (archive);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: cannot be %s: %s", path, what,
               said != NULL ? said : g_strerror (archive_errno (archive)));
  return FALSE;
}

static gboolean
fail_errno (const char *path, const char *what, int code, GError **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: cannot be %s: %s", path, what,
               g_strerror (code));
  return FALSE;
}

/**
 * leat_archive_new:
 * @path: of the archive
 * @error: a file is there already, or it cannot be written
 *
 * Returns: (transfer full) (nullable): an archive without files
 */
LeatArchive *
leat_archive_new (const char *path, GError **error)
{
  g_autoptr (LeatArchive) self = g_new0 (LeatArchive, 1);

  self->fd = -1;
  self->archive = archive_write_new ();
  self->names = archive_read_disk_new ();
  archive_read_disk_set_standard_lookup (self->names);
  self->folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                   "%s: is there already; name another file, or remove it", path);
      return NULL;
    }
  self->part = g_strconcat (path, ".part", NULL);
  self->path = g_strdup (path);
  self->fd = open (self->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      fail_errno (self->part, "written", errno, error);
      return NULL;
    }
  if (archive_write_set_format_pax_restricted (self->archive) != ARCHIVE_OK ||
      archive_write_add_filter_zstd (self->archive) != ARCHIVE_OK ||
      archive_write_open_fd (self->archive, self->fd) != ARCHIVE_OK)
    {
      fail (self->archive, self->part, "begun", error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* one that is not finished leaves nothing behind */
void
leat_archive_free (LeatArchive *self)
{
  g_clear_pointer (&self->archive, archive_write_free);
  g_clear_pointer (&self->names, archive_read_free);
  g_hash_table_unref (self->folders);
  if (self->fd >= 0)
    {
      close (self->fd);
      g_unlink (self->part);
    }
  g_free (self->part);
  g_free (self->path);
  g_free (self);
}

/* another machine may know our user by another number, so it goes by its name */
static Entry *
make_entry (LeatArchive *self, const char *path, const struct stat *status)
{
  Entry *entry = archive_entry_new ();
  g_autofree char *name = g_strconcat (PREFIX, path, NULL);

  archive_entry_copy_stat (entry, status);
  archive_entry_copy_pathname (entry, name);
  archive_entry_copy_uname (entry, archive_read_disk_uname (self->names, status->st_uid));
  archive_entry_copy_gname (entry, archive_read_disk_gname (self->names, status->st_gid));
  return entry;
}

/* where it is not there yet, it is made so that those who had rights in it have them again */
static gboolean
add_folder (LeatArchive *self, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (Entry) entry = NULL;
  struct stat status;

  if (g_hash_table_contains (self->folders, folder) || stat (folder, &status) != 0)
    return TRUE;
  entry = make_entry (self, folder, &status);
  g_hash_table_add (self->folders, g_steal_pointer (&folder));
  return archive_write_header (self->archive, entry) == ARCHIVE_OK ||
         fail (self->archive, self->part, "written", error);
}

/* as many bytes as it had when it was opened: one that grows meanwhile is cut there */
static gboolean
copy_in (LeatArchive *self, int fd, const char *from, gint64 size, GError **error)
{
  g_autofree char *block = g_malloc (BLOCK);

  while (size > 0)
    {
      const gssize n = read (fd, block, (gsize) MIN (size, BLOCK));

      if (n < 0)
        return fail_errno (from, "read", errno, error);
      if (n == 0)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                       "%s: became shorter while it was read; try again", from);
          return FALSE;
        }
      if (archive_write_data (self->archive, block, (gsize) n) != n)
        return fail (self->archive, self->part, "written", error);
      size -= n;
    }
  return TRUE;
}

/**
 * leat_archive_add:
 * @from: a regular file
 * @path: absolute: where it is to be restored
 * @error: %G_IO_ERROR_NOT_FOUND if there is none
 */
gboolean
leat_archive_add (LeatArchive *self, const char *from, const char *path, GError **error)
{
  g_autoptr (Entry) entry = NULL;
  struct stat status;
  gboolean copied;
  int fd = open (from, O_RDONLY | O_CLOEXEC | O_NOCTTY);

  g_return_val_if_fail (g_path_is_absolute (path), FALSE);
  if (fd < 0 || fstat (fd, &status) != 0)
    return fail_errno (from, "read", errno, error);
  if (!add_folder (self, path, error))
    {
      close (fd);
      return FALSE;
    }
  entry = make_entry (self, path, &status);
  copied = archive_write_header (self->archive, entry) == ARCHIVE_OK;
  if (!copied)
    fail (self->archive, self->part, "written", error);
  copied = copied && copy_in (self, fd, from, status.st_size, error);
  close (fd);
  return copied;
}

/**
 * leat_archive_finish:
 *
 * Makes the archive lasting, and gives it its name. Nothing can be added any more.
 */
gboolean
leat_archive_finish (LeatArchive *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  if (archive_write_close (self->archive) != ARCHIVE_OK)
    return fail (self->archive, self->part, "written", error);
  if (fsync (self->fd) != 0)
    return fail_errno (self->part, "made lasting", errno, error);
  if (g_rename (self->part, self->path) != 0)
    return fail_errno (self->path, "written", errno, error);
  close (self->fd);
  self->fd = -1;
  return leatd_disk_sync_directory (folder, error);
}

/* --- back again --- */

/* where an entry goes; NULL: it is none of ours */
static char *
find_target (const char *root, const char *name)
{
  g_autofree char *path = NULL;

  if (name == NULL || !g_str_has_prefix (name, PREFIX "/"))
    return NULL;
  path = g_canonicalize_filename (name + strlen (PREFIX), "/");
  return g_build_filename (root, path, NULL);
}

static Archive *
open_archive (const char *path, GError **error)
{
  Archive *archive = archive_read_new ();

  archive_read_support_filter_all (archive);
  archive_read_support_format_tar (archive);
  if (archive_read_open_filename (archive, path, BLOCK) == ARCHIVE_OK)
    return archive;
  fail (archive, path, "read", error);
  archive_read_free (archive);
  return NULL;
}

/* @disk: NULL: only looks whether it may */
typedef struct {
  const char *path;
  const char *root;
  Archive *archive;
  Archive *disk;
  GPtrArray *targets;
} Restore;

static gboolean
sync_file (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean is_synced;

  if (fd < 0)
    return fail_errno (path, "read", errno, error);
  is_synced = leatd_disk_sync (fd, path, error);
  close (fd);
  return is_synced;
}

static gboolean
copy_out (Restore *self, const char *target, GError **error)
{
  const void *block;
  size_t size;
  la_int64_t offset;
  int got;

  while ((got = archive_read_data_block (self->archive, &block, &size, &offset)) == ARCHIVE_OK)
    if (archive_write_data_block (self->disk, block, size, offset) < ARCHIVE_OK)
      return fail (self->disk, target, "written", error);
  if (got != ARCHIVE_EOF)
    return fail (self->archive, self->path, "read", error);
  if (archive_write_finish_entry (self->disk) < ARCHIVE_OK)
    return fail (self->disk, target, "written", error);
  return sync_file (target, error);
}

/* beside its place: all of them come there at once */
static gboolean
write_file (Restore *self, Entry *entry, const char *target, GError **error)
{
  g_autofree char *new_file = leatd_replace_get_new (target);

  archive_entry_copy_pathname (entry, new_file);
  if (archive_write_header (self->disk, entry) < ARCHIVE_OK)
    return fail (self->disk, new_file, "written", error);
  return copy_out (self, new_file, error);
}

/* one that is there stays as it is */
static gboolean
make_folder (Restore *self, Entry *entry, const char *target, GError **error)
{
  if (self->disk == NULL || g_file_test (target, G_FILE_TEST_IS_DIR))
    return TRUE;
  archive_entry_copy_pathname (entry, target);
  return archive_write_header (self->disk, entry) >= ARCHIVE_OK ||
         fail (self->disk, target, "made", error);
}

static gboolean
take_entry (Restore *self, Entry *entry, GError **error)
{
  g_autofree char *target = find_target (self->root, archive_entry_pathname (entry));

  if (target != NULL && archive_entry_filetype (entry) == AE_IFDIR)
    return make_folder (self, entry, target, error);
  if (target == NULL || archive_entry_filetype (entry) != AE_IFREG)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "%s: holds %s, and is no archive that leat backup made", self->path,
                   archive_entry_pathname (entry));
      return FALSE;
    }
  if (self->disk != NULL && !write_file (self, entry, target, error))
    return FALSE;
  g_ptr_array_add (self->targets, g_steal_pointer (&target));
  return TRUE;
}

static gboolean
take_all (Restore *self, GError **error)
{
  Entry *entry;
  int got;

  while ((got = archive_read_next_header (self->archive, &entry)) == ARCHIVE_OK)
    if (!take_entry (self, entry, error))
      return FALSE;
  return got == ARCHIVE_EOF || fail (self->archive, self->path, "read", error);
}

static GStrv
walk (const char *path, const char *root, Archive *disk, GError **error)
{
  Restore self = { .path = path,
                   .root = root,
                   .disk = disk,
                   .archive = open_archive (path, error) };
  g_autoptr (GPtrArray) targets = self.targets = g_ptr_array_new_with_free_func (g_free);
  gboolean taken;

  if (self.archive == NULL)
    return NULL;
  taken = take_all (&self, error);
  archive_read_free (self.archive);
  if (!taken)
    return NULL;
  g_ptr_array_add (targets, NULL);
  return (GStrv) g_ptr_array_steal (targets, NULL);
}

/**
 * leat_archive_list:
 * @root: "/", or a folder that stands for it
 *
 * Reads the whole archive: what is damaged is found before anything is written.
 *
 * Returns: (transfer full) (nullable): the files it would write
 */
GStrv
leat_archive_list (const char *path, const char *root, GError **error)
{
  return walk (path, root, NULL, error);
}

/* each beside its place, with its mode and time, as root with its owner too; folders that are not
 * there are made */
static GStrv
write_beside (const char *path, const char *root, GError **error)
{
  const int owner = geteuid () == 0 ? ARCHIVE_EXTRACT_OWNER : 0;
  Archive *disk = archive_write_disk_new ();
  GStrv written;

  archive_write_disk_set_options (disk, ARCHIVE_EXTRACT_PERM | ARCHIVE_EXTRACT_TIME |
                                            ARCHIVE_EXTRACT_SECURE_NODOTDOT | owner);
  archive_write_disk_set_standard_lookup (disk);
  written = walk (path, root, disk, error);
  archive_write_free (disk);
  return written;
}

/**
 * leat_archive_restore:
 * @root: "/", or a folder that stands for it
 *
 * Writes all files, or none: until the last step nothing is changed, and from there on an
 * interruption is made up for by whoever calls leatd_replace_finish() next.
 */
gboolean
leat_archive_restore (const char *path, const char *root, GError **error)
{
  g_auto (GStrv) targets = leat_archive_list (path, root, error);
  g_auto (GStrv) written = NULL;

  if (targets == NULL)
    return FALSE;
  leatd_replace_tidy ((const char *const *) targets);
  written = write_beside (path, root, error);
  if (written == NULL)
    {
      leatd_replace_tidy ((const char *const *) targets);
      return FALSE;
    }
  return leatd_replace_commit ((const char *const *) written, error);
}
