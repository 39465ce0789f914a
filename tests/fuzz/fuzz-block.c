/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-block.c - lines that belong together, in any bytes by any options: the same however they are
 * cut */
#include "framer-any.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  framer_any_check (&block_framer_class, data, size);
  return 0;
}
