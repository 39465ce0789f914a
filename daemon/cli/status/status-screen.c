/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-screen.c - a leatd's sources and sinks as they are every second, until a key ends it */
#include "status-screen.h"
#include "look/answer.h"
#include "bus/bus-word.h"
#include "look/human-text.h"
#include "leat-error.h"
#include "leat-main.h"
#include "status-json.h"
#include "status-watch.h"
#include "look/terminal.h"
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define RATE_SECONDS 10
#define NOTES 2        /* lines below a row */
#define FRAME_LINES 3  /* beside the table: its heading, an empty line, the foot */

typedef struct {
  LeatBusClient *client;
  char **names;
  gboolean json;
  gboolean is_screen;   /* the whole terminal is ours */
  GMainLoop *loop;
  LeatStatusRates *rates;
  LeatStatus *status;   /* NULL: nothing was seen yet */
  GError *error;        /* NULL: it was seen just now */
  gint64 seen;          /* when, microseconds since 1970 */
  int code;
} Screen;

void
leat_status_screen_look (LeatStatusLook *look)
{
  LeatTerminal terminal;

  leat_terminal_look (&terminal);
  look->width = terminal.width;
  look->flags = terminal.unicode ? LEAT_TEXT_PLAIN : LEAT_TEXT_ASCII;
  look->colour = terminal.colour;
  look->now = g_get_real_time ();
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == '\n';
  return n;
}

/* of so many lines; what has no room is told */
static void
cut_lines (GString *text, guint most)
{
  const guint n_lines = count_lines (text->str);
  const char *at = text->str;
  g_autofree char *left = NULL;

  if (n_lines <= most)
    return;
  for (guint i = 0; i + 1 < most; i++)
    at = strchr (at, '\n') + 1;
  g_string_truncate (text, (gsize) (at - text->str));
  left = g_strdup_printf ("%u lines more; a larger window shows them, or names behind --watch\n",
                          n_lines + 1 - most);
  g_string_append (text, left);
}

/* notes give way before rows do */
static GString *
make_table (Screen *self, const LeatStatusLook *look, glong height)
{
  const guint most = (guint) MAX (height - FRAME_LINES, 3);
  LeatStatusLook fitting = *look;
  GString *text = g_string_new (NULL);

  for (fitting.notes = NOTES;; fitting.notes--)
    {
      g_string_truncate (text, 0);
      leat_status_table_append (text, self->status, self->rates, &fitting);
      if (fitting.notes == 0 || count_lines (text->str) <= most)
        break;
    }
  cut_lines (text, most);
  return text;
}

/* one line of that width, @right at its end */
static void
append_line (GString *text, const char *left, const char *right, const LeatStatusLook *look)
{
  const glong width = MAX (look->width, LEAT_STATUS_TABLE_WIDTH);
  const glong rest = leat_text_get_width (right);

  leat_text_row_append (text, left, width - rest - 1, look->flags);
  leat_text_row_append (text, right, rest, look->flags);
  leat_text_row_end (text);
}

static void
append_heading (Screen *self, GString *text, const LeatStatusLook *look)
{
  g_autoptr (GString) heading = g_string_new (NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *clock = g_date_time_format (now, "%H:%M:%S");

  if (self->error == NULL)
    leat_status_table_append_heading (heading, self->status, look);
  else if (self->status != NULL)
    g_string_append (heading, self->error->message);
  else
    g_string_append (heading, "leatd is waited for");
  append_line (text, heading->str, clock, look);
  if (self->error == NULL || self->status != NULL)
    return;
  g_string_append_c (text, '\n');
  leat_text_append_wrapped (text, self->error->message, 0,
                            MAX (look->width, LEAT_STATUS_TABLE_WIDTH), 8, look->flags);
}

static void
append_foot (Screen *self, GString *text, const LeatStatusLook *look)
{
  char ago[LEAT_HUMAN_TEXT_MAX];
  g_autofree char *foot = NULL;

  if (self->error != NULL && self->status != NULL)
    foot = g_strdup_printf ("this was %s ago; it goes on as soon as leatd is there",
                            leat_human_duration (look->now - self->seen, ago));
  append_line (text, foot != NULL ? foot : "", "q ends", look);
}

static void
screen_draw (Screen *self)
{
  LeatTerminal terminal;
  LeatStatusLook look = { .bars = TRUE, .seconds = RATE_SECONDS };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) table = NULL;

  leat_terminal_look (&terminal);
  leat_status_screen_look (&look);
  append_heading (self, text, &look);
  if (self->status != NULL)
    {
      table = make_table (self, &look, terminal.height);
      g_string_append (text, table->str);
    }
  g_string_append_c (text, '\n');
  append_foot (self, text, &look);
  leat_terminal_show (text->str);
}

static void
print_plain (Screen *self)
{
  LeatStatusLook look = { .seconds = RATE_SECONDS, .notes = NOTES };
  g_autoptr (GString) text = g_string_new (NULL);

  leat_status_screen_look (&look);
  leat_status_table_append_heading (text, self->status, &look);
  g_string_append_c (text, '\n');
  leat_status_table_append (text, self->status, self->rates, &look);
  g_print ("%s\n", text->str);
}

static void
screen_print (Screen *self)
{
  g_autofree char *json = NULL;

  if (self->error != NULL)
    leat_answer_fail (self->error, LEAT_EXIT_FAULTS);
  else if (!self->json)
    print_plain (self);
  else
    {
      json = leat_status_to_json (self->status, FALSE);
      leat_answer_print (json);
    }
  if (fflush (stdout) != 0)
    g_main_loop_quit (self->loop);
}

/* a name that is none is a fault at first; one that goes away with a new key file is waited for */
static void
screen_take (Screen *self, LeatStatus *status)
{
  g_autoptr (LeatStatus) fresh = status;

  if (!leat_status_keep (fresh, (const char *const *) self->names, &self->error))
    {
      if (self->status != NULL)
        return;
      self->code = LEAT_EXIT_FAULTS;
      g_main_loop_quit (self->loop);
      return;
    }
  leat_status_rates_add (self->rates, fresh, g_get_monotonic_time ());
  g_clear_pointer (&self->status, leat_status_free);
  self->status = g_steal_pointer (&fresh);
  self->seen = g_get_real_time ();
}

static void
on_status (LeatStatus *status, const GError *error, gpointer user_data)
{
  Screen *self = user_data;

  g_clear_error (&self->error);
  if (status != NULL)
    screen_take (self, status);
  else
    self->error = g_error_copy (error);
  if (g_error_matches (error, LEAT_ERROR, LEAT_ERROR_CONFIG))
    {
      self->code = LEAT_EXIT_USAGE;
      g_main_loop_quit (self->loop);
    }
  if (self->code != LEAT_EXIT_OK)
    return;
  if (self->is_screen)
    screen_draw (self);
  else
    screen_print (self);
}

static gboolean
on_signal (gpointer user_data)
{
  g_main_loop_quit (((Screen *) user_data)->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_resize (gpointer user_data)
{
  screen_draw (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_key (int fd, GIOCondition condition, gpointer user_data)
{
  Screen *self = user_data;
  char key;

  if (read (fd, &key, 1) != 1) /* nobody is there to press one: a signal ends it */
    return G_SOURCE_REMOVE;
  if (key == 'q' || key == 'Q' || key == '\x03')
    g_main_loop_quit (self->loop);
  return G_SOURCE_CONTINUE;
}

static void
screen_take_terminal (Screen *self)
{
  self->is_screen = !self->json && leat_terminal_take ();
  g_unix_signal_add (SIGINT, on_signal, self);
  g_unix_signal_add (SIGTERM, on_signal, self);
  g_unix_signal_add (SIGHUP, on_signal, self);
  signal (SIGPIPE, SIG_IGN);
  if (!self->is_screen)
    return;
  g_unix_signal_add (SIGWINCH, on_resize, self);
  if (isatty (STDIN_FILENO))
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_key, self);
}

int
leat_status_screen_run (LeatBusClient *client, char **names, gboolean json)
{
  Screen self = { .client = client, .names = names, .json = json };
  LeatStatusWatch *watch;

  self.loop = g_main_loop_new (NULL, FALSE);
  self.rates = leat_status_rates_new ();
  screen_take_terminal (&self);
  watch = leat_status_watch_new (client, on_status, &self);
  if (self.code == LEAT_EXIT_OK)
    g_main_loop_run (self.loop);
  leat_terminal_give_back ();
  if (self.code != LEAT_EXIT_OK && self.error != NULL)
    leat_answer_fail (self.error, self.code);
  leat_status_watch_free (watch);
  leat_status_rates_free (self.rates);
  g_clear_pointer (&self.status, leat_status_free);
  g_clear_error (&self.error);
  g_main_loop_unref (self.loop);
  return self.code;
}
