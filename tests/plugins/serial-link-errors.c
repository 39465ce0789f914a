/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-link-errors.c - tests a serial line on errors that a made-up driver makes */
#include "serial-line.h"
#include <errno.h>

typedef struct {
  const char *name;
  gssize      result;
  int         error;
  GQuark    (*domain) (void);
  int         code;
  const char *message;    /* behind the port's name */
} FaultCase;

#define HUNG_UP "hung up; the adapter was pulled out, or the other end is closed"

static const FaultCase fault_cases[] = {
  { "end", 0, 0, leat_error_quark, LEAT_ERROR_DISCONNECTED, HUNG_UP },
  { "eio", -1, EIO, leat_error_quark, LEAT_ERROR_DISCONNECTED, HUNG_UP },
  { "enxio", -1, ENXIO, leat_error_quark, LEAT_ERROR_DISCONNECTED, HUNG_UP },
  { "enodev", -1, ENODEV, leat_error_quark, LEAT_ERROR_DISCONNECTED, HUNG_UP },
  { "einval", -1, EINVAL, g_io_error_quark, G_IO_ERROR_INVALID_ARGUMENT, "Invalid argument" },
};

static void
test_fault (gconstpointer data)
{
  const FaultCase *test = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = NULL;
  LeatArrival arrival = { .struct_size = sizeof arrival };
  guint8 bytes[8];

  line_new_made_up ();
  line_open ();
  driver.result = test->result;
  driver.error = test->error;
  g_assert_cmpint (serial_link_class.read (line->link, bytes, sizeof bytes, &arrival, &error), ==,
                   -1);
  expected = g_strdup_printf ("%s: %s", line->pty.name, test->message);
  g_assert_error (error, test->domain (), test->code);
  g_assert_cmpstr (error->message, ==, expected);
  line_free ();
}

static void
feed (const char *bytes, gsize length)
{
  driver.bytes = bytes;
  driver.length = length;
}

/* bytes with line errors stand alone; a driver that does not count leaves that to the marks */
static void
test_marks (void)
{
  line_new_made_up ();
  line_open ();
  feed ("18\xff\0/\xff\0x/13\r\n\xff\xff", 15);
  check_read ("18");
  check_told ("");
  check_read ("[/x]");
  check_told ("line-errors+2");
  check_read ("/13\r\n\xff");
  check_told ("");
  check_read ("not now");

  feed ("a\xff", 2);
  check_read ("a");
  check_read ("not now");
  feed ("\0", 1);
  check_read ("not now");
  feed ("b", 1);
  check_read ("[b]");
  line_free ();
}

/* each piece has the moment of its own last byte: what is behind it came later, a byte's time for
 * each */
static void
test_moments (void)
{
  LeatArrival arrival;
  g_autofree char *good = NULL;
  g_autofree char *bad = NULL;
  g_autofree char *rest = NULL;

  line_new_made_up ();
  line_open ();
  feed ("ab\xff\0xcd\xff\xff", 9);
  good = line_read (&arrival, 256);
  g_assert_cmpstr (good, ==, "ab");
  g_assert_cmpint (arrival.byte_time, ==, 1041666);
  g_assert_cmpint (arrival.moment.time, ==, 1000000000 - 4 * 1041666);
  bad = line_read (&arrival, 256);
  g_assert_cmpstr (bad, ==, "[x]");
  g_assert_cmpint (arrival.moment.time, ==, 1000000000 - 3 * 1041666);
  g_assert_cmpint (arrival.moment.monotonic, ==, 500000000 - 3 * 1041666);
  rest = line_read (&arrival, 256);
  g_assert_cmpstr (rest, ==, "cd\xff");
  g_assert_cmpint (arrival.moment.time, ==, 1000000000);
  line_free ();
}

static void
test_counts (void)
{
  line_new_made_up ();
  driver.counting = TRUE;
  driver.counts =
      (SerialCounts) { .parity = 100, .framing = 100, .overrun = 100, .breaks = G_MAXUINT32 };
  line_open ();
  feed ("a", 1);
  check_read ("a");
  check_told ("");

  driver.counts = (SerialCounts) { .parity = 101, .framing = 103, .overrun = 100, .breaks = 1 };
  feed ("\xff\0x", 3);
  check_read ("[x]");
  check_told ("parity+1 framing+3 breaks+2");

  /* nothing marks where bytes were lost: what came with the news is suspect */
  driver.counts.overrun = 104;
  feed ("abc", 3);
  check_read ("[abc]");
  check_told ("overrun+4");
  feed ("d", 1);
  check_read ("d");
  check_told ("");
  line_free ();
}

static void
test_no_marks (void)
{
  line_new_made_up ();
  line_set ("mark-errors", "no");
  line_open ();
  feed ("a\xff\xff"
        "b",
        4);
  check_read ("a\xff\xff"
              "b");
  line_free ();
}

static void
test_rate (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = NULL;

  line_new_made_up ();
  driver.rate = 19200;
  line_set ("baud-rate", "250000");
  leat_link_instance_init (line->link, NULL);
  g_assert_false (serial_link_class.open (line->link, line->pty.name, NULL, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  expected = g_strdup_printf (
      "%s: baud-rate=250000 cannot be set; the nearest that this port can do is baud-rate=19200",
      line->pty.name);
  g_assert_cmpstr (error->message, ==, expected);

  /* and nothing is left open or locked */
  g_assert_cmpint (serial_link_class.get_fd (line->link), ==, -1);
  line_set ("baud-rate", "19200");
  line_open ();
  line_free ();
}

static const struct {
  const char *path;
  void      (*run) (void);
} tests[] = {
  { "marks", test_marks },
  { "moments", test_moments },
  { "counts", test_counts },
  { "no-marks", test_no_marks },
  { "rate", test_rate },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/serial/link-errors/%s", tests[i].path);

      g_test_add_func (path, tests[i].run);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (fault_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/serial/link-errors/fault/%s", fault_cases[i].name);

      g_test_add_data_func (path, &fault_cases[i], test_fault);
    }
  return g_test_run ();
}
