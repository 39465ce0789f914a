/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-notes.c - tests what is told of a source or sink below its row */
#include "some-status.h"
#include "status/status-notes.h"

typedef struct {
  const char *path;
  const char *component;   /* properties, but for the name */
  const char *sink;        /* NULL: it is a source */
  gboolean    told;
  const char *text;
} Case;

static const Case cases[] = {
  { "/status-notes/well", "'State': <'running'>", NULL, FALSE, "" },
  { "/status-notes/trouble",
    "'State': <'absent'>, 'StateReason': <'no such device'>, 'LastError': <'no such device'>",
    NULL, FALSE, "    no such device\n" },
  { "/status-notes/well-again", "'State': <'running'>, 'LastError': <'no such device'>", NULL,
    FALSE, "    last error: no such device\n" },
  { "/status-notes/told-in-its-row", "'State': <'running'>, 'LastError': <'no such device'>", NULL,
    TRUE, "" },
  { "/status-notes/one-and-several",
    "'State': <'running'>, 'Counters': <{'missing': int64 1, 'repeats': 2, 'overrun': 1,"
    " 'breaks': 20000}>",
    NULL, FALSE,
    "    1 record missing, 2 repeated records, 1 overrun, 20.0k breaks\n" },
  { "/status-notes/sink",
    "'State': <'running'>, 'Counters': <{'drops': int64 1, 'missing': 3}>",
    "'Backlog': <uint64 3>, 'OldestUndelivered': <uint64 1539410302000000>", FALSE,
    "    1 record dropped, its backlog is 5min old\n" },
  { "/status-notes/no-backlog", "'State': <'running'>",
    "'Backlog': <uint64 0>, 'OldestUndelivered': <uint64 1539410302000000>", FALSE, "" },
  { "/status-notes/new-backlog", "'State': <'running'>",
    "'Backlog': <uint64 5>, 'OldestUndelivered': <uint64 1539410601900000>", FALSE, "" },
  { "/status-notes/third-parties",
    "'State': <'running'>, 'ThirdParties': <['meter 1.0 (Example Machines)', 'frames 2.1']>", NULL,
    FALSE, "    third-party: meter 1.0 (Example Machines), frames 2.1\n" },
  { "/status-notes/two-lines-of-a-long-reason",
    "'State': <'held'>, 'StateReason': <'a reason that is very long, as the peer has told all "
    "that it knows about it, its mother, and the weather of the whole of the last winter, day by "
    "day'>",
    NULL, FALSE,
    "    a reason that is very long, as the peer has told all that it knows about it,\n"
    "    its mother, and the weather of the whole of the last winter, day by day\n" },
};

static LeatStatus *
make (const Case *c)
{
  g_autofree char *sink = c->sink != NULL
                              ? g_strdup_printf (", 'org.leat.Leat1.Sink': {%s}", c->sink)
                              : g_strdup ("");
  g_autofree char *objects =
      g_strdup_printf ("{'/a': {'org.leat.Leat1.Component': {'Name': <'a'>, %s}%s}}", c->component,
                       sink);

  return some_status_of (some_manager, objects);
}

static void
test_notes (gconstpointer data)
{
  const Case *c = data;
  LeatStatusLook look = { .width = 80, .notes = 2, .now = SOME_NOW };
  g_autoptr (LeatStatus) status = make (c);
  g_autoptr (GString) text = g_string_new (NULL);

  leat_status_notes_append (text, status->parts->pdata[0], &look, c->told);
  g_assert_cmpstr (text->str, ==, c->text);
  look.notes = 0;
  g_string_truncate (text, 0);
  leat_status_notes_append (text, status->parts->pdata[0], &look, c->told);
  g_assert_cmpstr (text->str, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_notes);
  return g_test_run ();
}
