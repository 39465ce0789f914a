/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-rs485.c - tests the RS-485 mode on drivers that have all, some or none of it */
#include "serial-line.h"
#include <linux/serial.h>
#include <sys/ioctl.h>

#define ALL 0xffffffffu
#define WITHOUT_TERMINATION (ALL & ~(guint32) SER_RS485_TERMINATE_BUS)

/* as serial_core has it since 6.1: clamps delays, drops flags, refuses where there is no such mode
 */
static struct {
  struct serial_rs485 state;
  guint32             knows;
  int                 get_error;
  int                 set_error;
} rs485;

static gboolean
rs485_ioctl (unsigned long request, gpointer argument, int *result)
{
  if (request != TIOCGRS485 && request != TIOCSRS485)
    return FALSE;
  errno = request == TIOCGRS485 ? rs485.get_error : rs485.set_error;
  *result = errno != 0 ? -1 : 0;
  if (errno != 0)
    return TRUE;
  if (request == TIOCSRS485)
    {
      rs485.state = *(struct serial_rs485 *) argument;
      rs485.state.flags &= rs485.knows;
      rs485.state.delay_rts_before_send = MIN (rs485.state.delay_rts_before_send, 50);
    }
  *(struct serial_rs485 *) argument = rs485.state;
  return TRUE;
}

#define NONE \
  "rs485=yes cannot be had: the driver of this port does not switch the direction; rs485=no is " \
  "right for an adapter that does so by itself, as most with USB do"

typedef struct {
  const char *name;
  const char *options;    /* KEY=VALUE, blank separated */
  guint32     before;
  guint32     knows;
  int         get_error;
  int         set_error;
  guint32     after;
  guint32     delay_before;
  guint32     delay_after;
  const char *told;       /* behind the port's name */
  const char *message;    /* likewise; NULL: it opens */
} Case;

static const Case cases[] = {
  { "leave", "", SER_RS485_ENABLED, ALL, 0, 0, SER_RS485_ENABLED, 0, 0, NULL, NULL },
  { "yes", "rs485=yes", 0, ALL, 0, 0, SER_RS485_ENABLED | SER_RS485_RTS_ON_SEND, 0, 0, NULL, NULL },
  { "all",
    "rs485=yes rs485-delay-before=3ms rs485-delay-after=1500us rs485-rts-on-send=no "
    "rs485-receive-own=yes rs485-termination=yes",
    0, ALL, 0, 0,
    SER_RS485_ENABLED | SER_RS485_RTS_AFTER_SEND | SER_RS485_RX_DURING_TX | SER_RS485_TERMINATE_BUS,
    3, 2, NULL, NULL },
  { "termination-stays", "rs485=yes", SER_RS485_TERMINATE_BUS, ALL, 0, 0,
    SER_RS485_ENABLED | SER_RS485_RTS_ON_SEND | SER_RS485_TERMINATE_BUS, 0, 0, NULL, NULL },
  { "termination-off", "rs485=yes rs485-termination=no", SER_RS485_TERMINATE_BUS, ALL, 0, 0,
    SER_RS485_ENABLED | SER_RS485_RTS_ON_SEND, 0, 0, NULL, NULL },
  { "addresses-go", "rs485=yes", SER_RS485_ENABLED | SER_RS485_ADDRB, ALL, 0, 0,
    SER_RS485_ENABLED | SER_RS485_RTS_ON_SEND, 0, 0, NULL, NULL },
  { "clamped", "rs485=yes rs485-delay-before=60ms rs485-delay-after=60ms", 0, ALL, 0, 0,
    SER_RS485_ENABLED | SER_RS485_RTS_ON_SEND, 50, 60,
    "does not take rs485-delay-before=60ms (it does 50ms); going on", NULL },
  { "no-resistor", "rs485=yes rs485-termination=yes", 0, WITHOUT_TERMINATION, 0, 0,
    SER_RS485_ENABLED | SER_RS485_RTS_ON_SEND, 0, 0,
    "does not take rs485-termination=yes (it does no); going on", NULL },
  { "rts-only-one-way", "rs485=yes rs485-receive-own=yes", 0,
    SER_RS485_ENABLED | SER_RS485_RTS_AFTER_SEND, 0, 0, SER_RS485_ENABLED, 0, 0,
    "does not take rs485-rts-on-send=yes (it does no), rs485-receive-own=yes (it does no); "
    "going on",
    NULL },
  { "no", "rs485=no", SER_RS485_ENABLED | SER_RS485_RTS_ON_SEND, ALL, 0, 0, SER_RS485_RTS_ON_SEND,
    0, 0, NULL, NULL },
  { "no-where-none-is", "rs485=no", 0, ALL, ENOTTY, ENOTTY, 0, 0, 0, NULL, NULL },
  { "unknown", "rs485=yes", 0, ALL, ENOTTY, ENOTTY, 0, 0, 0, NULL, NONE },
  { "cannot-be-set", "rs485=yes", 0, ALL, 0, ENOTTY, 0, 0, 0, NULL, NONE },
  { "not-taken", "rs485=yes", 0, 0, 0, 0, 0, 0, 0, NULL, NONE },
  { "broken", "rs485=yes", 0, ALL, 0, EIO, 0, 0, 0, NULL,
    "rs485=yes cannot be had: Input/output error" },
  { "stays-on", "rs485=no", SER_RS485_ENABLED, ALL, 0, EIO, SER_RS485_ENABLED, 0, 0, NULL,
    "rs485=no cannot be had: Input/output error; rs485=leave keeps it as it is" },
};

static void
check_open (const Case *test)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = g_strdup_printf ("%s: %s", line->pty.name, test->message);

  g_assert_true (leat_link_instance_init (line->link, NULL));
  if (test->message == NULL)
    {
      serial_link_class.open (line->link, line->pty.name, NULL, &error);
      g_assert_no_error (error);
      return;
    }
  g_assert_false (serial_link_class.open (line->link, line->pty.name, NULL, &error));
  g_assert_cmpstr (error->message, ==, expected);
  g_assert_cmpint (serial_link_class.get_fd (line->link), ==, -1);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *told = NULL;

  line_new_made_up ();
  driver.ioctl = rs485_ioctl;
  rs485.state = (struct serial_rs485) { .flags = test->before };
  rs485.knows = test->knows;
  rs485.get_error = test->get_error;
  rs485.set_error = test->set_error;
  line_set_all (test->options);
  check_open (test);
  g_assert_cmphex (rs485.state.flags, ==, test->after);
  g_assert_cmpuint (rs485.state.delay_rts_before_send, ==, test->delay_before);
  g_assert_cmpuint (rs485.state.delay_rts_after_send, ==, test->delay_after);
  told = test->told != NULL ? g_strdup_printf ("settings: %s %s", line->pty.name, test->told)
                            : g_strdup ("");
  check_told (told);
  line_free ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/serial/rs485/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
