/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* frame-check.h - the checksum that stands in a frame */
#pragma once
#include "frame-range.h"
G_BEGIN_DECLS

/* where a checksum stands in a frame; no length: it is missing */
typedef struct {
  gsize begin;
  gsize length;
} FrameField;

/**
 * FrameCheck:
 * @checksum: %NULL: none was asked for, and every frame is right
 * @width: bytes or digits that it has on the wire; with a mark, at the most
 *
 * A member of each framer whose frames may have a checksum; its table has FRAME_CHECK_OPTIONS.
 */
typedef struct {
  char *name;           /* option */
  int form;             /* option, a LeatChecksumForm */
  char *range_text;     /* option */
  gint64 at;            /* option */
  gint64 width_option;  /* option */
  GBytes *mark_option;  /* option */
  gboolean is_required; /* option */
  gboolean of_digits;   /* option */

  LeatChecksum *checksum;
  FrameRange range;
  gsize width;
  const guint8 *mark;
  gsize n_mark;
} FrameCheck;

extern const char *const frame_check_forms[];

/* @Type: the framer; @member: its FrameCheck; @prefix: "" or what all keys begin with */
#define FRAME_CHECK_OPTIONS(Type, member, prefix) \
  LEAT_OPTION_STRING ( \
      Type, member.name, .key = prefix "checksum", \
      .summary = "Checksum that proves a frame right: xor8, sum8, lrc, crc-16/modbus and others " \
                 "by name, or any CRC by its parameters, as in width=16 poly=0x8005 init=0xffff " \
                 "refin=true refout=true xorout=0; left out: frames are not checked."), \
  LEAT_OPTION_CHOICE ( \
      Type, member.form, .key = prefix "checksum-form", .preset = "big", \
      .choices = frame_check_forms, \
      .summary = "How the checksum is written: its highest byte first (big), its lowest byte " \
                 "first (little), as hexadecimal digits of either case (hex), or two of them a " \
                 "byte, the lowest byte first (hex-little)."), \
  LEAT_OPTION_STRING ( \
      Type, member.range_text, .key = prefix "checksum-range", .preset = "0:", \
      .summary = "Which bytes the checksum is made of, FROM:TO; the frame's first byte is 0, TO " \
                 "is not in it; no TO: up to the checksum, or, where that stands before FROM, up " \
                 "to the trailer; a negative TO counts back from there: 1:-1 in NMEA leaves out " \
                 "the $ and the *."), \
  LEAT_OPTION_INT ( \
      Type, member.at, .key = prefix "checksum-at", .preset = "0", \
      .minimum = -65536, .maximum = 65536, \
      .summary = "Where the checksum stands, counted from the frame's first byte, or, negative, " \
                 "from its end; 0: right before the trailer, or at the end."), \
  LEAT_OPTION_INT ( \
      Type, member.width_option, .key = prefix "checksum-width", .preset = "0", \
      .minimum = 0, .maximum = 16, \
      .summary = "Bytes or digits that the checksum has in the frame; 0: as many as its bits " \
                 "need."), \
  LEAT_OPTION_BYTES ( \
      Type, member.mark_option, .key = prefix "checksum-mark", \
      .summary = "What stands before the checksum, * in NMEA; behind it the checksum may have " \
                 "fewer digits, without leading zeros."), \
  LEAT_OPTION_BOOL ( \
      Type, member.is_required, .key = prefix "checksum-required", .preset = "yes", \
      .summary = "Whether a frame without the mark, or with nothing behind it, is wrong; no for " \
                 "machines that send frames with and without a checksum."), \
  LEAT_OPTION_BOOL ( \
      Type, member.of_digits, .key = prefix "checksum-of-digits", .preset = "no", \
      .summary = "Whether the range is hexadecimal digits, 1024 at the most, and the checksum is " \
                 "made of the bytes that they say, as in Modbus ASCII.")

/* main thread. @prefix: of the keys, for the error; LEAT_ERROR_CONFIG */
gboolean frame_check_init (FrameCheck *self, const char *prefix, GError **error);
void frame_check_clear (FrameCheck *self);

/* Is the checksum of a frame right? @length: of the whole frame; @end: where its trailer begins,
 * @length if it has none; @content_end: (out): where the checksum with its mark begins if it stands
 * right before @end, else @end; @reason: (out): static text, if it is not right. Each byte of the
 * range is looked at once; no allocation. */
gboolean frame_check_judge (const FrameCheck *self, const guint8 *frame, gsize length, gsize end,
                            gsize *content_end, const char **reason);
/* likewise, of a checksum that stands in @field */
gboolean frame_check_judge_field (const FrameCheck *self, const guint8 *frame, gsize end,
                                  const FrameField *field, const char **reason);

G_END_DECLS
