/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-sink.c - records as lines of CSV files */
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include "csv-layout.h"
#include "csv-path.h"
#include "csv-set.h"

#define N_ROUTES_MAX 256

/* from an origin to its file */
typedef struct {
  LeatOrigin *origin;   /* a reference */
  CsvLayout  *layout;
  gint64      since;    /* the file is right for records from here on … */
  gint64      until;    /* … and before this */
  CsvFile    *file;     /* NULL: to be found */
} Route;

typedef struct {
  LeatSink        sink;

  char           *path;
  char           *timezone;
  char          **columns;
  char           *delimiter;
  gboolean        header;
  int             line_end;
  gint64          rotate_size;
  gint64          max_open_files;
  char           *mode;
  char           *owner;
  char           *group;

  CsvPath        *template;
  CsvFormat       format;
  CsvFileSettings settings;

  CsvSet         *set;         /* while it is open */
  GHashTable     *routes;      /* LeatOrigin -> Route */
  GHashTable     *judged;      /* names of schemas whose fields were looked for */
  Route          *route;       /* of the last record */
  guint64         n_written;   /* since the last flush */
} CsvSink;

typedef enum {
  LINE_END_LF,
  LINE_END_CRLF,
} LineEnd;

static const char *const line_ends[] = { "lf", "crlf", NULL };

static const LeatOption csv_sink_options[] = {
  LEAT_OPTION_STRING (CsvSink, path, .key = "path", .flags = LEAT_OPTION_REQUIRED,
    .summary = "The file of a record: %Y %m %d %H … of its arrival, {source}, {schema} and "
               "{gateway} are replaced; a relative path is meant from state-dir=. A sink makes all "
               "its files lasting together: one with {source} here costs a fraction of a sink for "
               "each source."),
  LEAT_OPTION_STRING (CsvSink, timezone, .key = "timezone", .preset = "local",
    .summary = "Whose wall clock path= shows: local, UTC, or a name such as Asia/Taipei."),
  LEAT_OPTION_LIST (CsvSink, columns, .key = "columns", .preset = "id;source;time;*;quality",
    .summary = "Which columns: id, source, epoch, sequence, gateway, schema, time, frame, quality, "
               "tag.KEY, names of fields, and * for all fields that are not named."),
  LEAT_OPTION_STRING (CsvSink, delimiter, .key = "delimiter", .preset = ",",
    .summary = "What stands between two cells."),
  LEAT_OPTION_BOOL (CsvSink, header, .key = "header", .preset = "yes",
    .summary = "Whether a file begins with the names of its columns."),
  LEAT_OPTION_CHOICE (CsvSink, line_end, .key = "line-end", .preset = "lf", .choices = line_ends,
    .summary = "How a line ends."),
  LEAT_OPTION_SIZE (CsvSink, rotate_size, .key = "rotate-size", .preset = "0",
    .flags = LEAT_OPTION_LIVE, .maximum = 0x1p50,
    .summary = "The size from which a file is followed by one with the next number; 0: never."),
  LEAT_OPTION_INT (CsvSink, max_open_files, .key = "max-open-files", .preset = "256",
    .minimum = 1, .maximum = 1024,
    .summary = "How many files are kept open at once. Where more are written to in turn, one is "
               "made lasting and closed for each record: give as many as there are sources with a "
               "file of their own."),
  LEAT_OPTION_STRING (CsvSink, mode, .key = "mode", .preset = "0640",
    .summary = "Permissions of a file that is made, in octal; who may read it may enter its "
               "directory."),
  LEAT_OPTION_STRING (CsvSink, owner, .key = "owner",
    .summary = "Whom a file or directory that is made belongs to; only root can give it away."),
  LEAT_OPTION_STRING (CsvSink, group, .key = "group",
    .summary = "Which group a file or directory that is made belongs to."),
  LEAT_OPTION_END,
};

static void
route_free (gpointer data)
{
  Route *self = data;

  csv_layout_free (self->layout);
  leat_origin_unref (self->origin);
  g_free (self);
}

static gboolean
read_mode (const char *text, mode_t *mode, GError **error)
{
  guint64 number;

  if (strspn (text, "01234567") != strlen (text) || strlen (text) > 4 ||
      !g_ascii_string_to_unsigned (text, 8, 0, 0777, &number, NULL) || (number & 0600) != 0600)
    {
      g_set_error (
          error, LEAT_ERROR, LEAT_ERROR_CONFIG,
          "mode: \"%s\" are no permissions with which the daemon can read and write; give octal "
          "digits such as 0640",
          text);
      return FALSE;
    }
  *mode = (mode_t) number;
  return TRUE;
}

static gboolean
read_owner (CsvSink *self, GError **error)
{
  const struct passwd *user = self->owner != NULL ? getpwnam (self->owner) : NULL;

  self->settings.rights.owner = user != NULL ? user->pw_uid : (uid_t) -1;
  if (self->owner == NULL || user != NULL)
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "owner: there is no user \"%s\"", self->owner);
  return FALSE;
}

static gboolean
read_group (CsvSink *self, GError **error)
{
  const struct group *group = self->group != NULL ? getgrnam (self->group) : NULL;

  self->settings.rights.group = group != NULL ? group->gr_gid : (gid_t) -1;
  if (self->group == NULL || group != NULL)
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "group: there is no group \"%s\"",
               self->group);
  return FALSE;
}

static gboolean
csv_sink_init (LeatSink *sink, GError **error)
{
  CsvSink *self = (CsvSink *) sink;
  GError *found[5] = { NULL };
  g_autoptr (GError) all = NULL;

  self->format.columns = (const char *const *) self->columns;
  self->format.delimiter = self->delimiter[0];
  self->format.crlf = self->line_end == LINE_END_CRLF;
  self->settings.with_header = self->header;
  self->settings.rotate_size = self->rotate_size;
  self->template = csv_path_new (self->path, self->timezone, &found[0]);
  csv_format_check (&self->format, self->delimiter, &found[1]);
  read_mode (self->mode, &self->settings.rights.mode, &found[2]);
  read_owner (self, &found[3]);
  read_group (self, &found[4]);
  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    leat_error_join (&all, found[i]);
  if (all != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&all));
      return FALSE;
    }
  self->routes = g_hash_table_new_full (NULL, NULL, NULL, route_free);
  self->judged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return TRUE;
}

static void
csv_sink_clear (LeatSink *sink)
{
  CsvSink *self = (CsvSink *) sink;

  g_clear_pointer (&self->routes, g_hash_table_unref);
  g_clear_pointer (&self->judged, g_hash_table_unref);
  g_clear_pointer (&self->template, csv_path_free);
}

static void
csv_sink_close (LeatSink *sink)
{
  CsvSink *self = (CsvSink *) sink;

  self->route = NULL;
  g_hash_table_remove_all (self->routes);
  g_clear_pointer (&self->set, csv_set_free);
}

/* rotate-size= alone: the file at hand goes by it too */
static void
csv_sink_changed (LeatSink *sink, const char *key)
{
  CsvSink *self = (CsvSink *) sink;

  self->settings.rotate_size = self->rotate_size;
  if (self->set != NULL)
    csv_set_take_rotate_size (self->set, self->rotate_size);
}

static gboolean
csv_sink_open (LeatSink *sink, const char *position, GCancellable *cancellable, GError **error)
{
  CsvSink *self = (CsvSink *) sink;

  self->n_written = 0;
  self->set = csv_set_new (sink, &self->settings, (guint) self->max_open_files);
  if (csv_set_restore (self->set, position, error))
    return TRUE;
  csv_sink_close (sink);
  return FALSE;
}

/* a name that is misspelled would be an empty column for ever; once for each schema */
static void
note_absent (CsvSink *self, LeatSchema *schema)
{
  const char *name = leat_schema_get_name (schema);
  g_autofree char *absent = csv_format_find_absent (&self->format, schema);

  if (absent != NULL && g_hash_table_add (self->judged, g_strdup (name)))
    leat_sink_note (&self->sink, "no-field",
                    "columns=: records of schema %s have no %s: left empty", name, absent);
}

static Route *
find_route (CsvSink *self, const LeatOrigin *origin)
{
  Route *route = g_hash_table_lookup (self->routes, origin);

  if (route != NULL)
    return route;
  if (g_hash_table_size (self->routes) >= N_ROUTES_MAX)
    g_hash_table_remove_all (self->routes);
  route = g_new0 (Route, 1);
  route->origin = leat_origin_ref (origin);
  route->layout = csv_layout_new (&self->format, origin);
  note_absent (self, origin->schema);
  g_hash_table_insert (self->routes, route->origin, route);
  return route;
}

static gboolean
find_file (CsvSink *self, Route *route, gint64 time, GError **error)
{
  g_autofree char *name = csv_path_expand (self->template, route->origin, time, &route->since,
                                           &route->until);
  g_autofree char *place = leat_sink_get_path (&self->sink, name);
  g_autofree char *path = g_canonicalize_filename (place, NULL);
  CsvFile *before = route->file;

  route->file = csv_set_get (self->set, path, csv_layout_get_header (route->layout), error);
  if (before != NULL && before != route->file)
    before->is_left = TRUE;
  return route->file != NULL;
}

static gboolean
is_full (const CsvSink *self, const CsvFile *file)
{
  return self->rotate_size > 0 && file->length + (gint64) file->text.length >= self->rotate_size;
}

static gboolean
append_record (CsvSink *self, const LeatRecord *record, GError **error)
{
  Route *route = self->route;

  if (route == NULL || route->origin != record->origin)
    route = self->route = find_route (self, record->origin);
  if ((route->file == NULL || record->time < route->since || record->time >= route->until) &&
      !find_file (self, route, record->time, error))
    return FALSE;
  if (is_full (self, route->file))
    {
      route->file = csv_set_rotate (self->set, route->file, error);
      if (route->file == NULL)
        return FALSE;
    }
  if (self->header && route->file->length == 0 && route->file->text.length == 0)
    csv_text_append (&route->file->text, csv_layout_get_header (route->layout));
  csv_layout_append (route->layout, &route->file->text, record);
  return TRUE;
}

/* Nothing is written before all of it is formatted and all files are open: so what is held can be
 * offered again. */
static gboolean
csv_sink_write (LeatSink *sink, LeatBatch *batch, guint from, guint count, guint *taken,
                GCancellable *cancellable, GError **error)
{
  CsvSink *self = (CsvSink *) sink;

  *taken = 0;
  for (guint i = 0; i < count; i++)
    if (!append_record (self, leat_batch_get_record (batch, from + i), error))
      {
        csv_set_discard (self->set);
        return FALSE;
      }
  if (!csv_set_write (self->set, leat_sink_has_more (sink), error))
    return FALSE;
  self->n_written += count;
  *taken = count;
  return TRUE;
}

static gboolean
csv_sink_flush (LeatSink *sink, guint64 *safe, char **position, GCancellable *cancellable,
                GError **error)
{
  CsvSink *self = (CsvSink *) sink;
  GHashTableIter iter;
  gpointer route;

  if (!csv_set_flush (self->set, position, error))
    return FALSE;
  *safe = self->n_written;
  self->n_written = 0;
  g_hash_table_iter_init (&iter, self->routes);
  while (g_hash_table_iter_next (&iter, NULL, &route))
    ((Route *) route)->file = NULL;
  return TRUE;
}

static const LeatSinkClass csv_sink_class = {
  .struct_size = sizeof (LeatSinkClass),
  .instance_size = sizeof (CsvSink),
  .name = "csv",
  .summary = "Appends records to CSV files (RFC 4180), lasting with each flush.",
  .options = csv_sink_options,
  .flags = LEAT_SINK_LASTING,
  .init = csv_sink_init,
  .clear = csv_sink_clear,
  .open = csv_sink_open,
  .write = csv_sink_write,
  .flush = csv_sink_flush,
  .close = csv_sink_close,
  .changed = csv_sink_changed,
};

static const LeatSinkClass *const sinks[] = { &csv_sink_class, NULL };

LEAT_PLUGIN_DEFINE (
  .name = "csv",
  .version = "0.1.0",
  .summary = "Files of comma-separated values.",
  .license = "LGPL-2.1-or-later",
  .sinks = sinks)
