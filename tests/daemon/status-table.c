/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-table.c - tests the table of sources and sinks, and what stands below its rows */
#include "some-status.h"
#include "status/status-table.h"
#include <string.h>

/* the rates are of one more look, a second later */
static LeatStatusRates *
some_rates (const LeatStatus *status)
{
  LeatStatusRates *rates = leat_status_rates_new ();
  g_autoptr (GString) objects = g_string_new (some_objects);
  g_autoptr (LeatStatus) before = NULL;

  g_string_replace (objects, "1299999", "1299754", 0);
  before = some_status_of (some_manager, objects->str);
  leat_status_rates_add (rates, before, 0);
  leat_status_rates_add (rates, status, G_USEC_PER_SEC);
  return rates;
}

static char *
make (const LeatStatusLook *look)
{
  g_autoptr (LeatStatus) status = some_status_new ();
  g_autoptr (LeatStatusRates) rates = some_rates (status);
  GString *text = g_string_new (NULL);

  leat_status_table_append (text, status, rates, look);
  return g_string_free (text, FALSE);
}

typedef struct {
  const char     *path;
  LeatStatusLook  look;
  const char     *text;
} Case;

static const Case cases[] = {
  { "/status-table/eighty",
    { .width = 80, .seconds = 1, .notes = 3, .now = SOME_NOW },
    "\n"
    "SOURCE   PLUGIN   STATE      SINCE RECORDS    RATE REJECTS  GAPS   BYTES\n"
    "camera2  serial   paused        0s       5       0       0     0       0\n"
    "camera10 serial   running      12s    1.2M   245/s       0     2   54.0M\n"
    "    17 records missing, 1 parity error\n"
    "    last error: /dev/ttyS0: no such device\n"
    "\n"
    "SINK     PLUGIN   STATE      SINCE    SAFE    RATE REJECTS QUEUE BACKLOG\n"
    "mes      rest     held        3min   12.3k       0       3     8    1.2M\n"
    "    http://mes/: 401 Unauthorized\n"
    "    1500 records dropped, its backlog is 2h old\n" },
  { "/status-table/less-counts-as-eighty",
    { .width = 20, .seconds = 1, .now = SOME_NOW },
    "\n"
    "SOURCE   PLUGIN   STATE      SINCE RECORDS    RATE REJECTS  GAPS   BYTES\n"
    "camera2  serial   paused        0s       5       0       0     0       0\n"
    "camera10 serial   running      12s    1.2M   245/s       0     2   54.0M\n"
    "\n"
    "SINK     PLUGIN   STATE      SINCE    SAFE    RATE REJECTS QUEUE BACKLOG\n"
    "mes      rest     held        3min   12.3k       0       3     8    1.2M\n" },
  { "/status-table/bars",
    { .width = 80, .bars = TRUE, .seconds = 1, .now = SOME_NOW },
    "\n"
    "SOURCE   STATE      SINCE RECORDS    RATE REJECTS  GAPS   BYTES LAST 16s\n"
    "camera2  paused        0s       5       0       0     0       0                ▁\n"
    "camera10 running      12s    1.2M   245/s       0     2   54.0M                █\n"
    "\n"
    "SINK     STATE      SINCE    SAFE    RATE REJECTS QUEUE BACKLOG LAST 16s\n"
    "mes      held        3min   12.3k       0       3     8    1.2M                ▁\n" },
  { "/status-table/bars-in-ascii",
    { .width = 80, .flags = LEAT_TEXT_ASCII, .bars = TRUE, .seconds = 1, .now = SOME_NOW },
    "\n"
    "SOURCE   STATE      SINCE RECORDS    RATE REJECTS  GAPS   BYTES LAST 16s\n"
    "camera2  paused        0s       5       0       0     0       0                _\n"
    "camera10 running      12s    1.2M   245/s       0     2   54.0M                #\n"
    "\n"
    "SINK     STATE      SINCE    SAFE    RATE REJECTS QUEUE BACKLOG LAST 16s\n"
    "mes      held        3min   12.3k       0       3     8    1.2M                _\n" },
  { "/status-table/wide",
    { .width = 110, .seconds = 1, .notes = 1, .now = SOME_NOW },
    "\n"
    "SOURCE   PLUGIN   STATE      SINCE RECORDS    RATE REJECTS  GAPS   BYTES LAST ERROR\n"
    "camera2  serial   paused        0s       5       0       0     0       0\n"
    "camera10 serial   running      12s    1.2M   245/s       0     2   54.0M "
    "/dev/ttyS0: no such device\n"
    "    17 records missing, 1 parity error\n"
    "\n"
    "SINK     PLUGIN   STATE      SINCE    SAFE    RATE REJECTS QUEUE BACKLOG LAST ERROR\n"
    "mes      rest     held        3min   12.3k       0       3     8    1.2M "
    "http://mes/: 401 Unauthorized\n"
    "    http://mes/: 401 Unauthorized\n"
    "    1500 records dropped, its backlog is 2h old\n" },
};

static void
test_table (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *text = make (&c->look);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpstr (text, ==, c->text);
  for (gsize i = 0; lines[i] != NULL; i++)
    g_assert_cmpint (leat_text_get_width (lines[i]), <=,
                     MAX (c->look.width, LEAT_STATUS_TABLE_WIDTH));
}

/* without the sequences it reads as it does without colours */
static void
test_colour (void)
{
  const LeatStatusLook plain = { .width = 80, .seconds = 1, .notes = 3, .now = SOME_NOW };
  LeatStatusLook coloured = plain;
  g_autoptr (GRegex) sequence = g_regex_new ("\033\\[[0-9;]*m", 0, 0, NULL);
  g_autofree char *expected = make (&plain);
  g_autofree char *text = NULL, *bare = NULL;

  coloured.colour = TRUE;
  text = make (&coloured);
  g_assert_nonnull (strstr (text, "camera10 serial   \033[32mrunning    \033[0m"));
  g_assert_nonnull (strstr (text, "camera2  serial   \033[33mpaused     \033[0m"));
  g_assert_nonnull (strstr (text, "mes      rest     \033[31mheld       \033[0m"));
  bare = g_regex_replace_literal (sequence, text, -1, 0, "", 0, NULL);
  g_assert_cmpstr (bare, ==, expected);
}

static void
test_names (void)
{
  const LeatStatusLook look = { .width = 80, .now = SOME_NOW };
  g_autoptr (LeatStatus) status = some_status_of (
      "{}", "{'/a': {'org.leat.Leat1.Component': {'Name': <'a-name-that-is-far-too-long-\x01'>,"
            "'State': <'of-a-later-version'>, 'Since': <uint64 1539410602000000>}}}");
  g_autoptr (GString) text = g_string_new (NULL);

  leat_status_table_append (text, status, NULL, &look);
  g_assert_nonnull (
      strstr (text->str,
              "\na-name-that-is-far-too-… of-a-late…    0s       0       -       0     0 "
              "      0\n"));
}

static void
test_heading (void)
{
  const LeatStatusLook look = { .width = 80, .now = SOME_NOW };
  g_autoptr (LeatStatus) status = some_status_new ();
  g_autoptr (LeatStatus) none = some_status_of (some_manager, "{}");
  g_autoptr (GString) text = g_string_new (NULL);

  leat_status_table_append_heading (text, status, &look);
  g_assert_cmpstr (text->str, ==,
                   "leatd 0.1.0, running for 3h: 2 sources, 1 sink; 1 held, 1 paused, 1 running");
  g_string_truncate (text, 0);
  leat_status_table_append_heading (text, none, &look);
  g_assert_cmpstr (text->str, ==, "leatd 0.1.0, running for 3h: 0 sources, 0 sinks");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_table);
  g_test_add_func ("/status-table/colour", test_colour);
  g_test_add_func ("/status-table/names", test_names);
  g_test_add_func ("/status-table/heading", test_heading);
  return g_test_run ();
}
