/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-driver.c - tests a serial line on a driver with modem lines, counts and RS-485, which
 * umockdev makes up: the ioctls go the whole way through the C library */
#include "serial-line.h"
#include "serial-watch.h"
#include <linux/serial.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <umockdev.h>

#define PORT "/dev/ttyS7"
#define DEVICE \
  "P: /devices/ttyS7\nN: ttyS7\nE: DEVNAME=" PORT "\nE: SUBSYSTEM=tty\nA: dev=4:71\n"

/* what the driver has; its ioctls are answered in a thread of umockdev's */
static struct {
  GMutex mutex;
  int bits;
  struct serial_icounter_struct counts;
  struct serial_rs485 rs485;
  struct serial_struct state;
} uart;

static UMockdevTestbed *testbed;

/* the members that an ioctl reads or writes; FALSE: it has none */
static gboolean
find_member (gulong request, gpointer *member, gsize *size, gboolean *writes)
{
  const struct {
    gulong request;
    gpointer member;
    gsize size;
    gboolean writes;
  } members[] = {
    { TIOCMGET, &uart.bits, sizeof uart.bits, FALSE },
    { TIOCGICOUNT, &uart.counts, sizeof uart.counts, FALSE },
    { TIOCGRS485, &uart.rs485, sizeof uart.rs485, FALSE },
    { TIOCSRS485, &uart.rs485, sizeof uart.rs485, TRUE },
    { TIOCGSERIAL, &uart.state, sizeof uart.state, FALSE },
    { TIOCSSERIAL, &uart.state, sizeof uart.state, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (members[i].request == request)
      {
        *member = members[i].member;
        *size = members[i].size;
        *writes = members[i].writes;
        return TRUE;
      }
  return FALSE;
}

/* TIOCMBIS and TIOCMBIC; all else is done by the pseudo-terminal that stands behind the port */
static gboolean
do_other (UMockdevIoctlClient *client, gulong request)
{
  UMockdevIoctlData *argument = umockdev_ioctl_client_get_arg (client);
  g_autoptr (UMockdevIoctlData) data = NULL;
  int bits, result, code = 0;

  if (request != TIOCMBIS && request != TIOCMBIC)
    {
      result = umockdev_ioctl_client_execute (client, &code, NULL);
      umockdev_ioctl_client_complete (client, result, code);
      return TRUE;
    }
  data = umockdev_ioctl_data_resolve (argument, 0, sizeof bits, NULL);
  memcpy (&bits, data->data, sizeof bits);
  uart.bits = request == TIOCMBIS ? uart.bits | bits : uart.bits & ~bits;
  umockdev_ioctl_client_complete (client, 0, 0);
  return TRUE;
}

static gboolean
on_ioctl (UMockdevIoctlBase *base, UMockdevIoctlClient *client, gpointer user_data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&uart.mutex);
  const gulong request = umockdev_ioctl_client_get_request (client);
  g_autoptr (UMockdevIoctlData) data = NULL;
  gpointer member;
  gboolean writes;
  gsize size;

  if (!find_member (request, &member, &size, &writes))
    return do_other (client, request);
  data = umockdev_ioctl_data_resolve (umockdev_ioctl_client_get_arg (client), 0, size, NULL);
  if (writes)
    memcpy (member, data->data, size);
  if (writes && request == TIOCSRS485)
    uart.rs485.flags &= ~(guint32) SER_RS485_TERMINATE_BUS;
  umockdev_ioctl_data_update (data, 0, member, (gint) size);
  umockdev_ioctl_client_complete (client, 0, 0);
  return TRUE;
}

static gboolean
is_no_pseudo (int fd)
{
  return FALSE;
}

/* a line on the made-up port, open, with these options */
static void
uart_open (const char *options)
{
  g_autoptr (UMockdevIoctlBase) handler = umockdev_ioctl_base_new ();
  g_autoptr (GError) error = NULL;

  memset (&uart.bits, 0, sizeof uart - G_STRUCT_OFFSET (__typeof__ (uart), bits));
  testbed = umockdev_testbed_new ();
  g_assert_true (umockdev_testbed_add_from_string (testbed, DEVICE, &error));
  g_signal_connect (handler, "handle-ioctl", G_CALLBACK (on_ioctl), NULL);
  g_assert_true (umockdev_testbed_attach_ioctl (testbed, PORT, handler, &error));
  line_new ();
  line->operations.is_pseudo = is_no_pseudo;
  line_set_all (options);
  leat_link_instance_init (line->link, &error);
  g_assert_no_error (error);
  serial_link_class.open (line->link, PORT, NULL, &error);
  g_assert_no_error (error);
}

static void
uart_close (void)
{
  line_free ();
  umockdev_testbed_detach_ioctl (testbed, PORT, NULL);
  g_clear_object (&testbed);
}

static void
check_control (const char *request, const char *argument, const char *expected)
{
  g_autoptr (GVariant)
      given = argument != NULL ? g_variant_ref_sink (g_variant_new_string (argument)) : NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  serial_link_class.control (line->link, request, given, &answer, &error);
  g_assert_no_error (error);
  g_variant_ref_sink (answer);
  g_assert_cmpstr (g_variant_get_string (answer, NULL), ==, expected);
}

static void
test_lines (void)
{
  uart_open ("rts=on dtr=off");
  g_assert_cmphex (uart.bits, ==, TIOCM_RTS);
  uart.bits |= TIOCM_CTS;
  check_control ("get-lines", NULL, "rts=on dtr=off cts=on dsr=off dcd=off ri=off");
  check_control ("set-lines", "rts=off dtr=on", "rts=off dtr=on cts=on dsr=off dcd=off ri=off");
  check_told ("");
  uart_close ();
}

/* counted once: by the driver, and not by the mark too */
static void
test_counts (void)
{
  const int master = (uart_open ("baud-rate=9600"), umockdev_testbed_get_dev_fd (testbed, PORT));

  uart.counts.parity = 2;
  uart.counts.buf_overrun = 1;
  g_assert_cmpint (write (master, "18/09", 5), ==, 5);
  await_input ();
  check_read ("[18/09]");
  check_told ("parity+2 buffer-overrun+1");
  g_assert_cmpint (write (master, "/17", 3), ==, 3);
  await_input ();
  check_read ("/17");
  check_told ("");
  uart_close ();
}

static void
test_watch (void)
{
  const char *const names[] = { "cts", "break", NULL };
  SerialWatch watch = { 0 };
  SerialChange changes[SERIAL_N_WATCHED];
  int fd;

  uart_open ("baud-rate=9600");
  fd = serial_link_class.get_fd (line->link);
  g_assert_true (serial_watch_parse (&watch, names, NULL));
  serial_watch_begin (&watch, &line->operations, fd);
  g_assert_true (watch.has_lines && watch.has_counts);
  uart.counts.cts = 2;
  uart.counts.brk = 1;
  g_assert_true (serial_watch_look (&watch, &line->operations, fd, changes));
  g_assert_cmpuint (changes[SERIAL_WATCHED_CTS].count, ==, 2);
  g_assert_false (changes[SERIAL_WATCHED_CTS].state);
  g_assert_cmpuint (changes[SERIAL_WATCHED_BREAK].count, ==, 1);
  uart_close ();
}

static void
test_rs485 (void)
{
  uart_open ("rs485=yes rs485-delay-before=2ms rs485-termination=yes");
  g_assert_cmphex (uart.rs485.flags, ==, SER_RS485_ENABLED | SER_RS485_RTS_ON_SEND);
  g_assert_cmpuint (uart.rs485.delay_rts_before_send, ==, 2);
  check_told ("settings: " PORT " does not take rs485-termination=yes (it does no); going on");
  uart_close ();
}

static void
test_low_latency (void)
{
  uart_open ("low-latency=yes");
  g_assert_cmphex (uart.state.flags, ==, ASYNC_LOW_LATENCY);
  check_told ("");
  uart_close ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/serial/driver/lines", test_lines);
  g_test_add_func ("/serial/driver/counts", test_counts);
  g_test_add_func ("/serial/driver/watch", test_watch);
  g_test_add_func ("/serial/driver/rs485", test_rs485);
  g_test_add_func ("/serial/driver/low-latency", test_low_latency);
  return g_test_run ();
}
