/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guess-frames.h - where the frames of a recording seem to end */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* so many frames are looked at */
#define GUESS_FRAMES_MAX 10000

/**
 * LeatGuessFrame:
 * @data: in the recording
 * @length: of @data
 */
typedef struct {
  const char *data;
  gsize       length;
} LeatGuessFrame;

/**
 * LeatGuessFrames:
 * @framer: what a [framer NAME] group would say, a line each
 * @doubt: (nullable): what is not sure about it
 * @frames: of LeatGuessFrame, without empty ones
 * @n_rest: bytes behind the last whole frame
 */
typedef struct {
  const char *framer;
  const char *doubt;
  GArray     *frames;
  gsize       n_rest;
} LeatGuessFrames;

/* @data stays where it is as long as @self is used; FALSE: nothing seems to end a frame */
gboolean leat_guess_frames_init  (LeatGuessFrames *self, const char *data, gsize length,
                                  GError **error);
void     leat_guess_frames_clear (LeatGuessFrames *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LeatGuessFrames, leat_guess_frames_clear)
G_END_DECLS
