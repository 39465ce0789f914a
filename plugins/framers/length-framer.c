/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* length-framer.c - frames that say in their header how long they are
 *
 * While a frame is waited for, its header alone is looked at, each time there is more. A header
 * that is wrong costs no more than its own bytes; only one that is right costs a checksum over what
 * it claims, and what claims more than max-frame is not even waited for. So in noise no byte is
 * looked at more often than right headers stand in the max-frame bytes before it. The worst is a
 * stream made of headers that each claim much: a checksum over max-frame for each byte. Trailer,
 * header-checksum=, repeated= and inverted= are looked at first, and length-maximum= bounds it. */
#include "frame-shape.h"
#include "framers.h"
#include <string.h>

#define REASON_NO_NUMBER "a length that is no number"

typedef enum {
  FORM_BIG,
  FORM_LITTLE,
  FORM_DECIMAL,
  FORM_HEX,
} Form;

/* two bytes of a header that are equal, or each other's complement */
typedef struct {
  gsize one;
  gsize other;
  guint8 difference;
} Pair;

typedef struct {
  LeatFramer parent;
  FrameShape shape;        /* options */
  gint64 at;               /* option */
  gint64 width;            /* option */
  GBytes *end_option;      /* option */
  int form;                /* option: a Form */
  char *mask_text;         /* option */
  gint64 multiplier;       /* option */
  gint64 adjust;           /* option */
  gint64 minimum;          /* option */
  gint64 maximum;          /* option */
  gint64 empty_total;      /* option */
  gint64 header;           /* option */
  char **repeated;         /* option */
  char **inverted;         /* option */
  FrameCheck header_check; /* options */
  gboolean is_shared;      /* option */

  guint64 mask;
  GArray *pairs;     /* of Pair */
  gsize head;        /* bytes that a header has, if its length is always as wide */
  const guint8 *end; /* of the length */
  gsize n_end;
} LengthFramer;

/* what a header says */
typedef struct {
  gsize width; /* of its length */
  gsize head;
  gsize total;
  gboolean is_empty; /* the length is 0, and that means something */
} Header;

static const char *const forms[] = { [FORM_BIG] = "big",
                                     [FORM_LITTLE] = "little",
                                     [FORM_DECIMAL] = "decimal",
                                     [FORM_HEX] = "hex",
                                     NULL };

static const LeatOption length_framer_options[] = {
  FRAME_SHAPE_OPTIONS (LengthFramer, shape),
  LEAT_OPTION_INT (LengthFramer, at, .key = "length-at", .preset = "0", .minimum = 0,
                   .maximum = 255,
                   .summary = "Where in the frame its length stands, its first byte is 0."),
  LEAT_OPTION_INT (LengthFramer, width, .key = "length-width", .preset = "1", .minimum = 1,
                   .maximum = 8, .summary = "Bytes or digits that the length has."),
  LEAT_OPTION_BYTES (LengthFramer, end_option, .key = "length-end",
                     .summary =
                         "What ends the length, as \\r\\n, where it has not always as many digits; "
                         "length-width is the most, and digits and end are counted by themselves."),
  LEAT_OPTION_CHOICE (LengthFramer, form, .key = "length-form", .preset = "big", .choices = forms,
                      .summary =
                          "How the length is written: its highest byte first (big), its lowest "
                          "byte first (little), or as digits (decimal, hex)."),
  LEAT_OPTION_STRING (LengthFramer, mask_text, .key = "length-mask",
                      .summary =
                          "Which bits of it are the length, as in 0x03ff; bits to the right of "
                          "them are dropped; left out: all."),
  LEAT_OPTION_INT (LengthFramer, multiplier, .key = "length-multiplier", .preset = "1",
                   .minimum = 1, .maximum = 65536,
                   .summary = "Bytes that the length counts as one: 2 where it counts words."),
  LEAT_OPTION_INT (LengthFramer, adjust, .key = "length-adjust", .preset = "0", .minimum = -65536,
                   .maximum = 65536,
                   .summary =
                       "Bytes that a whole frame has more than its length says: header, checksum "
                       "and trailer where the length counts the payload alone."),
  LEAT_OPTION_INT (LengthFramer, minimum, .key = "length-minimum", .preset = "0", .minimum = 0,
                   .maximum = LEAT_OPTION_NO_MAXIMUM,
                   .summary = "The smallest length that this machine sends; what says less is no "
                              "frame."),
  LEAT_OPTION_INT (LengthFramer, maximum, .key = "length-maximum", .preset = "0", .minimum = 0,
                   .maximum = LEAT_OPTION_NO_MAXIMUM,
                   .summary = "The largest one; what says more is no frame, and is not waited for; "
                              "0: as max-frame allows."),
  LEAT_OPTION_INT (LengthFramer, empty_total, .key = "length-0-total", .preset = "0", .minimum = 0,
                   .maximum = 65536,
                   .summary = "Bytes of a whole frame whose length is 0, where such a one has no "
                              "checksum behind its header; 0: it is like the others."),
  LEAT_OPTION_INT (LengthFramer, header, .key = "header", .preset = "0", .minimum = 0,
                   .maximum = 4096,
                   .summary =
                       "Bytes before the payload, where there are more than sync, length and "
                       "what repeated or inverted name."),
  LEAT_OPTION_LIST (LengthFramer, repeated, .key = "repeated",
                    .summary = "Bytes of the header that are equal in every frame, by their "
                               "places: 0:3;1:2 in M-Bus, which begins with 68 L L 68."),
  LEAT_OPTION_LIST (LengthFramer, inverted, .key = "inverted",
                    .summary = "Bytes of the header that are each other's complement, by their "
                               "places, as in 1:2."),
  LEAT_OPTION_STRING (LengthFramer, header_check.name, .key = "header-checksum",
                      .summary = "Checksum at the header's end that proves the header right, as "
                                 "checksum; left out: there is none."),
  LEAT_OPTION_CHOICE (LengthFramer, header_check.form, .key = "header-checksum-form",
                      .preset = "big", .choices = frame_check_forms,
                      .summary = "How that checksum is written, as checksum-form."),
  LEAT_OPTION_STRING (LengthFramer, header_check.range_text, .key = "header-checksum-range",
                      .preset = "0:",
                      .summary = "Which bytes that checksum is made of, as checksum-range."),
  LEAT_OPTION_BOOL (LengthFramer, is_shared, .key = "trailer-shared", .preset = "no",
                    .summary =
                        "Whether the trailer of a frame may be the sync of the next one, and "
                        "stands alone or repeated between frames, as 7E in HDLC."),
  LEAT_OPTION_END
};

static gboolean
length_framer_read_mask (LengthFramer *self, GError **error)
{
  const char *text = self->mask_text;

  self->mask = G_MAXUINT64;
  if (text == NULL || *text == '\0')
    return TRUE;
  if (g_ascii_strncasecmp (text, "0x", 2) == 0 &&
      g_ascii_string_to_unsigned (text + 2, 16, 1, G_MAXUINT64, &self->mask, NULL))
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "length-mask: \"%s\" are no bits; write them as in 0x03ff", text);
  return FALSE;
}

static gboolean
length_framer_read_pairs (LengthFramer *self, const char *key, char **texts, guint8 difference,
                          GError **error)
{
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      g_auto (GStrv) places = g_strsplit (texts[i], ":", 2);
      guint64 one, other;

      if (g_strv_length (places) != 2 ||
          !g_ascii_string_to_unsigned (places[0], 10, 0, 255, &one, NULL) ||
          !g_ascii_string_to_unsigned (places[1], 10, 0, 255, &other, NULL))
        {
          g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "%s: \"%s\" are no two places in a header; write them as in 1:2, 0 to 255",
                       key, texts[i]);
          return FALSE;
        }
      g_array_append_val (self->pairs, ((Pair) { (gsize) one, (gsize) other, difference }));
      self->head = MAX (self->head, (gsize) MAX (one, other) + 1);
    }
  return TRUE;
}

static gboolean
length_framer_judge_sharing (LengthFramer *self, GError **error)
{
  const FrameShape *shape = &self->shape;

  if (!self->is_shared || (shape->n_sync == 1 && shape->sync_at == 0 && self->at > 0 &&
                           shape->n_trailer == 1 && shape->sync[0] == shape->trailer[0]))
    return TRUE;
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "trailer-shared: only where sync and trailer are one byte, and the same");
  return FALSE;
}

static guint
length_framer_get_base (const LengthFramer *self)
{
  return self->form == FORM_HEX ? 16 : 10;
}

/* a length that an end ends stands last in its header */
static gboolean
length_framer_judge_end (LengthFramer *self, GError **error)
{
  const FrameShape *shape = &self->shape;

  if (self->end_option != NULL)
    self->end = g_bytes_get_data (self->end_option, &self->n_end);
  if (self->n_end == 0 ||
      ((self->form == FORM_DECIMAL || self->form == FORM_HEX) && !g_ascii_isxdigit (self->end[0]) &&
       shape->sync_at + (gint64) shape->n_sync <= self->at && self->header == 0 &&
       self->pairs->len == 0 && self->header_check.checksum == NULL && !self->is_shared))
    return TRUE;
  g_set_error_literal (
      error, LEAT_ERROR, LEAT_ERROR_CONFIG,
      "length-end: needs length-form decimal or hex, no digit at its own beginning, "
      "and a length that stands last in its header");
  return FALSE;
}

static gboolean
length_framer_init (LeatFramer *framer, GError **error)
{
  LengthFramer *self = (LengthFramer *) framer;

  self->pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  self->head = (gsize) MAX (self->at + self->width, self->header);
  if (!frame_shape_init (&self->shape, error) ||
      !frame_check_init (&self->header_check, "header-", error))
    return FALSE;
  if (self->shape.n_sync > 0)
    self->head = MAX (self->head, (gsize) self->shape.sync_at + self->shape.n_sync);
  return length_framer_read_mask (self, error) &&
         length_framer_read_pairs (self, "repeated", self->repeated, 0x00, error) &&
         length_framer_read_pairs (self, "inverted", self->inverted, 0xff, error) &&
         length_framer_judge_sharing (self, error) && length_framer_judge_end (self, error);
}

static void
length_framer_clear (LeatFramer *framer)
{
  LengthFramer *self = (LengthFramer *) framer;

  g_clear_pointer (&self->pairs, g_array_unref);
  frame_check_clear (&self->header_check);
  frame_shape_clear (&self->shape);
}

static gboolean
read_digits (const guint8 *text, gsize width, guint base, guint64 *number)
{
  *number = 0;
  for (gsize i = 0; i < width; i++)
    {
      const int digit = g_ascii_xdigit_value ((char) text[i]);

      if (digit < 0 || (guint) digit >= base)
        return FALSE;
      *number = *number * base + (guint) digit;
    }
  return TRUE;
}

static guint64
read_bytes (const guint8 *bytes, gsize width, gboolean is_little)
{
  guint64 number = 0;

  for (gsize i = 0; i < width; i++)
    number = number << 8 | bytes[is_little ? width - 1 - i : i];
  return number;
}

/* up to one more than it may have */
static gsize
length_framer_count_digits (const LengthFramer *self, const guint8 *text, gsize length)
{
  gsize n = 0;
  guint64 number;

  length = MIN (length, (gsize) self->width + 1);
  while (n < length && read_digits (text + n, 1, length_framer_get_base (self), &number))
    n++;
  return n;
}

/* FRAME: the header is all there */
static LeatScan
length_framer_measure (const LengthFramer *self, const LeatScanInput *input, Header *header,
                       LeatFrame *frame)
{
  const gsize at = (gsize) self->at;

  *header = (Header) { .width = (gsize) self->width, .head = self->head };
  if (self->n_end > 0 && input->length > at)
    {
      const guint8 *text = input->data + at;
      const gsize n = length_framer_count_digits (self, text, input->length - at);
      const gsize rest = input->length - at - n;

      frame->reason = REASON_NO_NUMBER;
      if (rest > 0 && (n == 0 || n > header->width ||
                       memcmp (text + n, self->end, MIN (self->n_end, rest)) != 0))
        return LEAT_SCAN_BAD;
      *header = (Header) { .width = n, .head = at + n + self->n_end };
    }
  if (input->length < header->head)
    return framers_wait (input, "not whole", frame);
  return LEAT_SCAN_FRAME;
}

static gboolean
length_framer_read_length (const LengthFramer *self, const guint8 *data, gsize width,
                           guint64 *length)
{
  const guint8 *field = data + self->at;

  if (self->form == FORM_BIG || self->form == FORM_LITTLE)
    *length = read_bytes (field, width, self->form == FORM_LITTLE);
  else if (!read_digits (field, width, length_framer_get_base (self), length))
    return FALSE;
  *length = (*length & self->mask) >> __builtin_ctzll (self->mask);
  return TRUE;
}

static gboolean
length_framer_has_pairs (const LengthFramer *self, const guint8 *data)
{
  for (guint i = 0; i < self->pairs->len; i++)
    {
      const Pair *pair = &g_array_index (self->pairs, Pair, i);

      if ((data[pair->one] ^ data[pair->other]) != pair->difference)
        return FALSE;
    }
  return TRUE;
}

/* why a frame of this length is none; NULL: it has header->total bytes */
static const char *
length_framer_count (const LengthFramer *self, guint64 length, gsize max_frame, Header *header)
{
  const gint64 least = (gint64) (header->head + self->shape.n_trailer);
  const gint64 n_variable = self->n_end > 0 ? (gint64) (header->width + self->n_end) : 0;
  gint64 n = self->empty_total;

  if (length < (guint64) self->minimum || (self->maximum > 0 && length > (guint64) self->maximum))
    return "no such length";
  if (length > G_MAXINT32)
    return "longer than max-frame";
  header->is_empty = length == 0 && n > 0;
  if (!header->is_empty)
    n = (gint64) length * self->multiplier + self->adjust + n_variable;
  if (n < least)
    return "no such length";
  if ((guint64) n > max_frame)
    return "longer than max-frame";
  header->total = (gsize) n;
  return NULL;
}

/* why a header is none; NULL: it is one */
static const char *
length_framer_judge_header (const LengthFramer *self, const LeatScanInput *input, Header *header)
{
  const char *reason;
  guint64 length;
  gsize content_end;

  if (!length_framer_has_pairs (self, input->data))
    return "no header";
  if (!length_framer_read_length (self, input->data, header->width, &length))
    return REASON_NO_NUMBER;
  reason = length_framer_count (self, length, input->max_frame, header);
  if (reason != NULL)
    return reason;
  if (frame_check_judge (&self->header_check, input->data, header->head, header->head, &content_end,
                         &reason))
    return NULL;
  return "header checksum";
}

/* a sync that is only the trailer before it, or fills the line */
static gboolean
length_framer_is_fill (const LengthFramer *self, const LeatScanInput *input)
{
  if (!self->is_shared)
    return FALSE;
  return input->length > 1 ? input->data[1] == input->data[0] : input->end != LEAT_END_NO;
}

static LeatScan
length_framer_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  LengthFramer *self = (LengthFramer *) framer;
  const FrameShape *shape = &self->shape;
  LeatScan scan;
  Header header;

  frame->reason = "no sync";
  if (!frame_shape_fits (shape, input->data, input->length))
    return LEAT_SCAN_BAD;
  if (G_UNLIKELY (length_framer_is_fill (self, input)))
    {
      frame->used = 1;
      return LEAT_SCAN_SKIP;
    }
  scan = length_framer_measure (self, input, &header, frame);
  if (scan != LEAT_SCAN_FRAME)
    return scan;

  frame->reason = length_framer_judge_header (self, input, &header);
  if (frame->reason != NULL)
    return LEAT_SCAN_BAD;
  if (input->length < header.total)
    return framers_wait (input, "not whole", frame);
  if (!frame_shape_judge (shape, input->data, header.total, header.head, !header.is_empty, frame))
    return LEAT_SCAN_BAD;
  frame->used = self->is_shared ? header.total - shape->n_trailer : header.total;
  return LEAT_SCAN_FRAME;
}

static gsize
length_framer_find (LeatFramer *framer, const guint8 *data, gsize length)
{
  return frame_shape_find (&((LengthFramer *) framer)->shape, data, length);
}

const LeatFramerClass length_framer_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (LengthFramer),
  .name = "length",
  .summary = "Frames that say in their header how long they are.",
  .options = length_framer_options,
  .init = length_framer_init,
  .clear = length_framer_clear,
  .scan = length_framer_scan,
  .find = length_framer_find,
};
