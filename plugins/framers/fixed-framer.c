/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fixed-framer.c - frames of a length that is known beforehand, or that a byte of theirs names
 *
 * While a frame is waited for, the bytes up to its type are looked at each time there is more, and
 * each byte behind once for escapes, and once more when the frame is whole. A whole frame costs its
 * trailer, its escapes and its checksum, once. In noise that is once for each sync in the length of
 * a frame, and without a sync for each byte: there a trailer makes it cheap, which is looked at
 * first. */
#include "frame-shape.h"
#include "framers.h"
#include <string.h>

#define TYPE_WIDTH_MAX 16

typedef struct {
  const guint8 *text;
  gsize length;
} Type;

typedef struct {
  LeatFramer parent;
  FrameShape shape;      /* options */
  gint64 length;         /* option */
  GPtrArray *type_list;  /* option */
  gint64 type_at;        /* option */
  GBytes *escape_option; /* option */

  GArray *types;
  gsize type_width;
  int escape; /* -1: there is none */

  gsize looked_at;    /* bytes from data[0] on that are taken */
  gsize n_taken;      /* so many of the frame, escapes undone */
  gboolean is_second; /* in noise: data[0] is the second of an escaped pair */
} FixedFramer;

static const LeatOption fixed_framer_options[] = {
  FRAME_SHAPE_OPTIONS (FixedFramer, shape),
  LEAT_OPTION_INT (FixedFramer, length, .key = "length", .preset = "0", .minimum = 0,
                   .maximum = 16777216,
                   .summary = "Bytes of a whole frame, with sync, checksum and trailer; 0: types "
                              "tells."),
  LEAT_OPTION_BYTES_LIST (FixedFramer, type_list, .key = "types",
                          .summary = "Lengths of whole frames by their type, TYPE:LENGTH, several "
                                     "separated by ;, as in 1:11;2:16;3:23; other types have "
                                     "length, or are none."),
  LEAT_OPTION_INT (FixedFramer, type_at, .key = "type-at", .preset = "0", .minimum = 0,
                   .maximum = 255,
                   .summary = "Where in the frame its type stands, the first byte is 0."),
  LEAT_OPTION_BYTES (FixedFramer, escape_option, .key = "escape",
                     .summary = "The byte that is doubled where it stands behind the sync, as "
                                "\\x1a; lengths count it once."),
  LEAT_OPTION_END
};

static gboolean
fixed_framer_fail (const char *text, gsize length, GError **error)
{
  g_autofree char *shown = g_strndup (text, length);

  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "types: \"%s\" is no TYPE:LENGTH; as in 1:11;2:16, with types of as many bytes, 1 "
               "to 16, and lengths that hold sync and trailer",
               g_utf8_validate (shown, -1, NULL) ? shown : "?");
  return FALSE;
}

static gsize
fixed_framer_get_least (const FixedFramer *self)
{
  const gsize sync_end = self->shape.n_sync > 0 ? (gsize) self->shape.sync_at + self->shape.n_sync
                                                : 0;
  const gsize type_end = self->types->len > 0 ? (gsize) self->type_at + self->type_width : 0;

  return MAX (MAX (sync_end, type_end) + self->shape.n_trailer, 1);
}

static gboolean
fixed_framer_add_type (FixedFramer *self, GBytes *bytes, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  const char *colon = length > 0 ? g_strrstr_len (text, (gssize) length, ":") : NULL;
  const gsize width = colon != NULL ? (gsize) (colon - text) : 0;
  g_autofree char *digits = colon != NULL ? g_strndup (colon + 1, length - width - 1) : NULL;
  Type type = { (const guint8 *) text, 0 };
  guint64 number;

  if (width == 0 || width > TYPE_WIDTH_MAX || (self->types->len > 0 && width != self->type_width) ||
      !g_ascii_string_to_unsigned (digits, 10, 1, 16777216, &number, NULL))
    return fixed_framer_fail (text, length, error);
  type.length = (gsize) number;
  self->type_width = width;
  g_array_append_val (self->types, type);
  return type.length >= fixed_framer_get_least (self) || fixed_framer_fail (text, length, error);
}

static gboolean
fixed_framer_read_escape (FixedFramer *self, GError **error)
{
  gsize length = 0;
  const guint8 *escape = self->escape_option != NULL
                             ? g_bytes_get_data (self->escape_option, &length)
                             : NULL;

  self->escape = length > 0 ? escape[0] : -1;
  if (length == 0 || (length == 1 && self->shape.n_sync > 0 && self->shape.sync_at == 0))
    return TRUE;
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                       "escape: must be one byte, as in \\x1a, and needs a sync at 0");
  return FALSE;
}

static gboolean
fixed_framer_init (LeatFramer *framer, GError **error)
{
  FixedFramer *self = (FixedFramer *) framer;

  self->types = g_array_new (FALSE, FALSE, sizeof (Type));
  if (!frame_shape_init (&self->shape, error) || !fixed_framer_read_escape (self, error))
    return FALSE;
  for (guint i = 0; self->type_list != NULL && i < self->type_list->len; i++)
    if (!fixed_framer_add_type (self, g_ptr_array_index (self->type_list, i), error))
      return FALSE;

  if (self->length == 0 ? self->types->len > 0
                        : (gsize) self->length >= fixed_framer_get_least (self))
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
               "length: %" G_GINT64_FORMAT " bytes are no frame; give a length that holds sync, "
               "type and trailer, or types",
               self->length);
  return FALSE;
}

static void
fixed_framer_clear (LeatFramer *framer)
{
  FixedFramer *self = (FixedFramer *) framer;

  g_clear_pointer (&self->types, g_array_unref);
  frame_shape_clear (&self->shape);
}

/* Takes bytes of the stream until the frame has @total of them; FRAME: it has. @out: they go there,
 * escapes undone. */
static LeatScan
fixed_framer_take (FixedFramer *self, const LeatScanInput *input, gsize total, guint8 *out,
                   LeatFrame *frame)
{
  const guint8 *data = input->data;

  while (self->n_taken < total)
    {
      const gsize at = self->looked_at;
      const gboolean is_escaped = at < input->length && data[at] == self->escape &&
                                  at >= self->shape.n_sync;

      if (at + is_escaped >= input->length)
        return framers_wait (input, "not whole", frame);
      frame->reason = "a sync before the end";
      if (is_escaped && data[at + 1] != self->escape)
        return LEAT_SCAN_BAD;
      out[self->n_taken++] = data[at];
      self->looked_at += 1 + (gsize) is_escaped;
    }
  return LEAT_SCAN_FRAME;
}

static void
fixed_framer_forget (FixedFramer *self)
{
  self->looked_at = self->n_taken = 0;
}

/* 0: there is no such type */
static gsize
fixed_framer_find_length (const FixedFramer *self, const guint8 *type)
{
  for (guint i = 0; i < self->types->len; i++)
    {
      const Type *known = &g_array_index (self->types, Type, i);

      if (memcmp (type, known->text, self->type_width) == 0)
        return known->length;
    }
  return (gsize) self->length;
}

/* FRAME: the type is there, and says @total */
static LeatScan
fixed_framer_read_type (FixedFramer *self, const LeatScanInput *input, gsize *total,
                        LeatFrame *frame)
{
  const gsize head = (gsize) self->type_at + self->type_width;
  FixedFramer start = *self;
  const guint8 *data = input->data;
  LeatScan scan = LEAT_SCAN_FRAME;

  *total = (gsize) self->length;
  if (self->types->len == 0)
    return LEAT_SCAN_FRAME;
  if (self->escape >= 0 && head > input->max_frame)
    scan = LEAT_SCAN_BAD;
  else if (self->escape >= 0)
    {
      fixed_framer_forget (&start);
      scan = fixed_framer_take (&start, input, head, input->scratch, frame);
      data = input->scratch;
    }
  else if (input->length < head)
    scan = framers_wait (input, "not whole", frame);
  if (scan != LEAT_SCAN_FRAME)
    return scan;
  *total = fixed_framer_find_length (self, data + self->type_at);
  frame->reason = "no such type";
  return *total > 0 ? LEAT_SCAN_FRAME : LEAT_SCAN_BAD;
}

static LeatScan
fixed_framer_judge (FixedFramer *self, const LeatScanInput *input, gsize total, LeatFrame *frame)
{
  const gsize head = self->shape.sync_at == 0 ? self->shape.n_sync : 0;
  const guint8 *data = input->data;
  LeatScan scan = LEAT_SCAN_FRAME;

  frame->used = total;
  if (self->escape >= 0)
    {
      const gboolean is_resumed = self->n_taken > 0;

      scan = fixed_framer_take (self, input, total, input->scratch, frame);
      if (scan != LEAT_SCAN_FRAME)
        return scan;
      frame->used = self->looked_at;
      /* what was taken before may not be in scratch any more */
      if (is_resumed)
        {
          fixed_framer_forget (self);
          fixed_framer_take (self, input, total, input->scratch, frame);
        }
      data = input->scratch;
    }
  else if (input->length < total)
    return framers_wait (input, "not whole", frame);
  if (!frame_shape_judge (&self->shape, data, total, head, TRUE, frame))
    return LEAT_SCAN_BAD;
  return LEAT_SCAN_FRAME;
}

/* a sync stands at data[0], as far as its bytes are there */
static LeatScan
fixed_framer_go_on (FixedFramer *self, const LeatScanInput *input, LeatFrame *frame)
{
  const gsize sync_end = (gsize) self->shape.sync_at + self->shape.n_sync;
  const gboolean may_be_pair = input->length == 1 && input->data[0] == self->escape;
  LeatScan scan;
  gsize total;

  if (may_be_pair || (self->shape.n_sync > 0 && input->length < sync_end))
    return framers_wait (input, "not whole", frame);
  scan = fixed_framer_read_type (self, input, &total, frame);
  if (scan != LEAT_SCAN_FRAME)
    return scan;
  frame->reason = "longer than max-frame";
  return total > input->max_frame ? LEAT_SCAN_BAD : fixed_framer_judge (self, input, total, frame);
}

static LeatScan
fixed_framer_scan (LeatFramer *framer, const LeatScanInput *input, LeatFrame *frame)
{
  FixedFramer *self = (FixedFramer *) framer;
  const guint8 *data = input->data;
  LeatScan scan = LEAT_SCAN_BAD;

  frame->reason = "no sync";
  self->is_second = input->length > 1 && data[0] == self->escape && data[1] == self->escape;
  if (!self->is_second && frame_shape_fits (&self->shape, data, input->length))
    scan = fixed_framer_go_on (self, input, frame);
  if (scan != LEAT_SCAN_MORE)
    fixed_framer_forget (self);
  return scan;
}

/* in noise a doubled escape is no sync either */
static gsize
fixed_framer_find (LeatFramer *framer, const guint8 *data, gsize length)
{
  FixedFramer *self = (FixedFramer *) framer;
  gsize at = self->is_second ? 1 : 0;

  self->is_second = FALSE;
  if (self->escape < 0 || self->shape.sync[0] != self->escape)
    return frame_shape_find (&self->shape, data, length);
  while (at < length)
    {
      const guint8 *hit = memchr (data + at, self->escape, length - at);

      if (hit == NULL)
        return length;
      at = (gsize) (hit - data);
      if (at + 1 < length && data[at + 1] == self->escape)
        at += 2;
      else if (frame_shape_fits (&self->shape, data + at, length - at))
        return at;
      else
        at++;
    }
  return length;
}

static void
fixed_framer_reset (LeatFramer *framer)
{
  FixedFramer *self = (FixedFramer *) framer;

  fixed_framer_forget (self);
  self->is_second = FALSE;
}

const LeatFramerClass fixed_framer_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (FixedFramer),
  .name = "fixed",
  .summary = "Frames of a length that is known beforehand, or that their type tells.",
  .options = fixed_framer_options,
  .init = fixed_framer_init,
  .clear = fixed_framer_clear,
  .scan = fixed_framer_scan,
  .find = fixed_framer_find,
  .reset = fixed_framer_reset,
};
