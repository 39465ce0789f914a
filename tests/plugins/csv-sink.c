/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-sink.c - tests what is in the files: lines, columns, rotation, rights */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "csv-steps.h"

#define DAY (86400 * LEAT_NSEC_PER_SEC)

static void
test_appends (void)
{
  static const char *const options[] = { "path", "FOLDER/{source}.csv", "timezone", "UTC", NULL };
  CsvWorker worker;

  csv_worker_init (&worker, options);
  csv_open (&worker);
  csv_put (&worker, "camera0", 1, 2);
  csv_flush (&worker);
  csv_restart (&worker);
  csv_put (&worker, "camera0", 3, 1);
  csv_flush (&worker);
  csv_assert_file (&worker, "camera0.csv",
                   "id,source,time,num,quality\n"
                   "camera0/EPOCH/1,camera0,1970-01-01T00:00:00.000000000Z,1,\n"
                   "camera0/EPOCH/2,camera0,1970-01-01T00:00:00.000000000Z,2,\n"
                   "camera0/EPOCH/1,camera0,1970-01-01T00:00:00.000000000Z,3,\n");
  csv_assert_notes (&worker, "");
  csv_worker_clear (&worker);
}

/* a relative path is meant from where the daemon has its state */
static void
test_relative (void)
{
  static const char *const options[] = { "path", "out/{source}.csv", "columns", "num", NULL };
  CsvWorker worker;

  csv_worker_init (&worker, options);
  csv_open (&worker);
  csv_put (&worker, "camera0", 1, 2);
  csv_flush (&worker);
  csv_restart (&worker);
  csv_assert_file (&worker, "out/camera0.csv", "num\n1\n2\n");
  csv_worker_clear (&worker);
}

static void
test_no_header (void)
{
  static const char *const options[] = {
    "path", "FOLDER/all.csv", "columns", "source;*", "header", "no", "line-end", "crlf", NULL
  };
  CsvWorker worker;

  csv_worker_init (&worker, options);
  csv_open (&worker);
  csv_put (&worker, "camera0", 1, 1);
  csv_put (&worker, "camera1", 1, 1);
  csv_flush (&worker);
  csv_restart (&worker);
  csv_put (&worker, "camera0", 2, 1);
  csv_assert_file (&worker, "all.csv", "camera0,1\r\ncamera1,1\r\ncamera0,2\r\n");
  csv_worker_clear (&worker);
}

static void
put_field (CsvWorker *worker, const char *field, guint first)
{
  g_autoptr (GError) error = NULL;

  csv_worker_put (worker, csv_new_batch ("camera0", field, 0, first, 1), &error);
  g_assert_no_error (error);
}

/* two schemas never meet in one file, though they take turns */
static void
test_schema_change (void)
{
  CsvWorker worker;

  csv_worker_init (&worker, csv_by_source);
  csv_open (&worker);
  put_field (&worker, "num", 1);
  put_field (&worker, "width", 1);
  put_field (&worker, "num", 2);
  put_field (&worker, "width", 2);
  csv_flush (&worker);
  csv_restart (&worker);
  put_field (&worker, "width", 3);
  put_field (&worker, "num", 3);
  csv_flush (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n1\n2\n3\n");
  csv_assert_file (&worker, "camera0-1.csv", "width\n1\n2\n3\n");
  g_assert_null (csv_worker_read (&worker, "camera0-2.csv"));
  csv_worker_clear (&worker);
}

/* told once for each schema, and not of names that any record has */
static void
test_absent_field (void)
{
  static const char *const options[] = { "path", "FOLDER/{source}.csv", "columns",
                                         "epoch;tag.side;nmu;field.width;num", NULL };
  CsvWorker worker;

  csv_worker_init (&worker, options);
  csv_open (&worker);
  csv_put (&worker, "camera0", 1, 1);
  csv_put (&worker, "camera1", 1, 1);
  csv_flush (&worker);
  csv_restart (&worker);
  csv_put (&worker, "camera0", 2, 1);
  csv_flush (&worker);
  csv_assert_file (&worker, "camera0.csv",
                   "epoch,tag.side,nmu,field.width,num\nEPOCH,,,,1\nEPOCH,,,,2\n");
  csv_assert_notes (&worker,
                    "no-field: columns=: records of schema test have no nmu, field.width: left "
                    "empty\n"
                    "no-field: columns=: records of schema test have no nmu, field.width: left "
                    "empty\n");
  csv_worker_clear (&worker);
}

static void
test_rotate_size (void)
{
  static const char *const options[] = {
    "path", "FOLDER/{source}.csv", "columns", "*", "rotate-size", "10", NULL
  };
  CsvWorker worker;

  csv_worker_init (&worker, options);
  csv_open (&worker);
  csv_put (&worker, "camera0", 1, 7);
  csv_flush (&worker);
  csv_restart (&worker);
  csv_put (&worker, "camera0", 8, 1);
  csv_put (&worker, "camera0", 10, 1);
  csv_flush (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n1\n2\n3\n");
  csv_assert_file (&worker, "camera0-1.csv", "num\n4\n5\n6\n");
  csv_assert_file (&worker, "camera0-2.csv", "num\n7\n8\n10\n");
  g_assert_null (csv_worker_read (&worker, "camera0-3.csv"));
  csv_assert_notes (&worker, "");
  csv_worker_clear (&worker);
}

/* while it is open, by a reload */
static void
test_rotate_size_changes (void)
{
  static const char *const options[] = { "path", "FOLDER/{source}.csv", "columns", "*", NULL };
  const LeatOption *option;
  CsvWorker worker;

  csv_worker_init (&worker, options);
  csv_open (&worker);
  option = leat_options_find (worker.sink->klass->options, "rotate-size");
  csv_put (&worker, "camera0", 1, 7);
  g_assert_true ((option->flags & LEAT_OPTION_LIVE) != 0);
  g_assert_true (leat_option_set (option, worker.sink, "10", NULL));
  worker.sink->klass->changed (worker.sink, option->key);
  csv_put (&worker, "camera0", 8, 4);
  csv_flush (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n1\n2\n3\n4\n5\n6\n7\n");
  csv_assert_file (&worker, "camera0-1.csv", "num\n8\n9\n10\n");
  csv_assert_file (&worker, "camera0-2.csv", "num\n11\n");
  csv_worker_clear (&worker);
}

static void
test_rotate_time (void)
{
  static const char *const options[] = {
    "path", "FOLDER/%F/{source}.csv", "columns", "*", "timezone", "UTC", NULL
  };
  g_autoptr (GError) error = NULL;
  CsvWorker worker;

  csv_worker_init (&worker, options);
  csv_open (&worker);
  for (guint i = 0; i < 6; i++)
    csv_worker_put (&worker, csv_new_batch ("camera0", "num", (i / 2) * DAY + DAY - 1, i, 1),
                    &error);
  csv_worker_put (&worker, csv_new_batch ("camera0", "num", DAY, 6, 1),
                  &error);   /* the clock was set back */
  g_assert_no_error (error);
  csv_flush (&worker);
  csv_assert_file (&worker, "1970-01-01/camera0.csv", "num\n0\n1\n");
  csv_assert_file (&worker, "1970-01-02/camera0.csv", "num\n2\n3\n6\n");
  csv_assert_file (&worker, "1970-01-03/camera0.csv", "num\n4\n5\n");
  csv_worker_clear (&worker);
}

/* more files than may be open, written in turns, some of them not safe when the process ends */
static void
test_few_open (void)
{
  static const char *const options[] = {
    "path", "FOLDER/{source}.csv", "columns", "*", "max-open-files", "2", NULL
  };
  CsvWorker worker;

  csv_worker_init (&worker, options);
  csv_open (&worker);
  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *source = g_strdup_printf ("camera%u", i % 4);

      csv_put (&worker, source, i, 1);
      if (i == 5)
        csv_flush (&worker);
      if (i == 9)
        csv_restart (&worker);
    }
  csv_restart (&worker);
  csv_flush (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n0\n4\n8\n");
  csv_assert_file (&worker, "camera1.csv", "num\n1\n5\n9\n");
  csv_assert_file (&worker, "camera2.csv", "num\n2\n6\n10\n");
  csv_assert_file (&worker, "camera3.csv", "num\n3\n7\n11\n");
  g_assert_null (csv_worker_read (&worker, "camera0-1.csv"));
  csv_worker_clear (&worker);
}

static gboolean
host_has_more (LeatSink *sink)
{
  return TRUE;
}

/* a short text waits for what is there already, or for the flush; a long one does not */
static void
test_text_waits (void)
{
  CsvWorker worker;
  g_autofree char *text = NULL;

  csv_worker_init (&worker, csv_by_source);
  csv_open (&worker);
  worker.host.has_more = host_has_more;
  csv_put (&worker, "camera0", 1, 1);
  csv_put (&worker, "camera1", 1, 1);
  csv_assert_file (&worker, "camera0.csv", "");
  csv_flush (&worker);
  csv_assert_file (&worker, "camera0.csv", "num\n1\n");
  csv_assert_file (&worker, "camera1.csv", "num\n1\n");
  csv_put (&worker, "camera0", 2, 1);
  worker.host.has_more = NULL;
  csv_put (&worker, "camera1", 2, 1);
  csv_assert_file (&worker, "camera0.csv", "num\n1\n2\n");
  csv_assert_file (&worker, "camera1.csv", "num\n1\n2\n");
  worker.host.has_more = host_has_more;
  csv_put (&worker, "camera2", 100000, 5000);
  text = csv_worker_read (&worker, "camera2.csv");
  g_assert_cmpuint (strlen (text), ==, strlen ("num\n") + 5000 * strlen ("100000\n"));
  csv_worker_clear (&worker);
}

static guint
get_mode (CsvWorker *worker, const char *name)
{
  g_autofree char *path = csv_worker_path (worker, name);
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  return status.st_mode & 07777;
}

static void
test_mode (void)
{
  static const char *const options[] = {
    "path", "FOLDER/a/b/{source}.csv", "columns", "*", "mode", "0664", NULL
  };
  CsvWorker worker;
  mode_t before = umask (077);

  csv_worker_init (&worker, options);
  csv_open (&worker);
  csv_put (&worker, "camera0", 1, 1);
  g_assert_cmphex (get_mode (&worker, "a/b/camera0.csv"), ==, 0664);
  g_assert_cmphex (get_mode (&worker, "a/b"), ==, 0775);
  g_assert_cmphex (get_mode (&worker, "a"), ==, 0775);
  umask (before);
  csv_worker_clear (&worker);
}

static void
test_owner (void)
{
  static const char *const options[] = {
    "path", "FOLDER/a/{source}.csv", "columns", "*", "owner", "daemon", "group", "daemon", NULL
  };
  CsvWorker worker;
  g_autofree char *path = NULL;
  struct stat status;

  if (geteuid () != 0)
    {
      g_test_skip ("only root can give a file away");
      return;
    }
  csv_worker_init (&worker, options);
  path = csv_worker_path (&worker, "a/camera0.csv");
  csv_open (&worker);
  csv_put (&worker, "camera0", 1, 1);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_uid, ==, 1);
  g_assert_cmpuint (status.st_gid, ==, 1);
  csv_worker_clear (&worker);
}

typedef struct {
  const char *key;
  const char *value;
  const char *message;
} FaultCase;

#define NO_MODE(text) \
  "mode: \"" text "\" are no permissions with which the daemon can read and write; give octal " \
  "digits such as 0640"

static const FaultCase fault_cases[] = {
  { "mode", "0440", NO_MODE ("0440") },
  { "mode", "rw-r-----", NO_MODE ("rw-r-----") },
  { "mode", "0689", NO_MODE ("0689") },
  { "mode", "1640", NO_MODE ("1640") },
  { "owner", "nobody-such", "owner: there is no user \"nobody-such\"" },
  { "group", "nobody-such", "group: there is no group \"nobody-such\"" },
  { "path", "FOLDER/%Q", NULL },
  { "columns", "Num", NULL },
  { "delimiter", "x", NULL },
  { "timezone", "Nowhere", NULL },
  { "max-open-files", "0", NULL },
  { "rotate-size", "-1", NULL },
  { "line-end", "cr", NULL },
};

static void
test_fault (gconstpointer data)
{
  const FaultCase *test = data;
  const char *const options[] = { "path", "FOLDER/a.csv", test->key, test->value, NULL };
  g_autoptr (GError) error = NULL;
  CsvWorker worker;

  csv_worker_init (&worker, options);
  g_assert_false (csv_worker_open (&worker, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  if (test->message != NULL)
    g_assert_cmpstr (error->message, ==, test->message);
  csv_worker_clear (&worker);
}

static void
test_options_are_sound (void)
{
  const LeatSinkClass *klass = leat_plugin_get ()->sinks[0];
  g_autoptr (GError) error = NULL;

  leat_plugin_check (leat_plugin_get (), &error);
  g_assert_no_error (error);
  leat_options_check (klass->options, klass->instance_size, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv-sink/options", test_options_are_sound);
  g_test_add_func ("/csv-sink/appends", test_appends);
  g_test_add_func ("/csv-sink/relative", test_relative);
  g_test_add_func ("/csv-sink/no-header", test_no_header);
  g_test_add_func ("/csv-sink/schema-change", test_schema_change);
  g_test_add_func ("/csv-sink/absent-field", test_absent_field);
  g_test_add_func ("/csv-sink/rotate/size", test_rotate_size);
  g_test_add_func ("/csv-sink/rotate/size-changes", test_rotate_size_changes);
  g_test_add_func ("/csv-sink/rotate/time", test_rotate_time);
  g_test_add_func ("/csv-sink/few-open", test_few_open);
  g_test_add_func ("/csv-sink/text-waits", test_text_waits);
  g_test_add_func ("/csv-sink/mode", test_mode);
  g_test_add_func ("/csv-sink/owner", test_owner);
  for (guint i = 0; i < G_N_ELEMENTS (fault_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/csv-sink/fault/%s/%u", fault_cases[i].key, i);

      g_test_add_data_func (path, &fault_cases[i], test_fault);
    }
  return g_test_run ();
}
