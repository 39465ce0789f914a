/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* damage.h - what may become of a store's file while no leatd has it open */
#pragma once
#include <fcntl.h>
#include <glib.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>
G_BEGIN_DECLS

#define DAMAGE_PAGE 4096 /* bytes of a store's page */

static inline sqlite3 *
damage_open (const char *store)
{
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (store, &handle), ==, SQLITE_OK);
  return handle;
}

static inline void
damage_run (sqlite3 *handle, const char *sql)
{
  if (sqlite3_exec (handle, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (handle));
}

/* what a statement gives, line by line */
static inline char *
damage_ask (sqlite3 *handle, const char *sql)
{
  GString *lines = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (handle));
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_string_append_printf (lines, "%s\n", (const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return g_string_free (lines, FALSE);
}

/* as the first version of Leat has left it: without all that its first step does not make */
static inline void
damage_make_older (const char *store)
{
  sqlite3 *handle = damage_open (store);
  g_autofree char *step = g_test_build_filename (G_TEST_DIST, "schemas", "sql", "0001-tables.sql",
                                                 NULL);
  g_autofree char *tables = NULL, *drops = NULL;
  sqlite3 *first = damage_open (":memory:");
  g_autofree char *names = NULL, *sql = NULL;

  g_assert_true (g_file_get_contents (step, &tables, NULL, NULL));
  damage_run (first, tables);
  names = damage_ask (first, "SELECT group_concat (quote (name)) FROM sqlite_schema");
  sqlite3_close (first);
  sql = g_strdup_printf ("SELECT 'DROP ' || type || ' ' || name || ';' FROM sqlite_schema"
                         " WHERE type IN ('table', 'view') AND name NOT IN (%s)",
                         names);
  drops = damage_ask (handle, sql);
  damage_run (handle, drops);
  damage_run (handle, "PRAGMA user_version = 1");
  sqlite3_close (handle);
}

/* a page that the disk has lost, of which no record is needed: the index of the places */
static inline void
damage_index (const char *store)
{
  sqlite3 *handle = damage_open (store);
  sqlite3_stmt *statement = NULL;
  char garbage[DAMAGE_PAGE];
  gint64 page;
  int fd;

  if (sqlite3_prepare_v2 (handle,
                          "SELECT rootpage FROM sqlite_schema"
                          " WHERE name = 'sqlite_autoindex_places_1'",
                          -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", store, sqlite3_errmsg (handle));
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  page = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (handle); /* the last one: all that was in the log is in the file now */
  fd = open (store, O_WRONLY | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  memset (garbage, 0xa5, sizeof garbage);
  g_assert_cmpint (pwrite (fd, garbage, sizeof garbage, (page - 1) * DAMAGE_PAGE), ==,
                   (gssize) sizeof garbage);
  close (fd);
}

G_END_DECLS
