/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-modbus.c - Modbus frames, in any bytes by any options: the same however they are cut */
#include "framer-any.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  framer_any_check (&modbus_framer_class, data, size);
  return 0;
}
