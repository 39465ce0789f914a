/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-migrations.c - the store's tables: made, and brought up to date */
#include "buffer-migrations.h"
#include <glib/gstdio.h>
#include "buffer-sql-generated.h"

/* in order: the first makes a file of version 1, and so on */
static const char *const steps[] = {
  "/leat/sql/0001-tables.sql",
  "/leat/sql/0002-views.sql",
  "/leat/sql/0003-claims.sql",
  "/leat/sql/0004-backlog.sql",
  "/leat/sql/0005-acknowledged.sql",
  "/leat/sql/0006-clock.sql",
};

static gboolean
is_empty (BufferDatabase *self)
{
  gint64 n_tables = 1;

  return buffer_database_get (self, "SELECT count(*) FROM sqlite_schema", &n_tables, NULL) &&
         n_tables == 0;
}

gboolean
buffer_migrations_check (BufferDatabase *self, GError **error)
{
  gint64 id, version;

  if (!buffer_database_get (self, "PRAGMA application_id", &id, error) ||
      !buffer_database_get (self, "PRAGMA user_version", &version, error))
    return FALSE;
  if (id != BUFFER_APPLICATION_ID && !is_empty (self))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "%s: is a file of another program; change path=", self->path);
      return FALSE;
    }
  if (version > (gint64) G_N_ELEMENTS (steps))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "%s: is a store of version %" G_GINT64_FORMAT
                   ", of a newer Leat; this one knows versions up to %u; install the newer one, or "
                   "change path=",
                   self->path, version, (guint) G_N_ELEMENTS (steps));
      return FALSE;
    }
  return TRUE;
}

gboolean
buffer_migrations_is_older (const char *path, gint64 *size)
{
  g_autoptr (BufferDatabase) self = NULL;
  GStatBuf status;
  gint64 version;

  if (g_stat (path, &status) != 0 || status.st_size == 0)
    return FALSE;
  *size = status.st_size;
  self = buffer_database_open_reading (path, NULL);
  return self != NULL && buffer_database_get (self, "PRAGMA user_version", &version, NULL) &&
         version > 0 && version < (gint64) G_N_ELEMENTS (steps);
}

static gboolean
run_step (BufferDatabase *self, guint index, GError **error)
{
  g_autoptr (GBytes) sql = g_resource_lookup_data (buffer_get_resource (), steps[index],
                                                   G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autofree char *text = NULL;

  if (sql == NULL)
    return FALSE;
  text = g_strdup_printf ("BEGIN IMMEDIATE;%.*s;PRAGMA application_id = %d;"
                          "PRAGMA user_version = %u;COMMIT",
                          (int) g_bytes_get_size (sql), (const char *) g_bytes_get_data (sql, NULL),
                          BUFFER_APPLICATION_ID, index + 1);
  if (buffer_database_run (self, text, error))
    return TRUE;
  buffer_database_run (self, "ROLLBACK", NULL);
  return FALSE;
}

/* a copy of what is there before anything is changed: it is kept until a person removes it */
static gboolean
back_up (BufferDatabase *self, gint64 version, char **told, GError **error)
{
  g_autofree char *copy = g_strdup_printf ("%s.version-%" G_GINT64_FORMAT, self->path, version);

  /* of an earlier try, broken off behind it: nothing has changed since */
  if (g_file_test (copy, G_FILE_TEST_EXISTS))
    g_unlink (copy);
  if (!buffer_database_copy (self, copy, error))
    return FALSE;
  *told = g_strdup_printf ("was of version %" G_GINT64_FORMAT ", is of version %u now; a copy of "
                           "what it was is in %s",
                           version, (guint) G_N_ELEMENTS (steps), copy);
  return TRUE;
}

gboolean
buffer_migrations_run (BufferDatabase *self, char **told, GError **error)
{
  gint64 version;

  *told = NULL;
  if (!buffer_database_get (self, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version > 0 && version < (gint64) G_N_ELEMENTS (steps) &&
      !back_up (self, version, told, error))
    return FALSE;
  for (guint i = (guint) version; i < G_N_ELEMENTS (steps); i++)
    if (!run_step (self, i, error))
      {
        g_clear_pointer (told, g_free);
        return FALSE;
      }
  return TRUE;
}
