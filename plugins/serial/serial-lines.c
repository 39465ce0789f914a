/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-lines.c - the modem lines of a port that is open, and a break, on demand */
#include "serial-lines.h"
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>

/* Source: ioctl_tty(2), TIOCMGET */
static const struct {
  const char *name;
  int bit;
  gboolean is_ours; /* this end sets it */
} lines[] = {
  { "rts", TIOCM_RTS, TRUE },  { "dtr", TIOCM_DTR, TRUE },  { "cts", TIOCM_CTS, FALSE },
  { "dsr", TIOCM_DSR, FALSE }, { "dcd", TIOCM_CAR, FALSE }, { "ri", TIOCM_RI, FALSE },
};

static gboolean
fail (const char *what, GError **error)
{
  const int code = errno;

  if (code == ENOTTY || code == EINVAL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED,
                 "this port has no modem lines, so it cannot %s: a pseudo-terminal, or its driver "
                 "does not know them",
                 what);
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "cannot %s: %s", what, g_strerror (code));
  return FALSE;
}

static gboolean
get_lines (const SerialOperations *operations, int fd, GVariant **answer, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  int bits = 0;

  if (operations->ioctl (fd, TIOCMGET, &bits) != 0)
    return fail ("tell its lines", error);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    g_string_append_printf (text, "%s%s=%s", i > 0 ? " " : "", lines[i].name,
                            (bits & lines[i].bit) != 0 ? "on" : "off");
  *answer = g_variant_new_string (text->str);
  return TRUE;
}

/* "rts=on": a bit in one of the two */
static gboolean
read_line (const char *word, int *on, int *off, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      const gsize length = strlen (lines[i].name);

      if (!lines[i].is_ours || !g_str_has_prefix (word, lines[i].name) || word[length] != '=')
        continue;
      if (g_str_equal (word + length + 1, "on"))
        *on |= lines[i].bit;
      else if (g_str_equal (word + length + 1, "off"))
        *off |= lines[i].bit;
      else
        break;
      return TRUE;
    }
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "\"%s\" is no line to be set; rts=on, rts=off, dtr=on and dtr=off are right", word);
  return FALSE;
}

/* all that is wrong is said before anything is set */
static gboolean
set_lines (const SerialOperations *operations, int fd, GVariant *argument, GError **error)
{
  g_auto (GStrv) words = NULL;
  int on = 0, off = 0;

  if (argument == NULL || !g_variant_is_of_type (argument, G_VARIANT_TYPE_STRING))
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                           "\"set-lines\" needs a text such as rts=on dtr=off");
      return FALSE;
    }
  words = g_strsplit (g_variant_get_string (argument, NULL), " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && !read_line (words[i], &on, &off, error))
      return FALSE;
  if ((on != 0 && operations->ioctl (fd, TIOCMBIS, &on) != 0) ||
      (off != 0 && operations->ioctl (fd, TIOCMBIC, &off) != 0))
    return fail ("set its lines", error);
  return TRUE;
}

/* not tcsendbreak(3), which does not return before it is over */
static gboolean
set_break (const SerialOperations *operations, int fd, GVariant *argument, GVariant **answer,
           GError **error)
{
  const gboolean begins = argument != NULL &&
                          g_variant_is_of_type (argument, G_VARIANT_TYPE_BOOLEAN) &&
                          g_variant_get_boolean (argument);

  if (operations->ioctl (fd, begins ? TIOCSBRK : TIOCCBRK, NULL) != 0)
    return fail ("send a break", error);
  *answer = g_variant_new_string ("");
  return TRUE;
}

gboolean
serial_lines_control (const SerialOperations *operations, int fd, const char *request,
                      GVariant *argument, GVariant **answer, GError **error)
{
  if (g_str_equal (request, "get-lines"))
    return get_lines (operations, fd, answer, error);
  if (g_str_equal (request, "set-lines"))
    return set_lines (operations, fd, argument, error) && get_lines (operations, fd, answer, error);
  if (!g_str_equal (request, "break"))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "a line knows no \"%s\"", request);
      return FALSE;
    }
  return set_break (operations, fd, argument, answer, error);
}
