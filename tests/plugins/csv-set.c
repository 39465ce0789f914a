/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-set.c - tests that each line is in the files once and in order, whenever the power is cut */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "csv-steps.h"

#define N_SOURCES 4

typedef struct {
  CsvWorker   worker;
  LeatOrigin *origins[N_SOURCES];
  guint       n_put[N_SOURCES];
  GHashTable *safe;      /* path -> bytes at the last flush */
} Fixture;

static void
fixture_init (Fixture *self, const char *const *options)
{
  *self = (Fixture) { .safe = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  csv_worker_init (&self->worker, options);
  for (guint i = 0; i < N_SOURCES; i++)
    {
      g_autofree char *source = g_strdup_printf ("camera%u", i);

      self->origins[i] = csv_new_origin (source, "num");
    }
  csv_open (&self->worker);
}

static void
fixture_clear (Fixture *self)
{
  for (guint i = 0; i < N_SOURCES; i++)
    leat_origin_unref (self->origins[i]);
  g_hash_table_unref (self->safe);
  csv_worker_clear (&self->worker);
}

/* some records of some sources, in any order */
static void
put_some (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  LeatBatch *batch = leat_batch_new (0);
  gint n_records = g_test_rand_int_range (1, 12);

  for (gint i = 0; i < n_records; i++)
    {
      gint source = g_test_rand_int_range (0, N_SOURCES);

      leat_batch_append (batch, self->origins[source], (LeatMoment) { 0 });
      leat_batch_set_int (batch, 0, self->n_put[source]++);
    }
  csv_worker_put (&self->worker, batch, &error);
  g_assert_no_error (error);
}

typedef void (*EachFunc) (Fixture *self, const char *path, gsize length);

static void
for_each_file (Fixture *self, EachFunc func)
{
  g_autoptr (GDir) directory = g_dir_open (self->worker.folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = csv_worker_path (&self->worker, name);
      struct stat status;

      g_assert_cmpint (stat (path, &status), ==, 0);
      func (self, path, (gsize) status.st_size);
    }
}

static void
note_length (Fixture *self, const char *path, gsize length)
{
  g_hash_table_replace (self->safe, g_strdup (path), GSIZE_TO_POINTER (length));
}

static void
flush (Fixture *self)
{
  csv_flush (&self->worker);
  for_each_file (self, note_length);
}

/* of what was not synced, any part got to the disk */
static void
lose_some (Fixture *self, const char *path, gsize length)
{
  gsize safe = GPOINTER_TO_SIZE (g_hash_table_lookup (self->safe, path));

  g_assert_cmpuint (safe, <=, length);
  if (g_test_rand_bit ())
    g_assert_cmpint (truncate (path, g_test_rand_int_range ((gint) safe, (gint) length + 1)), ==,
                     0);
}

static void
cut_power (Fixture *self)
{
  csv_worker_kill (&self->worker);
  for_each_file (self, lose_some);
  csv_restart (&self->worker);
}

static guint
count_lines (const char *text, guint next)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n_lines = g_strv_length (lines);

  g_assert_cmpstr (lines[n_lines - 1], ==, "");
  for (guint i = 0; i < n_lines - 1; i++)
    {
      g_autofree char *expected = i == 0 ? g_strdup ("num") : g_strdup_printf ("%u", next + i - 1);

      g_assert_cmpstr (lines[i], ==, expected);
    }
  return next + n_lines - 2;
}

/* all that was put is there, digit for digit, over all files of a source */
static void
assert_complete (Fixture *self)
{
  for (guint source = 0; source < N_SOURCES; source++)
    {
      guint next = 0;
      guint number = 0;

      for (;; number++)
        {
          g_autofree char *name = number == 0 ? g_strdup_printf ("camera%u.csv", source)
                                              : g_strdup_printf ("camera%u-%u.csv", source, number);
          g_autofree char *text = csv_worker_read (&self->worker, name);

          if (text == NULL)
            break;
          if (*text != '\0')
            next = count_lines (text, next);
        }
      g_assert_cmpuint (next, ==, self->n_put[source]);
      g_assert_cmpuint (number, >, 1);
    }
}

/* whether text is kept back for what comes next */
static gboolean
host_has_more (LeatSink *sink)
{
  return g_test_rand_bit ();
}

static void
test_power_cuts (gconstpointer data)
{
  static const char *const options[] = {
    "path", "FOLDER/{source}.csv", "columns", "*", "rotate-size", "500", "max-open-files", "2", NULL
  };
  const guint n_steps = data != NULL ? 1000 : 3000; /* each waits for the disk */
  Fixture fixture;

  fixture_init (&fixture, options);
  if (data != NULL)
    fixture.worker.host.has_more = host_has_more;
  for (guint i = 0; i < n_steps; i++)
    {
      gint dice = g_test_rand_int_range (0, 100);

      if (dice < 60)
        put_some (&fixture);
      else if (dice < 85)
        flush (&fixture);
      else
        cut_power (&fixture);
    }
  flush (&fixture);
  assert_complete (&fixture);
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/csv-set/power-cuts", NULL, test_power_cuts);
  g_test_add_data_func ("/csv-set/power-cuts-while-text-waits", "waits", test_power_cuts);
  return g_test_run ();
}
