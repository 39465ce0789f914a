/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* gadget-language.c - what the gadget says */
#include "gadget-language.h"
#include <string.h>

GadgetWord
gadget_understand (const guint8 *frame, gsize length, guint *code)
{
  if (length == 2 && memcmp (frame, "HB", 2) == 0)
    return GADGET_ALIVE;
  if (length != 5 || memcmp (frame, "ER,", 3) != 0 || !g_ascii_isdigit (frame[3]) ||
      !g_ascii_isdigit (frame[4]))
    return GADGET_RESULT;
  *code = (guint) (frame[3] - '0') * 10 + (guint) (frame[4] - '0');
  return GADGET_ERROR;
}
