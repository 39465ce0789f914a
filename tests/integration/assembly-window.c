/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-window.c - tests that leatd puts together what two machines said within a window of
 * their own clocks, whichever is read first; match=key and order are in faults/assembly-kill.c */
#include "daemons.h"
#include <stdlib.h>

#define CONFIG \
  "[source left]\nplugin=serial\ndevice=DIR/left\nframer=cr\nschema=pv200\n" \
  "[source right]\nplugin=serial\ndevice=DIR/right\nframer=cr\nschema=pv200\n" \
  "[framer cr]\ntype=delimiter\ndelimiter=\\r\nswallow=\\n\n" \
  "[source part]\nplugin=assembly\nfrom=left;right\nmatch=window\nwindow=2s\nclock=device\n" \
  "timeout=1h\nfields=complete;reason;left.num;right.num\n" \
  "[sink file]\nplugin=csv\nfrom=part\npath=DIR/parts.csv\ncolumns=complete;reason;left_num;" \
  "right_num\n"

#define SIDES 2

typedef struct {
  const char *path;
  guint first; /* the side whose lines are all read before the other says anything */
} Case;

static const Case cases[] = {
  { "/assembly-window/left-first", 0 },
  { "/assembly-window/right-first", 1 },
};

static const char *const names[SIDES] = { "left", "right" };

/* seconds of the machines' clocks: 20 and 22 are just near enough, 10, 30 and 33 have no partner */
static const guint said[SIDES][6] = { { 0, 10, 20, 30, 40, 50 }, { 1, 22, 33, 40, 51 } };
static const guint n_said[SIDES] = { 6, 5 };

static const char *const expected[] = {
  "false,apart,,2",    "false,apart,1,",    "false,apart,3,",    "true,complete,0,0",
  "true,complete,2,1", "true,complete,4,3", "true,complete,5,4",
};

static void
say (int master, guint side)
{
  for (guint i = 0; i < n_said[side]; i++)
    {
      char text[64];
      const int length = g_snprintf (text, sizeof text, "18/10/13,14:03:%02u, %u, %u,1.5,2.5,\r\n",
                                     said[side][i], i, side + 1);

      test_line_write (master, text, (gsize) length);
    }
}

static void
await_read (TestDaemon *daemon, guint side)
{
  g_autofree char *name = test_path (daemon, names[side]);
  int end = open (name, O_RDONLY | O_NOCTTY | O_CLOEXEC);

  while (!test_line_is_read (end))
    g_thread_yield ();
  close (end);
}

static int
compare (const void *one, const void *other)
{
  return strcmp (*(char *const *) one, *(char *const *) other);
}

static void
check_parts (const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (strchr (text, '\n') + 1, "\n", -1);
  n = g_strv_length (lines) - 1; /* behind the last end of a line is nothing */
  qsort (lines, n, sizeof *lines, compare);
  for (guint i = 0; i < MIN (n, G_N_ELEMENTS (expected)); i++)
    g_assert_cmpstr (lines[i], ==, expected[i]);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (expected));
}

static void
test_window (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (TestDaemon) daemon = test_daemon_new (CONFIG);
  g_autofree char *csv = test_path (daemon, "parts.csv");
  int masters[SIDES];

  for (guint side = 0; side < SIDES; side++)
    {
      g_autofree char *name = test_path (daemon, names[side]);

      masters[side] = test_line_open (name);
    }
  test_daemon_start (daemon);
  for (guint side = 0; side < SIDES; side++)
    test_daemon_await (daemon, ": running");
  say (masters[test->first], test->first);
  await_read (daemon, test->first);
  say (masters[1 - test->first], 1 - test->first);
  test_csv_await_lines (csv, G_N_ELEMENTS (expected));
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  check_parts (csv);
  for (guint side = 0; side < SIDES; side++)
    close (masters[side]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_window);
  return g_test_run ();
}
