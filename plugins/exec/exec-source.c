/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-source.c - what child processes write, as records */
#include "exec-json-sink.h"
#include "exec-json-source.h"
#include "exec-link.h"

static const LeatOption exec_source_options[] = {
  LEAT_OPTION_END,
};

static const LeatSourceClass exec_source_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (LeatSource),
  .name = "exec",
  .summary = "Records that a child process writes to its standard output, by default one a line.",
  .options = exec_source_options,
  .schemes = "exec",
  .framer = "delimiter",
};

static const LeatSourceClass *const exec_sources[] = { &exec_source_class, &exec_json_source_class,
                                                       NULL };
static const LeatSinkClass *const exec_sinks[] = { &exec_json_sink_class, NULL };
static const LeatLinkClass *const exec_links[] = { &exec_link_class, NULL };

LEAT_PLUGIN_DEFINE (.name = "exec", .version = "0.1.0", .summary = "Child processes.",
                    .license = "LGPL-2.1-or-later", .sources = exec_sources, .links = exec_links,
                    .sinks = exec_sinks)
