/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-watch.c - tests what drivers that tell much, little or nothing show of modem lines */
#include "serial-line.h"
#include "serial-watch.h"
#include <sys/ioctl.h>
#include <termios.h>

/* what the driver says from the first to the second look */
typedef struct {
  const char  *name;
  const char  *watched;      /* blank separated */
  gboolean     has_lines;
  gboolean     has_counts;
  int          bits[2];
  SerialCounts counts[2];
  const char  *seen;         /* "NAME COUNT STATE;" of each */
} Case;

static const Case cases[] = {
  { "nothing", "cts dsr dcd ri break", TRUE, TRUE, { TIOCM_CTS, TIOCM_CTS }, { { 0 }, { 0 } }, "" },
  { "risen", "cts dcd", TRUE, TRUE, { 0, TIOCM_CTS }, { { .cts = 4 }, { .cts = 5 } }, "cts 1 on;" },
  { "fallen", "dcd", TRUE, TRUE, { TIOCM_CAR, 0 }, { { .dcd = 4 }, { .dcd = 5 } }, "dcd 1 off;" },
  { "pulse", "dsr", TRUE, TRUE, { TIOCM_DSR, TIOCM_DSR }, { { .dsr = 1 }, { .dsr = 3 } },
    "dsr 2 on;" },
  { "several", "cts dsr", TRUE, TRUE, { 0, TIOCM_CTS }, { { 0 }, { .cts = 3, .dsr = 2 } },
    "cts 3 on;dsr 2 off;" },
  { "not-watched", "dsr", TRUE, TRUE, { 0, TIOCM_CTS | TIOCM_CAR }, { { 0 }, { .cts = 1 } }, "" },
  { "wrap", "cts", TRUE, TRUE, { 0, 0 }, { { .cts = G_MAXUINT32 }, { .cts = 1 } }, "cts 2 off;" },
  { "ring-rises", "ri", TRUE, TRUE, { 0, TIOCM_RI }, { { 0 }, { 0 } }, "ri 1 on;" },
  { "ring-falls", "ri", TRUE, TRUE, { TIOCM_RI, 0 }, { { 0 }, { .ri = 1 } }, "ri 1 off;" },
  { "break", "break cts", TRUE, TRUE, { 0, 0 }, { { .breaks = 7 }, { .breaks = 9 } },
    "break 2 off;" },
  { "no-counts", "cts dsr break", TRUE, FALSE, { TIOCM_DSR, TIOCM_CTS }, { { 0 }, { 0 } },
    "cts 1 on;dsr 1 off;" },
  { "no-lines", "cts break", FALSE, TRUE, { 0, 0 }, { { 0 }, { .breaks = 1 } }, "break 1 off;" },
  { "neither", "cts break", FALSE, FALSE, { 0, 0 }, { { 0 }, { 0 } }, "" },
};

static struct {
  const Case *test;
  gint n_looks;     /* SerialOperations are asked for lines first in each */
} asked;

static gboolean
answer (unsigned long request, gpointer argument, int *result)
{
  if (request != TIOCMGET)
    return FALSE;
  errno = ENOTTY;
  *result = asked.test->has_lines ? 0 : -1;
  *(int *) argument = asked.test->bits[asked.n_looks];
  return TRUE;
}

static void
prepare (const Case *test, gint n_looks)
{
  asked.test = test;
  asked.n_looks = n_looks;
  driver.ioctl = answer;
  driver.counting = test->has_counts;
  driver.counts = test->counts[n_looks];
}

static char *
describe (const SerialChange *changes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < SERIAL_N_WATCHED; i++)
    if (changes[i].count > 0)
      g_string_append_printf (text, "%s %u %s;", serial_watched_names[i], changes[i].count,
                              changes[i].state ? "on" : "off");
  return g_string_free (text, FALSE);
}

static void
test_look (gconstpointer data)
{
  const Case *test = data;
  g_auto (GStrv) names = g_strsplit (test->watched, " ", -1);
  SerialWatch watch = { 0 };
  SerialChange changes[SERIAL_N_WATCHED];
  g_autofree char *seen = NULL;
  int fd;

  line_new_made_up ();
  line_open ();
  fd = serial_link_class.get_fd (line->link);
  g_assert_true (serial_watch_parse (&watch, (const char *const *) names, NULL));
  prepare (test, 0);
  serial_watch_begin (&watch, &line->operations, fd);
  g_assert_cmpint (watch.has_lines, ==, test->has_lines);
  g_assert_cmpint (watch.has_counts, ==, test->has_counts);
  prepare (test, 1);
  g_assert_cmpint (serial_watch_look (&watch, &line->operations, fd, changes), ==,
                   *test->seen != '\0');
  seen = describe (changes);
  g_assert_cmpstr (seen, ==, test->seen);
  g_assert_false (serial_watch_look (&watch, &line->operations, fd, changes));
  driver.ioctl = NULL;
  line_free ();
}

/* a line that turns between the two questions of one look is told once */
static gboolean
turn_meanwhile (unsigned long request, gpointer argument, int *result)
{
  if (request != TIOCMGET)
    return FALSE;
  driver.counts.cts = 1;
  *result = 0;
  *(int *) argument = TIOCM_CTS;
  return TRUE;
}

static void
test_between (void)
{
  const char *const names[] = { "cts", NULL };
  SerialWatch watch = { 0 };
  SerialChange changes[SERIAL_N_WATCHED];
  g_autofree char *seen = NULL;

  line_new_made_up ();
  line_open ();
  serial_watch_parse (&watch, names, NULL);
  prepare (&cases[0], 0);
  asked.test = &(const Case) { .has_lines = TRUE };
  serial_watch_begin (&watch, &line->operations, serial_link_class.get_fd (line->link));
  driver.ioctl = turn_meanwhile;
  g_assert_true (serial_watch_look (&watch, &line->operations,
                                    serial_link_class.get_fd (line->link), changes));
  seen = describe (changes);
  g_assert_cmpstr (seen, ==, "cts 1 on;");
  g_assert_false (serial_watch_look (&watch, &line->operations,
                                     serial_link_class.get_fd (line->link), changes));
  driver.ioctl = NULL;
  line_free ();
}

static void
test_parse (void)
{
  const char *const names[] = { "cts", "rts", NULL };
  SerialWatch watch = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (serial_watch_parse (&watch, names, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==,
                   "watch-lines: \"rts\" is none; cts, dsr, dcd, ri and break are right");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/serial/watch/look/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_look);
    }
  g_test_add_func ("/serial/watch/between", test_between);
  g_test_add_func ("/serial/watch/parse", test_parse);
  return g_test_run ();
}
