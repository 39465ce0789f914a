/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-line.c - for tests: a serial link, its host, and a driver that does as it is told */
#include "serial-line.h"
#include <asm/termbits.h>
#include <errno.h>
#include <linux/serial.h>
#include <string.h>
#include <sys/ioctl.h>

Line *line;
Driver driver;

static void
host_count (LeatLink *link, const char *counter, guint64 n)
{
  g_string_append_printf (line->told, "%s+%" G_GUINT64_FORMAT " ", counter, n);
}

static void
host_note (LeatLink *link, const char *event, const char *text)
{
  g_string_append_printf (line->told, "%s: %s ", event, text);
}

static gboolean
is_no_pseudo (int fd)
{
  return FALSE;
}

static gssize
made_up_read (int fd, gpointer data, gsize size)
{
  gsize length = MIN (driver.length, size);

  if (driver.bytes == NULL)
    {
      errno = driver.error;
      return driver.result;
    }
  memcpy (data, driver.bytes, length);
  driver.length -= length;
  driver.bytes = driver.length > 0 ? driver.bytes + length : NULL;
  return (gssize) length;
}

static int
made_up_ioctl (int fd, unsigned long request, gpointer argument)
{
  struct serial_icounter_struct *counts = argument;
  struct termios2 *settings = argument;
  int result;

  if (request == TCGETS2 && driver.rate != 0)
    {
      result = serial_operations_system.ioctl (fd, request, argument);
      settings->c_ospeed = driver.rate;
      return result;
    }
  if (driver.ioctl != NULL && driver.ioctl (request, argument, &result))
    return result;
  if (request != TIOCGICOUNT || !driver.counting)
    return serial_operations_system.ioctl (fd, request, argument);
  memset (counts, 0, sizeof *counts);
  counts->parity = (int) driver.counts.parity;
  counts->frame = (int) driver.counts.framing;
  counts->overrun = (int) driver.counts.overrun;
  counts->buf_overrun = (int) driver.counts.buffer_overrun;
  counts->brk = (int) driver.counts.breaks;
  counts->cts = (int) driver.counts.cts;
  counts->dsr = (int) driver.counts.dsr;
  counts->dcd = (int) driver.counts.dcd;
  counts->rng = (int) driver.counts.ri;
  return 0;
}

static LeatMoment
tell_time (gpointer user_data)
{
  return (LeatMoment) { .time = 1000000000, .monotonic = 500000000 };
}

void
line_new (void)
{
  leat_clock_inject (tell_time, NULL);
  line = g_new0 (Line, 1);
  line->host = (LeatLinkHost) { .count = host_count, .note = host_note };
  line->told = g_string_new (NULL);
  line->operations = serial_operations_system;
  line->operations.lock_directory = NULL;
  line->link = leat_link_instance_new (&serial_link_class);
  line->link->host = &line->host;
  ((SerialLink *) line->link)->operations = &line->operations;
  memset (&driver, 0, sizeof driver);
  driver.result = -1;
  driver.error = EAGAIN;
  pty_open (&line->pty);
}

void
line_set (const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  leat_option_set (leat_options_find (serial_link_class.options, key), line->link, value, &error);
  g_assert_no_error (error);
}

void
line_set_all (const char *options)
{
  g_auto (GStrv) words = g_strsplit (options, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *value = strchr (words[i], '=');

      if (value == NULL)
        continue;
      *value = '\0';
      line_set (words[i], value + 1);
    }
}

void
line_open (void)
{
  g_autoptr (GError) error = NULL;

  leat_link_instance_init (line->link, &error);
  g_assert_no_error (error);
  serial_link_class.open (line->link, line->pty.name, NULL, &error);
  g_assert_no_error (error);
}

void
line_free (void)
{
  if (((SerialLink *) line->link)->fd >= 0)
    serial_link_class.close (line->link);
  leat_link_instance_free (line->link);
  pty_close (&line->pty);
  g_string_free (line->told, TRUE);
  g_clear_pointer (&line, g_free);
}

void
line_new_made_up (void)
{
  line_new ();
  line->operations.read = made_up_read;
  line->operations.ioctl = made_up_ioctl;
  line->operations.is_pseudo = is_no_pseudo;
}

char *
line_read (LeatArrival *arrival, gsize size)
{
  g_autoptr (GError) error = NULL;
  guint8 data[256];
  gssize got;

  *arrival = (LeatArrival) { .struct_size = sizeof *arrival, .end = LEAT_END_CUT, .line_error = 7 };
  got = serial_link_class.read (line->link, data, MIN (size, sizeof data), arrival, &error);
  if (got < 0)
    return g_strdup (error->message);
  g_assert_cmpint (got, >, 0);
  g_assert_cmpint (arrival->end, ==, LEAT_END_NO);
  return g_strdup_printf (arrival->line_error ? "[%.*s]" : "%.*s", (int) got, (const char *) data);
}

void
check_read (const char *expected)
{
  LeatArrival arrival;
  g_autofree char *text = line_read (&arrival, 256);

  g_assert_cmpstr (text, ==, expected);
}

void
check_told (const char *expected)
{
  g_assert_cmpstr (g_strchomp (line->told->str), ==, expected);
  g_string_truncate (line->told, 0);
}

void
await_input (void)
{
  GPollFD ask = { .fd = serial_link_class.get_fd (line->link), .events = G_IO_IN };

  g_assert_cmpint (g_poll (&ask, 1, 10000), ==, 1);
}
