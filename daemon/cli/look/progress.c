/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* progress.c - how far a long work is, in one line of a terminal */
#include "progress.h"
#include "answer.h"
#include "human-text.h"
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define BAR_MOST 40
#define BAR_LEAST 5
#define BESIDE 3                       /* of a bar: its ends and a blank */
#define PAUSE (G_USEC_PER_SEC / 10)    /* between two drawings */
#define GUESS_AFTER G_USEC_PER_SEC     /* what is left is not known before */

struct _LeatProgress {
  gint64        begin;
  gint64        drawn;   /* 0: never */
  glong         width;   /* columns that are drawn on now */
  LeatTextFlags flags;
};

/* --- the line --- */

static double
get_share (const LeatProgressState *state)
{
  return (double) MIN (state->done, state->total) / (double) state->total;
}

static void
append_bar (GString *line, double share, glong width, LeatTextFlags flags)
{
  const gboolean ascii = (flags & LEAT_TEXT_ASCII) != 0;
  const glong full = (glong) (share * (double) width);

  g_string_append_c (line, '[');
  for (glong i = 0; i < width; i++)
    g_string_append (line, i < full ? (ascii ? "#" : "█") : ascii ? "." : "░");
  g_string_append (line, "] ");
}

static char *
describe (const LeatProgressState *state)
{
  const double rate = state->elapsed > 0
                          ? (double) state->done * G_USEC_PER_SEC / (double) state->elapsed
                          : -1;
  char rate_text[LEAT_HUMAN_TEXT_MAX], text[LEAT_HUMAN_TEXT_MAX];

  leat_human_rate (rate, rate_text);
  if (state->total == 0)
    return g_strdup_printf ("%s, %s", leat_human_count (state->done, text), rate_text);
  if (state->elapsed < GUESS_AFTER || rate <= 0)
    g_strlcpy (text, "?", sizeof text);
  else
    leat_human_duration ((gint64) ((double) (state->total - MIN (state->done, state->total)) /
                                   rate * G_USEC_PER_SEC),
                         text);
  return g_strdup_printf ("%3d%%, %s, %s left", (int) (get_share (state) * 100), rate_text, text);
}

void
leat_progress_append (GString *line, const LeatProgressState *state, glong width,
                      LeatTextFlags flags)
{
  g_autofree char *text = describe (state);
  const glong room = width - 1 - BESIDE - (glong) strlen (text);

  if (state->total > 0 && room >= BAR_LEAST)
    append_bar (line, get_share (state), MIN (room, BAR_MOST), flags);
  g_string_append_len (line, text, MIN ((gssize) strlen (text), MAX (width - 1, 0)));
}

/* --- the terminal --- */

LeatProgress *
leat_progress_new (gboolean quiet)
{
  LeatProgress *self;

  if (quiet || leat_answer_is_json () || !isatty (STDERR_FILENO))
    return NULL;
  self = g_new0 (LeatProgress, 1);
  self->begin = g_get_monotonic_time ();
  self->flags = g_get_charset (NULL) ? LEAT_TEXT_PLAIN : LEAT_TEXT_ASCII;
  return self;
}

void
leat_progress_free (LeatProgress *self)
{
  if (self == NULL)
    return;
  leat_progress_erase (self);
  g_free (self);
}

static glong
get_width (void)
{
  struct winsize size;

  return ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/* over what is there, with blanks to its end: every terminal can do that */
static void
draw (LeatProgress *self, const char *line)
{
  const glong width = leat_text_get_width (line);

  fprintf (stderr, "\r%s%*s", line, (int) MAX (self->width - width, 0), "");
  fflush (stderr);
  self->width = width;
}

void
leat_progress_tell (LeatProgress *self, guint64 done, guint64 total)
{
  g_autoptr (GString) line = NULL;
  gint64 now;

  if (self == NULL)
    return;
  now = g_get_monotonic_time ();
  if (self->drawn != 0 && now - self->drawn < PAUSE)
    return;
  line = g_string_new (NULL);
  leat_progress_append (line,
                        &(LeatProgressState) { .done = done,
                                               .total = total,
                                               .elapsed = now - self->begin },
                        get_width (), self->flags);
  draw (self, line->str);
  self->drawn = now;
}

void
leat_progress_erase (LeatProgress *self)
{
  if (self == NULL || self->width == 0)
    return;
  draw (self, "");
  fputc ('\r', stderr);
  fflush (stderr);
}
