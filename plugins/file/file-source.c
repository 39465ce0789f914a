/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-source.c - records from files, FIFOs and standard input */
#include "file-link.h"

static const LeatOption file_source_options[] = {
  LEAT_OPTION_END,
};

static const LeatSourceClass file_source_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (LeatSource),
  .name = "file",
  .summary = "Records in a file, a FIFO or standard input.",
  .options = file_source_options,
  .schemes = "file",
};

static const LeatSourceClass *const file_sources[] = { &file_source_class, NULL };
static const LeatLinkClass *const file_links[] = { &file_link_class, NULL };

LEAT_PLUGIN_DEFINE (.name = "file", .version = "0.1.0", .summary = "Files.",
                    .license = "LGPL-2.1-or-later", .sources = file_sources, .links = file_links)
