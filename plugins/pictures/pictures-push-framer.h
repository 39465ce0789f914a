/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-push-framer.h - finds pictures that are pushed, one behind the other */
#pragma once
#include "pictures-header.h"
G_BEGIN_DECLS

/**
 * PushRefusal:
 * @PUSH_OUT_OF_STEP: no header stands there: nobody knows where the next one does
 * @PUSH_TOO_LARGE: larger than max-frame=; it is passed over
 * @PUSH_EMPTY: it has no bytes
 * @PUSH_CUT: its end never came
 *
 * Why a picture is none. The framer gives a frame for it, too, of no more than PUSH_HEADER bytes,
 * so that what is kept of it is no more: one of these, and a text behind it.
 */
typedef enum {
  PUSH_OUT_OF_STEP = 1,
  PUSH_TOO_LARGE,
  PUSH_EMPTY,
  PUSH_CUT,
} PushRefusal;

/* a picture's frame is its header and its bytes */
extern const LeatFramerClass picture_push_framer_class;

G_END_DECLS
