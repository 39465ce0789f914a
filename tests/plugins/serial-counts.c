/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-counts.c - tests what is made of the counters of a driver */
#include "serial-line.h"
#include "serial-counts.h"

#define HIGH G_MAXUINT32

static const struct {
  const char  *name;
  SerialCounts before;
  SerialCounts now;
  const char  *told;
  gboolean     lost;
} cases[] = {
  { "nothing", { .parity = 7 }, { .parity = 7 }, "", FALSE },
  { "parity", { .parity = 7 }, { .parity = 9 }, "parity+2", FALSE },
  { "wrap", { .framing = HIGH, .breaks = HIGH - 1 }, { .framing = 1, .breaks = 0 },
    "framing+2 breaks+2", FALSE },
  { "port", { .overrun = 1 }, { .overrun = 4 }, "overrun+3", TRUE },
  { "kernel", { .buffer_overrun = 1 }, { .buffer_overrun = 2 }, "buffer-overrun+1", TRUE },
  { "lines", { .cts = 1, .dsr = 1 }, { .cts = 2, .dsr = 3, .dcd = 4, .ri = 5 }, "", FALSE },
};

static void
test_tell (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);

  line_new ();
  g_assert_cmpint (serial_counts_tell (&cases[i].before, &cases[i].now, line->link), ==,
                   cases[i].lost);
  check_told (cases[i].told);
  line_free ();
}

static void
test_read (void)
{
  const SerialCounts expected = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
  SerialCounts counts;

  line_new_made_up ();
  driver.counting = TRUE;
  driver.counts = expected;
  g_assert_true (serial_counts_read (&line->operations, 0, &counts));
  g_assert_cmpmem (&counts, sizeof counts, &expected, sizeof expected);
  line_free ();
}

/* a pseudo-terminal does not count */
static void
test_none (void)
{
  SerialCounts counts;

  line_new ();
  line_open ();
  g_assert_false (serial_counts_read (&serial_operations_system,
                                      serial_link_class.get_fd (line->link), &counts));
  line_free ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/serial/counts/tell/%s", cases[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_tell);
    }
  g_test_add_func ("/serial/counts/read", test_read);
  g_test_add_func ("/serial/counts/none", test_none);
  return g_test_run ();
}
