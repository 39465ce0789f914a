/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* terminal.c - what the terminal at stdout can do, and the whole of it as a screen */
#include "terminal.h"
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* Source: XTerm Control Sequences, "Alternate Screen Buffer", "DEC Private Mode Set (DECSET)" and
 * "Erase in Line (EL)" */
#define TAKE "\033[?1049h\033[?25l\033[?7l\033[2J"
#define GIVE_BACK "\033[?7h\033[?25h\033[?1049l"
#define HOME "\033[H"
#define CLEAR_LINE "\033[2K"   /* before it is written: at the last column it would take that */
#define END_LINE "\r\n"
#define CLEAR_BELOW "\033[%u;1H\033[J"

static struct termios settings_before;
static gboolean has_settings;
static gboolean is_taken;

static gboolean
is_able (void)
{
  const char *term = g_getenv ("TERM");

  return isatty (STDOUT_FILENO) && term != NULL && *term != '\0' && !g_str_equal (term, "dumb");
}

/**
 * leat_terminal_look:
 * @self: (out): what there is now
 *
 * Asks for the size anew at each call. For NO_COLOR see https://no-color.org.
 */
void
leat_terminal_look (LeatTerminal *self)
{
  const char *no_color = g_getenv ("NO_COLOR");
  struct winsize size;

  *self = (LeatTerminal) { .width = 80, .unicode = g_get_charset (NULL) };
  if (!isatty (STDOUT_FILENO) || ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
    return;
  self->width = size.ws_col > 0 ? size.ws_col : 80;
  self->height = size.ws_row > 0 ? size.ws_row : 24;
  self->colour = is_able () && (no_color == NULL || *no_color == '\0');
}

static void
write_all (const char *text, gsize length)
{
  while (length > 0)
    {
      const gssize written = write (STDOUT_FILENO, text, length);

      if (written <= 0)
        return; /* nobody sees it any more */
      text += written;
      length -= (gsize) written;
    }
}

/* Ctrl-Z and Ctrl-\ would leave the screen behind as it is: they are keys like others */
static void
take_keys (void)
{
  struct termios settings;

  has_settings = tcgetattr (STDIN_FILENO, &settings_before) == 0;
  if (!has_settings)
    return;
  settings = settings_before;
  settings.c_lflag &= ~(tcflag_t) (ICANON | ECHO);
  settings.c_cc[VSUSP] = _POSIX_VDISABLE;
  settings.c_cc[VQUIT] = _POSIX_VDISABLE;
  settings.c_cc[VMIN] = 1;
  settings.c_cc[VTIME] = 0;
  tcsetattr (STDIN_FILENO, TCSANOW, &settings);
}

gboolean
leat_terminal_take (void)
{
  if (!is_able ())
    return FALSE;
  take_keys ();
  is_taken = TRUE;
  atexit (leat_terminal_give_back);
  write_all (TAKE, strlen (TAKE));
  return TRUE;
}

void
leat_terminal_give_back (void)
{
  if (!is_taken)
    return;
  is_taken = FALSE;
  write_all (GIVE_BACK, strlen (GIVE_BACK));
  if (has_settings)
    tcsetattr (STDIN_FILENO, TCSANOW, &settings_before);
}

/**
 * leat_terminal_show:
 * @text: whole lines, not more than the terminal has
 *
 * Draws over what is there, line by line, so that nothing flickers.
 */
void
leat_terminal_show (const char *text)
{
  g_autoptr (GString) frame = g_string_new (HOME);
  LeatTerminal terminal;
  g_autofree char *body = g_strndup (text, strlen (text) - g_str_has_suffix (text, "\n"));
  g_auto (GStrv) lines = g_strsplit (body, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (frame, END_LINE);
      g_string_append (frame, CLEAR_LINE);
      g_string_append (frame, lines[i]);
    }
  leat_terminal_look (&terminal);
  if (g_strv_length (lines) < (gsize) terminal.height)
    g_string_append_printf (frame, CLEAR_BELOW, g_strv_length (lines) + 1);
  write_all (frame->str, frame->len);
}
