/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-options.h - what the key file says of a serial line */
#pragma once
#include "serial-link.h"
G_BEGIN_DECLS

/* mark-errors= */
enum {
  SERIAL_MARK_AUTO,
  SERIAL_MARK_YES,
  SERIAL_MARK_NO,
};

/* of a SerialLink */
extern const LeatOption serial_options[];

gboolean serial_options_judge (const SerialLink *link, GError **error);

G_END_DECLS
