/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* delimiter-framer.c - one frame for each run of bytes up to a delimiter
 *
 * No byte is looked at more often than the delimiters have bytes together, plus once. */
#include "framers.h"
#include <string.h>

typedef struct {
  const guint8 *text;
  gsize length;
  gsize kept;    /* bytes of it that belong to the frame */
  gboolean asks; /* a prompt: a frame even with nothing before it, and nothing is behind it */
} Delimiter;

typedef struct {
  LeatFramer parent;
  GPtrArray *delimiters; /* option */
  GPtrArray *prompts;    /* option */
  GBytes *swallow;       /* option */
  gboolean keep;         /* option */
  gboolean skip_empty;   /* option */

  GArray *longest_first; /* of Delimiter, its text in delimiters and prompts */
  int first;             /* the byte that all delimiters begin with; -1: there is none */
  gboolean begins[256];  /* a delimiter begins with this byte */
  gboolean swallows[256];

  gsize looked_at; /* bytes from data[0] on at which no delimiter begins */
  gboolean
      behind; /* what comes stands right behind a delimiter, or behind what was swallowed there */
  gboolean
      lost; /* in noise: find() says that a delimiter may begin at data[0], nothing else counts */
} DelimiterFramer;

/* what may stand at a place */
typedef enum {
  MATCH_NONE,
  MATCH_BEGINS, /* a delimiter, or a longer one, may: more bytes will tell */
  MATCH_FOUND,
} Match;

static const LeatOption delimiter_framer_options[] = {
  LEAT_OPTION_BYTES_LIST (
      DelimiterFramer, delimiters, .key = "delimiter", .preset = "\\n",
      .summary =
          "Bytes that end a frame, several separated by ;, the longest that fits counts. Where one "
          "begins like a longer one, a frame waits for the byte that tells them apart: for CR with "
          "or without LF, delimiter=\\r with swallow=\\n does not wait."),
  LEAT_OPTION_BYTES_LIST (
      DelimiterFramer, prompts, .key = "prompts",
      .summary =
          "Bytes that end a frame too and are its own end, several separated by ;: what a machine "
          "asks without a delimiter behind it, as in User:\\s;Password:\\s."),
  LEAT_OPTION_BYTES (
      DelimiterFramer, swallow, .key = "swallow",
      .summary =
          "Bytes that are nothing when they stand right behind a delimiter, even if they come "
          "later; \\n where a machine ends its lines by CR or by CR LF."),
  LEAT_OPTION_BOOL (DelimiterFramer, keep, .key = "keep", .preset = "no",
                    .summary = "Whether the delimiter stays at the end of the frame."),
  LEAT_OPTION_BOOL (DelimiterFramer, skip_empty, .key = "skip-empty", .preset = "yes",
                    .summary =
                        "Whether a delimiter with nothing before it is passed over, and no frame."),
  LEAT_OPTION_END
};

static int
delimiter_compare (gconstpointer one, gconstpointer other)
{
  gsize length = ((const Delimiter *) one)->length;
  gsize other_length = ((const Delimiter *) other)->length;

  return (length < other_length) - (length > other_length);
}

static gboolean
delimiter_framer_add (DelimiterFramer *self, GBytes *bytes, gboolean asks, guint number,
                      GError **error)
{
  Delimiter delimiter;

  delimiter.text = g_bytes_get_data (bytes, &delimiter.length);
  delimiter.kept = asks || self->keep ? delimiter.length : 0;
  delimiter.asks = asks;
  if (delimiter.length == 0)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                   "%s: number %u is empty; give the bytes that end a frame, as in \\r\\n",
                   asks ? "prompts" : "delimiter", number);
      return FALSE;
    }

  if (self->longest_first->len == 0)
    self->first = delimiter.text[0];
  else if (self->first != delimiter.text[0])
    self->first = -1;
  self->begins[delimiter.text[0]] = TRUE;
  g_array_append_val (self->longest_first, delimiter);
  return TRUE;
}

static gboolean
delimiter_framer_init (LeatFramer *framer, GError **error)
{
  DelimiterFramer *self = (DelimiterFramer *) framer;
  gsize n_swallow = 0;
  const guint8 *swallow = self->swallow != NULL ? g_bytes_get_data (self->swallow, &n_swallow)
                                                : NULL;

  self->longest_first = g_array_new (FALSE, FALSE, sizeof (Delimiter));
  for (guint i = 0; self->delimiters != NULL && i < self->delimiters->len; i++)
    if (!delimiter_framer_add (self, g_ptr_array_index (self->delimiters, i), FALSE, i + 1, error))
      return FALSE;

  if (self->longest_first->len == 0)
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                           "delimiter: is empty; give the bytes that end a frame, as in \\r\\n");
      return FALSE;
    }

  for (guint i = 0; self->prompts != NULL && i < self->prompts->len; i++)
    if (!delimiter_framer_add (self, g_ptr_array_index (self->prompts, i), TRUE, i + 1, error))
      return FALSE;
  g_array_sort (self->longest_first, delimiter_compare);
  for (gsize i = 0; i < n_swallow; i++)
    self->swallows[swallow[i]] = TRUE;
  return TRUE;
}

static void
delimiter_framer_clear (LeatFramer *framer)
{
  g_clear_pointer (&((DelimiterFramer *) framer)->longest_first, g_array_unref);
}

/* the longest delimiter that stands at data[0]; @more: bytes may come that make it a longer one */
static Match
delimiter_framer_match (DelimiterFramer *self, const guint8 *data, gsize length, gboolean more,
                        const Delimiter **found)
{
  for (guint i = 0; i < self->longest_first->len; i++)
    {
      const Delimiter *delimiter = &g_array_index (self->longest_first, Delimiter, i);

      if (data[0] != delimiter->text[0] ||
          memcmp (data, delimiter->text, MIN (length, delimiter->length)) != 0)
        continue;
      *found = delimiter;
      if (length >= delimiter->length)
        return MATCH_FOUND;
      if (more)
        return MATCH_BEGINS;
    }
  return MATCH_NONE;
}

/* the first place from @from on where a delimiter may begin, or length */
static gsize
delimiter_framer_seek (DelimiterFramer *self, const guint8 *data, gsize length, gsize from)
{
  const guint8 *hit;

  if (self->first >= 0)
    {
      hit = memchr (data + from, self->first, length - from);
      return hit != NULL ? (gsize) (hit - data) : length;
    }

  while (from < length && !self->begins[data[from]])
    from++;
  return from;
}

/* the first place from *@at on where a delimiter stands or begins; with NONE, where to look when
 * there is more */
static Match
delimiter_framer_search (DelimiterFramer *self, const guint8 *data, gsize length, gboolean more,
                         gsize *at, const Delimiter **found)
{
  for (; (*at = delimiter_framer_seek (self, data, length, *at)) < length; (*at)++)
    {
      Match match = delimiter_framer_match (self, data + *at, length - *at, more, found);

      if (match != MATCH_NONE)
        return match;
    }
  return MATCH_NONE;
}

static gsize
delimiter_framer_count_swallowed (DelimiterFramer *self, const guint8 *data, gsize length)
{
  gsize n = 0;

  while (n < length && self->swallows[data[n]])
    n++;
  return n;
}

/* the way out of noise leads over a delimiter */
static LeatScan
delimiter_framer_scan_lost (DelimiterFramer *self, const LeatScanInput *input, LeatFrame *frame)
{
  const Delimiter *found = NULL;
  gboolean more = input->end == LEAT_END_NO;
  Match match = delimiter_framer_match (self, input->data, input->length, more, &found);

  if (match == MATCH_BEGINS)
    return LEAT_SCAN_MORE;

  if (match == MATCH_FOUND)
    frame->used = found->length;
  self->lost = FALSE;
  self->behind = match == MATCH_FOUND && !found->asks;
  frame->reason = "no delimiter";
  return match == MATCH_FOUND ? LEAT_SCAN_SKIP : LEAT_SCAN_BAD;
}

/* the bytes have ended without a delimiter */
static LeatScan
delimiter_framer_scan_tail (DelimiterFramer *self, const LeatScanInput *input, LeatFrame *frame)
{
  self->looked_at = 0;
  if (input->end != LEAT_END_MESSAGE && input->end != LEAT_END_STREAM)
    {
      frame->reason = "no delimiter";
      return LEAT_SCAN_BAD;
    }

  frame->payload = input->data;
  frame->length = input->length;
  frame->used = input->length;
  return LEAT_SCAN_FRAME;
}

static LeatScan
delimiter_framer_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  DelimiterFramer *self = (DelimiterFramer *) framer;
  gboolean more = input->end == LEAT_END_NO;
  const Delimiter *found = NULL;
  gsize length;

  if (G_UNLIKELY (self->lost))
    return delimiter_framer_scan_lost (self, input, frame);
  if (self->behind && self->swallows[input->data[0]])
    {
      frame->used = delimiter_framer_count_swallowed (self, input->data, input->length);
      return LEAT_SCAN_SKIP;
    }

  self->behind = FALSE;
  if (delimiter_framer_search (self, input->data, input->length, more, &self->looked_at, &found) !=
      MATCH_FOUND)
    return more ? LEAT_SCAN_MORE : delimiter_framer_scan_tail (self, input, frame);

  length = self->looked_at;
  self->looked_at = 0;
  self->behind = !found->asks;
  frame->used = length + found->length;
  frame->payload = input->data;
  frame->length = length + found->kept;
  return length == 0 && self->skip_empty && !found->asks ? LEAT_SCAN_SKIP : LEAT_SCAN_FRAME;
}

/* in noise, the next frame begins behind the next delimiter: that is where scan() goes on */
static gsize
delimiter_framer_find (LeatFramer *framer, const guint8 *data, gsize length)
{
  DelimiterFramer *self = (DelimiterFramer *) framer;
  gsize at = 0;
  const Delimiter *found;

  self->lost = delimiter_framer_search (self, data, length, TRUE, &at, &found) != MATCH_NONE;
  return at;
}

static void
delimiter_framer_reset (LeatFramer *framer)
{
  DelimiterFramer *self = (DelimiterFramer *) framer;

  self->looked_at = 0;
  self->behind = FALSE;
  self->lost = FALSE;
}

const LeatFramerClass delimiter_framer_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (DelimiterFramer),
  .name = "delimiter",
  .summary = "One frame for each run of bytes up to a delimiter.",
  .options = delimiter_framer_options,
  .init = delimiter_framer_init,
  .clear = delimiter_framer_clear,
  .scan = delimiter_framer_scan,
  .find = delimiter_framer_find,
  .reset = delimiter_framer_reset,
};
