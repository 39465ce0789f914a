/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-decode-marks.c - where in a recording the line was silent, and for how long */
#include "leat-decode-marks.h"

typedef struct {
  guint64 offset;
  gint64 silence; /* µs */
} Mark;

static const LeatOption mark_options[] = {
  LEAT_OPTION_DURATION (Mark, silence, .key = "silence", .minimum = 1, .maximum = 86400e6,
                        .summary = "How long the line was silent."),
  LEAT_OPTION_END
};

static gboolean
parse_mark (const char *line, Mark *mark, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (line, " \t", 2);

  if (g_strv_length (words) < 2 ||
      !g_ascii_string_to_unsigned (words[0], 10, 0, G_MAXUINT64, &mark->offset, NULL))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "\"%s\" is not OFFSET DURATION, as in 17 50ms", line);
      return FALSE;
    }
  return leat_option_set (mark_options, mark, g_strstrip (words[1]), error);
}

/* empty lines and those that begin with # say nothing */
static gboolean
add_line (LeatDecodeMarks *self, const char *line, GError **error)
{
  const guint n = self->marks->len;
  Mark mark = { 0 };

  if (*line == '\0' || *line == '#')
    return TRUE;
  if (!parse_mark (line, &mark, error))
    return FALSE;
  if (n > 0 && g_array_index (self->marks, Mark, n - 1).offset > mark.offset)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "%" G_GUINT64_FORMAT " is before the mark above it; they stand in the order of "
                   "the recording",
                   mark.offset);
      return FALSE;
    }
  g_array_append_val (self->marks, mark);
  return TRUE;
}

gboolean
leat_decode_marks_init (LeatDecodeMarks *self, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  *self = (LeatDecodeMarks) { .path = path };
  if (path == NULL)
    return TRUE;
  if (!g_file_get_contents (path, &text, NULL, error))
    {
      g_prefix_error (error, "--timing: ");
      return FALSE;
    }
  self->marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (!add_line (self, g_strstrip (lines[i]), error))
      {
        g_prefix_error (error, "--timing: %s:%u: ", path, i + 1);
        return FALSE;
      }
  return TRUE;
}

void
leat_decode_marks_clear (LeatDecodeMarks *self)
{
  g_clear_pointer (&self->marks, g_array_unref);
}

/* NULL: all were passed */
static const Mark *
get_next (const LeatDecodeMarks *self)
{
  return self->marks != NULL && self->next < self->marks->len
             ? &g_array_index (self->marks, Mark, self->next)
             : NULL;
}

gsize
leat_decode_marks_limit (const LeatDecodeMarks *self, gsize size)
{
  const Mark *mark = get_next (self);

  return mark != NULL ? (gsize) MIN (mark->offset - self->fed, size) : size;
}

gint64
leat_decode_marks_pass (LeatDecodeMarks *self, gsize length)
{
  gint64 silence = 0;
  const Mark *mark;

  self->fed += length;
  for (; (mark = get_next (self)) != NULL && mark->offset == self->fed; self->next++)
    silence += mark->silence;
  return silence;
}

gboolean
leat_decode_marks_finish (const LeatDecodeMarks *self, GError **error)
{
  const Mark *mark = get_next (self);

  if (mark == NULL)
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "--timing: %s: there is no byte %" G_GUINT64_FORMAT
               ": the recording ends at %" G_GUINT64_FORMAT,
               self->path, mark->offset, self->fed);
  return FALSE;
}
