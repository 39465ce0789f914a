/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-model.c - tests what is read of a bus's answers */
#include "some-status.h"
#include "leat-error.h"

static void
test_read (void)
{
  g_autoptr (LeatStatus) status = some_status_new ();
  const LeatStatusPart *source, *sink;

  g_assert_cmpstr (status->version, ==, "0.1.0");
  g_assert_cmpstr (status->state, ==, "running");
  g_assert_cmpint (status->start_time, ==, SOME_NOW - 3 * SOME_HOUR);
  g_assert_cmpstr (status->config_files[0], ==, "/etc/leat/leat.conf");
  g_assert_cmpuint (status->parts->len, ==, 3);

  source = status->parts->pdata[1]; /* sources first, and 2 before 10 */
  g_assert_cmpstr (source->name, ==, "camera10");
  g_assert_cmpstr (source->path, ==, "/org/leat/Leat1/source/camera10");
  g_assert_cmpstr (source->plugin, ==, "serial");
  g_assert_cmpstr (source->last_error, ==, "/dev/ttyS0: no such device");
  g_assert_cmpstr (leat_status_part_get_kind (source), ==, "source");
  g_assert_cmpuint (leat_status_part_get_records (source), ==, 1299999);
  g_assert_cmpuint (leat_status_part_get_count (source, "clock_offset"), ==, 0);
  g_assert_cmpuint (leat_status_part_get_count (source, "weather"), ==, 0);

  sink = status->parts->pdata[2];
  g_assert_cmpstr (sink->name, ==, "mes");
  g_assert_true (sink->is_sink);
  g_assert_false (sink->online);
  g_assert_cmpuint (sink->backlog, ==, 1234567);
  g_assert_cmpint (sink->oldest, ==, SOME_NOW - 2 * SOME_HOUR);
  g_assert_cmpuint (leat_status_part_get_records (sink), ==, 12399);
}

typedef struct {
  const char *path;
  const char *manager;
  const char *objects;
  guint       n_parts;
} OddCase;

/* of another version, or of somebody who means ill */
static const OddCase odd_cases[] = {
  { "/status-model/odd/nothing", "{}", "{}", 0 },
  { "/status-model/odd/types",
    "{'Version': <17>, 'StartTime': <'today'>, 'ConfigFiles': <uint32 1>}",
    "{'/a': {'org.leat.Leat1.Component': {'Name': <1>, 'State': <@as []>, 'Counters': <'many'>}}}",
    1 },
  { "/status-model/odd/others", "{}", "{'/a': {'org.else': {'Name': <'x'>}}, '/b': {}}", 0 },
};

static void
test_odd (gconstpointer data)
{
  const OddCase *c = data;
  g_autoptr (LeatStatus) status = some_status_of (c->manager, c->objects);

  g_assert_cmpstr (status->version, ==, "");
  g_assert_cmpint (status->start_time, ==, 0);
  g_assert_cmpuint (g_strv_length (status->config_files), ==, 0);
  g_assert_cmpuint (status->parts->len, ==, c->n_parts);
  for (guint i = 0; i < status->parts->len; i++)
    {
      const LeatStatusPart *part = status->parts->pdata[i];

      g_assert_cmpstr (part->name, ==, "");
      g_assert_cmpstr (part->state, ==, "");
      g_assert_cmpuint (leat_status_part_get_records (part), ==, 0);
    }
}

typedef struct {
  const char *path;
  const char *name;
  const char *kind;
  const char *found;    /* path; NULL: none */
  const char *message;
} FindCase;

#define TWINS \
  "{'/source/a': {'org.leat.Leat1.Component': {'Name': <'a'>}}," \
  " '/sink/a': {'org.leat.Leat1.Component': {'Name': <'a'>}, 'org.leat.Leat1.Sink': @a{sv} {}}," \
  " '/source/camera0': {'org.leat.Leat1.Component': {'Name': <'camera0'>}}}"

static const FindCase find_cases[] = {
  { "/status-model/find/name", "camera0", NULL, "/source/camera0", NULL },
  { "/status-model/find/kind", "a", "source", "/source/a", NULL },
  { "/status-model/find/spelled", "sink/a", NULL, "/sink/a", NULL },
  { "/status-model/find/both", "a", NULL, NULL,
    "a is a source and a sink; source/a or sink/a says which" },
  { "/status-model/find/nearest", "camer0", NULL, NULL,
    "there is no source or sink camer0; did you mean camera0?" },
  { "/status-model/find/other-kind", "camera0", "sink", NULL,
    "there is no sink camera0; leat status lists those there are" },
  { "/status-model/find/none", "weather", "source", NULL,
    "there is no source weather; leat status lists those there are" },
};

static void
test_find (gconstpointer data)
{
  const FindCase *c = data;
  g_autoptr (LeatStatus) status = some_status_of ("{}", TWINS);
  g_autoptr (GError) error = NULL;
  const LeatStatusPart *part = leat_status_find (status, c->name, c->kind, &error);

  g_assert_cmpstr (part != NULL ? part->path : NULL, ==, c->found);
  g_assert_cmpstr (error != NULL ? error->message : NULL, ==, c->message);
}

static void
test_keep (void)
{
  static const char *const none[] = { NULL };
  static const char *const two[] = { "mes", "source/camera2", NULL };
  static const char *const wrong[] = { "mes", "camera3", NULL };
  g_autoptr (LeatStatus) status = some_status_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (leat_status_keep (status, none, &error));
  g_assert_cmpuint (status->parts->len, ==, 3);
  g_assert_true (leat_status_keep (status, two, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (status->parts->len, ==, 2);
  g_assert_cmpstr (((LeatStatusPart *) status->parts->pdata[0])->name, ==, "camera2");
  g_assert_false (leat_status_keep (status, wrong, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, "there is no source or sink camera3; did you mean camera2?");
  g_assert_cmpuint (status->parts->len, ==, 2);
}

static void
test_concern (void)
{
  static const struct {
    const char        *state;
    LeatStatusConcern  concern;
  } states[] = {
    { "running", LEAT_STATUS_WELL },       { "ended", LEAT_STATUS_WELL },
    { "connecting", LEAT_STATUS_PASSING }, { "waiting", LEAT_STATUS_PASSING },
    { "paused", LEAT_STATUS_PASSING },     { "absent", LEAT_STATUS_TROUBLE },
    { "silent", LEAT_STATUS_TROUBLE },     { "held", LEAT_STATUS_TROUBLE },
    { "stuck", LEAT_STATUS_TROUBLE },      { "failed", LEAT_STATUS_TROUBLE },
    { "of-later", LEAT_STATUS_TROUBLE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    g_assert_cmpint (leat_status_concern (states[i].state), ==, states[i].concern);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/status-model/read", test_read);
  for (gsize i = 0; i < G_N_ELEMENTS (odd_cases); i++)
    g_test_add_data_func (odd_cases[i].path, &odd_cases[i], test_odd);
  for (gsize i = 0; i < G_N_ELEMENTS (find_cases); i++)
    g_test_add_data_func (find_cases[i].path, &find_cases[i], test_find);
  g_test_add_func ("/status-model/keep", test_keep);
  g_test_add_func ("/status-model/concern", test_concern);
  return g_test_run ();
}
