/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-mixed.c - several framers on any bytes: the same however they are cut
 *
 * The first byte chooses the framers, the second max-frame and the end, the others are a stream. */
#include "../plugins/mixed-host.h"
#include "framer-cuts.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const mixtures[] = { "records;flags;strings", "flags;strings;records;lines",
                                          "lines;flags", "strings;silences", "flags;lines" };

  if (size < 3)
    return 0;

  const char *const options[] = { "framers", mixtures[data[0] % G_N_ELEMENTS (mixtures)], NULL };
  const Feed feed = { mixed_host_class (), options, 1 + data[1] % 50u, (LeatEnd) (data[1] / 50u) };

  framer_cuts_check (&feed, data + 2, MIN (size - 2, 300));
  return 0;
}
