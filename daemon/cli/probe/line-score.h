/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* line-score.h - how likely a serial line is set as it was listened to, judged by what was heard */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* with such a score it is as good as certain */
#define LEAT_LINE_SURE 0.9

/**
 * LeatLineSettings:
 * @rate: bits a second
 * @data_bits: 7 or 8
 * @parity: 'N', 'E' or 'O'
 * @stop_bits: 1 or 2; what is heard does not depend on them
 */
typedef struct {
  guint rate;
  guint data_bits;
  char  parity;
  guint stop_bits;
} LeatLineSettings;

/* room for "8N1" with its NUL */
#define LEAT_LINE_FORMAT_MAX 16

/**
 * LeatLineScore:
 * @heard_at: how it was listened to
 * @n_bytes: that came
 * @n_errors: of these with a parity or framing error, or in a break
 * @n_zeros: bytes 0, with errors or without
 * @text: share of the others that are text, without their parity bit if they have one
 * @n_ends: of them that end a line: CR, LF, ETX
 * @is: how the line is set, as far as the bytes tell; the same rate
 * @unproved: @is is another format than that of @heard_at, and what was heard of it is too damaged
 *   to be used: it is to be listened to once more
 * @score: 0 to 1
 *
 * What one time of listening has shown.
 */
typedef struct {
  LeatLineSettings heard_at;
  gsize            n_bytes;
  gsize            n_errors;
  gsize            n_zeros;
  double           text;
  gsize            n_ends;
  LeatLineSettings is;
  gboolean         unproved;
  double           score;
} LeatLineScore;

/* "8N1"; gives @text back */
char    *leat_line_settings_spell (const LeatLineSettings *self, char *text);
gboolean leat_line_settings_equal (const LeatLineSettings *self, const LeatLineSettings *other);

/* @bad: of each byte: whether it came with an error; pure */
void     leat_line_score_init     (LeatLineScore *self, const LeatLineSettings *heard_at,
                                   const guint8 *bytes, const guint8 *bad, gsize length);
/* checksums prove that frames came as they were sent */
void     leat_line_score_prove    (LeatLineScore *self);
/* takes the parity bit out of @bytes, which were heard with it */
void     leat_line_score_strip    (const LeatLineScore *self, guint8 *bytes, gsize length);

G_END_DECLS
