/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-link.c - tests a serial line as its host sees it, on real pseudo-terminals */
#include "serial-line.h"
#include <string.h>

static void
test_table (void)
{
  g_autoptr (GError) error = NULL;

  leat_options_check (serial_link_class.options, serial_link_class.instance_size, &error);
  g_assert_no_error (error);
}

static void
test_rts_twice (void)
{
  g_autoptr (GError) error = NULL;

  line_new ();
  line_set ("flow-control", "rts-cts");
  line_set ("rts", "off");
  g_assert_false (leat_link_instance_init (line->link, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==,
                   "rts=off cannot be had with flow-control=rts-cts, "
                   "which moves RTS itself; leave one of them out");
  line_free ();
}

/* what came before the port was opened is read, not thrown away */
static void
test_waiting (void)
{
  LeatArrival arrival;
  g_autofree char *text = NULL;
  int keeper;

  line_new ();
  keeper = open (line->pty.name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  pty_send (&line->pty, "one\ntwo\n", 8);
  line_open ();
  await_input ();
  text = line_read (&arrival, 256);
  g_assert_true (g_str_has_prefix ("one\ntwo\n", text));
  g_assert_cmpint (arrival.moment.time, ==, 1000000000);
  g_assert_cmpint (arrival.moment.monotonic, ==, 500000000);
  g_assert_cmpint (arrival.byte_time, ==, 0);
  g_assert_false (arrival.line_error);
  close (keeper);
  line_free ();
}

/* the machine holds us back by 0x13 and lets us go by 0x11; neither is data. What a pseudo-terminal
 * does not show: that the kernel sends these itself when nobody reads */
static void
test_xon_xoff (void)
{
  g_autoptr (GError) error = NULL;
  GPollFD room;
  char data[8];

  line_new ();
  line_set ("flow-control", "xon-xoff");
  line_open ();
  room = (GPollFD) { .fd = serial_link_class.get_fd (line->link), .events = G_IO_OUT };
  pty_send (&line->pty, "a\x13", 2);
  await_input ();
  check_read ("a");
  g_assert_cmpint (serial_link_class.write (line->link, (const guint8 *) "%T\r", 3, &error), ==,
                   -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
  g_assert_cmpint (g_poll (&room, 1, 0), ==, 0);
  pty_send (&line->pty, "\x11", 1);
  g_assert_cmpint (g_poll (&room, 1, 30000), ==, 1);
  g_assert_cmpint (serial_link_class.write (line->link, (const guint8 *) "%T\r", 3, NULL), ==, 3);
  g_assert_cmpint (read (line->pty.master, data, sizeof data), ==, 3);
  check_read ("not now");
  line_free ();
}

static void
test_nothing (void)
{
  g_autoptr (GError) error = NULL;
  LeatArrival arrival = { .struct_size = sizeof arrival };
  guint8 data[8];

  line_new ();
  line_open ();
  g_assert_cmpint (serial_link_class.read (line->link, data, sizeof data, &arrival, &error), ==,
                   -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
  check_told ("");
  line_free ();
}

static void
test_write (void)
{
  g_autoptr (GError) error = NULL;
  guint8 data[4096] = "%T\r";
  char got[8];
  gssize written;

  line_new ();
  line_open ();
  g_assert_cmpint (serial_link_class.write (line->link, data, 3, &error), ==, 3);
  g_assert_cmpint (read (line->pty.master, got, sizeof got), ==, 3);
  g_assert_cmpmem (got, 3, "%T\r", 3);

  while ((written = serial_link_class.write (line->link, data, sizeof data, &error)) > 0)
    continue;
  g_assert_cmpint (written, ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
  line_free ();
}

static void
test_scheme (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *device = NULL;

  line_new ();
  device = g_strconcat ("serial://", line->pty.name, NULL);
  leat_link_instance_init (line->link, NULL);
  serial_link_class.open (line->link, device, NULL, &error);
  g_assert_no_error (error);
  line_free ();
}

/* closed and opened again, as after each fault */
static void
test_again (void)
{
  g_autoptr (GError) error = NULL;

  line_new ();
  line_open ();
  serial_link_class.close (line->link);
  g_assert_cmpint (serial_link_class.get_fd (line->link), ==, -1);
  serial_link_class.open (line->link, line->pty.name, NULL, &error);
  g_assert_no_error (error);
  pty_send (&line->pty, "x", 1);
  await_input ();
  check_read ("x");
  line_free ();
}

static void
test_notes (void)
{
  g_autofree char *expected = NULL;

  line_new ();
  line_set ("data-bits", "7");
  line_set ("parity", "even");
  line_set ("rts", "on");
  line_open ();
  expected = g_strdup_printf (
      "settings: %s does not take data-bits=7 (it does 8), parity=even (it does none); going on "
      "lines: %s has no RTS and DTR to set; going on",
      line->pty.name, line->pty.name);
  check_told (expected);
  pty_send (&line->pty, "x", 1);
  await_input ();
  check_read ("x");
  line_free ();
}

static void
test_hangup (void)
{
  g_autofree char *expected = NULL;

  line_new ();
  line_open ();
  pty_close (&line->pty);
  await_input ();
  expected = g_strdup_printf ("%s: hung up; the adapter was pulled out, or the other end is closed",
                              line->pty.name);
  check_read (expected);
  line_free ();
}

/* the kernel itself doubles 0xFF where it marks, also on a pseudo-terminal */
static void
test_doubled (void)
{
  LeatArrival arrival;
  g_autofree char *text = NULL;

  line_new ();
  line_set ("mark-errors", "yes");
  line_open ();
  pty_send (&line->pty,
            "a\xff"
            "b\xff\xff\n",
            6);
  await_input ();
  text = line_read (&arrival, 256);
  g_assert_cmpstr (text, ==,
                   "a\xff"
                   "b\xff\xff\n");
  check_told ("");
  line_free ();
}

static const struct {
  const char *path;
  void      (*run) (void);
} tests[] = {
  { "table", test_table },
  { "rts-twice", test_rts_twice },
  { "waiting", test_waiting },
  { "xon-xoff", test_xon_xoff },
  { "nothing", test_nothing },
  { "write", test_write },
  { "scheme", test_scheme },
  { "again", test_again },
  { "notes", test_notes },
  { "hangup", test_hangup },
  { "doubled", test_doubled },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/serial/link/%s", tests[i].path);

      g_test_add_func (path, tests[i].run);
    }
  return g_test_run ();
}
