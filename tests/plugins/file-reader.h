/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-reader.h - a folder with a file that is written, moved and cut, and the link that reads it
 * as its host does */
#pragma once
#include "../daemon/scratch.h"
#include "file-link.h"
#include "leat-host.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
G_BEGIN_DECLS

#define PATIENCE 30000 /* ms */

/**
 * Reader:
 * @got: what was read; | where an end came without bytes, # at the end of all
 * @told: events, by their names
 * @counts: of guint64, by the names of counters
 */
typedef struct {
  LeatLinkHost host; /* first: the link's host */
  char *folder;
  char *path;
  LeatLink *link;
  gboolean is_open;
  GString *got;
  GString *told;
  GHashTable *counts;
} Reader;

static inline void
reader_note (LeatLink *link, const char *event, const char *text)
{
  g_string_append_printf (((Reader *) link->host)->told, "%s;", event);
}

static inline void
reader_count (LeatLink *link, const char *counter, guint64 n)
{
  GHashTable *counts = ((Reader *) link->host)->counts;
  guint64 *known = g_hash_table_lookup (counts, counter);

  if (known == NULL)
    {
      known = g_new0 (guint64, 1);
      g_hash_table_insert (counts, g_strdup (counter), known);
    }
  *known += n;
}

/* @options: KEY=VALUE, blank separated */
static inline void
reader_init (Reader *self, const char *options)
{
  g_auto (GStrv) words = g_strsplit (options, " ", -1);

  self->host = (LeatLinkHost) { .note = reader_note, .count = reader_count };
  self->folder = scratch_new ();
  self->path = g_build_filename (self->folder, "scale.log", NULL);
  self->got = g_string_new (NULL);
  self->told = g_string_new (NULL);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->link = leat_link_instance_new (&file_link_class);
  self->link->host = self;
  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      g_auto (GStrv) pair = g_strsplit (words[i], "=", 2);

      for (const LeatOption *option = file_link_class.options;
           option->type != LEAT_OPTION_TYPE_NONE; option++)
        if (g_str_equal (option->key, pair[0]))
          g_assert_true (leat_option_set (option, self->link, pair[1], NULL));
    }
  g_assert_true (leat_link_instance_init (self->link, NULL));
}

static inline void
reader_close (Reader *self)
{
  if (self->is_open)
    file_link_class.close (self->link);
  self->is_open = FALSE;
}

static inline void
reader_clear (Reader *self)
{
  reader_close (self);
  leat_link_instance_free (self->link);
  g_string_free (self->got, TRUE);
  g_string_free (self->told, TRUE);
  g_hash_table_unref (self->counts);
  g_free (self->path);
  scratch_free (self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static inline guint64
reader_get_count (Reader *self, const char *counter)
{
  const guint64 *count = g_hash_table_lookup (self->counts, counter);

  return count != NULL ? *count : 0;
}

static inline char *
reader_name (Reader *self, const char *ending)
{
  return g_strconcat (self->path, ending, NULL);
}

static inline void
reader_write (Reader *self, const char *ending, const char *text)
{
  g_autofree char *path = reader_name (self, ending);
  const int fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, text, strlen (text)), ==, (gssize) strlen (text));
  close (fd);
}

static inline void
reader_move (Reader *self, const char *from, const char *to)
{
  g_autofree char *old = reader_name (self, from);
  g_autofree char *new = reader_name (self, to);

  g_assert_cmpint (g_rename (old, new), ==, 0);
}

static inline void
reader_open (Reader *self)
{
  g_autofree char *device = g_strconcat ("file://", self->path, NULL);
  g_autoptr (GError) error = NULL;

  file_link_class.open (self->link, device, NULL, &error);
  g_assert_no_error (error);
  self->is_open = TRUE;
}

/* what is there; FALSE: it has come to its end */
static inline gboolean
reader_take (Reader *self, GError **error)
{
  guint8 data[4096];

  while (TRUE)
    {
      LeatArrival arrival = { .struct_size = sizeof arrival };
      g_autoptr (GError) failure = NULL;
      const gssize length = file_link_class.read (self->link, data, sizeof data, &arrival,
                                                  &failure);

      if (length > 0)
        g_string_append_len (self->got, (char *) data, length);
      if (length <= 0 && arrival.end != LEAT_END_NO)
        g_string_append_c (self->got, arrival.end == LEAT_END_CUT ? '!' : '|');
      if (length == 0)
        g_string_append_c (self->got, '#');
      if (length == 0)
        return FALSE;
      if (length < 0 && !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (length < 0 && arrival.end == LEAT_END_NO)
        return TRUE;
    }
}

/* as a host does: polls, then reads; until so much has come */
static inline void
reader_expect (Reader *self, const char *all)
{
  g_autoptr (GError) error = NULL;

  while (reader_take (self, &error) && !g_str_equal (self->got->str, all))
    {
      struct pollfd ready = { .fd = file_link_class.get_fd (self->link), .events = POLLIN };

      if (!g_str_has_prefix (all, self->got->str) || poll (&ready, 1, PATIENCE) != 1)
        break;
    }
  g_assert_no_error (error);
  g_assert_cmpstr (self->got->str, ==, all);
}

static inline void
reader_expect_told (Reader *self, const char *all)
{
  g_assert_cmpstr (self->told->str, ==, all);
}

static inline guint
count_descriptors (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

G_END_DECLS
