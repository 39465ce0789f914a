/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* start-end-parts.h - what follows a start: body, end, checksum, trailer */
#pragma once
#include "frame-check.h"
#include "frame-marks.h"
#include "framers.h"
G_BEGIN_DECLS

typedef enum {
  ESCAPE_ITSELF,
  ESCAPE_ANY,
} EscapeStyle;

typedef enum {
  KEEP_NOTHING,
  KEEP_START,
  KEEP_ALL,
} Keep;

typedef struct {
  LeatFramer parent;
  GPtrArray *start_list;    /* option */
  GPtrArray *end_list;      /* option */
  gboolean restarts;        /* option */
  GBytes *escape_option;    /* option */
  int escape_style;         /* option: an EscapeStyle */
  gint64 escape_xor;        /* option */
  GBytes *between_option;   /* option */
  GBytes *trailer_option;   /* option */
  int keep;                 /* option: a Keep */
  gboolean is_check_behind; /* option */
  FrameCheck check;         /* options */

  FrameMarks starts;
  FrameMarks ends;
  int escape; /* -1: there is none */
  const guint8 *trailer;
  gsize n_trailer;
  gboolean is_between[256];
  gboolean is_plain[256]; /* nothing that counts begins in a body with this byte */

  gsize looked_at;    /* bytes from data[0] on in which the frame does not end */
  gboolean is_second; /* in noise: data[0] is what an escape stands before */
} StartEndFramer;

/* a start of @n_start bytes stands at data[0]; as LeatFramerClass.scan */
LeatScan start_end_parts_judge (StartEndFramer *self, const LeatScanInput *input, gsize n_start,
                                LeatFrame *frame);

G_END_DECLS
