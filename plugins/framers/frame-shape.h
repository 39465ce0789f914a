/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* frame-shape.h - what frames have in common whose length is known before they are whole */
#pragma once
#include "frame-check.h"
G_BEGIN_DECLS

/* A member of the framers whose frames begin with a sync, and are as long as a table or a field
 * says; their tables have FRAME_SHAPE_OPTIONS. */
typedef struct {
  GBytes    *sync_option;    /* option */
  gint64     sync_at;        /* option */
  GBytes    *trailer_option; /* option */
  char      *payload_text;   /* option */
  FrameCheck check;          /* options */

  const guint8 *sync;
  gsize         n_sync;
  const guint8 *trailer;
  gsize         n_trailer;
  gboolean      has_payload; /* said by the option */
  FrameRange    payload;
} FrameShape;

#define FRAME_SHAPE_OPTIONS(Type, member) \
  LEAT_OPTION_BYTES ( \
      Type, member.sync_option, .key = "sync", \
      .summary = "Bytes that every frame has at its beginning, or at sync-at; without them " \
                 "frames follow each other without a gap, and after a fault each byte may begin " \
                 "one."), \
  LEAT_OPTION_INT ( \
      Type, member.sync_at, .key = "sync-at", .preset = "0", .minimum = 0, .maximum = 255, \
      .summary = "Where in the frame those bytes stand, its first byte is 0."), \
  LEAT_OPTION_BYTES ( \
      Type, member.trailer_option, .key = "trailer", \
      .summary = "Bytes that every frame ends with; its length counts them."), \
  LEAT_OPTION_STRING ( \
      Type, member.payload_text, .key = "payload", \
      .summary = "Which bytes of the frame go to the schema, FROM:TO; the first byte is 0, TO is " \
                 "not in it; no TO: up to the checksum and the trailer, a negative one counts " \
                 "back from there; left out: all behind the header."), \
  FRAME_CHECK_OPTIONS (Type, member.check, "")

/* LEAT_ERROR_CONFIG */
gboolean frame_shape_init  (FrameShape *self, GError **error);
void     frame_shape_clear (FrameShape *self);

/* may a frame begin at data[0], as far as its sync is there? */
gboolean frame_shape_fits  (const FrameShape *self, const guint8 *data, gsize length);
/* where one may; as LeatFramerClass.find, each byte is looked at once, and at each first byte of
 * the sync as many as the sync has */
gsize    frame_shape_find  (const FrameShape *self, const guint8 *data, gsize length);

/* A whole frame of @total bytes: is all right, and what is its payload? Trailer first, then the
 * checksum, if @is_checked. @head: bytes before the payload, if no option says otherwise. */
gboolean frame_shape_judge (const FrameShape *self, const guint8 *data, gsize total, gsize head,
                            gboolean is_checked, LeatFrame *frame);

G_END_DECLS
