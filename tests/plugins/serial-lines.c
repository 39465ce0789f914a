/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-lines.c - tests the modem lines and the break of a port that is made up */
#include "serial-lines.h"
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>

static int bits;     /* of the port */
static int fault;    /* errno of each call; 0: all is well */
static guint breaks; /* 1: one has begun; 2: and has ended */

static int
port_ioctl (int fd, unsigned long request, gpointer argument)
{
  errno = fault;
  if (fault != 0)
    return -1;
  if (request == TIOCMGET)
    *(int *) argument = bits;
  else if (request == TIOCMBIS)
    bits |= *(int *) argument;
  else if (request == TIOCMBIC)
    bits &= ~*(int *) argument;
  else if (request == TIOCSBRK || request == TIOCCBRK)
    breaks = request == TIOCSBRK ? 1 : breaks + 1;
  return 0;
}

static const SerialOperations port = { .ioctl = port_ioctl };

static const struct {
  const char *path;
  const char *request;
  const char *argument;
  int         bits;     /* before */
  const char *answer;   /* NULL: it fails */
  const char *message;
} cases[] = {
  { "/serial-lines/get", "get-lines", NULL, TIOCM_RTS | TIOCM_CTS,
    "rts=on dtr=off cts=on dsr=off dcd=off ri=off", NULL },
  { "/serial-lines/get/others", "get-lines", "", TIOCM_DTR | TIOCM_DSR | TIOCM_CAR | TIOCM_RI,
    "rts=off dtr=on cts=off dsr=on dcd=on ri=on", NULL },
  { "/serial-lines/set", "set-lines", "rts=on dtr=off", TIOCM_DTR | TIOCM_DSR,
    "rts=on dtr=off cts=off dsr=on dcd=off ri=off", NULL },
  { "/serial-lines/set/nothing", "set-lines", " ", TIOCM_RTS,
    "rts=on dtr=off cts=off dsr=off dcd=off ri=off", NULL },
  { "/serial-lines/set/theirs", "set-lines", "rts=off cts=on", TIOCM_RTS, NULL, "\"cts=on\"*" },
  { "/serial-lines/set/half", "set-lines", "rts=maybe", TIOCM_RTS, NULL, "\"rts=maybe\"*" },
  { "/serial-lines/set/no-text", "set-lines", NULL, TIOCM_RTS, NULL, "*needs a text*" },
  { "/serial-lines/unknown", "trigger", NULL, 0, NULL, "a line knows no \"trigger\"" },
};

static void
test_control (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GVariant)
      argument = cases[i].argument != NULL
                     ? g_variant_ref_sink (g_variant_new_string (cases[i].argument))
                     : NULL;
  g_autoptr (GError) error = NULL;
  GVariant *answer = NULL;

  bits = cases[i].bits;
  fault = 0;
  g_assert_cmpint (serial_lines_control (&port, 3, cases[i].request, argument, &answer, &error), ==,
                   cases[i].answer != NULL);
  if (cases[i].answer != NULL)
    {
      g_assert_cmpstr (g_variant_get_string (answer, NULL), ==, cases[i].answer);
      g_variant_unref (g_variant_ref_sink (answer));
      return;
    }
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_true (g_pattern_match_simple (cases[i].message, error->message));
  g_assert_cmpint (bits, ==, cases[i].bits); /* nothing is done by halves */
}

/* it begins, and ends when that is said */
static void
test_break (void)
{
  for (guint i = 1; i <= 2; i++)
    {
      g_autoptr (GVariant) argument = g_variant_ref_sink (g_variant_new_boolean (i == 1));
      g_autoptr (GError) error = NULL;
      GVariant *answer = NULL;

      fault = 0;
      g_assert_true (serial_lines_control (&port, 3, "break", argument, &answer, &error));
      g_assert_no_error (error);
      g_variant_unref (g_variant_ref_sink (answer));
      g_assert_cmpuint (breaks, ==, i);
    }
}

static void
test_fault (void)
{
  static const char *const requests[] = { "get-lines", "set-lines", "break" };
  g_autoptr (GVariant) argument = g_variant_ref_sink (g_variant_new_string ("rts=on"));

  for (guint i = 0; i < 2 * G_N_ELEMENTS (requests); i++)
    {
      g_autoptr (GError) error = NULL;
      GVariant *answer = NULL;

      fault = i % 2 == 0 ? ENOTTY : EIO;
      g_assert_false (serial_lines_control (&port, 3, requests[i / 2], argument, &answer, &error));
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
      g_assert_null (answer);
      g_assert_cmpint (strstr (error->message, "has no modem lines") != NULL, ==, i % 2 == 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, GSIZE_TO_POINTER (i), test_control);
  g_test_add_func ("/serial-lines/break", test_break);
  g_test_add_func ("/serial-lines/fault", test_fault);
  return g_test_run ();
}
