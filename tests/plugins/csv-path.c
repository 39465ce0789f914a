/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-path.c - tests what files are called, and for how long */
#include "csv-path.h"

/* 2018-10-13T06:03:22.104518Z, a Saturday */
#define MOMENT G_GINT64_CONSTANT (1539410602104518000)

static LeatOrigin *
new_origin (const char *source, const char *gateway)
{
  g_autoptr (LeatSchema) schema = leat_schema_new ("pv200", NULL, 0);

  return leat_origin_new (source, "EPOCH", schema, gateway, NULL);
}

typedef struct {
  const char *name;
  const char *pattern;
  const char *timezone;
  const char *source;
  const char *expected;
  gint64      step;       /* seconds; 0: for ever */
} ExpandCase;

static const ExpandCase expand_cases[] = {
  { "plain", "/data/all.csv", "UTC", "camera0", "/data/all.csv", 0 },
  { "names", "/data/{gateway}/{source}-{schema}.csv", "UTC", "camera0",
    "/data/line-3/camera0-pv200.csv", 0 },
  { "day", "/data/%Y-%m-%d/{source}.csv", "UTC", "camera0", "/data/2018-10-13/camera0.csv", 60 },
  { "east", "/data/%F %H.csv", "Asia/Taipei", "camera0", "/data/2018-10-13 14.csv", 60 },
  { "west", "/data/%F.csv", "America/Los_Angeles", "camera0", "/data/2018-10-12.csv", 60 },
  { "offset", "/data/%H%M%z.csv", "+05:30", "camera0", "/data/1133+0530.csv", 60 },
  { "second", "/data/%H%M%S.csv", "UTC", "camera0", "/data/060322.csv", 1 },
  { "clock", "/data/%T.csv", "UTC", "camera0", "/data/06:03:22.csv", 1 },
  { "unix", "/data/%s.csv", "UTC", "camera0", "/data/1539410602.csv", 1 },
  { "week", "/data/%G-W%V-%u.csv", "UTC", "camera0", "/data/2018-W41-6.csv", 60 },
  { "day-of-year", "/data/%y%j.csv", "UTC", "camera0", "/data/18286.csv", 60 },
  { "percent", "/data/100%%.csv", "UTC", "camera0", "/data/100%.csv", 0 },
  { "percent-before-letter", "/data/%%Y.csv", "UTC", "camera0", "/data/%Y.csv", 0 },
  { "name-with-slash", "/data/{source}.csv", "UTC", "../../etc/x", "/data/_._.._etc_x.csv", 0 },
  { "name-of-dots", "/data/{source}/a.csv", "UTC", "..", "/data/_./a.csv", 0 },
  { "name-with-percent", "/data/{source}.csv", "UTC", "%Y{schema}", "/data/%Y{schema}.csv", 0 },
  { "name-with-line-end", "/data/{source}.csv", "UTC", "a\nb", "/data/a_b.csv", 0 },
  { "closing-brace", "/data/a}.csv", "UTC", "camera0", "/data/a}.csv", 0 },
  { "relative", "{source}/a.csv", "UTC", "camera0", "camera0/a.csv", 0 },
  { "canonical", "/data//x/../{source}.csv", "UTC", "camera0", "/data/camera0.csv", 0 },
};

static void
test_expand (gconstpointer data)
{
  const ExpandCase *test = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsvPath) path = csv_path_new (test->pattern, test->timezone, &error);
  LeatOrigin *origin = new_origin (test->source, "line-3");
  g_autofree char *name = NULL;
  gint64 since, until;

  g_assert_no_error (error);
  name = csv_path_expand (path, origin, MOMENT, &since, &until);
  g_assert_cmpstr (name, ==, test->expected);
  g_assert_cmpint (since, <=, MOMENT);
  g_assert_cmpint (until, >, MOMENT);
  if (test->step == 0)
    g_assert_true (since == G_MININT64 && until == G_MAXINT64);
  else
    g_assert_cmpint (until - since, ==, test->step * LEAT_NSEC_PER_SEC);
  leat_origin_unref (origin);
}

/* what is said of the time in which a name stays the same is true, day and night, summer and
 * winter */
static void
test_bounds (void)
{
  g_autoptr (CsvPath) path = csv_path_new ("/data/%F-%H-%M.csv", "Europe/Berlin", NULL);
  LeatOrigin *origin = new_origin ("camera0", NULL);
  gint64 begin = G_GINT64_CONSTANT (1540688000) *
                 LEAT_NSEC_PER_SEC;   /* 2018-10-28: summer time ends */
  gint64 since, until, ignored;

  for (guint i = 0; i < 300; i++)
    {
      gint64 time = begin + i * G_GINT64_CONSTANT (37123456789);
      g_autofree char *name = csv_path_expand (path, origin, time, &since, &until);
      g_autofree char *first = csv_path_expand (path, origin, since, &ignored, &ignored);
      g_autofree char *last = csv_path_expand (path, origin, until - 1, &ignored, &ignored);
      g_autofree char *before = csv_path_expand (path, origin, since - 1, &ignored, &ignored);
      g_autofree char *after = csv_path_expand (path, origin, until, &ignored, &ignored);

      g_assert_cmpstr (first, ==, name);
      g_assert_cmpstr (last, ==, name);
      g_assert_cmpstr (before, !=, name);
      g_assert_cmpstr (after, !=, name);
    }
  leat_origin_unref (origin);
}

static void
test_before_epoch (void)
{
  g_autoptr (CsvPath) path = csv_path_new ("/data/%FT%T.csv", "UTC", NULL);
  LeatOrigin *origin = new_origin ("camera0", NULL);
  gint64 since, until;
  g_autofree char *name = csv_path_expand (path, origin, -1, &since, &until);

  g_assert_cmpstr (name, ==, "/data/1969-12-31T23:59:59.csv");
  g_assert_cmpint (since, ==, -LEAT_NSEC_PER_SEC);
  g_assert_cmpint (until, ==, 0);
  leat_origin_unref (origin);
}

typedef struct {
  const char *name;
  const char *pattern;
  const char *timezone;
  const char *message;
} FaultCase;

#define NO_TIME(text) \
  "path: \"" text "\" is no part of a time; there are %Y %y %m %d %j %H %M %S %F %T %G %V %u %s " \
  "%z, and %% for a percent sign"

static const FaultCase fault_cases[] = {
  { "conversion", "/data/%Q.csv", "UTC", NO_TIME ("%Q") },
  { "slashes", "/data/%D.csv", "UTC", NO_TIME ("%D") },
  { "lone-percent", "/data/50%", "UTC", NO_TIME ("%") },
  { "placeholder", "/data/{camera}.csv", "UTC",
    "path: \"{camera}\" is not known; there are {source}, {schema} and {gateway}" },
  { "open-brace", "/data/{source", "UTC",
    "path: \"{source\" is not known; there are {source}, {schema} and {gateway}" },
  { "empty", "", "UTC", "path: \"\" names no file; give one, such as /data/{source}.csv" },
  { "directory", "/data/", "UTC",
    "path: \"/data/\" names no file; give one, such as /data/{source}.csv" },
  { "timezone", "/data/a.csv", "Taipei",
    "timezone: no zone is called \"Taipei\"; there are local, UTC, and names such as Asia/Taipei" },
};

static void
test_fault (gconstpointer data)
{
  const FaultCase *test = data;
  g_autoptr (GError) error = NULL;

  g_assert_null (csv_path_new (test->pattern, test->timezone, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, test->message);
}

typedef struct {
  const char *path;
  guint       number;
  const char *expected;
} NumberCase;

static const NumberCase number_cases[] = {
  { "/data/a.csv", 0, "/data/a.csv" },      { "/data/a.csv", 1, "/data/a-1.csv" },
  { "/data/a.csv", 12, "/data/a-12.csv" },  { "/data/a", 1, "/data/a-1" },
  { "/data.d/a", 1, "/data.d/a-1" },        { "/data/.csv", 1, "/data/.csv-1" },
  { "/data/a.tar.gz", 1, "/data/a.tar-1.gz" },
};

static void
test_numbered (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (number_cases); i++)
    {
      g_autofree char *path = csv_path_numbered (number_cases[i].path, number_cases[i].number);

      g_assert_cmpstr (path, ==, number_cases[i].expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (expand_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/csv-path/expand/", expand_cases[i].name, NULL);

      g_test_add_data_func (path, &expand_cases[i], test_expand);
    }
  for (guint i = 0; i < G_N_ELEMENTS (fault_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/csv-path/fault/", fault_cases[i].name, NULL);

      g_test_add_data_func (path, &fault_cases[i], test_fault);
    }
  g_test_add_func ("/csv-path/bounds", test_bounds);
  g_test_add_func ("/csv-path/before-epoch", test_before_epoch);
  g_test_add_func ("/csv-path/numbered", test_numbered);
  return g_test_run ();
}
