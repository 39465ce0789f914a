/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* framers-plugin.c - the module of all framers */
#include "framers.h"

static const LeatFramerClass *const framers[] = {
  &block_framer_class,         &cobs_framer_class,      &delimiter_framer_class,
  &fixed_framer_class,         &gap_framer_class,       &hdlc_framer_class,
  &length_framer_class,        &mixed_framer_class,     &modbus_framer_class,
  &netstring_framer_class,     &regex_framer_class,     &slip_framer_class,
  &sml_transport_framer_class, &start_end_framer_class, NULL,
};

LEAT_PLUGIN_DEFINE (.name = "framers", .version = "0.1.0",
                    .summary = "Framers for streams of bytes.", .license = "LGPL-2.1-or-later",
                    .framers = framers)
