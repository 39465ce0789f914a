/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guess-frames.c - where the frames of a recording seem to end */
#include "guess-frames.h"
#include "leat-error.h"
#include <string.h>

#define STX '\x02'
#define ETX '\x03'

/* how often something stands in the recording */
typedef struct {
  gsize n_cr, n_lf, n_cr_lf, n_stx, n_etx, n_nul;
} Counts;

/* a way to end frames. @start: what begins one; 0: the end of the one before. @swallow: what may
 * stand behind its end; "": nothing */
typedef struct {
  const char *framer;
  const char *doubt;
  char start;
  const char *end;
  gsize end_length;
  const char *swallow;
  gboolean (*fits) (const Counts *counts);
} Way;

static gboolean
fits_stx_etx (const Counts *counts)
{
  return counts->n_etx > 0 && counts->n_stx + 1 >= counts->n_etx &&
         counts->n_etx + 1 >= counts->n_stx;
}

static gboolean
fits_cr_lf (const Counts *counts)
{
  return counts->n_cr_lf > 0 && counts->n_cr_lf + 1 >= counts->n_cr &&
         counts->n_cr_lf + 1 >= counts->n_lf;
}

static gboolean
fits_cr_alone (const Counts *counts)
{
  return counts->n_cr > 0 && counts->n_lf == 0;
}

static gboolean
fits_cr (const Counts *counts)
{
  return counts->n_cr > counts->n_lf;
}

static gboolean
fits_lf (const Counts *counts)
{
  return counts->n_lf > 0;
}

static gboolean
fits_etx (const Counts *counts)
{
  return counts->n_etx > 0;
}

static gboolean
fits_nul (const Counts *counts)
{
  return counts->n_nul > 0;
}

/* the first one that fits */
static const Way ways[] = {
  { "type=start-end\nstart=\\x02\nend=\\x03\nbetween=\\r\\n\n",
    "a checksum before or behind ETX would be in the frame or a reject: see leat describe "
    "start-end",
    STX, "\x03", 1, "\r\n", fits_stx_etx },
  { "type=delimiter\ndelimiter=\\r\\n\n", NULL, 0, "\r\n", 2, "", fits_cr_lf },
  { "type=delimiter\ndelimiter=\\r\n", NULL, 0, "\r", 1, "", fits_cr_alone },
  { "type=delimiter\ndelimiter=\\r\nswallow=\\n\n",
    "most frames end with CR, and an LF behind it is taken for nothing", 0, "\r", 1, "\n",
    fits_cr },
  { "type=delimiter\ndelimiter=\\n\n", NULL, 0, "\n", 1, "", fits_lf },
  { "type=delimiter\ndelimiter=\\x03\n", "frames end with ETX, and no STX begins them", 0, "\x03",
    1, "", fits_etx },
  { "type=delimiter\ndelimiter=\\x00\n", "frames end with a zero: text, or is it binary?", 0, "",
    1, "", fits_nul },
};

static void
count (const char *data, gsize length, Counts *counts)
{
  for (gsize i = 0; i < length; i++)
    {
      counts->n_cr += data[i] == '\r';
      counts->n_lf += data[i] == '\n';
      counts->n_cr_lf += data[i] == '\n' && i > 0 && data[i - 1] == '\r';
      counts->n_stx += data[i] == STX;
      counts->n_etx += data[i] == ETX;
      counts->n_nul += data[i] == '\0';
    }
}

static const Way *
find_way (const char *data, gsize length)
{
  Counts counts = { 0 };

  count (data, length, &counts);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (ways[i].fits (&counts))
      return &ways[i];
  return NULL;
}

/* what stands before the first start, or is swallowed behind an end, is in no frame */
static const char *
find_begin (const Way *way, const char *at, const char *end)
{
  const char *start;

  while (at < end && *at != '\0' && strchr (way->swallow, *at) != NULL)
    at++;
  if (way->start == 0)
    return at;
  start = memchr (at, way->start, (gsize) (end - at));
  return start != NULL ? start + 1 : end;
}

gboolean
leat_guess_frames_init (LeatGuessFrames *self, const char *data, gsize length, GError **error)
{
  const Way *way = find_way (data, length);
  const char *end = data + length, *at = data, *stop;

  *self = (LeatGuessFrames) { 0 };
  if (way == NULL)
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND,
                           "nothing in it seems to end a frame: no CR, LF, ETX or zero; leat "
                           "describe lists framers for binary machines");
      return FALSE;
    }
  self->framer = way->framer;
  self->doubt = way->doubt;
  self->frames = g_array_new (FALSE, FALSE, sizeof (LeatGuessFrame));
  at = find_begin (way, at, end);
  while (self->frames->len < GUESS_FRAMES_MAX &&
         (stop = memmem (at, (gsize) (end - at), way->end, way->end_length)) != NULL)
    {
      const LeatGuessFrame frame = { at, (gsize) (stop - at) };

      if (frame.length > 0)
        g_array_append_val (self->frames, frame);
      at = find_begin (way, stop + way->end_length, end);
    }
  self->n_rest = (gsize) (end - at);
  if (self->frames->len > 0)
    return TRUE;
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND,
                       "there is no whole frame in it; record some seconds more");
  leat_guess_frames_clear (self);
  return FALSE;
}

void
leat_guess_frames_clear (LeatGuessFrames *self)
{
  g_clear_pointer (&self->frames, g_array_unref);
}
