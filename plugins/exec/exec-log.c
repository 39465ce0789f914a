/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-log.c - what a child says to people, line by line, and no more of it than they can read */
#include "exec-log.h"
#include <string.h>

void
exec_log_init (ExecLog *self, ExecLogTell tell, gpointer owner)
{
  *self = (ExecLog) { .tell = tell, .owner = owner };
  self->line = g_string_new (NULL);
  self->last = g_string_new (NULL);
}

void
exec_log_clear (ExecLog *self)
{
  if (self->line == NULL)
    return;
  g_string_free (self->line, TRUE);
  g_string_free (self->last, TRUE);
  *self = (ExecLog) { 0 };
}

/**
 * exec_log_make_readable:
 *
 * Returns: (transfer full): valid UTF-8, of which nothing moves a terminal's cursor, or looks like
 *   a second line
 */
char *
exec_log_make_readable (const char *line, gsize length)
{
  char *text = g_utf8_make_valid (line, (gssize) length);

  for (char *at = text; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      *at = ' ';
  return g_strchomp (text);
}

static gboolean
is_blank (const GString *line)
{
  return strspn (line->str, " \t\r") == line->len;
}

static void
take_line (ExecLog *self, gint64 now)
{
  if (!is_blank (self->line))
    {
      exec_log_sum_up (self, now);
      g_string_assign (self->last, self->line->str);
      if (self->n_told < EXEC_LOG_LINES_MAX)
        {
          g_autofree char *text = exec_log_make_readable (self->line->str, self->line->len);

          self->n_told++;
          self->tell (text, self->owner);
        }
      else
        self->n_more++;
    }
  g_string_truncate (self->line, 0);
}

/* NUL ends no line of ours */
static void
append (GString *line, const char *text, gsize length)
{
  for (gsize i = 0; i < length && line->len < EXEC_LOG_LINE_MAX; i++)
    g_string_append_c (line, text[i] != '\0' ? text[i] : ' ');
  if (length > 0 && line->len == EXEC_LOG_LINE_MAX)
    g_string_append (line, "…");
}

void
exec_log_feed (ExecLog *self, const char *text, gsize length, gint64 now)
{
  while (length > 0)
    {
      const char *feed = memchr (text, '\n', length);
      const gsize taken = feed != NULL ? (gsize) (feed - text) : length;

      append (self->line, text, taken);
      if (feed == NULL)
        return;
      take_line (self, now);
      text += taken + 1;
      length -= taken + 1;
    }
}

gint64
exec_log_get_due (const ExecLog *self)
{
  return self->n_more > 0 ? self->since + G_USEC_PER_SEC : -1;
}

/* a second that is over is summed up, and another begins */
void
exec_log_sum_up (ExecLog *self, gint64 now)
{
  if (now - self->since < G_USEC_PER_SEC)
    return;
  if (self->n_more > 0)
    {
      g_autofree char *text = g_strdup_printf ("… and %" G_GUINT64_FORMAT " more lines",
                                               self->n_more);

      self->tell (text, self->owner);
    }
  self->since = now;
  self->n_told = 0;
  self->n_more = 0;
}

void
exec_log_end (ExecLog *self, gint64 now)
{
  if (self->line->len > 0)
    take_line (self, now);
  if (self->n_more > 0)
    exec_log_sum_up (self, self->since + G_USEC_PER_SEC);
}

char *
exec_log_get_last (const ExecLog *self)
{
  return self->last->len > 0 ? exec_log_make_readable (self->last->str, self->last->len) : NULL;
}
