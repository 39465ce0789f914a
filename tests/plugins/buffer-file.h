/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-file.h - a store's file of a test's own, without a store around it */
#pragma once
#include <glib/gstdio.h>
#include "buffer-worker.h"
#include "buffer-database.h"

typedef struct {
  char           *path;
  BufferDatabase *database;
} BufferFile;

static inline void
buffer_file_open (BufferFile *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *told = NULL;

  self->database = buffer_database_open_writing (self->path, FALSE, &told, &error);
  g_assert_no_error (error);
}

static inline void
buffer_file_init (BufferFile *self)
{
  const int fd = g_file_open_tmp ("leat-buffer-XXXXXX.db", &self->path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  buffer_file_open (self);
}

static inline void
buffer_file_clear (BufferFile *self)
{
  g_autofree char *log = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *shared = g_strconcat (self->path, "-shm", NULL);

  g_clear_pointer (&self->database, buffer_database_close);
  g_unlink (log);
  g_unlink (shared);
  g_unlink (self->path);
  g_free (self->path);
}

/* the first column of the first row */
static inline char *
buffer_file_ask (BufferFile *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3_stmt) row = buffer_database_query (self->database, &error, sql, "");
  char *text = NULL;

  g_assert_no_error (error);
  if (buffer_database_step (self->database, row, &error))
    text = g_strdup ((const char *) sqlite3_column_text (row, 0));
  g_assert_no_error (error);
  return text;
}

static inline void
buffer_file_expect (BufferFile *self, const char *sql, const char *expected)
{
  g_autofree char *found = buffer_file_ask (self, sql);

  g_assert_cmpstr (found, ==, expected);
}
