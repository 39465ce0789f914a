/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-gap.c - what stands between silences, in any bytes by any options: the same however they are
 * cut */
#include "framer-any.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  framer_any_check (&gap_framer_class, data, size);
  return 0;
}
