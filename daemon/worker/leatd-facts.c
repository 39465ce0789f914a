/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-facts.c - small lasting facts: positions of sinks, cursors of sources */
#include "leatd-facts.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "leat-error.h"
#include "leatd-disk.h"

/* The file is two slots of the same size, 4 KiB to 1 MiB, so that no page belongs to both. A slot
 * is a line of text,
 *   leat-facts 1 SEQUENCE LENGTH SHA-256-OF-ALL-BEFORE-IT-AND-THE-FACTS
 * filled up with NULs to 128 bytes, and behind it KEY NUL VALUE NUL for each fact. The whole slot
 * with the higher sequence holds; the other one is overwritten next. */
#define SLOT_SMALLEST 4096
#define SLOT_LARGEST (1 << 20)
#define HEAD_SIZE 128
#define HEAD_MARK "leat-facts 1 "
#define HEAD_SEQUENCE (sizeof HEAD_MARK - 1)
#define HEAD_LENGTH (HEAD_SEQUENCE + 21)

struct _LeatdFacts {
  char *path;
  int fd; /* -1: the file must be made anew, as its name may not be on the disk */
  gsize slot_size;
  guint slot; /* the one that holds */
  guint64 sequence;
  GHashTable *facts;
};

static void
slot_write_head (guint8 *slot, guint64 sequence, gsize length)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  char head[HEAD_SIZE] = { 0 };
  const int n = g_snprintf (head, sizeof head,
                            HEAD_MARK "%020" G_GUINT64_FORMAT " %010" G_GSIZE_FORMAT " ", sequence,
                            length);

  g_checksum_update (checksum, (const guint8 *) head, n);
  g_checksum_update (checksum, slot + HEAD_SIZE, (gssize) length);
  g_snprintf (head + n, sizeof head - (gsize) n, "%s\n", g_checksum_get_string (checksum));
  memcpy (slot, head, sizeof head);
}

/* is it whole? its sequence and the length of its facts */
static gboolean
slot_check (const guint8 *slot, gsize slot_size, guint64 *sequence, gsize *length)
{
  g_autofree guint8 *again = NULL;
  char head[HEAD_SIZE + 1] = { 0 };

  memcpy (head, slot, HEAD_SIZE);
  *sequence = g_ascii_strtoull (head + HEAD_SEQUENCE, NULL, 10);
  *length = g_ascii_strtoull (head + HEAD_LENGTH, NULL, 10);
  if (*length > slot_size - HEAD_SIZE)
    return FALSE;

  again = g_memdup2 (slot, HEAD_SIZE + *length);
  slot_write_head (again, *sequence, *length);
  return memcmp (again, slot, HEAD_SIZE) == 0;
}

/* FALSE if what the checksum vouches for is no list of facts */
static gboolean
facts_parse (LeatdFacts *self, const char *text, gsize length)
{
  const char *end = text + length;

  if (length > 0 && end[-1] != '\0')
    return FALSE;
  while (text < end)
    {
      const char *value = text + strlen (text) + 1;

      if (value >= end)
        return FALSE;
      g_hash_table_replace (self->facts, g_strdup (text), g_strdup (value));
      text = value + strlen (value) + 1;
    }
  return TRUE;
}

static gboolean
facts_broken (LeatdFacts *self, const char *what, GError **error)
{
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
               "%s: %s; put back a copy of it, or move it away to begin without what it kept",
               self->path, what);
  return FALSE;
}

static gboolean
facts_load (LeatdFacts *self, GError **error)
{
  g_autofree guint8 *file = NULL;
  const char *text;
  guint64 sequences[2];
  gsize lengths[2];
  gboolean whole[2];
  struct stat status;

  if (fstat (self->fd, &status) != 0)
    return leatd_disk_fail (self->path, "read", error);

  self->slot_size = (gsize) status.st_size / 2;
  if (!S_ISREG (status.st_mode) || self->slot_size < SLOT_SMALLEST ||
      self->slot_size > SLOT_LARGEST || (status.st_size & (status.st_size - 1)) != 0)
    return facts_broken (self, "has not the size of a file of facts", error);

  file = g_malloc ((gsize) status.st_size);
  if (pread (self->fd, file, (gsize) status.st_size, 0) != status.st_size)
    return leatd_disk_fail (self->path, "read", error);

  for (guint i = 0; i < 2; i++)
    whole[i] = slot_check (file + i * self->slot_size, self->slot_size, &sequences[i], &lengths[i]);
  if (!whole[0] && !whole[1])
    return facts_broken (self, "neither of its two copies is whole", error);

  self->slot = whole[1] && (!whole[0] || sequences[1] > sequences[0]) ? 1 : 0;
  self->sequence = sequences[self->slot];
  text = (const char *) file + self->slot * self->slot_size + HEAD_SIZE;
  if (!facts_parse (self, text, lengths[self->slot]))
    return facts_broken (self, "holds no list of facts", error);
  return TRUE;
}

/* the facts as they stand in a slot, with room for its head */
static GByteArray *
facts_serialize (LeatdFacts *self)
{
  GByteArray *slot = g_byte_array_sized_new (SLOT_SMALLEST);
  GHashTableIter iter;
  gpointer key, value;

  g_byte_array_set_size (slot, HEAD_SIZE);
  g_hash_table_iter_init (&iter, self->facts);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_byte_array_append (slot, key, (guint) strlen (key) + 1);
      g_byte_array_append (slot, value, (guint) strlen (value) + 1);
    }
  slot_write_head (slot->data, self->sequence, slot->len - HEAD_SIZE);
  return slot;
}

static void
facts_close (LeatdFacts *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

/* puts a new file, with room for twice the facts, in the place of the old one at once */
static gboolean
facts_make (LeatdFacts *self, const GByteArray *slot, GError **error)
{
  g_autofree char *new_path = g_strconcat (self->path, ".new", NULL);
  g_autofree char *directory = g_path_get_dirname (self->path);
  g_autofree guint8 *file = NULL;
  gsize slot_size = SLOT_SMALLEST;
  int fd;

  while (slot_size < SLOT_LARGEST && slot_size < (gsize) slot->len * 2)
    slot_size *= 2;
  file = g_malloc0 (slot_size * 2);
  memcpy (file, slot->data, slot->len);

  if (!leatd_disk_make_directory (directory, error))
    return FALSE;
  fd = open (new_path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
  if (fd < 0)
    return leatd_disk_fail (new_path, "make", error);

  if (!leatd_disk_write (fd, new_path, file, slot_size * 2, 0, error) ||
      !leatd_disk_sync (fd, new_path, error) ||
      (rename (new_path, self->path) != 0 && !leatd_disk_fail (self->path, "replace", error)))
    {
      close (fd);
      unlink (new_path);
      return FALSE;
    }

  facts_close (self);
  if (!leatd_disk_sync_directory (directory, error))
    {
      close (fd);
      return FALSE;
    }
  self->fd = fd;
  self->slot_size = slot_size;
  self->slot = 0;
  return TRUE;
}

static gboolean
facts_save (LeatdFacts *self, GError **error)
{
  g_autoptr (GByteArray) slot = NULL;
  const guint next = 1 - self->slot;
  const gint64 offset = (gint64) (next * self->slot_size);

  self->sequence++;
  slot = facts_serialize (self);
  if (slot->len > SLOT_LARGEST)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_FULL,
                   "%s: %u bytes of facts, there is room for %d", self->path, slot->len,
                   SLOT_LARGEST);
      return FALSE;
    }
  if (self->fd < 0 || slot->len > self->slot_size)
    return facts_make (self, slot, error);

  /* after an error the same slot is next again: only the other one is known to be whole */
  if (!leatd_disk_write (self->fd, self->path, slot->data, slot->len, offset, error) ||
      !leatd_disk_sync (self->fd, self->path, error))
    return FALSE;
  self->slot = next;
  return TRUE;
}

/**
 * leatd_facts_open:
 * @path: the file
 * @error: LEAT_ERROR_FAILED, LEAT_ERROR_FULL
 *
 * Reads the facts, or makes the file and the directories above it if it is not there. In the thread
 * that uses them; waits for the disk.
 *
 * Returns: (transfer full) (nullable): the facts
 */
LeatdFacts *
leatd_facts_open (const char *path, GError **error)
{
  g_autoptr (LeatdFacts) self = g_new0 (LeatdFacts, 1);

  self->path = g_strdup (path);
  self->facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->fd = open (path, O_RDWR | O_CLOEXEC);
  if (self->fd < 0 && errno != ENOENT)
    {
      leatd_disk_fail (path, "open", error);
      return NULL;
    }
  if (self->fd < 0 ? !facts_save (self, error) : !facts_load (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * leatd_facts_free:
 * @self: (transfer full) (nullable): the facts; nothing waits to be written
 */
void
leatd_facts_free (LeatdFacts *self)
{
  if (self == NULL)
    return;

  facts_close (self);
  g_hash_table_unref (self->facts);
  g_free (self->path);
  g_free (self);
}

/**
 * leatd_facts_get:
 * @self: the facts
 * @key: which
 *
 * Returns: (nullable): its value, until it is set again
 */
const char *
leatd_facts_get (LeatdFacts *self, const char *key)
{
  return g_hash_table_lookup (self->facts, key);
}

static void
facts_put (LeatdFacts *self, const char *key, const char *value)
{
  if (value != NULL)
    g_hash_table_replace (self->facts, g_strdup (key), g_strdup (value));
  else
    g_hash_table_remove (self->facts, key);
}

/**
 * leatd_facts_set:
 * @self: the facts
 * @key: which
 * @value: (nullable): %NULL: forget it
 * @error: LEAT_ERROR_FAILED, LEAT_ERROR_FULL; get() then still gives the old value, a file that is
 *   opened again may give either, and the next set() writes all of them again
 *
 * Waits for the disk.
 *
 * Returns: %TRUE if it is on the disk
 */
gboolean
leatd_facts_set (LeatdFacts *self, const char *key, const char *value, GError **error)
{
  g_autofree char *old = g_strdup (leatd_facts_get (self, key));

  facts_put (self, key, value);
  if (facts_save (self, error))
    return TRUE;
  facts_put (self, key, old);
  return FALSE;
}
