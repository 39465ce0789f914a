/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-latency.c - tests low latency on drivers that take it, refuse it and forget it */
#include "serial-latency.h"
#include <errno.h>
#include <linux/serial.h>
#include <sys/ioctl.h>

static struct {
  int  flags;
  int  keeps;     /* of the flags that are set */
  int  get_error;
  int  set_error;
  guint n_sets;
} driver;

static int
driver_ioctl (int fd, unsigned long request, gpointer argument)
{
  struct serial_struct *state = argument;

  errno = request == TIOCGSERIAL ? driver.get_error : driver.set_error;
  if (errno != 0)
    return -1;
  if (request == TIOCGSERIAL)
    state->flags = (int) driver.flags;
  else
    driver.flags = (guint) state->flags & driver.keeps;
  driver.n_sets += request == TIOCSSERIAL;
  return 0;
}

static const SerialOperations operations = { .ioctl = driver_ioctl };

#define OTHER ASYNC_SKIP_TEST
#define UNKNOWN "low-latency=yes (its driver knows no such thing)"

static const struct {
  const char *name;
  SerialWish  wish;
  guint       before;
  guint       keeps;
  int         get_error;
  int         set_error;
  guint       after;
  guint       n_sets;
  const char *told;
} cases[] = {
  { "leave", SERIAL_WISH_LEAVE, OTHER, G_MAXUINT, 0, 0, OTHER, 0, NULL },
  { "yes", SERIAL_WISH_YES, OTHER, G_MAXUINT, 0, 0, OTHER | ASYNC_LOW_LATENCY, 1, NULL },
  { "already", SERIAL_WISH_YES, ASYNC_LOW_LATENCY, G_MAXUINT, 0, 0, ASYNC_LOW_LATENCY, 0, NULL },
  { "no", SERIAL_WISH_NO, OTHER | ASYNC_LOW_LATENCY, G_MAXUINT, 0, 0, OTHER, 1, NULL },
  { "no-where-none-is", SERIAL_WISH_NO, 0, G_MAXUINT, ENOTTY, 0, 0, 0, NULL },
  { "pseudo", SERIAL_WISH_YES, 0, G_MAXUINT, ENOTTY, 0, 0, 0, UNKNOWN },
  { "forgotten", SERIAL_WISH_YES, OTHER, OTHER, 0, 0, OTHER, 1, UNKNOWN },
  { "refused", SERIAL_WISH_YES, 0, G_MAXUINT, 0, EPERM, 0, 0,
    "low-latency=yes (its driver lets root alone do so; a rule of udev that sets latency_timer "
    "does for FTDI)" },
};

static void
test_case (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *told = NULL;

  driver.flags = cases[i].before;
  driver.keeps = cases[i].keeps;
  driver.get_error = cases[i].get_error;
  driver.set_error = cases[i].set_error;
  driver.n_sets = 0;
  told = serial_latency_apply (cases[i].wish, &operations, 7);
  g_assert_cmpstr (told, ==, cases[i].told);
  g_assert_cmphex (driver.flags, ==, cases[i].after);
  g_assert_cmpuint (driver.n_sets, ==, cases[i].n_sets);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/serial/latency/%s", cases[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_case);
    }
  return g_test_run ();
}
