/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-settings.c - tests the settings of a line, on a pty and on made-up drivers */
#include "../../plugins/serial/serial-settings.h"
#include "serial-pty.h"
#include <asm/termbits.h>
#include <string.h>
#include <sys/ioctl.h>

/* a driver that takes only the rates in @rates, and keeps the one before where it cannot */
static struct {
  struct termios2 termios;
  const guint    *rates;
  int             lines;
  int             error;
} driver;

static void
driver_set (const struct termios2 *wanted)
{
  guint before = driver.termios.c_ospeed;

  driver.termios = *wanted;
  driver.termios.c_ospeed = before;
  for (gsize i = 0; driver.rates[i] != 0; i++)
    if (ABS ((gint64) driver.rates[i] - wanted->c_ospeed) * 100 <= wanted->c_ospeed)
      driver.termios.c_ospeed = driver.rates[i];
}

static int
driver_ioctl (int fd, unsigned long request, gpointer argument)
{
  errno = driver.error;
  if (driver.error != 0)
    return -1;
  switch (request)
    {
    case TCGETS2:
      memcpy (argument, &driver.termios, sizeof driver.termios);
      break;
    case TCSETS2:
      driver_set (argument);
      break;
    case TIOCMBIS:
      driver.lines |= *(int *) argument;
      break;
    case TIOCMBIC:
      driver.lines &= ~*(int *) argument;
      break;
    default:
      g_assert_not_reached ();
    }
  return 0;
}

static const SerialOperations driver_operations = { .ioctl = driver_ioctl };

static const SerialSettings usual = {
  .baud_rate = 9600, .data_bits = 8, .parity = SERIAL_PARITY_NONE, .stop_bits = 1,
  .flow = SERIAL_FLOW_NONE,
  .hangup_on_close = TRUE, .mark_errors = TRUE,
};

static const guint plain_rates[] = { 1200, 9600, 19200, 38400, 57600, 115200, 0 };
static const guint ftdi_rates[] = { 9600, 923077, 0 };
static const guint odd_rates[] = { 187500, 0 };

typedef struct {
  const char  *name;
  const guint *rates;
  gint64       rate;
  const char  *message;       /* NULL: it is taken */
  gint64       actual;
} RateCase;

static const RateCase rate_cases[] = {
  { "exact", plain_rates, 19200, NULL, 19200 },
  { "within-two-percent", ftdi_rates, 921600, NULL, 923077 },
  { "own-rate", odd_rates, 187500, NULL, 187500 },
  { "nearest-below", plain_rates, 250000,
    "baud-rate=250000 cannot be set; the nearest that this port can do is baud-rate=115200", 0 },
  { "nearest-above", plain_rates, 31250,
    "baud-rate=31250 cannot be set; the nearest that this port can do is baud-rate=38400", 0 },
  { "nearest-of-two", plain_rates, 30000,
    "baud-rate=30000 cannot be set; the nearest that this port can do is baud-rate=38400", 0 },
  { "below-all", plain_rates, 10,
    "baud-rate=10 cannot be set; the nearest that this port can do is baud-rate=1200", 0 },
  { "above-all", plain_rates, 12000000,
    "baud-rate=12000000 cannot be set; the nearest that this port can do is baud-rate=115200", 0 },
  { "none-of-the-usual", odd_rates, 300,
    "baud-rate=300 cannot be set; the nearest that this port can do is baud-rate=187500", 0 },
};

static void
test_rate (gconstpointer data)
{
  const RateCase *test = data;
  g_autoptr (GError) error = NULL;
  SerialSettings wanted = usual, actual;

  memset (&driver, 0, sizeof driver);
  driver.rates = test->rates;
  driver.termios.c_ospeed = test->rates[0];
  wanted.baud_rate = test->rate;

  if (test->message == NULL)
    {
      g_assert_true (serial_settings_apply (&wanted, &driver_operations, 7, &actual, &error));
      g_assert_no_error (error);
      g_assert_cmpint (actual.baud_rate, ==, test->actual);
      return;
    }

  g_assert_false (serial_settings_apply (&wanted, &driver_operations, 7, &actual, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, test->message);
}

static void
test_refused (void)
{
  g_autoptr (GError) error = NULL;
  SerialSettings actual;

  memset (&driver, 0, sizeof driver);
  driver.error = EIO;
  g_assert_false (serial_settings_apply (&usual, &driver_operations, 7, &actual, &error));
  g_assert_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (EIO));
  g_assert_cmpstr (error->message, ==, "its settings cannot be made: Input/output error");
}

typedef struct {
  const char    *name;
  SerialSettings settings;
  guint          flags;         /* of c_cflag */
  guint          input;         /* of c_iflag */
  gint64         byte_time;
} FlagCase;

#define CFLAG_MASK (CSIZE | PARENB | PARODD | CMSPAR | CSTOPB | CRTSCTS | HUPCL)

static const FlagCase flag_cases[] = {
  { "8n1", { 9600, 8, SERIAL_PARITY_NONE, 1, SERIAL_FLOW_NONE, FALSE, FALSE }, CS8, 0, 1041666 },
  { "7e1", { 9600, 7, SERIAL_PARITY_EVEN, 1, SERIAL_FLOW_NONE, TRUE, TRUE }, CS7 | PARENB | HUPCL,
    PARMRK | INPCK, 1041666 },
  { "7o2", { 1200, 7, SERIAL_PARITY_ODD, 2, SERIAL_FLOW_RTS_CTS, FALSE, TRUE },
    CS7 | PARENB | PARODD | CSTOPB | CRTSCTS,
    PARMRK | INPCK, 9166666 },
  { "6m1", { 115200, 6, SERIAL_PARITY_MARK, 1, SERIAL_FLOW_XON_XOFF, FALSE, TRUE },
    CS6 | PARENB | PARODD | CMSPAR,
    PARMRK | INPCK | IXON | IXOFF, 78125 },
  { "5s2", { 1000000, 5, SERIAL_PARITY_SPACE, 2, SERIAL_FLOW_BOTH, FALSE, TRUE },
    CS5 | PARENB | CMSPAR | CSTOPB | CRTSCTS,
    PARMRK | INPCK | IXON | IXOFF, 9000 },
};

/* what a driver that takes everything is told, and that it is read back as it was meant */
static void
test_flags (gconstpointer data)
{
  const FlagCase *test = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *differences = NULL;
  const guint rates[] = { (guint) test->settings.baud_rate, 0 };
  SerialSettings actual;

  memset (&driver, 0, sizeof driver);
  driver.rates = rates;
  serial_settings_apply (&test->settings, &driver_operations, 7, &actual, &error);
  g_assert_no_error (error);

  g_assert_cmphex (driver.termios.c_cflag & CFLAG_MASK, ==, test->flags);
  g_assert_cmphex (driver.termios.c_cflag & (CREAD | CLOCAL | CBAUD), ==, CREAD | CLOCAL | BOTHER);
  g_assert_cmphex (driver.termios.c_iflag, ==, test->input);
  g_assert_cmphex (driver.termios.c_lflag | driver.termios.c_oflag, ==, 0);
  g_assert_cmpint (driver.termios.c_cc[VMIN], ==, 1);
  g_assert_cmpint (actual.hangup_on_close, ==, test->settings.hangup_on_close);
  g_assert_cmpint (actual.mark_errors, ==, test->settings.mark_errors);
  differences = serial_settings_compare (&test->settings, &actual);
  g_assert_null (differences);
  g_assert_cmpint (serial_settings_byte_time (&actual), ==, test->byte_time);
}

static void
test_compare (void)
{
  const SerialSettings wanted = { 921600, 7, SERIAL_PARITY_EVEN, 2, SERIAL_FLOW_BOTH, TRUE, TRUE };
  const SerialSettings actual = {
    923077, 8, SERIAL_PARITY_NONE, 1, SERIAL_FLOW_NONE, FALSE, FALSE
  };
  g_autofree char *text = serial_settings_compare (&wanted, &actual);

  g_assert_cmpstr (
      text, ==,
      "baud-rate=921600 (it does 923077), data-bits=7 (it does 8), parity=even (it does none), "
      "stop-bits=2 (it does 1), flow-control=both (it does none)");
}

static void
test_pty (void)
{
  Pty pty;
  g_autoptr (GError) error = NULL;
  g_autofree char *differences = NULL;
  SerialSettings wanted = usual, actual;
  int fd;

  pty_open (&pty);
  fd = open (pty.name, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  g_assert_cmpint (serial_settings_probe (&serial_operations_system, fd), ==, 0);

  wanted.baud_rate = 31337;
  wanted.data_bits = 7;
  wanted.parity = SERIAL_PARITY_EVEN;
  serial_settings_apply (&wanted, &serial_operations_system, fd, &actual, &error);
  g_assert_no_error (error);
  g_assert_cmpint (actual.baud_rate, ==, 31337);
  differences = serial_settings_compare (&wanted, &actual);
  g_assert_cmpstr (differences, ==, "data-bits=7 (it does 8), parity=even (it does none)");

  g_assert_true (
      serial_lines_set (&serial_operations_system, fd, SERIAL_LEVEL_LEAVE, SERIAL_LEVEL_LEAVE));
  g_assert_false (
      serial_lines_set (&serial_operations_system, fd, SERIAL_LEVEL_ON, SERIAL_LEVEL_LEAVE));
  g_assert_false (
      serial_lines_set (&serial_operations_system, fd, SERIAL_LEVEL_LEAVE, SERIAL_LEVEL_OFF));

  close (fd);
  pty_close (&pty);
}

static void
test_probe (void)
{
  int fd = open ("/dev/null", O_RDWR | O_CLOEXEC);

  g_assert_cmpint (serial_settings_probe (&serial_operations_system, fd), ==, ENOTTY);
  close (fd);
}

static void
test_lines (void)
{
  memset (&driver, 0, sizeof driver);
  driver.lines = TIOCM_RTS | TIOCM_CTS;
  g_assert_true (serial_lines_set (&driver_operations, 7, SERIAL_LEVEL_OFF, SERIAL_LEVEL_ON));
  g_assert_cmphex (driver.lines, ==, TIOCM_DTR | TIOCM_CTS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rate_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/serial/settings/rate/%s", rate_cases[i].name);

      g_test_add_data_func (path, &rate_cases[i], test_rate);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (flag_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/serial/settings/flags/%s", flag_cases[i].name);

      g_test_add_data_func (path, &flag_cases[i], test_flags);
    }
  g_test_add_func ("/serial/settings/refused", test_refused);
  g_test_add_func ("/serial/settings/compare", test_compare);
  g_test_add_func ("/serial/settings/pty", test_pty);
  g_test_add_func ("/serial/settings/probe", test_probe);
  g_test_add_func ("/serial/settings/lines", test_lines);
  return g_test_run ();
}
