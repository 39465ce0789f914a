/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* gadget-language.h - what the gadget says, without anything of Leat: easy to test, easy to fuzz */
#pragma once
#include <glib.h>

typedef enum {
  GADGET_RESULT, /* a result: decode it */
  GADGET_ALIVE,  /* "HB": it is there, no more */
  GADGET_ERROR,  /* "ER,04": it says no */
} GadgetWord;

/* @code: of an error */
GadgetWord gadget_understand (const guint8 *frame, gsize length, guint *code);
